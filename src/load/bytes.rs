//! Bytes of an input file, and what kind of file they are.

use encoding_rs::{Encoding, GB18030, UTF_8};

use crate::finding::{Finding, Place, Rule, rule};

/// Largest file read, in bytes.
pub(super) const MOST_BYTES: u64 = 2 << 30;

/// What a file is, by its bytes and not by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A zip package with a workbook.
    Workbook,
    /// A Parquet file.
    Parquet,
    /// Comma-separated text.
    Text,
}

/// The kind that a file's name promises, when its bytes agree.
///
/// # Errors
/// The rule that the file breaks: a web page or a text under a workbook's name, an unknown kind.
pub(super) fn kind(name: &str, bytes: &[u8]) -> Result<Kind, Rule> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let wants_workbook = matches!(ending.as_str(), "xlsx" | "xlsm" | "xls" | "et" | "ods" | "xlsb");
    if bytes.is_empty() {
        return Err(rule::TABLE_EMPTY);
    }
    if wants_workbook && looks_like_markup(bytes) {
        return Err(rule::FILE_IS_HTML);
    }
    match ending.as_str() {
        "xlsx" | "xlsm" if bytes.starts_with(b"PK") => Ok(Kind::Workbook),
        "parquet" if bytes.starts_with(b"PAR1") => Ok(Kind::Parquet),
        "parquet" => Err(rule::FILE_UNREADABLE),
        "csv" if bytes.starts_with(b"PK") || bytes.starts_with(&OLE) => Err(rule::FILE_UNREADABLE),
        "csv" => Ok(Kind::Text),
        _ if wants_workbook && looks_like_text(bytes) => Err(rule::FILE_IS_TEXT),
        "xlsx" | "xlsm" => Err(rule::FILE_UNREADABLE),
        _ => Err(rule::FILE_KIND_UNKNOWN),
    }
}

/// First bytes of the old binary Office formats.
pub(super) const OLE: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];

pub(super) fn looks_like_markup(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    start.trim_ascii_start().starts_with(b"<")
}

pub(super) fn looks_like_text(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    !head.starts_with(&OLE) && !head.starts_with(b"PK") && !head.contains(&0)
}

/// The text of a file in UTF-8 or GB18030, with or without a byte order mark (UTF-16 with one).
///
/// # Errors
/// A finding when the bytes are neither.
pub(super) fn decode(bytes: &[u8], file: &str) -> Result<String, Finding> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let candidates = marked.map_or(vec![UTF_8, GB18030], |encoding| vec![encoding]);
    for encoding in candidates {
        let (text, _, broken) = encoding.decode(bytes);
        if !broken && !text.contains('\0') {
            return Ok(text.into_owned());
        }
    }
    Err(Finding::new(rule::FILE_ENCODING, Place::file(file)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_encodings_that_offices_use() {
        for bytes in
            [&b"\xEF\xBB\xBF\xE5\xB8\x82"[..], b"\xE5\xB8\x82", b"\xCA\xD0", b"\xFF\xFE\x02\x5E"]
        {
            assert_eq!(decode(bytes, "a.csv").as_deref(), Ok("市"));
        }
        assert_eq!(
            decode(b"\x00\x01\xFF", "a.csv").map_err(|found| found.code),
            Err("file-encoding")
        );
    }

    #[test]
    fn trusts_bytes_and_not_names() {
        assert_eq!(kind("a.xlsx", b"PK\x03\x04"), Ok(Kind::Workbook));
        assert_eq!(kind("a.xls", b"\n <html>"), Err(rule::FILE_IS_HTML));
        assert_eq!(kind("a.xlsx", b"name,points"), Err(rule::FILE_IS_TEXT));
        assert_eq!(kind("a.csv", b"PK\x03\x04"), Err(rule::FILE_UNREADABLE));
        assert_eq!(kind("a.xls", &OLE), Err(rule::FILE_KIND_UNKNOWN));
        assert_eq!(kind("a.doc", b"x"), Err(rule::FILE_KIND_UNKNOWN));
    }
}
