//! One paper: its pages, where figures stand on them, what was found and said about it.

use axum::response::Response;
use serde::Serialize;

use super::list::{documents, found, path_of, row};
use super::{Desk, failed, json, list};
use crate::model::PageSpots;
use crate::pipeline::Brief;
use crate::publish::{SaidFinding, SideFile};
use crate::serve::{answer, missing};
use crate::signoff::{Act, Approval, Entry, Pin, Role};

/// One paper.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    paper: list::Paper<'a>,
    spots: Vec<PageSpots>,
    findings: Vec<&'a SaidFinding>,
    acts: Vec<Done<'a>>,
    against: Option<&'a Approval>,
    beside: Vec<Beside<'a>>,
    brief: Option<Brief>,
}

/// What somebody did to a version of it.
#[derive(Serialize)]
struct Done<'a> {
    id: i64,
    at: String,
    who: &'a str,
    role: Role,
    act: Act,
    reason: &'a str,
    pin: Option<&'a Pin>,
    target: Option<i64>,
    /// Whether it was about these bytes.
    current: bool,
    /// Checksum of the version that it was about.
    sha256: &'a str,
    /// Whether another act has dealt with it or taken it back.
    closed: bool,
}

/// A file that goes with it.
#[derive(Serialize)]
struct Beside<'a> {
    name: &'a str,
    sha256: &'a str,
}

pub(super) fn paper(desk: &Desk, sha256: &str) -> Response {
    let now = match desk.shelf.now() {
        Ok(now) => now,
        Err(failure) => return failed(&failure, desk.wording()),
    };
    let Some(standing) = now.standing(sha256) else {
        return missing();
    };
    let read = desk.back.read(&now.made.sha256);
    let version = &standing.version;
    let document = documents(&now).get(version.path.as_str()).copied();
    let findings = found(document, version, &read);
    let same =
        |own: &&Entry| (&own.version.kind, &own.version.unit) == (&version.kind, &version.unit);
    let acts: Vec<&Entry> = now.acts.iter().filter(same).collect();
    let figures = read.figures.as_ref();
    json(&Whole {
        paper: row(standing, document, &findings, desk.wording()),
        spots: desk.shelf.figures(version),
        acts: acts.iter().map(|own| done(own, &acts, sha256)).collect(),
        against: standing.against.as_ref(),
        beside: version.beside.iter().map(beside).collect(),
        brief: figures.and_then(|own| own.tracer.as_ref()?.brief(version.unit.as_deref())),
        findings,
    })
}

fn done<'a>(own: &'a Entry, acts: &[&Entry], now: &str) -> Done<'a> {
    Done {
        id: own.id,
        at: own.at.in_beijing(),
        who: &own.who,
        role: own.role,
        act: own.act,
        reason: &own.reason,
        pin: own.pin.as_ref(),
        target: own.target,
        current: own.version.sha256 == now,
        sha256: &own.version.sha256,
        closed: acts.iter().any(|other| other.target == Some(own.id)),
    }
}

fn beside(file: &SideFile) -> Beside<'_> {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    Beside { name, sha256: &file.sha256 }
}

/// Where a figure of a paper comes from, down to the cells of its inputs.
pub(super) fn trace(desk: &Desk, sha256: &str, key: &str) -> Response {
    let Ok(now) = desk.shelf.now() else {
        return missing();
    };
    let read = desk.back.read(&now.made.sha256);
    let tracer = read.figures.as_ref().and_then(|own| own.tracer.as_ref());
    let unit = now.standing(sha256).and_then(|own| own.version.unit.as_deref());
    let found = tracer.and_then(|tracer| tracer.trace_in(key, unit));
    found.map_or_else(missing, |found| json(&found))
}

/// A page as a picture.
pub(super) fn picture(desk: &Desk, sha256: &str, page: usize, dots: u16) -> Response {
    let pictures = page.checked_sub(1).and_then(|page| Some((page, desk.shelf.pictures(sha256)?)));
    let png = pictures.and_then(|(page, pictures)| pictures.page(page, dots));
    png.map_or_else(missing, |png| answer("image/png", png))
}

/// A paper itself, or what goes with it.
pub(super) fn file(desk: &Desk, sha256: &str) -> Response {
    let Ok(now) = desk.shelf.now() else {
        return missing();
    };
    let Some(bytes) = desk.shelf.bytes(&now, sha256) else {
        return missing();
    };
    answer(kind_of(path_of(&now, sha256)), bytes)
}

/// The type of a file by its ending; of anything unknown one that a browser only saves.
fn kind_of(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("pdf") => "application/pdf",
        Some("xlsx") => list::XLSX,
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => "application/octet-stream",
    }
}
