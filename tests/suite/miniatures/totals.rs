//! Totals and ranks: small classes, what does not apply, rounds, nested percentages.

use super::{Mini, analysed, bent};
use crate::bad_input::Edit::{Add, Swap};
use crate::support::scorebook;

const SETTINGS: &str = "settings.toml";
/// Statistics from the first unit on, so that a spread of nothing is asked for.
const ALL_STATISTICS: &str =
    "\n[statistics]\nmedian_least = 1\nspread_least = 2\nhistogram_least = 1\nrelative_least = 2\n";

/// 57 + 38.5 = 95.5; alone, it has a grade and no rank.
#[test]
fn a_class_of_one() {
    Mini {
        city: "class-of-one",
        edits: &[],
        results: &["95.50 - 优秀"],
        mean: (1, "95.50"),
        findings: &[],
    }
    .hold();
    let own = &analysed(&bent("class-of-one", &[Add(SETTINGS, ALL_STATISTICS)]))[0].totals;
    assert_eq!((own.standard_deviation, own.above, own.below), (None, 0, 0));
}

/// 48 + 30 = 78 and 57 + 38 = 95; (78 + 95) ÷ 2 = 86.5.
#[test]
fn a_class_of_two() {
    Mini {
        city: "class-of-two",
        edits: &[],
        results: &["78.00 2 合格", "95.00 1 优秀"],
        mean: (2, "86.50"),
        findings: &[],
    }
    .hold();
}

/// 50 + 30 = 45 + 35 = 55 + 25 = 80: all are first, nobody is above or below the mean, and the
/// spread is nothing.
#[test]
fn all_totals_equal() {
    Mini {
        city: "all-equal",
        edits: &[],
        results: &["80.00 1= 合格"; 4],
        mean: (4, "80.00"),
        findings: &[],
    }
    .hold();
    let own = &analysed(&bent("all-equal", &[Add(SETTINGS, ALL_STATISTICS)]))[0].totals;
    assert_eq!((own.standard_deviation, own.above, own.below), (Some(0.0), 0, 0));
}

/// 54 + 38 = 92, nothing, 42 + 28 = 70; (92 + 70) ÷ 2 = 81. No treatment makes a total of nothing.
#[test]
fn everything_not_applicable_to_one_unit() {
    for treatment in ["rescale", "rescale_within", "redistribute", "zero", "full"] {
        let quoted: &'static str = format!("\"{treatment}\"").leak();
        Mini {
            city: "all-not-applicable",
            edits: &[Swap(SETTINGS, "\"rescale\"", quoted)],
            results: &["92.00 1 优秀", "- - -", "70.00 2 合格"],
            mean: (2, "81.00"),
            findings: &["nothing-applies"],
        }
        .hold();
    }
}

