//! What the city-wide charts of rates show: heat maps, dots by dimension, losses.

use super::{Studio, keyed, share};
use crate::analyse::facts::{CityClass, CityIndicator, CityLoss, CityUnit, RankGroupFacts};
use crate::assets::Wording;
use crate::chart::{
    DarkEnd, DimensionDotsData, DimensionDotsRow, HeatClass, HeatMapData, HeatRow, LossRow,
    LossesData, PrintedNumber, UnitDot,
};
use crate::model::Figure;

pub(super) fn heat_data(class: &CityClass, number: usize, studio: Studio<'_>) -> HeatMapData {
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
        apart: (0..class.dimensions.len())
            .filter(|at| class.dimensions[*at].left_out.contains(&unit.short))
            .collect(),
    };
    let group = |own: &RankGroupFacts| group_row(own, &own.dimensions, studio.wording);
    HeatMapData {
        name: format!("heat-{number}"),
        alt: say("alt"),
        legend_label: say("legend_label"),
        absent_text: studio.wording.say("charts.absent", class),
        apart_text: studio.wording.say("charts.apart", class),
        classes: shades.collect(),
        dark_end: DarkEnd::Lowest,
        columns: class.dimensions.iter().map(|dimension| dimension.short.clone()).collect(),
        rows: if class.groups.is_empty() {
            class.units.iter().map(row).collect()
        } else {
            class.groups.iter().map(group).collect()
        },
    }
}

/// Units of a large class that follow each other in rank, as one row.
fn group_row(group: &RankGroupFacts, rates: &[Option<Figure>], wording: &Wording) -> HeatRow {
    HeatRow {
        label: wording.say("charts.heat.group", group),
        cells: rates.iter().map(|rate| rate.as_ref().map(share)).collect(),
        apart: Vec::new(),
    }
}

/// Every unit's rates by indicator, or every group's; columns are headed by codes.
pub(super) fn grid_data(class: &CityClass, number: usize, studio: Studio<'_>) -> HeatMapData {
    let row = |(at, unit): (usize, &CityUnit)| {
        let rate = |own: &CityIndicator| own.rates[at].as_ref().map(share);
        HeatRow {
            label: unit.short.clone(),
            cells: class.indicators.iter().map(rate).collect(),
            apart: Vec::new(),
        }
    };
    HeatMapData {
        name: format!("grid-{number}"),
        alt: studio.wording.say("charts.grid.alt", class),
        columns: class.indicators.iter().map(|own| own.code.clone()).collect(),
        rows: if class.groups.is_empty() {
            class.units.iter().enumerate().map(row).collect()
        } else {
            class.groups.iter().map(|own| group_row(own, &own.indicators, studio.wording)).collect()
        },
        ..heat_data(class, number, studio)
    }
}

/// Every unit's rate by dimension, with mean, lowest and highest.
pub(super) fn dots_data(class: &CityClass, number: usize, wording: &Wording) -> DimensionDotsData {
    let say = |key: &str| wording.say(&format!("charts.dots.{key}"), class);
    let text = |figure: Option<&Figure>| figure.map(keyed).unwrap_or_default();
    let many = class.dimensions.iter().any(|own| !own.by_percent.is_empty());
    let row = |(at, own): (usize, &crate::analyse::facts::CityDimension)| {
        // Where too little applies a rate is no lowest or highest, and no dot beyond them.
        let compared = class.units.iter().filter(|_| !many);
        let compared = compared.filter(|unit| !own.left_out.contains(&unit.short));
        let dot = |unit: &CityUnit| {
            let rate = unit.rates[at].as_ref()?.value / 100.0;
            Some(UnitDot { name: unit.short.clone(), rate, focus: false })
        };
        DimensionDotsRow {
            label: own.name.clone(),
            units: compared.filter_map(dot).collect(),
            counts: own.by_percent.clone(),
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
        dots_head: say(if many { "bars_head" } else { "dots_head" }),
        column_heads: ["mean_head", "least_head", "most_head"].map(say).into(),
        unit_legend: say(if many { "bars_legend" } else { "unit_legend" }),
        focus_legend: String::new(),
        mean_legend: say("mean_legend"),
        median_legend: String::new(),
        ticks,
        rows: class.dimensions.iter().enumerate().map(row).collect(),
    }
}

/// What a chart of losses shows of a class.
#[derive(Clone, Copy)]
pub(super) struct Losses<'a> {
    /// Whether dimensions are themselves the indicators.
    pub(super) one_level: bool,
    /// Indicators of the class.
    pub(super) indicators: &'a [CityIndicator],
    /// Those that make up the loss, most first.
    pub(super) list: &'a [CityLoss],
}

/// Shares of the class's loss, most first.
pub(super) fn losses_data(
    class: &impl serde::Serialize,
    losses: Losses<'_>,
    number: usize,
    wording: &Wording,
) -> LossesData {
    let say = |key: &str| wording.say(&format!("charts.losses.{key}"), class);
    let row = |loss: &CityLoss| {
        let own = &losses.indicators[loss.indicator];
        let mark = if own.weakness == "low" { say("low") } else { String::new() };
        LossRow {
            code: if losses.one_level { String::new() } else { own.code.clone() },
            label: own.name.clone(),
            share: own.loss_share.as_ref().map(share),
            cumulative: keyed(&loss.cumulative),
            units: wording.say("charts.losses.units", own),
            mark,
            // All of them are main losses, or none is: a hatch would part nothing.
            main: true,
            group: None,
        }
    };
    let rows: Vec<LossRow> = losses.list.iter().map(row).collect();
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

/// Bounds of a shade in percent, for its legend.
#[derive(serde::Serialize)]
struct Shade {
    from: u32,
    to: Option<u32>,
}
