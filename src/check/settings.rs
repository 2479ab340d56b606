//! Rules on settings that one value alone cannot break.

use std::collections::BTreeSet;

use super::checked::GradeCut;
use crate::finding::{Finding, Place, Rule, rule};
use crate::model::Points;
use crate::settings::{GradeMethod, Settings, Stage, Treatment};

/// Bounds that a heat map of at most five shades has, and one more.
const MOST_SHADES: usize = 5;

/// Checks the settings against each other; gives the grade cuts, best first.
pub(super) fn check(settings: &Settings, findings: &mut Vec<Finding>) -> Vec<GradeCut> {
    let mut report = |rule: Rule, key: &str, value: &str| {
        let found = Finding::new(rule, Place::file("settings.toml"));
        findings.push(found.with("key", key).with("value", value));
    };
    let id = &settings.assessment.id;
    if !safe_id(id) {
        report(rule::SETTINGS_FORM, "assessment.id", id);
    }
    let assessment = &settings.assessment;
    let approved = assessment.approved_on.is_some() && assessment.approved_by.is_some();
    if assessment.stage >= Stage::Approved && !approved {
        report(rule::SETTINGS_APPROVAL, "assessment.approved_on", "");
    }
    let mut codes = BTreeSet::new();
    for class in &settings.classes {
        if !safe_id(&class.code) {
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
    let factor = settings.scoring.not_applicable == Some(Treatment::Factor);
    let declared = settings.scoring.not_applicable_factor.as_deref();
    if (factor || declared.is_some()) && declared.and_then(crate::model::parse_fraction).is_none() {
        let value = declared.unwrap_or_default();
        report(rule::SETTINGS_FORM, "scoring.not_applicable_factor", value);
    }
    cuts(settings, &mut report)
}

/// An id that is a safe folder name everywhere: letters, digits, `-`, `_`, Han characters.
fn safe_id(id: &str) -> bool {
    let allowed = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
    !id.is_empty() && id.len() <= 100 && id.chars().all(allowed)
}

/// Grade cuts: each has a bound below the one above, the last has none, and an upper bound where
/// written is the bound of the grade above.
fn cuts(settings: &Settings, report: &mut impl FnMut(Rule, &str, &str)) -> Vec<GradeCut> {
    let grade = &settings.scoring.grade;
    if grade.method == GradeMethod::None {
        return Vec::new();
    }
    let mut cuts: Vec<GradeCut> = Vec::new();
    let last = grade.levels.len().saturating_sub(1);
    let mut above: Option<Points> = None;
    let mut wrong = |cause: &str| report(rule::GRADE_CUTS, "scoring.grade.levels", cause);
    if grade.levels.is_empty() {
        wrong("levels");
    }
    for (position, level) in grade.levels.iter().enumerate() {
        let from = level.from.as_deref().map(Points::parse);
        let below = level.below.as_deref().map(Points::parse);
        let bound_fits = match from {
            None => position == last,
            Some(Ok(from)) => position < last && above.is_none_or(|above| from < above),
            Some(Err(_)) => false,
        };
        let upper_fits = match below {
            None => true,
            Some(Ok(below)) => Some(below) == above,
            Some(Err(_)) => false,
        };
        let named = !level.name.is_empty() && !cuts.iter().any(|cut| cut.name == level.name);
        if !(bound_fits && upper_fits && named) {
            wrong(&level.name);
        }
        above = from.and_then(Result::ok);
        cuts.push(GradeCut { name: level.name.clone(), from: above });
    }
    cuts
}
