//! ods workbooks, read in one pass.
//!
//! calamine holds every row and column between two cells, repeated ones too, and gives up where a
//! value stands in `A1` and another in `XFD1048576`; it knows no merges and nothing hidden. So the
//! content is read here.

use std::collections::HashSet;
use std::io::{BufRead, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::package::Package;
use super::shown::Shown;
use super::xml::{self, Stop, attribute, number};
use super::{MOST_SHEETS, too_large, unreadable};
use crate::finding::{Finding, Place, rule};
use crate::load::sheet::{Grid, Region, Room};

/// Reads every sheet.
pub(super) fn read(package: &mut Package<'_>, file: &str) -> Result<Vec<Grid>, Finding> {
    if is_encrypted(package) {
        return Err(Finding::new(rule::FILE_PASSWORD, Place::file(file)));
    }
    let content = package.by_name("content.xml").map_err(|_| unreadable(file))?;
    let mut book = Book {
        file,
        room: Room::default(),
        hidden: HashSet::new(),
        repeats: MOST_REPEATS,
        computed: false,
        is_1904: false,
        grids: Vec::new(),
    };
    match book.read(&mut xml::reader(content)) {
        Ok(()) => Ok(book.grids()),
        Err(Stop::Broken) => Err(unreadable(file)),
        Err(Stop::TooLarge) => Err(too_large(file)),
    }
}

fn is_encrypted(package: &mut Package<'_>) -> bool {
    let mut text = String::new();
    let Ok(part) = package.by_name("META-INF/manifest.xml") else { return false };
    part.take(1 << 20).read_to_string(&mut text).is_ok() && text.contains("encryption-data")
}

struct Book<'a> {
    file: &'a str,
    room: Room,
    /// Styles of tables that are hidden.
    hidden: HashSet<String>,
    /// Cells that repeats may still make.
    repeats: u64,
    /// Whether any formula has a result.
    computed: bool,
    is_1904: bool,
    grids: Vec<Grid>,
}

/// Where a table is read.
#[derive(Default)]
struct At {
    row: u32,
    column: u32,
    /// Columns declared so far.
    declared: u32,
}

/// Most rows and columns of a sheet.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: u32 = 16_384;

/// Most cells with content that a file's repeats may make: a few bytes of it can stand for a sheet.
const MOST_REPEATS: u64 = 5_000_000;

