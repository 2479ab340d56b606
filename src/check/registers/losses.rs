//! Losses against each other and against registers: equal treatment, one event once, evidence,
//! causes, problems of last year.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::points::{ClassView, spoken};
use super::types::Cause;
use crate::check::scores::{Scores, Text};
use crate::crew::Crew;
use crate::finding::{Finding, Rule, rule};
use crate::model::{Mend, Points, comparable};
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
        let groups = by_cause(view, scores, indicator);
        unequal(view, scores, (&groups, indicator), &mut findings);
        unequal_mend(view, scores, (&groups, indicator), &mut findings);
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
    without_reason(view, scores, findings);
}

/// Losses of which the table does not say why, where it says so of others in the class: nobody can
/// mend what is not told. A finding per unit, at its first such loss.
fn without_reason(view: ClassView<'_>, scores: &Scores<'_>, findings: &mut Vec<Finding>) {
    let indicators = 0..view.system.indicators.len();
    let told = |unit: usize, indicator: usize| scores.text_of(unit, indicator, Text::Reason);
    let lost = |unit: usize, indicator: usize| loss(view, scores, unit, indicator) > 0;
    let units = 0..view.units.len();
    let some = |unit: usize| indicators.clone().any(|i| lost(unit, i) && told(unit, i).is_some());
    if !units.clone().any(some) {
        return;
    }
    for unit in units {
        let all: Vec<usize> = indicators.clone().filter(|own| lost(unit, *own)).collect();
        let open = all.iter().filter(|own| told(unit, **own).is_none());
        let open: Vec<usize> = open.copied().collect();
        let Some(first) = open.first() else {
            continue;
        };
        let found = report(view, scores, rule::LOSS_WITHOUT_REASON, (unit, *first), "reason");
        findings.push(found.with("count", open.len()).with("all", open.len() == all.len()));
    }
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

/// Losses of one indicator and cause that one value sets apart from the most frequent value.
struct Apart<'a, V> {
    cause: &'a str,
    value: V,
    units: Vec<usize>,
    usual: V,
    /// The first unit with the usual value.
    example: usize,
}

/// The units that lose points of an indicator, by the cause that the table gives.
fn by_cause<'a>(
    view: ClassView<'_>,
    scores: &'a Scores<'_>,
    indicator: usize,
) -> BTreeMap<&'a str, Vec<usize>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for unit in 0..view.units.len() {
        if loss(view, scores, unit, indicator) > 0
            && let Some(cause) = scores.text_of(unit, indicator, Text::Cause)
        {
            groups.entry(cause).or_default().push(unit);
        }
    }
    groups
}

/// Values by which losses of one cause differ. Of equally frequent values the smallest is the usual
/// one.
fn apart<'a, V: Ord + Copy>(
    groups: &BTreeMap<&'a str, Vec<usize>>,
    value: impl Fn(usize) -> V,
) -> Vec<Apart<'a, V>> {
    let of_cause = |(cause, units): (&&'a str, &Vec<usize>)| {
        let cause = *cause;
        let mut values: BTreeMap<V, Vec<usize>> = BTreeMap::new();
        // Nearly always they are all the same.
        let differ = units.windows(2).any(|pair| value(pair[0]) != value(pair[1]));
        for unit in units.iter().filter(|_| differ) {
            values.entry(value(*unit)).or_default().push(*unit);
        }
        let usual = values.iter().max_by_key(|(value, units)| (units.len(), Reverse(**value)));
        let usual = usual.map(|(value, units)| (*value, units[0]));
        let others = values.into_iter().filter_map(move |(value, units)| {
            let (usual, example) = usual.filter(|(usual, _)| *usual != value)?;
            Some(Apart { cause, value, units, usual, example })
        });
        others.collect::<Vec<_>>()
    };
    groups.iter().flat_map(of_cause).collect()
}

/// A finding at the first unit that differs.
fn differs<V>(
    view: ClassView<'_>,
    scores: &Scores<'_>,
    broken: Rule,
    (found, indicator): (&Apart<'_, V>, usize),
    role: &str,
) -> Finding {
    let names: Vec<&str> = found.units.iter().map(|u| view.units[*u].short.as_str()).collect();
    report(view, scores, broken, (found.units[0], indicator), role)
        .with("cause", found.cause)
        .with("units", names.join(" / "))
        .with("example", &view.units[found.example].short)
        .with("other", spoken(&scores.place(found.example, indicator, role)))
}

/// Within an indicator, one cause costs one and the same deduction.
fn unequal(
    view: ClassView<'_>,
    scores: &Scores<'_>,
    (groups, indicator): (&BTreeMap<&str, Vec<usize>>, usize),
    findings: &mut Vec<Finding>,
) {
    let lost = |unit| loss(view, scores, unit, indicator);
    for found in apart(groups, lost) {
        let told = differs(view, scores, rule::DEDUCTION_UNEQUAL, (&found, indicator), "points")
            .with("loss", Points::from_scaled(found.value))
            .with("usual", Points::from_scaled(found.usual));
        findings.push(told);
    }
}

/// Within an indicator, what one cause costs can be mended at one and the same time. What a table
/// leaves open counts as mendable now, as it does wherever gains are counted.
fn unequal_mend(
    view: ClassView<'_>,
    scores: &Scores<'_>,
    (groups, indicator): (&BTreeMap<&str, Vec<usize>>, usize),
    findings: &mut Vec<Finding>,
) {
    let mend = |unit| scores.cell(unit, indicator).mend.unwrap_or(Mend::Now);
    for found in apart(groups, mend) {
        let told = differs(view, scores, rule::MEND_UNEQUAL, (&found, indicator), "mend")
            .with("mend", found.value.name())
            .with("usual_mend", found.usual.name());
        findings.push(told);
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
    for row in view.registers.deductions.of(pair.0) {
        if row.event.as_deref() == Some(event) {
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
