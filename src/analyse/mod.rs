//! Stage 4: a [`Scorebook`] becomes an [`Analysis`]: figures across units.
//!
//! Per class: the distribution of totals, dimensions, indicators, main losses. Definitions are
//! those of `rules.md`, statistics. Sums run on whole ten-thousandths; other statistics are plain
//! functions over slices in unit-list order ([`statistics`]), so that the same input gives the
//! same bytes. [`facts`] cuts one paper's figures out, rounded and written once.

pub mod facts;
pub mod results;
pub mod statistics;

mod agreement;
mod causes;
mod columns;
mod completeness;
mod dimensions;
mod distribution;
mod indicators;
mod self_assessment;
mod unit;
mod years;

pub use agreement::ScorerAgreement;
pub use causes::{CauseStatistics, MethodStatistics};
pub use completeness::{PieceState, PieceStatus};
pub use dimensions::{DimensionStatistics, UnitDimension};
pub use distribution::{Band, Distribution};
pub use indicators::{IndicatorStatistics, Weakness};
pub use self_assessment::{SelfComparison, SelfStatistics};
pub use unit::{Commonness, UnitAnalysis, UnitItem, UnitWeakness};
pub use years::YearChange;

use crate::score::Scorebook;

/// Figures across units, by class.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// Classes, in the order of the scorebook.
    pub classes: Vec<ClassAnalysis>,
}

/// One class's figures.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassAnalysis {
    /// Published totals.
    pub totals: Distribution,
    /// Dimensions, in table order.
    pub dimensions: Vec<DimensionStatistics>,
    /// Each unit's dimensions, by unit and dimension.
    pub unit_dimensions: Vec<Vec<UnitDimension>>,
    /// Indicators, in table order.
    pub indicators: Vec<IndicatorStatistics>,
    /// Units, in list order.
    pub units: Vec<UnitAnalysis>,
    /// Each unit's self-assessment; none without a form.
    pub self_comparisons: Vec<Option<SelfComparison>>,
    /// Self-assessments of the class; none when it has no table of them.
    pub self_statistics: Option<SelfStatistics>,
    /// Each unit's change since last year; none without comparable data.
    pub year_changes: Vec<Option<YearChange>>,
    /// Losses by cause.
    pub causes: Vec<CauseStatistics>,
    /// Losses by way of assessment.
    pub methods: Vec<MethodStatistics>,
    /// Agreement of two scorers; none without a sample.
    pub agreement: Option<ScorerAgreement>,
    /// What units handed in, by unit and required piece; empty where nothing says it.
    pub completeness: Vec<Vec<PieceStatus>>,
}

/// Analyses every class.
#[must_use]
pub fn analyse(scorebook: &Scorebook) -> Analysis {
    let classes = 0..scorebook.checked.classes.len();
    Analysis { classes: classes.map(|position| analyse_class(scorebook, position)).collect() }
}

fn analyse_class(scorebook: &Scorebook, position: usize) -> ClassAnalysis {
    let checked = &scorebook.checked;
    let settings = &checked.settings.statistics;
    let (class, scores) = (&checked.classes[position], &scorebook.classes[position]);
    let unit_dimensions = dimensions::by_unit(class);
    // A unit without a total has no cell that could count.
    let counted: Vec<bool> =
        scores.iter().map(|score| !score.vetoed || score.counts(checked)).collect();
    let indicators = indicators::statistics(settings, class, &counted);
    let all = 0..class.units.len();
    let units = unit::Among::new(scorebook, position, &indicators, &counted).units();
    let self_comparisons: Vec<_> =
        all.clone().map(|unit| self_assessment::self_comparison(class, unit)).collect();
    ClassAnalysis {
        totals: distribution::distribution(checked, scores),
        dimensions: dimensions::statistics(class, &unit_dimensions, &counted),
        unit_dimensions,
        units,
        self_statistics: self_assessment::self_statistics(class, &self_comparisons),
        self_comparisons,
        year_changes: all.map(|unit| years::year_change(class, unit, &scores[unit])).collect(),
        causes: causes::causes(checked, class),
        methods: causes::methods(class),
        agreement: agreement::agreement(class),
        completeness: completeness::completeness(checked, class),
        indicators,
    }
}
