//! Workbooks that people fill in: cells with looks, merged cells, checks on what is typed, locked
//! sheets, print set-up. What stands in a cell is text or a number; only formulas that the program
//! itself made run.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Formula, ProtectionOptions, Workbook, Worksheet,
    XlsxError,
};

use super::looks::{BookFonts, Look, Looks};

/// A workbook.
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, PartialEq, Default)]
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
    /// Columns that stay in sight.
    pub frozen_columns: u16,
    /// Whether the heads have filters down to this row.
    pub filtered_to: Option<u32>,
    /// Checks on what is typed.
    pub checks: Vec<Check>,
    /// Whether all but fill-in cells are locked.
    pub locked: bool,
    /// Text at the foot of each page, in Excel's notation.
    pub footer: String,
}

/// A column of a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SheetColumn {
    /// Width in characters.
    pub width: f64,
    /// Look of its empty cells, where people go on writing.
    pub look: Option<Look>,
}

/// A cell with its place, from 0, and how many rows and columns it spans.
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Blank,
    /// A text, never run.
    Text(String),
    /// A number.
    Number(f64),
    /// A formula of the program with its value.
    Formula(String, f64),
}

/// A check on what is typed into a run of cells of one column.
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, PartialEq)]
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
        if text.is_empty() { Self::Blank } else { Self::Text(text.to_owned()) }
    }
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
    let looks = Looks::new(&book.fonts);
    for sheet in &book.sheets {
        write(file.add_worksheet(), sheet, &looks)?;
    }
    let bytes = file.save_to_buffer()?;
    super::heights::let_rows_grow(&bytes).map_err(|error| XlsxError::CustomError(error.to_string()))
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
    set_up(to, sheet)
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
    const A4: u8 = 9;
    to.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    to.set_print_center_horizontally(true).set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.4);
    to.set_footer(&sheet.footer);
    if let Some(head) = sheet.head_row {
        to.set_freeze_panes(head + 1, sheet.frozen_columns)?;
        to.set_repeat_rows(head, head)?;
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
