//! Comma-separated files.

use super::sheet::{Grid, Line, MOST_CELLS, trimmed};
use crate::finding::{Finding, Place, rule};

/// Reads a comma-separated text; rows keep their line numbers, ragged ones too.
///
/// # Errors
/// A finding when the text cannot be split, or has more cells than any assessment.
pub(super) fn read(text: &str, file: &str) -> Result<Grid, Finding> {
    let mut grid = Grid { file: file.to_owned(), ..Grid::default() };
    let mut cells = 0;
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Rows { text, read: 0, row: 0 };
    for record in reader.records() {
        let record = record.map_err(|error| {
            Finding::new(rule::FILE_UNREADABLE, Place::file(file)).with("cause", error)
        })?;
        let mut line = Line { row: rows.of(&record), cells: Vec::new() };
        for (column, cell) in (0..).zip(record.iter()) {
            if let Some(cell) = trimmed(cell) {
                line.cells.push((column, cell.to_owned()));
            }
        }
        cells += line.cells.len();
        if cells > MOST_CELLS {
            return Err(Finding::new(rule::TABLE_TOO_LARGE, Place::file(file)));
        }
        if !line.cells.is_empty() {
            grid.lines.push(line);
        }
    }
    Ok(grid)
}

/// Counts lines up to each record. The reader's own count stands before the blank lines that it
/// passed over, and a quoted line break is a line of the file.
struct Rows<'a> {
    text: &'a str,
    read: usize,
    row: u32,
}

impl Rows<'_> {
    /// The line on which a record begins, from 0.
    fn of(&mut self, record: &csv::StringRecord) -> u32 {
        let start = record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(usize::MAX).max(self.read);
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let end = start + blank;
        let passed = self.text.get(self.read..end).unwrap_or_default();
        let breaks = passed.matches('\n').count() + passed.matches('\r').count()
            - passed.matches("\r\n").count();
        self.row = self.row.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.read = end;
        self.row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_line_numbers_over_quoted_line_breaks() -> Result<(), Finding> {
        let grid = read("a,b\r\n\r\n\"x\ny\",1,extra\nz,2\n", "t.csv")?;
        let rows: Vec<u32> = grid.lines.iter().map(|line| line.row).collect();
        assert_eq!(rows, [0, 2, 4]);
        assert_eq!(grid.lines[1].get(0), Some("x\ny"));
        assert_eq!(grid.lines[1].get(2), Some("extra"));
        Ok(())
    }
}
