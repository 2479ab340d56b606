//! A sparse sheet of texts, the common form of workbook sheets and delimited files.

use crate::finding::Place;

/// Most cells that one table may have: a hundred thousand units of three hundred indicators.
pub(super) const MOST_CELLS: usize = 30_000_000;

/// Lines with their used cells, in file order.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) file: String,
    pub(super) sheet: Option<String>,
    pub(super) in_workbook: bool,
    pub(super) hidden: bool,
    pub(super) lines: Vec<Line>,
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

impl Grid {
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
    let unseen =
        |character: char| character.is_whitespace() || crate::model::is_invisible(character);
    let text = text.trim_matches(unseen);
    (!text.is_empty()).then_some(text)
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