impl Book<'_> {
    fn read<R: BufRead>(&mut self, reader: &mut Reader<R>) -> Result<(), Stop> {
        let (mut buffer, mut style) = (Vec::new(), None);
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer)? {
                Event::Start(element) => match element.name().as_ref() {
                    "style:style" => style = attribute(&element, "style:name")?,
                    "style:table-properties" => {
                        let shown = attribute(&element, "table:display")?;
                        if shown.as_deref() == Some("false") {
                            self.hidden.extend(style.clone());
                        }
                    }
                    "table:null-date" => {
                        let day = attribute(&element, "table:date-value")?;
                        self.is_1904 = day.is_some_and(|day| day.starts_with("1904-01-01"));
                    }
                    "table:tracked-changes" => xml::skip(reader, &element)?,
                    "table:table" => self.table(reader, &element)?,
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// The sheets. A formula whose result is an empty text has none in the file: where others have
    /// theirs, it was computed.
    fn grids(self) -> Vec<Grid> {
        let (computed, is_1904) = (self.computed, self.is_1904);
        let finish = |mut grid: Grid| {
            grid.is_1904 = is_1904;
            if computed {
                grid.uncomputed.clear();
            }
            grid
        };
        self.grids.into_iter().map(finish).collect()
    }

    fn table<R: BufRead>(
        &mut self,
        reader: &mut Reader<R>,
        element: &BytesStart<'_>,
    ) -> Result<(), Stop> {
        let style = attribute(element, "table:style-name")?.unwrap_or_default();
        let mut grid = Grid {
            file: self.file.to_owned(),
            sheet: attribute(element, "table:name")?,
            in_workbook: true,
            merged: true,
            hidden: self.hidden.contains(&style),
            ..Grid::default()
        };
        let (mut at, mut regions, mut buffer) = (At::default(), Vec::new(), Vec::new());
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer)? {
                Event::Start(element) => match element.name().as_ref() {
                    "table:table-column" => column(&element, &mut grid, &mut at)?,
                    "table:table-row" => {
                        self.row(reader, &element, &mut grid, &mut at, &mut regions)?;
                    }
                    // Pictures and charts hold tables and texts of their own.
                    "table:shapes" | "office:forms" => xml::skip(reader, &element)?,
                    _ => {}
                },
                Event::End(end) if end.name().as_ref() == "table:table" => break,
                Event::Eof => return Err(Stop::Broken),
                _ => {}
            }
        }
        grid.order();
        for region in &regions {
            grid.spread(region, &mut self.room)?;
        }
        self.grids.push(grid);
        if self.grids.len() > MOST_SHEETS { Err(Stop::TooLarge) } else { Ok(()) }
    }

    fn row<R: BufRead>(
        &mut self,
        reader: &mut Reader<R>,
        element: &BytesStart<'_>,
        grid: &mut Grid,
        at: &mut At,
        regions: &mut Vec<Region>,
    ) -> Result<(), Stop> {
        let times = number(element, "table:number-rows-repeated")?.unwrap_or(1).max(1);
        let next = at.row.saturating_add(times);
        if is_hidden(element)? {
            grid.hidden_rows.push(at.row..=next - 1);
        }
        let (mut cells, mut buffer) = (Vec::new(), Vec::new());
        at.column = 0;
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer)? {
                Event::Start(cell) => match cell.name().as_ref() {
                    "table:table-cell" | "table:covered-table-cell" => {
                        cells.extend(self.cell(reader, &cell, at, regions)?);
                    }
                    _ => xml::skip(reader, &cell)?,
                },
                Event::End(end) if end.name().as_ref() == "table:table-row" => break,
                Event::Eof => return Err(Stop::Broken),
                _ => {}
            }
        }
        if !cells.is_empty() && next > MOST_ROWS {
            return Err(Stop::TooLarge);
        }
        if !cells.is_empty() {
            self.repeat(times, &cells)?;
            for row in at.row..next {
                for cell in &cells {
                    self.put(grid, row, cell)?;
                }
            }
        }
        at.row = next;
        Ok(())
    }

    /// Takes the room of cells that stand for many.
    fn repeat(&mut self, rows: u32, cells: &[Cell]) -> Result<(), Stop> {
        let all: u64 = cells.iter().map(|cell| u64::from(cell.last - cell.first + 1)).sum();
        let written = u64::try_from(cells.len()).unwrap_or(u64::MAX);
        let more = all.saturating_mul(rows.into()).saturating_sub(written);
        self.repeats = self.repeats.checked_sub(more).ok_or(Stop::TooLarge)?;
        Ok(())
    }

    fn put(&mut self, grid: &mut Grid, row: u32, cell: &Cell) -> Result<(), Stop> {
        for column in cell.first..=cell.last {
            if cell.uncomputed {
                if !self.room.take("") {
                    return Err(Stop::TooLarge);
                }
                grid.uncomputed.insert((row, column));
            } else {
                grid.put(row, column, &cell.text, &mut self.room)?;
            }
        }
        Ok(())
    }

    /// One cell with its repeats; none when it is empty.
    fn cell<R: BufRead>(
        &mut self,
        reader: &mut Reader<R>,
        element: &BytesStart<'_>,
        at: &mut At,
        regions: &mut Vec<Region>,
    ) -> Result<Option<Cell>, Stop> {
        let times = number(element, "table:number-columns-repeated")?.unwrap_or(1).max(1);
        let first = at.column;
        at.column = first.saturating_add(times);
        let columns = number(element, "table:number-columns-spanned")?.unwrap_or(1);
        let rows = number(element, "table:number-rows-spanned")?.unwrap_or(1);
        if columns > 1 || rows > 1 {
            let end = (
                at.row.saturating_add(rows.saturating_sub(1)),
                first.saturating_add(columns.saturating_sub(1)),
            );
            regions.push(Region { start: (at.row, first), end });
        }
        let (value, is_typed) = value(element)?;
        let written = text(reader, element)?;
        let is_error = attribute(element, "calcext:value-type")?.as_deref() == Some("error");
        let text = if is_error { written } else { value.unwrap_or(written) };
        let has_formula = attribute(element, "table:formula")?.is_some();
        self.computed |= has_formula && is_typed;
        let uncomputed = has_formula && !is_typed && text.trim().is_empty();
        if text.trim().is_empty() && !uncomputed {
            return Ok(None);
        }
        if at.column > MOST_COLUMNS {
            return Err(Stop::TooLarge);
        }
        Ok(Some(Cell { first, last: at.column - 1, text, uncomputed }))
    }
}

/// A cell with its repeats to the right.
struct Cell {
    first: u32,
    last: u32,
    text: String,
    uncomputed: bool,
}

