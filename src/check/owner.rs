//! Whose a file is, as far as its path says.

use super::units::{Known, Register};
use crate::load::RawMaterial;

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
