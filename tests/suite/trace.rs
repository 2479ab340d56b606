//! From a printed figure to its cells: every key of the sample at every stage, and every cell held
//! against the file that it names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use calamine::{Data, Reader as _, open_workbook_auto};
use make_reports::model::exact_to_f64;
use make_reports::pipeline::{Meant, Order, Tracer};
use make_reports::trace::{Reach, Trace, TraceCell};

use crate::support::{City, repository};

const STAGES: [&str; 5] = ["preliminary", "reviewed", "submitted", "approved", "rectified"];

fn tracer_of(data: &Path) -> Tracer {
    let order = Order {
        data: data.to_owned(),
        templates: None,
        fonts: None,
        output: data.join("output"),
        units: Vec::new(),
        only: Vec::new(),
        share: None,
        jobs: 2,
    };
    Tracer::new(&order, &|_| {}).unwrap()
}

fn sample() -> Tracer {
    tracer_of(&repository("data"))
}

fn sample_at(stage: &str) -> Tracer {
    let city = City::of(&repository("data"));
    city.replace("settings.toml", "stage = \"approved\"", &format!("stage = \"{stage}\""));
    tracer_of(&city.data())
}

/// All keys that papers of a stage may print, each with the unit whose papers do.
fn traces(tracer: &Tracer) -> Vec<Trace> {
    let whose = tracer.units().map(Some).chain(std::iter::once(None));
    let mut keys: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for unit in whose {
        let code = unit.map(|unit| tracer.code(unit));
        keys.extend(tracer.keys(unit).into_iter().map(|key| (key, code)));
    }
    let trace = |(key, code): (&str, Option<&str>)| {
        tracer.trace_in(key, code).unwrap_or_else(|| panic!("{key} is not traced"))
    };
    keys.into_iter().map(trace).collect()
}

fn cells(trace: &Trace) -> impl Iterator<Item = &TraceCell> {
    trace.cells.iter().chain(trace.parts.iter().flat_map(|part| &part.cells))
}

/// What its parts come to is what is printed, to half of its last place.
fn adds_up(trace: &Trace) -> bool {
    let Some((calculated, text)) = trace.calculated.zip(trace.texts.first()) else {
        return true;
    };
    let decimals = text.split_once('.').map_or(0, |(_, end)| end.len());
    let half = 0.5 * 10_f64.powi(-i32::try_from(decimals).unwrap());
    let printed: f64 = text.parse().unwrap();
    (exact_to_f64(calculated).abs() - printed.abs()).abs() <= half + 1e-9
}

/// Every figure of every paper reaches cells; a count of nothing reaches the files that were looked
/// through. One bound is the program's own: what a high rate is called.
#[test]
fn every_figure_of_every_stage_is_traced() {
    for stage in STAGES {
        let all = traces(&sample_at(stage));
        assert!(all.len() > 9_000, "{stage}: {}", all.len());
        let mut reach: BTreeMap<Reach, usize> = BTreeMap::new();
        for trace in &all {
            *reach.entry(trace.reach).or_default() += 1;
            assert!(trace.reach < Reach::Table || trace.key == "city/high-rate", "{trace:?}");
            assert!(!trace.name.contains('/') && !trace.texts.is_empty(), "{trace:?}");
            assert!(!trace.how.is_empty() && !trace.how.contains("trace."), "{trace:?}");
            assert!(adds_up(trace), "{stage}: {trace:?}");
            let is_zero = |text: &String| text.trim_matches(['0', '.']).is_empty();
            let nothing = trace.reach == Reach::Nothing;
            assert!(!nothing || trace.texts.iter().all(is_zero), "{trace:?}");
        }
        assert!(reach[&Reach::Cells] > 20 * reach[&Reach::Nothing], "{stage}: {reach:?}");
    }
}

/// The parts that a figure names can be followed in turn.
#[test]
fn parts_can_be_followed() {
    let tracer = sample();
    let mut keys = BTreeSet::new();
    for trace in traces(&tracer) {
        keys.extend(trace.parts.into_iter().filter_map(|part| part.key));
    }
    for key in &keys {
        assert!(tracer.trace(key).is_some(), "{key}");
    }
    assert!(keys.len() > 5_000, "{}", keys.len());
}

/// Files of the data folder, as another reader sees them.
#[derive(Default)]
struct Files {
    sheets: BTreeMap<(String, String), calamine::Range<Data>>,
    tables: BTreeMap<String, Vec<Vec<String>>>,
}

