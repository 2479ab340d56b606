//! Facts of one unit's papers.

mod appeal_decision;
mod correction;
mod derivation;
mod dimensions;
mod feedback;
mod gap;
mod history;
mod indicators;
mod lists;
mod problems;
mod rectification;
mod registers;
mod standing;
mod window;

use serde::Serialize;

pub use appeal_decision::{AppealDecisionFacts, DecidedFacts, MovedTotal, appeal_decision};
pub use correction::{CorrectionNoticeFacts, correction};
pub use derivation::{
    BonusFacts, CapFacts, DeductionFacts, DerivationFacts, GradeNote, LatenessFacts, LineFacts,
    RegisterRow, ReturnedFacts, TreatmentFacts, VetoFacts,
};
pub use dimensions::{CauseShare, DimensionFacts};
pub use feedback::{FeedbackDimension, FeedbackFacts, FeedbackRow, feedback};
pub use gap::{GapFacts, GapLevel, PartFacts, PartKind};
pub use history::{ChangeFacts, HistoryFacts, YearFacts};
pub use indicators::IndicatorFacts;
pub use lists::{UnitLists, all_lists, unit_lists};
pub(super) use problems::is_address;
pub use problems::{AdviceFacts, AdviceItem, ProblemFacts, ReturnedRow, WhatIfFacts};
pub use rectification::{RectificationFacts, rectification};
pub use registers::{AppealFacts, CorrectionFacts, FirstFacts, SelfFacts, SelfItem};
pub use standing::StandingFacts;
pub use window::WindowFacts;

use super::disclosed::Disclosed;
use super::print::Printer;
use super::{AssessmentFacts, RankFacts};
use crate::analyse::{Analysis, ClassAnalysis};
use crate::check::{Checked, CheckedClass};
use crate::model::{Decimal, Exact, Figure, Points, Sign, exact_to_f64};
use crate::score::{Scorebook, UnitScore};
use crate::settings::Settings;

/// The most indicators named of one kind.
const NAMED: usize = 3;

/// What a unit's report knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// Name of the class.
    pub class_name: String,
    /// Units in the class.
    pub class_count: Figure,
    /// Units in the class that have a rank.
    pub ranked_count: Figure,
    /// Units in the class that have a total, of which the mean is made.
    pub mean_count: Figure,
    /// Unit code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// Published total; none when nothing applies.
    pub total: Option<Figure>,
    /// Full marks of the system.
    pub full_marks: Figure,
    /// The outcome before corrections of this unit.
    pub first: Option<FirstFacts>,
    /// Whether ranks and grades may be shown.
    pub released: bool,
    /// Rank, where the stage allows it.
    pub rank: Option<RankFacts>,
    /// Grade, where the stage allows it and grades are given.
    pub grade: Option<String>,
    /// What the grade hangs on.
    pub grade_note: Option<GradeNote>,
    /// Mean of the class, where enough units have a total.
    pub class_mean: Option<Figure>,
    /// Gap to that mean.
    pub gap: Option<GapFacts>,
    /// Highest total of the class, where disclosure is open.
    pub class_best: Option<Figure>,
    /// How the totals of the class spread, where disclosure is open and the class is large enough.
    pub standing: Option<StandingFacts>,
    /// How the total came about.
    pub derivation: Option<DerivationFacts>,
    /// How not-applicable indicators were treated, where there are any.
    pub treatment: Option<TreatmentFacts>,
    /// Points lost, of what applies.
    pub loss: Figure,
    /// Rate of what applies, in percent.
    pub rate: Option<Figure>,
    /// Mean full marks of the indicators that apply.
    pub mean_marks: Option<Figure>,
    /// Dimensions in table order.
    pub dimensions: Vec<DimensionFacts>,
    /// Names of dimensions whose printed rate is above the class's.
    pub above: Vec<String>,
    /// Names of dimensions whose printed rate is below the class's.
    pub below: Vec<String>,
    /// Whether dimensions are themselves the indicators.
    pub one_level: bool,
    /// Indicators in table order; empty when dimensions are the indicators.
    pub indicators: Vec<IndicatorFacts>,
    /// Indicators (or dimensions) that lose points, by loss.
    pub losses: Vec<IndicatorFacts>,
    /// Indicators named on the first page as strengths, best first.
    pub best: Vec<IndicatorFacts>,
    /// Indicators named on the first page as problems, by gain.
    pub worst: Vec<IndicatorFacts>,
    /// Loss of the three largest together.
    pub top_loss: Option<Figure>,
    /// Share of the three largest in the whole loss, in percent.
    pub top_loss_share: Option<Figure>,
    /// Whether any loss has a reason.
    pub has_reasons: bool,
    /// Problems in table order.
    pub problems: Vec<ProblemFacts>,
    /// What to do, by cause.
    pub advice: Vec<AdviceFacts>,
    /// What mending would add.
    pub what_if: Option<WhatIfFacts>,
    /// Self-assessment; none when the class has none.
    pub self_assessment: Option<SelfFacts>,
    /// Appeals of the unit.
    pub appeals: Vec<AppealFacts>,
    /// Corrections that follow no appeal of its own.
    pub corrections: Vec<CorrectionFacts>,
    /// Last year; none when the assessment has no history.
    pub history: Option<HistoryFacts>,
}

