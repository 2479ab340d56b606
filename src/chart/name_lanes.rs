//! Names of dots on one axis, in a lane above it and a lane below it.

use super::ChartFont;
use super::canvas::Canvas;
use super::geometry::{Point, count};
use super::look::{Anchor, Stroke, TextLook};
use super::marks::on_ground;
use super::palette::{GREY, Ink, WHITE};
use super::text::{Fitted, LEADING, SMALL_PT, block_height_pt, fit};

/// The least gap between two names, in points.
const NAME_GAP_PT: f64 = 5.0;
/// From the dots to the names, where each stands at its dot, in points.
const NEAR_PT: f64 = 0.8;
/// From the dots to the names, where leaders join them, in points.
const FAR_PT: f64 = 7.0;
/// Names whose middle is nearer than this to their dot need no leader, in points.
const MOVED_PT: f64 = 6.0;

/// Names at one common size, as wide as lanes allow.
pub(super) fn fit_names<'a>(
    font: &ChartFont,
    names: impl IntoIterator<Item = &'a str>,
    dots: usize,
    plot: (f64, f64),
) -> Fitted {
    let width_pt = (plot.1 - plot.0) / count(dots.div_ceil(2).max(1)) - NAME_GAP_PT;
    let mut fitted = fit(font, names, width_pt, 2);
    fitted.size_pt = fitted.size_pt.min(SMALL_PT);
    fitted
}

/// A name to place.
pub(super) struct DotName<'a> {
    /// Its lines.
    pub(super) lines: &'a [String],
    /// The place of its dot along the axis.
    pub(super) place: f64,
    /// The height of its dot below the axis.
    pub(super) height: f64,
    /// Its colour.
    pub(super) ink: Ink,
}

/// The names on one side of an axis.
struct Lane {
    /// Which names, from left to right, and where their middles stand, and half their width.
    names: Vec<(usize, f64, f64)>,
    /// How far dots and ticks reach from the axis, in points.
    dots_pt: f64,
    /// From the dots to the names, in points.
    gap_pt: f64,
    /// How far the names reach from the axis, in points.
    reach_pt: f64,
}

/// The names above and below an axis.
pub(super) struct NameLanes<'a> {
    names: Vec<DotName<'a>>,
    size_pt: f64,
    lanes: [Lane; 2],
}

impl<'a> NameLanes<'a> {
    /// Places names beside dots and ticks that reach `dots_pt` above and below the axis: over its
    /// dot where that place is free, else under it, else moved sideways. The order of the dots is
    /// kept, so that leaders do not cross.
    pub(super) fn new(
        font: &ChartFont,
        names: Vec<DotName<'a>>,
        size_pt: f64,
        dots_pt: (f64, f64),
        plot: (f64, f64),
    ) -> Self {
        let width = |index: usize| {
            let lines = names[index].lines.iter();
            lines.map(|line| font.width_pt(line, size_pt)).fold(0.0, f64::max)
        };
        let places: Vec<f64> = names.iter().map(|name| name.place).collect();
        let widths: Vec<f64> = (0..names.len()).map(width).collect();
        let [above, below] = shared_out(&places, &widths, plot);
        let lane = |members: Vec<usize>, dots_pt: f64| {
            let of = |values: &[f64]| members.iter().map(|member| values[*member]).collect();
            let (places, widths): (Vec<f64>, Vec<f64>) = (of(&places), of(&widths));
            let middles = spread_out(&places, &widths, plot);
            let away = middles.iter().zip(&places).map(|(one, other)| (one - other).abs());
            let gap_pt = if away.fold(0.0, f64::max) > MOVED_PT { FAR_PT } else { NEAR_PT };
            let lines = members.iter().map(|member| names[*member].lines.len()).max().unwrap_or(0);
            let height = block_height_pt(lines, size_pt);
            let reach_pt = if lines == 0 { dots_pt } else { dots_pt + gap_pt + height };
            let halves = widths.iter().map(|width| width / 2.0);
            let names = members.iter().copied().zip(middles).zip(halves);
            let names = names.map(|((member, middle), half)| (member, middle, half)).collect();
            Lane { names, dots_pt, gap_pt, reach_pt }
        };
        let lanes = [lane(above, dots_pt.0), lane(below, dots_pt.1)];
        Self { names, size_pt, lanes }
    }

