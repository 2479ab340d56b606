//! What the units gave themselves: mostly what they got, and a little more.

use super::board::{COUNTIES, Class, DEPARTMENTS};
use super::cast::Cast;
use super::exact::text;
use super::random::Random;
use super::sample::Sample;

/// What a cell says where the indicator does not apply.
pub const NOT_APPLICABLE: &str = "不适用";

/// Fills the forms.
pub fn fill(sample: &mut Sample, cast: &Cast, seed: u64) {
    for at in [COUNTIES, DEPARTMENTS] {
        let class = &sample.classes[at];
        let mut random = Random::new(seed, &format!("self-assessment {}", class.name));
        let rows = (0..class.units.len()).map(|unit| {
            let optimism = usize::try_from(random.between(45, 90)).unwrap();
            let of = |part: usize| (at, unit) == (DEPARTMENTS, part);
            (0..class.indicators.len())
                .map(|indicator| match () {
                    () if of(cast.formless) => None,
                    () if of(cast.immodest) => Some(text(class.indicators[indicator].full)),
                    () => Some(own(class, (unit, indicator), optimism, &mut random)),
                })
                .collect()
        });
        sample.selves[at] = rows.collect();
    }
    sample.tag_unit(DEPARTMENTS, cast.formless, "self-missing");
    sample.tag_unit(DEPARTMENTS, cast.immodest, "self-all-full");
}

fn own(class: &Class, (unit, at): (usize, usize), optimism: usize, random: &mut Random) -> String {
    let (indicator, cell) = (&class.indicators[at], &class.cells[unit][at]);
    if !cell.applies() {
        let claims = random.chance(8);
        return if claims { text(indicator.full) } else { NOT_APPLICABLE.into() };
    }
    // Steps below a quarter point are for the assessors; a form has quarters.
    let step = indicator.step.max(25);
    let loss = if random.chance(optimism) {
        let quarters = random.between(0, 2);
        cell.loss * quarters / 4 / step * step
    } else if cell.loss == 0 && random.chance(12) {
        step.min(indicator.full)
    } else {
        cell.loss
    };
    text(indicator.full - loss)
}
