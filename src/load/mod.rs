//! Stage 1: a data folder becomes [`RawTables`].
//!
//! Everything is text here, exactly as it stands in the file, and every value knows its file,
//! sheet and cell. What cannot be read is a finding; all files are tried before any is judged.

mod bytes;
mod delimited;
mod folder;
mod heads;
mod parquet;
mod signs;
mod sheet;
mod table;
mod workbook;

pub use folder::{DataFolder, InputFile, RawClass, RawTables, load, read_folder};
pub use signs::{is_error_value, is_not_applicable, plain_number, split_aliases, split_points};
pub use table::{RawColumn, RawTable};
