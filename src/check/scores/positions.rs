//! Where the points of every unit and indicator stand in a score table.

use super::forms::{Known, Roles};
use super::{Purpose, Reading};
use crate::check::checked::IndicatorSystem;
use crate::check::units::Register;
use crate::crew::Crew;
use crate::finding::Place;
use crate::load::RawTable;
use crate::settings::{ScoresForm, Settings};

/// Line and column of the points, by unit and then by indicator; none where there are none.
pub(in crate::check) type Positions = Vec<Option<(u32, u32)>>;

/// Whose table it is.
pub(in crate::check) struct Whose<'a> {
    pub(in crate::check) settings: &'a Settings,
    pub(in crate::check) class: usize,
    pub(in crate::check) register: &'a Register,
    pub(in crate::check) system: &'a IndicatorSystem,
}

/// The form of a table, and where its points stand. What is wrong with it is told when it is read.
pub(in crate::check) fn positions(
    whose: &Whose<'_>,
    of_units: bool,
    table: &RawTable,
) -> (ScoresForm, Positions) {
    let purpose = if of_units { Purpose::SelfAssessment } else { Purpose::Scoring };
    let Whose { settings, class, register, system } = *whose;
    let reading = Reading::new(settings, class, register, system, purpose, Crew::new(1));
    (reading.form, reading.positions(table))
}

impl Reading<'_> {
    fn positions(&self, table: &RawTable) -> Positions {
        let indicators = self.system.indicators.len();
        let mut at = vec![None; self.register.of_class(self.class).len() * indicators];
        let mut put = |(unit, leaf): (usize, usize), line: usize, column: usize| {
            if let Some(place) = at.get_mut(unit * indicators + leaf)
                && place.is_none()
            {
                *place = u32::try_from(line).ok().zip(u32::try_from(column).ok());
            }
        };
        match self.form {
            ScoresForm::Long => {
                let (roles, mut known) = (Roles::of(table), Known::default());
                let points = table.position("points").unwrap_or_default();
                for line in 0..table.len() {
                    let pair = self.pair(table, line, &roles, &mut known, &mut Vec::new());
                    if let Some(pair) = pair {
                        put(pair, line, points);
                    }
                }
            }
            ScoresForm::UnitRows => {
                let columns = heads(table, |head| self.leaf_called(head));
                for line in 0..table.len() {
                    let unit = self.unit_called(table, table.value(line, "unit"));
                    for (column, leaf) in &columns {
                        if let Some(unit) = unit {
                            put((unit, *leaf), line, *column);
                        }
                    }
                }
            }
            ScoresForm::IndicatorRows => {
                let columns = heads(table, |head| self.unit_called(table, Some(head)));
                for line in 0..table.len() {
                    let leaf = self.leaf_called(table.value(line, "indicator").unwrap_or_default());
                    for (column, unit) in &columns {
                        if let Some(leaf) = leaf {
                            put((*unit, leaf), line, *column);
                        }
                    }
                }
            }
        }
        at
    }

    fn leaf_called(&self, name: &str) -> Option<usize> {
        self.indicator(name, Place::default, &mut Vec::new())
    }

    fn unit_called(&self, table: &RawTable, name: Option<&str>) -> Option<usize> {
        let name = name.filter(|name| !table.ignores(name))?;
        self.known_unit(name, Place::default, &mut Vec::new())
    }
}

/// Columns of a wide table that no list of heads holds, with what their heads name.
fn heads(table: &RawTable, named: impl Fn(&str) -> Option<usize>) -> Vec<(usize, usize)> {
    let columns = table.columns().iter().enumerate().filter(|(_, own)| own.role.is_empty());
    columns.filter_map(|(at, own)| Some((at, named(&own.head)?))).collect()
}
