//! Step 5 of `rules.md`: bonus, deductions, late papers. None of them is rescaled.

use crate::check::{CheckedClass, ClassRegisters};
use crate::model::{Exact, Moment, Points};
use crate::settings::{ClassSettings, LateRule, SubmissionRules};

/// A unit's bonus points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BonusScore {
    /// As the register has them.
    pub registered: Points,
    /// As they count, after gate and cap.
    pub counted: Points,
    /// Whether the base is below the gate.
    pub stopped: bool,
}

/// Papers that came late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lateness {
    /// Until when.
    pub deadline: Moment,
    /// When the last required piece was first handed in.
    pub handed_in: Moment,
    /// Days late, from 1.
    pub days: i64,
    /// Points that it costs.
    pub points: Points,
}

/// Sums a unit's bonus under the class's gate and cap.
pub(super) fn bonus(
    class: &CheckedClass,
    settings: &ClassSettings,
    unit: usize,
    base: Exact,
) -> BonusScore {
    let rows = class.registers.bonus.iter().filter(|row| row.unit == unit);
    let registered = Points::from_scaled(rows.map(|row| row.points.scaled()).sum());
    let limit = |text: &Option<String>| text.as_deref().and_then(|text| Points::parse(text).ok());
    let gate = limit(&settings.bonus_gate);
    let stopped = registered > Points::ZERO && gate.is_some_and(|gate| base < gate.exact());
    let counted = match limit(&settings.bonus_cap) {
        _ if stopped => Points::ZERO,
        Some(cap) => registered.min(cap),
        None => registered,
    };
    BonusScore { registered, counted, stopped }
}

/// Sums a unit's rows of the deduction register.
pub(super) fn deducted(registers: &ClassRegisters, unit: usize) -> Points {
    let rows = registers.deductions.iter().filter(|row| row.unit == unit);
    Points::from_scaled(rows.map(|row| row.points.scaled()).sum())
}

/// Lateness of a unit's papers: from the deadline to the first date of the last required piece; a
/// piece returned for correction keeps its first date.
pub(super) fn lateness(
    registers: &ClassRegisters,
    rules: &SubmissionRules,
    unit: usize,
) -> Option<Lateness> {
    let deadline = rules.deadline?;
    let pieces = rules.pieces.iter();
    let handed_in = pieces.filter_map(|piece| registers.first_handed_in(unit, piece)).max()?;
    if !handed_in.is_after(deadline) {
        return None;
    }
    let days = handed_in.days_after(deadline).max(1);
    let points = Points::parse(&rules.late_points).unwrap_or_default().scaled();
    let cost = match rules.late {
        LateRule::None => 0,
        LateRule::Fixed => points,
        LateRule::PerDay => points.saturating_mul(days),
    };
    let cap = rules.late_cap.as_deref().and_then(|cap| Points::parse(cap).ok());
    let cost = Points::from_scaled(cost);
    let points = cap.map_or(cost, |cap| cost.min(cap));
    Some(Lateness { deadline, handed_in, days, points })
}
