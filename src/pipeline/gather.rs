//! What a run made and what stays of the last one become the next edition.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::fan_out::{Composed, MadeFile, Outcome};
use super::kept::{Last, PROGRAM, Reason, Tools};
use super::{Prepared, Report, said, subjects};
use crate::assets::Wording;
use crate::check::{Checked, Unit};
use crate::finding::{Failure, Finding, Place, rule};
use crate::load::InputFile;
use crate::model::hex;
use crate::publish::{
    Edition, Manifest, ManifestDocument, PublishedFile, SaidFinding, SideFile, arrange_said,
};
use crate::settings::Kind;

/// The papers of the next edition, put there as they come, and what is to be said about them.
pub(super) struct Gathered<'a> {
    wording: &'a Wording,
    checked: &'a Checked,
    tools: &'a Tools,
    /// What was found about the whole.
    findings: Vec<Finding>,
    /// Paths of papers, as Windows compares them: without regard to case.
    paths: BTreeSet<String>,
    clash: bool,
    papers: Vec<(usize, Told)>,
    /// Kinds of which papers have never been made nor are asked for, with how many.
    not_made: BTreeMap<Kind, usize>,
}

/// What became of one paper, with its entries of the manifest.
struct Told {
    /// Its path, or what it is about where it has none.
    name: String,
    reason: Reason,
    /// Whether this run was to make it.
    asked: bool,
    entries: Vec<ManifestDocument>,
    findings: Vec<SaidFinding>,
    stale: bool,
    failed: bool,
}

impl Told {
    /// Tells what was found about a paper that was asked for and stays.
    fn tell(&mut self, asked: bool) {
        self.asked = asked;
        if asked && self.reason == Reason::Same {
            let found = self.entries.first().map(|own| own.findings.clone());
            self.findings.extend(found.into_iter().flatten());
        }
    }
}

/// A document's files with its entry.
type Filed = (Vec<PublishedFile>, ManifestDocument);

/// Where the places of figures stand in the output folder.
const FIGURES: &str = "figures";

/// Keeps the papers of the last run for one that makes none. Nothing is composed, which would take
/// as long as it takes to compose: a paper is told to be stale unless nothing has changed that it
/// may have been made of.
pub(super) fn keep_papers(
    gathered: &mut Gathered<'_>,
    last: &Last<'_>,
    subjects: &[subjects::Subject],
    edition: &mut Edition<'_>,
) -> Result<(), Failure> {
    for (at, subject) in subjects.iter().enumerate() {
        let code = gathered.code(*subject);
        let kept = last.whole(subject.kind, code).unwrap_or_default();
        let stale = last.moved(subject.kind, code, None).is_some();
        let name = kept.first().map(|own| own.path.clone()).unwrap_or_default();
        // What is not due is told by a run that makes papers.
        if !kept.is_empty() {
            let told = gathered.kept(name, kept, stale, Reason::NotAsked, &[]);
            gathered.put(at, told, &[], edition)?;
        }
    }
    Ok(())
}

impl<'a> Gathered<'a> {
    pub(super) fn new(prepared: &'a Prepared, checked: &'a Checked, tools: &'a Tools) -> Self {
        Self {
            wording: &prepared.wording,
            checked,
            tools,
            findings: prepared.findings.clone(),
            paths: BTreeSet::new(),
            clash: false,
            papers: Vec::new(),
            not_made: BTreeMap::new(),
        }
    }

