//! Facts of 整改复查通报: what the re-check found, as units may read it of each other: names and
//! counts, no points, no rank, no problem of anybody.

use serde::Serialize;

use super::mended::{CauseTally, OverdueUnits, by_cause, city_print, city_tally, overdue};
use super::{Subject, subjects};
use crate::analyse::facts::AssessmentFacts;
use crate::analyse::facts::tally::TallyFacts;
use crate::analyse::rectification::{checked_ahead, may_still_come};
use crate::analyse::{Analysis, Tally};
use crate::model::{Figure, Moment};
use crate::score::Scorebook;

/// What 整改复查通报 knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecheckFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// Day of the re-check.
    pub checked_on: Option<Moment>,
    /// Last day for ledgers and for what can be mended at once.
    pub due_now: Option<Moment>,
    /// Last day for what shows in the next cycle.
    pub due_periodic: Option<Moment>,
    /// Whether it was checked before the outcome was approved: ledgers came ahead of any demand.
    pub ahead: bool,
    /// Whether ledgers might still be returned when it was checked.
    pub waiting: bool,
    /// All classes together; none without a class.
    pub tally: Option<TallyFacts>,
    /// Units with overdue problems.
    pub overdue: OverdueUnits,
    /// Problems by cause.
    pub causes: Vec<CauseTally>,
    /// Classes.
    pub classes: Vec<RecheckClass>,
}

/// One class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecheckClass {
    /// Name.
    pub name: String,
    /// All its units.
    pub count: Figure,
    /// How far it has come.
    pub tally: TallyFacts,
    /// Short names of units that had everything closed, in list order.
    pub finished: Vec<String>,
    /// Units that did not, in list order; of very many those with the most that is not closed.
    pub unfinished: Vec<RecheckUnit>,
    /// Number of units that did not.
    pub unfinished_count: Figure,
}

/// A unit that has something left to mend.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecheckUnit {
    /// Short name.
    pub short: String,
    /// Whether it returned a ledger.
    pub returned: bool,
    /// How far it has come.
    pub tally: TallyFacts,
}

/// Cuts out the facts of 整改复查通报.
#[must_use]
pub fn recheck(scorebook: &Scorebook, analysis: &Analysis) -> RecheckFacts {
    let settings = &scorebook.checked.settings;
    let subjects = subjects(scorebook, analysis);
    let print = city_print(&subjects);
    let tally = city_tally(&subjects);
    let mending = &settings.rectification;
    // It is signed after the re-check, not on the day of approval.
    let assessment = AssessmentFacts { approved_on: None, ..AssessmentFacts::new(settings) };
    RecheckFacts {
        assessment,
        checked_on: mending.checked_on,
        due_now: mending.due_now,
        due_periodic: mending.due_periodic,
        ahead: checked_ahead(settings),
        waiting: may_still_come(settings),
        tally: print.as_ref().map(|print| TallyFacts::new(print, "", &tally)),
        overdue: overdue(&subjects),
        causes: print.map(|print| by_cause(&subjects, &print)).unwrap_or_default(),
        classes: subjects.iter().map(Subject::recheck).collect(),
    }
}

impl Subject<'_> {
    fn recheck(&self) -> RecheckClass {
        let tallies = self.tallies();
        let own = || tallies.iter().enumerate();
        let left: Vec<usize> =
            (0..tallies.len()).filter(|unit| tallies[*unit].remaining() > 0).collect();
        let unit = |unit: usize| RecheckUnit {
            short: self.short(unit),
            returned: tallies[unit].returned > 0,
            tally: TallyFacts::new(&self.print, &self.class.units[unit].code, &tallies[unit]),
        };
        RecheckClass {
            name: self.class.name.clone(),
            count: self.print.count("units", self.unit_count()),
            tally: TallyFacts::new(&self.print, "", &Tally::sum(&tallies)),
            finished: self.shorts(own().filter(|(_, own)| own.finished > 0).map(|(at, _)| at)),
            unfinished_count: self.print.count("recheck/unfinished", left.len()),
            unfinished: self.heaviest(left, &tallies).into_iter().map(unit).collect(),
        }
    }
}
