//! Starting an assessment: a new folder loads as it stands, its blanks are those of its own units
//! and indicators, what people filled in is never written over, and next year begins from this
//! year.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader as _, Xlsx};
use make_reports::finding::Failure;
use make_reports::init::{self, FormsOrder, InitOrder, Made};

use crate::support::{
    City, can_prove, codes, files, places, printed_papers, repository, scorebook,
};

fn order(folder: PathBuf) -> InitOrder {
    InitOrder {
        output: folder.join("no-output"),
        folder,
        from: None,
        templates: None,
        fonts: Some(repository("fonts")),
    }
}

/// A new data folder as a city.
fn new_city() -> (City, Made) {
    let empty = tempfile::tempdir().unwrap();
    let city = City::of(empty.path());
    let made = init::init(&order(city.data())).unwrap();
    (city, made)
}

fn forms(city: &City, output: Option<PathBuf>) -> Result<Made, Failure> {
    let fonts = Some(repository("fonts"));
    init::forms(&FormsOrder { data: city.data(), output, templates: None, fonts })
}

fn names(folder: &Path) -> Vec<String> {
    files(folder).into_iter().map(|(name, _)| name).collect()
}

fn has_ending(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|own| own == ending)
}

/// A part of a package.
fn part(package: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let mut text = String::new();
    package.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The cells of a sheet as text, by row and column.
fn cells(bytes: &[u8], sheet: &str) -> BTreeMap<(u32, u32), String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let (top, left) = range.start().unwrap();
    let used = range.used_cells().filter(|(_, _, value)| **value != Data::Empty);
    used.map(|(row, column, value)| {
        let place = (top + u32::try_from(row).unwrap(), left + u32::try_from(column).unwrap());
        (place, value.to_string())
    })
    .collect()
}

// ---- A new folder

#[test]
fn a_new_folder_holds_what_it_says_and_tells_only_what_is_open() {
    let (city, made) = new_city();
    assert_eq!(made.findings, []);
    let mut written = made.files.written.clone();
    written.push("空白表/.blanks.json".to_owned());
    written.sort();
    let mut found = names(&city.data());
    found.sort();
    assert_eq!(found, written);
    for name in ["settings.toml", "单位名单.xlsx", "指标体系.xlsx", "登记簿/材料报送.xlsx"]
    {
        assert!(found.iter().any(|known| known == name), "{name}");
    }
    assert!(city.data().join("材料").is_dir());
    let report = city.check();
    let open: BTreeSet<&str> = codes(&report).into_iter().collect();
    let expected = ["example-left", "placeholder-left", "scores-not-begun"];
    assert_eq!(open, BTreeSet::from(expected));
    let tables: Vec<_> =
        places(&report).into_iter().filter(|(code, _)| *code != "placeholder-left").collect();
    assert_eq!(tables.len(), 5, "{tables:?}");
    // Every line that is marked is told, and nothing else.
    let marked = city.read("settings.toml").matches("【待填】").count();
    let told = codes(&report).iter().filter(|code| **code == "placeholder-left").count();
    assert_eq!(told, marked);
    assert!(!city.root().join(".new-data").exists());
}

#[test]
fn a_new_folder_is_the_same_every_time() {
    let (one, _) = new_city();
    let (other, _) = new_city();
    assert_eq!(files(&one.data()), files(&other.data()));
}

#[test]
fn every_setting_of_a_new_folder_is_known_and_every_choice_explained() {
    let (city, _) = new_city();
    let text = city.read("settings.toml");
    for choice in ["rescale_within", "redistribute", "thresholds", "quota", "half_even", "per_day"]
    {
        assert!(text.contains(choice), "{choice} is not explained");
    }
    // What is put out as an example is right when it is put to use.
    let used: String = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(" = ") || rest.starts_with([' ', ']']) => rest,
            _ => line,
        })
        .map(|line| line.replace("【待填】", "") + "\n")
        .filter(|line| !line.contains("factor ") && !line.contains("history = "))
        .collect();
    let used = used.replace("method = \"none\"", "method = \"both\"");
    let lines = used.lines().filter(|line| !line.starts_with("  rescale"));
    let explained = |line: &&str| line.starts_with(' ') && !line.contains('{');
    let used: Vec<&str> = lines.filter(|line| !explained(line)).collect();
    city.write("settings.toml", used.join("\n"));
    let report = city.check();
    let settings: Vec<_> =
        places(&report).into_iter().filter(|(_, place)| place.starts_with("settings")).collect();
    assert_eq!(settings, [], "{}", used.join("\n"));
}

