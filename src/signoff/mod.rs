//! Who signed which version of which paper, and what that is worth now.
//!
//! Sign-offs are no output: they live in `review/<assessment>` of the output folder, which no run
//! replaces or deletes. [`Signoffs`] holds the acts of all reviewers, to which only more are ever
//! added, and beside them, by checksum, the bytes of every version that somebody acted on.
//! [`standings`] holds the papers of a manifest against the acts: an approval is of bytes, so a
//! changed byte voids it, and the checksums say why. [`changes()`] says which figures moved between
//! two versions, [`sheet_rows`] gives the lines of the 审签表,
//! which [`workbook`] and [`paper()`] make.

mod act;
mod changes;
mod paper;
mod rules;
mod sheet;
mod standing;
mod store;
mod table;
mod versions;

pub use act::{Act, At, Deed, Entry, Pin, Role, Signer, Version, versions};
pub use changes::{FigureChange, changes};
pub use paper::{SignoffAct, SignoffFacts, manuscript, paper};
pub use sheet::{SheetRow, sheet_rows, workbook};
pub use standing::{Approval, Change, Moved, Standing, State, standings};
pub use store::Signoffs;
