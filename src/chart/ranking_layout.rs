//! Where everything stands in a ranking, and which rows each page holds.

use std::ops::Range;

use super::ChartFont;
use super::columns::TextColumn;
use super::geometry::{CHART_HEIGHT_MAX_PT, Scale, TEXT_AREA_WIDTH_PT, count, pages};
use super::marks::printed;
use super::ranking::RankingData;
use super::rows::{SEPARATOR_PT, group_start};
use super::text::{Fitted, SMALL_PT, fit};

/// The most rows on one page.
const ROWS_MAX: usize = 40;

/// The label column is no wider than this, in points: 40 characters in two lines of the smallest
/// type.
const LABEL_WIDTH_MAX_PT: f64 = 153.0;

/// The columns of ranks and values are no wider than this, in points.
const NUMBER_WIDTH_MAX_PT: f64 = 64.0;

/// Gap between columns, in points.
const COLUMN_GAP_PT: f64 = 8.0;

/// Room for the heads, the mean's label and the axis, in points.
const FRAME_PT: f64 = 58.0;

/// Least and usual height of a row, in points.
const ROW_HEIGHTS_PT: (f64, f64) = (11.8, 17.0);

/// Where everything stands; the same on every page.
pub(super) struct Layout {
    pub(super) labels: Fitted,
    pub(super) rank: TextColumn,
    pub(super) value: TextColumn,
    pub(super) scale: Scale,
    pub(super) label_start: f64,
    pub(super) label_room: f64,
    /// Height of a row with a label of one line.
    pub(super) row_pt: f64,
}

/// Measures everything, and spreads the rows over the pages.
pub(super) fn lay_out(data: &RankingData, font: &ChartFont) -> (Layout, Vec<Range<usize>>) {
    let mut layout = Layout::new(data, font);
    let room = CHART_HEIGHT_MAX_PT - FRAME_PT;
    let split = |layout: &Layout| {
        pages(data.rows.len(), ROWS_MAX, room, |rows| rows_height(data, layout, rows))
    };
    let ranges = split(&layout);
    // Few rows on the fullest page may stand further apart, as long as that needs no further page.
    let fullest = ranges
        .iter()
        .map(|rows| (room - separators_height(data, rows.clone())) / count(rows.len()));
    let close = layout.row_pt;
    layout.row_pt = fullest.fold(ROW_HEIGHTS_PT.1, f64::min).max(close);
    if split(&layout).len() > ranges.len() {
        layout.row_pt = close;
    }
    (layout, ranges)
}

impl Layout {
    /// Measures labels and numbers; what they leave is the bars'.
    fn new(data: &RankingData, font: &ChartFont) -> Self {
        let names = data.rows.iter().map(|row| row.label.as_str());
        let labels = fit(font, names, LABEL_WIDTH_MAX_PT, 3);
        let ranks: Vec<&str> = data.rows.iter().map(|row| row.rank.as_str()).collect();
        let rank = TextColumn::of(font, &ranks, &data.rank_head, NUMBER_WIDTH_MAX_PT);
        let values: Vec<&str> =
            data.rows.iter().map(|row| printed(row.value.as_ref(), &data.absent_text)).collect();
        let value = TextColumn::of(font, &values, &data.value_head, NUMBER_WIDTH_MAX_PT);
        let label_start = rank.room_pt(COLUMN_GAP_PT);
        let head_width = font.width_pt(&data.label_head, SMALL_PT).min(LABEL_WIDTH_MAX_PT);
        let label_room = labels.width_pt(font).max(head_width);
        let start = label_start + label_room + COLUMN_GAP_PT;
        let end = TEXT_AREA_WIDTH_PT - value.room_pt(COLUMN_GAP_PT);
        let scale = Scale { lowest: 0.0, highest: greatest(data), start, end };
        Self { labels, rank, value, scale, label_start, label_room, row_pt: ROW_HEIGHTS_PT.0 }
    }
}

/// The end of the scale: the greatest tick, value or mean.
fn greatest(data: &RankingData) -> f64 {
    let ticks = data.ticks.iter().map(|tick| tick.value);
    let values = data.rows.iter().filter_map(|row| row.value.as_ref()).map(|number| number.value);
    let all = ticks.chain(values).chain(data.mean.iter().map(|mean| mean.value));
    all.filter(|value| value.is_finite()).fold(0.0, f64::max)
}

/// What stands before a row: what is left out there, then the label of the group that begins at it;
/// on a page's first row, the group that goes on.
pub(super) fn separators_at(
    data: &RankingData,
    index: usize,
    first: bool,
) -> impl Iterator<Item = &str> {
    let gaps = data.gaps.iter().filter(move |gap| gap.before == index);
    let group = group_start(|row| data.rows[row].group.as_deref(), index, first);
    gaps.map(|gap| gap.label.as_str()).chain(group)
}

/// The height of a page's separators.
fn separators_height(data: &RankingData, rows: Range<usize>) -> f64 {
    let first = rows.start;
    let separators = |index: usize| separators_at(data, index, index == first).count();
    count(rows.map(separators).sum()) * SEPARATOR_PT
}

/// The height of a row.
pub(super) fn row_height(layout: &Layout, index: usize) -> f64 {
    layout.row_pt.max(layout.labels.height_pt(index) + 2.8)
}

/// The height of a page's rows and separators.
pub(super) fn rows_height(data: &RankingData, layout: &Layout, rows: Range<usize>) -> f64 {
    separators_height(data, rows.clone()) + rows.map(|index| row_height(layout, index)).sum::<f64>()
}
