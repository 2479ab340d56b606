//! What a unit's paper may say of the others, as the settings mean it.

use schemars::JsonSchema;
use serde::Deserialize;

/// What a paper may show of other units (`rules.md`, disclosure).
///
/// The least numbers are read here only: what papers show ([`crate::analyse::facts`]) and what
/// `check` says that they reveal ask the same questions.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Disclosure {
    /// Strict or open.
    pub mode: DisclosureMode,
    /// Least units with a value before a unit's paper shows their mean.
    #[schemars(range(min = 1, max = 1000))]
    pub mean_least: usize,
    /// Least units with a total before an open paper shows their distribution.
    #[schemars(range(min = 2, max = 1000))]
    pub distribution_least: usize,
    /// Least units in a band that is not empty, in a distribution that an open paper shows.
    #[schemars(range(min = 1, max = 1000))]
    pub bin_least: usize,
    /// Fewest units of which a list in order of totals is told: of five, one list in 120 is in that
    /// order by chance.
    #[schemars(range(min = 2, max = 1000))]
    pub ordered_least: usize,
}

/// Strict or open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DisclosureMode {
    /// A unit's paper holds its own figures and class means.
    Strict,
    /// A unit's paper also shows the best of its class, and how the class spreads.
    Open,
}

impl Disclosure {
    /// Whether papers may go beyond own figures and means.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.mode == DisclosureMode::Open
    }

    /// Whether the mean over so many units is shown.
    #[must_use]
    pub fn shows_mean(&self, count: usize) -> bool {
        count >= self.mean_least
    }

    /// Whether a sum of several means is shown part by part: a part of which some units, but too
    /// few, make the mean would tell theirs, and if it alone were kept back, the rest would tell it.
    #[must_use]
    pub fn shows_parts(&self, counts: impl IntoIterator<Item = usize>) -> bool {
        counts.into_iter().all(|count| count == 0 || self.shows_mean(count))
    }

    /// Whether a distribution is shown, by the units in its bands. An empty band is about nobody.
    #[must_use]
    pub fn shows_distribution(&self, bands: &[usize]) -> bool {
        let enough = bands.iter().sum::<usize>() >= self.distribution_least;
        let full = |count: &usize| *count == 0 || *count >= self.bin_least;
        self.is_open() && enough && bands.iter().all(full)
    }
}
