//! Kinds of files that units hand in.

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A workbook of any office program.
    Workbook,
    /// A text document of any office program.
    Document,
    /// Slides.
    Slides,
    /// PDF.
    Pdf,
    /// OFD, the national format of fixed pages.
    Ofd,
    /// A picture.
    Picture,
    /// A web page, or another text of markup.
    Page,
    /// Plain text.
    Text,
    /// A package of files.
    Archive,
    /// Anything else.
    Other,
}

impl FileKind {
    /// The kind that the ending of a name promises; none where any bytes will do.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending {
            "xlsx" | "xlsm" | "xlsb" | "xls" | "xlt" | "xltx" | "et" | "ett" | "ods" | "csv" => {
                Some(Self::Workbook)
            }
            "docx" | "docm" | "doc" | "dot" | "dotx" | "wps" | "wpt" | "odt" | "rtf" => {
                Some(Self::Document)
            }
            "pptx" | "ppt" | "pps" | "ppsx" | "dps" | "odp" => Some(Self::Slides),
            "pdf" => Some(Self::Pdf),
            "ofd" => Some(Self::Ofd),
            "jpg" | "jpeg" | "png" | "bmp" | "tif" | "tiff" | "gif" | "webp" | "heic" => {
                Some(Self::Picture)
            }
            "zip" | "rar" | "7z" => Some(Self::Archive),
            _ => None,
        }
    }

    /// A stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Workbook => "workbook",
            Self::Document => "document",
            Self::Slides => "slides",
            Self::Pdf => "pdf",
            Self::Ofd => "ofd",
            Self::Picture => "picture",
            Self::Page => "page",
            Self::Text => "text",
            Self::Archive => "archive",
            Self::Other => "other",
        }
    }
}
