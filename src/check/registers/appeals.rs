//! Appeals against their window, their evidence, their corrections, and each other.

use std::collections::BTreeMap;

use super::points::{ClassView, numbers_once, spoken};
use super::types::{Appeal, Correction};
use super::{Unread, window};
use crate::check::scores::{Scores, Text};
use crate::finding::{Finding, Rule, rule};
use crate::model::{CorrectionKind, Decision};
use crate::settings::AppealWindow;

/// Checks the appeals of a class.
pub(in crate::check) fn check(
    view: ClassView<'_>,
    window: &AppealWindow,
    scores: &Scores<'_>,
    unread: Unread,
    findings: &mut Vec<Finding>,
) {
    let numbers = view.registers.appeals.iter().map(|row| (row.number.as_str(), &row.place));
    numbers_once(numbers, findings);
    for appeal in &view.registers.appeals {
        in_time(view, window, appeal, findings);
        evidence(view, window, appeal, findings);
        lowers(view, window, appeal, findings);
        reviewer(view, scores, appeal, findings);
    }
    if unread.corrections || unread.appeals {
        return;
    }
    for appeal in &view.registers.appeals {
        corrected(view, appeal, findings);
    }
    for correction in &view.registers.corrections {
        follows(view, correction, findings);
    }
    same_cause(view, scores, findings);
}

fn report(view: ClassView<'_>, rule: Rule, appeal: &Appeal) -> Finding {
    let found = Finding::new(rule, appeal.place.clone()).with("number", &appeal.number);
    view.about(found, appeal.unit, appeal.indicator)
}

/// Lateness by the set way of counting, and by the other one.
fn in_time(
    view: ClassView<'_>,
    settings: &AppealWindow,
    appeal: &Appeal,
    findings: &mut Vec<Finding>,
) {
    let late = appeal.late();
    let about = |rule| {
        report(view, rule, appeal)
            .with("handed_in", text_of(appeal.handed_in))
            .with("end", text_of(appeal.window_end))
            .with("late", if late { "yes" } else { "no" })
    };
    let decided_late = appeal.decision == Some(Decision::Late);
    let unmoved = matches!(appeal.decision, None | Some(Decision::Withdrawn));
    if !unmoved && decided_late != late {
        findings.push(about(rule::APPEAL_WINDOW));
    }
    let other = window::end(settings, appeal.received, !settings.count_first_day);
    let late_otherwise =
        appeal.handed_in.zip(other).is_some_and(|(handed_in, end)| handed_in.is_after(end));
    if settings.ends_on.is_none() && late_otherwise != late {
        findings.push(about(rule::APPEAL_WINDOW_CLOSE).with("other_end", text_of(other)));
    }
}

fn text_of(moment: Option<crate::model::Moment>) -> String {
    moment.map_or_else(String::new, |moment| moment.to_string())
}

fn evidence(
    view: ClassView<'_>,
    settings: &AppealWindow,
    appeal: &Appeal,
    findings: &mut Vec<Finding>,
) {
    let Some((made, cutoff)) = appeal.evidence_date.zip(settings.evidence_cutoff) else {
        return;
    };
    if made.is_after(cutoff) && appeal.decision.is_some_and(Decision::grants) {
        let found = report(view, rule::APPEAL_EVIDENCE_LATE, appeal);
        findings.push(found.with("made", made).with("cutoff", cutoff));
    }
}

/// Points are not lowered, unless the settings allow it.
fn lowers(
    view: ClassView<'_>,
    settings: &AppealWindow,
    appeal: &Appeal,
    findings: &mut Vec<Finding>,
) {
    if let Some((before, after)) = appeal.before.zip(appeal.after)
        && after < before
        && !settings.may_lower
    {
        let found = report(view, rule::APPEAL_LOWERS, appeal);
        findings.push(found.with("before", before).with("after", after));
    }
}

