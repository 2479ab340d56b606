//! Papers that are workbooks, read back: figures are those of the results, formulas come to what is
//! printed, texts never run, sheets can be opened, the same input gives the same bytes.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use make_reports::analyse::analyse;
use make_reports::analyse::facts;
use make_reports::assets::{Templates, Wording};
use make_reports::crew::Crew;
use make_reports::pipeline;
use make_reports::sheets::{self, Words};
use make_reports::tabulate;

use crate::support::{City, can_prove, files, repository, scorebook};

type Book = Xlsx<Cursor<Vec<u8>>>;

const SETTINGS: &str = "settings.toml";
const SUBMITTED: &str = "stage = \"submitted\"";

/// A miniature at a stage.
fn city(name: &str, stage: &str) -> City {
    let city = City::copy(name);
    let approved = if stage == "approved" {
        "\napproved_on = \"2024-09-20\"\napproved_by = \"市政府审定\""
    } else {
        ""
    };
    city.replace(SETTINGS, SUBMITTED, &format!("stage = \"{stage}\"{approved}"));
    city
}

/// The bytes of a kind's workbook.
fn made(city: &City, kind: &str) -> Vec<u8> {
    let mut order = city.order();
    order.only = vec![kind.to_owned()];
    let report = pipeline::build(&order, &|_| {}).unwrap();
    assert_eq!(report.failed, [] as [String; 0]);
    let ends = |path: &str| Path::new(path).extension().is_some_and(|own| own == "xlsx");
    let mut books = files(&city.output()).into_iter().filter(|(path, _)| ends(path));
    let (path, bytes) = books.next().unwrap();
    assert!(path.contains("internal/"), "{path}");
    fs::remove_dir_all(city.output()).unwrap();
    bytes
}

