//! Correlation of a class's dimensions, two by two.

use std::borrow::Cow;

use super::dimensions::UnitDimension;
use super::leaf::ratio;
use super::statistics::{average_ranks, pearson};
use crate::settings::Statistics;

/// Correlation of two dimensions over the units that have a rate in both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DimensionCorrelation {
    /// Position of the first dimension.
    pub dimension: usize,
    /// Position of the second one, after the first.
    pub other: usize,
    /// Units with both rates.
    pub count: usize,
    /// Pearson's r; none where one side is constant.
    pub pearson: Option<f64>,
    /// Spearman's ρ: Pearson's r of average ranks; none where one side is constant.
    pub spearman: Option<f64>,
}

/// Correlations of all pairs of dimensions with enough units that count in means.
pub(super) fn correlations(
    settings: &Statistics,
    unit_dimensions: &[Vec<UnitDimension>],
    counted: &[bool],
) -> Vec<DimensionCorrelation> {
    let rows = || unit_dimensions.iter().zip(counted).filter(|(_, counts)| **counts);
    let rate = |own: &UnitDimension| {
        let marks = own.applicable_marks.scaled();
        (marks > 0).then(|| ratio(own.points.scaled(), marks))
    };
    let count = unit_dimensions.first().map_or(0, Vec::len);
    let dimensions: Vec<Rates> =
        (0..count).map(|at| Rates::new(rows().map(|(row, _)| rate(&row[at])).collect())).collect();
    let mut list = Vec::new();
    for (other, second) in dimensions.iter().enumerate() {
        for (dimension, first) in dimensions[..other].iter().enumerate() {
            let (one, its) = (first.beside(second), second.beside(first));
            let count = one.len();
            if count >= settings.correlation_least {
                list.push(DimensionCorrelation {
                    dimension,
                    other,
                    count,
                    pearson: pearson(&one, &its),
                    spearman: pearson(&first.ranks_beside(second), &second.ranks_beside(first)),
                });
            }
        }
    }
    list.sort_by_key(|own| (own.dimension, own.other));
    list
}

/// A dimension's rates by unit, and the units that have one, sorted once by it.
struct Rates {
    by_unit: Vec<Option<f64>>,
    sorted: Vec<(f64, usize)>,
    /// Rates and average ranks of the units that have one, in unit-list order.
    all: Vec<f64>,
    ranks: Vec<f64>,
}

impl Rates {
    fn new(by_unit: Vec<Option<f64>>) -> Self {
        let with_rate = by_unit.iter().enumerate();
        let mut sorted: Vec<(f64, usize)> =
            with_rate.filter_map(|(unit, rate)| Some(((*rate)?, unit))).collect();
        sorted.sort_unstable_by(|one, next| one.0.total_cmp(&next.0).then(one.1.cmp(&next.1)));
        let all = by_unit.iter().copied().flatten().collect();
        let ranks = ranks(&sorted, by_unit.len());
        Self { by_unit, sorted, all, ranks }
    }

    /// Whether every unit has a rate.
    fn is_whole(&self) -> bool {
        self.sorted.len() == self.by_unit.len()
    }

    /// Rates of the units that have both, in unit-list order.
    fn beside(&self, other: &Self) -> Cow<'_, [f64]> {
        if other.is_whole() {
            return Cow::Borrowed(&self.all);
        }
        let both = self.by_unit.iter().zip(&other.by_unit);
        both.filter_map(|(own, its)| (*own).filter(|_| its.is_some())).collect()
    }

    /// Average ranks of the same units among each other, in the same order.
    fn ranks_beside(&self, other: &Self) -> Cow<'_, [f64]> {
        if other.is_whole() {
            return Cow::Borrowed(&self.ranks);
        }
        let both = self.sorted.iter().filter(|(_, unit)| other.by_unit[*unit].is_some());
        Cow::Owned(ranks(&both.copied().collect::<Vec<_>>(), self.by_unit.len()))
    }
}

