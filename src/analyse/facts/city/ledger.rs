//! Returned rectification ledgers.

use serde::Serialize;

use super::Subject;
use crate::model::{Figure, Moment, Recheck};
use crate::settings::Stage;

/// Returned ledgers, over all classes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LedgerFacts {
    /// Problems in them.
    pub count: Figure,
    /// Units that returned one.
    pub units: Figure,
    /// Day of the re-check, where the settings say it.
    pub checked_on: Option<Moment>,
    /// Problems closed by the re-check.
    pub closed: Figure,
    /// Share of these, in percent.
    pub closed_share: Figure,
    /// Problems without a re-check.
    pub open: Figure,
    /// Problems refused by the re-check.
    pub refused: Vec<LedgerRowFacts>,
    /// Problems whose link does not show what was said.
    pub false_links: Vec<LedgerRowFacts>,
    /// Problems done after their deadline, or due and not done.
    pub overdue: Vec<LedgerRowFacts>,
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
    let count = rows().count();
    if first.stage() < Stage::Rectified || count == 0 {
        return None;
    }
    let units: std::collections::BTreeSet<(usize, usize)> =
        rows().map(|(subject, row)| (subject.position, row.unit)).collect();
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
    let closed = rows().filter(|(_, row)| row.recheck == Some(Recheck::Closed)).count();
    let share = super::super::print::ratio(closed, count);
    let figure = |item: &str, count| Figure::count(format!("city/ledger/{item}"), count);
    Some(LedgerFacts {
        count: figure("problems", count),
        units: figure("units", units.len()),
        checked_on: first.scorebook.checked.settings.rectification.checked_on,
        closed: figure("closed", closed),
        closed_share: Figure::new("city/ledger/closed-share", first.print.rounded_rate(share)),
        open: figure("open", rows().filter(|(_, row)| row.recheck.is_none()).count()),
        refused: with(&|row| row.recheck == Some(Recheck::Refused)),
        false_links: with(&|row| row.recheck == Some(Recheck::FalseLink)),
        overdue: with(&|row| row.overdue),
    })
}
