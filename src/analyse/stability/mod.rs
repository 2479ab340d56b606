//! How firmly ranks stand (`rules.md`, rank stability; OECD/JRC Handbook on Constructing Composite
//! Indicators, uncertainty analysis).
//!
//! Weights, the treatment of what does not apply, and scoring error are drawn again and again,
//! each alone and together; told are the interval of each unit's ranks, its mean shift, and how
//! often each pair of neighbours keeps its order. Everything runs in floats on flat rows, since
//! every run of the program does it; weights of every draw are published.

mod base;
mod draws;
mod race;
mod ranks;

use super::ScorerAgreement;
use crate::check::Checked;
use crate::model::{Decimal, Exact, exact_to_f64};
use crate::score::UnitScore;
use crate::settings::Treatment;

use base::Rates;
use race::{Race, Runner, Tally};

/// Standard normal quantile of 97.5%: two-sided 95%.
const CONFIDENCE: f64 = 1.96;

/// How firmly a class's ranks stand.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stability {
    /// Scoring error of each unit's total, in points; none without a total or a sample.
    pub errors: Vec<Option<f64>>,
    /// Ranked units, each with the next; empty where fewer than two are ranked.
    pub neighbours: Vec<Neighbours>,
    /// The draws; empty where none were made.
    pub draws: Vec<Draw>,
    /// What became of each ranked unit, in list order and by scenario.
    pub units: Vec<UnitStability>,
}

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scenario {
    /// Weights alone.
    Weights,
    /// The treatment of not-applicable cells alone.
    Treatments,
    /// Scoring error alone.
    Error,
    /// Whatever of these there is, together.
    Together,
}

impl Scenario {
    /// Every scenario, in the order of results.
    pub const ALL: [Self; 4] = [Self::Weights, Self::Treatments, Self::Error, Self::Together];

    /// Stable name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Weights => "weights",
            Self::Treatments => "treatments",
            Self::Error => "error",
            Self::Together => "together",
        }
    }
}

/// Two ranked units that follow each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbours {
    /// The one ahead, or the first in the list of two that are level.
    pub upper: usize,
    /// The next one.
    pub lower: usize,
    /// Published total of the upper less that of the lower.
    pub gap: Exact,
    /// 1.96 √(SE² + SE²); none where an error is not known.
    pub threshold: Option<f64>,
    /// Whether the gap is below it.
    pub within: bool,
    /// Share of the draws in which the upper stays at least level, by scenario as in
    /// [`Scenario::ALL`]; none where it is not drawn.
    pub kept: [Option<f64>; 4],
}

impl Neighbours {
    /// Share of a scenario's draws in which the upper stays at least level; none where it is not
    /// drawn.
    #[must_use]
    pub const fn kept(&self, scenario: Scenario) -> Option<f64> {
        self.kept[scenario as usize]
    }
}

/// One draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Draw {
    /// Treatment; none where the class has no cell that does not apply.
    pub treatment: Option<Treatment>,
    /// Weights by indicator, in points; their sum is that of the full marks.
    pub weights: Vec<f64>,
    /// Standard normal deviates by unit, whether used or not.
    pub deviates: Vec<f64>,
}

/// One unit's ranks over all draws of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitStability {
    /// Unit.
    pub unit: usize,
    /// What was drawn.
    pub scenario: Scenario,
    /// Its actual rank.
    pub rank: usize,
    /// Mean of the drawn ranks minus the actual one.
    pub mean_shift: f64,
    /// Lower end of the interval of ranks, by nearest rank.
    pub low: usize,
    /// Upper end.
    pub high: usize,
}

