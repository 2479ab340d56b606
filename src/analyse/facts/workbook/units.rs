//! Units of the workbook of statistics.

use serde::Serialize;

use super::super::city::Subject;
use super::super::{Measured, RankFacts};
use crate::model::{Exact, Figure, Rounding, round_exact};
use crate::settings::{Ties, TotalKind};

/// A unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkbookUnit {
    /// Short name.
    pub short: String,
    /// Rank, where it may be shown.
    pub rank: Option<RankFacts>,
    /// Grade, where it may be shown.
    pub grade: Option<String>,
    /// Base after the treatment of what does not apply; none where nothing applies.
    pub base: Option<Measured>,
    /// Bonus that counts.
    pub bonus: Figure,
    /// Deductions.
    pub deducted: Figure,
    /// Points that late papers cost.
    pub late: Figure,
    /// Published total.
    pub total: Option<Figure>,
    /// Whether the total is what a spreadsheet makes of its parts.
    pub adds_up: bool,
    /// First total, where it differs.
    pub first_total: Option<Figure>,
    /// Share of full marks that applies, in percent; none where everything does.
    pub applicable_share: Option<Figure>,
    /// Whether it is vetoed.
    pub vetoed: bool,
    /// Whether it counts in means and other statistics.
    pub counts: bool,
    /// By dimension.
    pub dimensions: Vec<WorkbookCell>,
    /// By indicator.
    pub indicators: Vec<WorkbookCell>,
}

/// What a unit has in a dimension or an indicator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkbookCell {
    /// Points; none where nothing of it applies.
    pub points: Option<Figure>,
    /// Rate in percent.
    pub rate: Option<Measured>,
}

impl Subject<'_> {
    pub(super) fn workbook_unit(&self, unit: usize) -> WorkbookUnit {
        let own = &self.class.units[unit];
        let (score, print) = (&self.scores[unit], &self.print);
        let item = |role: &str| format!("{}/{role}", own.code);
        let first = score.first.map(|first| first.published);
        let first = first.filter(|first| score.published.is_some_and(|now| now != *first));
        WorkbookUnit {
            short: own.short.clone(),
            rank: score.rank.filter(|_| self.ranked).map(|rank| RankFacts {
                place: print.count(&item("rank"), rank.place),
                tied: rank.tied,
            }),
            grade: score.grade.filter(|_| self.ranked).map(|grade| self.grade_name(grade)),
            base: score.base.map(|base| Measured::new(print.total(&item("base"), base), base)),
            bonus: print.total(&item("bonus"), score.bonus.counted.exact()),
            deducted: print.total(&item("deductions"), score.deducted.exact()),
            late: print.total(&item("late"), score.late_points().exact()),
            total: score.published.map(|total| print.decimal(&item("total"), total)),
            adds_up: self.adds_up(unit),
            first_total: first.map(|first| print.decimal(&item("first-total"), first)),
            applicable_share: self
                .share_of(unit)
                .map(|share| print.rate(&item("applicable-share"), share)),
            vetoed: score.vetoed,
            // A unit without a total has no cell that could count.
            counts: !score.vetoed || score.counts(&self.scorebook.checked),
            dimensions: self.dimension_cells(unit),
            indicators: self.indicator_cells(unit),
        }
    }

    /// Whether the published total is the sum of what the workbook prints of its parts, rounded as
    /// a spreadsheet rounds: the parts beside the base must be printed in full.
    fn adds_up(&self, unit: usize) -> bool {
        let score = &self.scores[unit];
        let decimals = self.scorebook.checked.settings.scoring.decimals;
        let beside = [score.bonus.counted, score.deducted, score.late_points()];
        let [bonus, deducted, late] = beside.map(crate::model::Points::exact);
        let Some((base, published)) = score.base.zip(score.published) else {
            return false;
        };
        let sum = (base + bonus - deducted - late).max(Exact::from(0));
        beside.iter().all(|points| points.decimals() <= decimals)
            && round_exact(sum, decimals, Rounding::HalfUp) == published
    }

    fn dimension_cells(&self, unit: usize) -> Vec<WorkbookCell> {
        let code = &self.class.units[unit].code;
        let cells = self.analysis.unit_dimensions[unit].iter().enumerate().map(|(at, own)| {
            let item = |role: &str| format!("{code}/d{}/{role}", at + 1);
            let rate = own.rate();
            WorkbookCell {
                points: rate.map(|_| self.print.points(&item("points"), own.points)),
                rate: rate.map(|rate| Measured::rate(self.print.rate(&item("rate"), rate), rate)),
            }
        });
        cells.collect()
    }

    fn indicator_cells(&self, unit: usize) -> Vec<WorkbookCell> {
        let code = &self.class.units[unit].code;
        let indicators = self.class.system.indicators.iter().enumerate();
        let cells = indicators.map(|(leaf, indicator)| {
            let item = |role: &str| format!("{code}/{}/{role}", indicator.code);
            let points = self.class.cells.points(unit, leaf);
            let rate = self.analysis.units[unit].items[leaf].rate();
            WorkbookCell {
                points: points.map(|own| self.print.points(&item("points"), own)),
                rate: rate.map(|rate| Measured::rate(self.print.rate(&item("rate"), rate), rate)),
            }
        });
        cells.collect()
    }

    /// Whether ranks compare what is printed.
    pub(super) fn ranks_by_total(&self) -> bool {
        self.scorebook.checked.settings.scoring.rank_on == TotalKind::Published
    }

    pub(super) fn gap_after_tie(&self) -> bool {
        self.scorebook.checked.settings.scoring.ties == Ties::Gap
    }
}
