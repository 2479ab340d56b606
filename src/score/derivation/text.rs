//! Numbers of a derivation as a person writes them.

use crate::model::{Exact, Rounding, round_exact};

/// Decimals that a derivation writes out before it turns to a fraction.
const MOST_DECIMALS: u32 = 8;

/// An exact number: a decimal where it ends within eight places, else a fraction such as `100/9`.
#[must_use]
pub fn exact_text(value: Exact) -> String {
    // A decimal of so many places has a denominator that divides a power of ten.
    let ends = |decimals: &u32| 10_i128.pow(*decimals) % value.denom() == 0;
    match (0..=MOST_DECIMALS).find(ends) {
        Some(decimals) => round_exact(value, decimals, Rounding::HalfUp).to_string(),
        None => format!("{}/{}", value.numer(), value.denom()),
    }
}

/// The same within a formula: a negative one stands in brackets, so that it may follow any sign.
pub(super) fn number(value: Exact) -> String {
    let text = exact_text(value);
    if value < Exact::from(0) { format!("({text})") } else { text }
}

/// Terms with plus signs between them.
pub(super) fn joined(terms: impl Iterator<Item = String>) -> String {
    terms.collect::<Vec<_>>().join("+")
}
