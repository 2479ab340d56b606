//! Self-assessment forms as offices bend them: the list `tests/forms/cases.toml`, written before
//! the reader was, against what the program says.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use make_reports::assets::{Setting, Templates};
use make_reports::crew::Crew;
use make_reports::finding::{Finding, Place};
use make_reports::score::score;
use make_reports::{check, load};
use serde::Deserialize;

use crate::support::{City, copy_folder, files, repository};

/// The list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    /// The plain form's file.
    plain: String,
    /// Its unit.
    unit: String,
    /// What the plain forms claim, by unit, in the order of the indicators.
    base: BTreeMap<String, Vec<String>>,
    /// The cases.
    cases: Vec<Case>,
}

/// One bent form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    number: usize,
    name: String,
    bent: String,
    should: String,
    ask: bool,
    #[serde(default)]
    takes_away: Vec<String>,
    #[serde(default)]
    settings: String,
    #[serde(default)]
    points: BTreeMap<String, String>,
    #[serde(default)]
    findings: Vec<String>,
}

/// What came of a case.
struct Said {
    /// `code place` of every finding, sorted.
    findings: Vec<String>,
    /// Points by unit and indicator code; none when the data did not pass.
    points: Option<BTreeMap<(String, String), String>>,
}

/// How far a case is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Right,
    /// The right findings, not all at the right place.
    Place,
    /// The right findings, other points.
    Points,
    Wrong,
}

fn list() -> List {
    let text = fs::read_to_string(repository("tests/forms/cases.toml")).unwrap();
    toml::from_str(&text).unwrap()
}

impl Case {
    fn folder(&self) -> PathBuf {
        repository("tests/forms/cases").join(format!("{:03}-{}", self.number, self.name))
    }

    /// The base with this case laid over it.
    fn city(&self) -> City {
        let city = City::of(&repository("tests/forms/base"));
        for path in &self.takes_away {
            fs::remove_file(city.data().join(path)).unwrap();
        }
        if self.folder().is_dir() {
            copy_folder(&self.folder(), &city.data());
        }
        city.write("settings.toml", city.read("settings.toml") + &self.settings);
        city
    }

    /// The expected findings with whole places, sorted.
    fn expected(&self, plain: &str) -> Vec<String> {
        let whole = |found: &String| match found.split_once(' ') {
            None => format!("{found} {plain}"),
            Some((code, place)) if place.starts_with(['#', ':']) => {
                format!("{code} {plain}{place}")
            }
            Some(_) => found.clone(),
        };
        let mut expected: Vec<String> = self.findings.iter().map(whole).collect();
        expected.sort();
        expected
    }

    /// The expected points of an indicator; none where there are none to count.
    fn expected_points<'a>(&'a self, code: &str, base: &'a str) -> Option<&'a str> {
        let own = self.points.get(code).or_else(|| self.points.get("all"));
        let own = own.map_or(base, String::as_str);
        // Both are no value for the program: what does not apply, and what was left out.
        Some(own).filter(|own| !matches!(*own, "na" | "none"))
    }
}

/// Reads, checks and scores without fonts: they say nothing of forms.
fn run(city: &City) -> Said {
    let templates = Templates::built_in();
    let text = |name: &str| templates.text(name).unwrap().to_owned();
    let defaults = (text("settings-defaults.toml"), text("columns-defaults.toml"));
    let folder = load::read_folder(&city.data(), &defaults.0, &defaults.1).unwrap();
    let settings = folder.settings.clone();
    let tables = load::load(folder).unwrap();
    let outcome = check::check(tables, settings, &|_| Setting::Named, Crew::new(2));
    let mut findings: Vec<String> = outcome.findings.iter().map(told).collect();
    let points = outcome.checked.map(|checked| {
        let book = score(checked, Crew::new(1));
        findings.extend(book.findings.iter().map(told));
        let mut points = BTreeMap::new();
        for class in &book.checked.classes {
            for (unit, form) in class.units.iter().zip(&class.registers.self_points) {
                let claims = class.system.indicators.iter().zip(form.iter().flatten());
                for (indicator, claim) in claims {
                    let key = (unit.name.clone(), indicator.code.clone());
                    points.extend(claim.map(|claim| (key, claim.to_string())));
                }
            }
        }
        points
    });
    findings.sort();
    Said { findings, points }
}

fn told(found: &Finding) -> String {
    let Place { file, sheet, cell, line, column, .. } = &found.place;
    let mut told = format!("{} {}", found.code, file.as_deref().unwrap_or_default());
    for (sign, part) in [('#', sheet), ('!', cell)] {
        if let Some(part) = part {
            write!(told, "{sign}{part}").unwrap();
        }
    }
    for number in [line, column].into_iter().flatten() {
        write!(told, ":{number}").unwrap();
    }
    told
}

