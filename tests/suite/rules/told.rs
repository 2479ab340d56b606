//! How findings are told: one for one mistake, all of one run, at the right cell, with advice that
//! works.

use std::collections::BTreeSet;

use polars::prelude::{Column, NamedFrom, Series};

use super::{
    LAST, LEVELS, LONG, SETTINGS, TWO_LEVELS, UNITS, WIDE, all_cases, examined, places, results_of,
};
use crate::bad_input::Edit;
use crate::bad_input::Edit::{Add, Swap, Text};
use crate::bad_input::{parquet_city, parquet_of};
use crate::support::{City, codes};

#[test]
fn ten_mistakes_are_ten_findings_of_one_run() {
    let report = examined(
        "small",
        &[
            Swap(SETTINGS, "below = \"90\"", "below = \"89\""),
            Swap(UNITS, "1,C01", "一,C01"),
            Add(UNITS, "6,C06,新城区人民政府,新城区,county,\n"),
            Swap(LEVELS, "B2,10", "B2,十"),
            Swap(LONG, "东河县,规范性文件,28", "东河县,规范性文件,"),
            Swap(LONG, "北原县,政策解读,12", "北原县,政策解读,#REF!"),
            Swap(LONG, "中州区,规范性文件,15", "中州区,规范性文件,31"),
            Add(LONG, "东和县,规范性文件,28,,\n"),
            Add(TWO_LEVELS, ",,40\n"),
            Swap(WIDE, "19,15,20", "19,-15,20"),
        ],
    );
    let expected = [
        ("score-missing", "county-scores.csv:2:3"),
        ("score-error-value", "county-scores.csv:18:3"),
        ("score-above-full-marks", "county-scores.csv:22:3"),
        ("unit-unknown", "county-scores.csv:27:1"),
        ("full-marks-wrong", "county-indicators.csv:6:5"),
        ("indicator-incomplete", "department-indicators.csv:5:1"),
        ("grade-cuts", "settings.toml"),
        ("unit-order", "units.csv:2:1"),
        ("unit-class-unknown", "units.csv:10:5"),
        ("score-negative", "department-scores.csv:3:3"),
    ];
    let expected: BTreeSet<(&str, String)> =
        expected.map(|(code, place)| (code, place.to_owned())).into();
    assert_eq!(places(&report).into_iter().collect::<BTreeSet<_>>(), expected);
}

#[test]
fn the_nearest_name_is_suggested() {
    let cases: [(&[Edit], &str); 6] = [
        (&[Swap(LONG, ",佐证\n", ",佐证链\n")], "“佐证链接”"),
        (&[Swap(SETTINGS, "sample = true", "sampel = true")], "“sample”"),
        (&[Text("columns.toml", "[score]\n")], "“scores”"),
        (&[Add(LONG, "东和县,规范性文件,28,,\n")], "“东河县”"),
        (&[Add(WIDE, "公开指北,1,1,1\n")], "“公开指南”"),
        (&[Add(LONG, "东河县,政策解毒,1,,\n")], "“政策解读”"),
    ];
    for (edits, nearest) in cases {
        let report = examined("small", edits);
        let [found] = report.findings.as_slice() else { panic!("{:?}", report.findings) };
        assert!(found.todo.contains(nearest), "{} {}", found.what, found.todo);
    }
    // A name like no other has no suggestion.
    let report = examined("small", &[Add(LONG, "火星,规范性文件,28,,\n")]);
    assert!(!report.findings[0].todo.contains("如果就是"), "{}", report.findings[0].todo);
}

#[test]
fn every_finding_says_what_and_what_to_do() {
    for case in all_cases() {
        for found in &examined(case.city, case.bent).findings {
            for words in [&found.what, &found.todo] {
                let chinese = words.chars().any(|sign| ('\u{4E00}'..='\u{9FFF}').contains(&sign));
                assert!(chinese && !words.contains(&found.code), "{}: {words}", found.code);
            }
        }
    }
}

