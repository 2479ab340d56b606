//! Heat map: units by dimensions or indicators, the rate as a shade.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::geometry::{
    Area, CHART_HEIGHT_MAX_PT, Point, TEXT_AREA_WIDTH_PT, count, even_ranges, pages,
};
use super::look::{Anchor, Stroke, TextLook};
use super::marks::{LEGEND_KEY_PT, LegendEntry, legend, widest};
use super::palette::{BLACK, DARK_GREY, GREY, RULE_GREY, SHADES, Shade, WHITE};
use super::text::{Fitted, SMALL_PT, SMALLEST_PT, clean, fit, fit_stacked};
use super::{Chart, ChartFont, PrintedNumber, page_of};

/// The most classes whose shades can be told apart in black and white.
pub const HEAT_CLASSES_MAX: usize = 5;

/// What a heat map shows: one row a unit, one column a dimension or indicator, rates from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeatMapData {
    /// Name of the chart, for files and keys.
    pub name: String,
    /// Alt text: the finding in a sentence.
    pub alt: String,
    /// What the shades measure, with the unit of measure; stands before the legend.
    pub legend_label: String,
    /// Legend of a hatched cell.
    pub absent_text: String,
    /// Legend of a cell with a cut corner: it stands in no comparison.
    pub apart_text: String,
    /// The classes from the lowest rate up: 1 to [`HEAT_CLASSES_MAX`].
    pub classes: Vec<HeatClass>,
    /// Which end of the scale is dark.
    pub dark_end: DarkEnd,
    /// Heads of the columns, from left to right.
    pub columns: Vec<String>,
    /// The rows from top to bottom.
    pub rows: Vec<HeatRow>,
}

/// Which end of the scale is dark: what the chart wants to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DarkEnd {
    /// Low rates are dark: weak cells stand out.
    Lowest,
    /// High rates are dark.
    Highest,
}

/// One class of rates: from its bound up to the next class's bound.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeatClass {
    /// Lower bound, which belongs to the class; rates below the lowest bound belong to the lowest
    /// class.
    pub from: f64,
    /// Legend of the class.
    pub label: String,
}

/// One unit of a heat map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeatRow {
    /// The unit's name.
    pub label: String,
    /// One rate a column, 0 to 1; `None`, or too few of them, where the column does not apply
    /// (hatched).
    pub cells: Vec<Option<PrintedNumber>>,
    /// Columns in which the unit stands in no comparison, because too little applies to it.
    pub apart: Vec<usize>,
}

/// Draws a heat map, one chart for at most 40 rows and 30 columns and at most 205 mm of height.
///
/// Empty without rows, columns or classes, or with more than [`HEAT_CLASSES_MAX`] classes. Cells
/// print their text where there are at most 8 columns and all texts fit.
#[must_use]
pub fn heat_map(data: &HeatMapData, font: &ChartFont) -> Vec<Chart> {
    let drawn = draw(data, font);
    let all = drawn.len();
    let chart = |(index, canvas): (usize, &Canvas<'_>)| {
        page_of(&canvas.finish(&data.name, &data.alt), index, all)
    };
    drawn.iter().enumerate().map(chart).collect()
}

/// The most rows of one chart.
const ROWS_MAX: usize = 40;
/// The most columns of one chart.
const COLUMNS_MAX: usize = 30;
/// Cells print their text up to this number of columns.
const PRINTED_COLUMNS_MAX: usize = 8;
/// The label column is no wider than this, in points.
const LABEL_WIDTH_MAX_PT: f64 = 122.0;
/// Gap between labels and cells, in points.
const LABEL_GAP_PT: f64 = 6.0;
/// Cells are no wider than this, in points.
const CELL_WIDTH_MAX_PT: f64 = 80.0;
/// Least and usual height of a row, in points.
const ROW_HEIGHTS_PT: (f64, f64) = (11.5, 15.0);
/// A cut corner, in points.
const CORNER_PT: f64 = 7.0;
/// Room for the legend, in points.
const LEGEND_PT: f64 = 46.0;

/// Where everything stands in one chart: some of the columns, and how all rows are cut into pages.
struct Layout {
    columns: Range<usize>,
    labels: Fitted,
    heads: Fitted,
    heads_pt: f64,
    left: f64,
    cell_pt: f64,
    row_pt: f64,
    /// Type size of the texts in cells, where they are printed.
    text_pt: Option<f64>,
}

