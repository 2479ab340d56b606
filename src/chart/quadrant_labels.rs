//! Labels of points in a plane, none of which touch another label, a point or a leader.

use super::ChartFont;
use super::canvas::Canvas;
use super::geometry::{Area, Point, count};
use super::look::{Anchor, Stroke, TextLook};
use super::marks::on_ground;
use super::palette::{GREY, Ink};
use super::text::{LEADING, block_height_pt};

/// From the edge of a point to its label where it stands beside it, in points.
const NEAR_PT: f64 = 2.0;
/// How labels are looked for, one way after the other: with room to spare near the point, so that
/// no label seems to name another point; then wherever it fits, on the point's side of the dividing
/// lines; then with a leader that may run under other points and over those lines.
const WAYS: [Way; 3] = [
    Way { gap_pt: 4.0, distances: 5, may_cross: false },
    Way { gap_pt: 1.2, distances: DISTANCES_PT.len(), may_cross: false },
    Way { gap_pt: 1.2, distances: DISTANCES_PT.len(), may_cross: true },
];
/// How far from the edge of a point its label is looked for, one distance after the other.
const DISTANCES_PT: [f64; 14] =
    [NEAR_PT, 5.0, 8.0, 11.0, 14.0, 18.0, 23.0, 30.0, 40.0, 52.0, 66.0, 84.0, 110.0, 150.0];
/// Directions that are tried at each distance, from the right and the left to above and below.
const DIRECTIONS: [Point; 12] = [
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.8, -0.6),
    (0.8, 0.6),
    (-0.8, -0.6),
    (-0.8, 0.6),
    (0.0, -1.0),
    (0.0, 1.0),
    (0.45, -0.9),
    (0.45, 0.9),
    (-0.45, -0.9),
    (-0.45, 0.9),
];

/// One way to look for a free place.
struct Way {
    /// The least gap between labels, and between labels and other points, in points.
    gap_pt: f64,
    /// How many of the distances are tried.
    distances: usize,
    /// Whether a leader may cross points and dividing lines.
    may_cross: bool,
}

/// A point that a label may not cover.
#[derive(Clone, Copy)]
pub(super) struct Obstacle {
    /// Its centre.
    pub(super) centre: Point,
    /// Its radius in points.
    pub(super) radius_pt: f64,
}

impl Obstacle {
    fn area(&self) -> Area {
        let (x, y) = self.centre;
        Area { left: x, top: y, right: x, bottom: y }.grown(self.radius_pt)
    }
}

/// A label to place.
pub(super) struct PointLabel {
    /// The point that it names.
    pub(super) point: Obstacle,
    /// Its lines.
    pub(super) lines: Vec<String>,
    /// Its colour.
    pub(super) ink: Ink,
}

/// Where a label stands.
struct PlacedLabel {
    /// Which label it is.
    index: usize,
    area: Area,
    /// From the point's edge to the label, where it is not beside its point.
    leader: Option<(Point, Point)>,
}

/// Labels and where they stand, at one size.
pub(super) struct PlacedLabels {
    labels: Vec<PointLabel>,
    placed: Vec<PlacedLabel>,
    size_pt: f64,
}

impl PlacedLabels {
    /// Whether every label has found a place.
    pub(super) fn are_complete(&self) -> bool {
        self.placed.len() == self.labels.len()
    }
}

/// Places labels in the given order, each at the nearest free place around its point: beside it,
/// else further away with a leader. A label without any free place is left out; its point stays.
///
/// `rules` are the dividing lines, which labels keep clear of.
pub(super) fn place(
    font: &ChartFont,
    labels: Vec<PointLabel>,
    size_pt: f64,
    points: &[Obstacle],
    rules: &[(Point, Point)],
    bounds: Area,
) -> PlacedLabels {
    let mut placed: Vec<PlacedLabel> = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        let widths = label.lines.iter().map(|line| font.width_pt(line, size_pt));
        let size = (widths.fold(0.0, f64::max), block_height_pt(label.lines.len(), size_pt));
        let surroundings = Surroundings { placed: &placed, points, rules, bounds };
        let found = WAYS.iter().find_map(|way| {
            let distances = DISTANCES_PT.iter().take(way.distances);
            distances
                .flat_map(|distance| DIRECTIONS.iter().map(move |towards| (*distance, *towards)))
                .map(|(distance, towards)| candidate(index, label, size, distance, towards))
                .find(|new| surroundings.leave(new, label, way))
        });
        placed.extend(found);
    }
    PlacedLabels { labels, placed, size_pt }
}

/// A place at some distance from the point's edge, in some direction.
fn candidate(
    index: usize,
    label: &PointLabel,
    (width, height): (f64, f64),
    distance: f64,
    (right, down): Point,
) -> PlacedLabel {
    let Obstacle { centre: (x, y), radius_pt } = label.point;
    let away = radius_pt + distance;
    // The label's middle is beside its near edge where the direction is level or upright.
    let middle =
        (x + right * away + side(right) * width / 2.0, y + down * away + side(down) * height / 2.0);
    let area = Area {
        left: middle.0 - width / 2.0,
        top: middle.1 - height / 2.0,
        right: middle.0 + width / 2.0,
        bottom: middle.1 + height / 2.0,
    };
    let end = (x.max(area.left).min(area.right), y.max(area.top).min(area.bottom));
    let length = (end.0 - x).hypot(end.1 - y).max(f64::MIN_POSITIVE);
    let start = (x + (end.0 - x) / length * radius_pt, y + (end.1 - y) / length * radius_pt);
    let leader = (distance > NEAR_PT).then_some((start, end));
    PlacedLabel { index, area, leader }
}

