//! Scoring workbook of one class: a row for every unit and indicator, names and full marks there.

use super::self_form::points_allowed;
use super::table::words_check;
use super::words::{Words, values};
use crate::check::{Cause, OpeningClass};
use crate::load::Choice;
use crate::model::{Mend, Points, comparable};
use crate::settings::{ColumnNames as _, Columns};
use crate::tabulate::{Check, Look, Sheet, SheetColumn, Value, cell_name};

const HEAD_ROW: u32 = 1;

/// Columns of the workbook: role, width, look of the empty cell.
const COLUMNS: [(&str, f64, Look); 13] = [
    ("unit", 28.0, Look::Text),
    ("indicator", 9.0, Look::Code),
    ("indicator_name", 22.0, Look::Text),
    ("full_marks", 6.0, Look::Points),
    ("first", 9.0, Look::PointsInput),
    ("points", 9.0, Look::PointsInput),
    ("reason", 44.0, Look::TextInput),
    ("cause", 9.0, Look::CodeInput),
    ("evidence", 34.0, Look::TextInput),
    ("evidence_state", 9.0, Look::CodeInput),
    ("collected", 12.0, Look::DayInput),
    ("scorer", 10.0, Look::TextInput),
    ("mend", 13.0, Look::CodeInput),
];

/// The sheet of a class, of one round where `round` names one.
pub(super) fn sheet(
    words: &Words<'_>,
    class: &OpeningClass,
    causes: &[Cause],
    columns: &Columns,
    (name, round): (&str, &str),
) -> Sheet {
    let laid: Vec<_> = COLUMNS
        .into_iter()
        .filter_map(|(role, width, look)| Some((role, head(columns, role)?, width, look)))
        .collect();
    let last_row = HEAD_ROW + rows(class);
    let mut sheet = Sheet {
        name: name.to_owned(),
        columns: laid.iter().map(|(_, _, width, look)| column(*width, *look)).collect(),
        heights: vec![(0, 30.0), (HEAD_ROW, 24.0)],
        head_row: Some(HEAD_ROW),
        frozen_columns: 3,
        filtered_to: Some(last_row),
        footer: words.plain("footer"),
        least_height: 20.0,
        ..Sheet::default()
    };
    let width = u16::try_from(laid.len()).unwrap_or(1);
    let title = words.say("title.scoring", values([("class", &class.name), ("round", round)]));
    sheet.span((0, 0), (1, width), Value::text(&title), Look::Title);
    for (at, (_, head, ..)) in (0..).zip(&laid) {
        sheet.text(HEAD_ROW, at, head, Look::Head);
    }
    let mut row = HEAD_ROW;
    for unit in &class.units {
        for indicator in &class.system.indicators {
            row += 1;
            for (at, (role, _, _, look)) in (0..).zip(&laid) {
                let value = match *role {
                    "unit" => Value::text(&unit.name),
                    "indicator" => Value::text(&indicator.code),
                    "indicator_name" => Value::text(&indicator.name),
                    "full_marks" => Value::Number(indicator.full_marks.to_f64()),
                    _ => Value::Blank,
                };
                sheet.put(row, at, value, *look);
            }
        }
    }
    let roles: Vec<&str> = laid.iter().map(|(role, ..)| *role).collect();
    checks(words, class, causes, &roles, &mut sheet);
    sheet
}

fn rows(class: &OpeningClass) -> u32 {
    u32::try_from(class.units.len() * class.system.indicators.len()).unwrap_or(u32::MAX - 9)
}

fn column(width: f64, look: Look) -> SheetColumn {
    SheetColumn { width, look: Some(look) }
}

/// The head of a column; full marks stand there for the scorer only, where the reader of scores
/// passes them over.
fn head(columns: &Columns, role: &str) -> Option<String> {
    let own = columns.scores.roles().into_iter().find(|(known, _)| *known == role);
    if let Some((_, heads)) = own {
        return heads.first().cloned();
    }
    let passed: Vec<String> = columns.scores.ignored().iter().map(|n| comparable(n)).collect();
    let heads = columns.indicators.full_marks.iter();
    heads.into_iter().find(|head| passed.contains(&comparable(head))).cloned()
}

/// What may be typed: points up to full marks, and words where the reader knows only some.
fn checks(
    words: &Words<'_>,
    class: &OpeningClass,
    causes: &[Cause],
    roles: &[&str],
    sheet: &mut Sheet,
) {
    let place = |wanted: &str| {
        let at = roles.iter().position(|role| *role == wanted)?;
        u16::try_from(at).ok()
    };
    let first = HEAD_ROW + 1;
    let least = class.system.indicators.iter().map(|indicator| indicator.floor).min();
    let least = least.unwrap_or(Points::ZERO).to_string();
    for column in [place("first"), place("points")].into_iter().flatten() {
        if let Some(marks) = place("full_marks") {
            sheet.checks.push(Check {
                first,
                last: HEAD_ROW + rows(class).max(1),
                column,
                allowed: points_allowed(
                    words,
                    (first, column),
                    &format!("${}", cell_name(first, marks)),
                    &least,
                ),
                message: words.plain("scoring.points_message"),
            });
        }
    }
    let mends: Vec<&str> = Mend::WORDS.iter().map(|(word, _)| *word).collect();
    let states: Vec<&str> = <bool as Choice>::WORDS.iter().map(|(word, _)| *word).collect();
    let causes: Vec<&str> = causes.iter().map(|cause| cause.code.as_str()).collect();
    for (role, list) in [("mend", mends), ("evidence_state", states), ("cause", causes)] {
        if let Some(column) = place(role).filter(|_| !list.is_empty()) {
            let said = values([("words", &list.join(" / "))]);
            words_check(sheet, column, &list, words.say("scoring.choice_message", said));
        }
    }
}
