//! Sheets of workbooks: xlsx, xlsm, xlsb, xls, et, ods, by their bytes and not by their names.

mod package;
mod xlsx;

use std::io::Cursor;

use calamine::{Data, Ods, Reader as _, Xls};

use self::package::Book;
use super::bytes::{self, Container};
use super::guard::caught;
use super::sheet::{Grid, Room};
use crate::finding::{Finding, Place, rule};

/// Reads every sheet that holds something, in order, hidden ones too.
///
/// # Errors
/// A finding when the bytes are no workbook, or one that cannot be read.
pub(super) fn sheets(bytes: &[u8], file: &str) -> Result<Vec<Grid>, Finding> {
    let mut grids = all(bytes, file)?;
    grids.retain(|grid| !grid.lines.is_empty());
    Ok(grids)
}

/// Every sheet, empty ones too.
fn all(bytes: &[u8], file: &str) -> Result<Vec<Grid>, Finding> {
    caught(|| read_all(bytes, file))
        .unwrap_or_else(|| Err(Finding::new(rule::FILE_UNREADABLE, Place::file(file))))
}

fn read_all(bytes: &[u8], file: &str) -> Result<Vec<Grid>, Finding> {
    let broken = |rule| Finding::new(rule, Place::file(file));
    match bytes::container(bytes).map_err(broken)? {
        Container::Package => match package::open(bytes).map_err(broken)?.1 {
            Book::Ods => {
                let book: Ods<_> =
                    Ods::new(Cursor::new(bytes)).map_err(|_| broken(rule::FILE_UNREADABLE))?;
                dense(book, file)
            }
            Book::Xlsb => Err(broken(rule::FILE_KIND_UNKNOWN)),
            Book::Xlsx => xlsx::read(bytes, file),
        },
        Container::Compound => {
            let book: Xls<_> =
                Xls::new(Cursor::new(bytes)).map_err(|_| broken(rule::FILE_UNREADABLE))?;
            dense(book, file)
        }
    }
}

fn dense<'a, R: calamine::Reader<Cursor<&'a [u8]>>>(
    mut book: R,
    file: &str,
) -> Result<Vec<Grid>, Finding> {
    let mut room = Room::default();
    let mut grids = Vec::new();
    for name in book.sheet_names() {
        let mut grid = Grid {
            file: file.to_owned(),
            sheet: Some(name.clone()),
            in_workbook: true,
            ..Grid::default()
        };
        let Ok(range) = book.worksheet_range(&name) else { continue };
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let position = (top as usize + row, left as usize + column);
            let (row, column) = (
                u32::try_from(position.0).unwrap_or(u32::MAX),
                u32::try_from(position.1).unwrap_or(u32::MAX),
            );
            let text = match value {
                Data::Float(number) => super::sheet::number_text(*number),
                other => other.to_string(),
            };
            grid.put(row, column, &text, &mut room)
                .map_err(|_| Finding::new(rule::TABLE_TOO_LARGE, grid.whole()))?;
        }
        grid.order();
        grids.push(grid);
    }
    Ok(grids)
}

/// Reads one sheet: the named one, else the only one that holds anything.
///
/// # Errors
/// A finding when the workbook cannot be read, the sheet is not there, or none is the only one.
pub(super) fn read(bytes: &[u8], file: &str, sheet: Option<&str>) -> Result<Grid, Finding> {
    let mut used = all(bytes, file)?;
    if let Some(name) = sheet {
        if used.iter().all(|grid| grid.sheet.as_deref() != Some(name)) {
            let found = Finding::new(rule::SHEET_MISSING, Place::file(file));
            return Err(found.with("sheet", name).with("sheets", names(&used)));
        }
        used.retain(|grid| grid.sheet.as_deref() == Some(name));
    }
    used.retain(|grid| !grid.lines.is_empty());
    match used.len() {
        0 => Err(Finding::new(rule::TABLE_EMPTY, Place::file(file))),
        1 => Ok(used.remove(0)),
        _ => {
            let found = Finding::new(rule::SHEET_UNDECIDED, Place::file(file));
            Err(found.with("sheets", names(&used)))
        }
    }
}

fn names(grids: &[Grid]) -> String {
    let names: Vec<_> = grids.iter().filter_map(|grid| grid.sheet.as_deref()).collect();
    names.join("、")
}
