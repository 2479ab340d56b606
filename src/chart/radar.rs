//! Radar: a unit's rates on several axes against its class.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::geometry::{Point, TEXT_AREA_WIDTH_PT, count, within};
use super::look::Stroke;
use super::marks::{LEGEND_KEY_PT, LegendEntry, class_marker, legend, legend_width, unit_marker};
use super::palette::{ACCENT, DARK_GREY, Ink, PALE_GREY, RULE_GREY};
use super::radar_labels::{LABEL_WIDTH_MAX_PT, draw_block, draw_ring_labels, place_blocks};
use super::text::fit;
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
pub(super) const RADIUS_PT: f64 = 92.0;

/// Draws all of it around (0, 0), then moves it into the drawing.
fn draw<'font>(data: &RadarData, font: &'font ChartFont) -> Option<Canvas<'font>> {
    if !(RADAR_AXES_MIN..=RADAR_AXES_MAX).contains(&data.axes.len()) {
        return None;
    }
    let mut canvas = Canvas::new(font, TEXT_AREA_WIDTH_PT);
    let labels = fit(font, data.axes.iter().map(|axis| axis.label.as_str()), LABEL_WIDTH_MAX_PT, 4);
    let blocks = place_blocks(data, &labels, font);
    draw_ground(&mut canvas, data);
    draw_series(&mut canvas, data);
    draw_ring_labels(&mut canvas, data, &blocks);
    for block in &blocks {
        draw_block(&mut canvas, block, labels.size_pt);
    }
    let top = blocks.iter().map(|block| block.area.top).fold(-RADIUS_PT, f64::min);
    let bottom = blocks.iter().map(|block| block.area.bottom).fold(RADIUS_PT, f64::max);
    let end = draw_legend(&mut canvas, data, bottom + 8.0);
    canvas.shift_down(1.0 - top);
    canvas.set_height_pt(end + 1.0 - top);
    Some(canvas)
}

/// The direction of an axis: right and down, of length 1, clockwise from the top.
pub(super) fn direction(position: f64, axes: usize) -> Point {
    let angle = std::f64::consts::TAU * position / count(axes);
    (angle.sin(), -angle.cos())
}

/// A place at some rate along a direction.
pub(super) fn at(direction: Point, rate: f64) -> Point {
    (TEXT_AREA_WIDTH_PT / 2.0 + direction.0 * rate * RADIUS_PT, direction.1 * rate * RADIUS_PT)
}

/// A rate as a number from 0 to 1, if it is one.
fn rate_of(number: Option<&PrintedNumber>) -> Option<f64> {
    number.and_then(|number| within(number.value, 0.0, 1.0))
}

/// The corners of a series, in the order of the axes; none at a gap.
pub(super) fn corners(
    data: &RadarData,
    of: impl Fn(&RadarAxis) -> Option<&PrintedNumber>,
) -> Vec<Option<Point>> {
    let axes = data.axes.len();
    let corner =
        |(index, axis)| rate_of(of(axis)).map(|rate| at(direction(count(index), axes), rate));
    data.axes.iter().enumerate().map(corner).collect()
}

/// The sides of a series: between neighbours that both have a rate.
pub(super) fn sides(corners: &[Option<Point>]) -> Vec<(Point, Point)> {
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
        canvas.ring(centre, ring.value * RADIUS_PT, Stroke::solid(RULE_GREY, 0.4));
    }
    canvas.ring(centre, RADIUS_PT, Stroke::solid(RULE_GREY, 0.7));
    for index in 0..data.axes.len() {
        let end = at(direction(count(index), data.axes.len()), 1.0);
        canvas.line(centre, end, Stroke::solid(RULE_GREY, 0.4));
    }
}

/// The class's polygon, if it has no gap.
pub(super) fn class_surface(data: &RadarData) -> Option<Vec<Point>> {
    corners(data, |axis| axis.class.as_ref()).into_iter().collect()
}

