//! Charts as pictures that every word processor shows.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::assets::Fonts;

/// Dots on an inch of paper.
const DOTS_PER_INCH: f64 = 200.0;
const MILLIMETRES_PER_INCH: f64 = 25.4;

/// What pictures are drawn with: the fonts of papers and no other.
pub struct Easel {
    fonts: Arc<fontdb::Database>,
}

impl std::fmt::Debug for Easel {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Easel").field("fonts", &self.fonts.len()).finish()
    }
}

impl Easel {
    /// An easel with fonts.
    #[must_use]
    pub fn new(fonts: &Fonts) -> Self {
        let mut known = fontdb::Database::new();
        for font in fonts.fonts() {
            let bytes = Arc::new(font.data().clone());
            known.load_font_source(fontdb::Source::Binary(bytes));
        }
        Self { fonts: Arc::new(known) }
    }

    /// A drawing as PNG, at a width on paper.
    ///
    /// # Errors
    /// What is wrong with the drawing.
    pub fn png(&self, svg: &str, width_mm: f64) -> Result<Vec<u8>, String> {
        let options = Options { fontdb: Arc::clone(&self.fonts), ..Options::default() };
        let tree = Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
        let size = tree.size();
        let wanted = width_mm / MILLIMETRES_PER_INCH * DOTS_PER_INCH;
        #[expect(clippy::cast_possible_truncation, reason = "a scale of a drawing")]
        let scale = (wanted / f64::from(size.width())) as f32;
        let dots = size.to_int_size().scale_by(scale).ok_or("size")?;
        let mut pixels = Pixmap::new(dots.width(), dots.height()).ok_or("size")?;
        pixels.fill(resvg::tiny_skia::Color::WHITE);
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
        pixels.encode_png().map_err(|error| error.to_string())
    }
}
