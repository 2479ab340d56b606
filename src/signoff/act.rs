//! What a reviewer does, and to what.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::publish::{Manifest, ManifestDocument, SideFile};

/// What a reviewer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// 通过.
    Approve,
    /// 退回.
    Return,
    /// 意见.
    Comment,
    /// A comment is dealt with.
    Resolve,
    /// An act of one's own is taken back.
    Withdraw,
}

impl Act {
    const ALL: [Self; 5] =
        [Self::Approve, Self::Return, Self::Comment, Self::Resolve, Self::Withdraw];

    /// Its name: in the database, on the wire, in wording.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Return => "return",
            Self::Comment => "comment",
            Self::Resolve => "resolve",
            Self::Withdraw => "withdraw",
        }
    }

    /// The act of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.name() == name)
    }

    /// Whether it is about an earlier act.
    #[must_use]
    pub const fn has_target(self) -> bool {
        matches!(self, Self::Resolve | Self::Withdraw)
    }
}

/// As whom a reviewer acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 初审.
    First,
    /// 复审.
    Second,
}

impl Role {
    /// Its name: in the database, on the wire, in wording.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
        }
    }

    /// The role of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::First, Self::Second].into_iter().find(|own| own.name() == name)
    }
}

/// A moment, as `2024-09-20T07:04:05Z`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct At(String);

/// How a moment is written.
const MOMENT: &str = "%Y-%m-%dT%H:%M:%SZ";

/// Beijing is so many seconds ahead of universal time.
const BEIJING: i32 = 8 * 3600;

impl At {
    /// The moment so many seconds after the first of 1970; none beyond the calendar.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Option<Self> {
        let moment = DateTime::from_timestamp(seconds, 0)?;
        Some(Self(moment.format(MOMENT).to_string()))
    }

    /// A moment as it is written; none when it is written in another way.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let moment = NaiveDateTime::parse_from_str(text, MOMENT).ok()?;
        Some(Self(text.to_owned())).filter(|_| moment.format(MOMENT).to_string() == text)
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Day and minute in Beijing, as people read it: `2024-09-20 15:04`.
    #[must_use]
    pub fn in_beijing(&self) -> String {
        let moment = NaiveDateTime::parse_from_str(&self.0, MOMENT).ok();
        let there = moment.zip(FixedOffset::east_opt(BEIJING));
        let there = there.map(|(moment, ahead)| moment.and_utc().with_timezone(&ahead));
        there.map_or_else(|| self.0.clone(), |there| there.format("%Y-%m-%d %H:%M").to_string())
    }
}

/// One version of a paper, by the checksums of what it is and of what it was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Path in the output folder of its assessment.
    pub path: String,
    /// Kind of paper.
    pub kind: String,
    /// Code of its unit; none for a city-wide paper.
    pub unit: Option<String>,
    /// SHA-256 of the file.
    pub sha256: String,
    /// SHA-256 of the manuscript.
    pub source_sha256: String,
    /// SHA-256 of all that it stands on but other units; none of a city-wide paper.
    pub own_sha256: Option<String>,
    /// SHA-256 of all inputs.
    pub inputs_sha256: String,
    /// SHA-256 of the templates.
    pub templates_sha256: String,
    /// SHA-256 of the fonts.
    pub fonts_sha256: String,
    /// Version of the program.
    pub program: String,
    /// Where its figures stand; none of a paper that is no PDF.
    pub figures: Option<SideFile>,
    /// Files that go with it: an editable copy, a ledger.
    pub beside: Vec<SideFile>,
}

impl Version {
    /// Whether two versions are the same, byte for byte, with what goes with them.
    #[must_use]
    pub fn same_bytes(&self, other: &Self) -> bool {
        self.sha256 == other.sha256 && self.same_beside(other)
    }

    /// Whether what goes with them is the same.
    pub(super) fn same_beside(&self, other: &Self) -> bool {
        let sums = |own: &Self| own.beside.iter().map(|file| file.sha256.clone()).collect();
        let (one, two): (Vec<String>, Vec<String>) = (sums(self), sums(other));
        one == two
    }

