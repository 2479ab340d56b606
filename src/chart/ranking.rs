//! Ranking: all units as bars in the caller's order, with the mean as a line.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::columns::{Head, column_text, head_row};
use super::geometry::{Area, Scale, TEXT_AREA_WIDTH_PT, within};
use super::look::{Anchor, Stroke, TextLook};
use super::marks::{BarFill, axis, bar, cased_line, grid, mean_stroke, printed};
use super::palette::{ACCENT, BLACK, DARK_GREY, GREY, Ink};
use super::ranking_layout::{Layout, lay_out, row_height, rows_height, separators_at};
use super::rows::{SEPARATOR_PT, separator};
use super::text::fit_line;
use super::{Chart, ChartFont, PrintedNumber, page_of};

/// What a ranking shows: one bar a unit, values from 0 up (points or rates).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankingData {
    /// Name of the chart, for files and keys.
    pub name: String,
    /// Alt text: the finding in a sentence.
    pub alt: String,
    /// Head of the rank column; all heads may be empty.
    pub rank_head: String,
    /// Head of the label column.
    pub label_head: String,
    /// Head of the value column, with the unit of measure.
    pub value_head: String,
    /// What the axis measures, with the unit of measure; stands at the end of the axis.
    pub axis_label: String,
    /// What stands in place of a missing value.
    pub absent_text: String,
    /// Ticks of the axis, from 0 up. The scale runs from 0 to the greatest tick, value or mean.
    pub ticks: Vec<PrintedNumber>,
    /// The line of the mean, if there is one.
    pub mean: Option<RankingMean>,
    /// The rows from top to bottom, sorted by the caller.
    pub rows: Vec<RankingRow>,
    /// Where rows are left out, from top to bottom.
    pub gaps: Vec<RankingGap>,
}

/// A place in a ranking where rows are left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankingGap {
    /// The row before which they would stand.
    pub before: usize,
    /// What stands in their place.
    pub label: String,
}

/// The mean in a ranking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankingMean {
    /// Where the line stands.
    pub value: f64,
    /// What is written at its top: its name and its printed number.
    pub label: String,
}

/// One unit of a ranking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankingRow {
    /// The printed rank; may be empty.
    pub rank: String,
    /// The unit's name.
    pub label: String,
    /// The unit's value, 0 or above; `None` where it has none (no bar).
    pub value: Option<PrintedNumber>,
    /// The group that the row is in (such as a grade): a separator with this label stands where it
    /// changes.
    pub group: Option<String>,
    /// Whether this is the unit that the paper is about: then it alone has the accent colour, all
    /// others are grey.
    pub focus: bool,
}

/// Draws a ranking, one chart a page, each with the same scale and columns; none without rows.
///
/// A page holds at most 40 rows and is at most 205 mm high; the rows are spread evenly over the
/// pages. Bars below the mean are hatched.
#[must_use]
pub fn ranking(data: &RankingData, font: &ChartFont) -> Vec<Chart> {
    let drawn = draw(data, font);
    let all = drawn.len();
    let chart = |(index, canvas): (usize, &Canvas<'_>)| {
        page_of(&canvas.finish(&data.name, &data.alt), index, all)
    };
    drawn.iter().enumerate().map(chart).collect()
}

/// Draws all pages.
fn draw<'font>(data: &RankingData, font: &'font ChartFont) -> Vec<Canvas<'font>> {
    let (layout, ranges) = lay_out(data, font);
    ranges.into_iter().map(|rows| draw_page(data, &layout, font, rows)).collect()
}

