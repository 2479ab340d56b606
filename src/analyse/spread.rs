//! How rates spread over the units of a class.

use super::statistics::{quartile_f64, standard_deviation_f64};
use crate::settings::Statistics;

/// Spread of rates, 0 to 1; each none below its set number of units.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RateSpread {
    /// Median (type 7).
    pub median: Option<f64>,
    /// Sample standard deviation (n − 1).
    pub standard_deviation: Option<f64>,
    /// First quartile (type 7).
    pub first_quartile: Option<f64>,
    /// Third quartile (type 7).
    pub third_quartile: Option<f64>,
}

/// Describes rates in unit-list order.
pub(super) fn spread(settings: &Statistics, rates: &[f64]) -> RateSpread {
    let (enough, many) =
        (rates.len() >= settings.median_least, rates.len() >= settings.spread_least);
    let mut sorted = rates.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    RateSpread {
        median: quartile_f64(&sorted, 2).filter(|_| enough),
        standard_deviation: standard_deviation_f64(rates).filter(|_| many),
        first_quartile: quartile_f64(&sorted, 1).filter(|_| many),
        third_quartile: quartile_f64(&sorted, 3).filter(|_| many),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::statistics::tests::settings;

    /// numpy: `v = np.array([.9, .2, .4, .8, .6, 1, .3, .5, .7, .1]); np.median(v)`, `np.std(v,
    /// ddof=1)`, `np.quantile(v, [.25, .75])` give 0.55, 0.3027650354097492, 0.325, 0.775.
    #[test]
    fn agrees_with_numpy() {
        let found = spread(&settings(), &[0.9, 0.2, 0.4, 0.8, 0.6, 1.0, 0.3, 0.5, 0.7, 0.1]);
        let close = |own: Option<f64>, expected: f64| {
            assert!((own.unwrap() - expected).abs() < 1e-12, "{own:?} {expected}");
        };
        close(found.median, 0.55);
        close(found.standard_deviation, 0.302_765_035_409_749_2);
        close(found.first_quartile, 0.325);
        close(found.third_quartile, 0.775);
    }

    /// Five for a median, ten for the rest.
    #[test]
    fn each_needs_its_least_number() {
        let found = |count: usize| spread(&settings(), &vec![0.5; count]);
        assert_eq!(found(0), RateSpread::default());
        assert_eq!(found(4), RateSpread::default());
        assert_eq!(found(5), RateSpread { median: Some(0.5), ..RateSpread::default() });
        assert_eq!(found(9), found(5));
        let half = Some(0.5);
        let all = RateSpread {
            median: half,
            standard_deviation: Some(0.0),
            first_quartile: half,
            third_quartile: half,
        };
        assert_eq!(found(10), all);
    }
}