    /// Whether it is a version of the same paper.
    pub(super) fn same_paper(&self, other: &Self) -> bool {
        (&self.kind, &self.unit) == (&other.kind, &other.unit)
    }
}

/// The papers of a manifest with what goes with each, in its order.
#[must_use]
pub fn versions(manifest: &Manifest) -> Vec<Version> {
    let mut beside: BTreeMap<&str, Vec<SideFile>> = BTreeMap::new();
    for own in &manifest.documents {
        if let Some(paper) = &own.derived_from {
            let file = SideFile { path: own.path.clone(), sha256: own.sha256.clone() };
            beside.entry(paper).or_default().push(file);
        }
    }
    let papers = manifest.documents.iter().filter(|own| own.derived_from.is_none());
    papers
        .map(|paper| {
            let beside = beside.remove(paper.path.as_str()).unwrap_or_default();
            version(manifest, paper, beside)
        })
        .collect()
}

fn version(manifest: &Manifest, paper: &ManifestDocument, beside: Vec<SideFile>) -> Version {
    Version {
        path: paper.path.clone(),
        kind: paper.kind.clone(),
        unit: paper.unit.clone(),
        sha256: paper.sha256.clone(),
        source_sha256: paper.source_sha256.clone(),
        own_sha256: paper.own_sha256.clone(),
        inputs_sha256: manifest.inputs_sha256.clone(),
        templates_sha256: paper.templates_sha256.clone(),
        fonts_sha256: paper.fonts_sha256.clone(),
        program: manifest.version.clone(),
        figures: paper.figures.clone(),
        beside,
    }
}

/// A place on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pin {
    /// Page, from 1.
    pub page: u32,
    /// Points from the page's left edge.
    pub x: f64,
    /// Points from its upper edge.
    pub y: f64,
    /// Key of the figure that is meant; none where a bare place is.
    pub figure: Option<String>,
}

/// Who acts, as whom, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// Name.
    pub who: String,
    /// As whom.
    pub role: Role,
    /// When.
    pub at: At,
}

/// An act that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Deed {
    /// What is done.
    pub act: Act,
    /// To which version of a paper; one of [`versions`].
    pub version: Version,
    /// Reason, or text of a comment; empty for none.
    pub reason: String,
    /// Where on the page; for comments.
    pub pin: Option<Pin>,
    /// The act that is dealt with or taken back.
    pub target: Option<i64>,
    /// The newest act on the paper that the reviewer had seen.
    pub seen: Option<i64>,
}

/// An act that was done.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Number, rising.
    pub id: i64,
    /// When.
    pub at: At,
    /// Who.
    pub who: String,
    /// As whom.
    pub role: Role,
    /// What was done.
    pub act: Act,
    /// To which version of a paper.
    pub version: Version,
    /// Reason, or text of a comment; empty for none.
    pub reason: String,
    /// Where on the page.
    pub pin: Option<Pin>,
    /// The act that was dealt with or taken back.
    pub target: Option<i64>,
    /// The newest act on the paper that the reviewer had seen.
    pub seen: Option<i64>,
    /// The first of several acts that were done at once; none of a single one.
    pub batch: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_one_way() {
        let at = At::from_unix(1_726_815_845).unwrap();
        assert_eq!(at.as_str(), "2024-09-20T07:04:05Z");
        assert_eq!(at.in_beijing(), "2024-09-20 15:04");
        assert_eq!(At::read(at.as_str()), Some(at));
        let late = At::read("2024-12-31T16:00:00Z").unwrap();
        assert_eq!(late.in_beijing(), "2025-01-01 00:00");
        for wrong in
            ["", "2024-09-20", "2024-09-20T07:04:05", "2024-9-20T07:04:05Z", "2024-13-01T00:00:00Z"]
        {
            assert_eq!(At::read(wrong), None, "{wrong}");
        }
        assert_eq!(At::from_unix(i64::MAX), None);
    }
}
