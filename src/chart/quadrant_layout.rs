//! Where everything stands in a quadrant: its scales, the places of its points, and their labels.

use super::ChartFont;
use super::geometry::{Area, Point, Scale, TEXT_AREA_WIDTH_PT, within};
use super::marks::widest;
use super::palette::{BLACK, DARK_GREY, Ink, PALE_GREY, WHITE};
use super::quadrant::{QuadrantData, QuadrantPoint};
use super::quadrant_labels::{Obstacle, PlacedLabels, PointLabel, place};
use super::text::{SMALL_PT, clean, fit};

/// Heights of the plot between the fields' names, in points: the usual one, and those for crowded
/// points.
const PLOT_HEIGHTS_PT: [f64; 4] = [220.0, 300.0, 390.0, 490.0];
/// Height of the strips that hold the fields' names, in points.
const STRIP_PT: f64 = 19.0;
/// Room for the words at the dividing line of the rates, in points.
pub(super) const DIVIDER_WORDS_PT: f64 = 56.0;
/// Radius of a point, and of the ring around several, in points.
pub(super) const RADII_PT: (f64, f64) = (2.4, 4.4);
/// Points nearer than this to each other count as in one place, in points.
const SAME_PLACE_PT: f64 = 1.2;
/// Labels are no wider than this, in points.
const LABEL_WIDTH_MAX_PT: f64 = 84.0;
/// Room to the right of the heaviest points, for their labels, in points.
const END_PT: f64 = 28.0;

/// Stands before the number of points in one place.
const TIMES: char = '\u{D7}';

/// Points in one place.
pub(super) struct Spot<'a> {
    pub(super) centre: Point,
    pub(super) points: Vec<&'a QuadrantPoint>,
    /// Whether it lies in the field to mend first.
    in_field: bool,
    /// Whether any of its points is to be mended first.
    pub(super) priority: bool,
}

impl Spot<'_> {
    fn obstacle(&self) -> Obstacle {
        let radius_pt = if self.points.len() > 1 { RADII_PT.1 } else { RADII_PT.0 };
        Obstacle { centre: self.centre, radius_pt: radius_pt + 0.5 }
    }
}

/// Where everything stands.
pub(super) struct Layout {
    /// The plot with the strips of the fields' names.
    pub(super) area: Area,
    pub(super) x: Scale,
    pub(super) y: Scale,
    /// Where the dividing lines stand, if they do.
    pub(super) dividers: (Option<f64>, Option<f64>),
}

/// Places points and labels in the lowest plot that has room for all labels; `None` without points.
pub(super) fn lay_out<'a>(
    data: &'a QuadrantData,
    font: &ChartFont,
) -> Option<(Layout, Vec<Spot<'a>>, PlacedLabels)> {
    let mut highest = None;
    for plot_pt in PLOT_HEIGHTS_PT {
        let layout = Layout::new(data, font, plot_pt);
        let spots = spots(data, &layout);
        if spots.is_empty() {
            return None;
        }
        let placed = place_labels(font, &spots, &layout);
        let all = placed.are_complete();
        highest = Some((layout, spots, placed));
        if all {
            break;
        }
    }
    highest
}

/// The lowest and the highest of some values that are finite, and of two values.
fn ends(values: impl Iterator<Item = f64>, from: (f64, f64)) -> (f64, f64) {
    values
        .filter(|value| value.is_finite())
        .fold(from, |ends, value| (ends.0.min(value), ends.1.max(value)))
}

impl Layout {
    /// Measures the words around the plot; what they leave is the plot's.
    fn new(data: &QuadrantData, font: &ChartFont, plot_pt: f64) -> Self {
        let ticks = data.y_ticks.iter().map(|tick| tick.text.as_str());
        let left = widest(font, ticks, SMALL_PT).min(TEXT_AREA_WIDTH_PT / 8.0) + 5.0;
        let words = !clean(&data.y_divider.label).is_empty();
        let right = TEXT_AREA_WIDTH_PT - if words { DIVIDER_WORDS_PT + 5.0 } else { 0.0 };
        // Over the plot stand the vertical axis' name and the words at the dividing line.
        let top = SMALL_PT * 1.5;
        let area = Area { left, top, right, bottom: top + plot_pt + 2.0 * STRIP_PT };
        let full_marks = data.points.iter().map(|point| point.full_marks);
        let x_ticks = data.x_ticks.iter().map(|tick| tick.value);
        let (_, x_end) = ends(full_marks.chain(x_ticks), (0.0, 0.0));
        let x = Scale { lowest: 0.0, highest: x_end, start: left, end: right - END_PT };
        let rate = |value| within(value, 0.0, 1.0);
        let y_ticks = data.y_ticks.iter().filter_map(|tick| rate(tick.value));
        let outside = (f64::INFINITY, f64::NEG_INFINITY);
        let of_ticks = ends(y_ticks, outside);
        let rates = data.points.iter().filter_map(|point| rate(point.rate));
        let (lowest, highest) =
            if of_ticks.0 < of_ticks.1 { ends(rates, of_ticks) } else { (0.0, 1.0) };
        let (start, end) = (area.bottom - STRIP_PT, area.top + STRIP_PT);
        let y = Scale { lowest, highest, start, end };
        let shown = |scale: Scale, value: f64| (!value.is_nan()).then(|| scale.place(value));
        let dividers = (shown(x, data.x_divider.value), shown(y, data.y_divider.value));
        Self { area, x, y, dividers }
    }

