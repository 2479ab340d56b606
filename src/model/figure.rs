//! A printed figure with its key.

use serde::Serialize;

use super::decimal::{Decimal, Exact, exact_to_f64};

/// Which side of zero a figure is on, as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// Below zero.
    Negative,
    /// Zero, as printed.
    Zero,
    /// Above zero.
    Positive,
}

/// A number as it stands on paper. Text, table, chart and results show the same `text`, and the
/// `key` says what it is (`subject/item/role`), so that they can be compared by program.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// What the figure is, for instance `510100/d2/rate`.
    pub key: String,
    /// As printed, without a unit and without a leading sign for `magnitude` figures.
    pub text: String,
    /// As printed, for conditions and for lengths in charts.
    pub value: f64,
    /// The side of zero as printed.
    pub sign: Sign,
}

impl Figure {
    /// A figure from a rounded number.
    #[must_use]
    pub fn new(key: impl Into<String>, number: Decimal) -> Self {
        Self::from_parts(key.into(), number.to_string(), number.exact())
    }

    /// The absolute value of a rounded number, for “高…分”, “低…分”; the sign stays in `sign`.
    #[must_use]
    pub fn magnitude(key: impl Into<String>, number: Decimal) -> Self {
        let text = number.to_string();
        let text = text.strip_prefix('-').unwrap_or(&text).to_owned();
        Self::from_parts(key.into(), text, number.exact())
    }

    /// A count.
    #[must_use]
    pub fn count(key: impl Into<String>, count: usize) -> Self {
        let exact = Exact::from_integer(i128::try_from(count).unwrap_or(i128::MAX));
        Self::from_parts(key.into(), count.to_string(), exact)
    }

    fn from_parts(key: String, text: String, exact: Exact) -> Self {
        let zero = Exact::from_integer(0);
        let sign = match exact.cmp(&zero) {
            std::cmp::Ordering::Less => Sign::Negative,
            std::cmp::Ordering::Equal => Sign::Zero,
            std::cmp::Ordering::Greater => Sign::Positive,
        };
        Self { key, text, value: exact_to_f64(exact), sign }
    }
}
