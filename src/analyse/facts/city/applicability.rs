//! What does not apply to some units.

use serde::Serialize;

use super::Subject;
use crate::model::{Exact, Figure, exact_to_f64};

/// What does not apply in a class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ApplicabilityFacts {
    /// Units to which everything applies.
    pub whole: Figure,
    /// Units to which something does not apply.
    pub partly: Figure,
    /// Cells that do not apply.
    pub cells: Figure,
    /// The units with the lowest shares, lowest first, at most five.
    pub lowest: Vec<ShareFacts>,
    /// The units below the set share.
    pub below: Vec<ShareFacts>,
    /// The set share, in percent.
    pub least: Figure,
    /// Indicators that do not apply to most units, by how many, at most three.
    pub indicators: Vec<String>,
}

/// A unit's applicable share.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShareFacts {
    /// Short name.
    pub unit: String,
    /// Share of full marks that applies, in percent.
    pub share: Figure,
    /// Indicators that do not apply.
    pub left_out: Figure,
}

impl Subject<'_> {
    /// What does not apply; none where everything applies to all.
    pub(super) fn applicability(&self) -> Option<ApplicabilityFacts> {
        let mut shares: Vec<(usize, Exact)> =
            (0..self.unit_count()).filter_map(|unit| Some((unit, self.share_of(unit)?))).collect();
        if shares.is_empty() {
            return None;
        }
        shares.sort_by_key(|own| own.1);
        let leaves = self.class.system.indicators.len();
        let left = |unit: usize| leaves - self.scores[unit].applicable_count;
        let fact = |(unit, share): &(usize, Exact)| {
            let code = &self.class.units[*unit].code;
            ShareFacts {
                unit: self.short(*unit),
                share: self.print.rate(&format!("{code}/applicable-share"), *share),
                left_out: self.print.count(&format!("{code}/left-out"), left(*unit)),
            }
        };
        let least = self.scorebook.checked.settings.statistics.applicable_least;
        let below = shares.iter().filter(|(_, share)| exact_to_f64(*share) < least);
        let below: Vec<ShareFacts> = below.map(fact).collect();
        let cells = shares.iter().map(|(unit, _)| left(*unit)).sum();
        Some(ApplicabilityFacts {
            whole: self.print.count("applicable/whole", self.unit_count() - shares.len()),
            partly: self.print.count("applicable/partly", shares.len()),
            cells: self.print.count("applicable/cells", cells),
            lowest: shares.iter().take(5).map(fact).collect(),
            below,
            least: self.print.percent("applicable/least", least),
            indicators: self.seldom(),
        })
    }

    /// Indicators that do not apply to the most units.
    fn seldom(&self) -> Vec<String> {
        let all = self.analysis.indicators.iter().enumerate();
        let mut list: Vec<(usize, usize)> =
            all.map(|(at, own)| (self.unit_count() - own.count, at)).filter(|l| l.0 > 0).collect();
        list.sort_by_key(|(left, at)| (std::cmp::Reverse(*left), *at));
        let names = list.into_iter().take(3);
        names.map(|(_, at)| self.class.system.indicators[at].name.clone()).collect()
    }
}
