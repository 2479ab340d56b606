//! Facts of the city-wide papers.
//!
//! One file a chapter; [`city`] puts them together. A chapter that has nothing to say is none or
//! empty, and its sentences and layout leave it out.

mod agreement;
mod applicability;
mod causes;
mod classes;
mod dimensions;
mod discrimination;
pub(super) mod doubts;
mod extras;
mod groups;
mod held;
mod indicators;
mod large;
mod ledger;
mod opinions;
mod papers;
mod ledgers;
mod mended;
mod problems;
mod quotes;
mod recheck;
mod review;
mod revision;
pub(super) mod rules;
mod self_assessment;
mod shared;
mod stability;
mod submissions;
mod timeline;
mod totals;
mod units;
mod year;

use serde::Serialize;

use super::print::Printer;
use super::{AssessmentFacts, RankFacts};
use crate::analyse::{Analysis, ClassAnalysis};
use crate::check::CheckedClass;
use crate::model::Figure;
use crate::score::{Scorebook, UnitScore};
use crate::settings::Stage;

pub use agreement::{AgreementFacts, DifferingFacts};
pub use applicability::{ApplicabilityFacts, ShareFacts};
pub use causes::{CauseClass, CauseFacts, CausesFacts};
pub use classes::{CityClass, CityLoss, MethodFacts};
pub use dimensions::CityDimension;
pub use discrimination::{DiscriminationFacts, DiscriminationRow};
pub use doubts::{DoubtFacts, DoubtKind, DoubtsFacts};
pub use extras::{BonusLimitFacts, ExtrasFacts, LateFacts, RegisterFacts};
pub use groups::{PraiseFacts, RateFacts};
pub use held::{HeldFacts, RoundedFacts, TieFacts};
pub use indicators::CityIndicator;
pub use large::{RankGroupFacts, SkippedFacts, VetoedFacts};
pub use ledger::{LedgerFacts, LedgerRowFacts};
pub use ledgers::{LedgersClass, LedgersFacts, LedgersUnit, ledgers};
pub use mended::{CauseTally, OverdueUnits};
pub use opinions::{OpinionRow, OpinionsClass, OpinionsFacts, SimilarFacts, opinions};
pub use papers::{
    CountFacts, MemoClass, MemoFacts, NoticeClass, NoticeFacts, NoticeGrade, NoticePlace,
    NoticeRow, PlainCause, PlainClass, PlainDimension, PlainProblem, PlainReview, PlainTotals,
    PlainYear, PublicClass, PublicFacts, RequirementFacts, StatementClass, StatementFacts,
    TrainingCause, TrainingFacts, TrainingPoint, memo, notice, public, statement, training,
};
pub use problems::{ProblemClass, ProblemFacts, ThemeFacts};
pub use quotes::{ProblemCause, QuoteFacts};
pub use recheck::{RecheckClass, RecheckFacts, RecheckUnit, recheck};
pub use review::{KindFacts, MovedFacts, ReviewFacts};
pub use revision::{
    IssueFacts, RevisionClass, RevisionFacts, RevisionLimits, RevisionRow, revision,
};
pub use rules::{BonusRule, GradeRule, LevelRule, RulesFacts};
pub use self_assessment::{OverFacts, SelfFacts};
pub use shared::{SharedFacts, SharedRow};
pub use stability::{DrawFacts, ErrorFacts, IntervalFacts, PairFacts, StabilityFacts};
pub use submissions::{
    FileFacts, IncompleteCell, IncompleteFacts, MissingFacts, PieceFacts, SubmissionsFacts,
};
pub use timeline::TimelineFacts;
pub use totals::{BandFacts, GradeFacts, TotalsFacts};
pub use units::{CardIndicator, CityUnit};
pub use year::{YearFacts, YearIndicator, YearUnit};

