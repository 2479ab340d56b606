//! Plain statistics over slices in unit-list order. None where a value is not defined.

use crate::model::{Exact, exact_to_f64};

/// Arithmetic mean, exact.
#[must_use]
pub fn mean(values: &[Exact]) -> Option<Exact> {
    let count = i128::try_from(values.len()).ok().filter(|count| *count > 0)?;
    Some(values.iter().sum::<Exact>() / Exact::from_integer(count))
}

/// Quantile of type 7 (Hyndman & Fan 1996, the default of R, numpy and Excel's `PERCENTILE.INC`),
/// exact: linear between the order statistics around (n − 1)·p.
#[must_use]
pub fn quantile(sorted: &[Exact], probability: Exact) -> Option<Exact> {
    let last = i128::try_from(sorted.len().checked_sub(1)?).ok()?;
    let position = probability * Exact::from_integer(last);
    let below = usize::try_from(position.floor().to_integer()).ok()?;
    let above = (below + 1).min(sorted.len() - 1);
    let (below_value, above_value) = (sorted.get(below)?, sorted.get(above)?);
    Some(below_value + (above_value - below_value) * (position - position.floor()))
}

/// Sample standard deviation (n − 1). Exact up to the root: √((n Σx² − (Σx)²) / (n (n − 1))).
#[must_use]
pub fn standard_deviation(values: &[Exact]) -> Option<f64> {
    let count = i128::try_from(values.len()).ok().filter(|count| *count > 1)?;
    let mean = mean(values)?;
    let squares: Exact = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    Some(exact_to_f64(squares / Exact::from_integer(count - 1)).sqrt())
}

/// Mean of floats in the order given; none without values.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of units are far below 2^52")]
pub fn mean_f64(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Quantile of type 7 of sorted floats at `quarter`/4, as [`quantile`].
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "three quarters at most")]
pub fn quartile_f64(sorted: &[f64], quarter: usize) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let (below, rest) = (last * quarter / 4, last * quarter % 4);
    let (low, high) = (*sorted.get(below)?, *sorted.get((below + 1).min(last))?);
    Some(low + (high - low) * (rest as f64 / 4.0))
}

/// Sample standard deviation (n − 1) of floats: two passes, the mean taken from the first value
/// on, so that equal values have exactly none.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of units are far below 2^52")]
pub fn standard_deviation_f64(values: &[f64]) -> Option<f64> {
    let centre = centre(values).filter(|_| values.len() > 1)?;
    let squares: f64 = values.iter().map(|value| (value - centre) * (value - centre)).sum();
    Some((squares / (values.len() - 1) as f64).sqrt())
}

/// Arithmetic mean, of equal values exactly that value.
#[expect(clippy::cast_precision_loss, reason = "counts of units are far below 2^52")]
fn centre(values: &[f64]) -> Option<f64> {
    let first = *values.first()?;
    let over: f64 = values.iter().map(|value| value - first).sum();
    Some(first + over / values.len() as f64)
}

/// Pearson's correlation of pairs, −1 to 1; none where either side is constant or below two pairs.
#[must_use]
pub fn pearson(one: &[f64], other: &[f64]) -> Option<f64> {
    if is_constant(one) || is_constant(other) {
        return None;
    }
    let (one_mean, other_mean) = (centre(one)?, centre(other)?);
    let (mut both, mut own, mut its) = (0.0, 0.0, 0.0);
    for (x, y) in one.iter().zip(other) {
        let (x, y) = (x - one_mean, y - other_mean);
        both += x * y;
        own += x * x;
        its += y * y;
    }
    let coefficient = both / (own.sqrt() * its.sqrt());
    coefficient.is_finite().then(|| coefficient.clamp(-1.0, 1.0))
}

/// Whether there is no second value that differs from the first.
fn is_constant(values: &[f64]) -> bool {
    values.iter().all(|value| Some(value) == values.first())
}

/// Interval of a correlation by Fisher's transformation, tanh(atanh r ± 1.96/√(n − 3)); none below
/// four pairs.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of units are far below 2^52")]
pub fn correlation_interval(coefficient: f64, count: usize) -> Option<(f64, f64)> {
    let free = count.checked_sub(3).filter(|free| *free > 0)?;
    let half = 1.96 / (free as f64).sqrt();
    let centre = coefficient.atanh();
    Some(((centre - half).tanh(), (centre + half).tanh()))
}

