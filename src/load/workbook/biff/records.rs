//! Records of a BIFF stream, and what the workbook says before its sheets.

use std::collections::HashMap;

use encoding_rs::Encoding;

use super::super::shown::Shown;
use super::super::xml::Stop;
use super::strings::{self, Segments};

/// Numbers of the records that are read, from [MS-XLS] 2.3.
pub(super) mod id {
    pub(crate) const FORMULA: u16 = 0x0006;
    pub(crate) const EOF: u16 = 0x000A;
    pub(crate) const DATE_MODE: u16 = 0x0022;
    pub(crate) const ENCRYPTED: u16 = 0x002F;
    pub(crate) const CONTINUE: u16 = 0x003C;
    pub(crate) const CODE_PAGE: u16 = 0x0042;
    pub(crate) const COLUMNS: u16 = 0x007D;
    pub(crate) const SHEET: u16 = 0x0085;
    pub(crate) const MANY_RK: u16 = 0x00BD;
    pub(crate) const RICH_LABEL: u16 = 0x00D6;
    pub(crate) const CELL_FORMAT: u16 = 0x00E0;
    pub(crate) const MERGES: u16 = 0x00E5;
    pub(crate) const STRINGS: u16 = 0x00FC;
    pub(crate) const SHARED_LABEL: u16 = 0x00FD;
    pub(crate) const NUMBER: u16 = 0x0203;
    pub(crate) const LABEL: u16 = 0x0204;
    pub(crate) const BOOL_OR_ERROR: u16 = 0x0205;
    pub(crate) const STRING: u16 = 0x0207;
    pub(crate) const ROW: u16 = 0x0208;
    pub(crate) const RK: u16 = 0x027E;
    pub(crate) const FORMAT: u16 = 0x041E;
    pub(crate) const BOF: u16 = 0x0809;
}

/// One record.
pub(super) struct Record<'a> {
    pub(super) id: u16,
    pub(super) bytes: &'a [u8],
}

/// The records of a stream; ends where no whole record is left.
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The bodies of the records that continue the last one.
    pub(super) fn continued(&mut self) -> Vec<&'a [u8]> {
        let mut bodies = Vec::new();
        while short(self.rest, 0).is_ok_and(|id| id == id::CONTINUE) {
            let Some(record) = self.next() else { break };
            bodies.push(record.bytes);
        }
        bodies
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (id, length) = (short(self.rest, 0).ok()?, short(self.rest, 2).ok()?);
        let end = 4 + usize::from(length);
        let bytes = self.rest.get(4..end)?;
        self.rest = self.rest.get(end..)?;
        Some(Record { id, bytes })
    }
}

/// One sheet of the workbook's list.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// Where its records begin.
    pub(super) start: usize,
}

/// What stands before the sheets.
pub(super) struct Globals {
    /// BIFF8 has characters of sixteen bits, BIFF5 those of a code page.
    wide: bool,
    code_page: &'static Encoding,
    pub(super) is_encrypted: bool,
    pub(super) is_1904: bool,
    pub(super) sheets: Vec<Sheet>,
    pub(super) strings: Vec<String>,
    /// Formats by the number that cells give.
    formats: Vec<Shown>,
}

impl Globals {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Stop> {
        let mut records = Records::new(bytes);
        let first = records.next().filter(|record| record.id == id::BOF).ok_or(Stop::Broken)?;
        let mut globals = Self {
            wide: short(first.bytes, 0)? == 0x0600,
            code_page: encoding_rs::GB18030,
            is_encrypted: false,
            is_1904: false,
            sheets: Vec::new(),
            strings: Vec::new(),
            formats: Vec::new(),
        };
        let (mut codes, mut used) = (HashMap::new(), Vec::new());
        while let Some(Record { id, bytes }) = records.next() {
            match id {
                id::EOF => break,
                id::ENCRYPTED => {
                    globals.is_encrypted = true;
                    return Ok(globals);
                }
                id::DATE_MODE => globals.is_1904 = short(bytes, 0)? == 1,
                id::CODE_PAGE => globals.code_page = strings::code_page(short(bytes, 0)?),
                id::SHEET => globals.sheets.extend(globals.sheet(bytes)?),
                id::FORMAT => {
                    let text = if globals.wide {
                        globals.long_string(bytes, 2)?
                    } else {
                        globals.short_string(bytes, 2)?
                    };
                    codes.insert(short(bytes, 0)?, text);
                }
                id::CELL_FORMAT => used.push(short(bytes, 2)?),
                id::STRINGS => {
                    let mut segments = vec![bytes];
                    segments.extend(records.continued());
                    globals.strings = Segments::new(segments).shared_strings()?;
                }
                _ => {}
            }
        }
        globals.formats = used
            .into_iter()
            .map(|id| Shown::of(id.into(), codes.get(&id).map_or("", String::as_str)))
            .collect();
        Ok(globals)
    }

