//! Days and moments of registers and windows: plain calendar values without a time zone.

use std::fmt;

use chrono::{Datelike as _, NaiveDate};
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day, with the minute where it is known. No time zone: what the office's clock showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The day.
    pub day: NaiveDate,
    /// Minutes since midnight, 0 to 1440 (`24:00` is the end of the day); none when only the day
    /// is known.
    pub minute: Option<u16>,
}

impl Moment {
    /// A day without an hour.
    #[must_use]
    pub const fn day(day: NaiveDate) -> Self {
        Self { day, minute: None }
    }

    /// Reads `2024-06-24`, `2024-06-24 18:00` or `2024-06-24T18:00:00`; none for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (day, time) = match text.trim().split_once(['T', ' ']) {
            Some((day, time)) => (day, Some(time.trim())),
            None => (text.trim(), None),
        };
        let mut parts = day.split('-');
        let year = parts.next().filter(|part| part.len() == 4)?.parse().ok()?;
        let month = parts.next()?.parse().ok()?;
        let number = parts.next()?.parse().ok()?;
        if parts.next().is_some() {
            return None;
        }
        let day = NaiveDate::from_ymd_opt(year, month, number)?;
        let minute = match time {
            Some(time) => Some(parse_time(time)?),
            None => None,
        };
        Some(Self { day, minute })
    }

    /// Days from another moment's day to this one's, negative when this one is earlier.
    #[must_use]
    pub fn days_after(self, other: Self) -> i64 {
        (self.day - other.day).num_days()
    }

    /// Whether it is later than a limit. A day without an hour counts as handed in within that
    /// day's limit; a limit without an hour is the end of its day.
    #[must_use]
    pub fn is_after(self, limit: Self) -> bool {
        match self.day.cmp(&limit.day) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => {
                self.minute.zip(limit.minute).is_some_and(|(own, limit)| own > limit)
            }
        }
    }
}

/// Reads `18:00` or `18:00:00` as minutes since midnight, up to `24:00`.
#[must_use]
pub fn parse_time(text: &str) -> Option<u16> {
    let mut parts = text.split(':');
    let hour: u16 = parts.next()?.parse().ok()?;
    let minute: u16 = parts.next()?.parse().ok()?;
    let seconds_fit = parts.next().is_none_or(|seconds| seconds.parse::<f32>().is_ok());
    let fits = hour < 24 && minute < 60 || hour == 24 && minute == 0;
    (fits && seconds_fit && parts.next().is_none()).then_some(hour * 60 + minute)
}

impl fmt::Display for Moment {
    /// `2024-06-24` or `2024-06-24 18:00`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.day.format("%Y-%m-%d"))?;
        if let Some(minute) = self.minute {
            write!(formatter, " {:02}:{:02}", minute / 60, minute % 60)?;
        }
        Ok(())
    }
}

impl Serialize for Moment {
    /// Year, month, day as numbers and the hour as text, for sentences.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut state = serializer.serialize_struct("Moment", 4)?;
        state.serialize_field("year", &self.day.year())?;
        state.serialize_field("month", &self.day.month())?;
        state.serialize_field("day", &self.day.day())?;
        let time = self.minute.map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60));
        state.serialize_field("time", &time)?;
        state.end()
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("YYYY-MM-DD or YYYY-MM-DD HH:MM"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_days_and_hours() {
        let text = |text: &str| Moment::parse(text).map(|moment| moment.to_string());
        assert_eq!(text("2024-06-24").as_deref(), Some("2024-06-24"));
        assert_eq!(text("2024-6-4 9:05").as_deref(), Some("2024-06-04 09:05"));
        assert_eq!(text("2024-06-24T18:00:00").as_deref(), Some("2024-06-24 18:00"));
        for wrong in ["", "2024", "2024-02-30", "24-06-24", "2024-06-24 25:00", "2024-06-24-1"] {
            assert_eq!(text(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn late_is_after_the_hour_or_the_day() {
        let at = |text: &str| Moment::parse(text).unwrap();
        let limit = at("2024-06-24 18:00");
        assert!(!at("2024-06-24 18:00").is_after(limit));
        assert!(at("2024-06-24 18:01").is_after(limit));
        assert!(!at("2024-06-24").is_after(limit));
        assert!(at("2024-06-25").is_after(limit));
        assert!(!at("2024-06-24 23:59").is_after(at("2024-06-24")));
        assert_eq!(at("2024-06-26").days_after(limit), 2);
    }
}
