//! Where a unit's published total stands among its class.

use crate::check::Checked;
use crate::model::{Decimal, Exact, compare};
use crate::score::UnitScore;

/// Where a published total stands among those that count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// Units with a higher published total.
    pub above: usize,
    /// Units with a lower one.
    pub below: usize,
    /// Percentile rank, 0 to 1: (lower + half of the equal ones, itself among them) / n, the `mean`
    /// kind of scipy's `percentileofscore`; none below the set number of units.
    pub percentile: Option<f64>,
}

/// The standing of every unit of a class; none for units that do not count in its totals.
pub(super) fn standings(checked: &Checked, scores: &[UnitScore]) -> Vec<Option<Standing>> {
    let counted = |score: &&UnitScore| score.counts(checked);
    let total = |score: &UnitScore| score.published.map(Decimal::exact);
    let mut sorted: Vec<Exact> = scores.iter().filter(counted).filter_map(total).collect();
    sorted.sort_unstable_by(|one, other| compare(*one, *other));
    let least = checked.settings.statistics.percentile_least;
    let of = |score: &UnitScore| {
        let own = total(score).filter(|_| score.counts(checked))?;
        Some(standing(&sorted, own, least))
    };
    scores.iter().map(of).collect()
}

/// The standing of one of the sorted totals.
#[expect(clippy::cast_precision_loss, reason = "counts of units are far below 2^52")]
fn standing(sorted: &[Exact], own: Exact, least: usize) -> Standing {
    let below = sorted.partition_point(|total| compare(*total, own).is_lt());
    let above = sorted.len() - sorted.partition_point(|total| compare(*total, own).is_le());
    let equal = sorted.len() - below - above;
    let enough = sorted.len() >= least;
    let percentile = (below as f64 + equal as f64 / 2.0) / sorted.len() as f64;
    Standing { above, below, percentile: enough.then_some(percentile) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(totals: &[i128], own: i128, least: usize) -> (usize, usize, Option<f64>) {
        let sorted: Vec<Exact> = totals.iter().map(|total| Exact::from_integer(*total)).collect();
        let found = standing(&sorted, Exact::from_integer(own), least);
        (found.above, found.below, found.percentile)
    }

    /// `scipy.stats.percentileofscore([60, 70, 70, 80, 90], own, kind="mean") / 100`.
    #[test]
    fn percentiles_agree_with_scipy() {
        let totals = [60, 70, 70, 80, 90];
        assert_eq!(of(&totals, 60, 5), (4, 0, Some(0.1)));
        assert_eq!(of(&totals, 70, 5), (2, 1, Some(0.4)));
        assert_eq!(of(&totals, 80, 5), (1, 3, Some(0.7)));
        assert_eq!(of(&totals, 90, 5), (0, 4, Some(0.9)));
    }

    #[test]
    fn percentiles_need_the_least_number() {
        assert_eq!(of(&[60, 70, 70, 80, 90], 70, 6), (2, 1, None));
        assert_eq!(of(&[70], 70, 1), (0, 0, Some(0.5)));
        assert_eq!(of(&[70, 70], 70, 2), (0, 0, Some(0.5)));
    }
}
