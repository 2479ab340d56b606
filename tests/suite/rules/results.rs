//! Results of the small cities worked out by hand, in every encoding and kind of file.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::{LAST, LEVELS, LONG, SETTINGS, TWO_LEVELS, UNITS, WIDE, places, results, results_of};
use crate::bad_input::Edit::{Gb18030, Swap};
use crate::bad_input::{parquet, parquet_city};
use crate::support::{City, scorebook};

/// By hand: 东河县 28 + 18 + 19 + 20 + 10 = 95. 西山县 24 + 15 + 17 = 56 of 70 that apply,
/// 56 × 100 ÷ 70 = 80. 南湖区 25 + 14 + 16 + 15.5 + 9.5 = 80. 北原县 20 + 12 + 10 + 12 + 6.005 =
/// 60.005, half up 60.01. 中州区 15 + 10 + 10 + 10 + 5 = 50. 市教育局 38 + 19 + 35 = 92, 市水务局
/// 30 + 15 + 25 = 70, 市文化局 35 + 20 + 37.5 = 92.5.
const SMALL: [&str; 8] = [
    "95.00 1 优秀",
    "80.00 2= 良好",
    "80.00 2= 良好",
    "60.01 4 合格",
    "50.00 5 不合格",
    "92.00 2 优秀",
    "70.00 3 合格",
    "92.50 1 优秀",
];

#[test]
fn the_small_city_comes_out_as_by_hand() {
    assert_eq!(results_of("small", &[]), SMALL);
}

#[test]
fn encodings_do_not_change_results() {
    assert_eq!(
        results_of("small", &[Gb18030(UNITS), Gb18030(LONG), Gb18030(LEVELS), Gb18030(WIDE)]),
        SMALL
    );
    for name in [UNITS, LONG, LEVELS, WIDE, TWO_LEVELS, SETTINGS] {
        let city = City::copy("small");
        city.write(name, format!("\u{FEFF}{}", city.read(name)));
        assert_eq!(results(&scorebook(&city)), SMALL, "{name}");
    }
    let city = City::copy("small");
    let marked =
        encoding_rs::GB18030.encode(&format!("\u{FEFF}{}", city.read(UNITS))).0.into_owned();
    city.write(UNITS, marked);
    assert_eq!(results(&scorebook(&city)), SMALL, "GB18030 with a mark");
    let city = City::copy("small");
    let utf16: Vec<u8> =
        format!("\u{FEFF}{}", city.read(UNITS)).encode_utf16().flat_map(u16::to_le_bytes).collect();
    city.write(UNITS, utf16);
    assert_eq!(results(&scorebook(&city)), SMALL, "UTF-16");
}

/// Cities whose CSV files have other line ends come out the same.
fn hold_with_line_ends(end: &str) {
    for name in ["small", "sichuan-2011"] {
        let city = City::copy(name);
        for entry in fs::read_dir(city.data()).unwrap() {
            let file = entry.unwrap().file_name().into_string().unwrap();
            if Path::new(&file).extension().is_some_and(|ending| ending == "csv") {
                city.write(&file, city.read(&file).replace('\n', end));
            }
        }
        assert_eq!(places(&city.check()), [], "{name}");
        assert_eq!(results(&scorebook(&city)), results_of(name, &[]), "{name}");
    }
}

#[test]
fn line_ends_of_windows_do_not_change_results() {
    hold_with_line_ends("\r\n");
}

#[test]
fn line_ends_of_old_macintosh_files_do_not_change_results() {
    hold_with_line_ends("\r");
}

