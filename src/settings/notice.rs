//! What the 通报 tells of single units, and to whom.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The 通报.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Notice {
    /// What it tells of single units.
    pub mode: NoticeMode,
    /// First units of each class that the mode `top` names, at most half of the class.
    #[schemars(range(min = 1, max = 1000))]
    pub top: usize,
    /// Whom it is addressed to.
    pub receivers: String,
}

/// What a 通报 tells of single units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeMode {
    /// The grades with the names of the units in each.
    Names,
    /// Names with scores and ranks.
    Scores,
    /// The first units of each class by name.
    Top,
    /// The best grade by name, the others in an annex.
    Best,
}
