//! What is wrong with templates that an office put in place of the built-in ones: a file that
//! nothing asks for, a word that nothing says, a value that a word does not get.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use minijinja::Environment;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::templates::{Templates, is_table};
use crate::finding::{Finding, Place, rule};
use crate::model::nearest;
use crate::settings::{self, Columns, Settings};

/// Everything that is wrong with overriding files and can be told without any data.
#[must_use]
pub fn override_findings(templates: &Templates) -> Vec<Finding> {
    let mut findings = Vec::new();
    if templates.overrides_nothing() && templates.strays().is_empty() {
        findings.push(Finding::new(rule::TEMPLATES_NONE, Place::default()));
    }
    let known: Vec<String> = Templates::built_in().names().map(str::to_owned).collect();
    let near = |name: &str| {
        let known = || known.iter().map(String::as_str);
        // Often the folder is left out, or the ending is one too many.
        let inside = known().find(|own| own.rsplit('/').next() == name.rsplit('/').next());
        inside.or_else(|| nearest(name, known())).unwrap_or_default().to_owned()
    };
    let unused = |name: &str| {
        let found = Finding::new(rule::TEMPLATE_UNUSED, Place::file(name));
        found.with("name", name).with("nearest", near(name))
    };
    findings.extend(templates.strays().iter().map(|name| unused(name)));
    for (name, text) in templates.overrides() {
        let Some(built_in) = Templates::built_in_text(name) else {
            if !is_asked_for(templates, name) {
                findings.push(unused(name));
            }
            continue;
        };
        if name.starts_with("wording/") {
            findings.extend(wording(name, text, &built_in));
        } else if is_table(name) {
            findings.extend(defaults(name, text, &built_in));
        }
    }
    findings
}

/// Whether another template names a file that overrides nothing: a layout may be cut into several,
/// and a passage of its own is asked for by its layout.
fn is_asked_for(templates: &Templates, name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.split('.').next().unwrap_or(file);
    let is_passage = name.starts_with("sentences/") && name.matches('/').count() == 2;
    let mut others = templates.in_folder("").filter(|(other, _)| *other != name);
    others.any(|(other, text)| {
        let asks = if is_passage { stem } else { file };
        let may_ask = other.starts_with("layouts/") || !is_passage;
        may_ask && !is_toml(other) && text.contains(asks)
    })
}

fn is_toml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "toml")
}

/// Settings or columns that are no such, by the same description as a data folder's own; what is
/// left out is the built-in value.
fn defaults(name: &str, text: &str, built_in: &str) -> Vec<Finding> {
    let findings = match name {
        "settings-defaults.toml" => settings::read::<Settings>(text, built_in, name).findings,
        _ => settings::read::<Columns>(text, built_in, name).findings,
    };
    let is_left_out = |own: &Finding| own.code == rule::SETTINGS_KEY_MISSING.code;
    findings.into_iter().filter(|own| !is_left_out(own)).collect()
}

/// Words that nothing says, and values that a word does not get.
fn wording(name: &str, text: &str, built_in: &str) -> Vec<Finding> {
    let words = |text| -> BTreeMap<String, (usize, String)> {
        let mut words = BTreeMap::new();
        let (tree, _) = DeTable::parse_recoverable(text);
        gather("", tree.get_ref(), &mut words);
        words
    };
    let (own, known) = (words(text), words(built_in));
    let mut findings = Vec::new();
    for (key, (offset, said)) in &own {
        match known.get(key) {
            None => {
                let place = place_in(name, text, *offset);
                let near = nearest(key, known.keys().map(String::as_str)).unwrap_or_default();
                let found = Finding::new(rule::WORDING_KEY_UNKNOWN, place);
                findings.push(found.with("key", key).with("nearest", near));
            }
            Some((_, built_in)) => {
                let given = values(built_in);
                for value in values(said).difference(&given) {
                    let known: Vec<&str> = given.iter().map(String::as_str).collect();
                    let near = nearest(value, known.iter().copied()).unwrap_or_default();
                    let rest = text.get(*offset..).and_then(|rest| rest.find(value));
                    let place = place_in(name, text, offset + rest.unwrap_or_default());
                    let found = Finding::new(rule::WORDING_VALUE_UNKNOWN, place);
                    let found = found.with("key", key).with("name", value);
                    findings.push(found.with("nearest", near).with("known", known.join("、")));
                }
            }
        }
    }
    findings
}

/// Every text of a table by its key, with where it begins.
fn gather(above: &str, table: &DeTable<'_>, words: &mut BTreeMap<String, (usize, String)>) {
    for (key, value) in table {
        let name: &str = key.get_ref().as_ref();
        let name = if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") };
        match Spanned::get_ref(value) {
            DeValue::Table(inner) => gather(&name, inner, words),
            DeValue::String(text) => {
                words.insert(name, (key.span().start, text.to_string()));
            }
            _ => {
                words.insert(name, (key.span().start, String::new()));
            }
        }
    }
}

/// Names that a text asks for; none of one that does not parse, which is told elsewhere.
fn values(text: &str) -> BTreeSet<String> {
    let environment = Environment::new();
    let template = environment.template_from_str(text);
    let names = template.map(|own| own.undeclared_variables(false)).unwrap_or_default();
    let is_given = |name: &String| environment.globals().all(|(global, _)| global != name);
    names.into_iter().filter(is_given).collect()
}

/// Where a key stands in a table.
pub(super) fn place_of_key(file: &str, text: &str, key: &str) -> Option<Place> {
    let mut words = BTreeMap::new();
    let (tree, _) = DeTable::parse_recoverable(text);
    gather("", tree.get_ref(), &mut words);
    words.get(key).map(|(offset, _)| place_in(file, text, *offset))
}

/// Line and column of a byte offset in a text.
#[must_use]
pub fn place_in(file: &str, text: &str, offset: usize) -> Place {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|character| *character != '\n').count() + 1;
    Place::line(file, line, column)
}
