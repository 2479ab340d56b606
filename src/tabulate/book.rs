//! Workbooks that people fill in or read: cells with looks, merged cells, checks on what is typed,
//! shades by value, links, locked sheets, print set-up. What stands in a cell is text or a number; only formulas that the program
//! itself made run.

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DocProperties, ExcelDateTime,
    Formula, ProtectionOptions, Url, Workbook, Worksheet, XlsxError,
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::looks::{BookFonts, Look, Looks, shade};
use crate::model::hex;

/// A workbook.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Book {
    /// Title, for the file's own properties.
    pub title: String,
    /// Author, for the file's own properties.
    pub author: String,
    /// Names of its fonts.
    pub fonts: BookFonts,
    /// Sheets in order.
    pub sheets: Vec<Sheet>,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Sheet {
    /// Name: at most 31 characters, none of `[]:*?/\`.
    pub name: String,
    /// Columns in order.
    pub columns: Vec<SheetColumn>,
    /// Cells in any order.
    pub cells: Vec<Placed>,
    /// Heights of rows that are not made for their text, in points.
    pub heights: Vec<(u32, f64)>,
    /// Least height of the rows made for their text, in points.
    pub least_height: f64,
    /// Row of the heads: it and what is above stays in sight, and it is printed on every page.
    pub head_row: Option<u32>,
    /// Rows of heads above that one that are printed with it.
    pub upper_heads: u32,
    /// Columns that stay in sight.
    pub frozen_columns: u16,
    /// Whether the heads have filters down to this row.
    pub filtered_to: Option<u32>,
    /// Checks on what is typed.
    pub checks: Vec<Check>,
    /// Runs of cells that are shaded by their value.
    pub shadings: Vec<Shading>,
    /// Whether all but fill-in cells are locked.
    pub locked: bool,
    /// Paper that it is printed on.
    pub size: PaperSize,
    /// Pages side by side, with the columns that stay in sight on each; 0 is one.
    pub pages_wide: u16,
    /// Whether it is printed on one page, however small.
    pub one_page: bool,
    /// Text at the head of each page, in Excel's notation.
    pub header: String,
    /// Text at the foot of each page, in Excel's notation.
    pub footer: String,
}

/// Paper that a sheet is printed on, turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum PaperSize {
    /// A4.
    #[default]
    A4,
    /// A3.
    A3,
}

/// Cells that are the darker the lower their number is; a text is never shaded.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shading {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub columns: (u16, u16),
    /// Bounds between the shades, rising; what is at or above the last is not shaded.
    pub bounds: Vec<f64>,
}

/// A column of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SheetColumn {
    /// Width in characters.
    pub width: f64,
    /// Look of its empty cells, where people go on writing.
    pub look: Option<Look>,
}

/// A cell with its place, from 0, and how many rows and columns it spans.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Placed {
    /// Row.
    pub row: u32,
    /// Column.
    pub column: u16,
    /// Rows and columns that it spans, 1 and 1 for a plain cell.
    pub span: (u32, u16),
    /// Value.
    pub value: Value,
    /// Look.
    pub look: Look,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Value {
    /// Nothing.
    Blank,
    /// A text, never run.
    Text(String),
    /// A number.
    Number(f64),
    /// A formula of the program with its value.
    Formula(String, f64),
    /// A text that opens an address of the web, or a place in the workbook.
    Link(String, Target),
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Target {
    /// An address of the web.
    Web(String),
    /// The first cell of a sheet.
    Sheet(String),
}

/// A check on what is typed into a run of cells of one column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// First row.
    pub first: u32,
    /// Last row.
    pub last: u32,
    /// Column.
    pub column: u16,
    /// What is allowed.
    pub allowed: Allowed,
    /// What is said when something else is typed.
    pub message: String,
}

/// What may be typed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Allowed {
    /// What makes this formula true, written for the first cell.
    Formula(String),
    /// One of these words.
    Words(Vec<String>),
    /// A value of these cells.
    Cells(String),
}

impl Sheet {
    /// Puts a plain cell.
    pub fn put(&mut self, row: u32, column: u16, value: Value, look: Look) {
        self.span((row, column), (1, 1), value, look);
    }

