//! The rows of a register, with those of each unit at hand: what is asked of every unit must not go
//! through the rows of all.

use std::ops::Deref;

use super::types::{
    Appeal, Bonus, Cap, Correction, Deduction, LedgerRow, SecondScore, Submission, Veto,
};

/// A row about a unit.
pub trait OfUnit {
    /// Position of the unit in its class.
    fn unit(&self) -> usize;
}

macro_rules! of_unit {
    ($($row:ident)*) => {$(
        impl OfUnit for $row {
            fn unit(&self) -> usize {
                self.unit
            }
        }
    )*};
}

of_unit!(Appeal Bonus Cap Correction Deduction LedgerRow SecondScore Submission Veto);

/// Rows in file order.
#[derive(Debug, Clone)]
pub struct UnitRows<T> {
    rows: Vec<T>,
    /// Places of each unit's rows, in file order; units without any may be missing at the end.
    places: Vec<Vec<usize>>,
}

impl<T> Default for UnitRows<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), places: Vec::new() }
    }
}

impl<T: OfUnit> UnitRows<T> {
    /// Adds a row behind all others.
    pub fn push(&mut self, row: T) {
        let unit = row.unit();
        if self.places.len() <= unit {
            self.places.resize_with(unit + 1, Vec::new);
        }
        self.places[unit].push(self.rows.len());
        self.rows.push(row);
    }
}

impl<T> UnitRows<T> {
    /// A unit's rows, in file order.
    pub fn of(&self, unit: usize) -> impl DoubleEndedIterator<Item = &T> {
        let places = self.places.get(unit).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|at| &self.rows[*at])
    }
}

impl<T> Deref for UnitRows<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.rows
    }
}

impl<'a, T> IntoIterator for &'a UnitRows<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter()
    }
}

impl<T: OfUnit> FromIterator<T> for UnitRows<T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        let mut all = Self::default();
        rows.into_iter().for_each(|row| all.push(row));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::{OfUnit, UnitRows};

    impl OfUnit for (usize, char) {
        fn unit(&self) -> usize {
            self.0
        }
    }

    #[test]
    fn rows_of_a_unit_stand_in_file_order() {
        let rows: UnitRows<(usize, char)> =
            [(2, 'a'), (0, 'b'), (2, 'c'), (1, 'd')].into_iter().collect();
        let of = |unit: usize| rows.of(unit).map(|row| row.1).collect::<String>();
        assert_eq!([of(0), of(1), of(2), of(3)], ["b", "d", "ac", ""]);
        assert_eq!(rows.iter().map(|row| row.1).collect::<String>(), "abcd");
    }
}
