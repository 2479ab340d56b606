//! Rules on settings that one value alone cannot break.

use std::collections::BTreeSet;

use super::checked::GradeCut;
use crate::finding::{Finding, Place, Rule, rule};
use crate::model::{Points, comparable, parse_time};
use crate::settings::{
    GradeMethod, Kind, LateRule, Recipient, Scope, Settings, Stage, Treatment, is_assessment_id,
    is_folder_name,
};

/// Bounds that a heat map of at most five shades has, and one more.
const MOST_SHADES: usize = 5;

/// Checks the settings against each other; gives the grade cuts, best first.
pub(super) fn check(settings: &Settings, findings: &mut Vec<Finding>) -> Vec<GradeCut> {
    pieces(settings, findings);
    made(settings, findings);
    let mut report = |rule: Rule, key: &str, value: &str| {
        let found = Finding::new(rule, Place::file("settings.toml"));
        findings.push(found.with("key", key).with("value", value));
    };
    let id = &settings.assessment.id;
    if !is_assessment_id(id) {
        report(rule::SETTINGS_FORM, "assessment.id", id);
    }
    let assessment = &settings.assessment;
    let approved = assessment.approved_on.is_some() && assessment.approved_by.is_some();
    if assessment.stage >= Stage::Approved && !approved {
        report(rule::SETTINGS_APPROVAL, "assessment.approved_on", "");
    }
    let mut codes = BTreeSet::new();
    for class in &settings.classes {
        if !is_folder_name(&class.code) {
            report(rule::SETTINGS_FORM, "classes.code", &class.code);
        }
        // A unit list may say either, so neither may mean two classes.
        let own = BTreeSet::from([&class.code, &class.name]);
        for name in own {
            if !codes.insert(name) {
                report(rule::CLASS_DUPLICATE, "classes", name);
            }
        }
    }
    if settings.classes.is_empty() {
        report(rule::SETTINGS_KEY_MISSING, "classes", "");
    }
    let bands: Vec<_> = settings.statistics.bands.iter().map(|band| Points::parse(band)).collect();
    let rising = bands.windows(2).all(|pair| matches!(pair, [Ok(one), Ok(next)] if one < next));
    if bands.iter().any(Result::is_err) || !rising {
        report(rule::BANDS_ORDER, "statistics.bands", &settings.statistics.bands.join(", "));
    }
    let shades = &settings.statistics.shades;
    let rising = shades.windows(2).all(|pair| pair[0] < pair[1]);
    let inside = shades.iter().all(|shade| (1..100).contains(shade));
    if !rising || !inside || shades.is_empty() || shades.len() >= MOST_SHADES {
        report(rule::BANDS_ORDER, "statistics.shades", &format!("{shades:?}"));
    }
    registers(settings, &mut report);
    let factor = settings.scoring.not_applicable == Some(Treatment::Factor);
    let declared = settings.scoring.not_applicable_factor.as_deref();
    if (factor || declared.is_some()) && declared.and_then(crate::model::parse_fraction).is_none() {
        let value = declared.unwrap_or_default();
        report(rule::SETTINGS_FORM, "scoring.not_applicable_factor", value);
    }
    cuts(settings, &mut report)
}

/// Kinds that runs are told to make, and that are signed: not those that `forms` makes. Kinds that
/// are sent to somebody: none that must not circulate to him.
fn made(settings: &Settings, findings: &mut Vec<Finding>) {
    let runs = |kind: Kind| !matches!(kind.scope(), Scope::Forms);
    let mut check = |key: &str, kinds: &[Kind], fits: &dyn Fn(Kind) -> bool| {
        let choices = Kind::ALL.into_iter().filter(|kind| fits(*kind)).map(Kind::name);
        let choices = choices.collect::<Vec<_>>().join("、");
        for kind in kinds.iter().filter(|kind| !fits(**kind)) {
            let found = Finding::new(rule::SETTINGS_CHOICE, Place::file("settings.toml"))
                .with("key", key)
                .with("value", kind.name())
                .with("choices", &choices);
            findings.push(found);
        }
    };
    check("papers.make", &settings.papers.make, &runs);
    check("review.papers", &settings.review.papers, &runs);
    for recipient in Recipient::ALL {
        let key = format!("release.{}", recipient.name());
        check(&key, settings.release.of(recipient), &|kind| recipient.may_have(kind));
    }
}

