//! Corrections against scores: first points plus corrections are the final points.

use std::collections::BTreeMap;

use super::types::{ClassRegisters, Correction};
use crate::check::scores::Scores;
use crate::check::{IndicatorSystem, Unit};
use crate::finding::{Finding, Place, rule};
use crate::model::{Points, comparable};

/// A class as the contradictions between its tables are told.
#[derive(Clone, Copy)]
pub(in crate::check) struct ClassView<'a> {
    pub(in crate::check) units: &'a [Unit],
    pub(in crate::check) system: &'a IndicatorSystem,
    pub(in crate::check) registers: &'a ClassRegisters,
}

impl ClassView<'_> {
    /// A finding with the names of unit and indicator.
    pub(super) fn about(&self, finding: Finding, unit: usize, indicator: usize) -> Finding {
        finding
            .with("unit", &self.units[unit].name)
            .with("code", &self.system.indicators[indicator].code)
            .with("indicator", &self.system.indicators[indicator].name)
    }

    fn corrections(
        &self,
        unit: usize,
        indicator: usize,
    ) -> impl Iterator<Item = &Correction> + use<'_> {
        let rows = self.registers.corrections.of(unit);
        rows.filter(move |row| row.indicator == indicator)
    }
}

/// Checks every cell's corrections. Where the score table has no first points and there are
/// corrections, first points are the final ones minus the corrections.
pub(in crate::check) fn check(
    view: ClassView<'_>,
    scores: &mut Scores<'_>,
    findings: &mut Vec<Finding>,
) {
    let mut rows: Vec<(usize, usize)> =
        view.registers.corrections.iter().map(|row| (row.unit, row.indicator)).collect();
    rows.sort_unstable();
    rows.dedup();
    let derive = !scores.has_first && !rows.is_empty();
    for unit in 0..view.units.len() {
        for indicator in 0..view.system.indicators.len() {
            if scores.cell(unit, indicator).wrong {
                continue;
            }
            let corrected = rows.binary_search(&(unit, indicator)).is_ok();
            if derive {
                let at = unit * view.system.indicators.len() + indicator;
                let change: i64 =
                    view.corrections(unit, indicator).map(|row| row.change().scaled()).sum();
                let cell = &mut scores.cells[at];
                let first = |points: Points| Points::from_scaled(points.scaled() - change);
                cell.first = cell.points.map(first);
            }
            if corrected {
                chain(view, scores, unit, indicator, findings);
            } else if scores.has_first {
                unchanged(view, scores, unit, indicator, findings);
            }
        }
    }
    scores.has_first |= derive;
}

/// Each correction starts where the one before it ended; the last one ends at the final points.
fn chain(
    view: ClassView<'_>,
    scores: &Scores<'_>,
    unit: usize,
    indicator: usize,
    findings: &mut Vec<Finding>,
) {
    let cell = scores.cell(unit, indicator);
    let (Some(mut now), Some(points)) = (cell.first, cell.points) else {
        differs(view, scores, unit, indicator, None, findings);
        return;
    };
    let mut last: Option<&Place> = None;
    for row in view.corrections(unit, indicator) {
        if row.before != now {
            let first = scores.place(unit, indicator, "first");
            let found = Finding::new(rule::CORRECTION_CHAIN, row.place.clone())
                .with("before", row.before)
                .with("expected", now)
                .with("other", spoken(last.unwrap_or(&first)));
            findings.push(view.about(found, unit, indicator));
        }
        now = row.after;
        last = Some(&row.place);
    }
    let first = cell.first.unwrap_or_default();
    let change: i64 = view.corrections(unit, indicator).map(|row| row.change().scaled()).sum();
    if first.scaled() + change != points.scaled() {
        differs(view, scores, unit, indicator, last, findings);
    }
}

fn unchanged(
    view: ClassView<'_>,
    scores: &Scores<'_>,
    unit: usize,
    indicator: usize,
    findings: &mut Vec<Finding>,
) {
    let cell = scores.cell(unit, indicator);
    if cell.first != cell.points {
        differs(view, scores, unit, indicator, None, findings);
    }
}

fn differs(
    view: ClassView<'_>,
    scores: &Scores<'_>,
    unit: usize,
    indicator: usize,
    other: Option<&Place>,
    findings: &mut Vec<Finding>,
) {
    let cell = scores.cell(unit, indicator);
    let text = |points: Option<Points>| points.map_or_else(String::new, |p| p.to_string());
    let change: i64 = view.corrections(unit, indicator).map(|row| row.change().scaled()).sum();
    let found = Finding::new(rule::CORRECTION_DIFFERS, scores.place(unit, indicator, "points"))
        .with("first", text(cell.first))
        .with("points", text(cell.points))
        .with("change", Points::from_scaled(change))
        .with("other", other.map(spoken).unwrap_or_default());
    findings.push(view.about(found, unit, indicator));
}

/// A second place, as findings name it inside their words.
pub(super) fn spoken(place: &Place) -> String {
    let mut parts = Vec::new();
    parts.extend(place.file.clone());
    parts.extend(place.sheet.clone());
    parts.extend(place.cell.clone());
    parts.extend(place.line.map(|line| line.to_string()));
    parts.join(" ")
}

/// Numbers of one register, each of which means one row only.
pub(super) fn numbers_once<'a>(
    rows: impl Iterator<Item = (&'a str, &'a Place)>,
    findings: &mut Vec<Finding>,
) {
    let mut seen: BTreeMap<String, &Place> = BTreeMap::new();
    for (number, place) in rows {
        let first = *seen.entry(comparable(number)).or_insert(place);
        if first != place {
            let found = Finding::new(rule::NUMBER_TWICE, place.clone())
                .with("number", number)
                .with("other", spoken(first));
            findings.push(found);
        }
    }
}
