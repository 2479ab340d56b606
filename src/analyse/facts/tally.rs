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
    /// Of these, units whose ledger may still come in time.
    pub awaited_units: Figure,
    /// Problems.
    pub problems: Figure,
    /// Problems that can be mended.
    pub mendable: Figure,
    /// Problems that can be mended of units whose ledger may still come in time.
    pub awaited: Figure,
    /// Problems that can be mended, but for those awaited: what 销号率 is a share of.
    pub counted: Figure,
    /// Problems that count and are not closed.
    pub counted_left: Figure,
    /// Problems that count, are not closed, and are neither overdue nor sent back nor said to be done.
    pub counted_rest: Figure,
    /// Of these, problems that show in the next cycle.
    pub periodic: Figure,
    /// 待改, but for those awaited.
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
    /// 销号率: closed problems of those that count, in percent; none where none counts.
    pub closed_rate: Option<Figure>,
    /// Mended late, or not mended by the day of the re-check.
    pub overdue: Figure,
    /// Of these, not closed yet.
    pub overdue_open: Figure,
    /// Mended late and closed.
    pub overdue_closed: Figure,
    /// Overdue, and said to be done or sent back, too.
    pub overdue_told: Figure,
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
            awaited_units: count("awaited-units", own.awaited_units),
            problems: count("problems", own.problems),
            mendable: count("mendable", own.mendable()),
            awaited: count("awaited", own.awaited),
            counted: count("counted", own.counted()),
            counted_left: count("counted-left", own.counted_left()),
            counted_rest: count("counted-rest", own.counted_rest()),
            periodic: count("periodic", own.periodic),
            open: count("open", own.of(State::Open) - own.awaited),
            working: count("working", own.of(State::Working)),
            done: count("done", own.of(State::Done)),
            closed: count("closed", own.of(State::Closed)),
            past: count("past", own.of(State::Past)),
            remaining: count("remaining", own.remaining()),
            closed_rate: own.closed_rate().map(|rate| print.rate(&key("closed-rate"), rate)),
            overdue: count("overdue", own.overdue),
            overdue_open: count("overdue-open", own.overdue_open),
            overdue_closed: count("overdue-closed", own.overdue - own.overdue_open),
            overdue_told: count("overdue-told", own.overdue_told),
            refused: count("refused", own.refused),
            false_links: count("false-links", own.false_links),
            sent_back: count("sent-back", own.refused + own.false_links),
            repeated: count("repeated", own.repeated),
        }
    }
}
