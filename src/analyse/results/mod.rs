//! The tables of `results/`: every figure at full precision, for whoever wants to check or go on.
//!
//! Points are exact decimals, written as floats that print them; means are the nearest floats of
//! exact values. A column's meaning stands in `wording/results.toml`.

mod classes;
mod derivation;
mod files;
mod stability;
mod units;
mod years;

use super::{Analysis, ClassAnalysis};
use crate::check::{Cause, CheckedClass};
use crate::model::{Exact, ResultTable, exact_to_f64};
use crate::score::{Scorebook, UnitScore};

/// One class with its scores and figures.
struct Class<'a> {
    tables: &'a CheckedClass,
    scores: &'a [UnitScore],
    analysis: &'a ClassAnalysis,
    grades: Vec<&'a str>,
    causes: &'a [Cause],
    /// Required pieces.
    pieces: &'a [String],
}

/// Every table of results.
#[must_use]
pub fn tables(scorebook: &Scorebook, analysis: &Analysis) -> Vec<ResultTable> {
    let checked = &scorebook.checked;
    let grades: Vec<&str> = checked.cuts.iter().map(|cut| cut.name.as_str()).collect();
    let classes: Vec<Class<'_>> = checked
        .classes
        .iter()
        .zip(&scorebook.classes)
        .zip(&analysis.classes)
        .map(|((class, scores), analysis)| Class {
            tables: class,
            scores,
            analysis,
            grades: grades.clone(),
            causes: &checked.causes,
            pieces: &checked.settings.submissions.pieces,
        })
        .collect();
    vec![
        units::unit_totals(&classes),
        derivation::unit_derivation(scorebook, &classes),
        units::unit_dimensions(&classes),
        units::unit_indicators(&classes),
        classes::class_totals(&classes),
        classes::class_dimensions(&classes),
        classes::class_indicators(&classes),
        units::unit_self(&classes),
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

fn float(value: Option<Exact>) -> Option<f64> {
    value.map(exact_to_f64)
}
