//! Whose a finding is: the unit of the row, or of the column, that it stands in.

use std::collections::BTreeMap;

use super::units::Register;
use crate::finding::{Finding, Place};
use crate::load::{RawTable, RawTables};

/// Names the unit of every finding that stands in a unit's row or column and names none itself.
pub(super) fn name(raw: &RawTables, list: &Register, findings: &mut [Finding]) {
    let mut tables: BTreeMap<Place, Vec<(&RawTable, &[&str])>> = BTreeMap::new();
    let of_list = raw.units.iter().map(|table| (table, &["name", "code", "short"][..]));
    let all = raw.all().map(|table| (table, &["unit"][..]));
    for (table, roles) in of_list.chain(all) {
        tables.entry(table.whole()).or_default().push((table, roles));
    }
    for found in findings.iter_mut().filter(|found| found.unit().is_none()) {
        let Place { file, sheet, .. } = found.place.clone();
        let own = tables.get(&Place { file, sheet, ..Place::default() });
        let owner = |(table, roles): &(&RawTable, &[&str])| owner(table, roles, &found.place, list);
        found.row_unit = own.and_then(|own| own.iter().find_map(owner));
    }
}

/// The full name of the unit that a row names under one of the roles, or that the head of a
/// column without a role is.
fn owner(table: &RawTable, roles: &[&str], place: &Place, list: &Register) -> Option<String> {
    let (row, column) = place.position()?;
    let in_row = table.line_at(row).and_then(|line| {
        let mut names = roles.iter().filter_map(|role| table.value(line, role));
        names.find_map(|name| list.name_of(name))
    });
    let head = || {
        let column = table.column_at(column).filter(|column| column.role.is_empty())?;
        list.name_of(&column.head)
    };
    in_row.or_else(head).map(str::to_owned)
}
