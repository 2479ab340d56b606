//! The list of `check` in its three forms, where it is put, its exit codes, and `explain`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::process::{Command, Output};

use calamine::{Reader as _, Xlsx};
use make_reports::assets::{Templates, Wording};
use make_reports::finding::{AMONG_UNITS, FAILURES, RULES, failure};
use make_reports::listing::{self, Listed, by_file};
use make_reports::publish::{SaidFinding, Way, put_report};

use crate::bad_input::Edit::{self, Add, Swap};
use crate::bad_input::bend;
use crate::support::{City, repository};

const SCORES: &str = "county-scores.csv";
const APPEALS: &str = "registers/appeals.csv";

/// Faults of every weight in four files of the city with registers.
const FAULTS: &[Edit] = &[
    // Errors in lines 3 and 11, warnings in lines 2 and 16.
    Swap(SCORES, "东河县,A2,政策解读,18,18", "东河县,A2,政策解读,九,18"),
    Swap(SCORES, "南湖区,A2,政策解读,14,16,", "南湖区,A2,政策解读,14,160,"),
    Swap(SCORES, "/11,有效,", "/11,失效,"),
    // A row that names no unit in its words.
    Swap(APPEALS, "2024-04-12,不采纳,", "2024-04-12,同意,"),
    Add("registers/bonus.csv", "3,东和县,承担市级试点,1,,\n4,东和县,承担县级试点,1,,\n"),
    Swap("self-scores.csv", "答复质量,14,", "答复质量,15.5,"),
];

fn faulty(edits: &[Edit]) -> City {
    let city = City::copy("registers");
    bend(&city, edits);
    city
}

