//! Totals of a class: statistics, bands, grades.

use serde::Serialize;

use super::Subject;
use crate::model::{Decimal, Exact, Figure, Points};

/// Totals of a class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TotalsFacts {
    /// Units with a total.
    pub count: Figure,
    /// Mean.
    pub mean: Option<Figure>,
    /// Median, from the set number of units.
    pub median: Option<Figure>,
    /// Sample standard deviation, from the set number of units.
    pub standard_deviation: Option<Figure>,
    /// First quartile.
    pub first_quartile: Option<Figure>,
    /// Third quartile.
    pub third_quartile: Option<Figure>,
    /// Highest.
    pub most: Option<Figure>,
    /// Lowest.
    pub least: Option<Figure>,
    /// Highest minus lowest, as printed.
    pub range: Option<Figure>,
    /// Short names of units with the highest total.
    pub most_units: Vec<String>,
    /// Short names of units with the lowest total.
    pub least_units: Vec<String>,
    /// Units above the mean.
    pub above: Figure,
    /// Units below the mean.
    pub below: Figure,
    /// Score bands, rising; empty ones at either end left out.
    pub bands: Vec<BandFacts>,
    /// Units by grade, best first, with every grade named.
    pub grades: Vec<GradeFacts>,
}

/// A score band.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BandFacts {
    /// Lower bound.
    pub from: Figure,
    /// Upper bound; none at the top.
    pub to: Option<Figure>,
    /// Units in it.
    pub count: Figure,
}

/// A grade with its units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GradeFacts {
    /// Name.
    pub name: String,
    /// How many.
    pub count: Figure,
    /// Short names of the units.
    pub units: Vec<String>,
}

impl Subject<'_> {
    pub(super) fn totals(&self) -> TotalsFacts {
        let totals = &self.analysis.totals;
        let print = &self.print;
        let with = |total: Option<Exact>| -> Vec<String> {
            let same = |unit: &usize| {
                total.is_some() && self.scores[*unit].published.map(Decimal::exact) == total
            };
            (0..self.scores.len()).filter(same).map(|unit| self.short(unit)).collect()
        };
        TotalsFacts {
            count: print.count("totals", totals.count),
            mean: totals.mean.map(|mean| print.mean("mean", mean)),
            median: totals.median.map(|median| self.quantile("median", median)),
            standard_deviation: totals
                .standard_deviation
                .and_then(|deviation| print.float("standard-deviation", deviation)),
            first_quartile: totals
                .quartiles
                .map(|(first, _)| self.quantile("first-quartile", first)),
            third_quartile: totals
                .quartiles
                .map(|(_, third)| self.quantile("third-quartile", third)),
            most: totals.most.map(|most| print.total("most", most)),
            least: totals.least.map(|least| print.total("least", least)),
            range: totals.range().map(|range| print.total("range", range)),
            most_units: with(totals.most),
            least_units: with(totals.least),
            above: print.count("above", totals.above),
            below: print.count("below", totals.below),
            bands: self.bands(),
            grades: self.grades(),
        }
    }

    /// A quantile that is one of the totals is written as they are.
    fn quantile(&self, item: &str, quantile: Exact) -> Figure {
        let as_total = self.print.total(item, quantile);
        let exact = self.scores.iter().filter_map(|score| score.published);
        let is_total = exact.into_iter().any(|total| total.exact() == quantile);
        if is_total { as_total } else { self.print.mean(item, quantile) }
    }

    fn bands(&self) -> Vec<BandFacts> {
        let bands = &self.analysis.totals.bands;
        let first = bands.iter().position(|band| band.count > 0).unwrap_or(bands.len());
        let last = bands.iter().rposition(|band| band.count > 0).map_or(0, |last| last + 1);
        let used = bands.iter().enumerate().take(last).skip(first);
        let facts = used.map(|(position, band)| {
            let bound = |role: &str, points: Points| {
                self.print.needed(&format!("band{}/{role}", position + 1), points)
            };
            BandFacts {
                from: bound("from", band.from),
                to: band.to.map(|to| bound("to", to)),
                count: self.print.count(&format!("band{}/units", position + 1), band.count),
            }
        });
        facts.collect()
    }

    fn grades(&self) -> Vec<GradeFacts> {
        let cuts = self.scorebook.checked.cuts.iter().enumerate().filter(|_| self.ranked);
        let facts = cuts.map(|(position, cut)| {
            let of_grade = |unit: &usize| self.scores[*unit].grade == Some(position);
            let units: Vec<usize> = self.order().into_iter().filter(of_grade).collect();
            GradeFacts {
                name: cut.name.clone(),
                count: self.print.count(&format!("grade{}/units", position + 1), units.len()),
                units: units.into_iter().map(|unit| self.short(unit)).collect(),
            }
        });
        facts.collect()
    }
}
