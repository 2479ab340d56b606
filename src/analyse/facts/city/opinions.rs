//! Facts of 复核意见表: every appeal with what was decided, for the office alone.

use serde::Serialize;

use super::Subject;
use super::review::{self, AppealFacts, KindFacts};
use crate::analyse::Analysis;
use crate::analyse::facts::AssessmentFacts;
use crate::check::{Appeal, Correction};
use crate::model::{CorrectionKind, Figure, Moment, Points};
use crate::score::Scorebook;
use crate::settings::Stage;

/// What the table of opinions on appeals knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OpinionsFacts {
    /// The assessment, as it was after the review.
    pub assessment: AssessmentFacts,
    /// Appeals.
    pub received: Figure,
    /// Units that appealed.
    pub units: Figure,
    /// Appeals by decision, in the order of the kinds; empty kinds left out.
    pub decisions: Vec<KindFacts>,
    /// Appeals that are not decided.
    pub open: Figure,
    /// Appeals handed in after their window.
    pub late: Figure,
    /// Appeals whose evidence was made after the cutoff.
    pub after_cutoff: Figure,
    /// Corrections by kind, with the points that they moved; empty kinds left out.
    pub corrections: Vec<KindFacts>,
    /// Evidence made after this day earns nothing.
    pub evidence_cutoff: Option<Moment>,
    /// Classes that have appeals, in their order.
    pub classes: Vec<OpinionsClass>,
}

/// The appeals of a class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OpinionsClass {
    /// Name.
    pub name: String,
    /// Its appeals, in file order.
    pub rows: Vec<OpinionRow>,
}

/// An appeal with the opinion on it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OpinionRow {
    /// Whose it is, its points and its decision.
    #[serde(flatten)]
    pub appeal: AppealFacts,
    /// Reason, as the unit gives it.
    pub reason: Option<String>,
    /// Evidence, as the unit names it.
    pub evidence: Option<String>,
    /// When the evidence was made.
    pub evidence_date: Option<Moment>,
    /// Whether that was after the cutoff, where both are known.
    pub after_cutoff: Option<bool>,
    /// When the result was received.
    pub received: Option<Moment>,
    /// When the appeal was handed in.
    pub handed_in: Option<Moment>,
    /// Last moment of the window.
    pub window_end: Option<Moment>,
    /// Whether it was handed in after the window, where both are known.
    pub late: Option<bool>,
    /// Reason of the decision.
    pub decision_reason: Option<String>,
    /// Who decided.
    pub reviewer: Option<String>,
    /// Other units with the same indicator and cause whose points were corrected, in list order.
    pub corrected: Vec<SimilarFacts>,
    /// Such units that appealed themselves, in list order.
    pub appealed: Vec<SimilarFacts>,
    /// Short names of such units that still lose points, in list order.
    pub unchanged: Vec<String>,
}

/// A unit with the same indicator and cause.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SimilarFacts {
    /// Short name.
    pub unit: String,
    /// Number of its own appeal; none for one that did not ask.
    pub number: Option<String>,
    /// Points before its correction; none where nothing was corrected.
    pub before: Option<Figure>,
    /// Points after it.
    pub after: Option<Figure>,
}

/// Cuts out the facts of the table of opinions on appeals.
#[must_use]
pub fn opinions(scorebook: &Scorebook, analysis: &Analysis) -> OpinionsFacts {
    let settings = &scorebook.checked.settings;
    let subjects = super::subjects(scorebook, analysis);
    let count = |item: &str, of: &dyn Fn(&Appeal) -> bool| {
        let count = review::appeals(&subjects).filter(|(_, row)| of(row)).count();
        Figure::count(format!("city/appeals/{item}"), count)
    };
    let cutoff = settings.appeals.evidence_cutoff;
    let rows = review::appeals(&subjects).enumerate();
    let rows =
        rows.map(|(at, (subject, row))| (subject.position, subject.opinion(at, row, cutoff)));
    let rows: Vec<(usize, OpinionRow)> = rows.collect();
    let class = |subject: &Subject<'_>| {
        let own = rows.iter().filter(|(position, _)| *position == subject.position);
        let rows: Vec<OpinionRow> = own.map(|(_, row)| row.clone()).collect();
        (!rows.is_empty()).then(|| OpinionsClass { name: subject.class.name.clone(), rows })
    };
    OpinionsFacts {
        assessment: AssessmentFacts::at(settings, Stage::Reviewed),
        received: count("received", &|_| true),
        units: review::appeal_units(&subjects),
        decisions: review::decisions(&subjects),
        open: review::open(&subjects),
        late: count("late", &Appeal::late),
        after_cutoff: count("after-cutoff", &|row| is_after(row, cutoff) == Some(true)),
        corrections: review::correction_kinds(&subjects),
        evidence_cutoff: cutoff,
        classes: subjects.iter().filter_map(class).collect(),
    }
}