fn wording() -> Wording {
    Wording::new(&Templates::built_in()).unwrap()
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The program in a folder, without a data folder.
fn program(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_make-reports"));
    command.args(arguments).current_dir(folder).output().unwrap()
}

fn found(severity: &str, file: &str, sheet: &str, cell: &str) -> SaidFinding {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    SaidFinding {
        code: "score-missing".to_owned(),
        severity: severity.to_owned(),
        unit: None,
        file: some(file),
        sheet: some(sheet),
        cell: some(cell),
        line: None,
        column: None,
        document: None,
        what: format!("{file} {cell} 不对"),
        todo: "改正".to_owned(),
    }
}

// ---- Order

#[test]
fn files_with_the_worst_first_and_cells_in_their_order() {
    let all = [
        found("warning", "b.xlsx", "评分", "D104"),
        found("note", "a.xlsx", "得分", "A1"),
        found("warning", "b.xlsx", "评分", "D19"),
        found("warning", "b.xlsx", "评分", "AA19"),
        found("error", "c.xlsx", "评分", "Z9"),
        found("warning", "c.xlsx", "备用", "A2"),
        found("error", "c.xlsx", "评分", "B10"),
        found("error", "c.xlsx", "评分", ""),
        found("warning", "", "", ""),
    ];
    let order: Vec<String> = by_file(&all)
        .iter()
        .flat_map(|group| {
            let cells = group.findings.iter();
            cells.map(|found| {
                format!(
                    "{} {} {}",
                    group.file.unwrap_or("-"),
                    found.severity,
                    found.cell.as_deref().unwrap_or("-")
                )
            })
        })
        .collect();
    assert_eq!(
        order,
        [
            "c.xlsx error Z9",
            "c.xlsx error B10",
            "c.xlsx error -",
            "c.xlsx warning A2",
            "- warning -",
            "b.xlsx warning D19",
            "b.xlsx warning AA19",
            "b.xlsx warning D104",
            "a.xlsx note A1",
        ]
    );
}

// ---- Text

#[test]
fn the_text_is_the_answer_and_fits_a_terminal() {
    let city = faulty(FAULTS);
    let run = city.run(&["check"]);
    assert_eq!(run.status.code(), Some(1));
    let text = text_of(&run.stdout);
    let heads: Vec<&str> =
        text.lines().filter(|line| line.ends_with('）') && !line.starts_with(' ')).collect();
    let files: Vec<&str> = heads.iter().map(|head| head.split('（').next().unwrap()).collect();
    let report = city.check();
    let groups = by_file(&report.findings);
    assert_eq!(files, groups.iter().map(|group| group.file.unwrap()).collect::<Vec<_>>());
    assert_eq!(files[0], SCORES, "{text}");
    // All that was found is there, each under its own file, in lines that fit.
    for group in &groups {
        let start = text.find(&format!("\n{}（", group.file.unwrap())).unwrap();
        let end = text[start + 1..].find("\n\n").map_or(text.len(), |end| start + 1 + end);
        let plain: String = text[start..end].chars().filter(|c| !c.is_whitespace()).collect();
        for found in &group.findings {
            let what: String = found.what.chars().filter(|c| !c.is_whitespace()).collect();
            assert!(plain.contains(&what), "{what}\n{text}");
            assert!(plain.contains(&format!("［{}］", found.code)), "{text}");
        }
    }
    for line in text.lines() {
        let width: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        assert!(width <= 80 || line.contains("://"), "{width} {line}");
    }
    // Progress is no part of it.
    let progress = text_of(&run.stderr);
    assert!(progress.lines().all(|line| !line.contains('［')), "{progress}");
}

#[test]
fn one_thing_at_many_places_is_said_once() {
    let city = City::copy("registers");
    city.write(SCORES, city.read(SCORES).replace("东河县,", "东和县,"));
    let text = text_of(&city.run(&["check"]).stdout);
    assert_eq!(text.matches("单位“东和县”不在单位名单中").count(), 1, "{text}");
    assert!(text.contains("第2行第1列、第3行第1列、第4行第1列"), "{text}");
    let all: Vec<SaidFinding> =
        (1..=40).map(|row| found("error", "a.xlsx", "评分", &format!("C{row}"))).collect();
    let same: Vec<SaidFinding> =
        all.into_iter().map(|found| SaidFinding { what: "不对".to_owned(), ..found }).collect();
    let text = listing::text(&same, 5, 3, &wording());
    assert!(text.contains("C1、C2、C3、C4、C5、C6等40处"), "{text}");
    assert!(text.contains("错误40条"), "{text}");
}

#[test]
fn what_concerns_a_whole_sheet_stands_together() {
    let about = |unit: &str| SaidFinding {
        what: format!("{unit}没有得分"),
        ..found("error", "a.xlsx", "评分", "")
    };
    let all = [about("乙县"), found("error", "a.xlsx", "评分", "C7"), about("甲县")];
    let text = listing::text(&all, 5, 3, &wording());
    let lines: Vec<&str> = text.lines().skip(3).collect();
    assert_eq!(
        lines,
        [
            "  错误［score-missing］工作表“评分” C7",
            "      a.xlsx C7 不对。",
            "      → 改正。",
            "  错误［score-missing］工作表“评分”，共2条",
            "      乙县没有得分。",
            "      甲县没有得分。",
            "      → 改正。",
        ]
    );
}

#[test]
fn nothing_wrong_is_said_too() {
    let run = City::copy("registers").run(&["check"]);
    assert_eq!(run.status.code(), Some(0));
    let text = text_of(&run.stdout);
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.contains("数据核对无误：8个单位"), "{text}");
}

// ---- JSON

#[test]
fn json_holds_all_findings() {
    let city = faulty(FAULTS);
    let run = city.run(&["check", "--format", "json"]);
    let listed: Listed = serde_json::from_slice(&run.stdout).unwrap();
    let report = city.check();
    let groups = by_file(&report.findings).into_iter();
    let expected: Vec<SaidFinding> = groups.flat_map(|group| group.findings).cloned().collect();
    assert_eq!(listed.findings, expected);
    assert_eq!(listed.findings.len(), listed.counts.total());
    let of = |severity| expected.iter().filter(|found| found.severity == severity).count();
    let counts = (listed.counts.errors, listed.counts.warnings, listed.counts.notes);
    assert_eq!(counts, (of("error"), of("warning"), of("note")));
    // The names that other programs rely on.
    let value: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    let keys: BTreeSet<&str> =
        value["findings"][0].as_object().unwrap().keys().map(String::as_str).collect();
    let names = [
        "code", "severity", "unit", "file", "sheet", "cell", "line", "column", "document", "what",
        "todo",
    ];
    assert_eq!(keys, names.into());
    // To a file, the same bytes.
    let path = city.root().join("list.json");
    let to_file = ["check", "--format", "json", "--report", path.to_str().unwrap()];
    assert_eq!(city.run(&to_file).stdout, b"");
    assert_eq!(fs::read(&path).unwrap(), run.stdout);
    assert_eq!(city.run(&to_file).status.code(), Some(1));
}

