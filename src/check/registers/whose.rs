//! Whose a register is that has no column of units: one unit's ledger, as it came back.

use crate::check::owner::{Says, named_in};
use crate::check::units::{Known, Register};
use crate::finding::{Finding, rule};
use crate::load::RawTable;

/// Fewest characters of a text behind a label that is taken for a name.
const SHORTEST_NAME: usize = 3;

/// The unit of every row of such a register: the one behind a label above the heads, else the one
/// that a line there names, else the one in the name of the sheet or file. Without any the column
/// of units is missing.
pub(super) fn whose(
    table: &RawTable,
    register: &Register,
    findings: &mut Vec<Finding>,
) -> Option<Known> {
    let whole = table.whole();
    let above = table.above();
    let labelled = above.labelled.iter();
    if let Some(known) = labelled.clone().find_map(|(name, _)| register.find_said(name)) {
        return Some(known);
    }
    // The same label says what numbers are in: 单位：分.
    let mut names = labelled.filter(|(name, _)| name.chars().count() >= SHORTEST_NAME);
    if let Some((name, place)) = names.next() {
        let found = Finding::new(rule::UNIT_UNKNOWN, place.clone())
            .with("name", name)
            .with("nearest", register.nearest(name).unwrap_or_default());
        findings.push(found);
        return None;
    }
    let file = whole.file.as_deref().map(|path| path.rsplit('/').next().unwrap_or(path));
    let titles = above.texts.iter().map(|(text, _)| text.as_str());
    let mut said = titles.chain(whole.sheet.as_deref()).chain(file);
    let unit = said.find_map(|text| match named_in(register, text) {
        Says::Unit(known) => Some(known),
        Says::Nothing | Says::Several => None,
    });
    if unit.is_none() {
        let found = Finding::new(rule::HEAD_MISSING, whole)
            .with("role", "unit")
            .with("heads", above.heads.join("、"));
        findings.push(found);
    }
    unit
}
