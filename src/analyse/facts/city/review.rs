//! Appeals and corrections.

use serde::Serialize;

use super::Subject;
use crate::check::{Appeal, Correction};
use crate::model::{CorrectionKind, Decision, Figure, Points};

/// Appeals, corrections, and what they moved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReviewFacts {
    /// Appeals.
    pub appeal_count: Figure,
    /// Units that appealed.
    pub appeal_units: Figure,
    /// Appeals by decision, in the order of the kinds; empty kinds left out.
    pub decisions: Vec<KindFacts>,
    /// Appeals that are not decided.
    pub open: Figure,
    /// The appeals, in file order by class; not all where they are very many.
    pub appeals: Vec<AppealFacts>,
    /// Corrections.
    pub correction_count: Figure,
    /// Units whose points were corrected.
    pub correction_units: Figure,
    /// Corrections by kind, with the points that they moved; empty kinds left out.
    pub kinds: Vec<KindFacts>,
    /// Points added by corrections, by class in the order of the classes.
    pub raised: Vec<ChangeFacts>,
    /// Units whose rank moved, in list order; of very many those that moved the farthest, farthest
    /// first.
    pub ranks: Vec<MovedFacts>,
    /// Whether these are the farthest of very many.
    pub ranks_farthest: bool,
    /// Number of these units.
    pub rank_count: Figure,
    /// Units whose grade moved, in list order.
    pub grades: Vec<MovedFacts>,
}

/// A decision or a kind of corrections.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KindFacts {
    /// Stable name of the kind.
    pub kind: &'static str,
    /// How many.
    pub count: Figure,
    /// Points that they moved, with the sign beside the magnitude.
    pub change: Option<Figure>,
    /// Short names of the units, in order.
    pub units: Vec<String>,
}

/// What corrections moved in a class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangeFacts {
    /// Name of the class.
    pub class: String,
    /// Points added.
    pub up: Figure,
    /// Points taken away, as a magnitude.
    pub down: Figure,
}

/// One appeal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AppealFacts {
    /// Its number.
    pub number: String,
    /// Short name of the unit.
    pub unit: String,
    /// Indicator.
    pub code: String,
    /// Name of the indicator.
    pub name: String,
    /// Points before.
    pub before: Option<Figure>,
    /// Points claimed.
    pub claimed: Option<Figure>,
    /// Points after.
    pub after: Option<Figure>,
    /// Stable name of the decision.
    pub decision: Option<&'static str>,
    /// Points after a later correction that did not follow this appeal.
    pub later: Option<Figure>,
    /// Stable name of that correction's kind.
    pub later_kind: Option<&'static str>,
}

/// A unit that moved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MovedFacts {
    /// Short name.
    pub unit: String,
    /// Name of its class.
    pub class: String,
    /// Rank before; none for a grade.
    pub rank_before: Option<Figure>,
    /// Rank after; none for a grade.
    pub rank_after: Option<Figure>,
    /// Grade before.
    pub grade_before: Option<String>,
    /// Grade after.
    pub grade_after: Option<String>,
}

impl MovedFacts {
    /// Ranks between before and after.
    fn distance(&self) -> f64 {
        let place = |figure: &Option<Figure>| figure.as_ref().map_or(0.0, |own| own.value);
        (place(&self.rank_before) - place(&self.rank_after)).abs()
    }
}

/// Appeals and corrections; none when there are neither.
pub(super) fn review(subjects: &[Subject<'_>]) -> Option<ReviewFacts> {
    if appeals(subjects).next().is_none() && corrections(subjects).next().is_none() {
        return None;
    }
    let most = subjects.first()?.register_most();
    let mut ranks: Vec<MovedFacts> = subjects.iter().flat_map(Subject::moved_ranks).collect();
    let rank_count = ranks.len();
    if rank_count > most {
        ranks.sort_by(|one, other| other.distance().total_cmp(&one.distance()));
        ranks.truncate(most);
    }
    Some(ReviewFacts {
        appeal_count: count("appeals", appeals(subjects).count()),
        appeal_units: appeal_units(subjects),
        decisions: decisions(subjects),
        open: open(subjects),
        appeals: appeals(subjects)
            .take(most)
            .enumerate()
            .map(|(at, (subject, row))| subject.appeal(at, row))
            .collect(),
        correction_count: count("corrections", corrections(subjects).count()),
        correction_units: count(
            "corrections/units",
            distinct(corrections(subjects).map(|(subject, row)| (subject.position, row.unit))),
        ),
        kinds: correction_kinds(subjects),
        raised: subjects.iter().filter_map(Subject::moved_points).collect(),
        ranks,
        ranks_farthest: rank_count > most,
        rank_count: count("ranks-moved", rank_count),
        grades: subjects.iter().flat_map(Subject::moved_grades).collect(),
    })
}

/// Every appeal with its class, in file order by class.
pub(super) fn appeals<'a>(
    subjects: &'a [Subject<'a>],
) -> impl Iterator<Item = (&'a Subject<'a>, &'a Appeal)> {
    let of = |subject: &'a Subject<'a>| {
        subject.class.registers.appeals.iter().map(move |row| (subject, row))
    };
    subjects.iter().flat_map(of)
}

/// Every correction with its class, in file order by class.
fn corrections<'a>(
    subjects: &'a [Subject<'a>],
) -> impl Iterator<Item = (&'a Subject<'a>, &'a Correction)> {
    let of = |subject: &'a Subject<'a>| {
        subject.class.registers.corrections.iter().map(move |row| (subject, row))
    };
    subjects.iter().flat_map(of)
}

