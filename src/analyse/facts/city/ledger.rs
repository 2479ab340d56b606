//! Returned rectification ledgers.

use serde::Serialize;

use super::Subject;
use super::mended::{OverdueUnits, city_print, city_tally, overdue};
use crate::analyse::facts::tally::TallyFacts;
use crate::model::{Moment, Recheck};
use crate::settings::Stage;

/// Rectification, over all classes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LedgerFacts {
    /// How far it has come.
    pub tally: TallyFacts,
    /// Day of the re-check, where the settings say it.
    pub checked_on: Option<Moment>,
    /// Last day for ledgers and for what can be mended at once.
    pub due_now: Option<Moment>,
    /// Problems refused by the re-check.
    pub refused: Vec<LedgerRowFacts>,
    /// Problems whose link does not show what was said.
    pub false_links: Vec<LedgerRowFacts>,
    /// Units with overdue problems.
    pub overdue: OverdueUnits,
}

/// A problem of a ledger.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LedgerRowFacts {
    /// Short name of the unit.
    pub unit: String,
    /// Number of the problem.
    pub number: Option<String>,
    /// Problem.
    pub problem: String,
    /// What the re-check says.
    pub reason: Option<String>,
}

/// Returned ledgers; none before `rectified` and without a register.
pub(super) fn ledger(subjects: &[Subject<'_>]) -> Option<LedgerFacts> {
    let first = subjects.first()?;
    let rows = || {
        subjects.iter().flat_map(|subject| {
            subject.class.registers.ledger.iter().map(move |row| (subject, row))
        })
    };
    if first.stage() < Stage::Rectified || rows().next().is_none() {
        return None;
    }
    let with = |test: &dyn Fn(&crate::check::LedgerRow) -> bool| -> Vec<LedgerRowFacts> {
        let own = rows().filter(|(_, row)| test(row));
        let fact = |(subject, row): (&Subject<'_>, &crate::check::LedgerRow)| LedgerRowFacts {
            unit: subject.short(row.unit),
            number: row.number.clone(),
            problem: row.problem.clone(),
            reason: row.recheck_reason.clone(),
        };
        own.map(fact).collect()
    };
    let mending = &first.scorebook.checked.settings.rectification;
    Some(LedgerFacts {
        tally: TallyFacts::new(&city_print(subjects)?, "", &city_tally(subjects)),
        checked_on: mending.checked_on,
        due_now: mending.due_now,
        refused: with(&|row| row.recheck == Some(Recheck::Refused)),
        false_links: with(&|row| row.recheck == Some(Recheck::FalseLink)),
        overdue: overdue(subjects),
    })
}
