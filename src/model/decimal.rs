//! Exact rationals, and the one place that rounds them.

use std::cmp::Ordering;
use std::fmt;

use num_rational::Ratio;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An exact value: scaled totals, shares, means.
pub type Exact = Ratio<i128>;

/// How a value exactly between two printable ones is rounded (GB/T 8170 describes both).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Away from zero: 0.125 becomes 0.13.
    HalfUp,
    /// To the even neighbour: 0.125 becomes 0.12.
    HalfEven,
}

/// A rounded decimal number: `units` of ten to the minus `decimals`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    units: i128,
    decimals: u32,
}

impl Decimal {
    /// The exact value of the printed number.
    #[must_use]
    pub fn exact(self) -> Exact {
        fraction(self.units, power_of_ten(self.decimals))
    }

    /// Decimals as printed.
    #[must_use]
    pub const fn decimals(self) -> u32 {
        self.decimals
    }

    /// The printed number as a float, for charts.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        exact_to_f64(self.exact())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = power_of_ten(self.decimals).unsigned_abs();
        let magnitude = self.units.unsigned_abs();
        if self.units < 0 {
            formatter.write_str("-")?;
        }
        write!(formatter, "{}", magnitude / scale)?;
        if self.decimals > 0 {
            write!(formatter, ".{:0width$}", magnitude % scale, width = self.decimals as usize)?;
        }
        Ok(())
    }
}

/// Rounds an exact value to `decimals` places.
#[must_use]
pub fn round_exact(value: Exact, decimals: u32, rounding: Rounding) -> Decimal {
    let (numer, denom) = match value.numer().checked_mul(power_of_ten(decimals)) {
        Some(numer) => (numer, *value.denom()),
        // In lowest terms it may still fit.
        None => (value * Exact::from_integer(power_of_ten(decimals))).into_raw(),
    };
    let (floor, rest) = (numer.div_euclid(denom), numer.rem_euclid(denom));
    let up = match rest.cmp(&(denom - rest)) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => match rounding {
            Rounding::HalfUp => floor >= 0,
            Rounding::HalfEven => floor.rem_euclid(2) == 1,
        },
    };
    Decimal { units: if up { floor + 1 } else { floor }, decimals }
}

/// Rounds a finite float to `decimals` places, by its exact binary value; none when not finite
/// or beyond any figure that a report prints.
#[must_use]
pub fn round_f64(value: f64, decimals: u32, rounding: Rounding) -> Option<Decimal> {
    if !value.is_finite() || value.abs() >= 1e9 {
        return None;
    }
    // 2^40 keeps every bit that a statistic of printed size can show; the product is exact.
    let scale = 1_i128 << 40;
    #[expect(clippy::cast_possible_truncation, reason = "below 1e9 · 2^40, far inside i128")]
    let scaled = (value * 1_099_511_627_776.0).round() as i128;
    Some(round_exact(Exact::new(scaled, scale), decimals, rounding))
}

/// The nearest float of an exact value.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "the nearest float is what is asked for")]
pub fn exact_to_f64(value: Exact) -> f64 {
    *value.numer() as f64 / *value.denom() as f64
}

/// A fraction in lowest terms, as [`Exact::new`] makes it; quick where both fit into 64 bits, as
/// nearly all do. The divisor must be above zero.
#[must_use]
pub fn fraction(numer: i128, denom: i128) -> Exact {
    let (Ok(top), Ok(bottom)) = (u64::try_from(numer.unsigned_abs()), u64::try_from(denom)) else {
        return Exact::new(numer, denom);
    };
    let common = i128::from(greatest_common_divisor(top, bottom).max(1));
    Exact::new_raw(numer / common, denom / common)
}

/// The order of two exact values; quick where all fit into 64 bits, as nearly all do: their
/// products then fit into 128.
#[must_use]
pub fn compare(one: Exact, other: Exact) -> Ordering {
    let short = |value: Exact| {
        let (numer, denom) = (i64::try_from(*value.numer()), i64::try_from(*value.denom()));
        Some((i128::from(numer.ok()?), i128::from(denom.ok()?)))
    };
    match (short(one), short(other)) {
        (Some(own), Some(other)) => (own.0 * other.1).cmp(&(other.0 * own.1)),
        _ => one.cmp(&other),
    }
}

/// Stein's algorithm; 0 for two zeros.
#[must_use]
pub fn greatest_common_divisor(one: u64, other: u64) -> u64 {
    let (mut one, mut other) = (one, other);
    if one == 0 || other == 0 {
        return one | other;
    }
    let twos = (one | other).trailing_zeros();
    one >>= one.trailing_zeros();
    while other != 0 {
        other >>= other.trailing_zeros();
        if one > other {
            std::mem::swap(&mut one, &mut other);
        }
        other -= one;
    }
    one << twos
}

