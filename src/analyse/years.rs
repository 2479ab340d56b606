//! This year against last year.

use super::statistics::{mean, mean_f64, standard_deviation};
use crate::check::{CheckedClass, History};
use crate::model::{Decimal, Exact, Points, compare, exact_to_f64, round_exact};
use crate::score::UnitScore;
use crate::settings::{HistorySettings, Settings};

/// What floats may miss of a bound that is reached exactly.
const FLOAT_ERROR: f64 = 1e-9;

/// A unit's change since last year, in points of total. The parts add up to the change.
#[derive(Debug, Clone, PartialEq)]
pub struct YearChange {
    /// Last year's total: points of what applied, on the full marks of that year's system.
    pub before: Exact,
    /// This year's published total minus that.
    pub change: Exact,
    /// Work: Σ ½ (w + w′)(r′ − r) over matched indicators.
    pub work: f64,
    /// Weights: Σ ½ (r + r′)(w′ − w) over matched indicators.
    pub weights: f64,
    /// Points of indicators that are new.
    pub added: Points,
    /// Points of indicators that were dropped.
    pub dropped: Points,
    /// What is left: not-applicable treatment, bonus, deductions, rounding.
    pub adjustments: f64,
    /// Matched indicators.
    pub matched: usize,
    /// Matched indicators with a higher rate.
    pub better: usize,
    /// Matched indicators with a lower rate.
    pub worse: usize,
}

/// Splits a unit's change since last year; none without comparable data.
pub(super) fn year_change(
    class: &CheckedClass,
    unit: usize,
    score: &UnitScore,
) -> Option<YearChange> {
    let history = class.registers.history.as_ref()?;
    let cells = history.units.get(unit)?.as_ref()?;
    let now = score.published?.exact();
    let before = last_total(history, unit)?;
    let (mut work, mut weights, mut dropped) = (0.0, 0.0, 0);
    let (mut matched, mut better, mut worse) = (0, 0, 0);
    let mut seen = vec![false; class.system.indicators.len()];
    for (old, cell) in history.indicators.iter().zip(cells) {
        let Some(points) = cell.points else {
            continue;
        };
        let pair = old.now.and_then(|now| Some((now, class.cells.points(unit, now)?)));
        let Some((leaf, own)) = pair else {
            dropped += points.scaled();
            continue;
        };
        seen[leaf] = true;
        let marks = class.system.indicators[leaf].full_marks;
        let rate = points.exact() / old.full_marks.exact();
        let rate_now = own.exact() / marks.exact();
        let (w, w_now) = (old.full_marks.to_f64(), marks.to_f64());
        let (r, r_now) = (exact_to_f64(rate), exact_to_f64(rate_now));
        work += 0.5 * (w + w_now) * (r_now - r);
        weights += 0.5 * (r + r_now) * (w_now - w);
        matched += 1;
        better += usize::from(rate_now > rate);
        worse += usize::from(rate_now < rate);
    }
    let fresh = (0..seen.len()).filter(|leaf| !seen[*leaf]);
    let added = fresh.filter_map(|leaf| class.cells.points(unit, leaf)).map(Points::scaled).sum();
    let (added, dropped) = (Points::from_scaled(added), Points::from_scaled(dropped));
    let change = now - before;
    let parts = work + weights + added.to_f64() - dropped.to_f64();
    (matched > 0).then(|| YearChange {
        before,
        change,
        work,
        weights,
        added,
        dropped,
        adjustments: exact_to_f64(change) - parts,
        matched,
        better,
        worse,
    })
}

/// Last year's total of a unit: its points, rescaled where not everything applied.
fn last_total(history: &History, unit: usize) -> Option<Exact> {
    let cells = history.units.get(unit)?.as_ref()?;
    let (mut points, mut own, mut all) = (0_i64, 0_i64, 0_i64);
    for (old, cell) in history.indicators.iter().zip(cells) {
        all += old.full_marks.scaled();
        if let Some(got) = cell.points {
            points += got.scaled();
            own += old.full_marks.scaled();
        }
    }
    let scale = i128::from(Points::SCALE);
    (own > 0).then(|| Exact::new(i128::from(points) * i128::from(all), i128::from(own) * scale))
}

/// A class against last year, over its comparable units: those of which both totals are known.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassYear {
    /// Comparable units, in list order.
    pub units: Vec<UnitYear>,
    /// Mean of last year's totals as printed.
    pub mean_before: Exact,
    /// Mean of this year's published totals.
    pub mean_now: Exact,
    /// Mean of the changes.
    pub mean_change: Exact,
    /// Standard deviation of the changes (n − 1); none below two.
    pub deviation: Option<f64>,
    /// Mean of the parts that are work on matched indicators.
    pub work: f64,
    /// Mean of the parts that are weights.
    pub weights: f64,
    /// Mean points of new indicators.
    pub added: f64,
    /// Mean points of dropped indicators.
    pub dropped: f64,
    /// Mean of what is left.
    pub adjustments: f64,
}

