//! Where the inputs of an assessment stand: from a unit and an indicator back to file, sheet and
//! cell, and to what stood there.

use std::collections::BTreeMap;

use super::indicators;
use super::scores::{Positions, Whose, positions};
use super::units::{self, Known, Register};
use crate::finding::Place;
use crate::load::{RawTable, RawTables, is_total, split_points};
use crate::model::Points;
use crate::settings::{ScoresForm, Settings, Stage};

/// A cell of an input file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputCell {
    /// What its column is, as `columns.toml` calls it; empty in a table with a column for each unit
    /// or indicator.
    pub role: &'static str,
    /// The head of its column, as written.
    pub head: String,
    /// What stood in it.
    pub text: String,
    /// Where it is.
    pub place: Place,
}

/// The tables of an assessment, with where everything stands in them.
#[derive(Debug)]
pub struct Origins {
    units: RawTable,
    unit_lines: BTreeMap<(usize, usize), usize>,
    classes: Vec<ClassOrigins>,
    registers: Vec<RawTable>,
}

#[derive(Debug)]
struct ClassOrigins {
    indicators: RawTable,
    /// The line of each indicator.
    lines: Vec<usize>,
    rounds: Vec<ScoreOrigins>,
    self_scores: Option<ScoreOrigins>,
    history: Option<HistoryOrigins>,
}

#[derive(Debug)]
struct ScoreOrigins {
    table: RawTable,
    form: ScoresForm,
    at: Positions,
    /// The column that counts; of first results that of first points.
    counting: &'static str,
}

#[derive(Debug)]
struct HistoryOrigins {
    table: RawTable,
    /// Lines by unit, each with the indicator of this year that it became.
    lines: BTreeMap<usize, Vec<(usize, Option<usize>)>>,
}

/// Columns that hold full marks, or what they are made of.
const MARKS: [&str; 6] = ["full_marks", "weight1", "weight2", "weight3", "weight4", "floor"];

/// What a long score table says beside points.
const BESIDE: [&str; 9] = [
    "points",
    "first",
    "reason",
    "cause",
    "evidence",
    "evidence_state",
    "collected",
    "mend",
    "scorer",
];

impl Origins {
    /// Reads where everything stands; none where a list could not be read, which checking tells.
    #[must_use]
    pub fn new(raw: &RawTables, settings: &Settings) -> Option<Self> {
        let mut told = Vec::new();
        let units = raw.units.clone()?;
        let register = units::read(&units, settings, &mut told);
        let mut classes = Vec::new();
        for (class, tables) in raw.classes.iter().enumerate() {
            let total = settings.classes.get(class)?.marks_total.as_deref();
            let total = total.and_then(|total| Points::parse(total).ok());
            let indicators = tables.indicators.clone()?;
            let system = indicators::read(&indicators, total, &mut told);
            let whose = Whose { settings, class, register: &register, system: &system };
            let scores = |table: &Option<RawTable>, own: bool| {
                Some(ScoreOrigins::new(&whose, own, table.clone()?))
            };
            let history = tables.history.clone();
            classes.push(ClassOrigins {
                lines: leaf_lines(&indicators),
                indicators,
                rounds: tables.scores.iter().filter_map(|table| scores(table, false)).collect(),
                self_scores: scores(&tables.self_scores, true),
                history: history.map(|table| HistoryOrigins::new(&whose, table)),
            });
        }
        let unit_lines = unit_lines(&units, &register);
        let registers = raw.registers.all().into_iter().flatten().cloned().collect();
        Some(Self { units, unit_lines, classes, registers })
    }

    /// The points of a unit in an indicator, one cell a round.
    #[must_use]
    pub fn points(&self, class: usize, unit: usize, leaf: usize) -> Vec<InputCell> {
        let rounds = self.classes.get(class).map(|own| own.rounds.as_slice()).unwrap_or_default();
        rounds.iter().filter_map(|round| round.points(self.at(class, unit, leaf)?)).collect()
    }

    /// The same with all that stands beside them: first points, reason, cause, evidence.
    #[must_use]
    pub fn scored(&self, class: usize, unit: usize, leaf: usize) -> Vec<InputCell> {
        let rounds = self.classes.get(class).map(|own| own.rounds.as_slice()).unwrap_or_default();
        let own = |round: &ScoreOrigins| round.beside(self.at(class, unit, leaf)?);
        rounds.iter().filter_map(own).flatten().collect()
    }

    /// The points that a unit gave itself.
    #[must_use]
    pub fn self_points(&self, class: usize, unit: usize, leaf: usize) -> Option<InputCell> {
        self.classes.get(class)?.self_scores.as_ref()?.points(self.at(class, unit, leaf)?)
    }

    /// The table of a class's self-assessments.
    #[must_use]
    pub fn self_scores(&self, class: usize) -> Option<Place> {
        Some(self.classes.get(class)?.self_scores.as_ref()?.table.whole())
    }

    /// The full marks of an indicator; with nested percentages those of its levels.
    #[must_use]
    pub fn full_marks(&self, class: usize, leaf: usize) -> Vec<InputCell> {
        let Some(own) = self.classes.get(class) else { return Vec::new() };
        let Some(line) = own.lines.get(leaf) else { return Vec::new() };
        MARKS.iter().filter_map(|role| cell(&own.indicators, *line, role)).collect()
    }

