//! Dimension dots: the rates of all units of a class as dots, one row a dimension; of many units as
//! bars that say how many they are.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::columns::{Head, head_row};
use super::density::Density;
use super::dimension_layout::{Layout, RowDots, column_heads, fitted_names, row_texts};
use super::dimension_marks::{draw_dots, draw_legend};
use super::geometry::{TEXT_AREA_WIDTH_PT, count};
use super::look::Anchor;
use super::marks::{axis, grid};
use super::palette::{BLACK, DARK_GREY};
use super::{Chart, ChartFont, PrintedNumber, page_of};

/// Units are named at their dots where no row has more than these.
pub const NAMED_UNITS_MAX: usize = 8;

/// What dimension dots show: one row a dimension, one dot a unit, rates from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DimensionDotsData {
    /// Name of the chart, for files and keys.
    pub name: String,
    /// Alt text: the finding in a sentence.
    pub alt: String,
    /// Head of the labels; all heads may be empty.
    pub label_head: String,
    /// Head of the dots: says what they measure, in what unit.
    pub dots_head: String,
    /// Heads of the columns of text at the right, such as mean, lowest and highest.
    pub column_heads: Vec<String>,
    /// Legend of a dot, or of the bars; an empty legend is left out, as is one of what no row shows.
    pub unit_legend: String,
    /// Legend of the dot of the unit in focus.
    pub focus_legend: String,
    /// Legend of the tick of the mean.
    pub mean_legend: String,
    /// Legend of the tick of the median.
    pub median_legend: String,
    /// Ticks of the axis, from 0 to 1. The scale runs over all ticks and rates, and need not begin
    /// at 0; without ticks it runs from 0 to 1.
    pub ticks: Vec<PrintedNumber>,
    /// The rows from top to bottom.
    pub rows: Vec<DimensionDotsRow>,
}

/// One row of dimension dots.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DimensionDotsRow {
    /// The dimension's name.
    pub label: String,
    /// The units that have a rate, in the order of their list.
    pub units: Vec<UnitDot>,
    /// How many units have a rate in each of so many equal parts of 0 to 1, where they are too many
    /// for dots; then there are no `units`.
    pub counts: Vec<usize>,
    /// The class mean, 0 to 1; `None` where there is none (no tick).
    pub mean: Option<f64>,
    /// The class median, 0 to 1; `None` where it is not to be shown.
    pub median: Option<f64>,
    /// Texts of the columns at the right, in the order of their heads.
    pub columns: Vec<String>,
}

impl DimensionDotsRow {
    /// Where the lowest counted units begin.
    pub(super) fn lowest_counted(&self) -> Option<f64> {
        let first = self.counts.iter().position(|units| *units > 0)?;
        Some(count(first) / count(self.counts.len()))
    }
}

/// One unit in a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnitDot {
    /// The unit's short name, shown where no row has more than [`NAMED_UNITS_MAX`] units; may be
    /// empty.
    pub name: String,
    /// Its rate, 0 to 1; a dot that is not a number is left out.
    pub rate: f64,
    /// Whether this is the unit that the paper is about: its dot is filled and in the accent.
    pub focus: bool,
}

/// Draws dimension dots, one chart a page, each with the same scale and columns; none without rows.
///
/// Dots that would cover each other are moved up and down, never sideways.
#[must_use]
pub fn dimension_dots(data: &DimensionDotsData, font: &ChartFont) -> Vec<Chart> {
    let drawn = draw(data, font);
    let all = drawn.len();
    let chart = |(index, canvas): (usize, &Canvas<'_>)| {
        page_of(&canvas.finish(&data.name, &data.alt), index, all)
    };
    drawn.iter().enumerate().map(chart).collect()
}

/// Room for the legend, in points.
const LEGEND_PT: f64 = 34.0;

/// Draws all pages.
fn draw<'font>(data: &DimensionDotsData, font: &'font ChartFont) -> Vec<Canvas<'font>> {
    let mut layout = Layout::new(data, font);
    let fitted = fitted_names(data, font, &layout);
    let counts: Vec<&[usize]> = data.rows.iter().map(|row| row.counts.as_slice()).collect();
    let densities = Density::of_rows(&counts, layout.scale).into_iter().enumerate();
    let dots: Vec<RowDots<'_>> = densities
        .map(|(index, density)| RowDots::new(data, font, &layout, &fitted, (index, density)))
        .collect();
    let height = |row: &RowDots<'_>| row.reaches_pt.0 + row.reaches_pt.1;
    layout.rows.shown_pt = dots.iter().map(height).collect();
    let ranges = layout.rows.pages(LEGEND_PT);
    ranges.into_iter().map(|page| draw_page(data, &layout, &dots, font, page)).collect()
}

/// Draws one page.
fn draw_page<'font>(
    data: &DimensionDotsData,
    layout: &Layout<'_>,
    dots: &[RowDots<'_>],
    font: &'font ChartFont,
    page: Range<usize>,
) -> Canvas<'font> {
    let mut canvas = Canvas::new(font, TEXT_AREA_WIDTH_PT);
    let top = draw_heads(&mut canvas, data, layout) + 3.0;
    let placed = layout.rows.place(page, top);
    grid(&mut canvas, layout.scale, &data.ticks, top, placed.bottom);
    for (index, (row_top, row_bottom)) in placed.rows {
        let reaches = dots[index].reaches_pt;
        let spare = row_bottom - row_top - reaches.0 - reaches.1;
        let centre = row_top + reaches.0 + spare / 2.0;
        layout.rows.draw(&mut canvas, index, centre);
        draw_dots(&mut canvas, &data.rows[index], &dots[index], layout.scale, centre);
        let texts = row_texts(&data.rows[index]);
        for (column, text) in texts.iter().take(data.column_heads.len()).enumerate() {
            let ink = if column == 0 { BLACK } else { DARK_GREY };
            layout.columns.text(&mut canvas, column, text, centre, ink);
        }
    }
    let bottom = axis(&mut canvas, layout.scale, &data.ticks, "", placed.bottom);
    let height = draw_legend(&mut canvas, data, bottom + 3.0);
    canvas.set_height_pt(height);
    canvas
}

