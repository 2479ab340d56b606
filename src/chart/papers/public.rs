//! Charts of the public edition: none shows a single unit.

use super::city_rates::{Losses, losses_data};
use super::{Studio, bin, is_scale};
use crate::analyse::facts::BandFacts;
use crate::analyse::facts::city::{PublicClass, PublicFacts};
use crate::chart::{Chart, DistributionData, DistributionShape, Marker, distribution, losses};

/// Charts of the public edition, of each class (numbered from 1) `totals-n` where its bands are
/// told, and `losses-n`.
#[must_use]
pub fn public_charts(facts: &PublicFacts, studio: Studio<'_>) -> Vec<Chart> {
    let classes = facts.classes.iter().enumerate();
    classes.flat_map(|(position, class)| class_charts(class, position + 1, studio)).collect()
}

fn class_charts(class: &PublicClass, number: usize, studio: Studio<'_>) -> Vec<Chart> {
    let mut charts = Vec::new();
    if !class.plain.totals.bands.is_empty() {
        charts.extend(distribution(&totals_data(class, number, studio), studio.font));
    }
    if class.losses.len() > 2 {
        let (indicators, list) = (&class.indicators, &class.losses);
        let own = Losses { one_level: class.plain.one_level, indicators, list };
        charts.extend(losses(&losses_data(class, own, number, studio.wording), studio.font));
    }
    charts
}

fn totals_data(class: &PublicClass, number: usize, studio: Studio<'_>) -> DistributionData {
    let say = |key: &str| studio.wording.say(&format!("charts.totals.{key}"), class);
    let totals = &class.plain.totals;
    let label = |band: &BandFacts| studio.wording.say("charts.totals.bin_label", band);
    let from = totals.bands.last().map_or(0.0, |band| band.from.value);
    let top = class.plain.full_marks.value.max(from);
    let shape = DistributionShape::Histogram {
        count_label: say("count_label"),
        bins: totals.bands.iter().map(|band| bin(band, top, label(band))).collect(),
    };
    let mean = totals.mean.iter();
    let mean = mean.map(|mean| Marker { value: mean.value, label: say("mean_label") });
    DistributionData {
        name: format!("totals-{number}"),
        alt: say("alt"),
        axis_label: say("axis_label"),
        markers: mean.filter(|_| is_scale(&shape)).collect(),
        shape,
    }
}
