//! What `check` gives to work off: all findings by file, worst first, as text, as JSON or as a
//! workbook to send round; and what `explain` says of a code.

mod explain;
mod text;
mod workbook;
mod wrap;

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use serde::{Deserialize, Serialize};

use crate::finding::cell_position;
use crate::publish::SaidFinding;

pub use explain::{explain, overview};
pub use text::text;
pub use workbook::workbook;

/// How many findings there are of each weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Nothing is made until they are mended.
    pub errors: usize,
    /// Somebody should look.
    pub warnings: usize,
    /// For information.
    pub notes: usize,
}

impl Counts {
    /// Counts findings.
    #[must_use]
    pub fn of<'a>(findings: impl Iterator<Item = &'a SaidFinding>) -> Self {
        let mut counts = Self::default();
        for found in findings {
            match rank(found) {
                0 => counts.errors += 1,
                1 => counts.warnings += 1,
                _ => counts.notes += 1,
            }
        }
        counts
    }

    /// All of them.
    #[must_use]
    pub fn total(self) -> usize {
        self.errors + self.warnings + self.notes
    }
}

/// Findings of one file: worst first, then by sheet, row and column.
#[derive(Debug)]
pub struct OfFile<'a> {
    /// The file, or the paper; none where a finding has no place.
    pub file: Option<&'a str>,
    /// Its findings.
    pub findings: Vec<&'a SaidFinding>,
}

/// Findings by file: the file with the worst finding first, then by path.
#[must_use]
pub fn by_file(findings: &[SaidFinding]) -> Vec<OfFile<'_>> {
    let mut files: BTreeMap<Option<&str>, Vec<&SaidFinding>> = BTreeMap::new();
    for found in findings {
        let file = found.file.as_deref().or(found.document.as_deref());
        files.entry(file).or_default().push(found);
    }
    let mut groups: Vec<OfFile<'_>> =
        files.into_iter().map(|(file, findings)| OfFile { file, findings }).collect();
    for group in &mut groups {
        group.findings.sort_by(|one, other| order(one).cmp(&order(other)));
    }
    groups.sort_by_key(|group| group.findings.first().map(|found| rank(found)));
    groups
}

/// Where a finding stands among those of its file. What concerns a whole sheet comes last: it
/// mostly follows from what is wrong in single cells, as missing scores do from a wrong name.
fn order(found: &SaidFinding) -> impl Ord {
    let position = position(found);
    let place = (rank(found), found.sheet.as_deref(), position.is_none(), position);
    (place, found.code.as_str(), found.unit.as_deref(), found.what.as_str())
}

/// 0 for an error, 1 for a warning, 2 for a note.
fn rank(found: &SaidFinding) -> usize {
    match found.severity.as_str() {
        "error" => 0,
        "warning" => 1,
        _ => 2,
    }
}

/// Row and column from 0; none for a whole sheet or file.
fn position(found: &SaidFinding) -> Option<(usize, usize)> {
    match &found.cell {
        Some(cell) => cell_position(cell).map(|(row, column)| (row as usize, column as usize)),
        None => found.line.map(|line| (line.saturating_sub(1), found.column.unwrap_or(0))),
    }
}

/// The whole list as other programs read it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// How many there are.
    pub counts: Counts,
    /// All findings, in the order of the other forms of the list.
    pub findings: Vec<SaidFinding>,
}

/// The list as JSON.
#[must_use]
pub fn json(findings: &[SaidFinding]) -> Vec<u8> {
    let counts = Counts::of(findings.iter());
    let groups = by_file(findings).into_iter();
    let findings = groups.flat_map(|group| group.findings).cloned().collect();
    let mut bytes = serde_json::to_vec_pretty(&Listed { counts, findings }).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// The program's name: how a list says whose it is.
const PROGRAM: &str = env!("CARGO_PKG_NAME");

/// Most bytes of a workbook's properties that are looked at.
const MOST_PROPERTIES: u64 = 1 << 16;

/// Whether a file is a list that [`text()`], [`json`] or [`workbook()`] made; it may have been opened
/// and saved since.
#[must_use]
pub fn is_ours(bytes: &[u8]) -> bool {
    let as_text = bytes.strip_prefix(PROGRAM.as_bytes()).is_some_and(|rest| rest.starts_with(b" "));
    as_text || serde_json::from_slice::<Listed>(bytes).is_ok() || is_our_workbook(bytes)
}

fn is_our_workbook(bytes: &[u8]) -> bool {
    let Ok(mut package) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };
    let Ok(part) = package.by_name("docProps/core.xml") else {
        return false;
    };
    let mut text = String::new();
    let read = part.take(MOST_PROPERTIES).read_to_string(&mut text);
    read.is_ok() && text.contains(&format!("<dc:creator>{PROGRAM}</dc:creator>"))
}
