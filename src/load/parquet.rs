//! Parquet files, for assessments too large for a sheet.

use std::io::Cursor;
use std::panic;

use polars::prelude::{
    AnyValue, Column, DataFrame, ParquetReader, SerReader as _, StringChunkedBuilder,
};

use super::sheet::{number_text, trimmed};
use crate::finding::{Finding, Place, rule};

/// Reads a Parquet file as text columns: numbers in their shortest 15-digit form.
///
/// # Errors
/// A finding when it cannot be read.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<DataFrame, Finding> {
    let unreadable = || Finding::new(rule::FILE_UNREADABLE, Place::file(file));
    let frame = parse(bytes).ok_or_else(unreadable)?;
    let columns: Vec<Column> = frame.columns().iter().map(as_text).collect();
    DataFrame::new(frame.height(), columns).map_err(|_| unreadable())
}

/// Reads a Parquet file; none when it is damaged. polars panics on some damaged files: such a
/// panic is caught here, and the hook that would print it is taken off for as long as it reads
/// (nothing else runs while data is read).
fn parse(bytes: &[u8]) -> Option<DataFrame> {
    let bytes = bytes.to_vec();
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let read = panic::catch_unwind(|| ParquetReader::new(Cursor::new(bytes)).finish());
    panic::set_hook(hook);
    read.ok()?.ok()
}

fn as_text(column: &Column) -> Column {
    let series = column.as_materialized_series().rechunk();
    let mut texts = StringChunkedBuilder::new(column.name().clone(), column.len());
    for value in series.iter() {
        match value {
            AnyValue::Null => texts.append_null(),
            AnyValue::Float64(number) => texts.append_value(number_text(number)),
            AnyValue::Float32(number) => texts.append_value(number.to_string()),
            AnyValue::String(text) => texts.append_option(trimmed(text)),
            other => texts.append_value(other.to_string()),
        }
    }
    Column::from(polars::prelude::IntoSeries::into_series(texts.finish()))
}
