//! Stage 4: a [`Scorebook`] becomes an [`Analysis`]: figures across units.
//!
//! Per class: the distribution of totals, dimensions, indicators, losses and their causes; across
//! classes: the indicators that they share. Definitions are
//! those of `rules.md`, statistics. Sums run on whole ten-thousandths; other statistics are plain
//! functions over slices in unit-list order ([`statistics`]), so that the same input gives the
//! same bytes. [`facts`] cuts one paper's figures out, rounded and written once.

mod expected;
pub mod facts;
pub mod results;
pub mod statistics;

mod agreement;
mod best;
mod causes;
mod columns;
mod completeness;
mod correlation;
mod dimensions;
mod discrimination;
mod distribution;
mod equal_treatment;
mod gap;
mod indicators;
mod leaf;
mod loss_causes;
mod main_losses;
mod named;
mod problems;
mod rectification;
mod self_assessment;
mod shared;
mod spread;
mod stability;
mod standing;
mod unit;
mod years;

pub use agreement::{IndicatorAgreement, ScorerAgreement};
pub use best::Best;
pub use causes::{CauseStatistics, MethodStatistics};
pub use completeness::{PieceState, PieceStatus};
pub use correlation::DimensionCorrelation;
pub use dimensions::{DimensionStatistics, UnitDimension};
pub use discrimination::Discrimination;
pub use distribution::{Band, BandShare, Distribution};
pub use equal_treatment::UnequalLosses;
pub use expected::Expected;
pub use gap::{GapMeans, GapPart, GapSource};
pub use indicators::{IndicatorStatistics, Weakness};
pub use loss_causes::LossCauses;
pub use problems::{Problem, State, idle_rows, problems};
pub use rectification::Tally;
pub use self_assessment::{FirstComparison, SelfComparison, SelfStatistics};
pub use shared::IndicatorGroup;
pub use spread::RateSpread;
#[cfg(test)]
pub(crate) use stability::fast_bases;
pub use stability::{Draw, Neighbours, Scenario, Stability, UnitStability};
pub use standing::Standing;
pub use unit::{Commonness, UnitAnalysis, UnitItem, UnitWeakness};
pub use years::{ClassYear, UnitYear, YearChange};

use loss_causes::CauseFinder;

use crate::crew::Crew;
use crate::score::Scorebook;

/// Figures across units, by class.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// Classes, in the order of the scorebook.
    pub classes: Vec<ClassAnalysis>,
    /// Indicators of all classes, identical ones together; others alone.
    pub groups: Vec<IndicatorGroup>,
}

/// One class's figures.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassAnalysis {
    /// Published totals.
    pub totals: Distribution,
    /// Where each unit's published total stands; none for units that do not count in them.
    pub standings: Vec<Option<Standing>>,
    /// Class means of the parts of totals; none when no unit counts.
    pub gap_means: Option<GapMeans>,
    /// Dimensions, in table order.
    pub dimensions: Vec<DimensionStatistics>,
    /// Correlations of dimensions, two by two, where enough units have both.
    pub correlations: Vec<DimensionCorrelation>,
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
    /// The cause of every loss.
    pub loss_causes: LossCauses,
    /// Losses by cause.
    pub causes: Vec<CauseStatistics>,
    /// Losses of one indicator and one cause that differ.
    pub unequal: Vec<UnequalLosses>,
    /// Losses by way of assessment.
    pub methods: Vec<MethodStatistics>,
    /// Agreement of two scorers; none without a sample.
    pub agreement: Option<ScorerAgreement>,
    /// How firmly ranks stand.
    pub stability: Stability,
    /// What units handed in, by unit and required piece; empty where nothing says it.
    pub completeness: Vec<Vec<PieceStatus>>,
}

/// Units of a share of work: fewer are not worth a worker's start.
const LEAST_SHARE: usize = 256;

/// Analyses every class, the units of large ones by several workers.
#[must_use]
pub fn analyse(scorebook: &Scorebook, crew: Crew) -> Analysis {
    let checked = &scorebook.checked;
    let finder = CauseFinder::new(&checked.causes);
    let classes = 0..checked.classes.len();
    Analysis {
        classes: classes
            .map(|position| analyse_class(scorebook, position, &finder, crew))
            .collect(),
        groups: shared::groups(&checked.classes),
    }
}

fn analyse_class(
    scorebook: &Scorebook,
    position: usize,
    finder: &CauseFinder<'_>,
    crew: Crew,
) -> ClassAnalysis {
    let checked = &scorebook.checked;
    let settings = &checked.settings.statistics;
    let (class, scores) = (&checked.classes[position], &scorebook.classes[position]);
    let unit_dimensions = dimensions::by_unit(class);
    // A unit without a total has no cell that could count.
    let counted: Vec<bool> =
        scores.iter().map(|score| !score.vetoed || score.counts(checked)).collect();
    let indicators = indicators::statistics(settings, class, scores, &counted, crew);
    let all = 0..class.units.len();
    let among = unit::Among::new(scorebook, position, &indicators, &counted);
    let units = crew.each_of(all.len(), LEAST_SHARE, |unit| among.unit(unit));
    let self_comparisons: Vec<_> =
        all.clone().map(|unit| self_assessment::self_comparison(class, unit)).collect();
    let agreement = agreement::agreement(class, settings.agreement_least);
    let year_changes: Vec<_> =
        all.map(|unit| years::year_change(class, unit, &scores[unit])).collect();
    // Two halves that take about as long.
    let ((totals, standings, dimensions, correlations), (loss_causes, causes, unequal)) = crew
        .join(
            || {
                (
                    distribution::distribution(checked, scores),
                    standing::standings(checked, scores),
                    dimensions::statistics(
                        settings,
                        class,
                        &unit_dimensions,
                        &indicators,
                        &counted,
                    ),
                    correlation::correlations(settings, &unit_dimensions, &counted),
                )
            },
            || {
                let own = LossCauses::find(finder, class);
                let causes = causes::causes(checked, class, &own, &counted);
                let unequal = equal_treatment::unequal(class, &own);
                (own, causes, unequal)
            },
        );
    ClassAnalysis {
        standings,
        gap_means: gap::means(checked, scores),
        totals,
        dimensions,
        correlations,
        unit_dimensions,
        units,
        self_statistics: self_assessment::self_statistics(class, &self_comparisons),
        self_comparisons,
        year: years::class_year(&checked.settings, scores, &year_changes),
        year_changes,
        causes,
        unequal,
        loss_causes,
        methods: causes::methods(class, &counted),
        stability: stability::stability(checked, position, scores, agreement.as_ref()),
        agreement,
        completeness: completeness::completeness(checked, class),
        indicators,
    }
}
