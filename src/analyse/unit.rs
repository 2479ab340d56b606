//! One unit among its class: gains, weaknesses, strengths, commonness (`rules.md`, statistics).

use super::IndicatorStatistics;
use crate::check::CheckedClass;
use crate::model::{Exact, Mend, Points, compare, exact_to_f64, fraction};
use crate::score::{Gains, Scorebook, Scorer, UnitScore};
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

/// One indicator of a unit. Rates are kept as the whole numbers that they are made of: of millions
/// of items few are ever printed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnitItem {
    /// Its points; none where it does not apply.
    pub points: Option<Points>,
    /// Full marks.
    pub full_marks: Points,
    /// Points of the other units that count, in all.
    pub others_points: Points,
    /// Points lost, capped at the full marks; zero where it does not apply.
    pub loss: Points,
    /// Other units to which it applies.
    pub others: u32,
    /// Other units that lose there.
    pub others_losing: u32,
    /// What mending it alone would add to the exact total.
    pub gain: Exact,
    /// Whether enough units have it for a mean of the others.
    pub has_others: bool,
    /// Whether it is weak in the unit, and why.
    pub weak: Option<UnitWeakness>,
    /// Whether it is a strength of the unit.
    pub strong: bool,
    /// How common its loss is; none without a loss or without others.
    pub commonness: Option<Commonness>,
}

impl UnitItem {
    /// Rate, 0 to 1; none where it does not apply.
    #[must_use]
    pub fn rate(&self) -> Option<Exact> {
        let points = self.points?.scaled();
        Some(fraction(points.into(), self.full_marks.scaled().into()))
    }

    /// The nearest float of the rate.
    #[must_use]
    pub fn rate_f64(&self) -> Option<f64> {
        Some(ratio(self.points?.scaled().into(), self.full_marks.scaled().into()))
    }

    /// Mean rate of the other units, where enough of them have one.
    #[must_use]
    pub fn others_rate(&self) -> Option<Exact> {
        self.has_others.then(|| fraction(self.others_points.scaled().into(), self.others_marks()))
    }

    /// The nearest float of the others' mean rate.
    #[must_use]
    pub fn others_rate_f64(&self) -> Option<f64> {
        self.has_others.then(|| ratio(self.others_points.scaled().into(), self.others_marks()))
    }

    /// Full marks of the other units, in all.
    fn others_marks(&self) -> i128 {
        i128::from(self.full_marks.scaled()) * i128::from(self.others)
    }

    /// Rate minus the others' mean rate: numerator and denominator.
    fn lead(&self) -> Option<(i128, i128)> {
        self.lead_of_any().filter(|_| self.has_others)
    }

    /// The same, however few the others are.
    pub(super) fn lead_of_any(&self) -> Option<(i128, i128)> {
        let points = self.points?;
        let own = i128::from(points.scaled()) * i128::from(self.others);
        Some((own - i128::from(self.others_points.scaled()), self.others_marks()))
    }
}

/// Whole numbers up to which a float holds each of them.
const MOST_WHOLE: i128 = 1 << 53;

/// The nearest float of a fraction: of two whole numbers that floats hold, their quotient as they
/// stand is that of lowest terms.
#[expect(clippy::cast_precision_loss, reason = "both are held exactly")]
fn ratio(numer: i128, denom: i128) -> f64 {
    if numer.abs() <= MOST_WHOLE && denom <= MOST_WHOLE {
        numer as f64 / denom as f64
    } else {
        exact_to_f64(fraction(numer, denom))
    }
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
    settings: &'a Statistics,
    class: &'a CheckedClass,
    scorer: Scorer<'a>,
    indicators: &'a [IndicatorStatistics],
    scores: &'a [UnitScore],
    /// Whether each unit counts in the means of its class.
    counted: &'a [bool],
    /// Points of the units that count, in all, by indicator.
    points: Vec<i64>,
    /// Mean rates of the indicators.
    mean_rates: Vec<Option<f64>>,
}

impl<'a> Among<'a> {
    pub(super) fn new(
        scorebook: &'a Scorebook,
        position: usize,
        indicators: &'a [IndicatorStatistics],
        counted: &'a [bool],
    ) -> Self {
        let checked = &scorebook.checked;
        let class = &checked.classes[position];
        let points = |leaf: usize| {
            let units = (0..class.units.len()).filter(|unit| counted[*unit]);
            units.filter_map(|unit| class.cells.points(unit, leaf)).map(Points::scaled).sum()
        };
        Self {
            settings: &checked.settings.statistics,
            class,
            scorer: Scorer::new(checked, position),
            indicators,
            scores: &scorebook.classes[position],
            counted,
            points: (0..class.system.indicators.len()).map(points).collect(),
            mean_rates: indicators.iter().map(|own| own.mean_rate.map(exact_to_f64)).collect(),
        }
    }

