//! Benchmark: a unit's rates as bars, the class mean as a tick on each.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::columns::{Head, RightColumns, head_row};
use super::geometry::{Area, CHART_HEIGHT_MAX_PT, Scale, TEXT_AREA_WIDTH_PT, count, within};
use super::look::{Anchor, TextLook};
use super::marks::{BarFill, axis, bar, cased_line, grid, mean_stroke, printed};
use super::palette::{ACCENT, BLACK, DARK_GREY, PALE_GREY};
use super::text::{Fitted, fit};
use super::{Chart, ChartFont, PrintedNumber};
use crate::model::unmarked;

/// The most rows that one page holds.
pub const BENCHMARK_ROWS_MAX: usize = 40;

/// What a benchmark shows: one row a dimension (or indicator), rates from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BenchmarkData {
    /// Name of the chart, for files and keys.
    pub name: String,
    /// Alt text: the finding in a sentence.
    pub alt: String,
    /// Head of the label column; all heads may be empty.
    pub label_head: String,
    /// Head of the bars: says what they measure, in what unit, and that the tick is the class mean.
    pub bar_head: String,
    /// Head of the column with the unit's printed rates.
    pub unit_head: String,
    /// Head of the column with the class's printed rates.
    pub class_head: String,
    /// Heads of further columns of text, to the right of the class.
    pub extra_heads: Vec<String>,
    /// What stands in place of a missing rate.
    pub absent_text: String,
    /// Ticks of the axis: rates from 0 to 1.
    pub ticks: Vec<PrintedNumber>,
    /// The rows from top to bottom: 1 to [`BENCHMARK_ROWS_MAX`].
    pub rows: Vec<BenchmarkRow>,
}

/// One row of a benchmark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BenchmarkRow {
    /// The dimension's name.
    pub label: String,
    /// The unit's rate, 0 to 1; `None` where the dimension does not apply (no bar).
    pub unit: Option<PrintedNumber>,
    /// The class mean, 0 to 1; `None` where there is none (no tick).
    pub class: Option<PrintedNumber>,
    /// Texts of the further columns, in the order of their heads.
    pub extra: Vec<String>,
}

/// Draws a benchmark; `None` without rows or with more than [`BENCHMARK_ROWS_MAX`].
///
/// A row is hatched when the unit is below the class mean and the two printed texts differ.
#[must_use]
pub fn benchmark(data: &BenchmarkData, font: &ChartFont) -> Option<Chart> {
    draw(data, font).map(|canvas| canvas.finish(&data.name, &data.alt))
}

/// The label column is no wider than this, in points.
const LABEL_WIDTH_MAX_PT: f64 = 150.0;
/// Gap between the labels and the bars, in points.
const COLUMN_GAP_PT: f64 = 12.0;
/// Room for the heads and the axis, in points.
const FRAME_PT: f64 = 50.0;
/// Least and usual height of a row, in points.
const ROW_HEIGHTS_PT: (f64, f64) = (11.8, 17.0);

/// Where everything stands.
struct Layout {
    labels: Fitted,
    rows: Vec<f64>,
    scale: Scale,
    columns: RightColumns,
}

/// Draws all of it.
fn draw<'font>(data: &BenchmarkData, font: &'font ChartFont) -> Option<Canvas<'font>> {
    if data.rows.is_empty() || data.rows.len() > BENCHMARK_ROWS_MAX {
        return None;
    }
    let layout = Layout::new(data, font);
    let mut canvas = Canvas::new(font, TEXT_AREA_WIDTH_PT);
    let top = draw_heads(&mut canvas, data, &layout) + 3.0;
    let bottom = top + layout.rows.iter().sum::<f64>();
    let mut row_top = top;
    for (index, height) in layout.rows.iter().enumerate() {
        draw_row(&mut canvas, data, &layout, index, (row_top, row_top + height));
        row_top += height;
    }
    let height = axis(&mut canvas, layout.scale, &data.ticks, "", bottom);
    canvas.set_height_pt(height);
    Some(canvas)
}

