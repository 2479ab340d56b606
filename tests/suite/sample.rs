//! The sample in `data/`: its generator makes it again byte for byte, it looks like an assessment,
//! and the run finds what was planted in it, at the cells where it was planted.

#[path = "../sample/generator/mod.rs"]
#[expect(dead_code, reason = "the generator's own program also prints totals")]
mod generator;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::sync::OnceLock;

use make_reports::pipeline::Report;
use make_reports::publish::SaidFinding;

use crate::support::{City, files, repository};

/// The sample, built once for all tests that only read it.
pub fn built() -> &'static (City, Report) {
    static BUILT: OnceLock<(City, Report)> = OnceLock::new();
    BUILT.get_or_init(|| {
        let city = City::of(&repository("data"));
        let report = city.build();
        (city, report)
    })
}

/// Rows of a table of results.
fn results(table: &str) -> Vec<BTreeMap<String, String>> {
    let path = built().0.output().join("shanwei-2023/results").join(format!("{table}.csv"));
    let text = fs::read_to_string(path).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn the_generator_makes_the_sample_byte_for_byte() {
    let made = generator::files();
    let kept: BTreeMap<String, Vec<u8>> = files(&repository("data")).into_iter().collect();
    assert_eq!(made.keys().collect::<Vec<_>>(), kept.keys().collect::<Vec<_>>());
    for (file, bytes) in &made {
        assert!(*bytes == kept[file], "{file} is not what the generator makes: run it again");
    }
    assert_eq!(generator::files(), made);
}

#[test]
fn the_run_makes_every_report() {
    let report = &built().1;
    assert_eq!((report.units, report.documents), (41, 88));
    assert_eq!(report.failed, Vec::<String>::new());
    assert!(!report.has_errors());
    let manifest = fs::read_to_string(built().0.output().join("shanwei-2023/manifest.json"));
    let manifest: serde_json::Value = serde_json::from_str(&manifest.unwrap()).unwrap();
    let documents = manifest["documents"].as_array().unwrap();
    let of_kind = |kind: &str| documents.iter().filter(|entry| entry["kind"] == kind).count();
    // What is derived from a paper is part of it.
    let papers = documents.iter().filter(|entry| entry["derived_from"].is_null());
    assert_eq!(report.documents, papers.count());
    let kinds = [("unit", 82), ("rectification", 123), ("ledger", 2), ("notice", 2)];
    let single = ["city", "public", "training", "workbook"].map(|kind| (kind, 1));
    for (kind, count) in kinds.into_iter().chain(single) {
        assert_eq!(of_kind(kind), count, "{kind}");
    }
}

/// What is planted with a place of its own: tag, rule, and whether the finding stands in the very
/// cell or only in its row (a ledger's finding stands at the problem, not at the re-check).
const PLANTED: [(&str, &str, Place); 19] = [
    ("appeal-window-close", "appeal-window-close", Place::Cell),
    ("appeal-same-cause-refused", "appeals-decided-apart", Place::Cell),
    ("unequal-deduction-1", "deduction-unequal", Place::OneCell),
    ("unequal-deduction-2", "deduction-unequal", Place::OneCell),
    ("mend-unequal", "mend-unequal", Place::Cell),
    ("event-twice", "event-twice", Place::Cell),
    ("evidence-dead", "evidence-dead", Place::Cell),
    ("evidence-late", "evidence-late", Place::Cell),
    ("submission-missing", "submission-missing", Place::Cell),
    ("scan-late", "submission-late", Place::Cell),
    ("submission-returned", "submission-returned", Place::Cell),
    ("ledger-overdue", "ledger-overdue", Place::Row),
    ("ledger-done-late", "ledger-overdue", Place::Row),
    ("ledger-refused", "ledger-refused", Place::Row),
    ("ledger-false-link", "ledger-false-link", Place::Row),
    ("problem-repeated", "problem-repeated", Place::Cell),
    ("self-all-full", "self-all-full", Place::Column),
    ("self-missing", "self-missing", Place::Column),
    ("grade-cap", "grade-capped", Place::Line),
];

/// How a finding's place is held against a planted one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Cell,
    /// One of the planted cells.
    OneCell,
    Row,
    Column,
    Line,
}

impl Place {
    fn of(self, cell: &str) -> &str {
        match self {
            Self::Cell | Self::OneCell => cell,
            Self::Row => cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()),
            Self::Column => cell.trim_end_matches(|c: char| c.is_ascii_digit()),
            Self::Line => cell.trim_start_matches("line ").split(',').next().unwrap_or(cell),
        }
    }
}