#[test]
fn line_numbers_survive_carriage_returns_and_quoted_line_breaks() {
    for end in ["\n", "\r\n"] {
        let city = City::copy("small");
        // A reason of two lines in line 2, an empty line after 西山县 (line 12): 中州区's last row
        // moves from line 26 to 28.
        city.replace(LONG, "两件文件未标注有效性", "\"两件文件\n未标注有效性\"");
        city.replace(LONG, "南湖区,规范性文件", "\n南湖区,规范性文件");
        city.replace(LONG, "东河县,政策解读,18", "东河县,政策解读,21");
        city.replace(LONG, LAST, "中州区,答复质量,11,");
        city.write(LONG, city.read(LONG).replace('\n', end));
        let expected =
            [4, 28].map(|line| ("score-above-full-marks", format!("county-scores.csv:{line}:3")));
        assert_eq!(places(&city.check()), expected, "{end:?}");
    }
}

#[test]
fn workbooks_give_the_results_of_csv_files() {
    for (csv, workbook) in [("small", "small-workbook"), ("sichuan-2011", "sichuan-2011-workbook")]
    {
        let (csv, workbook) = (City::copy(csv), City::copy(workbook));
        let (csv, workbook) = (scorebook(&csv), scorebook(&workbook));
        assert_eq!(csv.classes, workbook.classes);
        for (one, other) in csv.checked.classes.iter().zip(&workbook.checked.classes) {
            assert_eq!((&one.units, &one.system), (&other.units, &other.system));
        }
    }
}

#[test]
fn parquet_gives_the_results_of_csv_files() {
    assert_eq!(results(&scorebook(&parquet_city(parquet(Some(15.0))))), SMALL);
    // A row of a Parquet file counts like one below a head line.
    for (value, code) in [
        (Some(20.5), "score-above-full-marks"),
        (None, "score-missing"),
        (Some(f64::NAN), "score-not-a-number"),
        (Some(0.000_01), "score-decimals"),
    ] {
        let report = parquet_city(parquet(value)).check();
        assert_eq!(places(&report), [(code, "scores.parquet:3:3".to_owned())]);
    }
    // Sums of binary fractions are read as spreadsheets show them: 0.1 + 0.2 is 0.3.
    assert_eq!(results(&scorebook(&parquet_city(parquet(Some(0.1 + 0.2)))))[6], "55.30 3 不合格");
}

/// Results of one class with one indicator of 100 points.
fn alone(points: &[&str], scoring: &str) -> Vec<String> {
    let city = City::copy("small");
    let settings = city.read(SETTINGS);
    let head = settings.split_once("[[classes]]").unwrap().0;
    let class = "[[classes]]\ncode = \"a\"\nname = \"甲\"\nindicators = \"i.csv\"\n\
                 scores = \"s.csv\"\nscores_form = \"long\"\n";
    city.write(SETTINGS, format!("{head}{class}{scoring}"));
    city.write("i.csv", "一级指标,满分\n得分,100\n");
    let (mut units, mut scores) =
        ("单位代码,单位,类别\n".to_owned(), "单位,指标,得分,原因\n".to_owned());
    for (position, points) in points.iter().enumerate() {
        writeln!(units, "U{position},单位{position},a").unwrap();
        writeln!(scores, "U{position},得分,{points},没有这项职责").unwrap();
    }
    city.write(UNITS, units).write("s.csv", scores);
    results(&scorebook(&city))
}

const NO_GRADES: &str = "[scoring.grade]\nmethod = \"none\"\n";

fn grades(scoring: &str, on: &str) -> String {
    format!(
        "[scoring]\n{scoring}\n[scoring.grade]\nmethod = \"thresholds\"\non = \"{on}\"\n\
         levels = [{{ name = \"优\", from = \"90\" }}, {{ name = \"中\", from = \"60\" }}, \
         {{ name = \"差\" }}]\n"
    )
}

