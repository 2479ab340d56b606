//! Points, areas and scales on paper, in points (1/72 inch), from the top left.

use std::ops::Range;

/// Millimetres in a point.
const MM_PER_PT: f64 = 25.4 / 72.0;

/// Width of every chart: the text area of the page, 156 mm.
pub(super) const TEXT_AREA_WIDTH_PT: f64 = 156.0 / MM_PER_PT;

/// Greatest height of a chart, 205 mm: the page's 225 mm less the figure title.
pub(super) const CHART_HEIGHT_MAX_PT: f64 = 205.0 / MM_PER_PT;

/// A place, as x and y.
pub(super) type Point = (f64, f64);

/// Points to millimetres.
pub(super) fn mm(points: f64) -> f64 {
    points * MM_PER_PT
}

/// A number of things as a factor.
#[expect(clippy::cast_precision_loss, reason = "counts of rows and columns are far below 2^52")]
pub(super) fn count(number: usize) -> f64 {
    number as f64
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    /// The rectangle's four corners, clockwise from the top left.
    pub(super) fn corners(&self) -> [Point; 4] {
        [
            (self.left, self.top),
            (self.right, self.top),
            (self.right, self.bottom),
            (self.left, self.bottom),
        ]
    }

    /// The rectangle, larger by some margin on every side.
    pub(super) fn grown(&self, margin: f64) -> Self {
        Self {
            left: self.left - margin,
            top: self.top - margin,
            right: self.right + margin,
            bottom: self.bottom + margin,
        }
    }

    /// Whether two rectangles share some surface.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether a straight line from one point to the other touches the rectangle (Liang–Barsky
    /// clipping).
    pub(super) fn meets_line(&self, from: Point, to: Point) -> bool {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let mut inside = (0.0_f64, 1.0_f64);
        let sides = [
            (-dx, from.0 - self.left),
            (dx, self.right - from.0),
            (-dy, from.1 - self.top),
            (dy, self.bottom - from.1),
        ];
        for (direction, room) in sides {
            if direction == 0.0 {
                if room < 0.0 {
                    return false;
                }
            } else if direction < 0.0 {
                inside.0 = inside.0.max(room / direction);
            } else {
                inside.1 = inside.1.min(room / direction);
            }
        }
        inside.0 <= inside.1
    }
}

/// A linear scale from values to places; values beyond its ends are drawn at its ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    /// The value at `start`.
    pub(super) lowest: f64,
    /// The value at `end`.
    pub(super) highest: f64,
    /// Where the lowest value stands.
    pub(super) start: f64,
    /// Where the highest value stands.
    pub(super) end: f64,
}

impl Scale {
    /// Where a value stands; a scale without extent has everything at its start.
    pub(super) fn place(&self, value: f64) -> f64 {
        let extent = self.highest - self.lowest;
        if extent > 0.0 && extent.is_finite() {
            let share = ((value - self.lowest) / extent).clamp(0.0, 1.0);
            self.start + share * (self.end - self.start)
        } else {
            self.start
        }
    }
}

/// The value, where it is a number: `NaN` counts as missing, infinity as the end of the range.
pub(super) fn within(value: f64, lowest: f64, highest: f64) -> Option<f64> {
    (!value.is_nan()).then(|| value.clamp(lowest, highest))
}

/// Spreads rows evenly over as few pages as hold them.
///
/// `height` measures a page of rows from its first row to the one after its last. A row higher than
/// a page has a page alone.
pub(super) fn pages(
    rows: usize,
    rows_max: usize,
    height_max: f64,
    height: impl Fn(Range<usize>) -> f64,
) -> Vec<Range<usize>> {
    for page_count in rows.div_ceil(rows_max).max(1)..=rows {
        let ranges = even_ranges(rows, page_count);
        if ranges.iter().all(|range| range.len() == 1 || height(range.clone()) <= height_max) {
            return ranges;
        }
    }
    Vec::new()
}

/// Cuts a number of things into parts whose sizes differ by one at most, the larger ones first.
pub(super) fn even_ranges(number: usize, parts: usize) -> Vec<Range<usize>> {
    let (size, larger) = (number / parts.max(1), number % parts.max(1));
    let start = |part: usize| part * size + part.min(larger);
    (0..parts).map(|part| start(part)..start(part + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scale_survives_odd_ends() {
        let flat = Scale { lowest: 5.0, highest: 5.0, start: 10.0, end: 90.0 };
        assert!((flat.place(5.0) - 10.0).abs() < 1e-9);
        let scale = Scale { lowest: 0.0, highest: 100.0, start: 10.0, end: 90.0 };
        assert!((scale.place(f64::INFINITY) - 90.0).abs() < 1e-9);
        assert!((scale.place(-3.0) - 10.0).abs() < 1e-9);
        assert!(within(f64::NAN, 0.0, 1.0).is_none());
    }

    #[test]
    fn pages_are_even_and_whole() {
        let sizes: Vec<usize> =
            pages(200, 40, 500.0, |rows| count(rows.len()) * 13.0).iter().map(Range::len).collect();
        assert_eq!(sizes.iter().sum::<usize>(), 200);
        assert!(sizes.iter().all(|size| count(*size) * 13.0 <= 500.0));
        assert_eq!(pages(41, 40, 1000.0, |_| 1.0), vec![0..21, 21..41]);
        assert_eq!(pages(2, 40, 1.0, |_| 9.0).len(), 2);
        assert!(pages(0, 40, 1.0, |_| 9.0).is_empty());
    }

    #[test]
    fn lines_meet_areas() {
        let area = Area { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };
        assert!(area.meets_line((-5.0, 5.0), (15.0, 5.0)));
        assert!(!area.meets_line((-5.0, 5.0), (5.0, 25.0)));
        assert!(!area.meets_line((11.0, 0.0), (11.0, 10.0)));
    }
}
