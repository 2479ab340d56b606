//! Totals, ranks and grades that moved, and the inputs that moved them, from tables of results.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::names::Names;
use crate::finding::Failure;
use crate::load::{ResultRows, result_rows};

/// What moved in the results.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// Units whose total, rank or grade is not what it was.
    pub totals: Vec<UnitMove>,
    /// Of these, units whose published total moved.
    pub total_count: usize,
    /// Units whose rank moved.
    pub rank_count: usize,
    /// Units whose grade moved.
    pub grade_count: usize,
    /// Inputs that moved, by unit.
    pub inputs: Vec<InputMove>,
    /// Whether one of the folders holds no results to compare.
    pub unknown: bool,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitMove {
    /// Code.
    pub unit: String,
    /// Name.
    pub name: String,
    /// Name of its class.
    pub class: String,
    /// `added`, `removed` or `moved`.
    pub how: &'static str,
    /// Total, rank and grade: as they were and as they are.
    pub values: [[String; 2]; 3],
}

/// An input of a unit that moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputMove {
    /// Code of the unit.
    pub unit: String,
    /// Name of the unit.
    pub name: String,
    /// What it is: a column of results or a rule of derivations.
    pub what: String,
    /// Code and name of the indicator, or the item of a register.
    pub item: String,
    /// As it was.
    pub old: String,
    /// As it is.
    pub new: String,
    /// The cell that it is read from now; empty where that is not known.
    pub place: String,
    /// Code of the indicator, and column of the table of its cells; empty of anything else.
    #[serde(skip)]
    pub(super) cell: (String, String),
}

impl Moved {
    pub(super) fn is_empty(&self) -> bool {
        self.totals.is_empty() && self.inputs.is_empty()
    }
}

/// Rows by what tells them apart: the first columns of a table.
type Rows = BTreeMap<Vec<String>, Vec<String>>;

/// Columns of `unit_totals` behind the unit.
const TOTALS: [&str; 5] = ["unit", "class", "published_total", "rank", "grade"];

/// Columns of `unit_indicators` that stand in cells.
const CELLS: [&str; 9] = [
    "unit",
    "indicator",
    "points",
    "first_points",
    "full_marks",
    "reason",
    "cause",
    "mend",
    "evidence",
];

/// Steps of derivations that are rows of registers.
const REGISTERED: [&str; 4] = ["correction", "bonus", "deduction", "late"];

/// What moved between two output folders.
pub(super) fn moved(old: &Path, new: &Path, names: &Names<'_>) -> Result<Moved, Failure> {
    let read = |table: &str, columns: &[&str]| {
        let old = result_rows(old, table, columns)?;
        Ok::<_, Failure>(old.zip(result_rows(new, table, columns)?))
    };
    let mut moved = Moved::default();
    let Some((before, now)) = read("unit_totals", &TOTALS)? else {
        return Ok(Moved { unknown: true, ..moved });
    };
    totals(&rows(&before, 1), &rows(&now, 1), names, &mut moved);
    if let Some((before, now)) = read("unit_indicators", &CELLS)? {
        cells(&before, &now, names, &mut moved);
    }
    let steps = ["unit", "rule", "item", "formula", "value"];
    if let Some((before, now)) = read("unit_derivation", &steps)? {
        registered(&before, &now, names, &mut moved);
    }
    if let Some((before, now)) = read("unit_self", &["unit", "claimed"])? {
        claimed(&rows(&before, 1), &rows(&now, 1), names, &mut moved);
    }
    moved.totals.sort_by_key(|own| names.order(&own.unit));
    moved.inputs.sort_by_key(|own| names.order(&own.unit));
    Ok(moved)
}

fn rows(table: &ResultRows, keys: usize) -> Rows {
    let row = |row: usize| {
        let cell = |column: usize| table.text(row, column).to_owned();
        ((0..keys).map(cell).collect(), (keys..TOTALS.len()).map(cell).collect())
    };
    (0..table.height).map(row).collect()
}

fn totals(old: &Rows, new: &Rows, names: &Names<'_>, moved: &mut Moved) {
    let empty = vec![String::new(); TOTALS.len() - 1];
    let all: std::collections::BTreeSet<&Vec<String>> = old.keys().chain(new.keys()).collect();
    for key in all {
        let (before, now) = (old.get(key), new.get(key));
        let how = match (before, now) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "moved",
        };
        let (one, other) = (before.unwrap_or(&empty), now.unwrap_or(&empty));
        let values = [1, 2, 3].map(|at| [one[at].clone(), other[at].clone()]);
        if how == "moved" {
            let counts = [&mut moved.total_count, &mut moved.rank_count, &mut moved.grade_count];
            for (count, [old, new]) in counts.into_iter().zip(&values) {
                *count += usize::from(old != new);
            }
            if values.iter().all(|[old, new]| old == new) {
                continue;
            }
        }
        let class = if now.is_some() { &other[0] } else { &one[0] };
        moved.totals.push(UnitMove {
            unit: key[0].clone(),
            name: names.unit(&key[0]).to_owned(),
            class: names.class(class).to_owned(),
            how,
            values,
        });
    }
}