/// Average ranks of sorted units, in unit-list order.
fn ranks(sorted: &[(f64, usize)], units: usize) -> Vec<f64> {
    let rates: Vec<f64> = sorted.iter().map(|(rate, _)| *rate).collect();
    let mut ranks = vec![None; units];
    for ((_, unit), rank) in sorted.iter().zip(average_ranks(&rates)) {
        ranks[*unit] = Some(rank);
    }
    ranks.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::statistics::tests::settings;
    use crate::model::Points;

    /// Rates in hundredths by unit; none where nothing applies.
    fn found(
        least: usize,
        units: &[[Option<i64>; 3]],
        counted: &[bool],
    ) -> Vec<DimensionCorrelation> {
        let dimension = |rate: &Option<i64>| UnitDimension {
            points: Points::from_scaled(rate.unwrap_or_default()),
            applicable_marks: Points::from_scaled(rate.map_or(0, |_| 100)),
        };
        let rows: Vec<Vec<UnitDimension>> =
            units.iter().map(|row| row.iter().map(dimension).collect()).collect();
        correlations(&Statistics { correlation_least: least, ..settings() }, &rows, counted)
    }

    const UNITS: [[Option<i64>; 3]; 7] = [
        [Some(50), Some(40), Some(20)],
        [Some(75), Some(60), Some(20)],
        [Some(75), Some(80), Some(20)],
        [Some(100), Some(70), Some(20)],
        [Some(25), Some(10), Some(20)],
        [Some(90), None, Some(20)],
        // A unit that does not count.
        [Some(0), Some(100), Some(90)],
    ];
    const COUNTED: [bool; 7] = [true, true, true, true, true, true, false];

    /// scipy: `a, b = [.5, .75, .75, 1, .25], [.4, .6, .8, .7, .1]`, `pearsonr(a, b)[0]`,
    /// `spearmanr(a, b)[0]`. The third dimension is constant.
    #[test]
    fn agrees_with_scipy() {
        let found = found(5, &UNITS, &COUNTED);
        let pairs: Vec<_> = found.iter().map(|own| (own.dimension, own.other, own.count)).collect();
        assert_eq!(pairs, [(0, 1, 5), (0, 2, 6), (1, 2, 5)]);
        let close = |own: Option<f64>, expected: f64| {
            assert!((own.unwrap() - expected).abs() < 1e-12, "{own:?} {expected}");
        };
        close(found[0].pearson, 0.900_798_846_268_444_6);
        close(found[0].spearman, 0.820_782_681_668_123_4);
        for constant in &found[1..] {
            assert_eq!((constant.pearson, constant.spearman), (None, None));
        }
    }

    #[test]
    fn pairs_need_the_least_number() {
        let pairs: Vec<_> = found(6, &UNITS, &COUNTED)
            .iter()
            .map(|own| (own.dimension, own.other, own.count))
            .collect();
        assert_eq!(pairs, [(0, 2, 6)]);
        assert_eq!(found(4, &[], &[]), []);
        assert_eq!(found(7, &UNITS, &COUNTED), []);
    }

    /// Ranks of the five units with both, not of the six: 90 stands between 75 and 100.
    #[test]
    fn ranks_are_those_among_the_pair() {
        let rates = |column: usize| {
            let rate = |row: &[Option<i64>; 3]| row[column].map(|rate| ratio(rate, 100));
            Rates::new(UNITS[..6].iter().map(rate).collect())
        };
        let (first, second) = (rates(0), rates(1));
        assert_eq!(*first.ranks_beside(&second), [2.0, 3.5, 3.5, 5.0, 1.0]);
        assert_eq!(*second.ranks_beside(&first), [2.0, 3.0, 5.0, 4.0, 1.0]);
        assert_eq!(first.ranks, [2.0, 3.5, 3.5, 6.0, 1.0, 5.0]);
        assert_eq!(*first.beside(&second), [0.5, 0.75, 0.75, 1.0, 0.25]);
    }
}
