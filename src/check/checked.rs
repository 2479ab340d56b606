//! An assessment that has passed every rule.

use std::ops::Range;

use polars::prelude::{ChunkedArray, DataFrame, Int64Type, StringChunked};

use crate::finding::Place;
use crate::load::InputFile;
use crate::model::Points;
use crate::settings::Settings;

/// An assessment that has passed every rule: names are resolved, scores are complete, cuts leave
/// no gap. Made by [`super::check`] only.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What was meant.
    pub settings: Settings,
    /// Grade cuts, best first; empty when no grades are given.
    pub cuts: Vec<GradeCut>,
    /// The classes, in the order of the settings.
    pub classes: Vec<CheckedClass>,
    /// Private, so that nothing outside this stage can put a `Checked` together.
    inputs: Vec<InputFile>,
}

impl Checked {
    pub(super) fn new(
        settings: Settings,
        cuts: Vec<GradeCut>,
        classes: Vec<CheckedClass>,
        inputs: Vec<InputFile>,
    ) -> Self {
        Self { settings, cuts, classes, inputs }
    }

    /// Every input file with its checksum.
    #[must_use]
    pub fn inputs(&self) -> &[InputFile] {
        &self.inputs
    }
}

/// A grade and its lower bound, inside; the last has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeCut {
    /// Name, for instance `优秀`.
    pub name: String,
    /// Lower bound, inside.
    pub from: Option<Points>,
}

/// One class: its units in list order, its indicators, and a score for every pair of them.
#[derive(Debug, Clone)]
pub struct CheckedClass {
    /// Short code.
    pub code: String,
    /// Name as papers say it.
    pub name: String,
    /// Units, in list order.
    pub units: Vec<Unit>,
    /// The indicator system.
    pub system: IndicatorSystem,
    /// Scores.
    pub cells: Cells,
    /// Where the scores stand.
    pub scores_place: Place,
    /// Totals and ranks printed in the table, by unit.
    pub printed: Vec<Printed>,
}

/// A unit that is assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Code, unique in the assessment.
    pub code: String,
    /// Full name, printed at first mention and in titles.
    pub name: String,
    /// Short name, printed elsewhere.
    pub short: String,
    /// Other names under which tables may know it.
    pub aliases: Vec<String>,
}

/// An indicator system: leaves in table order, grouped by dimension (first level).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IndicatorSystem {
    /// First level, each with a run of leaves.
    pub dimensions: Vec<Dimension>,
    /// Leaves, the indicators that are scored.
    pub indicators: Vec<Indicator>,
}

impl IndicatorSystem {
    /// Whether the system has one level only: each dimension is its own indicator.
    #[must_use]
    pub fn one_level(&self) -> bool {
        self.indicators.iter().all(|indicator| indicator.path.len() == 1)
    }

    /// Sum of full marks, Wc of `rules.md`.
    #[must_use]
    pub fn full_marks(&self) -> Points {
        Points::from_scaled(self.indicators.iter().map(|i| i.full_marks.scaled()).sum())
    }
}

/// A dimension: a first-level heading with its leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    /// Name as papers say it.
    pub name: String,
    /// Declared short name, for charts and wide tables.
    pub short: String,
    /// Positions of its leaves.
    pub leaves: Range<usize>,
}

/// A leaf of the indicator system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Code; numbered by position (`2.1.3`) where the table has none.
    pub code: String,
    /// Name of the leaf.
    pub name: String,
    /// Names from first level to leaf.
    pub path: Vec<String>,
    /// Other names under which a score table may know it.
    pub aliases: Vec<String>,
    /// Position of its dimension.
    pub dimension: usize,
    /// Full marks, above zero.
    pub full_marks: Points,
    /// How it is assessed, where the table says.
    pub method: Option<String>,
    /// Criterion, where the table says.
    pub criterion: Option<String>,
}

/// What a table prints for a unit beside its scores.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Printed {
    /// Total and its place.
    pub total: Option<(Points, Place)>,
    /// Rank and its place.
    pub rank: Option<(usize, Place)>,
}

/// A score for every unit and indicator, as one frame ordered by unit and indicator:
/// `points` (ten-thousandths; null where the indicator does not apply), `reason`, `evidence`.
#[derive(Debug, Clone)]
pub struct Cells {
    frame: DataFrame,
    indicators: usize,
}

impl Cells {
    pub(super) fn new(frame: DataFrame, indicators: usize) -> Self {
        Self { frame, indicators }
    }

    /// The frame.
    #[must_use]
    pub fn frame(&self) -> &DataFrame {
        &self.frame
    }

    /// Points of a unit for an indicator; none where it does not apply.
    #[must_use]
    pub fn points(&self, unit: usize, indicator: usize) -> Option<Points> {
        let column: &ChunkedArray<Int64Type> = self.frame.column("points").ok()?.i64().ok()?;
        column.get(self.row(unit, indicator)).map(Points::from_scaled)
    }

    /// Reason of a loss, or why the indicator does not apply.
    #[must_use]
    pub fn reason(&self, unit: usize, indicator: usize) -> Option<&str> {
        self.text("reason", unit, indicator)
    }

    /// Evidence of a loss.
    #[must_use]
    pub fn evidence(&self, unit: usize, indicator: usize) -> Option<&str> {
        self.text("evidence", unit, indicator)
    }

    fn text(&self, column: &str, unit: usize, indicator: usize) -> Option<&str> {
        let column: &StringChunked = self.frame.column(column).ok()?.str().ok()?;
        column.get(self.row(unit, indicator))
    }

    fn row(&self, unit: usize, indicator: usize) -> usize {
        unit * self.indicators + indicator
    }
}
