//! `manifest.json`: what a run made of what.

use serde::{Deserialize, Serialize};

use crate::load::InputFile;
use crate::model::NumberCount;

/// What a run made, of what, and with what.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// Program that made it.
    pub program: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its source.
    #[serde(default)]
    pub program_sha256: String,
    /// Id of the assessment.
    pub assessment: String,
    /// Stage of the assessment.
    pub stage: String,
    /// Files read, in path order.
    pub inputs: Vec<InputFile>,
    /// SHA-256 over all paths and checksums of the inputs.
    pub inputs_sha256: String,
    /// SHA-256 of the templates that it was run with.
    #[serde(default)]
    pub templates_sha256: String,
    /// Documents, city-wide ones last, units in list order.
    pub documents: Vec<ManifestDocument>,
    /// Tables of results, and their dictionary.
    #[serde(default)]
    pub results: Vec<SideFile>,
}

/// A document of the output folder.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ManifestDocument {
    /// Kind of paper.
    pub kind: String,
    /// Code of its unit; none for a city-wide paper.
    pub unit: Option<String>,
    /// Short name of its unit.
    #[serde(default)]
    pub unit_name: Option<String>,
    /// Name of the unit's class.
    #[serde(default)]
    pub class: Option<String>,
    /// Path in the output folder.
    pub path: String,
    /// Pages.
    pub pages: usize,
    /// Size in bytes.
    pub bytes: usize,
    /// SHA-256 of the file.
    pub sha256: String,
    /// SHA-256 of the manuscript that it was made of.
    pub source_sha256: String,
    /// SHA-256 of everything of its unit's own, and of all units', that it stands on, which leaves
    /// the other units out; none of a city-wide paper.
    #[serde(default)]
    pub own_sha256: Option<String>,
    /// SHA-256 of what its numbers and names were held against; empty of a file without pages.
    #[serde(default)]
    pub checks_sha256: String,
    /// SHA-256 of the source of the program that it was made with.
    #[serde(default)]
    pub program_sha256: String,
    /// SHA-256 of the templates that it was made with.
    pub templates_sha256: String,
    /// SHA-256 of the fonts that it was made with.
    pub fonts_sha256: String,
    /// Whether the data, templates, fonts or program have changed since it was made.
    pub stale: bool,
    /// Path of the document that this one is an editable copy of.
    pub derived_from: Option<String>,
    /// Numbers read back from it, by what they are; none of a file that is no PDF.
    #[serde(default)]
    pub numbers: Option<NumberCount>,
    /// Where its figures stand, page by page ([`PageSpots`](crate::model::PageSpots)); none of a
    /// file that is no PDF.
    #[serde(default)]
    pub figures: Option<SideFile>,
    /// What was found about it.
    pub findings: Vec<SaidFinding>,
}

impl ManifestDocument {
    /// Which paper it is of: kind, and code of the unit.
    #[must_use]
    pub fn paper(&self) -> (&str, Option<&str>) {
        (&self.kind, self.unit.as_deref())
    }

    /// Its files: itself, and what goes with it.
    pub fn files(&self) -> impl Iterator<Item = SideFile> {
        let own = SideFile { path: self.path.clone(), sha256: self.sha256.clone() };
        std::iter::once(own).chain(self.figures.clone())
    }
}

/// A file beside the documents: one that goes with a document and is for the program alone, or a
/// table of results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideFile {
    /// Path in the output folder.
    pub path: String,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// A finding in words, as `findings.json` and the manifest hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidFinding {
    /// Stable code.
    pub code: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// Full name of the unit that it is about; none where it is no single unit's.
    #[serde(default)]
    pub unit: Option<String>,
    /// File of the data folder, or template.
    pub file: Option<String>,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Cell of a sheet.
    pub cell: Option<String>,
    /// Line of a text file.
    pub line: Option<usize>,
    /// Column of a text file.
    pub column: Option<usize>,
    /// Path of the document that it concerns.
    pub document: Option<String>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub todo: String,
}

/// Sorts findings worst first, then by place and code, and drops exact repetitions.
pub fn arrange_said(findings: &mut Vec<SaidFinding>) {
    findings.sort_by(|one, other| one.rank().cmp(&other.rank()));
    findings.dedup();
}

/// Names of severities, the worst first.
const WORST_FIRST: [&str; 3] = ["error", "warning", "note"];

impl SaidFinding {
    /// Where it stands among others.
    fn rank(&self) -> impl Ord {
        let weight = WORST_FIRST.iter().position(|name| *name == self.severity);
        let place = (&self.file, &self.sheet, &self.cell, self.line, self.column, &self.document);
        (weight, place, &self.code, &self.what, &self.unit, &self.todo)
    }
}
