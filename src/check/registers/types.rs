//! Rows of the registers, with names resolved: `unit` and `indicator` are positions in the class.

use super::unit_rows::UnitRows;
use crate::check::materials::UnitFiles;
use crate::finding::Place;
use crate::model::{CorrectionKind, Decision, Moment, Points, Recheck, comparable};

/// The registers of one class.
#[derive(Debug, Clone, Default)]
pub struct ClassRegisters {
    /// 得分更正, in file order.
    pub corrections: UnitRows<Correction>,
    /// 复核申请.
    pub appeals: UnitRows<Appeal>,
    /// 加分.
    pub bonus: UnitRows<Bonus>,
    /// 扣分.
    pub deductions: UnitRows<Deduction>,
    /// 材料报送.
    pub submissions: UnitRows<Submission>,
    /// 一票否决.
    pub vetoes: UnitRows<Veto>,
    /// 等次限制.
    pub caps: UnitRows<Cap>,
    /// 抽样复评.
    pub second_scores: UnitRows<SecondScore>,
    /// Returned 整改台账.
    pub ledger: UnitRows<LedgerRow>,
    /// Points that units gave themselves, by unit; empty when the class has no such table.
    pub self_points: Vec<SelfForm>,
    /// Last year.
    pub history: Option<History>,
    /// What units handed in as files, by unit; empty without a folder of them.
    pub files: Vec<UnitFiles>,
}

impl ClassRegisters {
    /// When a unit first handed a piece in; a piece in two rows keeps its first date.
    #[must_use]
    pub fn first_handed_in(&self, unit: usize, piece: &str) -> Option<Moment> {
        let same = |row: &&Submission| comparable(&row.piece) == comparable(piece);
        self.submissions.of(unit).filter(same).filter_map(|row| row.first).min()
    }

    /// Corrections of a unit that follow no appeal of its own.
    pub fn other_corrections(&self, unit: usize) -> impl Iterator<Item = &Correction> {
        // A correction without a number follows whatever its unit asked for the indicator.
        let follows = |row: &Correction, appeal: &Appeal| match &row.appeal {
            Some(number) => appeal.number == *number,
            None => appeal.indicator == row.indicator,
        };
        let appealed = move |row: &Correction| {
            let mut own = self.appeals.of(unit);
            row.kind == CorrectionKind::Appeal && own.any(|appeal| follows(row, appeal))
        };
        self.corrections.of(unit).filter(move |row| !appealed(row))
    }

    /// A correction that starts from what an appeal left.
    #[must_use]
    pub fn later_correction(&self, appeal: &Appeal) -> Option<&Correction> {
        self.corrections.of(appeal.unit).rev().find(|own| {
            own.indicator == appeal.indicator
                && own.appeal.as_deref() != Some(appeal.number.as_str())
                && appeal.after == Some(own.before)
        })
    }
}

/// One unit's self-assessment: points by indicator; none when there is no form.
pub type SelfForm = Option<Vec<Option<Points>>>;

/// A change of points after the first scoring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Unit.
    pub unit: usize,
    /// Indicator.
    pub indicator: usize,
    /// Why.
    pub kind: CorrectionKind,
    /// Points before.
    pub before: Points,
    /// Points after.
    pub after: Points,
    /// Reason.
    pub reason: Option<String>,
    /// Number of the appeal that it follows.
    pub appeal: Option<String>,
    /// Day.
    pub date: Option<Moment>,
    /// Where it stands.
    pub place: Place,
}

impl Correction {
    /// Points after minus points before.
    #[must_use]
    pub const fn change(&self) -> Points {
        Points::from_scaled(self.after.scaled() - self.before.scaled())
    }
}

/// An appeal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appeal {
    /// Number.
    pub number: String,
    /// Unit.
    pub unit: usize,
    /// Indicator.
    pub indicator: usize,
    /// When the result was received.
    pub received: Option<Moment>,
    /// When it was handed in.
    pub handed_in: Option<Moment>,
    /// Last moment of the window; none when its start is not known.
    pub window_end: Option<Moment>,
    /// Points before.
    pub before: Option<Points>,
    /// Points claimed.
    pub claimed: Option<Points>,
    /// Reason.
    pub reason: Option<String>,
    /// Evidence.
    pub evidence: Option<String>,
    /// When the evidence was made.
    pub evidence_date: Option<Moment>,
    /// Decision; none while it is open.
    pub decision: Option<Decision>,
    /// Reason of the decision.
    pub decision_reason: Option<String>,
    /// Who decided.
    pub reviewer: Option<String>,
    /// Points after.
    pub after: Option<Points>,
    /// Where it stands.
    pub place: Place,
}

