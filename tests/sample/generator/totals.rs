//! Exact totals that plants need: just under a cut, level with another, over a cut by an appeal.

use super::applies::ROUNDED_UP;
use super::board::{COUNTIES, DEPARTMENTS};
use super::cast::Cast;
use super::exact::{Exact, Hundredths};
use super::sample::{At, Sample};
use super::steer::{approach, steer};

/// The cut between 一般 and 良好.
pub const GOOD: Hundredths = 7_500;
/// The cut between 良好 and 优秀.
pub const EXCELLENT: Hundredths = 8_500;
/// Seats of the best grade among 37 departments: a fifth, rounded down.
pub const SEATS: usize = 7;

/// Steers the units of the plants.
pub fn plant(sample: &mut Sample, cast: &Cast) {
    let good = Exact::whole(GOOD);
    let lifted = |total: Exact| total >= good && total <= Exact::whole(GOOD + 30);
    steer_one(sample, DEPARTMENTS, cast.lifted, "appeal-lifts-grade", lifted);

    let unit = sample.classes[DEPARTMENTS].unit(ROUNDED_UP);
    let just_under = |total: Exact| total < good && total.rounded() == GOOD;
    steer_one(sample, DEPARTMENTS, unit, "cut-reached-by-rounding", just_under);

    let level = sample.classes[DEPARTMENTS].published()[cast.tied[0]];
    let same = move |total: Exact| total.rounded() == level;
    sample.tag_unit(DEPARTMENTS, cast.tied[0], "tie-in-rank");
    steer_one(sample, DEPARTMENTS, cast.tied[1], "tie-in-rank", same);

    quota_tie(sample);
    untie(sample);
    counties(sample, cast);
}

fn steer_one(
    sample: &mut Sample,
    class: usize,
    unit: usize,
    tag: &'static str,
    wanted: impl Fn(Exact) -> bool,
) {
    let done =
        steer(&mut sample.classes[class], &sample.content.indicators.indicators, unit, wanted);
    assert!(done, "no change of {} makes {tag}", sample.classes[class].units[unit].short);
    sample.tag_unit(class, unit, tag);
}

/// The eighth department gets the total of the seventh.
fn quota_tie(sample: &mut Sample) {
    let class = &sample.classes[DEPARTMENTS];
    let ranking = class.ranking();
    let (last_inside, first_outside) = (ranking[SEATS - 1], ranking[SEATS]);
    let level = class.published()[last_inside];
    sample.tag_unit(DEPARTMENTS, last_inside, "quota-tie");
    let same = move |total: Exact| total.rounded() == level;
    steer_one(sample, DEPARTMENTS, first_outside, "quota-tie", same);
}

/// Departments that share a total by chance are moved apart a little; planted ties stay.
fn untie(sample: &mut Sample) {
    for unit in 0..sample.classes[DEPARTMENTS].units.len() {
        let class = &sample.classes[DEPARTMENTS];
        let mut others = class.published();
        let own = others.remove(unit);
        let planted = sample.unit_tags.iter().any(|(at, tag)| {
            (at.class, at.unit) == (DEPARTMENTS, unit) && ["quota-tie", "tie-in-rank"].contains(tag)
        });
        if planted || !others.contains(&own) {
            continue;
        }
        let apart = move |total: Exact| {
            let total = total.rounded();
            !others.contains(&total) && (total - own).abs() <= 40
        };
        steer_one(sample, DEPARTMENTS, unit, "moved-apart", apart);
    }
}

/// On first points one county is ahead of another, on final points behind it.
fn counties(sample: &mut Sample, cast: &Cast) {
    let [behind, ahead] = cast.counties;
    let class = &sample.classes[COUNTIES];
    let other = class.total(behind);
    let appeal = sample.appeals.iter().find(|row| row.tags.contains(&"appeal-county-order"));
    let At { indicator, .. } = appeal.unwrap().at;
    let cell = &class.cells[ahead][indicator];
    let gained = cell.first_loss - cell.loss;
    approach(&mut sample.classes[COUNTIES], &sample.content.indicators.indicators, ahead, other);
    let between = move |total: Exact| total > other && total.plus(-gained) < other;
    steer_one(sample, COUNTIES, ahead, "county-order", between);
    sample.tag_unit(COUNTIES, behind, "county-order");
}