/// Whether an appeal's evidence was made after the cutoff, where both are known.
fn is_after(row: &Appeal, cutoff: Option<Moment>) -> Option<bool> {
    row.evidence_date.zip(cutoff).map(|(made, cutoff)| made.is_after(cutoff))
}

impl Subject<'_> {
    fn opinion(&self, at: usize, row: &Appeal, cutoff: Option<Moment>) -> OpinionRow {
        let similar: Vec<(usize, SimilarFacts)> = (0..self.unit_count())
            .filter(|unit| *unit != row.unit && self.is_similar(*unit, row))
            .map(|unit| (unit, self.similar(at, unit, row)))
            .collect();
        let loses = |unit: usize| {
            let points = self.class.cells.points(unit, row.indicator);
            points.is_some_and(|own| own < self.class.system.indicators[row.indicator].full_marks)
        };
        let unchanged = similar
            .iter()
            .filter(|(unit, own)| own.number.is_none() && own.before.is_none() && loses(*unit));
        let unchanged = unchanged.map(|(_, own)| own.unit.clone()).collect();
        let (appealed, others): (Vec<SimilarFacts>, Vec<SimilarFacts>) =
            similar.into_iter().map(|(_, own)| own).partition(|own| own.number.is_some());
        OpinionRow {
            appeal: self.appeal(at, row),
            reason: row.reason.clone(),
            evidence: row.evidence.clone(),
            evidence_date: row.evidence_date,
            after_cutoff: is_after(row, cutoff),
            received: row.received,
            handed_in: row.handed_in,
            window_end: row.window_end,
            late: row.handed_in.zip(row.window_end).map(|(own, end)| own.is_after(end)),
            decision_reason: row.decision_reason.clone(),
            reviewer: row.reviewer.clone(),
            corrected: others.into_iter().filter(|own| own.before.is_some()).collect(),
            appealed,
            unchanged,
        }
    }

    /// Whether a unit's case is the same: the same cause in the table, or a correction after this
    /// very appeal.
    fn is_similar(&self, unit: usize, row: &Appeal) -> bool {
        let cause = |unit| self.class.cells.cause(unit, row.indicator);
        let same = cause(row.unit).is_some() && cause(row.unit) == cause(unit);
        let follows = |own: &Correction| own.appeal.as_deref() == Some(row.number.as_str());
        same || self.correction_of(unit, row.indicator).is_some_and(follows)
    }

    /// The correction of a unit's points that is told: that of equal treatment before others.
    fn correction_of(&self, unit: usize, indicator: usize) -> Option<&Correction> {
        let own = self.class.registers.corrections.of(unit);
        let own = own.filter(|own| own.indicator == indicator);
        own.min_by_key(|own| own.kind != CorrectionKind::SameCause)
    }

    fn similar(&self, at: usize, unit: usize, row: &Appeal) -> SimilarFacts {
        let correction = self.correction_of(unit, row.indicator);
        let mut appeals = self.class.registers.appeals.of(unit);
        let own = appeals.find(|own| own.indicator == row.indicator);
        let code = &self.class.units[unit].code;
        let points = |role: &str, points: Option<Points>| {
            points.map(|own| self.print.least(&format!("appeal{}/{code}/{role}", at + 1), own))
        };
        SimilarFacts {
            unit: self.short(unit),
            number: own.map(|own| own.number.clone()),
            before: points("before", correction.map(|own| own.before)),
            after: points("after", correction.map(|own| own.after)),
        }
    }
}
