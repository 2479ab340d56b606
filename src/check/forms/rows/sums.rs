//! Sums that a form says, against its rows.

use std::collections::BTreeSet;

use super::{Entry, Own, Rows};
use crate::finding::rule;
use crate::model::Points;

/// What a row of the table adds to a sum.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    /// An indicator's points.
    Indicator(usize),
    /// Points of a row that means no indicator.
    Stranger(Points),
    /// Something that cannot be added.
    Unclear,
    /// A sum: the parts above it are covered.
    Sum,
}

/// A row that says a sum, and the parts that it may cover: since the last sum, of the dimension,
/// all.
pub(super) struct Sum {
    pub(super) line: usize,
    pub(super) covers: Vec<Vec<Part>>,
}

impl Rows<'_> {
    /// A row that adds up others. The first one below the last indicator ends the table: what
    /// stands below it is no row, and sums there are the unit's own business.
    pub(super) fn sum(&mut self, line: usize) {
        let ended = self.parts.iter().rposition(|part| matches!(part, Part::Indicator(_)))
            < self.parts.iter().rposition(|part| matches!(part, Part::Sum));
        let strangers = self.parts.last().is_some_and(|part| !matches!(part, Part::Sum));
        if !(ended && strangers) {
            self.end = line;
            self.sums.push(Sum { line, covers: self.covered() });
        }
        self.parts.push(Part::Sum);
    }

    /// What a sum below all rows so far may cover.
    fn covered(&self) -> Vec<Vec<Part>> {
        let is_sum = |part: &Part| matches!(part, Part::Sum);
        let since = self.parts.iter().rposition(is_sum).map_or(0, |at| at + 1);
        let all: Vec<Part> = self.parts.iter().copied().filter(|part| !is_sum(part)).collect();
        let dimension = |part: &Part| match part {
            Part::Indicator(at) => Some(self.names.system.indicators[*at].dimension),
            Part::Stranger(_) | Part::Unclear | Part::Sum => None,
        };
        let last = all.iter().rev().find_map(dimension);
        let outside = |part: &Part| dimension(part).is_some() && dimension(part) != last;
        let start = all.iter().rposition(outside).map_or(0, |at| at + 1);
        vec![self.parts[since..].to_vec(), all[start..].to_vec(), all]
    }

    /// Sums that the form says, against what they may cover.
    pub(super) fn compare(&mut self, entries: &[Vec<Entry>], own: &[Own]) {
        // What stands there twice may be added once or twice.
        let doubled: BTreeSet<usize> =
            (0..entries.len()).filter(|at| entries[*at].len() > 1).collect();
        for sum in std::mem::take(&mut self.sums) {
            let Some(said) = self.points(sum.line) else { continue };
            let of = |covered: &Vec<Part>| -> Option<Points> {
                let parts = covered.iter().map(|part| match part {
                    Part::Indicator(at) if doubled.contains(at) => None,
                    Part::Indicator(at) => match own[*at] {
                        Own::Points(points) => Some(points.scaled()),
                        Own::Empty | Own::NotApplicable => Some(0),
                        Own::Wrong => None,
                    },
                    Part::Stranger(points) => Some(points.scaled()),
                    Part::Unclear => None,
                    Part::Sum => Some(0),
                });
                parts.sum::<Option<i64>>().map(Points::from_scaled)
            };
            let sums: Option<Vec<Points>> = sum.covers.iter().map(of).collect();
            let Some(sums) = sums.filter(|sums| !sums.contains(&said)) else { continue };
            let place = self.table.place_by_role(sum.line, "points");
            let found = self
                .found(rule::SUBTOTAL_DIFFERS, place)
                .with("value", said)
                .with("sum", sums.first().copied().unwrap_or_default());
            self.findings.push(found);
        }
    }
}
