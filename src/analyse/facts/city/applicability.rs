//! What does not apply to some units.

use serde::Serialize;

use super::Subject;
use crate::model::{Exact, Figure, exact_to_f64};

/// Units with the lowest shares that are named; and how many more, rather than cut equal ones.
const LOWEST: (usize, usize) = (5, 3);

/// What does not apply in a class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ApplicabilityFacts {
    /// Units to which everything applies.
    pub whole: Figure,
    /// Units to which something does not apply.
    pub partly: Figure,
    /// Cells that do not apply.
    pub cells: Figure,
    /// The units with the lowest shares, lowest first: about five, none of equal ones left out.
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
        // A unit to which nothing applies has no total, and is told with the totals.
        shares.retain(|(_, share)| *share > Exact::from_integer(0));
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
            lowest: shares[..first_by(&shares, |own| own.1, LOWEST)].iter().map(fact).collect(),
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

/// How many of a sorted list to name: so many, and the equal ones after them if these are few;
/// else without those that the cut would part.
fn first_by<T, K: PartialEq>(
    list: &[T],
    key: impl Fn(&T) -> K,
    (most, more): (usize, usize),
) -> usize {
    let Some(edge) = list.get(most - 1).map(&key) else {
        return list.len();
    };
    let upto = list.iter().rposition(|own| key(own) == edge).map_or(most, |at| at + 1);
    let before = list.iter().position(|own| key(own) == edge).unwrap_or(0);
    if upto <= most + more { upto } else { before }
}

#[cfg(test)]
mod tests {
    use super::first_by;

    #[test]
    fn equal_ones_are_named_together_or_not_at_all() {
        let named = |list: &[u8]| first_by(list, |own| *own, (3, 1));
        assert_eq!(named(&[1, 2]), 2);
        assert_eq!(named(&[1, 2, 3, 4]), 3);
        assert_eq!(named(&[1, 2, 3, 3, 4]), 4);
        assert_eq!(named(&[1, 2, 3, 3, 3, 4]), 2);
        assert_eq!(named(&[1, 1, 1, 1, 1]), 0);
    }
}
