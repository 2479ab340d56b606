//! 整改台账: problems with what is to be done about them and how far it has come.

use super::Words;
use super::lists::valid;
use super::table::{Cell, Table};
use crate::analyse::facts::{ProblemFacts, ReturnedRow, UnitLists};
use crate::model::{Mend, Moment, Recheck};
use crate::tabulate::{Book, Look, PaperSize, Sheet};

/// A problem with its unit.
type Row<'a> = (&'a UnitLists, &'a ProblemFacts);

/// The ledger of one unit, which goes on being filled in there: it names that unit and no other.
#[must_use]
pub fn unit_ledger(own: &UnitLists, words: Words<'_>) -> Book {
    let mut table = table(None, words);
    table.title = words.say("title.unit_ledger", own);
    let title = table.title.clone();
    let rows: Vec<Row<'_>> = own.problems.iter().map(|row| (own, row)).collect();
    Book { title, ..words.book("ledger", vec![table.sheet(&rows, words)]) }
}

/// The ledger of all units.
#[must_use]
pub fn city_ledger(lists: &[UnitLists], several: bool, words: Words<'_>) -> Book {
    words.book("ledger", vec![problems(lists, several, words)])
}

/// The sheet of all units' problems.
pub(super) fn problems(lists: &[UnitLists], several: bool, words: Words<'_>) -> Sheet {
    let all = lists.iter().flat_map(|own| own.problems.iter().map(move |row| (own, row)));
    table(Some(several), words).sheet(&all.collect::<Vec<Row<'_>>>(), words)
}

/// The table of problems; `several` says whether there are several classes, none that all rows are
/// one unit's.
fn table(several: Option<bool>, words: Words<'_>) -> Table<'_, Row<'_>> {
    let mut table: Table<'_, Row<'_>> = Table::new("ledger", None, words);
    let head = |column: &str| words.plain(&format!("ledger.{column}"));
    if several == Some(true) {
        table.column(head("class"), 12.0, |(own, _), _| Cell::text(&own.class));
    }
    table.column(head("unit"), 14.0, |(own, _), _| Cell::text(&own.short));
    table.column(head("number"), 12.0, |(_, own), _| Cell::code(&own.number));
    table.column(head("code"), 8.0, |(_, own), _| Cell::code(&own.code));
    table.column(head("name"), 18.0, |(_, own), _| Cell::text(&own.name));
    table.column(head("loss"), 7.0, |(_, own), _| Cell::some_figure(own.loss.as_ref()));
    table.column(head("problem"), 34.0, |(_, own), _| Cell::some_text(own.text.as_deref()));
    table.column(head("evidence"), 26.0, |(_, own), _| {
        Cell::evidence(own.evidence.as_deref(), own.link)
    });
    table.column(head("valid"), 8.0, move |(_, own), _| valid(own.evidence_valid, words));
    table.column(head("collected"), 11.0, |(_, own), _| Cell::moment(own.collected));
    table.column(head("mend"), 11.0, move |(_, own), _| {
        Cell::code(&words.choice("mend", own.mend.map(Mend::name)))
    });
    table.column(head("action"), 26.0, |(_, own), _| Cell::text(&own.action));
    returned_columns(&mut table, several.is_none(), words);
    table.frozen = u16::from(several == Some(true)) + 2;
    table.filtered = true;
    table.size = PaperSize::A3;
    table
}

/// What comes back from the unit; `filled` says whether it is to be filled in here. Its heads are
/// those by which a returned ledger is read.
fn returned_columns<'a>(table: &mut Table<'a, Row<'a>>, filled: bool, words: Words<'a>) {
    let head = |column: &str| words.plain(&format!("ledger.{column}"));
    let text = move |of: fn(&ReturnedRow) -> Option<&str>| {
        move |(_, own): &Row<'_>, _: u32| {
            let cell = Cell::some_text(own.returned.as_ref().and_then(of));
            if filled { cell.open_for(Look::TextInput) } else { cell }
        }
    };
    let moment = move |of: fn(&ReturnedRow) -> Option<Moment>| {
        move |(_, own): &Row<'_>, _: u32| {
            let cell = Cell::moment(own.returned.as_ref().and_then(of));
            if filled { cell.open_for(Look::DayInput) } else { cell }
        }
    };
    table.column(head("measure"), 24.0, text(|own| own.measure.as_deref()));
    table.column(head("owner"), 12.0, text(|own| own.owner.as_deref()));
    table.column(head("due"), 11.0, |(_, own), _| Cell::moment(own.due));
    table.column(head("done"), 11.0, moment(|own| own.done));
    table.column(head("link"), 20.0, text(|own| own.link.as_deref()));
    table.column(head("recheck"), 10.0, move |(_, own), _| {
        let recheck = own.returned.as_ref().and_then(|row| row.recheck);
        Cell::code(&words.choice("recheck", recheck.map(Recheck::name)))
    });
    table.column(head("recheck_reason"), 18.0, |(_, own), _| {
        let reason = own.returned.as_ref().and_then(|row| row.recheck_reason.as_deref());
        Cell::some_text(reason)
    });
    table.column(head("state"), 10.0, move |(_, own), _| {
        Cell::code(&words.choice("state", Some(own.state.name())))
    });
}
