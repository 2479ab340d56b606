//! The latent model: abilities of units, overall and by dimension, become losses.
//!
//! Indicator by indicator, units are put in the order of what they can do there (ability, times how
//! far the indicator tells units apart, and chance); the weakest lose, the weaker the more, until
//! the class has lost what the indicator's difficulty says. Two settings of the model, the weight
//! of ability and a factor on all losses, are then searched for so that the totals have the wanted
//! mean and spread.

use super::board::{Class, Indicator};
use super::content::Entry;
use super::random::Random;

/// What totals should look like.
pub struct Look {
    /// Mean of the totals.
    pub mean: f64,
    /// Their standard deviation.
    pub spread: f64,
}

/// Latent values of a class.
pub struct Latent {
    /// Ability by unit and dimension, in standard deviations.
    pub ability: Vec<Vec<f64>>,
    /// Chance by unit and indicator.
    chance: Vec<Vec<f64>>,
    /// Whether the second nearest deduction is taken, by unit and indicator.
    second_choice: Vec<Vec<bool>>,
}

impl Latent {
    /// Draws a class: `general` abilities, some units weak in one dimension.
    pub fn draw(class: &Class, general: &[f64], weak: &[(usize, usize)], seed: u64) -> Self {
        let mut random = Random::new(seed, class.name);
        let ability = general.iter().enumerate().map(|(unit, own)| {
            let dimension = |dimension: usize| {
                let weakness = if weak.contains(&(unit, dimension)) { 5.5 } else { 0.0 };
                own + 0.45 * random.normal() - weakness
            };
            (0..6).map(dimension).collect()
        });
        let ability = ability.collect();
        let indicators = class.indicators.len();
        let mut table = |draw: &mut dyn FnMut(&mut Random) -> f64| -> Vec<Vec<f64>> {
            let row = |random: &mut Random| (0..indicators).map(|_| draw(random)).collect();
            let mut row = row;
            (0..class.units.len()).map(|_| row(&mut random)).collect()
        };
        let chance = table(&mut Random::normal);
        let second = table(&mut |random| if random.chance(30) { 1.0 } else { 0.0 });
        let second_choice = second.iter().map(|row| row.iter().map(|draw| *draw > 0.5).collect());
        Self { ability, chance, second_choice: second_choice.collect() }
    }
}

/// Fills a class with losses whose totals look as wanted.
pub fn fill(class: &mut Class, entries: &[Entry], latent: &Latent, look: &Look) {
    let factors = (30..=75).map(|factor| f64::from(factor) * 0.02);
    let plans: Vec<Plan> = factors.map(|factor| plan(class, entries, factor)).collect();
    let mut best: Option<(f64, f64, &Plan)> = None;
    for weight in 1..=16 {
        let weight = f64::from(weight) * 0.15;
        for plan in &plans {
            lose(class, entries, latent, weight, plan);
            let (mean, spread) = moments(class);
            let miss = (mean - look.mean).abs() + 2.0 * (spread - look.spread).abs();
            if best.is_none_or(|(least, ..)| miss < least) {
                best = Some((miss, weight, plan));
            }
        }
    }
    let (_, weight, plan) = best.unwrap();
    lose(class, entries, latent, weight, plan);
}

/// Wished losses by indicator, the mildest first.
type Plan = Vec<Vec<f64>>;

fn plan(class: &Class, entries: &[Entry], factor: f64) -> Plan {
    let losses = |(at, indicator): (usize, &Indicator)| {
        let units = class.cells.iter().filter(|cells| cells[at].applies()).count();
        class_losses(indicator, &entries[indicator.entry], units, factor)
    };
    class.indicators.iter().enumerate().map(losses).collect()
}

/// Mean and standard deviation of the totals, in points.
pub fn moments(class: &Class) -> (f64, f64) {
    let totals: Vec<f64> = class.published().iter().map(|total| float(*total) / 100.0).collect();
    let count = float(i64::try_from(totals.len()).unwrap());
    let mean = totals.iter().sum::<f64>() / count;
    let squares: f64 = totals.iter().map(|total| (total - mean) * (total - mean)).sum();
    (mean, (squares / (count - 1.0)).sqrt())
}

fn float(whole: i64) -> f64 {
    f64::from(i32::try_from(whole).unwrap())
}

fn lose(class: &mut Class, entries: &[Entry], latent: &Latent, weight: f64, plan: &Plan) {
    for (at, losses) in plan.iter().enumerate() {
        let indicator = class.indicators[at].clone();
        let entry = &entries[indicator.entry];
        let mut units: Vec<usize> =
            (0..class.units.len()).filter(|unit| class.cells[*unit][at].applies()).collect();
        let skill = |unit: usize| {
            let ability = latent.ability[unit][indicator.dimension];
            weight * entry.discrimination * ability + latent.chance[unit][at]
        };
        // The weakest do not only lose more often, they lose more.
        let severity =
            |unit: usize| 1.0 + 0.35 * (-1.2 - latent.ability[unit][indicator.dimension]).max(0.0);
        units.sort_by(|one, other| skill(*other).total_cmp(&skill(*one)).then(one.cmp(other)));
        let unhurt = units.len() - losses.len();
        for (place, unit) in units.into_iter().enumerate() {
            let wish = place.checked_sub(unhurt).map(|place| losses[place] * severity(unit));
            let second = latent.second_choice[unit][at];
            class.set(unit, at, wish.map(|wish| nearest(&indicator, wish, second)));
        }
    }
}

/// Wished losses of the units that lose, the mildest first; as many as bring the class near to
/// what the difficulty says.
fn class_losses(indicator: &Indicator, entry: &Entry, units: usize, factor: f64) -> Vec<f64> {
    if entry.difficulty >= 1.0 || indicator.faults.is_empty() {
        return Vec::new();
    }
    let full = float(indicator.full);
    if entry.difficulty <= 0.0 {
        return vec![full; units];
    }
    let share = ((1.0 - entry.difficulty) * factor).clamp(0.0, 0.92);
    let count = float(i64::try_from(units).unwrap());
    let (target, usual) = (share * full * count, (0.06 + 1.35 * share).min(0.97) * count);
    let cost = |losses: &Vec<f64>| {
        let taken = losses
            .iter()
            .map(|wish| float(indicator.faults[nearest(indicator, *wish, false)].points));
        let many = float(i64::try_from(losses.len()).unwrap());
        (taken.sum::<f64>() - target).abs() + 0.25 * full * (many - usual).abs()
    };
    let tries = (0..=units).map(|losers| wishes(losers, target));
    tries.min_by(|one, other| cost(one).total_cmp(&cost(other))).unwrap()
}

/// Rising losses with a given sum.
fn wishes(losers: usize, target: f64) -> Vec<f64> {
    let many = float(i64::try_from(losers).unwrap());
    let place = |at: usize| (float(i64::try_from(at).unwrap()) + 0.5) / many;
    (0..losers).map(|at| target / many * (0.4 + 1.2 * place(at))).collect()
}

/// The fault whose deduction is nearest to a wish, or the second nearest when it is near too.
fn nearest(indicator: &Indicator, wish: f64, second: bool) -> usize {
    let mut order: Vec<usize> = (0..indicator.faults.len()).collect();
    let distance = |fault: &usize| (float(indicator.faults[*fault].points) - wish).abs();
    order.sort_by(|one, other| distance(one).total_cmp(&distance(other)).then(one.cmp(other)));
    let near = |fault: &&usize| distance(fault) <= 0.3 * float(indicator.full);
    if second { *order.get(1).filter(near).unwrap_or(&order[0]) } else { order[0] }
}
