//! Points in whole hundredths, and totals as exact fractions.

use std::cmp::Ordering;

/// Hundredths of a point.
pub type Hundredths = i64;

/// An exact number of hundredths: `over / under`, `under` above zero.
#[derive(Debug, Clone, Copy)]
pub struct Exact {
    over: i128,
    under: i128,
}

impl Exact {
    /// A whole number of hundredths.
    pub fn whole(hundredths: Hundredths) -> Self {
        Self { over: hundredths.into(), under: 1 }
    }

    /// Hundredths times a fraction.
    pub fn scaled(hundredths: Hundredths, over: Hundredths, under: Hundredths) -> Self {
        assert!(under > 0, "a scale needs full marks that apply");
        Self { over: i128::from(hundredths) * i128::from(over), under: under.into() }
    }

    /// With more (or fewer) hundredths.
    pub fn plus(self, hundredths: Hundredths) -> Self {
        Self { over: self.over + i128::from(hundredths) * self.under, under: self.under }
    }

    /// Rounded to hundredths, halves up.
    pub fn rounded(self) -> Hundredths {
        let twice = 2 * self.over + self.under;
        i64::try_from(twice.div_euclid(2 * self.under)).unwrap()
    }

    /// The exact fraction in lowest terms, in points.
    pub fn describe(self) -> String {
        let (over, under) = (self.over, self.under * 100);
        let divisor = greatest_common(over, under);
        format!("{}/{}", over / divisor, under / divisor)
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.over * other.under).cmp(&(other.over * self.under))
    }
}

fn greatest_common(one: i128, other: i128) -> i128 {
    if other == 0 { one.abs() } else { greatest_common(other, one % other) }
}

/// Reads `1.25` as 125 hundredths.
pub fn parse(text: &str) -> Hundredths {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    assert!(part.len() <= 2, "{text} has more than two decimals");
    let part = format!("{part:0<2}");
    let sign = if whole.starts_with('-') { -1 } else { 1 };
    let number = |digits: &str| digits.parse::<i64>().unwrap_or_else(|_| panic!("{text}?"));
    number(whole) * 100 + sign * number(&part)
}

/// Writes 125 hundredths as `1.25`, 150 as `1.5`, 200 as `2`.
pub fn text(points: Hundredths) -> String {
    let sign = if points < 0 { "-" } else { "" };
    let (whole, part) = (points.abs() / 100, points.abs() % 100);
    let decimals = format!("{part:02}");
    let decimals = decimals.trim_end_matches('0');
    if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") }
}
