//! Which charts a paper has, and what they show of its facts.
//!
//! Words come from `report-templates/wording/charts.toml`; alt texts state the finding.

mod city;
mod city_rates;
mod public;
mod unit;

use super::{Bin, ChartFont, DistributionShape, PrintedNumber};
use crate::analyse::facts::BandFacts;
use crate::assets::Wording;
use crate::model::{Figure, marked};
use crate::settings::Statistics;

pub use city::city_charts;
pub use public::public_charts;
pub use unit::unit_charts;

/// What charts of papers are drawn with.
#[derive(Clone, Copy)]
pub struct Studio<'a> {
    /// Words.
    pub wording: &'a Wording,
    /// The font of all charts.
    pub font: &'a ChartFont,
    /// Least numbers and shades.
    pub settings: &'a Statistics,
}

/// A figure's text with the marks that keep its key.
fn keyed(figure: &Figure) -> String {
    marked(&figure.key, &figure.text)
}

/// A figure as it stands.
fn plain(figure: &Figure) -> PrintedNumber {
    PrintedNumber::new(figure.value, keyed(figure))
}

/// A figure in percent, as a rate of 0 to 1 without the sign.
fn share(figure: &Figure) -> PrintedNumber {
    PrintedNumber::new(figure.value / 100.0, keyed(figure))
}

/// A figure in percent, as a rate of 0 to 1 with the sign.
fn percent(figure: &Figure) -> PrintedNumber {
    PrintedNumber::new(figure.value / 100.0, format!("{}%", keyed(figure)))
}

/// A score band as a bin; the open top one ends at the most that a total can be.
fn bin(band: &BandFacts, top: f64, label: String) -> Bin {
    let to = band.to.as_ref().map_or(top, |to| to.value);
    Bin { from: band.from.value, to, label, count: plain(&band.count) }
}

/// Whether places along a distribution's axis mean values: always for dots, for a histogram when
/// its bins are equally wide.
fn is_scale(shape: &DistributionShape) -> bool {
    let DistributionShape::Histogram { bins, .. } = shape else {
        return true;
    };
    let widths = || bins.iter().map(|bin| bin.to - bin.from);
    let first = widths().next().unwrap_or_default();
    widths().all(|width| (width - first).abs() < 1e-9)
}

fn percent_ticks() -> Vec<PrintedNumber> {
    [20_u8, 40, 60, 80, 100]
        .map(|percent| PrintedNumber::new(f64::from(percent) / 100.0, format!("{percent}%")))
        .into()
}