#[test]
fn the_run_finds_what_is_planted_where_it_is_planted() {
    let planted = generator::planted();
    let findings = &built().1.findings;
    for (tag, code, place) in PLANTED {
        let rows: Vec<_> = planted.iter().filter(|row| row.tag == tag).collect();
        assert!(!rows.is_empty(), "{tag} is not planted");
        let at = |finding: &SaidFinding| {
            let line = finding.line.map(|line| line.to_string());
            let cell = finding.cell.clone().or(line)?;
            Some((finding.file.clone()?, place.of(&cell).to_owned()))
        };
        let found: BTreeSet<_> =
            findings.iter().filter(|finding| finding.code == code).filter_map(at).collect();
        // A plant has a place in every table that it touches; the finding stands in one of them.
        let named: BTreeSet<&String> = found.iter().map(|(file, _)| file).collect();
        let expected: BTreeSet<_> = rows
            .into_iter()
            .filter(|row| named.contains(&row.file))
            .flat_map(|row| {
                let cells = row.place.split("; ").map(|cell| {
                    let first = cell.rsplit('!').next().unwrap().split(':').next().unwrap();
                    (row.file.clone(), place.of(first).to_owned())
                });
                cells.collect::<Vec<_>>()
            })
            .collect();
        if place == Place::OneCell {
            assert_eq!(expected.intersection(&found).count(), 1, "{tag}: {expected:?} {found:?}");
        } else {
            let there = !expected.is_empty() && expected.is_subset(&found);
            assert!(there, "{tag}: {expected:?} {found:?}");
        }
    }
}

/// Every finding of the run is one that was planted: nothing else is wrong with the sample.
#[test]
fn the_run_finds_nothing_else() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &built().1.findings {
        *counts.entry(&finding.code).or_default() += 1;
    }
    let expected = BTreeMap::from([
        ("appeal-window-close", 1),
        ("appeals-decided-apart", 1),
        ("applicable-share-low", 1),
        ("bonus-capped", 1),
        ("bonus-stopped", 1),
        ("cut-by-rounding", 1),
        ("deduction-unequal", 2),
        ("document-not-due", 1),
        ("event-twice", 1),
        ("evidence-dead", 2),
        ("evidence-late", 2),
        ("grade-capped", 1),
        ("grade-moved", 2),
        ("history-indicator-dropped", 4),
        ("history-indicator-new", 4),
        ("ledger-false-link", 1),
        ("ledger-overdue", 3),
        ("ledger-refused", 1),
        ("mend-unequal", 1),
        ("problem-repeated", 5),
        ("quota-tie", 1),
        ("rank-moved", 2),
        ("self-all-full", 1),
        ("self-missing", 1),
        ("submission-late", 1),
        ("submission-missing", 2),
        ("submission-returned", 1),
        ("unit-renamed", 1),
    ]);
    assert_eq!(counts, expected);
}

/// The generator scores with its own exact arithmetic; the program must come to the same.
#[test]
fn totals_are_those_of_the_generator() {
    let totals = results("unit_totals");
    for line in generator::summary() {
        let (class, rest) = line.split_once("：").or_else(|| line.split_once(':')).unwrap();
        let mut expected: Vec<f64> = rest
            .rsplit(": ")
            .next()
            .unwrap()
            .split_whitespace()
            .map(|total| total.parse().unwrap())
            .collect();
        let code = if class.contains('县') { "counties" } else { "departments" };
        let own = totals.iter().filter(|row| row["class"] == code);
        let mut found: Vec<f64> = own.map(|row| row["published_total"].parse().unwrap()).collect();
        expected.sort_by(f64::total_cmp);
        found.sort_by(f64::total_cmp);
        assert_eq!(found, expected, "{class}");
    }
}

