//! Bonus, deductions, late papers and grade caps.

use super::board::{COUNTIES, DEPARTMENTS};
use super::cast::Cast;
use super::exact::{Exact, Hundredths, parse};
use super::random::Random;
use super::sample::{Adjustment, At, GradeCap, Sample, Tags};

/// Most bonus that counts, as the settings say.
const BONUS_CAP: Hundredths = 300;
/// Base below which no bonus counts.
const BONUS_GATE: Hundredths = 7_000;
/// Late points of the unit whose scan came two days late: 0.1 a day.
const LATE: Hundredths = 20;
/// The event that costs a unit twice.
pub const EVENT: &str = "SJ-2023-017";

/// Fills the registers.
pub fn plant(sample: &mut Sample, cast: &Cast, seed: u64) {
    let mut random = Random::new(seed, "adjustments");
    let others = &cast.others;
    let bonus: [(usize, usize, &[usize], Tags); 8] = [
        (COUNTIES, 2, &[0], vec![]),
        (DEPARTMENTS, cast.generous, &[0, 5, 1, 2, 3], vec!["bonus-above-cap"]),
        (DEPARTMENTS, others[0], &[5], vec![]),
        (DEPARTMENTS, others[3], &[1], vec![]),
        (DEPARTMENTS, others[6], &[6], vec![]),
        (DEPARTMENTS, others[10], &[4], vec![]),
        (DEPARTMENTS, cast.gated, &[3], vec!["bonus-below-gate"]),
        (DEPARTMENTS, others[13], &[7], vec![]),
    ];
    for (class, unit, items, tags) in bonus {
        for item in items {
            let item = sample.content.phrases.bonus_items[*item].clone();
            let row = adjustment(sample, (class, unit), item, tags.clone(), &mut random);
            sample.bonus.push(row);
        }
    }
    let deductions: [(usize, usize, usize, &str, Tags); 4] = [
        (COUNTIES, 3, 1, "", vec![]),
        (DEPARTMENTS, cast.twice, 2, EVENT, vec!["event-twice"]),
        (DEPARTMENTS, others[11], 4, "", vec![]),
        (DEPARTMENTS, others[14], 1, "SJ-2023-022", vec![]),
    ];
    for (class, unit, item, event, tags) in deductions {
        let item = sample.content.phrases.deduction_items[item].clone();
        let mut row = adjustment(sample, (class, unit), item, tags, &mut random);
        event.clone_into(&mut row.event);
        sample.deductions.push(row);
    }
    sample.caps.push(GradeCap {
        at: At { class: DEPARTMENTS, unit: cast.capped, indicator: 0 },
        grade: "一般",
        reason: "上一年度评估指出的问题到期没有整改，不得评为良好以上等次",
        basis: "评估通知第五条第二项（示例）",
        tags: vec!["grade-cap"],
    });
    settle(sample, cast);
}

fn adjustment(
    sample: &Sample,
    (class, unit): (usize, usize),
    item: super::content::Item,
    tags: Tags,
    random: &mut Random,
) -> Adjustment {
    let host = &sample.classes[class].units[unit].host;
    let number = random.between(1_003_000, 1_098_999);
    Adjustment {
        at: At { class, unit, indicator: 0 },
        item: item.title,
        points: parse(&item.points),
        reason: item.reason,
        event: String::new(),
        evidence: format!("https://{host}/zwgk/gzdt/content/post_{number}.html"),
        tags,
    }
}

/// Puts into every unit's adjustment what the registers make of it.
pub fn settle(sample: &mut Sample, cast: &Cast) {
    for class in [COUNTIES, DEPARTMENTS] {
        for unit in 0..sample.classes[class].units.len() {
            let of = |rows: &[Adjustment]| -> Hundredths {
                let own = rows.iter().filter(|row| (row.at.class, row.at.unit) == (class, unit));
                own.map(|row| row.points).sum()
            };
            let open = sample.classes[class].base_with(unit, 0) >= Exact::whole(BONUS_GATE);
            let bonus = if open { of(&sample.bonus).min(BONUS_CAP) } else { 0 };
            let late = if (class, unit) == (DEPARTMENTS, cast.late) { LATE } else { 0 };
            sample.classes[class].adjustments[unit] = bonus - of(&sample.deductions) - late;
        }
    }
    let of = |row: &Adjustment| (row.at.class, row.at.unit) == (DEPARTMENTS, cast.generous);
    let sum: Hundredths = sample.bonus.iter().filter(|row| of(row)).map(|row| row.points).sum();
    assert!(sum > BONUS_CAP, "a bonus above the cap");
    let gated = sample.classes[DEPARTMENTS].base_with(cast.gated, 0);
    assert!(gated < Exact::whole(BONUS_GATE), "a base below the gate");
}
