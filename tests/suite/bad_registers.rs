//! Registers that no office means to keep: every wrong cell is named, and nothing panics.

use std::collections::BTreeSet;

use make_reports::assets::{Setting, Templates};
use make_reports::crew::Crew;
use make_reports::{check, load, score};

use crate::bad_input::Edit::{Book, Double, Gone, Swap};
use crate::bad_input::{Edit, Target, bend, survive};
use crate::support::{City, codes, places, repository, scorebook};

const SETTINGS: &str = "settings.toml";
const SCORES: &str = "county-scores.csv";

/// Every register of the city, beside self-assessments and last year.
const REGISTERS: [&str; 9] = [
    "registers/corrections.csv",
    "registers/appeals.csv",
    "registers/bonus.csv",
    "registers/deductions.csv",
    "registers/submissions.csv",
    "registers/caps.csv",
    "registers/second-scores.csv",
    "registers/ledgers.csv",
    "registers/causes.csv",
];

/// A table with one cell replaced.
fn with_cell(text: &str, line: usize, column: usize, cell: &str) -> String {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).from_reader(text.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    for (row, record) in (1..).zip(reader.records()) {
        let record = record.unwrap();
        let cells = record.iter().enumerate();
        let cells = cells.map(|(at, own)| if (row, at + 1) == (line, column) { cell } else { own });
        writer.write_record(cells).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// Codes that a wrong cell of line 2 must have: register, column, garbage, code.
const GARBAGE: &[(&str, usize, &str, &str)] = &[
    ("corrections", 2, "东和县", "unit-unknown"),
    ("corrections", 2, "", "cell-missing"),
    ("corrections", 3, "A9", "indicator-unknown"),
    ("corrections", 3, "C1", "indicator-unknown"),
    ("corrections", 3, "", "cell-missing"),
    ("corrections", 4, "更正", "cell-choice"),
    ("corrections", 4, "", "cell-missing"),
    ("corrections", 5, "十四", "cell-not-points"),
    ("corrections", 5, "", "cell-missing"),
    ("corrections", 6, "#REF!", "cell-not-points"),
    ("corrections", 6, "16.00001", "cell-not-points"),
    ("corrections", 6, "99999999", "cell-not-points"),
    ("corrections", 9, "昨天", "cell-not-date"),
    ("appeals", 1, "", "cell-missing"),
    ("appeals", 2, "西山", "unit-unknown"),
    ("appeals", 3, "政策解毒", "indicator-unknown"),
    ("appeals", 4, "八月一日", "cell-not-date"),
    ("appeals", 5, "2024-02-30", "cell-not-date"),
    ("appeals", 5, "2024-08-05 25:00", "cell-not-date"),
    ("appeals", 6, "14,5", "cell-not-points"),
    ("appeals", 7, "满分", "cell-not-points"),
    ("appeals", 10, "2024", "cell-not-date"),
    ("appeals", 11, "同意", "cell-choice"),
    ("appeals", 14, "1e1", "cell-not-points"),
    ("appeals", 15, "24-08-09", "cell-not-date"),
    ("bonus", 2, "市教育", "unit-unknown"),
    ("bonus", 3, "", "cell-missing"),
    ("bonus", 4, "", "cell-missing"),
    ("bonus", 4, "0", "cell-not-points"),
    ("bonus", 4, "-1", "cell-not-points"),
    ("bonus", 4, "加1分", "cell-not-points"),
    ("deductions", 2, "", "cell-missing"),
    ("deductions", 3, "", "cell-missing"),
    ("deductions", 4, "-0.5", "cell-not-points"),
    ("submissions", 1, "东和县", "unit-unknown"),
    ("submissions", 2, "", "cell-missing"),
    ("submissions", 3, "6月20日", "date-without-year"),
    ("submissions", 4, "次日", "cell-not-date"),
    ("submissions", 5, "145467", "cell-not-date"),
    ("caps", 1, "北园县", "unit-unknown"),
    ("caps", 2, "甲等", "cell-choice"),
    ("caps", 2, "", "cell-missing"),
    ("caps", 3, "", "cell-missing"),
    ("second-scores", 1, "西山", "unit-unknown"),
    ("second-scores", 2, "", "cell-missing"),
    ("second-scores", 3, "", "cell-missing"),
    ("second-scores", 3, "三十一", "cell-not-points"),
    ("second-scores", 3, "40.5", "cell-not-points"),
    ("second-scores", 3, "-1", "cell-not-points"),
    ("ledgers", 2, "中洲区", "unit-unknown"),
    ("ledgers", 3, "B9", "indicator-unknown"),
    ("ledgers", 4, "", "cell-missing"),
    ("ledgers", 6, "年底", "cell-not-date"),
    ("ledgers", 7, "已完成", "cell-not-date"),
    ("ledgers", 9, "完成", "cell-choice"),
    ("causes", 1, "", "cell-missing"),
    ("causes", 2, "", "cell-missing"),
];

/// Garbage of the tables beside the registers.
const MORE_GARBAGE: &[(&str, usize, &str, &str)] = &[
    ("history.csv", 1, "东和县", "unit-unknown"),
    ("history.csv", 4, "0", "cell-not-points"),
    ("history.csv", 4, "", "cell-missing"),
    ("history.csv", 5, "很高", "cell-not-points"),
    ("history.csv", 5, "40.5", "cell-not-points"),
    ("county-scores.csv", 4, "三十六", "score-not-a-number"),
    ("county-scores.csv", 9, "打不开", "cell-choice"),
    ("county-scores.csv", 10, "上半年", "cell-not-date"),
    ("county-scores.csv", 12, "马上改", "cell-choice"),
];

#[test]
fn a_wrong_cell_is_named_with_its_place() {
    let mut wrong = Vec::new();
    let registers = GARBAGE
        .iter()
        .map(|(name, column, cell, code)| (format!("registers/{name}.csv"), *column, *cell, *code));
    let more = MORE_GARBAGE
        .iter()
        .map(|(name, column, cell, code)| ((*name).to_owned(), *column, *cell, *code));
    for (file, column, cell, code) in registers.chain(more) {
        let city = City::copy("registers");
        city.write(&file, with_cell(&city.read(&file), 2, column, cell));
        let report = city.check();
        let all = places(&report);
        if !all.contains(&(code, format!("{file}:2:{column}"))) {
            wrong.push(format!("{file} {column} “{cell}”: no {code}, but {all:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Cells of this kind stand alone: what hangs on them is not told as well.
#[test]
fn one_wrong_cell_is_one_finding() {
    let mut wrong = Vec::new();
    for (file, line, column, cell, code) in [
        ("registers/submissions.csv", 2, 3, "6月20日", "date-without-year"),
        ("registers/bonus.csv", 2, 4, "两分", "cell-not-points"),
        ("registers/caps.csv", 2, 2, "甲等", "cell-choice"),
        ("registers/ledgers.csv", 2, 7, "已完成", "cell-not-date"),
        ("registers/causes.csv", 2, 2, "", "cell-missing"),
        ("registers/corrections.csv", 3, 4, "更正", "cell-choice"),
        ("registers/corrections.csv", 2, 6, "十六", "cell-not-points"),
        ("registers/corrections.csv", 2, 2, "东和县", "unit-unknown"),
        ("registers/appeals.csv", 2, 11, "同意", "cell-choice"),
        ("registers/appeals.csv", 2, 3, "A9", "indicator-unknown"),
        ("county-scores.csv", 3, 4, "十八", "score-not-a-number"),
        ("county-scores.csv", 3, 5, "十八", "score-not-a-number"),
        ("county-scores.csv", 7, 4, "十四", "score-not-a-number"),
        ("history.csv", 2, 5, "很高", "cell-not-points"),
    ] {
        let city = City::copy("registers");
        city.write(file, with_cell(&city.read(file), line, column, cell));
        let report = city.check();
        let all = places(&report);
        if all != [(code, format!("{file}:{line}:{column}"))] {
            wrong.push(format!("{file} {line}:{column} “{cell}”: {all:?}"));
        }
    }
    // An indicator that does not apply in either round of scoring, without a reason.
    let city = City::copy("registers");
    city.replace(
        SETTINGS,
        "[scoring.grade]",
        "[scoring]\nnot_applicable = \"rescale\"\n\n[scoring.grade]",
    );
    let row = "18,18,一件文件的解读链接打不开,Y04";
    city.replace(SCORES, row, "不适用,不适用,,");
    let report = city.check();
    if places(&report) != [("not-applicable-without-reason", "county-scores.csv:3:5".to_owned())] {
        wrong.push(format!("not applicable: {:?}", places(&report)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The city with nothing corrected, so that no register has to hold anything.
const NOTHING_CORRECTED: Edit = Swap(SCORES, "A2,政策解读,14,16", "A2,政策解读,16,16");

fn heads_of(city: &City, file: &str) -> String {
    city.read(file).lines().next().unwrap().to_owned() + "\n"
}

#[test]
fn registers_with_heads_alone_are_legal() {
    let city = City::copy("registers");
    bend(&city, &[NOTHING_CORRECTED]);
    for file in REGISTERS {
        city.write(file, heads_of(&city, file));
    }
    assert_eq!(places(&city.check()), []);
    // No bonus and no deduction is left: 93, 80, 75, 68, 55.
    let book = scorebook(&city);
    let totals = book.classes[0].iter().map(|unit| unit.published.unwrap().to_string());
    assert_eq!(totals.collect::<Vec<_>>(), ["93.00", "80.00", "75.00", "68.00", "55.00"]);
    // One empty register among full ones.
    for file in &REGISTERS[2..] {
        let city = City::copy("registers");
        city.write(file, heads_of(&city, file));
        assert_eq!(places(&city.check()), [], "{file}");
    }
    // A register of no bytes is no register.
    let city = City::copy("registers");
    city.write(REGISTERS[2], "");
    assert_eq!(places(&city.check()), [("table-empty", REGISTERS[2].to_owned())]);
}

#[test]
fn a_register_that_is_not_there_is_one_finding() {
    let mut wrong = Vec::new();
    for file in REGISTERS.into_iter().chain(["self-scores.csv", "history.csv"]) {
        let city = City::copy("registers");
        bend(&city, &[Gone(file)]);
        let report = city.check();
        if places(&report) != [("file-missing", file.to_owned())] {
            wrong.push(format!("{file} gone: {:?}", places(&report)));
        }
        // The last head again: which of the two columns counts cannot be known.
        let city = City::copy("registers");
        let text = city.read(file);
        let heads = heads_of(&city, file);
        let last = heads.trim_end().rsplit(',').next().unwrap();
        let doubled = text.replacen(heads.trim_end(), &format!("{},{last}", heads.trim_end()), 1);
        city.write(file, doubled);
        let report = city.check();
        let column = heads.split(',').count() + 1;
        let code = if file == "self-scores.csv" { "unit-twice" } else { "head-duplicate" };
        if places(&report) != [(code, format!("{file}:1:{column}"))] {
            wrong.push(format!("{file} with {last} twice: {:?}", places(&report)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn everything_wrong_is_told_at_once() {
    let city = City::copy("registers");
    let edits = [
        ("registers/corrections.csv", 2, 9, "昨天", "cell-not-date"),
        ("registers/appeals.csv", 3, 2, "北园县", "unit-unknown"),
        ("registers/bonus.csv", 2, 4, "两分", "cell-not-points"),
        ("registers/deductions.csv", 2, 3, "", "cell-missing"),
        ("registers/submissions.csv", 4, 4, "次日", "cell-not-date"),
        ("registers/caps.csv", 2, 2, "甲等", "cell-choice"),
        ("registers/second-scores.csv", 3, 3, "三十", "cell-not-points"),
        ("registers/ledgers.csv", 2, 9, "完成", "cell-choice"),
        ("registers/causes.csv", 8, 1, "Y01", "cause-twice"),
        ("history.csv", 9, 1, "中洲区", "unit-unknown"),
        ("self-scores.csv", 5, 4, "十三", "self-points-wrong"),
        ("county-scores.csv", 21, 5, "11", "correction-differs"),
    ];
    for (file, line, column, cell, _) in edits {
        city.write(file, with_cell(&city.read(file), line, column, cell));
    }
    let report = city.check();
    let found: BTreeSet<(&str, String)> = places(&report).into_iter().collect();
    let missing: Vec<_> = edits
        .iter()
        .map(|(file, line, column, _, code)| (*code, format!("{file}:{line}:{column}")))
        .filter(|expected| !found.contains(expected))
        .collect();
    assert!(missing.is_empty(), "{missing:?} not among {found:?}");
    for said in &report.findings {
        assert!(said.what.chars().any(|sign| ('\u{4E00}'..='\u{9FFF}').contains(&sign)));
    }
}

#[test]
fn what_is_there_twice_is_not_passed_over() {
    let found = |file: &str, more: &str| {
        let city = City::copy("registers");
        city.write(file, city.read(file) + more);
        let report = city.check();
        places(&report)
            .into_iter()
            .map(|(code, place)| (code.to_owned(), place))
            .collect::<Vec<_>>()
    };
    // A unit and indicator of last year with two results.
    let twice = found("history.csv", "东河县,A1,文件公开,40,35,\n");
    assert_eq!(twice, [("score-twice".to_owned(), "history.csv:10:1".to_owned())]);
    // A piece in two rows keeps its first date: 东河县 is not late.
    let again = "东河县,自评表,2024-06-26,,\n";
    assert_eq!(found("registers/submissions.csv", again), []);
    let city = City::copy("registers");
    city.write("registers/submissions.csv", city.read("registers/submissions.csv") + again);
    assert_eq!(scorebook(&city).classes[0][0].published.unwrap().to_string(), "95.00");
}

/// Any garbage in any cell: checked and scored without a panic.
#[test]
fn no_cell_can_make_it_panic() {
    const CELLS: [&str; 16] = [
        "",
        "-",
        "不适用",
        "九",
        "#REF!",
        "1e9",
        "-1",
        "999999",
        "0.0001",
        "2024-12-31 24:00",
        "0001-01-01",
        "9999-12-31",
        "东河县",
        "D01",
        "=1+1",
        "〓\"\n",
    ];
    let templates = Templates::built_in();
    let text = |name: &str| templates.text(name).unwrap().to_owned();
    let defaults = (text("settings-defaults.toml"), text("columns-defaults.toml"));
    let city = City::copy("registers");
    let mut next = 0;
    let tables = REGISTERS.into_iter().chain([SCORES, "self-scores.csv", "history.csv"]);
    for file in tables {
        let whole = city.read(file);
        let (lines, columns) =
            (whole.lines().count(), whole.lines().next().unwrap().split(',').count());
        for line in 1..=lines.min(4) {
            for column in 1..=columns {
                for _ in 0..4 {
                    next += 1;
                    city.write(file, with_cell(&whole, line, column, CELLS[next % CELLS.len()]));
                    let folder = load::read_folder(&city.data(), &defaults.0, &defaults.1).unwrap();
                    let settings = folder.settings.clone();
                    let tables = load::load(folder).unwrap();
                    let outcome = check::check(tables, settings, &|_| Setting::Named, Crew::new(2));
                    let _ = outcome.checked.map(|checked| score::score(checked, Crew::new(1)));
                }
                next += 1;
            }
        }
        city.write(file, whole);
    }
    assert_eq!(places(&city.check()), []);
}

#[test]
fn mutated_registers_neither_panic_nor_hang() {
    for file in REGISTERS {
        survive("registers", &Target::File(file), 40);
    }
}

#[test]
fn mutated_tables_beside_registers_neither_panic_nor_hang() {
    for file in ["self-scores.csv", "history.csv", SCORES, SETTINGS] {
        survive("registers", &Target::File(file), 60);
    }
    survive("nested-percentages", &Target::File("indicators.csv"), 60);
    survive("rounds", &Target::File("daily.csv"), 60);
}

/// Registers in one workbook, days in cells of days (`make_workbooks.py`).
#[test]
fn days_in_workbooks_are_read_as_in_texts() {
    let (texts, cells) = (City::copy("registers"), City::copy("registers"));
    let book = repository("tests/cities/registers-workbook/registers.xlsx");
    cells.write("registers.xlsx", std::fs::read(book).unwrap());
    for (file, sheet) in [
        ("corrections", "得分更正"),
        ("appeals", "复核申请"),
        ("submissions", "材料报送"),
        ("ledgers", "整改台账"),
    ] {
        let (from, to) = (format!("registers/{file}.csv"), format!("registers.xlsx#{sheet}"));
        cells.replace(SETTINGS, &from, &to);
        std::fs::remove_file(cells.data().join(from)).unwrap();
    }
    assert_eq!(places(&cells.check()), []);
    let (texts, cells) = (scorebook(&texts), scorebook(&cells));
    assert_eq!(texts.classes, cells.classes);
    let days = |book: &make_reports::score::Scorebook| {
        let own = &book.checked.classes[0].registers;
        let mut days = Vec::new();
        for row in &own.appeals {
            days.extend([row.received, row.handed_in, row.window_end, row.evidence_date]);
        }
        days.extend(own.corrections.iter().map(|row| row.date));
        days.extend(own.submissions.iter().map(|row| row.first));
        days.extend(own.ledger.iter().flat_map(|row| [row.due, row.done]));
        days.iter().map(|day| day.map(|day| day.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(days(&texts), days(&cells));
    assert!(days(&cells).contains(&Some("2024-08-05 10:00".to_owned())));
}

#[test]
fn a_wrong_day_in_a_workbook_is_named_by_its_cell() {
    const SHEET: &[&[&str]] = &[
        &["材料报送登记表"],
        &["单位名称", "材料", "首次报送时间", "退回时间", "再次报送时间"],
        &["东河县", "自评表", "6月20日"],
        &["西山县", "自评表", "2024-06-21 09:30"],
        &["南湖区", "自评表", "2024年6月24日"],
        &["北原县", "自评表", "2024/6/24 18:00"],
        &["中州区", "自评表", "2024.6.18"],
    ];
    let city = City::copy("registers");
    bend(
        &city,
        &[
            Book("registers/submissions.xlsx", &[("材料报送", SHEET)]),
            Swap(SETTINGS, "registers/submissions.csv", "registers/submissions.xlsx"),
        ],
    );
    let report = city.check();
    assert_eq!(codes(&report), ["date-without-year"]);
    assert_eq!(places(&report)[0].1, "registers/submissions.xlsx#材料报送!C3");
    // The same register under two names is read twice and says the same.
    let city = City::copy("registers");
    bend(
        &city,
        &[
            Double("registers/bonus.csv", "bonus/2024.csv"),
            Swap(SETTINGS, "registers/bonus.csv", "bonus/2024.csv"),
        ],
    );
    assert_eq!(codes(&city.check()), Vec::<&str>::new());
}
