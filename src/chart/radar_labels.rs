//! The labels of a radar: outside the outer ring, pushed apart, with the rates below the names.

use super::canvas::Canvas;
use super::geometry::{Area, Point, TEXT_AREA_WIDTH_PT, count};
use super::lines::contains;
use super::look::{Anchor, TextLook};
use super::marks::{class_marker, small, unit_marker};
use super::palette::{ACCENT, BLACK, DARK_GREY, Ink, PALE_GREY, WHITE};
use super::radar::{RADIUS_PT, RadarData, at, class_surface, corners, direction, rings, sides};
use super::text::{Fitted, LEADING, SMALL_PT, SMALLEST_PT, block_height_pt, fit_line};
use super::{ChartFont, PrintedNumber};

/// From the outer ring to the labels, in points.
const LABEL_DISTANCE_PT: f64 = 9.0;

/// Labels are no wider than this, in points: what the text area leaves on each side.
pub(super) const LABEL_WIDTH_MAX_PT: f64 =
    TEXT_AREA_WIDTH_PT / 2.0 - RADIUS_PT - LABEL_DISTANCE_PT - 4.0;

/// The least gap between two labels, in points.
const LABEL_GAP_PT: f64 = 3.0;

/// Room for a marker before a printed rate, in points.
const MARKER_ROOM_PT: f64 = 9.0;

