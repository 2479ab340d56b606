//! Charts of a unit's report.

use super::super::{
    BenchmarkData, BenchmarkRow, Chart, DistributionData, DistributionShape, GapRow, GapsData,
    Marker, PrintedNumber, QuadrantCorners, QuadrantData, QuadrantPoint, RadarAxis, RadarData,
    benchmark, distribution, gaps, quadrant, radar,
};
use super::{Studio, bin, is_scale, keyed, percent, percent_ticks};
use crate::analyse::facts::{BandFacts, DimensionFacts, IndicatorFacts, UnitFacts};
use crate::assets::Wording;
use crate::model::{Figure, Mend, Sign};

/// Rows of the gaps, on either side of the class.
const GAP_ROWS: usize = 8;

/// Charts of a unit's report: `benchmark` and `radar` of its dimensions, `standing` of its total
/// among the class's where it may be shown, `gaps` and `quadrant` of its indicators.
#[must_use]
pub fn unit_charts(facts: &UnitFacts, studio: Studio<'_>) -> Vec<Chart> {
    let mut charts: Vec<Chart> = Vec::new();
    charts.extend(benchmark(&benchmark_data(facts, studio.wording), studio.font));
    charts.extend(radar(&radar_data(facts, studio.wording), studio.font));
    let standing = standing_data(facts, studio.wording);
    charts.extend(standing.and_then(|data| distribution(&data, studio.font)));
    charts.extend(gaps(&gaps_data(facts, studio.wording), studio.font));
    let important = quadrant_data(facts, studio.wording);
    charts.extend(important.and_then(|data| quadrant(&data, studio.font)));
    charts
}

fn benchmark_data(facts: &UnitFacts, wording: &Wording) -> BenchmarkData {
    let say = |key: &str| wording.say(&format!("charts.benchmark.{key}"), facts);
    let rows = facts.dimensions.iter().map(|dimension| BenchmarkRow {
        label: dimension.name.clone(),
        unit: dimension.rate.as_ref().map(percent),
        class: dimension.class_rate.as_ref().map(percent),
        extra: vec![gap_of(dimension, wording), points_of(dimension)],
    });
    BenchmarkData {
        name: "benchmark".to_owned(),
        alt: say("alt"),
        label_head: say("label_head"),
        bar_head: say("bar_head"),
        unit_head: say("unit_head"),
        class_head: say("class_head"),
        extra_heads: vec![say("gap_head"), say("points_head")],
        absent_text: wording.say("charts.absent", facts),
        ticks: Vec::new(),
        rows: rows.collect(),
    }
}

fn radar_data(facts: &UnitFacts, wording: &Wording) -> RadarData {
    let axes = facts.dimensions.iter().map(|dimension| RadarAxis {
        label: dimension.short.clone(),
        unit: dimension.rate.as_ref().map(percent),
        class: dimension.class_rate.as_ref().map(percent),
    });
    RadarData {
        name: "radar".to_owned(),
        alt: wording.say("charts.radar.alt", facts),
        unit_name: facts.short.clone(),
        class_name: wording.say("charts.radar.class_name", facts),
        absent_text: wording.say("charts.absent", facts),
        rings: percent_ticks(),
        axes: axes.collect(),
    }
}

/// How the totals of the class spread, with the unit's own marked.
fn standing_data(facts: &UnitFacts, wording: &Wording) -> Option<DistributionData> {
    let say = |key: &str| wording.say(&format!("charts.standing.{key}"), facts);
    let (standing, total) = (facts.standing.as_ref()?, facts.total.as_ref()?);
    let label = |band: &BandFacts| wording.say("charts.standing.bin_label", band);
    let best = facts.class_best.as_ref().map_or(0.0, |best| best.value);
    let top = facts.full_marks.value.max(best).max(total.value);
    let bins = standing.bands.iter().map(|band| bin(band, top, label(band)));
    let shape =
        DistributionShape::Histogram { count_label: say("count_label"), bins: bins.collect() };
    let marker = |figure: &Figure, key: &str| Marker { value: figure.value, label: say(key) };
    let mean = facts.class_mean.as_ref().map(|mean| marker(mean, "mean_label"));
    let median = standing.median.as_ref().map(|median| marker(median, "median_label"));
    // Mean and median are places on a scale; the unit's own band is its place in any case.
    let of_class = mean.into_iter().chain(median).filter(|_| is_scale(&shape));
    let markers = of_class.chain([marker(total, "own_label")]).collect();
    let (alt, axis_label) = (say("alt"), say("axis_label"));
    Some(DistributionData { name: "standing".to_owned(), alt, axis_label, markers, shape })
}