    /// Puts a text.
    pub fn text(&mut self, row: u32, column: u16, text: &str, look: Look) {
        self.put(row, column, Value::text(text), look);
    }

    /// Puts a cell that spans rows and columns.
    pub fn span(&mut self, (row, column): (u32, u16), span: (u32, u16), value: Value, look: Look) {
        self.cells.push(Placed { row, column, span, value, look });
    }
}

impl Value {
    /// A text, or nothing when it is empty.
    #[must_use]
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(cut(text, MOST_IN_CELL)) }
    }

    /// A text with its address; the text alone where the address is longer than a workbook keeps.
    #[must_use]
    pub fn web(address: &str) -> Self {
        let address = address.trim();
        let fits = address.encode_utf16().count() <= MOST_IN_ADDRESS;
        let web = || Self::Link(address.to_owned(), Target::Web(address.to_owned()));
        if fits { web() } else { Self::text(address) }
    }
}

/// Most characters in a cell, and in an address, as UTF-16 counts them.
const MOST_IN_CELL: usize = 32_767;
const MOST_IN_ADDRESS: usize = 2_000;

/// A text that is no longer than a workbook keeps, an ellipsis at its end where it was.
fn cut(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut taken = 1;
    let fits = |character: &char| {
        taken += character.len_utf16();
        taken <= most
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// A name that a sheet may have: at most 31 characters as UTF-16 counts them, none of `[]:*?/\`,
/// which become full-width, and no apostrophe at an end.
#[must_use]
pub fn sheet_name(text: &str) -> String {
    const MOST: usize = 31;
    let wide = |character: char| match character {
        '[' => '［',
        ']' => '］',
        ':' => '：',
        '*' => '＊',
        '?' => '？',
        '/' => '／',
        '\\' => '＼',
        _ => character,
    };
    let shown = text.chars().map(wide).filter(|character| !character.is_control());
    cut(&shown.collect::<String>(), MOST).trim_matches('\'').to_owned()
}

/// A text in the head or foot of a page, where `&` begins a command.
#[must_use]
pub fn page_text(text: &str) -> String {
    text.replace('&', "&&")
}

/// The name of a cell in a formula: `B7`.
#[must_use]
pub fn cell_name(row: u32, column: u16) -> String {
    rust_xlsxwriter::utility::row_col_to_cell(row, column)
}

/// A workbook's bytes, the same for the same workbook.
///
/// # Errors
/// When a text or a name is longer than a workbook allows.
pub fn workbook(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let mut file = Workbook::new();
    // A fixed day: the clock reaches no result.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_title(&book.title).set_author(&book.author);
    file.set_properties(&properties.set_creation_datetime(&created));
    let looks = Looks::new(&book.fonts, &book.sheets);
    for sheet in &book.sheets {
        write(file.add_worksheet(), sheet, &looks)?;
    }
    let bytes = file.save_to_buffer()?;
    super::heights::let_rows_grow(&bytes).map_err(|error| XlsxError::CustomError(error.to_string()))
}

/// SHA-256 of what a workbook is made of, and of where it stands.
#[must_use]
pub fn book_sha256(path: &str, book: &Book) -> String {
    let mut hasher = Sha256::new();
    hasher.update(path);
    hasher.update([0]);
    hasher.update(serde_json::to_vec(book).unwrap_or_default());
    hex(&hasher.finalize())
}

fn write(to: &mut Worksheet, sheet: &Sheet, looks: &Looks) -> Result<(), XlsxError> {
    to.set_name(&sheet.name)?;
    for (column, own) in (0_u16..).zip(&sheet.columns) {
        to.set_column_width(column, own.width)?;
        if let Some(look) = own.look {
            to.set_column_format(column, looks.bare(look))?;
        }
    }
    for (row, height) in super::heights::heights(sheet) {
        to.set_row_height(row, height)?;
    }
    for placed in &sheet.cells {
        write_cell(to, placed, looks)?;
    }
    for check in &sheet.checks {
        if let Some(rule) = validation(check)? {
            to.add_data_validation(check.first, check.column, check.last, check.column, &rule)?;
        }
    }
    for shading in &sheet.shadings {
        shade_cells(to, shading)?;
    }
    set_up(to, sheet)
}

/// The darkest shade first: the first rule that holds is the last one looked at.
fn shade_cells(to: &mut Worksheet, shading: &Shading) -> Result<(), XlsxError> {
    let ((first, last), (left, right)) = (shading.rows, shading.columns);
    for (at, bound) in shading.bounds.iter().enumerate() {
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::LessThan(*bound))
            .set_format(shade(shading.bounds.len() - 1 - at))
            .set_stop_if_true(true);
        to.add_conditional_format(first, left, last, right, &rule)?;
    }
    Ok(())
}

fn write_cell(to: &mut Worksheet, placed: &Placed, looks: &Looks) -> Result<(), XlsxError> {
    let Placed { row, column, span, value, look } = placed;
    let format = looks.format(*look);
    if *span != (1, 1) {
        let last = (row + span.0 - 1, column + span.1 - 1);
        to.merge_range(*row, *column, last.0, last.1, "", format)?;
    }
    match value {
        Value::Blank => to.write_blank(*row, *column, format)?,
        Value::Text(text) => to.write_string_with_format(*row, *column, text, format)?,
        Value::Number(number) => to.write_number_with_format(*row, *column, *number, format)?,
        Value::Formula(formula, result) => {
            let formula = Formula::new(formula).set_result(result.to_string());
            to.write_formula_with_format(*row, *column, formula, format)?
        }
        Value::Link(text, target) => {
            let address = match target {
                Target::Web(address) => address.clone(),
                Target::Sheet(name) => format!("internal:'{}'!A1", name.replace('\'', "''")),
            };
            let url = Url::new(address).set_text(text);
            to.write_url_with_format(*row, *column, url, format)?
        }
    };
    Ok(())
}

/// Longest message and longest list of words that a check may have.
const MOST_CHARACTERS: usize = 255;

/// The check as Excel keeps it; none for a list of words that is longer than it keeps.
fn validation(check: &Check) -> Result<Option<DataValidation>, XlsxError> {
    let rule = match &check.allowed {
        Allowed::Formula(formula) => DataValidation::new().allow_custom(Formula::new(formula)),
        Allowed::Cells(cells) => DataValidation::new().allow_list_formula(Formula::new(cells)),
        Allowed::Words(words) => {
            if words.join(",").chars().count() > MOST_CHARACTERS {
                return Ok(None);
            }
            DataValidation::new().allow_list_strings(words)?
        }
    };
    let message: String = check.message.chars().take(MOST_CHARACTERS).collect();
    rule.set_error_message(message).map(Some)
}

/// Print set-up, what stays in sight, what is locked.
fn set_up(to: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let size = match sheet.size {
        PaperSize::A4 => 9,
        PaperSize::A3 => 8,
    };
    to.set_landscape().set_paper_size(size);
    to.set_print_fit_to_pages(sheet.pages_wide.max(1), u16::from(sheet.one_page));
    if sheet.pages_wide > 1 && sheet.frozen_columns > 0 {
        to.set_repeat_columns(0, sheet.frozen_columns - 1)?;
    }
    to.set_print_center_horizontally(true).set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.4);
    to.set_header(&sheet.header).set_footer(&sheet.footer);
    if let Some(head) = sheet.head_row {
        to.set_freeze_panes(head + 1, sheet.frozen_columns)?;
        to.set_repeat_rows(head.saturating_sub(sheet.upper_heads), head)?;
        if let Some(last) = sheet.filtered_to {
            let columns = u16::try_from(sheet.columns.len()).unwrap_or(1);
            to.autofilter(head, 0, last, columns.saturating_sub(1))?;
        }
    }
    if sheet.locked {
        // Rows may be made higher and columns wider: explanations are long.
        let options = ProtectionOptions {
            format_rows: true,
            format_columns: true,
            ..ProtectionOptions::default()
        };
        to.protect_with_options(&options);
    }
    Ok(())
}
