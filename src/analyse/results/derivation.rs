//! The table of derivations.

use super::Class;
use crate::analyse::columns::columns;
use crate::model::ResultTable;
use crate::score::{Scorebook, Step, derivation, exact_text};

use super::float;

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn unit_derivation(book: &Scorebook, classes: &[Class<'_>]) -> ResultTable {
    let mut rows: Vec<(&str, usize, Step)> = Vec::new();
    for (at, class) in classes.iter().enumerate() {
        for (unit, own) in class.tables.units.iter().enumerate() {
            let steps = derivation(book, at, unit).into_iter().enumerate();
            rows.extend(steps.map(|(step, own_step)| (own.code.as_str(), step + 1, own_step)));
        }
    }
    columns()
        .texts("unit", rows.iter().map(|(unit, ..)| (*unit).to_owned()))
        .counts("step", rows.iter().map(|(_, at, _)| Some(*at)))
        .texts("rule", rows.iter().map(|(.., step)| step.rule.to_owned()))
        .texts("item", rows.iter().map(|(.., step)| step.item.clone()))
        .texts("formula", rows.iter().map(|(.., step)| step.formula.clone()))
        .numbers("value", rows.iter().map(|(.., step)| float(step.value)))
        .texts(
            "exact",
            rows.iter().map(|(.., step)| step.value.map(exact_text).unwrap_or_default()),
        )
        .table("unit_derivation")
}
