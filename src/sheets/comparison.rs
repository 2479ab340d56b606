//! 横向比对表: one sheet an indicator, all units side by side, and a first sheet that leads there.

use super::Words;
use super::lists::{cause, valid};
use super::table::{Cell, Table};
use crate::analyse::facts::{CellFacts, ComparedIndicator, ComparisonFacts, UnequalFacts};
use crate::tabulate::{Book, Look, Sheet, Target, Value, sheet_name};

/// 横向比对表.
#[must_use]
pub fn comparison(facts: &ComparisonFacts, words: Words<'_>) -> Book {
    let digits = facts.indicators.len().to_string().len().max(2);
    let numbered: Vec<Numbered<'_>> = facts
        .indicators
        .iter()
        .enumerate()
        .map(|(at, own)| {
            let number = format!("{:0digits$}", at + 1);
            // The number makes it unlike any other, however it is cut.
            let name = sheet_name(&format!("{number} {} {}", own.head.code, own.head.name));
            Numbered { number, name, own }
        })
        .collect();
    let mut sheets = vec![contents(facts, &numbered, words)];
    sheets.extend(numbered.iter().map(|own| indicator(own, facts.several, words)));
    words.book("comparison", sheets)
}

/// An indicator with its sheet.
struct Numbered<'a> {
    number: String,
    name: String,
    own: &'a ComparedIndicator,
}

