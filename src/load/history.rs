//! Last year: a plain table, or the results of an earlier output folder.

use std::collections::BTreeSet;

use super::heads::Wanted;
use super::raw::wanted;
use super::reader::{Reader, inside};
use super::table::RawTable;
use crate::finding::{Failure, Finding, rule};
use crate::model::comparable;
use crate::settings::{ClassSettings, ColumnNames, Columns};

/// The table of points among results, and the one that says to which class a unit belonged.
const POINTS: &str = "unit_indicators";
const CLASSES: &str = "unit_totals";

/// Endings of result tables, the exact one first.
const ENDINGS: [&str; 2] = ["parquet", "csv"];

/// Reads a class's points of last year. The settings may name a plain table, a result table
/// `unit_indicators`, or the output folder that holds it.
pub(super) fn read(
    reader: &mut Reader,
    name: &str,
    class: &ClassSettings,
    columns: &Columns,
) -> Result<Option<RawTable>, Failure> {
    if let Some(table) = result_table(reader, name) {
        return read_results(reader, &table, class);
    }
    let required = &["unit", "indicator", "full_marks", "points"];
    reader.table(name, &wanted(&columns.history, required))
}

/// The result table that a name means; none when it means a plain table.
fn result_table(reader: &Reader, name: &str) -> Option<String> {
    let name = name.replace('\\', "/");
    let file = name.rsplit('/').next().unwrap_or_default();
    if ENDINGS.iter().any(|ending| file == format!("{POINTS}.{ending}")) {
        return Some(name);
    }
    if !inside(&reader.root, &name)?.is_dir() {
        return None;
    }
    let folders = [format!("{name}/results"), name.trim_end_matches('/').to_owned()];
    let tables = folders
        .iter()
        .flat_map(|folder| ENDINGS.iter().map(move |ending| format!("{folder}/{POINTS}.{ending}")));
    let tables: Vec<String> = tables.collect();
    let is_there = |table: &&String| inside(&reader.root, table).is_some_and(|p| p.is_file());
    // A folder without results: the first name is then told as missing.
    tables.iter().find(is_there).or(tables.first()).cloned()
}

/// Columns of a result table, which are known by their names.
struct ResultNames(Vec<(&'static str, Vec<String>)>);

impl ResultNames {
    fn new(roles: &[&'static str]) -> Self {
        Self(roles.iter().map(|role| (*role, vec![(*role).to_owned()])).collect())
    }
}

impl ColumnNames for ResultNames {
    fn roles(&self) -> Vec<(&'static str, &[String])> {
        self.0.iter().map(|(role, heads)| (*role, heads.as_slice())).collect()
    }

    fn ignored(&self) -> &[String] {
        &[]
    }
}

/// The points of the units that belonged to the class.
fn read_results(
    reader: &mut Reader,
    table: &str,
    class: &ClassSettings,
) -> Result<Option<RawTable>, Failure> {
    let required = &["unit", "indicator", "full_marks", "points"];
    let names = ResultNames::new(&["unit", "indicator", "name", "full_marks", "points", "cause"]);
    let points = reader.table(table, &open(&names, required))?;
    let names = ResultNames::new(&["unit", "class"]);
    let other = table.replace(POINTS, CLASSES);
    let classes = reader.table(&other, &open(&names, &["unit", "class"]))?;
    let (Some(points), Some(classes)) = (points, classes) else {
        return Ok(None);
    };
    let belongs = |line: &usize| {
        classes
            .value(*line, "class")
            .is_some_and(|code| comparable(code) == comparable(&class.code))
    };
    let members: BTreeSet<&str> =
        (0..classes.len()).filter(belongs).filter_map(|line| classes.value(line, "unit")).collect();
    let own = points
        .keeping(|line| points.value(line, "unit").is_some_and(|unit| members.contains(unit)));
    if own.is_empty() {
        reader.findings.push(Finding::new(rule::TABLE_EMPTY, own.whole()));
        return Ok(None);
    }
    Ok(Some(own))
}

/// A table of which some columns are asked for.
fn open<'a>(names: &'a ResultNames, required: &'a [&'static str]) -> Wanted<'a> {
    Wanted { open: true, ..wanted(names, required) }
}
