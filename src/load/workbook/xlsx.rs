//! xlsx and xlsb workbooks, read cell by cell by calamine.

use std::io::Cursor;

use calamine::{
    CellErrorType, DataRef, Reader as _, Sheet, SheetType, SheetVisible, Style, Xlsb, Xlsx,
};

use super::package::Package;
use super::parts::Parts;
use super::shown::Shown;
use super::xml::Stop;
use super::{MOST_SHEETS, too_large, unreadable};
use crate::finding::Finding;
use crate::load::sheet::{Grid, Room, number_text};

/// Reads every sheet of an xlsx workbook. A merged cell's value stands in every cell of its region.
pub(super) fn read(
    bytes: &[u8],
    package: &mut Package<'_>,
    file: &str,
) -> Result<Vec<Grid>, Finding> {
    let parts = Parts::find(package).map_err(|_| too_large(file))?;
    let mut workbook: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable(file))?;
    let is_1904 = workbook.has_1904_epoch();
    let sheets = workbook.sheets_metadata().to_vec();
    collect(file, &sheets, is_1904, |grid, room| {
        let regions = parts.read(package, grid)?;
        grid.merged = regions.is_some();
        read_sheet(&mut workbook, grid, room)?;
        grid.order();
        for region in regions.iter().flatten() {
            grid.spread(region, room)?;
        }
        Ok(())
    })
}

/// Reads every sheet of an xlsb workbook: values alone.
pub(super) fn read_binary(bytes: &[u8], file: &str) -> Result<Vec<Grid>, Finding> {
    let mut workbook: Xlsb<Cursor<&[u8]>> =
        Xlsb::new(Cursor::new(bytes)).map_err(|_| unreadable(file))?;
    let is_1904 = workbook.has_1904_epoch();
    let sheets = workbook.sheets_metadata().to_vec();
    collect(file, &sheets, is_1904, |grid, room| {
        let name = grid.sheet.clone().unwrap_or_default();
        let mut reader = workbook.worksheet_cells_reader(&name).map_err(|_| Stop::Broken)?;
        while let Some(cell) = reader.next_cell().map_err(|_| Stop::Broken)? {
            let (row, column) = cell.get_position();
            let text = text_of(cell.get_value(), Shown::Number, is_1904);
            grid.put(row, column, &text, room)?;
        }
        grid.order();
        Ok(())
    })
}

fn collect(
    file: &str,
    sheets: &[Sheet],
    is_1904: bool,
    mut read: impl FnMut(&mut Grid, &mut Room) -> Result<(), Stop>,
) -> Result<Vec<Grid>, Finding> {
    if sheets.len() > MOST_SHEETS {
        return Err(too_large(file));
    }
    let mut room = Room::default();
    let with_cells = sheets.iter().filter(|sheet| {
        matches!(sheet.typ, SheetType::WorkSheet | SheetType::MacroSheet | SheetType::DialogSheet)
    });
    let grids = with_cells.map(|sheet| {
        let mut grid = Grid {
            file: file.to_owned(),
            sheet: Some(sheet.name.clone()),
            in_workbook: true,
            hidden: sheet.visible != SheetVisible::Visible,
            is_1904,
            ..Grid::default()
        };
        match read(&mut grid, &mut room) {
            Ok(()) => Ok(grid),
            Err(Stop::Broken) => Err(unreadable(file)),
            Err(Stop::TooLarge) => Err(too_large(file)),
        }
    });
    grids.collect()
}

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Cells are read one by one under a cap: a used range can span a whole sheet and hold two cells.
fn read_sheet(workbook: &mut Book<'_>, grid: &mut Grid, room: &mut Room) -> Result<(), Stop> {
    let name = grid.sheet.clone().unwrap_or_default();
    // A sheet without cells, such as a chart, is passed over.
    let Ok(mut reader) = workbook.worksheet_cells_reader(&name) else {
        return Ok(());
    };
    let formats: Vec<Shown> = reader.styles().iter().map(shown).collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|_| Stop::Broken)? {
        let (row, column) = cell.get_position();
        let shown = formats.get(style).copied().unwrap_or_default();
        grid.put(row, column, &text_of(cell.get_value(), shown, grid.is_1904), room)?;
    }
    Ok(())
}

fn shown(style: &Style) -> Shown {
    style.number_format.as_ref().map_or(Shown::Number, |format| {
        Shown::of(format.format_id.unwrap_or(u32::MAX), &format.format_code)
    })
}

/// The text of a value under the format of its cell; empty without a value.
fn text_of(value: &DataRef<'_>, shown: Shown, is_1904: bool) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if shown == Shown::Percent => shown.text(*number, is_1904),
        DataRef::Float(number) => number_text(*number),
        DataRef::String(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::DateTimeIso(text) => text.trim_end_matches("T00:00:00").replace('T', " "),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(flag) => flag.to_string().to_uppercase(),
        DataRef::DateTime(date) => {
            let shown = if date.is_datetime() { Shown::Moment } else { Shown::Duration };
            shown.text(date.as_f64(), is_1904)
        }
        DataRef::Error(CellErrorType::GettingData) => "#DATA!".to_owned(),
        DataRef::Error(error) => error.to_string(),
    }
}
