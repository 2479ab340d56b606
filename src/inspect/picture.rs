//! Pages of a finished PDF as pictures for a browser: what a printer would draw, from the file's own
//! bytes.

use std::fmt;
use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};

/// Most dots of a picture's width.
const MOST_DOTS: u16 = 4_000;

/// A finished PDF whose pages are asked for one by one.
#[derive(Clone)]
pub struct Pictures {
    pdf: Arc<Pdf>,
}

impl fmt::Debug for Pictures {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pictures").field("pages", &self.count()).finish_non_exhaustive()
    }
}

impl Pictures {
    /// Opens a PDF; none when it cannot be read.
    #[must_use]
    pub fn open(bytes: Vec<u8>) -> Option<Self> {
        Some(Self { pdf: Arc::new(Pdf::new(bytes).ok()?) })
    }

    /// Number of pages.
    #[must_use]
    pub fn count(&self) -> usize {
        self.pdf.pages().len()
    }

    /// Width and height of a page in points, pages counted from 0; none where there is no such page.
    #[must_use]
    pub fn size(&self, page: usize) -> Option<(f64, f64)> {
        let (width, height) = self.pdf.pages().get(page)?.render_dimensions();
        Some((width.into(), height.into()))
    }

    /// A page as PNG, so many dots wide, pages counted from 0; none where there is no such page or
    /// the picture would be larger than any screen. On one machine the same page of the same bytes
    /// gives the same picture.
    #[must_use]
    pub fn page(&self, page: usize, dots: u16) -> Option<Vec<u8>> {
        let page = self.pdf.pages().get(page)?;
        let (width, height) = page.render_dimensions();
        let scale = f32::from(dots) / width;
        let settings = RenderSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
            ..RenderSettings::default()
        };
        let fits = (1..=MOST_DOTS).contains(&dots) && height * scale <= f32::from(MOST_DOTS) * 2.0;
        let drawn = fits
            .then(|| render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings));
        drawn?.into_png().ok()
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// A page 100 points wide and 50 high with a black square in its lower left corner.
    fn paper() -> Vec<u8> {
        let drawing = "0 0 25 25 re f";
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 50]/Contents 4 0 R>>".to_owned(),
            format!("<</Length {}>>stream\n{drawing}\nendstream", drawing.len()),
        ];
        let mut text = String::from("%PDF-1.7\n");
        let mut places = String::new();
        for (object, number) in objects.iter().zip(1..) {
            writeln!(places, "{:010} 00000 n ", text.len()).unwrap();
            writeln!(text, "{number} 0 obj{object}endobj").unwrap();
        }
        let table = text.len();
        write!(text, "xref\n0 5\n0000000000 65535 f \n{places}").unwrap();
        write!(text, "trailer<</Size 5/Root 1 0 R>>\nstartxref\n{table}\n%%EOF").unwrap();
        text.into_bytes()
    }

    #[test]
    fn a_page_is_drawn_as_wide_as_asked() {
        let pictures = Pictures::open(paper()).unwrap();
        assert_eq!((pictures.count(), pictures.size(0)), (1, Some((100.0, 50.0))));
        let png = pictures.page(0, 200).unwrap();
        assert_eq!(pictures.page(0, 200).as_ref(), Some(&png));
        let image = resvg::tiny_skia::Pixmap::decode_png(&png).unwrap();
        assert_eq!((image.width(), image.height()), (200, 100));
        let dark = |x, y| image.pixel(x, y).unwrap().red() < 128;
        assert_eq!(
            [(10, 90), (40, 60), (60, 90), (10, 40)].map(|(x, y)| dark(x, y)),
            [true, true, false, false]
        );
    }

    #[test]
    fn what_is_not_there_is_not_drawn() {
        let pictures = Pictures::open(paper()).unwrap();
        assert_eq!((pictures.page(1, 200), pictures.size(1)), (None, None));
        assert_eq!((pictures.page(0, 0), pictures.page(0, u16::MAX)), (None, None));
        assert!(Pictures::open(b"%PDF-1.7 and nothing more".to_vec()).is_none());
    }
}
