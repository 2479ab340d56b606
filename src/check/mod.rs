//! Stage 2: [`RawTables`] become [`Checked`], or a list of everything that is wrong.
//!
//! The rules stand in [`crate::finding::RULES`]. Each part below reads one table to its end and
//! reports all that it finds, so that a clerk gets one list and not one mistake a run. Nothing
//! else makes a [`Checked`].

mod characters;
mod checked;
mod indicators;
mod scores;
mod settings;
mod units;

pub use checked::{
    Cells, Checked, CheckedClass, Dimension, GradeCut, Indicator, IndicatorSystem, Printed, Unit,
};

use std::collections::BTreeSet;

use crate::assets::Setting;
use crate::finding::{Finding, any_error, arrange};
use crate::load::RawTables;
use crate::settings::Settings;

/// What came of checking: the assessment when no rule with severity error was broken, and all
/// findings, worst first.
#[derive(Debug)]
pub struct Outcome {
    /// The assessment; none when any finding is an error.
    pub checked: Option<Checked>,
    /// Everything found.
    pub findings: Vec<Finding>,
}

/// Checks every table against the settings and against each other; `setting` says how the fonts
/// of papers set a character.
#[must_use]
pub fn check(
    raw: RawTables,
    settings: Option<Settings>,
    setting: &dyn Fn(char) -> Setting,
) -> Outcome {
    let RawTables { units, classes, inputs, mut findings } = raw;
    let mut seen = BTreeSet::new();
    let of_classes = classes.iter().flat_map(|class| [&class.indicators, &class.scores]);
    for table in std::iter::once(&units).chain(of_classes).flatten() {
        characters::check(table, setting, &mut seen, &mut findings);
    }
    let Some(settings) = settings else {
        arrange(&mut findings);
        return Outcome { checked: None, findings };
    };
    let cuts = settings::check(&settings, &mut findings);
    let register = units.map(|table| units::read(&table, &settings, &mut findings));
    let mut checked_classes = Vec::new();
    for (position, tables) in classes.into_iter().enumerate() {
        let system = tables.indicators.map(|table| indicators::read(&table, &mut findings));
        let (Some(register), Some(system), Some(scores)) = (&register, system, tables.scores)
        else {
            continue;
        };
        let read = scores::Reading::new(&settings, position, register, &system);
        let (cells, printed) = read.scores(&scores, &mut findings);
        checked_classes.push(CheckedClass {
            code: settings.classes[position].code.clone(),
            name: settings.classes[position].name.clone(),
            units: register.of_class(position).to_vec(),
            system,
            cells,
            scores_place: scores.whole(),
            printed,
        });
    }
    arrange(&mut findings);
    let checked = (!any_error(&findings) && checked_classes.len() == settings.classes.len())
        .then(|| Checked::new(settings, cuts, checked_classes, inputs));
    Outcome { checked, findings }
}
