//! Zip packages that hold a workbook: which one, and whether it fits.

use std::io::{self, Cursor, Read as _, Write};

use zip::ZipArchive;

use crate::finding::{Rule, rule};

/// Which workbook a package holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Book {
    /// xlsx, xlsm, a newer et.
    Xlsx,
    /// xlsb.
    Xlsb,
    /// ods.
    Ods,
}

/// A zip package in memory.
pub(super) type Package<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Most parts of a package.
const MOST_PARTS: usize = 10_000;

/// Most bytes that all parts of a package may inflate to.
const MOST_INFLATED: u64 = 256 << 20;

/// Most elements of the part with the shared strings, and of the part with the styles: what a
/// reader holds for each is many times its own length.
pub(super) const MOST_ELEMENTS: usize = 20_000_000;
const MOST_STYLE_ELEMENTS: usize = 2_000_000;

/// Opens a package, and inflates it once to see that it fits: what a package says of its own sizes
/// proves nothing.
///
/// # Errors
/// The rule that it breaks: damaged, too large, or no workbook.
pub(super) fn open(bytes: &[u8]) -> Result<(Package<'_>, Book), Rule> {
    if bytes.windows(4).filter(|window| *window == b"PK\x01\x02").count() > MOST_PARTS {
        return Err(rule::TABLE_TOO_LARGE);
    }
    let mut package = ZipArchive::new(Cursor::new(bytes)).map_err(|_| rule::FILE_UNREADABLE)?;
    let mut left = MOST_INFLATED;
    for part in 0..package.len() {
        let Ok(part) = package.by_index(part) else {
            continue;
        };
        let name = part.name().map(|name| name.to_lowercase()).unwrap_or_default();
        let most = match name.rsplit('/').next() {
            Some("sharedstrings.xml") => Some(MOST_ELEMENTS),
            Some("styles.xml") => Some(MOST_STYLE_ELEMENTS),
            _ => None,
        };
        let mut seen = Elements(0);
        let mut part = part.take(left + 1);
        // A damaged part ends early; the workbook's reader says so.
        let taken = match most {
            Some(_) => io::copy(&mut part, &mut seen),
            None => io::copy(&mut part, &mut io::sink()),
        };
        let taken = taken.unwrap_or(0);
        if taken > left || most.is_some_and(|most| seen.0 > most) {
            return Err(rule::TABLE_TOO_LARGE);
        }
        left -= taken;
    }
    let book = book(&package).ok_or(rule::FILE_KIND_UNKNOWN)?;
    Ok((package, book))
}

fn book(package: &Package<'_>) -> Option<Book> {
    let names: Vec<String> =
        package.file_names().flatten().map(|name| name.to_lowercase()).collect();
    let holds = |name: &str| names.iter().any(|known| known == name);
    if holds("xl/workbook.bin") {
        Some(Book::Xlsb)
    } else if holds("content.xml") && holds("mimetype") {
        Some(Book::Ods)
    } else if names.iter().any(|name| name.ends_with("workbook.xml")) {
        Some(Book::Xlsx)
    } else {
        None
    }
}

/// Counts elements and keeps nothing.
struct Elements(usize);

impl Write for Elements {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.split(|byte| *byte == b'<').count() - 1;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
