//! One case for every rule on data: the bent city that breaks it, and the legal one beside it.

mod files;
mod forms;
mod settings;
mod units;
mod scores;
mod appeals;
mod losses;
mod materials;
mod papers;
mod outcomes;
mod revealed;
mod results;
mod told;

use std::collections::BTreeSet;

use make_reports::finding::RULES;
use make_reports::pipeline::Report;

use crate::bad_input::{Edit, bend};
use crate::support::{City, places, results, scorebook};

/// A way to break one rule.
struct Case {
    /// The city that is bent.
    city: &'static str,
    /// What breaks the rule.
    bent: &'static [Edit],
    /// The rule's code and where it is broken; then what must come with it.
    found: &'static [(&'static str, &'static str)],
    /// The closest legal input: nothing is found.
    beside: &'static [Edit],
}

const SETTINGS: &str = "settings.toml";
const UNITS: &str = "units.csv";
/// Long scores and three-level indicators of the small city.
const LONG: &str = "county-scores.csv";
const LEVELS: &str = "county-indicators.csv";
/// One row an indicator, and two-level indicators.
const WIDE: &str = "department-scores.csv";
const TWO_LEVELS: &str = "department-indicators.csv";
/// One row a unit, with printed totals and ranks.
const PRINTED: &str = "scores.csv";
/// Line 26 of the long scores, up to the points.
const LAST: &str = "中州区,答复质量,5,";

/// Rules of finished papers, tested with templates and typesetting.
const OF_PAPERS: [&str; 36] = [
    "figure-altered",
    "figure-missing",
    "figure-wrong",
    "number-unknown",
    "foreign-name",
    "foreign-name-quoted",
    "pdf-size",
    "picture-family",
    "templates-none",
    "template-unused",
    "wording-key-unknown",
    "wording-value-unknown",
    "template-error",
    "typeset-error",
    "typeset-warning",
    "layout-unstable",
    "pdf-glyph-missing",
    "pdf-glyph-blank",
    "pdf-off-page",
    "pdf-overlap",
    "page-empty",
    "page-nearly-empty",
    "heading-last",
    "pdf-standard",
    "pdf-link",
    "figure-misplaced",
    "file-altered",
    "file-gone",
    "file-foreign",
    "output-older",
    "pdf-font",
    "pdf-unreadable",
    "file-name-clash",
    "document-stale",
    "document-not-made",
    "document-not-due",
];

/// Rules with a test of their own: thirty million cells take a while, a unit to which nothing
/// applies needs more than one edit, and so does a total too long to be kept; several sheets are
/// among the bent forms; not every system has links; fonts are files.
const ELSEWHERE: [&str; 8] = [
    "form-sheets",
    "table-too-large",
    "nothing-applies",
    "treatment-overflow",
    "link-outside",
    "font-absent",
    "font-unfit",
    "font-own",
];

/// All tables of cases.
const TABLES: [&[Case]; 11] = [
    files::FILES,
    settings::RULES_ON_SETTINGS,
    units::UNITS_AND_INDICATORS,
    scores::SCORES,
    appeals::CORRECTIONS_AND_APPEALS,
    losses::LOSSES,
    papers::HANDED_IN,
    materials::FILES_HANDED_IN,
    forms::FORMS,
    outcomes::OUTCOMES,
    revealed::REVEALED,
];

fn all_cases() -> impl Iterator<Item = &'static Case> {
    TABLES.into_iter().flatten()
}

/// What checking a bent city finds.
fn examined(city: &str, edits: &[Edit]) -> Report {
    let city = City::copy(city);
    bend(&city, edits);
    city.check()
}

/// Runs one table; every case that goes wrong is told, not the first only.
fn hold(cases: &[Case]) {
    let mut wrong = Vec::new();
    for case in cases {
        let report = examined(case.city, case.bent);
        let found = places(&report);
        let found: Vec<(&str, &str)> =
            found.iter().map(|(code, place)| (*code, place.as_str())).collect();
        if found != case.found {
            wrong.push(format!("{:?}: found {found:?}", case.found));
        }
        let beside = examined(case.city, case.beside);
        if !beside.findings.is_empty() {
            wrong.push(format!("beside {:?}: found {:?}", case.found, beside.findings));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_that_cannot_be_read_are_named() {
    hold(files::FILES);
}

#[test]
fn settings_that_cannot_be_meant_are_named() {
    hold(settings::RULES_ON_SETTINGS);
}

#[test]
fn units_and_indicators_must_agree_with_their_lists() {
    hold(units::UNITS_AND_INDICATORS);
}

#[test]
fn scores_must_be_whole_and_legal() {
    hold(scores::SCORES);
}

#[test]
fn corrections_and_appeals_must_agree() {
    hold(appeals::CORRECTIONS_AND_APPEALS);
}

#[test]
fn losses_must_agree_with_each_other_and_with_last_year() {
    hold(losses::LOSSES);
}

#[test]
fn what_units_hand_in_is_examined() {
    hold(papers::HANDED_IN);
}

#[test]
fn files_that_units_hand_in_are_examined() {
    hold(materials::FILES_HANDED_IN);
}

#[test]
fn forms_in_folders_are_examined() {
    hold(forms::FORMS);
}

#[test]
fn outcomes_worth_knowing_are_told() {
    hold(outcomes::OUTCOMES);
}

#[test]
fn what_papers_reveal_together_is_told() {
    hold(revealed::REVEALED);
}

#[test]
fn every_rule_on_data_has_a_case() {
    let tested: BTreeSet<&str> =
        all_cases().flat_map(|case| case.found).map(|(code, _)| *code).collect();
    let elsewhere: BTreeSet<&str> = OF_PAPERS.into_iter().chain(ELSEWHERE).collect();
    let known: BTreeSet<&str> = RULES.iter().map(|rule| rule.code).collect();
    let untested: Vec<_> = known.difference(&tested).filter(|c| !elsewhere.contains(*c)).collect();
    assert!(untested.is_empty(), "no case for {untested:?}");
    let gone: Vec<_> = tested.union(&elsewhere).filter(|code| !known.contains(*code)).collect();
    assert!(gone.is_empty(), "no such rule: {gone:?}");
}

/// Cities that stand for themselves; two have what their test is about.
const CITIES: [&str; 18] = [
    "materials",
    "small",
    "small-workbook",
    "sichuan-2011",
    "sichuan-2011-workbook",
    "registers",
    "forms",
    "class-of-one",
    "class-of-two",
    "all-equal",
    "all-not-applicable",
    "treatments",
    "veto",
    "rounds",
    "nested-percentages",
    "dense-ties",
    "five-grades",
    "quota",
];

#[test]
fn cities_as_they_stand_have_no_finding() {
    for city in CITIES {
        let report = examined(city, &[]);
        let found = places(&report);
        match city {
            "quota" => assert_eq!(found, [("quota-tie", "scores.csv".to_owned())]),
            "all-not-applicable" => {
                assert_eq!(found, [("nothing-applies", "scores.csv".to_owned())]);
            }
            _ => assert_eq!(found, [], "{city}"),
        }
    }
}

fn results_of(city: &str, edits: &[Edit]) -> Vec<String> {
    let city = City::copy(city);
    bend(&city, edits);
    results(&scorebook(&city))
}
