//! The histogram of a distribution: bars of counts, with marked values over them.

use super::canvas::Canvas;
use super::distribution::{BINS_MAX, Bin, Marker};
use super::geometry::{Area, TEXT_AREA_WIDTH_PT, count, within};
use super::look::{Anchor, Stroke, TextLook};
use super::marks::{cased_line, small};
use super::palette::{ACCENT, BLACK, GREY, Ink, WHITE};
use super::text::{Fitted, SMALL_PT, block_height_pt, fit, fit_line};
use super::{ChartFont, PrintedNumber};

/// Height of the highest bar, in points.
const PLOT_PT: f64 = 120.0;
/// Bars are no wider than this, in points.
const SLOT_WIDTH_MAX_PT: f64 = 74.0;
/// Height of one row of marker labels, in points.
const LANE_PT: f64 = 12.0;
/// From a marker's line to its label, in points.
const LABEL_GAP_PT: f64 = 4.0;

/// The words beside bins and markers.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    /// What the bars count.
    pub(super) count_label: &'a str,
    /// What the axis measures.
    pub(super) axis_label: &'a str,
}

/// Where the bars stand.
struct Plot {
    left: f64,
    slot: f64,
    bottom: f64,
    highest: f64,
}

/// A marker's line and the place of its label.
struct PlacedMarker {
    x: f64,
    text: String,
    size_pt: f64,
    width: f64,
    ink: Ink,
    stroke: Stroke,
    lane: usize,
    anchor: Anchor,
}

/// Draws a histogram.
pub(super) fn draw<'font>(
    bins: &[Bin],
    markers: &[&Marker],
    words: Words<'_>,
    font: &'font ChartFont,
) -> Option<Canvas<'font>> {
    if bins.is_empty() || bins.len() > BINS_MAX {
        return None;
    }
    let slot = (TEXT_AREA_WIDTH_PT / count(bins.len())).min(SLOT_WIDTH_MAX_PT);
    let left = (TEXT_AREA_WIDTH_PT - slot * count(bins.len())) / 2.0;
    let mut canvas = Canvas::new(font, TEXT_AREA_WIDTH_PT);
    let (name, size_pt) = fit_line(font, words.count_label, TEXT_AREA_WIDTH_PT);
    canvas.text(&name, (left, SMALL_PT / 2.0), TextLook { size_pt, ..small(Anchor::Start) });
    let lanes_top = if name.is_empty() { 0.0 } else { SMALL_PT + 3.0 };
    let markers = place_markers(bins, markers, left, slot, font);
    let lanes = markers.iter().map(|marker| marker.lane + 1).max().unwrap_or(0);
    let top = lanes_top + count(lanes) * LANE_PT + SMALL_PT + 5.0;
    let plot = Plot { left, slot, bottom: top + PLOT_PT, highest: highest(bins) };
    draw_bars(&mut canvas, bins, &plot);
    draw_markers(&mut canvas, &markers, &plot, lanes_top + count(lanes) * LANE_PT);
    draw_counts(&mut canvas, bins, &plot, &markers);
    let height = draw_axis(&mut canvas, bins, &plot, words.axis_label);
    canvas.set_height_pt(height);
    Some(canvas)
}

/// A count as a number from 0 up.
fn counted(number: &PrintedNumber) -> f64 {
    within(number.value, 0.0, f64::INFINITY).unwrap_or(0.0)
}

/// The greatest finite count.
fn highest(bins: &[Bin]) -> f64 {
    bins.iter().map(|bin| counted(&bin.count)).filter(|count| count.is_finite()).fold(0.0, f64::max)
}

/// The top of a bar.
fn bar_top(bin: &Bin, plot: &Plot) -> f64 {
    let share =
        if plot.highest > 0.0 { (counted(&bin.count) / plot.highest).min(1.0) } else { 0.0 };
    plot.bottom - share * PLOT_PT
}

/// Draws the bars.
fn draw_bars(canvas: &mut Canvas<'_>, bins: &[Bin], plot: &Plot) {
    for (index, bin) in bins.iter().enumerate() {
        let left = plot.left + count(index) * plot.slot;
        let top = bar_top(bin, plot);
        if top < plot.bottom {
            canvas.rect(
                Area { left: left + 0.6, top, right: left + plot.slot - 0.6, bottom: plot.bottom },
                GREY,
            );
        }
    }
}

