//! Reads a settings file over its defaults and reports everything that is wrong with it.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::de::DeserializeOwned;
use serde_json::Value as Schema;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use super::date::PartialDate;
use crate::finding::{Finding, Place, rule};
use crate::model::Moment;

/// What came of a settings file.
#[derive(Debug)]
pub struct Reading<T> {
    /// The settings, when nothing is wrong with them.
    pub settings: Option<T>,
    /// Everything that is wrong.
    pub findings: Vec<Finding>,
}

/// Reads `text` (the user's file, named `file` in findings) over `defaults`.
///
/// Keys, types, choices and ranges are checked against the description of `T`; all mistakes are
/// reported, each with line and column and the nearest known name.
#[must_use]
pub fn read<T: DeserializeOwned + JsonSchema>(
    text: &str,
    defaults: &str,
    file: &str,
) -> Reading<T> {
    let schema = schema_of::<T>();
    let mut walk = Walk { text, file, findings: Vec::new() };
    let (tree, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let place = walk.place(error.span().map_or(0, |span| span.start));
        walk.findings
            .push(Finding::new(rule::SETTINGS_SYNTAX, place).with("cause", error.message()));
    }
    if !walk.findings.is_empty() {
        return Reading { settings: None, findings: walk.findings };
    }
    walk.table(tree.get_ref(), &schema, "");
    let merged = merge(defaults, text);
    missing_keys(&merged, &schema, "", file, &mut walk.findings);
    if !walk.findings.is_empty() {
        return Reading { settings: None, findings: walk.findings };
    }
    match Value::Table(merged).try_into() {
        Ok(settings) => Reading { settings: Some(settings), findings: Vec::new() },
        Err(error) => {
            let found = Finding::new(rule::SETTINGS_FORM, Place::file(file))
                .with("key", file)
                .with("value", error.message());
            Reading { settings: None, findings: vec![found] }
        }
    }
}

/// The JSON schema of a settings type, without references.
fn schema_of<T: JsonSchema>() -> Schema {
    let generator =
        SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    generator.into_generator().into_root_schema_for::<T>().to_value()
}

/// Lays the user's tables over the defaults; arrays and values replace, tables merge.
fn merge(defaults: &str, text: &str) -> Table {
    let parse = |source: &str| source.parse::<Table>().unwrap_or_default();
    let mut merged = parse(defaults);
    lay_over(&mut merged, parse(text));
    merged
}

fn lay_over(below: &mut Table, above: Table) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(Value::Table(inner)), Value::Table(table)) => lay_over(inner, table),
            // A date may be written with or without quotes.
            (_, value) => {
                below.insert(key, dates_as_text(value));
            }
        }
    }
}

fn dates_as_text(value: Value) -> Value {
    match value {
        Value::Datetime(date) => Value::String(date.to_string()),
        Value::Array(items) => Value::Array(items.into_iter().map(dates_as_text).collect()),
        value => value,
    }
}

