//! The list of papers with what they are worth now, and the 审签表.

use std::collections::{BTreeMap, BTreeSet};

use axum::response::Response;
use serde::Serialize;

use super::back::Read;
use super::shelf::Now;
use super::{Desk, failed, json};
use crate::assets::Wording;
use crate::publish::{ManifestDocument, SaidFinding};
use crate::serve::{answer, missing};
use crate::signoff::{
    Change, Moved, SignoffFacts, Standing, State, Version, paper as signoff_paper, sheet_rows,
    workbook,
};

pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Name under which 审签表 is set.
const SHEET: &str = "signoff.pdf";

/// The list.
#[derive(Serialize)]
struct List<'a> {
    title: String,
    stage: &'a str,
    two_persons: bool,
    /// Checksum of the edition that it lists, and the newest act: what tells one list from another.
    state: Moment<'a>,
    /// Everybody who has acted so far.
    names: BTreeSet<&'a str>,
    papers: Vec<Paper<'a>>,
}

/// What tells one state of the list from another.
#[derive(Serialize)]
struct Moment<'a> {
    edition: &'a str,
    act: Option<i64>,
    /// Whether figures have been read, and whether the preflight has looked.
    figures: bool,
    preflight: bool,
    /// Why one of them could not be; empty where nothing is wrong.
    trouble: String,
    /// Whether the data is no longer what the papers were made of.
    older: bool,
}

/// A paper in the list.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "marks that the list shows one by one")]
pub(super) struct Paper<'a> {
    pub(super) sha256: &'a str,
    pub(super) path: &'a str,
    kind: &'a str,
    kind_name: String,
    unit: Option<&'a str>,
    unit_name: Option<&'a str>,
    class: Option<&'a str>,
    pages: usize,
    required: bool,
    stale: bool,
    change: Change,
    state: State,
    voided: bool,
    moved: &'a [Moved],
    who: Option<&'a str>,
    at: Option<String>,
    open_comments: usize,
    newest: Option<i64>,
    came_back: bool,
    errors: usize,
    warnings: usize,
}

/// One paper as the list shows it.
pub(super) fn row<'a>(
    standing: &'a Standing,
    document: Option<&'a ManifestDocument>,
    found: &[&SaidFinding],
    wording: &Wording,
) -> Paper<'a> {
    let version = &standing.version;
    let count = |severity: &str| found.iter().filter(|own| own.severity == severity).count();
    Paper {
        sha256: &version.sha256,
        path: &version.path,
        kind: &version.kind,
        kind_name: wording.say(&format!("papers.{}", version.kind), ()),
        unit: version.unit.as_deref(),
        unit_name: document.and_then(|own| own.unit_name.as_deref()),
        class: document.and_then(|own| own.class.as_deref()),
        pages: document.map_or(0, |own| own.pages),
        required: standing.required,
        stale: standing.stale,
        change: standing.change,
        state: standing.state,
        voided: standing.is_voided(),
        moved: &standing.moved,
        who: standing.against.as_ref().map(|own| own.who.as_str()),
        at: standing.against.as_ref().map(|own| own.at.in_beijing()),
        open_comments: standing.open_comments,
        newest: standing.newest,
        came_back: standing.came_back,
        errors: count("error"),
        warnings: count("warning"),
    }
}

/// Everything that was found about a paper: when it was made, as it is drawn, and in the data of its
/// unit; of a city-wide paper in data that is no single unit's.
pub(super) fn found<'a>(
    document: Option<&'a ManifestDocument>,
    version: &'a Version,
    read: &'a Read,
) -> Vec<&'a SaidFinding> {
    let made = document.into_iter().flat_map(|own| &own.findings);
    // What is wrong with a file that goes with it is wrong with it.
    let beside = version.beside.iter().chain(&version.figures).map(|own| own.path.as_str());
    let paths = std::iter::once(version.path.as_str()).chain(beside);
    let drawn =
        paths.flat_map(|path| read.preflight.iter().filter_map(move |own| own.get(path)).flatten());
    let unit = document.and_then(|own| own.unit.as_deref());
    let tracer = read.figures.as_ref().and_then(|own| own.tracer.as_ref());
    let name = unit.and_then(|code| tracer?.unit_name(code));
    let is_of = move |own: &&SaidFinding| own.document.is_none() && own.unit.as_deref() == name;
    let data = read.figures.iter().flat_map(|own| &own.findings);
    let data = data.filter(is_of).filter(|_| name.is_some() == unit.is_some());
    let mut found: Vec<&SaidFinding> = Vec::new();
    for own in made.chain(drawn).chain(data) {
        if !found.contains(&own) {
            found.push(own);
        }
    }
    found
}

