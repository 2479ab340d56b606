//! What a run made and what stays of the last one become the next edition.

use std::collections::BTreeSet;

use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::kept::{Last, PROGRAM, Reason, Tools};
use super::making::{Composed, MadeFile, Outcome};
use super::told::{Gathering, Told};
use super::{Prepared, said, subjects};
use crate::assets::Wording;
use crate::check::{Checked, Unit};
use crate::finding::{Failure, Finding, Place, rule};
use crate::load::InputFile;
use crate::model::hex;
use crate::publish::{Edition, Manifest, ManifestDocument, PublishedFile, SaidFinding, SideFile};

/// The papers of the next edition, put there as they come, and what is to be said about them.
pub(super) struct Gathered<'a> {
    wording: &'a Wording,
    checked: &'a Checked,
    tools: &'a Tools,
    all: Gathering,
    /// Paths of papers, as Windows compares them: without regard to case.
    paths: BTreeSet<String>,
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
    pub(super) fn new(
        prepared: &'a Prepared,
        findings: &[Finding],
        checked: &'a Checked,
        tools: &'a Tools,
    ) -> Self {
        let wording = &prepared.wording;
        let all = Gathering {
            findings: findings.iter().map(|own| said(wording, own)).collect(),
            units: checked.classes.iter().map(|class| class.units.len()).sum(),
            files: prepared.files,
            ..Gathering::default()
        };
        Self { wording, checked, tools, all, paths: BTreeSet::new() }
    }

    /// All of it, in the order of papers: which one was made first reaches nobody.
    pub(super) fn done(mut self) -> Gathering {
        self.all.papers.sort_by_key(|(at, _)| *at);
        self.all
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
            *self.all.not_made.entry(subject.kind).or_default() += 1;
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
        // A clash is told at the end, and keeps all of the edition from being published.
        let is_first = told.entries.is_empty() || self.paths.insert(told.name.to_lowercase());
        if is_first && files.is_empty() {
            let kept = |file: SideFile| edition.put(&PublishedFile::Kept { path: file.path });
            told.entries.iter().flat_map(ManifestDocument::files).try_for_each(kept)?;
        } else if is_first {
            files.iter().try_for_each(|file| edition.put(file))?;
        }
        self.all.papers.push((at, told));
        Ok(())
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

/// The manifest of a run that stands on a checked assessment, without its documents and results.
pub(super) fn manifest(checked: &Checked, tools: &Tools) -> Manifest {
    let stage = serde_json::to_value(checked.settings.assessment.stage).unwrap_or_default();
    Manifest {
        program: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        program_sha256: PROGRAM.to_owned(),
        assessment: checked.settings.assessment.id.clone(),
        stage: stage.as_str().unwrap_or_default().to_owned(),
        inputs: checked.inputs().to_vec(),
        inputs_sha256: inputs_sha256(checked.inputs()),
        templates_sha256: tools.templates_sha256.clone(),
        ..Manifest::default()
    }
}

/// The lists of an edition.
pub(super) fn lists(manifest: &Manifest, findings: &[SaidFinding]) -> [PublishedFile; 2] {
    let findings = json!({ "findings": findings });
    [json_file("manifest.json", manifest), json_file("findings.json", &findings)]
}

/// A list that people can read, too.
pub(super) fn json_file(path: &str, value: &impl serde::Serialize) -> PublishedFile {
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