/// Units that appealed.
pub(super) fn appeal_units(subjects: &[Subject<'_>]) -> Figure {
    let units = appeals(subjects).map(|(subject, row)| (subject.position, row.unit));
    count("appeals/units", distinct(units))
}

/// Appeals that are not decided.
pub(super) fn open(subjects: &[Subject<'_>]) -> Figure {
    count("appeals/open", appeals(subjects).filter(|(_, row)| row.decision.is_none()).count())
}

/// Appeals by decision, in the order of the kinds; empty kinds left out.
pub(super) fn decisions(subjects: &[Subject<'_>]) -> Vec<KindFacts> {
    let mut kinds: Vec<Decision> = appeals(subjects).filter_map(|(_, row)| row.decision).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let facts = |kind: Decision| {
        let own = || appeals(subjects).filter(|(_, row)| row.decision == Some(kind));
        KindFacts {
            kind: kind.name(),
            count: count(&format!("decision-{}", kind.name()), own().count()),
            change: None,
            units: own().map(|(subject, row)| subject.short(row.unit)).collect(),
        }
    };
    kinds.into_iter().map(facts).collect()
}

/// Corrections by kind, with the points that they moved; empty kinds left out.
pub(super) fn correction_kinds(subjects: &[Subject<'_>]) -> Vec<KindFacts> {
    let mut kinds: Vec<CorrectionKind> = corrections(subjects).map(|(_, row)| row.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let facts = |kind: CorrectionKind| {
        let own = || corrections(subjects).filter(|(_, row)| row.kind == kind);
        let moved = own().map(|(_, row)| row.change().scaled()).sum();
        let mut units: Vec<String> = own().map(|(subject, row)| subject.short(row.unit)).collect();
        units.dedup();
        let print = &subjects[0].print;
        let moved = print.rounded_total(Points::from_scaled(moved).exact());
        KindFacts {
            kind: kind.name(),
            count: count(&format!("correction-{}", kind.name()), own().count()),
            change: Some(Figure::magnitude(format!("city/{}/change", kind.name()), moved)),
            units,
        }
    };
    kinds.into_iter().map(facts).collect()
}

fn count(item: &str, count: usize) -> Figure {
    Figure::count(format!("city/{item}"), count)
}

/// How many different units there are.
fn distinct(units: impl Iterator<Item = (usize, usize)>) -> usize {
    units.collect::<std::collections::BTreeSet<_>>().len()
}

impl Subject<'_> {
    pub(super) fn appeal(&self, at: usize, row: &Appeal) -> AppealFacts {
        let indicator = &self.class.system.indicators[row.indicator];
        let later = self.class.registers.later_correction(row);
        let points = |role: &str, points: Option<Points>| {
            points.map(|points| self.print.points(&format!("appeal{}/{role}", at + 1), points))
        };
        AppealFacts {
            number: row.number.clone(),
            unit: self.short(row.unit),
            code: indicator.code.clone(),
            name: indicator.name.clone(),
            before: points("before", row.before),
            claimed: points("claimed", row.claimed),
            after: points("after", row.after),
            decision: row.decision.map(Decision::name),
            later: points("later", later.map(|own| own.after)),
            later_kind: later.map(|own| own.kind.name()),
        }
    }

    /// Points added and taken away by a class's corrections; none without any.
    fn moved_points(&self) -> Option<ChangeFacts> {
        let rows = &self.class.registers.corrections;
        let changes = || rows.iter().map(|row| row.change().scaled());
        let up: i64 = changes().filter(|change| *change > 0).sum();
        let down: i64 = changes().filter(|change| *change < 0).map(i64::abs).sum();
        let total =
            |item: &str, scaled| self.print.total(item, Points::from_scaled(scaled).exact());
        (!rows.is_empty()).then(|| ChangeFacts {
            class: self.class.name.clone(),
            up: total("corrections/up", up),
            down: total("corrections/down", down),
        })
    }

    fn moved(&self, unit: usize) -> MovedFacts {
        MovedFacts {
            unit: self.short(unit),
            class: self.class.name.clone(),
            rank_before: None,
            rank_after: None,
            grade_before: None,
            grade_after: None,
        }
    }

    fn moved_ranks(&self) -> Vec<MovedFacts> {
        let units = (0..self.unit_count()).filter(|_| self.ranked).filter_map(|unit| {
            let score = &self.scores[unit];
            let (before, after) = (score.first?.rank?.place, score.rank?.place);
            let key = |role: &str| format!("{}/{role}", self.class.units[unit].code);
            (before != after).then(|| MovedFacts {
                rank_before: Some(self.print.count(&key("first-rank"), before)),
                rank_after: Some(self.print.count(&key("rank"), after)),
                ..self.moved(unit)
            })
        });
        units.collect()
    }

    fn moved_grades(&self) -> Vec<MovedFacts> {
        let units = (0..self.unit_count()).filter(|_| self.ranked).filter_map(|unit| {
            let score = &self.scores[unit];
            let (before, after) = (score.first?.grade?, score.grade?);
            (before != after).then(|| MovedFacts {
                grade_before: Some(self.grade_name(before)),
                grade_after: Some(self.grade_name(after)),
                ..self.moved(unit)
            })
        });
        units.collect()
    }
}
