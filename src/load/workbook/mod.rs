//! Sheets of workbooks: xlsx, xlsm, xlsb, xls, et, ods, by their bytes and not by their names.
//!
//! Every format is read cell by cell under one cap ([`Room`](super::sheet::Room)): what two cells at the ends of a
//! sheet hold between them takes no room.

mod biff;
mod ods;
mod package;
mod parts;
mod shown;
mod xlsx;
mod xml;

use self::package::Book;
use super::bytes::{self, Container};
use super::guard::caught;
use super::sheet::Grid;
use crate::finding::{Finding, Place, rule};

/// Most sheets of a workbook.
const MOST_SHEETS: usize = 1024;

/// Reads every sheet that holds something, in order, hidden ones too.
///
/// # Errors
/// A finding when the bytes are no workbook, or one that cannot be read.
pub(super) fn sheets(bytes: &[u8], file: &str) -> Result<Vec<Grid>, Finding> {
    let mut grids = all(bytes, file)?;
    grids.retain(|grid| !grid.is_blank());
    Ok(grids)
}

/// Reads one sheet: the named one, else the only one that holds anything.
///
/// # Errors
/// A finding when the workbook cannot be read, the sheet is not there, or none is the only one.
pub(super) fn read(bytes: &[u8], file: &str, sheet: Option<&str>) -> Result<Grid, Finding> {
    let mut used = match sheet {
        Some(name) => named(all(bytes, file)?, file, name)?,
        None => sheets(bytes, file)?,
    };
    match used.len() {
        0 => Err(Finding::new(rule::TABLE_EMPTY, Place::file(file))),
        1 => Ok(used.remove(0)),
        _ => {
            let found = Finding::new(rule::SHEET_UNDECIDED, Place::file(file));
            Err(found.with("sheets", names(&used)))
        }
    }
}

/// The sheet of a name; nothing when it is empty.
fn named(grids: Vec<Grid>, file: &str, name: &str) -> Result<Vec<Grid>, Finding> {
    if grids.iter().all(|grid| grid.sheet.as_deref() != Some(name)) {
        let found = Finding::new(rule::SHEET_MISSING, Place::file(file));
        return Err(found.with("sheet", name).with("sheets", names(&grids)));
    }
    let is_it = |grid: &Grid| grid.sheet.as_deref() == Some(name) && !grid.is_blank();
    Ok(grids.into_iter().filter(is_it).collect())
}

/// Every sheet, empty ones too.
fn all(bytes: &[u8], file: &str) -> Result<Vec<Grid>, Finding> {
    caught(|| read_all(bytes, file)).unwrap_or_else(|| Err(unreadable(file)))
}

fn read_all(bytes: &[u8], file: &str) -> Result<Vec<Grid>, Finding> {
    let broken = |rule| Finding::new(rule, Place::file(file));
    match bytes::container(bytes).map_err(broken)? {
        Container::Compound => biff::read(bytes, file),
        Container::Package => {
            let (mut package, book) = package::open(bytes).map_err(broken)?;
            match book {
                Book::Xlsx => xlsx::read(bytes, &mut package, file),
                Book::Xlsb => xlsx::read_binary(bytes, file),
                Book::Ods => ods::read(&mut package, file),
            }
        }
    }
}

fn unreadable(file: &str) -> Finding {
    Finding::new(rule::FILE_UNREADABLE, Place::file(file))
}

fn too_large(file: &str) -> Finding {
    Finding::new(rule::TABLE_TOO_LARGE, Place::file(file))
}

