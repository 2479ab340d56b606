//! An assessment that has passed every rule.

use std::ops::Range;

use polars::prelude::StringChunked;

use super::registers::{Actions, Cause, ClassRegisters};
use crate::finding::{AT_STAKE, Finding, Place};
use crate::load::InputFile;
use crate::model::{Exact, Mend, Moment, Points, comparable};
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
    /// The catalogue of causes.
    pub causes: Vec<Cause>,
    /// The catalogue of actions.
    pub actions: Actions,
    /// Warnings that touch a score or a grade.
    doubts: Vec<Finding>,
    /// Private, so that nothing outside this stage can put a `Checked` together.
    inputs: Vec<InputFile>,
}

impl Checked {
    pub(super) fn new(
        settings: Settings,
        cuts: Vec<GradeCut>,
        classes: Vec<CheckedClass>,
        catalogues: Catalogues,
        inputs: Vec<InputFile>,
    ) -> Self {
        let Catalogues { causes, actions } = catalogues;
        Self { settings, cuts, classes, causes, actions, doubts: Vec::new(), inputs }
    }

    /// Keeps those of the findings that touch a score or a grade.
    pub(super) fn with_doubts(mut self, findings: &[Finding]) -> Self {
        let at_stake = |found: &&Finding| AT_STAKE.iter().any(|rule| rule.code == found.code);
        self.doubts = findings.iter().filter(at_stake).cloned().collect();
        self
    }

    /// Warnings of the check that touch a score or a grade.
    #[must_use]
    pub fn doubts(&self) -> &[Finding] {
        &self.doubts
    }

    /// The cause with a code.
    #[must_use]
    pub fn cause(&self, code: &str) -> Option<&Cause> {
        // Nearly every code is written as in the catalogue.
        let same = self.causes.iter().find(|cause| cause.code == code);
        same.or_else(|| {
            let code = comparable(code);
            self.causes.iter().find(|cause| comparable(&cause.code) == code)
        })
    }

    /// What the catalogues of the assessment say to do about a loss in an indicator (class, leaf);
    /// `code` is that of its cause.
    #[must_use]
    pub fn action(&self, leaf: (usize, usize), code: Option<&str>) -> Option<&str> {
        let of_cause = code.and_then(|code| self.cause(code)?.action.as_deref());
        self.actions.find(leaf, code, of_cause)
    }

    /// Whether the action about a loss is made for its indicator (class, leaf), and no general line
    /// of its cause.
    #[must_use]
    pub fn action_is_own(&self, leaf: (usize, usize), code: Option<&str>) -> bool {
        self.actions.is_made_for(leaf, code)
    }

    /// Whether a text names a unit other than the one at (class, position).
    #[must_use]
    pub fn names_another(&self, own: (usize, usize), text: &str) -> bool {
        super::named::names_another(&self.classes, own, text)
    }

    /// Every input file with its checksum.
    #[must_use]
    pub fn inputs(&self) -> &[InputFile] {
        &self.inputs
    }
}

/// Catalogues that all classes share.
#[derive(Debug, Clone, Default)]
pub(super) struct Catalogues {
    pub(super) causes: Vec<Cause>,
    pub(super) actions: Actions,
}

/// A grade with its lower bound and its share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeCut {
    /// Name, for instance `优秀`.
    pub name: String,
    /// Lower bound, inside; none for the last, and where only shares count.
    pub from: Option<Points>,
    /// Share of the class's units that may have it; none without a quota.
    pub share: Option<Exact>,
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
    /// Rounds of scoring, in the order of the settings; empty where there is one table.
    pub rounds: Vec<RoundPoints>,
    /// Totals and ranks printed in the table, by unit.
    pub printed: Vec<Printed>,
    /// Whether first points are known.
    pub has_first: bool,
    /// The registers of the class.
    pub registers: ClassRegisters,
}

impl CheckedClass {
    /// Indicators in which a unit loses points, in table order.
    pub fn loses(&self, unit: usize) -> impl Iterator<Item = usize> {
        let indicators = self.system.indicators.iter().enumerate();
        let lost = move |(leaf, own): &(usize, &Indicator)| {
            self.cells.points(unit, *leaf).is_some_and(|points| points < own.full_marks)
        };
        indicators.filter(lost).map(|(leaf, _)| leaf)
    }
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

    /// Levels of the deepest indicator.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.indicators.iter().map(|indicator| indicator.path.len()).max().unwrap_or(1)
    }

    /// The cells of the levels in a table of the system, where equal neighbours are one cell.
    #[must_use]
    pub fn level_cells(&self) -> Vec<LevelCell> {
        let depth = self.depth();
        // An upper level goes on over leaves below it.
        let goes_on = |leaf: usize, level: usize, name: &[String]| {
            let path = self.indicators.get(leaf).map(|indicator| indicator.path.as_slice());
            path.is_some_and(|path| path.len() > level + 1 && path[..=level] == *name)
        };
        let mut cells = Vec::new();
        for (leaf, indicator) in self.indicators.iter().enumerate() {
            let last = indicator.path.len() - 1;
            for (level, name) in indicator.path.iter().enumerate() {
                let path = &indicator.path[..=level];
                if level < last && leaf > 0 && goes_on(leaf - 1, level, path) {
                    continue;
                }
                let following = (leaf..).take_while(|leaf| goes_on(*leaf, level, path));
                let (rows, columns) =
                    if level == last { (1, depth - level) } else { (following.count(), 1) };
                cells.push(LevelCell { name: name.clone(), leaf, level, rows, columns });
            }
        }
        cells
    }

    /// Sum of full marks, Wc of `rules.md`.
    #[must_use]
    pub fn full_marks(&self) -> Points {
        Points::from_scaled(self.indicators.iter().map(|i| i.full_marks.scaled()).sum())
    }
}