    /// One entry of the list of sheets; none for charts and modules of code.
    fn sheet(&self, bytes: &[u8]) -> Result<Option<Sheet>, Stop> {
        if !matches!(byte(bytes, 5)?, 0 | 1) {
            return Ok(None);
        }
        let mut name = self.short_string(bytes, 6)?;
        name.retain(|character| character != '\0');
        Ok(Some(Sheet {
            name,
            hidden: byte(bytes, 4)? & 3 != 0,
            start: usize::try_from(long(bytes, 0)?).map_err(|_| Stop::Broken)?,
        }))
    }

    /// A number as the format of its cell shows it.
    pub(super) fn shown(&self, format: u16, number: f64) -> String {
        let shown = self.formats.get(usize::from(format)).copied().unwrap_or_default();
        shown.text(number, self.is_1904)
    }

    /// A string behind a length of one byte.
    fn short_string(&self, bytes: &[u8], at: usize) -> Result<String, Stop> {
        self.string(bytes, at + 1, byte(bytes, at)?.into())
    }

    /// A string behind a length of two bytes.
    pub(super) fn long_string(&self, bytes: &[u8], at: usize) -> Result<String, Stop> {
        self.string(bytes, at + 2, short(bytes, at)?.into())
    }

    /// A string behind a length of two bytes that may go on in other records.
    pub(super) fn continued_string(&self, segments: Vec<&[u8]>) -> Result<String, Stop> {
        if self.wide {
            Segments::new(segments).string()
        } else {
            self.long_string(&segments.concat(), 0)
        }
    }

    fn string(&self, bytes: &[u8], at: usize, characters: usize) -> Result<String, Stop> {
        if self.wide && characters > 0 {
            return strings::wide(bytes, at, characters);
        }
        let end = at.saturating_add(characters).min(bytes.len());
        let bytes = bytes.get(at..end).unwrap_or_default();
        Ok(self.code_page.decode_without_bom_handling(bytes).0.into_owned())
    }
}

/// A byte of a record.
pub(super) fn byte(bytes: &[u8], at: usize) -> Result<u8, Stop> {
    bytes.get(at).copied().ok_or(Stop::Broken)
}

/// Two bytes of a record.
pub(super) fn short(bytes: &[u8], at: usize) -> Result<u16, Stop> {
    array(bytes, at).map(u16::from_le_bytes)
}

/// Four bytes of a record.
pub(super) fn long(bytes: &[u8], at: usize) -> Result<u32, Stop> {
    array(bytes, at).map(u32::from_le_bytes)
}

/// Eight bytes of a record as a number.
pub(super) fn double(bytes: &[u8], at: usize) -> Result<f64, Stop> {
    array(bytes, at).map(f64::from_le_bytes)
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], Stop> {
    let end = at.checked_add(N).ok_or(Stop::Broken)?;
    bytes.get(at..end).and_then(|bytes| bytes.try_into().ok()).ok_or(Stop::Broken)
}

/// A number packed into four bytes ([MS-XLS] 2.5.217): thirty bits of a whole number or of a
/// float, in hundredths or not.
pub(super) fn packed(bytes: &[u8], at: usize) -> Result<f64, Stop> {
    let bits = long(bytes, at)?;
    let number = if bits & 2 == 0 {
        f64::from_bits(u64::from(bits & !3) << 32)
    } else {
        f64::from(bits.cast_signed() >> 2)
    };
    Ok(if bits & 1 == 0 { number } else { number / 100.0 })
}
