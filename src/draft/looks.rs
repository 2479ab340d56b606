//! Styles of an editable copy, and which of them a paragraph of the layout has.

/// What a style says of text, as `docx/paper/styles.xml.jinja` has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Its name in the document.
    pub style: &'static str,
    /// Its face.
    pub face: &'static str,
    /// Its size.
    pub half_points: i64,
    /// Exact pitch of lines in twips; 0 for what its text takes.
    pub line: i64,
    /// How its lines stand.
    pub align: &'static str,
    /// Six hexadecimal digits.
    pub colour: &'static str,
}

const BLACK: &str = "000000";
const FAINT: &str = "616161";

const fn look(style: &'static str, face: &'static str, half_points: i64, line: i64) -> Look {
    Look { style, face, half_points, line, align: "both", colour: BLACK }
}

const fn aligned(look: Look, align: &'static str) -> Look {
    Look { align, ..look }
}

const fn faint(look: Look) -> Look {
    Look { colour: FAINT, ..look }
}

/// The pitch of body text: 22 lines in 225 mm.
pub const BODY_LINE: i64 = 579;

/// Every style of a paragraph.
pub const LOOKS: &[Look] = &[
    look("Normal", "fangsong", 32, BODY_LINE),
    aligned(look("Title", "biaosong", 44, 700), "center"),
    look("Heading1", "heiti", 32, BODY_LINE),
    look("Heading2", "kaiti", 32, BODY_LINE),
    look("Heading3", "fangsong", 32, BODY_LINE),
    look("Heading4", "fangsong", 32, BODY_LINE),
    look("Unindented", "fangsong", 32, BODY_LINE),
    aligned(look("Attachment", "heiti", 32, BODY_LINE), "left"),
    aligned(look("AttachmentTitle", "biaosong", 36, BODY_LINE), "center"),
    aligned(look("AttachmentList", "fangsong", 32, BODY_LINE), "left"),
    aligned(look("Signature", "fangsong", 32, BODY_LINE), "right"),
    aligned(look("Caption", "heiti", 21, 310), "center"),
    aligned(look("TableText", "heiti", 19, 280), "left"),
    aligned(look("TableHead", "heiti", 19, 280), "center"),
    faint(aligned(look("TableUnit", "heiti", 17, 260), "right")),
    faint(aligned(look("Note", "heiti", 17, 260), "left")),
    aligned(look("Picture", "heiti", 21, 0), "center"),
    faint(aligned(look("Header", "heiti", 17, 260), "left")),
];

/// The look of a style; that of body text for a name that is none.
#[must_use]
pub fn look_of(style: &str) -> Look {
    LOOKS.iter().find(|look| look.style == style).copied().unwrap_or(LOOKS[0])
}

/// What a paragraph stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The text.
    Body,
    /// The title of the paper.
    Title,
    /// A heading, from 1.
    Heading(i64),
    /// The title of a table or a figure.
    Caption,
    /// The unit above a table.
    Unit,
    /// The head of a table.
    TableHead,
    /// A cell below it.
    Cell,
    /// The head of all pages.
    PageHead,
}

/// What of a paragraph chooses its style.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Where it stands.
    pub role: Role,
    /// The face of most of it.
    pub face: &'a str,
    /// The size of most of it, in points.
    pub size: f64,
    /// How it stands, where that is said.
    pub align: Option<&'static str>,
    /// Indent of its first line.
    pub first: f64,
    /// Indent of its other lines.
    pub hanging: f64,
}

/// Below this size in points text is no body text.
const SMALL: f64 = 12.0;

impl Seen<'_> {
    /// The style.
    #[must_use]
    pub fn style(self) -> &'static str {
        match self.role {
            Role::Title => "Title",
            Role::Heading(_) if self.face == "biaosong" => "AttachmentTitle",
            Role::Heading(1) => "Heading1",
            Role::Heading(2) => "Heading2",
            Role::Heading(3) => "Heading3",
            Role::Heading(_) => "Heading4",
            Role::Caption => "Caption",
            Role::Unit => "TableUnit",
            Role::TableHead => "TableHead",
            Role::Cell => "TableText",
            Role::PageHead => "Header",
            Role::Body if self.size < SMALL => "Note",
            Role::Body => match (self.align, self.face) {
                (Some("right"), _) => "Signature",
                (_, "heiti") if self.first.abs() < 1.0 => "Attachment",
                _ if self.hanging > 1.0 => "AttachmentList",
                _ if self.first.abs() < 1.0 => "Unindented",
                _ => "Normal",
            },
        }
    }
}
