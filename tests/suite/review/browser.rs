//! The page in a real browser.

use std::process::Command;

use super::city;
use crate::support::{can_prove, repository};

/// Opened, filtered, read, remarked on, returned, passed, released, changed and signed again, by
/// keyboard.
#[test]
fn a_browser_reviews_by_keyboard() {
    if !can_prove("chromium", &["--version"]) || !can_prove("python3", &["--version"]) {
        return;
    }
    let city = city();
    let work = tempfile::tempdir().unwrap();
    let done = Command::new("python3")
        .arg(repository("tests/foreign/review.py"))
        .arg(env!("CARGO_BIN_EXE_make-reports"))
        .args([city.data(), repository("fonts")])
        .arg(work.path())
        .args(["西山", "department-scores.csv:公开目录,38,30,35:公开目录,36,30,35"])
        .args(std::env::var_os("MAKE_REPORTS_PICTURES"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    // For the reader, and no measure: a machine that does other things at once takes longer.
    eprintln!("seconds: {said}");
}
