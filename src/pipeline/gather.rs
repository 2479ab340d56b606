//! What a run made and what stays of the last one become the next edition.

use std::collections::BTreeSet;

use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::fan_out::{Composed, MadeFile, Outcome};
use super::{Prepared, Report, said, subjects};
use crate::analyse::Analysis;
use crate::assets::{Fonts, Wording};
use crate::check::Checked;
use crate::finding::{Failure, Finding, Place, any_error, arrange, rule};
use crate::load::InputFile;
use crate::model::hex;
use crate::publish::{Manifest, ManifestDocument, Output, PublishedFile, SideFile};
use crate::score::Scorebook;
use crate::settings::Kind;

/// The papers of the next edition with its lists, and what is to be said about it.
pub(super) struct Gathered {
    /// None when nothing could be made: the last edition then stays as it is.
    pub(super) files: Option<Vec<PublishedFile>>,
    findings: Vec<Finding>,
    documents: usize,
    pages: usize,
    stale: Vec<String>,
    failed: Vec<String>,
    /// Kinds of which papers have never been made nor are asked for, with how many.
    not_made: Vec<(Kind, usize)>,
}

/// A document's files with its entry.
type Filed = (Vec<PublishedFile>, ManifestDocument);

/// Where the places of figures stand in the output folder.
const FIGURES: &str = "figures";

/// Checksums of what all papers are made with.
struct Made<'a> {
    wording: &'a Wording,
    templates_sha256: String,
    fonts_sha256: &'a str,
}

/// Gathers outcomes in their order.
pub(super) fn gather(
    prepared: &Prepared,
    scorebook: &Scorebook,
    outcomes: Vec<Outcome>,
    output: &Output,
    fonts_sha256: &str,
) -> Gathered {
    let checked = &scorebook.checked;
    let made = Made::new(prepared, fonts_sha256);
    let mut gathered = Gathered::new(prepared);
    gathered.clashes(&outcomes);
    let mut files = Vec::new();
    let mut entries = Vec::new();
    for outcome in outcomes {
        for (own, entry) in gathered.paper(outcome, checked, &made, output) {
            files.extend(own);
            entries.push(entry);
        }
    }
    let clash = gathered.findings.iter().any(|found| found.code == rule::FILE_NAME_CLASH.code);
    if clash || gathered.documents == 0 && !gathered.failed.is_empty() {
        arrange(&mut gathered.findings);
        return gathered;
    }
    gathered.finish(prepared, checked, files, entries);
    gathered
}

/// Keeps the papers of the last run for one that makes none. Nothing is composed, which would take
/// as long as it takes to compose: a paper is told to be stale unless nothing has changed that it
/// may have been made of.
pub(super) fn keep_papers(
    prepared: &Prepared,
    scorebook: &Scorebook,
    analysis: &Analysis,
    output: &Output,
    fonts: &dyn Fn() -> Result<Fonts, Failure>,
) -> Gathered {
    let checked = &scorebook.checked;
    let mut gathered = Gathered::new(prepared);
    let (mut files, mut entries) = (Vec::new(), Vec::new());
    let last = output.last.as_ref().filter(|last| !last.documents.is_empty());
    if let Some(last) = last {
        // Read only to know whether they are those of the papers; without any, none is fresh.
        let fonts = fonts();
        let made = Made::new(prepared, fonts.as_ref().map_or("", Fonts::sha256));
        let same = is_same(last, checked);
        // What is not due is told by a run that makes papers.
        for subject in subjects::standing(scorebook, analysis, last, &prepared.wording) {
            let unit = subject.unit.map(|(class, unit)| &checked.classes[class].units[unit]);
            let code = unit.map(|unit| unit.code.as_str());
            for entry in last_entries(output, subject.kind, code) {
                let stale = entry.stale || !same || made.others(&entry);
                let (own, entry) = gathered.keep(entry, stale, &[], &made);
                files.extend(own);
                entries.push(entry);
            }
        }
    }
    gathered.finish(prepared, checked, files, entries);
    gathered
}

/// Whether a run with this manifest stood on all that this one stands on. Files that units handed
/// in are not all among the inputs: where there is a folder of them, nobody knows.
fn is_same(last: &Manifest, checked: &Checked) -> bool {
    last.inputs_sha256 == inputs_sha256(checked.inputs())
        && last.version == env!("CARGO_PKG_VERSION")
        && checked.settings.materials.folder.is_empty()
}

impl<'a> Made<'a> {
    fn new(prepared: &'a Prepared, fonts_sha256: &'a str) -> Self {
        let templates_sha256 = prepared.templates.sha256();
        Self { wording: &prepared.wording, templates_sha256, fonts_sha256 }
    }

