//! Appeals and the corrections that follow them.

use super::board::{COUNTIES, Class, DEPARTMENTS};
use super::cast::Cast;
use super::exact::Hundredths;
use super::random::Random;
use super::sample::{Appeal, At, Correction, Sample};
use super::texts::Filler;

/// An appeal before its words: who, what comes of it, when.
struct Case {
    unit: (usize, usize),
    /// Bounds of the disputed loss.
    loss: (Hundredths, Hundredths),
    decision: &'static str,
    received: &'static str,
    handed_in: &'static str,
    evidence_date: &'static str,
    decided: &'static str,
    tag: &'static str,
}

/// Every appeal but the two on one cause.
fn cases(cast: &Cast) -> [Case; 10] {
    let usual = |unit, loss, decision, tag| Case {
        unit,
        loss,
        decision,
        received: "2024-08-02",
        handed_in: "2024-08-06 15:30",
        evidence_date: "2023-11-20",
        decided: "2024-08-23",
        tag,
    };
    let department = |unit| (DEPARTMENTS, unit);
    let (some, others) = ((50, 150), &cast.others);
    [
        Case {
            received: "2024-08-01",
            handed_in: "2024-08-08 10:20",
            evidence_date: "2023-10-16",
            decided: "2024-08-21",
            ..usual(department(others[10]), some, "部分采纳", "appeal-window-close")
        },
        Case {
            received: "2024-08-01",
            handed_in: "2024-08-12 09:15",
            evidence_date: "2023-06-30",
            decided: "2024-08-14",
            ..usual(department(others[12]), some, "逾期", "appeal-late")
        },
        Case {
            handed_in: "2024-08-05 11:05",
            evidence_date: "2024-07-18",
            decided: "2024-08-16",
            ..usual(department(others[11]), some, "事后补公开", "appeal-after-cutoff")
        },
        Case {
            received: "2024年8月1日",
            handed_in: "2024-08-05 09:50",
            decided: "2024-08-13",
            ..usual(department(others[9]), some, "撤回", "appeal-withdrawn")
        },
        Case {
            handed_in: "2024-08-07 16:40",
            evidence_date: "2023-09-08",
            decided: "2024-08-26",
            ..usual(department(cast.lifted), some, "采纳", "appeal-lifts-grade")
        },
        Case {
            received: "2024-08-01",
            handed_in: "2024-08-06 10:10",
            evidence_date: "2023-12-12",
            decided: "2024-08-22",
            ..usual((COUNTIES, cast.counties[1]), (75, 200), "采纳", "appeal-county-order")
        },
        usual((COUNTIES, 0), some, "部分采纳", "appeal-county-partly"),
        Case {
            received: "2024/8/2",
            ..usual((COUNTIES, 3), some, "不采纳", "appeal-county-refused")
        },
        Case {
            handed_in: "2024-08-07 17:20",
            ..usual(department(others[13]), some, "不采纳", "appeal-refused")
        },
        Case {
            handed_in: "2024-08-08 09:35",
            evidence_date: "2023-08-25",
            decided: "2024-08-27",
            ..usual(department(others[14]), some, "部分采纳", "appeal-partly")
        },
    ]
}

/// Makes all appeals, each on a loss whose cause no other unit has on that indicator, and the two
/// on one cause.
pub fn plant(sample: &mut Sample, cast: &Cast, seed: u64) {
    let mut random = Random::new(seed, "appeals");
    same_cause(sample, cast, &mut random);
    for case in cases(cast) {
        let at = sample.lone_fault(case.unit, case.loss, None, &mut random);
        let loss = sample.cell(at).loss;
        let after = match case.decision {
            "采纳" => 0,
            // Half, on the grid of the indicator, and something must remain.
            "部分采纳" => part(loss, sample.classes[at.class].indicators[at.indicator].step),
            _ => loss,
        };
        appeal(sample, at, &case, after, &mut random);
        if after != loss {
            let reason = "按复核决定更正".to_owned();
            correct(sample, at, "复核采纳", after, (reason, case.tag), case.decided);
        }
    }
    sample.appeals.sort_by(|one, other| one.handed_in.cmp(&other.handed_in));
}

fn part(loss: Hundredths, step: Hundredths) -> Hundredths {
    (loss / 2 / step * step).max(step)
}

