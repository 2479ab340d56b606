//! What units hand in: submissions, self-assessments, returned ledgers.

use super::Unread;
use super::points::{ClassView, numbers_once};
use crate::check::scores::Scores;
use crate::finding::{Finding, Place, rule};
use crate::model::{Points, Recheck, comparable};
use crate::settings::SubmissionRules;

/// Checks what the units of a class handed in. `self_places` say where each stands in the table of
/// self-assessments, or its form; empty without one.
pub(in crate::check) fn check(
    view: ClassView<'_>,
    rules: &SubmissionRules,
    scores: &Scores<'_>,
    self_places: &[Option<Place>],
    unread: Unread,
    findings: &mut Vec<Finding>,
) {
    if !view.registers.submissions.is_empty() && !unread.submissions {
        for unit in 0..view.units.len() {
            missing(view, rules, unit, findings);
        }
    }
    submissions(view, rules, findings);
    self_forms(view, scores, self_places, findings);
    ledger(view, findings);
}

/// Required pieces that a unit never handed in.
fn missing(view: ClassView<'_>, rules: &SubmissionRules, unit: usize, findings: &mut Vec<Finding>) {
    for piece in &rules.pieces {
        let own = view
            .registers
            .submissions
            .of(unit)
            .find(|row| comparable(&row.piece) == comparable(piece));
        if own.is_some_and(|row| row.first.is_some()) {
            continue;
        }
        let register = view.registers.submissions.first().map(|row| Place {
            cell: None,
            line: None,
            column: None,
            ..row.place.clone()
        });
        let place = own.map(|row| row.place.clone()).or(register).unwrap_or_default();
        let found = Finding::new(rule::SUBMISSION_MISSING, place)
            .with("unit", &view.units[unit].name)
            .with("piece", piece);
        findings.push(found);
    }
}

fn submissions(view: ClassView<'_>, rules: &SubmissionRules, findings: &mut Vec<Finding>) {
    for row in &view.registers.submissions {
        let about = |rule| {
            Finding::new(rule, row.place.clone())
                .with("unit", &view.units[row.unit].name)
                .with("piece", &row.piece)
        };
        let first = view.registers.first_handed_in(row.unit, &row.piece);
        if let Some((first, deadline)) = first.zip(rules.deadline)
            && first.is_after(deadline)
            && row.first == Some(first)
        {
            let found = about(rule::SUBMISSION_LATE)
                .with("first", first)
                .with("deadline", deadline)
                .with("days", first.days_after(deadline).max(1));
            findings.push(found);
        }
        if let Some(returned) = row.returned {
            let again = row.again.map(|again| again.to_string()).unwrap_or_default();
            let found = about(rule::SUBMISSION_RETURNED);
            findings.push(found.with("returned", returned).with("again", again));
        }
        let known = rules.pieces.iter().any(|piece| comparable(piece) == comparable(&row.piece));
        if !known && !rules.pieces.is_empty() {
            findings.push(about(rule::SUBMISSION_UNKNOWN));
        }
    }
}

/// Units without a form, and forms that claim everything.
fn self_forms(
    view: ClassView<'_>,
    scores: &Scores<'_>,
    places: &[Option<Place>],
    findings: &mut Vec<Finding>,
) {
    let forms = view.registers.self_points.iter().zip(places).enumerate();
    for (unit, (form, place)) in forms {
        // Where there is no place, what is wrong has been told.
        let Some(place) = place else { continue };
        let about = |rule| Finding::new(rule, place.clone()).with("unit", &view.units[unit].name);
        let Some(points) = form else {
            findings.push(about(rule::SELF_MISSING));
            continue;
        };
        let claims = |(at, own): (usize, &Option<Points>)| {
            // An empty cell claims nothing, unless the indicator does not apply.
            let applies = scores.cell(unit, at).points.is_some();
            own.map_or(!applies, |own| own >= view.system.indicators[at].full_marks)
        };
        if points.iter().enumerate().all(claims) {
            findings.push(about(rule::SELF_ALL_FULL));
        }
    }
}

fn ledger(view: ClassView<'_>, findings: &mut Vec<Finding>) {
    let numbers = view.registers.ledger.iter();
    numbers_once(numbers.filter_map(|row| Some((row.number.as_deref()?, &row.place))), findings);
    for row in &view.registers.ledger {
        let about = |rule| {
            let found = Finding::new(rule, row.place.clone())
                .with("number", row.number.as_deref().unwrap_or_default())
                .with("reason", row.recheck_reason.as_deref().unwrap_or_default())
                .with("link", row.link.as_deref().unwrap_or_default())
                .with("due", row.due.map(|due| due.to_string()).unwrap_or_default())
                .with("done", row.done.map(|done| done.to_string()).unwrap_or_default());
            view.about(found, row.unit, row.indicator)
        };
        match row.recheck {
            Some(Recheck::Refused) => findings.push(about(rule::LEDGER_REFUSED)),
            Some(Recheck::FalseLink) => findings.push(about(rule::LEDGER_FALSE_LINK)),
            Some(Recheck::Closed) | None => {}
        }
        if row.overdue {
            findings.push(about(rule::LEDGER_OVERDUE));
        }
    }
}
