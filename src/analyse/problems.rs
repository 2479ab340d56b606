//! A unit's problems: one for every reason of every loss, with what came of it.
//!
//! Numbers, states and deadlines of problems are decided here alone; papers and results take them
//! from here.

use std::collections::BTreeSet;

use super::ClassAnalysis;
use super::rectification::may_still_come;
use crate::check::{Cause, Checked, CheckedClass, LedgerRow};
use crate::model::{Mend, Moment, Points, Recheck};
use crate::settings::Rectification;

/// One reason of one loss.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem<'a> {
    /// Its number, `<unit code>-<two digits>`, stable while points are corrected.
    pub number: String,
    /// Position of the indicator.
    pub leaf: usize,
    /// Place among the problems of its indicator, from 0.
    pub at: usize,
    /// What is wrong; none when the table does not say.
    pub text: Option<String>,
    /// Whether and when it can be mended, where the table says.
    pub mend: Option<Mend>,
    /// Its cause in the catalogue.
    pub cause: Option<&'a Cause>,
    /// Whether the unit lost points here for the same cause last year.
    pub repeated: bool,
    /// The returned ledger's row of it.
    pub row: Option<&'a LedgerRow>,
    /// How far it has come.
    pub state: State,
    /// Deadline: the returned one, else the one that the settings give; none where it cannot be
    /// mended, or nothing says it.
    pub due: Option<Moment>,
    /// Whether it was mended after its deadline, or not at all by the day of the re-check.
    pub overdue: bool,
    /// Whether it can be mended and its unit's ledger may still come in time.
    pub awaited: bool,
}

impl Problem<'_> {
    /// Whether the unit says that it is done and the re-check is to come, or sent it back.
    #[must_use]
    pub fn told(&self) -> bool {
        self.state == State::Done || self.sent_back()
    }

    /// Whether the re-check sent it back.
    #[must_use]
    pub fn sent_back(&self) -> bool {
        let found = self.row.and_then(|row| row.recheck);
        matches!(found, Some(Recheck::Refused | Recheck::FalseLink))
    }
}

/// How far a problem has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 待改.
    Open,
    /// 整改中.
    Working,
    /// 已改待查.
    Done,
    /// 已销号.
    Closed,
    /// 不可补救.
    Past,
}

impl State {
    /// Stable name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Working => "working",
            Self::Done => "done",
            Self::Closed => "closed",
            Self::Past => "past",
        }
    }
}

/// The cause of a loss, in the catalogue.
pub(super) fn cause<'a>(
    checked: &'a Checked,
    analysis: &ClassAnalysis,
    unit: usize,
    leaf: usize,
) -> Option<&'a Cause> {
    checked.cause(analysis.loss_causes.code(unit, leaf)?)
}

/// A unit's problems in table order. Numbers run over whatever lost points at first or at last, so
/// that a correction moves no other number.
#[must_use]
pub fn problems<'a>(
    checked: &'a Checked,
    class: usize,
    analysis: &ClassAnalysis,
    unit: usize,
) -> Vec<Problem<'a>> {
    let own = &checked.classes[class];
    let (mut problems, mut number) = (Vec::<Problem<'_>>::new(), 0);
    for (leaf, indicator) in own.system.indicators.iter().enumerate() {
        let points = own.cells.points(unit, leaf);
        let lost = |points: Points| points < indicator.full_marks;
        if points.is_some_and(lost) {
            let cause = cause(checked, analysis, unit, leaf);
            let settings = &checked.settings.rectification;
            problems.extend(of_leaf(own, settings, (unit, leaf), cause, &mut number));
        } else if points.is_some() && own.cells.first(unit, leaf).is_some_and(lost) {
            number += 1;
        }
    }
    let awaited = may_still_come(&checked.settings) && problems.iter().all(|one| one.row.is_none());
    for one in &mut problems {
        one.awaited = awaited && one.state != State::Past;
    }
    problems
}

/// Rows of a unit's returned ledger that are about an indicator without a loss (any more).
#[must_use]
pub fn idle_rows(class: &CheckedClass, unit: usize) -> usize {
    let loses: BTreeSet<usize> = class.loses(unit).collect();
    let rows = class.registers.ledger.of(unit);
    rows.filter(|row| !loses.contains(&row.indicator)).count()
}

