//! Long lists of the whole city: losses, appeals and corrections, self-assessments.

use super::Words;
use super::table::{Cell, Table};
use crate::analyse::Commonness;
use crate::analyse::facts::workbook::LossFacts;
use crate::analyse::facts::{AppealFacts, CauseNameFacts, CorrectionFacts, SelfFacts, UnitLists};
use crate::model::{Decision, Mend};
use crate::tabulate::{PaperSize, Sheet, cell_name};

/// 失分: every loss with its cause, reason and evidence.
pub(super) fn losses(losses: &[LossFacts], several: bool, words: Words<'_>) -> Sheet {
    let mut table: Table<'_, LossFacts> = Table::new("losses", None, words);
    let head = |column: &str| words.plain(&format!("losses.{column}"));
    if several {
        table.column(head("class"), 12.0, |own, _| Cell::text(&own.head.class));
    }
    table.column(head("unit"), 14.0, |own, _| Cell::text(&own.cell.unit));
    table.column(head("dimension"), 14.0, |own, _| Cell::text(&own.head.dimension));
    table.column(head("code"), 8.0, |own, _| Cell::code(&own.head.code));
    table.column(head("name"), 20.0, |own, _| Cell::text(&own.head.name));
    table.column(head("full_marks"), 7.0, |own, _| Cell::figure(&own.head.full_marks));
    table.column(head("points"), 7.0, |own, _| Cell::some_figure(own.cell.points.as_ref()));
    table.column(head("loss"), 7.0, |own, _| Cell::some_figure(own.cell.loss.as_ref()));
    table.column(head("commonness"), 10.0, move |own, _| {
        Cell::code(&words.choice("common", own.cell.commonness.map(commonness)))
    });
    table.column(head("cause"), 14.0, move |own, _| cause(own.cell.cause.as_ref(), words));
    table.column(head("reason"), 42.0, |own, _| Cell::some_text(own.cell.reason.as_deref()));
    table.column(head("evidence"), 30.0, |own, _| {
        Cell::evidence(own.cell.evidence.as_deref(), own.cell.link)
    });
    table.column(head("valid"), 8.0, move |own, _| valid(own.cell.evidence_valid, words));
    table.column(head("collected"), 12.0, |own, _| Cell::moment(own.cell.collected));
    table.column(head("mend"), 12.0, move |own, _| {
        Cell::code(&words.choice("mend", own.cell.mend.map(Mend::name)))
    });
    table.column(head("unequal"), 9.0, move |own, _| {
        Cell::code(&words.choice("unequal", own.cell.unequal.then_some("mark")))
    });
    table.frozen = if several { 2 } else { 1 };
    table.filtered = true;
    table.size = PaperSize::A3;
    table.sheet(losses, words)
}

/// A cause in words.
pub(super) fn cause(cause: Option<&CauseNameFacts>, words: Words<'_>) -> Cell {
    Cell::text(&cause.map(|own| words.say("cause", own)).unwrap_or_default())
}

/// Whether evidence can still be opened.
pub(super) fn valid(valid: Option<bool>, words: Words<'_>) -> Cell {
    let name = valid.map(|valid| if valid { "yes" } else { "no" });
    Cell::code(&words.choice("valid", name))
}

/// Name of a commonness in wording.
fn commonness(own: Commonness) -> &'static str {
    match own {
        Commonness::Common => "common",
        Commonness::Partly => "partly",
        Commonness::Own => "own",
    }
}

/// An appeal or a correction of a unit.
struct Review<'a> {
    lists: &'a UnitLists,
    row: ReviewRow<'a>,
}

