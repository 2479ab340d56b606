//! A unit's base under any treatment and any weights, in floats: what the draws run on.
//!
//! The exact scorer works on one set of full marks; here a thousand sets are tried. A library
//! test holds both against each other.

use std::ops::Range;

use crate::check::CheckedClass;
use crate::model::{exact_to_f64, parse_fraction};
use crate::settings::{Scoring, Treatment};

/// Every treatment, in the order from which a draw picks.
const ALL: [Treatment; 6] = [
    Treatment::Rescale,
    Treatment::RescaleWithin,
    Treatment::Redistribute,
    Treatment::Factor,
    Treatment::Zero,
    Treatment::Full,
];

/// Weights of all indicators.
pub(super) struct Weights {
    /// By indicator, in points.
    pub(super) each: Vec<f64>,
    /// Their sums by dimension.
    dimensions: Vec<f64>,
    /// Their sum, Wc.
    whole: f64,
}

/// What the base of a unit under some weights is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts {
    /// Points of what applies, Ru.
    points: f64,
    /// Weights of what applies, Wu.
    marks: f64,
    /// Σ Wd Rud / Wud over the dimensions that are not empty.
    within: f64,
    /// Σ Wd over the same.
    filled: f64,
}

/// A unit's rates, whatever the weights.
struct Row {
    /// `r_ui` by indicator; zero where it does not apply.
    rates: Vec<f64>,
    /// 1 where the indicator applies, else 0.
    applies: Vec<f64>,
    /// Indicators that apply, mu.
    count: f64,
    /// Σ rates.
    rate_sum: f64,
    /// Whether anything does not apply.
    gap: bool,
}

/// Rates of a class, in flat rows.
pub(super) struct Rates {
    rows: Vec<Row>,
    dimensions: Vec<Range<usize>>,
    marks: Vec<f64>,
    set: Option<Treatment>,
    factor: Option<f64>,
}

impl Rates {
    /// The rates of a class, with its treatment.
    pub(super) fn new(scoring: &Scoring, class: &CheckedClass) -> Self {
        let indicators = &class.system.indicators;
        let factor = scoring.not_applicable_factor.as_deref().and_then(parse_fraction);
        let row = |unit: usize| {
            let points = (0..indicators.len()).map(|leaf| class.cells.points(unit, leaf));
            let rate = |(leaf, points): (usize, Option<crate::model::Points>)| {
                points.map(|own| exact_to_f64(own.exact() / indicators[leaf].full_marks.exact()))
            };
            Row::new(&points.enumerate().map(rate).collect::<Vec<_>>())
        };
        Self {
            rows: (0..class.units.len()).map(row).collect(),
            dimensions: class.system.dimensions.iter().map(|own| own.leaves.clone()).collect(),
            marks: indicators.iter().map(|own| own.full_marks.to_f64()).collect(),
            set: scoring.not_applicable,
            factor: factor.map(exact_to_f64),
        }
    }

    /// The full marks as weights.
    pub(super) fn full_marks(&self) -> Weights {
        self.weights(self.marks.clone())
    }

    /// Weights with their sums.
    pub(super) fn weights(&self, each: Vec<f64>) -> Weights {
        let sum = |leaves: &Range<usize>| each[leaves.clone()].iter().sum();
        let dimensions: Vec<f64> = self.dimensions.iter().map(sum).collect();
        Weights { whole: dimensions.iter().sum(), dimensions, each }
    }

    /// Positions of the dimensions' indicators.
    pub(super) fn dimensions(&self) -> &[Range<usize>] {
        &self.dimensions
    }

    /// The treatment that the settings give.
    pub(super) fn set(&self) -> Option<Treatment> {
        self.set
    }

    /// Whether the class has a cell that does not apply.
    pub(super) fn has_gap(&self) -> bool {
        self.rows.iter().any(|row| row.gap)
    }

    /// Treatments from which a draw picks: `factor` only where the settings say which.
    pub(super) fn pool(&self) -> Vec<Treatment> {
        let known = |own: &Treatment| *own != Treatment::Factor || self.factor.is_some();
        ALL.into_iter().filter(known).collect()
    }

    /// What a unit's base under these weights is made of: one pass over its cells.
    pub(super) fn parts(&self, unit: usize, weights: &Weights) -> Parts {
        let row = &self.rows[unit];
        let mut parts = Parts { points: 0.0, marks: 0.0, within: 0.0, filled: 0.0 };
        for (leaves, whole) in self.dimensions.iter().zip(&weights.dimensions) {
            let each = &weights.each[leaves.clone()];
            let cells = row.rates[leaves.clone()].iter().zip(&row.applies[leaves.clone()]);
            let (mut points, mut marks) = (0.0, 0.0);
            for ((rate, applies), weight) in cells.zip(each) {
                points += rate * weight;
                marks += applies * weight;
            }
            parts.points += points;
            parts.marks += marks;
            // Weights are above zero, so nothing applies exactly where the sum is zero.
            if marks > 0.0 {
                parts.within += points / marks * whole;
                parts.filled += whole;
            }
        }
        parts
    }

    /// The base under a treatment, with the definitions of [`crate::score`]; zero where nothing
    /// applies, of which there is no total.
    pub(super) fn base(
        &self,
        unit: usize,
        parts: &Parts,
        weights: &Weights,
        treatment: Option<Treatment>,
    ) -> f64 {
        let row = &self.rows[unit];
        if row.count < 1.0 {
            return 0.0;
        }
        let missing = weights.whole - parts.marks;
        match treatment.filter(|_| row.gap) {
            None | Some(Treatment::Zero) => parts.points,
            Some(Treatment::Rescale) => parts.points * weights.whole / parts.marks,
            Some(Treatment::RescaleWithin) => parts.within * weights.whole / parts.filled,
            Some(Treatment::Redistribute) => parts.points + missing / row.count * row.rate_sum,
            Some(Treatment::Factor) => parts.points * self.factor.unwrap_or(1.0),
            Some(Treatment::Full) => parts.points + missing,
        }
    }

