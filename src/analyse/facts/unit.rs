//! Facts of one unit's papers.

use serde::Serialize;

use super::print::Printer;
use super::{AssessmentFacts, RankFacts};
use crate::analyse::{Analysis, ClassAnalysis};
use crate::check::{CheckedClass, Indicator};
use crate::model::{Decimal, Exact, Figure, Points, exact_to_f64, round_exact, round_f64};
use crate::score::{Scorebook, UnitScore};
use crate::settings::{DisclosureMode, Settings, Stage};

/// What a unit's report knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// Name of the class.
    pub class_name: String,
    /// Units in the class.
    pub class_count: Figure,
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
    /// Rank, where the stage allows it.
    pub rank: Option<RankFacts>,
    /// Grade, where the stage allows it and grades are given.
    pub grade: Option<String>,
    /// Mean of the class, where enough units have a total.
    pub class_mean: Option<Figure>,
    /// Gap to that mean.
    pub gap: Option<GapFacts>,
    /// Points lost, of what applies.
    pub loss: Figure,
    /// How not-applicable indicators were treated, where there are any.
    pub treatment: Option<TreatmentFacts>,
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
    /// Loss of the three largest together.
    pub top_loss: Option<Figure>,
    /// Share of the three largest in the whole loss, in percent.
    pub top_loss_share: Option<Figure>,
    /// Whether any loss has a reason.
    pub has_reasons: bool,
}

/// Gap of a unit's printed total to the printed mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GapFacts {
    /// Magnitude, with the sign beside it.
    pub figure: Figure,
    /// How large it is called.
    pub level: GapLevel,
    /// Its parts by dimension, and what rounding leaves.
    pub parts: Vec<PartFacts>,
}

/// How large a gap is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GapLevel {
    /// 基本持平.
    Even,
    /// Neither even nor clear.
    Plain,
    /// 明显.
    Clear,
}

/// A part of the gap.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartFacts {
    /// Name of the dimension; none for what rounding leaves.
    pub name: Option<String>,
    /// Magnitude, with the sign beside it.
    pub figure: Figure,
}

/// How not-applicable indicators were treated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TreatmentFacts {
    /// The treatment.
    pub kind: crate::settings::Treatment,
    /// Points of what applies.
    pub points: Figure,
    /// Full marks of what applies.
    pub applicable_marks: Figure,
    /// Share of what applies in the full marks, in percent.
    pub applicable_share: Figure,
    /// Indicators that do not apply.
    pub left_out: Figure,
}

/// A dimension of one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DimensionFacts {
    /// Full name.
    pub name: String,
    /// Declared short name.
    pub short: String,
    /// Points.
    pub points: Figure,
    /// Full marks of what applies.
    pub full_marks: Figure,
    /// Points lost.
    pub loss: Figure,
    /// Share in the unit's loss, in percent; none when it loses nothing.
    pub loss_share: Option<Figure>,
    /// Rate in percent; none when nothing of it applies.
    pub rate: Option<Figure>,
    /// Rate in percent and mean points of the class, where it may be shown.
    pub class_rate: Option<Figure>,
    /// Mean points of the class, where they may be shown.
    pub class_points: Option<Figure>,
    /// Printed rate minus printed class rate, in percentage points; magnitude with sign.
    pub rate_gap: Option<Figure>,
    /// Its part of the gap to the class mean; magnitude with sign.
    pub points_gap: Option<Figure>,
    /// Best rate of the class, where disclosure is open.
    pub best_rate: Option<Figure>,
}

/// An indicator of one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndicatorFacts {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Name of its dimension.
    pub dimension: String,
    /// Names of the levels between dimension and indicator.
    pub between: Vec<String>,
    /// Points; none when it does not apply.
    pub points: Option<Figure>,
    /// Full marks.
    pub full_marks: Figure,
    /// Points lost.
    pub loss: Option<Figure>,
    /// Rate in percent.
    pub rate: Option<Figure>,
    /// Mean rate of the class in percent, where it may be shown.
    pub class_rate: Option<Figure>,
    /// Printed rate minus printed class rate; magnitude with sign.
    pub rate_gap: Option<Figure>,
    /// Reason of the loss.
    pub reason: Option<String>,
    /// Evidence.
    pub evidence: Option<String>,
    /// Criterion.
    pub criterion: Option<String>,
}

/// One unit among its class, with all that its facts are cut from.
struct Subject<'a> {
    settings: &'a Settings,
    class: &'a CheckedClass,
    analysis: &'a ClassAnalysis,
    scores: &'a [UnitScore],
    unit: usize,
    print: Printer<'a>,
}

