//! Many draws, and what became of ranks in them.

use super::base::{Parts, Rates, Weights};
use super::draws::Stream;
use super::ranks::{key, nearest_rank, places};
use super::{Draw, Scenario, UnitStability};
use crate::settings::{Scoring, StabilitySettings, Treatment};

/// A ranked unit.
pub(super) struct Runner {
    /// Position in the unit list.
    pub(super) unit: usize,
    /// Its rank.
    pub(super) place: usize,
    /// Counted bonus less deductions and lateness: what no draw moves.
    pub(super) beside: f64,
    /// Its scoring error; none where it is not known.
    pub(super) error: Option<f64>,
}

/// A class's ranked units, in order of rank, and how they are scored.
pub(super) struct Race<'a> {
    pub(super) scoring: &'a Scoring,
    pub(super) rates: &'a Rates,
    pub(super) runners: &'a [Runner],
}

/// What became of the ranks in one scenario.
pub(super) struct Tally {
    pub(super) scenario: Scenario,
    /// By runner: its rank in every draw.
    ranks: Vec<Vec<u32>>,
    /// Draws in which a runner stays at least level with the next one.
    pub(super) kept: Vec<usize>,
}

/// What one draw gives.
struct Moved {
    weights: Weights,
    treatment: Option<Treatment>,
    deviates: Vec<f64>,
}

impl Race<'_> {
    /// Scenarios that mean something here: other treatments where a cell does not apply, errors
    /// where they are known, both with the weights where there are two at least.
    fn scenarios(&self) -> Vec<Scenario> {
        let mut list = vec![Scenario::Weights];
        list.extend(self.rates.has_gap().then_some(Scenario::Treatments));
        let known = self.runners.iter().any(|runner| runner.error.is_some());
        list.extend(known.then_some(Scenario::Error));
        if list.len() > 1 {
            list.push(Scenario::Together);
        }
        list
    }

    /// Draws as often as set. One pass over a unit's cells serves every scenario of a draw.
    pub(super) fn run(
        &self,
        settings: &StabilitySettings,
        position: usize,
        units: usize,
    ) -> (Vec<Draw>, Vec<Tally>) {
        let mut stream = Stream::new(settings.seed, position);
        let full_marks = self.rates.full_marks();
        let now: Vec<Parts> =
            self.runners.iter().map(|own| self.rates.parts(own.unit, &full_marks)).collect();
        let pool = if self.rates.has_gap() { self.rates.pool() } else { Vec::new() };
        let mut tallies: Vec<Tally> = self.scenarios().into_iter().map(|s| self.tally(s)).collect();
        let dimensions = self.rates.dimensions();
        let draw = |_| {
            let drawn = stream.draw(&full_marks.each, dimensions, settings.spread, units);
            let treatment = pick(&pool, drawn.choice);
            let weights = self.rates.weights(drawn.weights);
            let moved = Moved { weights, treatment, deviates: drawn.deviates };
            self.record(&full_marks, &now, &moved, &mut tallies);
            Draw { treatment, weights: moved.weights.each, deviates: moved.deviates }
        };
        let draws = (0..settings.draws).map(draw).collect();
        (draws, tallies)
    }

    fn tally(&self, scenario: Scenario) -> Tally {
        Tally {
            scenario,
            ranks: vec![Vec::new(); self.runners.len()],
            kept: vec![0; self.runners.len().saturating_sub(1)],
        }
    }

    fn record(&self, full_marks: &Weights, now: &[Parts], moved: &Moved, tallies: &mut [Tally]) {
        let mut keys = vec![vec![0; self.runners.len()]; tallies.len()];
        for (at, runner) in self.runners.iter().enumerate() {
            let then = self.rates.parts(runner.unit, &moved.weights);
            let base =
                |parts, weights, treatment| self.rates.base(runner.unit, parts, weights, treatment);
            let set = self.rates.set();
            let other = moved.treatment.or(set);
            let error = runner.error.unwrap_or_default() * moved.deviates[runner.unit];
            for (keys, tally) in keys.iter_mut().zip(&*tallies) {
                let (base, error) = match tally.scenario {
                    Scenario::Weights => (base(&then, &moved.weights, set), 0.0),
                    Scenario::Treatments => (base(&now[at], full_marks, other), 0.0),
                    Scenario::Error => (base(&now[at], full_marks, set), error),
                    Scenario::Together => (base(&then, &moved.weights, other), error),
                };
                keys[at] = key(self.scoring, (base + runner.beside).max(0.0) + error);
            }
        }
        for (keys, tally) in keys.iter().zip(tallies) {
            tally.count(keys, self.scoring);
        }
    }
}

impl Tally {
    fn count(&mut self, keys: &[i64], scoring: &Scoring) {
        for (ranks, place) in self.ranks.iter_mut().zip(places(keys, scoring.ties)) {
            ranks.push(place);
        }
        for (kept, pair) in self.kept.iter_mut().zip(keys.windows(2)) {
            *kept += usize::from(pair[0] >= pair[1]);
        }
    }

    /// What the draws say of a runner; none without draws.
    pub(super) fn unit(
        &self,
        settings: &StabilitySettings,
        at: usize,
        runner: &Runner,
    ) -> Option<UnitStability> {
        let mut ranks = self.ranks[at].clone();
        ranks.sort_unstable();
        let place = i64::try_from(runner.place).ok()?;
        let shift: i64 = ranks.iter().map(|rank| i64::from(*rank) - place).sum();
        #[expect(clippy::cast_precision_loss, reason = "sums of ranks stay far below 2^52")]
        let mean_shift = shift as f64 / ranks.len() as f64;
        Some(UnitStability {
            unit: runner.unit,
            scenario: self.scenario,
            rank: runner.place,
            low: nearest_rank(&ranks, settings.low)? as usize,
            high: nearest_rank(&ranks, settings.high)? as usize,
            mean_shift,
        })
    }
}

/// The treatment at a share of the pool; none of an empty one.
fn pick(pool: &[Treatment], choice: f64) -> Option<Treatment> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "a pool of six at most, a choice from 0 to 1"
    )]
    let at = (choice * pool.len() as f64) as usize;
    pool.get(at).copied()
}