/// Draws one page.
fn draw_page<'font>(
    data: &RankingData,
    layout: &Layout,
    font: &'font ChartFont,
    rows: Range<usize>,
) -> Canvas<'font> {
    let mut canvas = Canvas::new(font, TEXT_AREA_WIDTH_PT);
    let top = draw_heads(&mut canvas, data, layout) + 2.0;
    let bottom = top + rows_height(data, layout, rows.clone());
    grid(&mut canvas, layout.scale, &data.ticks, top, bottom);
    let base = layout.scale.start;
    canvas.line((base, top), (base, bottom), Stroke::solid(DARK_GREY, 0.5));
    let (first, mut row_top) = (rows.start, top);
    let mut separators = Vec::new();
    for index in rows {
        for label in separators_at(data, index, index == first) {
            separators.push((label, row_top + SEPARATOR_PT / 2.0));
            row_top += SEPARATOR_PT;
        }
        let height = row_height(layout, index);
        draw_row(&mut canvas, data, layout, index, row_top + height / 2.0);
        row_top += height;
    }
    draw_mean(&mut canvas, data, layout, (top, bottom));
    for (label, centre) in separators {
        separator(&mut canvas, label, centre);
    }
    let height = axis(&mut canvas, layout.scale, &data.ticks, &data.axis_label, bottom);
    canvas.set_height_pt(height);
    canvas
}

/// Draws the heads, with the mean's label over its line; gives where they end.
fn draw_heads(canvas: &mut Canvas<'_>, data: &RankingData, layout: &Layout) -> f64 {
    let Scale { start, end, .. } = layout.scale;
    let mean = data.mean.as_ref().filter(|mean| !mean.value.is_nan());
    let label = mean.map_or("", |mean| mean.label.as_str());
    let (label, size_pt) = fit_line(canvas.font(), label, end - start);
    let half = canvas.font().width_pt(&label, size_pt) / 2.0;
    let x = mean.map_or(start, |mean| layout.scale.place(mean.value));
    let x = x.min(end - half).max(start + half);
    let rank = Head {
        text: &data.rank_head,
        x: layout.rank.width_pt,
        width_pt: layout.rank.width_pt,
        anchor: Anchor::End,
    };
    let name = Head {
        text: &data.label_head,
        x: layout.label_start,
        width_pt: layout.label_room,
        anchor: Anchor::Start,
    };
    let mean = Head { text: &label, x, width_pt: 2.0 * half + 0.1, anchor: Anchor::Middle };
    let value = Head {
        text: &data.value_head,
        x: TEXT_AREA_WIDTH_PT,
        width_pt: layout.value.width_pt,
        anchor: Anchor::End,
    };
    head_row(canvas, &[rank, name, mean, value])
}

/// Draws one row around its centre line.
fn draw_row(
    canvas: &mut Canvas<'_>,
    data: &RankingData,
    layout: &Layout,
    index: usize,
    centre: f64,
) {
    let row = &data.rows[index];
    let ink = if row.focus { ACCENT } else { BLACK };
    column_text(canvas, &layout.rank, &row.rank, (layout.rank.width_pt, centre), DARK_GREY);
    let label_look = TextLook { size_pt: layout.labels.size_pt, anchor: Anchor::Start, ink };
    canvas.lines(&layout.labels.labels[index], (layout.label_start, centre), label_look);
    let value = row.value.as_ref().and_then(|number| within(number.value, 0.0, f64::INFINITY));
    if let Some(value) = value {
        let half = (layout.row_pt * 0.31).min(4.6);
        let area = Area {
            left: layout.scale.start,
            top: centre - half,
            right: layout.scale.place(value),
            bottom: centre + half,
        };
        bar(canvas, area, bar_ink(data, row), bar_fill(data, value));
    }
    let text = printed(row.value.as_ref(), &data.absent_text);
    column_text(canvas, &layout.value, text, (TEXT_AREA_WIDTH_PT, centre), ink);
}

/// The unit in focus has the accent, the others are grey; without one all have the accent.
fn bar_ink(data: &RankingData, row: &RankingRow) -> Ink {
    if row.focus || data.rows.iter().all(|row| !row.focus) { ACCENT } else { GREY }
}

/// Bars below the mean are hatched.
fn bar_fill(data: &RankingData, value: f64) -> BarFill {
    match &data.mean {
        Some(mean) if value < mean.value => BarFill::Hatched,
        _ => BarFill::Solid,
    }
}

