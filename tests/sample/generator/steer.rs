//! Small changes of a unit's free cells until its exact total is what a plant needs.

use super::board::Class;
use super::content::Entry;
use super::exact::{Exact, Hundredths};

/// A change of one cell: the indicator, its new fault, and what the unit gains.
type Move = (usize, Option<usize>, Hundredths);

/// Changes at most three free cells so that the total is as wanted; false when none will do.
pub fn steer(
    class: &mut Class,
    entries: &[Entry],
    unit: usize,
    wanted: impl Fn(Exact) -> bool,
) -> bool {
    if wanted(class.total(unit)) {
        return true;
    }
    let moves = moves(class, entries, unit);
    let found = combination(&moves, &|gain| wanted(class.total_with(unit, gain)));
    for &(indicator, fault, _) in found.iter().flatten() {
        class.set(unit, indicator, fault);
    }
    found.is_some()
}

/// Changes free cells, one after the other, until the total is within two points of another.
pub fn approach(class: &mut Class, entries: &[Entry], unit: usize, target: Exact) {
    let near = |total: Exact| total.plus(200) > target && total.plus(-200) < target;
    let apart = |total: Exact| (total.rounded() - target.rounded()).abs();
    while !near(class.total(unit)) {
        // A small step: no cell should look out of the ordinary.
        let moves = moves(class, entries, unit);
        let small = moves.iter().filter(|one| one.2.abs() <= 75);
        let best = small.min_by_key(|one| apart(class.total_with(unit, one.2)));
        let (indicator, fault, _) = *best.unwrap();
        class.set(unit, indicator, fault);
    }
}

/// Every allowed change, the smallest first.
fn moves(class: &Class, entries: &[Entry], unit: usize) -> Vec<Move> {
    let mut moves = Vec::new();
    for (at, indicator) in class.indicators.iter().enumerate() {
        let cell = &class.cells[unit][at];
        let difficulty = entries[indicator.entry].difficulty;
        if !cell.applies() || cell.locked || difficulty <= 0.0 || difficulty >= 1.0 {
            continue;
        }
        let free = |(_, fault): &(usize, &super::board::Fault)| !fault.reserved;
        let faults = indicator.faults.iter().enumerate().filter(free);
        let faults = faults.map(|(fault, known)| (Some(fault), known.points));
        let changes = faults.chain([(None, 0)]).filter(|(_, loss)| *loss != cell.loss);
        moves.extend(changes.map(|(fault, loss)| (at, fault, cell.loss - loss)));
    }
    moves.sort_by_key(|(at, fault, gain)| (gain.abs(), *at, *fault));
    moves
}

fn combination(moves: &[Move], wanted: &dyn Fn(Hundredths) -> bool) -> Option<Vec<Move>> {
    if let Some(one) = moves.iter().find(|one| wanted(one.2)) {
        return Some(vec![*one]);
    }
    for (place, one) in moves.iter().enumerate() {
        let others = moves[..place].iter().filter(|other| other.0 != one.0);
        if let Some(other) = others.into_iter().find(|other| wanted(one.2 + other.2)) {
            return Some(vec![*one, *other]);
        }
    }
    for (place, one) in moves.iter().enumerate() {
        for (second, other) in moves[..place].iter().enumerate().filter(|(_, m)| m.0 != one.0) {
            let mut third = moves[..second].iter().filter(|m| m.0 != one.0 && m.0 != other.0);
            if let Some(third) = third.find(|third| wanted(one.2 + other.2 + third.2)) {
                return Some(vec![*one, *other, *third]);
            }
        }
    }
    None
}
