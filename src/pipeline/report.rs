//! What came of a run.

use std::path::PathBuf;

use super::Prepared;
use super::kept::Reason;
use super::shares::Share;
use crate::assets::Wording;
use crate::clock::Spent;
use crate::finding::Finding;
use crate::publish::SaidFinding;

/// What came of a run.
#[derive(Debug, Default)]
pub struct Report {
    /// Everything found, worst first, in words.
    pub findings: Vec<SaidFinding>,
    /// Units of the assessment.
    pub units: usize,
    /// Files read.
    pub files: usize,
    /// Papers made by this run.
    pub documents: usize,
    /// Pages of them.
    pub pages: usize,
    /// Papers that were asked for and stay as the last run made them.
    pub kept: usize,
    /// Each paper's path, or what it is about, and why it was made or was not.
    pub reasons: Vec<(String, Reason)>,
    /// Where the time went.
    pub timings: Timings,
    /// Papers that the data has made stale and this run did not make.
    pub stale: Vec<String>,
    /// Papers that could not be made.
    pub failed: Vec<String>,
    /// The share of the run that this is the report of; none of a whole run.
    pub share: Option<Share>,
    /// Where the output is; none when nothing was published.
    pub output: Option<PathBuf>,
}

impl Report {
    /// Whether there is anything to mend before the papers are right.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.has("error")
    }

    /// Whether there is anything that somebody should look at.
    #[must_use]
    pub fn has_warnings(&self) -> bool {
        self.has("warning")
    }

    fn has(&self, severity: &str) -> bool {
        self.findings.iter().any(|finding| finding.severity == severity)
    }
}

/// Where the time of a run went.
#[derive(Debug, Default)]
pub struct Timings {
    /// Stages, one after the other, by the clock.
    pub stages: Vec<(&'static str, Spent)>,
    /// Work on papers, added up over all workers.
    pub papers: Vec<(&'static str, Spent)>,
}

/// The report of a run that made nothing.
pub(super) fn report(prepared: &Prepared, findings: &[Finding]) -> Report {
    let classes = prepared.scorebook.iter().flat_map(|book| &book.checked.classes);
    Report {
        findings: findings.iter().map(|found| said(&prepared.wording, found)).collect(),
        units: classes.map(|class| class.units.len()).sum(),
        files: prepared.files,
        ..Report::default()
    }
}

/// A finding in words, with its place.
#[must_use]
pub fn said(wording: &Wording, finding: &Finding) -> SaidFinding {
    let words = wording.finding(finding);
    let severity = serde_json::to_value(finding.severity).unwrap_or_default();
    let place = finding.place.clone();
    SaidFinding {
        code: finding.code.to_owned(),
        severity: severity.as_str().unwrap_or_default().to_owned(),
        unit: finding.unit().map(str::to_owned),
        file: place.file,
        sheet: place.sheet,
        cell: place.cell,
        line: place.line,
        column: place.column,
        document: place.document,
        what: words.what,
        todo: words.todo,
    }
}
