//! Polygons and lines: what is inside, hatches, dashes.

use super::geometry::Point;

/// Whether a place is inside a polygon, by the number of edges to its left.
pub(super) fn contains(polygon: &[Point], place: Point) -> bool {
    let edges = polygon.iter().zip(polygon.iter().cycle().skip(1));
    let to_the_left = edges.filter(|(from, to)| {
        let spans = (from.1 <= place.1) != (to.1 <= place.1);
        spans && from.0 + (place.1 - from.1) / (to.1 - from.1) * (to.0 - from.0) < place.0
    });
    to_the_left.count() % 2 == 1
}

/// Lines at 45° that fill a polygon, `step` apart along the x axis; hatches of neighbouring shapes
/// run on from each other.
pub(super) fn hatch_lines(polygon: &[Point], step: f64) -> Vec<(Point, Point)> {
    let sums = polygon.iter().map(|point| point.0 + point.1);
    let (lowest, highest) =
        sums.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), sum| (a.min(sum), b.max(sum)));
    if !(lowest.is_finite() && highest.is_finite() && step > 0.0) {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let mut sum = (lowest / step).ceil() * step;
    while sum < highest {
        let crossings = crossings(polygon, sum);
        lines.extend(crossings.chunks_exact(2).map(|pair| (pair[0], pair[1])));
        sum += step;
    }
    lines
}

/// Where the line `x + y = sum` crosses a polygon's edges, from left to right.
fn crossings(polygon: &[Point], sum: f64) -> Vec<Point> {
    let mut found = Vec::new();
    for (index, &from) in polygon.iter().enumerate() {
        let to = polygon[(index + 1) % polygon.len()];
        let (start, end) = (from.0 + from.1 - sum, to.0 + to.1 - sum);
        // Half-open, so that a corner on the line counts once.
        if (start < 0.0) != (end < 0.0) {
            let share = start / (start - end);
            found.push((from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1)));
        }
    }
    found.sort_by(|one, other| one.0.total_cmp(&other.0));
    found
}

/// Cuts a line through points into dashes and gaps of one length, round its corners.
pub(super) fn dashes(points: &[Point], dash_pt: f64) -> Vec<Vec<Point>> {
    let mut runs: Vec<Vec<Point>> = vec![points.first().copied().into_iter().collect()];
    let (mut drawing, mut left) = (true, dash_pt);
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut length = (to.0 - from.0).hypot(to.1 - from.1);
        while length > left {
            from = (
                from.0 + (to.0 - from.0) * left / length,
                from.1 + (to.1 - from.1) * left / length,
            );
            length -= left;
            left = dash_pt;
            if drawing {
                runs.iter_mut().last().into_iter().for_each(|run| run.push(from));
            } else {
                runs.push(vec![from]);
            }
            drawing = !drawing;
        }
        left -= length;
        if drawing {
            runs.iter_mut().last().into_iter().for_each(|run| run.push(to));
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::super::geometry::Area;
    use super::*;

    #[test]
    fn hatch_stays_inside() {
        let area = Area { left: 10.0, top: 20.0, right: 50.0, bottom: 28.0 };
        let lines = hatch_lines(&area.corners(), 3.0);
        // Every third sum of x and y between the corners' 30 and 78.
        assert_eq!(lines.len(), 15);
        for (from, to) in lines {
            for point in [from, to] {
                assert!(
                    (10.0..=50.0).contains(&point.0) && (20.0..=28.0).contains(&point.1),
                    "{point:?}"
                );
            }
            assert!((from.0 + from.1 - to.0 - to.1).abs() < 1e-9);
        }
    }

    #[test]
    fn hatch_of_a_concave_polygon_leaves_the_notch() {
        let notched = [(0.0, 0.0), (30.0, 0.0), (30.0, 30.0), (15.0, 2.0), (0.0, 30.0)];
        for (from, to) in hatch_lines(&notched, 2.0) {
            let middle = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
            let floor = 2.0 + (middle.0 - 15.0).abs() * 28.0 / 15.0;
            assert!(middle.1 <= floor + 1e-9, "{middle:?}");
        }
        assert!(hatch_lines(&[], 2.0).is_empty());
        assert!(hatch_lines(&[(f64::NAN, 0.0)], 2.0).is_empty());
    }

    #[test]
    fn places_in_a_polygon() {
        let notched = [(0.0, 0.0), (30.0, 0.0), (30.0, 30.0), (15.0, 2.0), (0.0, 30.0)];
        assert!(contains(&notched, (2.0, 20.0)) && contains(&notched, (15.0, 1.0)));
        assert!(!contains(&notched, (15.0, 5.0)) && !contains(&notched, (31.0, 1.0)));
        assert!(!contains(&[], (0.0, 0.0)));
    }

    #[test]
    fn dashes_run_round_corners() {
        let runs = dashes(&[(0.0, 0.0), (3.0, 0.0), (3.0, 5.0)], 2.0);
        assert_eq!(runs, [[(0.0, 0.0), (2.0, 0.0)], [(3.0, 1.0), (3.0, 3.0)]]);
    }
}
