//! Ledgers that six units sent back after the first results, as they stood on 10 September 2024,
//! the day of the re-check.

use super::board::{COUNTIES, DEPARTMENTS};
use super::cast::Cast;
use super::random::Random;
use super::sample::{At, LedgerRow, Sample};
use super::texts::Filler;

/// States planted in the first ledger rows that are due now, in turn.
const STATES: [&str; 6] = ["refused", "false-link", "overdue", "done-late", "refused", "overdue"];

/// The units that sent a ledger back, as class and unit.
pub fn units(cast: &Cast) -> [(usize, usize); 6] {
    let others = &cast.others;
    [
        (COUNTIES, 0),
        (DEPARTMENTS, others[1]),
        (DEPARTMENTS, others[5]),
        (DEPARTMENTS, cast.late),
        (DEPARTMENTS, cast.capped),
        (DEPARTMENTS, cast.gated),
    ]
}

/// Fills the ledgers.
pub fn fill(sample: &mut Sample, cast: &Cast, seed: u64) {
    let mut random = Random::new(seed, "ledgers");
    for (place, (class, unit)) in units(cast).into_iter().enumerate() {
        let cells = &sample.classes[class].cells[unit];
        let losses: Vec<usize> = (0..cells.len()).filter(|at| cells[*at].loss > 0).collect();
        let mut state = Some(STATES[place]).filter(|_| place > 0);
        for (number, indicator) in losses.into_iter().enumerate() {
            let at = At { class, unit, indicator };
            // What cannot be mended stays in the ledger of the office.
            let mend = sample.cell(at).mend.clone();
            if mend == "不可补救" {
                continue;
            }
            let now = mend == "立行立改";
            let own = if now && random.chance(60) { state.take() } else { None };
            let row = row(sample, at, number + 1, now, own, &mut random);
            sample.ledgers.push(row);
        }
        assert!(state.is_none(), "every planted state has a row");
    }
}

fn row(
    sample: &mut Sample,
    at: At,
    number: usize,
    now: bool,
    state: Option<&'static str>,
    random: &mut Random,
) -> LedgerRow {
    let phrases = &sample.content.phrases;
    let unit = &sample.classes[at.class].units[at.unit];
    let filler = Filler::new(&sample.content, &sample.entry(at).columns);
    let done =
        format!("2024-08-{:02}", random.pick(&[14, 15, 16, 19, 20, 21, 22, 23, 26, 27, 28, 29]));
    let link = format!(
        "https://{}/zwgk/zgtz/content/post_{}.html",
        unit.host,
        random.between(1_100_000, 1_120_000)
    );
    let finished = now || random.chance(30);
    let mut row = LedgerRow {
        at,
        number: format!("{}-{number:02}", unit.code),
        measure: filler.fill(&phrases.ledger_measures[measure(sample, at)], random),
        due: if now { "2024-08-31".into() } else { "2025-03-31".into() },
        done: if finished { done } else { String::new() },
        link: if finished { link } else { String::new() },
        recheck: if finished { "已销号" } else { "" },
        recheck_reason: String::new(),
        owner: random.pick(&phrases.owners).clone(),
        tags: Vec::new(),
    };
    match state {
        Some("refused") => {
            row.recheck = "未通过";
            row.recheck_reason.clone_from(random.pick(&phrases.ledger_recheck_refused[..3]));
            row.tags.push("ledger-refused");
        }
        Some("false-link") => {
            row.recheck = "链接不实";
            row.recheck_reason.clone_from(&phrases.ledger_recheck_false[1]);
            row.link = format!("https://{}/", unit.host);
            row.tags.push("ledger-false-link");
        }
        Some("overdue") => {
            (row.done, row.link, row.recheck) = (String::new(), String::new(), "");
            row.tags.push("ledger-overdue");
        }
        Some(_) => {
            "2024-09-05".clone_into(&mut row.done);
            row.tags.push("ledger-done-late");
        }
        None => row.tags.extend(finished.then_some("ledger-closed")),
    }
    row
}

/// The measure that answers a cause, by its place among the phrases.
fn measure(sample: &Sample, at: At) -> usize {
    let class = &sample.classes[at.class];
    let fault = class.cells[at.unit][at.indicator].fault.unwrap();
    match class.indicators[at.indicator].faults[fault].cause.as_str() {
        "C01" | "C03" => 0,
        "C02" => 4,
        "C04" => 1,
        "C05" => 5,
        "C07" | "C18" => 8,
        "C09" | "C10" => 3,
        "C11" | "C12" => 2,
        "C13" => 7,
        "C15" => 9,
        _ => 11,
    }
}