// ---- Units

#[test]
fn findings_know_their_unit() {
    let city = faulty(&[
        FAULTS[0],
        FAULTS[2],
        FAULTS[3],
        FAULTS[4],
        Swap("registers/ledgers.csv", "已销号", "销号"),
        Swap("units.csv", "1,C01", "一,C01"),
        Swap("department-scores.csv", "市水务局,48", "市水务局,480"),
        Swap(SCORES, "北原县,B1,按期答复,20,20,", "北原县,B1,按期答复,19,19,"),
    ]);
    let report = city.check();
    let mut units: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
    for found in &report.findings {
        units.entry(&found.code).or_default().insert(found.unit.as_deref());
    }
    let one = |code: &str| units[code].iter().copied().collect::<Vec<_>>();
    assert_eq!(one("score-not-a-number"), [Some("东河县人民政府")]);
    assert_eq!(one("evidence-dead"), [Some("东河县人民政府")]);
    assert_eq!(one("score-above-full-marks").len(), 1);
    assert_eq!(one("unit-order"), [Some("东河县人民政府")]);
    // The name stands in its row alone.
    assert!(one("cell-choice").iter().all(Option::is_some), "{:?}", one("cell-choice"));
    // A name that nobody has is nobody's.
    assert_eq!(one("unit-unknown"), [None]);
    for found in &report.findings {
        let among = AMONG_UNITS.iter().any(|rule| rule.code == found.code);
        assert!(!among || found.unit.is_none(), "{found:?}");
    }
    let unequal = faulty(&[FAULTS[2]]);
    bend(&unequal, &[Swap(SCORES, "北原县,B1,按期答复,20,20,", "北原县,B1,按期答复,19,19,")]);
    let report = unequal.check();
    let found = report.findings.iter().find(|found| found.code == "deduction-unequal").unwrap();
    assert_eq!(found.unit, None);
}

// ---- Workbook

/// Rows of a sheet as texts.
fn rows(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// Links of the first sheet: cell, target and place in it.
fn links(bytes: &[u8]) -> Vec<(String, String, Option<String>)> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        package.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let attribute = |element: &str, name: &str| {
        let value = element.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
        Some(value.replace("&apos;", "'").replace("&amp;", "&"))
    };
    let relations = part("xl/worksheets/_rels/sheet1.xml.rels");
    let targets: BTreeMap<String, String> = relations
        .split("<Relationship ")
        .skip(1)
        .map(|element| {
            let element = format!(" {element}");
            (attribute(&element, "Id").unwrap(), attribute(&element, "Target").unwrap())
        })
        .collect();
    let sheet = part("xl/worksheets/sheet1.xml");
    let elements = sheet.split("<hyperlink").skip(1).filter(|rest| rest.starts_with(' '));
    elements
        .map(|element| {
            let element = element.split('>').next().unwrap();
            let id = attribute(element, "r:id").unwrap();
            let cell = attribute(element, "ref").unwrap();
            (cell, targets[&id].clone(), attribute(element, "location"))
        })
        .collect()
}

