//! Bytes of an input file, and what kind of file they are.

use encoding_rs::{Encoding, GB18030, UTF_8};

use crate::finding::{Finding, Place, Rule, rule};

/// Largest file read, in bytes.
pub(super) const MOST_BYTES: u64 = 2 << 30;

/// What a file is, by its bytes and not by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A workbook of any format.
    Workbook,
    /// A Parquet file.
    Parquet,
    /// Comma-separated text.
    Text,
}

/// The kind that a file's name promises. Which workbook it is, its bytes say ([`container`]).
///
/// # Errors
/// The rule that the file breaks.
pub(super) fn kind(name: &str, bytes: &[u8]) -> Result<Kind, Rule> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    if bytes.is_empty() {
        return Err(rule::TABLE_EMPTY);
    }
    match ending.as_str() {
        "xlsx" | "xlsm" | "xlsb" | "xltx" | "xltm" | "xls" | "xlt" | "et" | "ett" | "ods"
        | "ots" => Ok(Kind::Workbook),
        "parquet" if bytes.starts_with(b"PAR1") => Ok(Kind::Parquet),
        "parquet" => Err(rule::FILE_UNREADABLE),
        "csv" if bytes.starts_with(ZIP) || bytes.starts_with(OLE) => Err(rule::FILE_UNREADABLE),
        "csv" => Ok(Kind::Text),
        _ => Err(rule::FILE_KIND_UNKNOWN),
    }
}

/// What holds a workbook, by its bytes and not by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// A zip package: xlsx, xlsm, xlsb, ods, newer et.
    Package,
    /// A compound file: xls, et, an encrypted xlsx.
    Compound,
}

/// What holds the workbook in these bytes.
///
/// # Errors
/// The rule that they break: a web page, a text, nothing that is known.
pub(super) fn container(bytes: &[u8]) -> Result<Container, Rule> {
    match bytes {
        [] => Err(rule::TABLE_EMPTY),
        _ if bytes.starts_with(ZIP) => Ok(Container::Package),
        _ if bytes.starts_with(OLE) => Ok(Container::Compound),
        _ if looks_like_markup(bytes) => Err(rule::FILE_IS_HTML),
        _ if looks_like_text(bytes) => Err(rule::FILE_IS_TEXT),
        _ => Err(rule::FILE_UNREADABLE),
    }
}

const ZIP: &[u8] = b"PK";

/// First bytes of the old binary Office formats.
pub(super) const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// HTML, XML, or a web archive (MHTML) of them.
pub(super) fn looks_like_markup(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let wide = start.starts_with(b"\xFF\xFE<\0") || start.starts_with(b"\xFE\xFF\0<");
    let archive = start.get(..13).is_some_and(|head| head.eq_ignore_ascii_case(b"MIME-Version:"));
    start.starts_with(b"<") || wide || archive
}

pub(super) fn looks_like_text(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    wide || !head.contains(&0)
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
        assert_eq!(kind("a.XLSX", b"PK\x03\x04"), Ok(Kind::Workbook));
        assert_eq!(kind("a.csv", b"PK\x03\x04"), Err(rule::FILE_UNREADABLE));
        assert_eq!(kind("a.doc", b"x"), Err(rule::FILE_KIND_UNKNOWN));
        assert_eq!(container(b"PK\x03\x04"), Ok(Container::Package));
        assert_eq!(container(OLE), Ok(Container::Compound));
        for page in [&b"\n <html>"[..], b"\xEF\xBB\xBF<?xml", b"MIME-Version: 1.0\n"] {
            assert_eq!(container(page), Err(rule::FILE_IS_HTML));
        }
        assert_eq!(container(b"name,points"), Err(rule::FILE_IS_TEXT));
        assert_eq!(container(b"\x09\x08\x00"), Err(rule::FILE_UNREADABLE));
        assert_eq!(container(b""), Err(rule::TABLE_EMPTY));
    }
}
