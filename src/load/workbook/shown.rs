//! Numbers as a cell's format shows them: days, hours, percentages.

use chrono::{Days, NaiveDate};

use crate::load::sheet::number_text;

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shown {
    /// The number.
    #[default]
    Number,
    /// A day, an hour or both.
    Moment,
    /// Hours that may be more than a day has.
    Duration,
    /// A percentage.
    Percent,
}

impl Shown {
    /// What a format makes, by its number where that is built in (27 to 36 and 50 to 58 are the
    /// days and hours of East Asian versions and stand in no file), else by its code.
    pub(super) fn of(id: u32, code: &str) -> Self {
        match id {
            9 | 10 => Self::Percent,
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Moment,
            46 => Self::Duration,
            _ => Self::of_code(code),
        }
    }

    fn of_code(code: &str) -> Self {
        let mut letters = String::new();
        let mut signs = code.chars();
        while let Some(sign) = signs.next() {
            match sign {
                // The sign behind is shown, skipped or repeated as it is.
                '\\' | '_' | '*' => drop(signs.next()),
                '"' => drop(signs.by_ref().find(|sign| *sign == '"')),
                '[' => {
                    let inner: String = signs.by_ref().take_while(|sign| *sign != ']').collect();
                    let inner = inner.to_lowercase();
                    let repeats = |letter: char| inner.chars().all(|sign| sign == letter);
                    if !inner.is_empty() && ['h', 'm', 's'].into_iter().any(repeats) {
                        return Self::Duration;
                    }
                }
                // The first of several formats is that of numbers above zero.
                ';' => break,
                _ => letters.extend(sign.to_lowercase()),
            }
        }
        if letters.contains(['y', 'm', 'd', 'h', 's']) || letters.contains("aaa") {
            Self::Moment
        } else if letters.contains('%') {
            Self::Percent
        } else {
            Self::Number
        }
    }

    /// The text of a number.
    pub(super) fn text(self, number: f64, is_1904: bool) -> String {
        let text = match self {
            Self::Number => None,
            Self::Percent => Some(format!("{}%", number_text(number * 100.0))),
            Self::Moment => moment_text(number, is_1904),
            Self::Duration => duration_text(number),
        };
        text.unwrap_or_else(|| number_text(number))
    }
}

/// The last day that spreadsheets know, 9999-12-31.
const LAST_DAY: f64 = 2_958_465.0;

/// Whole days and minutes of a number of days.
fn split(number: f64) -> Option<(u64, u64)> {
    if !(0.0..=LAST_DAY).contains(&number) {
        return None;
    }
    let seconds = format!("{:.0}", number * 86_400.0).parse::<u64>().ok()?;
    Some((seconds / 86_400, seconds % 86_400 / 60))
}

/// A day as `2024-08-07`, with its hour where it has one; an hour alone as `08:30`.
fn moment_text(number: f64, is_1904: bool) -> Option<String> {
    let (days, minutes) = split(number)?;
    let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let day = match (days, is_1904) {
        (0, _) => return Some(time),
        // Spreadsheets believe that 1900 was a leap year: the text is no day of a calendar.
        (60, false) => "1900-02-29".to_owned(),
        (_, true) => day_text(1904, 1, 1, days)?,
        (..60, false) => day_text(1899, 12, 31, days)?,
        (_, false) => day_text(1899, 12, 30, days)?,
    };
    Some(if minutes == 0 { day } else { format!("{day} {time}") })
}

fn day_text(year: i32, month: u32, day: u32, days: u64) -> Option<String> {
    let day = NaiveDate::from_ymd_opt(year, month, day)?.checked_add_days(Days::new(days))?;
    Some(day.format("%Y-%m-%d").to_string())
}

fn duration_text(number: f64) -> Option<String> {
    let (days, minutes) = split(number)?;
    let minutes = days * 1440 + minutes;
    Some(format!("{:02}:{:02}", minutes / 60, minutes % 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_say_what_a_number_is() {
        for code in ["yyyy\\-mm\\-dd", "m\"月\"d\"日\"", "[$-804]aaaa", "h:mm AM/PM", "yyyy年m月"]
        {
            assert_eq!(Shown::of(164, code), Shown::Moment, "{code}");
        }
        for code in ["General", "0.00\"分 %\"", "#,##0;[Red]-#,##0", "@", "0.0_ ;yyyy", "0\\%", ""]
        {
            assert_eq!(Shown::of(164, code), Shown::Number, "{code}");
        }
        assert_eq!(Shown::of(164, "0.0%"), Shown::Percent);
        assert_eq!(Shown::of(164, "[h]:mm"), Shown::Duration);
        assert_eq!(Shown::of(31, ""), Shown::Moment);
        assert_eq!(Shown::of(9, ""), Shown::Percent);
    }

    #[test]
    fn numbers_are_read_as_they_are_shown() {
        let moment = |number, is_1904| Shown::Moment.text(number, is_1904);
        assert_eq!(moment(45_467.0, false), "2024-06-24");
        assert_eq!(moment(44_005.0, true), "2024-06-24");
        assert_eq!(moment(45_467.729_166_666_664, false), "2024-06-24 17:30");
        assert_eq!(moment(1.0, false), "1900-01-01");
        assert_eq!(moment(59.0, false), "1900-02-28");
        assert_eq!(moment(60.0, false), "1900-02-29");
        assert_eq!(moment(61.0, false), "1900-03-01");
        assert_eq!(moment(0.75, false), "18:00");
        assert_eq!(moment(-1.0, false), "-1");
        assert_eq!(moment(f64::NAN, false), "NaN");
        assert_eq!(moment(1e300, false), number_text(1e300));
        assert_eq!(Shown::Percent.text(0.07, false), "7%");
        assert_eq!(Shown::Percent.text(0.125, false), "12.5%");
        assert_eq!(Shown::Duration.text(1.5, false), "36:00");
    }
}
