//! How an indicator tells units apart: correlation of its rate with the rate of the rest (item–rest
//! correlation, `rules.md`). For whoever designs the indicators, not for units.

use super::leaf::{Leaf, ratio};
use super::statistics::{correlation_interval, pearson};
use crate::score::UnitScore;
use crate::settings::Statistics;

/// Discrimination of an indicator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Discrimination {
    /// No correlation: all units have one rate, in the indicator or in the rest (无区分).
    Constant,
    /// A correlation.
    Correlated {
        /// Pearson's r of `x/w` with `(R − x) / (W − w)`, −1 to 1.
        coefficient: f64,
        /// Interval tanh(atanh r ± 1.96/√(n − 3)).
        interval: (f64, f64),
        /// Whether the upper end is below the set bound (低区分).
        is_low: bool,
    },
}

impl Discrimination {
    /// The correlation; none of a constant.
    #[must_use]
    pub const fn coefficient(self) -> Option<f64> {
        match self {
            Self::Constant => None,
            Self::Correlated { coefficient, .. } => Some(coefficient),
        }
    }

    /// Lower end of its interval; none of a constant.
    #[must_use]
    pub const fn low(self) -> Option<f64> {
        match self {
            Self::Constant => None,
            Self::Correlated { interval, .. } => Some(interval.0),
        }
    }

    /// Upper end of its interval; none of a constant.
    #[must_use]
    pub const fn high(self) -> Option<f64> {
        match self {
            Self::Constant => None,
            Self::Correlated { interval, .. } => Some(interval.1),
        }
    }

    /// Stable name of what is worth telling: `constant` or `low`.
    #[must_use]
    pub const fn state(self) -> Option<&'static str> {
        match self {
            Self::Constant => Some("constant"),
            Self::Correlated { is_low: true, .. } => Some("low"),
            Self::Correlated { .. } => None,
        }
    }
}

/// The discrimination of an indicator over the units to which it and another one apply; none where
/// they are fewer than set.
pub(super) fn discrimination(
    settings: &Statistics,
    leaf: &Leaf,
    scores: &[UnitScore],
) -> Option<Discrimination> {
    let (mut own, mut rest) = (Vec::new(), Vec::new());
    for (unit, points) in leaf.units.iter().zip(&leaf.points) {
        let score = &scores[*unit];
        let marks = score.applicable_marks.scaled() - leaf.full_marks;
        if marks > 0 {
            own.push(ratio(*points, leaf.full_marks));
            rest.push(ratio(score.points.scaled() - points, marks));
        }
    }
    (own.len() >= settings.correlation_least).then(|| of_rates(settings, &own, &rest))
}

/// Equal ratios are equal floats, so that a constant side is known exactly.
fn of_rates(settings: &Statistics, own: &[f64], rest: &[f64]) -> Discrimination {
    let coefficient = pearson(own, rest);
    let interval = coefficient.and_then(|own_r| correlation_interval(own_r, own.len()));
    coefficient.zip(interval).map_or(Discrimination::Constant, |(coefficient, interval)| {
        let is_low = interval.1 < settings.discrimination_low;
        Discrimination::Correlated { coefficient, interval, is_low }
    })
}