impl Layout {
    /// Measures labels and numbers; what they leave is the bars'.
    fn new(data: &BenchmarkData, font: &ChartFont) -> Self {
        let (labels, rows) = fit_rows(data, font);
        let texts: Vec<Vec<&str>> = data.rows.iter().map(|row| row_texts(data, row)).collect();
        let columns = RightColumns::new(font, &column_heads(data), &texts);
        let head_width =
            font.width_pt(&data.label_head, super::text::SMALL_PT).min(LABEL_WIDTH_MAX_PT);
        let start = labels.width_pt(font).max(head_width) + COLUMN_GAP_PT;
        let scale = Scale { lowest: 0.0, highest: 1.0, start, end: columns.start };
        Self { labels, rows, scale, columns }
    }
}

/// The labels and the heights of the rows: as many lines a label as the page's height allows.
fn fit_rows(data: &BenchmarkData, font: &ChartFont) -> (Fitted, Vec<f64>) {
    let room = CHART_HEIGHT_MAX_PT - FRAME_PT;
    let usual = (room / count(data.rows.len())).clamp(ROW_HEIGHTS_PT.0, ROW_HEIGHTS_PT.1);
    let fitted = |lines| {
        let labels =
            fit(font, data.rows.iter().map(|row| row.label.as_str()), LABEL_WIDTH_MAX_PT, lines);
        let rows: Vec<f64> =
            (0..data.rows.len()).map(|index| usual.max(labels.height_pt(index) + 4.0)).collect();
        (labels, rows)
    };
    let fits = |rows: &[f64]| rows.iter().sum::<f64>() <= room;
    [3, 2].into_iter().map(fitted).find(|(_, rows)| fits(rows)).unwrap_or_else(|| fitted(1))
}

/// The texts of a row's columns: the unit, the class, and what else there is.
fn row_texts<'a>(data: &'a BenchmarkData, row: &'a BenchmarkRow) -> Vec<&'a str> {
    let extra =
        (0..data.extra_heads.len()).map(|index| row.extra.get(index).map_or("", String::as_str));
    // Without a head there is no class to be absent from.
    let class_absent = if data.class_head.is_empty() { "" } else { &data.absent_text };
    [printed(row.unit.as_ref(), &data.absent_text), printed(row.class.as_ref(), class_absent)]
        .into_iter()
        .chain(extra)
        .collect()
}

/// The heads of the columns of numbers.
fn column_heads(data: &BenchmarkData) -> Vec<&str> {
    let own = [data.unit_head.as_str(), data.class_head.as_str()];
    own.into_iter().chain(data.extra_heads.iter().map(String::as_str)).collect()
}

/// Draws the heads; gives where they end.
fn draw_heads(canvas: &mut Canvas<'_>, data: &BenchmarkData, layout: &Layout) -> f64 {
    let Scale { start, end, .. } = layout.scale;
    let label_room = start - COLUMN_GAP_PT;
    let mut heads = vec![
        Head { text: &data.label_head, x: 0.0, width_pt: label_room, anchor: Anchor::Start },
        Head { text: &data.bar_head, x: start, width_pt: end - start, anchor: Anchor::Start },
    ];
    heads.extend(layout.columns.heads(&column_heads(data)));
    head_row(canvas, &heads)
}

/// Draws one row: label, bar, tick of the class, numbers.
fn draw_row(
    canvas: &mut Canvas<'_>,
    data: &BenchmarkData,
    layout: &Layout,
    index: usize,
    (top, bottom): (f64, f64),
) {
    let row = &data.rows[index];
    let centre = f64::midpoint(top, bottom);
    grid(canvas, layout.scale, &data.ticks, top, bottom);
    let label_look = TextLook { size_pt: layout.labels.size_pt, anchor: Anchor::Start, ink: BLACK };
    canvas.lines(&layout.labels.labels[index], (0.0, centre), label_look);
    draw_bar(canvas, row, layout.scale, centre);
    for (column, text) in row_texts(data, row).into_iter().enumerate() {
        let ink = if column == 0 { BLACK } else { DARK_GREY };
        layout.columns.text(canvas, column, text, centre, ink);
    }
}

