//! What papers name of a unit: its strengths and its problems.

use std::cmp::Ordering;

use super::{UnitAnalysis, UnitItem};
use crate::model::{Exact, Points, compare, fraction};
use crate::settings::Statistics;

/// The most strengths and problems that a paper names of a unit.
const NAMED: usize = 3;

impl UnitAnalysis {
    /// Indicators that papers name as problems: those that lose points, by gain, then by loss.
    #[must_use]
    pub fn named_problems(&self) -> Vec<usize> {
        let items = &self.items;
        let mut leaves: Vec<usize> =
            (0..items.len()).filter(|leaf| items[*leaf].loss > Points::ZERO).collect();
        leaves.sort_by(|one, other| {
            let (one, other) = (&items[*one], &items[*other]);
            compare(other.gain, one.gain).then(other.loss.cmp(&one.loss))
        });
        leaves.truncate(NAMED);
        leaves
    }

    /// Indicators of which papers may say that the unit does well: the rate is high enough, and they
    /// are neither weak nor named as a problem.
    #[must_use]
    pub fn doing_well(&self, statistics: &Statistics) -> Vec<usize> {
        let problems = self.named_problems();
        let well = |leaf: &usize| {
            let item = &self.items[*leaf];
            let high = item.rate_f64().is_some_and(|rate| rate >= statistics.strength_rate);
            high && item.weak.is_none() && !problems.contains(leaf)
        };
        (0..self.items.len()).filter(well).collect()
    }

    /// Strengths that papers may name, best first: by lead, the higher rate first among equals;
    /// those of too few others for a comparison stand before the first one with a lower rate.
    #[must_use]
    pub fn told_strengths(&self, statistics: &Statistics) -> Vec<usize> {
        let (told, well) = (self.strengths.iter().copied(), self.doing_well(statistics));
        let (mut list, mut alone): (Vec<usize>, Vec<usize>) =
            told.filter(|leaf| well.contains(leaf)).partition(|leaf| self.items[*leaf].has_others);
        let by_lead = |one: &usize, other: &usize| {
            let (one, other) = (&self.items[*one], &self.items[*other]);
            compare(other.distance(), one.distance())
                .then_with(|| compare_rates(other.rate(), one.rate()))
        };
        list.sort_by(by_lead);
        alone.sort_by(by_lead);
        for leaf in alone {
            let rate = self.items[leaf].rate();
            let lower = |own: &usize| compare_rates(self.items[*own].rate(), rate).is_lt();
            let at = list.iter().position(lower).unwrap_or(list.len());
            list.insert(at, leaf);
        }
        list
    }

    /// Strengths that papers name, at most three.
    #[must_use]
    pub fn named_strengths(&self, statistics: &Statistics) -> Vec<usize> {
        let mut list = self.told_strengths(statistics);
        list.truncate(NAMED);
        list
    }
}

impl UnitItem {
    /// Rate minus the others' mean rate, however few they are; zero without any.
    fn distance(&self) -> Exact {
        let lead = self.lead_of_any().filter(|(_, all)| *all > 0);
        lead.map_or(Exact::from(0), |(lead, all)| fraction(lead, all))
    }
}

/// Compares rates; none is the lowest.
fn compare_rates(one: Option<Exact>, other: Option<Exact>) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => compare(one, other),
        (one, other) => one.is_some().cmp(&other.is_some()),
    }
}