#[test]
fn grades_hold_their_lower_bound() {
    let points = ["90", "89.9999", "60", "59.995", "59.9949", "0"];
    // Published: 89.9999 rounds to 90.00 and 59.995 to 60.00, both reach the cut; 59.9949 rounds
    // to 59.99 and does not. 90 and 60 stand on the cut, inside.
    assert_eq!(
        alone(&points, &grades("decimals = 2", "published")),
        ["90.00 1= 优", "90.00 1= 优", "60.00 3= 中", "60.00 3= 中", "59.99 5 差", "0.00 6 差"]
    );
    // Exact: neither 89.9999 nor 59.995 reaches the cut, though both print as if they did.
    assert_eq!(
        alone(&points, &grades("decimals = 2", "exact")),
        ["90.00 1= 优", "90.00 1= 中", "60.00 3= 中", "60.00 3= 差", "59.99 5 差", "0.00 6 差"]
    );
    // Half to even: 59.995 lies between 59.99 and 60.00, whose last digit 0 is even; 59.985
    // between 59.98 and 59.99 goes to 59.98, half up to 59.99.
    let even = grades("decimals = 2\nrounding = \"half_even\"", "published");
    assert_eq!(alone(&["59.995", "59.985"], &even), ["60.00 1 中", "59.98 2 差"]);
    let up = grades("decimals = 2", "published");
    assert_eq!(alone(&["59.995", "59.985"], &up), ["60.00 1 中", "59.99 2 差"]);
}

#[test]
fn ranks_share_and_skip_as_set() {
    let points = ["80", "90", "70", "80"];
    let with = |scoring: &str| alone(&points, &format!("[scoring]\n{scoring}\n{NO_GRADES}"));
    let gap = ["80.00 2= -", "90.00 1 -", "70.00 4 -", "80.00 2= -"];
    assert_eq!(with("ties = \"1-2-2-4\""), gap);
    assert_eq!(with(""), gap);
    let dense = ["80.00 2= -", "90.00 1 -", "70.00 3 -", "80.00 2= -"];
    assert_eq!(with("ties = \"1-2-2-3\""), dense);
    // Equal when printed, different when exact: 80.004 and 80 both print as 80.00.
    let on = |kind: &str| {
        let scoring = format!("[scoring]\nrank_on = \"{kind}\"\n{NO_GRADES}");
        alone(&["80", "80.004", "70"], &scoring)
    };
    assert_eq!(on("published"), ["80.00 1= -", "80.00 1= -", "70.00 3 -"]);
    assert_eq!(on("exact"), ["80.00 2 -", "80.00 1 -", "70.00 3 -"]);
}

#[test]
fn classes_at_the_edge_are_ranked_as_they_should() {
    // A class of one has a grade and no rank.
    assert_eq!(alone(&["95"], &grades("", "published")), ["95.00 - 优"]);
    // All equal: all are first.
    assert_eq!(alone(&["50", "50", "50"], NO_GRADES), ["50.00 1= -"; 3]);
    // All zero.
    assert_eq!(alone(&["0", "0.0"], NO_GRADES), ["0.00 1= -"; 2]);
    // Nothing applies to the second: no total, no rank, no grade; the others are ranked without
    // it, and of two that leaves a class of one.
    let rescaled = grades("not_applicable = \"rescale\"", "published");
    assert_eq!(alone(&["80", "不适用", "90"], &rescaled), ["80.00 2 中", "- - -", "90.00 1 优"]);
    assert_eq!(alone(&["80", "不适用"], &rescaled), ["80.00 - 中", "- - -"]);
    assert_eq!(alone(&["不适用", "不适用"], &rescaled), ["- - -"; 2]);
}

#[test]
fn treatments_of_what_does_not_apply_come_out_as_by_hand() {
    // 西山县 has 56 of 70 marks that apply, of 100 in all.
    for (treatment, total) in [
        ("\"rescale\"", "80.00 2= 良好"),
        // 56 × 4/3 = 74.666…
        ("\"factor\"\nnot_applicable_factor = \"4/3\"", "74.67 3 合格"),
        ("\"zero\"", "56.00 4 不合格"),
        // 56 + 30 = 86
        ("\"full\"", "86.00 2 良好"),
    ] {
        assert_eq!(results_of("small", &[Swap(SETTINGS, "\"rescale\"", treatment)])[1], total);
    }
}