#[test]
fn one_mistake_is_one_finding() {
    let mut wrong = Vec::new();
    for (city, edits, found) in [
        // An alias that is another unit's name: the name stays the other unit's.
        (
            "small",
            &[Swap(UNITS, "counties,西山\n", "counties,东河县\n")][..],
            ("unit-duplicate", "units.csv:3:6"),
        ),
        // An indicator twice: its scores are still its scores.
        (
            "small",
            &[Add(TWO_LEVELS, "政务服务,办事指南,40\n")],
            ("indicator-duplicate", "department-indicators.csv:5:1"),
        ),
        // A weight that is none says nothing about sums, and the rows below it inherit it.
        (
            "nested-percentages",
            &[Swap("indicators.csv", "主动公开,60%", "主动公开,六成")],
            ("weight-wrong", "indicators.csv:2:2"),
        ),
        // Full marks that are no number say nothing about the points in a head.
        (
            "sichuan-2011",
            &[Swap("indicators.csv", "在线服务,9,", "在线服务,九,")],
            ("full-marks-wrong", "indicators.csv:3:3"),
        ),
    ] {
        let report = examined(city, edits);
        let all = places(&report);
        if all != [(found.0, found.1.to_owned())] {
            wrong.push(format!("{found:?}: {all:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_finding_points_at_the_cell_that_is_wrong() {
    let mut wrong = Vec::new();
    for (edits, found) in [
        // The code stands in column 4.
        (&[Swap(LEVELS, "A2", "A1")][..], ("indicator-duplicate", "county-indicators.csv:3:4")),
        // The second level is what lacks.
        (
            &[Swap(LEVELS, "依申请公开,申请办理,按期答复", "依申请公开,,按期答复")],
            ("indicator-incomplete", "county-indicators.csv:5:2"),
        ),
        // A date that no calendar has.
        (
            &[Swap(SETTINGS, "\"submitted\"", "\"submitted\"\napproved_on = \"2024-13\"")],
            ("settings-form", "settings.toml:11:15"),
        ),
        // A unit to which nothing applies, in its scores.
        (NOTHING_APPLIES, ("nothing-applies", "county-scores.csv")),
    ] {
        let report = examined("small", edits);
        let all = places(&report);
        if !all.contains(&(found.0, found.1.to_owned())) {
            wrong.push(format!("{found:?}: {all:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_passed_over_in_silence() {
    let mut wrong = Vec::new();
    for (what, edits, found) in [
        (
            "two indicators share an alias",
            &[
                Swap(TWO_LEVELS, "满分\n", "满分,别名\n"),
                Swap(TWO_LEVELS, "公开目录,40", "公开目录,40,公开"),
                Swap(TWO_LEVELS, "公开指南,20", "公开指南,20,公开"),
            ][..],
            "indicator-duplicate",
        ),
        (
            "two classes share a name",
            &[Swap(SETTINGS, "name = \"市直部门\"", "name = \"县（区）\"")],
            "class-duplicate",
        ),
        (
            "a class is named like another's code",
            &[Swap(SETTINGS, "name = \"县（区）\"", "name = \"departments\"")],
            "class-duplicate",
        ),
        (
            "a long table prints a total that is not the sum",
            &[
                Swap(LONG, ",佐证\n", ",总分\n"),
                Swap(LONG, "东河县,规范性文件,28,两件文件未标注有效性,", "东河县,A1,28,,94"),
            ],
            "total-differs",
        ),
    ] {
        let report = examined("small", edits);
        if !codes(&report).contains(&found) {
            wrong.push(format!("{what}: no {found}, but {:?}", places(&report)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_a_finding_advises_works() {
    let mut wrong = Vec::new();
    for (what, edits) in [
        (
            "a row of sums, ignored in columns.toml",
            &[
                Add(WIDE, "合计,92,70,92.5\n"),
                Text("columns.toml", "[scores]\nignore = [\"合计\"]\n"),
            ][..],
        ),
        (
            "a date without quotes",
            &[Swap(SETTINGS, "\"submitted\"", "\"submitted\"\napproved_on = 2024-09-01")],
        ),
        ("a relative path inside the folder", &[Swap(SETTINGS, "units.csv", "./units.csv")]),
    ] {
        let report = examined("small", edits);
        if !report.findings.is_empty() {
            wrong.push(format!("{what}: {:?}", places(&report)));
        }
    }
    // A million is a number, and more than the full marks.
    let report = examined("small", &[Swap(LONG, LAST, "中州区,答复质量,1000000,")]);
    if codes(&report) != ["score-above-full-marks"] {
        wrong.push(format!("{:?}", report.findings));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_empty_text_in_parquet_is_an_empty_cell() {
    let columns = vec![
        Column::from(Series::new("指标".into(), ["公开目录", " 公开指南", "办事指南"])),
        Column::from(Series::new("市教育局".into(), ["38", " 19 ", "35"])),
        Column::from(Series::new("市水务局".into(), ["30", " ", "25"])),
        Column::from(Series::new("市文化局".into(), ["35", "20", "37.5"])),
    ];
    let report = parquet_city(parquet_of(columns)).check();
    assert_eq!(places(&report), [("score-missing", "scores.parquet:3:3".to_owned())]);
}

#[test]
fn more_cells_than_any_assessment_are_refused() {
    // 30,000 rows of 1,000 cells, and one row more.
    let row = "1,".repeat(999) + "1\n";
    let city = City::copy("small");
    city.write(WIDE, row.repeat(30_001));
    assert_eq!(places(&city.check()), [("table-too-large", "department-scores.csv".to_owned())]);
}

/// Every score of 西山县 is not applicable.
const NOTHING_APPLIES: &[Edit] = &[
    Swap(LONG, "西山县,规范性文件,24", "西山县,规范性文件,不适用"),
    Swap(LONG, "西山县,政策解读,15", "西山县,政策解读,不适用"),
    Swap(LONG, "西山县,政府网站,17", "西山县,政府网站,不适用"),
];

#[test]
fn a_unit_to_which_nothing_applies_is_told_and_has_no_total() {
    let report = examined("small", NOTHING_APPLIES);
    assert_eq!(codes(&report), ["nothing-applies"]);
    assert!(report.findings[0].what.contains("西山县"));
    assert_eq!(results_of("small", NOTHING_APPLIES)[1], "- - -");
    // With 20 of 100 marks it has a total, and that is told too.
    let little = examined("small", &NOTHING_APPLIES[..2]);
    assert_eq!(places(&little), [("applicable-share-low", "county-scores.csv".to_owned())]);
    assert!(little.findings[0].what.contains("20.0%"), "{}", little.findings[0].what);
}
