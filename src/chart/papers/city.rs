//! Charts of the city-wide report.

use super::{Studio, plain, share};
use crate::analyse::facts::{BandFacts, CityClass, CityFacts};
use crate::assets::Wording;
use crate::chart::{
    Bin, Chart, DarkEnd, DistributionData, DistributionShape, Dot, HeatClass, HeatMapData, HeatRow,
    Marker, PrintedNumber, RankingData, RankingMean, RankingRow, distribution, heat_map, ranking,
};
use crate::model::Figure;

/// Charts of the city-wide report; of each class (numbered from 1) `ranking-n`, `totals-n`,
/// `heat-n`.
#[must_use]
pub fn city_charts(facts: &CityFacts, studio: Studio<'_>) -> Vec<Chart> {
    let classes = facts.classes.iter().enumerate();
    classes.flat_map(|(position, class)| class_charts(class, position + 1, studio)).collect()
}

fn class_charts(class: &CityClass, number: usize, studio: Studio<'_>) -> Vec<Chart> {
    let ranked = class.units.iter().any(|unit| unit.rank.is_some());
    let mut charts = Vec::new();
    if ranked {
        charts.extend(ranking(&ranking_data(class, number, studio.wording), studio.font));
    }
    charts.extend(distribution(&totals_data(class, number, studio), studio.font));
    charts.extend(heat_map(&heat_data(class, number, studio), studio.font));
    charts
}

fn ranking_data(class: &CityClass, number: usize, wording: &Wording) -> RankingData {
    let say = |key: &str| wording.say(&format!("charts.ranking.{key}"), class);
    let rows = class.units.iter().map(|unit| RankingRow {
        rank: unit.rank.as_ref().map(|rank| rank.place.text.clone()).unwrap_or_default(),
        label: unit.short.clone(),
        value: unit.total.as_ref().map(plain),
        group: unit.grade.clone(),
        focus: false,
    });
    let mean = class.totals.mean.as_ref();
    RankingData {
        name: format!("ranking-{number}"),
        alt: say("alt"),
        rank_head: say("rank_head"),
        label_head: say("label_head"),
        value_head: say("value_head"),
        axis_label: say("axis_label"),
        absent_text: wording.say("charts.absent", class),
        ticks: score_ticks(class),
        mean: mean.map(|mean| RankingMean { value: mean.value, label: say("mean_label") }),
        rows: rows.collect(),
    }
}

fn totals_data(class: &CityClass, number: usize, studio: Studio<'_>) -> DistributionData {
    let say = |key: &str| studio.wording.say(&format!("charts.totals.{key}"), class);
    let marker = |figure: Option<&Figure>, key: &str| {
        figure.map(|figure| Marker { value: figure.value, label: say(key) })
    };
    let totals = &class.totals;
    let mean = marker(totals.mean.as_ref(), "mean_label");
    let median = marker(totals.median.as_ref(), "median_label");
    let with_total = class.units.iter().filter(|unit| unit.total.is_some()).count();
    let shape = if with_total >= studio.settings.histogram_least {
        let bin = |band: &BandFacts| bin(band, class, studio.wording);
        DistributionShape::Histogram {
            count_label: say("count_label"),
            bins: totals.bands.iter().map(bin).collect(),
        }
    } else {
        let dot = |unit: &crate::analyse::facts::CityUnit| {
            Some(Dot { label: unit.short.clone(), value: plain(unit.total.as_ref()?) })
        };
        DistributionShape::Dots {
            ticks: score_ticks(class),
            dots: class.units.iter().filter_map(dot).collect(),
        }
    };
    DistributionData {
        name: format!("totals-{number}"),
        alt: say("alt"),
        axis_label: say("axis_label"),
        // Bars of equal width over bands of unequal width are no scale to mark a value on.
        markers: mean.into_iter().chain(median).filter(|_| is_scale(&shape)).collect(),
        shape,
    }
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

/// A band as a bin; the open top one ends at the full marks or the highest total.
fn bin(band: &BandFacts, class: &CityClass, wording: &Wording) -> Bin {
    let most = class.totals.most.as_ref().map_or(0.0, |most| most.value);
    let top = class.full_marks.value.max(most);
    Bin {
        from: band.from.value,
        to: band.to.as_ref().map_or(top, |to| to.value),
        label: wording.say("charts.totals.bin_label", band),
        count: plain(&band.count),
    }
}

fn heat_data(class: &CityClass, number: usize, studio: Studio<'_>) -> HeatMapData {
    let say = |key: &str| studio.wording.say(&format!("charts.heat.{key}"), class);
    let bounds = &studio.settings.shades;
    let uppers = bounds.iter().copied().map(Some).chain([None]);
    let lowers = std::iter::once(0).chain(bounds.iter().copied());
    let shades = lowers.zip(uppers).map(|(from, to)| HeatClass {
        from: f64::from(from) / 100.0,
        label: studio.wording.say("charts.heat.shade", Shade { from, to }),
    });
    let row = |unit: &crate::analyse::facts::CityUnit| HeatRow {
        label: unit.short.clone(),
        cells: unit.rates.iter().map(|rate| rate.as_ref().map(share)).collect(),
    };
    HeatMapData {
        name: format!("heat-{number}"),
        alt: say("alt"),
        legend_label: say("legend_label"),
        absent_text: studio.wording.say("charts.absent", class),
        classes: shades.collect(),
        dark_end: DarkEnd::Lowest,
        columns: class.dimensions.iter().map(|dimension| dimension.short.clone()).collect(),
        rows: class.units.iter().map(row).collect(),
    }
}

/// Bounds of a shade in percent, for its legend.
#[derive(serde::Serialize)]
struct Shade {
    from: u32,
    to: Option<u32>,
}

/// Ticks of a score axis: five steps of a round size up to the full marks.
fn score_ticks(class: &CityClass) -> Vec<PrintedNumber> {
    let full = class.full_marks.value;
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0, 200.0, 500.0, 1000.0]
        .into_iter()
        .find(|step| full / step <= 6.0)
        .unwrap_or(full);
    let mut ticks = Vec::new();
    let mut value = 0.0;
    while value <= full && ticks.len() < 8 {
        ticks.push(PrintedNumber::new(value, format!("{value}")));
        value += step;
    }
    ticks
}
