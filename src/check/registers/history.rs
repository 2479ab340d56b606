//! Last year's table: matched units and indicators.

use std::collections::BTreeSet;

use super::rows::{ClassNames, Rows};
use super::types::{History, HistoryCell, HistoryIndicator};
use crate::check::units::Register;
use crate::finding::{Finding, rule};
use crate::load::{RawTable, split_points};
use crate::model::{Points, comparable};

/// Reads a class's table of last year. A unit known there by another of its names was renamed; an
/// indicator without a code of this year was dropped; those without a row are new.
pub(in crate::check) fn read(
    table: &RawTable,
    class: usize,
    names: &ClassNames<'_>,
    register: &Register,
    findings: &mut Vec<Finding>,
) -> History {
    let rows = Rows::new(table, register, &[], findings);
    let units = register.of_class(class);
    let mut history = History { indicators: Vec::new(), units: vec![None; units.len()] };
    let mut seen = BTreeSet::new();
    let mut gone = BTreeSet::new();
    let mut renamed = vec![false; units.len()];
    for line in rows.lines() {
        if table.is_results && !belongs(&rows, line, class) {
            dropped(&rows, line, &mut gone, findings);
            continue;
        }
        let Some(known) = rows.unit(line, findings) else {
            continue;
        };
        let full_marks = rows.needed_points(line, "full_marks", true, findings);
        if known.class != class {
            let found = Finding::new(rule::UNIT_OTHER_CLASS, rows.place(line))
                .with("name", &register.of_class(known.class)[known.unit].name)
                .with("class", "");
            findings.push(found);
            continue;
        }
        let points = rows.points(line, "points", findings);
        let Some(full_marks) = full_marks else {
            continue;
        };
        if points.is_some_and(|points| points > full_marks) {
            let text = rows.text(line, "points").unwrap_or_default();
            findings.push(rows.wrong(rule::CELL_NOT_POINTS, line, "points", &text));
        }
        let own = &units[known.unit];
        let written = rows.text(line, "unit").unwrap_or_default();
        let current = [&own.code, &own.name, &own.short];
        let is_current = current.iter().any(|name| comparable(name) == comparable(&written));
        if !is_current && !std::mem::replace(&mut renamed[known.unit], true) {
            let found = Finding::new(rule::UNIT_RENAMED, rows.place(line))
                .with("name", &written)
                .with("unit", &own.name);
            findings.push(found);
        }
        let at = indicator(&rows, line, names, full_marks, &mut history, findings);
        let cell = HistoryCell { points, cause: rows.text(line, "cause") };
        if !seen.insert((known.unit, at)) {
            let found = Finding::new(rule::SCORE_TWICE, rows.place(line))
                .with("unit", &own.name)
                .with("indicator", &history.indicators[at].name);
            findings.push(found);
            continue;
        }
        let cells = history.units[known.unit].get_or_insert_with(Vec::new);
        if cells.len() <= at {
            cells.resize(at + 1, HistoryCell::default());
        }
        cells[at] = cell;
    }
    let count = history.indicators.len();
    for cells in history.units.iter_mut().flatten() {
        cells.resize(count, HistoryCell::default());
    }
    report_new(table, names, &history, findings);
    history
}

/// Whether a row is about a unit that the class has now.
fn belongs(rows: &Rows<'_>, line: usize, class: usize) -> bool {
    let name = rows.text(line, "unit").unwrap_or_default();
    rows.register.find(&name).is_some_and(|known| known.class == class)
}

/// A unit of last year's results that the class no longer has, told once.
fn dropped(rows: &Rows<'_>, line: usize, gone: &mut BTreeSet<String>, findings: &mut Vec<Finding>) {
    let name = rows.text(line, "unit").unwrap_or_default();
    if gone.insert(name.clone()) {
        let found = Finding::new(rule::HISTORY_UNIT_DROPPED, rows.place(line));
        findings.push(found.with("name", name));
    }
}

/// The position of a row's indicator among last year's; a new one is entered.
fn indicator(
    rows: &Rows<'_>,
    line: usize,
    names: &ClassNames<'_>,
    full_marks: Points,
    history: &mut History,
    findings: &mut Vec<Finding>,
) -> usize {
    let code = rows.text(line, "indicator");
    let bare = |code: &str| names.names.find(split_points(code).0);
    let now = code.as_deref().and_then(|code| names.names.find(code).or_else(|| bare(code)));
    let name = rows.text(line, "name").or(code).unwrap_or_default();
    let same = |other: &HistoryIndicator| other.now == now && other.name == name;
    if let Some(at) = history.indicators.iter().position(same) {
        return at;
    }
    if now.is_none() {
        let place = rows.table.place_by_role(line, "indicator");
        findings.push(Finding::new(rule::HISTORY_INDICATOR_DROPPED, place).with("name", &name));
    }
    history.indicators.push(HistoryIndicator { name, now, full_marks });
    history.indicators.len() - 1
}

/// This year's indicators that last year did not have.
fn report_new(
    table: &RawTable,
    names: &ClassNames<'_>,
    history: &History,
    findings: &mut Vec<Finding>,
) {
    for (position, indicator) in names.system.indicators.iter().enumerate() {
        if history.indicators.iter().all(|old| old.now != Some(position)) {
            let found = Finding::new(rule::HISTORY_INDICATOR_NEW, table.whole())
                .with("code", &indicator.code)
                .with("name", &indicator.name);
            findings.push(found);
        }
    }
}