/// 东河县 24 + 21 + 20 + 9 = 74 of 100, whatever the treatment. 西山县 24 + 21 + 9 = 54 of 75: B1
/// (25) does not apply. 南湖区 24 + 21 = 45 of 60: nothing of the second dimension (40) applies.
///
/// - `rescale`: 54 × 100 ÷ 75 = 72; 45 × 100 ÷ 60 = 75.
/// - `rescale_within`: 60 × 45 ÷ 60 + 40 × 9 ÷ 15 = 45 + 24 = 69; 60 × 45 ÷ 60 = 45, and the empty
///   dimension's 40 go to the other, 45 × 100 ÷ 60 = 75.
/// - `redistribute`: 25 ÷ 3 more for each of three at rates 0.8, 0.7, 0.6: 54 + 25 ÷ 3 × 2.1 = 71.5;
///   40 ÷ 2 = 20 more for each of two: 45 + 20 × 1.5 = 75.
/// - `factor` 4/3: 54 × 4 ÷ 3 = 72; 45 × 4 ÷ 3 = 60.
/// - `zero`: 54; 45. `full`: 54 + 25 = 79; 45 + 40 = 85.
#[test]
fn six_treatments_of_what_does_not_apply() {
    let mut rates = Vec::new();
    for (treatment, results, mean) in [
        // (74 + 72 + 75) ÷ 3 = 73.666…
        ("\"rescale\"", ["74.00 2 合格", "72.00 3 合格", "75.00 1 合格"], "73.67"),
        // (74 + 69 + 75) ÷ 3 = 72.666…
        ("\"rescale_within\"", ["74.00 2 合格", "69.00 3 合格", "75.00 1 合格"], "72.67"),
        // (74 + 71.5 + 75) ÷ 3 = 73.5
        ("\"redistribute\"", ["74.00 2 合格", "71.50 3 合格", "75.00 1 合格"], "73.50"),
        // (74 + 72 + 60) ÷ 3 = 68.666…
        (
            "\"factor\"\nnot_applicable_factor = \"4/3\"",
            ["74.00 1 合格", "72.00 2 合格", "60.00 3 合格"],
            "68.67",
        ),
        // (74 + 54 + 45) ÷ 3 = 57.666…
        ("\"zero\"", ["74.00 1 合格", "54.00 2 不合格", "45.00 3 不合格"], "57.67"),
        // (74 + 79 + 85) ÷ 3 = 79.333…
        ("\"full\"", ["74.00 3 合格", "79.00 2 合格", "85.00 1 合格"], "79.33"),
    ] {
        let edits = &[Swap(SETTINGS, "\"rescale\"", treatment)];
        let mean = (3, mean);
        Mini { city: "treatments", edits, results: &results, mean, findings: &[] }.hold();
        let own = &analysed(&bent("treatments", edits))[0].dimensions;
        rates.push([0, 1].map(|at| (own[at].count, own[at].mean_rate_f64)));
    }
    // Rates leave out what does not apply, whatever the treatment: 45 ÷ 60 three times; 29 ÷ 40 and
    // 9 ÷ 15, whose mean is (0.725 + 0.6) ÷ 2 = 0.6625.
    for [first, second] in rates {
        assert_eq!((first.0, second.0), (3, 2));
        assert!((first.1.unwrap() - 0.75).abs() < 1e-12, "{first:?}");
        assert!((second.1.unwrap() - 0.6625).abs() < 1e-12, "{second:?}");
    }
}

/// Two tenths of the day-to-day round and eight of the year-end one. 东河县: 0.2 × 60 + 0.8 × 55 =
/// 56, 0.2 × 40 + 0.8 × 35 = 36. 西山县: 10 + 32 = 42, 4 + 32 = 36. 南湖区: 6 + 36 = 42,
/// 6 + 0.8 × 20.5 = 22.4. Mean (92 + 78 + 64.4) ÷ 3 = 78.1333…
#[test]
fn rounds_are_weighed() {
    Mini {
        city: "rounds",
        edits: &[],
        results: &["92.00 1 优秀", "78.00 2 合格", "64.40 3 合格"],
        mean: (3, "78.13"),
        findings: &[],
    }
    .hold();
}

/// 100 × 60% × 50% × 40% = 12, × 60% = 18; 100 × 60% × 50% = 30; 100 × 40% × 62.5% = 25, × 37.5% =
/// 15. 东河县 12 + 15 + 27 + 20 + 15 = 89; 西山县 6 + 9 + 15 + 25 + 7.5 = 62.5; mean 75.75.
#[test]
fn nested_percentages_become_full_marks() {
    Mini {
        city: "nested-percentages",
        edits: &[],
        results: &["89.00 1 合格", "62.50 2 合格"],
        mean: (2, "75.75"),
        findings: &[],
    }
    .hold();
    let book = scorebook(&bent("nested-percentages", &[]));
    let indicators = &book.checked.classes[0].system.indicators;
    let marks: Vec<String> = indicators.iter().map(|i| i.full_marks.to_string()).collect();
    assert_eq!(marks, ["12", "18", "30", "25", "15"]);
}
