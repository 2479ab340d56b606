//! The dots of a distribution with few units: one labelled dot a unit on one axis.

use super::canvas::Canvas;
use super::distribution::{DOTS_MAX, Dot, Marker};
use super::flags::{Flag, draw_poles, draw_words, place};
use super::geometry::{Point, Scale, TEXT_AREA_WIDTH_PT, count};
use super::look::Stroke;
use super::marks::{axis, cased_line, grid};
use super::palette::{ACCENT, BLACK, DARK_GREY, GREY, Ink, WHITE};
use super::text::{clean, fit};
use super::{ChartFont, PrintedNumber};

/// Radius of a dot, in points.
const DOT_RADIUS_PT: f64 = 3.0;
/// Dots nearer than this to their neighbour are stacked, one over the other, this far apart, in
/// points.
const DOT_STEP_PT: f64 = 6.6;
/// Half the height of a marker's line, in points.
const MARKER_REACH_PT: f64 = 9.0;
/// Labels are no wider than this, in points: a label may take half of the drawing.
const LABEL_WIDTH_MAX_PT: f64 = TEXT_AREA_WIDTH_PT / 2.0 - 16.0;
/// Room at both ends of the axis, in points.
const END_PT: f64 = 12.0;

/// Dots that would cover each other, from the lowest value up, with their places.
struct Stack<'a> {
    dots: Vec<(&'a Dot, f64)>,
}

/// Draws labelled dots.
pub(super) fn draw<'font>(
    dots: &[Dot],
    ticks: &[PrintedNumber],
    markers: &[&Marker],
    axis_label: &str,
    font: &'font ChartFont,
) -> Option<Canvas<'font>> {
    let known: Vec<&Dot> = dots.iter().filter(|dot| !dot.value.value.is_nan()).collect();
    if known.is_empty() || known.len() > DOTS_MAX {
        return None;
    }
    let scale = scale_of(&known, ticks, markers);
    let stacks = stacks_of(known, scale);
    let flags = flags_of(&stacks, markers, scale, font);
    let highest = stacks.iter().map(|stack| stack.dots.len()).max().unwrap_or(1);
    let start = (DOT_RADIUS_PT + count(highest - 1) * DOT_STEP_PT).max(MARKER_REACH_PT) + 4.0;
    let placed = place(&flags, TEXT_AREA_WIDTH_PT, start);
    let reach = |above: bool, least: f64| {
        placed
            .iter()
            .filter(|flag| flag.above == above)
            .map(|flag| flag.reach.1)
            .fold(least, f64::max)
    };
    let middle = reach(true, start) + 1.0;
    let bottom = middle + reach(false, MARKER_REACH_PT) + 5.0;
    let mut canvas = Canvas::new(font, TEXT_AREA_WIDTH_PT);
    grid(&mut canvas, scale, ticks, middle - start, bottom);
    draw_poles(&mut canvas, &placed, middle);
    draw_strip(&mut canvas, &stacks, markers, scale, middle);
    draw_words(&mut canvas, &flags, &placed, middle);
    if !ticks.is_empty() {
        canvas.line((scale.start, bottom), (scale.end, bottom), Stroke::solid(DARK_GREY, 0.5));
    }
    let height = axis(&mut canvas, scale, ticks, axis_label, bottom);
    canvas.set_height_pt(height);
    Some(canvas)
}

/// The scale over all ticks, dots and markers.
fn scale_of(dots: &[&Dot], ticks: &[PrintedNumber], markers: &[&Marker]) -> Scale {
    let values = dots.iter().map(|dot| dot.value.value);
    let all = values
        .chain(ticks.iter().map(|tick| tick.value))
        .chain(markers.iter().map(|marker| marker.value));
    let ends = all
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |ends, value| {
            (ends.0.min(value), ends.1.max(value))
        });
    let (start, end) = (END_PT, TEXT_AREA_WIDTH_PT - END_PT);
    if ends.0 < ends.1 {
        return Scale { lowest: ends.0, highest: ends.1, start, end };
    }
    // One value alone stands in the middle.
    let middle = f64::midpoint(start, end);
    Scale { lowest: ends.0, highest: ends.1, start: middle, end: middle }
}

