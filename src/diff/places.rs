//! The cells in which inputs that moved stand now, as long as the data folder is the one that the
//! later output was made of.

use std::path::{Path, PathBuf};

use super::moved::Moved;
use crate::pipeline::{Figures, Order, Reading};

/// Inputs whose cells are looked up at the most.
const MOST: usize = 500;

/// Columns of results with the columns of score tables that they are read from.
const COLUMNS: [(&str, &str); 6] = [
    ("points", "points"),
    ("first_points", "first"),
    ("reason", "reason"),
    ("cause", "cause"),
    ("evidence", "evidence"),
    ("mend", "mend"),
];

/// Fills in the cells; nothing where the data is another by now, or cannot be read.
pub(super) fn fill(moved: &mut Moved, data: &Path, inputs_sha256: &str, jobs: usize) {
    if moved.inputs.is_empty() {
        return;
    }
    let read = figures(data, jobs).filter(|own| own.inputs_sha256 == inputs_sha256);
    let Some(tracer) = read.and_then(|own| own.tracer) else {
        return;
    };
    for own in moved.inputs.iter_mut().take(MOST) {
        let (indicator, column) = &own.cell;
        let Some((_, role)) = COLUMNS.iter().find(|(name, _)| name == column) else {
            continue;
        };
        let found = ["points", "first", "loss"].iter().find_map(|figure| {
            let trace = tracer.trace(&format!("{}/{indicator}/{figure}", own.unit))?;
            trace.cells.into_iter().find(|cell| cell.role == *role)
        });
        own.place = found.map(|cell| cell.place).unwrap_or_default();
    }
}

fn figures(data: &Path, jobs: usize) -> Option<Figures> {
    let order = Order {
        data: data.to_owned(),
        templates: None,
        fonts: None,
        output: PathBuf::new(),
        units: Vec::new(),
        only: Vec::new(),
        share: None,
        jobs,
    };
    Reading::new(&order, &|_| {}).ok()?.figures().ok()
}
