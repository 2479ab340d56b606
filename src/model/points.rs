//! Exact points.

use std::fmt;

use super::decimal::Exact;

/// Points of an indicator, exact: a whole number of ten-thousandths of a point.
///
/// `rules.md` allows at most four decimals, so every legal value has this form and sums never
/// round. A row's published points, full marks and printed totals are all `Points`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Points(i64);

/// Why a text is not points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointsError {
    /// Not a plain decimal number.
    NotANumber,
    /// More than four decimals that are not zero.
    TooManyDecimals,
    /// Larger than any assessment needs (a million points or more).
    TooLarge,
}

impl Points {
    /// Ten-thousandths in one point.
    pub const SCALE: i64 = 10_000;
    /// Decimals that [`Points`] can hold.
    pub const DECIMALS: u32 = 4;
    /// No points.
    pub const ZERO: Self = Self(0);
    /// Largest absolute value accepted, in points.
    const LIMIT: i64 = 1_000_000;

    /// Points from ten-thousandths.
    #[must_use]
    pub const fn from_scaled(scaled: i64) -> Self {
        Self(scaled)
    }

    /// Ten-thousandths of a point.
    #[must_use]
    pub const fn scaled(self) -> i64 {
        self.0
    }

    /// The same value as an exact rational.
    #[must_use]
    pub fn exact(self) -> Exact {
        super::fraction(i128::from(self.0), i128::from(Self::SCALE))
    }

    /// The nearest floating-point value, for statistics and charts.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "points stay below 10^10 ten-thousandths")]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / Self::SCALE as f64
    }

    /// Decimals that this value needs, 0 to 4.
    #[must_use]
    pub fn decimals(self) -> u32 {
        let mut left = self.0;
        let mut decimals = Self::DECIMALS;
        while decimals > 0 && left % 10 == 0 {
            left /= 10;
            decimals -= 1;
        }
        decimals
    }

    /// Reads a plain decimal such as `9`, `-0.5` or `74.4000`.
    ///
    /// # Errors
    /// [`PointsError`] when the text is no decimal, has a fifth decimal, or is a million or more.
    pub fn parse(text: &str) -> Result<Self, PointsError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return Err(PointsError::NotANumber);
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > Self::DECIMALS as usize {
            return Err(PointsError::TooManyDecimals);
        }
        let whole: i64 = whole.parse().map_err(|_| PointsError::TooLarge)?;
        if whole >= Self::LIMIT {
            return Err(PointsError::TooLarge);
        }
        let digit =
            |at: usize| fraction.as_bytes().get(at).map_or(0, |byte| i64::from(byte - b'0'));
        let fraction = (0..Self::DECIMALS as usize).fold(0, |sum, at| sum * 10 + digit(at));
        let scaled = whole * Self::SCALE + fraction;
        Ok(Self(if negative { -scaled } else { scaled }))
    }
}

impl fmt::Display for Points {
    /// Writes the value with as many decimals as it needs.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (magnitude, scale) = (self.0.unsigned_abs(), Self::SCALE.unsigned_abs());
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(formatter, "{sign}{}", magnitude / scale)?;
        let decimals = self.decimals();
        if decimals > 0 {
            let fraction = magnitude % scale / 10_u64.pow(Self::DECIMALS - decimals);
            write!(formatter, ".{fraction:0width$}", width = decimals as usize)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_plain_decimals_only() {
        assert_eq!(Points::parse("74.4"), Ok(Points(744_000)));
        assert_eq!(Points::parse("-0.0001"), Ok(Points(-1)));
        assert_eq!(Points::parse("+3"), Ok(Points(30_000)));
        assert_eq!(Points::parse("1.50000"), Ok(Points(15_000)));
        for text in ["", "九", ".", "1e3", "1,000", "#DIV/0!", "--1", "NaN", ".5"] {
            assert_eq!(Points::parse(text), Err(PointsError::NotANumber), "{text}");
        }
        assert_eq!(Points::parse("0.00001"), Err(PointsError::TooManyDecimals));
        assert_eq!(Points::parse("1000000"), Err(PointsError::TooLarge));
        assert_eq!(Points::parse("99999999999999999999"), Err(PointsError::TooLarge));
    }

    #[test]
    fn prints_the_decimals_it_needs() {
        assert_eq!(Points(744_000).to_string(), "74.4");
        assert_eq!(Points(30_000).to_string(), "3");
        assert_eq!(Points(-5_000).to_string(), "-0.5");
        assert_eq!(Points(1).to_string(), "0.0001");
    }
}
