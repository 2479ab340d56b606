//! Charts of the city-wide report.

use super::city_rates::{Losses, dots_data, grid_data, heat_data, losses_data};
use super::{Studio, bin, is_scale, keyed, plain};
use crate::analyse::facts::{BandFacts, CityClass, CityFacts, CityUnit, SkippedFacts};
use crate::assets::Wording;
use crate::chart::{
    Chart, DistributionData, DistributionShape, Dot, Marker, PrintedNumber, RankingData,
    RankingGap, RankingMean, RankingRow, dimension_dots, distribution, heat_map, losses, ranking,
};
use crate::model::Figure;

/// The fewest units whose distribution, dots and rates are drawn.
const UNITS_MIN: usize = 2;

/// The fewest units whose dots by dimension are drawn; of fewer the heat map says it all.
const DOTS_MIN: usize = 5;

/// The fewest indicators for a heat map of indicators.
const GRID_MIN: usize = 8;

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
        let (indicators, list) = (&class.indicators, &class.losses);
        let own = Losses { one_level: class.one_level, indicators, list };
        charts.extend(losses(&losses_data(class, own, number, studio.wording), studio.font));
    }
    if !class.one_level && class.indicators.len() >= GRID_MIN {
        charts.extend(heat_map(&grid_data(class, number, studio), studio.font));
    }
    charts
}

fn ranking_data(class: &CityClass, number: usize, wording: &Wording) -> RankingData {
    let say = |key: &str| wording.say(&format!("charts.ranking.{key}"), class);
    let rows = class.units.iter().zip(groups(class)).map(|(unit, (group, held))| RankingRow {
        rank: unit.rank.as_ref().map(|rank| keyed(&rank.place)).unwrap_or_default(),
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
        gaps: class.skipped.iter().map(|own| gap(own, wording)).collect(),
    }
}

fn gap(skipped: &SkippedFacts, wording: &Wording) -> RankingGap {
    RankingGap { before: skipped.before, label: wording.say("charts.ranking.gap", skipped) }
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
    let many = !class.skipped.is_empty();
    let shape = if many || with_total >= studio.settings.histogram_least {
        let most = totals.most.as_ref().map_or(0.0, |most| most.value);
        let top = class.full_marks.value.max(most);
        let label = |band: &BandFacts| studio.wording.say("charts.totals.bin_label", band);
        DistributionShape::Histogram {
            count_label: say("count_label"),
            bins: totals.bands.iter().map(|band| bin(band, top, label(band))).collect(),
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