/// Differences of points, in words.
fn points_apart(case: &Case, list: &List, codes: &[String], said: &Said) -> Vec<String> {
    let Some(said) = &said.points else {
        return Vec::new();
    };
    let mut apart = Vec::new();
    for (unit, base) in &list.base {
        for (code, base) in codes.iter().zip(base) {
            let own = if *unit == list.unit {
                case.expected_points(code, base)
            } else {
                Some(base.as_str())
            };
            let got = said.get(&(unit.clone(), code.clone())).map(String::as_str);
            if own != got {
                let text = |value: Option<&str>| value.unwrap_or("none").to_owned();
                let whose = if *unit == list.unit { "" } else { unit };
                apart.push(format!("{whose}{code} {} for {}", text(got), text(own)));
            }
        }
    }
    apart
}

fn verdict(expected: &[String], said: &[String], points_agree: bool) -> Verdict {
    fn codes(findings: &[String]) -> Vec<&str> {
        findings.iter().map(|found| found.split(' ').next().unwrap_or_default()).collect()
    }
    match (expected == said, codes(expected) == codes(said), points_agree) {
        (true, _, true) => Verdict::Right,
        (true, _, false) => Verdict::Points,
        (false, true, true) => Verdict::Place,
        _ => Verdict::Wrong,
    }
}

/// Places without the folders of the plain form, so that a row of the table can be read.
fn short(findings: &[String], list: &List) -> String {
    let folder = list.plain.rsplit_once('/').map_or("", |(folder, _)| folder);
    if findings.is_empty() {
        return "nothing".to_owned();
    }
    let short = findings.iter().map(|found| found.replace(&format!("{folder}/"), ""));
    short.collect::<Vec<_>>().join(", ")
}

#[test]
fn every_bent_form_is_read_or_asked_about() {
    let list = list();
    let indicators = fs::read_to_string(repository("tests/forms/base/indicators.csv")).unwrap();
    let codes = indicators.lines().skip(1).map(|line| line.split(',').nth(3).unwrap().to_owned());
    let codes: Vec<String> = codes.collect();
    let mut table =
        "| no. | what is bent | ask | expected | said | place |\n|---|---|---|---|---|---|\n"
            .to_owned();
    let mut failures = table.clone();
    let mut counts = BTreeMap::new();
    for case in &list.cases {
        let city = case.city();
        // A panic is told as one more difference, so that the table is whole.
        let said = catch_unwind(AssertUnwindSafe(|| run(&city)))
            .unwrap_or_else(|_| Said { findings: vec!["panic".to_owned()], points: None });
        let expected = case.expected(&list.plain);
        let apart = points_apart(case, &list, &codes, &said);
        let verdict = verdict(&expected, &said.findings, apart.is_empty());
        *counts.entry(verdict).or_insert(0) += 1;
        let mut own = short(&said.findings, &list);
        if !apart.is_empty() {
            write!(own, "; points: {}", apart.join(", ")).unwrap();
        }
        let bent = case.bent.replace('|', "\\|");
        let ask = if case.ask { "ask" } else { "" };
        let row = format!(
            "| {} | {bent} | {ask} | {} | {own} | {verdict:?} |\n",
            case.number,
            short(&expected, &list)
        );
        table += &row;
        if verdict != Verdict::Right {
            failures += &row;
        }
    }
    if std::env::var_os("MAKE_REPORTS_TABLE").is_some() {
        println!("{table}\n{counts:?}");
    }
    let right = counts.get(&Verdict::Right).copied().unwrap_or_default();
    assert!(right == list.cases.len(), "\n{failures}\n{counts:?}");
}

#[test]
fn the_list_is_long_enough_and_whole() {
    let list = list();
    assert!(list.cases.len() >= 60);
    assert!(list.cases.iter().filter(|case| case.ask).count() >= 15);
    let numbers: Vec<usize> = list.cases.iter().map(|case| case.number).collect();
    assert_eq!(numbers, (1..=list.cases.len()).collect::<Vec<_>>());
    let said = |case: &Case| !case.bent.is_empty() && !case.should.is_empty();
    assert!(list.cases.iter().all(said));
    // What asks says something.
    assert!(list.cases.iter().all(|case| !case.ask || !case.findings.is_empty()));
    let listed: BTreeSet<_> = list.cases.iter().map(Case::folder).collect();
    let written = fs::read_dir(repository("tests/forms/cases")).unwrap();
    for folder in written.map(|folder| folder.unwrap().path()) {
        assert!(listed.contains(&folder), "{} is not in the list", folder.display());
    }
    let sizes =
        files(&repository("tests/forms")).iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
    assert!(sizes < 2_000_000, "{sizes}");
}
