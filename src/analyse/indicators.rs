//! Indicators: rates, losses, weakness.

use crate::check::CheckedClass;
use crate::model::{Exact, Points};
use crate::settings::Statistics;

/// One indicator across a class.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorStatistics {
    /// Units to which it applies, `n_i`.
    pub count: usize,
    /// Mean points over those units, exact.
    pub mean_points: Option<Exact>,
    /// Mean rate, 0 to 1, exact.
    pub mean_rate: Option<Exact>,
    /// Units that lose points.
    pub losing: usize,
    /// Sum of losses.
    pub loss: Points,
    /// Its share of the class's whole loss, exact; none when nobody loses anything.
    pub loss_share: Option<Exact>,
    /// Weakness in the class, if any.
    pub weakness: Option<Weakness>,
    /// Whether it is one of the main losses.
    pub main_loss: bool,
}

/// Why an indicator is weak in its class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Mean rate below the set rate, `n_i` ≥ max(4, n/4).
    Low,
    /// At least half lose points, and the mean rate is below the set rate.
    Widespread,
}

/// Describes every indicator across the units of a class that count in its means.
pub(super) fn statistics(
    settings: &Statistics,
    class: &CheckedClass,
    counted: &[bool],
) -> Vec<IndicatorStatistics> {
    let describe = |indicator| describe(settings, class, counted, indicator);
    let mut list: Vec<IndicatorStatistics> =
        (0..class.system.indicators.len()).map(describe).collect();
    let whole: i64 = list.iter().map(|indicator| indicator.loss.scaled()).sum();
    for indicator in &mut list {
        let share = || Exact::new(indicator.loss.scaled().into(), whole.into());
        indicator.loss_share = (whole > 0).then(share);
    }
    mark_main_losses(settings, class, &mut list);
    list
}

fn describe(
    settings: &Statistics,
    class: &CheckedClass,
    counted: &[bool],
    position: usize,
) -> IndicatorStatistics {
    let full_marks = class.system.indicators[position].full_marks;
    let (mut count, mut points, mut losing, mut loss) = (0_usize, 0, 0_usize, 0);
    let units = counted.iter().filter(|counts| **counts).count();
    for unit in (0..class.units.len()).filter(|unit| counted[*unit]) {
        let Some(own) = class.cells.points(unit, position) else {
            continue;
        };
        // A loss is capped at the full marks, where an item may go below zero.
        let missed = (full_marks.scaled() - own.scaled()).clamp(0, full_marks.scaled());
        count += 1;
        points += own.scaled();
        loss += missed;
        losing += usize::from(missed > 0);
    }
    let divisor = i128::try_from(count).ok().filter(|count| *count > 0);
    let mean = divisor.map(|n| Exact::new(points.into(), n * i128::from(Points::SCALE)));
    let rate = mean.map(|mean| mean / full_marks.exact());
    IndicatorStatistics {
        count,
        mean_points: mean,
        mean_rate: rate,
        losing,
        loss: Points::from_scaled(loss),
        loss_share: None,
        weakness: rate.and_then(|rate| weakness(settings, units, count, losing, rate)),
        main_loss: false,
    }
}

fn weakness(
    settings: &Statistics,
    units: usize,
    count: usize,
    losing: usize,
    rate: Exact,
) -> Option<Weakness> {
    let rate = crate::model::exact_to_f64(rate);
    let enough = count >= 4 && count * 4 >= units;
    #[expect(clippy::cast_precision_loss, reason = "counts of units are far below 2^52")]
    let widespread = losing as f64 >= settings.widespread_share * count as f64;
    if rate < settings.weak_rate && enough {
        Some(Weakness::Low)
    } else if rate < settings.widespread_rate && widespread {
        Some(Weakness::Widespread)
    } else {
        None
    }
}

/// Main losses: the fewest indicators, by loss (ties in table order), that together make the set
/// share of the class's loss, each losing more than its share of full marks.
fn mark_main_losses(settings: &Statistics, class: &CheckedClass, list: &mut [IndicatorStatistics]) {
    // Full marks count once for every unit to which they apply.
    let marks_of = |at: usize, list: &[IndicatorStatistics]| {
        let count = i128::try_from(list[at].count).unwrap_or(i128::MAX);
        class.system.indicators[at].full_marks.exact() * Exact::from_integer(count)
    };
    let whole_marks: Exact = (0..list.len()).map(|at| marks_of(at, list)).sum();
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by_key(|position| std::cmp::Reverse(list[*position].loss));
    let mut made = 0.0;
    for position in order {
        let Some(share) = list[position].loss_share else {
            return;
        };
        let marks = marks_of(position, list);
        if made >= settings.main_loss_share {
            return;
        }
        if share > marks / whole_marks {
            list[position].main_loss = true;
            made += crate::model::exact_to_f64(share);
        }
    }
}
