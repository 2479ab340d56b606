//! Who signs papers before they go out.

use schemars::JsonSchema;
use serde::Deserialize;

use super::papers::Kind;

/// Sign-off.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Review {
    /// Whether two persons sign each paper, one after the other (初审, 复审).
    pub two_persons: bool,
    /// Kinds of papers that are signed before they go out.
    pub papers: Vec<Kind>,
}

impl Review {
    /// The folder of sign-offs in the output folder: no assessment may have its name.
    pub const FOLDER: &str = "review";

    /// Whether papers of a kind are signed before they go out.
    #[must_use]
    pub fn needs(&self, kind: Kind) -> bool {
        self.papers.contains(&kind)
    }
}
