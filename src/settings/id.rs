//! Names that become folders.

use super::{Release, Review};

/// Whether a name is a safe folder name everywhere: letters, digits, `-`, `_`, Han characters.
#[must_use]
pub fn is_folder_name(name: &str) -> bool {
    let allowed = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
    !name.is_empty() && name.len() <= 100 && name.chars().all(allowed)
}

/// Whether an assessment may have this id, under which its output stands: a safe name that no other
/// folder of the output has.
#[must_use]
pub fn is_assessment_id(id: &str) -> bool {
    let taken = [Review::FOLDER, Release::FOLDER].iter().any(|own| id.eq_ignore_ascii_case(own));
    is_folder_name(id) && !taken
}
