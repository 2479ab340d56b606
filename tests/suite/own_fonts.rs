//! An office's own fonts, and characters that are in few fonts: which font sets what, what takes
//! the place of a font that is not there or must not be embedded, 〓 for what no font has.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use make_reports::assets::Fonts;
use make_reports::pipeline::{self, Order, Report};

use crate::support::{City, files, repository};

/// The small city with the test's fonts in its data folder and some lists in its settings; only
/// the report on the whole city is made.
fn city(fonts: &[(&str, &str)]) -> City {
    let city = City::copy("small");
    let own = city.data().join("字体");
    fs::create_dir(&own).unwrap();
    for name in ["own.otf", "restricted.otf", "variable.ttf"] {
        fs::copy(repository("tests/fonts").join(name), own.join(name)).unwrap();
    }
    let lists: Vec<String> =
        fonts.iter().map(|(name, list)| format!("{name} = {list}\n")).collect();
    let lists = lists.concat();
    city.reports_only();
    let settings = city.read("settings.toml") + "\n[fonts]\nfolder = \"字体\"\n" + &lists;
    city.write("settings.toml", settings);
    city
}

fn built(city: &City) -> Report {
    let order = Order { only: vec!["city".to_owned()], ..city.order() };
    pipeline::build(&order, &|_| {}).unwrap()
}

/// A paper made with one is not taken for one made with the other: what is found first differs.
#[test]
fn the_same_files_as_own_or_as_common_fonts_are_other_fonts() {
    let folders = tempfile::tempdir().unwrap();
    let folder = |name: &str, fonts: &[&str]| {
        let path = folders.path().join(name);
        fs::create_dir(&path).unwrap();
        for font in fonts {
            fs::copy(repository("tests/fonts").join(font), path.join(font)).unwrap();
        }
        path
    };
    // In each case the bytes come in the same order.
    let (own, rest) = (folder("own", &["own.otf"]), folder("rest", &["variable.ttf"]));
    let all = folder("all", &["own.otf", "variable.ttf"]);
    let (apart, together) = (Fonts::read_with(&rest, Some(&own)), Fonts::read(&all));
    assert_ne!(apart.unwrap().sha256(), together.unwrap().sha256());
}

/// What is found of some codes: code, and the words.
fn found(report: &Report, codes: &[&str]) -> Vec<(String, String)> {
    let own = report.findings.iter().filter(|found| codes.contains(&found.code.as_str()));
    own.map(|found| (found.code.clone(), found.what.clone())).collect()
}

const OF_FONTS: [&str; 5] = ["font-own", "font-absent", "font-unfit", "pdf-font", "picture-family"];

/// PostScript names of the fonts of every PDF below a folder, without the tags of subsets.
fn embedded(folder: &Path) -> BTreeSet<String> {
    let papers = files(folder)
        .into_iter()
        .filter(|(name, _)| Path::new(name).extension().is_some_and(|end| end == "pdf"));
    let fonts = papers.flat_map(|(_, bytes)| {
        let pdf = lopdf::Document::load_mem(&bytes).unwrap();
        let names: Vec<String> = pdf
            .objects
            .values()
            .filter_map(|object| object.as_dict().ok())
            .filter_map(|font| font.get(b"BaseFont").and_then(lopdf::Object::as_name).ok())
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .collect();
        names
    });
    let plain = |name: String| {
        let name = name.split_once('+').map_or(name.as_str(), |(_, name)| name);
        name.trim_end_matches("-Identity-H").to_owned()
    };
    fonts.map(plain).collect()
}

#[test]
fn a_font_of_the_office_sets_what_it_is_named_for() {
    let city = city(&[("fangsong", "[\"仿宋_办公室\", \"FandolFang R\", \"Noto Serif CJK SC\"]")]);
    let report = built(&city);
    let told = "仿宋用本单位字体“仿宋_办公室”（own.otf）".to_owned();
    assert_eq!(found(&report, &OF_FONTS), [("font-own".to_owned(), told)]);
    let fonts = embedded(&city.output());
    // It has few characters; the carried font sets the others.
    assert!(fonts.contains("OfficeFang") && fonts.contains("FandolFang-Regular"), "{fonts:?}");
}

