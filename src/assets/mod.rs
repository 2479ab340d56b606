//! Templates, wording and fonts: what papers are made with, apart from data.
//!
//! Templates and wording are part of the program; a folder given with `--templates` overrides them
//! file by file. Fonts are files in a folder.

mod fonts;
mod own_fonts;
mod overrides;
mod templates;
mod wording;

pub use fonts::{Coverage, Fonts, Setting, drawing_fonts};
pub use overrides::{override_findings, place_in};
pub use templates::{Templates, is_passing};
pub use wording::{Said, Wording, template_trouble};
