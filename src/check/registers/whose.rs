//! Whose a register is that has no column of units: one unit's ledger, as it came back.

use crate::check::owner::{Labels, Says, labels_say, named_in, title_says};
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
    match labels_say(register, &above.labelled) {
        Labels::Silent => {}
        Labels::Unit(known, _) => return Some(known),
        Labels::Several(name, place) | Labels::Unknown(name, place) => {
            let found = Finding::new(rule::UNIT_UNKNOWN, place.clone())
                .with("name", name)
                .with("nearest", register.nearest(name).unwrap_or_default());
            findings.push(found);
            return None;
        }
    }
    let file = whole.file.as_deref().map(|path| path.rsplit('/').next().unwrap_or(path));
    let paths = whole.sheet.as_deref().into_iter().chain(file);
    let of_path = |text: &str| match named_in(register, text) {
        Says::Unit(known) => Some(known),
        Says::Nothing | Says::Several => None,
    };
    let unit = title_says(register, &above.texts).map(|(known, _)| known);
    let unit = unit.or_else(|| paths.into_iter().find_map(of_path));
    if unit.is_none() {
        let found = Finding::new(rule::HEAD_MISSING, whole)
            .with("role", "unit")
            .with("heads", above.heads.join("、"));
        findings.push(found);
    }
    unit
}
