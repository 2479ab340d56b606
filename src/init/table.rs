//! Tables that the office keeps: a title, a note, heads by which the program knows the columns,
//! rows, and empty rows to go on in.

use crate::settings::ColumnNames;
use crate::tabulate::{Allowed, Check, Look, Sheet, SheetColumn, Value};

/// A column of such a table.
#[derive(Debug, Clone)]
pub(super) struct TableColumn {
    /// What it is.
    pub(super) role: &'static str,
    /// Its head.
    pub(super) head: String,
}

/// A table about to be laid out.
pub(super) struct Table<'a> {
    pub(super) name: String,
    pub(super) title: &'a str,
    pub(super) note: &'a str,
    pub(super) columns: Vec<TableColumn>,
    /// Rows of values by column, of which some may be numbers.
    pub(super) rows: Vec<Vec<Value>>,
    /// Whether the rows are examples.
    pub(super) examples: bool,
    /// Rows with lines below the last one.
    pub(super) empty_rows: u32,
    pub(super) footer: String,
}

/// Columns of a table: every role that the program knows, by its first head.
pub(super) fn columns_of(names: &dyn ColumnNames, left_out: &[&str]) -> Vec<TableColumn> {
    let roles = names.roles().into_iter();
    let kept = roles.filter(|(role, _)| !left_out.contains(role));
    kept.filter_map(|(role, heads)| Some(TableColumn { role, head: heads.first()?.clone() }))
        .collect()
}

impl Table<'_> {
    /// Lays the table out: the title and the note above the heads.
    pub(super) fn sheet(self) -> Sheet {
        let width = u16::try_from(self.columns.len()).unwrap_or(1);
        let mut sheet = Sheet {
            name: self.name,
            columns: self.columns.iter().map(|column| layout(column.role)).collect(),
            heights: vec![(0, 30.0)],
            footer: self.footer,
            least_height: 22.0,
            ..Sheet::default()
        };
        sheet.span((0, 0), (1, width), Value::text(self.title), Look::Title);
        let mut head = 1;
        if !self.note.is_empty() {
            sheet.span((1, 0), (1, width), Value::text(self.note), Look::Note);
            head = 2;
        }
        sheet.heights.push((head, 24.0));
        sheet.head_row = Some(head);
        for (at, column) in (0..).zip(&self.columns) {
            sheet.text(head, at, &column.head, Look::Head);
        }
        let mut row = head;
        for values in self.rows {
            row += 1;
            for ((at, value), column) in (0..).zip(values).zip(&self.columns) {
                let look = filled(column.role, self.examples);
                sheet.put(row, at, value, look);
            }
        }
        for row in row + 1..=row + self.empty_rows {
            for (at, column) in (0..).zip(&self.columns) {
                sheet.put(row, at, Value::Blank, empty(column.role));
            }
        }
        sheet
    }
}

/// Rows of a column that a list of words is for: as many as any register has.
const MOST_ROWS: u32 = 5000;

/// A list of words for a column below the heads.
pub(super) fn words_check(sheet: &mut Sheet, column: u16, words: &[&str], message: String) {
    let first = sheet.head_row.unwrap_or(0) + 1;
    sheet.checks.push(Check {
        first,
        last: first + MOST_ROWS,
        column,
        allowed: Allowed::Words(words.iter().map(|word| (*word).to_owned()).collect()),
        message,
    });
}

/// Whether a role holds codes and names, a day, a moment, points, or a text.
fn empty(role: &str) -> Look {
    match role {
        "number" | "code" | "indicator" | "cause" | "appeal" | "event" | "shared" => {
            Look::CodeInput
        }
        "date" | "evidence_date" | "decided" | "collected" | "due" | "done" => Look::DayInput,
        "received" | "handed_in" | "first_moment" | "returned" | "again" => Look::MomentInput,
        "points" | "before" | "after" | "claimed" | "full_marks" | "floor" => Look::PointsInput,
        _ => Look::TextInput,
    }
}

fn filled(role: &str, example: bool) -> Look {
    match (empty(role), example) {
        (Look::PointsInput, true) => Look::ExamplePoints,
        (_, true) => Look::Example,
        (Look::PointsInput, false) => Look::Points,
        (Look::CodeInput, false) => Look::Code,
        (Look::DayInput, false) => Look::DayInput,
        _ => Look::Text,
    }
}

fn layout(role: &str) -> SheetColumn {
    let width = match role {
        "unit" | "name" | "measure" | "link" | "evidence" | "keywords" | "aliases" => 26.0,
        "level1" | "level2" | "level3" | "level4" | "indicator_name" | "short" => 18.0,
        "reason" | "problem" | "action" | "decision_reason" | "recheck_reason" | "item"
        | "basis" | "look" => 36.0,
        "criterion" => 44.0,
        "received" | "handed_in" | "first_moment" | "returned" | "again" => 17.0,
        "number" | "code" | "order" | "full_marks" | "points" | "before" | "after" | "floor" => 9.0,
        _ => 12.0,
    };
    SheetColumn { width, look: Some(empty(role)) }
}
