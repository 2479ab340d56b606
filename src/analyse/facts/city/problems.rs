//! Common shortcomings: weak indicators and main losses, with causes, quotes and who does it well.

use serde::Serialize;

use super::groups::HIGH_RATE;
use super::quotes::{problem_causes, quotes};
use super::{ProblemCause, QuoteFacts, RateFacts, Subject};
use crate::analyse::IndicatorGroup as Group;
use crate::model::{Exact, Figure, exact_to_f64};
use crate::settings::Stage;

/// The most names of units that do it well.
const BEST_MOST: usize = 3;

/// A weak indicator, or a main loss; identical indicators of several classes are one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProblemFacts {
    /// Name of the indicator.
    pub name: String,
    /// Full name of its dimension.
    pub dimension: String,
    /// By class.
    pub classes: Vec<ProblemClass>,
    /// Units to which it applies, over all classes.
    pub count: Figure,
    /// Units that lose points, over all classes.
    pub losing: Figure,
    /// Whether all units lose points.
    pub all_lose: bool,
    /// Whether no unit has a point.
    pub nobody: bool,
    /// Causes by units, at most three.
    pub causes: Vec<ProblemCause>,
    /// Reasons as the score table has them, where no cause is known.
    pub quotes: Vec<QuoteFacts>,
    /// Short names of units that do it best, at the set rate at least; from `approved`.
    pub best: Vec<String>,
    /// How many units have such a rate; from `approved`.
    pub well: Option<Figure>,
}

/// A problem in one class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProblemClass {
    /// The indicator.
    pub own: RateFacts,
    /// Full marks.
    pub full_marks: Figure,
    /// Share of the class's loss, in percent.
    pub loss_share: Option<Figure>,
    /// Weak because its mean rate is low.
    pub low: bool,
    /// Weak because many lose points.
    pub widespread: bool,
    /// One of the main losses.
    pub main_loss: bool,
    /// What the class mean would gain if all units mended it.
    pub gain: Option<Figure>,
}

/// A dimension in which problems are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThemeFacts {
    /// Full name of the dimension.
    pub dimension: String,
    /// Declared short name of the dimension.
    pub short: String,
    /// Mean rate by class.
    pub rates: Vec<RateFacts>,
    /// What is done well in the dimension beside.
    pub strong: Vec<String>,
    /// Positions in the problems, heaviest first.
    pub problems: Vec<usize>,
}

/// Problems and the dimensions that they are in. The order is that of their shares of the classes'
/// losses, each weighted with the units of its class.
pub(super) fn problems(
    subjects: &[Subject<'_>],
    groups: &[Group],
) -> (Vec<ProblemFacts>, Vec<ThemeFacts>) {
    let heavy = |group: &Group| heaviness(subjects, group);
    let list = shortcomings(subjects, groups);
    let mut themes: Vec<(String, f64, Vec<usize>)> = Vec::new();
    for (at, group) in list.iter().enumerate() {
        let name = dimension(subjects, group[0]).name.clone();
        match themes.iter_mut().find(|theme| theme.0 == name) {
            Some((_, sum, problems)) => {
                *sum += heavy(group);
                problems.push(at);
            }
            None => themes.push((name, heavy(group), vec![at])),
        }
    }
    themes.sort_by(|one, other| other.1.total_cmp(&one.1));
    // Quotes are spread over the units.
    let mut quoted = Vec::new();
    let facts = list.iter().enumerate();
    let facts: Vec<ProblemFacts> =
        facts.map(|(at, group)| problem(subjects, group, at + 1, &mut quoted)).collect();
    let themes = themes.into_iter().map(|(_, _, problems)| {
        let first = list[problems[0]][0];
        theme(subjects, first, problems, &facts)
    });
    let themes = themes.collect();
    (facts, themes)
}

/// How heavy a group of identical indicators is: the shares of the classes' losses, each weighted
/// with the units of its class.
fn heaviness(subjects: &[Subject<'_>], group: &Group) -> f64 {
    let weight = |(class, leaf): &(usize, usize)| {
        let share = subjects[*class].analysis.indicators[*leaf].loss_share;
        let units = i128::try_from(subjects[*class].unit_count()).unwrap_or_default();
        share.map_or(0.0, |share| exact_to_f64(share * Exact::from_integer(units)))
    };
    group.iter().map(weight).sum()
}

/// Groups that are a shortcoming in some class, heaviest first.
pub(super) fn shortcomings<'a>(subjects: &[Subject<'_>], groups: &'a [Group]) -> Vec<&'a Group> {
    let is_problem = |(class, leaf): &(usize, usize)| {
        let own = &subjects[*class].analysis.indicators[*leaf];
        // What goes well on the whole is no shortcoming, however heavy its full marks are.
        let well = own.mean_rate.is_some_and(|rate| exact_to_f64(rate) >= HIGH_RATE);
        own.weakness.is_some() || own.main_loss && !well
    };
    let mut list: Vec<&Group> =
        groups.iter().filter(|group| group.iter().any(is_problem)).collect();
    list.sort_by(|one, other| heaviness(subjects, other).total_cmp(&heaviness(subjects, one)));
    list
}

fn dimension<'a>(
    subjects: &'a [Subject<'_>],
    (class, leaf): (usize, usize),
) -> &'a crate::check::Dimension {
    let system = &subjects[class].class.system;
    &system.dimensions[system.indicators[leaf].dimension]
}

