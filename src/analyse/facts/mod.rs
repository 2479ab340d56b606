//! What one paper knows: plain, serialisable figures, rounded and written once.
//!
//! Charts, sentences and layouts see only these structs. A unit's facts hold nothing of any other
//! unit; class figures are in them as far as the gate lets them through (`disclosed.rs`).

mod archive;
mod cells;
pub mod city;
mod comparison;
mod disclosed;
mod opening;
mod print;
mod risk;
mod tally;
mod unit;
pub mod workbook;

use serde::Serialize;

pub use archive::{ArchiveFacts, Filed, archive};
pub use cells::{CauseNameFacts, CellFacts, IndicatorHead, Measured};
pub use city::{
    BandFacts, CityClass, CityDimension, CityFacts, CityIndicator, CityLoss, CityUnit, GradeFacts,
    OpinionRow, OpinionsClass, OpinionsFacts, RankGroupFacts, SimilarFacts, SkippedFacts,
    TotalsFacts, city, ledgers, opinions, recheck, revision,
};
pub use comparison::{ComparedIndicator, ComparisonFacts, UnequalFacts, comparison};
pub use opening::{OpeningDimension, OpeningFacts, OpeningLevel, OpeningRow, opening};
pub use risk::{RiskAppeal, RiskFacts, RiskLate, RiskRow, disputed_units, risk};
pub use tally::TallyFacts;
pub use unit::{
    AdviceFacts, AdviceItem, AppealDecisionFacts, AppealFacts, BonusFacts, CapFacts, CauseShare,
    ChangeFacts, CorrectionFacts, CorrectionNoticeFacts, DecidedFacts, DeductionFacts,
    DerivationFacts, DimensionFacts, FeedbackDimension, FeedbackFacts, FeedbackRow, FirstFacts,
    GapFacts, GapLevel, GradeNote, HistoryFacts, IndicatorFacts, LatenessFacts, LineFacts,
    MovedTotal, PartFacts, PartKind, ProblemFacts, RectificationFacts, RegisterRow, ReturnedFacts,
    ReturnedRow, SelfFacts, SelfItem, StandingFacts, TreatmentFacts, UnitFacts, UnitLists,
    VetoFacts, WhatIfFacts, WindowFacts, YearFacts, all_lists, appeal_decision, correction,
    feedback, rectification, unit, unit_lists,
};
pub use workbook::{WorkbookFacts, workbook};

use crate::model::Figure;
use crate::settings::{PartialDate, Settings, Stage};

/// What every paper of an assessment says about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AssessmentFacts {
    /// Subject, as titles say it.
    pub subject: String,
    /// Period, as titles say it.
    pub period: String,
    /// Area of the city-wide report.
    pub area: String,
    /// Who assesses.
    pub organiser: String,
    /// Ground or source.
    pub grounds: String,
    /// Stage.
    pub stage: Stage,
    /// Synthetic data.
    pub sample: bool,
    /// Date of approval, as far as it is known.
    pub approved_on: Option<PartialDate>,
    /// Instrument of approval.
    pub approved_by: Option<String>,
    /// Measure word of units.
    pub measure: String,
    /// Decimals of totals.
    pub decimals: u32,
    /// Decimals of means.
    pub mean_decimals: u32,
    /// Rounding of totals.
    pub rounding: crate::model::Rounding,
}

impl AssessmentFacts {
    /// The assessment as it was at a stage before approval, whenever the paper is made.
    fn at(settings: &Settings, stage: Stage) -> Self {
        Self { stage, approved_on: None, approved_by: None, ..Self::new(settings) }
    }

    /// What the settings say of it.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let assessment = &settings.assessment;
        Self {
            subject: assessment.subject.clone(),
            period: assessment.period.clone(),
            area: assessment.area.clone(),
            organiser: assessment.organiser.clone(),
            grounds: assessment.grounds.clone(),
            stage: assessment.stage,
            sample: assessment.sample,
            approved_on: assessment.approved_on,
            approved_by: assessment.approved_by.clone(),
            measure: settings.papers.measure.clone(),
            decimals: settings.scoring.decimals,
            mean_decimals: settings.statistics.decimals,
            rounding: settings.scoring.rounding,
        }
    }
}

/// Everything that one kind of paper knows.
pub trait PaperFacts: Serialize {
    /// The assessment, as the paper knows it.
    fn assessment(&self) -> &AssessmentFacts;
}

macro_rules! papers {
    ($($facts:ty),+ $(,)?) => {
        $(impl PaperFacts for $facts {
            fn assessment(&self) -> &AssessmentFacts {
                &self.assessment
            }
        })+
    };
}

papers!(
    UnitFacts,
    CityFacts,
    FeedbackFacts,
    RiskFacts,
    AppealDecisionFacts,
    CorrectionNoticeFacts,
    RectificationFacts,
    OpinionsFacts,
    city::MemoFacts,
    city::StatementFacts,
    city::PublicFacts,
    city::NoticeFacts,
    city::TrainingFacts,
    city::LedgersFacts,
    city::RecheckFacts,
    city::RevisionFacts,
    ArchiveFacts,
);

/// A rank in words: “第5名”, “并列第9名”.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankFacts {
    /// The rank.
    pub place: Figure,
    /// Shared with others.
    pub tied: bool,
}
