//! Facts on warnings that touch scores or grades and are not settled.

use std::iter::once;

use serde::Serialize;

use crate::finding::{Finding, TOUCHING_SCORES};
use crate::model::Figure;
use crate::score::Scorebook;

/// Warnings of which the units are told.
const TOLD: usize = 5;

/// Warnings that touch scores or grades; empty where there are none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WarningsFacts {
    /// How many there are.
    pub count: Figure,
    /// How many of each kind, the weightiest first.
    pub kinds: Vec<WarningKind>,
    /// The weightiest of them.
    pub weightiest: Vec<WarnedFacts>,
}

/// Warnings of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WarningKind {
    /// What is wrong, in words.
    pub name: String,
    /// How many there are.
    pub count: Figure,
}

/// What one warning concerns.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WarnedFacts {
    /// What is wrong, in words.
    pub name: String,
    /// Short names of the units.
    pub units: Vec<String>,
    /// Name of the indicator.
    pub indicator: Option<String>,
    /// Its code.
    pub code: Option<String>,
}

/// Cuts out the warnings; `name` says a rule in words.
pub(super) fn warnings(scorebook: &Scorebook, name: &dyn Fn(&str) -> String) -> WarningsFacts {
    let all = || scorebook.checked.warnings().iter().chain(&scorebook.findings);
    let of = |code: &'static str| all().filter(move |found| found.code == code);
    let some = TOUCHING_SCORES.iter().filter(|rule| of(rule.code).next().is_some());
    let kinds = some.clone().map(|rule| WarningKind {
        name: name(rule.code),
        count: Figure::count(format!("city/warnings/{}", rule.code), of(rule.code).count()),
    });
    let told = some.clone().flat_map(|rule| of(rule.code)).take(TOLD);
    WarningsFacts {
        count: Figure::count("city/warnings", some.clone().flat_map(|rule| of(rule.code)).count()),
        kinds: kinds.collect(),
        weightiest: told.map(|found| warned(scorebook, found, name)).collect(),
    }
}

fn warned(scorebook: &Scorebook, found: &Finding, name: &dyn Fn(&str) -> String) -> WarnedFacts {
    let fact = |key: &str| found.facts.get(key).filter(|own| !own.is_empty()).cloned();
    let known = scorebook.checked.classes.iter().flat_map(|class| &class.units);
    let short = |full: &str| {
        let own = known.clone().find(|unit| unit.name == full);
        own.map_or_else(|| full.to_owned(), |unit| unit.short.clone())
    };
    let one = found.unit().map(short);
    let several = fact("units").map(|own| own.split(" / ").map(str::to_owned).collect());
    WarnedFacts {
        name: name(found.code),
        units: one.map(|own| once(own).collect()).or(several).unwrap_or_default(),
        indicator: fact("indicator"),
        code: fact("code"),
    }
}
