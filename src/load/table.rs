//! One table as it was read: text, with the place of every cell.

use polars::prelude::{
    BooleanChunked, ChunkFilter as _, DataFrame, NewChunkedArray as _, StringChunked,
};

use super::sheet::Grid;
use super::signs::{Calendar, MomentError, read_moment_in};
use crate::finding::Place;
use crate::model::{Moment, comparable};

/// A column of a [`RawTable`].
#[derive(Debug, Clone)]
pub struct RawColumn {
    /// What `columns.toml` says the column is; empty when no list holds its head (the unit or
    /// indicator columns of a wide score table).
    pub role: &'static str,
    /// The head as written.
    pub head: String,
    /// Column in the file, from 0.
    pub index: u32,
}

/// What stands above the heads of a table; it may say whose the table is.
#[derive(Debug, Clone, Default)]
pub struct Above {
    /// What stands behind labels such as `单位：`.
    pub labelled: Vec<(String, Place)>,
    /// All texts there.
    pub texts: Vec<(String, Place)>,
    /// Heads and labels by which a unit is known.
    pub heads: Vec<String>,
}

/// A table below its heads: text columns in file order, with the row of each line.
#[derive(Debug, Clone)]
pub struct RawTable {
    file: String,
    sheet: Option<String>,
    in_workbook: bool,
    head_row: u32,
    columns: Vec<RawColumn>,
    rows: Vec<u32>,
    /// Columns in file order, each in one piece, so that a cell is found at once.
    texts: Vec<StringChunked>,
    ignored: Vec<String>,
    calendar: Calendar,
    above: Above,
    /// Whether it is a table of results, which nobody has written by hand.
    pub is_results: bool,
}

impl RawTable {
    /// A table from the lines below `head_row`; lines without any value are left out.
    pub(super) fn new(grid: &Grid, head_row: u32, columns: Vec<RawColumn>) -> Self {
        let lines: Vec<_> = grid
            .lines
            .iter()
            .filter(|line| line.row > head_row)
            .filter(|line| columns.iter().any(|column| line.get(column.index).is_some()))
            .collect();
        let texts = columns.iter().map(|column| {
            let texts: Vec<Option<&str>> =
                lines.iter().map(|line| line.get(column.index)).collect();
            StringChunked::from_slice_options(column.head.as_str().into(), &texts)
        });
        let texts = texts.collect();
        Self::from_texts(
            grid,
            head_row,
            columns,
            lines.iter().map(|line| line.row).collect(),
            texts,
        )
    }

    /// A table whose columns stand in a frame, under their heads; none without one of them.
    pub(super) fn from_frame(
        grid: &Grid,
        columns: Vec<RawColumn>,
        frame: &DataFrame,
    ) -> Option<Self> {
        let text = |column: &RawColumn| {
            let texts = frame.column(&column.head).ok()?.str().ok()?;
            Some(texts.rechunk().into_owned())
        };
        let texts = columns.iter().map(text).collect::<Option<_>>()?;
        let rows = (1..=u32::try_from(frame.height()).unwrap_or(u32::MAX)).collect();
        Some(Self::from_texts(grid, 0, columns, rows, texts))
    }

    fn from_texts(
        grid: &Grid,
        head_row: u32,
        columns: Vec<RawColumn>,
        rows: Vec<u32>,
        texts: Vec<StringChunked>,
    ) -> Self {
        Self {
            file: grid.file.clone(),
            sheet: grid.sheet.clone(),
            in_workbook: grid.in_workbook,
            head_row,
            columns,
            rows,
            texts,
            ignored: Vec::new(),
            calendar: Calendar { year: None, is_1904: grid.is_1904 },
            above: Above::default(),
            is_results: false,
        }
    }

    /// The lines of a table of results that belong to something.
    pub(super) fn keeping(&self, belongs: impl Fn(usize) -> bool) -> Self {
        let kept: Vec<bool> = (0..self.len()).map(belongs).collect();
        let mask: BooleanChunked = kept.iter().copied().collect();
        let texts = self.texts.iter().map(|texts| texts.filter(&mask).unwrap_or_default());
        let rows = self.rows.iter().zip(&kept).filter(|(_, kept)| **kept);
        Self {
            texts: texts.collect(),
            rows: rows.map(|(row, _)| *row).collect(),
            is_results: true,
            ..self.clone()
        }
    }

