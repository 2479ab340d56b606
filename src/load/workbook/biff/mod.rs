//! xls workbooks (BIFF5 and BIFF8 in a compound file), as Excel 95 to 2003 and WPS write them.
//!
//! calamine holds every cell between the first and the last one, for values and again for
//! formulas: one value in `A1` and one in `IV65536` take a gigabyte, and some damaged containers
//! all memory. It says nothing of hidden rows, percentages and formulas that were never computed.
//! So the records are read here, one by one; the container is read by `cfb`.

mod strings;
mod records;

use std::io::{Cursor, Read as _};

use cfb::CompoundFile;

use self::records::{Globals, Records, Sheet, id};
use super::xml::Stop;
use super::{MOST_SHEETS, too_large, unreadable};
use crate::finding::{Finding, Place, rule};
use crate::load::sheet::{Grid, Region, Room};

/// Most bytes of the stream with the workbook.
const MOST_STREAM: u64 = 256 << 20;

/// Reads every sheet.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<Vec<Grid>, Finding> {
    let broken = |rule| Finding::new(rule, Place::file(file));
    let mut compound = CompoundFile::open(Cursor::new(bytes)).map_err(|_| unreadable(file))?;
    if compound.exists("EncryptedPackage") {
        return Err(broken(rule::FILE_PASSWORD));
    }
    let Some(name) = ["Workbook", "Book"].into_iter().find(|name| compound.is_stream(name)) else {
        return Err(broken(rule::FILE_KIND_UNKNOWN));
    };
    let stream = compound.open_stream(name).map_err(|_| unreadable(file))?;
    if stream.len() > MOST_STREAM {
        return Err(too_large(file));
    }
    let mut bytes = Vec::new();
    // A stream that ends early is a workbook that ends early.
    let _ = stream.take(MOST_STREAM).read_to_end(&mut bytes);
    let globals = match Globals::read(&bytes) {
        Ok(globals) => globals,
        Err(Stop::Broken) => return Err(unreadable(file)),
        Err(Stop::TooLarge) => return Err(too_large(file)),
    };
    if globals.is_encrypted {
        return Err(broken(rule::FILE_PASSWORD));
    }
    let mut room = Room::default();
    let sheets = globals.sheets.iter().take(MOST_SHEETS + 1);
    let grids: Result<Vec<Grid>, Stop> = sheets
        .map(|sheet| {
            let mut grid = Grid {
                file: file.to_owned(),
                sheet: Some(sheet.name.clone()),
                in_workbook: true,
                merged: true,
                hidden: sheet.hidden,
                is_1904: globals.is_1904,
                ..Grid::default()
            };
            read_sheet(&bytes, sheet, &globals, &mut grid, &mut room)?;
            Ok(grid)
        })
        .collect();
    match grids {
        Ok(grids) if grids.len() > MOST_SHEETS => Err(too_large(file)),
        Ok(grids) => Ok(grids),
        Err(Stop::Broken) => Err(unreadable(file)),
        Err(Stop::TooLarge) => Err(too_large(file)),
    }
}

/// What a sheet's records are read into.
struct Reading<'a> {
    globals: &'a Globals,
    grid: &'a mut Grid,
    room: &'a mut Room,
    /// The cell of a formula whose text is in a record to come.
    awaited: Option<(u32, u32)>,
    regions: Vec<Region>,
}

fn read_sheet(
    bytes: &[u8],
    sheet: &Sheet,
    globals: &Globals,
    grid: &mut Grid,
    room: &mut Room,
) -> Result<(), Stop> {
    let mut records = Records::new(bytes.get(sheet.start..).ok_or(Stop::Broken)?);
    if records.next().is_none_or(|record| record.id != id::BOF) {
        return Err(Stop::Broken);
    }
    let mut reading = Reading { globals, grid, room, awaited: None, regions: Vec::new() };
    // Charts stand inside a sheet with cells of their own.
    let mut depth = 0_u32;
    loop {
        let record = records.next().ok_or(Stop::Broken)?;
        match record.id {
            id::BOF => depth += 1,
            id::EOF if depth == 0 => break,
            id::EOF => depth -= 1,
            id::STRING if depth == 0 => {
                let mut segments = vec![record.bytes];
                segments.extend(records.continued());
                reading.result(segments)?;
            }
            _ if depth == 0 => reading.record(record.id, record.bytes)?,
            _ => {}
        }
    }
    let Reading { grid, room, regions, .. } = reading;
    grid.order();
    for region in &regions {
        grid.spread(region, room)?;
    }
    Ok(())
}

