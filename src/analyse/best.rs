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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::statistics::tests::settings;

    fn found(points: &[i64]) -> Option<(Exact, Vec<usize>)> {
        // Units 0, 2, 4, …: those between do not have the indicator.
        let units = (0..points.len()).map(|at| at * 2).collect();
        let leaf = Leaf { full_marks: 10, units, points: points.to_vec() };
        best(&settings(), &leaf).map(|best| (best.rate, best.units))
    }

    #[test]
    fn all_with_the_best_rate_where_it_is_four_fifths() {
        assert_eq!(found(&[7, 9, 8, 9]), Some((Exact::new(9, 10), vec![2, 6])));
        assert_eq!(found(&[8, 7]), Some((Exact::new(4, 5), vec![0])));
        assert_eq!(found(&[7, 7]), None);
        assert_eq!(found(&[]), None);
    }
}
