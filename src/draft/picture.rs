//! Charts as pictures that every word processor shows.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::assets::{Fonts, drawing_fonts};

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
        Self { fonts: Arc::new(drawing_fonts(fonts.fonts().iter().cloned())) }
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
        let all = whole(&tree).post_scale(scale, scale);
        resvg::render(&tree, all, &mut pixels.as_mut());
        encoded(&pixels).map_err(|error| error.to_string())
    }
}

/// Pixels as PNG. What is drawn with a few flat colours packs best as it is: a filter of every line
/// is a third of the bytes more, and three times the work.
fn encoded(pixels: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    // On white nothing shines through, so that no colour was multiplied by what it covers.
    writer.write_image_data(pixels.data())?;
    writer.finish()?;
    Ok(bytes)
}

/// Makes room for what stands out of the drawing: a text may by a hair, and is not cut on paper.
fn whole(tree: &Tree) -> Transform {
    let (size, drawn) = (tree.size(), tree.root().abs_bounding_box());
    let (left, top) = (drawn.left().min(0.0), drawn.top().min(0.0));
    let (right, bottom) = (drawn.right().max(size.width()), drawn.bottom().max(size.height()));
    let scale = (size.width() / (right - left)).min(size.height() / (bottom - top));
    Transform::from_translate(-left, -top).post_scale(scale, scale)
}
