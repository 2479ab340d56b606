//! The list as a workbook to filter, to work off, and to send round.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook,
    Worksheet, XlsxError,
};
use serde_json::json;

use super::wrap::{cut, width};
use super::{Counts, PROGRAM, by_file, rank};
use crate::assets::Wording;
use crate::finding::{Failure, failure};
use crate::publish::{SaidFinding, Way};

/// Widths of the columns of findings, in characters: together a landscape page.
const WIDTHS: [f64; 8] = [17.0, 19.0, 10.0, 9.0, 6.0, 44.0, 32.0, 15.0];
/// Columns that stand in the middle of their cells.
const CENTRED: [usize; 2] = [3, 4];
/// The column of places, which are links.
const PLACE: usize = 3;
/// The column of severities, which are coloured.
const SEVERITY: usize = 4;
/// Rows above the first finding: title and heads.
const TOP: u32 = 2;
/// Most findings that a sheet takes.
const MOST_ROWS: usize = 1_000_000;
/// Most links that a sheet takes (Excel: 65,530).
const MOST_LINKS: usize = 65_000;
/// Most columns of a text in a cell (Excel: 32,767 characters).
const MOST_TEXT: usize = 32_000;

/// The findings as a workbook; places are links along `way`.
///
/// # Errors
/// A failure when the workbook cannot be put together.
pub fn workbook(
    findings: &[SaidFinding],
    way: &Way,
    wording: &Wording,
) -> Result<Vec<u8>, Failure> {
    let desk = Desk::new(wording);
    desk.book(findings, way).map_err(|error| {
        Failure::new(failure::REPORT_FAILED)
            .with("path", desk.say("sheet"))
            .with("cause", error)
            .with("trouble", "")
    })
}

/// Words and looks of the workbook.
struct Desk<'a> {
    wording: &'a Wording,
    title: Format,
    head: Format,
    left: Format,
    centre: Format,
    link: Format,
    severities: [Format; 3],
}

