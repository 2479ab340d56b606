//! Marks that several charts share: bars, the line of a mean, ticks, markers of series, legends.

use super::ChartFont;
use super::PrintedNumber;
use super::canvas::Canvas;
use super::geometry::{Area, Point, Scale, count};
use super::look::{Anchor, Stroke, TextLook};
use super::palette::{BLACK, DARK_GREY, Ink, RULE_GREY, WHITE};
use super::text::{SMALL_PT, clean, fit_line};

/// The least gap between two texts on one line, in points.
pub(super) const TEXT_GAP_PT: f64 = 6.0;

/// Bars shorter than this are not drawn: the base line shows that they are zero.
const BAR_LEAST_PT: f64 = 0.2;

/// How a bar is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BarFill {
    /// All of it.
    Solid,
    /// Hatched, with an edge.
    Hatched,
}

/// A bar.
pub(super) fn bar(canvas: &mut Canvas<'_>, area: Area, ink: Ink, fill: BarFill) {
    if area.right - area.left < BAR_LEAST_PT || area.bottom - area.top < BAR_LEAST_PT {
        return;
    }
    match fill {
        BarFill::Solid => canvas.rect(area, ink),
        BarFill::Hatched => {
            canvas.rect(area, WHITE);
            canvas.hatch(&area.corners(), ink);
            canvas.outline(&area.grown(-0.3).corners(), Stroke::solid(ink, 0.6));
        }
    }
}

/// A line that must be seen over dark fills: black between two white edges.
pub(super) fn cased_line(canvas: &mut Canvas<'_>, from: Point, to: Point, stroke: Stroke) {
    canvas.line(from, to, Stroke::solid(WHITE, stroke.width_pt + 1.6));
    canvas.line(from, to, stroke);
}

/// The line of a mean over dark and light bars.
pub(super) fn mean_stroke() -> Stroke {
    Stroke::solid(BLACK, 1.0)
}

/// The look of secondary text.
pub(super) fn small(anchor: Anchor) -> TextLook {
    TextLook { size_pt: SMALL_PT, anchor, ink: DARK_GREY }
}

/// A text on a ground that keeps rules from crossing it.
pub(super) fn on_ground(
    canvas: &mut Canvas<'_>,
    text: &str,
    place: Point,
    look: TextLook,
    ground: Ink,
) {
    let area = canvas.text_area(text, place, look);
    if area.right > area.left {
        canvas.rect(Area { left: area.left - 1.0, right: area.right + 1.0, ..area }, ground);
        canvas.text(text, place, look);
    }
}

/// Thin vertical rules at the ticks.
pub(super) fn grid(
    canvas: &mut Canvas<'_>,
    scale: Scale,
    ticks: &[PrintedNumber],
    top: f64,
    bottom: f64,
) {
    for tick in ticks.iter().filter(|tick| tick.value.is_finite()) {
        let x = scale.place(tick.value);
        canvas.line((x, top), (x, bottom), Stroke::solid(RULE_GREY, 0.35));
    }
}

/// The texts of an axis' ticks, centred on one line; one that would touch its neighbour is left
/// out. Gives the right end.
pub(super) fn tick_texts(
    canvas: &mut Canvas<'_>,
    scale: Scale,
    ticks: &[PrintedNumber],
    centre: f64,
) -> f64 {
    let mut taken = f64::NEG_INFINITY;
    let mut sorted: Vec<&PrintedNumber> =
        ticks.iter().filter(|tick| tick.value.is_finite()).collect();
    sorted.sort_by(|one, other| one.value.total_cmp(&other.value));
    for tick in sorted {
        let (text, size_pt) = fit_line(canvas.font(), &tick.text, canvas.width_pt() / 4.0);
        let half = canvas.font().width_pt(&text, size_pt) / 2.0;
        let x = scale.place(tick.value).min(canvas.width_pt() - half).max(half);
        if x - half >= taken + TEXT_GAP_PT / 2.0 {
            canvas.text(&text, (x, centre), TextLook { size_pt, ..small(Anchor::Middle) });
            taken = x + half;
        }
    }
    taken
}

/// Draws ticks, and the axis' name in the middle under them, below a plot from `top` down. Gives
/// where they end.
pub(super) fn axis(
    canvas: &mut Canvas<'_>,
    scale: Scale,
    ticks: &[PrintedNumber],
    name: &str,
    top: f64,
) -> f64 {
    let centre = top + 3.0 + SMALL_PT / 2.0;
    let ticks_end = tick_texts(canvas, scale, ticks, centre);
    let has_ticks = ticks_end.is_finite();
    let (name, size_pt) = fit_line(canvas.font(), name, canvas.width_pt());
    let row_end = |row: f64| row + SMALL_PT / 2.0 + 1.0;
    if name.is_empty() {
        return if has_ticks { row_end(centre) } else { top + 1.0 };
    }
    let half = canvas.font().width_pt(&name, size_pt) / 2.0;
    let x = f64::midpoint(scale.start, scale.end).min(canvas.width_pt() - half).max(half);
    let row = if has_ticks { centre + SMALL_PT * 1.35 } else { centre };
    canvas.text(&name, (x, row), TextLook { size_pt, ..small(Anchor::Middle) });
    row_end(row)
}