/// By its English name too, and for charts and titles.
#[test]
fn any_name_of_a_font_will_do() {
    let own = "[\"officefang\", \"Noto Sans CJK SC\", \"Noto Serif CJK SC\"]";
    let city = city(&[("heiti", own), ("biaosong", own)]);
    let report = built(&city);
    let codes: Vec<String> = found(&report, &OF_FONTS).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["font-own", "font-own"], "{:?}", report.findings);
    assert!(report.failed.is_empty() && embedded(&city.output()).contains("OfficeFang"));
}

#[test]
fn a_font_that_is_not_there_or_must_not_be_embedded_gives_way() {
    let city = city(&[
        ("biaosong", "[\"方正小标宋_GBK\", \"Noto Serif CJK SC\"]"),
        ("kaiti", "[\"楷体_不得嵌入\", \"FandolKai\", \"Noto Serif CJK SC\"]"),
        ("songti", "[\"OfficeVariable\", \"Noto Serif CJK SC\"]"),
    ]);
    let report = built(&city);
    let told = [
        ("font-absent", "[fonts] 小标宋中的“方正小标宋_GBK”没有字体文件，改用“Noto Serif CJK SC”"),
        ("font-unfit", "[fonts] 宋体中的“OfficeVariable”是可变字体，改用“Noto Serif CJK SC”"),
        ("font-unfit", "[fonts] 楷体中的“楷体_不得嵌入”的许可不允许嵌入文件，改用“FandolKai”"),
    ];
    let mut all = found(&report, &OF_FONTS);
    all.sort();
    assert_eq!(all, told.map(|(code, what)| (code.to_owned(), what.to_owned())));
    let fonts = embedded(&city.output());
    assert!(!fonts.iter().any(|font| font.starts_with("Office")), "{fonts:?}");
}

#[test]
fn a_list_without_a_font_or_a_folder_that_is_not_there_stops_the_run() {
    let city = city(&[("kaiti", "[\"楷体_GB2312\", \"楷体_不得嵌入\"]")]);
    let failure = pipeline::build(&city.order(), &|_| {}).unwrap_err();
    let said = crate::own_fonts::said(&failure);
    assert!(said.contains("楷体_GB2312") && said.contains("楷体"), "{said}");
    city.replace("settings.toml", "folder = \"字体\"", "folder = \"没有\"");
    let failure = pipeline::build(&city.order(), &|_| {}).unwrap_err();
    let said = crate::own_fonts::said(&failure);
    assert!(said.contains("没有"), "{said}");
}

fn said(failure: &make_reports::finding::Failure) -> String {
    format!("{failure:?}")
}

/// Names with characters beyond GB 2312: the fallback sets them, with a note; one that no font has
/// is 〓, with its code point and cell.
#[test]
fn rare_characters_of_names_are_set_or_told() {
    let city = City::copy("small");
    city.reports_only();
    city.replace("units.csv", "西山县人民政府,西山县", "㙍山县人民政府,㙍山县");
    city.replace("units.csv", ",西山", ",西山、西山县");
    city.replace("county-scores.csv", "一件文件没有解读材料", "责任人堃、喆、𬭎未签字，𠮷字无");
    let report = built(&city);
    let told = found(&report, &["character-fallback", "character-missing"]);
    let of = |code: &str| -> String {
        let own = told.iter().filter(|(own, _)| own == code);
        own.map(|(_, what)| what.chars().nth(1).unwrap()).collect()
    };
    let mut fallback: Vec<char> = of("character-fallback").chars().collect();
    fallback.sort_unstable();
    assert_eq!(fallback, ['㙍', '喆', '堃', '𬭎']);
    assert_eq!(of("character-missing"), "𠮷");
    let missing = report.findings.iter().find(|found| found.code == "character-missing").unwrap();
    assert!(missing.what.contains("U+20BB7") && missing.what.contains('〓'), "{}", missing.what);
    assert_eq!(missing.file.as_deref(), Some("county-scores.csv"));
    assert!(missing.line.is_some() && missing.column.is_some());
    let order = Order { only: vec!["unit".to_owned()], ..city.order() };
    let report = pipeline::build(&order, &|_| {}).unwrap();
    assert!(report.failed.is_empty(), "{:?}", report.findings);
    let papers = crate::support::printed_papers(&city);
    for what in ["责任人堃、喆、𬭎未签字，〓字无", "㙍山县"] {
        assert!(papers.iter().any(|(_, text)| text.contains(what)), "{what}");
    }
}