/// Draws the counts on the bars, beside a marker's line where one would cross them.
fn draw_counts(canvas: &mut Canvas<'_>, bins: &[Bin], plot: &Plot, markers: &[PlacedMarker]) {
    for (index, bin) in bins.iter().enumerate() {
        let (text, size_pt) = fit_line(canvas.font(), &bin.count.text, plot.slot - 2.0);
        let half = canvas.font().width_pt(&text, size_pt) / 2.0;
        let middle = plot.left + (count(index) + 0.5) * plot.slot;
        let free = (plot.slot / 2.0 - half - 1.0).max(0.0);
        let is_clear = |x: &f64| markers.iter().all(|marker| (marker.x - x).abs() > half + 2.0);
        let places = [0.0, -0.35, 0.35, -0.7, 0.7, -1.0, 1.0].map(|share| middle + share * free);
        let x = places.into_iter().find(is_clear).unwrap_or(middle);
        let place = (x, bar_top(bin, plot) - 3.0 - size_pt / 2.0);
        let look = TextLook { size_pt, anchor: Anchor::Middle, ink: BLACK };
        if !is_clear(&x) {
            let area = canvas.text_area(&text, place, look);
            canvas.rect(area, WHITE);
        }
        canvas.text(&text, place, look);
    }
}

/// Draws the bins' labels and the axis' name; gives where they end.
fn draw_axis(canvas: &mut Canvas<'_>, bins: &[Bin], plot: &Plot, axis_label: &str) -> f64 {
    let labels = fit(canvas.font(), bins.iter().map(|bin| bin.label.as_str()), plot.slot - 3.0, 3);
    let labels = Fitted { size_pt: labels.size_pt.min(SMALL_PT), ..labels };
    let lines = labels.labels.iter().map(Vec::len).max().unwrap_or(0);
    let top = plot.bottom + 4.0;
    let look = TextLook { size_pt: labels.size_pt, ..small(Anchor::Middle) };
    for (index, label) in labels.labels.iter().enumerate() {
        let x = plot.left + (count(index) + 0.5) * plot.slot;
        let centre = top + block_height_pt(label.len(), labels.size_pt) / 2.0;
        canvas.lines(label, (x, centre), TextLook { ink: BLACK, ..look });
    }
    let labels_end = top + block_height_pt(lines, labels.size_pt) + 1.0;
    let (name, size_pt) = fit_line(canvas.font(), axis_label, TEXT_AREA_WIDTH_PT);
    if name.is_empty() {
        return labels_end;
    }
    let centre = labels_end + 2.0 + size_pt / 2.0;
    canvas.text(
        &name,
        (TEXT_AREA_WIDTH_PT / 2.0, centre),
        TextLook { size_pt, ..small(Anchor::Middle) },
    );
    centre + size_pt / 2.0 + 1.0
}

/// Where a value stands among bins that are drawn equally wide: in its bin by its share of the
/// bin's width.
fn marker_x(bins: &[Bin], value: f64, left: f64, slot: f64) -> f64 {
    let first = bins.first().map_or(0.0, |bin| bin.from);
    if value < first {
        return left;
    }
    let Some((index, bin)) = bins.iter().enumerate().find(|(_, bin)| value < bin.to) else {
        return left + count(bins.len()) * slot;
    };
    let share = (value - bin.from) / (bin.to - bin.from);
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.5 };
    left + (count(index) + share) * slot
}

