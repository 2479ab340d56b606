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
    rates: Vec<Option<f64>>,
    sorted: Vec<(f64, usize)>,
    /// Rates and average ranks of the units that have one, in unit-list order.
    all: Vec<f64>,
    ranks: Vec<f64>,
}

impl Rates {
    fn new(rates: Vec<Option<f64>>) -> Self {
        let with_rate = rates.iter().enumerate();
        let mut sorted: Vec<(f64, usize)> =
            with_rate.filter_map(|(unit, rate)| Some(((*rate)?, unit))).collect();
        sorted.sort_unstable_by(|one, next| one.0.total_cmp(&next.0).then(one.1.cmp(&next.1)));
        let all = rates.iter().copied().flatten().collect();
        let ranks = ranks(&sorted, rates.len());
        Self { rates, sorted, all, ranks }
    }

    /// Whether every unit has a rate.
    fn is_whole(&self) -> bool {
        self.sorted.len() == self.rates.len()
    }

    /// Rates of the units that have both, in unit-list order.
    fn beside(&self, other: &Self) -> Cow<'_, [f64]> {
        if other.is_whole() {
            return Cow::Borrowed(&self.all);
        }
        let both = self.rates.iter().zip(&other.rates);
        both.filter_map(|(own, its)| (*own).filter(|_| its.is_some())).collect()
    }

    /// Average ranks of the same units among each other, in the same order.
    fn ranks_beside(&self, other: &Self) -> Cow<'_, [f64]> {
        if other.is_whole() {
            return Cow::Borrowed(&self.ranks);
        }
        let both = self.sorted.iter().filter(|(_, unit)| other.rates[*unit].is_some());
        Cow::Owned(ranks(&both.copied().collect::<Vec<_>>(), self.rates.len()))
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
