//! Gaps: how far a unit's rates are above or below the class, as bars from a line in the middle.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::columns::{Head, head_row};
use super::gaps_layout::{Layout, VALUE_GAP_PT, VALUE_WIDTH_MAX_PT, gap_of, is_below};
use super::geometry::{Area, TEXT_AREA_WIDTH_PT};
use super::look::{Anchor, Stroke, TextLook};
use super::marks::{BarFill, axis, bar, grid, on_ground, printed};
use super::palette::{ACCENT, BLACK, DARK_GREY, WHITE};
use super::text::{SMALL_PT, clean, fit_line};
use super::{Chart, ChartFont, PrintedNumber, page_of};

/// What gaps show: one row an indicator or dimension, the unit's rate less the class mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GapsData {
    /// Name of the chart, for files and keys.
    pub name: String,
    /// Alt text: the finding in a sentence.
    pub alt: String,
    /// Head of the labels; all heads may be empty.
    pub label_head: String,
    /// Head of the bars: says what they measure, in what unit; stands over the line of zero.
    pub bar_head: String,
    /// Head of the column of marks.
    pub mark_head: String,
    /// What stands in place of a missing gap.
    pub absent_text: String,
    /// Ticks of the axis, in the unit of the gaps; may be none, as every bar prints its number.
    pub ticks: Vec<PrintedNumber>,
    /// The rows from top to bottom, sorted by the caller.
    pub rows: Vec<GapRow>,
}

/// One row of gaps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GapRow {
    /// The number before the label, such as `4.2.1`; may be empty.
    pub code: String,
    /// The name of the indicator or dimension.
    pub label: String,
    /// The unit's rate less the class mean, in percentage points; `None` where there is none.
    pub gap: Option<PrintedNumber>,
    /// A short word at the right, such as whether the loss is common; may be empty.
    pub mark: String,
    /// The group that the row is in (such as strengths): a separator with this label stands where
    /// it changes.
    pub group: Option<String>,
}

/// Draws gaps, one chart a page, each with the same scale and columns; none without rows.
///
/// Bars above the class are solid and run to the right, bars below are hatched and run to the left.
/// Zero stands in the middle, or at the side where all gaps have one direction.
#[must_use]
pub fn gaps(data: &GapsData, font: &ChartFont) -> Vec<Chart> {
    let drawn = draw(data, font);
    let all = drawn.len();
    let chart = |(index, canvas): (usize, &Canvas<'_>)| {
        page_of(&canvas.finish(&data.name, &data.alt), index, all)
    };
    drawn.iter().enumerate().map(chart).collect()
}

/// Half the height of a bar, in points.
const BAR_HALF_PT: f64 = 4.2;

/// Draws all pages.
fn draw<'font>(data: &GapsData, font: &'font ChartFont) -> Vec<Canvas<'font>> {
    let (layout, ranges) = Layout::new(data, font);
    ranges.into_iter().map(|page| draw_page(data, &layout, font, page)).collect()
}

/// Draws one page.
fn draw_page<'font>(
    data: &GapsData,
    layout: &Layout<'_>,
    font: &'font ChartFont,
    page: Range<usize>,
) -> Canvas<'font> {
    let mut canvas = Canvas::new(font, TEXT_AREA_WIDTH_PT);
    let top = draw_heads(&mut canvas, data, layout) + 3.0;
    let placed = layout.rows.place(page, top);
    grid(&mut canvas, layout.scale, &data.ticks, top, placed.bottom);
    let zero = layout.scale.place(0.0);
    for (index, (row_top, row_bottom)) in &placed.rows {
        let centre = f64::midpoint(*row_top, *row_bottom);
        layout.rows.draw(&mut canvas, *index, centre);
        draw_gap(&mut canvas, data, layout, &data.rows[*index], centre);
        layout.marks.text(&mut canvas, 0, &data.rows[*index].mark, centre, DARK_GREY);
    }
    canvas.line((zero, top), (zero, placed.bottom), Stroke::solid(BLACK, 0.8));
    placed.draw_separators(&mut canvas);
    let height = axis(&mut canvas, layout.scale, &data.ticks, "", placed.bottom);
    canvas.set_height_pt(height);
    canvas
}

/// Draws the heads; gives where they end.
fn draw_heads(canvas: &mut Canvas<'_>, data: &GapsData, layout: &Layout<'_>) -> f64 {
    let room = layout.plot.1 - layout.plot.0;
    let (text, _) = fit_line(canvas.font(), &data.bar_head, room);
    let half = canvas.font().width_pt(&text, SMALL_PT) / 2.0;
    let zero = layout.scale.place(0.0);
    let x = zero.min(layout.plot.1 - half).max(layout.plot.0 + half);
    let bars = Head { text: &text, x, width_pt: room, anchor: Anchor::Middle };
    let mut heads = vec![layout.rows.head(&data.label_head), bars];
    heads.extend(layout.marks.heads(&[&data.mark_head]));
    head_row(canvas, &heads)
}

