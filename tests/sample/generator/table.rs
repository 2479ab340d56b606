//! A table before it is written: heads, rows, and which rows a plant is in.

use super::exact::Hundredths;
use super::sample::Tags;

/// What a cell of a table holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing at all.
    Blank,
    /// A text.
    Text(String),
    /// Points.
    Points(Hundredths),
    /// A whole number.
    Whole(i64),
    /// A day or a moment: a real date in a workbook where it is written `2024-08-07` or
    /// `2024-08-07 17:30`, else a text as people type it.
    Date(String),
}

impl Value {
    /// A text, or nothing when it is empty.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }

    /// A date, or nothing when it is empty.
    pub fn date(text: &str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Date(text.to_owned()) }
    }
}

/// A row with the plants it belongs to.
#[derive(Debug, Clone)]
pub struct Row {
    /// Values, one for every head.
    pub values: Vec<Value>,
    /// Plants.
    pub tags: Tags,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Head {
    /// What stands above it.
    pub name: String,
    /// Width in characters of a workbook.
    pub width: f64,
}

/// A table of a workbook (with a title and a sheet) or a CSV file (without).
#[derive(Debug, Clone)]
pub struct Table {
    /// Path in the data folder.
    pub file: String,
    /// Sheet; empty for CSV.
    pub sheet: String,
    /// Title above the heads; empty for CSV.
    pub title: String,
    /// Heads.
    pub heads: Vec<Head>,
    /// Rows.
    pub rows: Vec<Row>,
    /// The leading columns whose equal neighbours are merged.
    pub merged: usize,
    /// Columns that stay in sight.
    pub frozen: u16,
    /// Head that `planted()` points at in this table.
    pub key_head: &'static str,
    /// Plants that are runs of rows: tag, first and last.
    pub runs: Vec<(&'static str, usize, usize)>,
    /// Plants that are whole columns: tag and column.
    pub columns: Vec<(&'static str, usize)>,
}

impl Table {
    /// A sheet of a workbook.
    pub fn sheet(file: &str, sheet: &str, title: String, heads: &[(&str, f64)]) -> Self {
        let head = |(name, width): &(&str, f64)| Head { name: (*name).into(), width: *width };
        Self {
            file: file.into(),
            sheet: sheet.into(),
            title,
            heads: heads.iter().map(head).collect(),
            rows: Vec::new(),
            merged: 0,
            frozen: 0,
            key_head: "",
            runs: Vec::new(),
            columns: Vec::new(),
        }
    }

    /// A CSV file.
    pub fn csv(file: &str, heads: &[&str]) -> Self {
        let heads: Vec<(&str, f64)> = heads.iter().map(|head| (*head, 0.0)).collect();
        Self::sheet(file, "", String::new(), &heads)
    }

    /// Adds a row.
    pub fn push(&mut self, values: Vec<Value>, tags: Tags) {
        assert_eq!(values.len(), self.heads.len(), "{} has a ragged row", self.file);
        self.rows.push(Row { values, tags });
    }

    /// The address of a cell: `评分!F312`, or line and column of a CSV file.
    pub fn address(&self, row: usize, head: &str) -> String {
        let column = self.heads.iter().position(|known| known.name == head).unwrap();
        if self.sheet.is_empty() {
            format!("line {}, {head}", row + 2)
        } else {
            format!("{}!{}{}", self.sheet, letters(column), row + 3)
        }
    }

    /// The address of a run of cells.
    pub fn run_address(&self, first: usize, last: usize, head: &str) -> String {
        let column = self.heads.iter().position(|known| known.name == head).unwrap();
        let start = self.address(first, head);
        match (first == last, self.sheet.is_empty()) {
            (true, _) => start,
            (false, false) => format!("{start}:{}{}", letters(column), last + 3),
            (false, true) => format!("lines {} to {}, {head}", first + 2, last + 2),
        }
    }

    /// The address of a column below its head.
    pub fn column_address(&self, column: usize) -> String {
        let column = letters(column);
        format!("{}!{column}3:{column}{}", self.sheet, self.rows.len() + 2)
    }
}

/// Letters of a column, from 0.
fn letters(column: usize) -> String {
    let letter = |at: usize| char::from(b'A' + u8::try_from(at).unwrap());
    if column < 26 {
        letter(column).to_string()
    } else {
        format!("{}{}", letter(column / 26 - 1), letter(column % 26))
    }
}
