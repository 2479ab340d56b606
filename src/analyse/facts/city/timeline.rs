//! Dates of the assessment, as far as the settings know them.

use serde::Serialize;

use crate::model::{Figure, Moment};
use crate::settings::{DayCount, Settings};

/// Dates of the assessment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimelineFacts {
    /// Until when papers had to be handed in.
    pub deadline: Option<Moment>,
    /// First day of collection.
    pub collected_from: Option<Moment>,
    /// Last day of collection.
    pub collected_to: Option<Moment>,
    /// Days of the appeal window; none without a register of appeals, or with a fixed end.
    pub appeal_days: Option<Figure>,
    /// Whether these are working days.
    pub working_days: bool,
    /// Fixed last day of appeals.
    pub appeals_end: Option<Moment>,
}

/// Dates of the assessment.
pub(super) fn timeline(settings: &Settings) -> TimelineFacts {
    let window = &settings.appeals;
    let appeals = !settings.registers.appeals.is_empty();
    let days = usize::try_from(window.days).unwrap_or_default();
    TimelineFacts {
        deadline: settings.submissions.deadline,
        collected_from: settings.collection.from,
        collected_to: settings.collection.to,
        appeal_days: (appeals && window.ends_on.is_none())
            .then(|| Figure::count("city/appeal-days", days)),
        working_days: window.count == DayCount::Working,
        appeals_end: window.ends_on.filter(|_| appeals),
    }
}
