//! One unit among its class: gains, weaknesses, strengths, commonness (`rules.md`, statistics).

use super::IndicatorStatistics;
use crate::check::CheckedClass;
use crate::model::{Exact, Mend, Points, exact_to_f64};
use crate::score::{Scorer, UnitScore};
use crate::settings::Statistics;

/// One unit among its class.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitAnalysis {
    /// By indicator.
    pub items: Vec<UnitItem>,
    /// Weak indicators, by gain.
    pub weaknesses: Vec<usize>,
    /// Strong indicators, by distance to the others, then by full marks.
    pub strengths: Vec<usize>,
    /// Gain of mending all that can be mended at once (立行立改).
    pub gain_now: Exact,
    /// Gain of mending that and what shows in the next cycle.
    pub gain_periodic: Exact,
    /// Own effect `R_u/W_u − E_u`, as a share; none when nothing applies.
    pub own_effect: Option<f64>,
    /// Mix effect `E_u − Σ w r̄ / W_c`, as a share; none when nothing applies.
    pub mix_effect: Option<f64>,
}

/// One indicator of a unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnitItem {
    /// Points lost, capped at the full marks; zero where it does not apply.
    pub loss: Points,
    /// Rate, 0 to 1; none where it does not apply.
    pub rate: Option<Exact>,
    /// Mean rate of the other units, where enough of them have one.
    pub others_rate: Option<Exact>,
    /// Other units to which it applies.
    pub others: usize,
    /// Other units that lose there.
    pub others_losing: usize,
    /// What mending it alone would add to the exact total.
    pub gain: Exact,
    /// Whether it is weak in the unit, and why.
    pub weak: Option<UnitWeakness>,
    /// Whether it is a strength of the unit.
    pub strong: bool,
    /// How common its loss is; none without a loss or without others.
    pub commonness: Option<Commonness>,
}

/// Why an indicator is weak in a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitWeakness {
    /// Its rate is low.
    Absolute,
    /// It is far below the others.
    Relative,
    /// Both.
    Both,
}

/// How common a loss is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Commonness {
    /// 共性: at least half of the others lose there.
    Common,
    /// 部分共性.
    Partly,
    /// 个性: less than a quarter of the others do.
    Own,
}

/// One class as its units are analysed.
pub(super) struct Among<'a> {
    pub(super) settings: &'a Statistics,
    pub(super) class: &'a CheckedClass,
    pub(super) scorer: Scorer<'a>,
    pub(super) indicators: &'a [IndicatorStatistics],
    pub(super) scores: &'a [UnitScore],
    /// Whether each unit counts in the means of its class.
    pub(super) counted: &'a [bool],
}

