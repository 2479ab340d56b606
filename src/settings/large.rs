//! Classes of many units: from when papers show groups and ends instead of single units.

use schemars::JsonSchema;
use serde::Deserialize;

/// What papers for people show of many units; workbooks and tables of results always have all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Large {
    /// Units of all classes up to which the text names every one, and a card tells of each.
    #[schemars(range(min = 0, max = 1000))]
    pub names_most: usize,
    /// Units of a class up to which a heat map has a row for each; of more it has one for a group.
    #[schemars(range(min = 2, max = 1000))]
    pub cells_most: usize,
    /// Groups, by rank, of the heat map of a larger class.
    #[schemars(range(min = 2, max = 40))]
    pub groups: usize,
    /// Units of a class up to which each is a dot; of more it is shown how many there are where.
    #[schemars(range(min = 2, max = 1000))]
    pub dots_most: usize,
    /// Units of a class up to which tables and rankings list each; of more they list both ends and
    /// the units at the cuts of grades.
    #[schemars(range(min = 2, max = 100_000))]
    pub rows_most: usize,
    /// Units that are then listed at either end.
    #[schemars(range(min = 3, max = 1000))]
    pub rows_end: usize,
    /// Units that are then listed on either side of a cut.
    #[schemars(range(min = 0, max = 1000))]
    pub rows_cut: usize,
    /// Rows of a register that a city-wide paper lists at most.
    #[schemars(range(min = 1, max = 100_000))]
    pub register_most: usize,
}