    /// Whether a paper was made with others.
    fn others(&self, entry: &ManifestDocument) -> bool {
        entry.templates_sha256 != self.templates_sha256 || entry.fonts_sha256 != self.fonts_sha256
    }
}

impl Gathered {
    fn new(prepared: &Prepared) -> Self {
        Self {
            files: None,
            findings: prepared.findings.clone(),
            documents: 0,
            pages: 0,
            stale: Vec::new(),
            failed: Vec::new(),
            not_made: Vec::new(),
        }
    }

    /// Adds the lists of the edition.
    fn finish(
        &mut self,
        prepared: &Prepared,
        checked: &Checked,
        mut files: Vec<PublishedFile>,
        entries: Vec<ManifestDocument>,
    ) {
        self.tell_not_made(&prepared.wording);
        arrange(&mut self.findings);
        files.push(json_file("manifest.json", &manifest(checked, entries)));
        let all: Vec<_> = self.findings.iter().map(|own| said(&prepared.wording, own)).collect();
        files.push(json_file("findings.json", &json!({ "findings": all })));
        self.files = Some(files);
    }

    /// One line for all papers that have never been made.
    fn tell_not_made(&mut self, wording: &Wording) {
        let said = |(kind, count): &(Kind, usize)| {
            let name = wording.say(&format!("papers.{}", kind.name()), ());
            wording.say("program.summary.not_made", json!({ "name": name, "count": count }))
        };
        let papers: Vec<String> = self.not_made.iter().map(said).collect();
        if !papers.is_empty() {
            let found = Finding::new(rule::DOCUMENT_NOT_MADE, Place::default());
            self.findings.push(found.with("papers", papers.join("、")));
        }
    }

    /// Two papers with one file name: neither may replace the other. Names are compared as
    /// Windows does, without regard to case.
    fn clashes(&mut self, outcomes: &[Outcome]) {
        let mut seen = BTreeSet::new();
        for manuscript in outcomes.iter().filter_map(|outcome| outcome.manuscript.as_ref()) {
            if !seen.insert(manuscript.path.to_lowercase()) {
                let found = Finding::new(rule::FILE_NAME_CLASH, Place::document(&manuscript.path));
                self.findings.push(found.with("path", &manuscript.path));
            }
        }
    }

    /// One paper's files and manifest entries: made now, kept from the last run, or none.
    fn paper(
        &mut self,
        outcome: Outcome,
        checked: &Checked,
        made: &Made<'_>,
        output: &Output,
    ) -> Vec<Filed> {
        let Outcome { subject, manuscript, files, mut findings } = outcome;
        let unit = subject.unit.map(|(class, unit)| &checked.classes[class].units[unit]);
        let name = manuscript.as_ref().map_or_else(
            || unit.map_or_else(|| subject.kind.name().to_owned(), |unit| unit.name.clone()),
            |manuscript| manuscript.path.clone(),
        );
        // What is wrong with a paper that nobody asked for is no business of this run.
        if !subject.made {
            findings.clear();
        }
        for found in &mut findings {
            found.place.document.get_or_insert_with(|| name.clone());
            found.row_unit = found.row_unit.take().or(unit.map(|unit| unit.name.clone()));
        }
        let failed = any_error(&findings);
        self.findings.extend(findings.iter().cloned());
        let code = unit.map(|unit| unit.code.clone());
        if let (Some(manuscript), false, false) = (&manuscript, files.is_empty(), failed) {
            self.documents += 1;
            self.pages += files.iter().map(|file| file.pages).sum::<usize>();
            let entry = ManifestDocument {
                kind: subject.kind.name().to_owned(),
                unit: code,
                unit_name: unit.map(|unit| unit.short.clone()),
                class: subject.unit.map(|(class, _)| checked.classes[class].name.clone()),
                path: manuscript.path.clone(),
                pages: 0,
                bytes: 0,
                sha256: String::new(),
                source_sha256: manuscript.source_sha256.clone(),
                own_sha256: manuscript.own_sha256.clone(),
                templates_sha256: made.templates_sha256.clone(),
                fonts_sha256: made.fonts_sha256.to_owned(),
                stale: false,
                derived_from: None,
                numbers: None,
                figures: None,
                findings: findings.iter().map(|found| said(made.wording, found)).collect(),
            };
            return files.into_iter().map(|file| published(file, &entry)).collect();
        }
        if failed {
            self.failed.push(name.clone());
        }
        let mut kept = last_entries(output, subject.kind, code.as_deref());
        if kept.is_empty() && !failed {
            match self.not_made.iter_mut().find(|(kind, _)| *kind == subject.kind) {
                Some((_, count)) => *count += 1,
                None => self.not_made.push((subject.kind, 1)),
            }
        }
        let has_moved = |entry: &ManifestDocument| has_moved(entry, manuscript.as_ref(), made);
        let stale = failed || kept.first().is_some_and(has_moved);
        kept.drain(..).map(|entry| self.keep(entry, stale, &findings, made)).collect()
    }