fn opened(bytes: Vec<u8>) -> Book {
    open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

/// The rows of a sheet below the row of heads that begins with a word, by head.
fn rows(book: &mut Book, sheet: &str, first: &str) -> (Vec<String>, Vec<Vec<Data>>) {
    let range = book.worksheet_range(sheet).unwrap();
    let text = |cell: &Data| cell.to_string();
    let mut rows = range.rows().skip_while(|row| row[0] != *first);
    let heads = rows.next().unwrap().iter().map(text).collect();
    (heads, rows.map(<[Data]>::to_vec).collect())
}

fn column(heads: &[String], name: &str) -> usize {
    heads.iter().position(|head| head == name).unwrap_or_else(|| panic!("{name}: {heads:?}"))
}

#[test]
fn totals_ranks_and_grades_are_those_of_the_results() {
    for name in ["registers", "small", "veto", "dense-ties", "quota"] {
        let city = City::copy(name);
        let book = scorebook(&city);
        let mut workbook = opened(made(&city, "workbook"));
        let several = book.checked.classes.len() > 1;
        for (class, scores) in book.checked.classes.iter().zip(&book.classes) {
            let of = if several { format!("（{}）", class.name) } else { String::new() };
            let ranked =
                book.checked.settings.assessment.stage >= make_reports::settings::Stage::Submitted;
            let (sheet, first) = if ranked { ("排名", "名次") } else { ("得分", "序号") };
            let (heads, rows) = rows(&mut workbook, &format!("{sheet}{of}"), first);
            let at = |name: &str| column(&heads, name);
            for (unit, score) in class.units.iter().zip(scores) {
                let row = rows.iter().find(|row| row[1].to_string() == unit.short).unwrap();
                let total =
                    score.published.map_or("—".to_owned(), |own| own.to_f64().to_string());
                assert_eq!(row[at("总得分")].to_string(), total, "{name} {}", unit.short);
                if ranked {
                    let rank = score.rank.map_or("—".to_owned(), |own| own.place.to_string());
                    assert_eq!(row[0].to_string(), rank, "{name} {}", unit.short);
                    let grade = score.grade.map(|own| book.checked.cuts[own].name.clone());
                    let head = heads.iter().position(|head| head.contains("等次"));
                    let shown = head.map(|at| row[at].to_string());
                    assert_eq!(shown.filter(|own| !own.is_empty()), grade, "{}", unit.short);
                }
            }
        }
    }
}

#[test]
fn ranks_and_grades_wait_for_their_stage() {
    for (stage, sheet, head) in [
        ("preliminary", "得分（县（区））", None),
        ("reviewed", "得分（县（区））", None),
        ("submitted", "排名（县（区））", Some("拟定等次")),
        ("approved", "排名（县（区））", Some("等次")),
    ] {
        let mut book = opened(made(&city("registers", stage), "workbook"));
        let first = if head.is_some() { "名次" } else { "序号" };
        let (heads, _) = rows(&mut book, sheet, first);
        let found = heads.iter().find(|own| own.contains("等次")).map(String::as_str);
        assert_eq!(found, head, "{stage}");
        let says = |word: &str| heads.iter().any(|own| own.contains(word));
        assert_eq!(says("名次"), head.is_some(), "{stage}");
        // Nor does any other sheet tell a grade.
        let names = book.sheet_names();
        assert_eq!(names.iter().any(|own| own.starts_with("排名")), head.is_some());
    }
}

#[test]
fn texts_never_run_and_names_stay_names() {
    const TRICKS: [&str; 5] = ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "{=1+1}"];
    let city = city("registers", "preliminary");
    let scores = city.read("county-scores.csv");
    let mut scores = scores.replace("一件文件未标注有效性", TRICKS[0]);
    for (from, to) in [
        ("一件文件的解读链接打不开", TRICKS[1]),
        ("https://example.gov.cn/21", TRICKS[2]),
        ("两件文件没有公开", TRICKS[3]),
        ("解读形式单一", TRICKS[4]),
    ] {
        assert!(scores.contains(from), "{from}");
        scores = scores.replace(from, to);
    }
    city.write("county-scores.csv", scores);
    city.replace("units.csv", "东河县,counties,东河市", "=1+2,counties,东河市、东河县");
    for kind in ["workbook", "comparison"] {
        let mut book = opened(made(&city, kind));
        let mut texts = BTreeSet::new();
        for name in book.sheet_names() {
            for cell in book.worksheet_range(&name).unwrap().used_cells() {
                if let Data::String(text) = cell.2 {
                    texts.insert(text.clone());
                }
            }
            let formulas = book.worksheet_formula(&name).unwrap();
            for (_, _, formula) in formulas.used_cells().filter(|cell| !cell.2.is_empty()) {
                let ours =
                    ["ROUND(", "RANK(", "AVERAGE(", "MAX(", "MIN(", "COUNTIF(", "SUMPRODUCT("];
                let difference = formula.split('-').all(|part| {
                    part.chars().all(|own| own.is_ascii_uppercase() || own.is_ascii_digit())
                });
                let known = ours.iter().any(|own| formula.starts_with(own)) || difference;
                assert!(known, "{kind} {name}: {formula}");
            }
        }
        for trick in TRICKS.iter().chain(&["=1+2"]) {
            assert!(texts.contains(*trick), "{kind}: {trick} is no text");
        }
    }
}

#[test]
fn sheets_of_the_comparison_can_be_named_and_are_linked() {
    let city = city("registers", "preliminary");
    city.replace(
        "county-indicators.csv",
        "文件公开",
        "文件/公开[一]:甚*长?的名称甚长的名称甚长的名称甚长的名称",
    );
    city.replace(
        "county-scores.csv",
        "文件公开",
        "文件/公开[一]:甚*长?的名称甚长的名称甚长的名称甚长的名称",
    );
    city.replace(
        "self-scores.csv",
        "文件公开",
        "文件/公开[一]:甚*长?的名称甚长的名称甚长的名称甚长的名称",
    );
    let book = scorebook(&city);
    let bytes = made(&city, "comparison");
    let mut workbook = opened(bytes.clone());
    let names = workbook.sheet_names();
    let indicators = book.checked.classes.iter().map(|own| own.system.indicators.len());
    assert_eq!(names.len(), 1 + indicators.sum::<usize>());
    let mut seen = BTreeSet::new();
    for name in &names {
        assert!(
            name.encode_utf16().count() <= 31
                && !name.contains(['[', ']', ':', '*', '?', '/', '\\'])
        );
        assert!(seen.insert(name.to_lowercase()), "{name} twice");
    }
    // Every sheet has its units in list order, and the first one leads to each.
    let first = part(&bytes, "xl/worksheets/sheet1.xml");
    let mut at = 1;
    for class in &book.checked.classes {
        for indicator in &class.system.indicators {
            assert!(first.contains(&format!("location=\"'{}'!A1\"", names[at])), "{}", names[at]);
            assert!(names[at].contains(&indicator.code));
            let (heads, rows) = rows(&mut workbook, &names[at], "序号");
            let units: Vec<String> =
                rows.iter().map(|row| row[column(&heads, "单位")].to_string()).collect();
            let expected: Vec<&str> = class.units.iter().map(|own| own.short.as_str()).collect();
            assert_eq!(units, expected, "{}", names[at]);
            at += 1;
        }
    }
}