    /// How far names and dots reach above and below the axis, in points.
    pub(super) fn reaches_pt(&self) -> (f64, f64) {
        (self.lanes[0].reach_pt, self.lanes[1].reach_pt)
    }

    /// Draws names and leaders; the dots go over the leaders.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, axis: f64) {
        for (lane, up) in self.lanes.iter().zip([true, false]) {
            let at = |away: f64| if up { axis - away } else { axis + away };
            for &(index, middle, half) in &lane.names {
                let name = &self.names[index];
                if name.lines.is_empty() {
                    continue;
                }
                let near = lane.dots_pt + lane.gap_pt;
                if lane.gap_pt > NEAR_PT {
                    let bend: Point = (name.place, at(lane.dots_pt));
                    // Straight on where the name covers the dot's place.
                    let inner = (half - self.size_pt / 2.0).max(0.0);
                    let end = name.place.max(middle - inner).min(middle + inner);
                    let path = [(name.place, axis + name.height), bend, (end, at(near - 0.5))];
                    canvas.path(&path, Stroke::solid(GREY, 0.5));
                }
                let block = block_height_pt(name.lines.len(), self.size_pt);
                let look =
                    TextLook { size_pt: self.size_pt, anchor: Anchor::Middle, ink: name.ink };
                let mut centre = at(near + block / 2.0) - block / 2.0 + self.size_pt / 2.0;
                for line in name.lines {
                    on_ground(canvas, line, (middle, centre), look, WHITE);
                    centre += self.size_pt * LEADING;
                }
            }
        }
    }
}

/// Shares names out to the lanes above and below; each lane runs from left to right.
fn shared_out(places: &[f64], widths: &[f64], plot: (f64, f64)) -> [Vec<usize>; 2] {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|one, other| places[*one].total_cmp(&places[*other]).then(one.cmp(other)));
    let mut lanes = [Vec::new(), Vec::new()];
    let mut ends = [f64::NEG_INFINITY; 2];
    for &index in &order {
        let half = widths[index] / 2.0;
        let left = places[index].min(plot.1 - half).max(plot.0 + half) - half;
        // Above, unless only the lane below is free, or is sooner.
        let lane = usize::from(ends[0] > left && (ends[1] <= left || ends[1] < ends[0]));
        ends[lane] = left.max(ends[lane]) + widths[index] + NAME_GAP_PT;
        lanes[lane].push(index);
    }
    let width = |lane: &Vec<usize>| {
        lane.iter().map(|index| widths[*index] + NAME_GAP_PT).sum::<f64>() - NAME_GAP_PT
    };
    if lanes.iter().all(|lane| width(lane) <= plot.1 - plot.0) {
        return lanes;
    }
    let every_other = |first| order.iter().skip(first).step_by(2).copied().collect();
    [every_other(0), every_other(1)]
}

/// Moves names as little as need be, so that they stand side by side within the plot: neighbours
/// that touch form a block around the mean of what its members want.
fn spread_out(places: &[f64], widths: &[f64], plot: (f64, f64)) -> Vec<f64> {
    // A block: its number of names, its width, and the mean of the left edges that they want.
    let mut blocks: Vec<(usize, f64, f64)> = Vec::new();
    let held = |(number, width, left): (usize, f64, f64)| {
        (number, width, left.min(plot.1 - width).max(plot.0))
    };
    for (place, width) in places.iter().zip(widths) {
        let mut block = held((1, *width, place - width / 2.0));
        while let Some(before) = blocks.pop_if(|before| before.2 + before.1 + NAME_GAP_PT > block.2)
        {
            let number = before.0 + block.0;
            let wanted = block.2 - before.1 - NAME_GAP_PT;
            let left = (before.2 * count(before.0) + wanted * count(block.0)) / count(number);
            block = held((number, before.1 + NAME_GAP_PT + block.1, left));
        }
        blocks.push(block);
    }
    let mut middles = Vec::new();
    let mut width = widths.iter();
    for (number, _, mut left) in blocks {
        for width in width.by_ref().take(number) {
            middles.push(left + width / 2.0);
            left += width + NAME_GAP_PT;
        }
    }
    middles
}
