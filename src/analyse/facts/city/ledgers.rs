//! Facts of 整改台账汇总: every unit's problems and how far they have come.

use serde::Serialize;

use super::mended::{CauseTally, OverdueUnits, by_cause, city_print, city_tally, overdue};
use super::{Subject, subjects};
use crate::analyse::facts::tally::TallyFacts;
use crate::analyse::facts::{AssessmentFacts, ProblemFacts, unit};
use crate::analyse::{Analysis, Tally, idle_rows};
use crate::model::{Figure, Moment, Points};
use crate::score::Scorebook;

/// What 整改台账汇总 knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LedgersFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// Last day for what can be mended at once.
    pub due_now: Option<Moment>,
    /// Last day for what shows in the next cycle.
    pub due_periodic: Option<Moment>,
    /// Day of the re-check.
    pub checked_on: Option<Moment>,
    /// All classes together; none without a class.
    pub tally: Option<TallyFacts>,
    /// Units with overdue problems.
    pub overdue: OverdueUnits,
    /// Rows of returned ledgers about indicators without a loss.
    pub idle: Figure,
    /// Whether the problems are listed.
    pub listed: bool,
    /// Problems by cause.
    pub causes: Vec<CauseTally>,
    /// Classes.
    pub classes: Vec<LedgersClass>,
}

/// One class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LedgersClass {
    /// Name.
    pub name: String,
    /// All its units.
    pub count: Figure,
    /// How far it has come.
    pub tally: TallyFacts,
    /// Units with a problem, in list order; of very many whose problems are not listed those with the
    /// most that is not closed.
    pub units: Vec<LedgersUnit>,
    /// Number of units with a problem.
    pub unit_count: Figure,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LedgersUnit {
    /// Short name.
    pub short: String,
    /// Points lost.
    pub loss: Figure,
    /// How far it has come.
    pub tally: TallyFacts,
    /// Its problems; empty where they are not listed.
    pub problems: Vec<ProblemFacts>,
}

/// Cuts out the facts of 整改台账汇总.
#[must_use]
pub fn ledgers(scorebook: &Scorebook, analysis: &Analysis) -> LedgersFacts {
    let settings = &scorebook.checked.settings;
    let subjects = subjects(scorebook, analysis);
    let tally = city_tally(&subjects);
    let listed = tally.problems <= settings.rectification.listed_most;
    let print = city_print(&subjects);
    let idle = |own: &Subject<'_>| -> usize {
        (0..own.unit_count()).map(|unit| idle_rows(own.class, unit)).sum()
    };
    LedgersFacts {
        assessment: AssessmentFacts::new(settings),
        due_now: settings.rectification.due_now,
        due_periodic: settings.rectification.due_periodic,
        checked_on: settings.rectification.checked_on,
        tally: print.as_ref().map(|print| TallyFacts::new(print, "", &tally)),
        overdue: overdue(&subjects),
        idle: Figure::count("city/tally/idle", subjects.iter().map(idle).sum()),
        listed,
        causes: print.map(|print| by_cause(&subjects, &print)).unwrap_or_default(),
        classes: subjects.iter().map(|own| own.ledgers(analysis, listed)).collect(),
    }
}

impl Subject<'_> {
    fn ledgers(&self, analysis: &Analysis, listed: bool) -> LedgersClass {
        let tallies = self.tallies();
        let with_problem: Vec<usize> =
            (0..tallies.len()).filter(|unit| tallies[*unit].problems > 0).collect();
        let count = with_problem.len();
        let shown = if listed { with_problem } else { self.heaviest(with_problem, &tallies) };
        let unit = |unit: usize| {
            let own = &tallies[unit];
            let code = &self.class.units[unit].code;
            let score = &self.scores[unit];
            let loss = score.applicable_marks.scaled() - score.points.scaled();
            let problems = || unit::problems_of(self.scorebook, analysis, self.position, unit);
            LedgersUnit {
                short: self.short(unit),
                loss: self.print.points(&format!("{code}/loss"), Points::from_scaled(loss)),
                tally: TallyFacts::new(&self.print, code, own),
                problems: if listed { problems() } else { Vec::new() },
            }
        };
        LedgersClass {
            name: self.class.name.clone(),
            count: self.print.count("units", self.unit_count()),
            tally: TallyFacts::new(&self.print, "", &Tally::sum(&tallies)),
            units: shown.into_iter().map(unit).collect(),
            unit_count: self.print.count("ledger/units", count),
        }
    }
}
