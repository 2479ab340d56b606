//! The pages of `report-templates/data`: what the templates of each kind of paper see, name by name,
//! from the types and their documentation, with examples of the sample. A page that is not what the
//! types say fails the test; `MAKE_REPORTS_WRITE=1` writes it anew.

mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use make_reports::settings::{Kind, Medium};
use serde_json::Value;

use super::desk::{DESK, assessed};
use crate::support::{City, repository};
use types::{Field, Item, Shape, Types};

/// What the papers of each kind know (`src/pipeline/papers.rs`).
const FACTS: &[(Kind, &str)] = &[
    (Kind::Feedback, "FeedbackFacts"),
    (Kind::Risk, "RiskFacts"),
    (Kind::Opinions, "OpinionsFacts"),
    (Kind::AppealDecision, "AppealDecisionFacts"),
    (Kind::Correction, "CorrectionNoticeFacts"),
    (Kind::Memo, "MemoFacts"),
    (Kind::Statement, "StatementFacts"),
    (Kind::Unit, "UnitFacts"),
    (Kind::City, "CityFacts"),
    (Kind::Public, "PublicFacts"),
    (Kind::Notice, "NoticeFacts"),
    (Kind::Rectification, "RectificationFacts"),
    (Kind::Ledger, "LedgersFacts"),
    (Kind::Recheck, "RecheckFacts"),
    (Kind::Training, "TrainingFacts"),
    (Kind::Revision, "RevisionFacts"),
    (Kind::Archive, "ArchiveFacts"),
    (Kind::Indicators, "OpeningFacts"),
    (Kind::Guide, "OpeningFacts"),
];

/// Characters of an example.
const EXAMPLE: usize = 28;

/// A page in Chinese and English for every name; few may wait for their Chinese.
const MOST_UNTRANSLATED: usize = 40;

/// The pages, made once: the sample is composed for them.
fn pages() -> BTreeMap<String, String> {
    let types = Types::read(&repository("src"));
    let meanings = meanings();
    let city = City::of(&repository("data"));
    city.replace("settings.toml", "stage = \"approved\"", "stage = \"rectified\"");
    let mut examples: BTreeMap<Kind, Vec<Value>> = BTreeMap::new();
    for manuscript in assessed(&city).manuscripts().unwrap() {
        let data: Value = serde_json::from_str(&manuscript.data).unwrap();
        let keys: Vec<&str> = data.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, TOP, "what a layout sees beside the facts");
        examples.entry(manuscript.kind).or_default().push(data["facts"].clone());
    }
    let mut pages = BTreeMap::new();
    for (kind, root) in FACTS {
        let mut page = Page { types: &types, meanings: &meanings, seen: Examples::default() };
        let facts = examples.get(kind);
        let facts = facts.unwrap_or_else(|| panic!("the sample has no {}", kind.name()));
        // Of all papers of the kind: what one has not is shown by another.
        for facts in facts {
            page.walk(types.item(root), facts, kind.name());
        }
        pages.insert(format!("{}.md", kind.name()), page.written(*kind, root));
    }
    pages.insert("README.md".to_owned(), overview(&types));
    pages
}

/// What stands in `/data.json` (`src/compose/manuscript.rs`).
const TOP: [&str; 8] = ["charts", "contact", "facts", "fonts", "head", "paper", "sealed", "words"];

/// Chinese by English.
fn meanings() -> BTreeMap<String, String> {
    let path = repository("tests/suite/templates/meanings.tsv");
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| line.split_once('\t').unwrap_or_else(|| panic!("no tab in {line:?}")))
        .map(|(english, chinese)| (english.to_owned(), chinese.to_owned()))
        .collect()
}

/// What was met in the data of a paper: an example by type and field.
#[derive(Default)]
struct Examples {
    texts: BTreeMap<(String, String), String>,
    /// Where a type first stands.
    places: BTreeMap<String, Vec<String>>,
    /// Structures in the order in which they are met in the types.
    order: Vec<String>,
}