/// A comparable unit among the others. Both totals are as printed, and so is their difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitYear {
    /// Unit.
    pub unit: usize,
    /// Last year's total, rounded like totals of this year.
    pub before: Decimal,
    /// This year's published total.
    pub now: Decimal,
    /// Rank by last year's total among the comparable units, ties 1-2-2-4.
    pub rank_before: usize,
    /// Rank by this year's.
    pub rank_now: usize,
    /// Whether it improved fast (进步较快).
    pub fast: bool,
}

impl UnitYear {
    /// This year's total minus last year's.
    #[must_use]
    pub fn change(&self) -> Exact {
        self.now.exact() - self.before.exact()
    }
}

impl ClassYear {
    /// A unit among the comparable ones.
    #[must_use]
    pub fn of(&self, unit: usize) -> Option<&UnitYear> {
        let at = self.units.binary_search_by_key(&unit, |own| own.unit).ok()?;
        self.units.get(at)
    }

    /// Comparable units of which something holds.
    #[must_use]
    pub fn count(&self, test: impl Fn(&UnitYear) -> bool) -> usize {
        self.units.iter().filter(|own| test(own)).count()
    }
}

/// Compares a class with last year; none without comparable units.
pub(super) fn class_year(
    settings: &Settings,
    scores: &[UnitScore],
    changes: &[Option<YearChange>],
) -> Option<ClassYear> {
    let scoring = &settings.scoring;
    let known = changes.iter().enumerate().filter_map(|(unit, own)| Some((unit, own.as_ref()?)));
    let (mut units, mut parts) = (Vec::new(), Vec::new());
    for (unit, own) in known {
        let Some(now) = scores[unit].published else {
            continue;
        };
        let before = round_exact(own.before, scoring.decimals, scoring.rounding);
        units.push(UnitYear { unit, before, now, rank_before: 0, rank_now: 0, fast: false });
        parts.push(own);
    }
    let of = |of: fn(&UnitYear) -> Exact| units.iter().map(of).collect::<Vec<Exact>>();
    let (before, now) = (of(|own| own.before.exact()), of(|own| own.now.exact()));
    let change = of(UnitYear::change);
    let part =
        |of: fn(&YearChange) -> f64| mean_f64(&parts.iter().map(|own| of(own)).collect::<Vec<_>>());
    let mut year = ClassYear {
        mean_before: mean(&before)?,
        mean_now: mean(&now)?,
        mean_change: mean(&change)?,
        deviation: standard_deviation(&change),
        work: part(|own| own.work)?,
        weights: part(|own| own.weights)?,
        added: part(|own| own.added.to_f64())?,
        dropped: part(|own| own.dropped.to_f64())?,
        adjustments: part(|own| own.adjustments)?,
        units,
    };
    let vetoed = |unit: usize| scores[unit].vetoed;
    place(&mut year, &settings.history, vetoed, (&before, &now));
    Some(year)
}

