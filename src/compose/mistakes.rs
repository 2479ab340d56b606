//! Mistakes in sentence templates, with what could have stood there.

use std::collections::BTreeSet;

use minijinja::value::ValueKind;
use minijinja::{Environment, Error, ErrorKind, Value};

use crate::assets::template_trouble;
use crate::finding::{Finding, Place, rule};
use crate::model::nearest;

/// Names that are told of those that exist; the rest is counted.
const MOST_NAMES: usize = 24;

/// Steps from a name to the one that it stands for; more are a circle.
const MOST_STEPS: usize = 8;

/// Detail of an error about a value that cannot be written; its kind follows.
pub(super) const NOT_WRITTEN: &str = "not written: ";

/// A mistake as a finding with its place: what kind it is, which name is wrong, what is near it.
pub(super) fn mistake(error: &Error, file: &str, facts: &Value) -> Finding {
    let (place, cause) = template_trouble(error, file);
    let found = |sort: &str| {
        let found = Finding::new(rule::TEMPLATE_ERROR, place.clone()).with("mistake", sort);
        found.with("nearest", "").with("cause", &cause)
    };
    let said = said(error);
    match error.kind() {
        ErrorKind::UndefinedError => {
            let source = error.template_source().unwrap_or_default();
            let end = error.range().map_or(source.len(), |range| range.start);
            let expression = undefined(error).or(said).unwrap_or_default();
            let names = Names { facts, source: source.get(..end).unwrap_or(source) };
            names.missing(found("undefined"), &expression)
        }
        ErrorKind::SyntaxError => found("syntax"),
        ErrorKind::TemplateNotFound => found("template"),
        ErrorKind::UnknownFilter
        | ErrorKind::UnknownTest
        | ErrorKind::UnknownFunction
        | ErrorKind::UnknownMethod => found("function"),
        _ => match error.detail().and_then(|detail| detail.strip_prefix(NOT_WRITTEN)) {
            Some(kind) => {
                let found = found("not-written").with("kind", kind);
                found.with("name", said.unwrap_or_default())
            }
            None => found("other"),
        },
    }
}

/// Names of the facts that a template asks for and a paper does not have, whether or not this paper
/// comes to say them.
pub(super) fn unknown_names(
    environment: &Environment<'_>,
    file: &str,
    source: &str,
    facts: &Value,
) -> Vec<Finding> {
    let Ok(template) = environment.get_template(file) else {
        return Vec::new();
    };
    let is_unknown = |name: &String| {
        facts.get_attr(name).is_ok_and(|value| value.is_undefined())
            && environment.globals().all(|(global, _)| global != name)
    };
    let mut names: Vec<String> =
        template.undeclared_variables(false).into_iter().filter(is_unknown).collect();
    names.sort_unstable();
    let found = names.iter().filter_map(|name| {
        let at = offset(source, name)?;
        let before = source.get(..at)?;
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|sign| *sign != '\n').count() + 1;
        let found = Finding::new(rule::TEMPLATE_ERROR, Place::line(file, line, column));
        let found = found.with("mistake", "undefined").with("cause", "");
        Some(Names { facts, source: before }.missing(found, name))
    });
    found.collect()
}

/// Where a name stands in a template: as a whole word inside its marks, and no part of another.
fn offset(source: &str, name: &str) -> Option<usize> {
    let is_word = |sign: char| sign.is_alphanumeric() || sign == '_';
    source.match_indices(name).map(|(at, _)| at).find(|at| {
        let (before, after) = (&source[..*at], &source[at + name.len()..]);
        let inside = before.rfind("{{").max(before.rfind("{%")).is_some_and(|open| {
            before.rfind("}}").max(before.rfind("%}")).is_none_or(|close| close < open)
        });
        let bounded = before.chars().next_back().is_none_or(|sign| !is_word(sign) && sign != '.')
            && after.chars().next().is_none_or(|sign| !is_word(sign));
        let quoted = before.rsplit(['{', '\n']).next().unwrap_or("").matches(['"', '\'']).count();
        inside && bounded && quoted % 2 == 0
    })
}

/// The piece of the template that an error is about, where it is short.
fn said(error: &Error) -> Option<String> {
    let piece = error.template_source()?.get(error.range()?)?;
    (piece.len() < 80 && !piece.contains('\n')).then(|| piece.trim().to_owned())
}

/// The expression that came to nothing, as the engine names it.
fn undefined(error: &Error) -> Option<String> {
    let (_, rest) = error.detail()?.split_once('`')?;
    rest.split_once('`').map(|(expression, _)| expression.to_owned())
}