/// Reads a fraction above zero such as `4/3` or a decimal such as `1.25`; none for anything else.
#[must_use]
pub fn parse_fraction(text: &str) -> Option<Exact> {
    let whole =
        |part: &str| part.trim().parse::<i128>().ok().filter(|n| (1..=1_000_000).contains(n));
    if let Some((numer, denom)) = text.split_once('/') {
        return Some(Exact::new(whole(numer)?, whole(denom)?));
    }
    let value = super::Points::parse(text.trim()).ok()?;
    (value > super::Points::ZERO).then(|| value.exact())
}

/// The exact value of a float's shortest decimal text, so that a setting of 0.1 is a tenth; what
/// stands after the eighteenth decimal is left out. Zero when it is not finite.
#[must_use]
pub fn exact_decimal(value: f64) -> Exact {
    // Rust writes floats without exponent.
    let text = value.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = &fraction[..fraction.len().min(18)];
    let digits: Option<i128> = format!("{whole}{fraction}").parse().ok();
    let decimals = u32::try_from(fraction.len()).unwrap_or_default();
    digits.map(|digits| Exact::new(digits, power_of_ten(decimals))).unwrap_or_default()
}

fn power_of_ten(decimals: u32) -> i128 {
    10_i128.pow(decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounded(numer: i128, denom: i128, decimals: u32, rounding: Rounding) -> String {
        round_exact(Exact::new(numer, denom), decimals, rounding).to_string()
    }

    #[test]
    fn rounds_halves_as_gb_t_8170_says() {
        assert_eq!(rounded(59_995, 1000, 2, Rounding::HalfUp), "60.00");
        assert_eq!(rounded(59_985, 1000, 2, Rounding::HalfEven), "59.98");
        assert_eq!(rounded(59_995, 1000, 2, Rounding::HalfEven), "60.00");
        assert_eq!(rounded(-5, 10, 0, Rounding::HalfUp), "-1");
        assert_eq!(rounded(-5, 10, 0, Rounding::HalfEven), "0");
        assert_eq!(rounded(-15, 10, 0, Rounding::HalfEven), "-2");
        assert_eq!(rounded(4, 3, 4, Rounding::HalfUp), "1.3333");
        assert_eq!(rounded(-1, 1000, 1, Rounding::HalfUp), "0.0");
    }

    #[test]
    fn values_compare_as_fractions_do() {
        let long = Exact::new(i128::MAX / 4, 1 << 50);
        let values = [Exact::new(-7, 3), Exact::new(0, 1), Exact::new(i64::MAX.into(), 3)];
        let all = values.into_iter().chain([Exact::new(1, i64::MAX.into()), long, -long]);
        let all: Vec<Exact> = all.collect();
        for one in &all {
            for other in &all {
                assert_eq!(compare(*one, *other), one.cmp(other), "{one} {other}");
            }
        }
    }

    #[test]
    fn fractions_are_in_lowest_terms() {
        assert_eq!(greatest_common_divisor(0, 12), 12);
        assert_eq!(greatest_common_divisor(360, 84), 12);
        for (numer, denom) in [(0, 7), (-6, 4), (360, 84), (i128::MAX, 2), (6, 1 << 70)] {
            let (own, other) = (fraction(numer, denom), Exact::new(numer, denom));
            assert_eq!((own.numer(), own.denom()), (other.numer(), other.denom()));
        }
    }

    #[test]
    fn a_float_is_the_decimal_that_it_is_written_as() {
        for (value, numer, denom) in [
            (0.5, 1, 2),
            (0.1, 1, 10),
            (0.7, 7, 10),
            (-0.25, -1, 4),
            (3.0, 3, 1),
            (0.0, 0, 1),
            (1e-7, 1, 10_000_000),
            (1e-300, 0, 1),
            (f64::NAN, 0, 1),
            (f64::INFINITY, 0, 1),
        ] {
            assert_eq!(exact_decimal(value), Exact::new(numer, denom), "{value}");
        }
    }

    #[test]
    fn floats_that_print_nothing_are_none() {
        assert_eq!(round_f64(f64::NAN, 2, Rounding::HalfUp), None);
        assert_eq!(round_f64(1e300, 2, Rounding::HalfUp), None);
        let sd = round_f64(15.274_999, 2, Rounding::HalfUp).map(|value| value.to_string());
        assert_eq!(sd.as_deref(), Some("15.27"));
    }
}
