//! Words of findings, failures, charts and the program's own lines, from
//! `report-templates/wording`: TOML tables whose texts are small MiniJinja templates.

use std::collections::BTreeMap;

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;
use toml::de::DeTable;
use toml::{Table, Value};

use super::overrides::{place_in, place_of_key};
use super::templates::Templates;
use crate::finding::{Failure, Finding, Place, failure};
use crate::model::marked;

/// What a finding says, in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Where, in words; empty when there is no place.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub todo: String,
}

/// The wording catalogue.
#[derive(Debug)]
pub struct Wording {
    environment: Environment<'static>,
}

impl Wording {
    /// Reads the catalogue.
    ///
    /// # Errors
    /// A failure that names every place where a file is not TOML or a text in it is no template.
    pub fn new(templates: &Templates) -> Result<Self, Failure> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let mut troubles: Vec<(Place, String)> = Vec::new();
        // A figure in a chart keeps its key.
        environment.add_filter("keyed", |text: String, key: String| marked(&key, &text));
        for (name, text) in templates.in_folder("wording/") {
            let written = templates.written(name).unwrap_or(text);
            let Ok(table) = text.parse::<Table>() else {
                let (_, errors) = DeTable::parse_recoverable(written);
                troubles.extend(errors.iter().map(|error| {
                    let at = error.span().map_or(0, |span| span.start);
                    (place_in(name, written, at), error.message().to_owned())
                }));
                continue;
            };
            let stem = name.trim_start_matches("wording/").trim_end_matches(".toml");
            let mut texts = BTreeMap::new();
            flatten(stem, &table, &mut texts);
            for (key, text) in texts {
                if let Err(error) = environment.add_template_owned(key.clone(), text) {
                    let (inner, cause) = template_trouble(&error, name);
                    let key = key.strip_prefix(stem).unwrap_or(&key).trim_start_matches('.');
                    let place = place_of_key(name, written, key).unwrap_or(inner);
                    troubles.push((place, format!("{key}: {cause}")));
                }
            }
        }
        if troubles.is_empty() { Ok(Self { environment }) } else { Err(broken(troubles)) }
    }

    /// The text `key` (`file.table.name`) with its values put in; the bare key when it is missing
    /// or names a value that is not there, so that a message is never lost for want of words.
    #[must_use]
    pub fn say(&self, key: &str, values: impl Serialize) -> String {
        let said = self
            .environment
            .get_template(key)
            .and_then(|template| template.render(minijinja::Value::from(Serde(&values))));
        said.unwrap_or_else(|_| key.to_owned())
    }

    /// The text `key` as a pattern: `…` wherever a value goes, with the words that not every value
    /// calls for; the bare key when it is missing.
    #[must_use]
    pub fn pattern(&self, key: &str) -> String {
        const BLANK: &str = "…";
        let mut environment = self.environment.clone();
        environment.set_undefined_behavior(UndefinedBehavior::Lenient);
        environment.set_formatter(|output, state, value| {
            if value.is_undefined() {
                return Ok(output.write_str(BLANK)?);
            }
            minijinja::escape_formatter(output, state, value)
        });
        let said = environment.get_template(key).and_then(|template| {
            let names = template.undeclared_variables(false).into_iter();
            let values: BTreeMap<String, &str> = names.map(|name| (name, BLANK)).collect();
            template.render(values)
        });
        said.unwrap_or_else(|_| key.to_owned())
    }

    /// Whether there is a text `key`.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.environment.get_template(key).is_ok()
    }

    /// Every key, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.environment.templates().map(|(key, _)| key)
    }

    /// A finding in words.
    #[must_use]
    pub fn finding(&self, finding: &Finding) -> Said {
        let part = |name: &str| {
            let key = format!("findings.{}.{name}", finding.code);
            let said = self.say(&key, &finding.facts);
            if said == key { format!("{} {:?}", finding.code, finding.facts) } else { said }
        };
        Said { place: self.place(&finding.place), what: part("what"), todo: part("todo") }
    }

    /// A failure in words.
    #[must_use]
    pub fn failure(&self, failure: &Failure) -> Said {
        let part = |name: &str| {
            let key = format!("failures.{}.{name}", failure.code);
            let said = self.say(&key, &failure.facts);
            if said == key { failure.to_string() } else { said }
        };
        Said { place: String::new(), what: part("what"), todo: part("todo") }
    }

    /// A place in words.
    #[must_use]
    pub fn place(&self, place: &Place) -> String {
        if *place == Place::default() { String::new() } else { self.say("program.place", place) }
    }
}

/// Every place where the words are wrong, as one failure: the first with its parts, the others in
/// short.
fn broken(mut troubles: Vec<(Place, String)>) -> Failure {
    troubles.sort();
    let short = |(place, cause): &(Place, String)| {
        let file = place.file.as_deref().unwrap_or_default();
        let number = |number: Option<usize>| number.unwrap_or(1);
        format!("{file}:{}:{} {cause}", number(place.line), number(place.column))
    };
    let more: Vec<String> = troubles.iter().skip(1).map(short).collect();
    let (place, cause) = troubles.swap_remove(0);
    Failure::new(failure::WORDING_BROKEN)
        .with("path", place.file.unwrap_or_default())
        .with("line", place.line.unwrap_or(1))
        .with("column", place.column.unwrap_or(1))
        .with("cause", cause)
        .with("more", more.join("; "))
}

fn flatten(prefix: &str, table: &Table, texts: &mut BTreeMap<String, String>) {
    for (name, value) in table {
        let key = format!("{prefix}.{name}");
        match value {
            Value::Table(inner) => flatten(&key, inner, texts),
            Value::String(text) => {
                texts.insert(key, text.trim_end().to_owned());
            }
            other => {
                texts.insert(key, other.to_string());
            }
        }
    }
}

/// Place and cause of a mistake in a MiniJinja template: line and column, and what is wrong.
#[must_use]
pub fn template_trouble(error: &minijinja::Error, fallback: &str) -> (Place, String) {
    let file = error.name().unwrap_or(fallback).to_owned();
    let line = error.line().unwrap_or(1);
    let column = error.range().zip(error.template_source()).map_or(1, |(range, source)| {
        let before = source.get(..range.start).unwrap_or("");
        before.chars().rev().take_while(|character| *character != '\n').count() + 1
    });
    let mut cause = error.kind().to_string();
    if let Some(detail) = error.detail() {
        cause = format!("{cause}: {detail}");
    }
    if let Some(source) = std::error::Error::source(error) {
        cause = format!("{cause} ({source})");
    }
    (Place::line(file, line, column), cause)
}
