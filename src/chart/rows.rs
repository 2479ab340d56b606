//! Rows that begin with a number and a name: measured, grouped, spread over pages.

use std::ops::Range;

use super::ChartFont;
use super::canvas::Canvas;
use super::columns::{Head, TextColumn};
use super::geometry::{Area, CHART_HEIGHT_MAX_PT, TEXT_AREA_WIDTH_PT, count, pages};
use super::look::{Anchor, Stroke, TextLook};
use super::marks::{TEXT_GAP_PT, small};
use super::palette::{BLACK, DARK_GREY, RULE_GREY, WHITE};
use super::text::{Fitted, SMALL_PT, clean, fit, fit_line};

/// The most rows on one page.
const ROWS_MAX: usize = 40;
/// The column of numbers is no wider than this, in points.
const CODE_WIDTH_MAX_PT: f64 = 44.0;
/// Names are no wider than this, in points.
const NAME_WIDTH_MAX_PT: f64 = 145.0;
/// Gap between numbers and names, in points.
const CODE_GAP_PT: f64 = 6.0;
/// Gap between names and what the rows show, in points.
const NAME_GAP_PT: f64 = 12.0;
/// Room for the heads, the axis and a legend, in points.
const FRAME_PT: f64 = 58.0;
/// Least and usual height of a row, in points.
const ROW_HEIGHTS_PT: (f64, f64) = (11.8, 17.0);

/// Height of a separator of groups, in points.
pub(super) const SEPARATOR_PT: f64 = 14.0;

/// The words that a row begins with.
#[derive(Clone, Copy)]
pub(super) struct RowWords<'a> {
    /// The number, such as `4.2.1`; may be empty.
    pub(super) code: &'a str,
    /// The name.
    pub(super) label: &'a str,
    /// The group that the row is in.
    pub(super) group: Option<&'a str>,
}

/// Rows with their words measured; the same on every page.
pub(super) struct Rows<'a> {
    words: Vec<RowWords<'a>>,
    codes: TextColumn,
    names: Fitted,
    name_start: f64,
    /// The height that what each row shows needs; empty where any row is high enough.
    pub(super) shown_pt: Vec<f64>,
    /// Height of a row with a name of one line.
    row_pt: f64,
    /// Where what the rows show may begin.
    pub(super) end: f64,
}

/// Where the rows of a page stand.
pub(super) struct PlacedRows<'a> {
    /// Each row with its upper and lower edge.
    pub(super) rows: Vec<(usize, (f64, f64))>,
    /// Each separator with its centre line.
    separators: Vec<(&'a str, f64)>,
    /// Where the last row ends.
    pub(super) bottom: f64,
}

impl<'a> Rows<'a> {
    /// Measures the words of all rows under their head.
    pub(super) fn new(font: &ChartFont, head: &str, words: Vec<RowWords<'a>>) -> Self {
        let codes: Vec<&str> = words.iter().map(|row| row.code).collect();
        let codes = TextColumn::of(font, &codes, "", CODE_WIDTH_MAX_PT);
        let names = fit(font, words.iter().map(|row| row.label), NAME_WIDTH_MAX_PT, 3);
        let name_start = codes.room_pt(CODE_GAP_PT);
        let head_pt = font.width_pt(&clean(head), SMALL_PT).min(NAME_WIDTH_MAX_PT);
        let end = (name_start + names.width_pt(font)).max(head_pt) + NAME_GAP_PT;
        let shown_pt = Vec::new();
        Self { words, codes, names, name_start, shown_pt, row_pt: ROW_HEIGHTS_PT.0, end }
    }

    /// Spreads the rows over as few pages as hold them, then lets them stand further apart as far
    /// as that needs no further page. `extra_pt` is what a page needs beside rows, heads and axis.
    pub(super) fn pages(&mut self, extra_pt: f64) -> Vec<Range<usize>> {
        let room = CHART_HEIGHT_MAX_PT - FRAME_PT - extra_pt;
        let split =
            |rows: &Self| pages(rows.words.len(), ROWS_MAX, room, |range| rows.height_pt(range));
        let ranges = split(self);
        let fullest = ranges
            .iter()
            .map(|rows| (room - self.separators_pt(rows.clone())) / count(rows.len()))
            .fold(ROW_HEIGHTS_PT.1, f64::min);
        self.row_pt = fullest.max(ROW_HEIGHTS_PT.0);
        if split(self).len() > ranges.len() {
            self.row_pt = ROW_HEIGHTS_PT.0;
        }
        ranges
    }