/// A cell of a level in a table of the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelCell {
    /// Name.
    pub name: String,
    /// Leaf at which it begins.
    pub leaf: usize,
    /// Level from 0.
    pub level: usize,
    /// Leaves that it covers.
    pub rows: usize,
    /// Levels that it covers: a leaf above the deepest level reaches to it.
    pub columns: usize,
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
    /// Fewest points; zero but for items that may cost more than they give.
    pub floor: Points,
    /// How it is assessed, where the table says.
    pub method: Option<String>,
    /// What is looked at, where the table says.
    pub look: Option<String>,
    /// Criterion, where the table says.
    pub criterion: Option<String>,
    /// Legal basis, where the table says.
    pub basis: Option<String>,
    /// Code that classes share for one indicator.
    pub shared: Option<String>,
}

/// One round of scoring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundPoints {
    /// Name.
    pub name: String,
    /// Its share, v; shares of a class add up to 1.
    pub share: Exact,
    /// Sum of the points of what applies, by unit.
    pub points: Vec<Points>,
}

/// What a table prints for a unit beside its scores.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Printed {
    /// Total and its place.
    pub total: Option<(Points, Place)>,
    /// Rank and its place.
    pub rank: Option<(usize, Place)>,
}

/// A score for every unit and indicator, column by column, in the order of units and then of
/// indicators. A column in which nothing stands is empty.
#[derive(Debug, Clone)]
pub struct Cells {
    pub(super) indicators: usize,
    pub(super) point_decimals: u32,
    pub(super) first_decimals: u32,
    /// Ten-thousandths; [`NONE`] where the indicator does not apply.
    pub(super) points: Vec<i64>,
    pub(super) first: Vec<i64>,
    pub(super) reason: Option<StringChunked>,
    pub(super) cause: Option<StringChunked>,
    pub(super) evidence: Option<StringChunked>,
    pub(super) scorer: Option<StringChunked>,
    pub(super) evidence_valid: Vec<Option<bool>>,
    pub(super) collected: Vec<Option<Moment>>,
    pub(super) mend: Vec<Option<Mend>>,
}

/// No points: beyond any that can be read.
const NONE: i64 = i64::MIN;

impl Cells {
    /// Points as they are kept: half the room of an option.
    pub(super) fn packed(points: Option<Points>) -> i64 {
        points.map_or(NONE, Points::scaled)
    }

    fn unpacked(column: &[i64], row: usize) -> Option<Points> {
        column.get(row).filter(|scaled| **scaled != NONE).map(|scaled| Points::from_scaled(*scaled))
    }

    /// Points of a unit for an indicator; none where it does not apply.
    #[must_use]
    pub fn points(&self, unit: usize, indicator: usize) -> Option<Points> {
        Self::unpacked(&self.points, self.row(unit, indicator))
    }

    /// First points; none where the indicator did not apply, or they are not known.
    #[must_use]
    pub fn first(&self, unit: usize, indicator: usize) -> Option<Points> {
        Self::unpacked(&self.first, self.row(unit, indicator))
    }

    /// Decimals that the points of all units need.
    #[must_use]
    pub const fn point_decimals(&self) -> u32 {
        self.point_decimals
    }

    /// Decimals that the first points of all units need.
    #[must_use]
    pub const fn first_decimals(&self) -> u32 {
        self.first_decimals
    }

    /// Cause code of a loss.
    #[must_use]
    pub fn cause(&self, unit: usize, indicator: usize) -> Option<&str> {
        self.cause.as_ref()?.get(self.row(unit, indicator))
    }

    /// When evidence was collected.
    #[must_use]
    pub fn collected(&self, unit: usize, indicator: usize) -> Option<Moment> {
        *self.collected.get(self.row(unit, indicator))?
    }

    /// Whether the evidence can still be opened, where the table says.
    #[must_use]
    pub fn evidence_valid(&self, unit: usize, indicator: usize) -> Option<bool> {
        *self.evidence_valid.get(self.row(unit, indicator))?
    }

    /// Whether and when a loss can be mended, where the table says.
    #[must_use]
    pub fn mend(&self, unit: usize, indicator: usize) -> Option<Mend> {
        *self.mend.get(self.row(unit, indicator))?
    }

    /// Reason of a loss, or why the indicator does not apply.
    #[must_use]
    pub fn reason(&self, unit: usize, indicator: usize) -> Option<&str> {
        self.reason.as_ref()?.get(self.row(unit, indicator))
    }

    /// Evidence of a loss.
    #[must_use]
    pub fn evidence(&self, unit: usize, indicator: usize) -> Option<&str> {
        self.evidence.as_ref()?.get(self.row(unit, indicator))
    }

    /// Who scored, where the table says.
    #[must_use]
    pub fn scorer(&self, unit: usize, indicator: usize) -> Option<&str> {
        self.scorer.as_ref()?.get(self.row(unit, indicator))
    }

    fn row(&self, unit: usize, indicator: usize) -> usize {
        unit * self.indicators + indicator
    }
}
