//! Parquet files, for assessments too large for a sheet.

use std::io::Cursor;
use std::panic;

use polars::prelude::{
    AnyValue, ChunkedArray, Column, DataFrame, DataType, Float64Type, IntoSeries as _,
    ParquetReader, SerReader as _, Series, StringChunked, StringChunkedBuilder,
};

use super::sheet::{is_unseen, number_text, trimmed};
use crate::finding::{Finding, Place, rule};

/// Reads a Parquet file as text columns: numbers in their shortest 15-digit form.
///
/// # Errors
/// A finding when it cannot be read.
pub(super) fn read(bytes: Vec<u8>, file: &str) -> Result<DataFrame, Finding> {
    let unreadable = || Finding::new(rule::FILE_UNREADABLE, Place::file(file));
    let frame = parse(bytes).ok_or_else(unreadable)?;
    let height = frame.height();
    // Column by column: a number gives its room back when its text is there.
    let columns: Vec<Column> = frame.into_columns().into_iter().map(as_text).collect();
    DataFrame::new(height, columns).map_err(|_| unreadable())
}

/// Reads a Parquet file; none when it is damaged. polars panics on some damaged files: such a
/// panic is caught here, and the hook that would print it is taken off for as long as it reads
/// (nothing else runs while data is read).
fn parse(bytes: Vec<u8>) -> Option<DataFrame> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let read = panic::catch_unwind(|| ParquetReader::new(Cursor::new(bytes)).finish());
    panic::set_hook(hook);
    read.ok()?.ok()
}

#[expect(clippy::needless_pass_by_value, reason = "the numbers go when their texts are there")]
fn as_text(column: Column) -> Column {
    let series = column.as_materialized_series().rechunk();
    let texts = match series.dtype() {
        DataType::String => series.str().map(trimmed_texts),
        DataType::Float64 => series.f64().map(number_texts),
        _ => Ok(other_texts(&series)),
    };
    Column::from(texts.unwrap_or_else(|_| other_texts(&series)).into_series())
}

/// Texts without white space at their ends; the same column where none has any, as nearly always.
fn trimmed_texts(texts: &StringChunked) -> StringChunked {
    let seen = |end: Option<char>| end.is_some_and(|character| !is_unseen(character));
    let is_trimmed = |text: &str| seen(text.chars().next()) && seen(text.chars().next_back());
    if texts.iter().flatten().all(is_trimmed) {
        return texts.clone();
    }
    let mut bare = StringChunkedBuilder::new(texts.name().clone(), texts.len());
    texts.iter().for_each(|text| bare.append_option(text.and_then(trimmed)));
    bare.finish()
}

fn number_texts(numbers: &ChunkedArray<Float64Type>) -> StringChunked {
    let mut texts = StringChunkedBuilder::new(numbers.name().clone(), numbers.len());
    let mut text = String::new();
    for number in numbers.iter() {
        match number {
            None => texts.append_null(),
            Some(number) if points_text(number, &mut text) => texts.append_value(&text),
            Some(number) => texts.append_value(number_text(number)),
        }
    }
    texts.finish()
}

/// Ten-thousandths of a point in one.
const SCALE: f64 = 10_000.0;

/// Writes a number of at most four decimals and below a million as [`number_text`] does, without
/// its detour; false for any other. Such a number has at most ten digits, so that the nearest
/// float of these is the number itself, and they are its shortest form.
#[expect(clippy::float_cmp, reason = "the very number, or the detour")]
fn points_text(number: f64, text: &mut String) -> bool {
    use std::fmt::Write as _;
    let scaled = (number * SCALE).round();
    let fits = scaled.abs() < 1e10
        && scaled / SCALE == number
        && (number != 0.0 || number.is_sign_positive());
    if !fits {
        return false;
    }
    text.clear();
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 10^10")]
    let whole = scaled.abs() as i64;
    let sign = if scaled < 0.0 { "-" } else { "" };
    let _ = write!(text, "{sign}{}", whole / 10_000);
    if whole % 10_000 != 0 {
        let _ = write!(text, ".{:04}", whole % 10_000);
        text.truncate(text.trim_end_matches('0').len());
    }
    true
}

fn other_texts(series: &Series) -> StringChunked {
    let mut texts = StringChunkedBuilder::new(series.name().clone(), series.len());
    for value in series.iter() {
        match value {
            AnyValue::Null => texts.append_null(),
            AnyValue::Float64(number) => texts.append_value(number_text(number)),
            AnyValue::Float32(number) => texts.append_value(number.to_string()),
            AnyValue::String(text) => texts.append_option(trimmed(text)),
            other => texts.append_value(other.to_string()),
        }
    }
    texts.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The short way and the long way write the same.
    #[test]
    fn points_read_as_any_number() {
        let mut text = String::new();
        let numbers = (-30_000..30_000).map(|scaled| f64::from(scaled) / SCALE);
        let others = [0.1 + 0.2, 1e-7, 59.995, 999_999.999_9, 1e6, -0.0, f64::NAN, 1e300];
        let mut short = 0;
        for number in numbers.chain(others) {
            if points_text(number, &mut text) {
                assert_eq!(text, number_text(number));
                short += 1;
            }
        }
        assert_eq!(short, 60_000 + 2);
    }
}
