//! The table of derivations.

use super::Class;
use crate::analyse::columns::columns_of;
use crate::model::ResultTable;
use crate::score::{Step, derivation, exact_text};

use super::float;

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn unit_derivation(classes: &[Class<'_>]) -> ResultTable {
    let mut rows: Vec<(&str, usize, Step)> = Vec::new();
    for class in classes {
        for unit in class.units.clone() {
            let code = class.tables.units[unit].code.as_str();
            let steps = derivation(class.book, class.position, unit).into_iter().enumerate();
            rows.extend(steps.map(|(step, own)| (code, step + 1, own)));
        }
    }
    columns_of(rows.len())
        .texts("unit", rows.iter().map(|(unit, ..)| *unit))
        .counts("step", rows.iter().map(|(_, at, _)| Some(*at)))
        .texts("rule", rows.iter().map(|(.., step)| step.rule))
        .texts("item", rows.iter().map(|(.., step)| &step.item))
        .texts("formula", rows.iter().map(|(.., step)| &step.formula))
        .numbers("value", rows.iter().map(|(.., step)| float(step.value)))
        .texts(
            "exact",
            rows.iter().map(|(.., step)| step.value.map(exact_text).unwrap_or_default()),
        )
        .table("unit_derivation")
}
