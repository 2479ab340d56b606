//! Rows of four published pages, laid out in workbooks as on the page (`tests/cities/make_real.py`),
//! load through a `columns.toml` alone.

use make_reports::assets::{Setting, Templates};
use make_reports::check::{self, CheckedClass};
use make_reports::crew::Crew;
use make_reports::load;

use crate::support::{City, places};

/// The only class of a city.
fn class(name: &str) -> CheckedClass {
    let city = City::copy(name);
    let templates = Templates::built_in();
    let text = |name: &str| templates.text(name).unwrap().to_owned();
    let defaults = (text("settings-defaults.toml"), text("columns-defaults.toml"));
    let folder = load::read_folder(&city.data(), &defaults.0, &defaults.1).unwrap();
    let settings = folder.settings.clone();
    let outcome =
        check::check(load::load(folder).unwrap(), settings, &|_| Setting::Named, Crew::new(2))
            .checked
            .unwrap();
    outcome.classes.into_iter().next().unwrap()
}

fn marks(class: &CheckedClass) -> Vec<String> {
    class.system.indicators.iter().map(|own| own.full_marks.to_string()).collect()
}

fn own_points(class: &CheckedClass, unit: usize) -> Vec<String> {
    let form = class.registers.self_points[unit].as_ref().unwrap();
    form.iter().map(|own| own.map_or("-".to_owned(), |own| own.to_string())).collect()
}

/// Name and points in one merged cell, items of 0.08 points, criteria of several lines.
#[test]
fn the_form_of_shanghai() {
    let found = City::copy("shanghai").check();
    assert_eq!(
        places(&found),
        [
            // A form not filled in; the rows of 推进“五公开”情况(1.6分) end after the first.
            ("form-empty", "材料/示例乙区人民政府/考核自评表.xlsx#Sheet".to_owned()),
            ("form-marks-differ", "材料/示例乙区人民政府/考核自评表.xlsx#Sheet!A11".to_owned()),
            ("form-marks-differ", "材料/示例甲区人民政府/考核自评表.xlsx#Sheet!A12".to_owned()),
            ("node-marks-differ", "考核评估指标表.xlsx#Sheet!A11".to_owned()),
        ]
    );
    let class = class("shanghai");
    let names: Vec<&str> = class.system.dimensions.iter().map(|own| own.name.as_str()).collect();
    assert_eq!(names, ["组织和渠道", "推进“五公开”情况"]);
    assert_eq!(
        marks(&class),
        ["0.2", "0.24", "0.08", "0.08", "0.2", "0.08", "0.16", "0.16", "0.2"]
    );
    let criterion = class.system.indicators[0].criterion.as_deref().unwrap();
    assert_eq!(criterion.lines().count(), 4, "{criterion}");
    // `/`, `0.16分` and `０.１` among them.
    assert_eq!(
        own_points(&class, 0),
        ["0.2", "0.24", "0.08", "-", "0.15", "0.08", "0.16", "0.1", "0.2"]
    );
    assert_eq!(own_points(&class, 1), ["-"; 9]);
}

/// A filled-in self-check that is its own indicator table; the unit behind a label.
#[test]
fn the_self_check_of_xinyang() {
    let found = City::copy("xinyang").check();
    let file = "材料/信阳市国土资源局/自查表.xlsx#Sheet";
    assert_eq!(
        places(&found),
        [
            ("self-all-full", file.to_owned()),
            ("form-marks-differ", format!("{file}!B4")),
            ("node-marks-differ", format!("{file}!B4")),
        ]
    );
    let class = class("xinyang");
    assert_eq!(class.system.dimensions[0].name, "政务公开及日常更新");
    assert_eq!(class.system.indicators[2].path[1], "信息公开年报");
    let twelve = ["1", "1", "1", "2", "2", "2", "2", "2", "2", "2", "2", "2"];
    assert_eq!(marks(&class), twelve);
    assert_eq!(own_points(&class, 0), twelve);
}

/// A head with a bracket, three levels, a note below the table.
#[test]
fn the_check_list_of_the_ministry() {
    let found = City::copy("mlr-2011").check();
    assert_eq!(places(&found), [("node-marks-differ", "检查指标.xlsx#Sheet!B3".to_owned())]);
    let class = class("mlr-2011");
    assert_eq!(class.system.indicators.len(), 24);
    assert_eq!(class.system.indicators[23].code, "1.15.3");
    let sum: i64 = class.system.indicators.iter().map(|own| own.full_marks.scaled()).sum();
    assert_eq!(sum, 650_000);
}

/// A ledger without a column of units or codes: the unit above the table, indicators by levels.
#[test]
fn the_ledger_of_guoyang() {
    assert_eq!(places(&City::copy("guoyang").check()), []);
    let class = class("guoyang");
    let ledger = &class.registers.ledger;
    let rows: Vec<(usize, usize)> = ledger.iter().map(|row| (row.unit, row.indicator)).collect();
    assert_eq!(rows, (0..6).map(|at| (0, at)).collect::<Vec<_>>());
    // Several reasons in one cell stay one problem.
    assert!(ledger[3].problem.contains(" ; 未公开政协委员提案"), "{}", ledger[3].problem);
    assert!(ledger[1].measure.as_ref().unwrap().starts_with("经核实本年度无"));
    assert_eq!(ledger[0].measure, None);
    assert_eq!(class.system.indicators[5].path.len(), 3);
}
