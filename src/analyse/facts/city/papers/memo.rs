//! Facts of the 呈批件: what leaders must decide or know before results are approved.

use serde::Serialize;

use super::super::{
    ApplicabilityFacts, ExtrasFacts, HeldFacts, ReviewFacts, Subject, TimelineFacts, TotalsFacts,
};
use super::warnings::{WarningsFacts, warnings};
use super::{method_names, subjects};
use crate::analyse::Analysis;
use crate::analyse::facts::AssessmentFacts;
use crate::model::Figure;
use crate::score::Scorebook;
use crate::settings::Stage;

/// What the 呈批件 knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MemoFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// All units of all classes.
    pub unit_count: Figure,
    /// Names of the grades, best first; empty when none are given.
    pub grades: Vec<String>,
    /// Classes in the order of the settings.
    pub classes: Vec<MemoClass>,
    /// Ways of assessment.
    pub methods: Vec<String>,
    /// Dates of the assessment.
    pub timeline: TimelineFacts,
    /// Appeals and corrections; none when there are neither.
    pub review: Option<ReviewFacts>,
    /// Bonus, deductions, late papers, vetoes.
    pub extras: ExtrasFacts,
    /// Warnings that touch scores or grades.
    pub warnings: WarningsFacts,
}

/// A class in the 呈批件.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MemoClass {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Units in it.
    pub count: Figure,
    /// Its totals, with the units of each proposed grade.
    pub totals: TotalsFacts,
    /// Grades that a cap, a quota or rounding decided.
    pub held: HeldFacts,
    /// What does not apply to some units; none where everything applies to all.
    pub applicability: Option<ApplicabilityFacts>,
    /// Short names of units that have no total.
    pub without_total: Vec<String>,
}

/// Cuts out the facts of the 呈批件; `name` says a rule of checking in words.
#[must_use]
pub fn memo(
    scorebook: &Scorebook,
    analysis: &Analysis,
    name: &dyn Fn(&str) -> String,
) -> MemoFacts {
    let checked = &scorebook.checked;
    let subjects = subjects(scorebook, analysis);
    let units = checked.classes.iter().map(|class| class.units.len()).sum();
    MemoFacts {
        assessment: AssessmentFacts::at(&checked.settings, Stage::Submitted),
        unit_count: Figure::count("city/units", units),
        grades: checked.cuts.iter().map(|cut| cut.name.clone()).collect(),
        classes: subjects.iter().map(Subject::memo).collect(),
        methods: method_names(&subjects),
        timeline: super::super::timeline::timeline(&checked.settings),
        review: super::super::review::review(&subjects),
        extras: super::super::extras::extras(&subjects),
        warnings: warnings(scorebook, name),
    }
}

impl Subject<'_> {
    fn memo(&self) -> MemoClass {
        let without = (0..self.unit_count()).filter(|unit| self.scores[*unit].published.is_none());
        MemoClass {
            code: self.class.code.clone(),
            name: self.class.name.clone(),
            count: self.print.count("units", self.unit_count()),
            totals: self.totals(),
            held: self.held(),
            applicability: self.applicability(),
            without_total: self.shorts(without),
        }
    }
}
