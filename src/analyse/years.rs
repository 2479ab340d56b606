//! This year against last year.

use crate::check::{CheckedClass, History};
use crate::model::{Exact, Points, exact_to_f64};
use crate::score::UnitScore;

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
