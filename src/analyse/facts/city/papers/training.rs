//! Facts of the 培训要点: common problems as teaching points, without any unit.

use serde::Serialize;

use super::super::Subject;
use super::super::problems::shortcomings;
use super::super::quotes::{gist, is_short, losers};
use super::anonymous::Anonymity;
use super::plain::{PlainProblem, plain_problems};
use super::subjects;
use crate::analyse::facts::AssessmentFacts;
use crate::analyse::facts::print::ratio;
use crate::analyse::{Analysis, IndicatorGroup as Group};
use crate::model::{Figure, Points};
use crate::score::Scorebook;

/// What the 培训要点 knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrainingFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// All units of all classes.
    pub unit_count: Figure,
    /// How many classes there are, by their names.
    pub classes: Vec<String>,
    /// The points, heaviest loss first.
    pub points: Vec<TrainingPoint>,
    /// All causes, most losses first; empty when none is known.
    pub causes: Vec<TrainingCause>,
    /// Losses over all classes; none without causes.
    pub losses: Option<Figure>,
}

/// A teaching point: an indicator in which many lose.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrainingPoint {
    /// The shortcoming, with causes and what to do.
    #[serde(flatten)]
    pub problem: PlainProblem,
    /// What is asked for; of each class its own, equal ones once.
    pub requirements: Vec<RequirementFacts>,
    /// Share of losing units in percent; none of few.
    pub share: Option<Figure>,
    /// Units with full marks.
    pub full: Figure,
    /// Reasons that tell nothing of whose they are.
    pub reasons: Vec<String>,
}

/// What an indicator asks for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RequirementFacts {
    /// Names of the classes that it holds for.
    pub classes: Vec<String>,
    /// What is looked at.
    pub look: Option<String>,
    /// Criterion.
    pub criterion: Option<String>,
    /// Legal basis.
    pub basis: Option<String>,
}

/// A cause of losses.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrainingCause {
    /// Name.
    pub name: String,
    /// Losses.
    pub count: Figure,
    /// Share in all losses, in percent.
    pub share: Figure,
    /// Units that have one.
    pub units: Figure,
    /// Recommended action.
    pub action: Option<String>,
}

/// Cuts out the facts of the 培训要点.
#[must_use]
pub fn training(scorebook: &Scorebook, analysis: &Analysis) -> TrainingFacts {
    let checked = &scorebook.checked;
    let subjects = subjects(scorebook, analysis);
    let causes = super::super::causes::causes(&subjects);
    let losses = causes.as_ref().map(|causes| causes.count.clone());
    let causes = causes.into_iter().flat_map(|causes| causes.list);
    let units = checked.classes.iter().map(|class| class.units.len()).sum();
    TrainingFacts {
        assessment: AssessmentFacts::new(&checked.settings),
        unit_count: Figure::count("city/units", units),
        classes: checked.classes.iter().map(|class| class.name.clone()).collect(),
        points: points(&subjects, &analysis.groups),
        causes: causes
            .map(|own| TrainingCause {
                name: own.name,
                count: own.count,
                share: own.share,
                units: own.units,
                action: own.action,
            })
            .collect(),
        losses,
    }
}

fn points(subjects: &[Subject<'_>], groups: &[Group]) -> Vec<TrainingPoint> {
    let anonymity = Anonymity::new(subjects);
    let mut told: Vec<String> = Vec::new();
    let (problems, _) = plain_problems(subjects, groups);
    let list = shortcomings(subjects, groups);
    let Some(most) = subjects.first().map(|own| &own.scorebook.checked.settings.training) else {
        return Vec::new();
    };
    let points = problems.into_iter().take(most.points_most).filter_map(|problem| {
        let own = problem.classes.first()?;
        let is_own = |(class, leaf): &(usize, usize)| {
            let class = subjects[*class].class;
            class.name == own.own.class && class.system.indicators[*leaf].code == own.own.code
        };
        let group = list.iter().find(|group| group.iter().any(is_own))?;
        Some(point(subjects, group, problem, &anonymity, &mut told))
    });
    points.collect()
}

fn point(
    subjects: &[Subject<'_>],
    group: &Group,
    problem: PlainProblem,
    anonymity: &Anonymity,
    told: &mut Vec<String>,
) -> TrainingPoint {
    let all = || group.iter().map(|(class, leaf)| (&subjects[*class], *leaf));
    let sum = |of: fn(&crate::analyse::IndicatorStatistics) -> usize| -> usize {
        all().map(|(subject, leaf)| of(&subject.analysis.indicators[leaf])).sum()
    };
    let (count, losing, full) = (sum(|own| own.count), sum(|own| own.losing), sum(|own| own.full));
    let first = &subjects[group[0].0];
    let key = |role: &str| format!("training/{}/{role}", problem.classes[0].own.code);
    let least = first.scorebook.checked.settings.statistics.percentile_least;
    let share = (count >= least).then(|| first.print.rounded_rate(ratio(losing, count)));
    TrainingPoint {
        requirements: requirements(subjects, group),
        share: share.map(|share| Figure::new(key("losing-share"), share)),
        full: Figure::count(key("full"), full),
        reasons: reasons(subjects, group, anonymity, told),
        problem,
    }
}

fn requirements(subjects: &[Subject<'_>], group: &Group) -> Vec<RequirementFacts> {
    let mut list: Vec<RequirementFacts> = Vec::new();
    for (class, leaf) in group {
        let class = subjects[*class].class;
        let own = &class.system.indicators[*leaf];
        let same = |other: &&mut RequirementFacts| {
            other.look == own.look && other.criterion == own.criterion && other.basis == own.basis
        };
        match list.iter_mut().find(same) {
            Some(other) => other.classes.push(class.name.clone()),
            None => list.push(RequirementFacts {
                classes: vec![class.name.clone()],
                look: own.look.clone(),
                criterion: own.criterion.clone(),
                basis: own.basis.clone(),
            }),
        }
    }
    list
}

/// Reasons of different causes first, those of a known one before others, of the largest losses,
/// none twice, nor one that differs in the name of a column or in a number alone.
fn reasons(
    subjects: &[Subject<'_>],
    group: &Group,
    anonymity: &Anonymity,
    told: &mut Vec<String>,
) -> Vec<String> {
    let most = subjects[group[0].0].scorebook.checked.settings.training.reasons_most;
    let mut list: Vec<(Points, Option<&str>, &str)> = losers(subjects, group)
        .filter_map(|(subject, unit, leaf, cause)| {
            let reason = subject.class.cells.reason(unit, leaf)?;
            let loss = subject.analysis.units[unit].items[leaf].loss;
            (is_short(reason) && anonymity.keeps(reason)).then_some((loss, cause, reason))
        })
        .collect();
    list.sort_by_key(|own| (own.1.is_none(), std::cmp::Reverse(own.0)));
    let mut chosen: Vec<(Option<&str>, &str)> = Vec::new();
    for fresh in [true, false] {
        for (_, cause, reason) in &list {
            let other = chosen.iter().any(|own| own.0 == *cause);
            let twice = told.iter().any(|own| gist(own) == gist(reason));
            if chosen.len() < most && !twice && !(fresh && other) {
                chosen.push((*cause, reason));
                told.push((*reason).to_owned());
            }
        }
    }
    chosen.into_iter().map(|(_, reason)| reason.to_owned()).collect()
}