#[test]
fn the_workbook_of_the_sample_leads_to_every_cell() {
    let city = City::of(&repository("data"));
    let folder = city.root().join("报送 材料");
    fs::create_dir(&folder).unwrap();
    let path = folder.join("清单.xlsx");
    let arguments = ["check", "--format", "xlsx", "--report", path.to_str().unwrap()];
    let run = city.run(&arguments);
    assert_eq!((run.status.code(), run.stdout.as_slice()), (Some(0), &b""[..]));
    let bytes = fs::read(&path).unwrap();
    city.run(&arguments);
    assert!(bytes == fs::read(&path).unwrap(), "two runs, two workbooks");
    let report = city.check();
    let groups = by_file(&report.findings).into_iter();
    let expected: Vec<&SaidFinding> = groups.flat_map(|group| group.findings).collect();
    let rows = rows(&bytes, "核对结果");
    assert_eq!(rows[1], ["单位", "文件", "工作表", "位置", "级别", "哪里不对", "怎么办", "代码"]);
    assert_eq!(rows.len() - 2, expected.len());
    for (row, found) in rows[2..].iter().zip(&expected) {
        assert_eq!(row[0], found.unit.as_deref().unwrap_or("—"));
        assert_eq!(row[1], *found.file.as_ref().unwrap());
        assert_eq!(row[2], found.sheet.clone().unwrap_or_default());
        assert!(row[5].starts_with(&found.what) && row[6].starts_with(&found.todo));
        assert_eq!(row[7], found.code);
    }
    let links = links(&bytes);
    assert_eq!(links.len(), expected.len());
    for ((cell, target, location), (number, found)) in links.iter().zip((3..).zip(&expected)) {
        assert_eq!(*cell, format!("D{number}"));
        let real = folder.join(target.replace("%20", " "));
        let data = city.data().join(found.file.as_ref().unwrap());
        assert_eq!(real.canonicalize().unwrap(), data.canonicalize().unwrap());
        let place = found
            .sheet
            .as_ref()
            .map(|sheet| format!("'{sheet}'!{}", found.cell.as_deref().unwrap_or("A1")));
        assert_eq!(*location, place, "{found:?}");
        if let Some(sheet) = &found.sheet {
            let mut book: Xlsx<_> = calamine::open_workbook(&real).unwrap();
            assert!(book.worksheet_range(sheet).is_ok());
        }
    }
}

#[test]
fn counts_by_unit_and_file_add_up() {
    let city = faulty(FAULTS);
    let path = city.root().join("list.xlsx");
    city.run(&["check", "--format", "xlsx", "--report", path.to_str().unwrap()]);
    let report = city.check();
    let rows = rows(&fs::read(&path).unwrap(), "统计");
    for left in [0, 6] {
        let own = rows[2..].iter().take_while(|row| !row[left + 4].is_empty());
        let own: Vec<&Vec<String>> = own.collect();
        let sum = |column: usize| -> usize {
            own.iter().map(|row| row[left + column].parse::<usize>().unwrap()).sum()
        };
        let of = |severity: &str| {
            report.findings.iter().filter(|found| found.severity == severity).count()
        };
        assert_eq!((sum(1), sum(2), sum(3)), (of("error"), of("warning"), of("note")), "{rows:?}");
        assert_eq!(sum(4), report.findings.len());
    }
}

#[test]
fn data_becomes_neither_formula_nor_link() {
    let city = City::copy("registers");
    let evil = "=HYPERLINK(\"http://x.example\")";
    city.write(
        SCORES,
        city.read(SCORES).replace("东河县,A1", &format!("\"{}\",A1", evil.replace('"', "\"\""))),
    );
    fs::rename(city.data().join("registers"), city.data().join("a#b")).unwrap();
    city.replace("settings.toml", "registers/", "a#b/");
    let path = city.root().join("list.xlsx");
    city.run(&["check", "--format", "xlsx", "--report", path.to_str().unwrap()]);
    let bytes = fs::read(&path).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
    for sheet in book.sheet_names() {
        assert!(book.worksheet_formula(&sheet).unwrap().is_empty(), "{sheet}");
    }
    let rows = rows(&bytes, "核对结果");
    assert!(rows.iter().any(|row| row[5].contains(evil)), "{rows:?}");
    // A text that begins like a formula, in every column that data reaches.
    let risky = SaidFinding {
        unit: Some("=1+1".to_owned()),
        file: Some("@a.csv".to_owned()),
        sheet: Some("-s".to_owned()),
        what: "+x".repeat(40_000),
        ..found("error", "", "", "A1")
    };
    let way = Way::new(&path, &city.data());
    let bytes = listing::workbook(&[risky], &way, &wording()).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
    assert!(book.worksheet_formula("核对结果").unwrap().is_empty());
    assert_eq!(self::rows(&bytes, "核对结果")[2][0], "=1+1");
    // A file that is not there, or outside, has no link.
    let none = [
        found("error", "nowhere.csv", "", ""),
        found("error", "../units.csv", "", ""),
        found("error", "", "", ""),
    ];
    let bytes = listing::workbook(&none, &way, &wording()).unwrap();
    assert_eq!(self::rows(&bytes, "核对结果").len(), 5);
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert!(package.by_name("xl/worksheets/_rels/sheet1.xml.rels").is_err());
}

