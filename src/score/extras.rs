//! Step 5 of `rules.md`: bonus, deductions, late papers. None of them is rescaled.

use std::collections::BTreeMap;

use crate::check::CheckedClass;
use crate::model::{Exact, Moment, Points, comparable};
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

/// What the registers say of a unit, before any gate or cap.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Beside {
    /// Bonus points as registered.
    pub(super) bonus: Points,
    /// Rows of the deduction register.
    pub(super) deducted: Points,
    /// Papers that came late.
    pub(super) lateness: Option<Lateness>,
    /// Whether it is vetoed.
    pub(super) vetoed: bool,
}

/// What the registers of a class say of each of its units, in one pass over each register.
pub(super) fn beside(class: &CheckedClass, rules: &SubmissionRules) -> Vec<Beside> {
    let registers = &class.registers;
    let mut units = vec![Beside::default(); class.units.len()];
    let sum = |one: Points, other: Points| Points::from_scaled(one.scaled() + other.scaled());
    for row in &registers.bonus {
        units[row.unit].bonus = sum(units[row.unit].bonus, row.points);
    }
    for row in &registers.deductions {
        units[row.unit].deducted = sum(units[row.unit].deducted, row.points);
    }
    for row in &registers.vetoes {
        units[row.unit].vetoed = true;
    }
    for (unit, handed_in) in units.iter_mut().zip(last_handed_in(class, rules)) {
        unit.lateness = handed_in.and_then(|handed_in| lateness(rules, handed_in));
    }
    units
}

/// A unit's bonus under the class's gate and cap.
pub(super) fn bonus(registered: Points, settings: &ClassSettings, base: Exact) -> BonusScore {
    if registered == Points::ZERO {
        return BonusScore::default();
    }
    let limit = |text: &Option<String>| text.as_deref().and_then(|text| Points::parse(text).ok());
    let gate = limit(&settings.bonus_gate);
    let stopped = gate.is_some_and(|gate| base < gate.exact());
    let counted = match limit(&settings.bonus_cap) {
        _ if stopped => Points::ZERO,
        Some(cap) => registered.min(cap),
        None => registered,
    };
    BonusScore { registered, counted, stopped }
}

/// When each unit handed in the last of its required pieces: a piece returned for correction keeps
/// its first date, one in two rows the earlier.
fn last_handed_in(class: &CheckedClass, rules: &SubmissionRules) -> Vec<Option<Moment>> {
    let pieces: Vec<String> = rules.pieces.iter().map(|piece| comparable(piece)).collect();
    let mut firsts: BTreeMap<(usize, usize), Moment> = BTreeMap::new();
    for row in &class.registers.submissions {
        let (own, Some(first)) = (comparable(&row.piece), row.first) else {
            continue;
        };
        if let Some(piece) = pieces.iter().position(|piece| *piece == own) {
            let known = firsts.entry((row.unit, piece)).or_insert(first);
            *known = first.min(*known);
        }
    }
    let mut last = vec![None; class.units.len()];
    for ((unit, _), first) in firsts {
        last[unit] = last[unit].max(Some(first));
    }
    last
}

/// Lateness of papers of which the last was handed in at a moment.
fn lateness(rules: &SubmissionRules, handed_in: Moment) -> Option<Lateness> {
    let deadline = rules.deadline?;
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
