//! What beside single losses decides a unit's total and grade: a shared last seat, a veto, late
//! papers, appeals.

use serde::Serialize;

use super::super::city::{Subject, TieFacts};
use crate::model::{Decision, Figure};

/// Papers that came late.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RiskLate {
    /// Days.
    pub days: Figure,
    /// Points that it costs.
    pub points: Figure,
}

/// An appeal of the unit on an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RiskAppeal {
    /// Number.
    pub number: String,
    /// Decision; none while it is open.
    pub decision: Option<Decision>,
}

impl Subject<'_> {
    /// The last seat of a grade that the unit shares by a tie, or that the next better units do.
    pub(super) fn shared_seat(&self, unit: usize) -> Option<TieFacts> {
        let short = self.short(unit);
        let next = self.next_total(unit).map(|next| self.shorts_with(next)).unwrap_or_default();
        let ties: Vec<TieFacts> =
            (0..self.scorebook.checked.cuts.len()).filter_map(|at| self.tie(at)).collect();
        let with = |names: &[String]| {
            ties.iter().find(|tie| tie.units.iter().any(|name| names.contains(name))).cloned()
        };
        let item = |role: &str| format!("{}/{role}", self.class.units[unit].code);
        // The total is told under the unit's own keys: others' totals are not the paper's.
        if let Some(tie) = with(&[short]) {
            let total = self.scores[unit].published?;
            return Some(TieFacts {
                total: Some(self.print.decimal(&item("total"), total)),
                ..tie
            });
        }
        let total = self.print.total(&item("next"), self.next_total(unit)?);
        with(&next).map(|tie| TieFacts { total: Some(total), ..tie })
    }

    pub(super) fn risk_late(&self, unit: usize) -> Option<RiskLate> {
        let late = self.scores[unit].lateness?;
        let item = |role: &str| format!("{}/late/{role}", self.class.units[unit].code);
        let days = usize::try_from(late.days).ok()?;
        Some(RiskLate {
            days: self.print.count(&item("days"), days),
            points: self.print.least(&item("points"), late.points),
        })
    }

    /// The last appeal on an indicator.
    pub(super) fn risk_appeal(&self, unit: usize, leaf: usize) -> Option<RiskAppeal> {
        let mut appeals = self.class.registers.appeals.of(unit).rev();
        let appeal = appeals.find(|own| own.indicator == leaf)?;
        Some(RiskAppeal { number: appeal.number.clone(), decision: appeal.decision })
    }
}
