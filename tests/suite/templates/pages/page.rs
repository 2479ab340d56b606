//! One page: the names that a kind of paper's templates see, table by table.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use make_reports::settings::Kind;
use serde_json::Value;

use super::super::desk::DESK;
use super::types::{Field, Item, Shape, Types};

/// Characters of an example.
const EXAMPLE: usize = 28;

/// What was met in the data of a paper: an example by type and field.
#[derive(Default)]
struct Examples {
    texts: BTreeMap<(String, String), String>,
    /// Where a type first stands.
    places: BTreeMap<String, Vec<String>>,
    /// Structures in the order in which they are met in the types.
    order: Vec<String>,
}

/// A page while it is put together.
pub(super) struct Page<'a> {
    types: &'a Types,
    meanings: &'a BTreeMap<String, String>,
    seen: Examples,
}

impl<'a> Page<'a> {
    pub(super) fn new(types: &'a Types, meanings: &'a BTreeMap<String, String>) -> Self {
        Self { types, meanings, seen: Examples::default() }
    }

    /// Walks data and types side by side: they must have the same names.
    pub(super) fn walk(&mut self, item: &Item, value: &Value, place: &str) {
        let Some(object) = value.as_object() else {
            panic!("{place} is no {}: {value}", item.name);
        };
        let fields = self.types.fields(item);
        let documented: BTreeSet<&str> = fields.iter().map(|own| own.name.as_str()).collect();
        let there: BTreeSet<&str> = object.keys().map(String::as_str).collect();
        assert_eq!(documented, there, "{place}: {} is not what its papers hold", item.name);
        for field in fields {
            let (name, shape) = (field.name.clone(), field.shape.clone());
            let inner = format!("{place}.{name}");
            let key = (item.name.clone(), name.clone());
            let text = said(&object[&name]);
            let old = self.seen.texts.entry(key).or_default();
            if old.is_empty() {
                *old = text;
            }
            self.step(&shape, &object[&name], &inner);
        }
    }

    fn step(&mut self, shape: &Shape, value: &Value, place: &str) {
        match (shape, value) {
            (Shape::Maybe(inner), value) if !value.is_null() => self.step(inner, value, place),
            (Shape::List(inner), Value::Array(items)) => {
                for item in items {
                    self.step(inner, item, place);
                }
            }
            (Shape::Several(shapes), Value::Array(items)) => {
                assert_eq!(shapes.len(), items.len(), "{place}");
                for (own, item) in shapes.iter().zip(items) {
                    self.step(own, item, place);
                }
            }
            (Shape::Named(name), value) => {
                if let Some(item) = self.types.structure(name) {
                    let item = item.clone();
                    self.walk(&item, value, place);
                }
            }
            _ => {}
        }
    }

    /// The structures below one, in the order in which they are named, with where they first stand.
    fn gather(&mut self, item: &Item, path: &str) {
        for field in self.types.fields(item) {
            let path = format!("{path}{}{}", if path.is_empty() { "" } else { "." }, field.name);
            for (name, path) in field.shape.names(&path) {
                let Some(inner) = self.types.structure(&name).cloned() else {
                    continue;
                };
                let places = self.seen.places.entry(name.clone()).or_default();
                places.push(path.clone());
                if !self.seen.order.contains(&name) {
                    self.seen.order.push(name);
                    self.gather(&inner, &path);
                }
            }
        }
    }

    pub(super) fn written(&mut self, kind: Kind, root: &str) -> String {
        let item = self.types.item(root).clone();
        self.gather(&item, "");
        let name = kind.name();
        let title = DESK.wording.say(&format!("papers.{name}"), ());
        let mut page = format!(
            "# {title} `{name}`\n\n语句在 `sentences/{name}/`，版式是 `layouts/{name}.typ`。语句直接写下列名称；\
             版式中写 `facts.名称`。\n读法见 [README.md](README.md)；示例取自示例数据。\n\
             Sentences see these names, layouts see them in `facts`; examples are the sample's.\n\n"
        );
        self.table(&mut page, &item);
        for name in self.seen.order.clone() {
            let item = self.types.item(&name).clone();
            let places = &self.seen.places[&name];
            let shown: Vec<String> =
                places.iter().take(3).map(|place| format!("`{place}`")).collect();
            let more = if places.len() > 3 { " …" } else { "" };
            let _ = write!(page, "\n## {name}\n\n{}\n\n", self.both(&item.doc));
            let _ = write!(page, "见于 in {}{more}\n\n", shown.join("、"));
            self.table(&mut page, &item);
        }
        page
    }

