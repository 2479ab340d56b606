//! How texts and lines look.

use super::ChartFont;
use super::palette::Ink;

/// Brackets and quotes that open, in the Chinese form.
const OPENING_MARKS: [char; 8] = [
    '\u{FF08}', '\u{300A}', '\u{300C}', '\u{300E}', '\u{3010}', '\u{3014}', '\u{2018}', '\u{201C}',
];

/// Brackets and quotes that close, in the Chinese form.
const CLOSING_MARKS: [char; 8] = [
    '\u{FF09}', '\u{300B}', '\u{300D}', '\u{300F}', '\u{3011}', '\u{3015}', '\u{2019}', '\u{201D}',
];

/// So much of such a mark is blank, in its type size.
const BLANK_OF_MARK: f64 = 0.45;

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TextLook {
    /// Type size in points on paper.
    pub(super) size_pt: f64,
    /// Which part of it stands at its place.
    pub(super) anchor: Anchor,
    /// Its colour.
    pub(super) ink: Ink,
}

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stroke {
    /// Its colour.
    pub(super) ink: Ink,
    /// Its width in points.
    pub(super) width_pt: f64,
    /// The length of dashes and gaps in points; `None` for a solid line.
    pub(super) dash_pt: Option<f64>,
}

impl Stroke {
    /// A solid line.
    pub(super) fn solid(ink: Ink, width_pt: f64) -> Self {
        Self { ink, width_pt, dash_pt: None }
    }

    /// A line of equal dashes and gaps.
    pub(super) fn dashed(ink: Ink, width_pt: f64, dash_pt: f64) -> Self {
        Self { ink, width_pt, dash_pt: Some(dash_pt) }
    }
}

/// How much of the edge that a text is aligned by is blank, in points: an opening mark as wide as a
/// character has its left half blank, a closing one its right half, and would look indented.
pub(super) fn blank_edge_pt(font: &ChartFont, text: &str, look: TextLook) -> f64 {
    let mark = match look.anchor {
        Anchor::Start => text.chars().next().filter(|mark| OPENING_MARKS.contains(mark)),
        Anchor::Middle => None,
        Anchor::End => text.chars().next_back().filter(|mark| CLOSING_MARKS.contains(mark)),
    };
    let is_wide = |mark: char| {
        font.width_pt(mark.encode_utf8(&mut [0; 4]), look.size_pt) > look.size_pt * 0.99
    };
    if mark.is_some_and(is_wide) { look.size_pt * BLANK_OF_MARK } else { 0.0 }
}