/// Draws the line of the mean.
fn draw_mean(
    canvas: &mut Canvas<'_>,
    data: &RankingData,
    layout: &Layout,
    (top, bottom): (f64, f64),
) {
    if let Some(mean) = data.mean.as_ref().filter(|mean| !mean.value.is_nan()) {
        let x = layout.scale.place(mean.value);
        cased_line(canvas, (x, top), (x, bottom), mean_stroke());
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{assert_each_sound, font, name, number, spread};
    use super::*;

    fn sample(rows: usize, characters: usize, groups: bool) -> RankingData {
        let row = |index: usize| RankingRow {
            rank: (index + 1).to_string(),
            label: name(index, characters),
            value: (index % 11 != 7).then(|| number(100.0 - spread(index) * 60.0)),
            group: groups.then(|| format!("等次{}", index * 4 / rows.max(1))),
            focus: false,
        };
        RankingData {
            name: "ranking".to_owned(),
            alt: "alt".to_owned(),
            rank_head: "名次".to_owned(),
            label_head: "单位".to_owned(),
            value_head: "得分".to_owned(),
            axis_label: "得分/分".to_owned(),
            absent_text: "不适用".to_owned(),
            ticks: [0.0, 20.0, 40.0, 60.0, 80.0, 100.0].map(number).to_vec(),
            mean: Some(RankingMean { value: 70.0, label: "平均70.0".to_owned() }),
            rows: (0..rows).map(row).collect(),
            gaps: Vec::new(),
        }
    }

    #[test]
    fn what_is_left_out_is_said_where_it_would_stand() {
        let font = font();
        let mut data = sample(60, 6, true);
        data.gaps = [(20, "第21名至第1000名"), (40, "第1021名至第1980名")]
            .map(|(before, label)| RankingGap { before, label: label.to_owned() })
            .to_vec();
        let drawn = draw(&data, &font);
        assert_each_sound(&drawn);
        let texts: Vec<&str> =
            drawn.iter().flat_map(Canvas::texts).map(|own| own.text.as_str()).collect();
        let at = |wanted: &str| texts.iter().position(|text| *text == wanted).unwrap();
        // Ranks 20 and 41 stand on either side, and a group that changes there is named below.
        assert_eq!(texts.iter().filter(|text| text.starts_with("第")).count(), 2);
        assert!(at("20") < at("21") && at("40") < at("41"));
        assert_eq!(
            drawn.iter().map(|own| own.finish("", "").svg.matches("第21名").count()).sum::<usize>(),
            1
        );
    }

    #[test]
    fn texts_stand_apart() {
        let font = font();
        for rows in [1, 4, 21, 37, 200] {
            for characters in [1, 2, 13, 40] {
                for groups in [false, true] {
                    let drawn = draw(&sample(rows, characters, groups), &font);
                    assert_each_sound(&drawn);
                }
            }
        }
    }

    #[test]
    fn pages_hold_every_row_once() {
        let charts = ranking(&sample(200, 6, true), &font());
        assert!(charts.len() >= 5, "{}", charts.len());
        assert_eq!(charts[1].name, "ranking-2");
        assert!(charts[0].alt.ends_with(&format!("1/{}", charts.len())));
        assert_eq!(ranking(&sample(37, 6, true), &font()).len(), 1);
        assert_eq!(ranking(&sample(37, 6, false), &font())[0].name, "ranking");
    }

    #[test]
    fn survives_hostile_data() {
        let font = font();
        assert!(ranking(&sample(0, 2, true), &font).is_empty());
        let mut data = sample(5, 4, false);
        for (row, value) in
            data.rows.iter_mut().zip([f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -7.0, 0.0])
        {
            row.value = Some(number(value));
        }
        data.ticks = vec![number(f64::NAN), number(0.0)];
        for mean in [f64::NAN, f64::INFINITY, 0.0, -1.0] {
            data.mean = Some(RankingMean { value: mean, label: name(0, 60) });
            assert_each_sound(&draw(&data, &font));
        }
    }

    #[test]
    fn the_unit_in_focus_alone_has_the_accent() {
        let mut data = sample(3, 4, false);
        assert_eq!(bar_ink(&data, &data.rows[0]), ACCENT);
        data.rows[1].focus = true;
        assert_eq!(bar_ink(&data, &data.rows[0]), GREY);
        assert_eq!(bar_ink(&data, &data.rows[1]), ACCENT);
    }
}
