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