/// The rings that can be drawn.
pub(super) fn rings(data: &RadarData) -> impl Iterator<Item = &PrintedNumber> {
    data.rings.iter().filter(|ring| ring.value > 0.0 && ring.value <= 1.0)
}

/// Draws both series, the unit over the class.
fn draw_series(canvas: &mut Canvas<'_>, data: &RadarData) {
    let class = corners(data, |axis| axis.class.as_ref());
    let unit = corners(data, |axis| axis.unit.as_ref());
    draw_sides(canvas, &class, class_stroke());
    class.iter().flatten().for_each(|corner| class_marker(canvas, *corner, DARK_GREY));
    draw_sides(canvas, &unit, unit_stroke());
    unit.iter().flatten().for_each(|corner| unit_marker(canvas, *corner, ACCENT));
}

/// Draws a series' sides as unbroken paths from gap to gap, so that dashes run round the corners.
fn draw_sides(canvas: &mut Canvas<'_>, corners: &[Option<Point>], stroke: Stroke) {
    let axes = corners.len();
    let Some(gap) = corners.iter().position(Option::is_none) else {
        let closed: Vec<Point> = corners.iter().flatten().copied().collect();
        canvas.outline(&closed, stroke);
        return;
    };
    let from_gap: Vec<Option<Point>> =
        (0..axes).map(|index| corners[(gap + index) % axes]).collect();
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

/// Draws the legend in the middle below the labels; gives where it ends.
fn draw_legend(canvas: &mut Canvas<'_>, data: &RadarData, top: f64) -> f64 {
    let key = |stroke: Stroke, marker: fn(&mut Canvas<'_>, Point, Ink)| {
        Box::new(move |canvas: &mut Canvas<'_>, (x, y): Point| {
            canvas.line((x - LEGEND_KEY_PT / 2.0, y), (x + LEGEND_KEY_PT / 2.0, y), stroke);
            marker(canvas, (x, y), stroke.ink);
        })
    };
    let mut entries =
        vec![LegendEntry { key: key(unit_stroke(), unit_marker), label: data.unit_name.clone() }];
    // A class without a mean to show is not in the legend.
    if data.axes.iter().any(|axis| axis.class.is_some()) {
        let label = data.class_name.clone();
        entries.push(LegendEntry { key: key(class_stroke(), class_marker), label });
    }
    let left = (TEXT_AREA_WIDTH_PT - legend_width(canvas.font(), &entries)) / 2.0;
    legend(canvas, "", &entries, left.max(0.0), top)
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{assert_sound, font, name, rate, rate_ticks, spread};
    use super::*;

    fn sample(axes: usize, characters: usize) -> RadarData {
        let of_index = |index| RadarAxis {
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
            axes: (0..axes).map(of_index).collect(),
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
        let labels =
            fit(&font, data.axes.iter().map(|axis| axis.label.as_str()), LABEL_WIDTH_MAX_PT, 4);
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
            data.axes.iter_mut().zip([f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 7.0, 0.0])
        {
            axis.unit = Some(rate(value));
            axis.class = Some(PrintedNumber::new(value, "名".repeat(50)));
        }
        data.rings.extend([rate(f64::NAN), rate(-1.0), rate(9.0), rate(0.81)]);
        (data.unit_name, data.class_name) = (name(1, 80), name(2, 80));
        let canvas = draw(&data, &font).expect("axes");
        assert_sound(&canvas, canvas.finish("", "").height_mm);
        data.axes.iter_mut().for_each(|axis| (axis.unit, axis.class) = (None, None));
        assert!(radar(&data, &font).is_some());
    }

    #[test]
    fn a_gap_parts_the_line() {
        let points = [Some((0.0, 0.0)), None, Some((1.0, 0.0)), Some((2.0, 0.0))];
        assert_eq!(sides(&points), [((1.0, 0.0), (2.0, 0.0)), ((2.0, 0.0), (0.0, 0.0))]);
    }
}