/// Cuts out the facts of a unit.
#[must_use]
pub fn unit(scorebook: &Scorebook, analysis: &Analysis, class: usize, unit: usize) -> UnitFacts {
    let settings = &scorebook.checked.settings;
    let own_class = &scorebook.checked.classes[class];
    let own = &own_class.units[unit];
    let subject = Subject {
        settings,
        class: own_class,
        analysis: &analysis.classes[class],
        scores: &scorebook.classes[class],
        unit,
        print: Printer::new(settings, own.code.clone(), own_class),
    };
    let gap = subject.gap();
    let dimensions = subject.dimensions(gap.as_ref());
    let indicators = subject.indicators();
    let losses = by_loss(&indicators);
    let (top_loss, top_loss_share) = subject.top_losses(&losses);
    let compared = |sign: crate::model::Sign| {
        let of_sign = |d: &&DimensionFacts| d.rate_gap.as_ref().is_some_and(|gap| gap.sign == sign);
        dimensions.iter().filter(of_sign).map(|d| d.name.clone()).collect()
    };
    let score = subject.score();
    let released = settings.assessment.stage >= Stage::Approved;
    let one_level = own_class.system.one_level();
    UnitFacts {
        assessment: AssessmentFacts::new(settings),
        class_name: own_class.name.clone(),
        class_count: subject.print.count("class/units", own_class.units.len()),
        mean_count: subject.print.count("class/totals", subject.analysis.totals.count),
        code: own.code.clone(),
        name: own.name.clone(),
        short: own.short.clone(),
        total: score.published.map(|total| subject.print.decimal("total", total)),
        full_marks: subject.print.marks("full-marks", score.full_marks),
        rank: score.rank.filter(|_| released).map(|rank| RankFacts {
            place: subject.print.count("rank", rank.place),
            tied: rank.tied,
        }),
        grade: score
            .grade
            .filter(|_| released)
            .map(|grade| scorebook.checked.cuts[grade].name.clone()),
        class_mean: subject.shown_mean().map(|mean| subject.print.decimal("class/mean", mean)),
        gap,
        loss: subject.print.points("loss", subject.loss()),
        treatment: subject.treatment(),
        above: compared(crate::model::Sign::Positive),
        below: compared(crate::model::Sign::Negative),
        has_reasons: losses.iter().any(|loss| loss.reason.is_some()),
        dimensions,
        one_level,
        indicators: if one_level { Vec::new() } else { indicators },
        losses,
        top_loss,
        top_loss_share,
    }
}

/// Indicators that lose points, largest loss first, ties in table order.
fn by_loss(indicators: &[IndicatorFacts]) -> Vec<IndicatorFacts> {
    let lost = |indicator: &IndicatorFacts| indicator.loss.as_ref().map_or(0.0, |loss| loss.value);
    let mut losses: Vec<IndicatorFacts> =
        indicators.iter().filter(|indicator| lost(indicator) > 0.0).cloned().collect();
    losses.sort_by(|one, other| lost(other).total_cmp(&lost(one)));
    losses
}

