//! What the workbook of statistics knows: every total, rate and loss, and the lists behind them.

mod units;

use serde::Serialize;

use super::city::{self, RulesFacts, Subject};
use super::{AssessmentFacts, CellFacts, IndicatorHead, Measured, UnitLists, all_lists};
use crate::analyse::Analysis;
use crate::model::{Exact, Figure};
use crate::score::Scorebook;
use crate::settings::Stage;

pub use units::{WorkbookCell, WorkbookUnit};

/// Facts of 统计工作簿.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkbookFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// Units of all classes.
    pub unit_count: Figure,
    /// Whether there are several classes.
    pub several: bool,
    /// Whether ranks and grades may be shown.
    pub ranked: bool,
    /// Whether grades are given.
    pub graded: bool,
    /// Bounds between the shades of rates, in percent, rising.
    pub shades: Vec<u32>,
    /// The settings that decided totals and grades.
    pub rules: Option<RulesFacts>,
    /// Classes in the order of the settings.
    pub classes: Vec<WorkbookClass>,
    /// Every loss, by class, unit and indicator.
    pub losses: Vec<LossFacts>,
    /// Problems, appeals, corrections and self-assessments, by class and unit.
    pub lists: Vec<UnitLists>,
}

/// A class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkbookClass {
    /// Name.
    pub name: String,
    /// Units in it.
    pub count: Figure,
    /// Full marks of its system.
    pub full_marks: Figure,
    /// Whether dimensions are themselves the indicators.
    pub one_level: bool,
    /// Whether a spreadsheet's own rank of the totals is the rank of the rules.
    pub ranks_by_total: bool,
    /// Whether the rank after a tie leaves a gap.
    pub gap_after_tie: bool,
    /// Units, in list order.
    pub units: Vec<WorkbookUnit>,
    /// Positions in `units`, by rank; in list order before ranks may be shown.
    pub order: Vec<usize>,
    /// Mean of the totals.
    pub mean: Option<Measured>,
    /// Highest total.
    pub most: Option<Measured>,
    /// Lowest total.
    pub least: Option<Measured>,
    /// Dimensions in table order.
    pub dimensions: Vec<WorkbookColumn>,
    /// Indicators in table order.
    pub indicators: Vec<WorkbookColumn>,
}

/// A dimension or an indicator, with what the class makes of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkbookColumn {
    /// What it is called; of a dimension the code is empty.
    pub head: IndicatorHead,
    /// Mean points; none for an indicator.
    pub mean_points: Option<Measured>,
    /// Mean rate in percent.
    pub mean_rate: Option<Measured>,
    /// Units that lose points, of those that count in means.
    pub losing: Figure,
}

/// A loss.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LossFacts {
    /// The indicator.
    pub head: IndicatorHead,
    /// The score.
    pub cell: CellFacts,
}

/// Cuts out what the workbook of statistics knows.
#[must_use]
pub fn workbook(scorebook: &Scorebook, analysis: &Analysis) -> WorkbookFacts {
    let checked = &scorebook.checked;
    let settings = &checked.settings;
    let subjects = city::subjects(scorebook, analysis);
    let units = subjects.iter().map(Subject::unit_count).sum();
    let ranked = settings.assessment.stage >= Stage::Submitted;
    WorkbookFacts {
        assessment: AssessmentFacts::new(settings),
        unit_count: Figure::count("workbook/units", units),
        several: subjects.len() > 1,
        ranked,
        graded: ranked && !checked.cuts.is_empty(),
        shades: settings.statistics.shades.clone(),
        rules: city::rules::rules(&subjects),
        classes: subjects.iter().map(Subject::workbook_class).collect(),
        losses: subjects.iter().flat_map(Subject::all_losses).collect(),
        lists: all_lists(scorebook, analysis),
    }
}

impl Subject<'_> {
    fn workbook_class(&self) -> WorkbookClass {
        let system = &self.class.system;
        let totals = &self.analysis.totals;
        let print = &self.print;
        let measured = |item: &str, value: Option<Exact>| {
            value.map(|value| Measured::new(print.total(item, value), value))
        };
        WorkbookClass {
            name: self.class.name.clone(),
            count: print.count("units", self.unit_count()),
            full_marks: print.needed("full-marks", system.full_marks()),
            one_level: system.one_level(),
            ranks_by_total: self.ranks_by_total(),
            gap_after_tie: self.gap_after_tie(),
            units: (0..self.unit_count()).map(|unit| self.workbook_unit(unit)).collect(),
            order: self.order(),
            mean: totals.mean.map(|mean| Measured::new(print.mean("mean", mean), mean)),
            most: measured("most", totals.most),
            least: measured("least", totals.least),
            dimensions: (0..system.dimensions.len()).map(|at| self.dimension_column(at)).collect(),
            indicators: (0..system.indicators.len()).map(|at| self.indicator_column(at)).collect(),
        }
    }

    fn dimension_column(&self, position: usize) -> WorkbookColumn {
        let dimension = &self.class.system.dimensions[position];
        let own = &self.analysis.dimensions[position];
        let item = |role: &str| format!("d{}/{role}", position + 1);
        WorkbookColumn {
            head: IndicatorHead {
                class: self.class.name.clone(),
                dimension: dimension.name.clone(),
                code: String::new(),
                name: dimension.name.clone(),
                full_marks: self.print.needed(&item("full-marks"), own.full_marks),
            },
            mean_points: own
                .mean_points
                .map(|mean| Measured::new(self.print.mean(&item("mean"), mean), mean)),
            // Rates with many different divisors have a mean that is known as a float only.
            mean_rate: self.print.rounded_mean_rate(own.mean_rate, own.mean_rate_f64).and_then(
                |rate| {
                    let figure = self.print.decimal(&item("rate"), rate);
                    Some(Measured { figure, exact: own.mean_rate_f64? * 100.0 })
                },
            ),
            losing: self.print.count(&item("losing"), own.losing),
        }
    }

    fn indicator_column(&self, leaf: usize) -> WorkbookColumn {
        let own = &self.analysis.indicators[leaf];
        let code = &self.class.system.indicators[leaf].code;
        WorkbookColumn {
            head: self.head(leaf),
            mean_points: None,
            mean_rate: own
                .mean_rate
                .map(|rate| Measured::rate(self.print.rate(&format!("{code}/rate"), rate), rate)),
            losing: self.print.count(&format!("{code}/losing"), own.losing),
        }
    }

    fn all_losses(&self) -> Vec<LossFacts> {
        let leaves = 0..self.class.system.indicators.len();
        let all =
            (0..self.unit_count()).flat_map(|unit| leaves.clone().map(move |leaf| (unit, leaf)));
        let losing = all.filter(|(unit, leaf)| self.loses(*unit, *leaf));
        let loss =
            |(unit, leaf)| LossFacts { head: self.head(leaf), cell: self.score_cell(unit, leaf) };
        losing.map(loss).collect()
    }
}
