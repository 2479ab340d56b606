//! Self-assessment against result.

use super::statistics::mean_f64;
use crate::check::CheckedClass;
use crate::model::{Exact, Points, exact_to_f64};

/// A unit's self-assessment against the result, over the indicators that have both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfComparison {
    /// Indicators with both.
    pub count: usize,
    /// Indicators on which both agree.
    pub equal: usize,
    /// Indicators on which the unit gave itself more.
    pub over: usize,
    /// Indicators on which it gave itself less.
    pub under: usize,
    /// Sum of its own points.
    pub claimed: Points,
    /// Sum of the final points.
    pub given: Points,
    /// Sum of the distances.
    pub distance: Points,
    /// Whether it claims full marks everywhere.
    pub all_full: bool,
    /// Indicators on which it gave itself more, largest difference first.
    pub largest: Vec<(usize, Points)>,
}

/// Compares a unit's self-assessment with its final points; none without a form.
pub(super) fn self_comparison(class: &CheckedClass, unit: usize) -> Option<SelfComparison> {
    let form = class.registers.self_points.get(unit)?.as_ref()?;
    let mut whole = SelfComparison {
        count: 0,
        equal: 0,
        over: 0,
        under: 0,
        claimed: Points::ZERO,
        given: Points::ZERO,
        distance: Points::ZERO,
        all_full: true,
        largest: Vec::new(),
    };
    let (mut claimed, mut given, mut distance) = (0, 0, 0);
    for (leaf, own) in form.iter().enumerate() {
        let full = class.system.indicators[leaf].full_marks;
        let result = class.cells.points(unit, leaf);
        // An empty cell claims nothing, unless the indicator does not apply.
        whole.all_full &= own.map_or(result.is_none(), |own| own >= full);
        let Some((own, result)) = own.zip(result) else {
            continue;
        };
        let difference = own.scaled() - result.scaled();
        whole.count += 1;
        claimed += own.scaled();
        given += result.scaled();
        distance += difference.abs();
        match difference {
            0 => whole.equal += 1,
            1.. => {
                whole.over += 1;
                whole.largest.push((leaf, Points::from_scaled(difference)));
            }
            _ => whole.under += 1,
        }
    }
    whole.largest.sort_by_key(|(_, difference)| std::cmp::Reverse(*difference));
    whole.claimed = Points::from_scaled(claimed);
    whole.given = Points::from_scaled(given);
    whole.distance = Points::from_scaled(distance);
    (whole.count > 0).then_some(whole)
}

/// Mean of the units' self-assessment bias Σ(s − x)/W in a class.
#[derive(Debug, Clone, PartialEq)]
pub struct SelfStatistics {
    /// Units with a form.
    pub forms: usize,
    /// Units without one.
    pub missing: Vec<usize>,
    /// Units that claim full marks everywhere.
    pub all_full: Vec<usize>,
    /// Mean of the bias over the units with a form, as a share of full marks.
    pub mean_bias: Option<f64>,
}

/// Describes the self-assessments of a class; none when it has no table of them.
pub(super) fn self_statistics(
    class: &CheckedClass,
    comparisons: &[Option<SelfComparison>],
) -> Option<SelfStatistics> {
    if class.registers.self_points.is_empty() {
        return None;
    }
    let with = |test: fn(&SelfComparison) -> bool| {
        let all = comparisons.iter().enumerate();
        all.filter(|(_, own)| own.as_ref().is_some_and(test)).map(|(unit, _)| unit).collect()
    };
    let bias: Vec<f64> = comparisons
        .iter()
        .enumerate()
        .filter_map(|(unit, own)| {
            let own = own.as_ref()?;
            let marks: i64 = (0..class.system.indicators.len())
                .filter(|leaf| class.cells.points(unit, *leaf).is_some())
                .map(|leaf| class.system.indicators[leaf].full_marks.scaled())
                .sum();
            let over = own.claimed.scaled() - own.given.scaled();
            (marks > 0).then(|| exact_to_f64(Exact::new(over.into(), marks.into())))
        })
        .collect();
    let missing = comparisons.iter().enumerate();
    Some(SelfStatistics {
        forms: comparisons.iter().flatten().count(),
        missing: missing.filter(|(_, own)| own.is_none()).map(|(unit, _)| unit).collect(),
        all_full: with(|own| own.all_full),
        mean_bias: mean_f64(&bias),
    })
}