fn names(grids: &[Grid]) -> String {
    let names: Vec<_> = grids.iter().filter_map(|grid| grid.sheet.as_deref()).collect();
    names.join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    type Texts = Vec<(u32, u32, String)>;

    fn texts(grid: &Grid) -> Texts {
        let cells = |line: &crate::load::sheet::Line| {
            let row = line.row;
            line.cells.iter().map(move |(column, text)| (row, *column, text.clone())).collect()
        };
        grid.lines.iter().flat_map(|line| -> Texts { cells(line) }).collect()
    }

    /// The sheets of a file of `tests/cells`, under a name that says nothing.
    fn read_cells(bytes: &[u8]) -> Vec<Grid> {
        sheets(bytes, "a").unwrap_or_default()
    }

    const XLSX: &[u8] = include_bytes!("../../../tests/cells/scores.xlsx");
    const XLS: &[u8] = include_bytes!("../../../tests/cells/scores.xls");
    const ODS: &[u8] = include_bytes!("../../../tests/cells/scores.ods");

    #[test]
    fn every_format_gives_the_same_cells() {
        let kinds = [
            "2024-06-24",
            "2024-06-24 17:30",
            "2024-06-24",
            "2024-06-24",
            "08:30",
            "36:00",
            "7%",
            "1200",
            "0.1",
            "TRUE",
            "#DIV/0!",
            "",
            "市局",
            "0.5",
            "第一行\n第二行",
            "a<b&c\u{a0}d",
        ];
        for bytes in [XLSX, XLS, ODS] {
            let grids = read_cells(bytes);
            assert_eq!(grids.len(), 3);
            assert_eq!(
                grids.iter().map(|grid| grid.hidden).collect::<Vec<_>>(),
                [false, false, true]
            );
            assert!(grids.iter().all(|grid| grid.merged && !grid.is_1904));
            assert_eq!(grids[0].hidden_rows, [3..=3]);
            assert_eq!(grids[0].hidden_columns, [4..=4]);
            // The title is merged over four columns.
            let title: Vec<_> = texts(&grids[0]).into_iter().filter(|cell| cell.0 == 0).collect();
            assert_eq!(title.len(), 4);
            let computed = grids[1].uncomputed.is_empty();
            assert_eq!(computed, bytes != XLSX);
            for (row, kind) in (0..).zip(kinds) {
                let line = grids[1].lines.iter().find(|line| line.row == row);
                let text = line.and_then(|line| line.get(1)).unwrap_or_default();
                let missing = grids[1].uncomputed.contains(&(row, 1));
                // LibreOffice keeps the truth of a workbook by openpyxl as a number in ods.
                let is_truth = bytes == ODS && kind == "TRUE" && text == "1";
                assert!(text == kind || missing || is_truth, "{row}: {text}");
            }
            let merged: Vec<_> = texts(&grids[1]).into_iter().filter(|c| c.0 >= 19).collect();
            assert_eq!(merged.iter().filter(|cell| cell.2 == "合并").count(), 3);
        }
        let uncomputed = &read_cells(XLSX)[0].uncomputed;
        assert_eq!(uncomputed.iter().copied().collect::<Vec<_>>(), [(2, 1), (3, 1)]);
    }

    #[test]
    fn a_value_at_each_end_takes_no_room() {
        let far = |bytes: &[u8]| texts(&read_cells(bytes)[0]).last().cloned();
        let end = |row, column| Some((row, column, "尾".to_owned()));
        let last = (1_048_575, 16_383);
        assert_eq!(far(include_bytes!("../../../tests/cells/ends.xlsx")), end(last.0, last.1));
        assert_eq!(far(include_bytes!("../../../tests/cells/ends.ods")), end(last.0, last.1));
        assert_eq!(far(include_bytes!("../../../tests/cells/ends-small.xls")), end(65_535, 255));
    }

    #[test]
    fn days_from_1904_are_the_days_that_are_shown() {
        for bytes in [
            &include_bytes!("../../../tests/cells/from-1904.xlsx")[..],
            include_bytes!("../../../tests/cells/from-1904.xls"),
            include_bytes!("../../../tests/cells/from-1904.ods"),
        ] {
            let grids = read_cells(bytes);
            assert!(grids[0].is_1904);
            assert_eq!(texts(&grids[0])[0].2, "2024-06-24");
            assert_eq!(texts(&grids[0])[1].2, "44005");
        }
    }

    #[test]
    fn what_is_no_workbook_is_named() {
        let code = |bytes: &[u8]| sheets(bytes, "a.xls").map_err(|found| found.code).err();
        assert_eq!(code(b""), Some("table-empty"));
        assert_eq!(code(b"<html>"), Some("file-is-html"));
        assert_eq!(code("单位,得分".as_bytes()), Some("file-is-text"));
        assert_eq!(code(b"PK\x05\x06"), Some("file-unreadable"));
        assert_eq!(code(&XLS[..2000]), Some("file-unreadable"));
        assert_eq!(code(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), Some("file-unreadable"));
        assert_eq!(
            code(include_bytes!("../../../tests/cells/password.ods")),
            Some("file-password")
        );
        for (stream, expected) in
            [("EncryptedPackage", "file-password"), ("WordDocument", "file-kind-unknown")]
        {
            let mut bytes = std::io::Cursor::new(Vec::new());
            let made = cfb::CompoundFile::create(&mut bytes)
                .and_then(|mut compound| compound.create_stream(stream).map(drop));
            assert!(made.is_ok());
            assert_eq!(code(bytes.get_ref()), Some(expected));
        }
    }
}
