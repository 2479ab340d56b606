//! The three forms of a score table.

use super::{Board, Cell, Reading};
use crate::check::checked::Printed;
use crate::check::registers::{choice, moment, name_agrees};
use crate::finding::{Finding, Place, rule};
use crate::load::{RawTable, plain_number};
use crate::model::Points;

impl Reading<'_> {
    pub(super) fn long(&self, table: &RawTable, board: &mut Board, findings: &mut Vec<Finding>) {
        for line in 0..table.len() {
            let named = |role: &str| table.value(line, role).unwrap_or("");
            if table.ignores(named("unit")) || table.ignores(named("indicator")) {
                continue;
            }
            let unit = self.unit(table, line, findings);
            let place = || table.place_by_role(line, "indicator");
            let indicator =
                self.indicator(table.value(line, "indicator").unwrap_or(""), place, findings);
            let (Some(unit), Some(indicator)) = (unit, indicator) else {
                continue;
            };
            name_agrees(self.system, table, line, indicator, findings);
            board.units_seen[unit] = true;
            board.unit_places[unit].get_or_insert_with(|| table.place_by_role(line, "unit"));
            board.indicators_seen[indicator] = true;
            let printed = printed(table, line, findings);
            if printed != Printed::default() {
                board.printed[unit] = printed;
            }
            let place = table.place_by_role(line, "points");
            if board.has(unit, indicator) {
                let found = Finding::new(rule::SCORE_TWICE, table.place(line, None));
                findings.push(self.about(found, unit, indicator));
                continue;
            }
            let cell = self.details(table, line, (unit, indicator), findings);
            let score = table.value(line, "points");
            let cell = self.cell(score, cell, (unit, indicator), &place, findings);
            board.put((unit, indicator), cell);
        }
    }

    /// What a long table says of a score beside its points.
    fn details(
        &self,
        table: &RawTable,
        line: usize,
        pair: (usize, usize),
        findings: &mut Vec<Finding>,
    ) -> Cell {
        let text = |role: &str| table.value(line, role).map(str::to_owned);
        let collected = text("collected")
            .and_then(|collected| moment(table, line, "collected", &collected, findings));
        let valid = text("evidence_state");
        let mend = text("mend");
        let mut cell = Cell {
            reason: text("reason"),
            cause: text("cause"),
            evidence: text("evidence"),
            evidence_valid: valid
                .and_then(|state| choice(table, line, "evidence_state", &state, findings)),
            collected,
            scorer: text("scorer"),
            mend: mend.and_then(|mend| choice(table, line, "mend", &mend, findings)),
            event: text("event"),
            line,
            ..Cell::default()
        };
        if table.position("first").is_some() {
            let place = table.place_by_role(line, "first");
            let first = table.value(line, "first");
            // That a reason is missing is told once, with the final points.
            let told = Cell { reason: Some(String::new()), ..cell.clone() };
            let read = self.cell(first, told, pair, &place, findings);
            cell.wrong = read.is_none();
            cell.first = read.and_then(|read| read.points);
        }
        cell
    }

    pub(super) fn unit_rows(
        &self,
        table: &RawTable,
        board: &mut Board,
        findings: &mut Vec<Finding>,
    ) {
        let columns = self.indicator_columns(table, board, findings);
        for line in 0..table.len() {
            if table.ignores(table.value(line, "unit").unwrap_or("")) {
                continue;
            }
            let Some(unit) = self.unit(table, line, findings) else {
                continue;
            };
            if std::mem::replace(&mut board.units_seen[unit], true) {
                let found = Finding::new(rule::UNIT_TWICE, table.place_by_role(line, "unit"));
                findings.push(found.with("unit", self.unit_name(unit)));
                continue;
            }
            board.unit_places[unit] = Some(table.place_by_role(line, "unit"));
            board.printed[unit] = printed(table, line, findings);
            for &(position, indicator) in &columns {
                self.wide_cell(table, (line, position), (unit, indicator), board, findings);
            }
        }
    }

    pub(super) fn indicator_rows(
        &self,
        table: &RawTable,
        board: &mut Board,
        findings: &mut Vec<Finding>,
    ) {
        let mut columns = Vec::new();
        for (position, column) in table.columns().iter().enumerate() {
            if !column.role.is_empty() {
                continue;
            }
            let place = || table.head_place(position);
            let Some(unit) = self.known_unit(&column.head, place, findings) else {
                continue;
            };
            if std::mem::replace(&mut board.units_seen[unit], true) {
                let found = Finding::new(rule::UNIT_TWICE, place());
                findings.push(found.with("unit", self.unit_name(unit)));
                continue;
            }
            board.unit_places[unit] = Some(place());
            columns.push((position, unit));
        }
        for line in 0..table.len() {
            let place = || table.place_by_role(line, "indicator");
            let name = table.value(line, "indicator").unwrap_or("");
            if table.ignores(name) {
                continue;
            }
            let Some(indicator) = self.indicator(name, place, findings) else {
                continue;
            };
            name_agrees(self.system, table, line, indicator, findings);
            if std::mem::replace(&mut board.indicators_seen[indicator], true) {
                let found = Finding::new(rule::INDICATOR_DUPLICATE, place());
                findings.push(found.with("name", name).with("code", ""));
                continue;
            }
            for &(position, unit) in &columns {
                self.wide_cell(table, (line, position), (unit, indicator), board, findings);
            }
        }
    }

    /// The columns of a wide table that are indicators; points in a head must be the full marks.
    fn indicator_columns(
        &self,
        table: &RawTable,
        board: &mut Board,
        findings: &mut Vec<Finding>,
    ) -> Vec<(usize, usize)> {
        let mut columns = Vec::new();
        for (position, column) in table.columns().iter().enumerate() {
            if !column.role.is_empty() {
                continue;
            }
            let place = || table.head_place(position);
            let Some(indicator) = self.indicator(&column.head, place, findings) else {
                continue;
            };
            if std::mem::replace(&mut board.indicators_seen[indicator], true) {
                findings
                    .push(Finding::new(rule::HEAD_DUPLICATE, place()).with("head", &column.head));
                continue;
            }
            columns.push((position, indicator));
        }
        columns
    }

    /// One cell of a wide table: points and nothing beside them.
    fn wide_cell(
        &self,
        table: &RawTable,
        (line, position): (usize, usize),
        pair: (usize, usize),
        board: &mut Board,
        findings: &mut Vec<Finding>,
    ) {
        let place = table.place(line, Some(position));
        let cell = Cell { line, ..Cell::default() };
        let cell = self.cell(table.cell(line, position), cell, pair, &place, findings);
        board.put(pair, cell);
    }
}

/// Total and rank printed in a row.
fn printed(table: &RawTable, line: usize, findings: &mut Vec<Finding>) -> Printed {
    let number = |role: &str| {
        let place = table.place_by_role(line, role);
        table.value(line, role).map(|text| (plain_number(text), place))
    };
    let mut wrong = |text: &str, place: &Place| {
        findings.push(Finding::new(rule::TOTAL_NOT_A_NUMBER, place.clone()).with("value", text));
    };
    let total = number("total").and_then(|(text, place)| {
        let points = Points::parse(&text).inspect_err(|_| wrong(&text, &place)).ok()?;
        Some((points, place))
    });
    let rank = number("rank").and_then(|(text, place)| {
        let rank = text.parse().inspect_err(|_| wrong(&text, &place)).ok()?;
        Some((rank, place))
    });
    Printed { total, rank }
}
