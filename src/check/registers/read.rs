//! Registers become rows with names resolved.

use super::rows::Rows;
use super::types::{
    Appeal, Bonus, Cap, Cause, ClassRegisters, Correction, Deduction, LedgerRow, SecondScore,
    Submission, Veto,
};
use super::window;
use crate::check::GradeCut;
use crate::check::units::Known;
use crate::finding::{Finding, rule};
use crate::load::{RawTable, split_aliases};
use crate::model::{Recheck, comparable};
use crate::settings::{Settings, Stage};

/// The registers of all classes, being filled.
pub(super) type All = [ClassRegisters];

pub(super) fn corrections(rows: &Rows<'_>, all: &mut All, findings: &mut Vec<Finding>) {
    for line in rows.lines() {
        let pair = rows.pair(line, findings);
        let kind = rows.needed_text(line, "kind", findings);
        let kind = kind.and_then(|_| rows.choice(line, "kind", findings));
        let before = rows.needed_points(line, "before", false, findings);
        let after = rows.needed_points(line, "after", false, findings);
        let date = rows.moment(line, "date", findings);
        let (Some((Known { class, unit }, indicator)), Some(kind), Some(before), Some(after)) =
            (pair, kind, before, after)
        else {
            continue;
        };
        all[class].corrections.push(Correction {
            unit,
            indicator,
            kind,
            before,
            after,
            reason: rows.text(line, "reason"),
            appeal: rows.text(line, "appeal"),
            date,
            place: rows.table.place_by_role(line, "after"),
        });
    }
}

pub(super) fn appeals(
    rows: &Rows<'_>,
    settings: &Settings,
    all: &mut All,
    findings: &mut Vec<Finding>,
) {
    for line in rows.lines() {
        let number = rows.needed_text(line, "number", findings);
        let pair = rows.pair(line, findings);
        let received = rows.moment(line, "received", findings);
        let handed_in = rows.moment(line, "handed_in", findings);
        let decision = rows.choice(line, "decision", findings);
        let place = rows.table.place_by_role(line, "decision");
        if decision.is_none()
            && rows.text(line, "decision").is_none()
            && settings.assessment.stage >= Stage::Reviewed
        {
            let found = Finding::new(rule::APPEAL_UNDECIDED, place.clone());
            findings.push(found.with("number", number.as_deref().unwrap_or_default()));
        }
        let points = |role, findings: &mut Vec<Finding>| rows.points(line, role, findings);
        let (before, claimed) = (points("before", findings), points("claimed", findings));
        let after = points("after", findings);
        let evidence_date = rows.moment(line, "evidence_date", findings);
        rows.moment(line, "decided", findings);
        let (Some(number), Some((Known { class, unit }, indicator))) = (number, pair) else {
            continue;
        };
        let first_day = settings.appeals.count_first_day;
        all[class].appeals.push(Appeal {
            number,
            unit,
            indicator,
            received,
            handed_in,
            window_end: window::end(&settings.appeals, received, first_day),
            before,
            claimed,
            reason: rows.text(line, "reason"),
            evidence: rows.text(line, "evidence"),
            evidence_date,
            decision,
            decision_reason: rows.text(line, "decision_reason"),
            reviewer: rows.text(line, "reviewer"),
            after,
            place,
        });
    }
}

pub(super) fn bonus(rows: &Rows<'_>, all: &mut All, findings: &mut Vec<Finding>) {
    for line in rows.lines() {
        let known = rows.unit(line, findings);
        let item = rows.needed_text(line, "item", findings);
        let points = rows.needed_points(line, "points", true, findings);
        let (Some(Known { class, unit }), Some(item), Some(points)) = (known, item, points) else {
            continue;
        };
        let reason = rows.text(line, "reason");
        let place = rows.table.place_by_role(line, "points");
        all[class].bonus.push(Bonus { unit, item, points, reason, place });
    }
}

pub(super) fn deductions(rows: &Rows<'_>, all: &mut All, findings: &mut Vec<Finding>) {
    for line in rows.lines() {
        let known = rows.unit(line, findings);
        let item = rows.needed_text(line, "item", findings);
        let points = rows.needed_points(line, "points", true, findings);
        let (Some(Known { class, unit }), Some(item), Some(points)) = (known, item, points) else {
            continue;
        };
        all[class].deductions.push(Deduction {
            unit,
            item,
            points,
            reason: rows.text(line, "reason"),
            event: rows.text(line, "event"),
            place: rows.table.place_by_role(line, "points"),
        });
    }
}

pub(super) fn submissions(rows: &Rows<'_>, all: &mut All, findings: &mut Vec<Finding>) {
    for line in rows.lines() {
        let known = rows.unit(line, findings);
        let piece = rows.needed_text(line, "piece", findings);
        let first = rows.moment(line, "first", findings);
        let returned = rows.moment(line, "returned", findings);
        let again = rows.moment(line, "again", findings);
        let (Some(Known { class, unit }), Some(piece)) = (known, piece) else {
            continue;
        };
        // A piece whose day cannot be read was handed in.
        if first.is_none() && rows.text(line, "first").is_some() {
            continue;
        }
        let place = rows.table.place_by_role(line, "first");
        let row = Submission { unit, piece, first, returned, again, place };
        all[class].submissions.push(row);
    }
}

