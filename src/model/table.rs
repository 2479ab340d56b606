//! A table of results with the meaning of every column.

use polars::prelude::{Column, DataFrame};

/// A table of results. Its frame and its dictionary come from the same columns.
#[derive(Debug, Clone)]
pub struct ResultTable {
    /// Name of its files, without ending.
    pub name: &'static str,
    /// Columns in order.
    pub columns: Vec<ResultColumn>,
}

/// One column of a [`ResultTable`].
#[derive(Debug, Clone)]
pub struct ResultColumn {
    /// Name in files; the key of its description in `wording/results.toml`.
    pub name: &'static str,
    /// Values, of the table's height.
    pub values: Column,
}

impl ResultTable {
    /// Whether it has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.height() == 0
    }

    /// Its rows.
    #[must_use]
    pub fn height(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }

    /// The columns as one frame.
    #[must_use]
    pub fn frame(&self) -> DataFrame {
        let columns = self.columns.iter().map(|column| column.values.clone()).collect();
        DataFrame::new(self.height(), columns).unwrap_or_default()
    }
}
