//! What units handed in.

use serde::Serialize;

use super::Subject;
use crate::analyse::{PieceState, PieceStatus};
use crate::check::UnitFiles;
use crate::model::Figure;

/// Most units of the table of what is not in order.
const MOST_ROWS: usize = 30;

/// What units handed in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SubmissionsFacts {
    /// Required pieces, with how many units handed each in.
    pub pieces: Vec<PieceFacts>,
    /// Whether a register says what was handed in when.
    pub registered: bool,
    /// Units that handed in every required piece in time.
    pub complete: Figure,
    /// Units that did not hand in everything, by what is missing.
    pub missing: Vec<MissingFacts>,
    /// Short names of units whose papers were returned for correction.
    pub returned: Vec<String>,
    /// Pieces whose files are not as the register says; none where files are not looked at.
    pub files: Option<FileFacts>,
    /// Units of which something is not in order, in list order; not all where there are many.
    pub incomplete: Vec<IncompleteFacts>,
    /// Number of these units.
    pub incomplete_units: Figure,
}

/// A required piece.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PieceFacts {
    /// The piece.
    pub name: String,
    /// Units that handed it in.
    pub units: Figure,
    /// Units that handed it in late.
    pub late: Figure,
}

/// Units that did not hand in the same pieces.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MissingFacts {
    /// Short names, in list order.
    pub units: Vec<String>,
    /// The pieces that are missing.
    pub pieces: Vec<String>,
}

/// What was found among the files, as numbers of pieces.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileFacts {
    /// Registered, without a file.
    pub unseen: Figure,
    /// With empty files.
    pub empty: Figure,
    /// With files of a wrong kind.
    pub wrong_kind: Figure,
    /// With a file, not registered.
    pub unregistered: Figure,
    /// Files of evidence.
    pub evidence: Figure,
    /// Units with evidence.
    pub evidence_units: Figure,
}

/// A unit of which something is not in order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IncompleteFacts {
    /// Short name.
    pub unit: String,
    /// By required piece.
    pub cells: Vec<IncompleteCell>,
}

/// One piece of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IncompleteCell {
    /// Name of its state; none where nothing tells.
    pub state: Option<&'static str>,
    /// Days late.
    pub days: Option<Figure>,
    /// Whether it was returned for correction and never came back.
    pub open: bool,
}

/// What was handed in; none without required pieces, or where nothing says it.
pub(super) fn submissions(subjects: &[Subject<'_>]) -> Option<SubmissionsFacts> {
    let names = &subjects.first()?.scorebook.checked.settings.submissions.pieces;
    let units: Vec<Own<'_>> = subjects.iter().flat_map(Subject::handed_in).collect();
    if units.is_empty() || names.is_empty() {
        return None;
    }
    let piece = |(at, name): (usize, &String)| {
        let number = |role: &str, holds: &dyn Fn(&PieceStatus) -> bool| {
            let count = units.iter().filter(|own| holds(&own.pieces[at])).count();
            Figure::count(format!("city/piece{}/{role}", at + 1), count)
        };
        PieceFacts {
            name: name.clone(),
            units: number("units", &|own| is_handed_in(own)),
            late: number("late", &|own| own.days_late.is_some()),
        }
    };
    let in_time = |own: &&Own<'_>| {
        let complete = |piece: &PieceStatus| is_handed_in(piece) && is_complete(piece);
        own.pieces.iter().all(|piece| complete(piece) && piece.days_late.is_none())
    };
    let complete = units.iter().filter(in_time).count();
    let registered = subjects.iter().any(|own| !own.class.registers.submissions.is_empty());
    let returned = units.iter().filter(|own| own.pieces.iter().any(|own| own.returned.is_some()));
    let incomplete = || units.iter().filter(|own| !own.pieces.iter().all(PieceStatus::is_in_order));
    Some(SubmissionsFacts {
        pieces: names.iter().enumerate().map(piece).collect(),
        registered,
        complete: Figure::count("city/submissions/complete", complete),
        missing: missing(names, &units),
        returned: returned.map(|own| own.short.clone()).collect(),
        files: files(subjects, &units),
        incomplete: incomplete().take(MOST_ROWS).map(Own::facts).collect(),
        incomplete_units: Figure::count("city/submissions/incomplete", incomplete().count()),
    })
}

/// One unit's required pieces.
struct Own<'a> {
    code: &'a str,
    short: String,
    pieces: &'a [PieceStatus],
}

impl Subject<'_> {
    fn handed_in(&self) -> impl Iterator<Item = Own<'_>> {
        let units = self.class.units.iter().zip(&self.analysis.completeness);
        units.map(|(unit, pieces)| Own { code: &unit.code, short: unit.short.clone(), pieces })
    }
}

impl Own<'_> {
    fn facts(&self) -> IncompleteFacts {
        let cell = |(at, piece): (usize, &PieceStatus)| IncompleteCell {
            state: piece.state.map(PieceState::name),
            days: piece.days_late.map(|days| {
                Figure::count(format!("city/submissions/{}/piece{}/days", self.code, at + 1), days)
            }),
            open: piece.is_open(),
        };
        let cells = self.pieces.iter().enumerate().map(cell).collect();
        IncompleteFacts { unit: self.short.clone(), cells }
    }
}

/// Whether a piece was handed in, by the register or, without one, by its files.
fn is_handed_in(piece: &PieceStatus) -> bool {
    piece.first.is_some() || piece.state != Some(PieceState::Missing)
}

fn is_complete(piece: &PieceStatus) -> bool {
    piece.state.is_none_or(|state| state == PieceState::Complete)
}

fn missing(names: &[String], units: &[Own<'_>]) -> Vec<MissingFacts> {
    let mut missing: Vec<MissingFacts> = Vec::new();
    for own in units {
        let absent = names.iter().zip(own.pieces).filter(|(_, piece)| !is_handed_in(piece));
        let pieces: Vec<String> = absent.map(|(name, _)| name.clone()).collect();
        match missing.iter_mut().find(|other| other.pieces == pieces) {
            _ if pieces.is_empty() => {}
            Some(same) => same.units.push(own.short.clone()),
            None => missing.push(MissingFacts { units: vec![own.short.clone()], pieces }),
        }
    }
    missing
}

/// What was found among the files; none without a folder of them.
fn files(subjects: &[Subject<'_>], units: &[Own<'_>]) -> Option<FileFacts> {
    let files = || subjects.iter().flat_map(|subject| &subject.class.registers.files);
    files().next()?;
    let pieces = || units.iter().flat_map(|own| own.pieces);
    let count = |role: &str, count| Figure::count(format!("city/submissions/{role}"), count);
    let state = |role: &str, state| {
        count(role, pieces().filter(|piece| piece.state == Some(state)).count())
    };
    let unseen =
        |piece: &&PieceStatus| piece.state == Some(PieceState::Missing) && piece.first.is_some();
    Some(FileFacts {
        unseen: count("unseen", pieces().filter(unseen).count()),
        empty: state("empty", PieceState::Empty),
        wrong_kind: state("wrong-kind", PieceState::WrongKind),
        unregistered: state("unregistered", PieceState::Unregistered),
        evidence: count("evidence", files().map(UnitFiles::evidence_count).sum()),
        evidence_units: count(
            "evidence-units",
            files().filter(|own| own.evidence_count() > 0).count(),
        ),
    })
}
