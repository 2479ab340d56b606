//! The colours: one accent, greys, and the steps of the heat map.
//!
//! Lightness is CIE L* (0 black, 100 white). Fills that can be neighbours are at least 20 apart,
//! so that they differ in a black-and-white print; a test computes it.

/// A colour, as red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ink(pub(super) u8, pub(super) u8, pub(super) u8);

/// Paper.
pub(super) const WHITE: Ink = Ink(0xFF, 0xFF, 0xFF);
/// Text, and lines that must be seen over fills.
pub(super) const BLACK: Ink = Ink(0x1A, 0x1A, 0x1A);
/// Secondary text; dark enough for small type (contrast above 5.5:1 on paper).
pub(super) const DARK_GREY: Ink = Ink(0x5E, 0x5E, 0x5E);
/// The class, and bars beside a unit in focus.
pub(super) const GREY: Ink = Ink(0x9C, 0x9C, 0x9C);
/// Rules and rings.
pub(super) const RULE_GREY: Ink = Ink(0xC4, 0xC4, 0xC4);
/// Ground of a bar, and of the class's polygon.
pub(super) const PALE_GREY: Ink = Ink(0xEC, 0xEC, 0xEC);
/// The unit: deep blue.
pub(super) const ACCENT: Ink = Ink(0x1F, 0x53, 0x8A);

/// A shade of the heat map, and the ink of text on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shade {
    /// The fill.
    pub(super) fill: Ink,
    /// Text on it, with a contrast of at least 4.5:1.
    pub(super) text: Ink,
}

/// The shades of the heat map, from light to dark, grey-blue.
pub(super) const SHADES: [Shade; 5] = [
    Shade { fill: Ink(0xF5, 0xF7, 0xF9), text: BLACK },
    Shade { fill: Ink(0xB2, 0xBF, 0xCD), text: BLACK },
    Shade { fill: Ink(0x75, 0x8A, 0xA0), text: BLACK },
    Shade { fill: Ink(0x39, 0x57, 0x79), text: WHITE },
    Shade { fill: Ink(0x0F, 0x28, 0x44), text: WHITE },
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance of sRGB (IEC 61966-2-1).
    fn luminance(ink: Ink) -> f64 {
        let linear = |byte: u8| {
            let share = f64::from(byte) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(ink.0) + 0.7152 * linear(ink.1) + 0.0722 * linear(ink.2)
    }

    /// CIE L* of 1976.
    fn lightness(ink: Ink) -> f64 {
        let share = luminance(ink);
        if share > 0.008_856 { 116.0 * share.cbrt() - 16.0 } else { 903.3 * share }
    }

    /// Contrast ratio of WCAG 2.
    fn contrast(one: Ink, other: Ink) -> f64 {
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn the_accent_is_a_deep_blue() {
        assert!((lightness(ACCENT) - 35.0).abs() < 2.0, "{}", lightness(ACCENT));
        let Ink(red, green, blue) = ACCENT;
        assert!([red, green, blue].is_sorted());
    }

    #[test]
    fn neighbouring_fills_differ_in_lightness() {
        for (one, other) in
            [(ACCENT, GREY), (ACCENT, PALE_GREY), (GREY, PALE_GREY), (ACCENT, WHITE), (GREY, WHITE)]
        {
            let apart = (lightness(one) - lightness(other)).abs();
            assert!(apart >= 20.0, "{one:?} {other:?} {apart}");
        }
    }

    #[test]
    fn neighbouring_shades_differ_and_carry_text() {
        for pair in SHADES.windows(2) {
            let apart = lightness(pair[0].fill) - lightness(pair[1].fill);
            assert!(apart >= 20.0, "{pair:?} {apart}");
        }
        for shade in SHADES {
            assert!(
                contrast(shade.fill, shade.text) >= 4.5,
                "{shade:?} {}",
                contrast(shade.fill, shade.text)
            );
        }
    }

    #[test]
    fn small_type_is_dark_enough() {
        for ink in [BLACK, DARK_GREY, ACCENT] {
            assert!(contrast(ink, WHITE) >= 5.5);
        }
    }
}