/// Draws a class's ranks again and again, as far as the settings and its size allow.
pub(super) fn stability(
    checked: &Checked,
    position: usize,
    scores: &[UnitScore],
    agreement: Option<&ScorerAgreement>,
) -> Stability {
    let (class, settings) = (&checked.classes[position], &checked.settings.stability);
    let scoring = &checked.settings.scoring;
    let sigma = agreement.and_then(sigma);
    let is_drawn = settings.draws > 0 && !settings.too_large(scores.len());
    // Without draws and without errors there is nothing to be made of rates.
    let rates = (is_drawn || sigma.is_some()).then(|| Rates::new(scoring, class));
    let errors = errors(rates.as_ref(), scores, sigma.as_deref());
    let runners = runners(scores, &errors);
    let mut whole =
        Stability { neighbours: neighbours(scores, &runners), errors, ..Stability::default() };
    let Some(rates) = rates.as_ref().filter(|_| is_drawn && runners.len() > 1) else {
        return whole;
    };
    let race = Race { scoring, rates, runners: &runners };
    let (draws, tallies) = race.run(settings, position, scores.len());
    for (at, pair) in whole.neighbours.iter_mut().enumerate() {
        pair.kept = Scenario::ALL.map(|scenario| kept(&tallies, scenario, at, settings.draws));
    }
    let mut order: Vec<usize> = (0..runners.len()).collect();
    order.sort_by_key(|at| runners[*at].unit);
    let units = order.iter().flat_map(|at| {
        let runner = &runners[*at];
        tallies.iter().filter_map(move |tally| tally.unit(settings, *at, runner))
    });
    whole.units = units.collect();
    whole.draws = draws;
    whole
}

/// The scoring error of every indicator; none where one is not known.
fn sigma(agreement: &ScorerAgreement) -> Option<Vec<f64>> {
    agreement.indicators.iter().map(|own| own.error).collect()
}

/// Every unit's scoring error: where it has a total and every indicator's error is known.
fn errors(rates: Option<&Rates>, scores: &[UnitScore], sigma: Option<&[f64]>) -> Vec<Option<f64>> {
    let error = |(unit, score): (usize, &UnitScore)| {
        score.total.and(rates.zip(sigma)).map(|(rates, sigma)| rates.error(unit, sigma))
    };
    scores.iter().enumerate().map(error).collect()
}

/// Ranked units in order of rank, ties in list order.
fn runners(scores: &[UnitScore], errors: &[Option<f64>]) -> Vec<Runner> {
    let runner = |(unit, score): (usize, &UnitScore)| {
        let less = score.deducted.to_f64() + score.late_points().to_f64();
        let beside = score.bonus.counted.to_f64() - less;
        Some(Runner { unit, place: score.rank?.place, beside, error: errors[unit] })
    };
    let mut runners: Vec<Runner> = scores.iter().enumerate().filter_map(runner).collect();
    runners.sort_by_key(|runner| runner.place);
    runners
}

fn neighbours(scores: &[UnitScore], runners: &[Runner]) -> Vec<Neighbours> {
    let published = |runner: &Runner| scores[runner.unit].published.map(Decimal::exact);
    let pair = |pair: &[Runner]| {
        let (upper, lower) = (&pair[0], &pair[1]);
        let gap = published(upper).unwrap_or_default() - published(lower).unwrap_or_default();
        let both = upper.error.zip(lower.error);
        let threshold = both.map(|(one, other)| CONFIDENCE * one.hypot(other));
        Neighbours {
            upper: upper.unit,
            lower: lower.unit,
            gap,
            within: threshold.is_some_and(|threshold| exact_to_f64(gap) < threshold),
            threshold,
            kept: [None; 4],
        }
    };
    runners.windows(2).map(pair).collect()
}

/// Every unit's base in floats, on the full marks and under the treatment of the settings: for the
/// proof that the draws score as the scorer does.
#[cfg(test)]
pub(crate) fn fast_bases(
    scoring: &crate::settings::Scoring,
    class: &crate::check::CheckedClass,
) -> Vec<f64> {
    let rates = Rates::new(scoring, class);
    let weights = rates.full_marks();
    let base = |unit| rates.base(unit, &rates.parts(unit, &weights), &weights, rates.set());
    (0..class.units.len()).map(base).collect()
}

/// Share of the draws of a scenario that keep a pair.
fn kept(tallies: &[Tally], scenario: Scenario, pair: usize, draws: usize) -> Option<f64> {
    let tally = tallies.iter().find(|tally| tally.scenario == scenario)?;
    #[expect(clippy::cast_precision_loss, reason = "draws are at most 100 000")]
    let share = tally.kept[pair] as f64 / draws as f64;
    Some(share)
}
