//! What a person does not see in a table: hidden sheets, rows and columns, and formulas that were
//! never computed.

use std::ops::RangeInclusive;

use super::sheet::Grid;
use super::table::{RawTable, column_letters};
use crate::finding::{Finding, rule};

/// What is hidden or never computed in a table.
pub(super) fn of_table(grid: &Grid, table: &RawTable) -> Vec<Finding> {
    let mut findings = hidden_parts(grid, table);
    // Heads count too, of any column: one that is a formula without a result is not recognised.
    let is_used = |row: u32, column: u32| {
        row == table.head_row()
            || table.rows().binary_search(&row).is_ok()
                && table.columns().iter().any(|own| own.index == column)
    };
    let cells = grid.uncomputed.iter().filter(|(row, column)| is_used(*row, *column));
    findings.extend(cells.map(|(row, column)| uncomputed_at(grid, *row, *column)));
    findings
}

/// A sheet, rows and columns of a table that are hidden.
pub(super) fn hidden_parts(grid: &Grid, table: &RawTable) -> Vec<Finding> {
    let mut findings = Vec::new();
    if grid.hidden {
        findings.push(Finding::new(rule::SHEET_HIDDEN, table.whole()));
    }
    let head = [table.head_row()];
    let rows = hidden(head.iter().chain(table.rows()).copied(), &grid.hidden_rows);
    if let Some(first) = rows.first() {
        let found = Finding::new(rule::ROWS_HIDDEN, grid.place(*first, 0));
        findings.push(found.with("rows", ranges(&rows, |row| (row + 1).to_string())));
    }
    let used = table.columns().iter().map(|column| column.index);
    let columns = hidden(used, &grid.hidden_columns);
    if let Some(first) = columns.first() {
        let found = Finding::new(rule::COLUMNS_HIDDEN, grid.place(0, *first));
        findings.push(found.with("columns", ranges(&columns, column_letters)));
    }
    findings
}

/// Every formula of a sheet that was never computed.
pub(super) fn uncomputed(grid: &Grid) -> Vec<Finding> {
    let cells = grid.uncomputed.iter();
    cells.map(|(row, column)| uncomputed_at(grid, *row, *column)).collect()
}

fn uncomputed_at(grid: &Grid, row: u32, column: u32) -> Finding {
    Finding::new(rule::FORMULA_UNCOMPUTED, grid.place(row, column))
}

/// Those of some rows or columns that are hidden, in order.
fn hidden(used: impl Iterator<Item = u32>, hidden: &[RangeInclusive<u32>]) -> Vec<u32> {
    let mut found: Vec<u32> =
        used.filter(|one| hidden.iter().any(|range| range.contains(one))).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// `3、5-7`.
fn ranges(numbers: &[u32], name: impl Fn(u32) -> String) -> String {
    let runs = numbers.chunk_by(|one, next| one + 1 == *next);
    let texts = runs.filter_map(|run| match run {
        [one] => Some(name(*one)),
        [first, .., last] => Some(format!("{}-{}", name(*first), name(*last))),
        [] => None,
    });
    texts.collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_named_by_their_ends() {
        assert_eq!(ranges(&[2, 4, 5, 6, 9], |row| (row + 1).to_string()), "3、5-7、10");
        assert_eq!(ranges(&[25, 26], column_letters), "Z-AA");
        assert_eq!(hidden([5, 1, 5, 9].into_iter(), &[0..=1, 5..=8]), [1, 5]);
    }
}