    /// Scoring error of a unit, `SE_u` = √Σ (`k_ui` σi)², from the errors of its indicators: k is
    /// what a point of the indicator is worth in the base under the treatment of the settings.
    pub(super) fn error(&self, unit: usize, sigma: &[f64]) -> f64 {
        let (row, weights) = (&self.rows[unit], self.full_marks());
        let parts = self.parts(unit, &weights);
        let missing = weights.whole - parts.marks;
        let mut squares = 0.0;
        for (leaves, whole) in self.dimensions.iter().zip(&weights.dimensions) {
            let own = row.applies[leaves.clone()].iter().zip(&weights.each[leaves.clone()]);
            let own: f64 = own.map(|(applies, weight)| applies * weight).sum();
            for leaf in leaves.clone().filter(|leaf| row.applies[*leaf] > 0.0) {
                let worth = match self.set.filter(|_| row.gap) {
                    None | Some(Treatment::Zero | Treatment::Full) => 1.0,
                    Some(Treatment::Rescale) => weights.whole / parts.marks,
                    Some(Treatment::RescaleWithin) => whole * weights.whole / parts.filled / own,
                    Some(Treatment::Redistribute) => 1.0 + missing / row.count / weights.each[leaf],
                    Some(Treatment::Factor) => self.factor.unwrap_or(1.0),
                };
                squares += (worth * sigma[leaf]).powi(2);
            }
        }
        squares.sqrt()
    }
}

impl Row {
    fn new(rates: &[Option<f64>]) -> Self {
        let applies: Vec<f64> = rates.iter().map(|own| f64::from(own.is_some())).collect();
        Self {
            count: applies.iter().sum(),
            rate_sum: rates.iter().flatten().sum(),
            gap: rates.iter().any(Option::is_none),
            rates: rates.iter().map(|own| own.unwrap_or_default()).collect(),
            applies,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A class of three indicators, 40 and 20 in one dimension and 40 in the other.
    pub(in crate::analyse::stability) fn rates(
        set: Option<Treatment>,
        rows: &[[Option<f64>; 3]],
    ) -> Rates {
        Rates {
            rows: rows.iter().map(|own| Row::new(own)).collect(),
            dimensions: vec![0..2, 2..3],
            marks: vec![40.0, 20.0, 40.0],
            set,
            factor: Some(1.5),
        }
    }

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }

    /// Rates ½ and 1 of 40 and 40, the 20 does not apply: 60 of 80 points.
    #[test]
    fn bases_by_hand() {
        let rates = rates(None, &[[Some(0.5), None, Some(1.0)], [None, None, None]]);
        let weights = rates.full_marks();
        let parts = rates.parts(0, &weights);
        let base = |treatment| rates.base(0, &parts, &weights, treatment);
        close(base(None), 60.0);
        close(base(Some(Treatment::Rescale)), 75.0);
        // 60 · ½ + 40.
        close(base(Some(Treatment::RescaleWithin)), 70.0);
        // (40 + 10) · ½ + (40 + 10) · 1.
        close(base(Some(Treatment::Redistribute)), 75.0);
        close(base(Some(Treatment::Factor)), 90.0);
        close(base(Some(Treatment::Zero)), 60.0);
        close(base(Some(Treatment::Full)), 80.0);
        // Other weights of the same sum: 60, 10, 30.
        let other = rates.weights(vec![60.0, 10.0, 30.0]);
        let parts = rates.parts(0, &other);
        close(rates.base(0, &parts, &other, Some(Treatment::Rescale)), 60.0 / 90.0 * 100.0);
        close(rates.base(0, &parts, &other, Some(Treatment::RescaleWithin)), 65.0);
        // Nothing applies: no base, and no division by zero.
        let parts = rates.parts(1, &weights);
        for treatment in ALL {
            close(rates.base(1, &parts, &weights, Some(treatment)), 0.0);
        }
    }

    /// Errors 3, 5 and 4 of indicators worth 40, 20 and 40 points; the 20 does not apply, so that
    /// √(3² + 4²) = 5 is scaled.
    #[test]
    fn scoring_error_by_hand() {
        let error = |set, row| rates(set, &[row]).error(0, &[3.0, 5.0, 4.0]);
        let gap = [Some(0.5), None, Some(1.0)];
        close(error(None, gap), 5.0);
        close(error(Some(Treatment::Zero), gap), 5.0);
        close(error(Some(Treatment::Full), gap), 5.0);
        close(error(Some(Treatment::Rescale), gap), 5.0 * 100.0 / 80.0);
        close(error(Some(Treatment::Factor), gap), 7.5);
        // 60/40 in the first dimension, 1 in the other: √(4.5² + 4²).
        close(error(Some(Treatment::RescaleWithin), gap), 36.25_f64.sqrt());
        // 20 points spread over two: (40 + 10)/40 each.
        close(error(Some(Treatment::Redistribute), gap), 6.25);
        // The second dimension is empty: 60 · 100/60 over 60.
        let empty = [Some(0.5), Some(1.0), None];
        close(error(Some(Treatment::RescaleWithin), empty), 34.0_f64.sqrt() * 100.0 / 60.0);
        // Everything applies: no treatment.
        let whole = [Some(0.5), Some(1.0), Some(1.0)];
        close(error(Some(Treatment::Factor), whole), 50.0_f64.sqrt());
        // Nothing applies: nothing to err in.
        close(error(Some(Treatment::Rescale), [None; 3]), 0.0);
    }
}
