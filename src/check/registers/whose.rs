//! Whose a register is that has no column of units: one unit's ledger, as it came back.

use crate::check::owner::{Says, named_in};
use crate::check::units::{Known, Register};
use crate::finding::{Finding, rule};
use crate::load::RawTable;

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
    if let Some((name, place)) = &above.label {
        let known = register.find_said(name);
        if known.is_none() {
            let found = Finding::new(rule::UNIT_UNKNOWN, place.clone())
                .with("name", name)
                .with("nearest", register.nearest(name).unwrap_or_default());
            findings.push(found);
        }
        return known;
    }
    let file = whole.file.as_deref().map(|path| path.rsplit('/').next().unwrap_or(path));
    let titles = above.texts.iter().map(|(text, _)| text.as_str());
    let mut said = titles.chain(whole.sheet.as_deref()).chain(file);
    let named = said.find_map(|text| match named_in(register, text) {
        Says::Unit(known) => Some(known),
        Says::Nothing | Says::Several => None,
    });
    if named.is_none() {
        let found = Finding::new(rule::HEAD_MISSING, whole)
            .with("role", "unit")
            .with("heads", above.labels.join("、"));
        findings.push(found);
    }
    named
}