    /// Analyses one unit.
    pub(super) fn unit(&self, unit: usize) -> UnitAnalysis {
        let count = self.class.system.indicators.len();
        let points: Vec<Option<Points>> =
            (0..count).map(|leaf| self.class.cells.points(unit, leaf)).collect();
        let gains = self.scorer.gains(unit, &self.scores[unit], &points);
        let items: Vec<UnitItem> =
            (0..count).map(|leaf| self.item(unit, leaf, points[leaf], &gains)).collect();
        let mut weaknesses: Vec<usize> =
            (0..count).filter(|leaf| items[*leaf].weak.is_some()).collect();
        weaknesses.sort_by(|one, other| compare(items[*other].gain, items[*one].gain));
        let lead = |leaf: usize| {
            let (numer, denom) = items[leaf].lead().unwrap_or((0, 1));
            (fraction(numer, denom), self.class.system.indicators[leaf].full_marks, leaf)
        };
        let mut strengths: Vec<(Exact, Points, usize)> =
            (0..count).filter(|leaf| items[*leaf].strong).map(lead).collect();
        strengths.sort_by(|one, other| compare(other.0, one.0).then(other.1.cmp(&one.1)));
        let strengths = strengths.into_iter().map(|(_, _, leaf)| leaf).collect();
        let mendable = |up_to: Mend| -> Vec<usize> {
            let of = |leaf: &usize| {
                let mend = self.class.cells.mend(unit, *leaf).unwrap_or(Mend::Now);
                items[*leaf].loss > Points::ZERO && mend <= up_to
            };
            (0..count).filter(of).collect()
        };
        let (own_effect, mix_effect) = self.effects(unit, &points);
        UnitAnalysis {
            gain_now: gains.of(&mendable(Mend::Now)),
            gain_periodic: gains.of(&mendable(Mend::Periodic)),
            items,
            weaknesses,
            strengths,
            own_effect: own_effect.is_finite().then_some(own_effect),
            mix_effect: mix_effect.is_finite().then_some(mix_effect),
        }
    }

    fn item(
        &self,
        unit: usize,
        leaf: usize,
        points: Option<Points>,
        gains: &Gains<'_, '_>,
    ) -> UnitItem {
        let Some(own) = points else {
            return UnitItem::default();
        };
        let full = self.class.system.indicators[leaf].full_marks;
        let loss = (full.scaled() - own.scaled()).clamp(0, full.scaled());
        let class = &self.indicators[leaf];
        // A vetoed unit that does not count in means is not among those that it is held against.
        let among = usize::from(self.counted[unit]);
        let others = class.count.saturating_sub(among);
        let others_losing = class.losing.saturating_sub(among * usize::from(loss > 0));
        let own_part = if self.counted[unit] { own.scaled() } else { 0 };
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let mut item = UnitItem {
            points,
            full_marks: full,
            others_points: Points::from_scaled(self.points[leaf] - own_part),
            loss: Points::from_scaled(loss),
            others: small(others),
            others_losing: small(others_losing),
            has_others: class.count >= self.settings.relative_least && others > 0,
            gain: if loss > 0 { gains.of(&[leaf]) } else { Exact::from(0) },
            ..UnitItem::default()
        };
        item.weak = self.weakness(&item);
        item.strong = self.strong(&item, class);
        item.commonness = (loss > 0).then(|| self.commonness(others, others_losing)).flatten();
        item
    }

    fn weakness(&self, item: &UnitItem) -> Option<UnitWeakness> {
        if *item.gain.numer() <= 0 || exact_to_f64(item.gain) < self.settings.least_gain {
            return None;
        }
        let absolute = item.rate_f64().is_some_and(|rate| rate < self.settings.unit_weak_rate);
        let distance = self.settings.relative_points / 100.0;
        let relative = item.lead().is_some_and(|(lead, all)| ratio(-lead, all) >= distance);
        match (absolute, relative) {
            (true, true) => Some(UnitWeakness::Both),
            (true, false) => Some(UnitWeakness::Absolute),
            (false, true) => Some(UnitWeakness::Relative),
            (false, false) => None,
        }
    }

    /// The mirror image of a relative weakness, or full marks where fewer than half have them.
    fn strong(&self, item: &UnitItem, class: &IndicatorStatistics) -> bool {
        let distance = self.settings.relative_points / 100.0;
        let ahead = item.lead().is_some_and(|(lead, all)| ratio(lead, all) >= distance);
        let few_full = (class.count - class.losing) * 2 < class.count;
        ahead || item.points >= Some(item.full_marks) && few_full
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
            let Some(rate) = self.mean_rates[leaf] else {
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