/// Stacks dots that would cover each other.
fn stacks_of(mut dots: Vec<&Dot>, scale: Scale) -> Vec<Stack<'_>> {
    dots.sort_by(|one, other| one.value.value.total_cmp(&other.value.value));
    let mut stacks: Vec<Stack<'_>> = Vec::new();
    for dot in dots {
        let x = scale.place(dot.value.value);
        match stacks.last_mut() {
            Some(stack) if stack.dots.first().is_some_and(|first| x - first.1 < DOT_STEP_PT) => {
                stack.dots.push((dot, x));
            }
            _ => stacks.push(Stack { dots: vec![(dot, x)] }),
        }
    }
    stacks
}

/// The labels of stacks and markers: a line a dot, the uppermost dot first.
fn flags_of(
    stacks: &[Stack<'_>],
    markers: &[&Marker],
    scale: Scale,
    font: &ChartFont,
) -> Vec<Flag> {
    let words = |dot: &Dot| format!("{} {}", clean(&dot.label), clean(&dot.value.text));
    let texts: Vec<String> =
        stacks.iter().flat_map(|stack| stack.dots.iter().map(|(dot, _)| words(dot))).collect();
    let marked = markers.iter().map(|marker| marker.label.clone());
    let all: Vec<String> = texts.into_iter().chain(marked).collect();
    let fitted = fit(font, all.iter().map(String::as_str), LABEL_WIDTH_MAX_PT, 2);
    let mut labels = fitted.labels.iter();
    let flag = |lines: Vec<String>, ink: Ink, poles: (f64, f64)| {
        let width_pt =
            lines.iter().map(|line| font.width_pt(line, fitted.size_pt)).fold(0.0, f64::max);
        Flag { poles, lines, size_pt: fitted.size_pt, ink, width_pt }
    };
    let mut flags = Vec::new();
    for stack in stacks {
        let mut of_stack: Vec<&Vec<String>> = labels.by_ref().take(stack.dots.len()).collect();
        of_stack.reverse();
        let lines = of_stack.into_iter().flatten().cloned().collect();
        let end = |dot: Option<&(&Dot, f64)>| dot.map_or(scale.start, |dot| dot.1);
        flags.push(flag(lines, BLACK, (end(stack.dots.first()), end(stack.dots.last()))));
    }
    for ((marker, lines), ink) in markers.iter().zip(labels).zip([DARK_GREY, DARK_GREY, ACCENT]) {
        let x = scale.place(marker.value);
        flags.push(flag(lines.clone(), ink, (x, x)));
    }
    flags
}

/// Draws what stands on the axis: its line, the markers and the dots.
fn draw_strip(
    canvas: &mut Canvas<'_>,
    stacks: &[Stack<'_>],
    markers: &[&Marker],
    scale: Scale,
    middle: f64,
) {
    canvas.line((0.0, middle), (TEXT_AREA_WIDTH_PT, middle), Stroke::solid(GREY, 0.6));
    let strokes =
        [Stroke::solid(BLACK, 1.2), Stroke::dashed(BLACK, 1.2, 3.0), Stroke::solid(ACCENT, 1.8)];
    for (marker, stroke) in markers.iter().zip(strokes) {
        let x = scale.place(marker.value);
        cased_line(canvas, (x, middle - MARKER_REACH_PT), (x, middle + MARKER_REACH_PT), stroke);
    }
    for stack in stacks {
        for (level, (_, x)) in stack.dots.iter().enumerate() {
            let centre: Point = (*x, middle - count(level) * DOT_STEP_PT);
            canvas.disc(centre, DOT_RADIUS_PT + 0.6, WHITE);
            canvas.disc(centre, DOT_RADIUS_PT, ACCENT);
        }
    }
}
