//! Dates as papers have them: a year, a month, or a day.

use serde::{Deserialize, Serialize};

/// A date of which day, or month and day, may not be known yet: `2011`, `2024-09`, `2024-09-18`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PartialDate {
    /// Year, four digits.
    pub year: u16,
    /// Month 1 to 12.
    pub month: Option<u8>,
    /// Day 1 to 31.
    pub day: Option<u8>,
}

impl PartialDate {
    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; none for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = parts.next().filter(|part| part.len() == 4)?.parse().ok()?;
        let month = parts.next().map(two_digits);
        let day = parts.next().map(two_digits);
        if parts.next().is_some() || month == Some(None) || day == Some(None) {
            return None;
        }
        let (month, day) = (month.flatten(), day.flatten());
        let month_ok = month.is_none_or(|month| (1..=12).contains(&month));
        let day_ok = day
            .is_none_or(|day| month.is_some_and(|month| (1..=days_of(year, month)).contains(&day)));
        (year > 0 && month_ok && day_ok).then_some(Self { year, month, day })
    }
}

fn two_digits(part: &str) -> Option<u8> {
    (part.len() == 2).then(|| part.parse().ok())?
}

fn days_of(year: u16, month: u8) -> u8 {
    let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("YYYY, YYYY-MM or YYYY-MM-DD"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_known() {
        let full = PartialDate { year: 2024, month: Some(9), day: Some(18) };
        assert_eq!(PartialDate::parse("2024-09-18"), Some(full));
        assert_eq!(PartialDate::parse("2024-09"), Some(PartialDate { day: None, ..full }));
        assert!(PartialDate::parse("2024-02-29").is_some());
        for text in ["", "24", "2024-9", "2024-13", "2023-02-29", "2024-09-18-1", "2024--18"] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }
}