    /// Keeps a paper of the last run.
    fn keep(
        &mut self,
        mut entry: ManifestDocument,
        stale: bool,
        findings: &[Finding],
        made: &Made<'_>,
    ) -> Filed {
        entry.stale = stale;
        if stale {
            self.stale.push(entry.path.clone());
            let found = Finding::new(rule::DOCUMENT_STALE, Place::document(&entry.path));
            self.findings.push(found);
            entry.findings.extend(findings.iter().map(|found| said(made.wording, found)));
        }
        let paths = std::iter::once(&entry.path).chain(entry.figures.iter().map(|own| &own.path));
        (paths.map(|path| PublishedFile::Kept { path: path.clone() }).collect(), entry)
    }

    /// The report of the run.
    pub(super) fn report(&self, prepared: &Prepared, scorebook: &Scorebook) -> Report {
        let findings = self.findings.iter().map(|found| said(&prepared.wording, found));
        Report {
            findings: findings.collect(),
            units: scorebook.checked.classes.iter().map(|class| class.units.len()).sum(),
            files: prepared.files,
            documents: self.documents,
            pages: self.pages,
            stale: self.stale.clone(),
            failed: self.failed.clone(),
            output: None,
        }
    }
}

/// A file of a paper with its entry; one that is not the paper itself is derived from it.
fn published(file: MadeFile, paper: &ManifestDocument) -> Filed {
    let MadeFile { path, bytes, pages, numbers, spots } = file;
    let mut files = Vec::new();
    let figures = spots.map(|spots| {
        let stem = path.strip_suffix(".pdf").unwrap_or(&path);
        let path = format!("{FIGURES}/{stem}.json");
        let bytes = serde_json::to_vec(&spots).unwrap_or_default();
        let sha256 = hex(&Sha256::digest(&bytes));
        files.push(PublishedFile::New { path: path.clone(), bytes });
        SideFile { path, sha256 }
    });
    let entry = ManifestDocument {
        pages,
        bytes: bytes.len(),
        numbers,
        figures,
        sha256: hex(&Sha256::digest(&bytes)),
        derived_from: (path != paper.path).then(|| paper.path.clone()),
        path: path.clone(),
        ..paper.clone()
    };
    files.push(PublishedFile::New { path, bytes });
    (files, entry)
}

/// The last run's entries of a paper, itself first, when all its files are still what they were.
fn last_entries(output: &Output, kind: Kind, unit: Option<&str>) -> Vec<ManifestDocument> {
    let documents = output.last.iter().flat_map(|last| &last.documents);
    let same =
        |entry: &&ManifestDocument| entry.kind == kind.name() && entry.unit.as_deref() == unit;
    let mut own: Vec<ManifestDocument> = documents.filter(same).cloned().collect();
    own.sort_by_key(|entry| entry.derived_from.is_some());
    let beside = |entry: &ManifestDocument| {
        entry.figures.iter().all(|own| output.holds(&own.path, &own.sha256))
    };
    let whole = own.iter().all(|entry| output.holds(&entry.path, &entry.sha256) && beside(entry));
    if whole { own } else { Vec::new() }
}

/// Whether a paper would come out differently now.
fn has_moved(entry: &ManifestDocument, now: Option<&Composed>, made: &Made<'_>) -> bool {
    now.is_none_or(|now| now.source_sha256 != entry.source_sha256 || now.path != entry.path)
        || made.others(entry)
}

fn json_file(path: &str, value: &impl serde::Serialize) -> PublishedFile {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    PublishedFile::New { path: path.to_owned(), bytes }
}

fn manifest(checked: &Checked, documents: Vec<ManifestDocument>) -> Manifest {
    let stage = serde_json::to_value(checked.settings.assessment.stage).unwrap_or_default();
    Manifest {
        program: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        assessment: checked.settings.assessment.id.clone(),
        stage: stage.as_str().unwrap_or_default().to_owned(),
        inputs: checked.inputs().to_vec(),
        inputs_sha256: inputs_sha256(checked.inputs()),
        documents,
    }
}

/// SHA-256 over all paths and checksums of the inputs.
pub(super) fn inputs_sha256(inputs: &[InputFile]) -> String {
    let mut hasher = Sha256::new();
    for input in inputs {
        hasher.update(input.path.as_bytes());
        hasher.update([0]);
        hasher.update(input.sha256.as_bytes());
        hasher.update([0]);
    }
    hex(&hasher.finalize())
}
