//! What mending indicators would add to a unit's total, without scoring the unit again.
//!
//! Under every treatment the base is a sum over indicators, so that a changed indicator changes the
//! base by a term of its own. The scorer runs again only where that term alone does not say the new
//! total: for a vetoed unit, where a bonus may begin to count, where the total stands at its floor,
//! and where exact values are so long that the scorer might not keep them.

use num_traits::CheckedAdd as _;

use super::treatment::{self, Sums};
use super::{Scorer, UnitScore};
use crate::check::IndicatorSystem;
use crate::model::{Exact, Points, fraction, greatest_common_divisor, parse_fraction};
use crate::settings::Treatment;

/// Denominators up to which two values have a kept sum: twice as long is what a total may be.
const SHORT: i128 = 1 << 40;

/// Products of divisors up to which no exact step of a treatment leaves 128 bits: with points
/// below 2²⁷ and the scale of 2¹⁴ numerators stay below 2¹⁰².
const SMALL: u128 = 1 << 60;

/// The least common multiple of a system's full marks, in ten-thousandths; as large as can be
/// where it is too large to be known.
#[derive(Debug, Clone, Copy)]
pub(super) struct CommonMarks(u128);

impl CommonMarks {
    pub(super) fn of(system: &IndicatorSystem) -> Self {
        Self(common_multiple(system.indicators.iter().map(|indicator| indicator.full_marks)))
    }
}

fn common_multiple(values: impl Iterator<Item = Points>) -> u128 {
    values.filter_map(|value| u64::try_from(value.scaled()).ok()).fold(1, |multiple, value| {
        let Ok(small) = u64::try_from(multiple) else {
            return u128::MAX;
        };
        let common = greatest_common_divisor(small, value.max(1));
        u128::from(small / common) * u128::from(value.max(1))
    })
}

/// The gains of one unit.
#[derive(Debug)]
pub struct Gains<'s, 'a> {
    scorer: &'s Scorer<'a>,
    unit: usize,
    score: &'s UnitScore,
    points: &'s [Option<Points>],
    /// None where the scorer has to run again.
    terms: Option<Terms>,
}

/// How a loss that is mended enters the base.
#[derive(Debug)]
enum Terms {
    /// Times a factor, numerator and denominator: one for the unit, or one a dimension.
    Times(Vec<(i128, i128)>),
    /// Times (w + missing / count) / w, in ten-thousandths.
    Spread {
        /// Full marks that do not apply.
        missing: i128,
        /// Indicators that do.
        count: i128,
    },
}

impl<'a> Scorer<'a> {
    /// The gains of a unit with these points, which are what `score` was made of.
    #[must_use]
    pub fn gains<'s>(
        &'s self,
        unit: usize,
        score: &'s UnitScore,
        points: &'s [Option<Points>],
    ) -> Gains<'s, 'a> {
        let short = |value: Option<Exact>| value.is_some_and(|value| *value.denom() <= SHORT);
        let plain = short(score.base)
            && short(score.total.filter(|total| *total > Exact::from(0)))
            && !score.vetoed
            && !score.bonus.stopped;
        let terms = if plain { self.terms(points) } else { None };
        Gains { scorer: self, unit, score, points, terms }
    }

    fn terms(&self, points: &[Option<Points>]) -> Option<Terms> {
        let (scoring, system) = (&self.checked.settings.scoring, &self.class.system);
        let points_of = |leaf: usize| points[leaf];
        let whole = treatment::sums(system, 0..system.indicators.len(), &points_of);
        let all = i128::from(whole.full_marks.scaled());
        let own = i128::from(whole.applicable_marks.scaled());
        let times = |numer, denom| Some(Terms::Times(vec![(numer, denom)]));
        match treatment::applied(scoring, &whole) {
            None | Some(Treatment::Zero | Treatment::Full) => times(1, 1),
            Some(Treatment::Rescale) => times(all, own),
            Some(Treatment::Factor) => {
                let factor = scoring.not_applicable_factor.as_deref().and_then(parse_fraction);
                let factor = factor.unwrap_or(Exact::from(1));
                times(*factor.numer(), *factor.denom())
            }
            Some(Treatment::RescaleWithin) => {
                within(&treatment::by_dimension(system, &points_of), all)
            }
            Some(Treatment::Redistribute) => {
                let count = i128::try_from(whole.applicable_count).ok()?;
                let divisor = self.common_marks.0.checked_mul(count.unsigned_abs())?;
                (divisor <= SMALL).then_some(Terms::Spread { missing: all - own, count })
            }
        }
    }
}

