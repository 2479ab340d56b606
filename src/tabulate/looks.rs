//! How cells of a workbook look.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// Looks of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
}

impl Look {
    const ALL: [Self; 19] = [
        Self::Title,
        Self::Note,
        Self::Label,
        Self::LabelRight,
        Self::LabelInput,
        Self::Head,
        Self::Text,
        Self::Code,
        Self::Points,
        Self::Level,
        Self::SumLabel,
        Self::Sum,
        Self::PointsInput,
        Self::TextInput,
        Self::CodeInput,
        Self::DayInput,
        Self::MomentInput,
        Self::Example,
        Self::ExamplePoints,
    ];
}

const HEAD_FILL: Color = Color::RGB(0x00DC_E6F1);
const SUM_FILL: Color = Color::RGB(0x00F2_F2F2);
const INPUT_FILL: Color = Color::RGB(0x00FF_FBE6);
const EXAMPLE_INK: Color = Color::RGB(0x007F_7F7F);

/// Names of the fonts of a workbook, which its reader's computer must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookFonts {
    /// Font of all cells.
    pub text: String,
    /// Font of titles.
    pub title: String,
}

/// The format of every look, made once a workbook.
pub(super) struct Looks(BTreeMap<Look, (Format, Format)>);

impl Looks {
    pub(super) fn new(fonts: &BookFonts) -> Self {
        let both = |look| (format(look, fonts), bare(look, fonts));
        Self(Look::ALL.into_iter().map(|look| (look, both(look))).collect())
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
    }
}
