//! The smallest assessments that each hold one difficulty, with results worked out by hand.

mod derivations;
mod grades;
mod papers;
mod registers;
mod totals;

use make_reports::analyse::{ClassAnalysis, analyse};
use make_reports::crew::Crew;
use make_reports::model::{Rounding, round_exact};

use crate::bad_input::{Edit, bend};
use crate::support::{City, codes, results, scorebook};

/// A miniature, bent or as it stands, and what must come of it.
struct Mini<'a> {
    /// The city.
    city: &'a str,
    /// How it is bent.
    edits: &'a [Edit],
    /// Every unit's published total, rank (`=` where tied) and grade, `-` for none.
    results: &'a [&'a str],
    /// Units that count in the first class, and their mean with two decimals.
    mean: (usize, &'a str),
    /// Codes of all findings.
    findings: &'a [&'a str],
}

impl Mini<'_> {
    /// Scores and checks; everything that differs from the hand is told at once.
    #[track_caller]
    fn hold(&self) {
        let city = bent(self.city, self.edits);
        let own = &analysed(&city)[0].totals;
        let mean = own.mean.map(|mean| round_exact(mean, 2, Rounding::HalfUp).to_string());
        let found = city.check();
        let (results, findings) = (results(&scorebook(&city)), codes(&found));
        let said = (results.as_slice(), own.count, mean.unwrap_or_default(), findings.as_slice());
        let (count, mean) = self.mean;
        let expected = (self.results, count, mean.to_owned(), self.findings);
        assert_eq!(format!("{said:#?}"), format!("{expected:#?}"), "{}", self.city);
    }
}

/// A bent city.
fn bent(name: &str, edits: &[Edit]) -> City {
    let city = City::copy(name);
    bend(&city, edits);
    city
}

/// What the classes of a city come to.
fn analysed(city: &City) -> Vec<ClassAnalysis> {
    analyse(&scorebook(city), Crew::new(2)).classes
}
