//! Classes, shortcomings and appeals without any unit: what papers say that go to everybody.
//!
//! A mean over few units tells what single ones have, so the least numbers of the disclosure
//! settings hold here, whatever its mode.

use serde::Serialize;

use super::super::problems::problems;
use super::super::review::review;
use super::super::totals::BandFacts;
use super::super::{
    KindFacts, PraiseFacts, ProblemClass, ProblemFacts, RateFacts, Subject, ThemeFacts,
};
use super::even_bands::evenly;
use crate::analyse::IndicatorGroup as Group;
use crate::analyse::distribution::Band;
use crate::model::Figure;

/// A class without its units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlainClass {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Units in it.
    pub count: Figure,
    /// Full marks of its system.
    pub full_marks: Figure,
    /// Indicators of its system.
    pub indicator_count: Figure,
    /// Levels of its system.
    pub level_count: Figure,
    /// Whether dimensions are themselves the indicators.
    pub one_level: bool,
    /// Its totals.
    pub totals: PlainTotals,
    /// Dimensions in table order.
    pub dimensions: Vec<PlainDimension>,
    /// Positions in `dimensions` of those with a mean rate, from the highest.
    pub dimensions_by_rate: Vec<usize>,
    /// Change since last year; none without comparable data.
    pub year: Option<PlainYear>,
}

/// Totals of a class without its units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlainTotals {
    /// Units with a total.
    pub count: Figure,
    /// Mean; none over too few units.
    pub mean: Option<Figure>,
    /// Highest; none unless scores are told.
    pub most: Option<Figure>,
    /// Lowest; none unless scores are told.
    pub least: Option<Figure>,
    /// Highest minus lowest, as printed; none unless scores are told.
    pub range: Option<Figure>,
    /// Units above the mean; none without it, or where a class is too small to be parted.
    pub above: Option<Figure>,
    /// Units below the mean; none without it, or where a class is too small to be parted.
    pub below: Option<Figure>,
    /// Score bands, rising, none of few units; empty where they are not told.
    pub bands: Vec<BandFacts>,
    /// Units by grade, best first; empty where they are not told.
    pub grades: Vec<CountFacts>,
}

/// How many units there are of something.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CountFacts {
    /// Its name.
    pub name: String,
    /// How many.
    pub count: Figure,
}

/// A dimension without its units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlainDimension {
    /// Full name.
    pub name: String,
    /// Declared short name.
    pub short: String,
    /// Full marks.
    pub full_marks: Figure,
    /// Mean rate in percent.
    pub mean_rate: Option<Figure>,
    /// Share of the class's loss, in percent.
    pub loss_share: Option<Figure>,
    /// Its indicators with the highest mean rates, at most two.
    pub strong: Vec<RateFacts>,
    /// Its weak indicators, at most three.
    pub weak: Vec<RateFacts>,
}

/// Change of a class since last year, without its units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlainYear {
    /// Last year, as papers say it.
    pub period: String,
    /// Units that can be compared.
    pub count: Figure,
    /// Their mean last year.
    pub mean_before: Figure,
    /// Their mean this year.
    pub mean_now: Figure,
    /// The difference of both as printed; its sign beside the magnitude.
    pub change: Figure,
    /// Units with a higher total; none where a class is too small to be parted.
    pub up: Option<Figure>,
    /// Units with a lower total; none where a class is too small to be parted.
    pub down: Option<Figure>,
}

/// A shortcoming without its units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlainProblem {
    /// Name of the indicator.
    pub name: String,
    /// Full name of its dimension.
    pub dimension: String,
    /// By class.
    pub classes: Vec<ProblemClass>,
    /// Units to which it applies, over all classes.
    pub count: Figure,
    /// Units that lose points, over all classes.
    pub losing: Figure,
    /// Whether all units lose points.
    pub all_lose: bool,
    /// Whether no unit has a point.
    pub nobody: bool,
    /// Causes by units, at most three.
    pub causes: Vec<PlainCause>,
}

/// A cause without a quote.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlainCause {
    /// Name.
    pub name: String,
    /// Units that lose points for it.
    pub units: Figure,
    /// Recommended action.
    pub action: Option<String>,
    /// Whether the action is made for the indicator, and no general line of the cause.
    pub specific: bool,
    /// Whether most of these losses cannot be mended.
    pub past: bool,
}

