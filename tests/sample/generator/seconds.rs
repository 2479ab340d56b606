//! Five units scored a second time by other scorers, blind: most cells agree.

use super::board::{COUNTIES, DEPARTMENTS};
use super::cast::Cast;
use super::random::Random;
use super::sample::{At, Sample, SecondScore};

/// Fills the double-scored sample: one county and four departments without corrections, one
/// department whole, of the others every other indicator.
pub fn fill(sample: &mut Sample, cast: &Cast, seed: u64) {
    let mut random = Random::new(seed, "second scores");
    let corrected = |sample: &Sample, unit: usize| {
        sample.classes[DEPARTMENTS].cells[unit].iter().any(|c| c.locked)
    };
    let free = cast.others.iter().copied().filter(|unit| !corrected(sample, *unit));
    let mut units: Vec<(usize, usize)> = free.map(|unit| (DEPARTMENTS, unit)).collect();
    random.shuffle(&mut units);
    units.truncate(4);
    units.sort_unstable();
    units.insert(0, (COUNTIES, 2));
    assert_eq!(units.len(), 5, "five units");
    for (place, (class, unit)) in units.into_iter().enumerate() {
        let whole = place == 1;
        for indicator in 0..sample.classes[class].indicators.len() {
            let at = At { class, unit, indicator };
            if (whole || indicator % 2 == place % 2) && sample.cell(at).applies() {
                let row = second(sample, at, &mut random);
                sample.seconds.push(row);
            }
        }
        sample.tag_unit(class, unit, "double-scored");
    }
}

fn second(sample: &mut Sample, at: At, random: &mut Random) -> SecondScore {
    let (full, step) = (sample.full(at), sample.classes[at.class].indicators[at.indicator].step);
    let all_equal = sample.classes[at.class].holders_of_any(at.indicator) == 0;
    let cell = sample.cell(at);
    let (first, scorer) = (full - cell.first_loss, cell.scorer.clone());
    // Somewhat more cells are drawn than differ: at the ends of the scale there is nowhere to go.
    let drawn = random.chance(20) && !all_equal;
    let step = step.max(10) * if random.chance(50) { 1 } else { -1 };
    let points = if drawn { (first + step).clamp(0, full) } else { first };
    let scorers = &sample.content.phrases.scorers;
    let own = scorers.iter().position(|known| *known == scorer).unwrap();
    let scorer = scorers[(own + 3) % scorers.len()].clone();
    let tags = if points == first { vec![] } else { vec!["scorers-differ"] };
    SecondScore { at, points, scorer, tags }
}
