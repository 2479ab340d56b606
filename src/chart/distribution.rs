//! Distribution: how the units of a class spread, as a histogram or as labelled dots.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::{Chart, ChartFont, PrintedNumber, dots, histogram};

/// The most bins of a histogram: more than these leave no room for their labels.
pub const BINS_MAX: usize = 24;
/// The most dots: more than these leave no room for their labels.
pub const DOTS_MAX: usize = 20;
/// The most markers; further ones are left out.
pub const MARKERS_MAX: usize = 3;

/// What a distribution shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DistributionData {
    /// Name of the chart, for files and keys.
    pub name: String,
    /// Alt text: the finding in a sentence.
    pub alt: String,
    /// What the horizontal axis measures, with the unit of measure.
    pub axis_label: String,
    /// At most [`MARKERS_MAX`] marked values. Their order sets how they look: first the mean (solid
    /// line), then the median (dashed line), then, in a unit's report, its own value (in the accent
    /// colour).
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
        /// The bins from left to right, at most [`BINS_MAX`], drawn equally wide.
        bins: Vec<Bin>,
    },
    /// One labelled dot a unit on one axis; for fewer than 10 units.
    Dots {
        /// Ticks of the axis. The scale runs over all ticks, dots and markers, and need not begin
        /// at 0.
        ticks: Vec<PrintedNumber>,
        /// The units, at most [`DOTS_MAX`].
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

/// Draws a distribution; `None` without bins or dots that have a value, or with more of them than
/// [`BINS_MAX`] or [`DOTS_MAX`].
#[must_use]
pub fn distribution(data: &DistributionData, font: &ChartFont) -> Option<Chart> {
    draw(data, font).map(|canvas| canvas.finish(&data.name, &data.alt))
}

/// Draws the shape that the caller chose.
fn draw<'font>(data: &DistributionData, font: &'font ChartFont) -> Option<Canvas<'font>> {
    let markers: Vec<&Marker> =
        data.markers.iter().filter(|marker| !marker.value.is_nan()).take(MARKERS_MAX).collect();
    match &data.shape {
        DistributionShape::Histogram { count_label, bins } => {
            let words = histogram::Words { count_label, axis_label: &data.axis_label };
            histogram::draw(bins, &markers, words, font)
        }
        DistributionShape::Dots { ticks, dots } => {
            dots::draw(dots, ticks, &markers, &data.axis_label, font)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{assert_sound, font, name, number, spread};
    use super::*;

    fn markers(mean: f64, median: f64) -> Vec<Marker> {
        vec![
            Marker { value: mean, label: format!("平均{mean:.2}") },
            Marker { value: median, label: format!("中位数{median:.2}") },
        ]
    }

    fn histogram(bins: usize, characters: usize, markers: Vec<Marker>) -> DistributionData {
        let bound = |bin: usize| 100.0 * f64::from(u32::try_from(bin).expect("small"));
        let all = bound(1).max(bound(bins)) / 100.0;
        let bin = |index| Bin {
            from: bound(index) / all,
            to: bound(index + 1) / all,
            label: name(index, characters),
            count: PrintedNumber::new(
                (spread(index + 5) * 40.0).round(),
                format!("{:.0}", spread(index + 5) * 40.0),
            ),
        };
        DistributionData {
            name: "distribution".to_owned(),
            alt: "alt".to_owned(),
            axis_label: "得分/分".to_owned(),
            markers,
            shape: DistributionShape::Histogram {
                count_label: "单位数/个".to_owned(),
                bins: (0..bins).map(bin).collect(),
            },
        }
    }

    fn dots(
        values: &[f64],
        characters: usize,
        markers: Vec<Marker>,
        ticks: &[f64],
    ) -> DistributionData {
        let dot = |(index, value): (usize, &f64)| Dot {
            label: name(index, characters),
            value: number(*value),
        };
        DistributionData {
            shape: DistributionShape::Dots {
                ticks: ticks.iter().copied().map(number).collect(),
                dots: values.iter().enumerate().map(dot).collect(),
            },
            ..histogram(0, 0, markers)
        }
    }

    fn assert_all_sound(data: &DistributionData) {
        let font = font();
        let canvas = draw(data, &font).expect("something to draw");
        assert_sound(&canvas, canvas.finish("", "").height_mm);
    }

    #[test]
    fn histogram_texts_stand_apart() {
        for bins in [1, 2, 5, 10, 24] {
            for characters in [2, 13, 40] {
                for (mean, median) in
                    [(50.0, 50.0), (49.0, 52.0), (3.0, 97.0), (99.0, 100.0), (0.0, 2.0)]
                {
                    assert_all_sound(&histogram(bins, characters, markers(mean, median)));
                }
            }
        }
    }

    #[test]
    fn dot_texts_stand_apart() {
        let ticks = [40.0, 60.0, 80.0, 100.0];
        let spread_out: Vec<f64> = (0..9).map(|index| 40.0 + spread(index) * 60.0).collect();
        let cases: [&[f64]; 5] = [
            &[88.0],
            &[80.0; 9],
            &[80.0, 80.1, 80.2, 91.0],
            &[99.0, 98.9, 99.4, 99.9],
            &spread_out,
        ];
        for values in cases {
            for characters in [1, 2, 13, 40] {
                for (mean, median) in [(80.0, 80.1), (41.0, 99.0), (100.0, 100.0)] {
                    assert_all_sound(&dots(values, characters, markers(mean, median), &ticks));
                    assert_all_sound(&dots(values, characters, markers(mean, median), &[]));
                }
            }
        }
        let many: Vec<f64> = (0..DOTS_MAX).map(|index| spread(index) * 100.0).collect();
        assert_all_sound(&dots(&many, 40, markers(50.0, 51.0), &[]));
    }

    #[test]
    fn nothing_to_draw_gives_nothing() {
        let font = font();
        assert!(distribution(&histogram(0, 2, Vec::new()), &font).is_none());
        assert!(distribution(&histogram(BINS_MAX + 1, 2, Vec::new()), &font).is_none());
        assert!(distribution(&dots(&[], 2, Vec::new(), &[]), &font).is_none());
        assert!(distribution(&dots(&[f64::NAN], 2, Vec::new(), &[]), &font).is_none());
        assert!(distribution(&dots(&[1.0; DOTS_MAX + 1], 2, Vec::new(), &[]), &font).is_none());
    }

    #[test]
    fn survives_hostile_data() {
        let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -5.0, 0.0, 1e300];
        let odd_markers: Vec<Marker> =
            odd.map(|value| Marker { value, label: name(3, 60) }).to_vec();
        assert_all_sound(&dots(&odd, 60, odd_markers.clone(), &odd));
        assert_all_sound(&dots(&[0.0, 0.0], 4, odd_markers.clone(), &[]));
        let mut data = histogram(6, 5, odd_markers);
        if let DistributionShape::Histogram { bins, .. } = &mut data.shape {
            for (bin, value) in bins.iter_mut().zip(odd) {
                (bin.from, bin.to, bin.count.value) = (value, value, value);
            }
        }
        assert_all_sound(&data);
        let mut empty = histogram(3, 5, markers(1.0, 2.0));
        if let DistributionShape::Histogram { bins, .. } = &mut empty.shape {
            for bin in bins {
                bin.count = number(0.0);
            }
        }
        assert_all_sound(&empty);
    }
}
