//! Strings of a BIFF stream.

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, WINDOWS_1252};

use super::super::xml::Stop;
use super::records::{byte, short};

/// Most shared strings of a workbook.
const MOST_STRINGS: usize = 5_000_000;

/// The characters of a code page; those of mainland China where it is not known.
pub(super) fn code_page(number: u16) -> &'static Encoding {
    match number {
        932 | 10_001 => SHIFT_JIS,
        949 | 10_003 => EUC_KR,
        950 | 10_002 => BIG5,
        1252 | 10_000 | 0x8000 | 0x8001 => WINDOWS_1252,
        65_001 => UTF_8,
        _ => GB18030,
    }
}

/// A BIFF8 string that stands in one record: a flag byte, then its characters.
pub(super) fn wide(bytes: &[u8], at: usize, characters: usize) -> Result<String, Stop> {
    let segment = bytes.get(at..).ok_or(Stop::Broken)?;
    let flags = byte(segment, 0)?;
    let mut segments = Segments::new(vec![segment]);
    segments.at = 1;
    segments.characters(characters, flags & 1 != 0)
}

/// Bytes of a record and of those that continue it.
pub(super) struct Segments<'a> {
    parts: Vec<&'a [u8]>,
    part: usize,
    at: usize,
}

impl<'a> Segments<'a> {
    pub(super) fn new(segments: Vec<&'a [u8]>) -> Self {
        Self { parts: segments, part: 0, at: 0 }
    }

    /// What is left of the present segment; of the next one when nothing is, and none at the end.
    fn rest(&mut self) -> Option<&'a [u8]> {
        while let Some(segment) = self.parts.get(self.part) {
            match segment.get(self.at..) {
                Some(rest) if !rest.is_empty() => return Some(rest),
                _ => {
                    self.part += 1;
                    self.at = 0;
                }
            }
        }
        None
    }

    /// So many bytes, across segments.
    fn pass(&mut self, mut count: usize) -> Result<(), Stop> {
        while count > 0 {
            let taken = self.rest().ok_or(Stop::Broken)?.len().min(count);
            self.at += taken;
            count -= taken;
        }
        Ok(())
    }

    fn number<const N: usize>(&mut self) -> Result<u32, Stop> {
        let mut number = 0;
        for place in 0..N {
            let byte = *self.rest().and_then(<[u8]>::first).ok_or(Stop::Broken)?;
            self.at += 1;
            number |= u32::from(byte) << (8 * place);
        }
        Ok(number)
    }

    /// Characters of eight or sixteen bits. Where they go on in another record, that record says
    /// anew which.
    fn characters(&mut self, count: usize, is_wide: bool) -> Result<String, Stop> {
        let (mut units, mut is_wide) = (Vec::new(), is_wide);
        while units.len() < count {
            let before = self.part;
            let rest = self.rest().ok_or(Stop::Broken)?;
            if self.part != before {
                is_wide = byte(rest, 0)? & 1 != 0;
                self.at = 1;
                continue;
            }
            let left = count - units.len();
            if is_wide {
                let taken = (rest.len() / 2).min(left);
                if taken == 0 {
                    return Err(Stop::Broken);
                }
                let pairs = rest.chunks_exact(2).take(taken);
                units.extend(pairs.map(|pair| short(pair, 0).unwrap_or_default()));
                self.at += 2 * taken;
            } else {
                let taken = rest.len().min(left);
                units.extend(rest.iter().take(taken).map(|byte| u16::from(*byte)));
                self.at += taken;
            }
        }
        Ok(String::from_utf16_lossy(&units))
    }

    /// A string behind its length.
    pub(super) fn string(mut self) -> Result<String, Stop> {
        match usize::try_from(self.number::<2>()?) {
            Ok(characters) if characters > 0 => {
                let flags = self.number::<1>()?;
                self.characters(characters, flags & 1 != 0)
            }
            _ => Ok(String::new()),
        }
    }

    /// The table of shared strings ([MS-XLS] 2.4.265), without their runs of formats and readings.
    pub(super) fn shared_strings(mut self) -> Result<Vec<String>, Stop> {
        self.pass(8)?;
        let mut strings = Vec::new();
        while self.rest().is_some() {
            let characters = usize::try_from(self.number::<2>()?).unwrap_or(0);
            let flags = self.number::<1>()?;
            let runs = if flags & 8 == 0 { 0 } else { self.number::<2>()? };
            let reading = if flags & 4 == 0 { 0 } else { self.number::<4>()? };
            strings.push(self.characters(characters, flags & 1 != 0)?);
            let behind = u64::from(runs) * 4 + u64::from(reading);
            self.pass(usize::try_from(behind).map_err(|_| Stop::Broken)?)?;
            if strings.len() > MOST_STRINGS {
                return Err(Stop::TooLarge);
            }
        }
        Ok(strings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_go_on_in_the_next_record() {
        // Two strings: 评分 in sixteen bits over two records, then ab with a run of formats.
        let one = b"\0\0\0\0\0\0\0\0\x02\x00\x01\xC4\x8B";
        let other = b"\x01\x06\x52\x02\x00\x08\x01\x00ab\0\0\0\0";
        let strings = Segments::new(vec![one, other]).shared_strings().ok();
        assert_eq!(strings, Some(vec!["评分".to_owned(), "ab".to_owned()]));
        let cut = Segments::new(vec![one]).shared_strings();
        assert!(matches!(cut, Err(Stop::Broken)));
    }
}
