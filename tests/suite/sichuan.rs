//! The real assessment `tests/cities/sichuan-2011`, against what was published and against values
//! that this program did not make.
//!
//! Expected statistics are those of Python 3.11's `statistics` and numpy 2.4 over the published
//! totals (the script stands in [`REFERENCE`]).

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use make_reports::analyse::{self, Analysis};
use make_reports::crew::Crew;
use make_reports::model::exact_to_f64;

use crate::support::{City, can_prove, codes, files, repository, scorebook};

/// The script that gave the expected values below.
const _REFERENCE: &str = "
import csv, statistics, numpy
rows = list(csv.reader(open('scores.csv', encoding='utf-8')))[1:]
totals = [float(row[2]) for row in rows]
print(statistics.mean(totals), statistics.median(totals), statistics.stdev(totals))
print(numpy.quantile(totals, [.25, .75]))
for column, marks in zip(range(3, 8), (77, 9, 7, 4, 3)):
    points = [float(row[column]) for row in rows]
    print(statistics.mean(points), statistics.mean(p / marks for p in points))
";

/// Rows of a CSV file of results, as maps from head to cell.
fn rows(city: &City, table: &str) -> Vec<BTreeMap<String, String>> {
    let path = city.output().join("sichuan-2011/results").join(format!("{table}.csv"));
    let text = fs::read_to_string(path).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{found} {expected}");
}

#[test]
fn totals_and_ranks_are_the_published_ones() {
    let city = City::copy("sichuan-2011");
    city.reports_only();
    let report = city.build();
    assert_eq!(codes(&report), ["document-not-due"]);
    assert_eq!((report.documents, report.units), (22, 21));
    let source = fs::read_to_string(repository("tests/cities/sichuan-2011/scores.csv")).unwrap();
    let published: BTreeMap<&str, (f64, &str)> = source
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[1], (cells[2].parse().unwrap(), cells[0]))
        })
        .collect();
    let totals = rows(&city, "unit_totals");
    assert_eq!(totals.len(), 21);
    for row in &totals {
        let place = row["name"].trim_end_matches("国土资源局");
        let (total, rank) = published[place];
        close(number(row, "published_total"), total);
        assert_eq!(row["rank"], rank, "{place}");
        assert_eq!(row["grade"], "");
    }
    let ninth: Vec<&str> =
        totals.iter().filter(|row| row["rank"] == "9").map(|row| row["name"].as_str()).collect();
    assert_eq!(ninth, ["泸州市国土资源局", "阿坝州国土资源局"]);
    assert!(!totals.iter().any(|row| row["rank"] == "10"));
}

#[test]
fn class_statistics_agree_with_python() {
    let city = City::copy("sichuan-2011");
    city.build();
    let class = &rows(&city, "class_totals")[0];
    for (column, expected) in [
        ("mean", 65.557_142_857_142_86),
        ("median", 65.6),
        ("standard_deviation", 15.268_712_173_217_866),
        ("first_quartile", 54.5),
        ("third_quartile", 72.0),
        ("least", 38.0),
        ("most", 96.4),
        ("above", 11.0),
        ("below", 10.0),
    ] {
        close(number(class, column), expected);
    }
    let dimensions = rows(&city, "class_dimensions");
    let expected = [
        (53.490_476_190_476_19, 0.694_681_508_967_223_2),
        (2.928_571_428_571_428_4, 0.325_396_825_396_825_4),
        (3.704_761_904_761_904_6, 0.529_251_700_680_272),
        (3.433_333_333_333_333, 0.858_333_333_333_333_3),
        (2.0, 2.0 / 3.0),
    ];
    for (row, (points, rate)) in dimensions.iter().zip(expected) {
        close(number(row, "mean_points"), points);
        close(number(row, "mean_rate"), rate);
    }
}

