//! What a finished PDF draws: every glyph with its ink, and every path and picture, page by page.

use std::collections::HashMap;

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::{
    BlendMode, CacheKey as _, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, TransformExt as _, interpret_page,
};
use kurbo::{Affine, BezPath, Point, Rect, Shape as _};

/// One page as it is drawn; lengths are points from its upper left corner.
#[derive(Debug, PartialEq)]
pub(super) struct Drawn {
    /// The page.
    pub(super) page: Rect,
    /// Glyphs in the order in which they are drawn.
    pub(super) glyphs: Vec<Mark>,
    /// Boxes of paths and pictures.
    pub(super) shapes: Vec<Rect>,
}

/// A drawn glyph.
#[derive(Debug, PartialEq)]
pub(super) struct Mark {
    /// What it stands for; empty where the file does not say.
    pub(super) text: String,
    /// Box of its ink; none where nothing is drawn.
    pub(super) ink: Option<Rect>,
    /// Where it stands on its line.
    pub(super) origin: Point,
    /// Size of its type.
    pub(super) size: f64,
    /// Whether its font has no such character.
    pub(super) missing: bool,
    /// Whether its line is turned against the page.
    pub(super) turned: bool,
}

/// Reads what all pages draw.
///
/// # Errors
/// A reason when the file cannot be read.
pub(super) fn drawn(bytes: Vec<u8>) -> Result<Vec<Drawn>, String> {
    let pdf = Pdf::new(bytes).map_err(|error| format!("{error:?}"))?;
    let cache = InterpreterCache::new();
    let mut outlines = HashMap::new();
    Ok(pdf.pages().iter().map(|page| of_page(page, &cache, &mut outlines)).collect())
}

fn of_page<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    outlines: &mut HashMap<u128, Option<Rect>>,
) -> Drawn {
    let (width, height) = page.render_dimensions();
    let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let at = page.initial_transform(true).to_kurbo();
    let settings = InterpreterSettings::default();
    let mut context = Context::new(at, bounds, cache, page.xref(), settings);
    let drawn = Drawn { page: bounds, glyphs: Vec::new(), shapes: Vec::new() };
    let mut reader = Reader { drawn, outlines, clips: vec![bounds] };
    interpret_page(page, &mut context, &mut reader);
    reader.drawn
}

struct Reader<'a> {
    drawn: Drawn,
    outlines: &'a mut HashMap<u128, Option<Rect>>,
    /// Boxes within which something is seen, the innermost last.
    clips: Vec<Rect>,
}

impl Reader<'_> {
    fn shape(&mut self, own: Rect) {
        let clip = self.clips.last().copied().unwrap_or(self.drawn.page);
        let seen = own.intersect(clip);
        if seen.width() > 0.0 || seen.height() > 0.0 {
            self.drawn.shapes.push(seen);
        }
    }
}

impl Device<'_> for Reader<'_> {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn draw_path(&mut self, path: &BezPath, at: Affine, _: &Paint<'_>, _: &PathDrawMode) {
        self.shape((at * path.clone()).bounding_box());
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        let last = self.clips.last().copied().unwrap_or(self.drawn.page);
        self.clips.push(clip.path.bounding_box().intersect(last));
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'_>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'_>,
        _: &GlyphDrawMode,
    ) {
        let at = transform * glyph_transform;
        let text = match glyph.as_unicode() {
            Some(BfString::Char(own)) => own.to_string(),
            Some(BfString::String(own)) => own,
            None => String::new(),
        };
        let (outline, missing) = match glyph {
            Glyph::Outline(own) => {
                let key = own.identifier().cache_key();
                let of = || {
                    let path = own.outline();
                    (!path.elements().is_empty()).then(|| path.bounding_box())
                };
                (*self.outlines.entry(key).or_insert_with(of), own.glyph_id().to_u32() == 0)
            }
            // A letter made of drawings; Typst makes none of its own.
            Glyph::Type3(_) => (Some(Rect::new(0.0, 0.0, 1.0, 1.0)), false),
        };
        let [a, b, c, d, ..] = at.as_coeffs();
        self.drawn.glyphs.push(Mark {
            text,
            ink: outline.map(|own| at.transform_rect_bbox(own)),
            origin: at * Point::ZERO,
            // Outlines are in thousandths of their size.
            size: c.hypot(d) * 1000.0,
            missing,
            turned: b.abs() > a.abs() * 0.01,
        });
    }

    fn draw_image(&mut self, image: Image<'_, '_>, at: Affine) {
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        self.shape(at.transform_rect_bbox(Rect::new(0.0, 0.0, width, height)));
    }

    fn pop_clip_path(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {}
}
