//! What one unit handed in as files.

use crate::model::Moment;

/// What one unit handed in as files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitFiles {
    /// Files by required piece, in the order of the settings; none for a piece that is not looked
    /// for, because a table stands in its place.
    pub pieces: Vec<Option<Vec<PieceFile>>>,
    /// Number of files of evidence by indicator.
    pub evidence: Vec<usize>,
    /// Files of evidence that name no indicator.
    pub unassigned: usize,
    /// Files that are neither a piece nor evidence.
    pub others: usize,
}

impl UnitFiles {
    /// Number of files of evidence.
    #[must_use]
    pub fn evidence_count(&self) -> usize {
        self.evidence.iter().sum::<usize>() + self.unassigned
    }
}

/// A file of a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PieceFile {
    /// Path in the data folder.
    pub path: String,
    /// Whether it will do.
    pub state: FileState,
    /// The date that is written inside it.
    pub dated: Option<Moment>,
}

/// Whether a file will do as its piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// It does.
    Good,
    /// There is nothing in it.
    Empty,
    /// It is not what the piece may be.
    WrongKind,
}
