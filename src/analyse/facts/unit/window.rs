//! Until when a unit may ask for a review, and of what.

use serde::Serialize;

use super::Printer;
use crate::model::{Figure, Moment, parse_time};
use crate::settings::{DayCount, Settings};

/// Minutes of a whole day: a window that closes then needs no hour.
const WHOLE_DAY: u16 = 24 * 60;

/// The window of appeals, as the settings have it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WindowFacts {
    /// Days from receipt.
    pub days: Figure,
    /// Which days count.
    pub count: DayCount,
    /// Whether the day of receipt is the first of them.
    pub count_first_day: bool,
    /// Whether a last day off moves to the next working day.
    pub roll: bool,
    /// Hour at which the last day closes; none for its end.
    pub closing: Option<String>,
    /// A fixed last day instead of counting.
    pub ends_on: Option<Moment>,
    /// Evidence made after this day earns nothing.
    pub evidence_cutoff: Option<Moment>,
    /// Whether a review may lower points.
    pub may_lower: bool,
}

impl WindowFacts {
    pub(super) fn new(settings: &Settings, print: &Printer<'_>) -> Self {
        let own = &settings.appeals;
        let minute = parse_time(&own.closing).filter(|minute| *minute < WHOLE_DAY);
        let end = |end: Moment| Moment { minute: end.minute.or(minute), ..end };
        Self {
            days: print.count("appeals/days", usize::try_from(own.days).unwrap_or_default()),
            count: own.count,
            count_first_day: own.count_first_day,
            roll: own.roll,
            closing: minute.map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60)),
            ends_on: own.ends_on.map(end),
            evidence_cutoff: own.evidence_cutoff,
            may_lower: own.may_lower,
        }
    }
}
