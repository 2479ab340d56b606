//! What a file is, by its bytes: the first ones, and the list of parts where it is a package.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

use zip::ZipArchive;

use super::bytes::{OLE, looks_like_markup, looks_like_text};
use crate::model::FileKind;

/// Bytes that are read of a file of any size.
const FIRST_BYTES: u64 = 8 << 10;
/// Most bytes of the list of parts of a package.
const MOST_LIST: u64 = 4 << 20;
/// Bytes at a package's end that hold where its list is.
const LAST_BYTES: u64 = (64 << 10) + 22;

/// A package whose list of parts can be read.
pub(super) type Package<'a> = ZipArchive<&'a File>;

/// The first bytes of a file.
pub(super) fn first_bytes(file: &File) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(FIRST_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The kind of a file that is not empty, from its first bytes, its parts if it is a package, and
/// the ending of its name where bytes leave a choice.
pub(super) fn kind(
    file: &File,
    first: &[u8],
    package: Option<&Package<'_>>,
    ending: &str,
) -> FileKind {
    let promised = FileKind::of_ending(ending);
    if is_package(first) {
        return open_document(first)
            .or_else(|| package.map(package_kind))
            .unwrap_or(FileKind::Archive);
    }
    if first.starts_with(OLE) {
        return ole_kind(&ole_directory(file, first).unwrap_or_default(), promised);
    }
    if let Some((_, kind)) = SIGNATURES.iter().find(|(sign, _)| first.starts_with(sign)) {
        return *kind;
    }
    // Behind some bytes that mail programs put before it, too.
    let head = first.get(..1024).unwrap_or(first);
    if head.windows(5).any(|five| five == b"%PDF-") {
        return FileKind::Pdf;
    }
    let webp = first.starts_with(b"RIFF") && first.get(8..12) == Some(b"WEBP");
    let bitmap = first.starts_with(b"BM") && first.contains(&0);
    if webp || bitmap || is_heif(first) {
        return FileKind::Picture;
    }
    if looks_like_markup(first) {
        return FileKind::Page;
    }
    match looks_like_text(first) {
        true if promised == Some(FileKind::Workbook) && ending == "csv" => FileKind::Workbook,
        true => FileKind::Text,
        false => FileKind::Other,
    }
}

/// Beginnings that say it all.
const SIGNATURES: [(&[u8], FileKind); 10] = [
    (b"\x89PNG\r\n\x1A\n", FileKind::Picture),
    (b"\xFF\xD8\xFF", FileKind::Picture),
    (b"GIF8", FileKind::Picture),
    (b"II*\0", FileKind::Picture),
    (b"MM\0*", FileKind::Picture),
    (b"{\\rtf", FileKind::Document),
    (b"Rar!\x1A\x07", FileKind::Archive),
    (b"7z\xBC\xAF\x27\x1C", FileKind::Archive),
    (b"PK\x05\x06", FileKind::Archive),
    (b"\x1F\x8B", FileKind::Archive),
];

/// Pictures as telephones take them.
fn is_heif(first: &[u8]) -> bool {
    let brand = first.get(8..12).unwrap_or_default();
    first.get(4..8) == Some(b"ftyp") && matches!(brand, b"heic" | b"heix" | b"mif1" | b"msf1")
}

/// The list of parts of a package; none where it has none, or one longer than any document's.
pub(super) fn package(mut file: &File, size: u64) -> Option<Package<'_>> {
    let start = size.saturating_sub(LAST_BYTES);
    file.seek(SeekFrom::Start(start)).ok()?;
    let mut end = Vec::new();
    file.take(LAST_BYTES).read_to_end(&mut end).ok()?;
    let at = end.windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let list = end.get(at + 12..at + 16)?;
    let list = u32::from_le_bytes(list.try_into().ok()?);
    // What a package says of its list's size is held against where the list must end.
    if u64::from(list) > MOST_LIST || u64::from(list) > start + at as u64 {
        return None;
    }
    ZipArchive::new(file).ok()
}