fn theme(
    subjects: &[Subject<'_>],
    first: (usize, usize),
    problems: Vec<usize>,
    facts: &[ProblemFacts],
) -> ThemeFacts {
    let own = dimension(subjects, first);
    let (mut rates, mut strong) = (Vec::new(), Vec::<String>::new());
    let mut largest: Vec<&Subject<'_>> = subjects.iter().collect();
    // The class with the most units says what is done well.
    largest.sort_by_key(|subject| std::cmp::Reverse(subject.unit_count()));
    for subject in largest {
        let all = subject.class.system.dimensions.iter().enumerate();
        for at in all.filter(|(_, other)| other.name == own.name).map(|(at, _)| at) {
            let dimension = subject.dimension(at);
            rates.push(subject.dimension_rate(&dimension));
            // What one class does well may be a problem of another.
            let names = dimension.strong.into_iter().map(|strong| strong.name);
            let is_problem = |name: &String| problems.iter().any(|at| facts[*at].name == *name);
            let fresh: Vec<String> =
                names.filter(|name| !is_problem(name) && !strong.contains(name)).collect();
            strong.extend(fresh);
        }
    }
    strong.truncate(2);
    let (dimension, short) = (own.name.clone(), own.short.clone());
    ThemeFacts { dimension, short, rates, strong, problems }
}

fn problem(
    subjects: &[Subject<'_>],
    group: &Group,
    number: usize,
    quoted: &mut Vec<String>,
) -> ProblemFacts {
    let key = |role: &str| format!("city/problem{number}/{role}");
    let all = || group.iter().map(|(class, leaf)| (&subjects[*class], *leaf));
    let sum = |of: fn(&crate::analyse::IndicatorStatistics) -> usize| -> usize {
        all().map(|(subject, leaf)| of(&subject.analysis.indicators[leaf])).sum()
    };
    let (count, losing) = (sum(|own| own.count), sum(|own| own.losing));
    let (class, leaf) = group[0];
    let approved = subjects[class].stage() >= Stage::Approved;
    let (best, well) = best(subjects, group);
    ProblemFacts {
        name: subjects[class].class.system.indicators[leaf].name.clone(),
        dimension: dimension(subjects, group[0]).name.clone(),
        classes: all().map(|(subject, leaf)| subject.problem_class(leaf)).collect(),
        count: Figure::count(key("units"), count),
        losing: Figure::count(key("losing"), losing),
        all_lose: count > 1 && losing == count,
        nobody: all().all(|(subject, leaf)| subject.nobody(leaf)),
        causes: problem_causes(subjects, group, &key, quoted),
        quotes: quotes(subjects, group, quoted),
        best: if approved { best } else { Vec::new() },
        well: approved.then(|| Figure::count(key("well"), well)),
    }
}

/// Units that do it well, best first: names of the best, and how many they are. A vetoed unit is no
/// example.
fn best(subjects: &[Subject<'_>], group: &Group) -> (Vec<String>, usize) {
    let mut list: Vec<(Exact, String)> = Vec::new();
    for (class, leaf) in group {
        let subject = &subjects[*class];
        let least = subject.scorebook.checked.settings.statistics.best_rate;
        let units = subject.analysis.units.iter().enumerate();
        for (unit, own) in units.filter(|(unit, _)| !subject.scores[*unit].vetoed) {
            let rate = own.items[*leaf].rate().filter(|rate| exact_to_f64(*rate) >= least);
            list.extend(rate.map(|rate| (rate, subject.short(unit))));
        }
    }
    list.sort_by_key(|own| std::cmp::Reverse(own.0));
    let well = list.len();
    (list.into_iter().take(BEST_MOST).map(|(_, name)| name).collect(), well)
}

impl Subject<'_> {
    fn problem_class(&self, leaf: usize) -> ProblemClass {
        let facts = self.indicator(leaf);
        ProblemClass {
            own: self.rate_of(leaf),
            full_marks: facts.full_marks,
            loss_share: facts.loss_share,
            low: facts.weakness == "low",
            widespread: facts.weakness == "widespread",
            main_loss: facts.main_loss,
            gain: self.mean_gain(leaf),
        }
    }

    fn dimension_rate(&self, dimension: &super::CityDimension) -> RateFacts {
        RateFacts {
            class: self.class.name.clone(),
            name: dimension.name.clone(),
            code: String::new(),
            rate: dimension.mean_rate.clone(),
            count: self.print.count("units", self.unit_count()),
            losing: dimension.losing.clone(),
            nobody: false,
        }
    }

    /// Mean over the class's units of what mending an indicator would add to the total.
    fn mean_gain(&self, leaf: usize) -> Option<Figure> {
        let with_total = self.analysis.units.iter().zip(self.scores);
        let gains: Vec<f64> = with_total
            .filter(|(_, score)| score.published.is_some())
            .map(|(own, _)| exact_to_f64(own.items[leaf].gain))
            .collect();
        let mean = crate::analyse::statistics::mean_f64(&gains)?;
        self.print.float(&format!("{}/mean-gain", self.class.system.indicators[leaf].code), mean)
    }
}