enum ReviewRow<'a> {
    Appeal(&'a AppealFacts),
    Correction(&'a CorrectionFacts),
}

/// 复核: appeals, and corrections that follow none, by unit.
pub(super) fn reviews(lists: &[UnitLists], several: bool, words: Words<'_>) -> Sheet {
    let rows: Vec<Review<'_>> = lists
        .iter()
        .flat_map(|lists| {
            let appeals = lists.appeals.iter().map(ReviewRow::Appeal);
            let corrections = lists.corrections.iter().map(ReviewRow::Correction);
            appeals.chain(corrections).map(move |row| Review { lists, row })
        })
        .collect();
    let mut table: Table<'_, Review<'_>> = Table::new("reviews", None, words);
    let head = |column: &str| words.plain(&format!("reviews.{column}"));
    if several {
        table.column(head("class"), 12.0, |own, _| Cell::text(&own.lists.class));
    }
    table.column(head("unit"), 14.0, |own, _| Cell::text(&own.lists.short));
    table.column(head("kind"), 11.0, move |own, _| Cell::code(&own.kind(words)));
    table.column(head("number"), 10.0, |own, _| match own.row {
        ReviewRow::Appeal(own) => Cell::code(&own.number),
        ReviewRow::Correction(_) => Cell::blank(),
    });
    table.column(head("code"), 8.0, |own, _| Cell::code(own.indicator().0));
    table.column(head("name"), 20.0, |own, _| Cell::text(own.indicator().1));
    table.column(head("date"), 15.0, |own, _| match own.row {
        ReviewRow::Appeal(own) => Cell::moment(own.handed_in),
        ReviewRow::Correction(own) => Cell::moment(own.date),
    });
    points_columns(&mut table, words);
    table.column(head("reason"), 34.0, |own, _| match own.row {
        ReviewRow::Appeal(own) => Cell::some_text(own.reason.as_deref()),
        ReviewRow::Correction(own) => Cell::some_text(own.reason.as_deref()),
    });
    table.column(head("decision"), 11.0, move |own, _| match own.row {
        ReviewRow::Appeal(own) => {
            let name = own.decision.map_or("open", Decision::name);
            Cell::code(&words.choice("decision", Some(name)))
        }
        ReviewRow::Correction(_) => Cell::blank(),
    });
    table.column(head("decision_reason"), 34.0, |own, _| match own.row {
        ReviewRow::Appeal(own) => Cell::some_text(own.decision_reason.as_deref()),
        ReviewRow::Correction(_) => Cell::blank(),
    });
    table.frozen = if several { 2 } else { 1 };
    table.filtered = true;
    table.size = PaperSize::A3;
    table.sheet(&rows, words)
}

/// Points before, claimed, after, and what moved.
fn points_columns(table: &mut Table<'_, Review<'_>>, words: Words<'_>) {
    let head = |column: &str| words.plain(&format!("reviews.{column}"));
    table.column(head("before"), 8.0, |own, _| match own.row {
        ReviewRow::Appeal(own) => Cell::some_figure(own.before.as_ref()),
        ReviewRow::Correction(own) => Cell::figure(&own.before),
    });
    table.column(head("claimed"), 8.0, |own, _| match own.row {
        ReviewRow::Appeal(own) => Cell::some_figure(own.claimed.as_ref()),
        ReviewRow::Correction(_) => Cell::blank(),
    });
    table.column(head("after"), 8.0, |own, _| match own.row {
        ReviewRow::Appeal(own) => Cell::some_figure(own.after.as_ref()),
        ReviewRow::Correction(own) => Cell::figure(&own.after),
    });
    table.column(head("change"), 8.0, |own, _| match own.row {
        ReviewRow::Appeal(own) => Cell::some_figure(own.change.as_ref()),
        ReviewRow::Correction(own) => Cell::figure(&own.change),
    });
}

impl Review<'_> {
    /// Code and name of the indicator.
    fn indicator(&self) -> (&str, &str) {
        match self.row {
            ReviewRow::Appeal(own) => (&own.code, &own.name),
            ReviewRow::Correction(own) => (&own.code, &own.name),
        }
    }

    fn kind(&self, words: Words<'_>) -> String {
        let name = match self.row {
            ReviewRow::Appeal(_) => "asked",
            ReviewRow::Correction(own) => own.kind.name(),
        };
        words.choice("kind", Some(name))
    }
}

/// 自评对比: what units gave themselves against what they got; none without such tables.
pub(super) fn self_assessments(
    lists: &[UnitLists],
    several: bool,
    words: Words<'_>,
) -> Option<Sheet> {
    type Row<'a> = (&'a UnitLists, &'a SelfFacts);
    let rows = lists.iter().filter_map(|own| Some((own, own.self_assessment.as_ref()?)));
    let rows: Vec<Row<'_>> = rows.collect();
    if rows.is_empty() {
        return None;
    }
    let mut table: Table<'_, Row<'_>> = Table::new("self", None, words);
    let head = |column: &str| words.plain(&format!("self.{column}"));
    if several {
        table.column(head("class"), 12.0, |(own, _), _| Cell::text(&own.class));
    }
    table.column(head("unit"), 20.0, |(own, _), _| Cell::text(&own.short));
    let claimed = u16::from(several) + 1;
    let with_form = move |own: &SelfFacts, cell: Cell| {
        if own.form { cell } else { Cell::absent(words) }
    };
    table.column(head("claimed"), 10.0, move |(_, own), _| {
        with_form(own, Cell::figure(&own.claimed))
    });
    table.column(head("given"), 10.0, move |(_, own), _| with_form(own, Cell::figure(&own.given)));
    table.column(head("difference"), 10.0, move |(_, own), row| {
        let formula = format!("={}-{}", cell_name(row, claimed), cell_name(row, claimed + 1));
        with_form(own, Cell::formula(formula, &own.difference))
    });
    for (key, of) in [
        ("count", (|own| &own.count) as fn(&SelfFacts) -> &crate::model::Figure),
        ("equal", |own| &own.equal),
        ("over", |own| &own.over),
        ("under", |own| &own.under),
    ] {
        table.column(head(key), 10.0, move |(_, own), _| with_form(own, Cell::figure(of(own))));
    }
    table.column(head("largest"), 50.0, move |(_, own), _| {
        let items = own.largest.iter().map(|item| words.say("self.item", item));
        Cell::text(&items.collect::<Vec<_>>().join(&words.plain("separator")))
    });
    table.column(head("remark"), 16.0, move |(_, own), _| {
        let key = (!own.form).then_some("missing").or(own.all_full.then_some("all_full"));
        Cell::text(&words.choice("self.remarks", key))
    });
    table.frozen = claimed;
    table.filtered = true;
    Some(table.sheet(&rows, words))
}