/// Wd · Wc / (Wud · filled) for each dimension d, as in [`treatment::contributions`].
fn within(dimensions: &[Sums], all: i128) -> Option<Terms> {
    let filled = i128::from(treatment::filled(dimensions).scaled());
    let with_any = dimensions.iter().filter(|own| own.applicable_count > 0);
    let multiple = common_multiple(with_any.map(|own| own.applicable_marks));
    if multiple.checked_mul(filled.unsigned_abs())? > SMALL {
        return None;
    }
    let factor = |own: &Sums| {
        let factor = fraction(
            i128::from(own.full_marks.scaled()) * all,
            i128::from(own.applicable_marks.scaled()).max(1) * filled,
        );
        (*factor.numer(), *factor.denom())
    };
    Some(Terms::Times(dimensions.iter().map(factor).collect()))
}

impl Gains<'_, '_> {
    /// Whether the scorer runs again for every one of them.
    #[cfg(test)]
    pub(crate) const fn needs_scorer(&self) -> bool {
        self.terms.is_none()
    }

    /// What mending a set of indicators would add to the exact total: what the scorer would say on
    /// full marks for them, minus the total.
    #[must_use]
    pub fn of(&self, mended: &[usize]) -> Exact {
        self.terms.as_ref().and_then(|terms| self.sum(terms, mended)).unwrap_or_else(|| {
            let now = self.score.total.unwrap_or_default();
            self.scored_again(mended).unwrap_or(now) - now
        })
    }

    /// The total with full marks for a set of indicators; none where there is none.
    fn scored_again(&self, mended: &[usize]) -> Option<Exact> {
        let indicators = &self.scorer.class.system.indicators;
        let after = |leaf: usize| {
            let own = self.points[leaf]?;
            Some(if mended.contains(&leaf) { indicators[leaf].full_marks } else { own })
        };
        self.scorer.unit(self.unit, &after).total
    }

    /// The sum of the terms; none where it is longer than the scorer is sure to keep.
    fn sum(&self, terms: &Terms, mended: &[usize]) -> Option<Exact> {
        let indicators = &self.scorer.class.system.indicators;
        let scale = i128::from(Points::SCALE);
        let mut sum = Exact::from(0);
        // Losses of one factor are added up before it is applied.
        let mut run: (usize, i128) = (0, 0);
        let add = |sum: &mut Exact, numer: i128, denom: i128| {
            let term = fraction(numer, denom * scale);
            *sum = if *sum == Exact::from(0) { term } else { sum.checked_add(&term)? };
            (*sum.denom() <= SHORT).then_some(())
        };
        for leaf in mended {
            let indicator = &indicators[*leaf];
            let Some(own) = self.points[*leaf] else { continue };
            let full = i128::from(indicator.full_marks.scaled());
            let loss = full - i128::from(own.scaled());
            if loss < 0 {
                return None;
            }
            match terms {
                Terms::Times(factors) => {
                    let at = if factors.len() == 1 { 0 } else { indicator.dimension };
                    if at != run.0 {
                        let (numer, denom) = factors[run.0];
                        add(&mut sum, run.1 * numer, denom)?;
                        run = (at, 0);
                    }
                    run.1 += loss;
                }
                Terms::Spread { missing, count } => {
                    add(&mut sum, loss * (full * count + missing), full * count)?;
                }
            }
        }
        if let (Terms::Times(factors), true) = (terms, run.1 > 0) {
            let (numer, denom) = factors[run.0];
            add(&mut sum, run.1 * numer, denom)?;
        }
        Some(sum)
    }
}
