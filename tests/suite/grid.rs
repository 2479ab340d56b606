//! The grid of GB/T 9704 measured on finished papers, with a reader that is not ours
//! (`tests/foreign/grid.py`): margins, lines and characters, type sizes, page numbers, captions,
//! continued tables, turned pages, heads of letters, signatures.

use std::path::PathBuf;
use std::process::Command;

use crate::support::{City, can_prove, files, repository};

fn can_measure() -> bool {
    can_prove("python3", &["-c", "import pdfminer"])
}

/// The PDFs of a city's output.
fn papers(city: &City) -> Vec<PathBuf> {
    let all = files(&city.output()).into_iter().map(|(name, _)| city.output().join(name));
    all.filter(|path| path.extension().is_some_and(|ending| ending == "pdf")).collect()
}

/// Measures papers; each of the measures in `need` must be met with.
#[track_caller]
fn measured(papers: &[PathBuf], more: &[&str], need: &[&str]) {
    assert!(!papers.is_empty());
    let mut reader = Command::new("python3");
    reader.arg("-B").arg(repository("tests/foreign/grid.py")).args(more);
    let read = reader.args(["--need", &need.join(";")]).args(papers).output().unwrap();
    let said = String::from_utf8_lossy(&read.stdout).into_owned();
    println!("{said}");
    assert!(read.status.success(), "{said}{}", String::from_utf8_lossy(&read.stderr));
}

/// What a city's papers of one kind are, made for a few units.
fn made(city: &City, kinds: &[&str], units: &[&str]) -> Vec<PathBuf> {
    let order = make_reports::pipeline::Order {
        only: kinds.iter().copied().map(str::to_owned).collect(),
        units: units.iter().copied().map(str::to_owned).collect(),
        ..city.order()
    };
    let report = make_reports::pipeline::build(&order, &|_| {}).unwrap();
    assert!(!report.has_errors(), "{:?}", report.findings);
    papers(city)
}

#[test]
fn reports_stand_on_the_grid() {
    if !can_measure() {
        return;
    }
    let city = City::of(&repository("data"));
    let mut reports = made(&city, &["unit"], &["市教育局"]);
    reports.extend(made(&city, &["city"], &[]));
    reports.dedup();
    let need = [
        "top margin of full pages, mm",
        "left margin, mm",
        "right margin of full lines, mm",
        "pitch of lines, pt",
        "lines of a full page",
        "indent of paragraphs, characters",
        "title size, pt",
        "heading 1 indent, characters",
        "heading 2 indent, characters",
        "odd page number from the right edge, characters",
        "even page number from the left edge, characters",
        "turned page: number below the text area, mm",
        "table title above its table, pt",
        "figure title below its chart, pt",
        "pages that go on with a table",
        "附件 on line",
        "title of 附件 on line",
    ];
    measured(&reports, &[], &need);
}

/// A notice under one of the four heads.
#[track_caller]
fn notice_under(head: &str, need: &[&str]) {
    if !can_measure() {
        return;
    }
    let city = City::of(&repository("data"));
    let settings = city.read("settings.toml");
    let more = "[papers.notice]\nmark = \"内部\"\nnumber = \"汕府办函〔2024〕200号\"\n";
    city.write("settings.toml", format!("{settings}\n[papers]\nhead = \"{head}\"\n\n{more}"));
    let always = [
        "empty lines between title and receiver",
        "date from the right edge, characters",
        "name off the middle of the date, characters",
        "lines of text above the signature on its page",
    ];
    let need: Vec<&str> = always.iter().chain(need).copied().collect();
    measured(&made(&city, &["notice"], &[]), &["--head", head], &need);
}

#[test]
fn a_letter_without_a_head() {
    notice_under("none", &["title size, pt"]);
}

#[test]
fn a_letter_with_room_for_a_head() {
    notice_under("reserve", &["title below where the red line is printed, lines"]);
}