/// The names of a paper's facts, as a template sees them.
struct Names<'a> {
    facts: &'a Value,
    /// The template up to the mistake, in which names of its own are given.
    source: &'a str,
}

impl Names<'_> {
    /// Adds the name that is not there, and those that are.
    fn missing(&self, found: Finding, expression: &str) -> Finding {
        let (owner, name) = match expression.rsplit_once('.') {
            Some((owner, name)) => (self.meant(owner, MOST_STEPS), name),
            None => (Some(self.facts.clone()), expression),
        };
        let known = owner.map(|owner| keys(&owner)).unwrap_or_default();
        // Of a name whose owner cannot be told, the nearest of all.
        let all = if known.is_empty() { everywhere(self.facts) } else { BTreeSet::new() };
        let candidates = known.iter().chain(&all).map(String::as_str);
        let near = nearest(name, candidates).unwrap_or_default().to_owned();
        let more = known.len().saturating_sub(MOST_NAMES);
        let listed: Vec<&str> = known.iter().take(MOST_NAMES).map(String::as_str).collect();
        found
            .with("name", expression)
            .with("nearest", near)
            .with("known", listed.join("、"))
            .with("more", if more == 0 { String::new() } else { more.to_string() })
    }

    /// What an expression such as `losses[0].loss` stands for.
    fn meant(&self, expression: &str, steps: usize) -> Option<Value> {
        let expression = expression.split('|').next()?.trim();
        let mut parts = expression.split('.');
        let first = parts.next()?.trim();
        let (name, items) = bare(first);
        let root = self.facts.get_attr(name).ok().filter(|value| !value.is_undefined());
        let mut value = root.or_else(|| self.given(name, steps.checked_sub(1)?))?;
        value = inside(value, items)?;
        for part in parts {
            let (name, items) = bare(part.trim());
            value = inside(value.get_attr(name).ok()?, items)?;
        }
        Some(value)
    }

    /// What a name stands for that a template gives itself: by a loop, or by an assignment.
    fn given(&self, name: &str, steps: usize) -> Option<Value> {
        let by_loop = self.last(&format!("for {name} in "));
        let by_set = self.last(&format!("set {name} = "));
        match (by_loop, by_set) {
            (Some((at, list)), other) if other.is_none_or(|(set, _)| set < at) => {
                inside(self.meant(list, steps)?, true)
            }
            (_, Some((_, value))) => self.meant(value, steps),
            _ => None,
        }
    }

    /// What stands behind the last of some words, up to the end of its mark.
    fn last(&self, words: &str) -> Option<(usize, &str)> {
        let at = self.source.rfind(words)?;
        let rest = &self.source[at + words.len()..];
        let end = ["%}", "-%}", " if ", "\n"].into_iter().filter_map(|end| rest.find(end)).min()?;
        Some((at, rest.get(..end)?.trim()))
    }
}

/// A name without the place in a list behind it, and whether there was one.
fn bare(part: &str) -> (&str, bool) {
    part.split_once('[').map_or((part, false), |(name, _)| (name, true))
}

/// An item of a list, or the value itself.
fn inside(value: Value, item: bool) -> Option<Value> {
    if item { value.try_iter().ok()?.next() } else { Some(value) }
}

/// The names in a value; none of one that has none.
fn keys(value: &Value) -> Vec<String> {
    if value.kind() != ValueKind::Map {
        return Vec::new();
    }
    let keys = value.try_iter().into_iter().flatten();
    let mut names: Vec<String> = keys.filter_map(|key| key.as_str().map(str::to_owned)).collect();
    names.sort_unstable();
    names
}

/// Every name anywhere in a value.
fn everywhere(value: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut open = vec![value.clone()];
    while let Some(value) = open.pop() {
        let own = keys(&value);
        match value.kind() {
            ValueKind::Map => {
                open.extend(own.iter().filter_map(|name| value.get_attr(name).ok()));
            }
            ValueKind::Seq | ValueKind::Iterable => {
                // Items of a list are alike.
                open.extend(value.try_iter().into_iter().flatten().take(2));
            }
            _ => {}
        }
        names.extend(own);
    }
    names
}

/// What is wrong with a paper and is no mistake of one line.
#[must_use]
pub fn other_trouble(place: Place, cause: impl std::fmt::Display) -> Finding {
    let found = Finding::new(rule::TEMPLATE_ERROR, place);
    found.with("mistake", "other").with("nearest", "").with("cause", cause)
}