/// Settings of registers, rounds and totals: decimals as text, shares that add up.
fn registers(settings: &Settings, report: &mut impl FnMut(Rule, &str, &str)) {
    let mut decimal = |key: &str, text: Option<&String>| {
        if let Some(text) = text
            && Points::parse(text).ok().is_none_or(|points| points < Points::ZERO)
        {
            report(rule::SETTINGS_DECIMAL, key, text);
        }
    };
    decimal("submissions.late_points", Some(&settings.submissions.late_points));
    decimal("submissions.late_cap", settings.submissions.late_cap.as_ref());
    decimal("scoring.veto.score", settings.scoring.veto.score.as_ref());
    for class in &settings.classes {
        decimal("classes.bonus_cap", class.bonus_cap.as_ref());
        decimal("classes.bonus_gate", class.bonus_gate.as_ref());
        decimal("classes.marks_total", class.marks_total.as_ref());
    }
    if parse_time(&settings.appeals.closing).is_none() {
        report(rule::SETTINGS_FORM, "appeals.closing", &settings.appeals.closing);
    }
    let late = settings.submissions.late != LateRule::None;
    if late && settings.submissions.deadline.is_none() {
        report(rule::SETTINGS_KEY_MISSING, "submissions.deadline", "");
    }
    if late && settings.submissions.pieces.is_empty() {
        report(rule::SETTINGS_KEY_MISSING, "submissions.pieces", "");
    }
    for class in &settings.classes {
        let rounds = class.rounds.as_deref().unwrap_or_default();
        if rounds.is_empty() == class.scores.is_none() {
            report(rule::ROUNDS_OR_SCORES, "classes.scores", &class.code);
        }
        let shares = rounds.iter().map(|round| Points::parse(&round.share).unwrap_or_default());
        let sum: i64 = shares.map(Points::scaled).sum();
        if !rounds.is_empty() && sum != Points::SCALE {
            let written: Vec<&str> = rounds.iter().map(|round| round.share.as_str()).collect();
            report(rule::ROUNDS_SHARES, "classes.rounds", &written.join(" + "));
        }
    }
}

/// How pieces are recognised: each is required, said once, and has a word.
fn pieces(settings: &Settings, findings: &mut Vec<Finding>) {
    let required = &settings.submissions.pieces;
    let known = |piece: &str| required.iter().any(|own| comparable(own) == comparable(piece));
    let rules = settings.materials.pieces.as_deref().unwrap_or_default();
    for (at, own) in rules.iter().enumerate() {
        let key = |name: &str| format!("materials.pieces[{}].{name}", at + 1);
        let mut report = |rule, name, value: &str| {
            let found = Finding::new(rule, Place::file("settings.toml"));
            let found = found.with("choices", required.join("、"));
            findings.push(found.with("key", key(name)).with("value", value));
        };
        let twice =
            rules[..at].iter().any(|other| comparable(&other.piece) == comparable(&own.piece));
        if !known(&own.piece) {
            report(rule::SETTINGS_CHOICE, "piece", &own.piece);
        } else if twice {
            report(rule::SETTINGS_FORM, "piece", &own.piece);
        }
        if own.names.is_empty() || own.names.iter().any(|name| comparable(name).is_empty()) {
            report(rule::SETTINGS_FORM, "names", "");
        }
    }
}

/// Grade cuts: each has a bound below the one above, the last has none, and an upper bound where
/// written is the bound of the grade above.
fn cuts(settings: &Settings, report: &mut impl FnMut(Rule, &str, &str)) -> Vec<GradeCut> {
    let grade = &settings.scoring.grade;
    if grade.method == GradeMethod::None {
        return Vec::new();
    }
    let mut cuts: Vec<GradeCut> = Vec::new();
    let by_cut = grade.method != GradeMethod::Quota;
    let by_share = grade.method != GradeMethod::Thresholds;
    let last = grade.levels.len().saturating_sub(1);
    let mut above: Option<Points> = None;
    let mut shares = 0;
    let mut wrong = |cause: &str| report(rule::GRADE_CUTS, "scoring.grade.levels", cause);
    if grade.levels.is_empty() {
        wrong("levels");
    }
    for (position, level) in grade.levels.iter().enumerate() {
        let from = level.from.as_deref().map(Points::parse);
        let below = level.below.as_deref().map(Points::parse);
        let share = level.share.as_deref().map(Points::parse);
        let bound_fits = match from {
            None => position == last || !by_cut,
            Some(Ok(from)) => by_cut && position < last && above.is_none_or(|above| from < above),
            Some(Err(_)) => false,
        };
        let upper_fits = match below {
            None => true,
            Some(Ok(below)) => by_cut && Some(below) == above,
            Some(Err(_)) => false,
        };
        let share_fits = match share {
            // Under both, a grade without a share has no quota; under quotas only the last has none.
            None => position == last || grade.method != GradeMethod::Quota,
            Some(Ok(share)) => by_share && position < last && share > Points::ZERO,
            Some(Err(_)) => false,
        };
        shares += share.and_then(Result::ok).map_or(0, Points::scaled);
        let named = !level.name.is_empty() && !cuts.iter().any(|cut| cut.name == level.name);
        if !(bound_fits && upper_fits && share_fits && named && shares <= Points::SCALE) {
            wrong(&level.name);
        }
        above = from.and_then(Result::ok);
        let share = share.and_then(Result::ok).map(Points::exact);
        cuts.push(GradeCut { name: level.name.clone(), from: above, share });
    }
    cuts
}
