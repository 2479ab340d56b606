//! A density: how many units stand where on one axis, as bars around it, where there are too many
//! for a dot each.

use super::canvas::Canvas;
use super::geometry::{Area, Scale, count};
use super::palette::GREY;

/// Bars are at least so wide, in points.
const BAR_WIDTH_LEAST_PT: f64 = 4.0;
/// The longest bar reaches so far above and below the axis, in points.
const REACH_PT: f64 = 17.0;
/// A bar of few units is still seen: it reaches at least so far, in points.
const REACH_LEAST_PT: f64 = 0.5;
/// From one bar to the next, in points.
const GAP_PT: f64 = 0.5;

/// Bars of one row.
#[derive(Default)]
pub(super) struct Density {
    /// Places along the axis where each begins and ends, and how far it reaches.
    bars: Vec<(f64, f64, f64)>,
}

impl Density {
    /// The densities of several rows, each of units in equal parts of 0 to 1, on one scale: equal
    /// surfaces are equally many units.
    pub(super) fn of_rows(rows: &[&[usize]], scale: Scale) -> Vec<Self> {
        let merged: Vec<Vec<usize>> = rows.iter().map(|own| merged(own, scale)).collect();
        let most = merged.iter().flatten().copied().max().unwrap_or(0).max(1);
        merged.iter().map(|own| Self::new(own, most, scale)).collect()
    }

    fn new(counts: &[usize], most: usize, scale: Scale) -> Self {
        let place = |part: usize| scale.place(count(part) / count(counts.len().max(1)));
        let bar = |(part, units): (usize, &usize)| {
            let reach = (count(*units) / count(most) * REACH_PT).max(REACH_LEAST_PT);
            (*units > 0).then(|| (place(part), place(part + 1), reach))
        };
        Self { bars: counts.iter().enumerate().filter_map(bar).collect() }
    }

    /// Whether there is nothing to draw.
    pub(super) fn is_empty(&self) -> bool {
        self.bars.is_empty()
    }

    /// How far the highest bar reaches above and below the axis, in points.
    pub(super) fn reach_pt(&self) -> f64 {
        self.bars.iter().map(|own| own.2).fold(0.0, f64::max)
    }

    /// Draws the bars around an axis.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, axis: f64) {
        for (left, right, reach) in &self.bars {
            let area = Area {
                left: left + GAP_PT / 2.0,
                top: axis - reach,
                right: right - GAP_PT / 2.0,
                bottom: axis + reach,
            };
            canvas.rect(area, GREY);
        }
    }

    /// The sign of a density in a legend: three bars.
    pub(super) fn draw_key(canvas: &mut Canvas<'_>, (x, y): (f64, f64)) {
        let bars = [(-6.0, -2.0, 2.0), (-2.0, 2.0, 4.5), (2.0, 6.0, 1.0)];
        let bars = bars.map(|(left, right, reach)| (x + left, x + right, reach)).to_vec();
        Self { bars }.draw(canvas, y);
    }
}

/// Neighbouring parts put together until bars are wide enough; all parts alike.
fn merged(counts: &[usize], scale: Scale) -> Vec<usize> {
    let extent = scale.highest - scale.lowest;
    let parts = count(counts.len().max(1)) * if extent > 0.0 { extent } else { 1.0 };
    let width = (scale.end - scale.start) / parts;
    let divides = |step: &usize| counts.len().is_multiple_of(*step);
    let wide = |step: &usize| count(*step) * width >= BAR_WIDTH_LEAST_PT;
    let step = (1..=counts.len()).find(|step| divides(step) && wide(step));
    counts.chunks(step.unwrap_or(counts.len()).max(1)).map(|own| own.iter().sum()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(lowest: f64) -> Scale {
        Scale { lowest, highest: 1.0, start: 100.0, end: 300.0 }
    }

    #[test]
    fn equal_numbers_are_equally_high_in_every_row() {
        // 200 points over all of 0 to 1: two parts of a hundred are 4 points wide.
        let (mut one, mut other) = (vec![0; 100], vec![0; 100]);
        (one[0], one[1], one[99]) = (30, 10, 20);
        (other[50], other[52]) = (10, 80);
        let rows = Density::of_rows(&[&one, &other], scale(0.0));
        assert_eq!(rows[0].bars, [(100.0, 104.0, 8.5), (296.0, 300.0, 4.25)]);
        assert_eq!(rows[1].bars, [(200.0, 204.0, 2.125), (204.0, 208.0, 17.0)]);
        assert!((rows[1].reach_pt() - 17.0).abs() < 1e-9);
    }

    #[test]
    fn bars_are_bounded_however_many_units_there_are() {
        let counts: Vec<usize> = (0..100).map(|part| part * 7 % 400).collect();
        for lowest in [0.0, 0.4, 0.8] {
            let rows = Density::of_rows(&[&counts], scale(lowest));
            assert!(rows[0].bars.len() <= 100);
            let narrow = rows[0].bars.iter().filter(|(left, right, _)| right - left < 3.99);
            // What lies below the scale is drawn at its end.
            assert!(narrow.clone().all(|(left, ..)| *left <= 100.0), "{lowest}");
        }
    }

    #[test]
    fn nothing_and_few_are_no_mistake() {
        let rows = Density::of_rows(&[&[], &[0, 1_000_000, 1, 0]], scale(0.0));
        assert!(rows[0].is_empty());
        assert_eq!(rows[1].bars, [(150.0, 200.0, 17.0), (200.0, 250.0, 0.5)]);
    }
}
