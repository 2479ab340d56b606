//! The window of appeals (`rules.md`, appeals).

use chrono::{Datelike as _, Days, NaiveDate, Weekday};

use crate::model::{Moment, parse_time};
use crate::settings::{AppealWindow, DayCount};

/// Last moment at which an appeal is in time: `days` days from receipt, the day of receipt being
/// the first of them or not, or the fixed end; none without either.
pub(super) fn end(
    window: &AppealWindow,
    received: Option<Moment>,
    count_first_day: bool,
) -> Option<Moment> {
    let minute = parse_time(&window.closing);
    if let Some(end) = window.ends_on {
        return Some(Moment { day: end.day, minute: end.minute.or(minute) });
    }
    let mut day = received?.day;
    let mut left = u64::from(window.days);
    if window.count == DayCount::Working {
        if count_first_day && is_worked(window, day) {
            left = left.saturating_sub(1);
        }
        while left > 0 {
            day = day.succ_opt()?;
            left -= u64::from(is_worked(window, day));
        }
    } else {
        let first = u64::from(count_first_day);
        day = day.checked_add_days(Days::new(left.saturating_sub(first)))?;
    }
    if window.roll {
        let mut most = 366;
        while !is_worked(window, day) && most > 0 {
            day = day.succ_opt()?;
            most -= 1;
        }
    }
    Some(Moment { day, minute })
}

/// Whether a day is worked: weekdays but days off, and weekends that are worked instead.
fn is_worked(window: &AppealWindow, day: NaiveDate) -> bool {
    let holds = |days: &[Moment]| days.iter().any(|moment| moment.day == day);
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    if weekend { holds(&window.extra_working_days) } else { !holds(&window.days_off) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window() -> AppealWindow {
        AppealWindow {
            days: 7,
            count_first_day: false,
            count: DayCount::Calendar,
            days_off: Vec::new(),
            extra_working_days: Vec::new(),
            roll: false,
            closing: "17:30".to_owned(),
            ends_on: None,
            evidence_cutoff: None,
            may_lower: false,
        }
    }

    fn ends(window: &AppealWindow, received: &str, first: bool) -> String {
        end(window, Moment::parse(received), first).unwrap().to_string()
    }

    /// 1 August 2024 is a Thursday; all days by the calendar.
    #[test]
    fn windows_by_hand() {
        let plain = window();
        assert_eq!(ends(&plain, "2024-08-01", false), "2024-08-08 17:30");
        assert_eq!(ends(&plain, "2024-08-01", true), "2024-08-07 17:30");
        let working = AppealWindow { count: DayCount::Working, ..window() };
        // Fri 2, Mon 5 … Fri 9, Mon 12.
        assert_eq!(ends(&working, "2024-08-01", false), "2024-08-12 17:30");
        assert_eq!(ends(&working, "2024-08-01", true), "2024-08-09 17:30");
        let day = |text: &str| Moment::parse(text).unwrap();
        let holiday = AppealWindow { days_off: vec![day("2024-08-05")], ..working.clone() };
        assert_eq!(ends(&holiday, "2024-08-01", false), "2024-08-13 17:30");
        let extra = AppealWindow { extra_working_days: vec![day("2024-08-03")], ..working };
        assert_eq!(ends(&extra, "2024-08-01", false), "2024-08-09 17:30");
        // From Saturday 3 the seventh day is Saturday 10, which rolls to Monday 12.
        let rolled = AppealWindow { roll: true, ..window() };
        assert_eq!(ends(&rolled, "2024-08-03", false), "2024-08-12 17:30");
        let fixed = AppealWindow { ends_on: Some(day("2024-08-15")), ..window() };
        assert_eq!(ends(&fixed, "2024-08-01", false), "2024-08-15 17:30");
        assert_eq!(end(&window(), None, false), None);
    }
}
