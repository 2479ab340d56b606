//! Losses of a class by cause and by way of assessment.

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
}

/// Groups the losses of a class by cause: the cell's code, else the first cause of the catalogue
/// of which a keyword stands in the reason; by loss, ungrouped last.
pub(super) fn causes(checked: &Checked, class: &CheckedClass) -> Vec<CauseStatistics> {
    let mut groups: Vec<(CauseStatistics, Vec<usize>)> = Vec::new();
    let mut whole = 0;
    for unit in 0..class.units.len() {
        for (leaf, indicator) in class.system.indicators.iter().enumerate() {
            let Some(points) = class.cells.points(unit, leaf) else {
                continue;
            };
            let full = indicator.full_marks.scaled();
            let loss = (full - points.scaled()).clamp(0, full);
            if loss == 0 {
                continue;
            }
            whole += loss;
            let code = cause_of(checked, class, unit, leaf);
            let at = groups.iter().position(|(group, _)| group.code == code).unwrap_or_else(|| {
                groups.push((empty(checked, code), Vec::new()));
                groups.len() - 1
            });
            let (group, units) = &mut groups[at];
            group.count += 1;
            group.loss = Points::from_scaled(group.loss.scaled() + loss);
            if units.last() != Some(&unit) {
                units.push(unit);
            }
        }
    }
    let mut list: Vec<CauseStatistics> = groups
        .into_iter()
        .map(|(group, units)| CauseStatistics {
            units: units.len(),
            loss_share: (whole > 0).then(|| Exact::new(group.loss.scaled().into(), whole.into())),
            ..group
        })
        .collect();
    list.sort_by_key(|group| (group.code.is_none(), std::cmp::Reverse(group.loss)));
    list
}

fn empty(checked: &Checked, code: Option<String>) -> CauseStatistics {
    let catalogue =
        code.as_deref().and_then(|code| checked.causes.iter().position(|cause| cause.code == code));
    CauseStatistics { code, catalogue, count: 0, units: 0, loss: Points::ZERO, loss_share: None }
}

/// The cause of a loss: its code, else by keyword.
pub(super) fn cause_of(
    checked: &Checked,
    class: &CheckedClass,
    unit: usize,
    leaf: usize,
) -> Option<String> {
    if let Some(code) = class.cells.cause(unit, leaf) {
        return Some(checked.cause(code).map_or(code, |cause| cause.code.as_str()).to_owned());
    }
    let reason = class.cells.reason(unit, leaf)?;
    let holds = |cause: &&crate::check::Cause| {
        cause.keywords.iter().any(|keyword| reason.contains(keyword.as_str()))
    };
    checked.causes.iter().find(holds).map(|cause| cause.code.clone())
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
}

/// Groups the losses of a class by way of assessment, in the order of the indicator table; empty
/// when the table says none.
pub(super) fn methods(class: &CheckedClass) -> Vec<MethodStatistics> {
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
            };
            list.push((group, 0, 0));
            list.len() - 1
        });
        let (group, points, marks) = &mut list[at];
        group.indicators += 1;
        let full = indicator.full_marks.scaled();
        for own in (0..class.units.len()).filter_map(|unit| class.cells.points(unit, leaf)) {
            let loss = (full - own.scaled()).clamp(0, full);
            group.loss = Points::from_scaled(group.loss.scaled() + loss);
            whole += loss;
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
