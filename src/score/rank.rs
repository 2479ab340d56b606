//! Step 9 of `rules.md`: ranks within the class.

use std::cmp::Reverse;

use super::UnitScore;
use crate::model::Exact;
use crate::settings::{Scoring, Ties};

/// A rank, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// The rank.
    pub place: usize,
    /// Whether others have the same (并列).
    pub tied: bool,
}

/// Ranks the units that have a total; ties by the settings; a class of one has no rank.
pub(super) fn rank(scoring: &Scoring, units: &mut [UnitScore]) {
    let mut totals: Vec<Exact> = units
        .iter()
        .filter_map(|unit| unit.compared(scoring.rank_on))
        .collect();
    if totals.len() < 2 {
        return;
    }
    totals.sort_by_key(|total| Reverse(*total));
    let mut distinct = totals.clone();
    distinct.dedup();
    for unit in units {
        let Some(total) = unit.compared(scoring.rank_on) else {
            continue;
        };
        let better = totals.partition_point(|other| *other > total);
        let upto = totals.partition_point(|other| *other >= total);
        let place = match scoring.ties {
            Ties::Gap => better,
            Ties::Dense => distinct.partition_point(|other| *other > total),
        };
        unit.rank = Some(Rank {
            place: place + 1,
            tied: upto - better > 1,
        });
    }
}