/// The kind of an open document: its type is the first part of the package, not compressed.
fn open_document(first: &[u8]) -> Option<FileKind> {
    const TYPE: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.";
    let kind = first.get(30..)?.strip_prefix(TYPE)?;
    let is = |name: &[u8]| kind.starts_with(name);
    match () {
        () if is(b"spreadsheet") => Some(FileKind::Workbook),
        () if is(b"text") => Some(FileKind::Document),
        () if is(b"presentation") => Some(FileKind::Slides),
        () => None,
    }
}

fn package_kind(package: &Package<'_>) -> FileKind {
    let holds = |start: &str| package.file_names().flatten().any(|name| name.starts_with(start));
    let opened = holds("[Content_Types].xml");
    match () {
        () if holds("OFD.xml") => FileKind::Ofd,
        () if opened && holds("xl/") => FileKind::Workbook,
        () if opened && holds("word/") => FileKind::Document,
        () if opened && holds("ppt/") => FileKind::Slides,
        () => FileKind::Archive,
    }
}

/// Whether a file begins as a package does.
pub(super) fn is_package(first: &[u8]) -> bool {
    first.starts_with(b"PK\x03\x04")
}

/// The first entries of an old binary file's directory of streams.
fn ole_directory(mut file: &File, first: &[u8]) -> Option<Vec<u8>> {
    let shift = u16::from_le_bytes(first.get(30..32)?.try_into().ok()?);
    let sector = u32::from_le_bytes(first.get(48..52)?.try_into().ok()?);
    let start = (u64::from(sector) + 1) << shift.min(12);
    file.seek(SeekFrom::Start(start)).ok()?;
    let mut entries = Vec::new();
    file.take(16 * OLE_ENTRY as u64).read_to_end(&mut entries).ok()?;
    Some(entries)
}

/// Bytes of an entry of that directory, with its name at the start.
const OLE_ENTRY: usize = 128;

/// The kind of an old binary file by its streams; where they do not tell, as in a locked file, the
/// name is believed.
fn ole_kind(directory: &[u8], promised: Option<FileKind>) -> FileKind {
    const STREAMS: [(&str, FileKind); 4] = [
        ("WordDocument", FileKind::Document),
        ("Workbook", FileKind::Workbook),
        ("Book", FileKind::Workbook),
        ("PowerPoint Document", FileKind::Slides),
    ];
    let named = |name: &str| {
        let name: Vec<u8> = format!("{name}\0").encode_utf16().flat_map(u16::to_le_bytes).collect();
        directory.chunks(OLE_ENTRY).any(|entry| entry.starts_with(&name))
    };
    let found = STREAMS.into_iter().find(|(name, _)| named(name)).map(|(_, kind)| kind);
    let family = [FileKind::Workbook, FileKind::Document, FileKind::Slides];
    found.or(promised.filter(|kind| family.contains(kind))).unwrap_or(FileKind::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_documents_say_what_they_are() {
        let first = |kind: &str| {
            let head = "x".repeat(30) + "mimetypeapplication/vnd.oasis.opendocument." + kind;
            open_document(head.as_bytes())
        };
        assert_eq!(first("spreadsheet"), Some(FileKind::Workbook));
        assert_eq!(first("textPK"), Some(FileKind::Document));
        assert_eq!(first("presentation"), Some(FileKind::Slides));
        assert_eq!(first("chart"), None);
        assert_eq!(open_document(b"PK\x03\x04"), None);
    }

    #[test]
    fn old_files_are_known_by_their_streams() {
        let entry = |name: &str| -> Vec<u8> {
            let mut bytes: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            bytes.resize(OLE_ENTRY, 0);
            bytes
        };
        let directory = [entry("Root Entry"), entry("Workbook")].concat();
        assert_eq!(ole_kind(&directory, Some(FileKind::Document)), FileKind::Workbook);
        let locked = [entry("Root Entry"), entry("EncryptedPackage")].concat();
        assert_eq!(ole_kind(&locked, Some(FileKind::Document)), FileKind::Document);
        assert_eq!(ole_kind(&locked, Some(FileKind::Picture)), FileKind::Other);
        assert_eq!(ole_kind(&locked, None), FileKind::Other);
    }
}