impl Subject<'_> {
    fn score(&self) -> &UnitScore {
        &self.scores[self.unit]
    }

    fn loss(&self) -> Points {
        let score = self.score();
        Points::from_scaled(score.applicable_marks.scaled() - score.points.scaled())
    }

    /// The class mean of totals as printed, where enough units have one.
    fn shown_mean(&self) -> Option<Decimal> {
        let totals = &self.analysis.totals;
        let enough = totals.count >= self.settings.disclosure.mean_least;
        totals.mean.filter(|_| enough).map(|mean| self.print.rounded_mean(mean))
    }

    fn gap(&self) -> Option<GapFacts> {
        let difference = Printer::difference(self.score().published?, self.shown_mean()?);
        let magnitude = difference.to_f64().abs();
        let statistics = &self.settings.statistics;
        let spread = self.analysis.totals.standard_deviation;
        let clear = magnitude >= statistics.clear_points && spread.is_some_and(|s| magnitude >= s);
        let level = if magnitude < statistics.even_points {
            GapLevel::Even
        } else if clear {
            GapLevel::Clear
        } else {
            GapLevel::Plain
        };
        let figure = self.print.magnitude("gap", difference);
        Some(GapFacts { figure, level, parts: self.gap_parts(difference) })
    }

    /// Parts of the gap, each dimension's part of the base against the class mean of that part;
    /// what rounding leaves comes last, so that the reader's sum comes out.
    fn gap_parts(&self, gap: Decimal) -> Vec<PartFacts> {
        let decimals = gap.decimals();
        let rounding = self.settings.scoring.rounding;
        let mut left = gap.exact();
        let mut parts = Vec::new();
        for (position, dimension) in self.class.system.dimensions.iter().enumerate() {
            let with_total = self.scores.iter().filter(|score| score.total.is_some());
            let all: Vec<f64> =
                with_total.map(|score| exact_to_f64(score.contributions[position])).collect();
            // Parts with many denominators have no exact mean that could be kept.
            let own = exact_to_f64(self.score().contributions[position]);
            let part = crate::analyse::statistics::mean_f64(&all)
                .and_then(|mean| round_f64(own - mean, decimals, rounding));
            let Some(part) = part else {
                continue;
            };
            left -= part.exact();
            let figure = self.print.magnitude(&format!("d{}/gap", position + 1), part);
            parts.push(PartFacts { name: Some(dimension.short.clone()), figure });
        }
        if left != Exact::from_integer(0) {
            let rest = round_exact(left, decimals, rounding);
            let figure = self.print.magnitude("gap/rounding", rest);
            parts.push(PartFacts { name: None, figure });
        }
        parts
    }

    fn treatment(&self) -> Option<TreatmentFacts> {
        let score = self.score();
        let kind = self.settings.scoring.not_applicable?;
        if score.applicable_marks == score.full_marks {
            return None;
        }
        let share = score.applicable_marks.exact() / score.full_marks.exact();
        let left_out = self.class.system.indicators.len() - score.applicable_count;
        Some(TreatmentFacts {
            kind,
            points: self.print.points("points", score.points),
            applicable_marks: self.print.marks("applicable-marks", score.applicable_marks),
            applicable_share: self.print.rate("applicable-share", share),
            left_out: self.print.count("left-out", left_out),
        })
    }

    /// Dimensions, each with its part of the gap, so that table and formula say the same.
    fn dimensions(&self, gap: Option<&GapFacts>) -> Vec<DimensionFacts> {
        let part = |position: usize| Some(gap?.parts.get(position)?.figure.clone());
        let positions = 0..self.class.system.dimensions.len();
        positions.map(|position| self.dimension(position, part(position))).collect()
    }

    fn dimension(&self, position: usize, points_gap: Option<Figure>) -> DimensionFacts {
        let dimension = &self.class.system.dimensions[position];
        let own = self.analysis.unit_dimensions[self.unit][position];
        let class = &self.analysis.dimensions[position];
        let item = |role: &str| format!("d{}/{role}", position + 1);
        let loss = Points::from_scaled(own.applicable_marks.scaled() - own.points.scaled());
        let whole = self.loss();
        let rate = own.rate().map(|rate| self.print.rounded_rate(rate));
        let shown = class.count >= self.settings.disclosure.mean_least;
        let class_rate =
            self.print.rounded_mean_rate(class.mean_rate, class.mean_rate_f64).filter(|_| shown);
        let class_points = class.mean_points.filter(|_| shown).map(|m| self.print.rounded_mean(m));
        let gap = |one: Option<Decimal>, other: Option<Decimal>, role: &str| {
            let difference = Printer::difference(one?, other?);
            Some(self.print.magnitude(&item(role), difference))
        };
        let open = self.settings.disclosure.mode == DisclosureMode::Open;
        DimensionFacts {
            name: dimension.name.clone(),
            short: dimension.short.clone(),
            points: self.print.points(&item("points"), own.points),
            full_marks: self.print.marks(&item("full-marks"), own.applicable_marks),
            loss: self.print.points(&item("loss"), loss),
            loss_share: (whole > Points::ZERO)
                .then(|| self.print.rate(&item("loss-share"), loss.exact() / whole.exact())),
            rate: rate.map(|rate| self.print.decimal(&item("rate"), rate)),
            class_rate: class_rate.map(|rate| self.print.decimal(&item("class/rate"), rate)),
            class_points: class_points.map(|mean| self.print.decimal(&item("class/points"), mean)),
            rate_gap: gap(rate, class_rate, "rate-gap"),
            points_gap,
            best_rate: class
                .most_rate
                .filter(|_| open)
                .map(|rate| self.print.rate(&item("class/best-rate"), rate)),
        }
    }

    fn indicators(&self) -> Vec<IndicatorFacts> {
        let system = &self.class.system;
        let facts = |(position, indicator)| self.indicator(position, indicator);
        system.indicators.iter().enumerate().map(facts).collect()
    }

    fn indicator(&self, position: usize, indicator: &Indicator) -> IndicatorFacts {
        let class = &self.analysis.indicators[position];
        let points = self.class.cells.points(self.unit, position);
        let item = |role: &str| format!("{}/{role}", indicator.code);
        let full_marks = indicator.full_marks;
        let rate =
            points.map(|points| self.print.rounded_rate(points.exact() / full_marks.exact()));
        let shown = class.count >= self.settings.disclosure.mean_least;
        let class_rate =
            class.mean_rate.filter(|_| shown).map(|rate| self.print.rounded_rate(rate));
        let loss = points.map(|own| Points::from_scaled(full_marks.scaled() - own.scaled()));
        let between = indicator.path.len().saturating_sub(1).max(1);
        let gap = rate.zip(class_rate).map(|(one, other)| Printer::difference(one, other));
        let text = |text: Option<&str>| text.map(str::to_owned);
        IndicatorFacts {
            code: indicator.code.clone(),
            name: indicator.name.clone(),
            dimension: self.class.system.dimensions[indicator.dimension].name.clone(),
            between: indicator.path[1.min(between)..between].to_vec(),
            points: points.map(|points| self.print.points(&item("points"), points)),
            full_marks: self.print.marks(&item("full-marks"), full_marks),
            loss: loss.map(|loss| self.print.points(&item("loss"), loss)),
            rate: rate.map(|rate| self.print.decimal(&item("rate"), rate)),
            class_rate: class_rate.map(|rate| self.print.decimal(&item("class/rate"), rate)),
            rate_gap: gap.map(|gap| self.print.magnitude(&item("rate-gap"), gap)),
            reason: text(self.class.cells.reason(self.unit, position)),
            evidence: text(self.class.cells.evidence(self.unit, position)),
            criterion: indicator.criterion.clone(),
        }
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