/// Cells of unit and indicator, compared row by row where both tables are in one order.
fn cells(old: &ResultRows, new: &ResultRows, names: &Names<'_>, moved: &mut Moved) {
    let key = |table: &ResultRows, row: usize| {
        (table.text(row, 0).to_owned(), table.text(row, 1).to_owned())
    };
    let in_order = old.height == new.height
        && (0..old.height).all(|row| {
            old.text(row, 0) == new.text(row, 0) && old.text(row, 1) == new.text(row, 1)
        });
    let mut pairs: Vec<(Option<usize>, Option<usize>)> = Vec::new();
    if in_order {
        pairs.extend((0..old.height).map(|row| (Some(row), Some(row))));
    } else {
        let before: BTreeMap<_, _> = (0..old.height).map(|row| (key(old, row), row)).collect();
        let now: BTreeMap<_, _> = (0..new.height).map(|row| (key(new, row), row)).collect();
        pairs.extend((0..new.height).map(|row| (before.get(&key(new, row)).copied(), Some(row))));
        let gone = (0..old.height).filter(|row| !now.contains_key(&key(old, *row)));
        pairs.extend(gone.map(|row| (Some(row), None)));
    }
    for (before, now) in pairs {
        let text = |table: &ResultRows, row: Option<usize>, column: usize| {
            row.map_or_else(String::new, |row| table.text(row, column).to_owned())
        };
        let at = now.map(|row| key(new, row)).or_else(|| before.map(|row| key(old, row)));
        let (unit, indicator) = at.unwrap_or_default();
        for (column, what) in CELLS.iter().enumerate().skip(2) {
            let (one, other) = (text(old, before, column), text(new, now, column));
            if one != other {
                let name = names.indicator(&unit, &indicator);
                let item = format!("{indicator} {name}").trim().to_owned();
                moved.push(names, (&unit, what, item), (one, other));
                if let Some(own) = moved.inputs.last_mut() {
                    own.cell = (indicator.clone(), (*what).to_owned());
                }
            }
        }
    }
}

/// Rows of registers as derivations have them; several of one kind and item in their order.
fn registered(old: &ResultRows, new: &ResultRows, names: &Names<'_>, moved: &mut Moved) {
    let gather = |table: &ResultRows| {
        let mut all: BTreeMap<(String, String, String, usize), String> = BTreeMap::new();
        for row in (0..table.height).filter(|row| REGISTERED.contains(&table.text(*row, 1))) {
            let cell = |column: usize| table.text(row, column).to_owned();
            let same = |at: usize| (cell(0), cell(1), cell(2), at);
            let at = (0..all.len()).find(|at| !all.contains_key(&same(*at))).unwrap_or(all.len());
            let value = format!("{} {}", cell(3), cell(4));
            all.insert(same(at), value.trim().to_owned());
        }
        all
    };
    let (before, now) = (gather(old), gather(new));
    let keys: std::collections::BTreeSet<_> = before.keys().chain(now.keys()).collect();
    for key in keys {
        let value = |all: &BTreeMap<_, String>| all.get(key).cloned().unwrap_or_default();
        let (one, other) = (value(&before), value(&now));
        if one != other {
            moved.push(names, (&key.0, &key.1, key.2.clone()), (one, other));
        }
    }
}

/// Sums of what units gave themselves.
fn claimed(old: &Rows, new: &Rows, names: &Names<'_>, moved: &mut Moved) {
    for (key, now) in new {
        let before = old.get(key).map(|own| own[0].clone()).unwrap_or_default();
        if before != now[0] {
            moved.push(names, (&key[0], "claimed", String::new()), (before, now[0].clone()));
        }
    }
}

impl Moved {
    fn push(
        &mut self,
        names: &Names<'_>,
        (unit, what, item): (&str, &str, String),
        (old, new): (String, String),
    ) {
        self.inputs.push(InputMove {
            unit: unit.to_owned(),
            name: names.unit(unit).to_owned(),
            what: names.input(what),
            item,
            old,
            new,
            place: String::new(),
            cell: (String::new(), String::new()),
        });
    }
}