fn missing_keys(
    table: &Table,
    schema: &Schema,
    path: &str,
    file: &str,
    findings: &mut Vec<Finding>,
) {
    let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    for key in required.iter().filter_map(Schema::as_str) {
        if !table.contains_key(key) {
            let found = Finding::new(rule::SETTINGS_KEY_MISSING, Place::file(file));
            findings.push(found.with("key", join(path, key)));
        }
    }
    for (key, value) in table {
        let below = described(&schema["properties"][key.as_str()]);
        let path = join(path, key);
        match value {
            Value::Table(inner) => missing_keys(inner, below, &path, file, findings),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if let Value::Table(inner) = item {
                        let path = format!("{path}[{}]", index + 1);
                        missing_keys(inner, described(&below["items"]), &path, file, findings);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The description of an optional value is that of its content.
fn described(schema: &Schema) -> &Schema {
    match schema["anyOf"].as_array().and_then(|choices| choices.first()) {
        Some(content) => content,
        None => schema,
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// A walk over the user's file beside its description.
struct Walk<'a> {
    text: &'a str,
    file: &'a str,
    findings: Vec<Finding>,
}

impl Walk<'_> {
    fn table(&mut self, table: &DeTable<'_>, schema: &Schema, path: &str) {
        let Some(properties) = schema["properties"].as_object() else {
            return;
        };
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let path = join(path, name);
            if let Some(below) = properties.get(name) {
                self.value(value, described(below), &path);
            } else {
                let nearest = crate::model::nearest(name, properties.keys().map(String::as_str));
                let found = Finding::new(rule::SETTINGS_KEY_UNKNOWN, self.place(key.span().start))
                    .with("key", &path)
                    .with("nearest", nearest.unwrap_or_default());
                self.findings.push(found);
            }
        }
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, schema: &Schema, path: &str) {
        let place = self.place(value.span().start);
        if let Some(choices) = choices(schema) {
            let text = value.get_ref().as_str();
            if !text.is_some_and(|text| choices.contains(&text)) {
                let found = Finding::new(rule::SETTINGS_CHOICE, place)
                    .with("key", path)
                    .with("value", text.unwrap_or_default())
                    .with("choices", choices.join("、"));
                self.findings.push(found);
            }
            return;
        }
        if !self.type_fits(value.get_ref(), schema) {
            let wanted = schema["type"].as_str().or_else(|| schema["type"][0].as_str());
            let found = Finding::new(rule::SETTINGS_TYPE, place)
                .with("key", path)
                .with("wanted", wanted.unwrap_or("object"));
            self.findings.push(found);
            return;
        }
        match value.get_ref() {
            DeValue::Table(table) => self.table(table, schema, path),
            DeValue::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(
                        item,
                        described(&schema["items"]),
                        &format!("{path}[{}]", index + 1),
                    );
                }
            }
            DeValue::String(text) if wrong_date(text, schema) => {
                let found = Finding::new(rule::SETTINGS_FORM, place);
                self.findings.push(found.with("key", path).with("value", text));
            }
            DeValue::Integer(number) => self.range(number.as_str(), schema, path, place),
            DeValue::Float(number) => self.range(number.as_str(), schema, path, place),
            _ => {}
        }
    }

    /// Whether a value has the described type.
    #[expect(clippy::unused_self, reason = "reads with its siblings")]
    fn type_fits(&self, value: &DeValue<'_>, schema: &Schema) -> bool {
        let is = |name: &str| {
            schema["type"] == name
                || schema["type"].as_array().is_some_and(|types| types.iter().any(|t| t == name))
        };
        match value {
            // A date may be written with or without quotes.
            DeValue::String(_) | DeValue::Datetime(_) => is("string"),
            DeValue::Integer(_) => is("integer") || is("number"),
            DeValue::Float(_) => is("number"),
            DeValue::Boolean(_) => is("boolean"),
            DeValue::Array(_) => is("array"),
            DeValue::Table(_) => is("object"),
        }
    }

    fn range(&mut self, number: &str, schema: &Schema, path: &str, place: Place) {
        let Ok(number) = number.replace('_', "").parse::<f64>() else {
            return;
        };
        let (least, most) = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
        let fits = least.is_none_or(|least| number >= least)
            && most.is_none_or(|most| number <= most)
            && number.is_finite();
        if !fits {
            let bound = |bound: Option<f64>| bound.map(|b| b.to_string()).unwrap_or_default();
            let found = Finding::new(rule::SETTINGS_RANGE, place)
                .with("key", path)
                .with("value", number)
                .with("least", bound(least))
                .with("most", bound(most));
            self.findings.push(found);
        }
    }

    /// Line and column of a byte offset.
    fn place(&self, offset: usize) -> Place {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|character| *character != '\n').count() + 1;
        Place::line(self.file, line, column)
    }
}

/// Whether a text should be a date and is none.
fn wrong_date(text: &str, schema: &Schema) -> bool {
    match schema["format"].as_str() {
        Some("partial-date") => PartialDate::parse(text).is_none(),
        Some("moment") => Moment::parse(text).is_none(),
        _ => false,
    }
}

/// The words that a choice allows, from either way in which a schema lists them.
fn choices(schema: &Schema) -> Option<Vec<&str>> {
    if let Some(words) = schema["enum"].as_array() {
        return Some(words.iter().filter_map(Schema::as_str).collect());
    }
    let variants = schema["oneOf"].as_array()?;
    variants.iter().map(|variant| variant["const"].as_str()).collect()
}
