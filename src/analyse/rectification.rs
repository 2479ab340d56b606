//! How far rectification has come: one count for every paper and table that tells of it.

use super::problems::{Problem, State};
use crate::model::{Exact, Mend, Moment, Recheck, fraction};
use crate::settings::Settings;

/// Whether the outcome was checked before it was approved: ledgers came ahead of any demand.
#[must_use]
pub fn checked_ahead(settings: &Settings) -> bool {
    let approved = settings.assessment.approved_on.zip(settings.rectification.checked_on);
    approved.is_some_and(|(approved, checked)| approved.is_after(checked))
}

/// Whether ledgers might still be returned in time on the day of the re-check.
#[must_use]
pub fn may_still_come(settings: &Settings) -> bool {
    let mending = &settings.rectification;
    let in_time = |due: Moment| mending.checked_on.is_some_and(|day| !day.is_after(due));
    mending.due_now.map_or_else(|| checked_ahead(settings), in_time)
}

/// Counts over the problems of a unit, of a class or of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Units with a problem.
    pub units: usize,
    /// Of these, units that returned a ledger.
    pub returned: usize,
    /// Of these, units that have something to mend and had it all closed.
    pub finished: usize,
    /// Of these, units that have something to mend and returned nothing.
    pub silent: usize,
    /// Of these, units whose ledger may still come in time.
    pub awaited_units: usize,
    /// Problems.
    pub problems: usize,
    /// Problems by state, in the order of [`State`].
    states: [usize; 5],
    /// Problems that show in the next cycle (下一周期体现).
    pub periodic: usize,
    /// Problems that can be mended of units whose ledger may still come in time.
    pub awaited: usize,
    /// Problems that were or are not mended in time.
    pub overdue: usize,
    /// Of these, problems that are not closed yet.
    pub overdue_open: usize,
    /// Of these, problems that are said to be done or were sent back, too.
    pub overdue_told: usize,
    /// Problems refused by the re-check.
    pub refused: usize,
    /// Problems whose link does not show what was said.
    pub false_links: usize,
    /// Problems that were there last year, too.
    pub repeated: usize,
}

impl Tally {
    /// The tally of problems, which count as one unit's.
    #[must_use]
    pub fn of_unit(own: &[Problem<'_>]) -> Self {
        let count =
            |test: &dyn Fn(&Problem<'_>) -> bool| own.iter().filter(|one| test(one)).count();
        let found = |wanted| count(&|one| one.row.is_some_and(|row| row.recheck == Some(wanted)));
        let mut tally = Self {
            units: usize::from(!own.is_empty()),
            returned: usize::from(own.iter().any(|one| one.row.is_some())),
            finished: 0,
            silent: 0,
            awaited_units: usize::from(own.iter().any(|one| one.awaited)),
            problems: own.len(),
            states: [0; 5],
            awaited: count(&|one| one.awaited),
            periodic: count(&|one| one.mend == Some(Mend::Periodic)),
            overdue: count(&|one| one.overdue),
            overdue_open: count(&|one| one.overdue && one.state != State::Closed),
            overdue_told: count(&|one| one.overdue && one.told()),
            refused: found(Recheck::Refused),
            false_links: found(Recheck::FalseLink),
            repeated: count(&|one| one.repeated),
        };
        for one in own {
            tally.states[one.state as usize] += 1;
        }
        let closed = tally.of(State::Closed);
        tally.finished = usize::from(closed > 0 && closed == tally.mendable());
        tally.silent = usize::from(tally.returned == 0 && tally.mendable() > 0);
        tally
    }

    /// Adds another tally, of other units.
    pub fn add(&mut self, other: &Self) {
        self.units += other.units;
        self.returned += other.returned;
        self.finished += other.finished;
        self.silent += other.silent;
        self.awaited_units += other.awaited_units;
        self.problems += other.problems;
        for (own, more) in self.states.iter_mut().zip(other.states) {
            *own += more;
        }
        self.periodic += other.periodic;
        self.awaited += other.awaited;
        self.overdue += other.overdue;
        self.overdue_open += other.overdue_open;
        self.overdue_told += other.overdue_told;
        self.refused += other.refused;
        self.false_links += other.false_links;
        self.repeated += other.repeated;
    }

    /// Problems of a state.
    #[must_use]
    pub const fn of(&self, state: State) -> usize {
        self.states[state as usize]
    }

    /// Problems that can be mended: all but those that nothing can be done about any more.
    #[must_use]
    pub const fn mendable(&self) -> usize {
        self.problems - self.of(State::Past)
    }

    /// Problems that can be mended and are not closed.
    #[must_use]
    pub const fn remaining(&self) -> usize {
        self.mendable() - self.of(State::Closed)
    }

    /// Problems that can be mended, but for those of units whose ledger may still come in time.
    #[must_use]
    pub const fn counted(&self) -> usize {
        self.mendable() - self.awaited
    }

    /// Of these, problems that are not closed.
    #[must_use]
    pub const fn counted_left(&self) -> usize {
        self.counted() - self.of(State::Closed)
    }

    /// Of these, problems that are neither overdue nor sent back nor said to be done.
    #[must_use]
    pub const fn counted_rest(&self) -> usize {
        let told = self.of(State::Done) + self.refused + self.false_links;
        (self.counted_left() + self.overdue_told).saturating_sub(told + self.overdue_open)
    }

    /// 销号率: closed problems as a share of those that count, 0 to 1; none without any.
    #[must_use]
    pub fn closed_rate(&self) -> Option<Exact> {
        let exact = |count: usize| i128::try_from(count).unwrap_or_default();
        let counted = self.counted();
        (counted > 0).then(|| fraction(exact(self.of(State::Closed)), exact(counted)))
    }

    /// The sum of some tallies.
    #[must_use]
    pub fn sum<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        all.into_iter().fold(Self::default(), |mut sum, own| {
            sum.add(own);
            sum
        })
    }
}
