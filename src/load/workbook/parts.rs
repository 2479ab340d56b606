//! What calamine does not say of an xlsx sheet: what is hidden, merged, or never computed.

use std::collections::HashMap;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::package::{MOST_ELEMENTS, Package};
use super::xml::{self, Stop, attribute, flag, local_attribute, number};
use crate::load::sheet::{Grid, Region};

/// The parts of a workbook's sheets, by the sheets' names.
pub(super) struct Parts(HashMap<String, String>);

impl Parts {
    /// Finds the parts; what is damaged is left out, calamine says so.
    ///
    /// # Errors
    /// When the shared strings claim more than there can be: calamine would take the room.
    pub(super) fn find(package: &mut Package<'_>) -> Result<Self, Stop> {
        let all: Vec<String> = package.file_names().flatten().map(Into::into).collect();
        let named = |end: &str| {
            let lower = end.to_lowercase();
            all.iter().filter(move |name| name.to_lowercase().ends_with(&lower)).cloned()
        };
        for part in named("sharedStrings.xml") {
            claims(package, &part)?;
        }
        let mut parts = HashMap::new();
        let Some(book) = named("workbook.xml").next() else { return Ok(Self(parts)) };
        let folder = book.rsplit_once('/').map_or("", |(folder, _)| folder);
        let links =
            links(package, &format!("{folder}/_rels/workbook.xml.rels")).unwrap_or_default();
        for (sheet, link) in sheets(package, &book).unwrap_or_default() {
            let Some(target) = links.get(&link) else { continue };
            let path = match target.strip_prefix('/') {
                Some(path) => path.to_owned(),
                None => format!("{folder}/{target}"),
            };
            if let Some(name) = all.iter().find(|name| name.eq_ignore_ascii_case(&path)) {
                parts.insert(sheet, name.clone());
            }
        }
        Ok(Self(parts))
    }

    /// Reads what is hidden and never computed into a grid, and gives the merged regions; none when
    /// the sheet's part is not found or damaged.
    pub(super) fn read(
        &self,
        package: &mut Package<'_>,
        grid: &mut Grid,
    ) -> Result<Option<Vec<Region>>, Stop> {
        let name = grid.sheet.as_ref().and_then(|sheet| self.0.get(sheet));
        let Some(part) = name.and_then(|name| package.by_name(name).ok()) else {
            return Ok(None);
        };
        let mut pass = Pass { grid, regions: Vec::new(), row: 0, cell: None };
        match pass.read(&mut xml::reader(part)) {
            Ok(()) => Ok(Some(pass.regions)),
            Err(Stop::Broken) => Ok(None),
            Err(Stop::TooLarge) => Err(Stop::TooLarge),
        }
    }
}

fn claims(package: &mut Package<'_>, part: &str) -> Result<(), Stop> {
    let Ok(part) = package.by_name(part) else { return Ok(()) };
    let (mut reader, mut buffer) = (xml::reader(part), Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) if element.local_name().as_ref() == "sst" => {
                let claimed = local_attribute(&element, "uniqueCount").ok().flatten();
                let claimed = claimed.and_then(|count| count.trim().parse::<u64>().ok());
                let most = u64::try_from(MOST_ELEMENTS).unwrap_or(u64::MAX);
                return if claimed.is_some_and(|count| count > most) {
                    Err(Stop::TooLarge)
                } else {
                    Ok(())
                };
            }
            Ok(Event::Eof) | Err(_) => return Ok(()),
            _ => {}
        }
    }
}

/// Targets of the workbook's links, by their numbers.
fn links(package: &mut Package<'_>, part: &str) -> Result<HashMap<String, String>, Stop> {
    let mut links = HashMap::new();
    each(package, part, "Relationship", |element| {
        let pair = attribute(element, "Id")?.zip(attribute(element, "Target")?);
        links.extend(pair);
        Ok(())
    })?;
    Ok(links)
}

/// Names of sheets with the numbers of their links.
fn sheets(package: &mut Package<'_>, part: &str) -> Result<Vec<(String, String)>, Stop> {
    let mut sheets = Vec::new();
    each(package, part, "sheet", |element| {
        sheets.extend(attribute(element, "name")?.zip(local_attribute(element, "id")?));
        Ok(())
    })?;
    Ok(sheets)
}

