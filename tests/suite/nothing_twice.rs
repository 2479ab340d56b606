//! Nothing is made twice, and nothing old is taken for new: whatever changes, a run over the last
//! output gives the same bytes as a run into an empty folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use make_reports::assets::{Templates, Wording};
use make_reports::pipeline::{self, Order, Reason, Report};
use make_reports::publish::Manifest;

use crate::support::{City, files, repository};

const ID: &str = "sichuan-2011";

/// Three units with all their papers, which show means.
fn small_city() -> City {
    let city = City::three_units();
    let settings = city.read("settings.toml");
    city.write("settings.toml", format!("{settings}\n[disclosure]\nmean_least = 3\n"));
    city
}

fn build(order: &Order) -> Report {
    pipeline::build(order, &|_| {}).unwrap()
}

fn output(order: &Order) -> BTreeMap<String, Vec<u8>> {
    files(&order.output.join(ID)).into_iter().collect()
}

fn manifest(order: &Order) -> Manifest {
    serde_json::from_slice(&fs::read(order.output.join(ID).join("manifest.json")).unwrap()).unwrap()
}

/// How many papers were made for each reason.
fn reasons(report: &Report) -> BTreeMap<Reason, usize> {
    let mut counts = BTreeMap::new();
    for (_, reason) in &report.reasons {
        *counts.entry(*reason).or_default() += 1;
    }
    counts
}

/// Builds over the last output, holds it against a run into an empty folder, and gives the reasons.
fn renewed(city: &City, order: &Order, what: &str) -> BTreeMap<Reason, usize> {
    let report = build(order);
    let fresh = Order { output: city.root().join("fresh"), ..order.clone() };
    let expected = build(&fresh);
    let (now, new) = (output(order), output(&fresh));
    assert_eq!(now.keys().collect::<Vec<_>>(), new.keys().collect::<Vec<_>>(), "{what}");
    for (path, bytes) in &new {
        assert!(now[path] == *bytes, "{what}: {path} is not what a run from nothing makes");
    }
    assert_eq!(report.findings, expected.findings, "{what}");
    assert_eq!(report.documents + report.kept, expected.documents, "{what}");
    fs::remove_dir_all(&fresh.output).unwrap();
    reasons(&report)
}

/// A document of the output whose path contains a word and ends so.
fn path_of(order: &Order, word: &str, ending: &str) -> PathBuf {
    let all = output(order);
    let own = all.keys().find(|path| path.contains(word) && path.ends_with(ending));
    order.output.join(ID).join(own.unwrap_or_else(|| panic!("no {word}{ending}")))
}

