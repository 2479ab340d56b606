//! Plain statistics over exact values. None where a value is not defined.

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

/// Sample standard deviation (n − 1) of floats, in the order given; none below two.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of units are far below 2^52")]
pub fn standard_deviation_f64(values: &[f64]) -> Option<f64> {
    let mean = mean_f64(values).filter(|_| values.len() > 1)?;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    Some((squares / (values.len() - 1) as f64).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
