//! Tables of results of an earlier run, as text.

use std::path::Path;

use polars::prelude::StringChunked;

use super::folder::read_bytes;
use super::parquet;
use crate::finding::{Failure, failure};

/// Rows of a table of results, column by column.
#[derive(Debug, Clone, Default)]
pub struct ResultRows {
    /// Rows.
    pub height: usize,
    columns: Vec<Option<StringChunked>>,
}

impl ResultRows {
    /// A cell by row and by the position of its column among those that were asked for; empty where
    /// nothing stands, or the table has no such column.
    #[must_use]
    pub fn text(&self, row: usize, column: usize) -> &str {
        let column = self.columns.get(column).and_then(Option::as_ref);
        column.and_then(|column| column.get(row)).unwrap_or_default()
    }
}

/// Some columns of a table of results in an output folder: of the CSV where there is one, else of
/// the Parquet file; none without either.
///
/// # Errors
/// A failure when it is there and cannot be read.
pub fn result_rows(
    folder: &Path,
    name: &str,
    columns: &[&str],
) -> Result<Option<ResultRows>, Failure> {
    let path = |ending: &str| folder.join(format!("results/{name}.{ending}"));
    let (csv, parquet) = (path("csv"), path("parquet"));
    let broken = |path: &Path| {
        Failure::new(failure::READ_FAILED).with("path", path.display()).with("cause", name)
    };
    if csv.is_file() {
        let bytes = read_bytes(&csv)?;
        return from_csv(&bytes, columns).map(Some).ok_or_else(|| broken(&csv));
    }
    if !parquet.is_file() {
        return Ok(None);
    }
    let frame = parquet::read(read_bytes(&parquet)?, name).map_err(|_| broken(&parquet))?;
    let column = |name: &&str| Some(frame.column(name).ok()?.str().ok()?.clone());
    Ok(Some(ResultRows { height: frame.height(), columns: columns.iter().map(column).collect() }))
}

fn from_csv(bytes: &[u8], columns: &[&str]) -> Option<ResultRows> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let heads = reader.headers().ok()?.clone();
    let at = |name: &&str| heads.iter().position(|head| head == *name);
    let places: Vec<Option<usize>> = columns.iter().map(at).collect();
    let mut texts: Vec<Vec<String>> = vec![Vec::new(); columns.len()];
    let mut height = 0;
    for row in reader.records() {
        let row = row.ok()?;
        height += 1;
        for (place, texts) in places.iter().zip(&mut texts) {
            let text = place.and_then(|place| row.get(place));
            texts.push(text.unwrap_or_default().to_owned());
        }
    }
    let column = |own: Vec<String>| Some(own.into_iter().map(Some).collect::<StringChunked>());
    Some(ResultRows { height, columns: texts.into_iter().map(column).collect() })
}
