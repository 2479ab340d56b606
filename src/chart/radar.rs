//! Radar: a unit's rates on several axes against its class.

use serde::{Deserialize, Serialize};

use super::canvas::{Anchor, Canvas, Stroke, TextLook};
use super::geometry::{Area, Point, TEXT_AREA_WIDTH_PT, contains, count, within};
use super::marks::{
    LEGEND_KEY_PT, LegendEntry, class_marker, legend, legend_width, small, unit_marker,
};
use super::palette::{ACCENT, BLACK, DARK_GREY, Ink, PALE_GREY, RULE_GREY, WHITE};
use super::text::{Fitted, LEADING, SMALL_PT, SMALLEST_PT, block_height_pt, fit, fit_line};
use super::{Chart, ChartFont, PrintedNumber};

/// The fewest axes that make a polygon.
pub const RADAR_AXES_MIN: usize = 3;
/// The most axes whose labels still stand apart.
pub const RADAR_AXES_MAX: usize = 12;

/// What a radar shows: one unit against its class, rates from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RadarData {
    /// Name of the chart, for files and keys.
    pub name: String,
    /// Alt text: the finding in a sentence.
    pub alt: String,
    /// Name of the unit's series, for the legend.
    pub unit_name: String,
    /// Name of the class's series, for the legend.
    pub class_name: String,
    /// What an axis prints in place of a missing rate.
    pub absent_text: String,
    /// Rings to draw and label: rates above 0 and up to 1, such as 0.2 beside `20%`.
    pub rings: Vec<PrintedNumber>,
    /// The axes, clockwise from the top: [`RADAR_AXES_MIN`] to [`RADAR_AXES_MAX`] of them.
    pub axes: Vec<RadarAxis>,
}

/// One axis of a radar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RadarAxis {
    /// The axis' name; wrapped where long.
    pub label: String,
    /// The unit's rate, 0 to 1; `None` where the dimension does not apply (a gap in the polygon).
    pub unit: Option<PrintedNumber>,
    /// The class mean, 0 to 1; `None` where no unit of the class has a rate.
    pub class: Option<PrintedNumber>,
}

/// Draws a radar; `None` with fewer than [`RADAR_AXES_MIN`] or more than [`RADAR_AXES_MAX`] axes.
#[must_use]
pub fn radar(data: &RadarData, font: &ChartFont) -> Option<Chart> {
    draw(data, font).map(|canvas| canvas.finish(&data.name, &data.alt))
}

/// Radius of the outer ring, in points.
const RADIUS_PT: f64 = 112.0;
/// From the outer ring to the labels, in points.
const LABEL_DISTANCE_PT: f64 = 9.0;
/// Labels are no wider than this, in points: what the text area leaves on each side.
const LABEL_WIDTH_MAX_PT: f64 = TEXT_AREA_WIDTH_PT / 2.0 - RADIUS_PT - LABEL_DISTANCE_PT - 4.0;
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
struct Block {
    lines: Vec<String>,
    rates: Vec<Rate>,
    anchor: Anchor,
    area: Area,
}

/// Draws all of it around (0, 0), then moves it into the drawing.
fn draw<'font>(data: &RadarData, font: &'font ChartFont) -> Option<Canvas<'font>> {
    if !(RADAR_AXES_MIN..=RADAR_AXES_MAX).contains(&data.axes.len()) {
        return None;
    }
    let mut canvas = Canvas::new(font, TEXT_AREA_WIDTH_PT);
    let labels = fit(
        font,
        data.axes.iter().map(|axis| axis.label.as_str()),
        LABEL_WIDTH_MAX_PT,
        4,
    );
    let blocks = place_blocks(data, &labels, font);
    draw_ground(&mut canvas, data);
    draw_series(&mut canvas, data);
    draw_ring_labels(&mut canvas, data, &blocks);
    blocks
        .iter()
        .for_each(|block| draw_block(&mut canvas, block, labels.size_pt));
    let top = blocks
        .iter()
        .map(|block| block.area.top)
        .fold(-RADIUS_PT, f64::min);
    let bottom = blocks
        .iter()
        .map(|block| block.area.bottom)
        .fold(RADIUS_PT, f64::max);
    let end = draw_legend(&mut canvas, data, bottom + 8.0);
    canvas.shift_down(1.0 - top);
    canvas.set_height_pt(end + 1.0 - top);
    Some(canvas)
}

/// The direction of an axis: right and down, of length 1, clockwise from the top.
fn direction(axis: f64, axes: usize) -> Point {
    let angle = std::f64::consts::TAU * axis / count(axes);
    (angle.sin(), -angle.cos())
}

/// A place at some rate along a direction.
fn at(direction: Point, rate: f64) -> Point {
    (
        TEXT_AREA_WIDTH_PT / 2.0 + direction.0 * rate * RADIUS_PT,
        direction.1 * rate * RADIUS_PT,
    )
}

