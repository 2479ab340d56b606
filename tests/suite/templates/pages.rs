//! The pages of `report-templates/data`: what the templates of each kind of paper see, name by name,
//! from the types and their documentation, with examples of the sample. A page that is not what the
//! types say fails the test; `MAKE_REPORTS_WRITE=1` writes it anew.

mod page;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use make_reports::settings::{Kind, Medium};
use serde_json::Value;

use super::desk::{DESK, assessed};
use crate::support::{City, repository};
use page::Page;
use types::Types;

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
    (Kind::Signoff, "SignoffFacts"),
];

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
        let mut page = Page::new(&types, &meanings);
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
        missing.is_empty(),
        "{} meanings have no Chinese in tests/suite/templates/meanings.tsv:\n{list}",
        missing.len()
    );
    let left: Vec<&String> = meanings.keys().filter(|doc| !said.contains(*doc)).collect();
    assert!(left.is_empty(), "nothing says these any more: {left:#?}");
}