/// One unit among its class, with all that its facts are cut from.
struct Subject<'a> {
    checked: &'a Checked,
    settings: &'a Settings,
    /// Position of the class.
    position: usize,
    class: &'a CheckedClass,
    analysis: &'a ClassAnalysis,
    scores: &'a [UnitScore],
    unit: usize,
    /// The unit's own score.
    score: &'a UnitScore,
    /// What may be said beyond own figures.
    gate: Disclosed<'a>,
    print: Printer<'a>,
}

/// Cuts out the facts of a unit.
#[must_use]
pub fn unit(scorebook: &Scorebook, analysis: &Analysis, class: usize, unit: usize) -> UnitFacts {
    Subject::new(scorebook, analysis, class, unit).facts()
}

/// A unit's problems, for papers of several units; keys of figures begin with its code.
pub(super) fn problems_of(
    scorebook: &Scorebook,
    analysis: &Analysis,
    class: usize,
    unit: usize,
) -> Vec<ProblemFacts> {
    Subject::new(scorebook, analysis, class, unit).problems()
}

/// Indicators that lose points, largest loss first, ties in table order.
fn by_loss(indicators: &[IndicatorFacts]) -> Vec<IndicatorFacts> {
    let lost = |indicator: &IndicatorFacts| indicator.loss.as_ref().map_or(0.0, |loss| loss.value);
    let mut losses: Vec<IndicatorFacts> =
        indicators.iter().filter(|indicator| lost(indicator) > 0.0).cloned().collect();
    losses.sort_by(|one, other| lost(other).total_cmp(&lost(one)));
    losses
}

impl<'a> Subject<'a> {
    fn new(scorebook: &'a Scorebook, analysis: &'a Analysis, position: usize, unit: usize) -> Self {
        let settings = &scorebook.checked.settings;
        let class = &scorebook.checked.classes[position];
        let scores = &scorebook.classes[position];
        Self {
            checked: &scorebook.checked,
            settings,
            position,
            class,
            analysis: &analysis.classes[position],
            scores,
            unit,
            score: &scores[unit],
            gate: Disclosed::new(settings, &analysis.classes[position]),
            print: Printer::new(settings, class.units[unit].code.clone(), class),
        }
    }
}

