//! Losses: which indicators make up a class's loss, as bars of their share with the running sum.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::columns::{Head, RightColumns, head_row};
use super::geometry::{Area, Scale, TEXT_AREA_WIDTH_PT, within};
use super::look::{Anchor, Stroke};
use super::marks::{BarFill, axis, bar, grid, printed};
use super::palette::{ACCENT, BLACK, DARK_GREY, GREY};
use super::rows::{RowWords, Rows};
use super::{Chart, ChartFont, PrintedNumber, page_of};

/// What losses show: one row an indicator, its share of all points that a class lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LossesData {
    /// Name of the chart, for files and keys.
    pub name: String,
    /// Alt text: the finding in a sentence.
    pub alt: String,
    /// Head of the labels; all heads may be empty.
    pub label_head: String,
    /// Head of the bars: says what they measure, and which rows the solid bars are.
    pub bar_head: String,
    /// Head of the column of printed shares, with the unit of measure.
    pub share_head: String,
    /// Head of the column of running sums.
    pub cumulative_head: String,
    /// Head of the column of losing units.
    pub units_head: String,
    /// Head of the column of marks.
    pub mark_head: String,
    /// What stands in place of a missing share.
    pub absent_text: String,
    /// Ticks of the axis, from 0 up; may be none. The scale runs from 0 to the greatest tick or
    /// share.
    pub ticks: Vec<PrintedNumber>,
    /// The rows from top to bottom, sorted by the caller.
    pub rows: Vec<LossRow>,
}

/// One row of losses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LossRow {
    /// The number before the label, such as `4.2.1`; may be empty.
    pub code: String,
    /// The indicator's name.
    pub label: String,
    /// Its share of the class's loss, 0 to 1; `None` where there is none (no bar).
    pub share: Option<PrintedNumber>,
    /// The printed sum of the shares down to this row; may be empty.
    pub cumulative: String,
    /// How many units lose points, such as 31 of 37; may be empty.
    pub units: String,
    /// A short word at the right; may be empty.
    pub mark: String,
    /// Whether this is one of the main losses: its bar is solid and in the accent, others are
    /// hatched and grey.
    pub main: bool,
    /// The group that the row is in (such as main and other losses): a separator with this label
    /// stands where it changes.
    pub group: Option<String>,
}

/// Draws losses, one chart a page, each with the same scale and columns; none without rows.
///
/// A column without head and texts takes no room.
#[must_use]
pub fn losses(data: &LossesData, font: &ChartFont) -> Vec<Chart> {
    let drawn = draw(data, font);
    let all = drawn.len();
    let chart = |(index, canvas): (usize, &Canvas<'_>)| {
        page_of(&canvas.finish(&data.name, &data.alt), index, all)
    };
    drawn.iter().enumerate().map(chart).collect()
}

/// Half the height of a bar, in points.
const BAR_HALF_PT: f64 = 4.2;

/// Where everything stands; the same on every page.
struct Layout<'a> {
    rows: Rows<'a>,
    columns: RightColumns,
    scale: Scale,
}

/// Draws all pages.
fn draw<'font>(data: &LossesData, font: &'font ChartFont) -> Vec<Canvas<'font>> {
    let (layout, ranges) = Layout::new(data, font);
    ranges.into_iter().map(|page| draw_page(data, &layout, font, page)).collect()
}

impl<'a> Layout<'a> {
    /// Measures words and columns; what they leave is the bars'.
    fn new(data: &'a LossesData, font: &ChartFont) -> (Self, Vec<Range<usize>>) {
        let words = data.rows.iter().map(|row| RowWords {
            code: &row.code,
            label: &row.label,
            group: row.group.as_deref(),
        });
        let mut rows = Rows::new(font, &data.label_head, words.collect());
        let texts: Vec<Vec<&str>> =
            data.rows.iter().map(|row| row_texts(data, row).to_vec()).collect();
        let columns = RightColumns::new(font, &column_heads(data), &texts);
        let scale =
            Scale { lowest: 0.0, highest: greatest(data), start: rows.end, end: columns.start };
        let ranges = rows.pages(0.0);
        (Self { rows, columns, scale }, ranges)
    }
}

/// The heads of the columns at the right.
fn column_heads(data: &LossesData) -> [&str; 4] {
    [&data.share_head, &data.cumulative_head, &data.units_head, &data.mark_head]
}

/// A row's texts of the columns at the right.
fn row_texts<'a>(data: &'a LossesData, row: &'a LossRow) -> [&'a str; 4] {
    [printed(row.share.as_ref(), &data.absent_text), &row.cumulative, &row.units, &row.mark]
}

/// The end of the scale: the greatest tick or share.
fn greatest(data: &LossesData) -> f64 {
    let shares = data.rows.iter().filter_map(|row| row.share.as_ref());
    let all = data.ticks.iter().chain(shares).map(|number| number.value);
    all.filter(|value| value.is_finite()).fold(0.0, f64::max)
}

