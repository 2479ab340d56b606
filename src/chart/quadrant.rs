//! Quadrant: indicators by full marks and rate, divided by two lines; heavy ones with low rates are
//! named.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::distribution::Marker;
use super::geometry::TEXT_AREA_WIDTH_PT;
use super::look::Stroke;
use super::marks::axis;
use super::palette::{ACCENT, DARK_GREY, PALE_GREY, WHITE};
use super::quadrant_frame::{draw_corners, draw_divider_words, draw_ground};
use super::quadrant_labels::{draw_leaders, draw_words};
use super::quadrant_layout::{RADII_PT, Spot, lay_out};
use super::{Chart, ChartFont, PrintedNumber};

/// The most points; more than these leave no room for their labels.
pub const QUADRANT_POINTS_MAX: usize = 200;

/// What a quadrant shows: one point an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuadrantData {
    /// Name of the chart, for files and keys.
    pub name: String,
    /// Alt text: the finding in a sentence.
    pub alt: String,
    /// What the horizontal axis measures (full marks), with the unit of measure; below it.
    pub x_label: String,
    /// What the vertical axis measures (rates), with the unit of measure; above it.
    pub y_label: String,
    /// Ticks of the horizontal axis; the scale runs from 0 over all ticks and points.
    pub x_ticks: Vec<PrintedNumber>,
    /// Ticks of the vertical axis, from 0 to 1; the scale runs over all ticks and points, and from 0
    /// to 1 without ticks.
    pub y_ticks: Vec<PrintedNumber>,
    /// Full marks from which on an indicator is heavy, such as their mean, with the words at its
    /// line. A value that is not a number gives no line, and no priority.
    pub x_divider: Marker,
    /// The rate below which it is low, such as the mean, with the words at its line, where a line
    /// break is kept.
    pub y_divider: Marker,
    /// What the four fields are called; any may be empty.
    pub corners: QuadrantCorners,
    /// The points, at most [`QUADRANT_POINTS_MAX`].
    pub points: Vec<QuadrantPoint>,
}

/// What the four fields of a quadrant are called.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct QuadrantCorners {
    /// Light indicators with high rates.
    pub top_left: String,
    /// Heavy indicators with high rates.
    pub top_right: String,
    /// Light indicators with low rates.
    pub bottom_left: String,
    /// Heavy indicators with low rates: the field to mend first.
    pub bottom_right: String,
}

/// One indicator in a quadrant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuadrantPoint {
    /// What names the point, such as the number `4.2.1`.
    pub label: String,
    /// Full marks, 0 or above; a point that is not a number is left out.
    pub full_marks: f64,
    /// The rate, 0 to 1.
    pub rate: f64,
    /// Whether the point is named though it is not in the field to mend first.
    pub labelled: bool,
    /// Whether its loss can still be mended; a point that cannot be is hollow in the field to mend
    /// first, too, and has no name there.
    pub mendable: bool,
}

/// Draws a quadrant; `None` without points that have numbers, or with more than
/// [`QUADRANT_POINTS_MAX`].
///
/// Points in the field to mend first (heavy, and low) are filled and named, but for those that cannot
/// be mended. Points in one place are
/// one point in a second ring: with the labels of all that are named, and with their number (`×3`)
/// where not all are. The plot grows until every label has a free place; a label that has none even
/// in the highest plot is left out.
#[must_use]
pub fn quadrant(data: &QuadrantData, font: &ChartFont) -> Option<Chart> {
    draw(data, font).map(|canvas| canvas.finish(&data.name, &data.alt))
}

/// Draws all of it.
fn draw<'font>(data: &QuadrantData, font: &'font ChartFont) -> Option<Canvas<'font>> {
    if data.points.len() > QUADRANT_POINTS_MAX {
        return None;
    }
    let (layout, spots, labels) = lay_out(data, font)?;
    let mut canvas = Canvas::new(font, TEXT_AREA_WIDTH_PT);
    draw_ground(&mut canvas, data, &layout);
    draw_divider_words(&mut canvas, data, &layout);
    draw_corners(&mut canvas, data, &layout);
    draw_leaders(&mut canvas, &labels);
    for spot in &spots {
        draw_spot(&mut canvas, spot);
    }
    draw_words(&mut canvas, &labels, |place| layout.ground(place));
    let height = axis(&mut canvas, layout.x, &data.x_ticks, &data.x_label, layout.area.bottom);
    canvas.set_height_pt(height);
    Some(canvas)
}

