//! The distribution of a class's published totals.

use super::statistics::{largest_remainder, mean, quantile, standard_deviation};
use crate::check::Checked;
use crate::model::{Decimal, Exact, Points, compare};
use crate::score::UnitScore;
use crate::settings::Statistics;

/// Figures of the published totals Pu of one class, over the units that have one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Distribution {
    /// Units with a total, n.
    pub count: usize,
    /// Arithmetic mean, exact.
    pub mean: Option<Exact>,
    /// Median (type 7), from the set number of units.
    pub median: Option<Exact>,
    /// Lowest.
    pub least: Option<Exact>,
    /// Highest.
    pub most: Option<Exact>,
    /// Sample standard deviation (n − 1), from the set number of units.
    pub standard_deviation: Option<f64>,
    /// First and third quartile (type 7), from the set number of units.
    pub quartiles: Option<(Exact, Exact)>,
    /// Units above the exact mean.
    pub above: usize,
    /// Units below the exact mean.
    pub below: usize,
    /// Score bands, rising.
    pub bands: Vec<Band>,
    /// Shares of the bands, and of what lies below the first one where anything does.
    pub band_shares: Vec<BandShare>,
}

impl Distribution {
    /// Highest minus lowest.
    #[must_use]
    pub fn range(&self) -> Option<Exact> {
        self.most.zip(self.least).map(|(most, least)| most - least)
    }
}

/// Units with a total from `from` (inside) to `to` (outside; none at the top).
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Lower bound, inside.
    pub from: Points,
    /// Upper bound, outside.
    pub to: Option<Points>,
    /// Units in it.
    pub count: usize,
}

/// A band's share of the units with a total; the shares of a class come to all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct BandShare {
    /// Lower bound, inside; none below the first band.
    pub from: Option<Points>,
    /// Upper bound, outside; none at the top.
    pub to: Option<Points>,
    /// Units in it.
    pub count: usize,
    /// Its share, 0 to 1.
    pub share: Exact,
    /// The share in percent as a table of rates shows it, by largest remainder: 100 in all.
    pub shown_percent: Exact,
}

/// Describes the totals of a class.
pub(super) fn distribution(checked: &Checked, scores: &[UnitScore]) -> Distribution {
    let settings = &checked.settings.statistics;
    let counted = scores.iter().filter(|score| score.counts(checked));
    let mut totals: Vec<Exact> =
        counted.filter_map(|score| score.published.map(Decimal::exact)).collect();
    totals.sort_unstable_by(|one, other| compare(*one, *other));
    let count = totals.len();
    let mean = mean(&totals);
    let quarter = |numer| quantile(&totals, Exact::new(numer, 4));
    let spread = count >= settings.spread_least;
    let bands = bands(settings, &totals);
    Distribution {
        count,
        mean,
        median: quarter(2).filter(|_| count >= settings.median_least),
        least: totals.first().copied(),
        most: totals.last().copied(),
        standard_deviation: standard_deviation(&totals).filter(|_| spread),
        quartiles: quarter(1).zip(quarter(3)).filter(|_| spread),
        above: totals.iter().filter(|total| Some(**total) > mean).count(),
        below: totals.iter().filter(|total| Some(**total) < mean).count(),
        band_shares: band_shares(settings, &bands, count),
        bands,
    }
}

/// Shares of bands that hold some of `count` units; none without units and without bands.
fn band_shares(settings: &Statistics, bands: &[Band], count: usize) -> Vec<BandShare> {
    let Some(first) = bands.first() else {
        return Vec::new();
    };
    let under = count - bands.iter().map(|band| band.count).sum::<usize>();
    let under = (under > 0).then_some((None, Some(first.from), under));
    let inside = bands.iter().map(|band| (Some(band.from), band.to, band.count));
    let all: Vec<(Option<Points>, Option<Points>, usize)> =
        under.into_iter().chain(inside).collect();
    let counts: Vec<usize> = all.iter().map(|own| own.2).collect();
    let places = 10_usize.pow(settings.rate_decimals);
    let shown = largest_remainder(&counts, 100 * places).unwrap_or_default();
    let exact = |numer: usize, denom: usize| {
        let whole = |value: usize| i128::try_from(value).unwrap_or_default();
        Exact::new(whole(numer), whole(denom))
    };
    let share = |((from, to, own), shown)| BandShare {
        from,
        to,
        count: own,
        share: exact(own, count),
        shown_percent: exact(shown, places),
    };
    all.into_iter().zip(shown).map(share).collect()
}

fn bands(settings: &Statistics, totals: &[Exact]) -> Vec<Band> {
    let bounds: Vec<Points> =
        settings.bands.iter().filter_map(|bound| Points::parse(bound).ok()).collect();
    let uppers = bounds.iter().skip(1).copied().map(Some).chain([None]);
    let band = |(from, to): (Points, Option<Points>)| {
        let inside =
            |total: &&Exact| **total >= from.exact() && to.is_none_or(|to| **total < to.exact());
        Band { from, to, count: totals.iter().filter(inside).count() }
    };
    bounds.iter().copied().zip(uppers).map(band).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::statistics::tests::settings;

    fn found(bounds: &[&str], decimals: u32, totals: &[i128]) -> Vec<(usize, Exact, Exact)> {
        let bounds = bounds.iter().map(|bound| (*bound).to_owned()).collect();
        let settings = Statistics { bands: bounds, rate_decimals: decimals, ..settings() };
        let totals: Vec<Exact> = totals.iter().copied().map(Exact::from_integer).collect();
        let bands = bands(&settings, &totals);
        let shares = band_shares(&settings, &bands, totals.len());
        shares.iter().map(|own| (own.count, own.share, own.shown_percent)).collect()
    }

    /// A bound is inside the band above it. Thirds are 33.3%, and the first gets the tenth left.
    #[test]
    fn shares_come_to_a_hundred() {
        let third = Exact::new(1, 3);
        let shares = found(&["0", "60", "80"], 1, &[59, 60, 80]);
        let (more, less) = (Exact::new(334, 10), Exact::new(333, 10));
        assert_eq!(shares, [(1, third, more), (1, third, less), (1, third, less)]);
        let whole = found(&["0", "60", "80"], 0, &[61, 62, 99, 100, 120, 130]);
        let shown: Vec<Exact> = whole.iter().map(|own| own.2).collect();
        assert_eq!(shown, [Exact::from(0), Exact::from(33), Exact::from(67)]);
    }

    #[test]
    fn below_the_first_bound() {
        let shares = found(&["60", "80"], 1, &[30, 50, 70, 90]);
        let counts: Vec<usize> = shares.iter().map(|own| own.0).collect();
        assert_eq!(counts, [2, 1, 1]);
        assert_eq!(shares.iter().map(|own| own.2).sum::<Exact>(), Exact::from(100));
        assert_eq!(found(&["60", "80"], 1, &[60, 90]).len(), 2);
    }

    #[test]
    fn nothing_of_nothing() {
        assert_eq!(found(&["0", "60"], 1, &[]), []);
        assert_eq!(found(&[], 1, &[50]), []);
    }

    #[test]
    fn range_is_most_minus_least() {
        let of = |least: Option<i128>, most: Option<i128>| Distribution {
            least: least.map(Exact::from_integer),
            most: most.map(Exact::from_integer),
            ..Distribution::default()
        };
        assert_eq!(of(Some(40), Some(90)).range(), Some(Exact::from(50)));
        assert_eq!(of(None, None).range(), None);
    }
}
