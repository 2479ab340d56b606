//! Templates: every word has its use and every use its word, every sentence and layout can be set,
//! a mistake in one is told with its place, an override changes only what it should, and data never
//! becomes markup.

pub(crate) mod desk;
mod marks;
mod pages;
pub(crate) mod variants;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use desk::{Assessed, DESK, assessed};
use make_reports::analyse::results;
use make_reports::finding::{AT_STAKE, FAILURES, RULES};
use make_reports::pipeline::{self, Report};
use make_reports::publish::{Manifest, SaidFinding};
use make_reports::settings::{Kind, Medium};
use make_reports::tabulate;
use variants::{open_city, variants};

use crate::support::{City, files, repository};

/// Two classes, one with not-applicable indicators and reasons, one with few units.
const ID: &str = "small";

// ---- Words

/// Keys of a catalogue file, without the file's name.
fn keys(file: &str) -> BTreeSet<String> {
    let of_file = |key: &str| key.strip_prefix(file)?.strip_prefix('.').map(str::to_owned);
    DESK.wording.keys().filter_map(of_file).collect()
}

#[test]
fn every_finding_and_failure_has_words_and_no_words_are_left_over() {
    let pairs = |codes: &[&str]| -> BTreeSet<String> {
        codes
            .iter()
            .flat_map(|code| ["what", "todo"].map(|part| format!("{code}.{part}")))
            .collect()
    };
    let codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(pairs(&codes).len(), 2 * RULES.len(), "two rules with one code");
    let kinds = AT_STAKE.iter().map(|rule| format!("{}.kind", rule.code));
    assert_eq!(keys("findings"), pairs(&codes).into_iter().chain(kinds).collect());
    assert_eq!(pairs(FAILURES).len(), 2 * FAILURES.len(), "two failures with one code");
    assert_eq!(keys("failures"), pairs(FAILURES));
}