/// Draws the points of one place.
fn draw_spot(canvas: &mut Canvas<'_>, spot: &Spot<'_>) {
    let ink = if spot.priority { ACCENT } else { DARK_GREY };
    if spot.points.len() > 1 {
        canvas.ring(spot.centre, RADII_PT.1, Stroke::solid(ink, 0.7));
    }
    if spot.priority {
        canvas.disc(spot.centre, RADII_PT.0 + 0.7, PALE_GREY);
        canvas.disc(spot.centre, RADII_PT.0 + 0.2, ACCENT);
    } else {
        canvas.disc(spot.centre, RADII_PT.0, WHITE);
        canvas.ring(spot.centre, RADII_PT.0, Stroke::solid(ink, 0.8));
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{assert_sound, font, name, number, rate_ticks, spread};
    use super::*;

    fn marker(value: f64, label: &str) -> Marker {
        Marker { value, label: label.to_owned() }
    }

    fn sample(points: usize, label: impl Fn(usize) -> String) -> QuadrantData {
        let point = |index: usize| QuadrantPoint {
            label: label(index),
            full_marks: [1.0, 1.5, 2.0, 3.0, 3.5, 4.0, 5.0, 6.0][index * 5 % 8],
            rate: spread(index),
            labelled: index % 6 == 1,
            mendable: true,
        };
        QuadrantData {
            name: "quadrant".to_owned(),
            alt: "alt".to_owned(),
            x_label: "分值/分".to_owned(),
            y_label: "得分率".to_owned(),
            x_ticks: [0.0, 2.0, 4.0, 6.0].map(number).to_vec(),
            y_ticks: rate_ticks(),
            x_divider: marker(2.7, "平均分值2.70分"),
            y_divider: marker(0.8, "平均得分率\n80.0%"),
            corners: QuadrantCorners {
                top_left: "分值低、得分率高".to_owned(),
                top_right: "分值高、得分率高".to_owned(),
                bottom_left: "分值低、得分率低".to_owned(),
                bottom_right: "分值高、得分率低：优先整改".to_owned(),
            },
            points: (0..points).map(point).collect(),
        }
    }

    fn code(index: usize) -> String {
        format!("{}.{}.{}", index / 20 + 1, index / 4 % 5 + 1, index % 4 + 1)
    }

    fn texts(data: &QuadrantData) -> Vec<String> {
        let font = font();
        let canvas = draw(data, &font).expect("points");
        assert_sound(&canvas, canvas.finish("", "").height_mm);
        canvas.texts().iter().map(|placed| placed.text.clone()).collect()
    }

    #[test]
    fn texts_stand_apart() {
        for points in [1, 2, 13, 37, 60, QUADRANT_POINTS_MAX] {
            texts(&sample(points, code));
            for characters in [1, 2, 13, 40] {
                texts(&sample(points, |index| name(index, characters)));
            }
        }
    }

    #[test]
    fn the_field_to_mend_first_is_named() {
        let data = sample(60, code);
        let texts = texts(&data);
        for point in &data.points {
            let named = point.labelled || (point.full_marks > 2.7 && point.rate < 0.8);
            assert_eq!(texts.contains(&point.label), named, "{point:?}");
        }
        assert_eq!(quadrant(&data, &font()), quadrant(&data, &font()));
    }

    /// Heavy, low, and past mending: neither filled nor named, but counted where it hides another.
    #[test]
    fn what_cannot_be_mended_is_hollow_and_has_no_name() {
        let mut data = sample(60, code);
        let named = |point: &QuadrantPoint| point.full_marks > 2.7 && point.rate < 0.8;
        data.points.retain(named);
        data.points.truncate(6);
        // The first two stand in one place.
        let rates = [0.2, 0.2, 0.3, 0.4, 0.5, 0.6];
        for (at, (point, rate)) in data.points.iter_mut().zip(rates).enumerate() {
            point.rate = rate;
            point.full_marks = 5.0;
            (point.labelled, point.mendable) = (false, at % 2 == 1);
        }
        let shown = texts(&data);
        let label = |at: usize| data.points[at].label.clone();
        assert!(shown.contains(&format!("{}（×2）", label(1))), "{shown:?}");
        for at in [3, 5] {
            assert!(shown.contains(&label(at)), "{at}: {shown:?}");
        }
        for at in [0, 2, 4] {
            assert!(!shown.iter().any(|text| text.starts_with(&label(at))), "{at}: {shown:?}");
        }
        // Three places are filled, one of them in a ring; then all five.
        let accent = format!("#{:02X}{:02X}{:02X}", ACCENT.0, ACCENT.1, ACCENT.2);
        let accented = |data: &QuadrantData| {
            let svg = quadrant(data, &font()).expect("points").svg;
            svg.lines().filter(|line| line.contains("<circle") && line.contains(&accent)).count()
        };
        assert_eq!(accented(&data), 4);
        data.points.iter_mut().for_each(|point| point.mendable = true);
        assert_eq!(accented(&data), 6);
    }

    #[test]
    fn crowded_points_keep_their_labels() {
        let mut data = sample(60, code);
        for (index, point) in data.points.iter_mut().enumerate() {
            point.full_marks = [3.0, 4.0, 6.0][index % 3];
            point.rate = spread(index) * 0.5;
        }
        let texts = texts(&data);
        let missing = data.points.iter().filter(|point| {
            !texts.iter().any(|text| text.split('、').any(|label| label == point.label))
        });
        assert_eq!(missing.count(), 0, "{texts:?}");
    }

    #[test]
    fn points_in_one_place_are_counted_or_named() {
        let mut data = sample(7, code);
        for (point, (full_marks, rate)) in data.points.iter_mut().zip([
            (2.0, 1.0),
            (2.0, 1.0),
            (1.0, 1.0),
            (1.0, 1.0),
            (1.0, 1.0),
            (5.0, 0.2),
            (5.0, 0.2),
        ]) {
            (point.full_marks, point.rate) = (full_marks, rate);
        }
        let texts = texts(&data);
        for expected in ["1.1.2（×2）", "×3", "1.2.2、1.2.3"] {
            assert!(texts.iter().any(|text| text == expected), "{expected} in {texts:?}");
        }
    }

    #[test]
    fn survives_hostile_data() {
        let font = font();
        assert!(quadrant(&sample(0, code), &font).is_none());
        assert!(quadrant(&sample(QUADRANT_POINTS_MAX + 1, code), &font).is_none());
        let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -3.0, 0.0];
        for value in odd {
            let mut data = sample(12, |_| "长".repeat(60));
            for (point, odd) in data.points.iter_mut().zip(odd.into_iter().chain(odd)) {
                (point.full_marks, point.rate) = (odd, value);
            }
            data.x_divider = marker(value, &name(1, 90));
            data.y_divider = marker(value, &name(2, 90));
            data.x_ticks = odd.map(number).to_vec();
            data.y_ticks = odd.map(number).to_vec();
            (data.x_label, data.y_label) = (name(3, 90), name(4, 90));
            data.corners.bottom_right = name(5, 90);
            assert_eq!(draw(&data, &font).is_none(), value.is_nan());
            data.points.push(QuadrantPoint {
                label: String::new(),
                full_marks: 1.0,
                rate: 0.5,
                labelled: true,
                mendable: true,
            });
            texts(&data);
        }
        let mut same = sample(60, code);
        same.points.iter_mut().for_each(|point| (point.full_marks, point.rate) = (6.0, 0.0));
        texts(&same);
    }
}
