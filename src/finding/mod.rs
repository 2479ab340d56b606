//! What is wrong with the data, where, and how it is said.
//!
//! A [`Finding`] carries a stable code and facts; its words stand in
//! `report-templates/wording/findings.toml` and are put together by [`crate::assets::Wording`].
//! A wrong world (no folder, full disk) is a [`Failure`], with its words in `failures.toml`.

mod catalogue;

use std::collections::BTreeMap;

use serde::Serialize;

pub use catalogue::{AMONG_UNITS, AT_STAKE, FAILURES, RULES, Rule, failure, rule};

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

    /// Row and column from 0, in a workbook as in a text file; none for a whole sheet or file.
    #[must_use]
    pub fn position(&self) -> Option<(u32, u32)> {
        if let Some(cell) = &self.cell {
            return cell_position(cell);
        }
        let row = u32::try_from(self.line?).ok()?.checked_sub(1)?;
        let column = u32::try_from(self.column.unwrap_or(1)).ok()?.checked_sub(1)?;
        Some((row, column))
    }

    /// The whole sheet or file that a cell stands in.
    #[must_use]
    pub fn sheet_or_file(&self) -> Self {
        Self { file: self.file.clone(), sheet: self.sheet.clone(), ..Self::default() }
    }

    /// A paper.
    #[must_use]
    pub fn document(document: impl Into<String>) -> Self {
        Self { document: Some(document.into()), ..Self::default() }
    }
}

/// Row and column from 0 of a cell such as `C7`.
#[must_use]
pub fn cell_position(cell: &str) -> Option<(u32, u32)> {
    let digits = cell.find(|character: char| character.is_ascii_digit())?;
    let (letters, row) = cell.split_at(digits);
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let letter = u32::from(letter.is_ascii_uppercase().then(|| letter - b'A' + 1)?);
        column.checked_mul(26)?.checked_add(letter)
    });
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column?.checked_sub(1)?))
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
    /// The unit whose row or column it stands in, where the facts name none.
    pub row_unit: Option<String>,
}

impl Finding {
    /// A finding of a rule at a place.
    #[must_use]
    pub fn new(rule: Rule, place: Place) -> Self {
        let (code, severity) = (rule.code, rule.severity);
        Self { code, severity, place, facts: BTreeMap::new(), row_unit: None }
    }

    /// The unit that it is about, by its full name; none where it is nobody's, and where it holds
    /// units against each other: such a finding is not for one of them to read.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        if AMONG_UNITS.iter().any(|rule| rule.code == self.code) {
            return None;
        }
        let named = self.facts.get("unit").filter(|name| !name.is_empty());
        named.or(self.row_unit.as_ref()).map(String::as_str)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_a_position() {
        assert_eq!(cell_position("A1"), Some((0, 0)));
        assert_eq!(cell_position("AB12"), Some((11, 27)));
        assert_eq!(cell_position("XFD1048576"), Some((1_048_575, 16_383)));
        for wrong in ["", "7", "C", "C0", "c7", "ZZZZZZZZZZ1", "C99999999999"] {
            assert_eq!(cell_position(wrong), None, "{wrong}");
        }
        assert_eq!(Place::line("a.csv", 3, 4).position(), Some((2, 3)));
        assert_eq!(Place::file("a.csv").position(), None);
    }

    #[test]
    fn a_comparison_of_units_is_nobodys() {
        let about = |rule| Finding::new(rule, Place::default()).with("unit", "a");
        assert_eq!(about(rule::SCORE_MISSING).unit(), Some("a"));
        assert_eq!(about(rule::DEDUCTION_UNEQUAL).unit(), None);
        let mut found = Finding::new(rule::CELL_MISSING, Place::default());
        assert_eq!(found.unit(), None);
        found.row_unit = Some("b".to_owned());
        assert_eq!(found.unit(), Some("b"));
    }
}
