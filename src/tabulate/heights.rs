//! Heights of rows: made for the text that is there, and free to grow with what is typed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::book::{Placed, Sheet, Value};

/// Height of a line of text, and what a cell has above and below it, in points.
const LINE: f64 = 13.5;
const ROOM: f64 = 5.0;

/// Greatest height of a row, and more lines than it has room for.
const MOST: f64 = 400.0;
const MOST_LINES: u32 = 40;

/// The height of every row that holds something: spreadsheets that do not measure text themselves
/// would show its first line only.
pub(super) fn heights(sheet: &Sheet) -> BTreeMap<u32, f64> {
    let mut heights: BTreeMap<u32, f64> = BTreeMap::new();
    for placed in sheet.cells.iter().filter(|placed| placed.span.0 == 1) {
        let height = f64::from(lines(sheet, placed)) * LINE + ROOM;
        let own = heights.entry(placed.row).or_insert(sheet.least_height);
        *own = own.max(height).min(MOST);
    }
    heights.extend(sheet.heights.iter().copied());
    heights
}

/// Lines that a cell's text takes in its columns.
fn lines(sheet: &Sheet, placed: &Placed) -> u32 {
    let (Value::Text(text) | Value::Link(text, _)) = &placed.value else {
        return 1;
    };
    let columns = sheet.columns.iter().skip(placed.column.into()).take(placed.span.1.into());
    let width: f64 = columns.map(|column| column.width).sum();
    let line = |line: &str| {
        // A Han character is as wide as two figures.
        let wide = |character: char| if character.is_ascii() { 1.0 } else { 2.0 };
        let taken: f64 = line.chars().map(wide).sum();
        (1..=MOST_LINES)
            .find(|lines| f64::from(*lines) * (width - 2.0).max(2.0) >= taken)
            .unwrap_or(MOST_LINES)
    };
    text.lines().map(line).sum::<u32>().max(1)
}

/// The same workbook with rows that are as high as they are, but grow when more is typed: the
/// writer of workbooks makes every height one that a person has fixed.
pub(super) fn let_rows_grow(bytes: &[u8]) -> ZipResult<Vec<u8>> {
    let mut package = ZipArchive::new(Cursor::new(bytes))?;
    let mut grown = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for index in 0..package.len() {
        let mut part = package.by_index(index)?;
        let name = part.name()?.into_owned();
        let mut text = Vec::new();
        part.read_to_end(&mut text)?;
        if name.starts_with("xl/worksheets/sheet") {
            text = without_fixed_heights(&String::from_utf8_lossy(&text)).into_bytes();
        }
        grown.start_file(name, options)?;
        grown.write_all(&text)?;
    }
    Ok(grown.finish()?.into_inner())
}

/// A sheet whose rows have heights that nobody has fixed.
fn without_fixed_heights(sheet: &str) -> String {
    const ROW: &str = "<row ";
    let mut parts = sheet.split(ROW);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (attributes, rest) = part.split_once('>').unwrap_or((part, ""));
        text.push_str(ROW);
        text.push_str(&attributes.replace(" customHeight=\"1\"", ""));
        text.push('>');
        text.push_str(rest);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_are_freed() {
        let sheet = "<f customHeight=\"1\"/><row r=\"1\" ht=\"9\" customHeight=\"1\"><c/></row><row r=\"2\"/>";
        let freed = "<f customHeight=\"1\"/><row r=\"1\" ht=\"9\"><c/></row><row r=\"2\"/>";
        assert_eq!(without_fixed_heights(sheet), freed);
    }
}
