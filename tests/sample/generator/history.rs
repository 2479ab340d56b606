//! Last year: another indicator system, other faults, a unit under its former name.

use super::board::{COUNTIES, Class, DEPARTMENTS};
use super::cast::Cast;
use super::exact::{Hundredths, parse};
use super::random::Random;
use super::sample::{At, HistoryRow, Sample};
use super::units::RENAMED;

/// What changed between the two systems of a class: five indicators.
struct Change {
    /// Keys of indicators that last year did not have.
    new: [&'static str; 2],
    /// Key and last year's full marks of the one whose full marks changed.
    other_marks: (&'static str, &'static str),
    /// Names and full marks of those that this year does not have.
    dropped: [(&'static str, &'static str); 2],
}

const CHANGES: [Change; 2] = [
    Change {
        new: ["village", "accessible"],
        other_marks: ("interp-form", "2"),
        dropped: [("年度工作要点分解落实", "1.75"), ("政府网站集约化迁移", "1")],
    },
    Change {
        new: ["qa-base", "media-record"],
        other_marks: ("interp-form", "2"),
        dropped: [("年度工作要点分解落实", "2"), ("政务微博粉丝互动", "1")],
    },
];

/// Problems that last year's table has with the same cause, besides the planted one.
const MORE_REPEATED: usize = 3;

/// How likely a loss is, in hundredths: where the unit loses this year, and where it does not.
struct Chances(usize, usize);

/// Fills last year's tables. Every unit of a class comes in list order.
pub fn fill(sample: &mut Sample, cast: &Cast, seed: u64) {
    for at in [COUNTIES, DEPARTMENTS] {
        let repeated = repeated(sample, at, seed);
        let mut random = Random::new(seed, &format!("history {}", sample.classes[at].name));
        let mut usual = Random::new(seed, &format!("last year {}", sample.classes[at].name));
        let mut rows = Vec::new();
        for unit in 0..sample.classes[at].units.len() {
            let chances = match unit {
                unit if (at, unit) == (DEPARTMENTS, cast.improved) => Chances(100, 50),
                unit if (at, unit) == (DEPARTMENTS, cast.fallen) => Chances(62, 12),
                _ if at == COUNTIES => Chances(94, 36),
                _ => Chances(usual.below(12) + 87, usual.below(12) + 22),
            };
            rows.extend(unit_rows(sample, (at, unit), &chances, &repeated, &mut random));
        }
        sample.history[at] = rows;
    }
    for (unit, tag) in [(cast.improved, "improved"), (cast.fallen, "fallen")] {
        sample.tag_unit(DEPARTMENTS, unit, tag);
    }
}

/// Cells whose loss had the same cause last year.
fn repeated(sample: &mut Sample, class: usize, seed: u64) -> Vec<At> {
    let mut random = Random::new(seed, &format!("repeated {class}"));
    let board = &sample.classes[class];
    let mut places = Vec::new();
    for unit in 0..board.units.len() {
        for (indicator, cell) in board.cells[unit].iter().enumerate() {
            let at = At { class, unit, indicator };
            let key = sample.entry(at).key.as_str();
            let known = !CHANGES[class].new.contains(&key) && key != CHANGES[class].other_marks.0;
            if cell.loss > 0 && cell.loss == cell.first_loss && !cell.locked && known {
                places.push(at);
            }
        }
    }
    random.shuffle(&mut places);
    places.truncate(if class == DEPARTMENTS { 1 + MORE_REPEATED } else { 1 });
    for at in &places {
        sample.tag(*at, "problem-repeated");
    }
    places
}

fn unit_rows(
    sample: &Sample,
    (class, unit): (usize, usize),
    chances: &Chances,
    repeated: &[At],
    random: &mut Random,
) -> Vec<HistoryRow> {
    let board: &Class = &sample.classes[class];
    let change = &CHANGES[class];
    let known = &board.units[unit];
    let name = if known.short == RENAMED.0 { RENAMED.1 } else { &known.name };
    let blank = HistoryRow {
        unit: name.into(),
        code: String::new(),
        name: String::new(),
        full: 0,
        points: None,
        cause: String::new(),
        tags: if known.short == RENAMED.0 { vec!["unit-renamed"] } else { vec![] },
    };
    let mut rows = Vec::new();
    for (indicator, known) in board.indicators.iter().enumerate() {
        let at = At { class, unit, indicator };
        let entry = sample.entry(at);
        if change.new.contains(&entry.key.as_str()) {
            continue;
        }
        let marked = entry.key == change.other_marks.0;
        let full = if marked { parse(change.other_marks.1) } else { known.full };
        let mut row = HistoryRow {
            code: known.code.clone(),
            name: entry.level3.clone(),
            full,
            ..blank.clone()
        };
        let again = repeated.contains(&at);
        if board.cells[unit][indicator].applies() {
            let fault = lost(board, at, again, chances, random);
            let loss = fault.map_or(0, |(_, loss): (usize, Hundredths)| loss.min(full));
            row.points = Some(full - loss);
            row.cause = fault.map_or_else(String::new, |(at, _)| known.faults[at].cause.clone());
        }
        row.tags.extend(again.then_some("problem-repeated"));
        row.tags.extend((marked && unit == 0).then_some("history-other-marks"));
        rows.push(row);
    }
    for (name, full) in change.dropped {
        let full = parse(full);
        let loss = if random.chance(45) { random.between(1, 2) * 25 } else { 0 };
        let tags = if unit == 0 { vec!["history-dropped"] } else { vec![] };
        let name = name.to_owned();
        rows.push(HistoryRow { name, full, points: Some(full - loss), tags, ..blank.clone() });
    }
    rows
}

/// Last year's fault and loss on an indicator: about what is lost this year, for another cause but
/// where the problem is repeated.
fn lost(
    board: &Class,
    at: At,
    again: bool,
    Chances(after_loss, after_none): &Chances,
    random: &mut Random,
) -> Option<(usize, Hundredths)> {
    let (indicator, cell) = (&board.indicators[at.indicator], &board.cells[at.unit][at.indicator]);
    let chance = if cell.loss > 0 { after_loss } else { after_none };
    let happens = random.chance(*chance);
    let mut others: Vec<usize> = (0..indicator.faults.len()).collect();
    others.retain(|fault| cell.fault != Some(*fault));
    let other = *random.pick(&others);
    let fault = if again { cell.fault? } else { other };
    let step = indicator.step.max(25) * random.between(-1, 1);
    let near = (cell.loss + step).clamp(indicator.step.max(25), indicator.full);
    let loss = if cell.loss > 0 { near } else { indicator.faults[fault].points };
    let never = board.holders_of_any(at.indicator) == 0;
    let whole = cell.loss == indicator.full;
    let loss = if whole { indicator.full } else { loss };
    (again || happens && !never).then_some((fault, loss))
}