/// A decision that grants points has its correction, and only such a one has.
fn corrected(view: ClassView<'_>, appeal: &Appeal, findings: &mut Vec<Finding>) {
    let Some(decision) = appeal.decision else {
        return;
    };
    let own =
        |row: &&Correction| row.indicator == appeal.indicator && row.kind == CorrectionKind::Appeal;
    let row = view.registers.corrections.of(appeal.unit).find(own);
    let moved = appeal.before.zip(appeal.after).is_some_and(|(before, after)| before != after);
    let fits = match row {
        Some(row) => decision.grants() && appeal.after.is_none_or(|after| after == row.after),
        None => !(decision.grants() && moved),
    };
    if !fits {
        let found = report(view, rule::APPEAL_CORRECTION, appeal)
            .with("after", appeal.after.map(|after| after.to_string()).unwrap_or_default())
            .with("corrected", row.map(|row| row.after.to_string()).unwrap_or_default())
            .with("other", row.map(|row| spoken(&row.place)).unwrap_or_default());
        findings.push(found);
    }
}

fn reviewer(
    view: ClassView<'_>,
    scores: &Scores<'_>,
    appeal: &Appeal,
    findings: &mut Vec<Finding>,
) {
    let first = scores.text_of(appeal.unit, appeal.indicator, Text::Scorer);
    if first.is_some() && first == appeal.reviewer.as_deref() {
        let found = report(view, rule::APPEAL_REVIEWER, appeal);
        findings.push(found.with("name", first.unwrap_or_default()));
    }
}

/// A correction after an appeal names an appeal that there is.
fn follows(view: ClassView<'_>, correction: &Correction, findings: &mut Vec<Finding>) {
    if correction.kind != CorrectionKind::Appeal {
        return;
    }
    let appeals = &view.registers.appeals;
    let known = appeals.of(correction.unit).any(|appeal| {
        let named = correction.appeal.as_ref().is_none_or(|number| *number == appeal.number);
        named && appeal.indicator == correction.indicator
    });
    if !known {
        let found = Finding::new(rule::APPEAL_UNKNOWN, correction.place.clone())
            .with("number", correction.appeal.as_deref().unwrap_or_default());
        findings.push(view.about(found, correction.unit, correction.indicator));
    }
}

/// Equal treatment: appeals on one cause are decided alike, and after an accepted one every unit
/// with the same indicator and cause is corrected too (一改俱改).
fn same_cause(view: ClassView<'_>, scores: &Scores<'_>, findings: &mut Vec<Finding>) {
    let mut groups: BTreeMap<(usize, &str), Vec<&Appeal>> = BTreeMap::new();
    for appeal in &view.registers.appeals {
        if let Some(cause) = scores.text_of(appeal.unit, appeal.indicator, Text::Cause) {
            groups.entry((appeal.indicator, cause)).or_default().push(appeal);
        }
    }
    for ((indicator, cause), appeals) in groups {
        let Some(granted) =
            appeals.iter().find(|appeal| appeal.decision.is_some_and(Decision::grants))
        else {
            continue;
        };
        for other in appeals.iter().filter(|a| a.decision == Some(Decision::Refused)) {
            let found = report(view, rule::APPEALS_DECIDED_APART, other)
                .with("cause", cause)
                .with("granted", &granted.number)
                .with("other", spoken(&granted.place));
            findings.push(found);
        }
        let is_open = |unit: &usize| {
            let cell = scores.cell(*unit, indicator);
            let corrected = view.registers.corrections.of(*unit);
            let corrected = corrected.filter(|row| row.indicator == indicator);
            // What was decided on a unit's own appeal is told where it stands.
            let decided = appeals.iter().any(|appeal| {
                let moves = |d: Decision| d.grants() || d == Decision::Refused;
                appeal.unit == *unit && appeal.decision.is_some_and(moves)
            });
            let loses =
                cell.points.is_some_and(|p| p < view.system.indicators[indicator].full_marks);
            let open = corrected.count() == 0 && !decided;
            open && loses && scores.text(cell, Text::Cause) == Some(cause)
        };
        let open: Vec<usize> = (0..view.units.len()).filter(is_open).collect();
        if let Some(first) = open.first() {
            let names: Vec<&str> =
                open.iter().map(|unit| view.units[*unit].short.as_str()).collect();
            let found = report(view, rule::SAME_CAUSE_OPEN, granted)
                .with("cause", cause)
                .with("units", names.join(" / "))
                .with("other", spoken(&scores.place(*first, indicator, "points")));
            findings.push(found);
        }
    }
}