impl Files {
    fn text(&mut self, cell: &TraceCell) -> String {
        let path = repository("data").join(&cell.file);
        if let (Some(sheet), Some(name)) = (&cell.sheet, &cell.cell) {
            let key = (cell.file.clone(), sheet.clone());
            let range = self.sheets.entry(key).or_insert_with(|| {
                open_workbook_auto(&path).unwrap().worksheet_range(sheet).unwrap()
            });
            let (row, column) = make_reports::finding::cell_position(name).unwrap();
            return range.get_value((row, column)).map(written).unwrap_or_default();
        }
        let rows = self.tables.entry(cell.file.clone()).or_insert_with(|| {
            let text = std::fs::read_to_string(&path).unwrap();
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
            let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
            rows.collect()
        });
        rows[cell.line.unwrap() - 1][cell.column.unwrap() - 1].clone()
    }
}

fn written(value: &Data) -> String {
    match value {
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
        }
        other => other.to_string().trim().to_owned(),
    }
}

/// The same text, the same number, or the same day.
fn same(own: &str, other: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    own == other
        || number(own).zip(number(other)).is_some_and(|(own, other)| (own - other).abs() < 1e-12)
        || own.len() >= 10 && other.starts_with(own)
        || own.starts_with(other) && other.len() >= 10
}

/// Every cell that any figure names holds, in the file as calamine and csv read it, what the trace
/// says; and points, first points, self-assessments and full marks are what is printed.
#[test]
fn every_cell_holds_what_is_said() {
    let (mut files, mut seen) = (Files::default(), BTreeSet::new());
    let (mut checked, mut read) = (0, 0);
    for trace in traces(&sample()) {
        for cell in cells(&trace).filter(|cell| !cell.text.is_empty()) {
            let is_setting = Path::new(&cell.file).extension().is_some_and(|own| own == "toml");
            if is_setting || !seen.insert(cell.place.clone()) {
                continue;
            }
            let found = files.text(cell);
            assert!(same(&cell.text, &found), "{}: {} {found}", trace.key, cell.text);
            checked += 1;
        }
        let role = trace.key.rsplit('/').next().unwrap();
        let is_read = ["points", "first", "full-marks", "self"].contains(&role);
        let is_leaf = trace.parts.is_empty() && trace.reach == Reach::Cells;
        if is_read && is_leaf && !trace.key.contains("bonus") && !trace.key.contains("deduction") {
            let (cell, text) = (&trace.cells[0].text, &trace.texts[0]);
            assert!(same(cell, &number(text)), "{trace:?}");
            read += 1;
        }
    }
    // 41 units with 56 or 59 indicators each: points and first points of all that applies.
    assert!(checked > 10_000 && read > 2 * 41 * 50, "{checked} {read}");
}

fn number(text: &str) -> String {
    text.parse::<f64>().unwrap().to_string()
}

/// What a paper counts of itself, also where the data has an indicator of that code.
#[test]
fn what_a_paper_counts_is_no_indicator() {
    let tracer = sample();
    for (key, text) in [("said/11", "11"), ("said/2.1.1", "2.1.1"), ("numbering/3", "3")] {
        let trace = tracer.trace_in(key, Some("D06")).unwrap_or_else(|| panic!("{key}"));
        assert_eq!(trace.reach, Reach::Paper, "{key}");
        assert_eq!(trace.texts, [text]);
        assert!(!trace.name.contains(text), "{}", trace.name);
    }
}

/// A limit that keeps a class from being drawn comes from its setting.
#[test]
fn the_limit_of_draws_is_traced_to_its_setting() {
    let city = City::copy("analysis");
    let settings = city.read("settings.toml") + "\n[stability]\nunits_most = 5\n";
    city.write("settings.toml", settings);
    let tracer = tracer_of(&city.data());
    let key = |own: &&str| own.ends_with("/stability/units-most");
    let key = tracer.keys(None).into_iter().find(key).unwrap().to_owned();
    let trace = tracer.trace_in(&key, None).unwrap();
    assert_eq!((trace.reach, trace.texts), (Reach::Cells, vec!["5".to_owned()]));
    assert!(trace.cells.iter().any(|cell| cell.file == "settings.toml"));
}

