//! Dates as papers have them: a year, a month, or a day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::Moment;

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

    /// Whether all of it lies after a day; what is not known yet may be the first of its days.
    #[must_use]
    pub fn is_after(self, day: Moment) -> bool {
        let (month, first) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        NaiveDate::from_ymd_opt(i32::from(self.year), month.into(), first.into())
            .is_some_and(|first| first > day.day)
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

    #[test]
    fn is_after_a_day_only_where_that_is_sure() {
        let day = Moment::parse("2024-09-10 09:00").unwrap();
        for (text, after) in [
            ("2024-09-11", true),
            ("2024-09-10", false),
            ("2024-09-09", false),
            ("2024-10", true),
            ("2024-09", false),
            ("2025", true),
            ("2024", false),
        ] {
            assert_eq!(PartialDate::parse(text).unwrap().is_after(day), after, "{text}");
        }
    }
}