/// Looks at every element of a name.
fn each(
    package: &mut Package<'_>,
    part: &str,
    name: &str,
    mut look: impl FnMut(&BytesStart<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let part = package.by_name(part.trim_start_matches('/')).map_err(|_| Stop::Broken)?;
    let (mut reader, mut buffer) = (xml::reader(part), Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(element) if element.local_name().as_ref() == name => look(&element)?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// A pass over one sheet.
struct Pass<'a> {
    grid: &'a mut Grid,
    regions: Vec<Region>,
    /// The row being read, from 0, and its next column.
    row: u32,
    cell: Option<Cell>,
}

/// The cell being read.
struct Cell {
    at: (u32, u32),
    has_formula: bool,
    has_value: bool,
}

/// Most formulas without a result: a sheet of them is no assessment.
const MOST_UNCOMPUTED: usize = 1_000_000;

impl Pass<'_> {
    fn read<R: BufRead>(&mut self, reader: &mut Reader<R>) -> Result<(), Stop> {
        let (mut buffer, mut column, mut in_value) = (Vec::new(), 0, false);
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "row" => {
                        self.begin_row(&element)?;
                        column = 0;
                    }
                    "c" => column = self.begin_cell(&element, column)?,
                    "f" => {
                        if let Some(cell) = &mut self.cell {
                            cell.has_formula = true;
                        }
                    }
                    "v" => in_value = true,
                    "col" => self.columns(&element)?,
                    "mergeCell" => self.regions.extend(region(&element)?),
                    _ => {}
                },
                Event::Text(_) | Event::GeneralRef(_) if in_value => {
                    if let Some(cell) = &mut self.cell {
                        cell.has_value = true;
                    }
                }
                Event::End(element) => match element.local_name().as_ref() {
                    "row" => self.row = self.row.saturating_add(1),
                    "c" => self.end_cell()?,
                    "v" => in_value = false,
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn begin_row(&mut self, element: &BytesStart<'_>) -> Result<(), Stop> {
        if let Some(row) = number(element, "r")? {
            self.row = row.saturating_sub(1);
        }
        if flag(element, "hidden")? {
            let row = self.row;
            match self.grid.hidden_rows.last_mut() {
                Some(last) if row > 0 && *last.end() == row - 1 => *last = *last.start()..=row,
                _ => self.grid.hidden_rows.push(row..=row),
            }
        }
        Ok(())
    }

    /// Begins a cell and gives the column of the next one.
    fn begin_cell(&mut self, element: &BytesStart<'_>, column: u32) -> Result<u32, Stop> {
        let at = attribute(element, "r")?.and_then(|text| position(&text));
        let at = at.unwrap_or((self.row, column));
        // A formula whose text is empty has its result.
        let has_value = attribute(element, "t")?.is_some_and(|kind| kind == "str");
        self.cell = Some(Cell { at, has_formula: false, has_value });
        Ok(at.1.saturating_add(1))
    }

    fn end_cell(&mut self) -> Result<(), Stop> {
        match self.cell.take() {
            Some(cell) if cell.has_formula && !cell.has_value => {
                self.grid.uncomputed.insert(cell.at);
            }
            _ => {}
        }
        if self.grid.uncomputed.len() > MOST_UNCOMPUTED { Err(Stop::TooLarge) } else { Ok(()) }
    }

    fn columns(&mut self, element: &BytesStart<'_>) -> Result<(), Stop> {
        let ends = number(element, "min")?.zip(number(element, "max")?);
        if let Some((first, last)) = ends
            && flag(element, "hidden")?
        {
            self.grid.hidden_columns.push(first.saturating_sub(1)..=last.saturating_sub(1));
        }
        Ok(())
    }
}

fn region(element: &BytesStart<'_>) -> Result<Option<Region>, Stop> {
    let text = attribute(element, "ref")?;
    Ok(text.and_then(|text| {
        let (start, end) = text.split_once(':')?;
        Some(Region { start: position(start)?, end: position(end)? })
    }))
}

/// Row and column, from 0, of `C7`.
fn position(text: &str) -> Option<(u32, u32)> {
    let text = text.replace('$', "");
    let digits = text.find(|sign: char| sign.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    let mut column: u32 = 0;
    for letter in letters.bytes() {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?);
        if value > 25 {
            return None;
        }
        column = column.checked_mul(26)?.checked_add(value + 1)?;
    }
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read() {
        assert_eq!(position("A1"), Some((0, 0)));
        assert_eq!(position("$C$7"), Some((6, 2)));
        assert_eq!(position("XFD1048576"), Some((1_048_575, 16_383)));
        for wrong in ["", "A", "7", "A0", "ZZZZZZZZZ1", "é1"] {
            assert_eq!(position(wrong), None, "{wrong}");
        }
    }
}