/// Draws one page.
fn draw_page<'font>(
    data: &LossesData,
    layout: &Layout<'_>,
    font: &'font ChartFont,
    page: Range<usize>,
) -> Canvas<'font> {
    let mut canvas = Canvas::new(font, TEXT_AREA_WIDTH_PT);
    let top = draw_heads(&mut canvas, data, layout) + 3.0;
    let placed = layout.rows.place(page, top);
    grid(&mut canvas, layout.scale, &data.ticks, top, placed.bottom);
    for (index, (row_top, row_bottom)) in &placed.rows {
        let (row, centre) = (&data.rows[*index], f64::midpoint(*row_top, *row_bottom));
        layout.rows.draw(&mut canvas, *index, centre);
        draw_bar(&mut canvas, row, layout.scale, centre);
        for (column, text) in row_texts(data, row).into_iter().enumerate() {
            let ink = if column == 0 { BLACK } else { DARK_GREY };
            layout.columns.text(&mut canvas, column, text, centre, ink);
        }
    }
    let base = layout.scale.start;
    canvas.line((base, top), (base, placed.bottom), Stroke::solid(DARK_GREY, 0.5));
    placed.draw_separators(&mut canvas);
    let height = axis(&mut canvas, layout.scale, &data.ticks, "", placed.bottom);
    canvas.set_height_pt(height);
    canvas
}

/// Draws the heads; gives where they end.
fn draw_heads(canvas: &mut Canvas<'_>, data: &LossesData, layout: &Layout<'_>) -> f64 {
    let Scale { start, end, .. } = layout.scale;
    let bars =
        Head { text: &data.bar_head, x: start, width_pt: end - start, anchor: Anchor::Start };
    let mut heads = vec![layout.rows.head(&data.label_head), bars];
    heads.extend(layout.columns.heads(&column_heads(data)));
    head_row(canvas, &heads)
}

/// Draws a row's bar.
fn draw_bar(canvas: &mut Canvas<'_>, row: &LossRow, scale: Scale, centre: f64) {
    let share = row.share.as_ref().and_then(|share| within(share.value, 0.0, f64::INFINITY));
    let Some(share) = share else { return };
    let (top, bottom) = (centre - BAR_HALF_PT, centre + BAR_HALF_PT);
    let area = Area { left: scale.start, top, right: scale.place(share), bottom };
    if row.main {
        bar(canvas, area, ACCENT, BarFill::Solid);
    } else {
        bar(canvas, area, GREY, BarFill::Hatched);
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{assert_each_sound, font, name, rate, rate_ticks, spread};
    use super::*;

    fn sample(rows: usize, characters: usize) -> LossesData {
        let row = |index: usize| LossRow {
            code: format!("{}.{}.1", index % 7 + 1, index),
            label: name(index, characters),
            share: (index % 9 != 7).then(|| rate(spread(index) / 5.0)),
            cumulative: format!("{:.1}%", spread(index) * 100.0),
            units: format!("{index}/60个"),
            mark: ["共性", "部分共性", ""][index % 3].to_owned(),
            main: index < 5,
            group: Some(if index < 5 { "主要失分指标" } else { "其他" }.to_owned()),
        };
        LossesData {
            name: "losses".to_owned(),
            alt: "alt".to_owned(),
            label_head: "指标".to_owned(),
            bar_head: "占本类失分的比重（实心为主要失分指标）".to_owned(),
            share_head: "比重".to_owned(),
            cumulative_head: "累计".to_owned(),
            units_head: "失分单位".to_owned(),
            mark_head: "性质".to_owned(),
            absent_text: "—".to_owned(),
            ticks: rate_ticks().into_iter().take(2).collect(),
            rows: (0..rows).map(row).collect(),
        }
    }

    #[test]
    fn texts_stand_apart() {
        let font = font();
        for rows in [1, 2, 12, 37, 60] {
            for characters in [1, 2, 13, 40] {
                assert_each_sound(&draw(&sample(rows, characters), &font));
            }
        }
    }

    #[test]
    fn pages_hold_every_row_once() {
        let font = font();
        assert_eq!(losses(&sample(20, 13), &font).len(), 1);
        assert_eq!(losses(&sample(60, 6), &font)[1].name, "losses-2");
        assert!(losses(&sample(0, 2), &font).is_empty());
        assert_eq!(losses(&sample(9, 8), &font), losses(&sample(9, 8), &font));
    }

    #[test]
    fn empty_columns_leave_their_room_to_the_bars() {
        let font = font();
        let mut data = sample(4, 6);
        let end = Layout::new(&data, &font).0.scale.end;
        (data.mark_head, data.units_head) = (String::new(), String::new());
        data.rows.iter_mut().for_each(|row| (row.mark, row.units) = Default::default());
        assert!(Layout::new(&data, &font).0.scale.end > end + 40.0);
    }

    #[test]
    fn survives_hostile_data() {
        let font = font();
        let mut data = sample(6, 4);
        let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -3.0, 0.0];
        for (row, value) in data.rows.iter_mut().zip(odd) {
            row.share = Some(PrintedNumber::new(value, "长".repeat(60)));
            (row.mark, row.code, row.units) = (name(4, 50), name(5, 50), name(6, 50));
        }
        data.ticks.push(rate(f64::NAN));
        assert_each_sound(&draw(&data, &font));
        data.rows.iter_mut().for_each(|row| row.share = None);
        data.ticks.clear();
        assert_each_sound(&draw(&data, &font));
    }
}
