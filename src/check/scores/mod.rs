//! Score tables in their three forms become one cell for every unit and indicator.

mod cell;
mod forms;
mod gather;
mod positions;
mod rounds;

use std::collections::BTreeSet;

use super::checked::{IndicatorSystem, Printed};
use super::indicators::Names;
use super::units::{Known, Register};
use crate::crew::Crew;
use crate::finding::{Finding, Place, Rule, rule};
use crate::load::{RawTable, is_error_value, is_not_applicable, plain_number, split_points};
use crate::model::{Points, PointsError, nearest};
use crate::settings::{ScoresForm, Settings};

pub(super) use cell::Cell;
pub(super) use gather::gather;
pub(super) use positions::{Positions, Whose, positions};
pub(super) use rounds::{Scores, Text, read_class, read_self};

/// What a reading of one class's scores needs to know.
pub(super) struct Reading<'a> {
    settings: &'a Settings,
    class: usize,
    register: &'a Register,
    system: &'a IndicatorSystem,
    names: Names,
    form: ScoresForm,
    purpose: Purpose,
    crew: Crew,
}

/// What a table of scores is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The office's scores: every unit and indicator has one.
    Scoring,
    /// Units' own points: forms may be missing, cells may be empty, wrong points are left out.
    SelfAssessment,
}

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Score {
    /// Points; where they are out of bounds that has been told.
    Points(Points),
    /// That the indicator does not apply.
    NotApplicable,
    /// Nothing that can be read, which has been told where it is wrong.
    Wrong,
}

impl Score {
    /// The points; none where the indicator does not apply, and where nothing can be read.
    const fn points(self) -> Option<Points> {
        match self {
            Self::Points(points) => Some(points),
            Self::NotApplicable | Self::Wrong => None,
        }
    }

    /// A cell with these points; none when they could not be read.
    fn within(self, cell: Cell) -> Option<Cell> {
        (self != Self::Wrong).then(|| Cell { points: self.points(), ..cell })
    }
}

/// Cells as they come in, by unit and indicator.
pub(super) struct Board {
    indicators: usize,
    pub(super) cells: Vec<Option<Cell>>,
    pub(super) printed: Vec<Printed>,
    units_seen: Vec<bool>,
    /// Where each unit is first named.
    pub(super) unit_places: Vec<Option<Place>>,
    indicators_seen: Vec<bool>,
    /// Positions of cells that were there, and wrong.
    wrong: BTreeSet<usize>,
}

impl Board {
    fn put(&mut self, (unit, indicator): (usize, usize), cell: Option<Cell>) {
        let at = unit * self.indicators + indicator;
        if cell.is_none() {
            self.wrong.insert(at);
        }
        self.cells[at] = cell;
    }

    /// Whether any points are other than the first ones.
    fn is_corrected(&self) -> bool {
        self.cells.iter().flatten().any(|cell| cell.points != cell.first)
    }

    /// Whether a cell was there before, right or wrong.
    fn has(&self, unit: usize, indicator: usize) -> bool {
        let at = unit * self.indicators + indicator;
        self.cells[at].is_some() || self.wrong.contains(&at)
    }
}

impl<'a> Reading<'a> {
    pub(super) fn new(
        settings: &'a Settings,
        class: usize,
        register: &'a Register,
        system: &'a IndicatorSystem,
        purpose: Purpose,
        crew: Crew,
    ) -> Self {
        let own = &settings.classes[class];
        let form = match purpose {
            Purpose::Scoring => own.scores_form,
            Purpose::SelfAssessment => own.self_scores_form.unwrap_or(ScoresForm::IndicatorRows),
        };
        Self { settings, class, register, system, names: Names::new(system), form, purpose, crew }
    }

    /// Reads one of the class's tables.
    pub(super) fn board(&self, table: &RawTable, findings: &mut Vec<Finding>) -> Board {
        let units = self.register.of_class(self.class).len();
        let indicators = self.system.indicators.len();
        let mut board = Board {
            indicators,
            cells: vec![None; units * indicators],
            printed: vec![Printed::default(); units],
            units_seen: vec![false; units],
            unit_places: vec![None; units],
            indicators_seen: vec![false; indicators],
            wrong: BTreeSet::new(),
        };
        match self.form {
            ScoresForm::Long => self.long(table, &mut board, findings),
            ScoresForm::UnitRows => self.unit_rows(table, &mut board, findings),
            ScoresForm::IndicatorRows => self.indicator_rows(table, &mut board, findings),
        }
        if self.purpose == Purpose::Scoring {
            self.completeness(table, &board, findings);
        }
        board
    }

    /// The unit of a row, when it is one of this class.
    fn unit(&self, table: &RawTable, line: usize, findings: &mut Vec<Finding>) -> Option<usize> {
        let name = table.value(line, "unit").unwrap_or("");
        self.known_unit(name, || table.place_by_role(line, "unit"), findings)
    }

    fn known_unit(
        &self,
        name: &str,
        place: impl Fn() -> Place,
        findings: &mut Vec<Finding>,
    ) -> Option<usize> {
        match self.register.find(name) {
            Some(Known { class, unit }) if class == self.class => Some(unit),
            Some(_) => {
                let found = Finding::new(rule::UNIT_OTHER_CLASS, place())
                    .with("name", name)
                    .with("class", &self.settings.classes[self.class].name);
                findings.push(found);
                None
            }
            None if self.register.is_dropped(name) => None,
            None => {
                let found = Finding::new(rule::UNIT_UNKNOWN, place())
                    .with("name", name)
                    .with("nearest", self.register.nearest(name).unwrap_or_default());
                findings.push(found);
                None
            }
        }
    }