/// By hand, from the sample's tables: 市教育局 has 86.25 = 19.75 + 21.25 + 9.25 + 13.55 + 13.45 + 9;
/// its indicator 2.1.1 stands in row 294 of the departments' scores.
#[test]
fn a_total_and_a_score_by_hand() {
    let tracer = sample();
    let total = tracer.trace("D06/total").unwrap();
    assert_eq!(
        (total.texts.as_slice(), total.unit.as_deref()),
        (&["86.25".to_owned()][..], Some("汕尾市教育局"))
    );
    let base = total.steps.iter().find(|step| step.formula.contains("19.75")).unwrap();
    assert_eq!(base.formula, "19.75+21.25+9.25+13.55+13.45+9");
    let parts: Vec<&str> = total.parts.iter().map(|part| part.value.as_str()).collect();
    assert_eq!(parts, ["19.75", "21.25", "9.25", "13.55", "13.45", "9.00"]);
    let points = tracer.trace("D06/2.1.1/points").unwrap();
    let own = points.cells.iter().find(|cell| cell.role == "points").unwrap();
    assert_eq!((own.cell.as_deref(), own.text.as_str()), (Some("E294"), "1.5"));
    assert_eq!((own.file.as_str(), own.head.as_str()), ("评分表-市直部门.xlsx", "最终得分"));
    let mean = tracer.trace("class:departments/mean").unwrap();
    assert_eq!(mean.parts.len(), 37);
    assert!(mean.how.contains("÷ 37"), "{}", mean.how);
}

/// Wide tables have a column for each indicator or unit; nested percentages have no full marks.
#[test]
fn other_forms_of_tables_are_traced() {
    let cities = repository("tests/cities");
    let mut forms = 0;
    for entry in std::fs::read_dir(&cities).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !path.join("settings.toml").exists() || name == "damaged-parquet" {
            continue;
        }
        let tracer = tracer_of(&path);
        for trace in traces(&tracer) {
            let leaf = trace.key.ends_with("/points") && trace.parts.is_empty();
            assert!(adds_up(&trace), "{name}: {trace:?}");
            let of_unit = trace.key.split('/').count() == 3 && !trace.key.contains(':');
            if leaf && of_unit && trace.reach == Reach::Cells {
                let own = trace.cells.iter().any(|cell| !cell.text.is_empty());
                assert!(own, "{name}: {trace:?}");
                forms += 1;
            }
        }
    }
    assert!(forms > 300, "{forms}");
}

/// A thousand units: each answer is there at once.
#[test]
fn a_trace_is_quick() {
    let tracer = sample();
    let mut slowest = (Duration::ZERO, "");
    for key in [
        "D06/total",
        "D06/rank",
        "class:departments/mean",
        "city/cause-C02/losses",
        "city/problems",
    ] {
        let started = Instant::now();
        assert!(tracer.trace(key).is_some(), "{key}");
        slowest = slowest.max((started.elapsed(), key));
    }
    assert!(slowest.0 < Duration::from_millis(500), "{slowest:?}");
}

#[test]
fn words_mean_figures() {
    let tracer = sample();
    let unit = tracer.unit("市教育局").unwrap();
    let meant = |words: &str| tracer.find(unit, words);
    for (words, key) in [
        ("总分", "D06/total"),
        ("总得分", "D06/total"),
        ("排名", "D06/rank"),
        ("2.1.1", "D06/2.1.1/points"),
        ("D06/d2/rate", "D06/d2/rate"),
        ("d2/rate", "D06/d2/rate"),
    ] {
        assert_eq!(meant(words), Meant::One(key.to_owned()), "{words}");
    }
    let Meant::Several(likely, count) = meant("自评") else { panic!("自评 is clear") };
    assert!(likely.len() <= 20 && count >= likely.len() && !likely.is_empty());
    assert_eq!(meant("没有这个数"), Meant::Nothing);
    assert_eq!(tracer.unit("全市").unwrap(), None);
    assert_eq!(tracer.find(None, "2.1.1"), tracer.find(None, "2.1.1"));
}

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_make-reports"));
    command.arg("trace").args(arguments).arg("--data").arg(repository("data"));
    command.output().unwrap()
}

#[test]
fn the_command_prints_a_tree() {
    let done = run(&["D06", "总分"]);
    let text = String::from_utf8(done.stdout).unwrap();
    assert_eq!(done.status.code(), Some(0));
    assert!(text.contains("印作：86.25") && text.contains("D06/d1/points"), "{text}");
    let done = run(&["D06", "2.1.1"]);
    let text = String::from_utf8(done.stdout).unwrap();
    assert!(text.contains("E294") && text.contains("最终得分"), "{text}");
    let done = run(&["市教育厅", "总分"]);
    let text = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(text.contains("unit-not-found") && text.contains("市教育局"), "{text}");
    let done = run(&["D06", "自评"]);
    let text = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(text.contains("D06/") && text.lines().count() <= 21, "{text}");
    let done = run(&["D06", "没有这个数"]);
    let text = String::from_utf8(done.stderr).unwrap();
    assert!(text.contains("figure-not-found"), "{text}");
}
