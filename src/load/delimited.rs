//! Delimited files: commas, else tabs or semicolons.

use super::sheet::{Grid, Line, MOST_CELLS, trimmed};
use crate::finding::{Finding, Place, rule};

/// Reads a delimited text; rows keep their line numbers, ragged ones too.
///
/// # Errors
/// A finding when the text cannot be split, or has more cells than any assessment.
pub(super) fn read(text: &str, file: &str) -> Result<Grid, Finding> {
    let mut grid = Grid { file: file.to_owned(), ..Grid::default() };
    let mut cells = 0;
    let delimiter = delimiter(text);
    if let Some((row, column)) = misplaced_quote(text, delimiter) {
        return Err(Finding::new(rule::QUOTE_UNCLOSED, grid.place(row, column)));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
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

/// Lines that are looked at for the delimiter: titles, then heads.
const MOST_LINES: usize = 30;

/// What stands between the cells. A comma in one of the first lines decides; files without one are
/// separated by tabs or semicolons, as spreadsheets also save them.
fn delimiter(text: &str) -> u8 {
    let holds = |sign: char| text.lines().take(MOST_LINES).any(|line| line.contains(sign));
    [(',', b','), ('\t', b'\t'), (';', b';')]
        .into_iter()
        .find_map(|(sign, byte)| holds(sign).then_some(byte))
        .unwrap_or(b',')
}

/// Line and column, from 0, of the first quotation mark that opens a cell and is never closed, or is
/// closed in the midst of the cell: a reader would take all that lies between for one cell.
fn misplaced_quote(text: &str, delimiter: u8) -> Option<(u32, u32)> {
    let (mut row, mut column) = (0, 0);
    // Where the open quotation mark stands, and whether a cell may begin.
    let (mut open, mut begins) = (None, true);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        let is_break = byte == b'\n' || byte == b'\r' && bytes.peek() != Some(&b'\n');
        match open {
            Some(place) if byte == b'"' => match bytes.peek() {
                Some(b'"') => drop(bytes.next()),
                None | Some(b'\r' | b'\n') => open = None,
                Some(next) if *next == delimiter => open = None,
                Some(_) => return Some(place),
            },
            None if begins && byte == b'"' => open = Some((row, column)),
            None if byte == delimiter => column += 1,
            Some(_) | None => {}
        }
        if is_break {
            row += 1;
        }
        if open.is_none() {
            begins = byte == delimiter || is_break;
            if is_break {
                column = 0;
            }
        }
    }
    open
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
    fn quotation_marks_must_close() {
        let place = |text: &str| misplaced_quote(text, b',');
        assert_eq!(place("a,\"b\nc\",d\n\"\"\"x\"\"\",\"\"\n"), None);
        assert_eq!(place("a,b\"c\nd\"e,f"), None);
        assert_eq!(place("a,\"b\r\nc\"\r\nd"), None);
        assert_eq!(place("a,b\nc,\"d\ne,f\n"), Some((1, 1)));
        assert_eq!(place("a,b\nc,\"d\ne,\"f\"\n"), Some((1, 1)));
        assert_eq!(place("\"a\"\"\n"), Some((0, 0)));
    }

    #[test]
    fn other_delimiters_are_seen() -> Result<(), Finding> {
        for text in ["标题\na\tb;c\n1\t2\n", "a;b\n\n1;2\n"] {
            let grid = read(text, "t.csv")?;
            let cells = grid.lines.last().map(|line| line.cells.len());
            assert_eq!(cells, Some(2), "{text}");
        }
        assert_eq!(delimiter("a;b,c\td"), b',');
        assert_eq!(delimiter("a"), b',');
        Ok(())
    }

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
