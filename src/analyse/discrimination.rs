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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::statistics::tests::settings;
    use crate::model::Points;

    fn points(whole: i64) -> Points {
        Points::from_scaled(whole * Points::SCALE)
    }

    /// A leaf of 5 points, and the units' R and W.
    fn found(least: usize, own: &[i64], whole: &[(i64, i64)]) -> Option<Discrimination> {
        let leaf = Leaf {
            full_marks: points(5).scaled(),
            units: (0..own.len()).collect(),
            points: own.iter().map(|own| points(*own).scaled()).collect(),
        };
        let score = |(sum, marks): &(i64, i64)| UnitScore {
            points: points(*sum),
            applicable_marks: points(*marks),
            ..UnitScore::default()
        };
        let scores: Vec<UnitScore> = whole.iter().map(score).collect();
        discrimination(&Statistics { correlation_least: least, ..settings() }, &leaf, &scores)
    }

    const OWN: [i64; 5] = [2, 4, 5, 3, 1];
    const WHOLE: [(i64, i64); 5] = [(52, 100), (70, 100), (95, 100), (63, 90), (66, 90)];

    /// scipy: `x, R, W = map(np.array, ([2, 4, 5, 3, 1], [52, 70, 95, 63, 66], [100, 100, 100, 90,
    /// 90])); r = pearsonr(x/5, (R - x)/(W - 5))[0]; np.tanh(np.arctanh(r) + np.array([-1, 1]) *
    /// 1.96/np.sqrt(5 - 3))`.
    #[test]
    fn agrees_with_scipy() {
        let found = found(5, &OWN, &WHOLE).unwrap();
        let close = |own: Option<f64>, expected: f64| {
            assert!((own.unwrap() - expected).abs() < 1e-12, "{own:?} {expected}");
        };
        close(found.coefficient(), 0.557_251_391_760_795_1);
        close(found.low(), -0.639_360_628_967_673);
        close(found.high(), 0.965_056_165_637_970_6);
        assert_eq!(found.state(), None);
    }

    #[test]
    fn units_without_another_indicator_do_not_count() {
        assert_eq!(found(6, &OWN, &WHOLE), None);
        let mut whole = WHOLE;
        whole[0] = (2, 5);
        assert_eq!(found(5, &OWN, &whole), None);
        assert!(found(4, &OWN, &whole).is_some());
        assert_eq!(found(4, &[], &[]), None);
    }

    /// (62 − 2)/95 and so on are all 60/95 = 12/19; 2 of 5 everywhere.
    #[test]
    fn a_constant_side_tells_nothing_apart() {
        let even = [(62, 100), (64, 100), (65, 100), (27, 43), (49, 81)];
        assert_eq!(found(5, &OWN, &even), Some(Discrimination::Constant));
        assert_eq!(found(5, &[2; 5], &WHOLE), Some(Discrimination::Constant));
        let constant = Discrimination::Constant;
        assert_eq!((constant.coefficient(), constant.low(), constant.high()), (None, None, None));
        assert_eq!(constant.state(), Some("constant"));
    }

    /// The bound itself is not below the bound.
    #[test]
    fn low_is_below_the_bound() {
        let high = found(5, &OWN, &WHOLE).and_then(Discrimination::high).unwrap();
        let (own, rest): (Vec<f64>, Vec<f64>) = (0..5)
            .map(|at| {
                let (sum, marks) = WHOLE[at];
                (ratio(OWN[at], 5), ratio(sum - OWN[at], marks - 5))
            })
            .unzip();
        let state = |bound: f64| {
            let settings = Statistics { discrimination_low: bound, ..settings() };
            of_rates(&settings, &own, &rest).state()
        };
        assert_eq!(state(high), None);
        assert_eq!(state(high + 1e-12), Some("low"));
    }
}