/// Towards which side of its near edge a label's middle lies: fully from 0.6 on, and between in
/// proportion.
fn side(direction: f64) -> f64 {
    (direction / 0.6).clamp(-1.0, 1.0)
}

/// What a new label may not touch.
struct Surroundings<'a> {
    placed: &'a [PlacedLabel],
    points: &'a [Obstacle],
    rules: &'a [(Point, Point)],
    bounds: Area,
}

impl Surroundings<'_> {
    /// Whether they leave a place free: nothing is nearer to it than the gap, and its leader
    /// crosses no label, leader or point.
    fn leave(&self, new: &PlacedLabel, label: &PointLabel, way: &Way) -> bool {
        let (area, bounds) = (new.area.grown(way.gap_pt), self.bounds);
        let inside = new.area.left >= bounds.left
            && new.area.right <= bounds.right
            && new.area.top >= bounds.top
            && new.area.bottom <= bounds.bottom;
        let crosses = |line: Option<(Point, Point)>, area: &Area| {
            line.is_some_and(|(from, to)| area.meets_line(from, to))
        };
        let by_label = |other: &PlacedLabel| {
            area.overlaps(&other.area)
                || crosses(other.leader, &area)
                || crosses(new.leader, &other.area.grown(1.0))
                || lines_cross(new.leader, other.leader)
        };
        let by_point = |point: &Obstacle| {
            let own = point.centre == label.point.centre;
            let near = if own { new.area } else { area };
            near.overlaps(&point.area())
                || (!own && !way.may_cross && crosses(new.leader, &point.area()))
        };
        let by_rule = |rule: &(Point, Point)| {
            new.area.meets_line(rule.0, rule.1)
                || (!way.may_cross && lines_cross(new.leader, Some(*rule)))
        };
        inside
            && !self.rules.iter().any(by_rule)
            && !self.placed.iter().any(by_label)
            && !self.points.iter().any(by_point)
    }
}

/// Whether two lines cross.
fn lines_cross(one: Option<(Point, Point)>, other: Option<(Point, Point)>) -> bool {
    let (Some((a, b)), Some((c, d))) = (one, other) else { return false };
    let turn = |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    turn(a, b, c) * turn(a, b, d) <= 0.0 && turn(c, d, a) * turn(c, d, b) <= 0.0
}

/// Draws the leaders, which go under the points.
pub(super) fn draw_leaders(canvas: &mut Canvas<'_>, labels: &PlacedLabels) {
    for (from, to) in labels.placed.iter().filter_map(|label| label.leader) {
        canvas.line(from, to, Stroke::solid(GREY, 0.5));
    }
}

/// Draws the words, on the ground that is at their place.
pub(super) fn draw_words(
    canvas: &mut Canvas<'_>,
    labels: &PlacedLabels,
    ground: impl Fn(Point) -> Ink,
) {
    let size_pt = labels.size_pt;
    for PlacedLabel { index, area, .. } in &labels.placed {
        let label = &labels.labels[*index];
        let look = TextLook { size_pt, anchor: Anchor::Middle, ink: label.ink };
        let middle = f64::midpoint(area.left, area.right);
        for (number, line) in label.lines.iter().enumerate() {
            let centre = area.top + size_pt * (0.5 + count(number) * LEADING);
            on_ground(canvas, line, (middle, centre), look, ground((middle, centre)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_meet_cross() {
        let line = |a: Point, b: Point| Some((a, b));
        assert!(lines_cross(line((0.0, 0.0), (2.0, 2.0)), line((0.0, 2.0), (2.0, 0.0))));
        assert!(!lines_cross(line((0.0, 0.0), (2.0, 2.0)), line((3.0, 2.0), (5.0, 0.0))));
        assert!(!lines_cross(line((0.0, 0.0), (2.0, 2.0)), None));
    }

    #[test]
    fn a_label_beside_its_point_has_no_leader() {
        let point = Obstacle { centre: (50.0, 50.0), radius_pt: 2.0 };
        let label = PointLabel { point, lines: vec!["4.2.1".to_owned()], ink: GREY };
        let beside = candidate(0, &label, (20.0, 8.0), NEAR_PT, (1.0, 0.0));
        assert_eq!(beside.area, Area { left: 54.0, top: 46.0, right: 74.0, bottom: 54.0 });
        assert!(beside.leader.is_none());
        let far = candidate(0, &label, (20.0, 8.0), 8.0, (-1.0, 0.0));
        assert_eq!(far.leader, Some(((48.0, 50.0), (40.0, 50.0))));
    }
}