/// Two units lose for one cause, 4 and 8 points: one pair, both rows marked.
#[test]
fn unequal_deductions_are_marked() {
    let city = city("registers", "preliminary");
    city.replace("county-scores.csv", "一件文件未标注有效性,Y04", "一件文件没有公开,Y01");
    let book = scorebook(&city);
    let analysis = analyse(&book, Crew::new(1));
    let unequal = &analysis.classes[0].unequal;
    assert!(unequal.iter().any(|own| own.indicator == 0 && own.cause == "Y01"), "{unequal:?}");
    let mut workbook = opened(made(&city, "comparison"));
    let sheet = workbook.sheet_names()[1].clone();
    let (heads, rows) = rows(&mut workbook, &sheet, "序号");
    let marked: BTreeSet<String> = rows
        .iter()
        .filter(|row| row[column(&heads, "标记")].to_string().contains("同因不同扣"))
        .map(|row| row[column(&heads, "单位")].to_string())
        .collect();
    let class = &book.checked.classes[0];
    let expected: BTreeSet<String> = (0..class.units.len())
        .filter(|unit| class.cells.cause(*unit, 0) == Some("Y01"))
        .map(|unit| class.units[unit].short.clone())
        .collect();
    assert_eq!(marked, expected);
    assert_eq!(rows[0][column(&heads, "评分人")].to_string(), "张评分");
}

/// A ledger of one unit names no other; that of all names everybody.
#[test]
fn a_ledger_of_one_unit_is_its_own() {
    let city = City::copy("registers");
    let book = scorebook(&city);
    let analysis = analyse(&book, Crew::new(1));
    let wording = Wording::new(&Templates::built_in()).unwrap();
    let facts = facts::workbook(&book, &analysis);
    let words = Words { wording: &wording, assessment: &facts.assessment, mark: "" };
    let shorts: Vec<&str> = facts.lists.iter().map(|own| own.short.as_str()).collect();
    let all = format!("{:?}", sheets::city_ledger(&facts.lists, facts.several, words));
    for own in &facts.lists {
        let ledger = sheets::unit_ledger(own, words);
        let said = format!("{ledger:?}");
        for other in shorts.iter().filter(|other| **other != own.short) {
            assert!(!said.contains(other), "{other} in the ledger of {}", own.short);
        }
        for problem in &own.problems {
            assert!(said.contains(&problem.number) && all.contains(&problem.number));
        }
        let bytes = tabulate::workbook(&ledger).unwrap();
        assert_eq!(opened(bytes).sheet_names(), ["整改台账"]);
    }
}

/// What its own ledger calls past mending has nothing to be done about it, all else has.
#[test]
fn what_cannot_be_mended_asks_for_nothing() {
    let book = scorebook(&City::of(&repository("data")));
    let facts = facts::workbook(&book, &analyse(&book, Crew::new(2)));
    let wording = Wording::new(&Templates::built_in()).unwrap();
    let words = Words { wording: &wording, assessment: &facts.assessment, mark: "" };
    let mut found = (0, 0);
    for own in facts.lists.iter().take(5) {
        let bytes = tabulate::workbook(&sheets::unit_ledger(own, words)).unwrap();
        let (heads, rows) = rows(&mut opened(bytes), "整改台账", "单位");
        let listed = rows.iter().filter(|row| row[0].to_string() == own.short);
        for row in listed {
            let past = row[column(&heads, "整改性质")] == "不可补救";
            let action = row[column(&heads, "整改建议")].to_string();
            assert_eq!(action.is_empty(), past, "{row:?}");
            if past { found.0 += 1 } else { found.1 += 1 }
        }
    }
    assert!(found.0 > 5 && found.1 > 50, "{found:?}");
}

