//! What stands on a page, in reading order, and how its numbers are counted.

use serde::{Deserialize, Serialize};

/// Something on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Printed {
    /// A run of text.
    Text(String),
    /// What the text that follows is: a figure, with its key and its text.
    Figure {
        /// Key of the figure.
        key: String,
        /// As it is printed.
        text: String,
    },
    /// A chart, by its place among the charts of the paper.
    Chart(usize),
}

/// What a paper's numbers are held against.
#[derive(Debug, Clone, Default)]
pub struct Proof {
    /// Every figure that the paper knows: its key and its text.
    pub figures: std::collections::HashMap<String, String>,
    /// Texts with numbers that came from the data or the settings.
    pub quoted: Vec<String>,
    /// What is drawn in each chart, in its order.
    pub charts: Vec<Vec<Printed>>,
}

/// Numbers of a finished paper, by what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NumberCount {
    /// Numbers read back from the finished PDF.
    pub read: usize,
    /// Figures with a key.
    pub covered: usize,
    /// Of these, figures that the results alone say again.
    pub proven: usize,
    /// How many there are of what a sentence or table lists, in digits or in words.
    pub counted: usize,
    /// Numbers of scales and names in charts.
    pub charted: usize,
    /// Dates and times.
    pub dates: usize,
    /// Numbers of pages, headings, tables, figures, annexes and rows.
    pub numbering: usize,
    /// Numbers in texts that came from the data or the settings: names, codes, reasons, addresses.
    pub quoted: usize,
    /// Numbers that a template itself writes.
    pub worded: usize,
    /// Numbers of none of these kinds.
    pub unknown: usize,
}

impl NumberCount {
    /// All numbers that are of some kind or of none: as many as were read.
    #[must_use]
    pub const fn sum(&self) -> usize {
        let classed = self.counted + self.charted + self.dates + self.numbering;
        self.covered + classed + self.quoted + self.worded + self.unknown
    }
}