    /// The same table with the year of days written without one.
    pub(super) fn in_year(mut self, year: Option<u16>) -> Self {
        self.calendar.year = year;
        self
    }

    /// The same table with names that are left out on purpose, as rows too.
    pub(super) fn ignoring(mut self, names: &[String]) -> Self {
        self.ignored = names.iter().map(|name| comparable(name)).collect();
        self
    }

    /// The same table with what stands above its heads.
    pub(super) fn below(mut self, above: Above) -> Self {
        self.above = above;
        self
    }

    /// What stands above the heads.
    #[must_use]
    pub const fn above(&self) -> &Above {
        &self.above
    }

    /// Whether `columns.toml` says that a row or column of this name is left out.
    #[must_use]
    pub fn ignores(&self, name: &str) -> bool {
        !self.ignored.is_empty() && self.ignored.contains(&comparable(name))
    }

    /// Lines below the head.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no line below the head.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The columns, in file order.
    #[must_use]
    pub fn columns(&self) -> &[RawColumn] {
        &self.columns
    }

    /// The position of the column with a role.
    #[must_use]
    pub fn position(&self, role: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.role == role)
    }

    /// The texts of a column.
    #[must_use]
    pub fn texts(&self, position: usize) -> Option<&StringChunked> {
        self.texts.get(position)
    }

    /// One cell; none when empty.
    #[must_use]
    pub fn cell(&self, line: usize, position: usize) -> Option<&str> {
        self.texts(position)?.get(line)
    }

    /// One cell by its column's role; none when empty or when there is no such column.
    #[must_use]
    pub fn value(&self, line: usize, role: &str) -> Option<&str> {
        self.cell(line, self.position(role)?)
    }

    /// A text of this table as a day or moment.
    ///
    /// # Errors
    /// When it is none.
    pub fn moment(&self, text: &str) -> Result<Moment, MomentError> {
        read_moment_in(text, self.calendar)
    }

    /// The rows of the lines, from 0.
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// The row of the heads, from 0.
    pub(super) const fn head_row(&self) -> u32 {
        self.head_row
    }

    /// The head of the column with a role, as written.
    #[must_use]
    pub fn head_of(&self, role: &str) -> Option<&str> {
        let position = self.position(role)?;
        self.columns.get(position).map(|column| column.head.as_str())
    }

    /// The whole file or sheet.
    #[must_use]
    pub fn whole(&self) -> Place {
        Place { sheet: self.sheet.clone(), ..Place::file(self.file.clone()) }
    }

    /// The place of a cell.
    #[must_use]
    pub fn place(&self, line: usize, position: Option<usize>) -> Place {
        let row = self.rows.get(line).copied().unwrap_or(self.head_row);
        self.place_of(row, position)
    }

    /// The place of a cell by its column's role; of its row's first cell without such a column.
    #[must_use]
    pub fn place_by_role(&self, line: usize, role: &str) -> Place {
        self.place(line, self.position(role))
    }

    /// The line that stands in a row of the file, from 0.
    #[must_use]
    pub fn line_at(&self, row: u32) -> Option<usize> {
        self.rows.binary_search(&row).ok()
    }

    /// The column at a column of the file, from 0.
    #[must_use]
    pub fn column_at(&self, index: u32) -> Option<&RawColumn> {
        self.columns.iter().find(|column| column.index == index)
    }

    /// The place of a column's head.
    #[must_use]
    pub fn head_place(&self, position: usize) -> Place {
        self.place_of(self.head_row, Some(position))
    }

    fn place_of(&self, row: u32, position: Option<usize>) -> Place {
        let column = position.and_then(|p| self.columns.get(p)).map_or(0, |column| column.index);
        place(&self.whole(), self.in_workbook, row, column)
    }
}

/// The place of a cell: `C7` in a workbook, line and column in a text file.
pub(super) fn place(whole: &Place, in_workbook: bool, row: u32, column: u32) -> Place {
    let mut place = whole.clone();
    if in_workbook {
        place.cell = Some(format!("{}{}", column_letters(column), row + 1));
    } else {
        place.line = Some(row as usize + 1);
        place.column = Some(column as usize + 1);
    }
    place
}

/// Letters of a spreadsheet column, from 0: `A`, `Z`, `AA`.
pub(super) fn column_letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_count_as_spreadsheets_do() {
        let letters = [0, 25, 26, 701, 702, 16_383].map(column_letters);
        assert_eq!(letters, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}
