//! Charts of a unit's report.

use super::{Studio, percent, percent_ticks};
use crate::analyse::facts::{DimensionFacts, UnitFacts};
use crate::assets::Wording;
use crate::chart::{BenchmarkData, BenchmarkRow, Chart, RadarAxis, RadarData, benchmark, radar};
use crate::model::Sign;

/// Charts of a unit's report: `benchmark` and `radar` of its dimensions.
#[must_use]
pub fn unit_charts(facts: &UnitFacts, studio: Studio<'_>) -> Vec<Chart> {
    let say = |key: &str| studio.wording.say(&format!("charts.{key}"), facts);
    let rows = facts.dimensions.iter().map(|dimension| BenchmarkRow {
        label: dimension.name.clone(),
        unit: dimension.rate.as_ref().map(percent),
        class: dimension.class_rate.as_ref().map(percent),
        extra: vec![points_gap(dimension, studio.wording), points_of(dimension)],
    });
    let benchmark_data = BenchmarkData {
        name: "benchmark".to_owned(),
        alt: say("benchmark.alt"),
        label_head: say("benchmark.label_head"),
        bar_head: say("benchmark.bar_head"),
        unit_head: say("benchmark.unit_head"),
        class_head: say("benchmark.class_head"),
        extra_heads: vec![say("benchmark.gap_head"), say("benchmark.points_head")],
        absent_text: say("absent"),
        ticks: Vec::new(),
        rows: rows.collect(),
    };
    let axes = facts.dimensions.iter().map(|dimension| RadarAxis {
        label: dimension.short.clone(),
        unit: dimension.rate.as_ref().map(percent),
        class: dimension.class_rate.as_ref().map(percent),
    });
    let radar_data = RadarData {
        name: "radar".to_owned(),
        alt: say("radar.alt"),
        unit_name: facts.short.clone(),
        class_name: say("radar.class_name"),
        absent_text: say("absent"),
        rings: percent_ticks(),
        axes: axes.collect(),
    };
    let charts = [benchmark(&benchmark_data, studio.font), radar(&radar_data, studio.font)];
    charts.into_iter().flatten().collect()
}

fn points_of(dimension: &DimensionFacts) -> String {
    match dimension.rate {
        Some(_) => format!("{} / {}", dimension.points.text, dimension.full_marks.text),
        None => String::new(),
    }
}

/// The gap to the class in points, with a mark where it is below.
fn points_gap(dimension: &DimensionFacts, wording: &Wording) -> String {
    dimension.points_gap.as_ref().map_or_else(String::new, |gap| match gap.sign {
        Sign::Negative => wording.say("charts.benchmark.below", gap),
        _ => gap.text.clone(),
    })
}