struct Page<'a> {
    types: &'a Types,
    meanings: &'a BTreeMap<String, String>,
    seen: Examples,
}

impl Page<'_> {
    /// Walks data and types side by side: they must have the same names.
    fn walk(&mut self, item: &Item, value: &Value, place: &str) {
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
                items.iter().for_each(|item| self.step(inner, item, place));
            }
            (Shape::Several(shapes), Value::Array(items)) => {
                assert_eq!(shapes.len(), items.len(), "{place}");
                shapes.iter().zip(items).for_each(|(own, item)| self.step(own, item, place));
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

    fn written(&mut self, kind: Kind, root: &str) -> String {
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

/// What all papers have in common, and the list of the pages.
fn overview(types: &Types) -> String {
    let mut page = include_str!("overview.md").to_owned();
    let figure = types.item("Figure");
    assert_eq!(
        types.fields(figure).iter().map(|own| own.name.as_str()).collect::<Vec<_>>(),
        ["key", "text", "value", "sign"],
        "overview.md says what a figure has"
    );
    for (kind, _) in FACTS {
        let name = kind.name();
        let title = DESK.wording.say(&format!("papers.{name}"), ());
        let _ = writeln!(page, "| {title} | [`{name}`]({name}.md) |");
    }
    page
}

#[test]
fn the_pages_of_data_are_what_the_types_say() {
    let pages = pages();
    let folder = repository("report-templates/data");
    if std::env::var_os("MAKE_REPORTS_WRITE").is_some() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (name, page) in &pages {
            fs::write(folder.join(name), page).unwrap();
        }
    }
    let there: BTreeMap<String, String> = crate::support::files(&folder)
        .into_iter()
        .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap()))
        .collect();
    let stale: BTreeSet<&String> = pages
        .keys()
        .chain(there.keys())
        .filter(|name| pages.get(*name) != there.get(*name))
        .collect();
    assert!(
        stale.is_empty(),
        "report-templates/data is not what the types say: {stale:?}; write it with \
         MAKE_REPORTS_WRITE=1 cargo test --release the_pages_of_data"
    );
}

#[test]
fn every_kind_of_paper_has_its_page() {
    let listed: BTreeSet<Kind> = FACTS.iter().map(|(kind, _)| *kind).collect();
    let papers = Kind::ALL.into_iter().filter(|kind| kind.medium() == Medium::Pdf);
    assert_eq!(papers.collect::<BTreeSet<_>>(), listed);
}

#[test]
fn meanings_are_said_in_chinese() {
    let types = Types::read(&repository("src"));
    let meanings = meanings();
    let mut open: Vec<String> = FACTS.iter().map(|(_, root)| (*root).to_owned()).collect();
    let (mut seen, mut said) = (BTreeSet::new(), BTreeSet::new());
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) || name == "Figure" {
            continue;
        }
        said.extend(types.choices(&name).map(|(_, doc)| doc.to_owned()));
        if let Some(item) = types.structure(&name) {
            said.insert(item.doc.clone());
            for field in types.fields(item) {
                said.insert(field.doc.clone());
                open.extend(field.shape.names("").into_iter().map(|(name, _)| name));
            }
        }
    }
    let missing: Vec<&String> = said.iter().filter(|doc| !meanings.contains_key(*doc)).collect();
    let list: Vec<&str> = missing.iter().map(|doc| doc.as_str()).collect();
    let list = list.join("\n");
    assert!(
        missing.len() <= MOST_UNTRANSLATED,
        "{} meanings have no Chinese in tests/suite/templates/meanings.tsv:\n{list}",
        missing.len()
    );
    if !missing.is_empty() {
        eprintln!("no Chinese yet in tests/suite/templates/meanings.tsv:\n{list}");
    }
    let left: Vec<&String> = meanings.keys().filter(|doc| !said.contains(*doc)).collect();
    assert!(left.len() <= MOST_UNTRANSLATED, "nothing says these any more: {left:#?}");
}
