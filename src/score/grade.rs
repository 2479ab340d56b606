//! Step 8 of `rules.md`: grades by cuts (lower bound inside), by shares, or by both; vetoes and
//! caps.

use std::cmp::Reverse;

use super::UnitScore;
use crate::check::{Checked, CheckedClass, GradeCut};
use crate::model::Exact;
use crate::settings::{GradeMethod, GradeSettings, QuotaTie};

/// A tie across the last seat of a grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TieAtSeat {
    /// Position of the grade.
    pub(super) grade: usize,
    /// Seats.
    pub(super) seats: usize,
    /// Seats that the tied units could share.
    pub(super) left: usize,
    /// The tied units.
    pub(super) units: Vec<usize>,
}

/// Gives every unit with a total its grade; tells ties across a last seat.
pub(super) fn grade(
    checked: &Checked,
    class: &CheckedClass,
    units: &mut [UnitScore],
) -> Vec<TieAtSeat> {
    let caps = caps(class, units.len());
    let ties = give(checked, units, &caps);
    if caps.iter().any(Option::is_some) {
        // What the unit would have without its cap, for the finding that tells it.
        let mut free = units.to_vec();
        give(checked, &mut free, &vec![None; units.len()]);
        for ((unit, free), cap) in units.iter_mut().zip(free).zip(caps) {
            unit.grade_without_cap = free.grade.filter(|_| cap.is_some());
        }
    }
    ties
}

/// The best grade that each unit may have, where it is capped.
fn caps(class: &CheckedClass, units: usize) -> Vec<Option<usize>> {
    let mut caps: Vec<Option<usize>> = vec![None; units];
    for cap in &class.registers.caps {
        caps[cap.unit] = Some(caps[cap.unit].map_or(cap.grade, |other| other.max(cap.grade)));
    }
    caps
}

fn give(checked: &Checked, units: &mut [UnitScore], caps: &[Option<usize>]) -> Vec<TieAtSeat> {
    let settings = &checked.settings.scoring.grade;
    if settings.method == GradeMethod::None || checked.cuts.is_empty() {
        return Vec::new();
    }
    let last = checked.cuts.len() - 1;
    let count = count(checked, units);
    for unit in units.iter_mut().filter(|unit| unit.vetoed) {
        unit.grade = Some(last);
    }
    let mut waiting: Vec<(usize, Exact)> = units
        .iter()
        .enumerate()
        .filter(|(_, unit)| !unit.vetoed)
        .filter_map(|(at, unit)| Some((at, unit.compared(settings.on)?)))
        .collect();
    waiting.sort_by_key(|(_, total)| Reverse(*total));
    let mut ties = Vec::new();
    let mut seated = vec![false; units.len()];
    for (grade, cut) in checked.cuts.iter().enumerate() {
        let reaches = |total: Exact| cut.from.is_none_or(|from| total >= from.exact());
        let allowed = |unit: usize| caps[unit].is_none_or(|cap| grade >= cap);
        let mut able: Vec<(usize, Exact)> =
            waiting.iter().copied().filter(|(u, total)| reaches(*total) && allowed(*u)).collect();
        if let Some(seats) = seats(settings, cut, count) {
            ties.extend(seat(settings, grade, seats, &mut able));
        }
        for (unit, _) in &able {
            units[*unit].grade = Some(grade);
            seated[*unit] = true;
        }
        waiting.retain(|(unit, _)| !seated[*unit]);
    }
    ties
}

/// The units of which shares are: those that count (`rules.md`, veto).
pub(super) fn count(checked: &Checked, units: &[UnitScore]) -> usize {
    let counted = checked.settings.scoring.veto.counted;
    units.iter().filter(|unit| counted || !unit.vetoed).count()
}

/// Seats of a grade: the whole part of share × units, one at least where so set.
pub(super) fn seats(settings: &GradeSettings, cut: &GradeCut, units: usize) -> Option<usize> {
    let share = cut.share?;
    let count = Exact::from_integer(i128::try_from(units).ok()?);
    let seats = usize::try_from((share * count).floor().to_integer()).ok()?;
    Some(if settings.quota_floor_one { seats.max(1) } else { seats })
}

/// Keeps of `able` (best first) those who get a seat; a tie at the last one is told.
fn seat(
    settings: &GradeSettings,
    grade: usize,
    seats: usize,
    able: &mut Vec<(usize, Exact)>,
) -> Option<TieAtSeat> {
    let next = able.get(seats)?.1;
    let tied: Vec<usize> = able.iter().filter(|(_, t)| *t == next).map(|(u, _)| *u).collect();
    let better = able.iter().filter(|(_, total)| *total > next).count();
    let crosses = better < seats;
    let kept = if crosses && settings.quota_tie == QuotaTie::All {
        better + tied.len()
    } else if crosses {
        better
    } else {
        seats
    };
    able.truncate(kept);
    crosses.then_some(TieAtSeat { grade, seats, left: seats - better, units: tied })
}
