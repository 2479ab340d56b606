//! The scores of a class as read become the columns of [`Cells`].

use polars::prelude::{
    ChunkTake as _, IdxCa, IdxSize, NewChunkedArray as _, PlSmallStr, StringChunked,
};

use super::cell::Cell;
use super::rounds::{Scores, Text};
use crate::check::checked::Cells;
use crate::model::Points;

/// The cells of a class, by unit and indicator. A column in which nothing stands is left out.
pub(in crate::check) fn gather(scores: &Scores<'_>, indicators: usize) -> Cells {
    let cells = &scores.cells;
    let lines = Lines::of(cells);
    let points = |of: fn(&Cell) -> Option<Points>| cells.iter().map(of).map(Cells::packed);
    Cells {
        indicators,
        points: points(|cell| cell.points).collect(),
        first: if cells.iter().any(|cell| cell.first.is_some()) {
            points(|cell| cell.first).collect()
        } else {
            Vec::new()
        },
        reason: texts(scores, Text::Reason, &lines),
        cause: texts(scores, Text::Cause, &lines),
        evidence: texts(scores, Text::Evidence, &lines),
        scorer: texts(scores, Text::Scorer, &lines),
        evidence_valid: column(cells, |cell| cell.evidence_valid),
        collected: column(cells, |cell| cell.collected),
        mend: column(cells, |cell| cell.mend),
    }
}

fn column<T>(cells: &[Cell], of: fn(&Cell) -> Option<T>) -> Vec<Option<T>> {
    let any = cells.iter().any(|cell| of(cell).is_some());
    if any { cells.iter().map(of).collect() } else { Vec::new() }
}

/// From which lines of the table the cells come.
enum Lines {
    /// Cell for cell from all lines in their order.
    All,
    /// From these; none where there is no line.
    Some(IdxCa),
}

impl Lines {
    fn of(cells: &[Cell]) -> Self {
        let in_order =
            |(at, cell): (usize, &Cell)| cell.line.is_some_and(|line| line as usize == at);
        if cells.iter().enumerate().all(in_order) {
            return Self::All;
        }
        let lines: Vec<Option<IdxSize>> = cells.iter().map(|cell| cell.line).collect();
        Self::Some(IdxCa::from_slice_options(PlSmallStr::EMPTY, &lines))
    }
}

/// A column of texts: the table's own bytes in the order of the cells.
fn texts(scores: &Scores<'_>, text: Text, lines: &Lines) -> Option<StringChunked> {
    let cells = &scores.cells;
    if cells.iter().any(|cell| cell.texts.is_some()) {
        let own: Vec<Option<&str>> = cells.iter().map(|cell| scores.text(cell, text)).collect();
        return Some(StringChunked::from_slice_options(PlSmallStr::EMPTY, &own));
    }
    let column = scores.column(text)?;
    match lines {
        Lines::All if column.len() == cells.len() => Some(column.clone()),
        Lines::All => None,
        Lines::Some(lines) => column.take(lines).ok().map(|texts| texts.rechunk().into_owned()),
    }
}
