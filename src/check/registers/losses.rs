//! Losses against each other and against registers: equal treatment, one event once, evidence,
//! causes, problems of last year.

use std::collections::BTreeMap;

use super::points::{ClassView, spoken};
use super::types::Cause;
use crate::check::scores::{Scores, Text};
use crate::crew::Crew;
use crate::finding::{Finding, Rule, rule};
use crate::model::{Points, comparable};
use crate::settings::Collection;

/// Checks the losses of a class; a worker takes an indicator.
pub(in crate::check) fn check(
    view: ClassView<'_>,
    collection: &Collection,
    causes: &[Cause],
    scores: &Scores<'_>,
    crew: Crew,
    findings: &mut Vec<Finding>,
) {
    let of_indicator = |indicator: usize| {
        let mut findings = Vec::new();
        unequal(view, scores, indicator, &mut findings);
        for unit in 0..view.units.len() {
            if loss(view, scores, unit, indicator) > 0 {
                evidence(view, collection, scores, (unit, indicator), &mut findings);
                cause(view, causes, scores, (unit, indicator), &mut findings);
                event(view, scores, (unit, indicator), &mut findings);
                repeated(view, scores, (unit, indicator), &mut findings);
            }
        }
        findings
    };
    let of_indicators = crew.map(view.system.indicators.len(), of_indicator);
    findings.extend(of_indicators.into_iter().flatten());
}

/// Ten-thousandths lost; 0 where the indicator does not apply.
fn loss(view: ClassView<'_>, scores: &Scores<'_>, unit: usize, indicator: usize) -> i64 {
    let full = view.system.indicators[indicator].full_marks.scaled();
    scores.cell(unit, indicator).points.map_or(0, |points| full - points.scaled())
}

fn report(
    view: ClassView<'_>,
    scores: &Scores<'_>,
    broken: Rule,
    (unit, indicator): (usize, usize),
    role: &str,
) -> Finding {
    view.about(Finding::new(broken, scores.place(unit, indicator, role)), unit, indicator)
}

/// Within an indicator, one cause costs one and the same deduction. The finding stands at the
/// first unit that differs from the most frequent deduction.
fn unequal(
    view: ClassView<'_>,
    scores: &Scores<'_>,
    indicator: usize,
    findings: &mut Vec<Finding>,
) {
    let mut groups: BTreeMap<&str, BTreeMap<i64, Vec<usize>>> = BTreeMap::new();
    for unit in 0..view.units.len() {
        let lost = loss(view, scores, unit, indicator);
        if lost > 0
            && let Some(cause) = scores.text_of(unit, indicator, Text::Cause)
        {
            groups.entry(cause).or_default().entry(lost).or_default().push(unit);
        }
    }
    for (cause, losses) in groups.into_iter().filter(|(_, losses)| losses.len() > 1) {
        // The most frequent deduction; of equally frequent ones the smallest.
        let usual =
            losses.iter().max_by_key(|(lost, units)| (units.len(), std::cmp::Reverse(**lost)));
        let Some((usual, with_usual)) = usual else {
            continue;
        };
        for (lost, units) in losses.iter().filter(|(lost, _)| lost != &usual) {
            let unit = units[0];
            let names: Vec<&str> = units.iter().map(|u| view.units[*u].short.as_str()).collect();
            let found = report(view, scores, rule::DEDUCTION_UNEQUAL, (unit, indicator), "points")
                .with("cause", cause)
                .with("loss", Points::from_scaled(*lost))
                .with("usual", Points::from_scaled(*usual))
                .with("units", names.join(" / "))
                .with("example", &view.units[with_usual[0]].short)
                .with("other", spoken(&scores.place(with_usual[0], indicator, "points")));
            findings.push(found);
        }
    }
}

fn evidence(
    view: ClassView<'_>,
    collection: &Collection,
    scores: &Scores<'_>,
    pair: (usize, usize),
    findings: &mut Vec<Finding>,
) {
    let cell = scores.cell(pair.0, pair.1);
    if cell.evidence_valid == Some(false) {
        let found = report(view, scores, rule::EVIDENCE_DEAD, pair, "evidence_state");
        let link = scores.text_of(pair.0, pair.1, Text::Evidence);
        findings.push(found.with("link", link.unwrap_or_default()));
    }
    let Some(collected) = cell.collected else {
        return;
    };
    let early = collection.from.is_some_and(|from| collected.day < from.day);
    let late = collection.to.is_some_and(|to| collected.is_after(to));
    if early || late {
        let bound = if early { collection.from } else { collection.to };
        let found = report(view, scores, rule::EVIDENCE_LATE, pair, "collected")
            .with("collected", collected)
            .with("side", if early { "early" } else { "late" })
            .with("bound", bound.map(|bound| bound.to_string()).unwrap_or_default());
        findings.push(found);
    }
}

fn cause(
    view: ClassView<'_>,
    causes: &[Cause],
    scores: &Scores<'_>,
    pair: (usize, usize),
    findings: &mut Vec<Finding>,
) {
    let Some(code) = scores.text_of(pair.0, pair.1, Text::Cause) else {
        return;
    };
    // Nearly every code is written as in the catalogue.
    let known = causes.iter().any(|cause| cause.code == code)
        || causes.iter().any(|cause| comparable(&cause.code) == comparable(code));
    if !causes.is_empty() && !known {
        let found = report(view, scores, rule::CAUSE_UNKNOWN, pair, "cause");
        findings.push(found.with("cause", code));
    }
}

/// One event never costs twice: a loss and a deduction with one event.
fn event(
    view: ClassView<'_>,
    scores: &Scores<'_>,
    pair: (usize, usize),
    findings: &mut Vec<Finding>,
) {
    let Some(event) = scores.text_of(pair.0, pair.1, Text::Event) else {
        return;
    };
    for row in &view.registers.deductions {
        if row.unit == pair.0 && row.event.as_deref() == Some(event) {
            let found = report(view, scores, rule::EVENT_TWICE, pair, "event")
                .with("event", event)
                .with("item", &row.item)
                .with("other", spoken(&row.place));
            findings.push(found);
        }
    }
}

/// The same unit, indicator and cause as last year.
fn repeated(
    view: ClassView<'_>,
    scores: &Scores<'_>,
    pair: (usize, usize),
    findings: &mut Vec<Finding>,
) {
    let Some(history) = &view.registers.history else {
        return;
    };
    let Some(cause) = scores.text_of(pair.0, pair.1, Text::Cause) else {
        return;
    };
    if history.repeats(pair.0, pair.1, cause) {
        let found = report(view, scores, rule::PROBLEM_REPEATED, pair, "cause");
        findings.push(found.with("cause", cause));
    }
}
