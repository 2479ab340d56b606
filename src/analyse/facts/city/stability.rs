//! How firmly ranks stand: for the internal annex only.

use serde::Serialize;

use super::{SkippedFacts, Subject};
use crate::analyse::{Neighbours, Scenario, Stability, UnitStability};
use crate::model::{Figure, round_f64};

/// Scoring errors of a class's totals, and its ranks over many draws.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StabilityFacts {
    /// Ranked units.
    pub ranked: Figure,
    /// Pairs of ranked units that follow each other.
    pub pair_count: Figure,
    /// Ranked units in order of rank, ties in list order; of a large class those that its other lists
    /// have.
    pub units: Vec<IntervalFacts>,
    /// Runs of units that the list leaves out; empty where it has all.
    pub skipped: Vec<SkippedFacts>,
    /// Scoring errors; none without a sample.
    pub errors: Option<ErrorFacts>,
    /// The draws; none where none were made.
    pub draws: Option<DrawFacts>,
    /// The most units of a class that is drawn, where this one has more.
    pub units_most: Option<Figure>,
}

/// Scoring errors of totals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ErrorFacts {
    /// The smallest error of a ranked unit's total, in points.
    pub least: Figure,
    /// The largest.
    pub most: Figure,
    /// Pairs whose gap is within their errors.
    pub within: Figure,
}

/// What the draws say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DrawFacts {
    /// Draws.
    pub count: Figure,
    /// By how much weights move, in percent.
    pub spread: Figure,
    /// Lower end of the interval, in percent of the draws.
    pub low: Figure,
    /// Upper end.
    pub high: Figure,
    /// Whether the treatment of what does not apply is drawn.
    pub treatments: bool,
    /// Whether scoring error is drawn.
    pub error: bool,
    /// Whether things are drawn together: there is more than one.
    pub together: bool,
    /// Units whose rank stays in the whole interval, with everything together.
    pub firm: Figure,
    /// Units of the widest interval, where any moves.
    pub widest: Vec<IntervalFacts>,
    /// The pair that keeps its order least often, of those that are not tied.
    pub loosest: Option<PairFacts>,
}

/// One unit's ranks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IntervalFacts {
    /// Short name.
    pub unit: String,
    /// Its rank.
    pub rank: Figure,
    /// Lower and upper end of its ranks with weights drawn.
    pub weights: Option<(Figure, Figure)>,
    /// With treatments drawn.
    pub treatments: Option<(Figure, Figure)>,
    /// With scoring error drawn.
    pub error: Option<(Figure, Figure)>,
    /// With everything together.
    pub together: Option<(Figure, Figure)>,
    /// With whatever is drawn: together, else the weights.
    pub all: Option<(Figure, Figure)>,
    /// Mean of the drawn ranks, with whatever is drawn.
    pub mean_rank: Option<Figure>,
    /// It and the next one; none of the last.
    pub next: Option<PairFacts>,
}

/// Two ranked units that follow each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairFacts {
    /// The one ahead.
    pub upper: String,
    /// The next one.
    pub lower: String,
    /// Difference of their published totals.
    pub gap: Figure,
    /// Difference from which they are told apart; none without a sample.
    pub threshold: Option<Figure>,
    /// Whether the gap is below it.
    pub within: bool,
    /// Share of the draws that keep their order, in percent: with weights drawn.
    pub weights: Option<Figure>,
    /// With treatments drawn.
    pub treatments: Option<Figure>,
    /// With scoring error drawn.
    pub error: Option<Figure>,
    /// With everything together.
    pub together: Option<Figure>,
    /// With whatever is drawn: together, else the weights.
    pub all: Option<Figure>,
}

/// What was drawn, by unit.
struct Drawn<'a> {
    own: &'a Stability,
    /// Each unit's scenarios.
    units: Vec<Vec<&'a UnitStability>>,
    /// Each unit with the next one.
    next: Vec<Option<&'a Neighbours>>,
    /// The scenario that holds whatever is drawn.
    whole: Scenario,
}

impl<'a> Drawn<'a> {
    fn new(own: &'a Stability, count: usize) -> Self {
        let (mut units, mut next) = (vec![Vec::new(); count], vec![None; count]);
        for row in &own.units {
            units[row.unit].push(row);
        }
        for pair in &own.neighbours {
            next[pair.upper] = Some(pair);
        }
        Self { own, units, next, whole: whole(own) }
    }

    fn of(&self, unit: usize, scenario: Scenario) -> Option<&'a UnitStability> {
        self.units[unit].iter().copied().find(|own| own.scenario == scenario)
    }
}

/// The scenario that holds whatever is drawn.
fn whole(stability: &Stability) -> Scenario {
    let drawn = |scenario| stability.units.iter().any(|unit| unit.scenario == scenario);
    if drawn(Scenario::Together) { Scenario::Together } else { Scenario::Weights }
}