/// The text of a number, or what stands for a missing one.
pub(super) fn printed<'a>(number: Option<&'a PrintedNumber>, absent: &'a str) -> &'a str {
    match number {
        Some(number) if !number.value.is_nan() => &number.text,
        _ => absent,
    }
}

/// The marker of the unit: a filled circle.
pub(super) fn unit_marker(canvas: &mut Canvas<'_>, centre: Point, ink: Ink) {
    canvas.disc(centre, 3.2, WHITE);
    canvas.disc(centre, 2.5, ink);
}

/// The marker of the class: an open diamond.
pub(super) fn class_marker(canvas: &mut Canvas<'_>, centre: Point, ink: Ink) {
    let corners = diamond(centre, 3.1);
    canvas.fill(&corners, WHITE);
    canvas.outline(&corners, Stroke::solid(ink, 1.0));
}

/// The corners of a diamond.
pub(super) fn diamond(centre: Point, radius: f64) -> [Point; 4] {
    let (x, y) = centre;
    [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
}

/// Draws the key of a legend's entry around a place.
pub(super) type LegendKey<'a> = Box<dyn Fn(&mut Canvas<'_>, Point) + 'a>;

/// One entry of a legend: the drawing of its key, and its words.
pub(super) struct LegendEntry<'a> {
    /// Draws the key around the centre of its place, which is `LEGEND_KEY_PT` wide.
    pub(super) key: LegendKey<'a>,
    /// The words.
    pub(super) label: String,
}

/// Width of the place of a legend's key, in points.
pub(super) const LEGEND_KEY_PT: f64 = 18.0;

/// Height of a row of a legend, in points.
const LEGEND_ROW_PT: f64 = 13.0;

/// Gap between the entries of a legend, in points.
const LEGEND_GAP_PT: f64 = 10.0;

/// Draws a legend in as few rows as hold it, from `top` down, after some words that may be empty.
/// Gives where it ends.
pub(super) fn legend(
    canvas: &mut Canvas<'_>,
    title: &str,
    entries: &[LegendEntry<'_>],
    left: f64,
    top: f64,
) -> f64 {
    let right = canvas.width_pt();
    let (mut x, mut centre) = (left, top + LEGEND_ROW_PT / 2.0);
    let (title, size_pt) = fit_line(canvas.font(), title, right - left);
    if !title.is_empty() {
        canvas.text(&title, (x, centre), TextLook { size_pt, ..small(Anchor::Start) });
        x += canvas.font().width_pt(&title, size_pt) + LEGEND_GAP_PT;
    }
    for entry in entries {
        let (label, size_pt) =
            fit_line(canvas.font(), &entry.label, right - left - LEGEND_KEY_PT - 4.0);
        let width = LEGEND_KEY_PT + 4.0 + canvas.font().width_pt(&label, size_pt);
        if x > left && x + width > right {
            (x, centre) = (left, centre + LEGEND_ROW_PT);
        }
        (entry.key)(canvas, (x + LEGEND_KEY_PT / 2.0, centre));
        let place = (x + LEGEND_KEY_PT + 4.0, centre);
        canvas.text(&label, place, TextLook { size_pt, ink: BLACK, ..small(Anchor::Start) });
        x += width + LEGEND_GAP_PT;
    }
    centre + LEGEND_ROW_PT / 2.0
}

/// The width of a legend without a title on one row, in points.
pub(super) fn legend_width(font: &ChartFont, entries: &[LegendEntry<'_>]) -> f64 {
    let entry = |entry: &LegendEntry<'_>| {
        LEGEND_KEY_PT + 4.0 + font.width_pt(&clean(&entry.label), SMALL_PT)
    };
    entries.iter().map(entry).sum::<f64>() + LEGEND_GAP_PT * count(entries.len().saturating_sub(1))
}

/// The width of the widest of some texts on one line, in points.
pub(super) fn widest<'a>(
    font: &ChartFont,
    texts: impl IntoIterator<Item = &'a str>,
    size_pt: f64,
) -> f64 {
    texts.into_iter().map(|text| font.width_pt(&clean(text), size_pt)).fold(0.0, f64::max)
}