impl<'a> Desk<'a> {
    fn new(wording: &'a Wording) -> Self {
        let font = wording.say("program.workbook.font", ());
        let base = || Format::new().set_font_name(&font).set_font_size(10);
        let cell = || {
            let cell =
                base().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xBF_BFBF));
            cell.set_text_wrap().set_align(FormatAlign::VerticalCenter)
        };
        let centre = || cell().set_align(FormatAlign::Center);
        let loud = |ink, paper| {
            let format = centre().set_bold().set_font_color(Color::RGB(ink));
            format.set_background_color(Color::RGB(paper))
        };
        Self {
            wording,
            title: base().set_font_size(14).set_bold().set_align(FormatAlign::VerticalCenter),
            head: centre().set_bold().set_background_color(Color::RGB(0xDD_E6F0)),
            left: cell(),
            link: centre()
                .set_font_color(Color::RGB(0x05_63C1))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
            severities: [loud(0x9C_0006, 0xFF_C7CE), loud(0x7F_6000, 0xFF_EB9C), centre()],
            centre: centre(),
        }
    }

    fn say(&self, key: &str) -> String {
        self.wording.say(&format!("program.workbook.{key}"), ())
    }

    fn list(&self, key: &str) -> Vec<String> {
        self.say(key).split(',').map(str::to_owned).collect()
    }

    fn book(&self, findings: &[SaidFinding], way: &Way) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        // The same bytes every time: a fixed day of creation.
        let created = ExcelDateTime::from_ymd(2024, 1, 1)?;
        let properties = DocProperties::new().set_title(self.say("sheet")).set_author(PROGRAM);
        book.set_properties(&properties.set_creation_datetime(&created));
        self.findings(book.add_worksheet(), findings, way)?;
        self.counts(book.add_worksheet(), findings)?;
        book.save_to_buffer()
    }

    fn findings(
        &self,
        sheet: &mut Worksheet,
        findings: &[SaidFinding],
        way: &Way,
    ) -> Result<(), XlsxError> {
        sheet.set_name(self.say("sheet"))?;
        let counts = Counts::of(findings.iter());
        let said = self.wording.say("program.list.counts", counts);
        let title = json!({ "total": counts.total(), "counts": said });
        let title = self.wording.say("program.workbook.title", title);
        self.page(sheet, &title)?;
        for ((at, head), width) in (0..).zip(self.list("heads")).zip(WIDTHS) {
            sheet.write_string_with_format(1, at, head, &self.head)?;
            sheet.set_column_width(at, width)?;
        }
        let groups = by_file(findings);
        let all = groups.iter().flat_map(|group| &group.findings).take(MOST_ROWS);
        let mut row = TOP;
        let mut links = 0;
        for found in all {
            links += usize::from(self.finding(sheet, row, found, way, links < MOST_LINKS)?);
            row += 1;
        }
        sheet.autofilter(1, 0, (row - 1).max(TOP), 7)?;
        sheet.set_freeze_panes(TOP, 0)?;
        sheet.set_repeat_rows(1, 1)?;
        Ok(())
    }

    /// One row; whether it holds a link.
    fn finding(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        found: &SaidFinding,
        way: &Way,
        may_link: bool,
    ) -> Result<bool, XlsxError> {
        let severity = self.wording.say(&format!("program.severity.{}", found.severity), ());
        let place = self.wording.say("program.list.place", found);
        let place = if place.is_empty() { self.say("whole") } else { place };
        let file = found.file.as_deref().or(found.document.as_deref());
        let unit = found.unit.clone().unwrap_or_else(|| self.say("nobody"));
        let texts = [
            unit,
            file.unwrap_or_default().to_owned(),
            found.sheet.clone().unwrap_or_default(),
            place,
            severity,
            found.what.clone(),
            found.todo.clone(),
            found.code.clone(),
        ];
        let target = found.file.as_deref().and_then(|file| way.to(file)).filter(|_| may_link);
        let target = target.map(|target| target + &anchor(found));
        for (at, text) in (0_u16..).zip(&texts) {
            let text = cut(&text.replace('\r', ""), MOST_TEXT);
            let format = match usize::from(at) {
                SEVERITY => &self.severities[rank(found)],
                at if CENTRED.contains(&at) => &self.centre,
                _ => &self.left,
            };
            match &target {
                Some(target) if usize::from(at) == PLACE => {
                    let url = Url::new(format!("file:///{target}"));
                    let url = url.set_text(&text).set_tip(self.say("tip"));
                    sheet.write_url_with_format(row, at, url, &self.link)?;
                }
                _ => self.write(sheet, (row, at), &text, format)?,
            }
        }
        sheet.set_row_height(row, height(&texts, &WIDTHS))?;
        Ok(target.is_some())
    }

    /// Writes a text that no spreadsheet takes for a formula, not even after an edit.
    #[expect(clippy::unused_self, reason = "reads with its siblings")]
    fn write(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let risky = text.starts_with(['=', '+', '-', '@', '\t']);
        let quoted = risky.then(|| format.clone().set_quote_prefix());
        sheet.write_string_with_format(row, column, text, quoted.as_ref().unwrap_or(format))?;
        Ok(())
    }

    /// How often each unit and each file is named.
    fn counts(&self, sheet: &mut Worksheet, findings: &[SaidFinding]) -> Result<(), XlsxError> {
        sheet.set_name(self.say("counts_sheet"))?;
        self.page(sheet, &self.say("counts_title"))?;
        let nobody = self.say("nobody");
        let unit = |found: &SaidFinding| found.unit.clone().unwrap_or_else(|| nobody.clone());
        let file = |found: &SaidFinding| {
            let file = found.file.as_ref().or(found.document.as_ref());
            file.cloned().unwrap_or_else(|| nobody.clone())
        };
        let units = tally(findings, &unit);
        let files = tally(findings, &file);
        self.tally(sheet, 0, "by_unit", &units)?;
        self.tally(sheet, 6, "by_file", &files)?;
        let last = u32::try_from(units.len().max(files.len())).unwrap_or(u32::MAX - 9) + TOP;
        let note = self.left.clone().set_border(FormatBorder::None);
        sheet.merge_range(last + 1, 0, last + 1, 10, &self.say("note"), &note)?;
        sheet.set_row_height(last + 1, 62)?;
        for column in [1, 2, 3, 4, 7, 8, 9, 10] {
            sheet.set_column_width(column, 7)?;
        }
        sheet.set_column_width(0, 34)?.set_column_width(5, 3)?.set_column_width(6, 40)?;
        sheet.set_freeze_panes(TOP, 0)?;
        sheet.set_repeat_rows(1, 1)?;
        Ok(())
    }

    fn tally(
        &self,
        sheet: &mut Worksheet,
        left: u16,
        head: &str,
        rows: &[(String, Counts)],
    ) -> Result<(), XlsxError> {
        sheet.write_string_with_format(1, left, self.say(head), &self.head)?;
        for (column, head) in (left + 1..).zip(self.list("by_severity")) {
            sheet.write_string_with_format(1, column, head, &self.head)?;
        }
        for (row, (name, counts)) in (TOP..).zip(rows) {
            self.write(sheet, (row, left), &cut(name, MOST_TEXT), &self.left)?;
            let numbers = [counts.errors, counts.warnings, counts.notes, counts.total()];
            for (column, number) in (left + 1..).zip(numbers) {
                let number = u32::try_from(number).unwrap_or(u32::MAX);
                sheet.write_number_with_format(row, column, number, &self.centre)?;
            }
        }
        Ok(())
    }

    /// Title and page of a sheet: A4 across, one page wide, numbered.
    fn page(&self, sheet: &mut Worksheet, title: &str) -> Result<(), XlsxError> {
        sheet.write_string_with_format(0, 0, title, &self.title)?;
        sheet.set_row_height(0, 26)?.set_row_height(1, 20)?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3).set_footer(self.say("footer"));
        Ok(())
    }
}

/// Where in its file a link leads: the cell of a workbook.
fn anchor(found: &SaidFinding) -> String {
    let Some(sheet) = &found.sheet else {
        return String::new();
    };
    let cell = found.cell.as_deref().unwrap_or("A1");
    format!("#'{}'!{cell}", sheet.replace('\'', "''"))
}

/// Counts by name, the worst first.
fn tally(findings: &[SaidFinding], name: &dyn Fn(&SaidFinding) -> String) -> Vec<(String, Counts)> {
    let mut groups: BTreeMap<String, Vec<&SaidFinding>> = BTreeMap::new();
    for found in findings {
        groups.entry(name(found)).or_default().push(found);
    }
    let counts = groups.into_iter().map(|(name, own)| (name, Counts::of(own.into_iter())));
    let mut counts: Vec<(String, Counts)> = counts.collect();
    let weight = |counts: &Counts| (counts.errors, counts.warnings, counts.notes);
    counts.sort_by_key(|(_, counts)| std::cmp::Reverse(weight(counts)));
    counts
}

/// The height of a row that shows all of its texts, in points.
fn height(texts: &[String], widths: &[f64]) -> f64 {
    let lines = texts.iter().zip(widths).map(|(text, columns)| {
        let lines = text.lines().map(|line| {
            let needed = f64::from(u32::try_from(width(line)).unwrap_or(u32::MAX));
            (needed / columns).ceil().max(1.0)
        });
        lines.sum::<f64>()
    });
    let most = lines.fold(1.0, f64::max);
    (most * 13.5 + 4.0).min(409.0)
}