#[test]
fn a_folder_that_holds_something_is_refused() {
    let city = City::copy("small");
    let before = files(&city.data());
    let failure = init::init(&order(city.data())).unwrap_err();
    assert_eq!(failure.code, "folder-not-empty");
    assert_eq!(files(&city.data()), before);
    let output = Command::new(env!("CARGO_BIN_EXE_make-reports"))
        .args(["init", &city.data().display().to_string(), "--fonts"])
        .arg(repository("fonts"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("已有内容"));
    // A file is no folder either.
    let failure = init::init(&order(city.data().join("units.csv"))).unwrap_err();
    assert_eq!(failure.code, "folder-not-empty");
}

#[test]
fn nothing_half_made_stays() {
    let empty = tempfile::tempdir().unwrap();
    let city = City::of(empty.path());
    let templates = city.root().join("templates");
    for (name, text) in [
        ("docx/self-report/document.xml.jinja", "{{ nobody }}"),
        ("layouts/guide.typ", "#panic()"),
        ("starter/examples.toml", "x"),
    ] {
        let path = templates.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let place = city.root().join("new");
        let made = init::init(&InitOrder { templates: Some(templates.clone()), ..order(place) });
        let stopped = made.map_or(true, |made| made.folder.is_none() && !made.findings.is_empty());
        assert!(stopped, "{name}");
        let left: Vec<_> =
            fs::read_dir(city.root()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["templates"], "{name}");
        fs::remove_file(path).unwrap();
    }
}

// ---- Blanks

#[test]
fn blanks_are_made_anew_and_what_is_filled_in_stays() {
    let (city, _) = new_city();
    let again = forms(&city, None).unwrap();
    assert_eq!((again.files.written.len(), again.files.kept.len()), (0, 0));
    // Somebody fills in one form and puts a file of another's name in place.
    let filled = "空白表/附件3-1-自评表-县级政府.xlsx";
    let other = "空白表/附件1-1-指标体系-县级政府.pdf";
    city.write(filled, b"filled in").write(other, b"mine");
    city.replace("settings.toml", "【待填】2024年度", "2031年度");
    let made = forms(&city, None).unwrap();
    assert_eq!(made.files.kept, [other, filled]);
    assert_eq!(city.read(filled), "filled in");
    assert_eq!(city.read(other), "mine");
    assert!(made.files.written.iter().any(|path| path == "评分表-县级政府.xlsx"), "{made:?}");
    let output = city.run(&["forms"]);
    // `run` names an output folder, where all is new.
    assert_eq!(output.status.code(), Some(0));
    let program = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_make-reports"));
        command.arg("forms").arg("--data").arg(city.data());
        command.arg("--fonts").arg(repository("fonts")).output().unwrap()
    };
    let output = program();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains(filled) && said.contains("没有覆盖"), "{said}");
    for path in [filled, other] {
        fs::remove_file(city.data().join(path)).unwrap();
    }
    assert_eq!(program().status.code(), Some(0));
}

#[test]
fn what_is_wrong_with_the_lists_is_told_and_nothing_written() {
    let city = City::copy("small");
    city.replace("county-indicators.csv", "A1,30", "A1,三十");
    let before = files(&city.data());
    let made = forms(&city, None).unwrap();
    let found: Vec<&str> = made.findings.iter().map(|found| found.code.as_str()).collect();
    assert_eq!(found, ["full-marks-wrong"]);
    assert!(made.folder.is_none());
    assert_eq!(files(&city.data()), before);
}

#[test]
fn published_points_are_the_scored_points() {
    let city = City::copy("small");
    forms(&city, Some(city.output())).unwrap();
    let book = scorebook(&city);
    let papers: BTreeMap<String, String> = printed_papers(&city).into_iter().collect();
    for class in &book.checked.classes {
        let name = &class.name;
        let at = 1 + book.checked.classes.iter().position(|own| &own.name == name).unwrap();
        let paper = &papers[&format!("附件1-{at}-指标体系-{name}.pdf")];
        let guide = &papers[&format!("附件2-{at}-指标说明-{name}.pdf")];
        let form = fs::read(city.output().join(format!("附件3-{at}-自评表-{name}.xlsx"))).unwrap();
        let cells = cells(&form, "自评表");
        let depth = u32::try_from(class.system.depth()).unwrap();
        for indicator in &class.system.indicators {
            let (code, marks) = (&indicator.code, indicator.full_marks.to_string());
            assert!(paper.contains(&format!("{code}{marks}")), "{code}{marks} in {paper}");
            assert!(guide.contains(code), "{code} in {guide}");
            let row = cells.iter().find(|((_, column), text)| *column == depth && *text == code);
            let ((row, column), _) = row.unwrap_or_else(|| panic!("{code} in {cells:?}"));
            assert_eq!(cells[&(*row, column + 1)], marks, "{code}");
        }
        // Sums are there before anybody has opened the workbook.
        let (last, _) = cells.iter().rev().find(|(_, text)| *text == "合计").unwrap();
        assert_eq!(cells[&(last.0, depth + 1)], class.system.full_marks().to_string());
        for dimension in &class.system.dimensions {
            assert!(paper.contains(&dimension.name), "{}", dimension.name);
        }
    }
}

