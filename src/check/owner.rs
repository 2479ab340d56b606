//! Whose a file or table is, as far as its path, its labels and its titles say.

use super::units::{Known, Register};
use crate::finding::Place;
use crate::load::{RawMaterial, is_prose};

/// What a text says of whom a file belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// No unit's name stands in it.
    Nothing,
    /// It names one unit.
    Unit(Known),
    /// It names several units, none of which is part of another's name.
    Several,
}

/// The unit whose name stands in a text. Of names that contain each other the longest is meant
/// (市城区教育局 is not 市城区).
pub(super) fn named_in(register: &Register, text: &str) -> Says {
    let found = register.named_in(text);
    match found.as_slice() {
        [] => Says::Nothing,
        [only] => Says::Unit(*only),
        _ => Says::Several,
    }
}

/// What the nearest folder that names anybody says.
pub(super) fn folder_says(register: &Register, material: &RawMaterial) -> Says {
    let says = material.folders.iter().rev().map(|folder| named_in(register, folder));
    says.into_iter().find(|says| *says != Says::Nothing).unwrap_or(Says::Nothing)
}

/// What a file's own name says.
pub(super) fn name_says(register: &Register, material: &RawMaterial) -> Says {
    named_in(register, material.stem())
}

/// What the labels above a table say.
pub(super) enum Labels<'t> {
    /// Nothing.
    Silent,
    /// One unit's name.
    Unit(Known, &'t Place),
    /// Several units' names.
    Several(&'t str, &'t Place),
    /// A name that no unit has.
    Unknown(&'t str, &'t Place),
}

/// Fewest characters of a text behind a label that is taken for a name: the same label says what
/// numbers are in.
const SHORTEST_NAME: usize = 3;

/// What stands behind labels: the first that is a unit's name, else the first that claims to be.
pub(super) fn labels_say<'t>(register: &Register, labels: &'t [(String, Place)]) -> Labels<'t> {
    let known = |(name, place): &'t (String, Place)| Some((register.find_said(name)?, place));
    if let Some((known, place)) = labels.iter().find_map(known) {
        return Labels::Unit(known, place);
    }
    let claims = |(name, _): &&(String, Place)| name.chars().count() >= SHORTEST_NAME;
    let Some((name, place)) = labels.iter().find(claims) else {
        return Labels::Silent;
    };
    match named_in(register, name) {
        Says::Several => Labels::Several(name, place),
        Says::Nothing | Says::Unit(_) => Labels::Unknown(name, place),
    }
}

/// The unit that the first title above a table names that names any.
pub(super) fn title_says<'t>(
    register: &Register,
    titles: &'t [(String, Place)],
) -> Option<(Known, &'t Place)> {
    let titles = titles.iter().filter(|(text, _)| !is_prose(text));
    titles.into_iter().find_map(|(text, place)| match named_in(register, text) {
        Says::Unit(known) => Some((known, place)),
        Says::Nothing | Says::Several => None,
    })
}
