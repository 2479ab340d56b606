//! One indicator's cells across a class, read once.

use crate::check::CheckedClass;

/// Points of the units that count in the means of a class and to which an indicator applies, in
/// unit-list order.
pub(super) struct Leaf {
    /// Full marks w, ten-thousandths.
    pub(super) full_marks: i64,
    /// Positions of the units.
    pub(super) units: Vec<usize>,
    /// Their points x, ten-thousandths.
    pub(super) points: Vec<i64>,
}

impl Leaf {
    /// Reads an indicator's column.
    pub(super) fn read(class: &CheckedClass, counted: &[bool], position: usize) -> Self {
        let cell = |unit: usize| Some((unit, class.cells.points(unit, position)?.scaled()));
        let counting = (0..class.units.len()).filter(|unit| counted[*unit]);
        let (units, points) = counting.filter_map(cell).unzip();
        let full_marks = class.system.indicators[position].full_marks.scaled();
        Self { full_marks, units, points }
    }

    /// Rates x / w, 0 to 1.
    pub(super) fn rates(&self) -> Vec<f64> {
        self.points.iter().map(|own| ratio(*own, self.full_marks)).collect()
    }
}

/// The nearest float of a ratio of ten-thousandths, so that equal ratios are equal floats.
#[expect(clippy::cast_precision_loss, reason = "sums of points are far below 2^53")]
pub(super) fn ratio(numer: i64, denom: i64) -> f64 {
    numer as f64 / denom as f64
}