/// Ranks from 1 of sorted values; ties share the mean of their ranks.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of units are far below 2^52")]
pub fn average_ranks(sorted: &[f64]) -> Vec<f64> {
    let mut ranks = Vec::with_capacity(sorted.len());
    for tie in sorted.chunk_by(|one, next| one.total_cmp(next).is_eq()) {
        // Ranks start + 1 to start + length.
        let rank = ranks.len() as f64 + f64::midpoint(tie.len() as f64, 1.0);
        ranks.extend(std::iter::repeat_n(rank, tie.len()));
    }
    ranks
}

/// Shares out `whole` units in proportion to counts by the largest remainder (Hamilton): each gets
/// its quota rounded down, what is left goes to the largest remainders, ties in order. Nothing
/// when nothing is counted.
#[must_use]
pub fn largest_remainder(counts: &[usize], whole: usize) -> Option<Vec<usize>> {
    let sum: usize = counts.iter().sum();
    if sum == 0 {
        return None;
    }
    let mut shares: Vec<usize> = counts.iter().map(|count| count * whole / sum).collect();
    let left = whole - shares.iter().sum::<usize>();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(counts[*at] * whole % sum));
    for at in order.into_iter().take(left) {
        shares[at] += 1;
    }
    Some(shares)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::settings::Statistics;

    /// The settings of statistics where nothing is written.
    pub(in crate::analyse) fn settings() -> Statistics {
        let defaults = include_str!("../../report-templates/settings-defaults.toml");
        let mut all: toml::Table = toml::from_str(defaults).unwrap();
        all.remove("statistics").unwrap().try_into().unwrap()
    }

    fn exact(values: &[i128]) -> Vec<Exact> {
        values.iter().map(|value| Exact::from_integer(*value)).collect()
    }

    #[test]
    fn nothing_has_no_statistics() {
        assert_eq!(mean(&[]), None);
        assert_eq!(quantile(&[], Exact::new(1, 2)), None);
        assert_eq!(standard_deviation(&exact(&[5])), None);
        assert_eq!(standard_deviation_f64(&[5.0]), None);
    }

    /// Values of numpy 2.4: `np.quantile([1, 2, 4, 8, 16], [.25, .5, .75])`, `np.std(…, ddof=1)`.
    #[test]
    fn agrees_with_numpy() {
        let values = exact(&[1, 2, 4, 8, 16]);
        assert_eq!(quantile(&values, Exact::new(1, 4)), Some(Exact::from_integer(2)));
        assert_eq!(quantile(&values, Exact::new(1, 2)), Some(Exact::from_integer(4)));
        assert_eq!(quantile(&values, Exact::new(3, 4)), Some(Exact::from_integer(8)));
        let quarter = quantile(&exact(&[1, 2, 4, 8]), Exact::new(1, 4));
        assert_eq!(quarter, Some(Exact::new(7, 4)));
        let deviation = standard_deviation(&values).unwrap_or_default();
        assert!((deviation - 6.099_180_272_790_763).abs() < 1e-12);
        let floats = standard_deviation_f64(&[1.0, 2.0, 4.0, 8.0, 16.0]).unwrap_or_default();
        assert!((floats - 6.099_180_272_790_763).abs() < 1e-12);
    }

    #[track_caller]
    fn close(found: Option<f64>, expected: f64) {
        assert!(found.is_some_and(|found| (found - expected).abs() < 1e-12), "{found:?}");
    }

    /// numpy 2: `v = np.array([.1, .35, .35, .8, .95, 1]); np.quantile(v, [.25, .5, .75])` gives
    /// 0.35, 0.575, 0.9125; `np.std(v, ddof=1)` 0.3733854130341284.
    #[test]
    fn floats_agree_with_numpy() {
        let values = [0.1, 0.35, 0.35, 0.8, 0.95, 1.0];
        close(quartile_f64(&values, 1), 0.35);
        close(quartile_f64(&values, 2), 0.575);
        close(quartile_f64(&values, 3), 0.912_5);
        close(standard_deviation_f64(&values), 0.373_385_413_034_128_4);
        close(quartile_f64(&[0.4], 3), 0.4);
        close(quartile_f64(&[0.4, 0.8], 3), 0.7);
    }

    #[test]
    fn floats_that_are_few_or_equal() {
        assert_eq!(quartile_f64(&[], 2), None);
        assert_eq!(standard_deviation_f64(&[]), None);
        assert_eq!(standard_deviation_f64(&[0.3]), None);
        // 0.1 three times adds up to 0.30000000000000004; the deviation is none all the same.
        assert_eq!(standard_deviation_f64(&[0.1; 3]), Some(0.0));
        // √(0.1² / 2), by hand.
        close(standard_deviation_f64(&[0.5, 0.6]), 0.1 / 2.0_f64.sqrt());
    }

    /// scipy: `x = [1, 2, 2, 5, 9]; y = [3, 1, 4, 4, 6]`, `scipy.stats.pearsonr(x, y)[0]`.
    #[test]
    fn pearson_agrees_with_scipy() {
        let (x, y) = ([1.0, 2.0, 2.0, 5.0, 9.0], [3.0, 1.0, 4.0, 4.0, 6.0]);
        close(pearson(&x, &y), 0.782_535_582_020_582_7);
        close(pearson(&y, &x), 0.782_535_582_020_582_7);
        // Two points lie on a line, rising or falling.
        assert_eq!(pearson(&[0.1, 0.7], &[0.2, 0.3]), Some(1.0));
        assert_eq!(pearson(&[0.1, 0.7], &[0.3, 0.2]), Some(-1.0));
    }

    #[test]
    fn nothing_correlates_with_a_constant() {
        assert_eq!(pearson(&[0.1; 3], &[1.0, 2.0, 3.0]), None);
        assert_eq!(pearson(&[1.0, 2.0, 3.0], &[0.1; 3]), None);
        assert_eq!(pearson(&[], &[]), None);
        assert_eq!(pearson(&[0.5], &[0.5]), None);
    }

    /// numpy: `np.tanh(np.arctanh(.5) + np.array([-1, 1]) * 1.96 / np.sqrt(20 - 3))`.
    #[test]
    fn intervals_agree_with_numpy() {
        let interval = correlation_interval(0.5, 20);
        close(interval.map(|own| own.0), 0.073_801_886_958_182_61);
        close(interval.map(|own| own.1), 0.771_764_238_725_656_4);
        // √1 at four pairs; none at three.
        close(correlation_interval(0.0, 4).map(|own| own.1), 0.961_089_830_863_614);
        assert_eq!(correlation_interval(0.0, 3), None);
        assert_eq!(correlation_interval(0.0, 0), None);
        assert_eq!(correlation_interval(1.0, 20), Some((1.0, 1.0)));
        assert_eq!(correlation_interval(-1.0, 20), Some((-1.0, -1.0)));
    }

    /// As `scipy.stats.rankdata([2, 4, 4, 7, 7, 7, 9])`.
    #[test]
    fn ties_share_the_mean_rank() {
        let ranks = average_ranks(&[2.0, 4.0, 4.0, 7.0, 7.0, 7.0, 9.0]);
        assert_eq!(ranks, [1.0, 2.5, 2.5, 5.0, 5.0, 5.0, 7.0]);
        assert_eq!(average_ranks(&[]), Vec::<f64>::new());
        assert_eq!(average_ranks(&[3.0, 3.0]), [1.5, 1.5]);
    }

    /// By hand: 1, 1, 1 of 3 are 333.3 each, and the first gets what is left; 2, 3, 1 of 6 are
    /// 333.3, 500, 166.7, and the third gets it; 1, 2, 4 of 7 are 142.86, 285.71, 571.43.
    #[test]
    fn shares_come_to_the_whole() {
        assert_eq!(largest_remainder(&[1, 1, 1], 1000), Some(vec![334, 333, 333]));
        assert_eq!(largest_remainder(&[2, 3, 1], 1000), Some(vec![333, 500, 167]));
        assert_eq!(largest_remainder(&[1, 2, 4], 1000), Some(vec![143, 286, 571]));
        assert_eq!(largest_remainder(&[0, 5, 0], 100), Some(vec![0, 100, 0]));
        assert_eq!(largest_remainder(&[0, 0], 100), None);
        assert_eq!(largest_remainder(&[], 100), None);
    }
}