/// Names that findings and failures give to their words, with every value where the words look one
/// up, else with a plausible one.
const GIVEN: &[(&str, &[&str])] = &[
    ("smaller", &["statistics.own_share"]),
    ("larger", &["statistics.common_share"]),
    ("all", &["true", "false"]),
    ("papers", &["总报告、单位报告2份"]),
    ("alone", &["yes", "no"]),
    ("after", &["16", ""]),
    ("altered", &["2-of-3/a.pdf", ""]),
    ("astray", &["1", ""]),
    ("broken", &["3-of-3", ""]),
    ("dropped", &["横向比对表", ""]),
    ("lost", &["3、4"]),
    ("missing", &["1-of-3", ""]),
    ("plan", &["0123456789ab", ""]),
    ("tools", &["tools", ""]),
    ("around", &["得分…分"]),
    ("at", &["2024-09-20 15:04"]),
    ("again", &["2024-06-26", ""]),
    ("base", &["55.00"]),
    ("before", &["14"]),
    ("bound", &["2024-06-30"]),
    ("cap", &["3"]),
    ("cause", &["unexpected end"]),
    ("change", &["2"]),
    ("character", &["喆"]),
    ("choices", &["strict、open"]),
    ("class", &["县（区）"]),
    ("code", &["A1"]),
    ("code_point", &["U+5586"]),
    ("collected", &["2024-07-01"]),
    ("columns", &["B、D-E"]),
    ("count", &["2"]),
    ("corrected", &["", "16"]),
    ("column", &["7"]),
    ("cut", &["60"]),
    ("cutoff", &["2024-05-31"]),
    ("dated", &["2024-06-25 09:00"]),
    ("days", &["2"]),
    ("deadline", &["2024-06-24 18:00"]),
    ("document", &["units/县（区）/01-东河县.pdf"]),
    ("done", &["", "2024-10-02"]),
    ("due", &["2024-10-01"]),
    ("embedded", &["yes", "no"]),
    ("end", &["2024-08-08"]),
    ("event", &["S9"]),
    ("exact", &["59.99500"]),
    ("example", &["东河县"]),
    ("expected", &["14", ""]),
    ("family", &["FandolKai"]),
    ("fault", &["empty", "long", "sign", "place"]),
    ("field", &["who", "reason", "pin", "figure"]),
    ("files", &["自评表.xlsx、自评表2.xlsx", "1"]),
    ("first", &["14", ""]),
    ("found", &["15"]),
    ("font", &["FandolKai-Regular"]),
    ("full_marks", &["9"]),
    ("gate", &["60"]),
    ("grade", &["良好"]),
    ("granted", &["F1"]),
    ("handed_in", &["2024-08-08"]),
    ("head", &["得分"]),
    ("heads", &["得分、最终得分"]),
    ("indicator", &["政策解读"]),
    ("item", &["被通报"]),
    ("kept", &["all", "none"]),
    ("key", &["papers.profile"]),
    ("kind", &["unit", "city"]),
    ("kinds", &["风险底稿、通报"]),
    ("hint", &["", "try this"]),
    ("known", &["counties"]),
    ("late", &["yes", "no"]),
    ("least", &["0"]),
    ("heading", &["一、总体情况"]),
    ("left", &["1"]),
    ("lines", &["2"]),
    ("top", &["120"]),
    ("line", &["3"]),
    ("link", &["https://example.gov.cn"]),
    ("loss", &["6"]),
    ("made", &["2024-06-01"]),
    ("mark", &["~$核对结果.xlsx", "【待填】"]),
    ("marks", &["70"]),
    ("may_be", &["workbook", "scan document", "pdf", "picture", "text", "archive slides"]),
    ("more", &["", "yes"]),
    ("most", &["4"]),
    ("mend", &["now", "periodic", "past"]),
    ("mistake", &["undefined", "not-written", "syntax", "key", "variable", "other"]),
    ("moved", &["东河县 2→1"]),
    ("name", &["东河县", ""]),
    ("names", &["公开指南更新、保密审查"]),
    ("nearest", &["", "东河县"]),
    ("next", &["FandolFang R"]),
    ("number", &["F1", ""]),
    ("other", &["corrections.csv 2", ""]),
    ("other_end", &["2024-08-07"]),
    ("page", &["3"]),
    ("path", &["data/scores.csv"]),
    ("of_total", &["yes", ""]),
    ("piece", &["自评表"]),
    ("points", &["16", ""]),
    ("port", &["8080", "0"]),
    ("printed", &["96.4"]),
    ("rank", &["1"]),
    ("reason", &["被通报", ""]),
    ("returned", &["2024-06-22"]),
    ("role", &["code", "name", "class"]),
    ("rows", &["3、5-7"]),
    ("schema", &["2"]),
    ("seats", &["2"]),
    ("several", &["", "yes"]),
    ("share", &["52.0"]),
    ("sheet", &["评分"]),
    ("sheets", &["评分、汇总"]),
    ("side", &["early", "late"]),
    ("size", &["6000"]),
    (
        "sort",
        &[
            "workbook", "document", "slides", "pdf", "ofd", "picture", "page", "text", "archive",
            "other",
        ],
    ),
    ("stage", &["preliminary", "reviewed", "submitted", "approved", "rectified"]),
    ("sum", &["101.0000"]),
    ("target", &["../别处.xlsx", ""]),
    ("text", &["多出"]),
    ("total", &["96.5"]),
    ("unit", &["东河县"]),
    ("tied", &["yes", ""]),
    ("old", &["shanwei-2022"]),
    ("new", &["shanwei-2023"]),
    ("words", &["总分"]),
    ("trouble", &["", "folder", "denied", "read-only", "not-a-file", "open"]),
    ("unfit", &["variable", "restricted", "whole_only"]),
    ("units", &["东河县 / 西山县"]),
    ("use", &["fangsong", "kaiti", "heiti", "songti", "biaosong"]),
    ("usual", &["5"]),
    ("usual_mend", &["past", "now", "periodic"]),
    ("value", &["九"]),
    ("version", &["0123456789ab"]),
    ("wanted", &["string", "integer", "number", "boolean", "array", "object"]),
    ("who", &["张三"]),
    ("within", &["0.60"]),
    ("would", &["优秀"]),
    ("wrong", &["name", "piece"]),
];

