//! What papers there are, and what an office decides about each (`reports.md`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::PartialDate;
use super::types::Stage;

/// Kinds of papers, in the order of the manifest.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 单位评估报告.
    Unit,
    /// 总报告.
    City,
    /// 指标体系.
    Indicators,
    /// 指标说明.
    Guide,
}

/// Whose a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// There is one for each unit that has something to be told.
    Unit,
    /// There is one for the whole assessment.
    City,
    /// Made by the command `forms`, and by no run.
    Forms,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Unit, Self::City, Self::Indicators, Self::Guide];

    /// The kind's name: in settings, in the manifest, of its layout, of its sentences.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::City => "city",
            Self::Indicators => "indicators",
            Self::Guide => "guide",
        }
    }

    /// The kind of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whose it is.
    #[must_use]
    pub const fn scope(self) -> Scope {
        match self {
            Self::Unit => Scope::Unit,
            Self::City => Scope::City,
            Self::Indicators | Self::Guide => Scope::Forms,
        }
    }

    /// The stages whose run makes it when nothing else is asked for (`reports.md`, the matrix).
    #[must_use]
    pub const fn stages(self) -> &'static [Stage] {
        match self {
            Self::Unit => &[Stage::Reviewed, Stage::Submitted, Stage::Approved, Stage::Rectified],
            Self::City => &[Stage::Submitted, Stage::Approved, Stage::Rectified],
            Self::Indicators | Self::Guide => &[],
        }
    }

    /// Whether a stage may have it at all: a paper tells what is decided by its stage, and may be
    /// made again at any later one.
    #[must_use]
    pub fn is_due(self, stage: Stage) -> bool {
        self.stages().first().is_some_and(|first| *first <= stage)
    }
}

/// Papers: which, where, and what stands on them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Papers {
    /// Kinds that a run makes; those of the stage when empty.
    pub make: Vec<Kind>,
    /// Measure word of the units, for instance `个`.
    pub measure: String,
    /// PDF profile.
    pub profile: Profile,
    /// What stands above the title of a letter.
    pub head: Head,
    /// Whether letters are sealed: room is left, and the date stands where a seal wants it.
    pub sealed: bool,
    /// 单位评估报告.
    pub unit: PaperSettings,
    /// 总报告.
    pub city: PaperSettings,
}

impl Papers {
    /// The settings of a kind; none for one that `forms` makes.
    #[must_use]
    pub const fn of(&self, kind: Kind) -> Option<&PaperSettings> {
        match kind {
            Kind::Unit => Some(&self.unit),
            Kind::City => Some(&self.city),
            Kind::Indicators | Kind::Guide => None,
        }
    }

    /// Whether a run at a stage makes a kind of its own accord.
    #[must_use]
    pub fn makes(&self, kind: Kind, stage: Stage) -> bool {
        if self.make.is_empty() {
            kind.stages().contains(&stage)
        } else {
            self.make.contains(&kind)
        }
    }
}

/// What an office decides about one kind of paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PaperSettings {
    /// Where its file stands, `/` between folders: MiniJinja over class, code, order, name, short
    /// (of a unit), period, subject, area.
    pub file: String,
    /// Circulation mark with its scope; empty for none.
    pub mark: String,
    /// Whether it is open to the public.
    pub openness: Openness,
    /// Document number; empty for none.
    pub number: String,
    /// Its date, as far as it is known; that of approval where nothing is said.
    #[schemars(with = "Option<String>", extend("format" = "partial-date"))]
    pub dated: Option<PartialDate>,
}

/// What stands above the title of a letter (GB/T 9704).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Head {
    /// Nothing but number and mark.
    None,
    /// Room for the red head of the office's own system.
    Reserve,
    /// 信函格式.
    Letter,
    /// A red head with the organiser's name.
    Full,
}

/// Openness of a paper (政府信息公开属性).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Openness {
    /// 主动公开.
    Open,
    /// 依申请公开.
    OnRequest,
    /// 不予公开.
    Closed,
}

/// PDF profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// PDF/A-2a with PDF/UA-1.
    Accessible,
    /// PDF/A-2u, untagged.
    Small,
}
