//! Tables become data files (Parquet, CSV, and the dictionary that explains their columns) and
//! workbooks that people fill in.

mod book;
mod heights;
mod looks;

use polars::prelude::{AnyValue, DataFrame, DataType, ParquetWriter, PolarsError};

use crate::assets::Wording;
use crate::model::ResultTable;

pub use book::{Allowed, Book, Check, Placed, Sheet, SheetColumn, Value, cell_name, workbook};
pub use looks::{BookFonts, Look};

/// A table as a Parquet file.
///
/// # Errors
/// When polars cannot write it.
pub fn parquet(table: &ResultTable) -> Result<Vec<u8>, PolarsError> {
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut table.frame())?;
    Ok(bytes)
}

/// A table as CSV: UTF-8 with a byte order mark, as spreadsheets expect it.
///
/// Numbers are in their shortest exact form. A text that a spreadsheet would run as a formula
/// begins with an apostrophe.
///
/// # Errors
/// When the writer fails.
pub fn csv(table: &ResultTable) -> Result<Vec<u8>, csv::Error> {
    let frame: DataFrame = table.frame();
    let heads = table.columns.iter().map(|column| column.name.to_owned()).collect();
    let row = |row: usize| {
        let columns = frame.columns().iter();
        columns.map(|column| column.get(row).map_or_else(|_| String::new(), cell)).collect()
    };
    write(std::iter::once(heads).chain((0..frame.height()).map(row)))
}

/// The dictionary of all tables: table, column, type, meaning.
///
/// # Errors
/// When the writer fails.
pub fn dictionary(tables: &[ResultTable], wording: &Wording) -> Result<Vec<u8>, csv::Error> {
    let say = |key: &str| wording.say(&format!("results.{key}"), ());
    let heads = ["table", "column", "type", "meaning"].map(|head| say(&format!("heads.{head}")));
    let rows = tables.iter().flat_map(|table| {
        table.columns.iter().map(|column| {
            vec![
                table.name.to_owned(),
                column.name.to_owned(),
                type_name(column.values.dtype()).to_owned(),
                say(&format!("{}.{}", table.name, column.name)),
            ]
        })
    });
    write(std::iter::once(heads.to_vec()).chain(rows))
}

fn type_name(kind: &DataType) -> &'static str {
    match kind {
        DataType::String => "text",
        DataType::Boolean => "boolean",
        DataType::Float64 => "float64",
        DataType::UInt32 => "uint32",
        _ => "other",
    }
}

fn write(rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut bytes);
    for row in rows {
        writer.write_record(&row)?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

fn cell(value: AnyValue<'_>) -> String {
    match value {
        AnyValue::Null => String::new(),
        AnyValue::String(text) => harmless(text),
        AnyValue::StringOwned(text) => harmless(&text),
        AnyValue::Float64(number) => number.to_string(),
        other => other.to_string(),
    }
}

/// A text that no spreadsheet runs.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed() {
        assert_eq!(harmless("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!(harmless("市教育局"), "市教育局");
    }
}
