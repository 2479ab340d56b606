//! Dimensions of a class.

use serde::Serialize;

use super::{RateFacts, Subject};
use crate::analyse::facts::print::Printer;
use crate::model::{Exact, Figure, Points, exact_to_f64};

/// Mean rate from which an indicator is called strong within its dimension.
const STRONG_RATE: f64 = 0.85;

/// A dimension in the city-wide report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CityDimension {
    /// Full name.
    pub name: String,
    /// Declared short name.
    pub short: String,
    /// Full marks.
    pub full_marks: Figure,
    /// Mean points.
    pub mean_points: Option<Figure>,
    /// Mean rate in percent.
    pub mean_rate: Option<Figure>,
    /// Highest rate in percent.
    pub most_rate: Option<Figure>,
    /// Lowest rate in percent.
    pub least_rate: Option<Figure>,
    /// Short names of the units with the highest rate, when they are at most three.
    pub best_units: Vec<String>,
    /// Short names of the units with the lowest rate, when they are at most three.
    pub least_units: Vec<String>,
    /// Highest minus lowest rate, in percentage points, as printed.
    pub spread: Option<Figure>,
    /// Share of the class's loss, in percent.
    pub loss_share: Option<Figure>,
    /// Its indicators with the highest mean rates, where these are at least 85%; at most two.
    pub strong: Vec<RateFacts>,
    /// Its weak indicators by mean rate, from the lowest; at most three.
    pub weak: Vec<RateFacts>,
    /// Units that lose points.
    pub losing: Figure,
    /// Units with full marks.
    pub full: Figure,
    /// Units without any point.
    pub empty: Figure,
    /// Short names of units to which too little of it applies: they stand in the mean, and in
    /// nothing that compares single units.
    pub left_out: Vec<String>,
    /// How many of the compared units have a rate in each whole percent, from 0 up, full marks with
    /// the last; empty where a chart can show each unit.
    pub by_percent: Vec<usize>,
}

impl Subject<'_> {
    pub(super) fn dimension(&self, position: usize) -> CityDimension {
        let dimension = &self.class.system.dimensions[position];
        let own = &self.analysis.dimensions[position];
        let item = |role: &str| format!("d{}/{role}", position + 1);
        let rates = || self.analysis.unit_dimensions.iter().map(|row| row[position]);
        let compared = self.compared(position);
        let with_rate =
            || compared.iter().map(|unit| self.analysis.unit_dimensions[*unit][position]);
        let with = |wanted: Option<Exact>| {
            let rate = |unit: usize| self.analysis.unit_dimensions[unit][position].rate();
            let same = compared.iter().copied().filter(|unit| rate(*unit) == wanted);
            self.at_most_three(same)
        };
        let full = with_rate().filter(|unit| unit.points >= unit.applicable_marks).count();
        let empty = with_rate().filter(|unit| unit.points <= Points::ZERO).count();
        let most_rate = with_rate().filter_map(|unit| unit.rate()).max();
        let least_rate = with_rate().filter_map(|unit| unit.rate()).min();
        let left_out = rates().enumerate().filter(|(_, unit)| unit.rate().is_some());
        // Both are in list order.
        let left_out = left_out.map(|(unit, _)| unit);
        let left_out = left_out.filter(|unit| compared.binary_search(unit).is_err());
        let rate = |role: &str, rate| self.print.rate(&item(role), rate);
        let spread = most_rate.zip(least_rate).map(|(most, least)| {
            Printer::difference(self.print.rounded_rate(most), self.print.rounded_rate(least))
        });
        CityDimension {
            name: dimension.name.clone(),
            short: dimension.short.clone(),
            full_marks: self.print.needed(&item("full-marks"), own.full_marks),
            mean_points: own.mean_points.map(|mean| self.print.mean(&item("points"), mean)),
            mean_rate: self
                .print
                .rounded_mean_rate(own.mean_rate, own.mean_rate_f64)
                .map(|mean| self.print.decimal(&item("rate"), mean)),
            most_rate: most_rate.map(|most| rate("most-rate", most)),
            least_rate: least_rate.map(|least| rate("least-rate", least)),
            best_units: with(most_rate),
            least_units: with(least_rate),
            spread: spread.map(|spread| self.print.decimal(&item("spread"), spread)),
            loss_share: own.loss_share.map(|share| rate("loss-share", share)),
            strong: self.strong_in(position),
            weak: self.weak_in(position),
            losing: self.print.count(&item("losing"), own.losing),
            full: self.print.count(&item("full"), full),
            empty: self.print.count(&item("empty"), empty),
            left_out: self.shorts(left_out),
            by_percent: self.by_percent(&compared, position),
        }
    }

    /// Units to which enough of a dimension applies for a comparison; where it is enough for none,
    /// all to which any applies.
    fn compared(&self, position: usize) -> Vec<usize> {
        let least = self.scorebook.checked.settings.statistics.applicable_least;
        let full = exact_to_f64(self.analysis.dimensions[position].full_marks.exact());
        let marks = |unit: &usize| {
            exact_to_f64(self.analysis.unit_dimensions[*unit][position].applicable_marks.exact())
        };
        let with_rate = || (0..self.unit_count()).filter(|unit| marks(unit) > 0.0);
        let enough: Vec<usize> = with_rate().filter(|unit| marks(unit) >= least * full).collect();
        if enough.is_empty() { with_rate().collect() } else { enough }
    }

    /// Short names in list order; none when they are more than three.
    fn at_most_three(&self, units: impl Iterator<Item = usize>) -> Vec<String> {
        let names = self.shorts(units);
        if names.len() <= 3 { names } else { Vec::new() }
    }

    /// A dimension's indicators that have a mean rate, with it.
    fn leaves_by_rate(&self, position: usize) -> Vec<(usize, f64)> {
        let leaves = self.class.system.dimensions[position].leaves.clone();
        let rate = |leaf: usize| self.analysis.indicators[leaf].mean_rate.map(exact_to_f64);
        let mut list: Vec<(usize, f64)> =
            leaves.filter_map(|leaf| Some((leaf, rate(leaf)?))).collect();
        list.sort_by(|one, other| one.1.total_cmp(&other.1));
        list
    }

    fn strong_in(&self, position: usize) -> Vec<RateFacts> {
        let list = self.leaves_by_rate(position).into_iter().rev();
        list.filter(|(_, rate)| *rate >= STRONG_RATE)
            .take(2)
            .map(|(leaf, _)| self.rate_of(leaf))
            .collect()
    }

    fn weak_in(&self, position: usize) -> Vec<RateFacts> {
        let list = self.leaves_by_rate(position).into_iter();
        let weak = list.filter(|(leaf, _)| self.analysis.indicators[*leaf].weakness.is_some());
        weak.take(3).map(|(leaf, _)| self.rate_of(leaf)).collect()
    }

    /// An indicator with its mean rate and its losing units.
    pub(super) fn rate_of(&self, leaf: usize) -> RateFacts {
        let indicator = &self.class.system.indicators[leaf];
        let own = &self.analysis.indicators[leaf];
        let item = |role: &str| format!("{}/{role}", indicator.code);
        RateFacts {
            class: self.class.name.clone(),
            name: indicator.name.clone(),
            code: indicator.code.clone(),
            rate: own.mean_rate.map(|rate| self.print.rate(&item("rate"), rate)),
            count: self.print.count(&item("units"), own.count),
            losing: self.print.count(&item("losing"), own.losing),
            nobody: self.nobody(leaf),
        }
    }
}
