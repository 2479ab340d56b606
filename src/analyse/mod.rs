//! Stage 4: a [`Scorebook`] becomes an [`Analysis`]: figures across units.
//!
//! Per class: the distribution of totals, dimensions, indicators, main losses. Definitions are
//! those of `rules.md`, statistics. Sums run on whole ten-thousandths; other statistics are plain
//! functions over slices in unit-list order ([`statistics`]), so that the same input gives the
//! same bytes. [`facts`] cuts one paper's figures out, rounded and written once.

pub mod facts;
pub mod results;
pub mod statistics;

mod dimensions;
mod distribution;
mod indicators;

pub use dimensions::{DimensionStatistics, UnitDimension};
pub use distribution::{Band, Distribution};
pub use indicators::{IndicatorStatistics, Weakness};

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
}

/// Analyses every class.
#[must_use]
pub fn analyse(scorebook: &Scorebook) -> Analysis {
    let settings = &scorebook.checked.settings.statistics;
    let classes = scorebook.checked.classes.iter().zip(&scorebook.classes);
    let classes = classes.map(|(class, scores)| {
        let unit_dimensions = dimensions::by_unit(class);
        ClassAnalysis {
            totals: distribution::distribution(settings, scores),
            dimensions: dimensions::statistics(class, &unit_dimensions),
            unit_dimensions,
            indicators: indicators::statistics(settings, class),
        }
    });
    Analysis { classes: classes.collect() }
}
