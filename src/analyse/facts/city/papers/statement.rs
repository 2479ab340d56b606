//! Facts of the 评估工作说明: how the assessment was made, in numbers.

use serde::Serialize;

use super::super::{
    AgreementFacts, ApplicabilityFacts, RulesFacts, Subject, SubmissionsFacts, TimelineFacts,
};
use super::plain::{CountFacts, PlainClass, PlainReview, Told, plain_review};
use super::{method_names, subjects};
use crate::analyse::Analysis;
use crate::analyse::facts::AssessmentFacts;
use crate::model::{Figure, Moment, Points};
use crate::score::{Scorebook, UnitScore};
use crate::settings::Stage;

/// What the 评估工作说明 knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// All units of all classes.
    pub unit_count: Figure,
    /// Whether the text names every unit.
    pub names_all: bool,
    /// Classes in the order of the settings.
    pub classes: Vec<StatementClass>,
    /// Ways of assessment.
    pub methods: Vec<String>,
    /// Dates of the assessment.
    pub timeline: TimelineFacts,
    /// Evidence made after this day earns nothing.
    pub evidence_cutoff: Option<Moment>,
    /// The settings that decided totals and grades.
    pub rules: Option<RulesFacts>,
    /// Units with a counted bonus, with a deduction, with late papers, with a veto, with a cap; those
    /// that nobody has left out.
    pub beside: Vec<CountFacts>,
    /// Indicators that are the same in several classes.
    pub shared_count: Option<Figure>,
    /// Appeals and corrections in numbers; none when there are neither.
    pub review: Option<PlainReview>,
    /// What was handed in; none without a register.
    pub submissions: Option<SubmissionsFacts>,
}

/// A class in the 评估工作说明.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementClass {
    /// What it says of no single unit.
    #[serde(flatten)]
    pub plain: PlainClass,
    /// Full names of all units in list order; empty where the text does not name them.
    pub names_in_order: Vec<String>,
    /// What the report says of its totals: `rank`, `median`, `spread`.
    pub statistics: Vec<&'static str>,
    /// What does not apply to some units; none where everything applies to all.
    pub applicability: Option<ApplicabilityFacts>,
    /// Cells that were scored.
    pub cells: Figure,
    /// Losses, and those with a cause.
    pub losses: Figure,
    /// Losses of which no cause is known.
    pub ungrouped: Figure,
    /// Units with a self-assessment; none without a table of them.
    pub forms: Option<Figure>,
    /// The double-scored sample; none without one.
    pub agreement: Option<AgreementFacts>,
    /// Pairs of indicator and cause whose losses differ.
    pub unequal: Figure,
    /// Whether causes are known, so that losses could be compared.
    pub compared: bool,
}

/// Cuts out the facts of the 评估工作说明.
#[must_use]
pub fn statement(scorebook: &Scorebook, analysis: &Analysis) -> StatementFacts {
    let checked = &scorebook.checked;
    let settings = &checked.settings;
    let subjects = subjects(scorebook, analysis);
    let units = checked.classes.iter().map(|class| class.units.len()).sum();
    StatementFacts {
        assessment: AssessmentFacts::at(settings, Stage::Submitted),
        unit_count: Figure::count("city/units", units),
        names_all: super::super::large::names_all(scorebook),
        classes: subjects.iter().map(Subject::statement).collect(),
        methods: method_names(&subjects),
        timeline: super::super::timeline::timeline(settings),
        evidence_cutoff: settings.appeals.evidence_cutoff,
        rules: super::super::rules::rules(&subjects),
        beside: beside(&subjects),
        shared_count: super::super::shared::shared(&subjects, &analysis.groups)
            .map(|shared| shared.count),
        review: plain_review(&subjects),
        submissions: super::super::submissions::submissions(&subjects),
    }
}

/// What may touch a unit beside the indicators.
type Touched = (&'static str, fn(&UnitScore) -> bool);

/// How many units something beside the indicators touched.
fn beside(subjects: &[Subject<'_>]) -> Vec<CountFacts> {
    let tests: [Touched; 5] = [
        ("bonus", |score| score.bonus.counted > Points::ZERO),
        ("deductions", |score| score.deducted > Points::ZERO),
        ("late", |score| score.lateness.is_some()),
        ("vetoes", |score| score.vetoed),
        ("caps", |score| score.grade_without_cap.is_some_and(|would| Some(would) < score.grade)),
    ];
    let counts = tests.into_iter().map(|(name, test)| {
        let count = subjects.iter().flat_map(|own| own.scores).filter(|own| test(own)).count();
        (name, count)
    });
    let some = counts.filter(|(_, count)| *count > 0);
    some.map(|(name, count)| CountFacts {
        name: name.to_owned(),
        count: Figure::count(format!("city/beside/{name}"), count),
    })
    .collect()
}

impl Subject<'_> {
    fn statement(&self) -> StatementClass {
        let totals = self.totals();
        let ranked = self.ranked && self.scores.iter().any(|score| score.rank.is_some());
        let (median, spread) = (totals.median.is_some(), totals.standard_deviation.is_some());
        let statistics = [("rank", ranked), ("median", median), ("spread", spread)].into_iter();
        let causes = &self.analysis.causes;
        let lost = |grouped: fn(Option<usize>) -> bool| -> usize {
            let own = causes.iter().filter(|own| grouped(own.catalogue));
            own.map(|own| own.count).sum()
        };
        let cells = self.analysis.indicators.iter().map(|own| own.count).sum();
        StatementClass {
            plain: self.plain(Told::default()),
            names_in_order: self.names_in_order(),
            statistics: statistics.filter(|own| own.1).map(|own| own.0).collect(),
            applicability: self.applicability(),
            cells: self.print.count("cells", cells),
            losses: self.print.count("losses", lost(|_| true)),
            ungrouped: self.print.count("losses/ungrouped", lost(|own| own.is_none())),
            forms: self.self_assessment().map(|own| own.forms),
            agreement: self.agreement(),
            unequal: self.print.count("unequal", self.analysis.unequal.len()),
            compared: causes.iter().any(|own| own.catalogue.is_some()),
        }
    }
}