/// Draws a row's track, bar and class tick.
fn draw_bar(canvas: &mut Canvas<'_>, row: &BenchmarkRow, scale: Scale, centre: f64) {
    let (top, bottom) = (centre - 4.2, centre + 4.2);
    let rate =
        |number: Option<&PrintedNumber>| number.and_then(|number| within(number.value, 0.0, 1.0));
    if let Some(unit) = rate(row.unit.as_ref()) {
        canvas.rect(Area { left: scale.start, top, right: scale.end, bottom }, PALE_GREY);
        let fill = if is_below(row) { BarFill::Hatched } else { BarFill::Solid };
        bar(
            canvas,
            Area { left: scale.start, top, right: scale.place(unit), bottom },
            ACCENT,
            fill,
        );
    }
    if let Some(class) = rate(row.class.as_ref()) {
        let x = scale.place(class);
        cased_line(canvas, (x, top - 2.2), (x, bottom + 0.8), mean_stroke());
    }
}

/// Whether the unit is below the class as printed.
fn is_below(row: &BenchmarkRow) -> bool {
    match (&row.unit, &row.class) {
        (Some(unit), Some(class)) => {
            unit.value < class.value && unmarked(&unit.text) != unmarked(&class.text)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{assert_sound, font, name, rate, rate_ticks, spread};
    use super::*;

    fn sample(rows: usize, characters: usize) -> BenchmarkData {
        let row = |index| BenchmarkRow {
            label: name(index, characters),
            unit: (index % 7 != 3).then(|| rate(spread(index))),
            class: (index % 9 != 8).then(|| rate(spread(index + 40))),
            extra: vec![format!("{index}.10"), "18.66 / 20".to_owned()],
        };
        BenchmarkData {
            name: "benchmark".to_owned(),
            alt: "alt".to_owned(),
            label_head: "维度".to_owned(),
            bar_head: "得分率（竖线为同类平均）".to_owned(),
            unit_head: "得分率".to_owned(),
            class_head: "同类平均".to_owned(),
            extra_heads: vec!["比平均/分".to_owned(), "得分 / 满分".to_owned()],
            absent_text: "不适用".to_owned(),
            ticks: rate_ticks(),
            rows: (0..rows).map(row).collect(),
        }
    }

    #[test]
    fn texts_stand_apart() {
        let font = font();
        for rows in [1, 4, 21, 37, 40] {
            for characters in [1, 2, 13, 40] {
                let data = sample(rows, characters);
                let canvas = draw(&data, &font).expect("rows");
                assert_sound(&canvas, canvas.finish("", "").height_mm);
            }
        }
    }

    #[test]
    fn same_data_same_bytes() {
        let (font, data) = (font(), sample(6, 8));
        assert_eq!(benchmark(&data, &font), benchmark(&data, &font));
    }

    #[test]
    fn survives_hostile_data() {
        let font = font();
        assert!(benchmark(&sample(0, 2), &font).is_none());
        assert!(benchmark(&sample(BENCHMARK_ROWS_MAX + 1, 2), &font).is_none());
        let mut data = sample(5, 4);
        for (row, value) in
            data.rows.iter_mut().zip([f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 7.0, 0.0])
        {
            row.unit = Some(rate(value));
            row.class = Some(rate(value));
            row.extra.clear();
        }
        data.ticks.push(rate(f64::NAN));
        let canvas = draw(&data, &font).expect("rows");
        assert_sound(&canvas, canvas.finish("", "").height_mm);
        assert_eq!(canvas.texts().iter().filter(|placed| placed.text == "不适用").count(), 2);
    }

    #[test]
    fn equal_texts_are_not_below() {
        let row = |unit: f64, class: f64| BenchmarkRow {
            label: String::new(),
            unit: Some(rate(unit)),
            class: Some(rate(class)),
            extra: Vec::new(),
        };
        assert!(is_below(&row(0.70, 0.71)));
        assert!(!is_below(&row(0.71001, 0.71002)));
    }
}