/// Draws a row's bar, and its printed gap at the bar's end.
fn draw_gap(
    canvas: &mut Canvas<'_>,
    data: &GapsData,
    layout: &Layout<'_>,
    row: &GapRow,
    centre: f64,
) {
    let zero = layout.scale.place(0.0);
    let tip = gap_of(row).map_or(zero, |gap| layout.scale.place(gap));
    let (top, bottom) = (centre - BAR_HALF_PT, centre + BAR_HALF_PT);
    let area = Area { left: zero.min(tip), top, right: zero.max(tip), bottom };
    let below = is_below(row);
    bar(canvas, area, ACCENT, if below { BarFill::Hatched } else { BarFill::Solid });
    let text = clean(printed(row.gap.as_ref(), &data.absent_text));
    let (text, size_pt) = if canvas.font().width_pt(&text, layout.value_pt) <= VALUE_WIDTH_MAX_PT {
        (text, layout.value_pt)
    } else {
        fit_line(canvas.font(), &text, VALUE_WIDTH_MAX_PT)
    };
    let ink = if gap_of(row).is_some() { BLACK } else { DARK_GREY };
    let (x, anchor) =
        if below { (tip - VALUE_GAP_PT, Anchor::End) } else { (tip + VALUE_GAP_PT, Anchor::Start) };
    on_ground(canvas, &text, (x, centre), TextLook { size_pt, anchor, ink }, WHITE);
}

#[cfg(test)]
mod tests {
    use super::super::gaps_layout::scale_of;
    use super::super::test_support::{assert_each_sound, font, name, spread};
    use super::*;

    fn gap(value: f64) -> PrintedNumber {
        PrintedNumber::new(value, format!("{value:.1}"))
    }

    fn sample(rows: usize, characters: usize, groups: bool) -> GapsData {
        let row = |index: usize| GapRow {
            code: format!("{}.{}.1", index % 7 + 1, index),
            label: name(index, characters),
            gap: (index % 9 != 7).then(|| gap(spread(index) * 80.0 - 30.0)),
            mark: ["共性", "部分共性", "个性", ""][index % 4].to_owned(),
            group: groups.then(|| format!("组{}", index * 2 / rows.max(1))),
        };
        GapsData {
            name: "gaps".to_owned(),
            alt: "alt".to_owned(),
            label_head: "指标".to_owned(),
            bar_head: "与同类平均之差/百分点".to_owned(),
            mark_head: "性质".to_owned(),
            absent_text: "—".to_owned(),
            ticks: [-40.0, -20.0, 0.0, 20.0, 40.0].map(gap).to_vec(),
            rows: (0..rows).map(row).collect(),
        }
    }

    #[test]
    fn texts_stand_apart() {
        let font = font();
        for rows in [1, 2, 8, 16, 37, 60] {
            for characters in [1, 2, 13, 40] {
                for groups in [true, false] {
                    let drawn = draw(&sample(rows, characters, groups), &font);
                    assert_each_sound(&drawn);
                }
            }
        }
    }

    #[test]
    fn sixteen_rows_have_one_page() {
        let font = font();
        assert_eq!(gaps(&sample(16, 13, true), &font).len(), 1);
        assert_eq!(gaps(&sample(60, 13, true), &font)[1].name, "gaps-2");
        assert!(gaps(&sample(0, 2, true), &font).is_empty());
        assert_eq!(gaps(&sample(9, 8, true), &font), gaps(&sample(9, 8, true), &font));
    }

    #[test]
    fn zero_stands_in_the_middle_or_at_the_side() {
        let plot = (100.0, 300.0);
        let mut data = sample(3, 2, false);
        data.ticks.clear();
        let zero = |data: &GapsData, values: [f64; 3]| {
            let mut data = data.clone();
            data.rows.iter_mut().zip(values).for_each(|(row, value)| row.gap = Some(gap(value)));
            scale_of(&data, plot, (10.0, 10.0)).place(0.0)
        };
        assert!((zero(&data, [-30.0, 2.0, 1.0]) - 200.0).abs() < 1e-9);
        assert!((zero(&data, [30.0, 2.0, 0.0]) - 100.0).abs() < 1e-9);
        assert!((zero(&data, [-30.0, -2.0, 0.0]) - 286.5).abs() < 1e-9);
    }

    #[test]
    fn survives_hostile_data() {
        let font = font();
        let mut data = sample(6, 4, true);
        let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300, 0.0];
        for (row, value) in data.rows.iter_mut().zip(odd) {
            row.gap = Some(PrintedNumber::new(value, "长".repeat(60)));
            (row.mark, row.code) = (name(4, 50), name(5, 50));
        }
        (data.bar_head, data.mark_head) = (name(2, 90), name(3, 90));
        data.ticks.push(gap(f64::NAN));
        assert_each_sound(&draw(&data, &font));
        data.rows.iter_mut().for_each(|row| row.gap = None);
        data.ticks.clear();
        assert_each_sound(&draw(&data, &font));
    }
}
