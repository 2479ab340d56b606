//! What is known before an assessment is scored: settings, units and indicators.

use super::checked::{IndicatorSystem, Unit};
use super::{indicators, registers, settings, units};
use crate::check::Cause;
use crate::finding::{Finding, any_error, arrange, rule};
use crate::load::{EXAMPLE, RawClass, RawTable, RawTables};
use crate::model::Points;
use crate::settings::Settings;

/// An assessment before it is scored.
#[derive(Debug, Clone)]
pub struct Opening {
    /// What was meant.
    pub settings: Settings,
    /// The classes, in the order of the settings.
    pub classes: Vec<OpeningClass>,
    /// The catalogue of causes.
    pub causes: Vec<Cause>,
}

/// A class before it is scored.
#[derive(Debug, Clone)]
pub struct OpeningClass {
    /// Short code.
    pub code: String,
    /// Name as papers say it.
    pub name: String,
    /// Units, in list order.
    pub units: Vec<Unit>,
    /// The indicator system.
    pub system: IndicatorSystem,
}

/// Checks units and indicators alone: what papers that open an assessment are made of. None when
/// any finding is an error.
#[must_use]
pub fn opening(raw: RawTables, settings: Option<Settings>) -> (Option<Opening>, Vec<Finding>) {
    let RawTables { units, classes, registers, mut findings, .. } = raw;
    let mut opened = None;
    if let Some(settings) = settings {
        settings::check(&settings, &mut findings);
        super::contradictions::check(&settings, &mut findings);
        let list = units.map(|table| units::read(&table, &settings, &mut findings));
        let mut systems = Vec::new();
        for (tables, class) in classes.iter().zip(&settings.classes) {
            let total = class.marks_total.as_deref().and_then(|text| Points::parse(text).ok());
            let table = tables.indicators.as_ref();
            systems.extend(table.map(|table| indicators::read(table, total, &mut findings)));
        }
        let causes = registers.causes.as_ref();
        let causes =
            causes.map(|table| registers::read_causes(table, &mut findings)).unwrap_or_default();
        let complete = !any_error(&findings) && systems.len() == settings.classes.len();
        if let Some(list) = list.filter(|_| complete) {
            let classes = settings.classes.iter().zip(systems).enumerate();
            let classes = classes.map(|(position, (class, system))| OpeningClass {
                code: class.code.clone(),
                name: class.name.clone(),
                units: list.of_class(position).to_vec(),
                system,
            });
            opened = Some(Opening { classes: classes.collect(), settings, causes });
        }
    }
    arrange(&mut findings);
    (opened, findings)
}

/// Example rows that are still among the units or indicators.
pub(super) fn examples_left(
    units: Option<&RawTable>,
    classes: &[RawClass],
    findings: &mut Vec<Finding>,
) {
    let indicators = classes.iter().filter_map(|class| class.indicators.as_ref());
    for table in units.into_iter().chain(indicators) {
        let position_of = |line: usize| {
            (0..table.columns().len()).find(|position| {
                table.cell(line, *position).is_some_and(|text| text.contains(EXAMPLE))
            })
        };
        let mut examples = (0..table.len()).filter_map(|line| Some((line, position_of(line)?)));
        if let Some((line, position)) = examples.next() {
            let text = table.cell(line, position).unwrap_or_default();
            let place = table.place(line, Some(position));
            let found = Finding::new(rule::EXAMPLE_LEFT, place).with("text", text);
            findings.push(found.with("count", 1 + examples.count()));
        }
    }
}
