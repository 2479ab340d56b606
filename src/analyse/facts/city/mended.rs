//! How far rectification has come, by cause: shared by the papers that tell of it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Subject;
use crate::analyse::facts::print::Printer;
use crate::analyse::facts::tally::TallyFacts;
use crate::analyse::{Problem, Tally, problems};
use crate::model::Figure;

/// Problems of one cause, over all classes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CauseTally {
    /// Name of the cause; none for problems that no cause is known of.
    pub cause: Option<String>,
    /// Units that have such a problem.
    pub units: Figure,
    /// How far they have come.
    pub tally: TallyFacts,
}

impl Subject<'_> {
    /// A unit's problems.
    pub(super) fn problems(&self, unit: usize) -> Vec<Problem<'_>> {
        problems(&self.scorebook.checked, self.position, self.analysis, unit)
    }

    /// How far each unit of the class has come, in list order.
    pub(super) fn tallies(&self) -> Vec<Tally> {
        (0..self.unit_count()).map(|unit| Tally::of_unit(&self.problems(unit))).collect()
    }

    /// How far the class has come.
    pub(super) fn class_tally(&self) -> Tally {
        Tally::sum(&self.tallies())
    }
}

/// What is written of all classes together.
pub(super) fn city_print<'a>(subjects: &[Subject<'a>]) -> Option<Printer<'a>> {
    let first = subjects.first()?;
    Some(Printer::new(&first.scorebook.checked.settings, "city", first.class))
}

/// How far all classes have come.
pub(super) fn city_tally(subjects: &[Subject<'_>]) -> Tally {
    let classes: Vec<Tally> = subjects.iter().map(Subject::class_tally).collect();
    Tally::sum(&classes)
}

/// Units with problems that are overdue.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OverdueUnits {
    /// Short names of those that mended some late and had them closed.
    pub closed: Vec<String>,
    /// Short names of those that have some that are not closed.
    pub open: Vec<String>,
}

/// Whose problems are overdue, in list order.
pub(super) fn overdue(subjects: &[Subject<'_>]) -> OverdueUnits {
    let tallies: Vec<Vec<Tally>> = subjects.iter().map(Subject::tallies).collect();
    let names = |test: &dyn Fn(&Tally) -> bool| {
        let of_class = |(own, tallies): (&Subject<'_>, &Vec<Tally>)| {
            let tallies = tallies.iter().enumerate();
            own.shorts(tallies.filter(|(_, own)| test(own)).map(|(at, _)| at))
        };
        subjects.iter().zip(&tallies).flat_map(of_class).collect()
    };
    OverdueUnits {
        closed: names(&|own| own.overdue > own.overdue_open),
        open: names(&|own| own.overdue_open > 0),
    }
}

/// Problems by cause, most first, those without a cause last.
pub(super) fn by_cause(subjects: &[Subject<'_>], print: &Printer<'_>) -> Vec<CauseTally> {
    let mut groups: BTreeMap<Option<&str>, (Option<&str>, Vec<Tally>)> = BTreeMap::new();
    for subject in subjects {
        for unit in 0..subject.unit_count() {
            let mut own: BTreeMap<Option<&str>, Vec<Problem<'_>>> = BTreeMap::new();
            for problem in subject.problems(unit) {
                own.entry(problem.cause.map(|cause| cause.code.as_str()))
                    .or_default()
                    .push(problem);
            }
            for (code, problems) in own {
                let name = problems[0].cause.map(|cause| cause.name.as_str());
                let group = groups.entry(code).or_insert_with(|| (name, Vec::new()));
                group.1.push(Tally::of_unit(&problems));
            }
        }
    }
    let mut groups: Vec<(Option<&str>, Option<&str>, Tally, usize)> = groups
        .into_iter()
        .map(|(code, (name, tallies))| (code, name, Tally::sum(&tallies), tallies.len()))
        .collect();
    groups.sort_by_key(|(code, _, tally, _)| (code.is_none(), std::cmp::Reverse(tally.problems)));
    let facts = groups.into_iter().map(|(code, name, tally, units)| {
        let whose = format!("cause/{}", code.unwrap_or("none"));
        CauseTally {
            cause: name.map(str::to_owned),
            units: print.count(&format!("{whose}/units"), units),
            tally: TallyFacts::new(print, &whose, &tally),
        }
    });
    facts.collect()
}
