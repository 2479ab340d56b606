//! Sheets of workbooks: xlsx, xlsm, xlsb, xls, et, ods, by their bytes and not by their names.
//!
//! Every format is read cell by cell under one cap ([`Room`]): what two cells at the ends of a
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
    let mut used = all(bytes, file)?;
    if let Some(name) = sheet {
        if used.iter().all(|grid| grid.sheet.as_deref() != Some(name)) {
            let found = Finding::new(rule::SHEET_MISSING, Place::file(file));
            return Err(found.with("sheet", name).with("sheets", names(&used)));
        }
        used.retain(|grid| grid.sheet.as_deref() == Some(name));
    }
    used.retain(|grid| !grid.is_blank());
    match used.len() {
        0 => Err(Finding::new(rule::TABLE_EMPTY, Place::file(file))),
        1 => Ok(used.remove(0)),
        _ => {
            let found = Finding::new(rule::SHEET_UNDECIDED, Place::file(file));
            Err(found.with("sheets", names(&used)))
        }
    }
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
