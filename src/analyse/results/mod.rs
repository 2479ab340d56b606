//! The tables of `results/`: every figure at full precision, for whoever wants to check or go on.
//!
//! Points are exact decimals, written as floats that print them; means are the nearest floats of
//! exact values. A column's meaning stands in `wording/results.toml`.

mod classes;
mod derivation;
mod files;
mod relations;
mod stability;
mod standing;
mod units;
mod years;

use std::ops::Range;

use super::{Analysis, ClassAnalysis, IndicatorGroup};
use crate::check::{Cause, CheckedClass};
use crate::model::{Exact, ResultTable, exact_to_f64};
use crate::score::{Scorebook, UnitScore};

/// One class with its scores and figures.
#[derive(Clone)]
struct Class<'a> {
    book: &'a Scorebook,
    /// Position among the classes.
    position: usize,
    /// Units of which a long table takes the rows.
    units: Range<usize>,
    tables: &'a CheckedClass,
    scores: &'a [UnitScore],
    analysis: &'a ClassAnalysis,
    grades: Vec<&'a str>,
    causes: &'a [Cause],
    /// Required pieces.
    pieces: &'a [String],
    /// Indicators of all classes, identical ones together.
    groups: &'a [IndicatorGroup],
}

/// Every table of results, none of them made yet.
#[must_use]
pub fn tables<'a>(scorebook: &'a Scorebook, analysis: &'a Analysis) -> Vec<Table<'a>> {
    tables_in_parts(scorebook, analysis, PART_ROWS)
}

/// The same; a part of a long table has about so many rows.
#[must_use]
pub fn tables_in_parts<'a>(
    scorebook: &'a Scorebook,
    analysis: &'a Analysis,
    part_rows: usize,
) -> Vec<Table<'a>> {
    let classes = classes_of(scorebook, analysis);
    let short = |make: Make| Table { parts: vec![classes.clone()], make, least_rows: 0 };
    let long =
        |make: Make, rows: fn(&Class<'_>) -> usize| Table::long(&classes, make, rows, part_rows);
    vec![
        short(units::unit_totals),
        long(derivation::unit_derivation, |_| 1),
        short(units::unit_dimensions),
        long(units::unit_indicators, |class| class.tables.system.indicators.len()),
        short(relations::unit_gap),
        short(classes::class_totals),
        short(standing::class_bands),
        short(standing::class_grades),
        short(classes::class_dimensions),
        short(relations::class_correlations),
        short(classes::class_indicators),
        short(relations::class_best),
        short(relations::class_equal_treatment),
        short(relations::class_shared),
        short(units::unit_self),
        short(standing::class_self),
        short(years::unit_changes),
        short(years::class_changes),
        short(classes::class_causes),
        short(classes::class_methods),
        short(stability::class_agreement),
        short(stability::indicator_agreement),
        short(stability::unit_errors),
        short(stability::class_neighbours),
        short(stability::unit_stability),
        short(stability::class_draws),
        short(stability::class_draw_weights),
        short(stability::class_draw_errors),
        short(files::unit_submissions),
        short(files::unit_evidence),
    ]
}

/// A table of results. One with many rows for every unit is made part by part: at a hundred
/// thousand units it would not fit beside everything else.
pub struct Table<'a> {
    parts: Vec<Vec<Class<'a>>>,
    make: Make,
    /// Rows that it has at the least; zero for a short one.
    pub least_rows: usize,
}

/// Makes rows of units of classes.
type Make = fn(&[Class<'_>]) -> ResultTable;

/// Rows of a part of a long table, about: some 20 MB of columns.
const PART_ROWS: usize = 60_000;

impl<'a> Table<'a> {
    /// `rows` are those that every unit of a class has.
    fn long(
        classes: &[Class<'a>],
        make: Make,
        rows: fn(&Class<'_>) -> usize,
        part_rows: usize,
    ) -> Self {
        let least_rows = classes.iter().map(|class| class.units.len() * rows(class)).sum();
        let parts = classes.iter().flat_map(|class| {
            let step = (part_rows / class.tables.system.indicators.len().max(1)).max(1);
            let part = move |from: usize| Class {
                units: from..(from + step).min(class.units.end),
                ..class.clone()
            };
            class.units.clone().step_by(step).map(move |from| vec![part(from)])
        });
        Self { parts: parts.collect(), make, least_rows }
    }

    /// The table without rows: its name and its columns.
    #[must_use]
    pub fn head(&self) -> ResultTable {
        (self.make)(&[])
    }

    /// In how many parts its rows are made.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// The rows of a part.
    #[must_use]
    pub fn part(&self, at: usize) -> ResultTable {
        (self.make)(&self.parts[at])
    }
}

fn classes_of<'a>(scorebook: &'a Scorebook, analysis: &'a Analysis) -> Vec<Class<'a>> {
    let checked = &scorebook.checked;
    let grades: Vec<&str> = checked.cuts.iter().map(|cut| cut.name.as_str()).collect();
    let classes = checked.classes.iter().zip(&scorebook.classes).zip(&analysis.classes);
    let classes = classes.enumerate().map(|(position, ((class, scores), own))| Class {
        book: scorebook,
        position,
        units: 0..class.units.len(),
        tables: class,
        scores,
        analysis: own,
        grades: grades.clone(),
        causes: &checked.causes,
        pieces: &checked.settings.submissions.pieces,
        groups: &analysis.groups,
    });
    classes.collect()
}

fn float(value: Option<Exact>) -> Option<f64> {
    value.map(exact_to_f64)
}
