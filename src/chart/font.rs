//! The font of the charts: registered with the drawing library, and measured by its own advance
//! widths.

use std::sync::{Mutex, PoisonError};

use ab_glyph::{Font, FontRef};

use super::canvas;
use crate::model::{FIGURE_START, unmarked};

/// The content of every font made so far: the drawing library wants bytes that live for ever, and
/// each content is kept for ever only once.
static KEPT_FONTS: Mutex<Vec<&'static [u8]>> = Mutex::new(Vec::new());

/// A font for charts: a family name, and the face that measures its text.
#[derive(Clone)]
pub struct ChartFont {
    family: String,
    face: FontRef<'static>,
}

impl ChartFont {
    /// Takes one face (`.otf` or `.ttf`) under the exact family name that the SVG is to carry.
    ///
    /// The bytes stay in memory for the rest of the process, once per content.
    ///
    /// # Errors
    ///
    /// An empty family name, bytes that are no font, or a collection (`.ttc`), whose first face
    /// need not be the one meant.
    pub fn new(family: &str, bytes: Vec<u8>) -> Result<Self, String> {
        if family.trim().is_empty() {
            return Err("the chart font has no family name".to_owned());
        }
        if bytes.starts_with(b"ttcf") {
            return Err(format!(
                "the chart font {family} is a collection: give one face as .otf or .ttf"
            ));
        }
        if FontRef::try_from_slice(&bytes).is_err() {
            return Err(format!("the chart font {family} is not a readable OpenType font"));
        }
        let kept = keep(bytes);
        let face = FontRef::try_from_slice(kept)
            .map_err(|_| format!("the chart font {family} is not readable"))?;
        canvas::register_font(family, kept)?;
        Ok(Self { family: family.to_owned(), face })
    }

    /// The family name that texts carry.
    #[must_use]
    pub fn family(&self) -> &str {
        &self.family
    }

    /// Whether the font has a glyph for the character.
    #[must_use]
    pub fn has(&self, character: char) -> bool {
        self.face.glyph_id(character).0 != 0
    }

    /// The width of a text on one line, in points: the sum of its advance widths; marks of figures
    /// have none.
    ///
    /// The drawing library's own measure is some 14% too narrow, so it is never asked.
    #[must_use]
    pub fn width_pt(&self, text: &str, size_pt: f64) -> f64 {
        if text.contains(FIGURE_START) {
            return self.width_pt(&unmarked(text), size_pt);
        }
        let units_per_em = f64::from(self.face.units_per_em().unwrap_or(1000.0));
        let advance: f64 = text
            .chars()
            .map(|c| f64::from(self.face.h_advance_unscaled(self.face.glyph_id(c))))
            .sum();
        advance * size_pt / units_per_em
    }
}

/// Gives the bytes a life as long as the process, or finds the same content kept before.
fn keep(bytes: Vec<u8>) -> &'static [u8] {
    let mut kept = KEPT_FONTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(same) = kept.iter().find(|same| **same == bytes.as_slice()) {
        return same;
    }
    let new: &'static [u8] = Vec::leak(bytes);
    kept.push(new);
    new
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{FAMILY, font, font_bytes};
    use super::*;

    #[test]
    fn keeps_each_content_once() {
        let first = keep(font_bytes());
        let second = keep(font_bytes());
        assert_eq!(first.as_ptr(), second.as_ptr());
    }

    #[test]
    fn refuses_what_is_no_single_face() {
        assert!(ChartFont::new(FAMILY, b"ttcf and more".to_vec()).is_err());
        assert!(ChartFont::new(FAMILY, b"not a font".to_vec()).is_err());
        assert!(ChartFont::new(FAMILY, Vec::new()).is_err());
        assert!(ChartFont::new(" ", font_bytes()).is_err());
    }

    #[test]
    fn a_han_character_is_one_em_wide() {
        assert!((font().width_pt("政务公开", 9.0) - 36.0).abs() < 1e-9);
        assert!(font().width_pt("100%", 9.0) < 4.0 * 9.0);
        assert!(font().has('政'));
        assert!(!font().has('\u{10FFFF}'));
    }
}
