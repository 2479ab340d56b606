//! Parquet files, for assessments too large for a sheet.

use std::io::Cursor;

use polars::prelude::{
    AnyValue, Column, DataFrame, DataType, ParquetReader, PolarsError, SerReader as _,
    StringChunkedBuilder,
};

use super::sheet::number_text;
use crate::finding::{Finding, Place, rule};

/// Reads a Parquet file as text columns: numbers in their shortest 15-digit form.
///
/// # Errors
/// A finding when it cannot be read.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<DataFrame, Finding> {
    let unreadable = |error: PolarsError| {
        Finding::new(rule::FILE_UNREADABLE, Place::file(file)).with("cause", error)
    };
    let frame = ParquetReader::new(Cursor::new(bytes.to_vec()))
        .finish()
        .map_err(unreadable)?;
    let columns: Vec<Column> = frame.columns().iter().map(as_text).collect();
    DataFrame::new(frame.height(), columns).map_err(unreadable)
}

fn as_text(column: &Column) -> Column {
    if column.dtype() == &DataType::String {
        return column.clone();
    }
    let series = column.as_materialized_series().rechunk();
    let mut texts = StringChunkedBuilder::new(column.name().clone(), column.len());
    for value in series.iter() {
        match value {
            AnyValue::Null => texts.append_null(),
            AnyValue::Float64(number) => texts.append_value(number_text(number)),
            AnyValue::Float32(number) => texts.append_value(number.to_string()),
            AnyValue::String(text) => texts.append_value(text),
            other => texts.append_value(other.to_string()),
        }
    }
    Column::from(polars::prelude::IntoSeries::into_series(texts.finish()))
}
