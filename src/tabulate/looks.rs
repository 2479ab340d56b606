//! How cells of a workbook look.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatPattern, FormatUnderline};
use serde::Serialize;

use super::book::Sheet;

/// Looks of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Look {
    /// The title of a sheet.
    Title,
    /// How a table is filled in, above it.
    Note,
    /// A label above or below a table.
    Label,
    /// A label at the right of its cell.
    LabelRight,
    /// A place to fill in beside a label.
    LabelInput,
    /// The head of a column.
    Head,
    /// A text.
    Text,
    /// A short text or a code, in the middle; never a number.
    Code,
    /// Points.
    Points,
    /// A heading of rows.
    Level,
    /// The label of a sum.
    SumLabel,
    /// A sum of points.
    Sum,
    /// Points to fill in.
    PointsInput,
    /// A text to fill in.
    TextInput,
    /// A code to fill in: never a number, so that 2.10 stays 2.10.
    CodeInput,
    /// A day to fill in.
    DayInput,
    /// A day and hour to fill in.
    MomentInput,
    /// An example to write over.
    Example,
    /// An example of points.
    ExamplePoints,
    /// A line of running text.
    Line,
    /// A number with as many decimals.
    Figure(u8),
    /// A rank or an order number, in the middle.
    Place,
    /// A number below a table: what its column comes to.
    SumFigure(u8),
    /// Not applicable: grey and hatched.
    Absent,
    /// A text that leads somewhere.
    Link,
    /// A text that must be looked at.
    MarkedText,
    /// A short text that must be looked at, in the middle.
    MarkedCode,
    /// A number that must be looked at.
    MarkedFigure(u8),
}

const HEAD_FILL: Color = Color::RGB(0x00DC_E6F1);
const SUM_FILL: Color = Color::RGB(0x00F2_F2F2);
const INPUT_FILL: Color = Color::RGB(0x00FF_FBE6);
const EXAMPLE_INK: Color = Color::RGB(0x007F_7F7F);
const LINK_INK: Color = Color::RGB(0x001F_538A);
const MARK_FILL: Color = Color::RGB(0x00FC_E4B0);
const HATCH_INK: Color = Color::RGB(0x00A6_A6A6);
const ABSENT_INK: Color = Color::RGB(0x0059_5959);

/// Fills and inks of shaded cells, from the lightest on; those of the charts' heat map.
const SHADES: [(Color, Color); 4] = [
    (Color::RGB(0x00B4_C1CF), Color::RGB(0x001A_1A1A)),
    (Color::RGB(0x0078_8DA3), Color::RGB(0x001A_1A1A)),
    (Color::RGB(0x003C_5A7C), Color::RGB(0x00FF_FFFF)),
    (Color::RGB(0x0012_2B47), Color::RGB(0x00FF_FFFF)),
];

/// The format of a shade, from 0 for the lightest; darker ones than there are look like the darkest.
pub(super) fn shade(darkness: usize) -> Format {
    let (fill, ink) = SHADES[darkness.min(SHADES.len() - 1)];
    Format::new().set_background_color(fill).set_font_color(ink)
}

/// Names of the fonts of a workbook, which its reader's computer must have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BookFonts {
    /// Font of all cells.
    pub text: String,
    /// Font of titles.
    pub title: String,
}

/// The format of every look, made once a workbook.
pub(super) struct Looks(BTreeMap<Look, (Format, Format)>);

impl Looks {
    /// The looks of the cells and columns of some sheets.
    pub(super) fn new(fonts: &BookFonts, sheets: &[Sheet]) -> Self {
        let cells = sheets.iter().flat_map(|sheet| &sheet.cells).map(|placed| placed.look);
        let columns = sheets.iter().flat_map(|sheet| &sheet.columns);
        let used: BTreeSet<Look> = cells.chain(columns.filter_map(|own| own.look)).collect();
        let both = |look| (format(look, fonts), bare(look, fonts));
        Self(used.into_iter().map(|look| (look, both(look))).collect())
    }

    /// The format of a cell.
    pub(super) fn format(&self, look: Look) -> &Format {
        &self.0[&look].0
    }