#[test]
fn reasons_are_many_and_none_is_frequent() {
    let rows = results("unit_indicators");
    let loses = |row: &&BTreeMap<String, String>| {
        row["applicable"] == "true"
            && row["points"].parse::<f64>().unwrap() < row["full_marks"].parse().unwrap()
    };
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows.iter().filter(loses) {
        for column in ["reason", "cause", "evidence", "mend"] {
            assert!(!row[column].is_empty(), "{column} of {} {}", row["unit"], row["indicator"]);
        }
        *reasons.entry(&row["reason"]).or_default() += 1;
    }
    let lost: usize = reasons.values().sum();
    assert!(reasons.len() >= 400, "{}", reasons.len());
    let most = reasons.values().max().unwrap();
    assert!(most * 20 <= lost, "{most} of {lost}");
    // Most name a column in quotes, a date or a count.
    let concrete =
        |reason: &&&str| reason.contains('“') || reason.contains(|c: char| c.is_ascii_digit());
    let concrete = reasons.keys().filter(concrete).count();
    assert!(concrete * 10 >= reasons.len() * 9, "{concrete} of {}", reasons.len());
    let catalogue = fs::read_to_string(repository("data/登记簿/失分原因目录.csv")).unwrap();
    assert!(reasons.keys().all(|reason| !catalogue.contains(*reason)));
}

#[test]
fn the_systems_are_as_large_as_an_office_has_them() {
    let rows = results("class_indicators");
    let of = |class: &str| rows.iter().filter(|row| row["class"] == class).count();
    assert!(of("counties") >= 45 && of("departments") >= 40);
    let marks = |class: &str| -> f64 {
        let own = rows.iter().filter(|row| row["class"] == class);
        own.map(|row| row["full_marks"].parse::<f64>().unwrap()).sum()
    };
    assert!((marks("counties") - 100.0).abs() < 1e-9);
    assert!((marks("departments") - 100.0).abs() < 1e-9);
    let (mut all, mut none) = (0, 0);
    for row in rows.iter().filter(|row| row["class"] == "departments") {
        let rate: f64 = row["mean_rate"].parse().unwrap();
        all += usize::from(row["losing"] == "0");
        none += usize::from(rate == 0.0);
    }
    assert_eq!((all, none), (1, 1));
}

/// Replaces the value of one cell of a workbook's sheet, in the package's own XML.
fn set_number(path: &Path, sheet: &str, cell: &str, value: &str) {
    let mut package = zip::ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..package.len() {
        let mut part = package.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        if name == sheet {
            let text = String::from_utf8(bytes).unwrap();
            let start = text.find(&format!("<c r=\"{cell}\"")).unwrap();
            let from = start + text[start..].find("<v>").unwrap() + 3;
            let to = from + text[from..].find("</v>").unwrap();
            bytes = [&text[..from], value, &text[to..]].concat().into_bytes();
        }
        let options = zip::write::SimpleFileOptions::default();
        out.start_file(name, options).unwrap();
        out.write_all(&bytes).unwrap();
    }
    fs::write(path, out.finish().unwrap().into_inner()).unwrap();
}

/// Paths of documents whose bytes differ between two outputs.
fn changed(before: &[(String, Vec<u8>)], after: &[(String, Vec<u8>)]) -> BTreeSet<String> {
    let before: BTreeMap<_, _> = before.iter().map(|(path, bytes)| (path, bytes)).collect();
    let pdfs = after
        .iter()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|ending| ending == "pdf"));
    pdfs.filter(|(path, bytes)| before.get(path) != Some(&bytes))
        .map(|(path, _)| path.clone())
        .collect()
}

/// A county's score moves every paper of its class (the class mean is in all of them) and the
/// city-wide report, and no paper of the other class. After `--unit` those not made are stale.
#[test]
fn one_changed_score_moves_the_papers_that_show_it() {
    let city = City::of(&repository("data"));
    city.reports_only();
    city.build();
    let before = files(&city.output().join("shanwei-2023"));
    let book = city.data().join("评分表-县级政府.xlsx");
    // 海丰县, first and final points of one indicator; both, so that no correction is needed.
    for column in ["D", "E"] {
        set_number(&book, "xl/worksheets/sheet1.xml", &format!("{column}130"), "0");
    }
    let mut order = city.order();
    order.units = vec!["海丰县".to_owned()];
    let report = make_reports::pipeline::build(&order, &|_| {}).unwrap();
    assert_eq!(report.documents, 1, "{:?}", report.findings);
    let moved = changed(&before, &files(&city.output().join("shanwei-2023")));
    assert_eq!(moved.len(), 1);
    assert!(moved.iter().all(|path| path.contains("海丰县")), "{moved:?}");
    assert_eq!(report.stale.len(), 4, "{:?}", report.stale);
    assert!(report.stale.iter().all(|path| path.contains("县级政府") || path.starts_with("city/")));
    city.build();
    let moved = changed(&before, &files(&city.output().join("shanwei-2023")));
    assert_eq!(moved.len(), 5, "{moved:?}");
    assert!(moved.iter().all(|path| path.contains("县级政府") || path.starts_with("city/")));
}