/// The values of one round; lists that are shorter begin again.
fn given(round: usize) -> BTreeMap<&'static str, &'static str> {
    GIVEN.iter().map(|(name, values)| (*name, values[round % values.len()])).collect()
}

/// Whether words are whole: neither the bare key nor empty nor with a piece of template in them.
fn is_said(key: &str, said: &str) -> bool {
    said != key && !said.trim().is_empty() && !said.contains("{{") && !said.contains("{%")
}

#[test]
fn words_of_findings_and_failures_name_only_what_they_are_given() {
    let of_file =
        |file: &'static str| keys(file).into_iter().map(move |key| format!("{file}.{key}"));
    let keys = of_file("findings").chain(of_file("failures"));
    let unsaid =
        keys.filter(|key| (0..10).any(|round| !is_said(key, &DESK.wording.say(key, given(round)))));
    assert_eq!(unsaid.collect::<Vec<_>>(), [] as [String; 0], "these cannot be said");
    // The list above is what the program gives, not what these words would like.
    let sources = files(&repository("src"));
    let sources = sources.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
    let sources: String = sources.collect();
    let names = sources.split(".with(").skip(1);
    let names = names.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
    let names: BTreeSet<&str> = names.collect();
    let never = GIVEN.iter().filter(|(name, _)| !names.contains(name));
    let never: Vec<&str> = never.map(|(name, _)| *name).collect();
    assert_eq!(never, [] as [&str; 0], "nothing in src gives these");
}

#[test]
fn the_program_says_every_line() {
    let said = |city: &City, arguments: &[&str]| {
        let output = city.run(arguments);
        // The list of `check` is its answer; all else is said beside.
        assert_eq!(output.stdout.is_empty(), !arguments.contains(&"check"), "{arguments:?}");
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(said).unwrap())
    };
    let city = City::copy(ID);
    let good = [said(&city, &["check"]), said(&city, &[])];
    city.replace("county-scores.csv", "东河县,规范性文件,28", "东河县,规范性文件,27");
    let stale = said(&city, &["--unit", "东河县"]);
    city.replace("county-scores.csv", "东河县,规范性文件,27", "东河县,规范性文件,九");
    let wrong = [said(&city, &["check"]), said(&city, &[])];
    let failed = said(&city, &["--unit", "东河县", "--jobs", "1", "--templates", "/nowhere"]);
    for (expected, (code, text)) in
        [(0, &good[0]), (0, &good[1]), (0, &stale), (1, &wrong[0]), (1, &wrong[1]), (2, &failed)]
    {
        assert_eq!(*code, Some(expected), "{text}");
        for file in ["program", "findings", "failures"] {
            for key in keys(file) {
                assert!(!text.contains(&format!("{file}.{key}")), "{key} is not said:\n{text}");
            }
        }
        assert!(!text.contains("{{") && !text.contains("{%"), "{text}");
    }
}

#[test]
fn every_column_of_results_is_explained() {
    let Assessed { scorebook, analysis } = assessed(&City::copy(ID));
    let tables = results::tables(&scorebook, &analysis);
    let tables: Vec<_> = tables.iter().map(results::Table::head).collect();
    let columns = tables.iter().flat_map(|table| {
        table.columns.iter().map(|column| format!("{}.{}", table.name, column.name))
    });
    let heads = ["table", "column", "type", "meaning"].map(|head| format!("heads.{head}"));
    assert_eq!(keys("results"), columns.chain(heads).collect());
    let dictionary = tabulate::dictionary(&tables, &DESK.wording).unwrap();
    let dictionary = String::from_utf8(dictionary).unwrap();
    let lines = tables.iter().map(|table| table.columns.len()).sum::<usize>() + 1;
    assert_eq!(dictionary.lines().count(), lines);
    assert!(!dictionary.contains("results."), "{dictionary}");
}