/// A rate as a number from 0 to 1, if it is one.
fn rate_of(number: Option<&PrintedNumber>) -> Option<f64> {
    number.and_then(|number| within(number.value, 0.0, 1.0))
}

/// The corners of a series, in the order of the axes; none at a gap.
fn corners(
    data: &RadarData,
    of: impl Fn(&RadarAxis) -> Option<&PrintedNumber>,
) -> Vec<Option<Point>> {
    let axes = data.axes.len();
    let corner =
        |(index, axis)| rate_of(of(axis)).map(|rate| at(direction(count(index), axes), rate));
    data.axes.iter().enumerate().map(corner).collect()
}

/// The sides of a series: between neighbours that both have a rate.
fn sides(corners: &[Option<Point>]) -> Vec<(Point, Point)> {
    let next = |index: usize| corners[(index + 1) % corners.len()];
    corners
        .iter()
        .enumerate()
        .filter_map(|(index, corner)| Some(((*corner)?, next(index)?)))
        .collect()
}

/// Draws the class's surface, the rings and the axes.
fn draw_ground(canvas: &mut Canvas<'_>, data: &RadarData) {
    if let Some(class) = class_surface(data) {
        canvas.fill(&class, PALE_GREY);
    }
    let centre = at((0.0, 0.0), 0.0);
    for ring in rings(data) {
        canvas.ring(
            centre,
            ring.value * RADIUS_PT,
            Stroke::solid(RULE_GREY, 0.4),
        );
    }
    canvas.ring(centre, RADIUS_PT, Stroke::solid(RULE_GREY, 0.7));
    for index in 0..data.axes.len() {
        let end = at(direction(count(index), data.axes.len()), 1.0);
        canvas.line(centre, end, Stroke::solid(RULE_GREY, 0.4));
    }
}

/// The class's polygon, if it has no gap.
fn class_surface(data: &RadarData) -> Option<Vec<Point>> {
    corners(data, |axis| axis.class.as_ref())
        .into_iter()
        .collect()
}

/// The rings that can be drawn.
fn rings(data: &RadarData) -> impl Iterator<Item = &PrintedNumber> {
    data.rings
        .iter()
        .filter(|ring| ring.value > 0.0 && ring.value <= 1.0)
}

/// Draws both series, the unit over the class.
fn draw_series(canvas: &mut Canvas<'_>, data: &RadarData) {
    let class = corners(data, |axis| axis.class.as_ref());
    let unit = corners(data, |axis| axis.unit.as_ref());
    draw_sides(canvas, &class, class_stroke());
    class
        .iter()
        .flatten()
        .for_each(|corner| class_marker(canvas, *corner, DARK_GREY));
    draw_sides(canvas, &unit, unit_stroke());
    unit.iter()
        .flatten()
        .for_each(|corner| unit_marker(canvas, *corner, ACCENT));
}

/// Draws a series' sides as unbroken paths from gap to gap, so that dashes run round the corners.
fn draw_sides(canvas: &mut Canvas<'_>, corners: &[Option<Point>], stroke: Stroke) {
    let axes = corners.len();
    let Some(gap) = corners.iter().position(Option::is_none) else {
        let closed: Vec<Point> = corners.iter().flatten().copied().collect();
        canvas.outline(&closed, stroke);
        return;
    };
    let from_gap: Vec<Option<Point>> = (0..axes)
        .map(|index| corners[(gap + index) % axes])
        .collect();
    for run in from_gap.split(Option::is_none) {
        let run: Vec<Point> = run.iter().flatten().copied().collect();
        canvas.path(&run, stroke);
    }
}

fn unit_stroke() -> Stroke {
    Stroke::solid(ACCENT, 1.5)
}

fn class_stroke() -> Stroke {
    Stroke::dashed(DARK_GREY, 0.9, 3.2)
}