impl Reading<'_> {
    fn record(&mut self, id: u16, bytes: &[u8]) -> Result<(), Stop> {
        let short = |at: usize| records::short(bytes, at);
        match id {
            // A row whose height is nothing.
            id::ROW if short(12)? & 0x20 != 0 => {
                let row = u32::from(short(0)?);
                self.grid.hidden_rows.push(row..=row);
            }
            id::COLUMNS if short(8)? & 1 != 0 => {
                let last = u32::from(short(2)?).min(255);
                self.grid.hidden_columns.push(u32::from(short(0)?)..=last);
            }
            id::NUMBER => self.number(bytes, records::double(bytes, 6)?)?,
            id::RK => self.number(bytes, records::packed(bytes, 6)?)?,
            id::MANY_RK => self.many(bytes)?,
            id::LABEL | id::RICH_LABEL => {
                let text = self.globals.long_string(bytes, 6)?;
                self.put(bytes, &text)?;
            }
            id::SHARED_LABEL => {
                let at = records::long(bytes, 6)?;
                let globals = self.globals;
                let text = usize::try_from(at).ok().and_then(|at| globals.strings.get(at));
                self.put(bytes, text.ok_or(Stop::Broken)?)?;
            }
            id::BOOL_OR_ERROR => {
                let is_error = records::byte(bytes, 7)? != 0;
                self.flag(bytes, records::byte(bytes, 6)?, is_error)?;
            }
            id::FORMULA => self.formula(bytes)?,
            id::MERGES => self.merges(bytes)?,
            _ => {}
        }
        Ok(())
    }

    fn put(&mut self, bytes: &[u8], text: &str) -> Result<(), Stop> {
        let (row, column) = (records::short(bytes, 0)?, records::short(bytes, 2)?);
        self.grid.put(row.into(), column.into(), text, self.room)?;
        Ok(())
    }

    fn number(&mut self, bytes: &[u8], number: f64) -> Result<(), Stop> {
        let text = self.globals.shown(records::short(bytes, 4)?, number);
        self.put(bytes, &text)
    }

    fn flag(&mut self, bytes: &[u8], value: u8, is_error: bool) -> Result<(), Stop> {
        let text = match (is_error, value) {
            (false, 0) => "FALSE",
            (false, _) => "TRUE",
            (true, value) => error_text(value).ok_or(Stop::Broken)?,
        };
        self.put(bytes, text)
    }

    /// A row of packed numbers, each with its format.
    fn many(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let (row, first) = (records::short(bytes, 0)?, records::short(bytes, 2)?);
        let cells = bytes.get(4..bytes.len().saturating_sub(2)).ok_or(Stop::Broken)?;
        for (column, cell) in (u32::from(first)..).zip(cells.chunks_exact(6)) {
            let text = self.globals.shown(records::short(cell, 0)?, records::packed(cell, 2)?);
            self.grid.put(row.into(), column, &text, self.room)?;
        }
        Ok(())
    }

    /// A formula's saved result. The format cannot leave it out: programs that do not compute
    /// write 0 and ask to be computed when opened.
    fn formula(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let cell = (records::short(bytes, 0)?.into(), records::short(bytes, 2)?.into());
        let asks = records::short(bytes, 14)? & 3 == 3;
        self.awaited = None;
        if records::short(bytes, 12)? != 0xFFFF {
            let number = records::double(bytes, 6)?;
            if asks && number == 0.0 {
                if !self.room.take("") {
                    return Err(Stop::TooLarge);
                }
                self.grid.uncomputed.insert(cell);
                return Ok(());
            }
            return self.number(bytes, number);
        }
        match records::byte(bytes, 6)? {
            0 => self.awaited = Some(cell),
            1 => self.flag(bytes, records::byte(bytes, 8)?, false)?,
            2 => self.flag(bytes, records::byte(bytes, 8)?, true)?,
            _ => {}
        }
        Ok(())
    }

    /// The text that is the result of the formula before it.
    fn result(&mut self, segments: Vec<&[u8]>) -> Result<(), Stop> {
        if let Some((row, column)) = self.awaited.take() {
            let text = self.globals.continued_string(segments)?;
            self.grid.put(row, column, &text, self.room)?;
        }
        Ok(())
    }

    fn merges(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let count = records::short(bytes, 0)?;
        for merge in bytes.get(2..).unwrap_or_default().chunks_exact(8).take(count.into()) {
            let at = |at: usize| records::short(merge, at).map(u32::from);
            self.regions.push(Region { start: (at(0)?, at(4)?), end: (at(2)?, at(6)?) });
        }
        Ok(())
    }
}

fn error_text(value: u8) -> Option<&'static str> {
    Some(match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#DATA!",
        _ => return None,
    })
}