#[test]
fn a_letter_under_a_red_head() {
    let need = [
        "red name from the text area, mm",
        "red line as wide as the text, mm",
        "red line below the number, mm",
        "title below the red line, lines",
    ];
    notice_under("full", &need);
}

#[test]
fn a_letter_of_the_form_of_letters() {
    let need = [
        "name of a letter from the edge of the sheet, mm",
        "double lines of a letter, mm",
        "double line below the name, mm",
        "number below the double line, characters",
        "foot line from the edge of the sheet, mm",
        "page numbers on the first page of a letter",
    ];
    notice_under("letter", &need);
}

#[test]
fn letters_to_units_stand_on_the_grid() {
    if !can_measure() {
        return;
    }
    let city = City::of(&repository("data"));
    let need = [
        "date from the right edge, characters",
        "name off the middle of the date, characters",
        "turned page: number below the text area, mm",
    ];
    measured(&made(&city, &["rectification"], &["市教育局"]), &["--head", "none"], &need);
    city.replace("settings.toml", "stage = \"approved\"", "stage = \"preliminary\"");
    std::fs::remove_dir_all(city.output()).unwrap();
    measured(&made(&city, &["feedback"], &["市教育局"]), &["--head", "none"], &need);
}

/// A page of nothing but text has 22 lines of 28 characters.
#[test]
fn a_page_of_text_holds_22_lines_of_28_characters() {
    if !can_measure() {
        return;
    }
    let city = City::copy("small");
    let sentences = city.root().join("templates/sentences/city");
    std::fs::create_dir_all(&sentences).unwrap();
    // Two characters less on the first line, and the whole is more than three pages.
    let text = "政务公开工作评估".repeat(300);
    std::fs::write(sentences.join("process.jinja"), text).unwrap();
    let order = make_reports::pipeline::Order {
        templates: Some(city.root().join("templates")),
        only: vec!["city".to_owned()],
        ..city.order()
    };
    let report = make_reports::pipeline::build(&order, &|_| {}).unwrap();
    assert_eq!(report.failed, Vec::<String>::new(), "{:?}", report.findings);
    let need = ["lines of a full page", "characters of a full line"];
    measured(&papers(&city), &[], &need);
}

/// The measures can fail: a layout that is off is told, each fault by its name.
#[test]
fn a_layout_off_the_grid_is_seen() {
    if !can_measure() {
        return;
    }
    let city = City::copy("small");
    let templates = city.root().join("templates");
    std::fs::create_dir_all(templates.join("layouts")).unwrap();
    let page = std::fs::read_to_string(repository("report-templates/layouts/page.typ")).unwrap();
    let faults = [
        ("left: 28mm", "left: 29mm", "left margin, mm"),
        ("#let pitch = 29.53pt", "#let pitch = 29.6pt", "pitch of lines, pt"),
        ("footer-descent: 7mm", "footer-descent: 8mm", "page number below the text area, mm"),
        ("pad(x: 14pt,", "pad(x: 7pt,", "odd page number from the right edge, characters"),
        ("size: 22pt", "size: 21pt", "title size, pt"),
        ("position: top)", "position: bottom)", "table title above its table, pt"),
    ];
    for (right, wrong, measure) in faults {
        assert!(page.contains(right), "{right}");
        std::fs::write(templates.join("layouts/page.typ"), page.replace(right, wrong)).unwrap();
        let order = make_reports::pipeline::Order {
            templates: Some(templates.clone()),
            only: vec!["city".to_owned()],
            ..city.order()
        };
        make_reports::pipeline::build(&order, &|_| {}).unwrap();
        let mut reader = Command::new("python3");
        reader.arg("-B").arg(repository("tests/foreign/grid.py")).args(papers(&city));
        let read = reader.output().unwrap();
        let said = String::from_utf8_lossy(&read.stdout);
        assert!(!read.status.success(), "{measure}: {said}");
        assert!(said.contains(&format!("off: {measure}")), "{measure}: {said}");
    }
}
