//! Every result table of the small cities, held against `tests/expected`, which
//! `tests/foreign/reference.py --write` makes from the same raw files with pandas and scipy and
//! without any code of this program.

use std::collections::BTreeMap;
use std::path::Path;

use super::{book, crew, repository};
use crate::analyse::{analyse, results};
use crate::score::Scorebook;
use crate::tabulate::{TablePart, table_files};

/// Largest relative difference of a float.
const CLOSE: f64 = 1e-9;

/// A table as CSV: heads and rows.
struct Table {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

fn read(bytes: &[u8]) -> Table {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let cells = |row: &csv::StringRecord| row.iter().map(str::to_owned).collect();
    let heads = cells(reader.headers().unwrap());
    Table { heads, rows: reader.records().map(|row| cells(&row.unwrap())).collect() }
}

/// Few, so that long tables are put together from parts.
const PART_ROWS: usize = 11;

/// The result tables of a city that have rows, by name.
fn results_of(book: &Scorebook) -> BTreeMap<String, Table> {
    let analysis = analyse(book, crew());
    let tables = results::tables_in_parts(book, &analysis, PART_ROWS);
    let tables = tables.into_iter().map(|table| {
        let parts = (0..table.parts()).map(|part| TablePart::new(table.part(part), true));
        let files = table_files(parts, usize::MAX).unwrap();
        files.map(|files| (table.head().name.to_owned(), read(&files.csv.unwrap().concat())))
    });
    tables.flatten().collect()
}

fn expected_of(folder: &Path) -> BTreeMap<String, Table> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    files.map(|path| (name(&path), read(&std::fs::read(&path).unwrap()))).collect()
}

/// The same text, or floats that are as good as equal.
fn agree(own: &str, expected: &str) -> bool {
    match (own.parse::<f64>(), expected.parse::<f64>()) {
        (Ok(one), Ok(other)) => {
            one.is_finite() && (one - other).abs() <= CLOSE * one.abs().max(other.abs()).max(CLOSE)
        }
        _ => own == expected,
    }
}

/// Heads in the order of the alphabet, and rows so arranged, by what tells them apart where their
/// own order is nobody else's business.
fn arranged(name: &str, table: &Table) -> (Vec<String>, Vec<Vec<String>>) {
    let mut order: Vec<usize> = (0..table.heads.len()).collect();
    order.sort_by_key(|at| &table.heads[*at]);
    let key = |row: &&Vec<String>| {
        let of = |head: &str| table.heads.iter().position(|own| own == head).map(|at| &row[at]);
        ["class", "unit", "cause", "scenario"].map(of).map(Option::<&String>::cloned)
    };
    let mut rows: Vec<&Vec<String>> = table.rows.iter().collect();
    if ["class_causes", "unit_stability"].contains(&name) {
        rows.sort_by_key(key);
    }
    let cut = |row: &Vec<String>| order.iter().map(|at| row[*at].clone()).collect();
    (cut(&table.heads), rows.into_iter().map(cut).collect())
}

fn hold(city: &str, name: &str, own: &Table, expected: &Table) {
    let ((heads, rows), (expected_heads, expected)) =
        (arranged(name, own), arranged(name, expected));
    assert_eq!(heads, expected_heads, "{city} {name}");
    assert_eq!(rows.len(), expected.len(), "{city} {name}");
    for (at, (row, wanted)) in rows.iter().zip(&expected).enumerate() {
        for ((cell, wanted), head) in row.iter().zip(wanted).zip(&heads) {
            let place = || format!("{city} {name}, row {}, {head}: {cell} {wanted}", at + 1);
            assert!(agree(cell, wanted), "{}", place());
        }
    }
}

#[test]
fn results_are_what_pandas_and_scipy_say() {
    let folder = repository("tests/expected");
    let mut cities: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    cities.sort();
    assert!(cities.len() >= 10, "{cities:?}");
    for city in cities {
        let city = city.to_str().unwrap();
        let own = results_of(&book(&format!("tests/cities/{city}")));
        let expected = expected_of(&folder.join(city));
        // Derivations and draws are long; the script follows them where it reads a run's results.
        let long = |name: &&String| *name == "unit_derivation" || name.starts_with("class_draw");
        let names: Vec<&String> = own.keys().filter(|name| !long(name)).collect();
        assert_eq!(names, expected.keys().collect::<Vec<_>>(), "{city}");
        for (name, table) in &expected {
            hold(city, name, &own[name], table);
        }
    }
}

/// Eleven rows are two of the five counties, with five indicators each, and all three departments,
/// with three.
#[test]
fn long_tables_come_in_parts() {
    let book = book("tests/cities/small");
    let analysis = analyse(&book, crew());
    let units: Vec<(usize, usize)> = book
        .checked
        .classes
        .iter()
        .map(|class| (class.units.len(), class.system.indicators.len()))
        .collect();
    let tables = results::tables_in_parts(&book, &analysis, PART_ROWS);
    let long = tables.iter().find(|table| table.head().name == "unit_indicators").unwrap();
    let rows: usize = units.iter().map(|(units, indicators)| units * indicators).sum();
    assert_eq!(long.least_rows, rows);
    let parts = (0..long.parts()).map(|part| long.part(part).height()).collect::<Vec<_>>();
    let expected = units.iter().flat_map(|(units, indicators)| {
        let step = PART_ROWS / indicators;
        (0..*units).step_by(step).map(move |from| step.min(units - from) * indicators)
    });
    assert_eq!(parts, expected.collect::<Vec<_>>(), "{units:?}");
    assert!(parts.len() > units.len(), "{parts:?}");
}

/// Whatever a class is like, and however few units a statistic asks for, no figure is anything
/// but a number or nothing.
#[test]
fn every_figure_is_a_number() {
    for entry in std::fs::read_dir(repository("tests/cities")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        // Cities whose data cannot be scored as they stand.
        if !path.join("settings.toml").exists() || name == "damaged-parquet" {
            continue;
        }
        let mut book = book(&format!("tests/cities/{name}"));
        let own = &mut book.checked.settings.statistics;
        (own.median_least, own.spread_least, own.relative_least) = (1, 1, 1);
        (own.correlation_least, own.percentile_least, own.agreement_least) = (1, 1, 1);
        for (table, rows) in results_of(&book) {
            for cell in rows.rows.iter().flatten() {
                let odd = ["nan", "inf", "-inf"].contains(&cell.to_lowercase().as_str());
                assert!(!odd, "{name} {table}: {cell}");
            }
        }
    }
}
