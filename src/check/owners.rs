//! Whose a finding is: the unit of the row, or of the column, that it stands in.

use std::collections::BTreeMap;

use super::owner::{Says, folder_says, name_says};
use super::units::{Known, Register};
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
        let of_row = own.and_then(|own| own.iter().find_map(owner));
        found.row_unit = of_row.or_else(|| of_path(raw, list, &found.place));
    }
}

/// The unit in whose folder a file lies, or that its name names.
fn of_path(raw: &RawTables, list: &Register, place: &Place) -> Option<String> {
    let file = place.file.as_deref()?;
    let material = raw.materials.files.iter().find(|material| material.path == file)?;
    let says = [name_says(list, material), folder_says(list, material)];
    says.into_iter().find_map(|says| match says {
        Says::Unit(Known { class, unit }) => Some(list.of_class(class)[unit].name.clone()),
        Says::Nothing | Says::Several => None,
    })
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
