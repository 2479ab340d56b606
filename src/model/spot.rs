//! Where the figures of a finished paper stand on its pages.

use serde::{Deserialize, Serialize};

/// One page with its figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageSpots {
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// Its figures, in reading order.
    pub figures: Vec<Spot>,
}

/// A figure on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// Key of the figure.
    pub key: String,
    /// As it is printed.
    pub text: String,
    /// The boxes of its text: one, or two where a line breaks in it; of a figure in a chart that of
    /// the whole chart. Each is its left, top, width and height in points, from the page's upper
    /// left corner.
    pub boxes: Vec<[f64; 4]>,
}