/// Every object inside a value, itself first: whatever a word may be said of.
fn objects<'a>(value: &'a serde_json::Value, found: &mut Vec<&'a serde_json::Value>) {
    match value {
        serde_json::Value::Object(fields) => {
            found.push(value);
            fields.values().for_each(|field| objects(field, found));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| objects(item, found)),
        _ => {}
    }
}

#[test]
fn every_word_of_charts_can_be_said() {
    let city = assessed(&City::copy(ID));
    let other = assessed(&City::copy("registers"));
    let open = assessed(&open_city());
    let mut facts = Vec::new();
    for assessed in [&city, &other, &open] {
        let units = assessed.units();
        facts.extend(units.iter().map(|facts| serde_json::to_value(facts).unwrap()));
        facts.push(serde_json::to_value(assessed.city()).unwrap());
    }
    let mut all = Vec::new();
    for facts in &facts {
        objects(facts, &mut all);
    }
    let shade = serde_json::json!({ "from": "60", "to": "80" });
    all.push(&shade);
    for key in keys("charts") {
        let key = format!("charts.{key}");
        let said = all.iter().any(|facts| is_said(&key, &DESK.wording.say(&key, facts)));
        assert!(said, "{key} cannot be said");
    }
    for manuscript in city.manuscripts().unwrap() {
        for chart in manuscript.charts.iter().chain([&manuscript.data]) {
            assert!(!chart.contains("charts."), "{} lacks words", manuscript.path);
        }
    }
}

// ---- Sentences and layouts

/// What two sentences put together badly look like.
const UGLY: &str =
    "，， 。。 ；； 、、 ，。 ；。 、。 、， ，； ；， ：。 ：； 。， （） { } none undefined NaN";

fn text_of(paragraph: &serde_json::Value) -> String {
    let spans = paragraph.as_array().unwrap().iter();
    let text =
        |span: &serde_json::Value| span.as_str().or(span["text"].as_str()).map(str::to_owned);
    spans.map(|span| text(span).unwrap()).collect()
}

#[test]
fn every_sentence_can_be_said() {
    let mut silent: BTreeSet<String> = DESK
        .templates
        .in_folder("sentences/")
        .filter_map(|(name, _)| name.strip_prefix("sentences/")?.strip_suffix(".jinja"))
        .filter(|name| name.contains('/'))
        .map(str::to_owned)
        .collect();
    for (variant, city) in variants() {
        let manuscripts = assessed(&city).manuscripts();
        let manuscripts = manuscripts.unwrap_or_else(|findings| panic!("{variant}: {findings:#?}"));
        for manuscript in manuscripts {
            marks::are_right(variant, &manuscript);
            let data: serde_json::Value = serde_json::from_str(&manuscript.data).unwrap();
            for (name, paragraphs) in data["words"].as_object().unwrap() {
                for paragraph in paragraphs.as_array().unwrap() {
                    let text = text_of(paragraph);
                    let ugly = UGLY.split(' ').find(|ugly| text.contains(ugly));
                    assert_eq!(ugly, None, "{variant}, {}, {name}: {text}", manuscript.path);
                    silent.remove(&format!("{}/{name}", manuscript.kind.name()));
                }
            }
        }
    }
    assert!(silent.is_empty(), "never said: {silent:?}");
}

/// What the variant of registers with everything to tell is told for.
const TOLD: &[&str] = &[
    "bonus-capped",
    "bonus-stopped",
    "grade-capped",
    "ledger-refused",
    "problem-repeated",
    "self-all-full",
    "submission-late",
    "submission-returned",
];

