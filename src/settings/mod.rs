//! What was meant: the settings of one assessment, checked against their own description.
//!
//! The user's `settings.toml` is laid over `report-templates/settings-defaults.toml`, which holds
//! and explains every default; code has none. Unknown keys, wrong types, choices and ranges are
//! all reported at once, with line and column ([`read`]).

mod advice;
mod columns;
mod date;
mod disclosure;
mod id;
mod large;
mod materials;
mod notice;
mod papers;
mod reader;
mod registers;
mod release;
mod review;
mod types;

pub use advice::{Advice, AdviceRule};
pub use columns::{ColumnNames, Columns, FormColumns};
pub use date::PartialDate;
pub use disclosure::{Disclosure, DisclosureMode};
pub use id::{is_assessment_id, is_folder_name};
pub use large::Large;
pub use materials::{ChosenForm, Materials, PieceKind, PieceRule};
pub use notice::{Notice, NoticeMode};
pub use papers::{Head, Kind, Medium, Openness, PaperSettings, Papers, Profile, Scope};
pub use reader::{Reading, read};
pub use registers::*;
pub use release::{Recipient, Release};
pub use review::Review;
pub use types::*;
