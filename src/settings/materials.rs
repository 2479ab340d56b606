//! Settings of what units handed in as files.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::{FileKind, comparable};

/// The folder of the units' files, and how files in it are told apart.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Materials {
    /// Folder below the data folder, with folders inside as deep as they may be; empty for none.
    pub folder: String,
    /// File names that are passed over, with `*` for any characters.
    pub skip: Vec<String>,
    /// Words in a file name that say that it is a self-assessment form.
    pub forms: Vec<String>,
    /// Words in a path that mark an older version of a form.
    pub older: Vec<String>,
    /// Which form counts, where a unit has several.
    pub chosen: Option<Vec<ChosenForm>>,
    /// How required pieces are recognised, beside the usual ones.
    pub pieces: Option<Vec<PieceRule>>,
    /// How the usual pieces are recognised, where they are required and `pieces` does not say.
    pub usual_pieces: Vec<PieceRule>,
    /// Words in the names of folders that hold evidence.
    pub evidence: Vec<String>,
}

impl Materials {
    /// Whether a folder of this name holds evidence.
    #[must_use]
    pub fn holds_evidence(&self, folder: &str) -> bool {
        let folder = comparable(folder);
        self.evidence.iter().any(|word| holds_word(&folder, word).is_some())
    }

    /// How a required piece is recognised. One that nothing is said of is known by its own name.
    #[must_use]
    pub fn rule_of(&self, piece: &str) -> PieceRule {
        let all = self.pieces.iter().flatten().chain(&self.usual_pieces);
        // One without words is told, and says nothing.
        let all = all.filter(|rule| !rule.names.is_empty());
        let mut own = all.filter(|rule| comparable(&rule.piece) == comparable(piece));
        own.next().cloned().unwrap_or_else(|| PieceRule {
            piece: piece.to_owned(),
            names: vec![piece.to_owned()],
            kinds: Vec::new(),
        })
    }

    /// Whether a path holds a word that marks an older version.
    #[must_use]
    pub fn is_older(&self, path: &str) -> bool {
        let path = comparable(path);
        self.older.iter().any(|word| holds_word(&path, word).is_some())
    }
}

/// How many characters of a comparable name a word has; none where the name does not hold it.
fn holds_word(name: &str, word: &str) -> Option<usize> {
    let word = comparable(word);
    (!word.is_empty() && name.contains(&word)).then(|| word.chars().count())
}

/// How a piece is recognised among the files.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct PieceRule {
    /// The piece, as `submissions.pieces` and the register call it.
    pub piece: String,
    /// Words of which its file's name holds one.
    pub names: Vec<String>,
    /// What its file may be; empty for anything.
    pub kinds: Vec<PieceKind>,
}

impl PieceRule {
    /// Length of the longest word that a file name, without its ending, holds.
    #[must_use]
    pub fn longest_word(&self, stem: &str) -> Option<usize> {
        let stem = comparable(stem);
        self.names.iter().filter_map(|word| holds_word(&stem, word)).max()
    }

    /// Whether a file of a kind may be this piece.
    #[must_use]
    pub fn admits(&self, kind: FileKind) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|own| own.admits(kind))
    }
}

/// What a piece may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PieceKind {
    /// A workbook.
    Workbook,
    /// A text document.
    Document,
    /// Slides.
    Slides,
    /// A scan: PDF, OFD or picture.
    Scan,
    /// PDF.
    Pdf,
    /// A picture.
    Picture,
    /// Plain text.
    Text,
    /// A package of files.
    Archive,
}

impl PieceKind {
    /// Whether a file of a kind is this.
    #[must_use]
    pub fn admits(self, kind: FileKind) -> bool {
        match self {
            Self::Workbook => kind == FileKind::Workbook,
            Self::Document => kind == FileKind::Document,
            Self::Slides => kind == FileKind::Slides,
            Self::Scan => matches!(kind, FileKind::Pdf | FileKind::Ofd | FileKind::Picture),
            Self::Pdf => kind == FileKind::Pdf,
            Self::Picture => kind == FileKind::Picture,
            Self::Text => kind == FileKind::Text,
            Self::Archive => kind == FileKind::Archive,
        }
    }

    /// As settings write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Workbook => "workbook",
            Self::Document => "document",
            Self::Slides => "slides",
            Self::Scan => "scan",
            Self::Pdf => "pdf",
            Self::Picture => "picture",
            Self::Text => "text",
            Self::Archive => "archive",
        }
    }
}

/// The form of a unit that counts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct ChosenForm {
    /// Unit: code, name, short name or alias.
    pub unit: String,
    /// File, relative to the data folder.
    pub file: String,
}