/// Places the markers' labels in rows over the bars, on either side of their lines, so that no
/// label meets another or another's line: the lowest of all arrangements of a few labels, fewest to
/// the left.
fn place_markers(
    bins: &[Bin],
    markers: &[&Marker],
    left: f64,
    slot: f64,
    font: &ChartFont,
) -> Vec<PlacedMarker> {
    let looks = [
        (BLACK, Stroke::solid(BLACK, 1.0)),
        (BLACK, Stroke::dashed(BLACK, 1.0, 3.0)),
        (ACCENT, Stroke::solid(ACCENT, 1.6)),
    ];
    let free = |(marker, (ink, stroke)): (&&Marker, (Ink, Stroke))| {
        let (text, size_pt) =
            fit_line(font, &marker.label, TEXT_AREA_WIDTH_PT / 2.0 - 2.0 * LABEL_GAP_PT);
        let width = font.width_pt(&text, size_pt);
        let x = marker_x(bins, marker.value, left, slot);
        PlacedMarker { x, text, size_pt, width, ink, stroke, lane: 0, anchor: Anchor::Start }
    };
    let mut placed: Vec<PlacedMarker> = markers.iter().zip(looks).map(free).collect();
    let options = 2 * placed.len();
    let arrangements =
        (0..options.pow(u32::try_from(placed.len()).unwrap_or(0))).map(|mut number| {
            let mut choice = Vec::new();
            for _ in 0..placed.len() {
                choice.push((number % options / 2, number % 2 == 1));
                number /= options;
            }
            choice
        });
    let cost = |choice: &Vec<(usize, bool)>| {
        let highest = choice.iter().map(|(lane, _)| *lane).max().unwrap_or(0);
        let leftward = choice.iter().filter(|(_, leftward)| *leftward).count();
        100 * clashes(&placed, choice) + 10 * highest + leftward
    };
    let best = arrangements.min_by_key(cost).unwrap_or_default();
    for (marker, (lane, leftward)) in placed.iter_mut().zip(best) {
        (marker.lane, marker.anchor) = (lane, if leftward { Anchor::End } else { Anchor::Start });
    }
    placed
}

/// The left and right edges of a marker's label.
fn label_span(marker: &PlacedMarker, leftward: bool) -> (f64, f64) {
    if leftward {
        (marker.x - LABEL_GAP_PT - marker.width, marker.x - LABEL_GAP_PT)
    } else {
        (marker.x + LABEL_GAP_PT, marker.x + LABEL_GAP_PT + marker.width)
    }
}

/// What is wrong with an arrangement: labels outside the drawing or over each other count most,
/// lines through labels less.
fn clashes(markers: &[PlacedMarker], choice: &[(usize, bool)]) -> usize {
    let mut clashes = 0;
    for (index, (marker, (lane, leftward))) in markers.iter().zip(choice).enumerate() {
        let span = label_span(marker, *leftward);
        if span.0 < 0.0 || span.1 > TEXT_AREA_WIDTH_PT {
            clashes += 10;
        }
        for (other_index, (other, (other_lane, other_leftward))) in
            markers.iter().zip(choice).enumerate()
        {
            if other_index == index {
                continue;
            }
            let other_span = label_span(other, *other_leftward);
            if lane == other_lane
                && span.0 < other_span.1 + LABEL_GAP_PT
                && other_span.0 < span.1 + LABEL_GAP_PT
            {
                clashes += 10;
            }
            if other_lane >= lane && (span.0 - 1.0..=span.1 + 1.0).contains(&other.x) {
                clashes += 1;
            }
        }
    }
    clashes
}

/// Draws the markers' lines from their labels to the base line, the base line, and the labels.
fn draw_markers(canvas: &mut Canvas<'_>, markers: &[PlacedMarker], plot: &Plot, lanes_bottom: f64) {
    for marker in markers {
        let centre = lanes_bottom - (count(marker.lane) + 0.5) * LANE_PT;
        cased_line(
            canvas,
            (marker.x, centre - LANE_PT / 2.0 + 1.0),
            (marker.x, plot.bottom),
            marker.stroke,
        );
    }
    // Over the white edges of the markers' lines.
    let right = TEXT_AREA_WIDTH_PT - plot.left;
    canvas.line((plot.left, plot.bottom), (right, plot.bottom), Stroke::solid(BLACK, 0.6));
    for marker in markers {
        let centre = lanes_bottom - (count(marker.lane) + 0.5) * LANE_PT;
        let x = if marker.anchor == Anchor::End {
            marker.x - LABEL_GAP_PT
        } else {
            marker.x + LABEL_GAP_PT
        };
        let look = TextLook { size_pt: marker.size_pt, anchor: marker.anchor, ink: marker.ink };
        canvas.text(&marker.text, (x, centre), look);
    }
}