fn column(element: &BytesStart<'_>, grid: &mut Grid, at: &mut At) -> Result<(), Stop> {
    let times = number(element, "table:number-columns-repeated")?.unwrap_or(1).max(1);
    let next = at.declared.saturating_add(times);
    if is_hidden(element)? {
        grid.hidden_columns.push(at.declared..=next - 1);
    }
    at.declared = next;
    Ok(())
}

/// Whether a row or column is hidden, by hand or by a filter.
fn is_hidden(element: &BytesStart<'_>) -> Result<bool, Stop> {
    let visibility = attribute(element, "table:visibility")?;
    Ok(visibility.is_some_and(|visibility| visibility != "visible"))
}

/// The value that a cell's attributes give, and whether it has one or is a text.
fn value(element: &BytesStart<'_>) -> Result<(Option<String>, bool), Stop> {
    let get = |name: &str| attribute(element, name);
    let typed = |value: Option<String>| {
        let is_typed = value.is_some();
        (value, is_typed)
    };
    let number = |shown: Shown| {
        let number = get("office:value")?.map(|value| value.trim().parse::<f64>());
        let number = number.transpose().map_err(|_| Stop::Broken)?;
        Ok::<_, Stop>(number.map(|number| shown.text(number, false)))
    };
    Ok(match get("office:value-type")?.as_deref() {
        Some("float" | "currency") => typed(number(Shown::Number)?),
        Some("percentage") => typed(number(Shown::Percent)?),
        Some("date") => typed(get("office:date-value")?.map(|day| day_text(&day))),
        Some("time") => typed(get("office:time-value")?.map(|time| time_text(&time))),
        Some("boolean") => typed(get("office:boolean-value")?.map(|flag| flag.to_uppercase())),
        Some("string") => (get("office:string-value")?, true),
        _ => (None, false),
    })
}

/// `2024-08-07T17:30:00` as `2024-08-07 17:30`, without the hour at midnight.
fn day_text(value: &str) -> String {
    match value.split_once('T') {
        Some((day, time)) if time.starts_with("00:00") => day.to_owned(),
        Some((day, time)) => format!("{day} {}", time.get(..5).unwrap_or(time)),
        None => value.to_owned(),
    }
}

/// `PT08H30M00S` as `08:30`; anything else as it stands.
fn time_text(value: &str) -> String {
    let parts = value.strip_prefix("PT").and_then(|rest| rest.split_once('H'));
    let minutes = parts.and_then(|(hours, rest)| Some((hours, rest.split_once('M')?.0)));
    minutes.map_or_else(|| value.to_owned(), |(hours, minutes)| format!("{hours}:{minutes}"))
}

/// Most spaces that one element may stand for, and most bytes of text in one cell.
const MOST_SPACES: u32 = 1000;
const MOST_TEXT: usize = 1 << 20;

/// Beginnings of the names of elements in a cell whose text is not the cell's.
const OTHER: [&str; 4] = ["office:", "draw:", "table:", "text:ruby-text"];

/// The text that stands in a cell, up to its end: its own paragraphs, not those of notes and
/// pictures.
fn text<R: BufRead>(reader: &mut Reader<R>, cell: &BytesStart<'_>) -> Result<String, Stop> {
    let end = cell.to_end().into_owned();
    let (mut text, mut paragraphs, mut inside, mut buffer) = (String::new(), 0, false, Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(element) => match element.name().as_ref() {
                "text:p" | "text:h" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    inside = true;
                }
                "text:s" => {
                    let times = number(&element, "text:c")?.unwrap_or(1).min(MOST_SPACES);
                    text.extend((0..times).map(|_| ' '));
                }
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                // Notes, pictures, tables in cells, readings over characters.
                name if OTHER.iter().any(|other| name.starts_with(other)) => {
                    xml::skip(reader, &element)?;
                }
                _ => {}
            },
            Event::Text(part) if inside => text.push_str(&part.xml10_content()),
            Event::CData(part) if inside => text.push_str(&part.xml10_content()),
            Event::GeneralRef(part) if inside => text.push_str(&xml::resolve(&part)?),
            Event::End(part) if matches!(part.name().as_ref(), "text:p" | "text:h") => {
                inside = false;
            }
            Event::End(part) if part.name() == end.name() => return Ok(text),
            Event::Eof => return Err(Stop::Broken),
            _ => {}
        }
        if text.len() > MOST_TEXT {
            return Err(Stop::TooLarge);
        }
    }
}
