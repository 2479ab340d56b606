//! Names of other units in a unit's paper, and the size of finished files.

use std::fs;

use make_reports::assets::Templates;
use make_reports::pipeline::{self, Report};

use crate::support::City;

/// A small city that makes units' reports only.
fn city() -> City {
    let city = City::copy("small");
    let settings = city.read("settings.toml");
    let own = "\n[papers]\nmake = [\"unit\"]\n[papers.unit]\neditable = false\n";
    city.write("settings.toml", settings + own);
    city
}

/// A build with one more sentence in the units' reports.
fn built_with(city: &City, sentence: &str) -> Report {
    let name = "sentences/unit/overall.jinja";
    let folder = city.root().join("templates");
    fs::create_dir_all(folder.join("sentences/unit")).unwrap();
    let text = Templates::built_in().text(name).unwrap().to_owned();
    fs::write(folder.join(name), format!("{text}\n\n{sentence}\n")).unwrap();
    let mut order = city.order();
    order.templates = Some(folder);
    pipeline::build(&order, &|_| {}).unwrap()
}

/// Findings of a code: the paper's file name, what is said.
fn told(report: &Report, code: &str) -> Vec<(String, String)> {
    let found = report.findings.iter().filter(|found| found.code == code);
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    found
        .map(|found| (name(found.document.as_deref().unwrap_or_default()), found.what.clone()))
        .collect()
}

#[test]
fn no_paper_of_a_unit_names_another() {
    let city = city();
    let clean = city.build();
    assert_eq!((told(&clean, "foreign-name"), clean.documents), (vec![], 8));
    let report = built_with(&city, "得分最高的是东河县人民政府。");
    let found = told(&report, "foreign-name");
    // Its own name is its own; every other paper is kept back.
    assert_eq!((found.len(), report.documents, report.failed.len()), (7, 1, 7), "{found:?}");
    assert!(found.iter().all(|(path, _)| !path.contains("东河县")), "{found:?}");
    assert!(
        found
            .iter()
            .all(|(_, what)| what.contains("“东河县人民政府”（") && what.contains("得分最高的是")),
        "{found:?}"
    );
    // A word of every paper that is an alias, too, is none.
    let units = city.read("units.csv");
    city.write("units.csv", units.replace("counties,西山", "counties,得分率"));
    assert_eq!(told(&city.build(), "foreign-name"), []);
    city.write("units.csv", units);
    // An alias tells it as well.
    let found = told(&built_with(&city, "西山的做法可以借鉴。"), "foreign-name");
    assert_eq!(found.len(), 7, "{found:?}");
    // Where the disclosure is open, the report may.
    let settings = city.read("settings.toml");
    city.write("settings.toml", settings + "\n[disclosure]\nmode = \"open\"\n");
    assert_eq!(told(&built_with(&city, "得分最高的是东河县人民政府。"), "foreign-name"), []);
}

#[test]
fn what_the_data_says_of_another_unit_is_a_note() {
    let city = city();
    city.replace("county-scores.csv", "一件文件没有解读材料", "没有像西山县那样逐件解读文件");
    let report = city.build();
    assert_eq!(told(&report, "foreign-name"), []);
    let found = told(&report, "foreign-name-quoted");
    assert!(!found.is_empty());
    assert!(found.iter().all(|(path, _)| path.contains("东河县")), "{found:?}");
    assert!(found[0].1.contains("西山县"), "{found:?}");
    // A sentence that says the bare name beside it is the program's own.
    let report = built_with(&city, "请学习西山县。");
    let own: Vec<_> = told(&report, "foreign-name").into_iter().map(|(path, _)| path).collect();
    assert!(own.iter().any(|path| path.contains("东河县")), "{own:?}");
}

/// The office is assessed itself, and one unit's name is part of another's.
#[test]
fn the_office_and_names_within_names_raise_no_alarm() {
    let city = City::copy("registers");
    city.replace(
        "settings.toml",
        "stage = \"submitted\"",
        "stage = \"approved\"\napproved_on = \"2024-09-20\"\napproved_by = \"青府纪〔2024〕8号\"",
    );
    let units = city.read("units.csv");
    let units = units
        .replace("市教育局,", "青禾市政务公开办公室,")
        .replace("市水务局,", "青禾市水务局东河分局,")
        .replace("市文化局,", "青禾市水务局,");
    assert!(units.contains("青禾市水务局东河分局"), "{units}");
    city.write("units.csv", units);
    let renamed = |text: &str| {
        text.replace("市教育局,", "青禾市政务公开办公室,")
            .replace("市水务局,", "青禾市水务局东河分局,")
            .replace("市文化局,", "青禾市水务局,")
    };
    city.write("department-scores.csv", renamed(&city.read("department-scores.csv")));
    for file in fs::read_dir(city.data().join("registers")).unwrap().map(Result::unwrap) {
        let text = fs::read_to_string(file.path()).unwrap();
        fs::write(file.path(), renamed(&text)).unwrap();
    }
    let report = city.build();
    assert!(report.output.is_some(), "{:?}", report.findings);
    assert_eq!(told(&report, "foreign-name"), []);
}

#[test]
fn files_are_as_large_as_their_pages_make_likely() {
    let city = city();
    let settings = city.read("settings.toml");
    assert_eq!(told(&city.build(), "pdf-size"), []);
    for (bounds, said) in
        [("page_most = 1", "不在4至1千字节"), ("page_least = 200", "不在200至300千字节")]
    {
        city.write("settings.toml", format!("{settings}\n[preflight]\n{bounds}\n"));
        let report = city.build();
        let found = told(&report, "pdf-size");
        assert_eq!((found.len(), report.documents), (8, 8), "{found:?}");
        assert!(found[0].1.contains(said), "{found:?}");
    }
}
