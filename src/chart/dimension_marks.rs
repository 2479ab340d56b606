//! What dimension dots draw: dots, ticks of mean and median, and their legend.

use super::canvas::Canvas;
use super::density::Density;
use super::dimension_dots::{DimensionDotsData, DimensionDotsRow};
use super::dimension_layout::{RowDots, TICK_REACH_PT};
use super::geometry::{Point, Scale, TEXT_AREA_WIDTH_PT, within};
use super::look::Stroke;
use super::marks::{LegendEntry, cased_line, legend, legend_width};
use super::palette::{ACCENT, BLACK, DARK_GREY, RULE_GREY, WHITE};
use super::swarm::DOT_RADIUS_PT;
use super::text::clean;

/// Draws a row's axis, leaders, dots, names and ticks.
pub(super) fn draw_dots(
    canvas: &mut Canvas<'_>,
    row: &DimensionDotsRow,
    dots: &RowDots<'_>,
    scale: Scale,
    axis: f64,
) {
    canvas.line((scale.start, axis), (scale.end, axis), Stroke::solid(RULE_GREY, 0.5));
    dots.names.draw(canvas, axis);
    dots.density.draw(canvas, axis);
    // Ticks go under the dots, which would be lost below them, and reach beyond them.
    for (value, stroke) in [(row.median, median_stroke()), (row.mean, mean_stroke())] {
        if let Some(value) = value.and_then(|value| within(value, 0.0, 1.0)) {
            let x = scale.place(value);
            if !dots.density.is_empty() {
                let reach = dots.density.reach_pt() + TICK_REACH_PT;
                cased_line(canvas, (x, axis - reach), (x, axis + reach), stroke);
                continue;
            }
            let (up, down) = dots.swarm.reaches_at_pt(x, DOT_RADIUS_PT + stroke.width_pt);
            let (top, bottom) = (axis - up - TICK_REACH_PT, axis + down + TICK_REACH_PT);
            canvas.line((x, top), (x, bottom), stroke);
        }
    }
    // The unit in focus goes over the others.
    for focus in [false, true] {
        for ((unit, x), height) in dots.dots.iter().zip(&dots.swarm.heights) {
            if unit.focus == focus {
                dot(canvas, (*x, axis + height), focus);
            }
        }
    }
}

/// A unit's dot: open and grey, or filled and in the accent where the paper is about it.
fn dot(canvas: &mut Canvas<'_>, centre: Point, focus: bool) {
    if focus {
        canvas.disc(centre, DOT_RADIUS_PT + 1.0, WHITE);
        canvas.disc(centre, DOT_RADIUS_PT + 0.3, ACCENT);
    } else {
        canvas.disc(centre, DOT_RADIUS_PT, WHITE);
        canvas.ring(centre, DOT_RADIUS_PT, Stroke::solid(DARK_GREY, 0.7));
    }
}

fn mean_stroke() -> Stroke {
    Stroke::solid(BLACK, 1.4)
}

fn median_stroke() -> Stroke {
    Stroke::dashed(BLACK, 1.2, 1.8)
}

/// Draws the legend in the middle below the axis; gives where it ends.
pub(super) fn draw_legend(canvas: &mut Canvas<'_>, data: &DimensionDotsData, top: f64) -> f64 {
    let any = |shown: &dyn Fn(&DimensionDotsRow) -> bool| data.rows.iter().any(shown);
    let has = |focus: bool| any(&|row| row.units.iter().any(|unit| unit.focus == focus));
    let tick = |stroke: Stroke| {
        move |canvas: &mut Canvas<'_>, (x, y): Point| {
            canvas.line((x, y - 4.5), (x, y + 4.5), stroke);
        }
    };
    let entry = |shown: bool, label: &str, key| {
        let shown = shown && !clean(label).is_empty();
        shown.then(|| LegendEntry { key, label: label.to_owned() })
    };
    let counted = any(&|row| row.counts.iter().any(|units| *units > 0));
    let entries: Vec<LegendEntry<'_>> = [
        entry(counted, &data.unit_legend, Box::new(Density::draw_key)),
        entry(has(false), &data.unit_legend, Box::new(|canvas, centre| dot(canvas, centre, false))),
        entry(has(true), &data.focus_legend, Box::new(|canvas, centre| dot(canvas, centre, true))),
        entry(any(&|row| row.mean.is_some()), &data.mean_legend, Box::new(tick(mean_stroke()))),
        entry(
            any(&|row| row.median.is_some()),
            &data.median_legend,
            Box::new(tick(median_stroke())),
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    if entries.is_empty() {
        return top;
    }
    let left = (TEXT_AREA_WIDTH_PT - legend_width(canvas.font(), &entries)) / 2.0;
    legend(canvas, "", &entries, left.max(0.0), top)
}
