//! Figures of papers by their keys, gathered from the facts that papers are made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

/// What facts say of one figure.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// As printed; several where papers write it with other decimals.
    pub texts: Vec<String>,
    /// Names in the object that it stands in, and in those around it, nearest first.
    pub labels: Vec<(String, String)>,
    /// Keys of other figures that stand in the same object, or below it.
    pub beside: Arc<[String]>,
}

/// Figures by key.
#[derive(Debug, Clone, Default)]
pub struct FigureIndex(BTreeMap<String, Known>);

/// Fields that name an object.
const LABELS: [&str; 10] =
    ["code", "name", "short", "cause", "unit", "item", "piece", "method", "number", "title"];

/// More figures than this stand beside each other in no list.
const MOST_BESIDE: usize = 80;

impl FigureIndex {
    /// Adds all figures of facts.
    pub fn add(&mut self, facts: &Value) {
        self.walk(facts, &[]);
    }

    /// What is known of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Known> {
        self.0.get(key)
    }

    /// Every key, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Walks an object, and gives the keys of all figures in it.
    fn walk(&mut self, value: &Value, above: &[(String, String)]) -> Vec<String> {
        match value {
            Value::Array(items) => items.iter().flat_map(|item| self.walk(item, above)).collect(),
            Value::Object(fields) => {
                if let Some((key, text)) = figure(value) {
                    self.put(key, text, above);
                    return vec![key.to_owned()];
                }
                let own = LABELS.iter().filter_map(|name| {
                    let text = fields.get(*name)?.as_str().filter(|text| !text.is_empty())?;
                    Some(((*name).to_owned(), text.to_owned()))
                });
                let labels: Vec<_> = own.chain(above.iter().cloned()).collect();
                let (mut direct, mut all) = (Vec::new(), Vec::new());
                for field in fields.values() {
                    let keys = self.walk(field, &labels);
                    if figure(field).is_some() {
                        direct.extend(keys.iter().cloned());
                    }
                    all.extend(keys);
                }
                self.neighbours(&direct, &all);
                all
            }
            _ => Vec::new(),
        }
    }

    fn put(&mut self, key: &str, text: &str, labels: &[(String, String)]) {
        let known = self.0.entry(key.to_owned()).or_default();
        if known.texts.iter().all(|own| own != text) {
            known.texts.push(text.to_owned());
        }
        if known.labels.is_empty() {
            known.labels = labels.to_vec();
        }
    }

    fn neighbours(&mut self, direct: &[String], all: &[String]) {
        if direct.is_empty() || all.len() > MOST_BESIDE {
            return;
        }
        let shared = all;
        for key in direct {
            let Some(known) = self.0.get_mut(key).filter(|own| own.beside.is_empty()) else {
                continue;
            };
            known.beside = shared.iter().filter(|own| *own != key).cloned().collect();
        }
    }
}

/// Key and text of a value that is a figure.
fn figure(value: &Value) -> Option<(&str, &str)> {
    let text = |name: &str| value.get(name)?.as_str();
    value.get("sign")?;
    Some((text("key")?, text("text")?))
}

impl Known {
    /// The nearest name of a kind.
    pub(super) fn label(&self, name: &str) -> Option<&str> {
        let mut labels = self.labels.iter();
        labels.find(|(own, _)| own == name).map(|(_, text)| text.as_str())
    }
}