impl Subject<'_> {
    fn facts(&self) -> UnitFacts {
        let own = &self.class.units[self.unit];
        let (score, print) = (self.score(), &self.print);
        let (gap, indicators, problems) = (self.gap(), self.indicators(), self.problems());
        let dimensions = self.dimensions(gap.as_ref(), &indicators);
        let losses = by_loss(&indicators);
        let (top_loss, top_loss_share) = self.top_losses(&losses);
        let one_level = self.class.system.one_level();
        UnitFacts {
            assessment: AssessmentFacts::new(self.settings),
            class_name: self.class.name.clone(),
            class_count: print.count("class/units", self.class.units.len()),
            ranked_count: print.count("class/ranked", self.ranked_count()),
            mean_count: print.count("class/totals", self.analysis.totals.count),
            code: own.code.clone(),
            name: own.name.clone(),
            short: own.short.clone(),
            total: score.published.map(|total| print.decimal("total", total)),
            full_marks: print.needed("full-marks", score.full_marks),
            first: self.first(),
            released: self.gate.outcome(),
            rank: score
                .rank
                .filter(|_| self.gate.outcome())
                .map(|rank| RankFacts { place: print.count("rank", rank.place), tied: rank.tied }),
            grade: score
                .grade
                .filter(|_| self.gate.outcome())
                .map(|grade| self.checked.cuts[grade].name.clone()),
            grade_note: self.grade_note(),
            class_mean: self.shown_mean().map(|mean| print.decimal("class/mean", mean)),
            gap,
            class_best: self.class_best(),
            standing: self.standing(),
            derivation: self.derivation(),
            treatment: self.treatment(),
            loss: print.points("loss", self.loss()),
            rate: self.rate().map(|rate| print.rate("rate", rate)),
            mean_marks: self.mean_marks().map(|mean| print.mean("mean-marks", mean)),
            above: compared(&dimensions, Sign::Positive),
            below: compared(&dimensions, Sign::Negative),
            has_reasons: losses.iter().any(|loss| loss.reason.is_some()),
            dimensions,
            one_level,
            best: self.best(&indicators),
            worst: self.worst(&indicators),
            indicators: if one_level { Vec::new() } else { indicators },
            losses,
            top_loss,
            top_loss_share,
            advice: self.advice(&problems),
            problems,
            what_if: self.what_if(),
            self_assessment: self.self_assessment(),
            appeals: self.appeals(),
            corrections: self.corrections(),
            history: self.history(),
        }
    }

    const fn score(&self) -> &UnitScore {
        self.score
    }

    fn loss(&self) -> Points {
        let score = self.score();
        Points::from_scaled(score.applicable_marks.scaled() - score.points.scaled())
    }

    /// Units of the class that have a rank.
    fn ranked_count(&self) -> usize {
        self.scores.iter().filter(|score| score.rank.is_some()).count()
    }

    /// Rate of what applies.
    fn rate(&self) -> Option<Exact> {
        let score = self.score();
        (score.applicable_marks > Points::ZERO)
            .then(|| score.points.exact() / score.applicable_marks.exact())
    }

    /// Mean full marks of what applies.
    fn mean_marks(&self) -> Option<Exact> {
        let score = self.score();
        let count = i128::try_from(score.applicable_count).ok().filter(|count| *count > 0)?;
        Some(score.applicable_marks.exact() / Exact::from(count))
    }

    /// The class mean of totals as printed, where enough units have one.
    fn shown_mean(&self) -> Option<Decimal> {
        let totals = &self.analysis.totals;
        totals.mean.filter(|_| self.gate.total_mean()).map(|mean| self.print.rounded_mean(mean))
    }

    /// Strengths that the first page names, of those that papers name the ones where a mean may be
    /// shown. Where there are none, what else goes well and is farthest above the mean.
    fn best(&self, indicators: &[IndicatorFacts]) -> Vec<IndicatorFacts> {
        let own = &self.analysis.units[self.unit];
        let statistics = &self.settings.statistics;
        let ahead = |leaf: &usize| {
            let gap = indicators[*leaf].rate_gap.as_ref();
            gap.is_some_and(|gap| gap.sign == Sign::Positive)
        };
        let mut list = own.named_strengths(statistics);
        list.retain(ahead);
        if list.is_empty() {
            let lead =
                |leaf: &usize| indicators[*leaf].rate_gap.as_ref().map_or(0.0, |gap| gap.value);
            list = own.doing_well(statistics);
            list.retain(|leaf| !own.items[*leaf].strong && ahead(leaf));
            list.sort_by(|one, other| lead(other).total_cmp(&lead(one)));
            list.truncate(NAMED);
        }
        list.into_iter().map(|leaf| indicators[leaf].clone()).collect()
    }

    /// Indicators that the first page names as problems.
    fn worst(&self, indicators: &[IndicatorFacts]) -> Vec<IndicatorFacts> {
        let named = self.analysis.units[self.unit].named_problems();
        named.into_iter().map(|leaf| indicators[leaf].clone()).collect()
    }

    /// Loss of the three largest together, and its share; from the points, not from rounded text.
    fn top_losses(&self, losses: &[IndicatorFacts]) -> (Option<Figure>, Option<Figure>) {
        let whole = self.loss();
        if losses.len() < 4 || whole <= Points::ZERO {
            return (None, None);
        }
        let mut lost: Vec<i64> = (0..self.class.system.indicators.len())
            .filter_map(|position| {
                let full_marks = self.class.system.indicators[position].full_marks;
                let points = self.class.cells.points(self.unit, position)?;
                Some(full_marks.scaled() - points.scaled())
            })
            .collect();
        lost.sort_unstable_by_key(|loss| std::cmp::Reverse(*loss));
        let top = Points::from_scaled(lost.iter().take(3).sum());
        let share = top.exact() / whole.exact();
        let figure = self.print.points("top-loss", top);
        debug_assert!(exact_to_f64(share) <= 1.0 + f64::EPSILON);
        (Some(figure), Some(self.print.rate("top-loss-share", share)))
    }
}

/// Names of dimensions whose printed rate is on one side of the class's.
fn compared(dimensions: &[DimensionFacts], sign: Sign) -> Vec<String> {
    let of_sign = |d: &&DimensionFacts| d.rate_gap.as_ref().is_some_and(|gap| gap.sign == sign);
    dimensions.iter().filter(of_sign).map(|d| d.name.clone()).collect()
}