/// Appeals and corrections in numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlainReview {
    /// Appeals.
    pub appeal_count: Figure,
    /// Units that appealed.
    pub appeal_units: Figure,
    /// Appeals by decision, without units.
    pub decisions: Vec<KindFacts>,
    /// Appeals that are not decided.
    pub open: Figure,
    /// Corrections.
    pub correction_count: Figure,
    /// Units whose points were corrected.
    pub correction_units: Figure,
    /// Corrections by kind, without units and points.
    pub kinds: Vec<KindFacts>,
}

/// What a paper tells of totals beside their mean.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Told {
    /// Highest, lowest and range.
    pub(super) extremes: bool,
    /// Bands and grades, and how many units are above and below a mean, of as many units as a
    /// distribution needs, and nothing of that kind of fewer.
    pub(super) bands: bool,
    /// How many units have each grade, however few.
    pub(super) grades: bool,
}

impl Subject<'_> {
    /// Whether a mean over so many units may be told to everybody.
    pub(super) fn is_enough(&self, count: usize) -> bool {
        self.scorebook.checked.settings.disclosure.shows_mean(count)
    }

    /// Whether enough units stand behind an indicator's rate.
    fn is_behind(&self, rate: &RateFacts) -> bool {
        rate.count.text.parse().is_ok_and(|count| self.is_enough(count))
    }

    /// Whether a class is large enough to be parted in a paper that anybody reads.
    pub(super) fn is_large(&self) -> bool {
        let least = self.scorebook.checked.settings.disclosure.distribution_least;
        self.analysis.totals.count >= least
    }

    pub(super) fn plain(&self, told: Told) -> PlainClass {
        let facts = self.facts();
        let dimensions: Vec<PlainDimension> =
            (0..facts.dimensions.len()).map(|at| self.plain_dimension(at)).collect();
        let rated = facts.dimensions_by_rate.iter().copied();
        PlainClass {
            dimensions_by_rate: rated.filter(|at| dimensions[*at].mean_rate.is_some()).collect(),
            dimensions,
            totals: self.plain_totals(told),
            year: self.plain_year(told),
            code: facts.code,
            name: facts.name,
            count: facts.count,
            full_marks: facts.full_marks,
            indicator_count: facts.indicator_count,
            level_count: facts.level_count,
            one_level: facts.one_level,
        }
    }

    fn plain_totals(&self, told: Told) -> PlainTotals {
        let totals = self.totals();
        let count = self.analysis.totals.count;
        let enough = self.is_enough(count);
        let grades = totals.grades.into_iter();
        let grades = grades.map(|own| CountFacts { name: own.name, count: own.count });
        let disclosure = &self.scorebook.checked.settings.disclosure;
        let many = |own: &CountFacts| {
            own.count.value < 1.0 || {
                own.count.text.parse().is_ok_and(|count: usize| count >= disclosure.bin_least)
            }
        };
        let grades: Vec<CountFacts> = grades.collect();
        let spread = self.is_large() && grades.iter().all(many);
        let parted = enough && (!told.bands || self.is_large());
        let shown = told.grades || told.bands && spread;
        PlainTotals {
            count: totals.count,
            mean: totals.mean.filter(|_| enough),
            most: totals.most.filter(|_| told.extremes),
            least: totals.least.filter(|_| told.extremes),
            range: totals.range.filter(|_| told.extremes),
            above: Some(totals.above).filter(|_| parted),
            below: Some(totals.below).filter(|_| parted),
            bands: if told.bands { self.wide_bands() } else { Vec::new() },
            grades: if shown { grades } else { Vec::new() },
        }
    }

    /// The bands of the settings as [`evenly`] puts them together; none of a class that is too small
    /// for a distribution.
    fn wide_bands(&self) -> Vec<BandFacts> {
        let disclosure = &self.scorebook.checked.settings.disclosure;
        let all = &self.analysis.totals.bands;
        let inside: usize = all.iter().map(|band| band.count).sum();
        if inside < disclosure.distribution_least || inside < self.analysis.totals.count {
            return Vec::new();
        }
        let wide = evenly(all, disclosure.bin_least);
        let facts = wide.iter().enumerate().map(|(at, Band { from, to, count })| {
            let key = |role: &str| format!("wide-band{}/{role}", at + 1);
            BandFacts {
                from: self.print.needed(&key("from"), *from),
                to: to.map(|to| self.print.needed(&key("to"), to)),
                count: self.print.count(&key("units"), *count),
            }
        });
        facts.collect()
    }

    fn plain_dimension(&self, position: usize) -> PlainDimension {
        let own = self.dimension(position);
        let enough = self.is_enough(self.analysis.dimensions[position].count);
        let known = |list: Vec<RateFacts>| -> Vec<RateFacts> {
            list.into_iter().filter(|rate| self.is_behind(rate)).collect()
        };
        PlainDimension {
            name: own.name,
            short: own.short,
            full_marks: own.full_marks,
            mean_rate: own.mean_rate.filter(|_| enough),
            loss_share: own.loss_share.filter(|_| enough),
            strong: known(own.strong),
            weak: known(own.weak),
        }
    }

    fn plain_year(&self, told: Told) -> Option<PlainYear> {
        let own = self.year()?;
        let enough = own.count.text.parse().is_ok_and(|count| self.is_enough(count));
        let parted = !told.bands || self.is_large();
        enough.then_some(PlainYear {
            period: own.period,
            count: own.count,
            mean_before: own.mean_before,
            mean_now: own.mean_now,
            change: own.change,
            up: Some(own.up).filter(|_| parted),
            down: Some(own.down).filter(|_| parted),
        })
    }
}