#[test]
fn same_input_same_bytes() {
    for kind in ["workbook", "comparison"] {
        let stage = "preliminary";
        assert!(made(&city("registers", stage), kind) == made(&city("registers", stage), kind));
    }
}

/// A run that does not make it knows whether it has moved.
#[test]
fn a_workbook_is_stale_when_its_figures_moved() {
    let city = City::copy("small");
    city.build();
    let unit = |city: &City| {
        let mut order = city.order();
        order.units = vec!["东河县".to_owned()];
        pipeline::build(&order, &|_| {}).unwrap()
    };
    let is_book = |path: &&String| path.contains("统计工作簿");
    assert_eq!(unit(&city).stale.iter().find(is_book), None);
    city.replace("county-scores.csv", "东河县,规范性文件,28", "东河县,规范性文件,27");
    assert!(unit(&city).stale.iter().any(|path| is_book(&path)));
}

// ---- A foreign hand

/// A part of a package.
fn part(bytes: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    package.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The same workbook without the values of formulas, so that who opens it must reckon them.
fn without_values(bytes: &[u8]) -> Vec<u8> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut bare = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..package.len() {
        let mut own = package.by_index(at).unwrap();
        let name = own.name().unwrap().into_owned();
        let mut content = Vec::new();
        own.read_to_end(&mut content).unwrap();
        if name.starts_with("xl/worksheets/sheet") {
            let text = String::from_utf8(content).unwrap();
            let mut parts = text.split("</f><v>");
            let mut kept = parts.next().unwrap().to_owned();
            for part in parts {
                kept.push_str("</f>");
                kept.push_str(part.split_once("</v>").unwrap().1);
            }
            content = kept.into_bytes();
        }
        bare.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        bare.write_all(&content).unwrap();
    }
    bare.finish().unwrap().into_inner()
}

/// `LibreOffice` opens a workbook and writes it again.
fn reckoned(folder: &Path, bytes: &[u8]) -> Vec<u8> {
    let (source, out): (PathBuf, PathBuf) = (folder.join("book.xlsx"), folder.join("out"));
    fs::write(&source, bytes).unwrap();
    let mut command = Command::new("soffice");
    command.arg(format!("-env:UserInstallation=file://{}", folder.join("office").display()));
    command.args(["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]);
    assert!(command.arg(&out).arg(&source).output().unwrap().status.success());
    fs::read(out.join("book.xlsx")).unwrap()
}

/// Every formula, reckoned by `LibreOffice`, comes to the value that the workbook was written with.
#[test]
fn formulas_come_to_what_is_written() {
    if !can_prove("soffice", &["--version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let sample = City::of(&repository("data"));
    let cities =
        [sample, City::copy("dense-ties"), City::copy("veto"), city("registers", "approved")];
    for city in cities {
        let bytes = made(&city, "workbook");
        let again = reckoned(folder.path(), &without_values(&bytes));
        let (mut written, mut again) = (opened(bytes), opened(again));
        let mut formulas = 0;
        for name in written.sheet_names() {
            let expected = written.worksheet_range(&name).unwrap();
            let found = again.worksheet_range(&name).unwrap();
            let range = written.worksheet_formula(&name).unwrap();
            let start = range.start().unwrap_or_default();
            for (row, column, formula) in range.used_cells().filter(|own| !own.2.is_empty()) {
                let at = (
                    start.0 + u32::try_from(row).unwrap(),
                    start.1 + u32::try_from(column).unwrap(),
                );
                let value = |range: &calamine::Range<Data>| match range.get_value(at) {
                    Some(Data::Float(value)) => *value,
                    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
                    Some(Data::Int(value)) => *value as f64,
                    other => panic!("{name} {at:?} {formula}: {other:?}"),
                };
                let (own, other) = (value(&expected), value(&found));
                assert!((own - other).abs() < 1e-9, "{name} {at:?} {formula}: {own} {other}");
                formulas += 1;
            }
        }
        assert!(formulas > 15, "{formulas}");
    }
}