#[test]
fn every_layout_can_be_set() {
    for (variant, city) in variants() {
        let report = city.build();
        let mut fine = vec!["character-fallback", "nothing-applies", "document-not-due"];
        fine.extend(match variant {
            "quota" | "open, with a distribution" => &["quota-tie"][..],
            "open disclosure" => &["best-reveals-unit"],
            "veto, not counted" => &["count-tells-veto"],
            "registers, with everything to tell" => TOLD,
            _ => &[],
        });
        let found: Vec<&SaidFinding> =
            report.findings.iter().filter(|found| !fine.contains(&found.code.as_str())).collect();
        assert!(found.is_empty(), "{variant}: {found:#?}");
        assert_eq!(report.failed, [] as [String; 0], "{variant}");
        let assessed = assessed(&city);
        let settings = &assessed.scorebook.checked.settings;
        let made = |kind| settings.papers.makes(kind, settings.assessment.stage);
        let papers = assessed.manuscripts().unwrap();
        let papers = papers.iter().filter(|paper| made(paper.kind)).count();
        let books = Kind::ALL.into_iter().filter(|own| own.medium() == Medium::Workbook);
        let papers = papers + books.filter(|own| made(*own)).count();
        assert_eq!(report.documents, papers, "{variant}");
    }
}

// ---- Mistakes

/// A build with templates that override the built-in ones.
fn build_with(city: &City, templates: &[(&str, &str)]) -> Report {
    let folder = write_templates(city, templates);
    let mut order = city.order();
    order.templates = Some(folder);
    pipeline::build(&order, &|_| {}).unwrap()
}

