//! Counts of rectification, as papers print them.

use serde::Serialize;

use super::print::Printer;
use crate::analyse::{State, Tally};
use crate::model::Figure;

/// How far rectification has come in a unit, in a class or in all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TallyFacts {
    /// Units with a problem.
    pub units: Figure,
    /// Of these, units that returned a ledger.
    pub returned: Figure,
    /// Of these, units that had closed all that can be mended.
    pub finished: Figure,
    /// Of these, units that have something to mend and returned nothing.
    pub silent: Figure,
    /// Problems.
    pub problems: Figure,
    /// Problems that can be mended.
    pub mendable: Figure,
    /// Of these, problems that show in the next cycle.
    pub periodic: Figure,
    /// 待改.
    pub open: Figure,
    /// 整改中.
    pub working: Figure,
    /// 已改待查.
    pub done: Figure,
    /// 已销号.
    pub closed: Figure,
    /// 不可补救.
    pub past: Figure,
    /// Those that can be mended and are not closed.
    pub remaining: Figure,
    /// 销号率: closed of those that can be mended, in percent; none where nothing can be.
    pub closed_rate: Option<Figure>,
    /// Mended late, or not mended by the day of the re-check.
    pub overdue: Figure,
    /// Of these, not closed yet.
    pub overdue_open: Figure,
    /// Refused by the re-check.
    pub refused: Figure,
    /// Whose link does not show what was said.
    pub false_links: Figure,
    /// Sent back for either reason.
    pub sent_back: Figure,
    /// There last year, too.
    pub repeated: Figure,
}

impl TallyFacts {
    /// Writes a tally; keys are `<subject>/tally/<what>`, with `whose` between where it is said.
    pub(super) fn new(print: &Printer<'_>, whose: &str, own: &Tally) -> Self {
        let key = |item: &str| match whose {
            "" => format!("tally/{item}"),
            whose => format!("{whose}/tally/{item}"),
        };
        let count = |item: &str, count: usize| print.count(&key(item), count);
        Self {
            units: count("units", own.units),
            returned: count("returned", own.returned),
            finished: count("finished", own.finished),
            silent: count("silent", own.silent),
            problems: count("problems", own.problems),
            mendable: count("mendable", own.mendable()),
            periodic: count("periodic", own.periodic),
            open: count("open", own.of(State::Open)),
            working: count("working", own.of(State::Working)),
            done: count("done", own.of(State::Done)),
            closed: count("closed", own.of(State::Closed)),
            past: count("past", own.of(State::Past)),
            remaining: count("remaining", own.remaining()),
            closed_rate: own.closed_rate().map(|rate| print.rate(&key("closed-rate"), rate)),
            overdue: count("overdue", own.overdue),
            overdue_open: count("overdue-open", own.overdue_open),
            refused: count("refused", own.refused),
            false_links: count("false-links", own.false_links),
            sent_back: count("sent-back", own.refused + own.false_links),
            repeated: count("repeated", own.repeated),
        }
    }
}