/// The indicators furthest above and below the class, each side from the largest gap.
fn gaps_data(facts: &UnitFacts, wording: &Wording) -> GapsData {
    let say = |key: &str| wording.say(&format!("charts.gaps.{key}"), facts);
    let side = |sign: Sign, group: &str| -> Vec<GapRow> {
        let of_side =
            |leaf: &&IndicatorFacts| leaf.rate_gap.as_ref().is_some_and(|g| g.sign == sign);
        let mut leaves: Vec<&IndicatorFacts> = facts.indicators.iter().filter(of_side).collect();
        let distance =
            |leaf: &IndicatorFacts| leaf.rate_gap.as_ref().map_or(0.0, |gap| gap.value.abs());
        leaves.sort_by(|one, other| distance(other).total_cmp(&distance(one)));
        let rows = leaves.into_iter().take(GAP_ROWS);
        rows.map(|leaf| gap_row(leaf, wording, say(group))).collect()
    };
    let mut rows = side(Sign::Positive, "above");
    rows.extend(side(Sign::Negative, "below"));
    GapsData {
        name: "gaps".to_owned(),
        alt: say("alt"),
        label_head: say("label_head"),
        bar_head: say("bar_head"),
        mark_head: say("mark_head"),
        absent_text: wording.say("charts.absent", facts),
        ticks: Vec::new(),
        rows,
    }
}

fn gap_row(leaf: &IndicatorFacts, wording: &Wording, group: String) -> GapRow {
    let gap = leaf.rate_gap.as_ref();
    GapRow {
        code: leaf.code.clone(),
        label: leaf.name.clone(),
        gap: gap.map(|gap| PrintedNumber::new(gap.value, wording.say("charts.gaps.value", gap))),
        mark: wording.say("charts.gaps.mark", leaf),
        group: Some(group),
    }
}

/// Full marks against rate of the indicators that apply; none where all weigh the same, or nothing
/// is lost.
fn quadrant_data(facts: &UnitFacts, wording: &Wording) -> Option<QuadrantData> {
    let say = |key: &str| wording.say(&format!("charts.quadrant.{key}"), facts);
    let (mean_marks, rate) = (facts.mean_marks.as_ref()?, facts.rate.as_ref()?);
    let applying = || facts.indicators.iter().filter(|leaf| leaf.rate.is_some());
    let mut marks: Vec<&Figure> = applying().map(|leaf| &leaf.full_marks).collect();
    marks.sort_by(|one, other| one.value.total_cmp(&other.value));
    marks.dedup_by(|one, other| one.text == other.text);
    if marks.len() < 2 || facts.losses.is_empty() || applying().count() < 6 {
        return None;
    }
    let points = applying().filter_map(|leaf| {
        Some(QuadrantPoint {
            label: leaf.code.clone(),
            full_marks: leaf.full_marks.value,
            rate: leaf.rate.as_ref()?.value / 100.0,
            labelled: false,
            mendable: leaf.mend != Some(Mend::Past),
        })
    });
    Some(QuadrantData {
        name: "quadrant".to_owned(),
        alt: say("alt"),
        x_label: say("x_label"),
        y_label: say("y_label"),
        x_ticks: mark_ticks(marks.last().map_or(0.0, |most| most.value)),
        y_ticks: zero_to_all(),
        x_divider: Marker { value: mean_marks.value, label: say("mean_marks") },
        y_divider: Marker { value: rate.value / 100.0, label: say("rate") },
        corners: QuadrantCorners {
            top_left: say("top_left"),
            top_right: say("top_right"),
            bottom_left: say("bottom_left"),
            bottom_right: say("bottom_right"),
        },
        points: points.collect(),
    })
}

/// Whole ticks from 0 up to the largest full marks, at most seven.
fn mark_ticks(most: f64) -> Vec<PrintedNumber> {
    let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 500.0];
    let step = steps.into_iter().find(|step| most / step <= 6.0).unwrap_or(most);
    let mut ticks = vec![PrintedNumber::new(0.0, "0")];
    let mut value = step;
    while value <= most && ticks.len() < 8 {
        ticks.push(PrintedNumber::new(value, format!("{value}")));
        value += step;
    }
    ticks
}

fn zero_to_all() -> Vec<PrintedNumber> {
    std::iter::once(PrintedNumber::new(0.0, "0")).chain(percent_ticks()).collect()
}

fn points_of(dimension: &DimensionFacts) -> String {
    match dimension.rate {
        Some(_) => format!("{} / {}", keyed(&dimension.points), keyed(&dimension.full_marks)),
        None => String::new(),
    }
}

/// The gap to the class in percentage points, as the bars show it, with a mark where it is below.
fn gap_of(dimension: &DimensionFacts, wording: &Wording) -> String {
    dimension.rate_gap.as_ref().map_or_else(String::new, |gap| match gap.sign {
        Sign::Negative => wording.say("charts.benchmark.below", gap),
        _ => keyed(gap),
    })
}
