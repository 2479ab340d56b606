//! Every result table against `tests/foreign/reference.py`, which computes it a second time from
//! the same raw files with pandas, numpy and scipy and without any code of this program.

use std::path::Path;
use std::process::Command;

use crate::support::{can_prove, repository};

/// Results of a data folder, held against the script; `more` is handed on to it.
fn hold(data: &Path, more: &[&str]) {
    let output = tempfile::tempdir().unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_make-reports"))
        .args(["results", "--data"])
        .arg(data)
        .arg("--output")
        .arg(output.path())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let edition = std::fs::read_dir(output.path()).unwrap().next().unwrap().unwrap();
    let told = Command::new("python3")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(repository("tests/foreign/reference.py"))
        .args([data, &edition.path().join("results")])
        .args(more)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&told.stdout);
    println!("{}\n{said}", data.display());
    assert!(told.status.success(), "{said}{}", String::from_utf8_lossy(&told.stderr));
    assert!(said.lines().count() > 10 && said.contains("unit_totals"), "{said}");
}

fn has_python() -> bool {
    can_prove("python3", &["-c", "import numpy, openpyxl, pandas, scipy"])
}

/// Points, ranks, grades, counts and names are equal, everything else within 1e-9; 100,000 draws of
/// numpy's own generator agree with the published ones.
#[test]
fn the_sample_is_computed_a_second_time() {
    if has_python() {
        hold(&repository("data"), &["--simulate"]);
    }
}

/// The cities whose tables stand in `tests/expected`, so that these are what the script says today.
#[test]
fn the_small_cities_are_computed_a_second_time() {
    if has_python() {
        for entry in std::fs::read_dir(repository("tests/expected")).unwrap() {
            hold(&repository("tests/cities").join(entry.unwrap().file_name()), &[]);
        }
    }
}
