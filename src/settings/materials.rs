//! Settings of what units handed in as files.

use schemars::JsonSchema;
use serde::Deserialize;

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
}

/// The form of a unit that counts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct ChosenForm {
    /// Unit: code, name, short name or alias.
    pub unit: String,
    /// File, relative to the data folder.
    pub file: String,
}