/// Draws all charts: for each part of the columns all pages of rows.
fn draw<'font>(data: &HeatMapData, font: &'font ChartFont) -> Vec<Canvas<'font>> {
    let classes = data.classes.len();
    if data.rows.is_empty() || data.columns.is_empty() || classes == 0 || classes > HEAT_CLASSES_MAX
    {
        return Vec::new();
    }
    let parts = even_ranges(data.columns.len(), data.columns.len().div_ceil(COLUMNS_MAX));
    parts.into_iter().flat_map(|columns| draw_part(data, font, columns)).collect()
}

/// Draws all pages of some columns.
fn draw_part<'font>(
    data: &HeatMapData,
    font: &'font ChartFont,
    columns: Range<usize>,
) -> Vec<Canvas<'font>> {
    let mut layout = Layout::new(data, font, columns);
    let room = CHART_HEIGHT_MAX_PT - layout.heads_pt - LEGEND_PT;
    let split =
        |layout: &Layout| pages(data.rows.len(), ROWS_MAX, room, |rows| rows_height(layout, rows));
    let ranges = split(&layout);
    let fullest = ranges.iter().map(Range::len).max().unwrap_or(1);
    let close = layout.row_pt;
    layout.row_pt = (room / count(fullest)).clamp(close, ROW_HEIGHTS_PT.1);
    if split(&layout).len() > ranges.len() {
        layout.row_pt = close;
    }
    ranges.into_iter().map(|rows| draw_page(data, &layout, font, rows)).collect()
}

impl Layout {
    /// Measures labels and heads; what they leave is the cells'.
    fn new(data: &HeatMapData, font: &ChartFont, columns: Range<usize>) -> Self {
        let labels =
            fit(font, data.rows.iter().map(|row| row.label.as_str()), LABEL_WIDTH_MAX_PT, 3);
        let left = labels.width_pt(font) + LABEL_GAP_PT;
        let cell_pt = ((TEXT_AREA_WIDTH_PT - left) / count(columns.len())).min(CELL_WIDTH_MAX_PT);
        let heads = fit_stacked(font, &data.columns[columns.clone()], cell_pt - 2.0);
        let heads_pt =
            (0..columns.len()).map(|index| heads.height_pt(index)).fold(0.0, f64::max) + 4.0;
        let text_pt = text_size(data, font, &columns, cell_pt);
        Self { columns, labels, heads, heads_pt, left, cell_pt, row_pt: ROW_HEIGHTS_PT.0, text_pt }
    }
}

/// The type size at which all cells of a chart can print their texts, if they are to and can.
fn text_size(
    data: &HeatMapData,
    font: &ChartFont,
    columns: &Range<usize>,
    cell_pt: f64,
) -> Option<f64> {
    if data.columns.len() > PRINTED_COLUMNS_MAX {
        return None;
    }
    let cells =
        data.rows.iter().flat_map(|row| columns.clone().filter_map(|column| cell(row, column)));
    let texts: Vec<&str> = cells.map(|number| number.text.as_str()).collect();
    let fits = |size_pt: &f64| widest(font, texts.iter().copied(), *size_pt) <= cell_pt - 3.0;
    [SMALL_PT, SMALLEST_PT].into_iter().find(fits)
}

/// A cell's rate, if it has one.
fn cell(row: &HeatRow, column: usize) -> Option<&PrintedNumber> {
    row.cells.get(column).and_then(Option::as_ref).filter(|number| !number.value.is_nan())
}

/// The height of a row.
fn row_height(layout: &Layout, index: usize) -> f64 {
    layout.row_pt.max(layout.labels.height_pt(index) + 2.5)
}

/// The height of a page's rows.
fn rows_height(layout: &Layout, rows: Range<usize>) -> f64 {
    rows.map(|index| row_height(layout, index)).sum()
}

/// Draws one chart.
fn draw_page<'font>(
    data: &HeatMapData,
    layout: &Layout,
    font: &'font ChartFont,
    rows: Range<usize>,
) -> Canvas<'font> {
    let mut canvas = Canvas::new(font, TEXT_AREA_WIDTH_PT);
    draw_heads(&mut canvas, layout);
    let mut top = layout.heads_pt;
    for index in rows {
        let height = row_height(layout, index);
        draw_row(&mut canvas, data, layout, index, (top, top + height));
        top += height;
    }
    let height = draw_legend(&mut canvas, data, top + 6.0);
    canvas.set_height_pt(height);
    canvas
}

