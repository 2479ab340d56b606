//! Dimensions: first-level sums of what applies.

use super::IndicatorStatistics;
use super::spread::{RateSpread, spread};
use super::statistics::{mean, mean_f64};
use crate::check::CheckedClass;
use crate::model::{Exact, Points, exact_to_f64};
use crate::settings::Statistics;

/// A unit's points in one dimension, without any treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitDimension {
    /// Points of what applies.
    pub points: Points,
    /// Full marks of what applies; zero when nothing does.
    pub applicable_marks: Points,
}

impl UnitDimension {
    /// Σ points / Σ full marks of what applies, 0 to 1; none when nothing applies.
    #[must_use]
    pub fn rate(&self) -> Option<Exact> {
        let marks = self.applicable_marks.scaled();
        (marks > 0).then(|| Exact::new(self.points.scaled().into(), marks.into()))
    }
}

/// One dimension across a class, over the units to which any of it applies.
#[derive(Debug, Clone, PartialEq)]
pub struct DimensionStatistics {
    /// Full marks of the dimension.
    pub full_marks: Points,
    /// Units with a rate.
    pub count: usize,
    /// Mean points, exact.
    pub mean_points: Option<Exact>,
    /// Unweighted mean of the units' rates, 0 to 1.
    pub mean_rate: Option<Exact>,
    /// The same as a float, also where the exact one has too large a denominator to be kept.
    pub mean_rate_f64: Option<f64>,
    /// Lowest rate.
    pub least_rate: Option<Exact>,
    /// Highest rate.
    pub most_rate: Option<Exact>,
    /// Units that lose points.
    pub losing: usize,
    /// Spread of the rates.
    pub spread: RateSpread,
    /// Sum of the losses of its indicators.
    pub loss: Points,
    /// Its share of the class's whole loss, exact; none when nobody loses anything.
    pub loss_share: Option<Exact>,
}

/// Sums every unit's dimensions.
pub(super) fn by_unit(class: &CheckedClass) -> Vec<Vec<UnitDimension>> {
    let unit_row = |unit: usize| {
        let dimensions = class.system.dimensions.iter();
        dimensions.map(|dimension| sum(class, unit, dimension.leaves.clone())).collect()
    };
    (0..class.units.len()).map(unit_row).collect()
}

fn sum(class: &CheckedClass, unit: usize, leaves: std::ops::Range<usize>) -> UnitDimension {
    let (mut points, mut marks) = (0, 0);
    for leaf in leaves {
        if let Some(own) = class.cells.points(unit, leaf) {
            points += own.scaled();
            marks += class.system.indicators[leaf].full_marks.scaled();
        }
    }
    UnitDimension {
        points: Points::from_scaled(points),
        applicable_marks: Points::from_scaled(marks),
    }
}

/// Describes every dimension across the units of a class that count in its means.
pub(super) fn statistics(
    settings: &Statistics,
    class: &CheckedClass,
    unit_dimensions: &[Vec<UnitDimension>],
    indicators: &[IndicatorStatistics],
    counted: &[bool],
) -> Vec<DimensionStatistics> {
    let whole: i64 = indicators.iter().map(|own| own.loss.scaled()).sum();
    let describe = |position: usize| {
        let rows = unit_dimensions.iter().zip(counted).filter(|(_, counts)| **counts);
        let units: Vec<UnitDimension> = rows.map(|(row, _)| row[position]).collect();
        let with_rate: Vec<&UnitDimension> =
            units.iter().filter(|unit| unit.rate().is_some()).collect();
        let rates: Vec<Exact> = with_rate.iter().filter_map(|unit| unit.rate()).collect();
        let points: Vec<Exact> = with_rate.iter().map(|unit| unit.points.exact()).collect();
        let floats: Vec<f64> = rates.iter().copied().map(exact_to_f64).collect();
        // Rates over one common denominator add up exactly; over many, only as floats.
        let common =
            with_rate.windows(2).all(|two| two[0].applicable_marks == two[1].applicable_marks);
        let leaves = class.system.dimensions[position].leaves.clone();
        let loss: i64 = indicators[leaves.clone()].iter().map(|own| own.loss.scaled()).sum();
        let marks = class.system.indicators[leaves].iter().map(|i| i.full_marks.scaled()).sum();
        DimensionStatistics {
            full_marks: Points::from_scaled(marks),
            count: rates.len(),
            mean_points: mean(&points),
            mean_rate: if common { mean(&rates) } else { None },
            mean_rate_f64: mean_f64(&floats),
            least_rate: rates.iter().min().copied(),
            most_rate: rates.iter().max().copied(),
            losing: with_rate.iter().filter(|unit| unit.points < unit.applicable_marks).count(),
            spread: spread(settings, &floats),
            loss: Points::from_scaled(loss),
            loss_share: (whole > 0).then(|| Exact::new(loss.into(), whole.into())),
        }
    };
    (0..class.system.dimensions.len()).map(describe).collect()
}
