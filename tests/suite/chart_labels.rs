//! Labels of charts in finished papers, read with a reader that is not ours
//! (`tests/foreign/labels.py`): in classes of 4, of 37 and of 200, with names of two characters and
//! of thirteen, no two overlap, none is cut and none leaves its chart; and in black and white
//! neighbouring fills differ (`tests/foreign/grey.py`).

use std::fmt::Write as _;
use std::process::Command;

use crate::support::{City, can_prove, files, repository};

/// How many units the classes have.
const SIZES: [usize; 3] = [4, 37, 200];

/// Indicators of each class.
const LEAVES: usize = 24;

/// Names of two characters, or of thirteen.
#[derive(Clone, Copy)]
enum Names {
    Short,
    Long,
}

const FIRST: [char; 25] = [
    '东', '西', '南', '北', '中', '上', '下', '前', '后', '左', '右', '内', '外', '高', '长', '平',
    '安', '和', '清', '新', '龙', '云', '石', '青', '白',
];
const SECOND: [char; 10] = ['山', '河', '湖', '海', '江', '原', '林', '城', '港', '岭'];

fn unit(at: usize, names: Names) -> String {
    let two: String = [FIRST[at % FIRST.len()], SECOND[at / FIRST.len()]].iter().collect();
    match names {
        Names::Short => two,
        Names::Long => format!("市{two}公共事务综合管理中心"),
    }
}

fn dimension(leaf: usize, names: Names) -> String {
    let two = ["公开", "回应", "解读", "平台", "管理", "监督"][leaf / 4];
    match names {
        Names::Short => two.to_owned(),
        Names::Long => format!("重点领域政府信息主动{two}度"),
    }
}

fn indicator(leaf: usize, names: Names) -> String {
    let first = FIRST[leaf];
    match names {
        Names::Short => format!("{first}栏"),
        Names::Long => format!("{first}类行政许可事项目录公开率"),
    }
}

/// Full marks of an indicator.
fn full(leaf: usize) -> usize {
    3 + leaf % 4
}

/// Points of an indicator, in halves; losses are spread without a pattern.
fn points(unit: usize, leaf: usize) -> String {
    let spread = (unit * 7919 + leaf * 4057 + unit * leaf * 31 + 17) % 1009;
    let halves = 2 * full(leaf);
    let lost = if spread.is_multiple_of(3) { spread / 3 % (halves + 1) } else { 0 };
    format!("{}.{}", (halves - lost) / 2, (halves - lost) % 2 * 5)
}

fn indicators(names: Names) -> String {
    let mut table = "一级指标,二级指标,指标编号,满分\n".to_owned();
    for leaf in 0..LEAVES {
        let (head, name) = (dimension(leaf, names), indicator(leaf, names));
        let code = format!("{}.{}", leaf / 4 + 1, leaf % 4 + 1);
        writeln!(table, "{head},{name},{code},{}", full(leaf)).unwrap();
    }
    table
}

/// Points of the units from one to another, a row an indicator.
fn scores(range: std::ops::Range<usize>, names: Names) -> String {
    let units: Vec<String> = range.clone().map(|at| unit(at, names)).collect();
    let mut table = format!("指标,{}\n", units.join(","));
    for leaf in 0..LEAVES {
        let row: Vec<String> = range.clone().map(|at| points(at, leaf)).collect();
        writeln!(table, "{},{}", indicator(leaf, names), row.join(",")).unwrap();
    }
    table
}

/// An assessment of three classes with six dimensions and 24 indicators each, approved and open.
fn city(names: Names) -> City {
    let city = City::copy("small");
    let settings = city.read("settings.toml");
    let (head, rest) = settings.split_once("[[classes]]").unwrap();
    let (_, scoring) = rest.split_once("[scoring]\n").unwrap();
    let approval = "stage = \"approved\"\napproved_by = \"市政府\"\napproved_on = \"2025-01-10\"";
    let mut text = head.replace("stage = \"submitted\"", approval);
    let mut units = "序号,单位代码,单位名称,单位简称,类别,别名\n".to_owned();
    let mut from = 0;
    for (class, size) in SIZES.into_iter().enumerate() {
        for at in from..from + size {
            let name = unit(at, names);
            writeln!(units, "{},U{at:03},{name},{name},c{class},", at - from + 1).unwrap();
        }
        city.write(&format!("scores-{class}.csv"), scores(from..from + size, names));
        write!(
            text,
            "[[classes]]\ncode = \"c{class}\"\nname = \"第{}类\"\nindicators = \"indicators.csv\"\n\
             scores = \"scores-{class}.csv\"\nscores_form = \"indicator_rows\"\n\n",
            ["一", "二", "三"][class]
        )
        .unwrap();
        from += size;
    }
    write!(text, "[scoring]\n{scoring}\n[disclosure]\nmode = \"open\"\n").unwrap();
    city.write("units.csv", units).write("indicators.csv", indicators(names));
    city.write("settings.toml", text);
    city.reports_only();
    city
}

