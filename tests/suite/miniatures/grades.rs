//! Vetoes, ties, grades and quotas.

use super::{Mini, bent};
use crate::bad_input::Edit;
use crate::bad_input::Edit::{Add, Swap};
use crate::support::{results, scorebook};

const SETTINGS: &str = "settings.toml";
const LEVELS: &str = "method = \"thresholds\"\nlevels = [\n    { name = \"优秀\", from = \"90\" },\n    \
                      { name = \"合格\", from = \"60\" },";

/// Totals 96, 90, 80, 70, 50; 西山县 is vetoed: the last grade, no rank, and the others close up.
#[test]
fn a_veto_with_and_without_a_score() {
    // The mean of all: 386 ÷ 5 = 77.2; with 59 instead of 90, 355 ÷ 5 = 71; of the others,
    // 296 ÷ 4 = 74.
    for (veto, own, mean) in [
        ("counted = true", "90.00 - 不合格", (5, "77.20")),
        ("counted = false", "90.00 - 不合格", (4, "74.00")),
        ("counted = true\nscore = \"59\"", "59.00 - 不合格", (5, "71.00")),
        ("counted = false\nscore = \"59\"", "59.00 - 不合格", (4, "74.00")),
    ] {
        let table: &'static str = format!("\n[scoring.veto]\n{veto}\n").leak();
        Mini {
            city: "veto",
            edits: &[Add(SETTINGS, table)],
            results: &["96.00 1 优秀", own, "80.00 2 合格", "70.00 3 合格", "50.00 4 不合格"],
            mean,
            // Four of five: whoever reads how many the mean is of knows that one is vetoed.
            findings: if mean.0 == 4 { &["count-tells-veto"] } else { &[] },
        }
        .hold();
    }
}

/// A vetoed unit has no seat: of five units one is 优秀, and it is the second one. Where vetoed
/// units do not count, a fifth of four is no seat.
#[test]
fn a_vetoed_unit_takes_no_seat() {
    let quota = Swap(
        SETTINGS,
        LEVELS,
        "method = \"quota\"\nlevels = [\n    { name = \"优秀\", share = \"0.2\" },\n    \
         { name = \"合格\", share = \"0.6\" },",
    );
    let first = Swap("vetoes.csv", "西山县", "东河县");
    let of = |edits: &[Edit]| results(&scorebook(&bent("veto", edits)));
    assert_eq!(
        of(&[quota, first]),
        // Three seats for 合格; the last grade has the rest.
        ["96.00 - 不合格", "90.00 1 优秀", "80.00 2 合格", "70.00 3 合格", "50.00 4 合格"]
    );
    assert_eq!(
        of(&[quota, first, Add(SETTINGS, "\n[scoring.veto]\ncounted = false\n")]),
        // ⌊0.6 × 4⌋ = 2 seats.
        ["96.00 - 不合格", "90.00 1 合格", "80.00 2 合格", "70.00 3 不合格", "50.00 4 不合格"]
    );
}

/// 80, 92, 80, 70, 70, 50; the mean is 442 ÷ 6 = 73.666…
#[test]
fn ties_without_gaps() {
    Mini {
        city: "dense-ties",
        edits: &[],
        results: &[
            "80.00 2= 合格",
            "92.00 1 优秀",
            "80.00 2= 合格",
            "70.00 3= 合格",
            "70.00 3= 合格",
            "50.00 4 不合格",
        ],
        mean: (6, "73.67"),
        findings: &[],
    }
    .hold();
}

/// 95, 54 + 35.99 = 89.99, 80, 40 + 29.99 = 69.99, 50: nobody is 中. The mean is 384.98 ÷ 5 =
/// 76.996.
#[test]
fn five_grades_of_which_one_is_empty() {
    Mini {
        city: "five-grades",
        edits: &[],
        results: &["95.00 1 优", "89.99 2 良", "80.00 3 良", "69.99 4 可", "50.00 5 差"],
        mean: (5, "77.00"),
        findings: &[],
    }
    .hold();
}

const TOTALS: [&str; 10] = [
    "95.00 1", "90.00 2=", "90.00 2=", "88.00 4", "84.00 5", "82.00 6", "78.00 7", "74.00 8",
    "68.00 9", "50.00 10",
];

/// Grades of the ten units of `quota`, whose totals are [`TOTALS`].
fn hold_quota(edits: &[Edit], grades: [&str; 10], findings: &[&str]) {
    let lines: Vec<String> =
        TOTALS.iter().zip(grades).map(|(total, grade)| format!("{total} {grade}")).collect();
    let results: Vec<&str> = lines.iter().map(String::as_str).collect();
    // 95 + 90 + 90 + 88 + 84 + 82 + 78 + 74 + 68 + 50 = 799.
    Mini { city: "quota", edits, results: &results, mean: (10, "79.90"), findings }.hold();
}

const ALL: Edit = Add(SETTINGS, "quota_tie = \"all\"\n");
const BOTH: Edit = Swap(
    SETTINGS,
    "method = \"quota\"\nlevels = [\n    { name = \"优秀\", share = \"0.2\" },\n    \
     { name = \"良好\", share = \"0.4\" },",
    "method = \"both\"\nlevels = [\n    { name = \"优秀\", from = \"90\", share = \"0.2\" },\n    \
     { name = \"良好\", from = \"83\", share = \"0.4\" },",
);

/// Two seats of ten for 优秀, four for 良好; the second and the third unit share the last of the two.
#[test]
fn a_tie_at_the_last_seat() {
    let (one, two, rest) = ("优秀", "良好", "合格");
    // None of them gets it: four of the nine others are 良好.
    hold_quota(&[], [one, two, two, two, two, rest, rest, rest, rest, rest], &["quota-tie"]);
    // All of them do: three are 优秀, four 良好.
    hold_quota(&[ALL], [one, one, one, two, two, two, two, rest, rest, rest], &["quota-tie"]);
    // At the cut too: 82 is below 83.
    hold_quota(&[BOTH], [one, two, two, two, two, rest, rest, rest, rest, rest], &["quota-tie"]);
    hold_quota(
        &[BOTH, ALL],
        [one, one, one, two, two, rest, rest, rest, rest, rest],
        &["quota-tie"],
    );
    // ⌊0.19 × 10⌋ = 1: no tie crosses one seat.
    let one_seat = Swap(SETTINGS, "0.2", "0.19");
    hold_quota(&[one_seat], [one, two, two, two, two, rest, rest, rest, rest, rest], &[]);
    // ⌊0.09 × 10⌋ = 0, and one at least where so set.
    let none = Swap(SETTINGS, "0.2", "0.09");
    hold_quota(&[none], [two, two, two, two, rest, rest, rest, rest, rest, rest], &[]);
    let least = Add(SETTINGS, "quota_floor_one = true\n");
    hold_quota(&[none, least], [one, two, two, two, two, rest, rest, rest, rest, rest], &[]);
}
