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
mod stability;
mod unit;
mod years;

pub use agreement::{IndicatorAgreement, ScorerAgreement};
pub use causes::{CauseStatistics, MethodStatistics};
pub use completeness::{PieceState, PieceStatus};
pub use dimensions::{DimensionStatistics, UnitDimension};
pub use distribution::{Band, Distribution};
pub use indicators::{IndicatorStatistics, Weakness};
pub use self_assessment::{SelfComparison, SelfStatistics};
#[cfg(test)]
pub(crate) use stability::fast_bases;
pub use stability::{Draw, Neighbours, Scenario, Stability, UnitStability};
pub use unit::{Commonness, UnitAnalysis, UnitItem, UnitWeakness};
pub use years::{ClassYear, UnitYear, YearChange};

use crate::score::{Scorebook, Scorer};

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
    /// The class's change since last year; none without comparable units.
    pub year: Option<ClassYear>,
    /// Losses by cause.
    pub causes: Vec<CauseStatistics>,
    /// Losses by way of assessment.
    pub methods: Vec<MethodStatistics>,
    /// Agreement of two scorers; none without a sample.
    pub agreement: Option<ScorerAgreement>,
    /// How firmly ranks stand.
    pub stability: Stability,
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
    let among = unit::Among {
        settings,
        class,
        scorer: Scorer::new(checked, position),
        indicators: &indicators,
        scores,
        counted: &counted,
    };
    let units = all.clone().map(|unit| among.unit(unit)).collect();
    let self_comparisons: Vec<_> =
        all.clone().map(|unit| self_assessment::self_comparison(class, unit)).collect();
    let agreement = agreement::agreement(class, settings.agreement_least);
    let year_changes: Vec<_> =
        all.map(|unit| years::year_change(class, unit, &scores[unit])).collect();
    ClassAnalysis {
        totals: distribution::distribution(checked, scores),
        dimensions: dimensions::statistics(class, &unit_dimensions, &counted),
        unit_dimensions,
        units,
        self_statistics: self_assessment::self_statistics(class, &self_comparisons),
        self_comparisons,
        year: years::class_year(&checked.settings, scores, &year_changes),
        year_changes,
        causes: causes::causes(checked, class),
        methods: causes::methods(class),
        stability: stability::stability(checked, position, scores, agreement.as_ref()),
        agreement,
        completeness: completeness::completeness(checked, class),
        indicators,
    }
}