/// Ranks the comparable units in both years, and finds those that improved fast: a gain of at
/// least the set points and of mean + so many standard deviations, a better rank, no veto.
fn place(
    year: &mut ClassYear,
    settings: &HistorySettings,
    vetoed: impl Fn(usize) -> bool,
    (before, now): (&[Exact], &[Exact]),
) {
    let falling = |all: &[Exact]| {
        let mut all = all.to_vec();
        all.sort_unstable_by(|one, other| compare(*other, *one));
        all
    };
    let (before, now) = (falling(before), falling(now));
    let rank = |all: &[Exact], own: Decimal| {
        all.partition_point(|other| compare(*other, own.exact()).is_gt()) + 1
    };
    let mean = exact_to_f64(year.mean_change);
    let least = year.deviation.map(|spread| {
        let relative = mean + settings.progress_deviations * spread;
        relative.max(settings.progress_points) - FLOAT_ERROR
    });
    for own in &mut year.units {
        own.rank_before = rank(&before, own.before);
        own.rank_now = rank(&now, own.now);
        let gained = least.is_some_and(|least| exact_to_f64(own.change()) >= least);
        own.fast = gained && own.rank_now < own.rank_before && !vetoed(own.unit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rounding;

    const NOBODY: usize = 99;

    /// A class of units with the totals of both years, in tenths.
    fn class(totals: &[(i128, i128)], points: f64, deviations: f64, vetoed: usize) -> ClassYear {
        let total = |tenths| round_exact(Exact::new(tenths, 10), 1, Rounding::HalfUp);
        let unit = |(unit, (before, now)): (usize, &(i128, i128))| UnitYear {
            unit,
            before: total(*before),
            now: total(*now),
            rank_before: 0,
            rank_now: 0,
            fast: false,
        };
        let units: Vec<UnitYear> = totals.iter().enumerate().map(unit).collect();
        let before: Vec<Exact> = units.iter().map(|own| own.before.exact()).collect();
        let now: Vec<Exact> = units.iter().map(|own| own.now.exact()).collect();
        let changes: Vec<Exact> = units.iter().map(UnitYear::change).collect();
        let mut year = ClassYear {
            mean_before: mean(&before).unwrap(),
            mean_now: mean(&now).unwrap(),
            mean_change: mean(&changes).unwrap(),
            deviation: standard_deviation(&changes),
            work: 0.0,
            weights: 0.0,
            added: 0.0,
            dropped: 0.0,
            adjustments: 0.0,
            units,
        };
        let settings = HistorySettings {
            period: String::new(),
            progress_points: points,
            progress_deviations: deviations,
        };
        place(&mut year, &settings, |unit| unit == vetoed, (&before, &now));
        year
    }

    /// Units that improved fast.
    fn fast(totals: &[(i128, i128)], points: f64, deviations: f64, vetoed: usize) -> Vec<usize> {
        let year = class(totals, points, deviations, vetoed);
        year.units.iter().filter(|own| own.fast).map(|own| own.unit).collect()
    }

    /// Changes 3, 0, 0, 0, 0: mean 0.6, sd √(7.2 / 4) = 1.34, so that the points decide.
    #[test]
    fn points_are_reached_at_the_bound() {
        let rest = [(605, 605), (700, 700), (710, 710), (720, 720)];
        let with = |now| [&[(600, now)], &rest[..]].concat();
        assert_eq!(fast(&with(630), 3.0, 1.0, NOBODY), [0]);
        assert_eq!(fast(&with(629), 3.0, 1.0, NOBODY), [] as [usize; 0]);
        assert_eq!(fast(&with(629), 2.9, 1.0, NOBODY), [0]);
        assert_eq!(fast(&with(630), 3.0, 1.0, 0), [] as [usize; 0]);
    }

    #[test]
    fn a_better_rank_is_needed() {
        let rest = [(700, 700), (710, 710), (720, 720)];
        let with = |next| [&[(600, 630), (next, next)], &rest[..]].concat();
        // Last before, level with the next now: rank 4 after 5.
        assert_eq!(fast(&with(630), 3.0, 1.0, NOBODY), [0]);
        assert_eq!(fast(&with(631), 3.0, 1.0, NOBODY), [] as [usize; 0]);
    }

    /// Changes 3, 3, 0, 0, 0, 0, 0, 0 in points: mean 0.75, Σ(d − 0.75)² = 13.5, sd √(13.5 / 7) =
    /// 1.3887: 3 is above mean + 1 sd = 2.14, and below mean + 2 sd = 3.53. Changes 9 and
    /// eight times 0: mean 1, Σ(d − 1)² = 72, sd √(72 / 8) = 3: mean + 2⅔ sd is exactly 9.
    #[test]
    fn deviations_are_as_set() {
        let unit = |at: i128, change: i128| (500 + at, 500 + at + change);
        let of = |changes: &[i128]| -> Vec<(i128, i128)> {
            (0..).zip(changes).map(|(at, change)| unit(at, *change)).collect()
        };
        let two = of(&[30, 30, 0, 0, 0, 0, 0, 0]);
        assert_eq!(fast(&two, 3.0, 1.0, NOBODY), [0, 1]);
        assert_eq!(fast(&two, 3.0, 2.0, NOBODY), [] as [usize; 0]);
        let nine = of(&[90, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(fast(&nine, 3.0, 8.0 / 3.0, NOBODY), [0]);
        assert_eq!(fast(&nine, 3.0, 2.67, NOBODY), [] as [usize; 0]);
    }

    #[test]
    fn a_class_of_one_has_no_fast_unit() {
        assert_eq!(class(&[(600, 900)], 3.0, 1.0, NOBODY).deviation, None);
        assert_eq!(fast(&[(600, 900)], 3.0, 1.0, NOBODY), [] as [usize; 0]);
        // Both by the same: nobody passes anybody.
        assert_eq!(fast(&[(600, 650), (700, 750)], 3.0, 1.0, NOBODY), [] as [usize; 0]);
    }

    #[test]
    fn ranks_leave_a_gap_after_a_tie() {
        let totals = [(700, 800), (700, 810), (690, 810), (800, 790)];
        let year = class(&totals, 3.0, 1.0, NOBODY);
        let ranks: Vec<_> = year.units.iter().map(|own| (own.rank_before, own.rank_now)).collect();
        assert_eq!(ranks, [(2, 3), (2, 1), (4, 1), (1, 4)]);
    }
}
