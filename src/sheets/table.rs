//! One table on a sheet: title, note, heads that stay in sight, rows, sums.

use super::Words;
use crate::analyse::facts::Measured;
use crate::model::{Figure, Moment};
use crate::tabulate::{Look, PaperSize, Sheet, SheetColumn, Value, cell_name};

/// Most rows of a list, and of one with links: beyond it the tables of results serve better.
const MOST_ROWS: usize = 50_000;

/// Rows of a table without long texts that is little longer than a page.
const LITTLE_LONGER: std::ops::Range<usize> = 20..45;

/// What a cell holds and how it looks.
#[derive(Clone)]
pub(super) struct Cell(pub(super) Value, pub(super) Look);

impl Cell {
    /// Nothing.
    pub(super) fn blank() -> Self {
        Self(Value::Blank, Look::Text)
    }

    /// A text.
    pub(super) fn text(text: &str) -> Self {
        Self(Value::text(text), Look::Text)
    }

    /// A text that may not be there.
    pub(super) fn some_text(text: Option<&str>) -> Self {
        Self::text(text.unwrap_or_default())
    }

    /// A short text in the middle.
    pub(super) fn code(text: &str) -> Self {
        Self(Value::text(text), Look::Code)
    }

    /// A figure as printed.
    pub(super) fn figure(figure: &Figure) -> Self {
        Self(Value::Number(figure.value), Look::Figure(decimals(figure)))
    }

    /// A figure that may not be there.
    pub(super) fn some_figure(figure: Option<&Figure>) -> Self {
        figure.map_or_else(Self::blank, Self::figure)
    }

    /// The number behind a figure, shown as the figure is.
    pub(super) fn measured(own: &Measured) -> Self {
        Self(Value::Number(own.exact), Look::Figure(decimals(&own.figure)))
    }

    /// Not applicable.
    pub(super) fn absent(words: Words<'_>) -> Self {
        Self(Value::text(&words.plain("absent")), Look::Absent)
    }

    /// A formula that comes to a figure.
    pub(super) fn formula(formula: String, figure: &Figure) -> Self {
        Self(Value::Formula(formula, figure.value), Look::Figure(decimals(figure)))
    }

    /// A day, with its hour where it is known.
    pub(super) fn moment(moment: Option<Moment>) -> Self {
        Self::code(&moment.map(|own| own.to_string()).unwrap_or_default())
    }

    /// Evidence: an address that can be opened, or a text.
    pub(super) fn evidence(text: Option<&str>, link: bool) -> Self {
        match text {
            Some(address) if link => Self(Value::web(address), Look::Link),
            _ => Self::some_text(text),
        }
    }

    /// The same cell, open to be filled in where nothing stands in it.
    pub(super) fn open_for(self, look: Look) -> Self {
        if self.0 == Value::Blank { Self(Value::Blank, look) } else { self }
    }

    /// The same cell where it must be looked at.
    fn marked(self) -> Self {
        let look = match self.1 {
            Look::Code => Look::MarkedCode,
            Look::Figure(decimals) => Look::MarkedFigure(decimals),
            Look::Text => Look::MarkedText,
            other => other,
        };
        Self(self.0, look)
    }

    /// The same cell below a table.
    pub(super) fn sum(self) -> Self {
        let look = match self.1 {
            Look::Figure(decimals) => Look::SumFigure(decimals),
            _ => Look::SumLabel,
        };
        Self(self.0, look)
    }
}

/// Decimals of a figure as printed.
pub(super) fn decimals(figure: &Figure) -> u8 {
    let after = figure.text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    u8::try_from(after).unwrap_or_default()
}

/// What makes a cell of a row and of the number of its row on the sheet.
type MakesCell<'a, R> = Box<dyn Fn(&R, u32) -> Cell + 'a>;

/// A column of a table of rows.
pub(super) struct Column<'a, R> {
    head: String,
    width: f64,
    cell: MakesCell<'a, R>,
}

impl<'a, R> Column<'a, R> {
    /// A column; its cell is made of a row and of the number of its row on the sheet.
    pub(super) fn new(head: String, width: f64, cell: impl Fn(&R, u32) -> Cell + 'a) -> Self {
        Self { head, width, cell: Box::new(cell) }
    }
}

/// A head over several columns.
pub(super) struct UpperHead {
    pub(super) first: u16,
    pub(super) columns: u16,
    pub(super) text: String,
}

/// A table.
pub(super) struct Table<'a, R> {
    pub(super) name: String,
    pub(super) title: String,
    /// Text between title and heads; a line break begins a new row.
    pub(super) note: String,
    pub(super) columns: Vec<Column<'a, R>>,
    /// Heads above those of the columns; a column that has none reaches up.
    pub(super) upper: Vec<UpperHead>,
    /// Columns that stay in sight.
    pub(super) frozen: u16,
    /// Whether the heads have filters.
    pub(super) filtered: bool,
    /// Rows that must be looked at.
    pub(super) marked: fn(&R) -> bool,
    pub(super) size: PaperSize,
    /// Columns of a page; 0 for all of them.
    pub(super) page_columns: u16,
}

impl<'a, R> Table<'a, R> {
    /// A table of a key's name, title and note.
    pub(super) fn new(key: &str, class: Option<&str>, words: Words<'_>) -> Self {
        let name = words.sheet(key, class);
        let of_class = class.map(|class| words.say("of_class", ClassName { name: class }));
        let title =
            format!("{}{}", words.plain(&format!("title.{key}")), of_class.unwrap_or_default());
        Self {
            name,
            title,
            note: words.note(&format!("note.{key}")),
            columns: Vec::new(),
            upper: Vec::new(),
            frozen: 0,
            filtered: false,
            marked: |_| false,
            size: PaperSize::A4,
            page_columns: 0,
        }
    }

