//! What has changed in papers since the version that they are held against.

use axum::response::Response;
use serde::Serialize;

use super::shelf::Now;
use super::{Desk, failed, json};
use crate::inspect::{Compared, compare};
use crate::serve::missing;
use crate::signoff::{Change, FigureChange, Standing, State, changes as changed_figures};

/// What has changed in one paper.
#[derive(Serialize)]
struct Changes<'a> {
    /// Checksum of the version that it is held against.
    old: &'a str,
    figures: Vec<Named>,
    /// Pages and sentences; none when one of the versions cannot be read.
    compared: Option<Compared>,
}

pub(super) fn changes(desk: &Desk, sha256: &str) -> Response {
    let now = match desk.shelf.now() {
        Ok(now) => now,
        Err(failure) => return failed(&failure, desk.wording()),
    };
    let held = now.standing(sha256).and_then(|own| Some((own, own.against.as_ref()?)));
    let Some((standing, against)) = held else {
        return missing();
    };
    let old = &against.version.sha256;
    let bytes = |sha256: &str| desk.shelf.bytes(&now, sha256);
    let both = bytes(old).zip(bytes(sha256));
    let edge = desk.shelf.settings.preflight.edge;
    json(&Changes {
        old,
        figures: figures(desk, &now, standing),
        compared: both.and_then(|(old, new)| compare(old, new, edge)),
    })
}

/// Figures that moved in a paper since the version that it is held against.
fn figures(desk: &Desk, now: &Now, standing: &Standing) -> Vec<Named> {
    let shelf = &desk.shelf;
    let old = standing.against.as_ref().map(|own| shelf.figures(&own.version));
    let read = desk.back.read(&now.made.sha256);
    let tracer = read.figures.as_ref().and_then(|own| own.tracer.as_ref());
    let unit = standing.version.unit.as_deref();
    let name = |change: FigureChange| {
        let found = tracer.and_then(|tracer| tracer.trace_in(&change.key, unit));
        Named { change, name: found.map(|found| found.name).unwrap_or_default() }
    };
    let changed = changed_figures(&old.unwrap_or_default(), &shelf.figures(&standing.version));
    changed.into_iter().map(name).collect()
}

/// A figure that moved, with what it is called.
#[derive(Serialize)]
struct Named {
    #[serde(flatten)]
    change: FigureChange,
    /// Empty of a figure that is no longer there, and while figures are read.
    name: String,
}

/// A paper in which nothing moved but what other units did.
#[derive(Serialize)]
struct MovedPaper<'a> {
    sha256: &'a str,
    figures: Vec<Named>,
}

/// Every paper in which only figures of the class moved, and that is not signed again yet.
pub(super) fn moved(desk: &Desk) -> Response {
    let now = match desk.shelf.now() {
        Ok(now) => now,
        Err(failure) => return failed(&failure, desk.wording()),
    };
    let only = now.standings.iter().filter(|own| {
        own.change == Change::ClassOnly && !matches!(own.state, State::Approved | State::Returned)
    });
    let paper = |own: &Standing| figures(desk, &now, own);
    let papers = only.map(|own| MovedPaper { sha256: &own.version.sha256, figures: paper(own) });
    json(&papers.collect::<Vec<_>>())
}