/// Draws the heads; gives where they end.
fn draw_heads(canvas: &mut Canvas<'_>, data: &DimensionDotsData, layout: &Layout<'_>) -> f64 {
    let (start, end) = (layout.scale.start, layout.columns.start);
    let dots =
        Head { text: &data.dots_head, x: start, width_pt: end - start, anchor: Anchor::Start };
    let mut heads = vec![layout.rows.head(&data.label_head), dots];
    heads.extend(layout.columns.heads(&column_heads(data)));
    head_row(canvas, &heads)
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{assert_each_sound, font, name, rate, rate_ticks, spread};
    use super::*;

    fn sample(rows: usize, units: usize, characters: usize) -> DimensionDotsData {
        let unit = |row: usize, index: usize| UnitDot {
            name: name(index, characters),
            rate: spread(index * 3 + row) * 0.2 + 0.8 - f64::from(u8::from(index % 3 == 1)) * 0.4,
            focus: index == 4,
        };
        let row = |index: usize| DimensionDotsRow {
            label: name(index, characters),
            units: (0..units).map(|place| unit(index, place)).collect(),
            counts: Vec::new(),
            mean: (index % 5 != 4).then_some(0.81),
            median: (index % 3 != 2).then_some(0.83),
            columns: ["83.2%", "40.0%", "100.0%"].map(str::to_owned).to_vec(),
        };
        DimensionDotsData {
            name: "dimension_dots".to_owned(),
            alt: "alt".to_owned(),
            label_head: "维度".to_owned(),
            dots_head: "得分率".to_owned(),
            column_heads: ["平均", "最低", "最高"].map(str::to_owned).to_vec(),
            unit_legend: "各单位".to_owned(),
            focus_legend: "本单位".to_owned(),
            mean_legend: "同类平均".to_owned(),
            median_legend: "中位数".to_owned(),
            ticks: rate_ticks(),
            rows: (0..rows).map(row).collect(),
        }
    }

    #[test]
    fn texts_stand_apart() {
        let font = font();
        for rows in [1, 6, 12, 60] {
            for units in [0, 1, 3, 8, 9, 60] {
                for characters in [1, 2, 13, 40] {
                    assert_each_sound(&draw(&sample(rows, units, characters), &font));
                }
            }
        }
    }

    #[test]
    fn names_of_equal_and_crowded_dots_stand_apart() {
        let font = font();
        for rates in [[1.0; 8], [0.0; 8], [0.9, 0.9, 0.9, 0.91, 0.91, 1.0, 1.0, 1.0]] {
            for characters in [2, 3, 13, 40] {
                let mut data = sample(3, 8, characters);
                for row in &mut data.rows {
                    row.units.iter_mut().zip(rates).for_each(|(unit, rate)| unit.rate = rate);
                }
                let drawn = draw(&data, &font);
                assert_each_sound(&drawn);
                if characters < 13 {
                    let name = &data.rows[0].units[5].name;
                    let shown = drawn[0].texts().iter().filter(|placed| placed.text == *name);
                    assert_eq!(shown.count(), 3);
                }
            }
        }
    }

    #[test]
    fn large_classes_have_no_names() {
        let data = sample(2, NAMED_UNITS_MAX + 1, 5);
        let font = font();
        let drawn = draw(&data, &font);
        let name = &data.rows[0].units[7].name;
        assert!(drawn[0].texts().iter().all(|placed| placed.text != *name));
        assert_eq!(dimension_dots(&data, &font), dimension_dots(&data, &font));
        assert!(dimension_dots(&sample(0, 3, 2), &font).is_empty());
    }

    #[test]
    fn many_units_are_bars_of_a_bounded_number() {
        let font = font();
        let mut data = sample(6, 0, 5);
        for (index, row) in data.rows.iter_mut().enumerate() {
            row.counts = (0..100).map(|part| (part * 37 + index * 11) % 41).collect();
        }
        let few = draw(&data, &font);
        assert_each_sound(&few);
        let rects = |canvas: &[Canvas<'_>]| -> usize {
            canvas.iter().map(|own| own.finish("", "").svg.matches("<rect").count()).sum()
        };
        assert!(rects(&few) < 6 * 100, "{}", rects(&few));
        assert_eq!(few[0].finish("", "").svg.matches("<circle").count(), 0);
        // A hundred times as many units are drawn with as many marks.
        let marks = rects(&few);
        data.rows.iter_mut().flat_map(|row| &mut row.counts).for_each(|own| *own *= 100);
        assert_eq!(rects(&draw(&data, &font)), marks);
    }

    #[test]
    fn survives_hostile_data() {
        let font = font();
        let mut data = sample(4, 6, 4);
        let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 7.0, -3.0, 0.0];
        for (row, value) in data.rows.iter_mut().zip(odd) {
            row.units.iter_mut().zip(odd).for_each(|(unit, rate)| unit.rate = rate);
            (row.mean, row.median) = (Some(value), Some(value));
            row.columns = vec![name(3, 60); 9];
        }
        data.rows[3].columns.clear();
        (data.unit_legend, data.dots_head) = (name(1, 90), name(2, 90));
        data.ticks = odd.map(rate).to_vec();
        assert_each_sound(&draw(&data, &font));
        data.ticks.clear();
        data.rows.iter_mut().for_each(|row| row.units.clear());
        assert_each_sound(&draw(&data, &font));
    }
}
