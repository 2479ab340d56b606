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
    let present = Present::of(cells);
    let points = |of: fn(&Cell) -> Option<Points>| cells.iter().map(of).map(Cells::packed);
    let texts = |text| texts(scores, text, &present);
    let decimals = |of: fn(&Cell) -> Option<Points>| {
        cells.iter().filter_map(of).map(Points::decimals).max().unwrap_or(0)
    };
    Cells {
        indicators,
        point_decimals: decimals(|cell| cell.points),
        first_decimals: decimals(|cell| cell.first),
        points: points(|cell| cell.points).collect(),
        first: if present.first { points(|cell| cell.first).collect() } else { Vec::new() },
        reason: texts(Text::Reason),
        cause: texts(Text::Cause),
        evidence: texts(Text::Evidence),
        scorer: texts(Text::Scorer),
        evidence_valid: column(cells, present.evidence_valid, |cell| cell.evidence_valid),
        collected: column(cells, present.collected, |cell| cell.collected),
        mend: column(cells, present.mend, |cell| cell.mend),
    }
}

fn column<T>(cells: &[Cell], any: bool, of: fn(&Cell) -> Option<T>) -> Vec<Option<T>> {
    if any { cells.iter().map(of).collect() } else { Vec::new() }
}

/// What stands in any cell, found in one walk over millions.
#[expect(clippy::struct_excessive_bools, reason = "one for each column")]
struct Present {
    first: bool,
    evidence_valid: bool,
    collected: bool,
    mend: bool,
    /// Texts of a cell's own.
    texts: bool,
    lines: Lines,
}

impl Present {
    fn of(cells: &[Cell]) -> Self {
        let mut present = Self {
            first: false,
            evidence_valid: false,
            collected: false,
            mend: false,
            texts: false,
            lines: Lines::All,
        };
        let mut in_order = true;
        for (at, cell) in cells.iter().enumerate() {
            present.first |= cell.first.is_some();
            present.evidence_valid |= cell.evidence_valid.is_some();
            present.collected |= cell.collected.is_some();
            present.mend |= cell.mend.is_some();
            present.texts |= cell.texts.is_some();
            in_order &= cell.line.is_some_and(|line| line as usize == at);
        }
        if !in_order {
            present.lines = Lines::of(cells);
        }
        present
    }
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
        let lines: Vec<Option<IdxSize>> = cells.iter().map(|cell| cell.line).collect();
        Self::Some(IdxCa::from_slice_options(PlSmallStr::EMPTY, &lines))
    }
}

/// A column of texts: the table's own bytes in the order of the cells.
fn texts(scores: &Scores<'_>, text: Text, present: &Present) -> Option<StringChunked> {
    let cells = &scores.cells;
    if present.texts {
        let own: Vec<Option<&str>> = cells.iter().map(|cell| scores.text(cell, text)).collect();
        return Some(StringChunked::from_slice_options(PlSmallStr::EMPTY, &own));
    }
    let column = scores.column(text)?;
    match &present.lines {
        Lines::All if column.len() == cells.len() => Some(column.clone()),
        Lines::All => None,
        Lines::Some(lines) => column.take(lines).ok().map(|texts| texts.rechunk().into_owned()),
    }
}
