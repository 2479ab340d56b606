//! Facts of 整改通知: what one unit has to mend, and until when.

use serde::Serialize;

use super::super::AssessmentFacts;
use super::super::tally::TallyFacts;
use super::Subject;
use super::problems::ProblemFacts;
use crate::analyse::{Analysis, State, Tally, problems};
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
    /// Problems that can be mended at once and are not closed.
    pub now: Figure,
    /// Problems that show in the next cycle and are not closed.
    pub periodic: Figure,
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
            let open = all.iter().filter(|one| !matches!(one.state, State::Closed | State::Past));
            open.filter(|one| wanted(one.mend)).count()
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
            now: self.print.count("left/now", left(&|mend| mend != Some(Mend::Periodic))),
            periodic: self.print.count("left/periodic", periodic),
            due_now: settings.due_now,
            due_periodic: settings.due_periodic,
            checked_on: settings.checked_on.filter(after),
            largest,
            problems: self.problems(),
        }
    }
}
