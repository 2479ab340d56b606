//! Settings that contradict each other, or that another setting makes idle.

use crate::finding::{Finding, Place, rule};
use crate::model::Points;
use crate::settings::{DayCount, GradeMethod, LateRule, NoticeMode, Settings, Treatment};

/// Tells every pair of settings that cannot both be meant, and every setting without effect.
pub(super) fn check(settings: &Settings, findings: &mut Vec<Finding>) {
    let place = || Place::file("settings.toml");
    for (smaller, larger) in disordered(settings) {
        let found = Finding::new(rule::SETTINGS_CONTRADICT, place());
        findings.push(found.with("smaller", smaller).with("larger", larger));
    }
    for (key, other) in idle(settings) {
        let found = Finding::new(rule::SETTINGS_IDLE, place());
        findings.push(found.with("key", key).with("other", other));
    }
}

/// Pairs of which the first may not be above the second, and is.
fn disordered(settings: &Settings) -> Vec<(&'static str, &'static str)> {
    let (statistics, collection) = (&settings.statistics, &settings.collection);
    let days = collection.from.zip(collection.to);
    let mending = &settings.rectification;
    let due = mending.due_now.zip(mending.due_periodic);
    let points = |text: &str| Points::parse(text).unwrap_or_default();
    let late = &settings.submissions;
    let capped = late.late_cap.as_deref().map(points);
    [
        (
            statistics.own_share > statistics.common_share,
            ("statistics.own_share", "statistics.common_share"),
        ),
        (
            statistics.weak_rate > statistics.widespread_rate,
            ("statistics.weak_rate", "statistics.widespread_rate"),
        ),
        (
            statistics.even_points > statistics.clear_points,
            ("statistics.even_points", "statistics.clear_points"),
        ),
        (settings.stability.low > settings.stability.high, ("stability.low", "stability.high")),
        (days.is_some_and(|(from, to)| from.is_after(to)), ("collection.from", "collection.to")),
        (
            due.is_some_and(|(now, periodic)| now.is_after(periodic)),
            ("rectification.due_now", "rectification.due_periodic"),
        ),
        (
            late.late == LateRule::Fixed
                && capped.is_some_and(|cap| points(&late.late_points) > cap),
            ("submissions.late_points", "submissions.late_cap"),
        ),
    ]
    .into_iter()
    .filter_map(|(wrong, keys)| wrong.then_some(keys))
    .collect()
}

/// Settings that say something which another one leaves without effect.
fn idle(settings: &Settings) -> Vec<(&'static str, &'static str)> {
    let (scoring, appeals, late) = (&settings.scoring, &settings.appeals, &settings.submissions);
    // Before there is a deadline, nobody has decided what being late costs.
    let costs = late.deadline.is_some()
        && Points::parse(&late.late_points).is_ok_and(|points| points > Points::ZERO);
    let special = !appeals.days_off.is_empty() || !appeals.extra_working_days.is_empty();
    let factor = scoring.not_applicable != Some(Treatment::Factor);
    let calendar = appeals.count == DayCount::Calendar && !appeals.roll;
    [
        (
            scoring.grade.method == GradeMethod::None && !scoring.grade.levels.is_empty(),
            ("scoring.grade.levels", "scoring.grade.method"),
        ),
        (
            scoring.grade.method == GradeMethod::None && settings.notice.mode == NoticeMode::Best,
            ("notice.mode", "scoring.grade.method"),
        ),
        (
            factor && scoring.not_applicable_factor.is_some(),
            ("scoring.not_applicable_factor", "scoring.not_applicable"),
        ),
        (late.late == LateRule::None && costs, ("submissions.late_points", "submissions.late")),
        (appeals.ends_on.is_some() && special, ("appeals.days_off", "appeals.ends_on")),
        (appeals.ends_on.is_none() && special && calendar, ("appeals.days_off", "appeals.count")),
    ]
    .into_iter()
    .filter_map(|(idle, keys)| idle.then_some(keys))
    .collect()
}
