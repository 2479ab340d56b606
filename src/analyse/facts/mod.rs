//! What one paper knows: plain, serialisable figures, rounded and written once.
//!
//! Charts, sentences and layouts see only these structs. A unit's facts hold nothing of any other
//! unit; class figures are in them as far as the gate lets them through (`disclosed.rs`).

mod cells;
pub mod city;
mod comparison;
mod disclosed;
mod opening;
mod print;
mod risk;
mod unit;
pub mod workbook;

use serde::Serialize;

pub use cells::{CauseNameFacts, CellFacts, IndicatorHead, Measured};
pub use city::{
    BandFacts, CityClass, CityDimension, CityFacts, CityIndicator, CityLoss, CityUnit, GradeFacts,
    TotalsFacts, city,
};
pub use comparison::{ComparedIndicator, ComparisonFacts, UnequalFacts, comparison};
pub use opening::{OpeningDimension, OpeningFacts, OpeningLevel, OpeningRow, opening};
pub use risk::{RiskFacts, RiskRow, disputed_units, risk};
pub use unit::{
    AdviceFacts, AdviceItem, AppealFacts, BonusFacts, CapFacts, CauseShare, ChangeFacts,
    CorrectionFacts, DeductionFacts, DerivationFacts, DimensionFacts, FirstFacts, GapFacts,
    GapLevel, GradeNote, HistoryFacts, IndicatorFacts, LatenessFacts, LineFacts, PartFacts,
    PartKind, ProblemFacts, RegisterRow, ReturnedFacts, ReturnedRow, SelfFacts, SelfItem,
    StandingFacts, State, TreatmentFacts, UnitFacts, UnitLists, VetoFacts, WhatIfFacts, YearFacts,
    all_lists, unit, unit_lists,
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

/// A rank in words: “第5名”, “并列第9名”.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankFacts {
    /// The rank.
    pub place: Figure,
    /// Shared with others.
    pub tied: bool,
}