    fn table(&self, page: &mut String, item: &Item) {
        page.push_str(
            "| 名称 name | 类型 type | 含义 meaning | 示例 example |\n|---|---|---|---|\n",
        );
        for field in self.types.fields(item) {
            let Field { name, doc, shape, .. } = &field;
            let key = (item.name.clone(), name.clone());
            let example = self.seen.texts.get(&key).map(String::as_str).unwrap_or_default();
            let example = if example.is_empty() { String::new() } else { format!("`{example}`") };
            let (kind, choices) = (self.kind(shape), self.choices(shape));
            let _ = writeln!(
                page,
                "| `{name}` | {kind} | {}{choices} | {} |",
                self.both(doc),
                example.replace('|', "\\|"),
            );
        }
    }

    /// A meaning in Chinese and in English.
    fn both(&self, english: &str) -> String {
        let chinese = self.meanings.get(english);
        let english = english.replace('|', "\\|");
        match chinese {
            // Words of the trade are documented in Chinese alone.
            Some(chinese) if english.trim_end_matches('.') == chinese => chinese.clone(),
            Some(chinese) => format!("{chinese}<br>{english}"),
            None => english,
        }
    }

    fn kind(&self, shape: &Shape) -> String {
        match shape {
            Shape::Maybe(inner) => format!("{}，可能没有 may be none", self.kind(inner)),
            Shape::List(inner) => format!("一列 list of {}", self.kind(inner)),
            Shape::Several(shapes) => {
                let all: Vec<String> = shapes.iter().map(|own| self.kind(own)).collect();
                format!("依次为 each of {}", all.join("；"))
            }
            Shape::Named(name) => match name.as_str() {
                "Figure" => "数字 [figure](README.md#figure)".to_owned(),
                "String" | "str" => "文字 text".to_owned(),
                "bool" => "是非 yes or no".to_owned(),
                "usize" | "u32" | "u8" | "i64" | "u64" => "整数 whole number".to_owned(),
                "f64" => "数 number".to_owned(),
                "PartialDate" => "日期 [date](README.md#date)".to_owned(),
                "Moment" => "时刻 [moment](README.md#date)".to_owned(),
                _ if self.types.structure(name).is_some() => {
                    format!("[{name}](#{})", name.to_lowercase().replace("::", ""))
                }
                _ => "选项 one of".to_owned(),
            },
        }
    }

    /// The words of a choice, each with its meaning.
    fn choices(&self, shape: &Shape) -> String {
        let mut text = String::new();
        for (name, _) in shape.names("") {
            for (word, doc) in self.types.choices(&name) {
                let _ = write!(text, "<br>`{word}` {}", self.both(doc).replace("<br>", " "));
            }
        }
        text
    }
}

/// A value as an example says it.
fn said(value: &Value) -> String {
    let text = match value {
        Value::Object(own) if own.contains_key("key") && own.contains_key("text") => {
            return said(&own["text"]);
        }
        Value::String(text) => text.replace(['\n', '`'], " "),
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Array(items) => items.first().map(said).unwrap_or_default(),
        Value::Object(own) if own.contains_key("year") => {
            let part = |name: &str| own.get(name).and_then(Value::as_u64);
            let parts = ["year", "month", "day"].into_iter().map_while(part);
            parts.map(|part| part.to_string()).collect::<Vec<_>>().join("-")
        }
        _ => String::new(),
    };
    let mut short: String = text.chars().take(EXAMPLE).collect();
    if short != text {
        short.push('…');
    }
    short
}
