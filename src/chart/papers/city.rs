//! Charts of the city-wide report.

use super::{Studio, plain, share};
use crate::analyse::facts::{BandFacts, CityClass, CityFacts, CityUnit};
use crate::assets::Wording;
use crate::chart::{
    Bin, Chart, DarkEnd, DimensionDotsData, DimensionDotsRow, DistributionData, DistributionShape,
    Dot, HeatClass, HeatMapData, HeatRow, LossRow, LossesData, Marker, PrintedNumber, RankingData,
    RankingMean, RankingRow, UnitDot, dimension_dots, distribution, heat_map, losses, ranking,
};
use crate::model::Figure;

/// The fewest units whose distribution, dots and rates are drawn.
const UNITS_MIN: usize = 2;

/// The fewest units whose dots by dimension are drawn; of fewer the heat map says it all.
const DOTS_MIN: usize = 5;

/// The most units whose indicators are drawn as a heat map, and the fewest indicators for one.
const GRID: (usize, usize) = (80, 8);

/// Charts of the city-wide report; of each class (numbered from 1) `totals-n`, `ranking-n`,
/// `dots-n` (units by dimension), `heat-n`, `losses-n` and `grid-n` (units by indicator). A chart
/// that a class of one or a system of one level does not need is left out.
#[must_use]
pub fn city_charts(facts: &CityFacts, studio: Studio<'_>) -> Vec<Chart> {
    let classes = facts.classes.iter().enumerate();
    classes.flat_map(|(position, class)| class_charts(class, position + 1, studio)).collect()
}

fn class_charts(class: &CityClass, number: usize, studio: Studio<'_>) -> Vec<Chart> {
    let ranked = class.units.iter().any(|unit| unit.rank.is_some());
    let mut charts = Vec::new();
    if class.units.len() < UNITS_MIN {
        return charts;
    }
    charts.extend(distribution(&totals_data(class, number, studio), studio.font));
    if ranked {
        charts.extend(ranking(&ranking_data(class, number, studio.wording), studio.font));
    }
    if class.dimensions.len() > 1 {
        if class.units.len() >= DOTS_MIN {
            charts.extend(dimension_dots(&dots_data(class, number, studio.wording), studio.font));
        }
        charts.extend(heat_map(&heat_data(class, number, studio), studio.font));
    }
    if class.losses.len() > 2 {
        charts.extend(losses(&losses_data(class, number, studio.wording), studio.font));
    }
    let readable = class.units.len() <= GRID.0 && class.indicators.len() >= GRID.1;
    if !class.one_level && readable {
        charts.extend(heat_map(&grid_data(class, number, studio), studio.font));
    }
    charts
}