#[test]
fn blanks_are_locked_checked_and_set_up_for_paper() {
    let city = City::copy("small");
    forms(&city, Some(city.output())).unwrap();
    let form = fs::read(city.output().join("附件3-1-自评表-县（区）.xlsx")).unwrap();
    let sheet = part(&form, "xl/worksheets/sheet1.xml");
    for piece in [
        "<sheetProtection sheet=\"1\"",
        "orientation=\"landscape\"",
        "paperSize=\"9\"",
        "<dataValidation type=\"custom\"",
        "<dataValidation type=\"list\"",
        "fitToPage=\"1\"",
        "第 &amp;P 页",
    ] {
        assert!(sheet.contains(piece), "{piece}");
    }
    assert!(!sheet.contains("customHeight"), "rows cannot grow");
    let names = part(&form, "xl/workbook.xml");
    assert!(names.contains("_xlnm.Print_Titles"), "{names}");
    let formulas: Vec<&str> =
        sheet.split("<f>").skip(1).filter_map(|f| f.split('<').next()).collect();
    assert_eq!(formulas.len(), 6, "{formulas:?}");
    let styles = part(&form, "xl/styles.xml");
    assert!(styles.contains("locked=\"0\""));
}

#[test]
fn names_stay_data() {
    let city = City::copy("small");
    for (name, from, to) in [
        ("units.csv", "C01,东河县人民政府", "C01,\"=cmd|' /C calc'!A0\""),
        ("units.csv", "C02,西山县人民政府", "C02,../../西山*县#人民[政府]"),
        ("county-indicators.csv", "规范性文件", "\"=HYPERLINK(\"\"http://x\"\")\""),
        ("county-indicators.csv", "政策解读", "<w:p>&#x27;{{ name }}{% if %}"),
        ("county-indicators.csv", "平台建设", "#strong[*平台*]"),
        ("settings.toml", "name = \"县（区）\"", "name = \"../县*[区]?{{ class }}\""),
        ("settings.toml", "area = \"青禾市\"", "area = \"=1+1<青禾市>&\""),
    ] {
        city.replace(name, from, to);
    }
    let made = forms(&city, Some(city.output())).unwrap();
    assert_eq!(made.findings, []);
    let outside: Vec<_> =
        fs::read_dir(city.root()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(outside.len(), 2, "{outside:?}");
    assert!(names(&city.output()).iter().all(|name| !name.contains('/')));
    for (name, bytes) in files(&city.output()) {
        if has_ending(&name, "xlsx") {
            let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
            let formulas = sheet.split("<f>").skip(1).filter_map(|rest| rest.split('<').next());
            for formula in formulas {
                let plain = formula
                    .chars()
                    .all(|sign| sign.is_ascii_alphanumeric() || "():+".contains(sign));
                assert!(plain, "{name}: {formula}");
            }
            assert!(!sheet.contains("<hyperlink"), "{name}");
        }
        if has_ending(&name, "docx") {
            let document = part(&bytes, "word/document.xml");
            assert!(document.contains("=1+1&lt;青禾市&gt;&amp;"), "{name}");
            assert!(document.ends_with("</w:document>"), "{name}");
        }
    }
    let papers = printed_papers(&city);
    let (_, paper) = papers.iter().find(|(name, _)| name.contains("指标体系")).unwrap();
    assert!(paper.contains("#strong[*平台*]") || paper.contains("=HYPERLINK"), "{paper}");
}

#[test]
fn other_heads_are_those_of_the_folder() {
    let city = City::copy("small");
    city.write(
        "columns.toml",
        "[forms]\npoints = [\"本单位打分\"]\n[scores]\npoints = [\"终评\", \"得分\"]\n",
    );
    forms(&city, Some(city.output())).unwrap();
    let form = fs::read(city.output().join("附件3-1-自评表-县（区）.xlsx")).unwrap();
    assert!(cells(&form, "自评表").values().any(|head| head == "本单位打分"));
    let scores = fs::read(city.output().join("评分表-县（区）.xlsx")).unwrap();
    assert!(cells(&scores, "评分").values().any(|head| head == "终评"));
}

// ---- Next year

#[test]
fn next_year_begins_from_this_year() {
    let city = City::copy("registers");
    city.replace("registers/ledgers.csv", "已销号", "未通过");
    city.build();
    let next = city.root().join("next");
    let made = init::init(&InitOrder {
        from: Some(city.data()),
        output: city.output(),
        ..order(next.clone())
    })
    .unwrap();
    assert_eq!(made.findings, []);
    assert_eq!(made.notes.len(), 2, "{:?}", made.notes);
    let year = City::of(&next);
    let text = year.read("settings.toml");
    for line in [
        "id = \"registers-2\"",
        "period = \"2025年度\"",
        "stage = \"preliminary\"",
        "history = \"上年\"",
        "# deadline = \"2024-06-24 18:00\"",
        "# evidence_cutoff = 2024-05-31",
        "late = \"none\"",
        "period = \"2024年度\"",
        "scores = \"county-scores.xlsx\"",
        "causes = \"registers/causes.csv\"",
        "appeals = \"registers/appeals.xlsx\"",
    ] {
        assert!(text.contains(line), "{line} in\n{text}");
    }
    for name in ["units.csv", "county-indicators.csv", "registers/causes.csv"] {
        assert_eq!(year.read(name), city.read(name), "{name}");
    }
    // What is open is told; the registers load empty.
    let report = year.check();
    let open: BTreeSet<&str> = codes(&report).into_iter().collect();
    assert_eq!(open, BTreeSet::from(["placeholder-left", "scores-not-begun"]), "{report:?}");
    // The rows of the ledger that were not closed are there, and the others are not.
    let ledger = fs::read(next.join("上年/未销号整改台账.xlsx")).unwrap();
    let rows: BTreeSet<u32> =
        cells(&ledger, "未销号整改台账").keys().map(|(row, _)| *row).collect();
    let old = city.read("registers/ledgers.csv");
    let open = old.lines().skip(1).filter(|line| !line.contains("已销号")).count();
    assert_eq!(rows.len(), open + 3);
    // With last year's scores again, last year's results are history.
    let filled: Vec<String> = text
        .replace("scores = \"county-scores.xlsx\"", "scores = \"county-scores.csv\"")
        .replace("scores_form = \"long\"", "")
        .lines()
        .map(|line| line.replace("【待填】", ""))
        .collect();
    let settings = filled.join("\n");
    let settings =
        settings.replace("county-scores.csv\"", "county-scores.csv\"\nscores_form = \"long\"");
    let settings = settings.replace(
        "department-scores.xlsx\"",
        "department-scores.csv\"\nscores_form = \"unit_rows\"",
    );
    let settings = settings.replace("corrections.xlsx", "corrections.csv");
    let settings = settings.replace("appeals.xlsx", "appeals.csv");
    // At the stage of first results corrections do not count yet.
    year.write("settings.toml", settings.replace("\"preliminary\"", "\"reviewed\""));
    for name in [
        "county-scores.csv",
        "department-scores.csv",
        "registers/corrections.csv",
        "registers/appeals.csv",
    ] {
        year.write(name, city.read(name));
    }
    let report = year.check();
    assert!(!report.has_errors(), "{:#?}", report.findings);
    let book = scorebook(&year);
    for class in &book.checked.classes {
        let history = class.registers.history.as_ref().unwrap();
        for unit in 0..class.units.len() {
            let cells = history.units[unit].as_ref().unwrap();
            let points: Vec<_> = cells.iter().map(|cell| cell.points).collect();
            let now = 0..class.system.indicators.len();
            let now: Vec<_> = now.map(|at| class.cells.points(unit, at)).collect();
            assert_eq!(points, now, "{}", class.units[unit].name);
        }
    }
}

#[test]
fn next_year_without_results_says_so() {
    let city = City::copy("registers");
    let next = city.root().join("next");
    let made = init::init(&InitOrder { from: Some(city.data()), ..order(next.clone()) }).unwrap();
    assert!(made.notes[0].contains("没有找到上年的结果"), "{:?}", made.notes);
    let text = fs::read_to_string(next.join("settings.toml")).unwrap();
    assert!(text.contains("# history = \"history.csv\""), "{text}");
    // A folder that is no data folder is told, and nothing made.
    let made = init::init(&InitOrder {
        from: Some(city.root().to_owned()),
        ..order(city.root().join("third"))
    })
    .unwrap();
    assert!(made.folder.is_none() && !made.findings.is_empty());
    assert!(!city.root().join("third").exists());
}

// ---- A foreign hand

/// `tests/foreign/clerk.py`: blanks filled in with openpyxl and recalculated by `LibreOffice` load
/// without a change, and totals are as filled in.
#[test]
fn blanks_filled_in_by_a_foreign_hand_load() {
    let openpyxl = can_prove("python3", &["-c", "import openpyxl"]);
    if !openpyxl || !can_prove("soffice", &["--version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("python3");
    command.arg(repository("tests/foreign/clerk.py"));
    command.arg(env!("CARGO_BIN_EXE_make-reports")).arg(repository("fonts"));
    command.arg(folder.path().join("office"));
    command.arg("--self-forms");
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}