#[test]
fn a_workbook_without_findings_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let way = Way::new(&folder.path().join("a.xlsx"), folder.path());
    let bytes = listing::workbook(&[], &way, &wording()).unwrap();
    assert_eq!(rows(&bytes, "核对结果")[0][0], "数据核对无误");
}

// ---- Where the list goes

#[test]
fn only_an_earlier_list_is_replaced() {
    let city = City::copy("registers");
    let check = |format: &str, path: &Path| {
        let path = path.to_str().unwrap();
        let run = city.run(&["check", "--format", format, "--report", path]);
        (run.status.code().unwrap(), text_of(&run.stderr))
    };
    // Data that was meant as a report by mistake.
    for format in ["text", "json", "xlsx"] {
        let before = city.read("units.csv");
        let (code, said) = check(format, &city.data().join("units.csv"));
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("［report-refused］"), "{said}");
        assert_eq!(city.read("units.csv"), before);
    }
    // Each form replaces each other one, and an empty file.
    let path = city.root().join("list");
    fs::write(&path, "").unwrap();
    for format in ["text", "json", "xlsx", "text", "xlsx", "json"] {
        let (code, said) = check(format, &path);
        assert_eq!(code, 0, "{format} {said}");
        assert!(said.contains("核对结果写在"), "{said}");
        assert!(listing::is_ours(&fs::read(&path).unwrap()), "{format}");
    }
    // Nothing else stays behind.
    let left: Vec<_> = fs::read_dir(city.root()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
    for (path, says) in
        [(city.root().join("nowhere/list.json"), "没有这个文件夹"), (city.data(), "不是文件")]
    {
        let (code, said) = check("json", &path);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("［report-failed］") && said.contains(says), "{said}");
    }
    // Opened in Excel, WPS or LibreOffice.
    for mark in ["~$list", ".~list", ".~lock.list#"] {
        fs::write(city.root().join(mark), "").unwrap();
        let (code, said) = check("json", &path);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("正在 Excel 或 WPS 中打开") && said.contains(mark), "{said}");
        fs::remove_file(city.root().join(mark)).unwrap();
    }
    let mut only = fs::metadata(&path).unwrap().permissions();
    only.set_readonly(true);
    fs::set_permissions(&path, only).unwrap();
    let refused = put_report(&path, b"x", &|_| true).unwrap_err();
    assert_eq!(refused.code, failure::REPORT_FAILED);
    assert!(wording().failure(&refused).what.contains("只读"));
}

#[test]
fn the_workbook_has_a_place_of_its_own() {
    let city = City::copy("registers");
    let mut command = city.command(&["check", "--format", "xlsx"]);
    let run = command.current_dir(city.root()).output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", text_of(&run.stderr));
    assert!(listing::is_ours(&fs::read(city.root().join("核对结果.xlsx")).unwrap()));
}

// ---- Exit codes