    /// Adds a column.
    pub(super) fn column(&mut self, head: String, width: f64, cell: impl Fn(&R, u32) -> Cell + 'a) {
        self.columns.push(Column::new(head, width, cell));
    }

    /// Rows above the first head.
    fn rows_above(&self) -> u32 {
        1 + u32::try_from(self.note.lines().count()).unwrap_or_default()
    }

    /// The row of the columns' heads.
    fn head_row(&self) -> u32 {
        self.rows_above() + u32::from(!self.upper.is_empty())
    }

    /// The first row below the heads.
    pub(super) fn first_row(&self) -> u32 {
        self.head_row() + 1
    }

    /// The sheet with its rows; words in place of rows that are not there, and of those that a list
    /// does not hold.
    pub(super) fn sheet(&self, rows: &[R], words: Words<'_>) -> Sheet {
        let columns = self.columns.iter();
        let mut sheet = Sheet {
            name: self.name.clone(),
            columns: columns.map(|own| SheetColumn { width: own.width, look: None }).collect(),
            least_height: 18.0,
            head_row: Some(self.head_row()),
            upper_heads: u32::from(!self.upper.is_empty()),
            frozen_columns: self.frozen,
            size: self.size,
            pages_wide: self.pages_wide(),
            // No page is to hold two rows.
            one_page: LITTLE_LONGER.contains(&rows.len())
                && !self.filtered
                && self.page_columns == 0,
            ..Sheet::default()
        };
        // What stands above the heads stands on the first page.
        let all = self.first_page();
        let title = Value::text(&self.title);
        sheet.span((0, 0), (1, all), title, Look::Title);
        for (row, line) in (1..).zip(self.note.lines()) {
            sheet.span((row, 0), (1, all), Value::text(line), Look::Note);
        }
        self.heads(&mut sheet);
        let first = self.first_row();
        for (row, own) in (first..).zip(rows.iter().take(MOST_ROWS)) {
            for (column, made) in (0..).zip(&self.columns) {
                let cell = (made.cell)(own, row);
                let cell = if (self.marked)(own) { cell.marked() } else { cell };
                sheet.put(row, column, cell.0, cell.1);
            }
        }
        let shown = u32::try_from(rows.len().min(MOST_ROWS)).unwrap_or_default();
        let left = rows.len().saturating_sub(MOST_ROWS);
        if shown == 0 || left > 0 {
            let key = if left > 0 { "more" } else { "nothing" };
            let said = words.say(key, Left { count: left });
            sheet.span((first + shown, 0), (1, all), Value::text(&said), Look::Text);
        } else if self.filtered {
            sheet.filtered_to = Some(first + shown - 1);
        }
        sheet
    }

    /// Columns on the first page.
    fn first_page(&self) -> u16 {
        let all = u16::try_from(self.columns.len()).unwrap_or(1);
        if self.page_columns == 0 { all } else { all.min(self.page_columns + self.frozen) }
    }

    /// Pages side by side.
    fn pages_wide(&self) -> u16 {
        let all = u16::try_from(self.columns.len()).unwrap_or(1).saturating_sub(self.frozen);
        if self.page_columns == 0 { 1 } else { all.div_ceil(self.page_columns) }
    }

    fn heads(&self, sheet: &mut Sheet) {
        let row = self.head_row();
        for own in &self.upper {
            let at = (row - 1, own.first);
            sheet.span(at, (1, own.columns), Value::text(&own.text), Look::Head);
        }
        for (column, own) in (0..).zip(&self.columns) {
            let covered =
                |upper: &UpperHead| (upper.first..upper.first + upper.columns).contains(&column);
            let head = Value::text(&own.head);
            if self.upper.is_empty() || self.upper.iter().any(covered) {
                sheet.put(row, column, head, Look::Head);
            } else {
                sheet.span((row - 1, column), (2, 1), head, Look::Head);
            }
        }
    }
}

#[derive(serde::Serialize)]
struct ClassName<'a> {
    name: &'a str,
}

#[derive(serde::Serialize)]
struct Left {
    count: usize,
}

/// A run of rows of one column, as a formula names it.
pub(super) fn run(first: u32, last: u32, column: u16) -> String {
    format!("{}:{}", cell_name(first, column), cell_name(last, column))
}

/// The same with fixed rows and column.
pub(super) fn fixed_run(first: u32, last: u32, column: u16) -> String {
    let fixed = |row: u32| {
        let name = cell_name(row, column);
        let letters = name.trim_end_matches(|own: char| own.is_ascii_digit());
        format!("${letters}${}", row + 1)
    };
    format!("{}:{}", fixed(first), fixed(last))
}

/// Most runs that a formula names.
const MOST_RUNS: usize = 60;

/// A function over the rows of a column that count, from a first row on; none where no row counts
/// or more runs do than a formula names.
pub(super) fn over(function: &str, counted: &[bool], first: u32, column: u16) -> Option<String> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for (row, _) in (first..).zip(counted).filter(|(_, counted)| **counted) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => runs.push((row, row)),
        }
    }
    let named: Vec<String> = runs.iter().map(|(from, to)| run(*from, *to, column)).collect();
    (!named.is_empty() && named.len() <= MOST_RUNS)
        .then(|| format!("={function}({})", named.join(",")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_of_rows_that_count() {
        let counted = [true, true, false, true];
        assert_eq!(over("AVERAGE", &counted, 4, 6).as_deref(), Some("=AVERAGE(G5:G6,G8:G8)"));
        assert_eq!(over("AVERAGE", &[false], 4, 6), None);
        assert_eq!(fixed_run(4, 9, 27), "$AB$5:$AB$10");
    }
}