/// Documents of an edition by their path.
pub(super) fn documents(now: &Now) -> BTreeMap<&str, &ManifestDocument> {
    let all = now.made.manifest.documents.iter();
    all.map(|own| (own.path.as_str(), own)).collect()
}

/// The path of the file with a checksum, now or when somebody acted on it; empty of an unknown one.
pub(super) fn path_of<'a>(now: &'a Now, sha256: &str) -> &'a str {
    let made = now.made.manifest.documents.iter();
    let made = made.map(|own| (own.path.as_str(), own.sha256.as_str()));
    let acted = now.acts.iter().map(|own| &own.version).flat_map(|own| {
        let beside = own.beside.iter().map(|own| (own.path.as_str(), own.sha256.as_str()));
        std::iter::once((own.path.as_str(), own.sha256.as_str())).chain(beside)
    });
    made.chain(acted).find(|own| own.1 == sha256).map_or("", |own| own.0)
}

pub(super) fn list(desk: &Desk) -> Response {
    let now = match desk.shelf.now() {
        Ok(now) => now,
        Err(failure) => return failed(&failure, desk.wording()),
    };
    let read = desk.back.read(&now.made.sha256);
    let documents = documents(&now);
    let paper = |standing| {
        let own: &Standing = standing;
        let document = documents.get(own.version.path.as_str()).copied();
        row(own, document, &found(document, &own.version, &read), desk.wording())
    };
    let settings = &desk.shelf.settings;
    let assessment = &settings.assessment;
    json(&List {
        title: format!("{}{}{}", assessment.area, assessment.period, assessment.subject),
        stage: &now.made.manifest.stage,
        two_persons: settings.review.two_persons,
        state: state_of(&now, &read),
        names: now.acts.iter().map(|own| own.who.as_str()).collect(),
        papers: now.standings.iter().map(paper).collect(),
    })
}

pub(super) fn state(desk: &Desk) -> Response {
    match desk.shelf.now() {
        Ok(now) => json(&state_of(&now, &desk.back.read(&now.made.sha256))),
        Err(failure) => failed(&failure, desk.wording()),
    }
}

fn state_of<'a>(now: &'a Now, read: &Read) -> Moment<'a> {
    let inputs = &now.made.manifest.inputs_sha256;
    Moment {
        edition: &now.made.sha256,
        act: now.acts.last().map(|own| own.id),
        figures: read.figures.is_some(),
        preflight: read.preflight.is_some(),
        trouble: read.trouble.clone(),
        older: read.figures.as_ref().is_some_and(|own| own.inputs_sha256 != *inputs),
    }
}

/// 审签表 as a workbook.
pub(super) fn sheet(desk: &Desk) -> Response {
    let made = desk.shelf.now().and_then(|now| {
        let assessment = &desk.shelf.settings.assessment;
        workbook(&sheet_rows(&now.acts), assessment, desk.wording())
    });
    made.map_or_else(|failure| failed(&failure, desk.wording()), |bytes| answer(XLSX, bytes))
}

/// 审签表 to be printed.
pub(super) fn printed_sheet(desk: &Desk) -> Response {
    let reading = &desk.reading;
    let made = desk.shelf.now().and_then(|now| {
        let (fonts, mut settings) = (reading.fonts()?, desk.shelf.settings.clone());
        fonts.choose(&mut settings.fonts)?;
        let facts = SignoffFacts::new(&sheet_rows(&now.acts), &settings, desk.wording());
        signoff_paper(&facts, &settings, &reading.templates, &fonts, SHEET)
    });
    match made {
        Ok(Ok(pdf)) => answer("application/pdf", pdf),
        // An office's own template: whoever made it looks at it with `preview`.
        Ok(Err(_)) => missing(),
        Err(failure) => failed(&failure, desk.wording()),
    }
}
