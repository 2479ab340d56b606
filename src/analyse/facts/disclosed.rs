//! The gate: what a unit's papers may say beyond the unit's own figures.
//!
//! Facts of units ask it before they cut out anything that hangs on other units; nothing else in
//! [`crate::analyse::facts`] reads the disclosure settings. What it answers is `rules.md`,
//! disclosure and stages.

use crate::analyse::ClassAnalysis;
use crate::settings::{Disclosure, Settings, Stage};

/// What the papers of one class's units may say.
pub(super) struct Disclosed<'a> {
    settings: &'a Disclosure,
    stage: Stage,
    counts: Counts,
}

/// How many units of a class stand behind each of its figures.
#[derive(Debug, Default)]
struct Counts {
    totals: usize,
    bands: Vec<usize>,
    dimensions: Vec<usize>,
    indicators: Vec<usize>,
}

impl<'a> Disclosed<'a> {
    /// The gate of a class at the assessment's stage.
    pub(super) fn new(settings: &'a Settings, class: &ClassAnalysis) -> Self {
        let counts = Counts {
            totals: class.totals.count,
            bands: class.totals.bands.iter().map(|band| band.count).collect(),
            dimensions: class.dimensions.iter().map(|dimension| dimension.count).collect(),
            indicators: class.indicators.iter().map(|indicator| indicator.count).collect(),
        };
        Self { settings: &settings.disclosure, stage: settings.assessment.stage, counts }
    }

    /// Rank and grade, and whatever tells either: from approval, whatever the mode.
    pub(super) fn outcome(&self) -> bool {
        self.stage >= Stage::Approved
    }

    /// The mean of the class's totals.
    pub(super) fn total_mean(&self) -> bool {
        self.settings.shows_mean(self.counts.totals)
    }

    /// The mean of a dimension, and what is held against it.
    pub(super) fn dimension_mean(&self, dimension: usize) -> bool {
        self.settings.shows_mean(self.counts.dimensions[dimension])
    }

    /// The mean of an indicator, and what is held against it or against the others: how common a
    /// loss is, whether it is a strength.
    pub(super) fn indicator_mean(&self, indicator: usize) -> bool {
        self.settings.shows_mean(self.counts.indicators[indicator])
    }

    /// The gap to the mean of the totals part by part, each against the mean of that part.
    pub(super) fn gap_parts(&self) -> bool {
        self.total_mean() && self.settings.shows_parts(self.counts.dimensions.iter().copied())
    }

    /// The best rate of a dimension in the class.
    pub(super) fn best_rate(&self) -> bool {
        self.settings.is_open()
    }

    /// The highest total: it tells one unit its rank.
    pub(super) fn best_total(&self) -> bool {
        self.settings.is_open() && self.outcome()
    }

    /// How many of the class's totals are in which band, and the median: they tell nearly the rank.
    pub(super) fn distribution(&self) -> bool {
        let counts = &self.counts;
        // Whoever is below the lowest band is a band that a reader finds by subtracting.
        let below = counts.totals.saturating_sub(counts.bands.iter().sum());
        let bands: Vec<usize> = counts.bands.iter().copied().chain([below]).collect();
        self.outcome() && self.settings.shows_distribution(&bands)
    }

    /// The rank that a unit would have with more points.
    pub(super) fn what_if_rank(&self) -> bool {
        self.settings.is_open() && self.outcome()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::DisclosureMode;

    fn settings(mode: DisclosureMode) -> Disclosure {
        Disclosure { mode, mean_least: 4, distribution_least: 10, bin_least: 3, ordered_least: 6 }
    }

    /// The gate of a class with so many totals, and so many units behind each dimension.
    fn gate<'a>(
        settings: &'a Disclosure,
        stage: Stage,
        totals: usize,
        dimensions: &[usize],
    ) -> Disclosed<'a> {
        let (dimensions, indicators) = (dimensions.to_vec(), dimensions.to_vec());
        let counts = Counts { totals, dimensions, indicators, ..Counts::default() };
        Disclosed { settings, stage, counts }
    }

    #[test]
    fn rank_and_grade_come_with_approval_in_either_mode() {
        for (stage, outcome) in [
            (Stage::Preliminary, false),
            (Stage::Reviewed, false),
            (Stage::Submitted, false),
            (Stage::Approved, true),
            (Stage::Rectified, true),
        ] {
            for mode in [DisclosureMode::Strict, DisclosureMode::Open] {
                let settings = settings(mode);
                let gate = gate(&settings, stage, 10, &[10]);
                assert_eq!(gate.outcome(), outcome, "{stage:?} {mode:?}");
                let open = mode == DisclosureMode::Open;
                assert_eq!(gate.what_if_rank(), outcome && open, "{stage:?} {mode:?}");
                assert_eq!(gate.best_total(), outcome && open, "{stage:?} {mode:?}");
                assert_eq!(gate.best_rate(), open, "{stage:?} {mode:?}");
                assert!(gate.total_mean(), "{stage:?} {mode:?}");
            }
        }
    }

    #[test]
    fn three_units_have_no_mean_and_four_have() {
        let strict = settings(DisclosureMode::Strict);
        for (count, shown) in [(0, false), (1, false), (3, false), (4, true)] {
            let gate = gate(&strict, Stage::Approved, count, &[4, count]);
            assert_eq!(gate.total_mean(), shown, "{count}");
            assert!(gate.dimension_mean(0) && gate.indicator_mean(0), "{count}");
            assert_eq!(gate.dimension_mean(1), shown, "{count}");
            assert_eq!(gate.indicator_mean(1), shown, "{count}");
        }
    }

    /// Of nine units, two have the second dimension: its part of the gap would tell the other's.
    #[test]
    fn a_gap_has_no_parts_where_one_would_tell_too_much() {
        let strict = settings(DisclosureMode::Strict);
        for (second, shown) in [(0, true), (1, false), (3, false), (4, true), (9, true)] {
            let gate = gate(&strict, Stage::Approved, 9, &[9, second]);
            assert_eq!(gate.gap_parts(), shown, "{second}");
        }
        assert!(!gate(&strict, Stage::Approved, 3, &[3, 3]).gap_parts());
    }

    #[test]
    fn ten_units_have_a_distribution_and_nine_have_none() {
        let (open, strict) = (settings(DisclosureMode::Open), settings(DisclosureMode::Strict));
        let cases: [(&[usize], usize, bool); 7] = [
            (&[0, 3, 6], 0, false),
            (&[0, 3, 7], 0, true),
            (&[0, 2, 8], 0, false),
            (&[3, 0, 7], 0, true),
            (&[5, 5], 1, false),
            (&[5, 5], 2, false),
            (&[5, 5], 3, true),
        ];
        for (bands, below, shown) in cases {
            let totals = bands.iter().sum::<usize>() + below;
            let at = |stage, settings| {
                let mut gate = gate(settings, stage, totals, &[]);
                gate.counts.bands = bands.to_vec();
                gate.distribution()
            };
            assert_eq!(at(Stage::Approved, &open), shown, "{bands:?} and {below}");
            assert!(!at(Stage::Submitted, &open), "{bands:?} and {below}");
            assert!(!at(Stage::Approved, &strict), "{bands:?} and {below}");
        }
    }
}
