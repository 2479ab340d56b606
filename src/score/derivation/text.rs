//! Numbers of a derivation as a person writes them.

use crate::model::{Exact, Rounding, round_exact};

/// Decimals that a derivation writes out before it turns to a fraction.
const MOST_DECIMALS: u32 = 8;

/// An exact number: a decimal where it ends within eight places, else a fraction such as `100/9`.
#[must_use]
pub fn exact_text(value: Exact) -> String {
    match decimals(*value.denom()) {
        Some(decimals) => round_exact(value, decimals, Rounding::HalfUp).to_string(),
        None => format!("{}/{}", value.numer(), value.denom()),
    }
}

/// The fewest decimals that a fraction in lowest terms needs; none beyond [`MOST_DECIMALS`]. Its
/// divisor then is a product of twos and fives, and each place takes one of both.
fn decimals(denom: i128) -> Option<u32> {
    // Greater ones are no product of so few.
    let mut rest = u64::try_from(denom).ok()?;
    let twos = rest.trailing_zeros();
    rest >>= twos;
    let mut fives = 0;
    while rest % 5 == 0 {
        rest /= 5;
        fives += 1;
    }
    Some(twos.max(fives)).filter(|decimals| rest == 1 && *decimals <= MOST_DECIMALS)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_end_or_are_fractions() {
        let text = |numer, denom| exact_text(Exact::new(numer, denom));
        assert_eq!([text(3, 1), text(-3, 8), text(7, 25)], ["3", "-0.375", "0.28"]);
        assert_eq!([text(1, 256), text(1, 512)], ["0.00390625", "1/512"]);
        assert_eq!([text(1, 3), text(100, 9)], ["1/3", "100/9"]);
        assert_eq!(text(1, 1 << 70), format!("1/{}", 1_i128 << 70));
    }
}