fn can_read() -> bool {
    can_prove("python3", &["-c", "import numpy, pdfminer"]) && can_prove("pdftoppm", &["-v"])
}

/// Makes the city-wide report and the reports of a unit of each class, and reads their charts.
#[track_caller]
fn proved(names: Names) {
    if !can_read() {
        return;
    }
    let city = city(names);
    let mut order = city.order();
    // The first unit of each class, and one in the middle of the largest.
    order.units = ["U000", "U004", "U041", "U141"].map(str::to_owned).into();
    let report = make_reports::pipeline::build(&order, &|_| {}).unwrap();
    assert!(!report.has_errors() && report.documents >= 4, "{:?}", report.findings);
    order = city.order();
    order.only = vec!["city".to_owned()];
    let report = make_reports::pipeline::build(&order, &|_| {}).unwrap();
    assert!(!report.has_errors(), "{:?}", report.findings);
    for reader in ["labels.py", "grey.py"] {
        let (right, said) = read(reader, &city, 5);
        print!("{said}");
        assert!(right, "{said}");
    }
}

/// Reads the charts of a city's papers: whether all is right, and what was said.
fn read(script: &str, city: &City, papers: usize) -> (bool, String) {
    let all = files(&city.output()).into_iter().map(|(name, _)| city.output().join(name));
    let all: Vec<_> = all.filter(|path| path.extension().is_some_and(|e| e == "pdf")).collect();
    assert_eq!(all.len(), papers, "{all:?}");
    let mut reader = Command::new("python3");
    let read = reader.arg("-B").arg(repository("tests/foreign").join(script)).args(all);
    let read = read.output().unwrap();
    let said = [read.stdout, read.stderr].concat();
    (read.status.success(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn labels_of_two_characters_stand_apart() {
    proved(Names::Short);
}

#[test]
fn labels_of_thirteen_characters_stand_apart() {
    proved(Names::Long);
}

/// The readers see what they look for: type too small, words over a chart, fills too near.
#[test]
fn a_chart_with_faults_is_seen() {
    if !can_read() {
        return;
    }
    let city = City::copy("small");
    city.reports_only();
    let layouts = city.root().join("templates/layouts");
    std::fs::create_dir_all(&layouts).unwrap();
    let page = std::fs::read_to_string(repository("report-templates/layouts/page.typ")).unwrap();
    let drawing =
        "#let image-of(chart) = image(chart.file, width: chart.width * 1mm, alt: chart.alt)";
    assert!(page.contains(drawing));
    let small = drawing.replace("chart.width * 1mm", "chart.width * 0.9mm");
    let covered = "#let covered = range(400).map(at => place(top + left, dx: calc.rem(at, 20) * 22pt, dy: \
                   calc.quo(at, 20) * 14pt, text(size: 12pt)[字])).join()\n#let image-of(chart) = block({ image(chart.file, width: \
                   chart.width * 1mm, alt: chart.alt); covered })";
    let near = "#let image-of(chart) = block({ image(chart.file, width: chart.width * 1mm, alt: \
                chart.alt); place(top + left, rect(width: 20mm, height: 20mm, fill: luma(50%))); \
                place(top + left, dx: 20mm, rect(width: 20mm, height: 20mm, fill: luma(60%))) })";
    let faults = [
        ("labels.py", small.as_str(), "7.20 pt: "),
        ("labels.py", covered, "overlap: "),
        ("grey.py", near, "too near"),
    ];
    for (script, wrong, fault) in faults {
        std::fs::write(layouts.join("page.typ"), page.replace(drawing, wrong)).unwrap();
        let order = make_reports::pipeline::Order {
            templates: Some(city.root().join("templates")),
            only: vec!["city".to_owned()],
            ..city.order()
        };
        let report = make_reports::pipeline::build(&order, &|_| {}).unwrap();
        assert_eq!(report.failed, Vec::<String>::new(), "{:?}", report.findings);
        let (right, said) = read(script, &city, 1);
        assert!(!right && said.contains(fault), "{said}");
    }
}