/// One printed rate of a label's last line.
struct Rate {
    text: String,
    size_pt: f64,
    ink: Ink,
    /// The marker before it; none before what stands for a missing rate.
    marker: Option<fn(&mut Canvas<'_>, Point, Ink)>,
}

/// An axis' label: its words, its rates, and where they stand.
pub(super) struct Block {
    lines: Vec<String>,
    rates: Vec<Rate>,
    anchor: Anchor,
    pub(super) area: Area,
}

/// Places all labels outside the outer ring: first where their axes end, then pushed apart, upwards
/// above the middle and downwards below it, each side by itself.
pub(super) fn place_blocks(data: &RadarData, labels: &Fitted, font: &ChartFont) -> Vec<Block> {
    let mut blocks: Vec<Block> =
        (0..data.axes.len()).map(|index| free_block(data, labels, font, index)).collect();
    let axes = data.axes.len();
    let is_upper = |index: usize| direction(count(index), axes).1 <= 1e-9;
    // From the middle outwards, so that nothing already placed moves again; the upper half first.
    let mut order: Vec<usize> = (0..axes).collect();
    order.sort_by(|one, other| {
        let height = |index: usize| direction(count(index), axes).1.abs();
        let half = |index: usize| usize::from(!is_upper(index));
        half(*one)
            .cmp(&half(*other))
            .then(height(*one).total_cmp(&height(*other)))
            .then(one.cmp(other))
    });
    for (position, &index) in order.iter().enumerate() {
        for _ in 0..axes {
            let area = blocks[index].area;
            let wide = Area { left: area.left - 2.0, right: area.right + 2.0, ..area };
            let placed = order[..position].iter().map(|other| blocks[*other].area);
            let close = |other: &Area| wide.grown(LABEL_GAP_PT - 0.01).overlaps(other);
            let Some(other) = placed.into_iter().find(close) else {
                break;
            };
            let up = other.top - LABEL_GAP_PT - area.bottom;
            let down = other.bottom + LABEL_GAP_PT - area.top;
            let by = if is_upper(index) { up } else { down };
            blocks[index].area = Area { top: area.top + by, bottom: area.bottom + by, ..area };
        }
    }
    blocks
}

/// A label where its axis ends, as if it were alone.
fn free_block(data: &RadarData, labels: &Fitted, font: &ChartFont, index: usize) -> Block {
    let (right, down) = direction(count(index), data.axes.len());
    let anchor = if right.abs() < 1e-9 {
        Anchor::Middle
    } else if right > 0.0 {
        Anchor::Start
    } else {
        Anchor::End
    };
    let lines = labels.labels[index].clone();
    let rates = rates_of(data, index, font);
    let line_width =
        lines.iter().map(|line| font.width_pt(line, labels.size_pt)).fold(0.0, f64::max);
    let width = line_width.max(rates_width(&rates, font));
    let height = block_height_pt(lines.len(), labels.size_pt) + SMALL_PT * LEADING + 1.5;
    let end = at((right, down), 1.0 + LABEL_DISTANCE_PT / RADIUS_PT);
    let left = match anchor {
        Anchor::Start => end.0,
        Anchor::Middle => end.0 - width / 2.0,
        Anchor::End => end.0 - width,
    };
    let centre = end.1 + down * height / 2.0;
    let area = Area {
        left,
        top: centre - height / 2.0,
        right: left + width,
        bottom: centre + height / 2.0,
    };
    Block { lines, rates, anchor, area }
}

/// The rates printed below an axis' name: the unit's, or what stands for it, and the class's.
fn rates_of(data: &RadarData, index: usize, font: &ChartFont) -> Vec<Rate> {
    let axis = &data.axes[index];
    let room = LABEL_WIDTH_MAX_PT / 2.0 - MARKER_ROOM_PT - 2.0;
    let rate = |text: &str, ink, marker| {
        let (text, size_pt) = fit_line(font, text, room);
        Rate { text, size_pt, ink, marker }
    };
    let known =
        |number: &Option<PrintedNumber>| number.clone().filter(|number| !number.value.is_nan());
    let unit = known(&axis.unit).map_or_else(
        || rate(&data.absent_text, DARK_GREY, None),
        |number| rate(&number.text, ACCENT, Some(unit_marker)),
    );
    let class = known(&axis.class).map(|number| rate(&number.text, DARK_GREY, Some(class_marker)));
    [Some(unit), class].into_iter().flatten().filter(|rate| !rate.text.is_empty()).collect()
}

/// The width of a rate with its marker.
fn rate_width(rate: &Rate, font: &ChartFont) -> f64 {
    font.width_pt(&rate.text, rate.size_pt)
        + if rate.marker.is_some() { MARKER_ROOM_PT } else { 0.0 }
}

/// The width of a line of rates.
fn rates_width(rates: &[Rate], font: &ChartFont) -> f64 {
    let gaps = count(rates.len().saturating_sub(1)) * 4.0;
    gaps + rates.iter().map(|rate| rate_width(rate, font)).sum::<f64>()
}

/// Draws a label.
pub(super) fn draw_block(canvas: &mut Canvas<'_>, block: &Block, size_pt: f64) {
    let Area { left, top, right, bottom } = block.area;
    let middle = f64::midpoint(left, right);
    let lines_centre = top + block_height_pt(block.lines.len(), size_pt) / 2.0;
    let width = rates_width(&block.rates, canvas.font());
    let (x, mut rate_left) = match block.anchor {
        Anchor::Start => (left, left),
        Anchor::Middle => (middle, middle - width / 2.0),
        Anchor::End => (right, right - width),
    };
    canvas.lines(
        &block.lines,
        (x, lines_centre),
        TextLook { size_pt, anchor: block.anchor, ink: BLACK },
    );
    let centre = bottom - SMALL_PT / 2.0;
    for rate in &block.rates {
        let mut text_left = rate_left;
        if let Some(marker) = rate.marker {
            marker(canvas, (rate_left + 3.2, centre), rate.ink);
            text_left += MARKER_ROOM_PT;
        }
        let look = TextLook { size_pt: rate.size_pt, anchor: Anchor::Start, ink: rate.ink };
        canvas.text(&rate.text, (text_left, centre), look);
        rate_left += rate_width(rate, canvas.font()) + 4.0;
    }
}

/// Draws the rings' labels half-way between two axes, where they meet the fewest sides; one that
/// would touch an axis' label is left out.
pub(super) fn draw_ring_labels(canvas: &mut Canvas<'_>, data: &RadarData, blocks: &[Block]) {
    let look = TextLook { size_pt: SMALLEST_PT, ..small(Anchor::Middle) };
    let class = class_surface(data).unwrap_or_default();
    let mut taken: Vec<Area> = blocks.iter().map(|block| block.area).collect();
    for RingLabel { text, place, area } in ring_labels(canvas, data, &taken) {
        if !taken.iter().any(|other| other.overlaps(&area)) {
            let on_class = area.corners().iter().all(|corner| contains(&class, *corner));
            let ground = if on_class { PALE_GREY } else { WHITE };
            canvas.rect(Area { top: area.top + 0.8, bottom: area.bottom - 0.4, ..area }, ground);
            canvas.text(&text, place, look);
            taken.push(area);
        }
    }
}

/// A ring's label in its place.
struct RingLabel {
    text: String,
    place: Point,
    area: Area,
}

/// The rings' labels between the two axes where they meet the fewest sides and labels of axes.
fn ring_labels(canvas: &Canvas<'_>, data: &RadarData, taken: &[Area]) -> Vec<RingLabel> {
    let series =
        [corners(data, |axis| axis.class.as_ref()), corners(data, |axis| axis.unit.as_ref())];
    let sides: Vec<(Point, Point)> = series.iter().flat_map(|corners| sides(corners)).collect();
    let hits = |label: &RingLabel| {
        let on_side = sides.iter().filter(|side| label.area.meets_line(side.0, side.1)).count();
        let on_label = taken.iter().filter(|area| area.overlaps(&label.area)).count();
        on_side + 10 * on_label
    };
    let gaps = (0..data.axes.len()).map(|gap| ring_labels_in_gap(canvas, data, gap));
    gaps.min_by_key(|labels| labels.iter().map(hits).sum::<usize>()).unwrap_or_default()
}

/// The rings' labels half-way between an axis and the next.
fn ring_labels_in_gap(canvas: &Canvas<'_>, data: &RadarData, gap: usize) -> Vec<RingLabel> {
    let look = TextLook { size_pt: SMALLEST_PT, ..small(Anchor::Middle) };
    let half_way = direction(count(gap) + 0.5, data.axes.len());
    let label = |ring: &PrintedNumber| {
        let (text, _) = fit_line(canvas.font(), &ring.text, RADIUS_PT / 2.0);
        let place = at(half_way, ring.value);
        let area = canvas.text_area(&text, place, look);
        RingLabel { text, place, area }
    };
    rings(data).map(label).filter(|label| !label.text.is_empty()).collect()
}
