//! Step 9 of `rules.md`: ranks within the class.

use super::UnitScore;
use crate::model::{Exact, compare};
use crate::settings::{Scoring, Ties};

/// A rank, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// The rank.
    pub place: usize,
    /// Whether others have the same (并列).
    pub tied: bool,
}

/// Ranks the units that have a total and are not vetoed; ties by the settings; a class of one has
/// no rank.
pub(super) fn rank(scoring: &Scoring, units: &mut [UnitScore]) {
    let ranked = |unit: &UnitScore| unit.compared(scoring.rank_on).filter(|_| !unit.vetoed);
    let mut totals: Vec<Exact> = units.iter().filter_map(ranked).collect();
    if totals.len() < 2 {
        return;
    }
    totals.sort_by(|one, other| compare(*other, *one));
    let mut distinct = totals.clone();
    distinct.dedup();
    for unit in units {
        let Some(total) = ranked(unit) else {
            continue;
        };
        let better = totals.partition_point(|other| compare(*other, total).is_gt());
        let upto = totals.partition_point(|other| compare(*other, total).is_ge());
        let place = match scoring.ties {
            Ties::Gap => better,
            Ties::Dense => distinct.partition_point(|other| compare(*other, total).is_gt()),
        };
        unit.rank = Some(Rank { place: place + 1, tied: upto - better > 1 });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Rounding, round_exact};

    fn scoring(ties: Ties) -> Scoring {
        Scoring { decimals: 1, ties, ..crate::score::tests::scoring(None) }
    }

    /// Units with totals in hundredths; none for a unit without a total.
    fn units(totals: &[Option<i64>]) -> Vec<UnitScore> {
        let unit = |total: &Option<i64>| {
            let total = total.map(|total| Exact::new(total.into(), 100));
            UnitScore {
                base: total,
                total,
                published: total.map(|total| round_exact(total, 1, Rounding::HalfUp)),
                ..UnitScore::default()
            }
        };
        totals.iter().map(unit).collect()
    }

    fn ranked(totals: &[Option<i64>], ties: Ties) -> Vec<Option<Rank>> {
        let mut units = units(totals);
        rank(&scoring(ties), &mut units);
        units.into_iter().map(|unit| unit.rank).collect()
    }

    /// Totals as printed, in tenths, by the rule that a reader knows: a five in the next place
    /// goes up.
    fn printed(totals: &[Option<i64>]) -> Vec<Option<i64>> {
        totals.iter().map(|total| total.map(|total| (total + 5) / 10)).collect()
    }

    fn some_totals() -> impl Strategy<Value = Vec<Option<i64>>> {
        prop::collection::vec(prop::option::weighted(0.95, 9_000..9_100_i64), 0..30)
    }

    #[test]
    fn a_class_of_one_has_no_rank() {
        assert_eq!(ranked(&[Some(9_000)], Ties::Gap), [None]);
        assert_eq!(ranked(&[Some(9_000), None], Ties::Gap), [None, None]);
        let both = Some(Rank { place: 1, tied: true });
        assert_eq!(ranked(&[Some(9_000), Some(9_004)], Ties::Gap), [both, both]);
    }

    proptest! {
        /// The definition, counted: one more than the units (or different totals) above.
        #[test]
        fn ranks_count_who_is_above(totals in some_totals()) {
            let printed = printed(&totals);
            let with_total = printed.iter().flatten().count();
            let gap = ranked(&totals, Ties::Gap);
            let dense = ranked(&totals, Ties::Dense);
            for (at, own) in printed.iter().enumerate() {
                let Some(own) = own.filter(|_| with_total > 1) else {
                    prop_assert_eq!(gap[at], None);
                    continue;
                };
                let above: Vec<i64> =
                    printed.iter().flatten().copied().filter(|other| *other > own).collect();
                let distinct: std::collections::BTreeSet<i64> = above.iter().copied().collect();
                let tied = printed.iter().flatten().filter(|other| **other == own).count() > 1;
                prop_assert_eq!(gap[at], Some(Rank { place: above.len() + 1, tied }));
                prop_assert_eq!(dense[at], Some(Rank { place: distinct.len() + 1, tied }));
            }
        }

        /// More points and the rest unmoved: the rank never falls.
        #[test]
        fn more_points_never_rank_lower(
            totals in some_totals(),
            at in any::<prop::sample::Index>(),
            more in 0..500_i64,
        ) {
            prop_assume!(!totals.is_empty());
            let at = at.index(totals.len());
            let before = ranked(&totals, Ties::Gap)[at];
            let mut raised = totals.clone();
            raised[at] = raised[at].map(|total| total + more);
            let after = ranked(&raised, Ties::Gap)[at];
            prop_assert!(after.map(|rank| rank.place) <= before.map(|rank| rank.place));
        }

        /// The order of units does not matter.
        #[test]
        fn order_of_units_does_not_matter(totals in some_totals()) {
            let forward = ranked(&totals, Ties::Gap);
            let reversed: Vec<_> = totals.iter().rev().copied().collect();
            let mut backward = ranked(&reversed, Ties::Gap);
            backward.reverse();
            prop_assert_eq!(forward, backward);
        }
    }
}
