//! Losses of a class by cause and by way of assessment.

use super::loss_causes::LossCauses;
use crate::check::{Checked, CheckedClass};
use crate::model::{Exact, Points};

/// Losses of one cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CauseStatistics {
    /// Cause code; none for losses that no cause is known of.
    pub code: Option<String>,
    /// Position in the catalogue.
    pub catalogue: Option<usize>,
    /// Losses.
    pub count: usize,
    /// Units with such a loss.
    pub units: usize,
    /// Points lost.
    pub loss: Points,
    /// Share of the class's loss; none when nobody loses anything.
    pub loss_share: Option<Exact>,
    /// Losses whose cell has the code.
    pub coded: usize,
    /// Losses whose reason has a keyword.
    pub by_keyword: usize,
    /// Losses with neither code nor reason.
    pub without_reason: usize,
}

/// Groups the losses of the units that count in a class by cause; by loss, ungrouped last.
pub(super) fn causes(
    checked: &Checked,
    class: &CheckedClass,
    found: &LossCauses,
    counted: &[bool],
) -> Vec<CauseStatistics> {
    let mut groups: Vec<(CauseStatistics, Option<usize>)> = Vec::new();
    // Where each cause's group is, by its position and last without a cause.
    let mut group_of: Vec<Option<usize>> = vec![None; found.code_count() + 1];
    let mut whole = 0;
    for unit in (0..class.units.len()).filter(|unit| counted[*unit]) {
        for (leaf, indicator) in class.system.indicators.iter().enumerate() {
            let Some(loss) = loss(class, unit, leaf, indicator.full_marks) else {
                continue;
            };
            whole += loss;
            let position = found.position(unit, leaf);
            let slot = &mut group_of[position.unwrap_or(found.code_count())];
            let at = *slot.get_or_insert_with(|| {
                let code = found.code(unit, leaf).map(str::to_owned);
                let catalogue = position.filter(|position| *position < checked.causes.len());
                groups.push((CauseStatistics { code, catalogue, ..empty() }, None));
                groups.len() - 1
            });
            let (group, last) = &mut groups[at];
            group.count += 1;
            group.loss = Points::from_scaled(group.loss.scaled() + loss);
            group.units += usize::from(*last != Some(unit));
            *last = Some(unit);
            let has_code = class.cells.cause(unit, leaf).is_some();
            let blank = || class.cells.reason(unit, leaf).is_none_or(|own| own.trim().is_empty());
            group.coded += usize::from(has_code);
            group.by_keyword += usize::from(!has_code && position.is_some());
            group.without_reason += usize::from(position.is_none() && blank());
        }
    }
    let share = |group: CauseStatistics| CauseStatistics {
        loss_share: (whole > 0).then(|| Exact::new(group.loss.scaled().into(), whole.into())),
        ..group
    };
    let mut list: Vec<CauseStatistics> =
        groups.into_iter().map(|(group, _)| share(group)).collect();
    list.sort_by_key(|group| (group.code.is_none(), std::cmp::Reverse(group.loss)));
    list
}

/// Ten-thousandths that a cell loses, capped at its full marks; none where it loses nothing.
fn loss(class: &CheckedClass, unit: usize, leaf: usize, full_marks: Points) -> Option<i64> {
    let full = full_marks.scaled();
    let loss = full - class.cells.points(unit, leaf)?.scaled();
    Some(loss.clamp(0, full)).filter(|loss| *loss > 0)
}

fn empty() -> CauseStatistics {
    CauseStatistics {
        code: None,
        catalogue: None,
        count: 0,
        units: 0,
        loss: Points::ZERO,
        loss_share: None,
        coded: 0,
        by_keyword: 0,
        without_reason: 0,
    }
}

/// Losses by way of assessment (材料报送, 网上采样, …).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodStatistics {
    /// The way, as the indicator table says it.
    pub name: String,
    /// Indicators assessed so.
    pub indicators: usize,
    /// Points lost.
    pub loss: Points,
    /// Σ points / Σ full marks of what applies.
    pub rate: Option<Exact>,
    /// Share of the class's loss.
    pub loss_share: Option<Exact>,
    /// Cells to which it applies.
    pub cells: usize,
    /// Cells that lose points.
    pub losing: usize,
}

/// Groups the losses of the units that count by way of assessment, in table order; empty
/// when the table says none.
pub(super) fn methods(class: &CheckedClass, counted: &[bool]) -> Vec<MethodStatistics> {
    let mut list: Vec<(MethodStatistics, i64, i64)> = Vec::new();
    let mut whole = 0;
    for (leaf, indicator) in class.system.indicators.iter().enumerate() {
        let Some(name) = &indicator.method else {
            continue;
        };
        let at = list.iter().position(|(group, ..)| &group.name == name).unwrap_or_else(|| {
            let group = MethodStatistics {
                name: name.clone(),
                indicators: 0,
                loss: Points::ZERO,
                rate: None,
                loss_share: None,
                cells: 0,
                losing: 0,
            };
            list.push((group, 0, 0));
            list.len() - 1
        });
        let (group, points, marks) = &mut list[at];
        group.indicators += 1;
        let full = indicator.full_marks.scaled();
        let units = (0..class.units.len()).filter(|unit| counted[*unit]);
        for own in units.filter_map(|unit| class.cells.points(unit, leaf)) {
            let loss = (full - own.scaled()).clamp(0, full);
            group.loss = Points::from_scaled(group.loss.scaled() + loss);
            whole += loss;
            group.cells += 1;
            group.losing += usize::from(loss > 0);
            *points += own.scaled();
            *marks += full;
        }
    }
    let finish = |(group, points, marks): (MethodStatistics, i64, i64)| MethodStatistics {
        rate: (marks > 0).then(|| Exact::new(points.into(), marks.into())),
        loss_share: (whole > 0).then(|| Exact::new(group.loss.scaled().into(), whole.into())),
        ..group
    };
    list.into_iter().map(finish).collect()
}
