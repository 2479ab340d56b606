//! Choices that registers and score tables write as words (`rules.md`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why points were changed after the first scoring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionKind {
    /// 复核采纳.
    Appeal,
    /// 同类更正.
    SameCause,
    /// 自行纠错.
    OwnError,
    /// 录入更正.
    Entry,
}

impl CorrectionKind {
    /// Stable name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Appeal => "appeal",
            Self::SameCause => "same_cause",
            Self::OwnError => "own_error",
            Self::Entry => "entry",
        }
    }
}

/// What was decided about an appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// 采纳.
    Accepted,
    /// 部分采纳.
    Partly,
    /// 不采纳.
    Refused,
    /// 逾期.
    Late,
    /// 撤回.
    Withdrawn,
    /// 事后补公开.
    AfterCutoff,
}

impl Decision {
    /// Whether it grants points.
    #[must_use]
    pub const fn grants(self) -> bool {
        matches!(self, Self::Accepted | Self::Partly)
    }

    /// Stable name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Partly => "partly",
            Self::Refused => "refused",
            Self::Late => "late",
            Self::Withdrawn => "withdrawn",
            Self::AfterCutoff => "after_cutoff",
        }
    }
}

/// Whether and when a problem can be mended.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Mend {
    /// 立行立改.
    Now,
    /// 下一周期体现.
    Periodic,
    /// 不可补救.
    Past,
}

impl Mend {
    /// Stable name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Periodic => "periodic",
            Self::Past => "past",
        }
    }
}

/// What a re-check of a returned rectification found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Recheck {
    /// 已销号.
    Closed,
    /// 未通过.
    Refused,
    /// 链接不实.
    FalseLink,
}

impl Recheck {
    /// Stable name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Refused => "refused",
            Self::FalseLink => "false_link",
        }
    }
}