fn ranking_data(class: &CityClass, number: usize, wording: &Wording) -> RankingData {
    let say = |key: &str| wording.say(&format!("charts.ranking.{key}"), class);
    let rows = class.units.iter().zip(groups(class)).map(|(unit, (group, held))| RankingRow {
        rank: unit.rank.as_ref().map(|rank| rank.place.text.clone()).unwrap_or_default(),
        label: if held { wording.say("charts.ranking.held", unit) } else { unit.short.clone() },
        value: unit.total.as_ref().map(plain),
        group,
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

/// The grade under which each unit stands in the chart, and whether it has a worse one itself: a
/// unit that is held below its neighbours must not part them.
fn groups(class: &CityClass) -> Vec<(Option<String>, bool)> {
    let place = |unit: &CityUnit| {
        let grade = unit.grade.as_ref()?;
        class.totals.grades.iter().position(|other| other.name == *grade)
    };
    let mut best_below: Option<usize> = None;
    let mut groups: Vec<(Option<String>, bool)> = class
        .units
        .iter()
        .rev()
        .map(|unit| {
            let own = place(unit);
            best_below = match (own, best_below) {
                (Some(own), Some(best)) => Some(own.min(best)),
                (own, best) => own.or(best),
            };
            let name = best_below.map(|grade| class.totals.grades[grade].name.clone());
            (name.filter(|_| own.is_some()), own > best_below)
        })
        .collect();
    groups.reverse();
    groups
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
        let dot = |unit: &CityUnit| {
            Some(Dot { label: unit.short.clone(), value: plain(unit.total.as_ref()?) })
        };
        DistributionShape::Dots {
            ticks: near_ticks(class),
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
    let row = |unit: &CityUnit| HeatRow {
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

/// Every unit's rates by indicator; columns are headed by codes.
fn grid_data(class: &CityClass, number: usize, studio: Studio<'_>) -> HeatMapData {
    let row = |(at, unit): (usize, &CityUnit)| {
        let rate = |own: &crate::analyse::facts::CityIndicator| own.rates[at].as_ref().map(share);
        HeatRow { label: unit.short.clone(), cells: class.indicators.iter().map(rate).collect() }
    };
    HeatMapData {
        name: format!("grid-{number}"),
        alt: studio.wording.say("charts.grid.alt", class),
        columns: class.indicators.iter().map(|own| own.code.clone()).collect(),
        rows: class.units.iter().enumerate().map(row).collect(),
        ..heat_data(class, number, studio)
    }
}

/// Every unit's rate by dimension, with mean, lowest and highest.
fn dots_data(class: &CityClass, number: usize, wording: &Wording) -> DimensionDotsData {
    let say = |key: &str| wording.say(&format!("charts.dots.{key}"), class);
    let text = |figure: Option<&Figure>| figure.map(|own| own.text.clone()).unwrap_or_default();
    let row = |(at, own): (usize, &crate::analyse::facts::CityDimension)| {
        let dot = |unit: &CityUnit| {
            let rate = unit.rates[at].as_ref()?.value / 100.0;
            Some(UnitDot { name: unit.short.clone(), rate, focus: false })
        };
        DimensionDotsRow {
            label: own.name.clone(),
            units: class.units.iter().filter_map(dot).collect(),
            mean: own.mean_rate.as_ref().map(|mean| mean.value / 100.0),
            median: None,
            columns: [&own.mean_rate, &own.least_rate, &own.most_rate]
                .map(|figure| text(figure.as_ref()))
                .into(),
        }
    };
    let least = class.dimensions.iter().filter_map(|own| own.least_rate.as_ref());
    let least = least.map(|rate| rate.value).fold(100.0, f64::min);
    let ticks = percents(20.0, (least / 20.0).floor().max(0.0) * 20.0, 100.0);
    DimensionDotsData {
        name: format!("dots-{number}"),
        alt: say("alt"),
        label_head: say("label_head"),
        dots_head: say("dots_head"),
        column_heads: ["mean_head", "least_head", "most_head"].map(say).into(),
        unit_legend: say("unit_legend"),
        focus_legend: String::new(),
        mean_legend: say("mean_legend"),
        median_legend: String::new(),
        ticks,
        rows: class.dimensions.iter().enumerate().map(row).collect(),
    }
}

/// Shares of the class's loss, most first.
fn losses_data(class: &CityClass, number: usize, wording: &Wording) -> LossesData {
    let say = |key: &str| wording.say(&format!("charts.losses.{key}"), class);
    let row = |loss: &crate::analyse::facts::CityLoss| {
        let own = &class.indicators[loss.indicator];
        let mark = if own.weakness == "low" { say("low") } else { String::new() };
        LossRow {
            code: if class.one_level { String::new() } else { own.code.clone() },
            label: own.name.clone(),
            share: own.loss_share.as_ref().map(share),
            cumulative: loss.cumulative.text.clone(),
            units: wording.say("charts.losses.units", own),
            mark,
            main: own.main_loss,
            group: None,
        }
    };
    let rows: Vec<LossRow> = class.losses.iter().map(row).collect();
    let marked = rows.iter().any(|row| !row.mark.is_empty());
    LossesData {
        name: format!("losses-{number}"),
        alt: say("alt"),
        label_head: say("label_head"),
        bar_head: say("bar_head"),
        share_head: say("share_head"),
        cumulative_head: say("cumulative_head"),
        units_head: say("units_head"),
        mark_head: if marked { say("mark_head") } else { String::new() },
        absent_text: wording.say("charts.absent", class),
        ticks: Vec::new(),
        rows,
    }
}

/// Ticks in percent from a round bound on.
fn percents(step: f64, from: f64, to: f64) -> Vec<PrintedNumber> {
    let mut ticks = Vec::new();
    let mut value = from;
    while value <= to {
        ticks.push(PrintedNumber::new(value / 100.0, format!("{value}%")));
        value += step;
    }
    ticks
}

/// Ticks of an axis that need not begin at zero: round steps round the totals.
fn near_ticks(class: &CityClass) -> Vec<PrintedNumber> {
    let (Some(least), Some(most)) = (&class.totals.least, &class.totals.most) else {
        return score_ticks(class);
    };
    let span = most.value - least.value;
    let steps = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0];
    let step = steps.into_iter().find(|step| span / step <= 5.0).unwrap_or(span);
    let mut ticks = Vec::new();
    let mut number = (least.value / step).floor();
    while ticks.len() < 9 && (number - 1.0) * step < most.value {
        // Tenths of a step do not print as 0.30000000000000004.
        let value = (number * step * 10.0).round() / 10.0;
        ticks.push(PrintedNumber::new(value, format!("{value}")));
        number += 1.0;
    }
    ticks
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
