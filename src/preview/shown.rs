//! What the browser is shown: the state in words and numbers, and pages by name.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::assets::Wording;
use crate::finding::Failure;
use crate::model::hex;
use crate::pipeline::{Look, LookFinding};
use crate::publish::SaidFinding;

/// Characters of a page's name: of its checksum, as many as tell pages apart.
const NAME_LENGTH: usize = 20;

/// A page by the checksum of its picture.
#[derive(Debug, Clone)]
struct Page {
    name: String,
    svg: Arc<str>,
}

/// One state of the preview.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Which state it is, from 1.
    pub(super) version: usize,
    /// What the browser is told, as JSON.
    pub(super) state: String,
    /// The last pages that could be set.
    pages: Vec<Page>,
    /// Those before them, which a browser may still be fetching.
    before: Vec<Page>,
}

impl Shown {
    /// The picture of a page of this state or of the one before.
    pub(super) fn page(&self, name: &str) -> Option<Arc<str>> {
        let mut pages = self.pages.iter().chain(&self.before);
        pages.find(|page| page.name == name).map(|page| Arc::clone(&page.svg))
    }

    /// The next state, from a look or from what kept it from being made.
    pub(super) fn next(
        &self,
        look: Result<Look, Failure>,
        wording: &Wording,
        took: Duration,
    ) -> Self {
        let version = self.version + 1;
        let (look, failure) = match look {
            Ok(look) => (look, None),
            Err(failure) => (Look::default(), Some(failure)),
        };
        let fresh = look.pages.is_some();
        let pages = match &look.pages {
            Some(pages) => pages.iter().map(page).collect(),
            None => self.pages.clone(),
        };
        let mut findings: Vec<_> = look.findings.iter().map(|own| told(own, wording)).collect();
        findings.extend(failure.map(|own| failed(&own, wording)));
        let title = paper(&look, wording);
        let state = json!({
            "version": version,
            "title": title,
            "path": look.path,
            "fresh": fresh,
            "seconds": took.as_secs_f64(),
            "pages": pages.iter().map(|page: &Page| &page.name).collect::<Vec<_>>(),
            "findings": findings,
            "elsewhere": look.elsewhere,
        });
        let before = self.pages.clone();
        Self { version, state: state.to_string(), pages, before }
    }
}

/// The paper in words.
pub(super) fn paper(look: &Look, wording: &Wording) -> String {
    if look.kind.is_empty() {
        return wording.say("preview.page.nothing", ());
    }
    wording.say("preview.page.paper", json!({ "kind": look.kind, "unit": look.unit }))
}

/// Every word of the page, by its name.
pub(super) fn words(wording: &Wording) -> String {
    const FOLDER: &str = "preview.page.";
    let keys = wording.keys().filter(|key| key.starts_with(FOLDER));
    let words = keys.map(|key| (key[FOLDER.len()..].to_owned(), wording.say(key, ()).into()));
    let words: serde_json::Map<_, _> = words.filter(|(name, _)| name != "paper").collect();
    serde_json::Value::Object(words).to_string()
}

/// A finding as the page shows it.
#[derive(Serialize)]
struct Told {
    severity: String,
    said: String,
    code: String,
    place: String,
    what: String,
    todo: String,
    /// Line of the template, and the column that is meant, from 1.
    source: Option<String>,
    column: Option<usize>,
}

fn told(finding: &LookFinding, wording: &Wording) -> Told {
    let own = &finding.said;
    // Which paper it is about is seen.
    let place = SaidFinding { document: None, ..own.clone() };
    Told {
        severity: own.severity.clone(),
        said: wording.say(&format!("program.severity.{}", own.severity), ()),
        code: own.code.clone(),
        place: wording.say("program.place", place),
        what: own.what.clone(),
        todo: own.todo.clone(),
        source: finding.source.clone(),
        column: own.column,
    }
}

fn failed(failure: &Failure, wording: &Wording) -> Told {
    let words = wording.failure(failure);
    Told {
        severity: "error".to_owned(),
        said: wording.say("program.severity.failure", ()),
        code: failure.code.to_owned(),
        place: words.place,
        what: words.what,
        todo: words.todo,
        source: None,
        column: None,
    }
}

fn page(svg: &Arc<str>) -> Page {
    let mut name = hex(&Sha256::digest(svg.as_bytes()));
    name.truncate(NAME_LENGTH);
    Page { name, svg: Arc::clone(svg) }
}
