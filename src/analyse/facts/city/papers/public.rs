//! Facts of the public edition of the report: no unit with a score, a rank or a grade.

use serde::Serialize;

use super::super::{CityIndicator, CityLoss, PraiseFacts, Subject, ThemeFacts, TimelineFacts};
use super::plain::{PlainClass, PlainProblem, PlainReview, Told};
use super::plain::{plain_praise, plain_problems, plain_review};
use super::{method_names, subjects};
use crate::analyse::Analysis;
use crate::analyse::facts::AssessmentFacts;
use crate::model::Figure;
use crate::score::Scorebook;

/// What the public edition knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// All units of all classes.
    pub unit_count: Figure,
    /// Classes in the order of the settings.
    pub classes: Vec<PublicClass>,
    /// Class rate below which an indicator is weak, in percent.
    pub weak_rate: Figure,
    /// Ways of assessment.
    pub methods: Vec<String>,
    /// Dates of the assessment.
    pub timeline: TimelineFacts,
    /// Appeals and corrections in numbers; none when there are neither.
    pub review: Option<PlainReview>,
    /// What went well.
    pub praise: PraiseFacts,
    /// Common shortcomings, heaviest first.
    pub problems: Vec<PlainProblem>,
    /// The dimensions in which they are, heaviest first.
    pub themes: Vec<ThemeFacts>,
}

/// A class in the public edition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicClass {
    /// What it says of no single unit.
    #[serde(flatten)]
    pub plain: PlainClass,
    /// Indicators in table order, without any unit's rate.
    pub indicators: Vec<CityIndicator>,
    /// Indicators that make up the loss, most first; empty of a small class, and where too few units
    /// stand behind one.
    pub losses: Vec<CityLoss>,
    /// Indicators that are main losses.
    pub main_count: Figure,
    /// Their share of the class's loss together, in percent.
    pub main_share: Option<Figure>,
}

/// Cuts out the facts of the public edition.
#[must_use]
pub fn public(scorebook: &Scorebook, analysis: &Analysis) -> PublicFacts {
    let checked = &scorebook.checked;
    let subjects = subjects(scorebook, analysis);
    let (problems, themes) = plain_problems(&subjects, &analysis.groups);
    let units = checked.classes.iter().map(|class| class.units.len()).sum();
    PublicFacts {
        assessment: AssessmentFacts::new(&checked.settings),
        unit_count: Figure::count("city/units", units),
        classes: subjects.iter().map(Subject::public).collect(),
        weak_rate: weak_rate(&subjects),
        methods: method_names(&subjects),
        timeline: super::super::timeline::timeline(&checked.settings),
        review: plain_review(&subjects),
        praise: plain_praise(&subjects, &analysis.groups),
        problems,
        themes,
    }
}

fn weak_rate(subjects: &[Subject<'_>]) -> Figure {
    let rules = super::super::rules::rules(subjects);
    rules.map_or_else(|| Figure::count("rules/weak-rate", 0), |rules| rules.weak_rate)
}

impl Subject<'_> {
    fn public(&self) -> PublicClass {
        let all = 0..self.class.system.indicators.len();
        let enough = |at: usize| self.is_enough(self.analysis.indicators[at].count);
        let main = all.clone().filter(|at| self.analysis.indicators[*at].main_loss);
        let indicators = all.clone().map(|at| {
            let own = self.indicator(at);
            CityIndicator {
                mean_rate: own.mean_rate.filter(|_| enough(at)),
                loss_share: own.loss_share.filter(|_| enough(at)),
                rates: Vec::new(),
                ..own
            }
        });
        let losses = self.losses();
        let whole = self.is_large() && losses.iter().all(|loss| enough(loss.indicator));
        PublicClass {
            plain: self.plain(Told { bands: true, ..Told::default() }),
            indicators: indicators.collect(),
            losses: if whole { losses } else { Vec::new() },
            main_count: self.print.count("main-losses", main.count()),
            main_share: self.main_share().filter(|_| whole),
        }
    }
}
