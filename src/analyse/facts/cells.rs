//! Single scores with all that stands beside them, as internal papers hold them against each other.

use serde::Serialize;

use super::city::Subject;
use crate::analyse::Commonness;
use crate::model::{Exact, Figure, Mend, Moment, Points, exact_to_f64};

/// A figure as printed, with the number that it was rounded from: a spreadsheet shows the one and
/// reckons with the other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measured {
    /// As printed.
    pub figure: Figure,
    /// Before it was rounded.
    pub exact: f64,
}

impl Measured {
    /// A figure with the exact value behind it.
    pub(super) fn new(figure: Figure, exact: Exact) -> Self {
        Self { figure, exact: exact_to_f64(exact) }
    }

    /// A rate in percent with the exact rate of 0 to 1 behind it.
    pub(super) fn rate(figure: Figure, rate: Exact) -> Self {
        Self::new(figure, rate * Exact::from_integer(100))
    }
}

/// What an indicator is called, and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndicatorHead {
    /// Name of the class.
    pub class: String,
    /// Name of the dimension.
    pub dimension: String,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Full marks.
    pub full_marks: Figure,
}

/// The cause of a loss.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CauseNameFacts {
    /// Code.
    pub code: String,
    /// Name; none where the catalogue does not have it.
    pub name: Option<String>,
    /// Whether the score table itself names it; else a keyword of the reason does.
    pub written: bool,
}

/// One unit's score on one indicator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellFacts {
    /// Short name of the unit.
    pub unit: String,
    /// Points; none where the indicator does not apply.
    pub points: Option<Figure>,
    /// Points lost, w − x, not capped; none without a loss.
    pub loss: Option<Figure>,
    /// Points before corrections, where they differ.
    pub first: Option<Figure>,
    /// Rate in percent.
    pub rate: Option<Figure>,
    /// Cause of the loss, where one is known.
    pub cause: Option<CauseNameFacts>,
    /// Reason of the loss, or why the indicator does not apply, as written.
    pub reason: Option<String>,
    /// Evidence.
    pub evidence: Option<String>,
    /// The evidence is an address that can be opened.
    pub link: bool,
    /// Whether the address still opens, where the table says.
    pub evidence_valid: Option<bool>,
    /// When it was collected.
    pub collected: Option<Moment>,
    /// Whether and when the loss can be mended.
    pub mend: Option<Mend>,
    /// How common the loss is, where it is known.
    pub commonness: Option<Commonness>,
    /// Who scored, where the table says.
    pub scorer: Option<String>,
    /// Points that the unit gave itself.
    pub claimed: Option<Figure>,
    /// Points of a second scorer.
    pub second: Option<Figure>,
    /// Whether the same cause costs others another deduction.
    pub unequal: bool,
}

impl Subject<'_> {
    /// What an indicator is called.
    pub(super) fn head(&self, leaf: usize) -> IndicatorHead {
        let indicator = &self.class.system.indicators[leaf];
        IndicatorHead {
            class: self.class.name.clone(),
            dimension: self.class.system.dimensions[indicator.dimension].name.clone(),
            code: indicator.code.clone(),
            name: indicator.name.clone(),
            full_marks: self
                .print
                .marks(&format!("{}/full-marks", indicator.code), indicator.full_marks),
        }
    }

    /// Whether a unit loses points on an indicator.
    pub(super) fn loses(&self, unit: usize, leaf: usize) -> bool {
        let full = self.class.system.indicators[leaf].full_marks;
        self.class.cells.points(unit, leaf).is_some_and(|points| points < full)
    }

    /// A unit's score on an indicator.
    pub(super) fn score_cell(&self, unit: usize, leaf: usize) -> CellFacts {
        let (cells, print) = (&self.class.cells, &self.print);
        let indicator = &self.class.system.indicators[leaf];
        let item =
            |role: &str| format!("{}/{}/{role}", self.class.units[unit].code, indicator.code);
        let points = cells.points(unit, leaf);
        let full = indicator.full_marks.scaled();
        let lost = points.map(|own| Points::from_scaled(full - own.scaled()));
        let lost = lost.filter(|_| self.loses(unit, leaf));
        let evidence = cells.evidence(unit, leaf);
        let registers = &self.class.registers;
        let claimed = registers.self_points.get(unit).and_then(Option::as_ref);
        let mut second = registers.second_scores.of(unit).rev();
        let second = second.find(|row| row.indicator == leaf);
        let rate = self.analysis.units[unit].items[leaf].rate();
        CellFacts {
            unit: self.short(unit),
            points: points.map(|own| print.points(&item("points"), own)),
            loss: lost.map(|own| print.points(&item("loss"), own)),
            first: cells
                .first(unit, leaf)
                .filter(|first| points.is_some_and(|own| own != *first))
                .map(|first| print.least(&item("first"), first)),
            rate: rate.map(|rate| print.rate(&item("rate"), rate)),
            cause: self.cause_name(unit, leaf),
            reason: cells.reason(unit, leaf).map(str::to_owned),
            evidence: evidence.map(str::to_owned),
            link: evidence.is_some_and(super::unit::is_address),
            evidence_valid: cells.evidence_valid(unit, leaf),
            collected: cells.collected(unit, leaf),
            mend: cells.mend(unit, leaf),
            commonness: self.analysis.units[unit].items[leaf].commonness,
            scorer: cells.scorer(unit, leaf).map(str::to_owned),
            claimed: claimed.and_then(|form| form[leaf]).map(|own| print.least(&item("self"), own)),
            second: second.map(|row| print.least(&item("second"), row.points)),
            unequal: self.is_unequal(unit, leaf),
        }
    }

    fn cause_name(&self, unit: usize, leaf: usize) -> Option<CauseNameFacts> {
        let code = self.analysis.loss_causes.code(unit, leaf)?;
        let known = self.scorebook.checked.cause(code);
        Some(CauseNameFacts {
            code: code.to_owned(),
            name: known.map(|cause| cause.name.clone()).filter(|name| !name.is_empty()),
            written: self.class.cells.cause(unit, leaf).is_some(),
        })
    }

    /// Whether the same cause costs others another deduction there.
    pub(super) fn is_unequal(&self, unit: usize, leaf: usize) -> bool {
        let code = self.analysis.loss_causes.written_code(self.class, unit, leaf);
        code.is_some_and(|code| {
            let groups = &self.analysis.unequal;
            groups.iter().any(|group| group.indicator == leaf && group.cause == code)
        })
    }
}
