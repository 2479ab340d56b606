//! What a run made and what stays of the last one become the next edition.

use std::collections::BTreeSet;

use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::fan_out::{Composed, Outcome};
use super::{Prepared, Report, said};
use crate::assets::Wording;
use crate::check::Checked;
use crate::compose::Kind;
use crate::finding::{Failure, Finding, Place, any_error, arrange, failure, rule};
use crate::load::InputFile;
use crate::model::{ResultTable, hex};
use crate::publish::{Edition, Manifest, ManifestDocument, Output, PublishedFile};
use crate::score::Scorebook;
use crate::tabulate;

/// The next edition, and what is to be said about it.
pub(super) struct Gathered {
    /// None when nothing could be made: the last edition then stays as it is.
    pub(super) edition: Option<Edition>,
    findings: Vec<Finding>,
    documents: usize,
    pages: usize,
    stale: Vec<String>,
    failed: Vec<String>,
}

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
    results: &[ResultTable],
    output: &Output,
) -> Result<Gathered, Failure> {
    let checked = &scorebook.checked;
    let made = Made {
        wording: &prepared.wording,
        templates_sha256: prepared.templates.sha256(),
        fonts_sha256: prepared.fonts.sha256(),
    };
    let mut gathered = Gathered {
        edition: None,
        findings: prepared.findings.clone(),
        documents: 0,
        pages: 0,
        stale: Vec::new(),
        failed: Vec::new(),
    };
    gathered.clashes(&outcomes);
    let mut files = Vec::new();
    let mut entries = Vec::new();
    for outcome in outcomes {
        if let Some((file, entry)) = gathered.document(outcome, checked, &made, output) {
            files.push(file);
            entries.push(entry);
        }
    }
    arrange(&mut gathered.findings);
    let clash = gathered.findings.iter().any(|found| found.code == rule::FILE_NAME_CLASH.code);
    if clash || gathered.documents == 0 && !gathered.failed.is_empty() {
        return Ok(gathered);
    }
    files.extend(result_files(results, &prepared.wording)?);
    files.push(json_file("manifest.json", &manifest(checked, entries)));
    let all: Vec<_> =
        gathered.findings.iter().map(|found| said(&prepared.wording, found)).collect();
    files.push(json_file("findings.json", &json!({ "findings": all })));
    gathered.edition = Some(Edition { files });
    Ok(gathered)
}

impl Gathered {
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

    /// One paper's file and manifest entry: made now, kept from the last run, or neither.
    fn document(
        &mut self,
        outcome: Outcome,
        checked: &Checked,
        made: &Made<'_>,
        output: &Output,
    ) -> Option<(PublishedFile, ManifestDocument)> {
        let Outcome { subject, manuscript, document, mut findings } = outcome;
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
        if let (Some(manuscript), Some(document), false) = (&manuscript, document, failed) {
            self.documents += 1;
            self.pages += document.pages;
            let entry = ManifestDocument {
                kind: subject.kind.name().to_owned(),
                unit: code,
                path: manuscript.path.clone(),
                pages: document.pages,
                bytes: document.pdf.len(),
                sha256: hex(&Sha256::digest(&document.pdf)),
                source_sha256: manuscript.source_sha256.clone(),
                templates_sha256: made.templates_sha256.clone(),
                fonts_sha256: made.fonts_sha256.to_owned(),
                stale: false,
                derived_from: None,
                findings: findings.iter().map(|found| said(made.wording, found)).collect(),
            };
            let path = manuscript.path.clone();
            return Some((PublishedFile::New { path, bytes: document.pdf }, entry));
        }
        if failed {
            self.failed.push(name.clone());
        }
        let kept = last_entry(output, subject.kind, code.as_deref());
        match kept {
            Some(entry) => {
                let stale = failed || has_moved(&entry, manuscript.as_ref(), made);
                Some(self.keep(entry, stale, &findings, made))
            }
            None if failed => None,
            None => {
                self.findings.push(Finding::new(rule::DOCUMENT_NOT_MADE, Place::document(name)));
                None
            }
        }
    }

    /// Keeps a paper of the last run.
    fn keep(
        &mut self,
        mut entry: ManifestDocument,
        stale: bool,
        findings: &[Finding],
        made: &Made<'_>,
    ) -> (PublishedFile, ManifestDocument) {
        entry.stale = stale;
        if stale {
            self.stale.push(entry.path.clone());
            let found = Finding::new(rule::DOCUMENT_STALE, Place::document(&entry.path));
            self.findings.push(found);
            entry.findings.extend(findings.iter().map(|found| said(made.wording, found)));
        }
        (PublishedFile::Kept { path: entry.path.clone() }, entry)
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

/// The last run's entry of a paper, when its file is still what it was.
fn last_entry(output: &Output, kind: Kind, unit: Option<&str>) -> Option<ManifestDocument> {
    let documents = &output.last.as_ref()?.documents;
    let same = |entry: &&ManifestDocument| {
        entry.kind == kind.name() && entry.unit.as_deref() == unit && entry.derived_from.is_none()
    };
    let entry = documents.iter().find(same)?;
    output.holds(&entry.path, &entry.sha256).then(|| entry.clone())
}

/// Whether a paper would come out differently now.
fn has_moved(entry: &ManifestDocument, now: Option<&Composed>, made: &Made<'_>) -> bool {
    now.is_none_or(|now| now.source_sha256 != entry.source_sha256 || now.path != entry.path)
        || entry.templates_sha256 != made.templates_sha256
        || entry.fonts_sha256 != made.fonts_sha256
}

fn result_files(results: &[ResultTable], wording: &Wording) -> Result<Vec<PublishedFile>, Failure> {
    let failed = |name: &str, cause: String| {
        Failure::new(failure::WRITE_FAILED).with("path", name).with("cause", cause)
    };
    let mut files = Vec::new();
    // A table of something that the assessment does not have is left out.
    for table in results.iter().filter(|table| !table.is_empty()) {
        let path = |ending: &str| format!("results/{}.{ending}", table.name);
        let parquet = tabulate::parquet(table).map_err(|e| failed(table.name, e.to_string()))?;
        let csv = tabulate::csv(table).map_err(|e| failed(table.name, e.to_string()))?;
        files.push(PublishedFile::New { path: path("parquet"), bytes: parquet });
        files.push(PublishedFile::New { path: path("csv"), bytes: csv });
    }
    let bytes = tabulate::dictionary(results, wording)
        .map_err(|error| failed("data_dictionary", error.to_string()))?;
    files.push(PublishedFile::New { path: "results/data_dictionary.csv".to_owned(), bytes });
    Ok(files)
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
fn inputs_sha256(inputs: &[InputFile]) -> String {
    let mut hasher = Sha256::new();
    for input in inputs {
        hasher.update(input.path.as_bytes());
        hasher.update([0]);
        hasher.update(input.sha256.as_bytes());
        hasher.update([0]);
    }
    hex(&hasher.finalize())
}
