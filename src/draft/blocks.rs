//! What a document in Word is made of: paragraphs with runs, and tables; lengths in twips.

use serde::Serialize;

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A paragraph; what is none is as its style says.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Paragraph {
    /// Its style (`docx/paper/styles.xml.jinja`).
    pub style: &'static str,
    /// `left`, `center`, `right` or `both`.
    pub align: Option<&'static str>,
    /// Indents.
    pub indent: Option<Indent>,
    /// Space above.
    pub before: i64,
    /// Exact pitch of lines.
    pub line: Option<i64>,
    /// Whether it begins a page.
    pub new_page: bool,
    /// Whether it stays with what follows.
    pub stays: bool,
    /// A line below it.
    pub rule: Option<Border>,
    /// Where tabs lead.
    pub tabs: Vec<Tab>,
    /// What it says.
    pub runs: Vec<Run>,
    /// Whether it ends a section, and of which kind.
    pub section: Option<Section>,
}

/// Indents of a paragraph; `first` is from `left`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Indent {
    /// From the left.
    pub left: i64,
    /// From the right.
    pub right: i64,
    /// Of the first line: negative hangs.
    pub first: i64,
}

/// A tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Tab {
    /// Where.
    pub at: i64,
    /// `left` or `right`.
    pub side: &'static str,
}

/// A line round a cell or below a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Border {
    /// Eighths of a point.
    pub eighths: i64,
    /// Six hexadecimal digits.
    pub colour: String,
}

/// How the pages of a section lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Section {
    /// Whether they are turned.
    pub turned: bool,
    /// Whether they are the first of the paper.
    pub first: bool,
}

/// Text in one look, or a break, a tab, a picture.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Run {
    /// `text`, `break`, `tab` or `picture`.
    pub is: &'static str,
    /// The text; the alt text of a picture.
    pub text: String,
    /// `fangsong`, `kaiti`, `heiti`, `songti` or `biaosong`, where it is not its style's.
    pub face: Option<&'static str>,
    /// Size, where it is not its style's.
    pub half_points: Option<i64>,
    /// Whether it is bold.
    pub bold: bool,
    /// Six hexadecimal digits, where they are not its style's.
    pub colour: Option<String>,
    /// Number of its address among the links, from 1; 0 of none.
    pub link: usize,
    /// Number of a picture, from 1, with its size.
    pub picture: Option<Picture>,
}

/// A picture in a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// Its place in the document, from 1.
    pub place: usize,
    /// Number of its file, from 1.
    pub file: usize,
    /// Width in English metric units.
    pub width: i64,
    /// Height in English metric units.
    pub height: i64,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// Widths of columns.
    pub columns: Vec<i64>,
    /// Rows.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Whether it is repeated on every page.
    pub head: bool,
    /// Whether it stays on one page.
    pub whole: bool,
    /// Least height; 0 for what its text takes.
    pub height: i64,
    /// Cells, a merged one once a row.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Cell {
    /// Width.
    pub width: i64,
    /// Columns that it spans.
    pub span: usize,
    /// `restart` or `continue` of one that spans rows.
    pub down: Option<&'static str>,
    /// `top`, `center` or `bottom`.
    pub stands: &'static str,
    /// Six hexadecimal digits of its ground.
    pub fill: Option<String>,
    /// Lines: above, at the left, below, at the right.
    pub borders: [Option<Border>; 4],
    /// What it holds; a paragraph is last.
    pub blocks: Vec<Block>,
}
