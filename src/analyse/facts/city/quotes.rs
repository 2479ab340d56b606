//! Causes of a common shortcoming, each with a reason as the score table has it.

use serde::Serialize;

use super::Subject;
use crate::analyse::IndicatorGroup as Group;
use crate::model::{Figure, Mend, Points};

/// The most causes of a problem, and quotes where no cause is known.
const MOST: (usize, usize) = (3, 2);

/// A cause of a problem.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProblemCause {
    /// Name.
    pub name: String,
    /// Units that lose points for it.
    pub units: Figure,
    /// Recommended action.
    pub action: Option<String>,
    /// Whether the action is made for the indicator, and no general line of the cause.
    pub specific: bool,
    /// Whether most of these losses cannot be mended.
    pub past: bool,
    /// A reason of this cause, as the score table has it.
    pub quote: Option<QuoteFacts>,
}

/// A reason as the score table has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuoteFacts {
    /// Short name of the unit.
    pub unit: String,
    /// The reason.
    pub reason: String,
}

/// Every losing unit of a problem with its cause: class, unit, indicator, code.
pub(super) fn losers<'a>(
    subjects: &'a [Subject<'_>],
    group: &'a Group,
) -> impl Iterator<Item = (&'a Subject<'a>, usize, usize, Option<&'a str>)> {
    group.iter().flat_map(move |(class, leaf)| {
        let subject = &subjects[*class];
        let losing = subject.analysis.units.iter().enumerate();
        let losing = losing.filter(|(_, own)| own.items[*leaf].loss > Points::ZERO);
        losing.map(move |(unit, _)| (subject, unit, *leaf, subject.cause(unit, *leaf)))
    })
}

pub(super) fn problem_causes(
    subjects: &[Subject<'_>],
    group: &Group,
    key: &dyn Fn(&str) -> String,
    quoted: &mut Vec<String>,
) -> Vec<ProblemCause> {
    // Code, losses, and how many of these cannot be mended.
    let mut counts: Vec<(&str, usize, usize)> = Vec::new();
    for (subject, unit, leaf, code) in losers(subjects, group) {
        let Some(code) = code else { continue };
        let past = usize::from(subject.class.cells.mend(unit, leaf) == Some(Mend::Past));
        match counts.iter_mut().find(|(own, ..)| *own == code) {
            Some((_, count, gone)) => (*count, *gone) = (*count + 1, *gone + past),
            None => counts.push((code, 1, past)),
        }
    }
    counts.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
    let catalogue = &subjects[group[0].0].scorebook.checked;
    counts.truncate(MOST.0);
    let facts = counts.into_iter().filter_map(|(code, count, past)| {
        let cause = catalogue.cause(code)?;
        let quote = quote(subjects, group, Some(code), quoted);
        quoted.extend(quote.iter().map(|quote| quote.unit.clone()));
        Some(ProblemCause {
            name: cause.name.clone(),
            units: Figure::count(key(&format!("cause-{code}/units")), count),
            action: catalogue.action(group[0], Some(code)).map(str::to_owned),
            specific: catalogue.action_is_own(group[0], Some(code)),
            past: past * 2 > count,
            quote,
        })
    });
    facts.collect()
}

/// Reasons where no cause is known, each of another unit.
pub(super) fn quotes(
    subjects: &[Subject<'_>],
    group: &Group,
    quoted: &mut Vec<String>,
) -> Vec<QuoteFacts> {
    if losers(subjects, group).any(|(.., code)| code.is_some()) {
        return Vec::new();
    }
    let mut list: Vec<QuoteFacts> = Vec::new();
    for _ in 0..MOST.1 {
        let quote = quote(subjects, group, None, quoted);
        let quote = quote.filter(|quote| list.iter().all(|other| other.unit != quote.unit));
        quoted.extend(quote.iter().map(|quote| quote.unit.clone()));
        list.extend(quote);
    }
    list
}

/// The reason to quote for a cause: of a unit that is not quoted yet, if there is one, in the class
/// with the most units, that which loses the most there.
fn quote(
    subjects: &[Subject<'_>],
    group: &Group,
    code: Option<&str>,
    quoted: &[String],
) -> Option<QuoteFacts> {
    let mut best: Option<((bool, usize, Points), QuoteFacts)> = None;
    for (subject, unit, leaf, own) in losers(subjects, group) {
        let short = subject.short(unit);
        let reason = subject.class.cells.reason(unit, leaf).filter(|reason| is_short(reason));
        let loss = subject.analysis.units[unit].items[leaf].loss;
        let rank = (!quoted.contains(&short), subject.unit_count(), loss);
        let larger = best.as_ref().is_none_or(|(other, _)| rank > *other);
        if let Some(reason) = reason.filter(|_| larger && own == code) {
            best = Some((rank, QuoteFacts { unit: short, reason: reason.to_owned() }));
        }
    }
    best.map(|(_, quote)| quote)
}

/// Whether a reason can be quoted in a sentence; what is longer is for the unit's own report.
pub(super) fn is_short(reason: &str) -> bool {
    (6..=45).contains(&reason.chars().count()) && !reason.contains('\n')
}

/// What a reason says without what it quotes and without its numbers: two reasons of one gist tell
/// a reader the same thing.
pub(super) fn gist(reason: &str) -> String {
    let mut depth = 0_usize;
    let mut said = String::with_capacity(reason.len());
    for character in reason.chars() {
        match character {
            '\u{201C}' | '\u{2018}' | '\u{300A}' => depth += 1,
            '\u{201D}' | '\u{2019}' | '\u{300B}' => depth = depth.saturating_sub(1),
            _ if depth == 0 && !character.is_numeric() => said.push(character),
            _ => {}
        }
    }
    said
}

impl Subject<'_> {
    /// The code of a loss's cause.
    pub(super) fn cause(&self, unit: usize, leaf: usize) -> Option<&str> {
        self.analysis.loss_causes.code(unit, leaf)
    }
}

#[cfg(test)]
mod tests {
    use super::gist;

    #[test]
    fn quoted_names_and_numbers_are_no_difference() {
        assert_eq!(gist("\u{2018}a\u{2019}b 5 c"), gist("\u{2018}xy\u{2019}b 12 c"));
        assert_ne!(gist("\u{2018}a\u{2019}b 5 c"), gist("\u{2018}a\u{2019}b 5 d"));
        assert_eq!(gist("\u{201D}a"), "a");
    }
}