/// Draws the heads over their columns, on one foot line.
fn draw_heads(canvas: &mut Canvas<'_>, layout: &Layout) {
    let look = TextLook { size_pt: layout.heads.size_pt, anchor: Anchor::Middle, ink: BLACK };
    for (index, lines) in layout.heads.labels.iter().enumerate() {
        let x = layout.left + (count(index) + 0.5) * layout.cell_pt;
        let centre = layout.heads_pt - 3.0 - layout.heads.height_pt(index) / 2.0;
        canvas.lines(lines, (x, centre), look);
    }
}

/// Draws one row: its label and its cells.
fn draw_row(
    canvas: &mut Canvas<'_>,
    data: &HeatMapData,
    layout: &Layout,
    index: usize,
    (top, bottom): (f64, f64),
) {
    let row = &data.rows[index];
    let centre = f64::midpoint(top, bottom);
    let look = TextLook { size_pt: layout.labels.size_pt, anchor: Anchor::Start, ink: BLACK };
    canvas.lines(&layout.labels.labels[index], (0.0, centre), look);
    for (place, column) in layout.columns.clone().enumerate() {
        let left = layout.left + count(place) * layout.cell_pt;
        let area = Area { left, top, right: left + layout.cell_pt, bottom };
        let Some(number) = cell(row, column) else {
            draw_absent(canvas, area);
            continue;
        };
        let shade = shade_of(data, number.value);
        draw_shade(canvas, area, shade);
        if row.apart.contains(&column) {
            draw_corner(canvas, area);
        }
        if let Some(size_pt) = layout.text_pt {
            let look = TextLook { size_pt, anchor: Anchor::Middle, ink: shade.text };
            canvas.text(&number.text, (f64::midpoint(area.left, area.right), centre), look);
        }
    }
}

/// The shade of a rate: that of the last class whose bound it reaches.
fn shade_of(data: &HeatMapData, rate: f64) -> Shade {
    let class = data.classes.iter().rposition(|class| class.from <= rate).unwrap_or(0);
    class_shade(data, class)
}

/// The shade of a class.
fn class_shade(data: &HeatMapData, class: usize) -> Shade {
    let step = match data.dark_end {
        DarkEnd::Lowest => data.classes.len() - 1 - class,
        DarkEnd::Highest => class,
    };
    SHADES[step]
}

/// Draws a cell's shade with a thin edge, which also parts it from the paper where it is light.
fn draw_shade(canvas: &mut Canvas<'_>, area: Area, shade: Shade) {
    canvas.rect(area, shade.fill);
    canvas.outline(&area.corners(), Stroke::solid(WHITE, 0.8));
    canvas.outline(&area.grown(-0.4).corners(), Stroke::solid(RULE_GREY, 0.3));
}

/// Cuts the upper right corner off a cell.
fn draw_corner(canvas: &mut Canvas<'_>, area: Area) {
    let side = CORNER_PT.min(area.bottom - area.top).min(area.right - area.left);
    let corner =
        [(area.right - side, area.top), (area.right, area.top), (area.right, area.top + side)];
    canvas.fill(&corner, WHITE);
    canvas.outline(&corner, Stroke::solid(DARK_GREY, 0.5));
}

/// Draws a cell without a rate.
fn draw_absent(canvas: &mut Canvas<'_>, area: Area) {
    let inner = area.grown(-0.4);
    canvas.hatch(&inner.corners(), GREY);
    canvas.outline(&inner.corners(), Stroke::solid(RULE_GREY, 0.3));
}

