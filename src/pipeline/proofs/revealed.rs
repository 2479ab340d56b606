//! What the papers of a class reveal together: each rule where it holds, and one step beside, where
//! it does not. The sums stand in `tests/suite/rules/revealed.rs`.

use super::{Edit, bent};
use crate::finding::{Rule, rule};

const SETTINGS: &str = "settings.toml";
const SCORES: &str = "scores.csv";
const SUBMITTED: &str = "stage = \"submitted\"";
const REVIEWED: Edit<'_> = (SETTINGS, SUBMITTED, "stage = \"reviewed\"");
const PRELIMINARY: Edit<'_> = (SETTINGS, SUBMITTED, "stage = \"preliminary\"");
const APPROVED: Edit<'_> = (
    SETTINGS,
    SUBMITTED,
    "stage = \"approved\"\napproved_on = \"2024-09-20\"\napproved_by = \"市政府审定\"",
);
const MEAN_OF_2: Edit<'_> = (SETTINGS, "", "\n[disclosure]\nmean_least = 2\n");
const MEAN_OF_3: Edit<'_> = (SETTINGS, "", "\n[disclosure]\nmean_least = 3\n");
const OPEN: Edit<'_> = (SETTINGS, "", "\n[disclosure]\nmode = \"open\"\nmean_least = 3\n");
const OPEN_2: Edit<'_> = (SETTINGS, "", "\n[disclosure]\nmode = \"open\"\nmean_least = 2\n");
const NOTICE: Edit<'_> = (SETTINGS, "", "\n[notice]\nmode = \"scores\"\n");

/// How often a rule is told of a changed city.
fn told(rule: Rule, city: &str, edits: &[Edit<'_>]) -> usize {
    let book = bent(city, edits);
    book.findings.iter().filter(|found| found.code == rule.code).count()
}

fn tells(rule: Rule, city: &str, edits: &[Edit<'_>]) {
    assert!(told(rule, city, edits) > 0, "{} {city} {edits:?}", rule.code);
}

fn is_silent(rule: Rule, city: &str, edits: &[Edit<'_>]) {
    assert_eq!(told(rule, city, edits), 0, "{} {city} {edits:?}", rule.code);
}

#[test]
fn means_of_two() {
    let rule = rule::MEAN_REVEALS_UNIT;
    tells(rule, "class-of-two", &[REVIEWED, MEAN_OF_2]);
    is_silent(rule, "class-of-two", &[REVIEWED, MEAN_OF_3]);
    // Before decisions are told, nothing is.
    is_silent(rule, "class-of-two", &[PRELIMINARY, MEAN_OF_2]);
    // Open papers are meant to tell.
    is_silent(rule, "class-of-two", &[REVIEWED, OPEN_2]);
}

#[test]
fn means_by_difference() {
    let rule = rule::MEAN_BY_DIFFERENCE;
    let zero = (SETTINGS, "\"rescale\"", "\"zero\"");
    tells(rule, "treatments", &[REVIEWED, MEAN_OF_3, zero]);
    // Factors that a reader does not know.
    is_silent(rule, "treatments", &[REVIEWED, MEAN_OF_3]);
    is_silent(rule, "treatments", &[REVIEWED, OPEN, zero]);
    // No mean of totals, no difference.
    is_silent(rule, "treatments", &[REVIEWED, zero]);
}

#[test]
fn best_of_few() {
    let rule = rule::BEST_REVEALS_UNIT;
    tells(rule, "small", &[REVIEWED, OPEN]);
    is_silent(rule, "small", &[REVIEWED, (SETTINGS, "", "\n[disclosure]\nmode = \"open\"\n")]);
    is_silent(rule, "small", &[REVIEWED, MEAN_OF_3]);
}

#[test]
fn ranks_of_two() {
    let rule = rule::RANK_REVEALS_UNIT;
    tells(rule, "class-of-two", &[APPROVED]);
    is_silent(rule, "class-of-two", &[REVIEWED]);
    is_silent(rule, "class-of-two", &[APPROVED, OPEN]);
    is_silent(rule, "all-equal", &[APPROVED]);
}

#[test]
fn ranks_and_means() {
    let rule = rule::RANK_AND_MEAN;
    let first = |points| (SCORES, "西山县,45,35", points);
    tells(rule, "all-equal", &[APPROVED, first("西山县,45,35.2")]);
    is_silent(rule, "all-equal", &[APPROVED, first("西山县,45,35.4")]);
    is_silent(rule, "all-equal", &[REVIEWED, first("西山县,45,35.2")]);
    is_silent(rule, "all-equal", &[APPROVED, OPEN, first("西山县,45,35.2")]);
    let middle = [first("西山县,45,35.1"), (SCORES, "南湖区,50,30", "南湖区,50,30.1")];
    let last = |points| [&[APPROVED], &middle[..], &[(SCORES, "北原县,55,25", points)]].concat();
    tells(rule, "all-equal", &last("北原县,55,25.4"));
    is_silent(rule, "all-equal", &last("北原县,55,25.8"));
}

#[test]
fn orders_and_counts() {
    let falling = (SCORES, "东河县,50,30", "东河县,57,38");
    tells(rule::ORDER_IS_RANKING, "dense-ties", &[REVIEWED, falling]);
    is_silent(rule::ORDER_IS_RANKING, "dense-ties", &[REVIEWED]);
    is_silent(rule::ORDER_IS_RANKING, "dense-ties", &[APPROVED, falling]);
    // Of so few one is in that order by chance.
    let few = (SETTINGS, "", "\n[disclosure]\nordered_least = 7\n");
    is_silent(rule::ORDER_IS_RANKING, "dense-ties", &[REVIEWED, falling, few]);
    let many = (SETTINGS, "", "\n[disclosure]\nordered_least = 2\n");
    tells(rule::ORDER_IS_RANKING, "dense-ties", &[REVIEWED, falling, many]);
    // Without numbers in the names of files nobody sees an order.
    let bare = (SETTINGS, "", "\n[papers.unit]\nfile = \"units/{{ class }}/{{ short }}\"\n");
    is_silent(rule::ORDER_IS_RANKING, "dense-ties", &[REVIEWED, falling, bare]);
    // A list in which all have the same total is in no order.
    is_silent(rule::ORDER_IS_RANKING, "all-equal", &[REVIEWED, many]);
    let apart = (SETTINGS, "", "\n[scoring.veto]\ncounted = false\n");
    tells(rule::COUNT_TELLS_VETO, "veto", &[REVIEWED, apart]);
    is_silent(rule::COUNT_TELLS_VETO, "veto", &[REVIEWED]);
    is_silent(rule::COUNT_TELLS_VETO, "veto", &[REVIEWED, apart, OPEN]);
}

#[test]
fn notices_that_tell_scores() {
    let rule = rule::NOTICE_TELLS_SCORES;
    tells(rule, "dense-ties", &[APPROVED, NOTICE]);
    // None is made yet.
    is_silent(rule, "dense-ties", &[REVIEWED, NOTICE]);
    is_silent(rule, "dense-ties", &[APPROVED, NOTICE, OPEN]);
    is_silent(rule, "dense-ties", &[APPROVED]);
    is_silent(
        rule,
        "dense-ties",
        &[APPROVED, NOTICE, (SETTINGS, "", "\n[papers]\nmake = [\"unit\"]\n")],
    );
    // Of one unit all is its own.
    is_silent(rule, "class-of-one", &[APPROVED, NOTICE]);
}
