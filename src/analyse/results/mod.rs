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

use super::{Analysis, ClassAnalysis};
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
}

/// Every table of results; of the long ones, [`long_tables`], only the heads.
#[must_use]
pub fn tables(scorebook: &Scorebook, analysis: &Analysis) -> Vec<ResultTable> {
    let classes = classes_of(scorebook, analysis);
    vec![
        units::unit_totals(&classes),
        derivation::unit_derivation(&[]),
        units::unit_dimensions(&classes),
        units::unit_indicators(&[]),
        relations::unit_gap(&classes),
        classes::class_totals(&classes),
        standing::class_bands(&classes),
        standing::class_grades(&classes),
        classes::class_dimensions(&classes),
        relations::class_correlations(&classes),
        classes::class_indicators(&classes),
        relations::class_best(&classes),
        relations::class_equal_treatment(&classes),
        relations::class_shared(analysis, &classes),
        units::unit_self(&classes),
        standing::class_self(&classes),
        years::unit_changes(&classes),
        years::class_changes(&classes),
        classes::class_causes(&classes),
        classes::class_methods(&classes),
        stability::class_agreement(&classes),
        stability::indicator_agreement(&classes),
        stability::unit_errors(&classes),
        stability::class_neighbours(&classes),
        stability::unit_stability(&classes),
        stability::class_draws(&classes),
        stability::class_draw_weights(&classes),
        stability::class_draw_errors(&classes),
        files::unit_submissions(&classes),
        files::unit_evidence(&classes),
    ]
}

fn classes_of<'a>(scorebook: &'a Scorebook, analysis: &'a Analysis) -> Vec<Class<'a>> {
    let checked = &scorebook.checked;
    let grades: Vec<&str> = checked.cuts.iter().map(|cut| cut.name.as_str()).collect();
    let classes = checked.classes.iter().zip(&scorebook.classes).zip(&analysis.classes);
    let classes = classes.enumerate().map(|(position, ((class, scores), analysis))| Class {
        book: scorebook,
        position,
        units: 0..class.units.len(),
        tables: class,
        scores,
        analysis,
        grades: grades.clone(),
        causes: &checked.causes,
        pieces: &checked.settings.submissions.pieces,
    });
    classes.collect()
}

/// A table with many rows for every unit, made part by part: at a hundred thousand units none of
/// them would fit beside everything else.
pub struct LongTable<'a> {
    /// Its name, as in [`tables`].
    pub name: &'static str,
    /// Each part is of one class.
    parts: Vec<Class<'a>>,
    make: fn(&[Class<'_>]) -> ResultTable,
    /// The fewest rows that a unit of a class has.
    least: fn(&Class<'_>) -> usize,
}

/// Cells of a part: some 70 MB of columns.
const PART_CELLS: usize = 200_000;

impl LongTable<'_> {
    /// Rows that it has at the least.
    #[must_use]
    pub fn least_rows(&self) -> usize {
        let rows = |part: &Class<'_>| part.units.len() * (self.least)(part);
        self.parts.iter().map(rows).sum()
    }

    /// Its parts, in order.
    pub fn parts(&self) -> impl Iterator<Item = ResultTable> {
        self.parts.iter().map(|part| (self.make)(std::slice::from_ref(part)))
    }
}

/// The tables that are too long to be made at once.
#[must_use]
pub fn long_tables<'a>(scorebook: &'a Scorebook, analysis: &'a Analysis) -> Vec<LongTable<'a>> {
    let classes = classes_of(scorebook, analysis);
    let parts = classes.iter().flat_map(|class| {
        let step = (PART_CELLS / class.tables.system.indicators.len().max(1)).max(1);
        let part = move |from: usize| Class {
            units: from..(from + step).min(class.units.end),
            ..class.clone()
        };
        class.units.clone().step_by(step).map(part)
    });
    let parts: Vec<Class<'_>> = parts.collect();
    vec![
        LongTable {
            name: "unit_derivation",
            parts: parts.clone(),
            make: derivation::unit_derivation,
            least: |_| 1,
        },
        LongTable {
            name: "unit_indicators",
            parts,
            make: units::unit_indicators,
            least: |class| class.tables.system.indicators.len(),
        },
    ]
}

fn float(value: Option<Exact>) -> Option<f64> {
    value.map(exact_to_f64)
}
