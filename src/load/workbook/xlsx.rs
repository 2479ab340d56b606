//! xlsx workbooks, read cell by cell.

use std::io::Cursor;

use calamine::{CellErrorType, DataRef, ExcelDateTime, Reader as _, SheetVisible, Xlsx, XlsxError};

use crate::finding::{Finding, Place, rule};
use crate::load::sheet::{Grid, Region, Room, TooLarge, number_text};

/// Reads every sheet. Cells are read one by one under a cap (a used range can span a whole sheet
/// and hold two cells). A merged cell's value stands in every cell of its region.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<Vec<Grid>, Finding> {
    let unreadable = |error: &XlsxError| {
        let cause = if matches!(error, XlsxError::Password) { "password" } else { "" };
        Finding::new(rule::FILE_UNREADABLE, Place::file(file)).with("cause", cause)
    };
    let mut workbook: Book<'_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let mut room = Room::default();
    let mut grids = Vec::new();
    let sheets = workbook.sheets_metadata().to_vec();
    for sheet in sheets {
        let mut grid = Grid {
            file: file.to_owned(),
            sheet: Some(sheet.name),
            in_workbook: true,
            hidden: sheet.visible != SheetVisible::Visible,
            merged: true,
            is_1904: workbook.has_1904_epoch(),
            ..Grid::default()
        };
        match read_sheet(&mut workbook, &mut grid, &mut room) {
            Ok(Ok(())) => grids.push(grid),
            Ok(Err(TooLarge)) => return Err(Finding::new(rule::TABLE_TOO_LARGE, grid.whole())),
            Err(error) => return Err(unreadable(&error)),
        }
    }
    Ok(grids)
}

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

fn read_sheet(
    workbook: &mut Book<'_>,
    grid: &mut Grid,
    room: &mut Room,
) -> Result<Result<(), TooLarge>, XlsxError> {
    let name = grid.sheet.clone().unwrap_or_default();
    let merged = workbook.merge_cells_by_sheet_name(&name).unwrap_or_default();
    // A chart sheet has no cells and is passed over.
    let Ok(mut reader) = workbook.worksheet_cells_reader(&name) else {
        return Ok(Ok(()));
    };
    while let Some(cell) = reader.next_cell()? {
        let (row, column) = cell.get_position();
        let Some(text) = text_of(cell.get_value()) else {
            continue;
        };
        if let Err(large) = grid.put(row, column, &text, room) {
            return Ok(Err(large));
        }
    }
    grid.order();
    for region in &merged {
        let region = Region { start: region.start, end: region.end };
        if let Err(large) = grid.spread(&region, room) {
            return Ok(Err(large));
        }
    }
    Ok(Ok(()))
}

fn text_of(value: &DataRef<'_>) -> Option<String> {
    Some(match value {
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
    })
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