    /// The field to mend first: heavy indicators with low rates.
    pub(super) fn field(&self) -> Option<Area> {
        let (left, top) = (self.dividers.0?, self.dividers.1?);
        Some(Area { left, top, ..self.area })
    }

    /// The colour of the ground at a place.
    pub(super) fn ground(&self, (x, y): Point) -> Ink {
        let is_field = self.field().is_some_and(|field| x > field.left && y > field.top);
        if is_field { PALE_GREY } else { WHITE }
    }
}

/// The points that have numbers, those in one place together, in the order of the first of each.
fn spots<'a>(data: &'a QuadrantData, layout: &Layout) -> Vec<Spot<'a>> {
    let mut spots: Vec<Spot<'a>> = Vec::new();
    for point in &data.points {
        let rate = within(point.rate, 0.0, 1.0);
        let full_marks = within(point.full_marks, 0.0, f64::INFINITY);
        let (Some(rate), Some(full_marks)) = (rate, full_marks) else { continue };
        let centre = (layout.x.place(full_marks), layout.y.place(rate));
        let in_field = full_marks > data.x_divider.value && rate < data.y_divider.value;
        let priority = in_field && point.mendable;
        let here = |spot: &&mut Spot<'_>| {
            let away = (spot.centre.0 - centre.0).hypot(spot.centre.1 - centre.1);
            spot.in_field == in_field && away < SAME_PLACE_PT
        };
        match spots.iter_mut().find(here) {
            Some(spot) => {
                spot.points.push(point);
                spot.priority |= priority;
            }
            None => spots.push(Spot { centre, points: vec![point], in_field, priority }),
        }
    }
    spots
}

/// The labels of all spots that are named or hold several points; those to mend first come
/// first, then those that are named, each from the top down.
fn labels(spots: &[Spot<'_>], font: &ChartFont) -> (Vec<PointLabel>, f64) {
    let mut named: Vec<(&Spot<'_>, String)> = spots
        .iter()
        .map(|spot| (spot, spot_words(spot)))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    let rank = |(spot, words): &(&Spot<'_>, String)| (!spot.priority, words.starts_with(TIMES));
    named.sort_by(|one, other| {
        rank(one).cmp(&rank(other)).then(one.0.centre.1.total_cmp(&other.0.centre.1))
    });
    let texts = named.iter().map(|(_, words)| words.as_str());
    let fitted = fit(font, texts, LABEL_WIDTH_MAX_PT, 6);
    let label = |((spot, words), lines): ((&Spot<'_>, String), Vec<String>)| PointLabel {
        point: spot.obstacle(),
        lines,
        ink: if words.starts_with(TIMES) { DARK_GREY } else { BLACK },
    };
    let labels = named.into_iter().zip(fitted.labels).map(label).collect();
    (labels, fitted.size_pt.min(SMALL_PT))
}

/// The words at a spot: the labels of the points that are named; their number where not all are.
fn spot_words(spot: &Spot<'_>) -> String {
    let shown =
        spot.points.iter().filter(|point| spot.in_field && point.mendable || point.labelled);
    let names: Vec<String> =
        shown.map(|point| clean(&point.label)).filter(|label| !label.is_empty()).collect();
    let (joined, number) = (names.join("\u{3001}"), spot.points.len());
    match names.len() {
        0 if number > 1 => format!("{TIMES}{number}"),
        said if said == number || number == 1 => joined,
        _ => format!("{joined}\u{FF08}{TIMES}{number}\u{FF09}"),
    }
}

/// Places the labels between the strips, clear of points and dividing lines.
fn place_labels(font: &ChartFont, spots: &[Spot<'_>], layout: &Layout) -> PlacedLabels {
    let (labels, size_pt) = labels(spots, font);
    let Area { left, top, right, bottom } = layout.area;
    let obstacles: Vec<Obstacle> = spots.iter().map(Spot::obstacle).collect();
    let upright = layout.dividers.0.map(|x| ((x, top), (x, bottom)));
    let level = layout.dividers.1.map(|y| ((left, y), (right, y)));
    let rules: Vec<(Point, Point)> = upright.into_iter().chain(level).collect();
    let bounds = Area {
        left: left + 1.0,
        top: top + STRIP_PT - RADII_PT.1,
        right: right - 1.0,
        bottom: bottom - STRIP_PT + RADII_PT.1,
    };
    place(font, labels, size_pt, &obstacles, &rules, bounds)
}