/// Shortcomings of the classes in which enough units have the indicator, and the dimensions in
/// which they are.
pub(super) fn plain_problems(
    subjects: &[Subject<'_>],
    groups: &[Group],
) -> (Vec<PlainProblem>, Vec<ThemeFacts>) {
    let (problems, themes) = problems(subjects, groups);
    let mut kept: Vec<PlainProblem> = Vec::new();
    let places: Vec<Option<usize>> = problems
        .into_iter()
        .map(|problem| {
            kept.push(plain_problem(subjects, problem)?);
            Some(kept.len() - 1)
        })
        .collect();
    let themes = themes.into_iter().filter_map(|theme| {
        let own: Vec<usize> = theme.problems.iter().filter_map(|at| places[*at]).collect();
        (!own.is_empty()).then(|| ThemeFacts { problems: own, rates: Vec::new(), ..theme })
    });
    (kept, themes.collect())
}

fn plain_problem(subjects: &[Subject<'_>], problem: ProblemFacts) -> Option<PlainProblem> {
    let behind = |own: &ProblemClass| {
        let subject = subjects.iter().find(|subject| subject.class.name == own.own.class);
        subject.is_some_and(|subject| subject.is_behind(&own.own))
    };
    let classes: Vec<ProblemClass> = problem.classes.into_iter().filter(behind).collect();
    let causes = problem.causes.into_iter().map(|cause| PlainCause {
        name: cause.name,
        units: cause.units,
        action: cause.action,
        specific: cause.specific,
        past: cause.past,
    });
    (!classes.is_empty()).then(|| PlainProblem {
        name: problem.name,
        dimension: problem.dimension,
        classes,
        count: problem.count,
        losing: problem.losing,
        all_lose: problem.all_lose,
        nobody: problem.nobody,
        causes: causes.collect(),
    })
}

/// What went well, as far as enough units stand behind it.
pub(super) fn plain_praise(subjects: &[Subject<'_>], groups: &[Group]) -> PraiseFacts {
    let mut praise = super::super::groups::praise(subjects, groups);
    let behind = |rate: &RateFacts| {
        let subject = subjects.iter().find(|subject| subject.class.name == rate.class);
        subject.is_some_and(|subject| subject.is_behind(rate))
    };
    praise.high.retain(|group| group.iter().all(behind));
    praise
}

/// Appeals and corrections in numbers; none when there are neither.
pub(super) fn plain_review(subjects: &[Subject<'_>]) -> Option<PlainReview> {
    let own = review(subjects)?;
    let counts = |list: Vec<KindFacts>| -> Vec<KindFacts> {
        let counts = list.into_iter();
        counts.map(|own| KindFacts { change: None, units: Vec::new(), ..own }).collect()
    };
    Some(PlainReview {
        appeal_count: own.appeal_count,
        appeal_units: own.appeal_units,
        decisions: counts(own.decisions),
        open: own.open,
        correction_count: own.correction_count,
        correction_units: own.correction_units,
        kinds: counts(own.kinds),
    })
}
