//! What units handed in of what was required: the register decides, files are held against it.

use crate::check::{Checked, CheckedClass, FileState, Submission};
use crate::model::{Moment, comparable};
use crate::settings::SubmissionRules;

/// One required piece of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PieceStatus {
    /// When it was first handed in, as the register has it.
    pub first: Option<Moment>,
    /// When it was last returned for correction.
    pub returned: Option<Moment>,
    /// When it was last handed in again.
    pub again: Option<Moment>,
    /// Days late, from 1; none in time.
    pub days_late: Option<usize>,
    /// Number of its files; none where files are not looked for.
    pub files: Option<usize>,
    /// What is there; none where nothing tells.
    pub state: Option<PieceState>,
    /// The latest date inside its files.
    pub dated: Option<Moment>,
}

impl PieceStatus {
    /// Whether it was returned for correction and never came back.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.returned
            .is_some_and(|returned| self.again.is_none_or(|again| returned.is_after(again)))
    }

    /// Whether it is there and came in time.
    #[must_use]
    pub fn is_in_order(&self) -> bool {
        let complete = self.state.is_none_or(|state| state == PieceState::Complete);
        complete && self.days_late.is_none() && !self.is_open()
    }
}

/// What is there of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceState {
    /// It is there.
    Complete,
    /// It is not.
    Missing,
    /// Its files are empty.
    Empty,
    /// Its files are not what they may be.
    WrongKind,
    /// Its file is there, and the register does not have it as handed in.
    Unregistered,
}

impl PieceState {
    /// A stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Missing => "missing",
            Self::Empty => "empty",
            Self::WrongKind => "wrong_kind",
            Self::Unregistered => "unregistered",
        }
    }
}

/// Every unit's required pieces, in the order of the settings; empty where neither a register nor
/// a folder says what was handed in.
pub(super) fn completeness(checked: &Checked, class: &CheckedClass) -> Vec<Vec<PieceStatus>> {
    // A register in which nothing stands is none.
    let registered = checked.classes.iter().any(|class| !class.registers.submissions.is_empty());
    if !registered && class.registers.files.is_empty() {
        return Vec::new();
    }
    let rules = &checked.settings.submissions;
    let pieces = 0..rules.pieces.len();
    let status = |unit| pieces.clone().map(move |at| piece(class, rules, registered, unit, at));
    (0..class.units.len()).map(|unit| status(unit).collect()).collect()
}

fn piece(
    class: &CheckedClass,
    rules: &SubmissionRules,
    registered: bool,
    unit: usize,
    at: usize,
) -> PieceStatus {
    let name = &rules.pieces[at];
    let same = |row: &&Submission| comparable(&row.piece) == comparable(name);
    let rows = || class.registers.submissions.of(unit).filter(same);
    let first = class.registers.first_handed_in(unit, name);
    let late = first.zip(rules.deadline).filter(|(first, deadline)| first.is_after(*deadline));
    let days = late.map(|(first, deadline)| first.days_after(deadline).max(1));
    let files = class.registers.files.get(unit).and_then(|own| own.pieces.get(at)?.as_ref());
    let is = |state| files.is_some_and(|files| files.iter().any(|file| file.state == state));
    let handed_in = first.is_some() || !registered;
    let state = match files {
        Some(files) if files.is_empty() => Some(PieceState::Missing),
        Some(_) if is(FileState::Good) && handed_in => Some(PieceState::Complete),
        Some(_) if is(FileState::Good) => Some(PieceState::Unregistered),
        Some(_) if is(FileState::WrongKind) => Some(PieceState::WrongKind),
        Some(_) => Some(PieceState::Empty),
        None if !registered => None,
        None if handed_in => Some(PieceState::Complete),
        None => Some(PieceState::Missing),
    };
    PieceStatus {
        first,
        returned: rows().filter_map(|row| row.returned).max(),
        again: rows().filter_map(|row| row.again).max(),
        days_late: days.and_then(|days| usize::try_from(days).ok()),
        files: files.map(Vec::len),
        state,
        dated: files.and_then(|files| files.iter().filter_map(|file| file.dated).max()),
    }
}
