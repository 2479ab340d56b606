//! Stage 1: a data folder becomes [`RawTables`].
//!
//! Everything is text here, exactly as it stands in the file, and every value knows its file,
//! sheet and cell. What cannot be read is a finding; all files are tried before any is judged.

mod bytes;
mod delimited;
mod file_kind;
mod folder;
mod forms;
mod guard;
mod heads;
mod labels;
mod history;
mod inner_date;
mod materials;
mod parquet;
mod raw;
mod reader;
mod results;
mod signs;
mod sheet;
mod table;
mod unseen;
mod workbook;

pub use folder::{DataFolder, InputFile, read_file, read_folder};
pub(crate) use forms::NAMING;
pub use forms::{RawForm, RawForms};
pub use materials::{RawMaterial, RawMaterials, name_of};
pub use raw::{RawClass, RawRegisters, RawTables, load, load_ledger, load_lists};
pub use results::{ResultRows, result_rows};
pub use signs::{
    Calendar, Choice, EXAMPLE, MomentError, REASON_SEPARATOR, TO_FILL_IN, day_in, is_error_value,
    is_not_applicable, is_prose, is_total, plain_number, plain_share, read_moment, read_moment_in,
    split_aliases, split_points, without_numbering, without_share, without_stamp,
};
pub use table::{Above, RawColumn, RawTable};