fn write_templates(city: &City, templates: &[(&str, &str)]) -> std::path::PathBuf {
    let folder = city.root().join("templates");
    let _ = fs::remove_dir_all(&folder);
    for (name, text) in templates {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn published(city: &City) -> BTreeMap<String, Vec<u8>> {
    files(&city.output().join(ID)).into_iter().collect()
}

fn manifest(city: &City) -> Manifest {
    let bytes = fs::read(city.output().join(ID).join("manifest.json")).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// A built-in template with a line put in after its first ones.
fn with_line(name: &str, after: usize, line: &str) -> String {
    let text = DESK.templates.text(name).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines.insert(after, line);
    lines.join("\n")
}

/// Where the errors of a code are.
fn places(report: &Report, code: &str) -> BTreeSet<(String, usize, usize)> {
    let found = report.findings.iter().filter(|found| found.code == code);
    let place = |found: &SaidFinding| {
        assert_eq!(found.severity, "error");
        (found.file.clone().unwrap(), found.line.unwrap(), found.column.unwrap())
    };
    found.map(place).collect()
}

#[test]
fn a_template_that_does_not_parse_stops_the_run() {
    let city = City::copy(ID);
    city.build();
    let before = published(&city);
    let name = "sentences/unit/overall.jinja";
    for (line, column) in [("词语{% if %}", 9), ("  {{ name name }}", 11), ("{% endfor %}", 4)] {
        let report = build_with(&city, &[(name, &with_line(name, 3, line))]);
        let place = (name.to_owned(), 4, column);
        assert_eq!(places(&report, "template-error"), BTreeSet::from([place]), "{line}");
        assert_eq!(report.output, None);
        assert!(published(&city) == before, "{line}");
    }
}

#[test]
fn an_undefined_name_stops_the_papers_that_say_it() {
    let city = City::copy(ID);
    city.reports_only();
    city.build();
    let before = published(&city);
    let unit = "sentences/unit/overall.jinja";
    let text = with_line(unit, 1, "词语{{ nonsense }}");
    let report = build_with(&city, &[(unit, &text)]);
    let place = (unit.to_owned(), 2, 6);
    assert_eq!(places(&report, "template-error"), BTreeSet::from([place.clone()]));
    // The city-wide report does not say it and is made; the units keep their last papers.
    let stale: Vec<bool> = manifest(&city).documents.iter().map(|entry| entry.stale).collect();
    assert_eq!((report.documents, report.failed.len(), report.stale.len()), (1, 8, 8));
    assert_eq!(stale, [[true; 8].as_slice(), &[false]].concat());
    let papers = |files: BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
        files
            .into_iter()
            .filter(|(name, _)| name.starts_with("units/") || name.starts_with("city/"))
            .collect()
    };
    assert!(papers(published(&city)) == papers(before));

    // When no paper can be made, nothing is published.
    let before = published(&city);
    let all = "sentences/city/overview.jinja";
    let report = build_with(&city, &[(unit, &text), (all, &with_line(all, 0, "\n{{ nonsense }}"))]);
    let expected = BTreeSet::from([place, (all.to_owned(), 2, 4)]);
    assert_eq!(places(&report, "template-error"), expected);
    assert_eq!((report.documents, report.failed.len(), report.output), (0, 9, None));
    assert!(published(&city) == before);
}

#[test]
fn a_mistake_in_a_layout_stops_its_papers() {
    let city = City::copy(ID);
    city.reports_only();
    city.build();
    let before = published(&city);
    for (name, line, column) in [
        ("layouts/page.typ", "#let 词语 = nonsense", 11),
        ("layouts/page.typ", "#panic(facts.assessment.period)", 2),
        ("layouts/page.typ", "#let broken = 5x", 15),
        ("layouts/page.typ", "#json(\"/absent.json\")", 7),
    ] {
        let report = build_with(&city, &[(name, &with_line(name, 6, line))]);
        let place = (name.to_owned(), 7, column);
        assert_eq!(places(&report, "typeset-error"), BTreeSet::from([place]), "{line}");
        assert_eq!((report.documents, report.failed.len(), report.output), (0, 9, None), "{line}");
        assert!(published(&city) == before, "{line}");
    }
}

#[test]
fn the_program_tells_where_the_mistake_is() {
    let city = City::copy(ID);
    let name = "sentences/unit/title.jinja";
    let folder = write_templates(&city, &[(name, "{{ name }}\n\n{{ nonsense }}")]);
    let folder = folder.to_str().unwrap();
    let output = city.run(&["--unit", "东河县", "--templates", folder]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("template-error"), "{said}");
    assert!(said.contains(&format!("{name} 第3行第4列")), "{said}");
    assert!(!city.output().join(ID).exists(), "{said}");

    // Words that cannot be read leave nothing to say it with but the failure itself.
    for text in ["[broken\nwhat = ", "[file-missing]\nwhat = \"{{ path \""] {
        let folder = write_templates(&city, &[("wording/findings.toml", text)]);
        let output = city.run(&["--templates", folder.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2), "{text}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.contains("wording-broken") && said.contains("wording/findings.toml"),
            "{said}"
        );
    }
}

// ---- Overrides

#[test]
fn an_override_changes_only_its_papers() {
    let city = City::copy(ID);
    city.reports_only();
    city.build();
    let plain = published(&city);
    for (name, text, is_changed) in [
        (
            "sentences/unit/title.jinja",
            "{{ name }}的报告",
            (|path| path.contains("units/")) as fn(&str) -> bool,
        ),
        ("sentences/city/title.jinja", "{{ assessment.area }}的报告", |path| {
            path.contains("city/")
        }),
        ("sentences/unit/README.md", "not a template", |_| false),
        ("sentences/unit/~title.jinja", "{{ nonsense }}", |_| false),
    ] {
        // Beside one that says the same: a folder without any template is told.
        let same = ("layouts/page.typ", DESK.templates.text("layouts/page.typ").unwrap());
        let report = build_with(&city, &[(name, text), same]);
        assert_eq!(report.documents + report.kept, 9, "{name}");
        let bent = published(&city);
        assert_eq!(bent.keys().collect::<Vec<_>>(), plain.keys().collect::<Vec<_>>(), "{name}");
        let is_template = plain["manifest.json"] != bent["manifest.json"];
        for (path, bytes) in &bent {
            let expected = is_changed(path) || path == "manifest.json" && is_template;
            assert_eq!(*bytes != plain[path], expected, "{name}: {path}");
        }
        assert_eq!(is_template, plain.keys().any(|path| is_changed(path)), "{name}");
    }
}

#[test]
fn an_override_that_says_the_same_changes_nothing() {
    let city = City::copy(ID);
    city.build();
    let plain = published(&city);
    let all: Vec<(&str, &str)> = DESK.templates.in_folder("").collect();
    assert!(all.len() > 20, "{} templates", all.len());
    build_with(&city, &all);
    assert!(published(&city) == plain);
}

// ---- Data

/// What would be markup in Typst, MiniJinja, XML or a path.
const TRICK: &str = r#"#strong[x] *b* _i_ $x$ <a> @ref // {{ y }} {% z %} \ "q" &amp; ../n"#;

#[test]
fn data_never_becomes_markup() {
    let city = City::copy(ID);
    let quoted = TRICK.replace('"', "\"\"");
    city.replace(
        "units.csv",
        "东河县人民政府,东河县,counties,",
        &format!("\"{quoted}\",\"{quoted}\",counties,东河县"),
    );
    city.replace("county-indicators.csv", ",,政策解读,", &format!(",,\"{quoted}\","));
    city.replace(
        "county-indicators.csv",
        "主动公开,政策公开",
        &format!("\"主动{quoted}\",政策公开"),
    );
    let scores = city.read("county-scores.csv").replace(",政策解读,", ",A2,");
    city.write(
        "county-scores.csv",
        scores.replace("两件文件未标注有效性", &format!("\"{quoted}\"")),
    );
    let settings = city.read("settings.toml");
    let settings = settings
        .replace("\"青禾市政务公开办公室\"", &format!("'{TRICK}'"))
        .replace("\"青禾市\"", &format!("'{TRICK}'"))
        .replace("\"政务公开工作\"", &format!("'{TRICK}'"))
        .replace("\"县（区）\"", &format!("'{TRICK}'"))
        .replace("\"优秀\"", &format!("'{TRICK}'"));
    city.write("settings.toml", settings);
    city.reports_only();
    let report = city.build();
    let wrong: Vec<&SaidFinding> =
        report.findings.iter().filter(|found| found.severity != "note").collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(report.documents, 9);

    let documents = manifest(&city).documents;
    for entry in &documents {
        let path = city.output().join(ID).join(&entry.path);
        assert!(path.is_file(), "{}", entry.path);
        assert!(!entry.path.contains(['<', '>', ':', '"', '\\', '|', '?', '*']), "{}", entry.path);
        assert!(entry.path.split('/').all(|part| part.chars().count() <= 85), "{}", entry.path);
        assert!(!entry.path.split('/').any(|part| part.starts_with('.')), "{}", entry.path);
        // Editable copies are read by a test of their own.
        if entry.path.to_lowercase().ends_with(".docx") {
            continue;
        }
        assert!(printed(&path).contains(&squeezed(TRICK)), "{}:\n{}", entry.path, printed(&path));
    }
    let own = documents.iter().find(|entry| entry.unit.as_deref() == Some("C01")).unwrap();
    assert_eq!(own.path.split('/').count(), 3, "{}", own.path);
    // Its name at the head of the paper, in the panel's words and in its chart, its indicator and
    // its reason in the table.
    let text = printed(&city.output().join(ID).join(&own.path));
    let times = text.matches(&squeezed(TRICK)).count();
    assert!(times >= 8, "{times} times:\n{text}");
}

/// The text of a paper without spaces, as a reader's program finds it.
fn printed(path: &std::path::Path) -> String {
    let pdf = lopdf::Document::load(path).unwrap();
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    squeezed(&pdf.extract_text(&pages).unwrap())
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}