#[test]
fn the_city_wide_report_says_these_figures() {
    let city = City::copy("sichuan-2011");
    city.reports_only();
    city.build();
    let folder = city.output().join("sichuan-2011/city");
    let path = fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    let pdf = lopdf::Document::load(path).unwrap();
    let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
    let text: String =
        pdf.extract_text(&pages).unwrap().chars().filter(|c| !c.is_whitespace()).collect();
    for said in [
        "平均得分为65.56分，共有11个单位在平均分之上，10个在平均分之下",
        "中位数为65.6分，标准差为15.27分",
        "泸州市、阿坝州同为67.0分，并列第9名",
        "最高的是成都市，96.4分；最低的是甘孜州，38.0分",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[test]
fn workbook_and_csv_give_the_same_results() {
    let (csv, workbook) = (City::copy("sichuan-2011"), City::copy("sichuan-2011-workbook"));
    csv.build();
    let report = workbook.build();
    assert_eq!(codes(&report), ["document-not-due"]);
    let results = |city: &City| files(&city.output().join("sichuan-2011/results"));
    assert_eq!(results(&csv), results(&workbook));
    // Sixteen tables in two forms, and their dictionary.
    assert_eq!(results(&csv).len(), 33);
}

#[test]
fn gaps_to_the_mean_add_up_as_printed() {
    let (scorebook, analysis) = scored();
    let mut compared = 0;
    for unit in 0..21 {
        let facts = analyse::facts::unit(&scorebook, &analysis, 0, unit);
        let gap = facts.gap.unwrap();
        let hundredths = |value: f64| (value * 100.0).round();
        let parts: f64 = gap.parts.iter().map(|part| hundredths(part.figure.value)).sum();
        close(parts, hundredths(gap.figure.value));
        // Chengdu, by hand: 96.4 − 65.56 = 30.84.
        if facts.short == "成都市" {
            assert_eq!(gap.figure.text, "30.84");
            compared += 1;
        }
    }
    assert_eq!(compared, 1);
}

#[test]
fn a_unit_sees_nothing_of_another() {
    let (scorebook, analysis) = scored();
    let units = &scorebook.checked.classes[0].units;
    for (position, unit) in units.iter().enumerate() {
        let facts = analyse::facts::unit(&scorebook, &analysis, 0, position);
        let text = serde_json::to_string(&facts).unwrap();
        for other in units.iter().filter(|other| *other != unit) {
            assert!(!text.contains(&other.name), "{} in {}", other.name, unit.name);
            assert!(!text.contains(&other.code), "{} in {}", other.code, unit.name);
        }
    }
}

/// The assessment, scored and analysed in this process.
fn scored() -> (make_reports::score::Scorebook, Analysis) {
    let scorebook = scorebook(&City::copy("sichuan-2011"));
    let analysis = analyse::analyse(&scorebook, Crew::new(2));
    let mean = analysis.classes[0].totals.mean.map(exact_to_f64);
    close(mean.unwrap(), 65.557_142_857_142_86);
    (scorebook, analysis)
}

/// Programs that we did not write: every PDF is sound, and holds our fonts only, embedded, with
/// maps to Unicode.
#[test]
fn other_programs_find_the_papers_sound() {
    let (qpdf, pdffonts) = (can_prove("qpdf", &["--version"]), can_prove("pdffonts", &["-v"]));
    let city = City::copy("sichuan-2011");
    let report = city.build();
    let papers: Vec<_> = walkdir::WalkDir::new(city.output())
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "pdf"))
        .collect();
    // All but the workbook of statistics.
    assert_eq!(papers.len(), report.documents - 1);
    let ours =
        ["FandolFang-Regular", "FandolKai-Regular", "NotoSansCJKsc-Regular", "NotoSerifCJKsc-"];
    for paper in &papers {
        if qpdf {
            let run = Command::new("qpdf").arg("--check").arg(paper).output().unwrap();
            assert!(run.status.success(), "{paper:?} {run:?}");
        }
        if pdffonts {
            let run = Command::new("pdffonts").arg(paper).output().unwrap();
            let said = String::from_utf8(run.stdout).unwrap();
            let fonts: Vec<&str> = said.lines().skip(2).collect();
            assert!(fonts.len() >= 3, "{said}");
            for font in fonts {
                assert!(ours.iter().any(|name| font.contains(name)), "{font}");
                // Embedded, subset, with a map to Unicode.
                assert!(font.contains("yes yes yes"), "{font}");
            }
        }
    }
}
