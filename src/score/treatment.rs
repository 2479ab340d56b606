//! Step 4 of `rules.md`: indicators that do not apply.

use num_traits::{CheckedAdd as _, CheckedDiv as _, CheckedMul as _};

use super::PointsOf;
use crate::check::IndicatorSystem;
use crate::model::{Exact, Points, parse_fraction};
use crate::settings::{Scoring, Treatment};

/// What a unit's base is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sums {
    /// Points of what applies, Ru.
    pub(super) points: Points,
    /// Full marks of what applies, Wu.
    pub(super) applicable_marks: Points,
    /// Full marks of all, Wc.
    pub(super) full_marks: Points,
    /// Indicators that apply, mu.
    pub(super) applicable_count: usize,
}

/// Adds up points and full marks of some leaves, on whole ten-thousandths.
pub(super) fn sums(
    system: &IndicatorSystem,
    leaves: std::ops::Range<usize>,
    points_of: PointsOf<'_>,
) -> Sums {
    let (mut points, mut own, mut all, mut count) = (0, 0, 0, 0);
    for leaf in leaves {
        let marks = system.indicators[leaf].full_marks.scaled();
        all += marks;
        if let Some(leaf_points) = points_of(leaf) {
            points += leaf_points.scaled();
            own += marks;
            count += 1;
        }
    }
    Sums {
        points: Points::from_scaled(points),
        applicable_marks: Points::from_scaled(own),
        full_marks: Points::from_scaled(all),
        applicable_count: count,
    }
}

/// An exact value is too long to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Overflow;

/// The treatment that a unit with these sums gets: none where everything applies, or nothing.
pub(super) fn applied(scoring: &Scoring, whole: &Sums) -> Option<Treatment> {
    let gap = whole.applicable_marks != whole.full_marks;
    scoring.not_applicable.filter(|_| gap && whole.applicable_count > 0)
}

/// Stable name of a treatment, in derivations and draws.
#[must_use]
pub const fn name(treatment: Treatment) -> &'static str {
    match treatment {
        Treatment::Rescale => "rescale",
        Treatment::RescaleWithin => "rescale_within",
        Treatment::Redistribute => "redistribute",
        Treatment::Factor => "factor",
        Treatment::Zero => "zero",
        Treatment::Full => "full",
    }
}

/// The same in derivations, which also tell of a dimension without a treatment.
pub(super) const fn rule_name(applied: Option<Treatment>) -> &'static str {
    match applied {
        None => "dimension",
        Some(treatment) => name(treatment),
    }
}

/// Each dimension's part of the base under the treatment, `c_ud`; the base Bu is their sum.
///
/// With Wc, Wu, mu, Ru as in [`Sums`], of the whole system or of a dimension d:
/// `rescale` Rud · Wc / Wu; `rescale_within` Wd · Rud / Wud, times Wc over the marks of the
/// dimensions that are not empty; `redistribute` Σ x (w + (Wc − Wu) / mu) / w; `factor` Rud · f
/// for units with a gap; `zero` Rud; `full` Rud and the marks that do not apply.
pub(super) fn contributions(
    scoring: &Scoring,
    system: &IndicatorSystem,
    points_of: PointsOf<'_>,
    whole: &Sums,
) -> Result<Vec<Exact>, Overflow> {
    let treatment = applied(scoring, whole);
    let dimensions = by_dimension(system, points_of);
    let filled = filled(&dimensions);
    let part = |(own, dimension): (&Sums, &crate::check::Dimension)| {
        let points = own.points.exact();
        match treatment {
            None | Some(Treatment::Zero) => Ok(points),
            Some(Treatment::Rescale) => {
                Ok(points * whole.full_marks.exact() / whole.applicable_marks.exact())
            }
            Some(Treatment::Factor) => {
                let factor = scoring.not_applicable_factor.as_deref().and_then(parse_fraction);
                Ok(points * factor.unwrap_or(Exact::from(1)))
            }
            Some(Treatment::Full) => {
                Ok(points + own.full_marks.exact() - own.applicable_marks.exact())
            }
            Some(Treatment::RescaleWithin) => within(own, whole, filled),
            Some(Treatment::Redistribute) => {
                redistributed(system, dimension.leaves.clone(), points_of, whole)
            }
        }
    };
    dimensions.iter().zip(&system.dimensions).map(part).collect()
}

fn within(own: &Sums, whole: &Sums, filled: Points) -> Result<Exact, Overflow> {
    if own.applicable_count == 0 {
        return Ok(Exact::from(0));
    }
    let rate = own.points.exact().checked_div(&own.applicable_marks.exact()).ok_or(Overflow)?;
    let weight = own.full_marks.exact() * whole.full_marks.exact() / filled.exact();
    rate.checked_mul(&weight).ok_or(Overflow)
}