    /// Points and full marks of a unit last year, in an indicator or, without one, in all; with the
    /// indicator of this year that each became.
    #[must_use]
    pub fn last_year(
        &self,
        class: usize,
        unit: usize,
        leaf: Option<usize>,
    ) -> Vec<(Option<usize>, Vec<InputCell>)> {
        let own = self.classes.get(class).and_then(|own| own.history.as_ref());
        let lines = own.and_then(|own| own.lines.get(&unit));
        let wanted = lines.into_iter().flatten().filter(|(_, now)| leaf.is_none() || *now == leaf);
        let cells = |line: usize| {
            let roles = ["points", "full_marks", "cause"].into_iter();
            roles.filter_map(|role| cell(&own?.table, line, role)).collect()
        };
        wanted.map(|(line, now)| (*now, cells(*line))).collect()
    }

    /// The row of a unit in the list.
    #[must_use]
    pub fn unit(&self, class: usize, unit: usize) -> Vec<InputCell> {
        let line = self.unit_lines.get(&(class, unit));
        line.map(|line| row(&self.units, *line)).unwrap_or_default()
    }

    /// Every cell in the row of a register that holds a place.
    #[must_use]
    pub fn register_row(&self, place: &Place) -> Vec<InputCell> {
        let found =
            self.registers.iter().find(|table| table.whole() == place.sheet_or_file()).and_then(
                |table| {
                    let (at, _) = place.position()?;
                    Some(row(table, table.line_at(at)?))
                },
            );
        found.unwrap_or_default()
    }

    /// What stands in a cell of a score table or a register.
    #[must_use]
    pub fn text_at(&self, place: &Place) -> Option<String> {
        let (row, column) = place.position()?;
        let rounds = self.classes.iter().flat_map(|own| &own.rounds).map(|round| &round.table);
        let mut all = rounds.chain(&self.registers);
        let table = all.find(|table| table.whole() == place.sheet_or_file())?;
        let column = table.columns().iter().position(|own| own.index == column)?;
        table.cell(table.line_at(row)?, column).map(str::to_owned)
    }

    /// Where a unit's indicator stands in arrays over all of them.
    fn at(&self, class: usize, unit: usize, leaf: usize) -> Option<usize> {
        let leaves = self.classes.get(class)?.lines.len();
        (leaf < leaves).then(|| unit * leaves + leaf)
    }
}

impl ScoreOrigins {
    fn new(whose: &Whose<'_>, of_units: bool, table: RawTable) -> Self {
        let (form, at) = positions(whose, of_units, &table);
        let of_first = !of_units && whose.settings.assessment.stage == Stage::Preliminary;
        let has_first = form == ScoresForm::Long && table.position("first").is_some();
        let counting = if of_first && has_first { "first" } else { "points" };
        Self { table, form, at, counting }
    }

    fn points(&self, at: usize) -> Option<InputCell> {
        let (line, column) = (*self.at.get(at)?)?;
        match self.form {
            ScoresForm::Long => cell(&self.table, line as usize, self.counting),
            _ => cell_at(&self.table, line as usize, column as usize),
        }
    }

    fn beside(&self, at: usize) -> Option<Vec<InputCell>> {
        if self.form != ScoresForm::Long {
            return Some(vec![self.points(at)?]);
        }
        let (line, _) = (*self.at.get(at)?)?;
        Some(BESIDE.iter().filter_map(|role| cell(&self.table, line as usize, role)).collect())
    }
}

impl HistoryOrigins {
    fn new(whose: &Whose<'_>, table: RawTable) -> Self {
        let names = indicators::Names::new(whose.system);
        let mut lines: BTreeMap<usize, Vec<(usize, Option<usize>)>> = BTreeMap::new();
        for line in 0..table.len() {
            let known = table.value(line, "unit").and_then(|name| whose.register.find(name));
            let code = table.value(line, "indicator");
            let now =
                code.and_then(|code| names.find(code).or_else(|| names.find(split_points(code).0)));
            if let Some(Known { class, unit }) = known
                && class == whose.class
            {
                lines.entry(unit).or_default().push((line, now));
            }
        }
        Self { table, lines }
    }
}

/// The line of each indicator: rows that add up others are none.
fn leaf_lines(table: &RawTable) -> Vec<usize> {
    let levels = ["level1", "level2", "level3", "level4"];
    let is_leaf =
        |line: &usize| !levels.iter().any(|level| table.value(*line, level).is_some_and(is_total));
    (0..table.len()).filter(is_leaf).collect()
}

fn unit_lines(table: &RawTable, register: &Register) -> BTreeMap<(usize, usize), usize> {
    let line = |line: usize| {
        let Known { class, unit } = register.find(table.value(line, "code")?)?;
        Some(((class, unit), line))
    };
    (0..table.len()).filter_map(line).collect()
}

fn row(table: &RawTable, line: usize) -> Vec<InputCell> {
    (0..table.columns().len()).filter_map(|column| cell_at(table, line, column)).collect()
}

fn cell(table: &RawTable, line: usize, role: &str) -> Option<InputCell> {
    cell_at(table, line, table.position(role)?)
}

fn cell_at(table: &RawTable, line: usize, column: usize) -> Option<InputCell> {
    let own = table.columns().get(column)?;
    let text = table.cell(line, column)?.to_owned();
    let place = table.place(line, Some(column));
    Some(InputCell { role: own.role, head: own.head.clone(), text, place })
}