/// Draws the rings' labels half-way between two axes, where they meet the fewest sides; one that would touch an axis'
/// label is left out.
fn draw_ring_labels(canvas: &mut Canvas<'_>, data: &RadarData, blocks: &[Block]) {
    let look = TextLook {
        size_pt: SMALLEST_PT,
        ..small(Anchor::Middle)
    };
    let class = class_surface(data).unwrap_or_default();
    let sides: Vec<(Point, Point)> = [
        corners(data, |axis| axis.class.as_ref()),
        corners(data, |axis| axis.unit.as_ref()),
    ]
    .iter()
    .flat_map(|corners| sides(corners))
    .collect();
    let labels: Vec<(f64, String)> = rings(data)
        .map(|ring| {
            (
                ring.value,
                fit_line(canvas.font(), &ring.text, RADIUS_PT / 2.0).0,
            )
        })
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let areas = |gap: usize| -> Vec<(Point, Area)> {
        let half_way = direction(count(gap) + 0.5, data.axes.len());
        let place = |(value, text): &(f64, String)| {
            let place = at(half_way, *value);
            (place, canvas.text_area(text, place, look))
        };
        labels.iter().map(place).collect()
    };
    let hits = |gap: &usize| {
        let on_side = |area: &Area| {
            sides
                .iter()
                .filter(|side| area.meets_line(side.0, side.1))
                .count()
        };
        let on_label = |area: &Area| {
            blocks
                .iter()
                .filter(|block| block.area.overlaps(area))
                .count()
        };
        areas(*gap)
            .iter()
            .map(|(_, area)| on_side(area) + 10 * on_label(area))
            .sum::<usize>()
    };
    let places = (0..data.axes.len())
        .min_by_key(hits)
        .map(areas)
        .unwrap_or_default();
    let mut taken: Vec<Area> = blocks.iter().map(|block| block.area).collect();
    for ((_, text), (place, area)) in labels.iter().zip(places) {
        if !taken.iter().any(|other| other.overlaps(&area)) {
            let on_class = area
                .corners()
                .iter()
                .all(|corner| contains(&class, *corner));
            let ground = if on_class { PALE_GREY } else { WHITE };
            canvas.rect(
                Area {
                    top: area.top + 0.8,
                    bottom: area.bottom - 0.4,
                    ..area
                },
                ground,
            );
            canvas.text(text, place, look);
            taken.push(area);
        }
    }
}

/// Places all labels outside the outer ring: first where their axes end, then pushed apart, upwards above the middle and
/// downwards below it, each side by itself.
fn place_blocks(data: &RadarData, labels: &Fitted, font: &ChartFont) -> Vec<Block> {
    let mut blocks: Vec<Block> = (0..data.axes.len())
        .map(|index| free_block(data, labels, font, index))
        .collect();
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
            let wide = Area {
                left: area.left - 2.0,
                right: area.right + 2.0,
                ..area
            };
            let placed = order[..position].iter().map(|other| blocks[*other].area);
            let close = |other: &Area| wide.grown(LABEL_GAP_PT - 0.01).overlaps(other);
            let Some(other) = placed.into_iter().find(close) else {
                break;
            };
            let up = other.top - LABEL_GAP_PT - area.bottom;
            let down = other.bottom + LABEL_GAP_PT - area.top;
            let by = if is_upper(index) { up } else { down };
            blocks[index].area = Area {
                top: area.top + by,
                bottom: area.bottom + by,
                ..area
            };
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
    let line_width = lines
        .iter()
        .map(|line| font.width_pt(line, labels.size_pt))
        .fold(0.0, f64::max);
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
    Block {
        lines,
        rates,
        anchor,
        area,
    }
}

/// The rates printed below an axis' name: the unit's, or what stands for it, and the class's.
fn rates_of(data: &RadarData, index: usize, font: &ChartFont) -> Vec<Rate> {
    let axis = &data.axes[index];
    let room = LABEL_WIDTH_MAX_PT / 2.0 - MARKER_ROOM_PT - 2.0;
    let rate = |text: &str, ink, marker| {
        let (text, size_pt) = fit_line(font, text, room);
        Rate {
            text,
            size_pt,
            ink,
            marker,
        }
    };
    let known =
        |number: &Option<PrintedNumber>| number.clone().filter(|number| !number.value.is_nan());
    let unit = known(&axis.unit).map_or_else(
        || rate(&data.absent_text, DARK_GREY, None),
        |number| rate(&number.text, ACCENT, Some(unit_marker)),
    );
    let class = known(&axis.class).map(|number| rate(&number.text, DARK_GREY, Some(class_marker)));
    [Some(unit), class]
        .into_iter()
        .flatten()
        .filter(|rate| !rate.text.is_empty())
        .collect()
}

/// The width of a rate with its marker.
fn rate_width(rate: &Rate, font: &ChartFont) -> f64 {
    font.width_pt(&rate.text, rate.size_pt)
        + if rate.marker.is_some() {
            MARKER_ROOM_PT
        } else {
            0.0
        }
}

/// The width of a line of rates.
fn rates_width(rates: &[Rate], font: &ChartFont) -> f64 {
    let gaps = count(rates.len().saturating_sub(1)) * 4.0;
    gaps + rates.iter().map(|rate| rate_width(rate, font)).sum::<f64>()
}

