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
    /// 初评反馈函.
    Feedback,
    /// 风险底稿.
    Risk,
    /// 横向比对表.
    Comparison,
    /// 复核意见表.
    Opinions,
    /// 复核结果告知书.
    AppealDecision,
    /// 同类更正告知.
    Correction,
    /// 呈批件.
    Memo,
    /// 评估工作说明.
    Statement,
    /// 单位评估报告.
    Unit,
    /// 总报告.
    City,
    /// 总报告公开版.
    Public,
    /// 通报.
    Notice,
    /// 整改通知.
    Rectification,
    /// 整改台账汇总.
    Ledger,
    /// 整改复查通报.
    Recheck,
    /// 培训要点.
    Training,
    /// 指标修订建议.
    Revision,
    /// 归档清单.
    Archive,
    /// 统计工作簿.
    Workbook,
    /// 指标体系.
    Indicators,
    /// 指标说明.
    Guide,
    /// 审签表.
    Signoff,
}

/// What a paper is made as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A PDF, from a manuscript.
    Pdf,
    /// A workbook.
    Workbook,
}

/// Whose a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// There is one for each unit that has something to be told.
    Unit,
    /// There is one for the whole assessment.
    City,
    /// Made by a command of its own (`forms`, `release`), and by no run.
    Forms,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 22] = [
        Self::Feedback,
        Self::Risk,
        Self::Comparison,
        Self::Opinions,
        Self::AppealDecision,
        Self::Correction,
        Self::Memo,
        Self::Statement,
        Self::Unit,
        Self::City,
        Self::Public,
        Self::Notice,
        Self::Rectification,
        Self::Ledger,
        Self::Recheck,
        Self::Training,
        Self::Revision,
        Self::Archive,
        Self::Workbook,
        Self::Indicators,
        Self::Guide,
        Self::Signoff,
    ];

    /// The kind's name: in settings, in the manifest, of its layout, of its sentences.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Feedback => "feedback",
            Self::Risk => "risk",
            Self::Comparison => "comparison",
            Self::Opinions => "opinions",
            Self::AppealDecision => "appeal_decision",
            Self::Correction => "correction",
            Self::Memo => "memo",
            Self::Statement => "statement",
            Self::Unit => "unit",
            Self::City => "city",
            Self::Public => "public",
            Self::Notice => "notice",
            Self::Rectification => "rectification",
            Self::Ledger => "ledger",
            Self::Recheck => "recheck",
            Self::Training => "training",
            Self::Revision => "revision",
            Self::Archive => "archive",
            Self::Workbook => "workbook",
            Self::Indicators => "indicators",
            Self::Guide => "guide",
            Self::Signoff => "signoff",
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
            Self::Feedback
            | Self::Risk
            | Self::AppealDecision
            | Self::Correction
            | Self::Unit
            | Self::Rectification => Scope::Unit,
            Self::Comparison
            | Self::Opinions
            | Self::Memo
            | Self::Statement
            | Self::City
            | Self::Public
            | Self::Notice
            | Self::Ledger
            | Self::Recheck
            | Self::Training
            | Self::Revision
            | Self::Archive
            | Self::Workbook => Scope::City,
            Self::Indicators | Self::Guide | Self::Signoff => Scope::Forms,
        }
    }

    /// What it is made as.
    #[must_use]
    pub const fn medium(self) -> Medium {
        match self {
            Self::Comparison | Self::Workbook => Medium::Workbook,
            _ => Medium::Pdf,
        }
    }

    /// The stages whose run makes it when nothing else is asked for (`reports.md`, the matrix).
    #[must_use]
    pub const fn stages(self) -> &'static [Stage] {
        match self {
            Self::Unit => &[Stage::Reviewed, Stage::Submitted, Stage::Approved, Stage::Rectified],
            Self::City => &[Stage::Submitted, Stage::Approved, Stage::Rectified],
            Self::Feedback | Self::Risk => &[Stage::Preliminary],
            Self::Comparison => &[Stage::Preliminary, Stage::Reviewed],
            Self::Opinions | Self::AppealDecision | Self::Correction => &[Stage::Reviewed],
            Self::Memo | Self::Statement => &[Stage::Submitted],
            Self::Public | Self::Notice | Self::Training | Self::Rectification => {
                &[Stage::Approved]
            }
            Self::Ledger => &[Stage::Approved, Stage::Rectified],
            Self::Recheck | Self::Revision | Self::Archive => &[Stage::Rectified],
            Self::Workbook => &[
                Stage::Preliminary,
                Stage::Reviewed,
                Stage::Submitted,
                Stage::Approved,
                Stage::Rectified,
            ],
            Self::Indicators | Self::Guide | Self::Signoff => &[],
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
    /// Whom to ask about a letter, with telephone; empty for nobody.
    pub contact: String,
    /// 初评反馈函.
    pub feedback: PaperSettings,
    /// 风险底稿.
    pub risk: PaperSettings,
    /// 横向比对表.
    pub comparison: PaperSettings,
    /// 复核意见表.
    pub opinions: PaperSettings,
    /// 复核结果告知书.
    pub appeal_decision: PaperSettings,
    /// 同类更正告知.
    pub correction: PaperSettings,
    /// 呈批件.
    pub memo: PaperSettings,
    /// 评估工作说明.
    pub statement: PaperSettings,
    /// 单位评估报告.
    pub unit: PaperSettings,
    /// 总报告.
    pub city: PaperSettings,
    /// 总报告公开版.
    pub public: PaperSettings,
    /// 通报.
    pub notice: PaperSettings,
    /// 整改通知.
    pub rectification: PaperSettings,
    /// 整改台账汇总.
    pub ledger: PaperSettings,
    /// 整改复查通报.
    pub recheck: PaperSettings,
    /// 培训要点.
    pub training: PaperSettings,
    /// 指标修订建议.
    pub revision: PaperSettings,
    /// 归档清单.
    pub archive: PaperSettings,
    /// 统计工作簿.
    pub workbook: PaperSettings,
}

impl Papers {
    /// The settings of a kind; none for one that `forms` makes.
    #[must_use]
    pub const fn of(&self, kind: Kind) -> Option<&PaperSettings> {
        match kind {
            Kind::Feedback => Some(&self.feedback),
            Kind::Risk => Some(&self.risk),
            Kind::Comparison => Some(&self.comparison),
            Kind::Opinions => Some(&self.opinions),
            Kind::AppealDecision => Some(&self.appeal_decision),
            Kind::Correction => Some(&self.correction),
            Kind::Memo => Some(&self.memo),
            Kind::Statement => Some(&self.statement),
            Kind::Unit => Some(&self.unit),
            Kind::City => Some(&self.city),
            Kind::Public => Some(&self.public),
            Kind::Notice => Some(&self.notice),
            Kind::Rectification => Some(&self.rectification),
            Kind::Ledger => Some(&self.ledger),
            Kind::Recheck => Some(&self.recheck),
            Kind::Training => Some(&self.training),
            Kind::Revision => Some(&self.revision),
            Kind::Archive => Some(&self.archive),
            Kind::Workbook => Some(&self.workbook),
            Kind::Indicators | Kind::Guide | Kind::Signoff => None,
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
    /// Whether a copy that can be edited (.docx) stands beside its PDF.
    pub editable: bool,
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