/// The first sheet: every indicator with its counts.
fn contents(facts: &ComparisonFacts, rows: &[Numbered<'_>], words: Words<'_>) -> Sheet {
    let mut table: Table<'_, &Numbered<'_>> = Table::new("contents", None, words);
    table.note = words.say("note.contents", facts);
    let head = |column: &str| words.plain(&format!("contents.{column}"));
    table.column(head("number"), 7.0, |own, _| Cell::code(&own.number));
    if facts.several {
        table.column(head("class"), 14.0, |own, _| Cell::text(&own.own.head.class));
    }
    table.column(head("dimension"), 32.0, |own, _| Cell::text(&own.own.head.dimension));
    table.column(head("code"), 9.0, |own, _| Cell::code(&own.own.head.code));
    table.column(head("name"), 30.0, |own, _| {
        let target = Target::Sheet(own.name.clone());
        Cell(Value::Link(own.own.head.name.clone(), target), Look::Link)
    });
    table.column(head("full_marks"), 8.0, |own, _| Cell::figure(&own.own.head.full_marks));
    table.column(head("count"), 9.0, |own, _| Cell::figure(&own.own.count));
    table.column(head("losing"), 9.0, |own, _| Cell::figure(&own.own.losing));
    table.column(head("mean_rate"), 11.0, move |own, _| {
        own.own.mean_rate.as_ref().map_or_else(|| Cell::absent(words), Cell::measured)
    });
    table.column(head("uncoded"), 12.0, |own, _| Cell::figure(&own.own.uncoded));
    table.column(head("pairs"), 12.0, |own, _| Cell::figure(&own.own.pairs));
    table.marked = |own| !own.own.unequal.is_empty();
    table.frozen = 1;
    table.filtered = true;
    let rows: Vec<&Numbered<'_>> = rows.iter().collect();
    table.sheet(&rows, words)
}

/// One indicator: all units in list order.
fn indicator(numbered: &Numbered<'_>, several: bool, words: Words<'_>) -> Sheet {
    let own = numbered.own;
    let mut table: Table<'_, CellFacts> = Table::new("compared", None, words);
    table.name.clone_from(&numbered.name);
    table.title = words.say("title.compared", own);
    let mut notes = vec![words.say("note.compared", Note { own, several })];
    let text = |key: &str, text: Option<&String>| {
        text.map(|text| words.say(key, Text { text: &text.lines().collect::<Vec<_>>().join(" ") }))
    };
    notes.extend(text("note.look", own.look.as_ref()));
    notes.extend(text("note.criterion", own.criterion.as_ref()));
    notes.extend(own.unequal.iter().map(|group| unequal(group, words)));
    table.note = notes.join("\n");
    columns(&mut table, own, words);
    table.marked = |own| own.unequal;
    table.frozen = 2;
    table.filtered = true;
    let contents = words.sheet("contents", None);
    let mut sheet = table.sheet(&own.rows, words);
    back(&mut sheet, &contents, words);
    sheet
}

fn columns<'a>(table: &mut Table<'a, CellFacts>, own: &ComparedIndicator, words: Words<'a>) {
    let head = |column: &str| words.plain(&format!("compared.{column}"));
    let first = table.first_row();
    let any = |test: fn(&CellFacts) -> bool| own.rows.iter().any(test);
    table.column(head("order"), 6.0, move |_, row| {
        Cell(Value::Number(f64::from(row - first + 1)), Look::Place)
    });
    table.column(head("unit"), 18.0, |own, _| Cell::text(&own.unit));
    table.column(head("points"), 8.0, move |own, _| {
        own.points.as_ref().map_or_else(|| Cell::absent(words), Cell::figure)
    });
    table.column(head("loss"), 8.0, |own, _| Cell::some_figure(own.loss.as_ref()));
    if any(|own| own.first.is_some()) {
        table.column(head("first"), 8.0, |own, _| Cell::some_figure(own.first.as_ref()));
    }
    if any(|own| own.claimed.is_some()) {
        table.column(head("claimed"), 8.0, |own, _| Cell::some_figure(own.claimed.as_ref()));
    }
    table.column(head("cause"), 14.0, move |own, _| cause(own.cause.as_ref(), words));
    table.column(head("reason"), 40.0, |own, _| Cell::some_text(own.reason.as_deref()));
    table
        .column(head("evidence"), 28.0, |own, _| Cell::evidence(own.evidence.as_deref(), own.link));
    if any(|own| own.evidence_valid.is_some()) {
        table.column(head("valid"), 8.0, move |own, _| valid(own.evidence_valid, words));
    }
    table.column(head("collected"), 12.0, |own, _| Cell::moment(own.collected));
    if any(|own| own.scorer.is_some()) {
        table.column(head("scorer"), 9.0, |own, _| {
            Cell::code(own.scorer.as_deref().unwrap_or_default())
        });
    }
    if any(|own| own.second.is_some()) {
        table.column(head("second"), 9.0, |own, _| Cell::some_figure(own.second.as_ref()));
    }
    table.column(head("mark"), 12.0, move |own, _| {
        let differs = own.second.as_ref().zip(own.points.as_ref());
        let differs = differs.is_some_and(|(second, points)| second.text != points.text);
        let marks = [(own.unequal, "unequal"), (differs, "second")];
        let said = marks.into_iter().filter(|(holds, _)| *holds);
        let said: Vec<String> =
            said.map(|(_, key)| words.plain(&format!("compared.marks.{key}"))).collect();
        Cell::text(&said.join(&words.plain("separator")))
    });
}

/// A cause that costs different deductions, in a line.
fn unequal(group: &UnequalFacts, words: Words<'_>) -> String {
    words.say("note.unequal", group)
}

/// A link back to the first sheet, at the right of the title.
fn back(sheet: &mut Sheet, contents: &str, words: Words<'_>) {
    let last = u16::try_from(sheet.columns.len()).unwrap_or(1) - 1;
    let title = sheet.cells.iter_mut().find(|cell| (cell.row, cell.column) == (0, 0));
    if let Some(title) = title.filter(|_| last > 0) {
        title.span.1 = last;
        let target = Target::Sheet(contents.to_owned());
        sheet.put(0, last, Value::Link(words.plain("back"), target), Look::Link);
    }
}

#[derive(serde::Serialize)]
struct Note<'a> {
    own: &'a ComparedIndicator,
    several: bool,
}

#[derive(serde::Serialize)]
struct Text<'a> {
    text: &'a str,
}