impl Among<'_> {
    /// Analyses one unit.
    pub(super) fn unit(&self, unit: usize) -> UnitAnalysis {
        let count = self.class.system.indicators.len();
        let points: Vec<Option<Points>> =
            (0..count).map(|leaf| self.class.cells.points(unit, leaf)).collect();
        let items: Vec<UnitItem> = (0..count).map(|leaf| self.item(unit, leaf, &points)).collect();
        let mut weaknesses: Vec<usize> =
            (0..count).filter(|leaf| items[*leaf].weak.is_some()).collect();
        weaknesses.sort_by(|one, other| items[*other].gain.cmp(&items[*one].gain));
        let lead = |leaf: &usize| {
            let item = &items[*leaf];
            let lead = item.rate.zip(item.others_rate).map_or(Exact::from(0), |(own, o)| own - o);
            (lead, self.class.system.indicators[*leaf].full_marks)
        };
        let mut strengths: Vec<usize> = (0..count).filter(|leaf| items[*leaf].strong).collect();
        strengths.sort_by_key(|leaf| std::cmp::Reverse(lead(leaf)));
        let mendable = |up_to: Mend| -> Vec<usize> {
            let of = |leaf: &usize| {
                let mend = self.class.cells.mend(unit, *leaf).unwrap_or(Mend::Now);
                items[*leaf].loss > Points::ZERO && mend <= up_to
            };
            (0..count).filter(of).collect()
        };
        let (own_effect, mix_effect) = self.effects(unit, &points);
        UnitAnalysis {
            gain_now: self.gain(unit, &points, &mendable(Mend::Now)),
            gain_periodic: self.gain(unit, &points, &mendable(Mend::Periodic)),
            items,
            weaknesses,
            strengths,
            own_effect: own_effect.is_finite().then_some(own_effect),
            mix_effect: mix_effect.is_finite().then_some(mix_effect),
        }
    }

    /// What mending a set of indicators would add to the exact total: the scorer run again.
    fn gain(&self, unit: usize, points: &[Option<Points>], mended: &[usize]) -> Exact {
        let indicators = &self.class.system.indicators;
        let after = |leaf: usize| {
            let own = points[leaf]?;
            Some(if mended.contains(&leaf) { indicators[leaf].full_marks } else { own })
        };
        let now = self.scores[unit].total.unwrap_or_default();
        self.scorer.unit(unit, &after).total.unwrap_or(now) - now
    }

    fn item(&self, unit: usize, leaf: usize, points: &[Option<Points>]) -> UnitItem {
        let full = self.class.system.indicators[leaf].full_marks;
        let Some(own) = points[leaf] else {
            return UnitItem::default();
        };
        let rate = own.exact() / full.exact();
        let loss = (full.scaled() - own.scaled()).clamp(0, full.scaled());
        let class = &self.indicators[leaf];
        // A vetoed unit that does not count in means is not among those that it is held against.
        let among = usize::from(self.counted[unit]);
        let others = class.count.saturating_sub(among);
        let others_losing = class.losing.saturating_sub(among * usize::from(loss > 0));
        let enough = class.count >= self.settings.relative_least;
        let others_rate = class.mean_rate.filter(|_| enough).and_then(|mean| {
            let count = i128::try_from(class.count).ok()?;
            let own = if among == 1 { rate } else { Exact::from(0) };
            let others = i128::try_from(others).ok().filter(|others| *others > 0)?;
            Some((mean * Exact::from(count) - own) / Exact::from(others))
        });
        let gain = if loss > 0 { self.gain(unit, points, &[leaf]) } else { Exact::from(0) };
        UnitItem {
            loss: Points::from_scaled(loss),
            rate: Some(rate),
            others_rate,
            others,
            others_losing,
            gain,
            weak: self.weakness(rate, others_rate, gain),
            strong: self.strong(rate, others_rate, class),
            commonness: (loss > 0).then(|| self.commonness(others, others_losing)).flatten(),
        }
    }

    fn weakness(&self, rate: Exact, others: Option<Exact>, gain: Exact) -> Option<UnitWeakness> {
        if exact_to_f64(gain) < self.settings.least_gain || gain <= Exact::from(0) {
            return None;
        }
        let absolute = exact_to_f64(rate) < self.settings.unit_weak_rate;
        let distance = self.settings.relative_points / 100.0;
        let relative = others.is_some_and(|others| exact_to_f64(others - rate) >= distance);
        match (absolute, relative) {
            (true, true) => Some(UnitWeakness::Both),
            (true, false) => Some(UnitWeakness::Absolute),
            (false, true) => Some(UnitWeakness::Relative),
            (false, false) => None,
        }
    }

    /// The mirror image of a relative weakness, or full marks where fewer than half have them.
    fn strong(&self, rate: Exact, others: Option<Exact>, class: &IndicatorStatistics) -> bool {
        let distance = self.settings.relative_points / 100.0;
        let ahead = others.is_some_and(|others| exact_to_f64(rate - others) >= distance);
        let few_full = (class.count - class.losing) * 2 < class.count;
        ahead || rate >= Exact::from(1) && few_full
    }

    fn commonness(&self, others: usize, losing: usize) -> Option<Commonness> {
        #[expect(clippy::cast_precision_loss, reason = "counts of units are far below 2^52")]
        let share = (others > 0).then(|| losing as f64 / others as f64)?;
        Some(if share >= self.settings.common_share {
            Commonness::Common
        } else if share < self.settings.own_share {
            Commonness::Own
        } else {
            Commonness::Partly
        })
    }

    /// `R_u/W_u − E_u` and `E_u − Σ w r̄ / W_c` with `E_u = Σ a w r̄ / W_u`; not a number when
    /// nothing applies.
    fn effects(&self, unit: usize, points: &[Option<Points>]) -> (f64, f64) {
        let (mut own, mut all, mut expected, mut expected_all) = (0.0, 0.0, 0.0, 0.0);
        for (leaf, indicator) in self.class.system.indicators.iter().enumerate() {
            let marks = indicator.full_marks.to_f64();
            let Some(rate) = self.indicators[leaf].mean_rate.map(exact_to_f64) else {
                continue;
            };
            all += marks;
            expected_all += marks * rate;
            if points[leaf].is_some() {
                own += marks;
                expected += marks * rate;
            }
        }
        let got = self.scores[unit].points.to_f64();
        (got / own - expected / own, expected / own - expected_all / all)
    }
}