fn of_leaf<'a>(
    class: &'a CheckedClass,
    settings: &Rectification,
    (unit, leaf): (usize, usize),
    cause: Option<&'a Cause>,
    number: &mut usize,
) -> Vec<Problem<'a>> {
    let texts = class.cells.reason(unit, leaf).map(split_reasons).unwrap_or_default();
    let texts: Vec<Option<String>> =
        if texts.is_empty() { vec![None] } else { texts.into_iter().map(Some).collect() };
    let mend = class.cells.mend(unit, leaf);
    let history = class.registers.history.as_ref();
    let repeated =
        history.zip(cause).is_some_and(|(history, cause)| history.repeats(unit, leaf, &cause.code));
    let rows = returned_rows(class, (unit, leaf), &texts);
    let problem = |((at, text), row): ((usize, Option<String>), Option<&'a LedgerRow>)| {
        *number += 1;
        let state = state(mend, row);
        let set = match mend {
            Some(Mend::Past) => None,
            Some(Mend::Periodic) => settings.due_periodic,
            Some(Mend::Now) | None => settings.due_now,
        };
        let due = row.and_then(|row| row.due).or(set);
        let missed = |due: Moment| {
            let done = row.and_then(|row| row.done);
            let open = !matches!(state, State::Closed | State::Past);
            done.or(settings.checked_on.filter(|_| open)).is_some_and(|day| day.is_after(due))
        };
        let overdue = match row.filter(|row| row.due.is_some()) {
            Some(row) => row.overdue,
            None => due.is_some_and(missed),
        };
        Problem {
            number: format!("{}-{number:02}", class.units[unit].code),
            leaf,
            at,
            text,
            mend,
            cause,
            repeated,
            row,
            state,
            due,
            overdue,
            awaited: false,
        }
    };
    texts.into_iter().enumerate().zip(rows).map(problem).collect()
}

/// The returned rows of an indicator's problems: a row of the same words, or whose words hold the
/// problem's among others; what is left over stands in the same order.
fn returned_rows<'a>(
    class: &'a CheckedClass,
    (unit, leaf): (usize, usize),
    texts: &[Option<String>],
) -> Vec<Option<&'a LedgerRow>> {
    let rows = class.registers.ledger.of(unit).filter(|row| row.indicator == leaf);
    let rows: Vec<&LedgerRow> = rows.collect();
    let said: Vec<Vec<String>> = rows.iter().map(|row| split_reasons(&row.problem)).collect();
    let same = |text: &Option<String>| {
        let text = text.as_ref()?;
        said.iter().position(|parts| parts.contains(text))
    };
    let known: Vec<Option<usize>> = texts.iter().map(same).collect();
    let taken: BTreeSet<usize> = known.iter().flatten().copied().collect();
    let mut left = (0..rows.len()).filter(|at| !taken.contains(at));
    known.into_iter().map(|known| known.or_else(|| left.next()).map(|at| rows[at])).collect()
}

fn state(mend: Option<Mend>, row: Option<&LedgerRow>) -> State {
    let Some(row) = row else {
        return if mend == Some(Mend::Past) { State::Past } else { State::Open };
    };
    match row.recheck {
        Some(Recheck::Closed) => State::Closed,
        Some(Recheck::Refused | Recheck::FalseLink) => State::Working,
        None if row.done.is_some() => State::Done,
        None if row.measure.is_some() => State::Working,
        None => State::Open,
    }
}

/// Splits a cell's reasons at semicolons and line breaks outside quotes and brackets.
fn split_reasons(text: &str) -> Vec<String> {
    const OPENING: &str = "\u{201C}\u{2018}\u{300A}\u{FF08}(\u{3010}";
    const CLOSING: &str = "\u{201D}\u{2019}\u{300B}\u{FF09})\u{3011}";
    let mut parts = vec![String::new()];
    let mut depth = 0_usize;
    for character in text.chars() {
        if OPENING.contains(character) {
            depth += 1;
        } else if CLOSING.contains(character) {
            depth = depth.saturating_sub(1);
        }
        let splits = character == '\n' || depth == 0 && matches!(character, '\u{FF1B}' | ';');
        if splits {
            depth = 0;
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(character);
        }
    }
    let parts = parts.iter().map(|part| part.trim().trim_end_matches('\u{3002}').to_owned());
    parts.filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::split_reasons;

    #[test]
    fn reasons_are_split_outside_quotes() {
        let split = split_reasons("a\u{FF1B}\u{201C}b\u{FF1B}c\u{201D};\n d\u{3002} ");
        assert_eq!(split, ["a", "\u{201C}b\u{FF1B}c\u{201D}", "d"]);
        assert!(split_reasons("\u{FF1B} ").is_empty());
    }
}