/// Four departments with one cause on one indicator: one appeal accepted, one refused; then all
/// four are corrected alike.
fn same_cause(sample: &mut Sample, cast: &Cast, random: &mut Random) {
    let (indicator, fault) = shared_fault(sample, cast);
    let holders = sample.classes[DEPARTMENTS].holders(indicator, fault);
    let at = |unit: usize| At { class: DEPARTMENTS, unit, indicator };
    let usual = |unit, decision, handed_in, tag| Case {
        unit: (DEPARTMENTS, unit),
        loss: (0, 0),
        decision,
        received: "2024-08-01",
        handed_in,
        evidence_date: "2023-12-05",
        decided: "2024-08-20",
        tag,
    };
    let accepted = usual(holders[0], "采纳", "2024-08-05 14:50", "appeal-same-cause-accepted");
    let refused = usual(holders[1], "不采纳", "2024-08-06 09:25", "appeal-same-cause-refused");
    sample.reserve(at(holders[0]));
    appeal(sample, at(holders[0]), &accepted, 0, random);
    let loss = sample.cell(at(holders[1])).loss;
    appeal(sample, at(holders[1]), &refused, loss, random);
    let reason = ("按复核决定更正".to_owned(), accepted.tag);
    correct(sample, at(holders[0]), "复核采纳", 0, reason, accepted.decided);
    for unit in &holders[1..] {
        let reason = "与已采纳的复核申请同一指标、同一原因，按“一改俱改”一并更正".to_owned();
        correct(sample, at(*unit), "同类更正", 0, (reason, accepted.tag), "2024-08-28");
        sample.tag(at(*unit), "same-cause-corrected");
    }
}

/// A fault that exactly four departments have, none of them with a part that needs its total.
fn shared_fault(sample: &Sample, cast: &Cast) -> (usize, usize) {
    let class: &Class = &sample.classes[DEPARTMENTS];
    let parts = [cast.gated, cast.lifted, cast.formless, cast.immodest];
    for (indicator, known) in class.indicators.iter().enumerate() {
        for (fault, fault_known) in known.faults.iter().enumerate() {
            let holders = class.holders(indicator, fault);
            let apt = ["C01", "C02", "C04"].contains(&fault_known.cause.as_str());
            let free = holders.iter().all(|unit| !parts.contains(unit));
            if holders.len() == 4 && apt && free && (25..=75).contains(&fault_known.points) {
                return (indicator, fault);
            }
        }
    }
    panic!("no fault that four departments have")
}

/// Changes the final loss of a cell by a correction.
pub fn correct(
    sample: &mut Sample,
    at: At,
    kind: &'static str,
    loss: Hundredths,
    (reason, appeal): (String, &'static str),
    date: &str,
) {
    sample.reserve(at);
    let full = sample.full(at);
    let cell = sample.cell(at);
    let before = full - cell.loss;
    cell.loss = loss;
    let tags = if appeal.is_empty() { vec![] } else { vec![appeal] };
    let after = full - loss;
    let date = date.to_owned();
    sample.corrections.push(Correction { at, kind, before, after, reason, appeal, date, tags });
}

/// Words by cause: positions of the reason, of the evidence, and of the partial decision.
fn words(cause: &str) -> (usize, usize, usize) {
    match cause {
        "C01" => (0, 0, 0),
        "C02" => (5, 1, 2),
        "C04" => (11, 6, 3),
        "C08" => (4, 3, 1),
        "C11" | "C12" => (3, 10, 1),
        "C13" => (10, 1, 1),
        "C15" => (6, 9, 1),
        "C16" | "C17" => (8, 7, 1),
        _ => (9, 0, 1),
    }
}

fn appeal(sample: &mut Sample, at: At, case: &Case, after_loss: Hundredths, random: &mut Random) {
    let full = sample.full(at);
    let (first, fault) = (sample.cell(at).first_loss, sample.cell(at).fault.unwrap());
    let indicator = &sample.classes[at.class].indicators[at.indicator];
    let (reason, evidence, partly) = words(&indicator.faults[fault].cause);
    let phrases = &sample.content.phrases;
    let decision = match case.decision {
        "采纳" => &phrases.decision_accepted[1],
        "部分采纳" => &phrases.decision_partly[partly],
        "不采纳" => &phrases.decision_refused[usize::from(reason != 0)],
        "逾期" => &phrases.decision_late[1],
        "撤回" => &phrases.decision_withdrawn[3],
        _ => &phrases.decision_after_cutoff[1],
    };
    let pattern = if case.decision == "事后补公开" {
        "有关内容已于2024年7月18日在“{column}”补充公开，问题已经解决，申请恢复该项分值"
    } else {
        &phrases.appeal_reasons[reason]
    };
    let filler = Filler::new(&sample.content, &sample.entry(at).columns);
    let row = Appeal {
        at,
        received: case.received.into(),
        handed_in: case.handed_in.into(),
        before: full - first,
        claimed: full,
        after: full - after_loss,
        reason: filler.fill(pattern, random),
        evidence: phrases.appeal_evidence[evidence].clone(),
        evidence_date: case.evidence_date.into(),
        decision: case.decision,
        decision_reason: decision.clone(),
        reviewer: random.pick(&phrases.reviewers).clone(),
        decided: case.decided.into(),
        tags: vec![case.tag],
    };
    sample.appeals.push(row);
}
