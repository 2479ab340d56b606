//! Sign-offs: nothing acknowledged is lost, nothing is changed or deleted, two browsers and two
//! persons, and what an approval is worth after the next run.

mod crash;
mod figures;
mod rebuilt;
mod sheet;
mod standings;
mod store;

use std::fs;
use std::path::Path;

use make_reports::finding::Failure;
use make_reports::model::hex;
use make_reports::publish::{Manifest, ManifestDocument};
use make_reports::signoff::{Act, At, Deed, Role, Signer, Signoffs, Version, versions};
use sha2::{Digest as _, Sha256};

pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A paper's entry in a manifest, made of nothing but words.
fn document(kind: &str, unit: Option<&str>, bytes: &[u8]) -> ManifestDocument {
    let name = unit.unwrap_or("city");
    ManifestDocument {
        kind: kind.to_owned(),
        unit: unit.map(str::to_owned),
        path: format!("{kind}/{name}.pdf"),
        pages: 1,
        bytes: bytes.len(),
        sha256: sha256(bytes),
        source_sha256: format!("source of {kind} {name}"),
        own_sha256: unit.map(|unit| format!("own of {unit}")),
        templates_sha256: "templates".to_owned(),
        fonts_sha256: "fonts".to_owned(),
        ..ManifestDocument::default()
    }
}

fn manifest(documents: Vec<ManifestDocument>) -> Manifest {
    Manifest {
        program: "make-reports".to_owned(),
        version: "0.1.0".to_owned(),
        assessment: "small".to_owned(),
        stage: "approved".to_owned(),
        inputs: Vec::new(),
        inputs_sha256: "inputs".to_owned(),
        documents,
        ..Manifest::default()
    }
}

/// An output folder with three papers whose bytes are their names.
struct Desk {
    folder: tempfile::TempDir,
    versions: Vec<Version>,
}

const PAPERS: [(&str, Option<&str>); 3] =
    [("unit", Some("D01")), ("unit", Some("D02")), ("city", None)];

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let documents = PAPERS.map(|(kind, unit)| {
            let own = document(kind, unit, &bytes(kind, unit));
            let path = folder.path().join("small").join(&own.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes(kind, unit)).unwrap();
            own
        });
        let versions = versions(&manifest(documents.to_vec()));
        Self { folder, versions }
    }

    fn output(&self) -> &Path {
        self.folder.path()
    }

    fn open(&self) -> Signoffs {
        Signoffs::open(self.output(), "small").unwrap()
    }

    /// An act on the paper at a position that follows what was seen.
    fn deed(&self, act: Act, paper: usize, reason: &str, seen: Option<i64>) -> Deed {
        deed(act, &self.versions[paper], reason, seen)
    }
}

fn deed(act: Act, version: &Version, reason: &str, seen: Option<i64>) -> Deed {
    let (version, reason) = (version.clone(), reason.to_owned());
    Deed { act, version, reason, pin: None, target: None, seen }
}

fn bytes(kind: &str, unit: Option<&str>) -> Vec<u8> {
    format!("{kind} {unit:?}").into_bytes()
}

fn signer(who: &str, role: Role) -> Signer {
    Signer { who: who.to_owned(), role, at: At::read("2024-09-20T07:04:05Z").unwrap() }
}

fn first(who: &str) -> Signer {
    signer(who, Role::First)
}

fn second(who: &str) -> Signer {
    signer(who, Role::Second)
}

/// Code of a failure with one of its facts.
fn refused<T>(result: Result<T, Failure>, fact: &str) -> (&'static str, String) {
    let Err(failure) = result else { panic!("was not refused") };
    (failure.code, failure.facts.get(fact).cloned().unwrap_or_default())
}
