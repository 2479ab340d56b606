//! Step 8 of `rules.md`: grades by cuts, lower bound inside.

use super::UnitScore;
use crate::check::Checked;

/// Gives every unit with a total the first grade whose lower bound it reaches.
pub(super) fn grade(checked: &Checked, units: &mut [UnitScore]) {
    let on = checked.settings.scoring.grade.on;
    for unit in units {
        let Some(total) = unit.compared(on) else {
            continue;
        };
        unit.grade =
            checked.cuts.iter().position(|cut| cut.from.is_none_or(|from| total >= from.exact()));
    }
}
