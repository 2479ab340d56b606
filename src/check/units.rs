//! The unit list.

use std::collections::HashMap;

use super::checked::Unit;
use crate::finding::{Finding, rule};
use crate::load::{RawTable, split_aliases};
use crate::model::{comparable, nearest};
use crate::settings::Settings;

/// The units of all classes, found by any of their names.
pub(super) struct Register {
    classes: Vec<Vec<Unit>>,
    names: HashMap<String, Known>,
}

/// Where a name leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) class: usize,
    pub(super) unit: usize,
}

impl Register {
    /// Units of a class, in list order.
    pub(super) fn of_class(&self, class: usize) -> &[Unit] {
        self.classes.get(class).map(Vec::as_slice).unwrap_or_default()
    }

    /// The unit with a code, name, short name or alias.
    pub(super) fn find(&self, name: &str) -> Option<Known> {
        self.names.get(&comparable(name)).copied()
    }

    /// The full name of the unit with a code, name, short name or alias.
    pub(super) fn name_of(&self, name: &str) -> Option<&str> {
        let Known { class, unit } = self.find(name)?;
        self.of_class(class).get(unit).map(|unit| unit.name.as_str())
    }

    /// The known unit name nearest to `name`.
    pub(super) fn nearest(&self, name: &str) -> Option<&str> {
        let units = self.classes.iter().flatten();
        nearest(name, units.flat_map(|unit| [unit.name.as_str(), unit.short.as_str()]))
    }
}

/// A row of the list before its class's order is known.
struct Row {
    line: usize,
    order: Option<i64>,
    unit: Unit,
}

/// Reads the unit list.
pub(super) fn read(table: &RawTable, settings: &Settings, findings: &mut Vec<Finding>) -> Register {
    let mut rows: Vec<Vec<Row>> = settings.classes.iter().map(|_| Vec::new()).collect();
    for line in 0..table.len() {
        if let Some((class, row)) = read_row(table, line, settings, findings) {
            rows[class].push(row);
        }
    }
    let mut register = Register { classes: Vec::new(), names: HashMap::new() };
    for (class, mut rows) in rows.into_iter().enumerate() {
        // Without an order the list's own order stands.
        rows.sort_by_key(|row| row.order.unwrap_or(i64::MAX));
        if rows.is_empty() {
            let found = Finding::new(rule::CLASS_EMPTY, table.whole());
            findings.push(found.with("class", &settings.classes[class].name));
        }
        for (unit, row) in rows.iter().enumerate() {
            enter(&mut register.names, Known { class, unit }, row, table, findings);
        }
        register.classes.push(rows.into_iter().map(|row| row.unit).collect());
    }
    register
}

fn read_row(
    table: &RawTable,
    line: usize,
    settings: &Settings,
    findings: &mut Vec<Finding>,
) -> Option<(usize, Row)> {
    let value = |role: &str| table.value(line, role).map(str::to_owned);
    let mut complete = true;
    for role in ["code", "name", "class"] {
        if value(role).is_none() {
            let found = Finding::new(rule::UNIT_INCOMPLETE, table.place_by_role(line, role));
            findings.push(found.with("role", role));
            complete = false;
        }
    }
    if !complete {
        return None;
    }
    let (code, name, class_code) = (value("code")?, value("name")?, value("class")?);
    let classes = &settings.classes;
    let Some(class) = classes.iter().position(|c| c.code == class_code || c.name == class_code)
    else {
        let known: Vec<_> = classes.iter().map(|class| class.code.as_str()).collect();
        let found = Finding::new(rule::UNIT_CLASS_UNKNOWN, table.place_by_role(line, "class"))
            .with("class", class_code)
            .with("known", known.join("、"));
        findings.push(found);
        return None;
    };
    let order = value("order").map(|text| text.parse::<i64>());
    if let Some(Err(_)) = order {
        let found = Finding::new(rule::UNIT_ORDER, table.place_by_role(line, "order"));
        findings.push(found.with("value", value("order").unwrap_or_default()));
    }
    let short = value("short").unwrap_or_else(|| name.clone());
    let aliases = value("aliases").unwrap_or_default();
    let aliases = split_aliases(&aliases).map(str::to_owned).collect();
    let unit = Unit { code, name, short, aliases };
    Some((class, Row { line, order: order.and_then(Result::ok), unit }))
}

/// Enters a unit's names; a name that another unit has is a finding.
fn enter(
    names: &mut HashMap<String, Known>,
    known: Known,
    row: &Row,
    table: &RawTable,
    findings: &mut Vec<Finding>,
) {
    let unit = &row.unit;
    let own = [("code", &unit.code), ("name", &unit.name), ("short", &unit.short)];
    let own = own.into_iter().chain(unit.aliases.iter().map(|alias| ("aliases", alias)));
    for (role, name) in own {
        // The first unit keeps a name, so that one mistake is one finding.
        let holder = *names.entry(comparable(name)).or_insert(known);
        if holder != known {
            let place = table.place_by_role(row.line, role);
            findings.push(Finding::new(rule::UNIT_DUPLICATE, place).with("name", name));
        }
    }
}
