//! A sparse sheet of texts, the common form of workbook sheets and delimited files.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::finding::Place;

/// Most cells that one table may have: a hundred thousand units of three hundred indicators.
pub(super) const MOST_CELLS: usize = 30_000_000;

/// Lines with their used cells, in file order.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "what is known of a sheet, each for itself")]
pub(super) struct Grid {
    pub(super) file: String,
    pub(super) sheet: Option<String>,
    pub(super) in_workbook: bool,
    pub(super) lines: Vec<Line>,
    /// Whether the sheet is hidden.
    pub(super) hidden: bool,
    /// Whether merges are known: the value of a merged cell then stands in its whole region.
    pub(super) merged: bool,
    /// Merged regions.
    pub(super) regions: Vec<Region>,
    /// Formulas whose result was not saved, as row and column.
    pub(super) uncomputed: BTreeSet<(u32, u32)>,
    /// Hidden rows and columns, from 0.
    pub(super) hidden_rows: Vec<RangeInclusive<u32>>,
    pub(super) hidden_columns: Vec<RangeInclusive<u32>>,
    /// Whether days are counted from 1904, not 1900.
    pub(super) is_1904: bool,
}

/// One line: its row from 0 and its cells by column from 0, empty ones left out.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) row: u32,
    pub(super) cells: Vec<(u32, String)>,
}

impl Line {
    /// The text in a column.
    pub(super) fn get(&self, column: u32) -> Option<&str> {
        let position = self.cells.binary_search_by_key(&column, |cell| cell.0).ok()?;
        self.cells.get(position).map(|cell| cell.1.as_str())
    }

    /// Puts a text into a column that has none.
    pub(super) fn fill(&mut self, column: u32, text: &str) {
        if let Err(position) = self.cells.binary_search_by_key(&column, |cell| cell.0) {
            self.cells.insert(position, (column, text.to_owned()));
        }
    }
}

/// A merged region, as first and last row and column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Region {
    pub(super) start: (u32, u32),
    pub(super) end: (u32, u32),
}

impl Region {
    fn cells(&self) -> u64 {
        let span = |from: u32, to: u32| u64::from(to.saturating_sub(from)) + 1;
        span(self.start.0, self.end.0) * span(self.start.1, self.end.1)
    }
}

/// Most cells of a merged region that are filled: no head or level is wider or longer.
const MOST_MERGED: u64 = 1_000_000;

/// What the sheets of one file may hold together.
#[derive(Debug)]
pub(super) struct Room {
    cells: usize,
    text: usize,
}

/// Most bytes of text that the cells of one file may hold: one string can stand in every cell.
const MOST_TEXT: usize = 512 << 20;

impl Default for Room {
    fn default() -> Self {
        Self { cells: MOST_CELLS, text: MOST_TEXT }
    }
}

impl Room {
    /// Takes the room of one cell; false when there is none left.
    #[must_use]
    pub(super) fn take(&mut self, text: &str) -> bool {
        match (self.cells.checked_sub(1), self.text.checked_sub(text.len())) {
            (Some(cells), Some(text)) => {
                *self = Self { cells, text };
                true
            }
            _ => false,
        }
    }
}

/// More cells or text than any assessment has.
#[derive(Debug)]
pub(super) struct TooLarge;

impl Grid {
    /// Whether there is nothing in it, not even a formula that was never computed.
    pub(super) fn is_blank(&self) -> bool {
        self.lines.is_empty() && self.uncomputed.is_empty()
    }

    /// Adds a cell, in any order; [`Grid::order`] must follow.
    pub(super) fn put(
        &mut self,
        row: u32,
        column: u32,
        text: &str,
        room: &mut Room,
    ) -> Result<(), TooLarge> {
        let Some(text) = trimmed(text) else { return Ok(()) };
        if !room.take(text) {
            return Err(TooLarge);
        }
        match self.lines.last_mut() {
            Some(line) if line.row == row => line.cells.push((column, text.to_owned())),
            _ => self.lines.push(Line { row, cells: vec![(column, text.to_owned())] }),
        }
        Ok(())
    }

    /// Brings lines and cells into order; of two values of one cell the first stays.
    pub(super) fn order(&mut self) {
        self.lines.sort_by_key(|line| line.row);
        self.lines.dedup_by(|line, before| {
            let same = line.row == before.row;
            if same {
                before.cells.append(&mut line.cells);
            }
            same
        });
        for line in &mut self.lines {
            if !line.cells.is_sorted_by(|one, other| one.0 < other.0) {
                line.cells.sort_by_key(|cell| cell.0);
                line.cells.dedup_by_key(|cell| cell.0);
            }
        }
    }

    /// Puts the value of a merged region's first cell into every cell of the region that has none,
    /// in lines that hold something.
    pub(super) fn spread(&mut self, region: &Region, room: &mut Room) -> Result<(), TooLarge> {
        let ((top, left), (bottom, right)) = (region.start, region.end);
        if top > bottom || left > right || region.cells() > MOST_MERGED {
            return Ok(());
        }
        self.regions.push(*region);
        let at = self.lines.partition_point(|line| line.row < top);
        let Some(first) = self.lines.get(at).filter(|line| line.row == top) else { return Ok(()) };
        let Some(text) = first.get(left).map(str::to_owned) else { return Ok(()) };
        for line in self.lines[at..].iter_mut().take_while(|line| line.row <= bottom) {
            for column in left..=right {
                if line.get(column).is_none() {
                    if !room.take(&text) {
                        return Err(TooLarge);
                    }
                    line.fill(column, &text);
                }
            }
        }
        Ok(())
    }

    pub(super) fn whole(&self) -> Place {
        Place { sheet: self.sheet.clone(), ..Place::file(self.file.clone()) }
    }

    pub(super) fn place(&self, row: u32, column: u32) -> Place {
        super::table::place(&self.whole(), self.in_workbook, row, column)
    }
}

/// A cell's text without white space and marks that nobody sees at its ends; none when nothing is
/// left.
pub(super) fn trimmed(text: &str) -> Option<&str> {
    let text = text.trim_matches(is_unseen);
    (!text.is_empty()).then_some(text)
}

/// White space, or a mark that nobody sees.
pub(super) fn is_unseen(character: char) -> bool {
    character.is_whitespace() || crate::model::is_invisible(character)
}

/// A workbook number as a decimal text: its shortest form of at most 15 digits, as spreadsheets
/// show it (0.1 + 0.2 is `0.3`).
pub(super) fn number_text(number: f64) -> String {
    let Ok(shortest) = format!("{number:.14e}").parse::<f64>() else {
        return number.to_string();
    };
    format!("{shortest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_spreadsheets_show_them() {
        assert_eq!(number_text(0.1 + 0.2), "0.3");
        assert_eq!(number_text(65.6), "65.6");
        assert_eq!(number_text(77.0), "77");
        assert_eq!(number_text(1e-7), "0.0000001");
        assert_eq!(number_text(59.995), "59.995");
    }
}
