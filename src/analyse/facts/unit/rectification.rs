//! Facts of 整改通知: what one unit has to mend, and until when.

use serde::Serialize;

use super::super::AssessmentFacts;
use super::super::tally::TallyFacts;
use super::Subject;
use super::problems::ProblemFacts;
use crate::analyse::{Analysis, Problem, State, Tally, problems};
use crate::model::{Figure, Mend, Moment};
use crate::score::Scorebook;

/// Problems named in the text as the largest.
const NAMED: usize = 3;

/// What a unit's 整改通知 knows: no total, no rank, no grade, and nothing of any class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RectificationFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// Whether dimensions are themselves the indicators.
    pub one_level: bool,
    /// Points lost, of what applies.
    pub loss: Figure,
    /// Indicators that lose points.
    pub indicators: Figure,
    /// How far it has come.
    pub tally: TallyFacts,
    /// Whether the table says what can be mended.
    pub has_mend: bool,
    /// What is left of the ledger that it returned; none where it returned none.
    pub handed: Option<HandedFacts>,
    /// Problems that can be mended at once, are not closed and stand in no returned ledger.
    pub now: Figure,
    /// Problems that show in the next cycle, are not closed and stand in no returned ledger.
    pub periodic: Figure,
    /// Problems that are not closed and for which an action is proposed, not told by the unit.
    pub proposed: Figure,
    /// Last day for the former.
    pub due_now: Option<Moment>,
    /// Last day for the latter.
    pub due_periodic: Option<Moment>,
    /// Day of the re-check, where it is after the last day.
    pub checked_on: Option<Moment>,
    /// Positions among the problems of those with the largest losses, largest first.
    pub largest: Vec<usize>,
    /// Problems in table order.
    pub problems: Vec<ProblemFacts>,
}

/// What is left of a returned ledger: problems that are not closed, each in one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HandedFacts {
    /// All of them.
    pub count: Figure,
    /// Deadline missed and nothing said to be done since.
    pub late: Figure,
    /// The deadline that those gave themselves, where it is one for all.
    pub late_due: Option<Moment>,
    /// Whether the unit gave itself the deadlines that it missed.
    pub late_own: bool,
    /// Sent back by the re-check, in time.
    pub sent_back: Figure,
    /// Said to be done, with the re-check to come.
    pub done: Figure,
    /// The others by deadline, earliest first, those without one last.
    pub coming: Vec<ComingFacts>,
    /// Last day for what is late or was sent back; none where it has passed, or nothing says it.
    pub by: Option<Moment>,
}

/// Problems of a returned ledger that are due on one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComingFacts {
    /// How many.
    pub count: Figure,
    /// When they are due, where anything says it.
    pub due: Option<Moment>,
}

/// Cuts out the facts of a unit's 整改通知.
#[must_use]
pub fn rectification(
    scorebook: &Scorebook,
    analysis: &Analysis,
    class: usize,
    unit: usize,
) -> RectificationFacts {
    Subject::new(scorebook, analysis, class, unit).rectification()
}

impl Subject<'_> {
    fn rectification(&self) -> RectificationFacts {
        let own = &self.class.units[self.unit];
        let all = problems(self.checked, self.position, self.analysis, self.unit);
        let indicators = all.iter().filter(|problem| problem.at == 0).count();
        let left = |wanted: &dyn Fn(Option<Mend>) -> bool| {
            let fresh = all.iter().filter(|one| is_left(one) && one.row.is_none());
            fresh.filter(|one| wanted(one.mend)).count()
        };
        let periodic = left(&|mend| mend == Some(Mend::Periodic));
        let settings = &self.settings.rectification;
        let after = |day: &Moment| settings.due_now.is_some_and(|due| day.is_after(due));
        let mut largest: Vec<usize> = (0..all.len()).filter(|at| all[*at].at == 0).collect();
        largest.sort_by_key(|at| std::cmp::Reverse(self.item(all[*at].leaf).loss));
        largest.truncate(NAMED);
        RectificationFacts {
            assessment: AssessmentFacts::new(self.settings),
            name: own.name.clone(),
            short: own.short.clone(),
            one_level: self.class.system.one_level(),
            loss: self.print.points("loss", self.loss()),
            indicators: self.print.count("losing", indicators),
            tally: TallyFacts::new(&self.print, "", &Tally::of_unit(&all)),
            has_mend: all.iter().any(|problem| problem.mend.is_some()),
            handed: self.handed(&all),
            now: self.print.count("left/now", left(&|mend| mend != Some(Mend::Periodic))),
            periodic: self.print.count("left/periodic", periodic),
            proposed: self
                .print
                .count("left/proposed", all.iter().filter(|one| proposes(one)).count()),
            due_now: settings.due_now,
            due_periodic: settings.due_periodic,
            checked_on: settings.checked_on.filter(after),
            largest,
            problems: self.problems(),
        }
    }

    /// What is left of the returned ledger.
    fn handed(&self, all: &[Problem<'_>]) -> Option<HandedFacts> {
        all.iter().find(|one| one.row.is_some())?;
        let settings = &self.settings.rectification;
        // The letter is written on the day of approval: what was due before is late then.
        let signed = self.settings.assessment.approved_on;
        let missed = |due: Moment| signed.is_some_and(|day| day.is_after(due));
        let left = all.iter().filter(|one| is_left(one) && one.row.is_some());
        let (done, rest): (Vec<_>, Vec<_>) = left.partition(|one| one.state == State::Done);
        let (sent_back, rest): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|one| one.sent_back() && !one.overdue);
        let (late, rest): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|one| one.overdue || one.due.is_some_and(missed));
        let mut coming: Vec<(Option<Moment>, usize)> = Vec::new();
        for one in &rest {
            match coming.iter_mut().find(|(due, _)| *due == one.due) {
                Some((_, count)) => *count += 1,
                None => coming.push((one.due, 1)),
            }
        }
        coming.sort_by_key(|(due, _)| (due.is_none(), due.map(|due| due.to_string())));
        let count = |item: &str, count: usize| self.print.count(&format!("handed/{item}"), count);
        let coming = coming.into_iter().enumerate().map(|(at, (due, own))| ComingFacts {
            count: count(&format!("coming{}", at + 1), own),
            due,
        });
        let coming: Vec<ComingFacts> = coming.collect();
        let own_due = |one: &&Problem<'_>| one.row.and_then(|row| row.due);
        let late_own = late.iter().all(|one| own_due(one).is_some());
        let first = late.first().and_then(own_due);
        let one_day = late.iter().all(|one| own_due(one) == first);
        let checked = settings.checked_on;
        let ahead = |due: &Moment| checked.is_none_or(|day| !day.is_after(*due));
        Some(HandedFacts {
            count: count("count", done.len() + sent_back.len() + late.len() + rest.len()),
            late: count("late", late.len()),
            late_due: first.filter(|_| one_day),
            late_own,
            sent_back: count("sent-back", sent_back.len()),
            done: count("done", done.len()),
            coming,
            by: settings.due_now.filter(ahead),
        })
    }
}

/// Whether a problem is still to be mended.
const fn is_left(one: &Problem<'_>) -> bool {
    !matches!(one.state, State::Closed | State::Past)
}

/// Whether an action is proposed where the unit has told none.
fn proposes(one: &Problem<'_>) -> bool {
    is_left(one) && one.row.is_none_or(|row| row.measure.is_none())
}