pub(super) fn vetoes(rows: &Rows<'_>, all: &mut All, findings: &mut Vec<Finding>) {
    for line in rows.lines() {
        let known = rows.unit(line, findings);
        let reason = rows.needed_text(line, "reason", findings);
        rows.moment(line, "date", findings);
        let (Some(Known { class, unit }), Some(reason)) = (known, reason) else {
            continue;
        };
        let place = rows.place(line);
        let basis = rows.text(line, "basis");
        all[class].vetoes.push(Veto { unit, reason, basis, place });
    }
}

pub(super) fn caps(rows: &Rows<'_>, cuts: &[GradeCut], all: &mut All, findings: &mut Vec<Finding>) {
    for line in rows.lines() {
        let known = rows.unit(line, findings);
        let name = rows.needed_text(line, "grade", findings);
        let reason = rows.needed_text(line, "reason", findings);
        let grade = name.as_ref().and_then(|name| cuts.iter().position(|cut| &cut.name == name));
        if let (Some(name), None) = (&name, grade) {
            let names: Vec<&str> = cuts.iter().map(|cut| cut.name.as_str()).collect();
            let found = Finding::new(rule::CELL_CHOICE, rows.table.place_by_role(line, "grade"))
                .with("value", name)
                .with("head", rows.table.head_of("grade").unwrap_or_default())
                .with("choices", names.join(" / "));
            findings.push(found);
        }
        let (Some(Known { class, unit }), Some(grade), Some(reason)) = (known, grade, reason)
        else {
            continue;
        };
        let place = rows.table.place_by_role(line, "grade");
        all[class].caps.push(Cap { unit, grade, reason, place });
    }
}

pub(super) fn second_scores(rows: &Rows<'_>, all: &mut All, findings: &mut Vec<Finding>) {
    for line in rows.lines() {
        let pair = rows.pair(line, findings);
        let Some((Known { class, unit }, indicator)) = pair else {
            rows.needed_points(line, "points", false, findings);
            continue;
        };
        let limits = rows.limits(class, indicator);
        let Some(points) = rows.points_within(line, "points", limits, findings) else {
            continue;
        };
        let place = rows.table.place_by_role(line, "points");
        all[class].second_scores.push(SecondScore { unit, indicator, points, place });
    }
}

pub(super) fn ledgers(
    rows: &Rows<'_>,
    settings: &Settings,
    all: &mut All,
    findings: &mut Vec<Finding>,
) {
    let today = settings.rectification.checked_on;
    for line in rows.lines() {
        let pair = rows.pair(line, findings);
        let problem = rows.needed_text(line, "problem", findings);
        let due = rows.moment(line, "due", findings);
        let done = rows.moment(line, "done", findings);
        let recheck = rows.choice(line, "recheck", findings);
        let (Some((Known { class, unit }, indicator)), Some(problem)) = (pair, problem) else {
            continue;
        };
        // A day that cannot be read has been told, and does not make the row overdue; nor is it
        // known of a row that the re-check closed when it was done.
        let open = rows.text(line, "done").is_none() && recheck != Some(Recheck::Closed);
        let overdue =
            due.zip(done.or(today.filter(|_| open))).is_some_and(|(due, done)| done.is_after(due));
        all[class].ledger.push(LedgerRow {
            number: rows.text(line, "number"),
            unit,
            indicator,
            problem,
            measure: rows.text(line, "measure"),
            owner: rows.text(line, "owner"),
            due,
            done,
            link: rows.text(line, "link"),
            recheck,
            recheck_reason: rows.text(line, "recheck_reason"),
            overdue,
            place: rows.table.place_by_role(line, "problem"),
        });
    }
}

/// The catalogue of causes; a code twice is a finding.
pub(in crate::check) fn causes(table: &RawTable, findings: &mut Vec<Finding>) -> Vec<Cause> {
    let mut causes: Vec<Cause> = Vec::new();
    for line in 0..table.len() {
        let (Some(code), Some(name)) = (table.value(line, "code"), table.value(line, "name"))
        else {
            let role = if table.value(line, "code").is_none() { "code" } else { "name" };
            let found = Finding::new(rule::CELL_MISSING, table.place_by_role(line, role));
            findings.push(found.with("head", table.head_of(role).unwrap_or(role)));
            continue;
        };
        if causes.iter().any(|cause| comparable(&cause.code) == comparable(code)) {
            let place = table.place_by_role(line, "code");
            findings.push(Finding::new(rule::CAUSE_TWICE, place).with("code", code));
            continue;
        }
        let keywords = split_aliases(table.value(line, "keywords").unwrap_or(""));
        causes.push(Cause {
            code: code.to_owned(),
            name: name.to_owned(),
            keywords: keywords.map(str::to_owned).collect(),
            action: table.value(line, "action").map(super::actions::one_line),
        });
    }
    causes
}
