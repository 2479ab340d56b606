//! What units handed in, and the double-scored sample.

use serde::Serialize;

use super::Subject;
use crate::model::{Figure, comparable};

/// What units handed in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SubmissionsFacts {
    /// Required pieces, with how many units handed each in.
    pub pieces: Vec<PieceFacts>,
    /// Units that handed in every required piece in time.
    pub complete: Figure,
    /// Units that did not hand in everything.
    pub missing: Vec<MissingFacts>,
    /// Short names of units whose papers were returned for correction.
    pub returned: Vec<String>,
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

/// A unit that did not hand in everything.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MissingFacts {
    /// Short name.
    pub unit: String,
    /// The pieces that are missing.
    pub pieces: Vec<String>,
}

/// Agreement of two scorers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AgreementFacts {
    /// Units in the sample.
    pub units: Figure,
    /// Cells scored twice.
    pub cells: Figure,
    /// Cells on which both agree.
    pub equal: Figure,
    /// Share of these, in percent.
    pub equal_share: Figure,
    /// Mean of second minus final points; its sign beside the magnitude.
    pub mean_difference: Figure,
    /// One scorer's error on one cell, in points.
    pub error: Option<Figure>,
}

/// What was handed in; none without required pieces or a register.
pub(super) fn submissions(subjects: &[Subject<'_>]) -> Option<SubmissionsFacts> {
    let rules = &subjects.first()?.scorebook.checked.settings.submissions;
    let any = subjects.iter().any(|subject| !subject.class.registers.submissions.is_empty());
    if !any || rules.pieces.is_empty() {
        return None;
    }
    let row_of = |subject: &Subject<'_>, unit: usize, piece: &str| {
        let rows = subject.class.registers.submissions.iter();
        let mut own = rows.filter(|row| row.unit == unit);
        own.find(|row| comparable(&row.piece) == comparable(piece)).and_then(|row| row.first)
    };
    let late = |subject: &Subject<'_>, unit: usize, piece: &str| {
        let handed_in = row_of(subject, unit, piece).zip(rules.deadline);
        handed_in.is_some_and(|(own, deadline)| own.is_after(deadline))
    };
    let units = || {
        subjects
            .iter()
            .flat_map(|subject| (0..subject.unit_count()).map(move |unit| (subject, unit)))
    };
    let piece = |(at, name): (usize, &String)| {
        let key = |role: &str| format!("city/piece{}/{role}", at + 1);
        let there = |own: &(&Subject<'_>, usize)| row_of(own.0, own.1, name).is_some();
        let is_late = |own: &(&Subject<'_>, usize)| late(own.0, own.1, name);
        PieceFacts {
            name: name.clone(),
            units: Figure::count(key("units"), units().filter(there).count()),
            late: Figure::count(key("late"), units().filter(is_late).count()),
        }
    };
    let complete = units().filter(|(subject, unit)| {
        rules
            .pieces
            .iter()
            .all(|name| row_of(subject, *unit, name).is_some() && !late(subject, *unit, name))
    });
    let returned = subjects.iter().flat_map(|subject| {
        let rows = subject.class.registers.submissions.iter();
        rows.filter(|row| row.returned.is_some()).map(|row| subject.short(row.unit))
    });
    let mut returned: Vec<String> = returned.collect();
    returned.dedup();
    let missing = units().filter_map(|(subject, unit)| {
        let absent = |name: &&String| row_of(subject, unit, name).is_none();
        let pieces: Vec<String> = rules.pieces.iter().filter(absent).cloned().collect();
        (!pieces.is_empty()).then(|| MissingFacts { unit: subject.short(unit), pieces })
    });
    Some(SubmissionsFacts {
        missing: missing.collect(),
        pieces: rules.pieces.iter().enumerate().map(piece).collect(),
        complete: Figure::count("city/submissions/complete", complete.count()),
        returned,
    })
}

impl Subject<'_> {
    /// The double-scored sample of the class.
    pub(super) fn agreement(&self) -> Option<AgreementFacts> {
        let own = self.analysis.agreement.as_ref()?;
        let count = |item: &str, count| self.print.count(&format!("agreement/{item}"), count);
        let share = crate::analyse::facts::print::ratio(own.equal, own.count);
        let difference = self.print.rounded_mean(own.mean_difference);
        Some(AgreementFacts {
            units: count("units", own.units),
            cells: count("cells", own.count),
            equal: count("equal", own.equal),
            equal_share: self.print.rate("agreement/equal-share", share),
            mean_difference: self.print.magnitude("agreement/mean-difference", difference),
            error: own.error.and_then(|error| self.print.float("agreement/error", error)),
        })
    }
}
