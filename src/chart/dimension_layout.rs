//! Where everything stands in a chart of dimension dots.

use super::ChartFont;
use super::columns::RightColumns;
use super::density::Density;
use super::dimension_dots::{DimensionDotsData, DimensionDotsRow, NAMED_UNITS_MAX, UnitDot};
use super::geometry::{Scale, within};
use super::name_lanes::{DotName, NameLanes, fit_names};
use super::palette::{ACCENT, DARK_GREY};
use super::rows::{RowWords, Rows};
use super::swarm::Swarm;
use super::text::Fitted;

/// Room at both ends of the axis, in points.
const END_PT: f64 = 5.0;
/// Ticks reach this far beyond the dots, in points.
pub(super) const TICK_REACH_PT: f64 = 3.2;
/// Room between what a row shows and what the next one shows, in points: without and with names.
const ROW_GAPS_PT: (f64, f64) = (4.0, 9.0);

/// The dots of a row, and their names where they have any.
pub(super) struct RowDots<'a> {
    /// The units that have a rate, with the places of their dots along the axis.
    pub(super) dots: Vec<(&'a UnitDot, f64)>,
    pub(super) swarm: Swarm,
    pub(super) density: Density,
    pub(super) names: NameLanes<'a>,
    /// How far dots, ticks and words reach above and below the axis of the row.
    pub(super) reaches_pt: (f64, f64),
}

/// Where everything stands; the same on every page.
pub(super) struct Layout<'a> {
    pub(super) rows: Rows<'a>,
    pub(super) columns: RightColumns,
    pub(super) scale: Scale,
}

impl<'a> Layout<'a> {
    /// Measures words and columns; what they leave is the dots'.
    pub(super) fn new(data: &'a DimensionDotsData, font: &ChartFont) -> Self {
        let words =
            data.rows.iter().map(|row| RowWords { code: "", label: &row.label, group: None });
        let rows = Rows::new(font, &data.label_head, words.collect());
        let texts: Vec<Vec<&str>> = data.rows.iter().map(row_texts).collect();
        let columns = RightColumns::new(font, &column_heads(data), &texts);
        let (lowest, highest) = ends(data);
        let (start, end) = (rows.end + END_PT, columns.start - END_PT);
        Self { scale: Scale { lowest, highest, start, end }, rows, columns }
    }
}

/// The heads of the columns at the right.
pub(super) fn column_heads(data: &DimensionDotsData) -> Vec<&str> {
    data.column_heads.iter().map(String::as_str).collect()
}

/// The texts of the columns at the right.
pub(super) fn row_texts(row: &DimensionDotsRow) -> Vec<&str> {
    row.columns.iter().map(String::as_str).collect()
}

/// The ends of the scale: all ticks and rates; all of 0 to 1 without two ticks.
fn ends(data: &DimensionDotsData) -> (f64, f64) {
    let ticks = data.ticks.iter().filter_map(|tick| within(tick.value, 0.0, 1.0));
    let (lowest, highest) = ticks.fold((f64::INFINITY, f64::NEG_INFINITY), |ends, tick| {
        (ends.0.min(tick), ends.1.max(tick))
    });
    if lowest >= highest {
        return (0.0, 1.0);
    }
    let rates = data.rows.iter().flat_map(|row| {
        let units = row.units.iter().map(|unit| unit.rate).chain(row.lowest_counted());
        units.chain(row.mean).chain(row.median).filter_map(|rate| within(rate, 0.0, 1.0))
    });
    rates.fold((lowest, highest), |ends, rate| (ends.0.min(rate), ends.1.max(rate)))
}

/// The names of all dots, row after row, where they are shown.
pub(super) fn fitted_names(
    data: &DimensionDotsData,
    font: &ChartFont,
    layout: &Layout<'_>,
) -> Vec<Fitted> {
    let most = data.rows.iter().map(|row| row.units.len()).max().unwrap_or(0);
    let shown = most <= NAMED_UNITS_MAX;
    let names: Vec<&str> = data
        .rows
        .iter()
        .flat_map(|row| &row.units)
        .map(|unit| if shown { unit.name.as_str() } else { "" })
        .collect();
    let all = fit_names(font, names, most, plot(layout));
    let mut labels = all.labels.into_iter();
    let of_row = |row: &DimensionDotsRow| Fitted {
        size_pt: all.size_pt,
        labels: labels.by_ref().take(row.units.len()).collect(),
    };
    data.rows.iter().map(of_row).collect()
}

/// Where names of dots may stand.
fn plot(layout: &Layout<'_>) -> (f64, f64) {
    (layout.rows.end, layout.columns.start)
}

impl<'a> RowDots<'a> {
    /// Places a row's dots and their names.
    pub(super) fn new(
        data: &'a DimensionDotsData,
        font: &ChartFont,
        layout: &Layout<'_>,
        fitted: &'a [Fitted],
        (index, density): (usize, Density),
    ) -> Self {
        let known = |(unit, lines): (&'a UnitDot, &'a Vec<String>)| {
            let rate = within(unit.rate, 0.0, 1.0)?;
            Some((unit, lines, layout.scale.place(rate)))
        };
        let known: Vec<_> =
            data.rows[index].units.iter().zip(&fitted[index].labels).filter_map(known).collect();
        let swarm = Swarm::new(known.iter().map(|(.., place)| *place).collect());
        let names =
            known.iter().zip(&swarm.heights).map(|((unit, lines, place), height)| DotName {
                lines,
                place: *place,
                height: *height,
                ink: if unit.focus { ACCENT } else { DARK_GREY },
            });
        // Ticks reach beyond the dots, names stand beyond the ticks.
        let (up, down) = swarm.reaches_pt();
        let (up, down) = (up.max(density.reach_pt()), down.max(density.reach_pt()));
        let beyond = (up + TICK_REACH_PT, down + TICK_REACH_PT);
        let names =
            NameLanes::new(font, names.collect(), fitted[index].size_pt, beyond, plot(layout));
        let has_names = fitted[index].labels.iter().any(|lines| !lines.is_empty());
        let gap = if has_names { ROW_GAPS_PT.1 } else { ROW_GAPS_PT.0 };
        let least = layout.rows.name_height_pt(index) / 2.0;
        let (above, below) = names.reaches_pt();
        let reaches_pt = (above.max(least) + gap / 2.0, below.max(least) + gap / 2.0);
        let dots = known.iter().map(|(unit, _, place)| (*unit, *place)).collect();
        Self { dots, swarm, density, names, reaches_pt }
    }
}
