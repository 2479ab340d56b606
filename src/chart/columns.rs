//! Columns of short texts beside bars, and their heads.

use super::ChartFont;
use super::canvas::Canvas;
use super::geometry::{Point, TEXT_AREA_WIDTH_PT, count};
use super::look::{Anchor, Stroke, TextLook};
use super::marks::{small, widest};
use super::palette::{DARK_GREY, Ink};
use super::text::{Fitted, SMALL_PT, SMALLEST_PT, block_height_pt, clean, fit, fit_line};

/// Size of printed numbers in columns, in points.
const NUMBER_PT: f64 = 8.5;

/// All columns at the right together are no wider than this, in points.
const RIGHT_WIDTH_MAX_PT: f64 = 215.0;
/// One column at the right is no wider than this, in points.
const RIGHT_COLUMN_MAX_PT: f64 = 80.0;
/// Gap before a column at the right, in points.
const RIGHT_GAP_PT: f64 = 12.0;

/// One column of short texts beside bars: as wide as its widest text, up to a limit.
pub(super) struct TextColumn {
    /// Its width in points.
    pub(super) width_pt: f64,
    /// The type size of all its texts in points.
    pub(super) size_pt: f64,
    /// Whether it holds any text.
    pub(super) used: bool,
}

impl TextColumn {
    /// Measures a column: all its texts, and its head, which may be broken in two.
    pub(super) fn of(font: &ChartFont, texts: &[&str], head: &str, limit_pt: f64) -> Self {
        let natural = |size_pt: f64| widest(font, texts.iter().copied(), size_pt);
        let size_pt = if natural(NUMBER_PT) <= limit_pt { NUMBER_PT } else { SMALLEST_PT };
        let head_pt = font.width_pt(&clean(head), SMALL_PT);
        let width_pt = natural(size_pt).max(head_pt).min(limit_pt);
        Self { width_pt, size_pt, used: width_pt > 0.0 }
    }

    /// The column's width with the gap before it; nothing where it is empty.
    pub(super) fn room_pt(&self, gap_pt: f64) -> f64 {
        if self.used { self.width_pt + gap_pt } else { 0.0 }
    }
}

/// The head of a column.
pub(super) struct Head<'a> {
    /// Its words; may be empty.
    pub(super) text: &'a str,
    /// Where its anchor stands.
    pub(super) x: f64,
    /// The room that it has.
    pub(super) width_pt: f64,
    /// Which part of it stands there.
    pub(super) anchor: Anchor,
}

/// Draws heads on one foot line from the top of the drawing, in two lines where they are long, with
/// a rule below. Gives where the rule stands: the top itself where all heads are empty.
pub(super) fn head_row(canvas: &mut Canvas<'_>, heads: &[Head<'_>]) -> f64 {
    let fitted: Vec<_> =
        heads.iter().map(|head| fit(canvas.font(), [head.text], head.width_pt, 2)).collect();
    let lines = |fitted: &Fitted| fitted.labels.first().map_or(0, Vec::len);
    let height = block_height_pt(fitted.iter().map(lines).max().unwrap_or(0), SMALL_PT);
    if height <= 0.0 {
        return 0.0;
    }
    for (head, fitted) in heads.iter().zip(&fitted) {
        let look = TextLook { size_pt: fitted.size_pt.min(SMALL_PT), ..small(head.anchor) };
        let centre = height - block_height_pt(lines(fitted), look.size_pt) / 2.0;
        fitted.labels.iter().for_each(|label| canvas.lines(label, (head.x, centre), look));
    }
    let rule = height + 3.0;
    canvas.line((0.0, rule), (canvas.width_pt(), rule), Stroke::solid(DARK_GREY, 0.5));
    rule
}

/// A short text at the right edge of a column: on one line within the column's width.
pub(super) fn column_text(
    canvas: &mut Canvas<'_>,
    column: &TextColumn,
    text: &str,
    place: Point,
    ink: Ink,
) {
    let text = clean(text);
    let look = TextLook { size_pt: column.size_pt, anchor: Anchor::End, ink };
    if canvas.font().width_pt(&text, look.size_pt) <= column.width_pt + 0.01 {
        canvas.text(&text, place, look);
    } else {
        let (text, size_pt) = fit_line(canvas.font(), &text, column.width_pt);
        canvas.text(&text, place, TextLook { size_pt, ..look });
    }
}

/// Columns of short texts at the right edge of the drawing, one after the other; a column without
/// texts and head takes no room.
pub(super) struct RightColumns {
    columns: Vec<TextColumn>,
    /// The right edge of each column.
    ends: Vec<f64>,
    /// Where the gap before the first column begins.
    pub(super) start: f64,
}

impl RightColumns {
    /// Measures columns under their heads; `rows` holds one text a column for every row.
    pub(super) fn new(font: &ChartFont, heads: &[&str], rows: &[Vec<&str>]) -> Self {
        let within = |limit_pt: f64| -> Vec<TextColumn> {
            let column = |(index, head): (usize, &&str)| {
                let own: Vec<&str> =
                    rows.iter().filter_map(|row| row.get(index)).copied().collect();
                TextColumn::of(font, &own, head, limit_pt)
            };
            heads.iter().enumerate().map(column).collect()
        };
        let mut columns = within(RIGHT_COLUMN_MAX_PT);
        let room: f64 = columns.iter().map(|column| column.room_pt(RIGHT_GAP_PT)).sum();
        if room > RIGHT_WIDTH_MAX_PT {
            columns = within((RIGHT_WIDTH_MAX_PT / count(heads.len()) - RIGHT_GAP_PT).max(0.0));
        }
        let mut start = TEXT_AREA_WIDTH_PT;
        let mut ends = vec![start; columns.len()];
        for (column, end) in columns.iter().zip(&mut ends).rev() {
            *end = start;
            start -= column.room_pt(RIGHT_GAP_PT);
        }
        Self { columns, ends, start }
    }

    /// The heads of the columns.
    pub(super) fn heads<'a>(&self, heads: &[&'a str]) -> Vec<Head<'a>> {
        let places = self.columns.iter().zip(&self.ends);
        let head = |(text, (column, end)): (&&'a str, (&TextColumn, &f64))| Head {
            text,
            x: *end,
            width_pt: column.width_pt,
            anchor: Anchor::End,
        };
        heads.iter().zip(places).map(head).collect()
    }

    /// Draws a row's text of one column around its centre line.
    pub(super) fn text(
        &self,
        canvas: &mut Canvas<'_>,
        column: usize,
        text: &str,
        centre: f64,
        ink: Ink,
    ) {
        column_text(canvas, &self.columns[column], text, (self.ends[column], centre), ink);
    }
}