fn edit(path: &Path, change: impl FnOnce(Vec<u8>) -> Vec<u8>) {
    let bytes = change(fs::read(path).unwrap());
    // The last edition's files may be hard links.
    fs::remove_file(path).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn an_unchanged_run_makes_nothing() {
    let city = small_city();
    let order = city.order();
    let first = build(&order);
    assert!(first.documents > 3 && first.kept == 0, "{first:?}");
    assert_eq!(reasons(&first), BTreeMap::from([(Reason::New, first.documents)]));
    let before = output(&order);
    let second = build(&order);
    assert_eq!((second.documents, second.kept, second.pages), (0, first.documents, 0));
    assert_eq!(reasons(&second), BTreeMap::from([(Reason::Same, first.documents)]));
    assert_eq!(second.findings, first.findings);
    assert!(output(&order) == before);
    // By any number of workers, and beside a run of one unit.
    let one = Order { units: vec!["自贡市".to_owned()], jobs: 1, ..order.clone() };
    let report = build(&one);
    assert!(report.documents == 0 && report.stale.is_empty() && report.kept > 0);
    let mut now = output(&order);
    // What was found tells of one unit only.
    now.insert("findings.json".to_owned(), before["findings.json"].clone());
    assert!(now == before);
}

/// What a change of the data or of what it is set with makes again, and what not.
#[test]
fn a_change_makes_what_it_changes() {
    let city = small_city();
    let order = city.order();
    let all = build(&order).documents;
    let made = |what: &str| -> usize {
        let reasons = renewed(&city, &order, what);
        all - reasons.get(&Reason::Same).copied().unwrap_or(0)
    };
    // A point moved between two dimensions: means move, and with them all papers that show them.
    city.replace("scores.csv", "自贡市,53.5,50,0,0,3.5,0", "自贡市,53.5,49,1,0,3.5,0");
    assert!(made("a score") > 1);
    city.replace("scores.csv", "自贡市,53.5,49,1,0,3.5,0", "自贡市,53.5,50,0,0,3.5,0");
    assert!(made("the score again") > 1);
    // Nothing of it stands in any paper.
    city.write("scores.csv", city.read("scores.csv") + "\n");
    assert_eq!(made("a blank line"), 0);
    // What papers are held against.
    let settings = city.read("settings.toml");
    city.write("settings.toml", format!("{settings}\n[preflight]\npage_least = 7\n"));
    let reasons = renewed(&city, &order, "a limit");
    assert!(reasons[&Reason::Checks] > 3, "{reasons:?}");
    city.write("settings.toml", &settings);
    renewed(&city, &order, "no limit");
    // Two characters that no font has are printed as one sign; what is found tells them apart.
    let name = "自贡市国土资源局";
    city.replace("units.csv", name, "自贡市国土资源局\u{13000}");
    assert!(made("a character that no font has") > 0);
    city.replace("units.csv", "\u{13000}", "\u{13001}");
    assert!(made("another such character") > 0);
    city.replace("units.csv", "\u{13001}", "");
    renewed(&city, &order, "no such character");
    // A name that no other paper has.
    city.replace("units.csv", "自贡市国土资源局", "自贡市自然资源局");
    assert!(made("a name") > 1);
}

#[test]
fn other_tools_make_other_papers() {
    let city = small_city();
    let order = city.order();
    let all = build(&order).documents;
    let templates = city.root().join("templates");
    fs::create_dir_all(templates.join("wording")).unwrap();
    let own = fs::read_to_string(repository("report-templates/wording/findings.toml")).unwrap();
    fs::write(templates.join("wording/findings.toml"), own + "\n").unwrap();
    let with = Order { templates: Some(templates), ..order.clone() };
    assert_eq!(renewed(&city, &with, "templates"), BTreeMap::from([(Reason::Templates, all)]));
    assert_eq!(renewed(&city, &order, "built in"), BTreeMap::from([(Reason::Templates, all)]));
    // One more font, which no paper uses.
    let fonts = city.root().join("more-fonts");
    fs::create_dir_all(&fonts).unwrap();
    for (path, bytes) in files(&order.fonts.clone().unwrap_or_else(|| repository("fonts"))) {
        let path = fonts.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    fs::copy(repository("tests/fonts/own.otf"), fonts.join("zz.otf")).unwrap();
    let with = Order { fonts: Some(fonts), ..order.clone() };
    assert_eq!(renewed(&city, &with, "fonts"), BTreeMap::from([(Reason::Fonts, all)]));
    build(&order);
    // Another program.
    let list = order.output.join(ID).join("manifest.json");
    let program = manifest(&order).program_sha256;
    assert_eq!(program.len(), 64);
    edit(&list, |bytes| {
        String::from_utf8(bytes).unwrap().replace(&program, &"0".repeat(64)).into_bytes()
    });
    assert_eq!(renewed(&city, &order, "program"), BTreeMap::from([(Reason::Program, all)]));
}

/// Whoever lays hands on the output: what is not what was made is made again.
#[test]
fn no_foreign_file_passes_for_one_that_was_made() {
    let city = small_city();
    let order = city.order();
    let all = build(&order).documents;
    let made_again = |what: &str, count: usize| {
        let reasons = renewed(&city, &order, what);
        assert_eq!(reasons.get(&Reason::Files).copied().unwrap_or(0), count, "{what}");
        assert_eq!(reasons.get(&Reason::Same).copied().unwrap_or(0), all - count, "{what}");
    };
    edit(&path_of(&order, "自贡", ".pdf"), |bytes| [bytes, vec![b'\n']].concat());
    made_again("a paper with a byte more", 1);
    edit(&path_of(&order, "自贡", ".docx"), |mut bytes| {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        bytes
    });
    made_again("an editable copy with a bit changed", 1);
    edit(&path_of(&order, "figures/", ".json"), |_| b"[]".to_vec());
    made_again("places of figures", 1);
    fs::remove_file(path_of(&order, "成都", ".pdf")).unwrap();
    made_again("a paper gone", 1);
    let (one, other) = (path_of(&order, "成都", ".pdf"), path_of(&order, "泸州", ".pdf"));
    let (first, second) = (fs::read(&one).unwrap(), fs::read(&other).unwrap());
    edit(&one, |_| second);
    edit(&other, |_| first);
    made_again("two papers exchanged", 2);
    edit(&path_of(&order, "unit_totals", ".csv"), |_| b"1".to_vec());
    made_again("a table of results", 0);
    edit(&order.output.join(ID).join("findings.json"), |_| b"{}".to_vec());
    made_again("the list of findings", 0);
    fs::write(order.output.join(ID).join("foreign.pdf"), b"x").unwrap();
    made_again("a file that no run made", 0);
    // A list that names a file elsewhere is not followed there.
    let outside = city.root().join("outside.pdf");
    let paper = path_of(&order, "自贡", ".pdf");
    fs::copy(&paper, &outside).unwrap();
    let inside = paper.strip_prefix(order.output.join(ID)).unwrap().to_string_lossy().into_owned();
    edit(&order.output.join(ID).join("manifest.json"), |bytes| {
        let list = String::from_utf8(bytes).unwrap();
        list.replace(&format!("\"{inside}\""), "\"../../outside.pdf\"").into_bytes()
    });
    let reasons = renewed(&city, &order, "a list that leads elsewhere");
    assert_eq!(reasons.get(&Reason::Same), Some(&(all - 1)), "{reasons:?}");
    edit(&order.output.join(ID).join("manifest.json"), |bytes| bytes[..bytes.len() / 2].to_vec());
    let reasons = renewed(&city, &order, "half a manifest");
    assert_eq!(reasons, BTreeMap::from([(Reason::New, all)]));
}

/// A run of one unit leaves others behind the data; the next whole run makes these, and no others.
#[test]
fn what_one_unit_left_behind_is_made_by_the_next_run() {
    let city = small_city();
    let order = city.order();
    build(&order);
    city.replace("scores.csv", "自贡市,53.5,50,0,0,3.5,0", "自贡市,53.5,49,1,0,3.5,0");
    let one = Order { units: vec!["自贡市".to_owned()], ..order.clone() };
    let report = build(&one);
    let left = manifest(&order).documents.iter().filter(|own| own.stale).count();
    assert!(left > 0 && report.documents > 0);
    // The inputs are those of the manifest now, and what is stale is no less so.
    let again = build(&one);
    assert_eq!((again.documents, again.stale.len()), (0, left));
    let reasons = renewed(&city, &order, "after one unit");
    assert_eq!(reasons[&Reason::Same], report.documents);
    // A paper that fails is told again by every run, and made when it can be.
    let templates = city.root().join("broken");
    fs::create_dir_all(templates.join("layouts")).unwrap();
    fs::write(templates.join("layouts/unit.typ"), "#let x = undefined-name\n").unwrap();
    let broken = Order { templates: Some(templates), ..order.clone() };
    let failed = [build(&broken).failed.len(), build(&broken).failed.len()];
    assert_eq!(failed, [3, 3]);
    let stale = |own: &make_reports::publish::ManifestDocument| own.kind == "unit" && own.stale;
    assert!(manifest(&order).documents.iter().any(stale));
    // Nor is it forgotten when another unit alone is made in between.
    build(&one);
    renewed(&city, &order, "after failures");
}

/// Every reason and every step has its words.
#[test]
fn why_and_timings_are_told_in_words() {
    let city = small_city();
    let told = |arguments: &[&str]| {
        let done = city.run(arguments);
        assert!(done.status.success());
        String::from_utf8(done.stderr).unwrap()
    };
    let count = |text: &str, end: &str| text.lines().filter(|line| line.ends_with(end)).count();
    let first = told(&["--why", "--timings"]);
    let papers = manifest(&city.order()).documents;
    let papers = papers.iter().filter(|own| own.derived_from.is_none()).count();
    assert_eq!(count(&first, "：上次没有"), papers, "{first}");
    for word in ["各步用时", "读取数据", "排版", "写成 PDF", "编辑稿取文", "合计"]
    {
        assert!(first.contains(word), "{word}: {first}");
    }
    assert!(!first.contains("timings.") && !first.contains("why."), "{first}");
    let second = told(&["--why"]);
    assert_eq!(count(&second, "：没有变化，用上次的"), papers, "{second}");
    assert!(second.contains(&format!("另有{papers}份没有变化")) && !second.contains("各步用时"));
    let wording = Wording::new(&Templates::built_in()).unwrap();
    for reason in Reason::ALL {
        let key = format!("program.why.{}", reason.name());
        assert_ne!(wording.say(&key, ()), key);
    }
}
