//! What applies to a unit, and what scoring tells.

use super::{book, crew};
use crate::model::Points;
use crate::score::score;

/// Codes of what scoring a city tells.
fn codes(city: &str) -> Vec<&'static str> {
    book(city).findings.iter().map(|found| found.code).collect()
}

/// `tests/cities/treatments`: everything applies to the first, B1 (25) not to the second, B1 and B2
/// (25 + 15) not to the third.
#[test]
fn what_applies_is_counted() {
    let scores = &book("tests/cities/treatments").classes[0];
    let counts: Vec<usize> = scores.iter().map(|score| score.applicable_count).collect();
    assert_eq!(counts, [4, 3, 2]);
    let marks: Vec<Points> = scores.iter().map(|score| score.applicable_marks).collect();
    assert_eq!(marks, [1_000_000, 750_000, 600_000].map(Points::from_scaled));
}

#[test]
fn a_unit_to_which_nothing_applies_is_told() {
    let codes =
        |city: &str| -> Vec<&str> { book(city).findings.iter().map(|found| found.code).collect() };
    let told = codes("tests/cities/all-not-applicable");
    assert_eq!(told.iter().filter(|code| **code == "nothing-applies").count(), 1);
    assert!(!codes("tests/cities/treatments").contains(&"nothing-applies"));
}

/// What `tests/sample` plants for scoring to tell, and nothing where a table prints what is right:
/// Sichuan's totals and ranks are as published.
#[test]
fn outcomes_are_told_once() {
    let sample = codes("data");
    let told = |code: &str| sample.iter().filter(|own| **own == code).count();
    let planted = ["bonus-capped", "bonus-stopped", "cut-by-rounding", "grade-capped", "quota-tie"];
    assert_eq!(planted.map(told), [1; 5]);
    assert_eq!((told("rank-moved"), told("grade-moved")), (2, 2));
    let sichuan = codes("tests/cities/sichuan-2011");
    assert!(!sichuan.contains(&"total-differs") && !sichuan.contains(&"rank-differs"));
}

/// A printed total is held against the published one: 0.0001 more is told, once.
#[test]
fn a_printed_total_that_is_another_is_told() {
    let mut checked = book("tests/cities/sichuan-2011").checked;
    let (total, _) = checked.classes[0].printed[0].total.as_mut().unwrap();
    *total = Points::from_scaled(total.scaled() + 1);
    let told = score(checked, crew()).findings;
    assert_eq!(told.iter().filter(|found| found.code == "total-differs").count(), 1);
}