fn redistributed(
    system: &IndicatorSystem,
    leaves: std::ops::Range<usize>,
    points_of: PointsOf<'_>,
    whole: &Sums,
) -> Result<Exact, Overflow> {
    let missing = whole.full_marks.exact() - whole.applicable_marks.exact();
    let count = i128::try_from(whole.applicable_count).map_err(|_| Overflow)?;
    let more = missing / Exact::from_integer(count);
    let mut sum = Exact::from(0);
    for leaf in leaves {
        let Some(points) = points_of(leaf) else {
            continue;
        };
        let marks = system.indicators[leaf].full_marks.exact();
        let part = (marks + more).checked_mul(&(points.exact() / marks)).ok_or(Overflow)?;
        sum = sum.checked_add(&part).ok_or(Overflow)?;
    }
    Ok(sum)
}

/// Largest denominator of a kept total, some 10²⁴: with a million points, seven decimals and a
/// register's four it stays inside 128 bits.
const MOST_DENOMINATOR: i128 = 1 << 80;

/// Sums over leaves of each dimension.
pub(super) fn by_dimension(system: &IndicatorSystem, points_of: PointsOf<'_>) -> Vec<Sums> {
    let dimensions = system.dimensions.iter();
    dimensions.map(|dimension| sums(system, dimension.leaves.clone(), points_of)).collect()
}

/// Full marks of the dimensions that are not empty.
pub(super) fn filled(dimensions: &[Sums]) -> Points {
    let filled = dimensions.iter().filter(|own| own.applicable_count > 0);
    Points::from_scaled(filled.map(|own| own.full_marks.scaled()).sum())
}

/// Whether a total can be rounded, compared and subtracted without leaving 128 bits.
pub(super) fn is_kept(total: Exact) -> bool {
    *total.denom() <= MOST_DENOMINATOR
}

/// The sum of parts, exact.
pub(super) fn sum(parts: &[Exact]) -> Result<Exact, Overflow> {
    parts.iter().try_fold(Exact::from(0), |sum, part| sum.checked_add(part).ok_or(Overflow))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Dimension, Indicator};
    use crate::score::tests::scoring;

    /// Two dimensions, of 60 (30, 30) and 40 (25, 15) points.
    fn system() -> IndicatorSystem {
        let indicator = |dimension: usize, marks: i64| Indicator {
            code: String::new(),
            name: String::new(),
            path: Vec::new(),
            aliases: Vec::new(),
            dimension,
            full_marks: Points::from_scaled(marks * Points::SCALE),
            floor: Points::ZERO,
            method: None,
            look: None,
            criterion: None,
            basis: None,
            shared: None,
        };
        let dimension = |leaves| Dimension { name: String::new(), short: String::new(), leaves };
        IndicatorSystem {
            dimensions: vec![dimension(0..2), dimension(2..4)],
            indicators: vec![
                indicator(0, 30),
                indicator(0, 30),
                indicator(1, 25),
                indicator(1, 15),
            ],
        }
    }

    fn base(treatment: Treatment, points: [Option<i64>; 4]) -> Exact {
        let system = system();
        let scoring = scoring(Some(treatment));
        let of = |leaf: usize| points[leaf].map(|own| Points::from_scaled(own * Points::SCALE));
        let whole = sums(&system, 0..4, &of);
        let parts = contributions(&scoring, &system, &of, &whole).unwrap();
        sum(&parts).unwrap()
    }

    /// 24 of 30, 21 of 30, — of 25, 9 of 15; what applies: 54 of 75, of 100.
    #[test]
    fn treatments_by_hand() {
        let points = [Some(24), Some(21), None, Some(9)];
        // 54 · 100 / 75 = 72.
        assert_eq!(base(Treatment::Rescale, points), Exact::from(72));
        // 60 · 45/60 + 40 · 9/15 = 45 + 24 = 69.
        assert_eq!(base(Treatment::RescaleWithin, points), Exact::from(69));
        // Each of three is worth 25/3 more: 54 + 25/3 · (0.8 + 0.7 + 0.6) = 54 + 17.5.
        assert_eq!(base(Treatment::Redistribute, points), Exact::new(143, 2));
        // 54 · 4/3 = 72.
        assert_eq!(base(Treatment::Factor, points), Exact::from(72));
        assert_eq!(base(Treatment::Zero, points), Exact::from(54));
        assert_eq!(base(Treatment::Full, points), Exact::from(79));
        // The second dimension is empty: its 40 go to the first, 100 · 45/60 = 75.
        let half = [Some(24), Some(21), None, None];
        assert_eq!(base(Treatment::RescaleWithin, half), Exact::from(75));
        // All applies: no treatment, not even the factor.
        let whole = [Some(24), Some(21), Some(20), Some(9)];
        for treatment in [Treatment::Factor, Treatment::Full, Treatment::Redistribute] {
            assert_eq!(base(treatment, whole), Exact::from(74));
        }
    }
}
