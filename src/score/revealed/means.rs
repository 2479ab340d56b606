//! Means and best values that tell what a single unit has.

use std::ops::Range;

use super::{NAMED, PAIR, Papers, points_text};
use crate::finding::{Finding, Rule, rule};
use crate::settings::Treatment;

/// The figures of a class that single out a unit.
#[derive(Default)]
struct Singled<'a> {
    total: bool,
    names: Vec<&'a str>,
}

impl Papers<'_> {
    /// Counted units to which any of some indicators applies.
    fn units_of(&self, leaves: &Range<usize>) -> usize {
        let any = |unit: &&usize| {
            leaves.clone().any(|leaf| self.class.cells.points(**unit, leaf).is_some())
        };
        self.counted.iter().filter(any).count()
    }

    /// Dimensions and indicators with the number of their units.
    fn parts(&self) -> Vec<(&str, usize)> {
        let system = &self.class.system;
        let dimensions = system.dimensions.iter();
        let mut parts: Vec<(&str, usize)> =
            dimensions.map(|own| (own.name.as_str(), self.units_of(&own.leaves))).collect();
        if !system.one_level() {
            let leaves = system.indicators.iter().enumerate();
            parts.extend(leaves.map(|(at, own)| (own.name.as_str(), self.units_of(&(at..at + 1)))));
        }
        parts
    }

    /// Whether a mean over so many units tells a reader one unit's value: of two, each has the
    /// other's; of one, all others have it.
    fn is_telling(&self, count: usize) -> bool {
        count == PAIR || count == 1 && self.class.units.len() > 1
    }

    /// A class figure that one unit or two have, shown although strict.
    pub(super) fn mean_of_two(&self) -> Option<Finding> {
        let telling = |count: usize| self.is_telling(count) && self.disclosure().shows_mean(count);
        let parts = self.parts().into_iter().filter(|(_, count)| telling(*count));
        let total = telling(self.with_total.len());
        let singled = Singled { total, names: parts.map(|(name, _)| name).collect() };
        let found = self.singled(rule::MEAN_REVEALS_UNIT, &singled, self.is_strict())?;
        Some(found.with("least", self.disclosure().mean_least))
    }

    /// A best rate that, with the mean or without, tells another unit's rate although papers are
    /// open.
    pub(super) fn best_of_few(&self) -> Option<Finding> {
        let with_mean = |count: usize| count == PAIR + 1 && self.disclosure().shows_mean(count);
        let telling = |count: usize| self.is_telling(count) || with_mean(count);
        let dimensions = self.class.system.dimensions.iter();
        let names = dimensions
            .filter(|own| telling(self.units_of(&own.leaves)))
            .map(|own| own.name.as_str());
        let total = self.is_approved() && telling(self.with_total.len());
        let singled = Singled { total, names: names.collect() };
        self.singled(rule::BEST_REVEALS_UNIT, &singled, self.disclosure().is_open())
    }

    fn singled(&self, rule: Rule, singled: &Singled<'_>, applies: bool) -> Option<Finding> {
        let Singled { total, names } = singled;
        if !applies || !total && names.is_empty() {
            return None;
        }
        let listed = names[..names.len().min(NAMED)].join("、");
        let found = self.about(rule).with("of_total", if *total { "yes" } else { "" });
        let found = found.with("names", listed).with("count", names.len());
        Some(found.with("more", if names.len() > NAMED { "yes" } else { "" }))
    }

    /// The one dimension whose mean is kept back because one unit or two have it, where the mean of
    /// totals less those of all other dimensions gives it: n·P̄ = Σ over units and dimensions of
    /// points, as long as nothing else is in a total.
    pub(super) fn mean_by_difference(&self) -> Option<Finding> {
        let treatment = self.settings().scoring.not_applicable?;
        let plain = matches!(treatment, Treatment::Zero | Treatment::Full);
        if !plain || !self.is_strict() || !self.shows_total_mean() || !self.only_points() {
            return None;
        }
        let dimensions = &self.class.system.dimensions;
        let counts: Vec<usize> = dimensions.iter().map(|own| self.units_of(&own.leaves)).collect();
        let kept_back = |count: usize| count > 0 && !self.disclosure().shows_mean(count);
        let hidden = counts.iter().position(|count| kept_back(*count))?;
        let others = || (0..dimensions.len()).filter(|at| *at != hidden);
        let known = others().all(|at| self.applies_wholly(&dimensions[at].leaves));
        if !known || !self.is_telling(counts[hidden]) {
            return None;
        }
        let within = self.off_by(others());
        let marks = self.marks(&dimensions[hidden].leaves);
        // An answer that leaves open most of what is possible is none.
        (2.0 * within < marks).then(|| {
            let found = self.about(rule::MEAN_BY_DIFFERENCE);
            found.with("name", &dimensions[hidden].name).with("within", points_text(within))
        })
    }

    /// Whether the totals that count are sums of points and nothing else.
    fn only_points(&self) -> bool {
        let zero = crate::model::Points::ZERO;
        self.with_total.len() == self.counted.len()
            && self.with_total.iter().map(|unit| &self.scores[*unit]).all(|score| {
                let beside = [score.bonus.counted, score.deducted, score.late_points()];
                !score.vetoed && beside.iter().all(|points| *points == zero)
            })
    }

    /// Whether indicators apply to every counted unit.
    fn applies_wholly(&self, leaves: &Range<usize>) -> bool {
        let whole = |unit: &usize| {
            leaves.clone().all(|leaf| self.class.cells.points(*unit, leaf).is_some())
        };
        self.counted.iter().all(whole)
    }

    /// Sum of full marks.
    fn marks(&self, leaves: &Range<usize>) -> f64 {
        self.class.system.indicators[leaves.clone()].iter().map(|own| own.full_marks.to_f64()).sum()
    }

    /// How far off a sum over all units may be that a reader makes of printed means: half a last
    /// place of the mean total, and of every dimension's rate times its full marks.
    fn off_by(&self, dimensions: impl Iterator<Item = usize>) -> f64 {
        let half = |decimals: u32| 0.5 * 10_f64.powi(-i32::try_from(decimals).unwrap_or_default());
        let statistics = &self.settings().statistics;
        let rate = half(statistics.rate_decimals) / 100.0;
        let rates =
            dimensions.map(|at| self.marks(&self.class.system.dimensions[at].leaves) * rate);
        let off: f64 = half(statistics.decimals) + rates.sum::<f64>();
        #[expect(clippy::cast_precision_loss, reason = "counts of units are far below 2^52")]
        let units = self.with_total.len() as f64;
        units * off
    }
}