#[test]
fn warnings_can_be_denied() {
    let warned = faulty(&[Swap(SCORES, "/11,有效,", "/11,失效,")]);
    let noted = faulty(&[Swap("history.csv", "东河县,", "东河市,")]);
    let wrong = faulty(FAULTS);
    for (city, plain, denied) in [(&warned, 0, 1), (&noted, 0, 0), (&wrong, 1, 1)] {
        for command in [&["check"][..], &["build"]] {
            let run = |more: &[&str]| {
                let run = city.run(&[command, more].concat());
                (run.status.code().unwrap(), text_of(&run.stderr))
            };
            assert_eq!(run(&[]).0, plain);
            let (code, said) = run(&["--deny-warnings"]);
            assert_eq!(code, denied, "{said}");
        }
    }
    let said = text_of(&warned.run(&["check", "--deny-warnings"]).stderr);
    assert!(said.contains("--deny-warnings"), "{said}");
}

// ---- Explaining

#[test]
fn every_code_is_explained_and_nothing_else() {
    let wording = wording();
    let codes: BTreeSet<&str> = RULES.iter().map(|rule| rule.code).collect();
    let failures: BTreeSet<&str> = FAILURES.iter().copied().collect();
    let mut parts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for key in wording.keys().filter_map(|key| key.strip_prefix("explain.")) {
        let (code, part) = key.split_once('.').unwrap();
        parts.entry(code).or_default().insert(part);
    }
    let whole = BTreeSet::from(["means", "why", "before", "after"]);
    let missing: Vec<_> = codes.iter().filter(|code| !parts.contains_key(*code)).collect();
    assert!(missing.is_empty(), "not explained: {missing:?}");
    for (code, own) in &parts {
        assert!(codes.contains(code) || failures.contains(code), "{code} is no code");
        assert_eq!(*own, whole, "{code}");
    }
    for code in codes.iter().chain(&failures) {
        let text = listing::explain(code, &wording).unwrap();
        assert!(text.starts_with(&format!("{code}（")), "{text}");
        assert!(text.contains("提示：") && text.contains("办法："), "{text}");
        for sign in ["{{", "{%", &format!(".{code}."), "program.explain"] {
            assert!(!text.contains(sign), "{code} {sign}: {text}");
        }
        for line in text.lines() {
            let width: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            assert!(width <= 84, "{code} {width}: {line}");
        }
    }
}

#[test]
fn all_codes_stand_in_groups_a_line_each() {
    let text = listing::overview(&wording());
    let groups: Vec<&str> = text.lines().filter(|line| line.starts_with('【')).collect();
    assert!(groups.len() >= 9 && !text.contains("program."), "{groups:?}");
    let listed = text.lines().filter_map(|line| line.split_once("  ")).map(|(code, _)| code.trim());
    let codes: Vec<&str> =
        RULES.iter().map(|rule| rule.code).chain(FAILURES.iter().copied()).collect();
    assert_eq!(listed.collect::<Vec<_>>(), codes);
    assert!(text.find("【得分】").unwrap() < text.find("score-missing").unwrap());
}

#[test]
fn the_program_explains_and_names_the_nearest_code() {
    let folder = tempfile::tempdir().unwrap();
    let all = program(folder.path(), &["explain"]);
    assert_eq!(all.status.code(), Some(0));
    assert_eq!(text_of(&all.stdout), listing::overview(&wording()));
    for code in ["score-missing", "［score-missing］", "Score-Missing"] {
        let one = program(folder.path(), &["explain", code]);
        assert_eq!(one.status.code(), Some(0), "{code}");
        assert!(text_of(&one.stdout).starts_with("score-missing（错误"), "{code}");
    }
    let unknown = program(folder.path(), &["explain", "score-misses"]);
    assert_eq!((unknown.status.code(), unknown.stdout.as_slice()), (Some(2), &b""[..]));
    let said = text_of(&unknown.stderr);
    assert!(said.contains("没有“score-misses”这个代码，是不是“score-missing”？"), "{said}");
    let wrong = program(folder.path(), &["check", "--format", "pdf"]);
    assert_eq!(wrong.status.code(), Some(2));
    let said = text_of(&wrong.stderr);
    assert!(said.contains("“pdf”不合要求，可用：text、json、xlsx"), "{said}");
}
