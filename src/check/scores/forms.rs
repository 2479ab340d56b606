//! The three forms of a score table.

use std::collections::HashMap;

use super::{Board, Cell, Reading, Score};
use crate::check::checked::Printed;
use crate::check::registers::{choice, moment, name_agrees};
use crate::finding::{Finding, Place, rule};
use crate::load::{RawTable, plain_number};
use crate::model::Points;

/// The columns of a long table, found once for all of its lines.
pub(super) struct Roles {
    unit: Option<usize>,
    indicator: Option<usize>,
    indicator_name: Option<usize>,
    points: Option<usize>,
    first: Option<usize>,
    reason: Option<usize>,
    collected: Option<usize>,
    evidence_state: Option<usize>,
    mend: Option<usize>,
    total: Option<usize>,
    rank: Option<usize>,
}

impl Roles {
    pub(super) fn of(table: &RawTable) -> Self {
        Self {
            unit: table.position("unit"),
            indicator: table.position("indicator"),
            indicator_name: table.position("indicator_name"),
            points: table.position("points"),
            first: table.position("first"),
            reason: table.position("reason"),
            collected: table.position("collected"),
            evidence_state: table.position("evidence_state"),
            mend: table.position("mend"),
            total: table.position("total"),
            rank: table.position("rank"),
        }
    }
}

/// A cell's text; none when it is empty, or there is no such column.
fn text(table: &RawTable, line: usize, position: Option<usize>) -> Option<&str> {
    table.cell(line, position?)
}

/// What names of a long table mean, so that each is looked up once and not line by line. Only
/// names that lead somewhere without a word are kept: any other is told wherever it stands.
#[derive(Default)]
pub(super) struct Known<'t> {
    last_unit: Option<(&'t str, usize)>,
    units: HashMap<&'t str, usize>,
    indicators: HashMap<&'t str, usize>,
    /// Names beside codes, and the indicators that they agree with.
    agreed: HashMap<&'t str, usize>,
}

/// Lines that a worker reads at a time.
const BLOCK: usize = 1 << 14;

/// A line of a long table as a worker read it.
struct Line {
    at: usize,
    /// Unit and indicator; none where a name leads nowhere, which has been told.
    pair: Option<(usize, usize)>,
    /// What was found on it, whatever stood there before.
    told: Vec<Finding>,
    /// Total and rank printed on it.
    printed: Option<Box<Printed>>,
    /// Its cell, none when the points could not be read, and what was found in it.
    cell: Option<Cell>,
    told_of_cell: Vec<Finding>,
}

