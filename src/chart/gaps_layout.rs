//! Where everything stands in a chart of gaps.

use std::ops::Range;

use super::ChartFont;
use super::columns::RightColumns;
use super::gaps::{GapRow, GapsData};
use super::geometry::Scale;
use super::marks::printed;
use super::rows::{RowWords, Rows};
use super::text::{LABEL_SIZES_PT, SMALLEST_PT, clean};

/// Printed gaps are no wider than this, in points.
pub(super) const VALUE_WIDTH_MAX_PT: f64 = 52.0;
/// Between a bar and its printed gap, in points.
pub(super) const VALUE_GAP_PT: f64 = 3.5;

/// Where everything stands; the same on every page.
pub(super) struct Layout<'a> {
    pub(super) rows: Rows<'a>,
    pub(super) marks: RightColumns,
    /// From the lowest to the highest gap, zero among them.
    pub(super) scale: Scale,
    /// Left and right edge of bars and printed gaps.
    pub(super) plot: (f64, f64),
    /// Type size of the printed gaps in points.
    pub(super) value_pt: f64,
}

impl<'a> Layout<'a> {
    /// Measures words, marks and printed gaps; what they leave is the bars'.
    pub(super) fn new(data: &'a GapsData, font: &ChartFont) -> (Self, Vec<Range<usize>>) {
        let words = data.rows.iter().map(|row| RowWords {
            code: &row.code,
            label: &row.label,
            group: row.group.as_deref(),
        });
        let mut rows = Rows::new(font, &data.label_head, words.collect());
        let marks: Vec<Vec<&str>> = data.rows.iter().map(|row| vec![row.mark.as_str()]).collect();
        let marks = RightColumns::new(font, &[&data.mark_head], &marks);
        let plot = (rows.end, marks.start);
        let widest = |size_pt| widest_values(data, font, size_pt);
        let fits = |size_pt: &f64| {
            let (left, right) = widest(*size_pt);
            left.max(right) <= VALUE_WIDTH_MAX_PT
        };
        let value_pt = LABEL_SIZES_PT.into_iter().skip(1).find(fits).unwrap_or(SMALLEST_PT);
        let scale = scale_of(data, plot, widest(value_pt));
        let ranges = rows.pages(0.0);
        (Self { rows, marks, scale, plot, value_pt }, ranges)
    }
}

/// A row's gap, if it has one; infinite ones are drawn at the end of the scale.
pub(super) fn gap_of(row: &GapRow) -> Option<f64> {
    row.gap.as_ref().map(|gap| gap.value).filter(|gap| !gap.is_nan())
}

/// The widths of the widest printed gaps to the left and to the right of their bars, in points.
fn widest_values(data: &GapsData, font: &ChartFont, size_pt: f64) -> (f64, f64) {
    let mut widths = (0.0_f64, 0.0_f64);
    for row in &data.rows {
        let text = clean(printed(row.gap.as_ref(), &data.absent_text));
        let width = font.width_pt(&text, size_pt);
        if is_below(row) {
            widths.0 = widths.0.max(width);
        } else {
            widths.1 = widths.1.max(width);
        }
    }
    widths
}

/// Whether a row's bar runs to the left.
pub(super) fn is_below(row: &GapRow) -> bool {
    gap_of(row).is_some_and(|gap| gap < 0.0)
}

/// The scale of the bars: equally long in both directions where there are gaps in both, and short
/// enough to leave room for the printed gaps at their ends.
pub(super) fn scale_of(data: &GapsData, plot: (f64, f64), widths: (f64, f64)) -> Scale {
    let values = data.rows.iter().filter_map(gap_of);
    let (lowest, highest) = values
        .chain(data.ticks.iter().map(|tick| tick.value))
        .filter(|value| value.is_finite())
        .fold((0.0, 0.0), |ends: (f64, f64), value| (ends.0.min(value), ends.1.max(value)));
    let room = |width: f64| width.min(VALUE_WIDTH_MAX_PT) + VALUE_GAP_PT;
    let reach = highest.max(-lowest).max(f64::MIN_POSITIVE);
    let below = data.rows.iter().any(is_below) || lowest < 0.0;
    let above =
        data.rows.iter().any(|row| gap_of(row).is_some_and(|gap| gap > 0.0)) || highest > 0.0;
    let room = (if below { room(widths.0) } else { 0.0 }, room(widths.1));
    let (start, end) = (plot.0 + room.0, plot.1 - room.1);
    match (below, above) {
        (true, true) => {
            let side = room.0.max(room.1);
            Scale { lowest: -reach, highest: reach, start: plot.0 + side, end: plot.1 - side }
        }
        (true, false) => Scale { lowest: -reach, highest: 0.0, start, end },
        _ => Scale { lowest: 0.0, highest: reach, start, end },
    }
}
