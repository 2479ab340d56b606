//! Every result table against `tests/foreign/reference.py`: a second computation in Python from the
//! raw tables, written from the rules, with fractions, numpy, scipy and pandas.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::{City, can_prove, repository};

/// The cities of `tests/expected`, so that it is what the script says today.
const CITIES: [&str; 18] = [
    "all-equal",
    "all-not-applicable",
    "analysis",
    "class-of-one",
    "class-of-two",
    "dense-ties",
    "exact",
    "five-grades",
    "nested-percentages",
    "nobody",
    "quota",
    "registers",
    "rounds",
    "sichuan-2011",
    "small",
    "treatments",
    "veto",
    "veto-apart",
];

fn can_compare() -> bool {
    can_prove("python3", &["-c", "import numpy, openpyxl, pandas, scipy"])
}

/// The `results` folder of the only assessment that was made.
fn results(city: &City) -> PathBuf {
    let made = fs::read_dir(city.output()).unwrap().map(|entry| entry.unwrap().path());
    made.map(|path| path.join("results")).find(|path| path.is_dir()).unwrap()
}

fn compare(city: &City, results: &Path, more: &[&str]) -> Output {
    let mut command = Command::new("python3");
    command.arg("-B").arg(repository("tests/foreign/reference.py"));
    command.arg(city.data()).arg(results).args(more).output().unwrap()
}

fn made(city: &City) {
    let run = Command::new(env!("CARGO_BIN_EXE_make-reports"))
        .args(["results", "--data"])
        .arg(city.data())
        .arg("--output")
        .arg(city.output())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

#[track_caller]
fn agrees(city: &City, more: &[&str]) {
    made(city);
    let output = compare(city, &results(city), more);
    let said = String::from_utf8_lossy(&output.stdout);
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}\n{said}{wrong}", city.data().display());
}

#[test]
fn results_of_the_miniatures_agree_with_a_second_computation() {
    if !can_compare() {
        return;
    }
    for name in CITIES {
        agrees(&City::copy(name), &[]);
    }
}

/// With an independent simulation: 100,000 draws of numpy against the published mean shifts.
#[test]
fn results_of_the_sample_agree_with_a_second_computation() {
    if can_compare() {
        agrees(&City::of(&repository("data")), &["--simulate"]);
    }
}

/// The comparison itself: one step of the last decimal, a column or a table that nobody knows.
#[test]
fn the_second_computation_notices_what_is_changed() {
    if !can_compare() {
        return;
    }
    let city = City::copy("analysis");
    made(&city);
    let results = results(&city);
    let totals = results.join("unit_totals.csv");
    let text = fs::read_to_string(&totals).unwrap();
    let disagrees = |told: &str| {
        let output = compare(&city, &results, &[]);
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(told), "{said}");
    };
    // U3's published total; the exact one, 84.44444444444444, in its eighth decimal.
    for (from, to) in [(",84.44,", ",84.45,"), ("84.44444444444444", "84.44444454444444")] {
        assert!(text.contains(from));
        fs::write(&totals, text.replacen(from, to, 1)).unwrap();
        disagrees("U3");
    }
    fs::write(&totals, text.replacen("\nU1,", "\nU9,", 1)).unwrap();
    disagrees("row not expected");
    fs::write(&totals, text.replacen(",percentile", ",centile", 1)).unwrap();
    disagrees("column centile: not known");
    fs::write(&totals, &text).unwrap();
    fs::write(results.join("unit_more.csv"), "unit\nU1\n").unwrap();
    disagrees("unit_more: a table that the reference does not know");
}