impl Reading<'_> {
    /// Reads a long table: workers read blocks of lines, which are put down in their order.
    pub(super) fn long(&self, table: &RawTable, board: &mut Board, findings: &mut Vec<Finding>) {
        let roles = Roles::of(table);
        let block = |at: usize| {
            let mut known = Known::default();
            let lines = at * BLOCK..table.len().min((at + 1) * BLOCK);
            let read = |line| self.line(table, line, &roles, &mut known);
            lines.filter_map(read).collect::<Vec<Line>>()
        };
        self.crew.pull(table.len().div_ceil(BLOCK), block, |blocks| {
            for line in blocks.flatten() {
                self.put_down(table, line, board, findings);
            }
        });
    }

    /// Reads a line; none when it is left out.
    fn line<'t>(
        &self,
        table: &'t RawTable,
        line: usize,
        roles: &Roles,
        known: &mut Known<'t>,
    ) -> Option<Line> {
        let mut told = Vec::new();
        let pair = self.pair(table, line, roles, known, &mut told);
        let Some((unit, indicator)) = pair else {
            let nothing =
                Line { at: line, pair, told, printed: None, cell: None, told_of_cell: Vec::new() };
            return (!nothing.told.is_empty()).then_some(nothing);
        };
        self.name_beside(table, line, roles, indicator, known, &mut told);
        let printed = printed(table, line, (roles.total, roles.rank), &mut told);
        let printed = (printed != Printed::default()).then(|| Box::new(printed));
        let mut told_of_cell = Vec::new();
        let cell = self.details(table, line, roles, (unit, indicator), &mut told_of_cell);
        let place = || table.place(line, roles.points);
        let has_reason = text(table, line, roles.reason).is_some();
        let score = text(table, line, roles.points);
        let score = self.points(score, has_reason, (unit, indicator), &place, &mut told_of_cell);
        Some(Line { at: line, pair, told, printed, cell: score.within(cell), told_of_cell })
    }

    /// Puts a line's cell where it belongs; a second one of the same unit and indicator is told.
    fn put_down(
        &self,
        table: &RawTable,
        read: Line,
        board: &mut Board,
        findings: &mut Vec<Finding>,
    ) {
        findings.extend(read.told);
        let Some((unit, indicator)) = read.pair else {
            return;
        };
        board.units_seen[unit] = true;
        board.unit_places[unit].get_or_insert_with(|| table.place_by_role(read.at, "unit"));
        board.indicators_seen[indicator] = true;
        if let Some(printed) = read.printed {
            board.printed[unit] = *printed;
        }
        if board.has(unit, indicator) {
            let found = Finding::new(rule::SCORE_TWICE, table.place(read.at, None));
            findings.push(self.about(found, unit, indicator));
            return;
        }
        findings.extend(read.told_of_cell);
        board.put((unit, indicator), read.cell);
    }

    /// Unit and indicator of a line; none where it is left out, and where a name leads nowhere.
    pub(super) fn pair<'t>(
        &self,
        table: &'t RawTable,
        line: usize,
        roles: &Roles,
        known: &mut Known<'t>,
        findings: &mut Vec<Finding>,
    ) -> Option<(usize, usize)> {
        let unit_name = text(table, line, roles.unit).unwrap_or("");
        let indicator_name = text(table, line, roles.indicator).unwrap_or("");
        let unit = known.last_unit.filter(|(name, _)| *name == unit_name).map(|(_, unit)| unit);
        let unit = unit.or_else(|| known.units.get(unit_name).copied());
        let indicator = known.indicators.get(indicator_name).copied();
        if let Some(pair) = unit.zip(indicator) {
            known.last_unit = Some((unit_name, pair.0));
            return Some(pair);
        }
        if table.ignores(unit_name) || table.ignores(indicator_name) {
            return None;
        }
        let unit = self.unit(table, line, findings);
        let place = || table.place(line, roles.indicator);
        let before = findings.len();
        let indicator = self.indicator(indicator_name, place, findings);
        if let Some(unit) = unit {
            known.units.insert(unit_name, unit);
        }
        if let Some(indicator) = indicator.filter(|_| findings.len() == before) {
            known.indicators.insert(indicator_name, indicator);
        }
        unit.zip(indicator)
    }

    /// Whether the name beside a code is that of the indicator.
    fn name_beside<'t>(
        &self,
        table: &'t RawTable,
        line: usize,
        roles: &Roles,
        indicator: usize,
        known: &mut Known<'t>,
        findings: &mut Vec<Finding>,
    ) {
        let Some(name) = text(table, line, roles.indicator_name) else {
            return;
        };
        if known.agreed.get(name) == Some(&indicator) {
            return;
        }
        let before = findings.len();
        name_agrees(self.system, table, line, indicator, findings);
        if findings.len() == before {
            known.agreed.insert(name, indicator);
        }
    }

    /// What a long table says of a score beside its points.
    fn details(
        &self,
        table: &RawTable,
        line: usize,
        roles: &Roles,
        pair: (usize, usize),
        findings: &mut Vec<Finding>,
    ) -> Cell {
        let of = |position: Option<usize>| text(table, line, position);
        let mut cell = Cell {
            collected: of(roles.collected)
                .and_then(|collected| moment(table, line, "collected", collected, findings)),
            evidence_valid: of(roles.evidence_state)
                .and_then(|state| choice(table, line, "evidence_state", state, findings)),
            mend: of(roles.mend).and_then(|mend| choice(table, line, "mend", mend, findings)),
            line: u32::try_from(line).ok(),
            ..Cell::default()
        };
        if roles.first.is_some() {
            let place = || table.place(line, roles.first);
            // That a reason is missing is told once, with the final points.
            let first = self.points(of(roles.first), true, pair, &place, findings);
            cell.wrong = first == Score::Wrong;
            cell.first = first.points();
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
        let beside = (table.position("total"), table.position("rank"));
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
            board.printed[unit] = printed(table, line, beside, findings);
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
        let place = || table.place(line, Some(position));
        let cell = Cell { line: u32::try_from(line).ok(), ..Cell::default() };
        let score = self.points(table.cell(line, position), false, pair, &place, findings);
        board.put(pair, score.within(cell));
    }
}

/// Total and rank printed in a row, in their columns.
fn printed(
    table: &RawTable,
    line: usize,
    (total, rank): (Option<usize>, Option<usize>),
    findings: &mut Vec<Finding>,
) -> Printed {
    let number = |position: Option<usize>| {
        let text = text(table, line, position)?;
        Some((plain_number(text), table.place(line, position)))
    };
    let mut wrong = |text: &str, place: &Place| {
        findings.push(Finding::new(rule::TOTAL_NOT_A_NUMBER, place.clone()).with("value", text));
    };
    let total = number(total).and_then(|(text, place)| {
        let points = Points::parse(&text).inspect_err(|_| wrong(&text, &place)).ok()?;
        Some((points, place))
    });
    let rank = number(rank).and_then(|(text, place)| {
        let rank = text.parse().inspect_err(|_| wrong(&text, &place)).ok()?;
        Some((rank, place))
    });
    Printed { total, rank }
}
