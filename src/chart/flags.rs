//! Labels on poles over (and under) places of an axis, none of which touch another's label or pole.

use super::canvas::Canvas;
use super::look::{Anchor, Stroke, TextLook};
use super::marks::on_ground;
use super::palette::{DARK_GREY, Ink, WHITE};
use super::text::{LEADING, block_height_pt};

/// From a pole to its words, in points.
const POLE_GAP_PT: f64 = 3.0;
/// The least gap between labels, in points.
const FLAG_GAP_PT: f64 = 5.0;
/// The least gap between labels, one over the other, in points.
const FLAG_LEADING_PT: f64 = 2.5;

/// A label to place.
pub(super) struct Flag {
    /// Where its pole stands for words to the right of it, and for words to the left of it.
    pub(super) poles: (f64, f64),
    /// Its words, from the upper line to the lower.
    pub(super) lines: Vec<String>,
    /// Its type size in points.
    pub(super) size_pt: f64,
    /// The colour of its words.
    pub(super) ink: Ink,
    /// The width of its widest line in points.
    pub(super) width_pt: f64,
}

/// A label in its place, measured from the axis.
pub(super) struct PlacedFlag {
    /// Which flag it is.
    pub(super) index: usize,
    /// Where its pole stands.
    pub(super) pole: f64,
    /// Whether it stands above the axis.
    pub(super) above: bool,
    /// How far its near and far edges are from the axis, in points.
    pub(super) reach: (f64, f64),
    /// Which end of its words is at the pole.
    anchor: Anchor,
    /// Its left and right edges, with the pole and the gap to others.
    span: (f64, f64),
}

/// Places labels on both sides of an axis: to the right of their poles above it, where the drawing
/// has room to the right, else to the left of their poles; these stand below the axis, unless all
/// others do not exist.
///
/// Above, poles are taken from right to left and every label stands higher than those that it would
/// cover, so that a pole passes none but lower labels that begin to its right. Below it is the
/// mirror image. A label may be half as wide as the drawing.
pub(super) fn place(flags: &[Flag], width_pt: f64, start_pt: f64) -> Vec<PlacedFlag> {
    let fits_right = |flag: &Flag| flag.poles.0 + POLE_GAP_PT + flag.width_pt <= width_pt;
    let (mut right, mut left): (Vec<usize>, Vec<usize>) =
        (0..flags.len()).partition(|index| fits_right(&flags[*index]));
    right.sort_by(|one, other| {
        flags[*other].poles.0.total_cmp(&flags[*one].poles.0).then(one.cmp(other))
    });
    left.sort_by(|one, other| {
        flags[*one].poles.1.total_cmp(&flags[*other].poles.1).then(one.cmp(other))
    });
    let left_above = right.is_empty();
    let mut placed = stack(flags, &right, start_pt, Anchor::Start, true);
    placed.extend(stack(flags, &left, start_pt, Anchor::End, left_above));
    placed
}

/// Stands labels over each other where they would cover each other.
fn stack(
    flags: &[Flag],
    order: &[usize],
    start_pt: f64,
    anchor: Anchor,
    above: bool,
) -> Vec<PlacedFlag> {
    let mut placed: Vec<PlacedFlag> = Vec::new();
    for &index in order {
        let flag = &flags[index];
        let reach_of_words = POLE_GAP_PT + flag.width_pt + FLAG_GAP_PT;
        let (pole, span) = if anchor == Anchor::Start {
            (flag.poles.0, (flag.poles.0, flag.poles.0 + reach_of_words))
        } else {
            (flag.poles.1, (flag.poles.1 - reach_of_words, flag.poles.1))
        };
        let covered =
            placed.iter().filter(|other| span.0 <= other.span.1 && other.span.0 <= span.1);
        let near = covered.map(|other| other.reach.1 + FLAG_LEADING_PT).fold(start_pt, f64::max);
        let far = near + block_height_pt(flag.lines.len(), flag.size_pt);
        placed.push(PlacedFlag { index, pole, above, reach: (near, far), anchor, span });
    }
    placed
}

/// Draws the poles, which go under whatever stands on the axis.
pub(super) fn draw_poles(canvas: &mut Canvas<'_>, placed: &[PlacedFlag], axis: f64) {
    for flag in placed {
        let end = if flag.above { axis - flag.reach.1 } else { axis + flag.reach.1 };
        canvas.line((flag.pole, axis), (flag.pole, end), Stroke::solid(DARK_GREY, 0.4));
    }
}

/// Draws the words, on grounds that keep rules from crossing them.
pub(super) fn draw_words(
    canvas: &mut Canvas<'_>,
    flags: &[Flag],
    placed: &[PlacedFlag],
    axis: f64,
) {
    for place in placed {
        let flag = &flags[place.index];
        let look = TextLook { size_pt: flag.size_pt, anchor: place.anchor, ink: flag.ink };
        let x = if place.anchor == Anchor::Start {
            place.pole + POLE_GAP_PT
        } else {
            place.pole - POLE_GAP_PT
        };
        let top = if place.above { axis - place.reach.1 } else { axis + place.reach.0 };
        for (number, line) in (0_u8..).zip(&flag.lines) {
            let centre = top + flag.size_pt * (0.5 + f64::from(number) * LEADING);
            on_ground(canvas, line, (x, centre), look, WHITE);
        }
    }
}
