//! Tables become data files (Parquet, CSV, and the dictionary that explains their columns) and
//! workbooks that people fill in or read.

mod book;
mod data;
mod heights;
mod looks;

use polars::prelude::DataType;

use crate::assets::Wording;
use crate::model::ResultTable;

pub use book::{
    Allowed, Book, Check, PaperSize, Placed, Shading, Sheet, SheetColumn, Target, Value,
    book_sha256, cell_name, page_text, sheet_name, workbook,
};
pub use data::{TableFiles, TablePart, table_files};
pub use looks::{BookFonts, Look};

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
