//! What a figure must be, by its key alone: read again from scores and statistics, on another way
//! than [`super::facts`] goes. Papers are held against it when they are finished.
//!
//! A key says subject, item and role: `X01/total`, `X01/4.2.2/rate`, `X01/d3/class/rate`,
//! `class:counties/mean`, `class:counties/X01/d3/points`. Keys that this module does not know, and
//! those that could mean two things, have no answer.

mod class;
mod unit;

use std::collections::HashMap;

use super::{Analysis, ClassAnalysis};
use crate::check::{CheckedClass, IndicatorSystem};
use crate::model::{Exact, Points, round_exact};
use crate::score::{Scorebook, UnitScore};
use crate::settings::Settings;

/// Answers for the keys of one assessment.
pub struct Expected<'a> {
    scorebook: &'a Scorebook,
    analysis: &'a Analysis,
    units: HashMap<&'a str, (usize, usize)>,
    leaves: Vec<HashMap<&'a str, usize>>,
}

/// One class.
#[derive(Clone, Copy)]
struct Among<'a> {
    settings: &'a Settings,
    class: &'a CheckedClass,
    scores: &'a [UnitScore],
    analysis: &'a ClassAnalysis,
    leaves: &'a HashMap<&'a str, usize>,
}

/// What is printed: the number itself, whatever it is rounded to.
type Answer = Option<Exact>;

impl<'a> Expected<'a> {
    /// Reads codes once.
    #[must_use]
    pub fn new(scorebook: &'a Scorebook, analysis: &'a Analysis) -> Self {
        let classes = scorebook.checked.classes.iter();
        let units = classes.clone().enumerate().flat_map(|(at, class)| {
            let units = class.units.iter().enumerate();
            units.map(move |(unit, own)| (own.code.as_str(), (at, unit)))
        });
        let leaves = |system: &'a IndicatorSystem| {
            let leaves = system.indicators.iter().enumerate();
            leaves.map(|(leaf, own)| (own.code.as_str(), leaf)).collect()
        };
        Self {
            scorebook,
            analysis,
            units: units.collect(),
            leaves: classes.map(|class| leaves(&class.system)).collect(),
        }
    }

    /// The number that a key stands for, before it is rounded; a magnitude where the paper prints
    /// one.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<Exact> {
        let parts: Vec<&str> = key.split('/').collect();
        let (subject, rest) = parts.split_first()?;
        if let Some(code) = subject.strip_prefix("class:") {
            let classes = &self.scorebook.checked.classes;
            let at = classes.iter().position(|class| class.code == code)?;
            return self.of_class(at, rest);
        }
        let (class, unit) = *self.units.get(subject)?;
        self.among(class).of_unit(unit, rest)
    }

    /// Whether a key is of another unit than the one whose paper it stands in.
    #[must_use]
    pub fn is_foreign(&self, key: &str, unit: &str) -> bool {
        let mut parts = key.split('/');
        let subject = parts.next().unwrap_or_default();
        let Some(code) = subject.strip_prefix("class:") else {
            return subject != unit && self.units.contains_key(subject);
        };
        let classes = &self.scorebook.checked.classes;
        let at = classes.iter().position(|class| class.code == code);
        let named = parts.next().unwrap_or_default();
        // A code that is an indicator's, too, tells nothing.
        let leaf = at.is_some_and(|at| self.leaves[at].contains_key(named));
        !leaf && named != unit && self.units.get(named).is_some_and(|(class, _)| Some(*class) == at)
    }

    /// A key of a class; one that a unit and an indicator share has no answer.
    fn of_class(&self, at: usize, rest: &[&str]) -> Answer {
        let among = self.among(at);
        let own = among.of_class(rest);
        let (code, role) = rest.split_first()?;
        let unit = self.units.get(code).filter(|(class, _)| *class == at);
        match (own, unit.and_then(|(_, unit)| among.of_listed(*unit, role))) {
            (Some(own), None) | (None, Some(own)) => Some(own),
            _ => None,
        }
    }

    fn among(&self, at: usize) -> Among<'_> {
        Among {
            settings: &self.scorebook.checked.settings,
            class: &self.scorebook.checked.classes[at],
            scores: &self.scorebook.classes[at],
            analysis: &self.analysis.classes[at],
            leaves: &self.leaves[at],
        }
    }
}

impl Among<'_> {
    /// The position of a dimension: `d3` is the third.
    fn dimension(&self, item: &str) -> Option<usize> {
        let at = item.strip_prefix('d')?.parse::<usize>().ok()?.checked_sub(1)?;
        (at < self.class.system.dimensions.len()).then_some(at)
    }

    fn full_marks(&self, leaf: usize) -> Points {
        self.class.system.indicators[leaf].full_marks
    }

    /// A rate of 0 to 1 as percent, rounded as it is printed: what differences are made of.
    fn percent(&self, rate: Exact) -> Exact {
        let decimals = self.settings.statistics.rate_decimals;
        round_exact(percent(rate), decimals, self.settings.scoring.rounding).exact()
    }
}

fn percent(rate: Exact) -> Exact {
    rate * Exact::from_integer(100)
}

fn count(number: usize) -> Answer {
    i128::try_from(number).ok().map(Exact::from_integer)
}

fn magnitude(number: Exact) -> Exact {
    let zero = Exact::from_integer(0);
    if number < zero { zero - number } else { number }
}

/// A part of a whole; none of nothing.
fn share(part: Points, whole: Points) -> Answer {
    (whole > Points::ZERO).then(|| part.exact() / whole.exact())
}

fn less(one: Points, other: Points) -> Points {
    Points::from_scaled(one.scaled() - other.scaled())
}