/// What the city-wide report knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CityFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// All units of all classes.
    pub unit_count: Figure,
    /// Whether the text names every unit.
    pub names_all: bool,
    /// Names of the grades, best first; empty when none are given.
    pub grades: Vec<String>,
    /// Classes in the order of the settings.
    pub classes: Vec<CityClass>,
    /// Dates of the assessment, as far as the settings know them.
    pub timeline: TimelineFacts,
    /// Weak indicators and main losses, those of identical indicators together; heaviest first.
    pub problems: Vec<ProblemFacts>,
    /// The dimensions in which the problems are, heaviest first.
    pub themes: Vec<ThemeFacts>,
    /// What went well.
    pub praise: PraiseFacts,
    /// Losses by cause; none when no cause is known.
    pub causes: Option<CausesFacts>,
    /// Identical indicators of the classes; none when no class shares one.
    pub shared: Option<SharedFacts>,
    /// Appeals and corrections; none when there are none.
    pub review: Option<ReviewFacts>,
    /// Bonus, deductions, late papers, vetoes.
    pub extras: ExtrasFacts,
    /// What was handed in; none without a register.
    pub submissions: Option<SubmissionsFacts>,
    /// The settings that decided totals, grades and judgements.
    pub rules: Option<RulesFacts>,
    /// Warnings of the run that touch a score or a grade; none where there are none.
    pub doubts: Option<DoubtsFacts>,
    /// Returned ledgers; none before `rectified` and without a register.
    pub ledger: Option<LedgerFacts>,
}

/// One class with all that its facts are cut from.
pub(super) struct Subject<'a> {
    pub(super) scorebook: &'a Scorebook,
    pub(super) position: usize,
    pub(super) class: &'a CheckedClass,
    pub(super) analysis: &'a ClassAnalysis,
    pub(super) scores: &'a [UnitScore],
    pub(super) print: Printer<'a>,
    pub(super) ranked: bool,
}

/// Cuts out the facts of the city-wide report.
#[must_use]
pub fn city(scorebook: &Scorebook, analysis: &Analysis) -> CityFacts {
    let checked = &scorebook.checked;
    let settings = &checked.settings;
    let subjects = subjects(scorebook, analysis);
    let ranked = settings.assessment.stage >= Stage::Submitted;
    let (problems, themes) = problems::problems(&subjects, &analysis.groups);
    let units = checked.classes.iter().map(|class| class.units.len()).sum();
    CityFacts {
        assessment: AssessmentFacts::new(settings),
        unit_count: Figure::count("city/units", units),
        names_all: large::names_all(scorebook),
        grades: checked.cuts.iter().map(|cut| cut.name.clone()).filter(|_| ranked).collect(),
        timeline: timeline::timeline(settings),
        problems,
        themes,
        praise: groups::praise(&subjects, &analysis.groups),
        causes: causes::causes(&subjects),
        shared: shared::shared(&subjects, &analysis.groups),
        review: review::review(&subjects),
        extras: extras::extras(&subjects),
        rules: rules::rules(&subjects),
        submissions: submissions::submissions(&subjects),
        doubts: doubts::doubts(&subjects),
        ledger: ledger::ledger(&subjects),
        classes: subjects.iter().map(Subject::facts).collect(),
    }
}

/// Every class with what its facts are cut from.
pub(super) fn subjects<'a>(scorebook: &'a Scorebook, analysis: &'a Analysis) -> Vec<Subject<'a>> {
    let checked = &scorebook.checked;
    let ranked = checked.settings.assessment.stage >= Stage::Submitted;
    let classes = checked.classes.iter().zip(&analysis.classes).zip(&scorebook.classes);
    let classes = classes.enumerate().map(|(position, ((class, analysis), scores))| {
        let print = Printer::new(&checked.settings, format!("class:{}", class.code), class);
        Subject { scorebook, position, class, analysis, scores, print, ranked }
    });
    classes.collect()
}

impl Subject<'_> {
    /// A unit's short name, as the text says it after the list of all units.
    pub(super) fn short(&self, unit: usize) -> String {
        self.class.units[unit].short.clone()
    }

    fn shorts(&self, units: impl IntoIterator<Item = usize>) -> Vec<String> {
        units.into_iter().map(|unit| self.short(unit)).collect()
    }

    fn stage(&self) -> Stage {
        self.scorebook.checked.settings.assessment.stage
    }

    pub(super) fn unit_count(&self) -> usize {
        self.class.units.len()
    }

    pub(super) fn grade_name(&self, grade: usize) -> String {
        self.scorebook.checked.cuts[grade].name.clone()
    }

    /// Units by rank; in list order before ranks may be shown. Inside a tie the list order stands.
    pub(super) fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.unit_count()).collect();
        if self.ranked {
            order.sort_by_key(|unit| self.scores[*unit].rank.map_or(usize::MAX, |rank| rank.place));
        }
        order
    }
}
