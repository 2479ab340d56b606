//! Stage 6: facts, charts and templates become a [`Manuscript`]: everything that Typst sees.
//!
//! MiniJinja says the sentences (`report-templates/sentences`), Typst lays them out, and every
//! value travels as data in `data.json`, never as markup. Figures in sentences keep their keys:
//! a paragraph is a row of texts and figures ([`Span`]).

mod brackets;
mod characters;
mod file_name;
mod manuscript;
mod mistakes;
mod proof;
mod sentences;

pub use file_name::safe_file_name;
pub use manuscript::{Composer, Manuscript, Paper, Resources, Subject};
pub use mistakes::other_trouble;
pub use sentences::{Paragraph, Span};
