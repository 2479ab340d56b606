//! Charts as pictures that every word processor shows.

use std::collections::HashMap;
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

/// Pixels on white as PNG. Of a few colours they are numbers in a list, a quarter of the bytes to be
/// packed. What is drawn with flat colours packs best as it is: a filter of every line is a third of
/// the bytes more, and three times the work.
fn encoded(pixels: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    // Nothing shines through.
    let dots: Vec<[u8; 3]> =
        pixels.pixels().iter().map(|own| [own.red(), own.green(), own.blue()]).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_filter(png::Filter::NoFilter);
    let data = if let Some((colours, numbers)) = few_colours(&dots) {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(colours);
        numbers
    } else {
        encoder.set_color(png::ColorType::Rgb);
        dots.into_flattened()
    };
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&data)?;
    writer.finish()?;
    Ok(bytes)
}

/// The colours in the order in which they come, and the number of each dot's; none where they are
/// more than a byte can number.
fn few_colours(dots: &[[u8; 3]]) -> Option<(Vec<u8>, Vec<u8>)> {
    let (mut colours, mut known, mut numbers) = (Vec::new(), HashMap::new(), Vec::new());
    // Most dots have the colour of the one before.
    let mut last = None;
    for dot in dots {
        let same = last.filter(|(colour, _)| *colour == dot).map(|(_, number)| number);
        let number = if let Some(number) = same.or_else(|| known.get(dot).copied()) {
            number
        } else {
            let number = u8::try_from(known.len()).ok()?;
            known.insert(*dot, number);
            colours.extend(dot);
            number
        };
        numbers.push(number);
        last = Some((dot, number));
    }
    Some((colours, numbers))
}

/// Makes room for what stands out of the drawing: a text may by a hair, and is not cut on paper.
fn whole(tree: &Tree) -> Transform {
    let (size, drawn) = (tree.size(), tree.root().abs_bounding_box());
    let (left, top) = (drawn.left().min(0.0), drawn.top().min(0.0));
    let (right, bottom) = (drawn.right().max(size.width()), drawn.bottom().max(size.height()));
    let scale = (size.width() / (right - left)).min(size.height() / (bottom - top));
    Transform::from_translate(-left, -top).post_scale(scale, scale)
}

#[cfg(test)]
mod tests {
    use resvg::tiny_skia::Color;

    use super::*;

    /// What a picture says after it was written and read.
    fn read(pixels: &Pixmap) -> (png::ColorType, Vec<u8>) {
        let bytes = encoded(pixels).unwrap();
        let kind =
            png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap().info().color_type;
        let mut decoder = png::Decoder::new(std::io::Cursor::new(&bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut data).unwrap();
        (kind, data)
    }

    /// 256 colours are numbered, one more is not; either way every dot has its own.
    #[test]
    fn pictures_have_their_colours_however_many() {
        for (colours, kind) in [(256, png::ColorType::Indexed), (257, png::ColorType::Rgb)] {
            let mut pixels = Pixmap::new(257, 2).unwrap();
            let mut expected = Vec::new();
            for (at, dot) in pixels.pixels_mut().iter_mut().enumerate() {
                let colour = at % colours;
                let [red, green, ..] = colour.to_le_bytes();
                *dot = Color::from_rgba8(red, green, 7, 255).premultiply().to_color_u8();
                expected.extend([red, green, 7]);
            }
            assert_eq!(read(&pixels), (kind, expected));
        }
    }
}
