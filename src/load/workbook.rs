//! Sheets of xlsx workbooks, read cell by cell.

use std::io::{self, Cursor, Read as _};

use calamine::{CellErrorType, DataRef, Dimensions, ExcelDateTime, Reader as _, Xlsx, XlsxError};
use zip::ZipArchive;

use super::sheet::{Grid, Line, MOST_CELLS, number_text, trimmed};
use crate::finding::{Finding, Place, rule};

/// Reads one sheet: the named one, else the only one that holds anything.
///
/// Cells are read one by one under a cap (a used range can span a whole sheet and hold two cells).
/// A merged cell's value stands in every cell of its region.
///
/// # Errors
/// A finding when the workbook cannot be read, the sheet is not there, or none is the only one.
pub(super) fn read(bytes: &[u8], file: &str, sheet: Option<&str>) -> Result<Grid, Finding> {
    if inflates_too_far(bytes) {
        return Err(Finding::new(rule::TABLE_TOO_LARGE, Place::file(file)));
    }
    let unreadable = |error: &XlsxError| {
        let cause = if matches!(error, XlsxError::Password) { "password" } else { "" };
        Finding::new(rule::FILE_UNREADABLE, Place::file(file)).with("cause", cause)
    };
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let names = workbook.sheet_names();
    let wanted: Vec<String> = match sheet {
        Some(name) if names.iter().any(|known| known == name) => vec![name.to_owned()],
        Some(name) => return Err(missing_sheet(file, name, &names)),
        None => names,
    };
    let mut used = Vec::new();
    for name in wanted {
        let grid = read_sheet(&mut workbook, file, &name, &unreadable)?;
        if !grid.lines.is_empty() {
            used.push(grid);
        }
    }
    match used.len() {
        0 => Err(Finding::new(rule::TABLE_EMPTY, Place::file(file))),
        1 => Ok(used.remove(0)),
        _ => {
            let names: Vec<_> = used.iter().filter_map(|grid| grid.sheet.as_deref()).collect();
            let found = Finding::new(rule::SHEET_UNDECIDED, Place::file(file));
            Err(found.with("sheets", names.join("、")))
        }
    }
}

/// All sheets that hold anything.
pub(super) fn sheets(bytes: &[u8], file: &str) -> Result<Vec<Grid>, Finding> {
    if inflates_too_far(bytes) {
        return Err(Finding::new(rule::TABLE_TOO_LARGE, Place::file(file)));
    }
    let unreadable = |_: &XlsxError| Finding::new(rule::FILE_UNREADABLE, Place::file(file));
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let mut all = Vec::new();
    for name in workbook.sheet_names() {
        all.push(read_sheet(&mut workbook, file, &name, &unreadable)?);
    }
    Ok(all)
}

/// Most bytes that all parts of a workbook may inflate to.
const MOST_INFLATED: u64 = 256 << 20;

/// Whether a package inflates to more than any workbook of scores, by inflating it: what a package
/// says of its own sizes proves nothing.
fn inflates_too_far(bytes: &[u8]) -> bool {
    let Ok(mut package) = ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };
    let mut left = MOST_INFLATED;
    for part in 0..package.len() {
        let Ok(part) = package.by_index(part) else {
            continue;
        };
        // A damaged part ends early; the workbook's reader says so.
        let taken = io::copy(&mut part.take(left + 1), &mut io::sink()).unwrap_or(0);
        if taken > left {
            return true;
        }
        left -= taken;
    }
    false
}

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

fn read_sheet(
    workbook: &mut Book<'_>,
    file: &str,
    name: &str,
    unreadable: &dyn Fn(&XlsxError) -> Finding,
) -> Result<Grid, Finding> {
    let merged = workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
    let mut grid = Grid {
        file: file.to_owned(),
        sheet: Some(name.to_owned()),
        in_workbook: true,
        hidden: false,
        lines: Vec::new(),
    };
    let mut cells = 0;
    // A chart sheet has no cells and is passed over.
    let Ok(mut reader) = workbook.worksheet_cells_reader(name) else {
        return Ok(grid);
    };
    while let Some(cell) = reader.next_cell().map_err(|error| unreadable(&error))? {
        let (row, column) = cell.get_position();
        let Some(text) = text_of(cell.get_value()) else {
            continue;
        };
        cells += 1;
        if cells > MOST_CELLS {
            return Err(Finding::new(rule::TABLE_TOO_LARGE, grid.whole()));
        }
        match grid.lines.last_mut() {
            Some(line) if line.row == row => line.fill(column, &text),
            _ => grid.lines.push(Line { row, cells: vec![(column, text)] }),
        }
    }
    grid.lines.sort_by_key(|line| line.row);
    for region in &merged {
        fill_region(&mut grid, region);
    }
    Ok(grid)
}

/// Most cells of a merged region that are filled: no head or level is wider or longer.
const MOST_MERGED: u64 = 1_000_000;

fn fill_region(grid: &mut Grid, region: &Dimensions) {
    let ((top, left), (bottom, right)) = (region.start, region.end);
    if top > bottom || left > right {
        return;
    }
    if u64::from(bottom - top + 1) * u64::from(right - left + 1) > MOST_MERGED {
        return;
    }
    let find = |row: u32| grid.lines.binary_search_by_key(&row, |line| line.row);
    let text = find(top).ok().and_then(|at| grid.lines[at].get(left).map(str::to_owned));
    let Some(text) = text else { return };
    for line in grid.lines.iter_mut().filter(|line| (top..=bottom).contains(&line.row)) {
        for column in left..=right {
            line.fill(column, &text);
        }
    }
}

fn missing_sheet(file: &str, sheet: &str, names: &[String]) -> Finding {
    Finding::new(rule::SHEET_MISSING, Place::file(file))
        .with("sheet", sheet)
        .with("sheets", names.join("、"))
}

fn text_of(value: &DataRef<'_>) -> Option<String> {
    let text = match value {
        DataRef::Empty => return None,
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(flag) => flag.to_string().to_uppercase(),
        DataRef::DateTime(date) => date_text(date),
        DataRef::Error(error) => error_text(error),
    };
    trimmed(&text).map(str::to_owned)
}

/// A date cell as `2024-08-07`, with its hour where it has one; a duration stays a number.
fn date_text(date: &ExcelDateTime) -> String {
    if !date.is_datetime() {
        return number_text(date.as_f64());
    }
    let (year, month, day, hour, minute, _, _) = date.to_ymd_hms_milli();
    if hour == 0 && minute == 0 {
        return format!("{year:04}-{month:02}-{day:02}");
    }
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
}

fn error_text(error: &CellErrorType) -> String {
    error.to_string()
}