    /// The indicator with a name, with or without its points in brackets.
    fn indicator(
        &self,
        name: &str,
        place: impl Fn() -> Place,
        findings: &mut Vec<Finding>,
    ) -> Option<usize> {
        if let Some(known) = self.names.find(name) {
            return Some(known);
        }
        let (bare, points) = split_points(name);
        let Some(known) = self.names.find(bare) else {
            let names = self.system.indicators.iter().map(|indicator| indicator.name.as_str());
            let several = self.names.shared(name) || self.names.shared(bare);
            let broken = if several { rule::INDICATOR_UNCLEAR } else { rule::INDICATOR_UNKNOWN };
            let found = Finding::new(broken, place())
                .with("name", name)
                .with("nearest", nearest(bare, names).unwrap_or_default());
            findings.push(found);
            return None;
        };
        let full_marks = self.system.indicators[known].full_marks;
        let marked = full_marks > Points::ZERO;
        if marked && points.is_some_and(|points| Points::parse(&points) != Ok(full_marks)) {
            let found = Finding::new(rule::HEAD_FULL_MARKS, place())
                .with("head", name)
                .with("full_marks", full_marks);
            findings.push(found);
        }
        Some(known)
    }

    /// Reads one score; what is wrong with it is a finding.
    fn points(
        &self,
        text: Option<&str>,
        has_reason: bool,
        (unit, indicator): (usize, usize),
        place: &dyn Fn() -> Place,
        findings: &mut Vec<Finding>,
    ) -> Score {
        let own = self.purpose == Purpose::SelfAssessment;
        let mut wrong = |rule: Rule, value: &str| {
            // What a unit wrote of itself is no reason to stop: its cell is left out.
            let rule = if own { rule::SELF_POINTS_WRONG } else { rule };
            let found = Finding::new(rule, place()).with("value", value);
            findings.push(self.about(found, unit, indicator));
            Score::Wrong
        };
        let Some(text) = text else {
            return if own { Score::Wrong } else { wrong(rule::SCORE_MISSING, "") };
        };
        if is_not_applicable(text) {
            if !has_reason && !own {
                wrong(rule::NOT_APPLICABLE_WITHOUT_REASON, text);
            }
            return Score::NotApplicable;
        }
        if is_error_value(text) {
            return wrong(rule::SCORE_ERROR_VALUE, text);
        }
        let points = match Points::parse(&plain_number(text)) {
            Ok(points) => points,
            Err(PointsError::TooManyDecimals) => return wrong(rule::SCORE_DECIMALS, text),
            Err(PointsError::TooLarge) => return wrong(rule::SCORE_ABOVE_FULL_MARKS, text),
            Err(PointsError::NotANumber) => return wrong(rule::SCORE_NOT_A_NUMBER, text),
        };
        let limits = &self.system.indicators[indicator];
        if points < limits.floor {
            wrong(rule::SCORE_NEGATIVE, text);
        } else if points > limits.full_marks && limits.full_marks > Points::ZERO {
            wrong(rule::SCORE_ABOVE_FULL_MARKS, text);
        } else {
            return Score::Points(points);
        }
        if own { Score::Wrong } else { Score::Points(points) }
    }

    /// Units and indicators without any score.
    fn completeness(&self, table: &RawTable, board: &Board, findings: &mut Vec<Finding>) {
        for (unit, seen) in board.units_seen.iter().enumerate() {
            if !seen {
                let found = Finding::new(rule::UNIT_WITHOUT_SCORES, table.whole());
                findings.push(found.with("unit", self.unit_name(unit)));
            }
        }
        for (indicator, seen) in board.indicators_seen.iter().enumerate() {
            if !seen {
                let found = Finding::new(rule::INDICATOR_WITHOUT_SCORES, table.whole());
                findings.push(found.with("indicator", self.indicator_name(indicator)));
            }
        }
        if self.form == ScoresForm::Long {
            self.missing_pairs(table, board, findings);
        }
        let none_applies = |cell: &Option<Cell>| matches!(cell, Some(Cell { points: None, .. }));
        if self.settings.scoring.not_applicable.is_none() && board.cells.iter().any(none_applies) {
            findings.push(Finding::new(rule::TREATMENT_MISSING, table.whole()));
        }
    }

    /// Pairs that a long table has no row for, where both unit and indicator are in it.
    fn missing_pairs(&self, table: &RawTable, board: &Board, findings: &mut Vec<Finding>) {
        for (at, cell) in board.cells.iter().enumerate() {
            let (unit, indicator) = (at / board.indicators, at % board.indicators);
            let both = board.units_seen[unit] && board.indicators_seen[indicator];
            if cell.is_none() && both && !board.wrong.contains(&at) {
                let found = Finding::new(rule::SCORE_MISSING, table.whole()).with("value", "");
                findings.push(self.about(found, unit, indicator));
            }
        }
    }

    fn about(&self, finding: Finding, unit: usize, indicator: usize) -> Finding {
        let full_marks = self.system.indicators[indicator].full_marks;
        finding
            .with("unit", self.unit_name(unit))
            .with("indicator", self.indicator_name(indicator))
            .with("full_marks", full_marks)
    }

    fn unit_name(&self, unit: usize) -> &str {
        &self.register.of_class(self.class)[unit].name
    }

    fn indicator_name(&self, indicator: usize) -> &str {
        &self.system.indicators[indicator].name
    }
}