    /// The format of a column's cells below the last one that is drawn: how values are kept and
    /// shown, without lines and colour.
    pub(super) fn bare(&self, look: Look) -> &Format {
        &self.0[&look].1
    }
}

fn bare(look: Look, fonts: &BookFonts) -> Format {
    let plain = Format::new().set_font_name(&fonts.text).set_font_size(10.0);
    let plain = plain.set_align(FormatAlign::VerticalCenter).set_text_wrap().set_unlocked();
    match look {
        Look::Code | Look::CodeInput => plain.set_num_format("@"),
        Look::DayInput => plain.set_num_format("yyyy-mm-dd"),
        Look::MomentInput => plain.set_num_format("yyyy-mm-dd hh:mm"),
        _ => plain,
    }
}

fn format(look: Look, fonts: &BookFonts) -> Format {
    let font = |size: f64| {
        let format = Format::new().set_font_name(&fonts.text).set_font_size(size);
        format.set_align(FormatAlign::VerticalCenter)
    };
    let cell = || font(10.0).set_border(FormatBorder::Thin).set_text_wrap();
    let centre = || cell().set_align(FormatAlign::Center);
    let input = |format: Format| format.set_background_color(INPUT_FILL).set_unlocked();
    // As text: a spreadsheet must not make 2.1 of 2.10, or a day of 1-2.
    let as_text = |format: Format| format.set_num_format("@");
    let points = || centre().set_num_format("General");
    let figure = |decimals: u8| {
        let number = font(10.0).set_border(FormatBorder::Thin).set_align(FormatAlign::Right);
        number.set_num_format(places(decimals))
    };
    let marked = |format: Format| format.set_background_color(MARK_FILL);
    let example = |format: Format| format.set_font_color(EXAMPLE_INK).set_italic();
    match look {
        Look::Title => {
            font(16.0).set_font_name(&fonts.title).set_align(FormatAlign::Center).set_text_wrap()
        }
        Look::Note => font(9.0).set_text_wrap(),
        Look::Label => font(10.5),
        Look::LabelRight => font(10.5).set_align(FormatAlign::Right),
        Look::LabelInput => {
            as_text(input(font(10.5).set_border_bottom(FormatBorder::Thin))).set_text_wrap()
        }
        Look::Head => centre().set_bold().set_background_color(HEAD_FILL),
        Look::Text => cell(),
        Look::Code => as_text(centre()),
        Look::Points => points(),
        Look::Level => centre(),
        Look::SumLabel => centre().set_bold().set_background_color(SUM_FILL),
        Look::Sum => points().set_bold().set_background_color(SUM_FILL),
        Look::PointsInput => input(points()),
        Look::TextInput => input(cell()),
        Look::CodeInput => as_text(input(centre())),
        Look::DayInput => input(centre()).set_num_format("yyyy-mm-dd"),
        Look::MomentInput => input(centre()).set_num_format("yyyy-mm-dd hh:mm"),
        Look::Example => example(as_text(cell())),
        Look::ExamplePoints => example(points()),
        Look::Line => font(10.5).set_text_wrap(),
        Look::Figure(decimals) => figure(decimals),
        Look::Place => centre().set_num_format("0"),
        Look::SumFigure(decimals) => figure(decimals).set_bold().set_background_color(SUM_FILL),
        Look::Absent => centre()
            .set_font_color(ABSENT_INK)
            .set_pattern(FormatPattern::LightUp)
            .set_foreground_color(HATCH_INK),
        Look::Link => cell().set_font_color(LINK_INK).set_underline(FormatUnderline::Single),
        Look::MarkedText => marked(cell()),
        Look::MarkedCode => marked(as_text(centre())),
        Look::MarkedFigure(decimals) => marked(figure(decimals)),
    }
}

/// The number format of as many decimals, with a little room at the right.
fn places(decimals: u8) -> String {
    let zeros = "0".repeat(decimals.into());
    if zeros.is_empty() { "0_ ".to_owned() } else { format!("0.{zeros}_ ") }
}
