//! Equal treatment: within an indicator, one cause costs one and the same deduction.

use std::collections::BTreeMap;

use super::loss_causes::LossCauses;
use crate::check::CheckedClass;
use crate::model::Points;

/// Losses of one indicator and one cause code that differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnequalLosses {
    /// Position of the indicator.
    pub indicator: usize,
    /// Cause code.
    pub cause: String,
    /// Units that lose points for it there.
    pub units: usize,
    /// The different losses w − x, rising. They are not capped at the full marks: what is taken
    /// below zero is unequal, too.
    pub losses: Vec<Points>,
}

/// Groups of one indicator and one cause code in which losses differ, by indicator and code.
pub(super) fn unequal(class: &CheckedClass, causes: &LossCauses) -> Vec<UnequalLosses> {
    let indicators = class.system.indicators.iter().enumerate();
    let of = |(position, indicator): (usize, &crate::check::Indicator)| {
        let full = indicator.full_marks.scaled();
        let mut groups: BTreeMap<&str, BTreeMap<i64, usize>> = BTreeMap::new();
        for unit in 0..class.units.len() {
            // A keyword tells a kind of loss, not that two are one.
            let code = causes.written_code(class, unit, position);
            let points = class.cells.points(unit, position);
            if let Some((code, points)) = code.zip(points) {
                *groups.entry(code).or_default().entry(full - points.scaled()).or_default() += 1;
            }
        }
        let unequal = groups.into_iter().filter(|(_, losses)| losses.len() > 1);
        let group = move |(cause, losses): (&str, BTreeMap<i64, usize>)| UnequalLosses {
            indicator: position,
            cause: cause.to_owned(),
            units: losses.values().sum(),
            losses: losses.into_keys().map(Points::from_scaled).collect(),
        };
        unequal.map(group).collect::<Vec<_>>()
    };
    indicators.flat_map(of).collect()
}
