//! What stands around the points of a quadrant: grid, axes, dividing lines and the fields' names.

use super::canvas::Canvas;
use super::geometry::{Area, TEXT_AREA_WIDTH_PT};
use super::look::{Anchor, Stroke, TextLook};
use super::marks::{grid, small};
use super::palette::{BLACK, DARK_GREY, PALE_GREY, RULE_GREY};
use super::quadrant::QuadrantData;
use super::quadrant_layout::{DIVIDER_WORDS_PT, Layout};
use super::text::{SMALL_PT, block_height_pt, clean, fit, fit_line};
use super::{ChartFont, PrintedNumber};

/// From the edge of the plot to the middle of the fields' names, in points.
const CORNER_PT: f64 = 6.5;

/// Draws the ground of the field to mend first, the grid, the dividing lines and the axes.
pub(super) fn draw_ground(canvas: &mut Canvas<'_>, data: &QuadrantData, layout: &Layout) {
    let Area { left, top, right, bottom } = layout.area;
    if let Some(field) = layout.field() {
        canvas.rect(field, PALE_GREY);
    }
    grid(canvas, layout.x, &data.x_ticks, layout.y.end, layout.y.start);
    let mut taken = f64::INFINITY;
    let mut ticks: Vec<&PrintedNumber> =
        data.y_ticks.iter().filter(|tick| tick.value.is_finite()).collect();
    ticks.sort_by(|one, other| one.value.total_cmp(&other.value));
    for tick in ticks {
        let y = layout.y.place(tick.value);
        canvas.line((left, y), (right, y), Stroke::solid(RULE_GREY, 0.35));
        if y + SMALL_PT <= taken {
            let (text, size_pt) = fit_line(canvas.font(), &tick.text, left - 5.0);
            canvas.text(&text, (left - 5.0, y), TextLook { size_pt, ..small(Anchor::End) });
            taken = y;
        }
    }
    let (name, size_pt) = fit_line(canvas.font(), &data.y_label, TEXT_AREA_WIDTH_PT / 3.0);
    canvas.text(&name, (0.0, SMALL_PT / 2.0), TextLook { size_pt, ..small(Anchor::Start) });
    canvas.line((left, top), (left, bottom), Stroke::solid(DARK_GREY, 0.5));
    canvas.line((left, bottom), (right, bottom), Stroke::solid(DARK_GREY, 0.5));
}

/// Draws the dividing lines with their words: over the plot, and to the right of it.
pub(super) fn draw_divider_words(canvas: &mut Canvas<'_>, data: &QuadrantData, layout: &Layout) {
    let Area { left, top, right, bottom } = layout.area;
    let stroke = Stroke::dashed(BLACK, 0.8, 3.0);
    if let Some(x) = layout.dividers.0 {
        canvas.line((x, top), (x, bottom), stroke);
        // The vertical axis' name takes a third at the left.
        let from = TEXT_AREA_WIDTH_PT / 3.0 + 6.0;
        let (words, size_pt) = fit_line(canvas.font(), &data.x_divider.label, right - from);
        let half = canvas.font().width_pt(&words, size_pt) / 2.0;
        let name = canvas.font().width_pt(&clean(&data.y_label), SMALL_PT) + 6.0;
        let middle = x.min(right - half).max(half + name.min(from));
        canvas.text(
            &words,
            (middle, SMALL_PT / 2.0),
            TextLook { size_pt, ..small(Anchor::Middle) },
        );
    }
    if let Some(y) = layout.dividers.1 {
        canvas.line((left, y), (right, y), stroke);
        let words = data.y_divider.label.lines().take(3);
        let fitted = fit(canvas.font(), words, DIVIDER_WORDS_PT, 3);
        let size_pt = fitted.size_pt.min(SMALL_PT);
        let lines: Vec<String> = fitted.labels.into_iter().flatten().collect();
        let half = block_height_pt(lines.len(), size_pt) / 2.0;
        let place = (right + 5.0, y.min(bottom - half).max(top + half));
        canvas.lines(&lines, place, TextLook { size_pt, ..small(Anchor::Start) });
    }
}

/// Draws the names of the fields in the strips above and below the points.
pub(super) fn draw_corners(canvas: &mut Canvas<'_>, data: &QuadrantData, layout: &Layout) {
    let Area { left, top, right, bottom } = layout.area;
    let (left, right) = (left + 5.0, right - 5.0);
    let divider = layout.dividers.0.unwrap_or(f64::midpoint(left, right));
    let rows = [
        (&data.corners.top_left, &data.corners.top_right, top + CORNER_PT, DARK_GREY),
        (&data.corners.bottom_left, &data.corners.bottom_right, bottom - CORNER_PT, BLACK),
    ];
    for (light, heavy, centre, heavy_ink) in rows {
        let room = |from: f64, to: f64| (to - from - 5.0).max(0.0);
        let light = fit_corner(canvas.font(), light, room(left, divider));
        let heavy = fit_corner(canvas.font(), heavy, room(divider, right));
        canvas.text(
            &light.0,
            (left, centre),
            TextLook { size_pt: light.1, ..small(Anchor::Start) },
        );
        let look = TextLook { size_pt: heavy.1, anchor: Anchor::End, ink: heavy_ink };
        canvas.text(&heavy.0, (right, centre), look);
    }
}

/// A field's name on one line, or nothing where its field is narrower than two characters.
fn fit_corner(font: &ChartFont, text: &str, width_pt: f64) -> (String, f64) {
    if width_pt < 2.0 * SMALL_PT {
        (String::new(), SMALL_PT)
    } else {
        fit_line(font, text, width_pt)
    }
}
