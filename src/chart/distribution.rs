//! Distribution: how the units of a class spread, as a histogram or as labelled dots.

use serde::{Deserialize, Serialize};

use super::{Chart, ChartFont, PrintedNumber};

/// What a distribution shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DistributionData {
    /// Name of the chart, for files and keys.
    pub name: String,
    /// Alt text: the finding in a sentence.
    pub alt: String,
    /// What the horizontal axis measures, with the unit of measure.
    pub axis_label: String,
    /// Mean, median and, in a unit's report, its own value: at most a few.
    pub markers: Vec<Marker>,
    /// Histogram or dots: the caller's choice (dots below 10 units).
    pub shape: DistributionShape,
}

/// The two ways to draw a distribution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum DistributionShape {
    /// Bars of counts; for 10 units and more.
    Histogram {
        /// What the bars count, with the unit of measure; stands above them.
        count_label: String,
        /// The bins from left to right, drawn equally wide.
        bins: Vec<Bin>,
    },
    /// One labelled dot a unit on one axis; for fewer than 10 units.
    Dots {
        /// Ticks of the axis. The scale runs over all ticks, dots and markers, and need not begin at 0.
        ticks: Vec<PrintedNumber>,
        /// The units.
        dots: Vec<Dot>,
    },
}

/// One bin of a histogram.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// Lower bound; places the markers.
    pub from: f64,
    /// Upper bound; places the markers.
    pub to: f64,
    /// What is written below the bar.
    pub label: String,
    /// How many units are in it, and the text on the bar.
    pub count: PrintedNumber,
}

/// One unit of a distribution with few units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dot {
    /// The unit's name.
    pub label: String,
    /// Its value; a dot whose value is not a number is left out.
    pub value: PrintedNumber,
}

/// A value marked on the axis, such as the mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marker {
    /// Where it stands.
    pub value: f64,
    /// What is written at it: its name and its printed number.
    pub label: String,
}

/// Draws a distribution; `None` without bins or without dots that have a value.
#[must_use]
pub fn distribution(data: &DistributionData, font: &ChartFont) -> Option<Chart> {
    let _ = (data, font);
    None
}
