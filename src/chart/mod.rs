//! The `chart` stage: plain facts in, SVG drawings with alt text out.
//!
//! Every chart is one pure function named like its file. It takes one serialisable struct, which
//! holds all words and all printed numbers, and a [`ChartFont`]; it gives a [`Chart`], several
//! where one page cannot hold all rows, or none where there is nothing to draw. No disk, no clock:
//! the same data give the same bytes.
//!
//! | function | shows | gives |
//! |---|---|---|
//! | [`radar()`] | a unit's rate on 3 to 12 axes against its class | `Option<Chart>` |
//! | [`benchmark()`] | a unit's rate as bars, the class mean as a tick | `Option<Chart>` |
//! | [`ranking()`] | all units as bars in the caller's order, with the mean | `Vec<Chart>`, one a page |
//! | [`distribution()`] | a histogram, or labelled dots for few units | `Option<Chart>` |
//! | [`gaps()`] | a unit's rates above and below the class as bars from zero | `Vec<Chart>`, one a page |
//! | [`losses()`] | the share of a class's loss that indicators make, with its running sum | `Vec<Chart>`, one a page |
//! | [`dimension_dots()`] | the rates of all units as dots, of many as bars, one row a dimension | `Vec<Chart>`, one a page |
//! | [`quadrant()`] | indicators by full marks and rate; heavy ones with low rates are named | `Option<Chart>` |
//! | [`heat_map()`] | units by dimensions or indicators as shaded cells | `Vec<Chart>`, one a page |
//!
//! What every chart keeps to: drawn at its true size (text area 156 mm wide, at most 205 mm high,
//! so that a figure title fits below on the page), type of 7.5 to 9 pt, one weight of one font,
//! readable in black and white (hatch, marker or label beside colour), bars from zero, no title and
//! no box. Labels never overlap: they shrink to 7.5 pt, then wrap, and are cut with an ellipsis
//! only when nothing else is left.

mod benchmark;
mod canvas;
mod columns;
mod density;
mod dimension_dots;
mod dimension_layout;
mod dimension_marks;
mod distribution;
mod dots;
mod flags;
mod font;
mod gaps;
mod gaps_layout;
mod geometry;
mod heat_map;
mod histogram;
mod lines;
mod look;
mod losses;
mod marks;
mod name_lanes;
mod palette;
mod papers;
mod quadrant;
mod quadrant_frame;
mod quadrant_labels;
mod quadrant_layout;
mod radar;
mod radar_labels;
mod ranking;
mod ranking_layout;
mod rows;
mod swarm;
#[cfg(test)]
mod test_support;
mod text;

use serde::{Deserialize, Serialize};

pub use benchmark::{BENCHMARK_ROWS_MAX, BenchmarkData, BenchmarkRow, benchmark};
pub use dimension_dots::{
    DimensionDotsData, DimensionDotsRow, NAMED_UNITS_MAX, UnitDot, dimension_dots,
};
pub use distribution::{
    BINS_MAX, Bin, DOTS_MAX, DistributionData, DistributionShape, Dot, MARKERS_MAX, Marker,
    distribution,
};
pub use font::ChartFont;
pub use gaps::{GapRow, GapsData, gaps};
pub use heat_map::{DarkEnd, HEAT_CLASSES_MAX, HeatClass, HeatMapData, HeatRow, heat_map};
pub use losses::{LossRow, LossesData, losses};
pub use papers::{Studio, city_charts, public_charts, unit_charts};
pub use quadrant::{QUADRANT_POINTS_MAX, QuadrantCorners, QuadrantData, QuadrantPoint, quadrant};
pub use radar::{RADAR_AXES_MAX, RADAR_AXES_MIN, RadarAxis, RadarData, radar};
pub use ranking::{RankingData, RankingGap, RankingMean, RankingRow, ranking};

/// A finished drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// The caller's name; pages of a chart that needs several are called `name-1`, `name-2`, …
    pub name: String,
    /// Its texts as they are drawn, one after the other, with the marks of their figures.
    pub texts: Vec<String>,
    /// The SVG document, in units of 1/20 pt; texts are real `<text>` in the font's family.
    pub svg: String,
    /// The caller's alt text; pages of a chart that needs several end in ` 1/3`, ` 2/3`, …
    pub alt: String,
    /// Width on paper, in millimetres, at which the type has its true size.
    pub width_mm: f64,
    /// Height on paper, in millimetres, at that width.
    pub height_mm: f64,
}

/// A number to draw, beside the text that prints it.
///
/// Numbers are formatted in one place elsewhere, so that chart, table and sentence agree; a chart
/// never formats one. Axis ticks are of this type, too. A value that is not a number counts as
/// missing; infinite and out-of-range values are drawn at the end of the scale, with the text as
/// given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrintedNumber {
    /// Where it is drawn.
    pub value: f64,
    /// What is printed, such as `93.3%`.
    pub text: String,
}

impl PrintedNumber {
    /// A number with its printed form.
    pub fn new(value: f64, text: impl Into<String>) -> Self {
        Self { value, text: text.into() }
    }
}

/// Names a page of a chart that may have several: only then do name and alt text carry its number.
fn page_of(chart: &Chart, index: usize, all: usize) -> Chart {
    let mut chart = chart.clone();
    if all > 1 {
        let page = index + 1;
        chart.name = format!("{}-{page}", chart.name);
        chart.alt = format!("{} {page}/{all}", chart.alt);
    }
    chart
}