/// Draws the legend: the classes from the lowest up, then the hatch where there is one; gives where
/// it ends.
fn draw_legend(canvas: &mut Canvas<'_>, data: &HeatMapData, top: f64) -> f64 {
    let place = |(x, y): Point| {
        let (half_width, half_height) = (LEGEND_KEY_PT / 2.0, 4.5);
        Area {
            left: x - half_width,
            top: y - half_height,
            right: x + half_width,
            bottom: y + half_height,
        }
    };
    let mut entries: Vec<LegendEntry<'_>> = Vec::new();
    for (index, class) in data.classes.iter().enumerate() {
        let shade = class_shade(data, index);
        let key = move |canvas: &mut Canvas<'_>, centre: Point| {
            draw_shade(canvas, place(centre), shade);
            canvas.outline(&place(centre).grown(-0.4).corners(), Stroke::solid(DARK_GREY, 0.3));
        };
        entries.push(LegendEntry { key: Box::new(key), label: class.label.clone() });
    }
    let absent = |row: &HeatRow| (0..data.columns.len()).any(|column| cell(row, column).is_none());
    if !clean(&data.absent_text).is_empty() && data.rows.iter().any(absent) {
        let key = move |canvas: &mut Canvas<'_>, centre: Point| draw_absent(canvas, place(centre));
        entries.push(LegendEntry { key: Box::new(key), label: data.absent_text.clone() });
    }
    let apart = |row: &HeatRow| row.apart.iter().any(|column| cell(row, *column).is_some());
    if !clean(&data.apart_text).is_empty() && data.rows.iter().any(apart) {
        let key = move |canvas: &mut Canvas<'_>, centre: Point| {
            let area = place(centre);
            canvas.outline(&area.grown(-0.4).corners(), Stroke::solid(DARK_GREY, 0.3));
            draw_corner(canvas, area.grown(-0.4));
        };
        entries.push(LegendEntry { key: Box::new(key), label: data.apart_text.clone() });
    }
    legend(canvas, &data.legend_label, &entries, 0.0, top)
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{assert_each_sound, font, name, rate, spread};
    use super::*;

    fn sample(rows: usize, columns: usize, characters: usize) -> HeatMapData {
        let cells = |row: usize| {
            let cell =
                |column: usize| ((row + column) % 13 != 5).then(|| rate(spread(row * 7 + column)));
            (0..columns).map(cell).collect()
        };
        let class = |(from, label): (f64, &str)| HeatClass { from, label: label.to_owned() };
        HeatMapData {
            name: "heat_map".to_owned(),
            alt: "alt".to_owned(),
            legend_label: "得分率".to_owned(),
            absent_text: "不适用".to_owned(),
            apart_text: "适用不足".to_owned(),
            classes: [
                (0.0, "60%以下"),
                (0.6, "60%～70%"),
                (0.7, "70%～80%"),
                (0.8, "80%～90%"),
                (0.9, "90%及以上"),
            ]
            .map(class)
            .to_vec(),
            dark_end: DarkEnd::Lowest,
            columns: (0..columns).map(|column| name(column + 3, characters)).collect(),
            rows: (0..rows)
                .map(|row| HeatRow {
                    label: name(row, characters),
                    cells: cells(row),
                    apart: vec![row % 7, columns],
                })
                .collect(),
        }
    }

    #[test]
    fn texts_stand_apart() {
        let font = font();
        for rows in [1, 4, 21, 37, 200] {
            for columns in [1, 6, 8, 9, 20, 30] {
                for characters in [1, 2, 13, 40] {
                    let drawn = draw(&sample(rows, columns, characters), &font);
                    assert!(drawn.len() >= rows.div_ceil(ROWS_MAX));
                    assert_each_sound(&drawn);
                }
            }
        }
    }

    #[test]
    fn rows_and_columns_are_all_there() {
        assert_eq!(heat_map(&sample(37, 8, 13), &font()).len(), 1);
        assert_eq!(heat_map(&sample(41, 31, 4), &font()).len(), 4);
        for (rows, columns) in [(0, 3), (3, 0)] {
            assert!(heat_map(&sample(rows, columns, 4), &font()).is_empty());
        }
    }

    #[test]
    fn shades_follow_the_bounds() {
        let mut data = sample(1, 1, 2);
        assert_eq!(shade_of(&data, 0.9), SHADES[0]);
        assert_eq!(shade_of(&data, 0.8999), SHADES[1]);
        assert_eq!(shade_of(&data, f64::NEG_INFINITY), SHADES[4]);
        data.dark_end = DarkEnd::Highest;
        assert_eq!(shade_of(&data, f64::INFINITY), SHADES[4]);
    }

    #[test]
    fn what_is_not_compared_is_marked_and_told() {
        let mut data = sample(3, 3, 2);
        let told = |data: &HeatMapData| draw(data, &font())[0].finish("", "").svg;
        let marked = told(&data);
        data.rows.iter_mut().for_each(|row| row.apart.clear());
        let plain = told(&data);
        assert!(marked.contains("适用不足") && !plain.contains("适用不足"));
        assert!(marked.len() > plain.len());
    }

    #[test]
    fn survives_hostile_data() {
        let font = font();
        let mut data = sample(4, 5, 4);
        data.rows[0].cells =
            vec![Some(rate(f64::NAN)), Some(rate(f64::INFINITY)), Some(rate(-4.0))];
        data.rows[1].cells = vec![Some(PrintedNumber::new(0.5, "长".repeat(60)))];
        data.legend_label = name(1, 90);
        let drawn = draw(&data, &font);
        assert_each_sound(&drawn);
        data.classes.clear();
        assert!(heat_map(&data, &font).is_empty());
    }
}
