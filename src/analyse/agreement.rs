//! Agreement of two scorers on a double-scored sample.

use super::statistics::{mean, standard_deviation, standard_deviation_f64};
use crate::check::{CheckedClass, SecondScore};
use crate::model::{Exact, exact_to_f64};

/// Agreement of two scorers on the double-scored sample.
#[derive(Debug, Clone, PartialEq)]
pub struct ScorerAgreement {
    /// Units in the sample.
    pub units: usize,
    /// Cells scored twice.
    pub count: usize,
    /// Cells on which both agree.
    pub equal: usize,
    /// Mean of second minus final points.
    pub mean_difference: Exact,
    /// SD(difference) / √2: one scorer's error on one cell, in points; none below two cells.
    pub error: Option<f64>,
    /// The same by indicator, in table order.
    pub indicators: Vec<IndicatorAgreement>,
}

impl ScorerAgreement {
    /// Share of the cells on which both agree, 0 to 1. A sample has a cell at least.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of cells are far below 2^52")]
    pub fn equal_share(&self) -> f64 {
        self.equal as f64 / self.count as f64
    }
}

/// Agreement of two scorers on one indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorAgreement {
    /// Cells scored twice.
    pub count: usize,
    /// Cells on which both agree.
    pub equal: usize,
    /// Mean of second minus final points; none without cells.
    pub mean_difference: Option<Exact>,
    /// One scorer's error on one cell, σi, in points: SD(difference) / √2 of the indicator's own
    /// cells, else of all cells as shares of full marks, times its full marks; none below two.
    pub error: Option<f64>,
    /// Whether its own cells were enough.
    pub own: bool,
}

/// Compares second scores with final points; none without a sample. An indicator needs `least`
/// cells for an error of its own.
pub(super) fn agreement(class: &CheckedClass, least: usize) -> Option<ScorerAgreement> {
    let rows = class.registers.second_scores.iter();
    let cells: Vec<(usize, Exact)> = rows
        .filter_map(|row| {
            let own = class.cells.points(row.unit, row.indicator)?;
            Some((row.indicator, row.points.exact() - own.exact()))
        })
        .collect();
    let differences: Vec<Exact> = cells.iter().map(|(_, difference)| *difference).collect();
    let share = |(leaf, difference): &(usize, Exact)| {
        exact_to_f64(difference / class.system.indicators[*leaf].full_marks.exact())
    };
    let shares: Vec<f64> = cells.iter().map(share).collect();
    let pooled = standard_deviation_f64(&shares).map(of_one_scorer);
    let indicators = class.system.indicators.iter().enumerate().map(|(leaf, indicator)| {
        let own = cells.iter().filter(|(of, _)| *of == leaf).map(|(_, difference)| *difference);
        of_indicator(&own.collect::<Vec<_>>(), least, pooled, indicator.full_marks.to_f64())
    });
    Some(ScorerAgreement {
        units: units(&class.registers.second_scores),
        count: differences.len(),
        equal: equal(&differences),
        mean_difference: mean(&differences)?,
        error: standard_deviation(&differences).map(of_one_scorer),
        indicators: indicators.collect(),
    })
}

/// The difference of two scorers errs √2 times as much as either of them.
fn of_one_scorer(deviation: f64) -> f64 {
    deviation / std::f64::consts::SQRT_2
}

fn of_indicator(
    differences: &[Exact],
    least: usize,
    pooled: Option<f64>,
    full_marks: f64,
) -> IndicatorAgreement {
    let enough = differences.len() >= least;
    let own = standard_deviation(differences).filter(|_| enough).map(of_one_scorer);
    IndicatorAgreement {
        count: differences.len(),
        equal: equal(differences),
        mean_difference: mean(differences),
        error: own.or_else(|| pooled.map(|rate| rate * full_marks)),
        own: own.is_some(),
    }
}

fn equal(differences: &[Exact]) -> usize {
    differences.iter().filter(|difference| **difference == Exact::from(0)).count()
}

fn units(rows: &[SecondScore]) -> usize {
    let mut units: Vec<usize> = rows.iter().map(|row| row.unit).collect();
    units.sort_unstable();
    units.dedup();
    units.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(values: &[i128]) -> Vec<Exact> {
        values.iter().copied().map(Exact::from_integer).collect()
    }

    /// Differences 0, 1, −1, 2, −2: Σd² = 10, sd √(10/4), over √2.
    #[test]
    fn enough_cells_make_an_error_of_its_own() {
        let own = of_indicator(&exact(&[0, 1, -1, 2, -2]), 5, Some(0.1), 20.0);
        assert!((own.error.unwrap() - 1.25_f64.sqrt()).abs() < 1e-12);
        assert_eq!((own.count, own.equal, own.own), (5, 1, true));
        assert_eq!(own.mean_difference, Some(Exact::from(0)));
        // One cell fewer: a tenth of 20 points, as all cells together have it.
        let few = of_indicator(&exact(&[0, 1, -1, 2]), 5, Some(0.1), 20.0);
        assert_eq!((few.error, few.own), (Some(2.0), false));
        assert_eq!(few.mean_difference, Some(Exact::new(1, 2)));
        let none = of_indicator(&[], 2, None, 20.0);
        assert_eq!((none.error, none.own, none.mean_difference), (None, false, None));
        // Always the same: no error at all.
        let same = of_indicator(&exact(&[0, 0]), 2, Some(0.1), 20.0);
        assert_eq!((same.error, same.own), (Some(0.0), true));
    }
}
