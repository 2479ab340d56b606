//! Warnings of the run that touch a score or a grade and that nobody has settled.

use serde::Serialize;

use super::Subject;
use crate::model::{Figure, Points};
use crate::score;

/// Warnings that are still open, weightiest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DoubtsFacts {
    /// How many there are.
    pub count: Figure,
    /// How many there are of each kind.
    pub kinds: Vec<DoubtKind>,
    /// Each of them.
    pub rows: Vec<DoubtFacts>,
}

/// Open warnings of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DoubtKind {
    /// Code of the finding; the filter `kind` says it in words.
    pub code: String,
    /// How many there are.
    pub count: Figure,
}

/// One open warning.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DoubtFacts {
    /// Code of the finding; the filter `kind` says it in words.
    pub code: String,
    /// Short names of the units concerned; empty where it concerns none.
    pub units: Vec<String>,
    /// The indicator concerned.
    pub indicator: Option<String>,
    /// Points that each of these units loses there.
    pub points: Option<Figure>,
}

/// A doubt with what it is sorted by.
struct Found {
    weight: usize,
    units: Vec<(usize, usize)>,
    facts: DoubtFacts,
    lost: Points,
}

/// What is open in the whole assessment; none where nothing is.
pub(super) fn doubts(subjects: &[Subject<'_>]) -> Option<DoubtsFacts> {
    facts("city/doubts", &found(subjects))
}

/// What is open about one unit (class, position); none where nothing is.
pub(in crate::analyse::facts) fn doubts_of(
    subjects: &[Subject<'_>],
    unit: (usize, usize),
) -> Option<DoubtsFacts> {
    let own = found(subjects).into_iter().filter(|own| own.units.contains(&unit));
    let code = &subjects[unit.0].class.units[unit.1].code;
    facts(&format!("{code}/doubts"), &own.collect::<Vec<_>>())
}

fn facts(key: &str, found: &[Found]) -> Option<DoubtsFacts> {
    let kinds = found.chunk_by(|one, other| one.weight == other.weight).map(|kind| {
        let code = kind[0].facts.code.clone();
        DoubtKind { count: Figure::count(format!("{key}/{code}"), kind.len()), code }
    });
    (!found.is_empty()).then(|| DoubtsFacts {
        count: Figure::count(key, found.len()),
        kinds: kinds.collect(),
        rows: found.iter().map(|own| own.facts.clone()).collect(),
    })
}

/// All that is open, by weight.
fn found(subjects: &[Subject<'_>]) -> Vec<Found> {
    let all = subjects.first().map(|subject| subject.scorebook.doubts()).unwrap_or_default();
    let mut found: Vec<Found> = all.iter().map(|doubt| of(subjects, doubt)).collect();
    found.sort_by_key(|own| (own.weight, std::cmp::Reverse(own.lost)));
    found
}

fn of(subjects: &[Subject<'_>], doubt: &score::Doubt) -> Found {
    let units: Vec<(usize, usize)> =
        doubt.names.iter().filter_map(|name| place(subjects, name)).collect();
    let losses = doubt.indicator.as_deref().and_then(|code| {
        units.iter().map(|unit| subjects[unit.0].loss(unit.1, code)).collect::<Option<Vec<_>>>()
    });
    let same = losses.filter(|all| all.windows(2).all(|two| two[0] == two[1]));
    let lost = same.and_then(|all| all.first().copied());
    let known = units.first().zip(lost).zip(doubt.indicator.as_deref());
    let points = known.map(|((unit, lost), code)| {
        let subject = &subjects[unit.0];
        let key = format!("{}/{code}/loss", subject.class.units[unit.1].code);
        subject.print.points(&key, lost)
    });
    let facts = DoubtFacts {
        code: doubt.code.to_owned(),
        units: units.iter().map(|unit| subjects[unit.0].short(unit.1)).collect(),
        indicator: doubt.indicator_name.clone(),
        points,
    };
    Found { weight: doubt.weight, units, facts, lost: lost.unwrap_or_default() }
}

/// Class and position of a unit with a full or short name.
fn place(subjects: &[Subject<'_>], name: &str) -> Option<(usize, usize)> {
    subjects.iter().enumerate().find_map(|(class, subject)| {
        let mut units = subject.class.units.iter();
        units.position(|unit| unit.name == name || unit.short == name).map(|unit| (class, unit))
    })
}

impl Subject<'_> {
    /// What a unit loses on the indicator with a code; none where it loses nothing.
    fn loss(&self, unit: usize, code: &str) -> Option<Points> {
        let mut indicators = self.class.system.indicators.iter();
        let leaf = indicators.position(|indicator| indicator.code == code)?;
        let full = self.class.system.indicators[leaf].full_marks;
        let points = self.class.cells.points(unit, leaf).filter(|points| *points < full)?;
        Some(Points::from_scaled(full.scaled() - points.scaled()))
    }
}