    fn unit(&self, subject: subjects::Subject) -> Option<&'a Unit> {
        subject.unit.map(|(class, unit)| &self.checked.classes[class].units[unit])
    }

    fn code(&self, subject: subjects::Subject) -> Option<&'a str> {
        self.unit(subject).map(|unit| unit.code.as_str())
    }

    /// Puts one paper into the edition: made now, kept from the last run, or none.
    ///
    /// # Errors
    /// A failure when a file cannot be written.
    pub(super) fn paper(
        &mut self,
        at: usize,
        outcome: Outcome,
        edition: &mut Edition<'_>,
    ) -> Result<(), Failure> {
        let Outcome { subject, manuscript, files, mut kept, reason, stale, mut findings } = outcome;
        let unit = self.unit(subject);
        let path = manuscript.as_ref().map(|own| own.path.clone());
        let path = path.or_else(|| kept.first().map(|own| own.path.clone()));
        let bare = || unit.map_or_else(|| subject.kind.name().to_owned(), |own| own.name.clone());
        let name = path.unwrap_or_else(bare);
        // What is wrong with a paper that nobody asked for is no business of this run.
        if !subject.made {
            findings.clear();
        }
        for found in &mut findings {
            found.place.document.get_or_insert_with(|| name.clone());
            found.row_unit = found.row_unit.take().or(unit.map(|unit| unit.name.clone()));
        }
        let said: Vec<_> = findings.iter().map(|found| said(self.wording, found)).collect();
        if let (Some(manuscript), false) = (&manuscript, files.is_empty()) {
            let entry = self.entry(subject, manuscript, &said);
            let listed = files.into_iter().map(|file| published(file, &entry));
            let (files, entries): (Vec<_>, Vec<_>) = listed.unzip();
            let files: Vec<PublishedFile> = files.into_iter().flatten().collect();
            let (asked, stale, failed) = (true, false, false);
            let told = Told { name, reason, asked, entries, findings: said, stale, failed };
            return self.put(at, told, &files, edition);
        }
        if kept.is_empty() && reason == Reason::NotAsked {
            *self.not_made.entry(subject.kind).or_default() += 1;
        }
        // What does not stand in the paper may have changed beside it.
        if let (Some(now), false) = (&manuscript, stale) {
            let now = self.entry(subject, now, &[]);
            for own in &mut kept {
                own.own_sha256.clone_from(&now.own_sha256);
                own.unit_name.clone_from(&now.unit_name);
                own.class.clone_from(&now.class);
            }
        }
        let mut told = self.kept(name, kept, stale, reason, &said);
        told.tell(subject.made);
        self.put(at, told, &[], edition)
    }

    /// The entry of a paper that was made; each of its files fills in its own.
    fn entry(
        &self,
        subject: subjects::Subject,
        manuscript: &Composed,
        findings: &[SaidFinding],
    ) -> ManifestDocument {
        let unit = self.unit(subject);
        ManifestDocument {
            kind: subject.kind.name().to_owned(),
            unit: unit.map(|unit| unit.code.clone()),
            unit_name: unit.map(|unit| unit.short.clone()),
            class: subject.unit.map(|(class, _)| self.checked.classes[class].name.clone()),
            path: manuscript.path.clone(),
            source_sha256: manuscript.source_sha256.clone(),
            own_sha256: manuscript.own_sha256.clone(),
            checks_sha256: manuscript.checks_sha256.clone(),
            program_sha256: PROGRAM.to_owned(),
            templates_sha256: self.tools.templates_sha256.clone(),
            fonts_sha256: self.tools.fonts_sha256.clone(),
            findings: findings.to_vec(),
            ..ManifestDocument::default()
        }
    }

    /// A paper of the last run.
    fn kept(
        &self,
        name: String,
        mut entries: Vec<ManifestDocument>,
        stale: bool,
        reason: Reason,
        found: &[SaidFinding],
    ) -> Told {
        let failed = reason == Reason::Failed;
        let mut findings = found.to_vec();
        for entry in &mut entries {
            entry.stale = stale;
            if stale {
                let old = Finding::new(rule::DOCUMENT_STALE, Place::document(&entry.path));
                findings.push(said(self.wording, &old));
                entry.findings.extend(found.iter().cloned());
            }
        }
        Told { name, reason, asked: false, entries, findings, stale, failed }
    }

    /// Puts the files of a paper into the edition, new or of the last run. Two papers with one file
    /// name: neither may replace the other.
    fn put(
        &mut self,
        at: usize,
        told: Told,
        files: &[PublishedFile],
        edition: &mut Edition<'_>,
    ) -> Result<(), Failure> {
        if !told.entries.is_empty() && !self.paths.insert(told.name.to_lowercase()) {
            self.clash = true;
        } else if files.is_empty() {
            for entry in &told.entries {
                let beside = entry.figures.iter().map(|own| &own.path);
                for path in std::iter::once(&entry.path).chain(beside) {
                    edition.put(&PublishedFile::Kept { path: path.clone() })?;
                }
            }
        } else {
            files.iter().try_for_each(|file| edition.put(file))?;
        }
        self.papers.push((at, told));
        Ok(())
    }

    /// The report of the run, with the entries of the manifest; none when there is nothing to
    /// publish: the last edition then stays as it is.
    pub(super) fn finish(mut self, files: usize) -> (Report, Option<Vec<ManifestDocument>>) {
        self.papers.sort_by_key(|(at, _)| *at);
        self.tell_not_made();
        self.tell_clashes();
        let classes = &self.checked.classes;
        let mut report = Report {
            findings: self.findings.iter().map(|own| said(self.wording, own)).collect(),
            units: classes.iter().map(|class| class.units.len()).sum(),
            files,
            ..Report::default()
        };
        let mut entries = Vec::new();
        for (_, told) in self.papers {
            let made = !matches!(told.reason, Reason::Same | Reason::NotAsked | Reason::Failed);
            report.documents += usize::from(made);
            report.kept += usize::from(told.asked && told.reason == Reason::Same);
            if made {
                report.pages += told.entries.iter().map(|own| own.pages).sum::<usize>();
            }
            let own = told.entries.iter().map(|own| own.path.clone());
            report.stale.extend(own.filter(|_| told.stale));
            report.failed.extend(told.failed.then(|| told.name.clone()));
            report.findings.extend(told.findings);
            report.reasons.push((told.name, told.reason));
            entries.extend(told.entries);
        }
        arrange_said(&mut report.findings);
        let nothing = report.documents + report.kept == 0 && !report.failed.is_empty();
        let entries = (!self.clash && !nothing).then_some(entries);
        (report, entries)
    }

    /// Papers whose file name another has, whichever came first.
    fn tell_clashes(&mut self) {
        let mut seen = BTreeSet::new();
        for (_, told) in self.papers.iter().filter(|(_, told)| !told.entries.is_empty()) {
            if !seen.insert(told.name.to_lowercase()) {
                let found = Finding::new(rule::FILE_NAME_CLASH, Place::document(&told.name));
                self.findings.push(found.with("path", &told.name));
            }
        }
    }

    /// One line for all papers that have never been made.
    fn tell_not_made(&mut self) {
        let said = |(kind, count): (&Kind, &usize)| {
            let name = self.wording.say(&format!("papers.{}", kind.name()), ());
            let values = json!({ "name": name, "count": count });
            self.wording.say("program.summary.not_made", values)
        };
        let papers: Vec<String> = self.not_made.iter().map(said).collect();
        if !papers.is_empty() {
            let found = Finding::new(rule::DOCUMENT_NOT_MADE, Place::default());
            self.findings.push(found.with("papers", papers.join("、")));
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

/// The lists of an edition.
pub(super) fn lists(
    checked: &Checked,
    tools: &Tools,
    documents: Vec<ManifestDocument>,
    results: Vec<SideFile>,
    findings: &[SaidFinding],
) -> [PublishedFile; 2] {
    let stage = serde_json::to_value(checked.settings.assessment.stage).unwrap_or_default();
    let manifest = Manifest {
        program: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        program_sha256: PROGRAM.to_owned(),
        assessment: checked.settings.assessment.id.clone(),
        stage: stage.as_str().unwrap_or_default().to_owned(),
        inputs: checked.inputs().to_vec(),
        inputs_sha256: inputs_sha256(checked.inputs()),
        templates_sha256: tools.templates_sha256.clone(),
        documents,
        results,
    };
    let findings = json!({ "findings": findings });
    [json_file("manifest.json", &manifest), json_file("findings.json", &findings)]
}

fn json_file(path: &str, value: &impl serde::Serialize) -> PublishedFile {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    PublishedFile::New { path: path.to_owned(), bytes }
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
