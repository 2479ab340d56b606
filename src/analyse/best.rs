//! Who does an indicator best.

use super::leaf::Leaf;
use crate::model::{Exact, exact_to_f64};
use crate::settings::Statistics;

/// The best rate of an indicator, where it is high enough to be held up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Best {
    /// Rate, 0 to 1.
    pub rate: Exact,
    /// Units that have it, in list order.
    pub units: Vec<usize>,
}

/// The best of the units; none where the best rate is below the set one.
pub(super) fn best(settings: &Statistics, leaf: &Leaf) -> Option<Best> {
    let most = *leaf.points.iter().max()?;
    let rate = Exact::new(most.into(), leaf.full_marks.into());
    let with = leaf.units.iter().zip(&leaf.points).filter(|(_, points)| **points == most);
    let units = || with.map(|(unit, _)| *unit).collect();
    (exact_to_f64(rate) >= settings.best_rate).then(|| Best { rate, units: units() })
}
