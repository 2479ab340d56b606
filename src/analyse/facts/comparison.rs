//! What the internal comparison knows: every indicator with all units side by side.

use std::collections::BTreeMap;

use serde::Serialize;

use super::city::{self, Subject};
use super::{AssessmentFacts, CellFacts, IndicatorHead, Measured};
use crate::analyse::{Analysis, UnequalLosses};
use crate::model::{Figure, Points};
use crate::score::Scorebook;

/// Facts of 横向比对表.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparisonFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// Units of all classes.
    pub unit_count: Figure,
    /// Whether there are several classes.
    pub several: bool,
    /// Indicators of all classes, in table order.
    pub indicators: Vec<ComparedIndicator>,
    /// Pairs of units, over all indicators, that one cause costs different deductions.
    pub pair_count: Figure,
    /// Indicators with such pairs.
    pub unequal_count: Figure,
}

/// An indicator with all units of its class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedIndicator {
    /// What it is called.
    pub head: IndicatorHead,
    /// What is looked at.
    pub look: Option<String>,
    /// Criterion.
    pub criterion: Option<String>,
    /// Units to which it applies.
    pub count: Figure,
    /// Units that lose points, counted or not in means.
    pub losing: Figure,
    /// Losing units without a cause code of their own.
    pub uncoded: Figure,
    /// Mean rate in percent.
    pub mean_rate: Option<Measured>,
    /// Causes that cost different deductions.
    pub unequal: Vec<UnequalFacts>,
    /// Pairs of units that one cause costs different deductions.
    pub pairs: Figure,
    /// Every unit, in list order.
    pub rows: Vec<CellFacts>,
}

/// A cause that costs different deductions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnequalFacts {
    /// Code of the cause.
    pub code: String,
    /// Name of the cause, where the catalogue has it.
    pub name: Option<String>,
    /// The different deductions, rising, each with its units in list order.
    pub losses: Vec<UnequalLoss>,
}

/// One of the deductions that one cause costs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnequalLoss {
    /// Points lost.
    pub loss: Figure,
    /// Short names of the units.
    pub units: Vec<String>,
}

/// Cuts out what the comparison knows.
#[must_use]
pub fn comparison(scorebook: &Scorebook, analysis: &Analysis) -> ComparisonFacts {
    let subjects = city::subjects(scorebook, analysis);
    let compared = subjects.iter().flat_map(|subject| {
        let leaves = 0..subject.class.system.indicators.len();
        leaves.map(|leaf| subject.compared_indicator(leaf))
    });
    let compared: Vec<(usize, ComparedIndicator)> = compared.collect();
    let pairs = compared.iter().map(|(pairs, _)| pairs).sum();
    let unequal = compared.iter().filter(|(pairs, _)| *pairs > 0).count();
    let units = subjects.iter().map(Subject::unit_count).sum();
    ComparisonFacts {
        assessment: AssessmentFacts::new(&scorebook.checked.settings),
        unit_count: Figure::count("comparison/units", units),
        several: subjects.len() > 1,
        indicators: compared.into_iter().map(|(_, own)| own).collect(),
        pair_count: Figure::count("comparison/pairs", pairs),
        unequal_count: Figure::count("comparison/unequal", unequal),
    }
}

/// Pairs of different groups.
fn pairs(groups: &[usize]) -> usize {
    let mut before = 0;
    let pairs = groups.iter().map(|own| {
        let pairs = before * own;
        before += own;
        pairs
    });
    pairs.sum()
}

impl Subject<'_> {
    /// An indicator with all units, and the pairs of units that are treated unequally there.
    fn compared_indicator(&self, leaf: usize) -> (usize, ComparedIndicator) {
        let indicator = &self.class.system.indicators[leaf];
        let own = &self.analysis.indicators[leaf];
        let item = |role: &str| format!("{}/{role}", indicator.code);
        let count = |role: &str, count| self.print.count(&item(role), count);
        let all = 0..self.unit_count();
        let losing: Vec<usize> = all.clone().filter(|unit| self.loses(*unit, leaf)).collect();
        let coded = |unit: &usize| {
            self.analysis.loss_causes.written_code(self.class, *unit, leaf).is_some()
        };
        let applies = all.clone().filter(|unit| self.class.cells.points(*unit, leaf).is_some());
        let groups = self.analysis.unequal.iter().filter(|group| group.indicator == leaf);
        let unequal: Vec<UnequalFacts> = groups.map(|group| self.unequal_facts(group)).collect();
        let sizes = unequal
            .iter()
            .map(|own| own.losses.iter().map(|loss| loss.units.len()).collect::<Vec<usize>>());
        let pair_count = sizes.map(|sizes| pairs(&sizes)).sum();
        let compared = ComparedIndicator {
            head: self.head(leaf),
            look: indicator.look.clone(),
            criterion: indicator.criterion.clone(),
            count: count("applies", applies.count()),
            losing: count("losing", losing.len()),
            uncoded: count("uncoded", losing.iter().filter(|unit| !coded(unit)).count()),
            mean_rate: own
                .mean_rate
                .map(|rate| Measured::rate(self.print.rate(&item("rate"), rate), rate)),
            unequal,
            pairs: count("pairs", pair_count),
            rows: all.map(|unit| self.score_cell(unit, leaf)).collect(),
        };
        (pair_count, compared)
    }

    /// A cause that costs different deductions, with the units of each.
    pub(super) fn unequal_facts(&self, group: &UnequalLosses) -> UnequalFacts {
        let leaf = group.indicator;
        let indicator = &self.class.system.indicators[leaf];
        let mut losses: BTreeMap<i64, Vec<String>> = BTreeMap::new();
        for unit in 0..self.unit_count() {
            let code = self.analysis.loss_causes.written_code(self.class, unit, leaf);
            let points = self.class.cells.points(unit, leaf);
            if let Some(points) = points.filter(|_| code == Some(group.cause.as_str())) {
                let loss = indicator.full_marks.scaled() - points.scaled();
                losses.entry(loss).or_default().push(self.short(unit));
            }
        }
        let item = |at: usize| format!("{}/{}/loss{}", indicator.code, group.cause, at + 1);
        let losses = losses.into_iter().enumerate();
        let known = self.scorebook.checked.cause(&group.cause);
        UnequalFacts {
            code: group.cause.clone(),
            name: known.map(|cause| cause.name.clone()).filter(|name| !name.is_empty()),
            losses: losses
                .map(|(at, (loss, units))| UnequalLoss {
                    loss: self.print.points(&item(at), Points::from_scaled(loss)),
                    units,
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::pairs;

    #[test]
    fn pairs_are_of_different_groups() {
        assert_eq!(pairs(&[]), 0);
        assert_eq!(pairs(&[5]), 0);
        assert_eq!(pairs(&[2, 3]), 6);
        assert_eq!(pairs(&[1, 1, 2]), 5);
    }
}
