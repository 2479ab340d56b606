//! Indicators: rates, losses, weakness, discrimination.

use super::best::{Best, best};
use super::discrimination::{Discrimination, discrimination};
use super::leaf::Leaf;
use super::main_losses;
use super::spread::{RateSpread, spread};
use crate::check::CheckedClass;
use crate::crew::Crew;
use crate::model::{Exact, Points};
use crate::score::UnitScore;
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
    /// Spread of the rates.
    pub spread: RateSpread,
    /// Lowest rate.
    pub least_rate: Option<Exact>,
    /// Highest rate.
    pub most_rate: Option<Exact>,
    /// Units that lose points.
    pub losing: usize,
    /// Units with full marks, x ≥ w.
    pub full: usize,
    /// Units without any point, x ≤ 0.
    pub zero: usize,
    /// Sum of losses.
    pub loss: Points,
    /// Its share of the class's whole loss, exact; none when nobody loses anything.
    pub loss_share: Option<Exact>,
    /// Weakness in the class, if any.
    pub weakness: Option<Weakness>,
    /// Whether it is one of the main losses.
    pub main_loss: bool,
    /// How it tells units apart; none where too few have it.
    pub discrimination: Option<Discrimination>,
    /// The best rate and who has it; none where it is not high enough.
    pub best: Option<Best>,
}

/// Why an indicator is weak in its class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Mean rate below the set rate, `n_i` ≥ max(4, n/4).
    Low,
    /// At least half lose points, and the mean rate is below the set rate.
    Widespread,
}

/// Describes every indicator across the units of a class that count in its means; a worker takes
/// an indicator.
pub(super) fn statistics(
    settings: &Statistics,
    class: &CheckedClass,
    scores: &[UnitScore],
    counted: &[bool],
    crew: Crew,
) -> Vec<IndicatorStatistics> {
    let units = counted.iter().filter(|counts| **counts).count();
    let describe = |position| {
        let leaf = Leaf::read(class, counted, position);
        describe(settings, scores, units, &leaf)
    };
    let mut list: Vec<IndicatorStatistics> = crew.map(class.system.indicators.len(), describe);
    let whole: i64 = list.iter().map(|indicator| indicator.loss.scaled()).sum();
    for indicator in &mut list {
        let share = || Exact::new(indicator.loss.scaled().into(), whole.into());
        indicator.loss_share = (whole > 0).then(share);
    }
    main_losses::mark(settings, class, &mut list);
    list
}

fn describe(
    settings: &Statistics,
    scores: &[UnitScore],
    units: usize,
    leaf: &Leaf,
) -> IndicatorStatistics {
    let full = leaf.full_marks;
    // A loss is capped at the full marks, where an item may go below zero.
    let loss = |points: &i64| (full - points).clamp(0, full);
    let count = leaf.points.len();
    let with = |test: &dyn Fn(i64) -> bool| leaf.points.iter().filter(|own| test(**own)).count();
    let losing = with(&|points| points < full);
    let sum: i64 = leaf.points.iter().sum();
    let divisor = i128::try_from(count).ok().filter(|count| *count > 0);
    let mean = divisor.map(|n| Exact::new(sum.into(), n * i128::from(Points::SCALE)));
    let rate = mean.map(|mean| mean / Points::from_scaled(full).exact());
    let of_full = |points: &i64| Exact::new((*points).into(), full.into());
    IndicatorStatistics {
        count,
        mean_points: mean,
        mean_rate: rate,
        spread: spread(settings, &leaf.rates()),
        least_rate: leaf.points.iter().min().map(of_full),
        most_rate: leaf.points.iter().max().map(of_full),
        losing,
        full: count - losing,
        zero: with(&|points| points <= 0),
        loss: Points::from_scaled(leaf.points.iter().map(loss).sum()),
        loss_share: None,
        weakness: rate.and_then(|rate| weakness(settings, units, count, losing, rate)),
        main_loss: false,
        discrimination: discrimination(settings, leaf, scores),
        best: best(settings, leaf),
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
