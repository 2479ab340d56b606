//! What is wrong with the data, where, and how it is said.
//!
//! A [`Finding`] carries a stable code and facts; its words stand in
//! `report-templates/wording/findings.toml` and are put together by [`crate::assets::Wording`].
//! A wrong world (no folder, full disk) is a [`Failure`], with its words in `failures.toml`.

mod catalogue;

use std::collections::BTreeMap;

use serde::Serialize;

pub use catalogue::{FAILURES, RULES, Rule, failure, rule};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing is made until it is mended (or, for one paper, that paper is not made).
    Error,
    /// Papers are made; somebody should look.
    Warning,
    /// For information.
    Note,
}

/// Where a value came from: file, sheet and cell; each as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Place {
    /// File, relative to the data folder, with `/` as separator.
    pub file: Option<String>,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Cell such as `C7`; in a text file `line 7` is written by the wording as a line number.
    pub cell: Option<String>,
    /// Line of a text file, from 1.
    pub line: Option<usize>,
    /// Column of a text file, from 1.
    pub column: Option<usize>,
    /// The paper that it concerns.
    pub document: Option<String>,
}

impl Place {
    /// A whole file.
    #[must_use]
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: Some(file.into()), ..Self::default() }
    }

    /// A line and column of a text file.
    #[must_use]
    pub fn line(file: impl Into<String>, line: usize, column: usize) -> Self {
        Self { line: Some(line), column: Some(column), ..Self::file(file) }
    }

    /// A paper.
    #[must_use]
    pub fn document(document: impl Into<String>) -> Self {
        Self { document: Some(document.into()), ..Self::default() }
    }
}

/// One thing that is wrong, with what the wording needs to say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable code, for instance `score-above-full-marks`.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// Values that the wording names.
    pub facts: BTreeMap<&'static str, String>,
}

impl Finding {
    /// A finding of a rule at a place.
    #[must_use]
    pub fn new(rule: Rule, place: Place) -> Self {
        Self { code: rule.code, severity: rule.severity, place, facts: BTreeMap::new() }
    }

    /// Adds a value for the wording.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers hand over texts, numbers, errors")]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.facts.insert(name, value.to_string());
        self
    }
}

/// Sorts findings worst first, then by place and code, and drops exact repetitions.
pub fn arrange(findings: &mut Vec<Finding>) {
    findings.sort_by(|one, other| {
        (one.severity, &one.place, one.code, &one.facts).cmp(&(
            other.severity,
            &other.place,
            other.code,
            &other.facts,
        ))
    });
    findings.dedup();
}

/// Whether any finding is an error.
#[must_use]
pub fn any_error(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

/// The world is wrong: no folder, no permission, disk full. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Stable code, for instance `folder-missing`.
    pub code: &'static str,
    /// Values that the wording names: `path`, `cause`, …
    pub facts: BTreeMap<&'static str, String>,
}

impl Failure {
    /// A failure with its stable code.
    #[must_use]
    pub fn new(code: &'static str) -> Self {
        Self { code, facts: BTreeMap::new() }
    }

    /// A failure of the file system at a path.
    #[must_use]
    pub fn io(code: &'static str, path: &std::path::Path, cause: &std::io::Error) -> Self {
        Self::new(code).with("path", path.display()).with("cause", cause)
    }

    /// Adds a value for the wording.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers hand over texts, numbers, errors")]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.facts.insert(name, value.to_string());
        self
    }
}

impl std::fmt::Display for Failure {
    /// The bare code and facts, for logs and tests; people see the wording.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {:?}", self.code, self.facts)
    }
}

impl std::error::Error for Failure {}