    /// Places a page's rows from `top` down.
    pub(super) fn place(&self, page: Range<usize>, top: f64) -> PlacedRows<'a> {
        let first = page.start;
        let mut placed = PlacedRows { rows: Vec::new(), separators: Vec::new(), bottom: top };
        for index in page {
            if let Some(group) = self.group_at(index, index == first) {
                placed.separators.push((group, placed.bottom + SEPARATOR_PT / 2.0));
                placed.bottom += SEPARATOR_PT;
            }
            let row_top = placed.bottom;
            placed.bottom += self.row_height_pt(index);
            placed.rows.push((index, (row_top, placed.bottom)));
        }
        placed
    }

    /// The head over numbers and names.
    pub(super) fn head<'b>(&self, text: &'b str) -> Head<'b> {
        Head { text, x: 0.0, width_pt: self.end - NAME_GAP_PT, anchor: Anchor::Start }
    }

    /// Draws a row's number and name around its centre line.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, index: usize, centre: f64) {
        let code = clean(self.words[index].code);
        let usual = TextLook { size_pt: self.codes.size_pt, anchor: Anchor::Start, ink: DARK_GREY };
        if canvas.font().width_pt(&code, usual.size_pt) <= self.codes.width_pt + 0.01 {
            canvas.text(&code, (0.0, centre), usual);
        } else {
            let (code, size_pt) = fit_line(canvas.font(), &code, self.codes.width_pt);
            canvas.text(&code, (0.0, centre), TextLook { size_pt, ..usual });
        }
        let look = TextLook { size_pt: self.names.size_pt, anchor: Anchor::Start, ink: BLACK };
        canvas.lines(&self.names.labels[index], (self.name_start, centre), look);
    }

    /// The height of a row's name, in points.
    pub(super) fn name_height_pt(&self, index: usize) -> f64 {
        self.names.height_pt(index)
    }

    fn group_at(&self, index: usize, first: bool) -> Option<&'a str> {
        group_start(|row| self.words[row].group, index, first)
    }

    fn row_height_pt(&self, index: usize) -> f64 {
        let shown = self.shown_pt.get(index).copied().unwrap_or(0.0);
        self.row_pt.max(self.names.height_pt(index) + 2.8).max(shown)
    }

    fn separators_pt(&self, rows: Range<usize>) -> f64 {
        let first = rows.start;
        count(rows.filter(|index| self.group_at(*index, *index == first).is_some()).count())
            * SEPARATOR_PT
    }

    fn height_pt(&self, rows: Range<usize>) -> f64 {
        self.separators_pt(rows.clone()) + rows.map(|index| self.row_height_pt(index)).sum::<f64>()
    }
}

impl PlacedRows<'_> {
    /// Draws the separators, which go over rules and bars.
    pub(super) fn draw_separators(&self, canvas: &mut Canvas<'_>) {
        for (group, centre) in &self.separators {
            separator(canvas, group, *centre);
        }
    }
}

/// The label of the group that begins at a row; on a page's first row, the group that goes on.
pub(super) fn group_start<'a>(
    group: impl Fn(usize) -> Option<&'a str>,
    index: usize,
    first: bool,
) -> Option<&'a str> {
    let own = group(index)?;
    let before = index.checked_sub(1).and_then(group);
    (first || before != Some(own)).then_some(own)
}

/// Draws a separator: the group's label, and a rule from it to the right.
pub(super) fn separator(canvas: &mut Canvas<'_>, label: &str, centre: f64) {
    let (label, size_pt) = fit_line(canvas.font(), label, TEXT_AREA_WIDTH_PT * 0.75);
    let look = TextLook { size_pt, ..small(Anchor::Start) };
    let area = canvas.text_area(&label, (0.0, centre), look);
    let rule_start = area.right + if label.is_empty() { 0.0 } else { TEXT_GAP_PT };
    // The ground keeps grid and mean from crossing the words.
    canvas.rect(Area { right: rule_start, ..area }.grown(0.8), WHITE);
    canvas.line((rule_start, centre), (TEXT_AREA_WIDTH_PT, centre), Stroke::solid(RULE_GREY, 0.5));
    canvas.text(&label, (0.0, centre), look);
}