impl Appeal {
    /// Whether it was handed in after its window.
    #[must_use]
    pub fn late(&self) -> bool {
        self.handed_in.zip(self.window_end).is_some_and(|(own, end)| own.is_after(end))
    }
}

/// Bonus points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bonus {
    /// Unit.
    pub unit: usize,
    /// What for.
    pub item: String,
    /// Points, above zero.
    pub points: Points,
    /// Reason.
    pub reason: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A deduction beside the indicators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deduction {
    /// Unit.
    pub unit: usize,
    /// What for.
    pub item: String,
    /// Points, above zero.
    pub points: Points,
    /// Reason.
    pub reason: Option<String>,
    /// Event that it is about.
    pub event: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A piece that a unit had to hand in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Unit.
    pub unit: usize,
    /// Piece.
    pub piece: String,
    /// When it was first handed in; none when it never was.
    pub first: Option<Moment>,
    /// When it was returned for correction.
    pub returned: Option<Moment>,
    /// When it was handed in again.
    pub again: Option<Moment>,
    /// Where it stands.
    pub place: Place,
}

/// A veto (一票否决).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Veto {
    /// Unit.
    pub unit: usize,
    /// Why.
    pub reason: String,
    /// On what basis.
    pub basis: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A best grade that a unit may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cap {
    /// Unit.
    pub unit: usize,
    /// Position of the grade in the cuts, best first.
    pub grade: usize,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub place: Place,
}

/// A second scorer's points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondScore {
    /// Unit.
    pub unit: usize,
    /// Indicator.
    pub indicator: usize,
    /// Points.
    pub points: Points,
    /// Where it stands.
    pub place: Place,
}

/// A row of a returned rectification ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    /// Number of the problem.
    pub number: Option<String>,
    /// Unit.
    pub unit: usize,
    /// Indicator.
    pub indicator: usize,
    /// Problem.
    pub problem: String,
    /// Measure.
    pub measure: Option<String>,
    /// Section that is responsible.
    pub owner: Option<String>,
    /// Deadline.
    pub due: Option<Moment>,
    /// When it was done.
    pub done: Option<Moment>,
    /// Link to what was done.
    pub link: Option<String>,
    /// What the re-check found; none while it is open.
    pub recheck: Option<Recheck>,
    /// Its reason.
    pub recheck_reason: Option<String>,
    /// Whether it was done after its deadline, or not at all by the day of the re-check.
    pub overdue: bool,
    /// Where it stands.
    pub place: Place,
}

/// A cause of losses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Words by which a reason is known to be of this cause.
    pub keywords: Vec<String>,
    /// Recommended action.
    pub action: Option<String>,
}

/// Last year's points of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Last year's indicators, in file order.
    pub indicators: Vec<HistoryIndicator>,
    /// By unit of this year: points by last year's indicator (none where it did not apply); none
    /// for a unit that was not assessed.
    pub units: Vec<Option<Vec<HistoryCell>>>,
}

/// An indicator of last year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryIndicator {
    /// Its name then.
    pub name: String,
    /// This year's indicator that it became; none when it was dropped.
    pub now: Option<usize>,
    /// Full marks then.
    pub full_marks: Points,
}

/// One unit's result of last year in one indicator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistoryCell {
    /// Points; none where it did not apply.
    pub points: Option<Points>,
    /// Cause code of its loss.
    pub cause: Option<String>,
}

impl History {
    /// Whether a unit lost points in this year's indicator for the same cause last year.
    #[must_use]
    pub fn repeats(&self, unit: usize, indicator: usize, cause: &str) -> bool {
        let Some(cells) = self.units.get(unit).and_then(Option::as_ref) else {
            return false;
        };
        self.indicators.iter().zip(cells).any(|(old, cell)| {
            let lost = cell.points.is_some_and(|points| points < old.full_marks);
            old.now == Some(indicator) && lost && cell.cause.as_deref() == Some(cause)
        })
    }
}