impl Subject<'_> {
    /// How firmly ranks stand; none before ranks may be shown, and where there is neither a sample
    /// nor a draw to tell it and none was asked for.
    pub(super) fn stability(&self) -> Option<StabilityFacts> {
        let own = &self.analysis.stability;
        let by_unit = Drawn::new(own, self.unit_count());
        let pairs: Vec<PairFacts> =
            own.neighbours.iter().map(|pair| self.pair(pair, by_unit.whole)).collect();
        let errors = self.errors(own);
        let draws = self.draws(&by_unit, &pairs);
        let settings = &self.scorebook.checked.settings.stability;
        let too_large = settings.too_large(self.unit_count());
        let units_most =
            too_large.then(|| self.print.count("stability/units-most", settings.units_most));
        let has_any = errors.is_some() || draws.is_some() || too_large;
        let last = own.neighbours.last().map(|pair| pair.lower);
        let order: Vec<usize> = own.neighbours.iter().map(|pair| pair.upper).chain(last).collect();
        let told = self.ranked && !pairs.is_empty() && has_any;
        told.then(|| {
            let listed = self.listed(&order, "stability/skipped");
            StabilityFacts {
                ranked: self.print.count("stability/ranked", pairs.len() + 1),
                pair_count: self.print.count("stability/pairs", pairs.len()),
                units: listed.units.into_iter().map(|unit| self.interval(&by_unit, unit)).collect(),
                skipped: listed.skipped,
                errors,
                draws,
                units_most,
            }
        })
    }

    fn errors(&self, own: &Stability) -> Option<ErrorFacts> {
        let ranked = own.errors.iter().zip(self.scores).filter(|(_, score)| score.rank.is_some());
        let errors: Vec<f64> = ranked.filter_map(|(error, _)| *error).collect();
        let least = errors.iter().copied().min_by(f64::total_cmp)?;
        let most = errors.iter().copied().max_by(f64::total_cmp)?;
        let within = own.neighbours.iter().filter(|pair| pair.within).count();
        Some(ErrorFacts {
            least: self.print.float("stability/error-least", least)?,
            most: self.print.float("stability/error-most", most)?,
            within: self.print.count("stability/within", within),
        })
    }

    fn draws(&self, by_unit: &Drawn<'_>, pairs: &[PairFacts]) -> Option<DrawFacts> {
        let own = by_unit.own;
        let settings = &self.scorebook.checked.settings.stability;
        let scenario = by_unit.whole;
        let has = |scenario| own.units.iter().any(|unit| unit.scenario == scenario);
        let mut all: Vec<&UnitStability> =
            own.units.iter().filter(|unit| unit.scenario == scenario).collect();
        all.sort_by_key(|unit| unit.rank);
        let width = |unit: &UnitStability| unit.high - unit.low;
        let widest = all.iter().map(|unit| width(unit)).max()?;
        let firm = all.iter().filter(|unit| unit.low == unit.rank && unit.high == unit.rank);
        let wide = all.iter().filter(|unit| width(unit) == widest && widest > 0);
        let share = |pair: &&PairFacts| pair.all.as_ref().map_or(f64::MAX, |all| all.value);
        // Tied units have no order that could be kept.
        let ahead = pairs.iter().filter(|pair| pair.gap.value > 0.0);
        let loosest = ahead.min_by(|one, other| share(one).total_cmp(&share(other)));
        let percent = |item: &str, share: f64| {
            let share = (share * 1e6).round() / 1e4;
            self.print.setting(&format!("stability/{item}"), share)
        };
        Some(DrawFacts {
            count: self.print.count("stability/draws", own.draws.len()),
            spread: percent("spread", settings.spread),
            low: percent("low", settings.low),
            high: percent("high", settings.high),
            treatments: has(Scenario::Treatments),
            error: has(Scenario::Error),
            together: has(Scenario::Together),
            firm: self.print.count("stability/firm", firm.count()),
            widest: wide.map(|unit| self.interval(by_unit, unit.unit)).collect(),
            loosest: loosest.cloned(),
        })
    }

    fn interval(&self, drawn: &Drawn<'_>, unit: usize) -> IntervalFacts {
        let whole = drawn.whole;
        let code = &self.class.units[unit].code;
        let key = |role: &str| format!("{code}/stability/{role}");
        let of = |scenario: Scenario| drawn.of(unit, scenario);
        let ends = |scenario: Scenario| {
            let figure =
                |role, rank| self.print.count(&key(&format!("{}/{role}", scenario.name())), rank);
            of(scenario).map(|own| (figure("low", own.low), figure("high", own.high)))
        };
        let rank = self.scores[unit].rank.map_or(0, |rank| rank.place);
        #[expect(clippy::cast_precision_loss, reason = "ranks stay far below 2^52")]
        let mean = of(whole).map(|own| own.rank as f64 + own.mean_shift);
        IntervalFacts {
            unit: self.short(unit),
            rank: self.print.count(&format!("{code}/rank"), rank),
            weights: ends(Scenario::Weights),
            treatments: ends(Scenario::Treatments),
            error: ends(Scenario::Error),
            together: ends(Scenario::Together),
            all: ends(whole),
            mean_rank: mean.and_then(|mean| {
                let rounding = self.scorebook.checked.settings.scoring.rounding;
                let number = round_f64(mean, 1, rounding)?;
                Some(self.print.decimal(&key("mean-rank"), number))
            }),
            next: drawn.next[unit].map(|pair| self.pair(pair, whole)),
        }
    }

    fn pair(&self, own: &Neighbours, all: Scenario) -> PairFacts {
        let code = |unit: usize| self.class.units[unit].code.as_str();
        let key = |role: &str| format!("{}-{}/{role}", code(own.upper), code(own.lower));
        let kept = |scenario: Scenario| {
            let percent = self.print.rounded_percent(own.kept(scenario)?)?;
            Some(self.print.decimal(&key(&format!("kept-{}", scenario.name())), percent))
        };
        PairFacts {
            upper: self.short(own.upper),
            lower: self.short(own.lower),
            gap: self.print.total(&key("gap"), own.gap),
            threshold: own.threshold.and_then(|own| self.print.float(&key("threshold"), own)),
            within: own.within,
            weights: kept(Scenario::Weights),
            treatments: kept(Scenario::Treatments),
            error: kept(Scenario::Error),
            together: kept(Scenario::Together),
            all: kept(all),
        }
    }
}