/// Draws a label.
fn draw_block(canvas: &mut Canvas<'_>, block: &Block, size_pt: f64) {
    let Area {
        left,
        top,
        right,
        bottom,
    } = block.area;
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
        TextLook {
            size_pt,
            anchor: block.anchor,
            ink: BLACK,
        },
    );
    let centre = bottom - SMALL_PT / 2.0;
    for rate in &block.rates {
        let mut text_left = rate_left;
        if let Some(marker) = rate.marker {
            marker(canvas, (rate_left + 3.2, centre), rate.ink);
            text_left += MARKER_ROOM_PT;
        }
        let look = TextLook {
            size_pt: rate.size_pt,
            anchor: Anchor::Start,
            ink: rate.ink,
        };
        canvas.text(&rate.text, (text_left, centre), look);
        rate_left += rate_width(rate, canvas.font()) + 4.0;
    }
}

/// Draws the legend in the middle below the labels; gives where it ends.
fn draw_legend(canvas: &mut Canvas<'_>, data: &RadarData, top: f64) -> f64 {
    let key = |stroke: Stroke, marker: fn(&mut Canvas<'_>, Point, Ink)| {
        Box::new(move |canvas: &mut Canvas<'_>, (x, y): Point| {
            canvas.line(
                (x - LEGEND_KEY_PT / 2.0, y),
                (x + LEGEND_KEY_PT / 2.0, y),
                stroke,
            );
            marker(canvas, (x, y), stroke.ink);
        })
    };
    let entries = [
        LegendEntry {
            key: key(unit_stroke(), unit_marker),
            label: data.unit_name.clone(),
        },
        LegendEntry {
            key: key(class_stroke(), class_marker),
            label: data.class_name.clone(),
        },
    ];
    let left = (TEXT_AREA_WIDTH_PT - legend_width(canvas.font(), &entries)) / 2.0;
    legend(canvas, "", &entries, left.max(0.0), top)
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{assert_sound, font, name, rate, rate_ticks, spread};
    use super::*;

    fn sample(axes: usize, characters: usize) -> RadarData {
        let axis = |index| RadarAxis {
            label: name(index, characters),
            unit: (index % 5 != 3).then(|| rate(spread(index))),
            class: (index % 7 != 6).then(|| rate(spread(index + 30))),
        };
        RadarData {
            name: "radar".to_owned(),
            alt: "alt".to_owned(),
            unit_name: "市教育局".to_owned(),
            class_name: "同类平均".to_owned(),
            absent_text: "不适用".to_owned(),
            rings: rate_ticks(),
            axes: (0..axes).map(axis).collect(),
        }
    }

    #[test]
    fn texts_stand_apart() {
        let font = font();
        for axes in RADAR_AXES_MIN..=RADAR_AXES_MAX {
            for characters in [1, 2, 6, 7, 13, 40] {
                let canvas = draw(&sample(axes, characters), &font).expect("axes");
                assert_sound(&canvas, canvas.finish("", "").height_mm);
            }
        }
    }

    #[test]
    fn labels_stay_outside_the_outer_ring() {
        let font = font();
        let data = sample(12, 13);
        let labels = fit(
            &font,
            data.axes.iter().map(|axis| axis.label.as_str()),
            LABEL_WIDTH_MAX_PT,
            4,
        );
        for block in place_blocks(&data, &labels, &font) {
            let x = (TEXT_AREA_WIDTH_PT / 2.0).clamp(block.area.left, block.area.right)
                - TEXT_AREA_WIDTH_PT / 2.0;
            let y = 0.0_f64.clamp(block.area.top, block.area.bottom);
            assert!(x.hypot(y) > RADIUS_PT, "{:?}", block.area);
        }
    }

    #[test]
    fn too_few_or_too_many_axes_give_nothing() {
        for axes in [0, 1, 2, 13] {
            assert!(radar(&sample(axes, 2), &font()).is_none());
        }
    }

    #[test]
    fn survives_hostile_data() {
        let font = font();
        let mut data = sample(5, 4);
        for (axis, value) in
            data.axes
                .iter_mut()
                .zip([f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 7.0, 0.0])
        {
            axis.unit = Some(rate(value));
            axis.class = Some(PrintedNumber::new(value, "名".repeat(50)));
        }
        data.rings
            .extend([rate(f64::NAN), rate(-1.0), rate(9.0), rate(0.81)]);
        (data.unit_name, data.class_name) = (name(1, 80), name(2, 80));
        let canvas = draw(&data, &font).expect("axes");
        assert_sound(&canvas, canvas.finish("", "").height_mm);
        data.axes
            .iter_mut()
            .for_each(|axis| (axis.unit, axis.class) = (None, None));
        assert!(radar(&data, &font).is_some());
    }

    #[test]
    fn a_gap_parts_the_line() {
        let points = [Some((0.0, 0.0)), None, Some((1.0, 0.0)), Some((2.0, 0.0))];
        assert_eq!(
            sides(&points),
            [((1.0, 0.0), (2.0, 0.0)), ((2.0, 0.0), (0.0, 0.0))]
        );
    }
}
