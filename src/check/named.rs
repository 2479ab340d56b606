//! The office's own words to a unit that name another one: no paper of the unit may print them.

use super::checked::CheckedClass;
use super::checked::Unit;
use crate::finding::{Finding, Place, rule};
use crate::model::CorrectionKind;

/// Tells every reason of a decision or a correction that names another unit. That of equal
/// treatment is never printed, because it says whose appeal it follows.
pub(super) fn check(classes: &[CheckedClass], findings: &mut Vec<Finding>) {
    for (position, class) in classes.iter().enumerate() {
        let registers = &class.registers;
        let appeals = registers.appeals.iter();
        let appeals =
            appeals.map(|row| (row.unit, row.indicator, &row.decision_reason, &row.place));
        let own = |kind: CorrectionKind| kind != CorrectionKind::SameCause;
        let corrections = registers.corrections.iter().filter(|row| own(row.kind));
        let corrections = corrections.map(|row| (row.unit, row.indicator, &row.reason, &row.place));
        for (unit, indicator, reason, place) in appeals.chain(corrections) {
            let text = reason.as_deref().unwrap_or_default();
            if names_another(classes, (position, unit), text) {
                findings.push(found(class, unit, indicator, text, place));
            }
        }
    }
}

fn found(
    class: &CheckedClass,
    unit: usize,
    indicator: usize,
    text: &str,
    place: &Place,
) -> Finding {
    Finding::new(rule::REASON_NAMES_UNIT, place.clone())
        .with("unit", &class.units[unit].name)
        .with("code", &class.system.indicators[indicator].code)
        .with("indicator", &class.system.indicators[indicator].name)
        .with("reason", text)
}

/// Whether a text names a unit other than the one at (class, position). A name inside one of its
/// own is its own.
pub(super) fn names_another(classes: &[CheckedClass], own: (usize, usize), text: &str) -> bool {
    if text.is_empty() {
        return false;
    }
    let mut names: Vec<&str> = names_of(&classes[own.0].units[own.1]).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    // Something that stands in no name parts what is left.
    let rest = names.into_iter().fold(text.to_owned(), |rest, name| rest.replace(name, "\n"));
    let others = classes.iter().enumerate().flat_map(|(class, tables)| {
        tables.units.iter().enumerate().map(move |(at, unit)| ((class, at), unit))
    });
    let mut others = others.filter(|(at, _)| *at != own).flat_map(|(_, unit)| names_of(unit));
    others.any(|name| rest.contains(name))
}

/// All names of a unit.
fn names_of(unit: &Unit) -> impl Iterator<Item = &str> {
    let all = [&unit.name, &unit.short].into_iter().chain(&unit.aliases);
    all.map(String::as_str).filter(|name| !name.is_empty())
}
