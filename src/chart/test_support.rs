//! What the tests of this stage share: the font, and the proof that no text overlaps another or
//! leaves the drawing.

use std::fs;
use std::path::Path;

use super::canvas::Canvas;
use super::geometry::{Area, CHART_HEIGHT_MAX_PT, TEXT_AREA_WIDTH_PT};
use super::text::SMALLEST_PT;
use super::{ChartFont, PrintedNumber};

/// The family of the test font.
pub(super) const FAMILY: &str = "Noto Sans CJK SC";

/// The font file that papers use.
pub(super) fn font_bytes() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fonts/noto-sans-cjk-sc/NotoSansCJKsc-Regular.otf");
    fs::read(path).expect("the fonts are part of the repository")
}

/// The chart font.
pub(super) fn font() -> ChartFont {
    ChartFont::new(FAMILY, font_bytes()).expect("the font is readable")
}

/// A number printed with one decimal.
pub(super) fn number(value: f64) -> PrintedNumber {
    PrintedNumber::new(value, format!("{value:.1}"))
}

/// A rate printed as a percentage.
pub(super) fn rate(value: f64) -> PrintedNumber {
    PrintedNumber::new(value, format!("{:.1}%", value * 100.0))
}

/// Rates from 0 to 1 as ticks.
pub(super) fn rate_ticks() -> Vec<PrintedNumber> {
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
        .map(|value| PrintedNumber::new(value, format!("{:.0}%", value * 100.0)))
        .to_vec()
}

/// A made-up name of some characters, different for each index.
pub(super) fn name(index: usize, characters: usize) -> String {
    const CHARACTERS: [char; 12] =
        ['市', '教', '育', '发', '展', '和', '改', '革', '政', '务', '公', '开'];
    (0..characters).map(|place| CHARACTERS[(index * 5 + place * 7) % CHARACTERS.len()]).collect()
}

/// A rate that differs from index to index, without a random number.
pub(super) fn spread(index: usize) -> f64 {
    f64::from(u32::try_from(index * 37 % 101).expect("small")) / 100.0
}

/// Fails where texts overlap, leave the drawing, or are too small, or where the drawing is larger
/// than its page.
pub(super) fn assert_sound(canvas: &Canvas<'_>, height_mm: f64) {
    let height_pt = height_mm / 25.4 * 72.0;
    assert!(height_pt <= CHART_HEIGHT_MAX_PT + 0.1, "{height_mm} mm high");
    let page = Area {
        left: -0.05,
        top: -0.05,
        right: TEXT_AREA_WIDTH_PT + 0.05,
        bottom: height_pt + 0.05,
    };
    let texts = canvas.texts();
    for (index, placed) in texts.iter().enumerate() {
        let area = placed.area;
        let inside = area.left >= page.left && area.right <= page.right && area.top >= page.top;
        assert!(inside && area.bottom <= page.bottom, "outside: {placed:?} of {page:?}");
        assert!(placed.look.size_pt >= SMALLEST_PT);
        for other in &texts[index + 1..] {
            assert!(!area.grown(-0.02).overlaps(&other.area), "overlap: {placed:?} {other:?}");
        }
    }
}

/// The same for all pages of a chart.
pub(super) fn assert_each_sound(drawn: &[Canvas<'_>]) {
    for canvas in drawn {
        assert_sound(canvas, canvas.finish("", "").height_mm);
    }
}
