//! Agreement of two scorers on a double-scored sample.

use super::statistics::{mean, standard_deviation};
use crate::check::CheckedClass;
use crate::model::Exact;

/// Agreement of two scorers on the double-scored sample.
#[derive(Debug, Clone, PartialEq)]
pub struct ScorerAgreement {
    /// Units in the sample.
    pub units: usize,
    /// Cells scored twice.
    pub count: usize,
    /// Cells on which both agree.
    pub equal: usize,
    /// Mean of second minus final points.
    pub mean_difference: Exact,
    /// SD(difference) / √2: one scorer's error on one cell, in points; none below two cells.
    pub error: Option<f64>,
}

/// Compares second scores with final points; none without a sample.
pub(super) fn agreement(class: &CheckedClass) -> Option<ScorerAgreement> {
    let rows = class.registers.second_scores.iter();
    let differences: Vec<Exact> = rows
        .filter_map(|row| {
            let own = class.cells.points(row.unit, row.indicator)?;
            Some(row.points.exact() - own.exact())
        })
        .collect();
    let mut units: Vec<usize> = class.registers.second_scores.iter().map(|row| row.unit).collect();
    units.sort_unstable();
    units.dedup();
    let deviation = standard_deviation(&differences);
    Some(ScorerAgreement {
        units: units.len(),
        count: differences.len(),
        equal: differences.iter().filter(|difference| **difference == Exact::from(0)).count(),
        mean_difference: mean(&differences)?,
        error: deviation.map(|deviation| deviation / std::f64::consts::SQRT_2),
    })
}
