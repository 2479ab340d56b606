//! What an approval is worth after the data has changed and everything is made again.

use std::collections::BTreeMap;
use std::fs;

use make_reports::model::PageSpots;
use make_reports::publish::Manifest;
use make_reports::settings::Review;
use make_reports::signoff::{
    Act, Change, FigureChange, Moved, Signoffs, Standing, State, changes, standings, versions,
};

use super::{deed, first};
use crate::support::{City, files, scorebook};

const ID: &str = "small";

/// Five counties and three departments whose papers show the means of their class.
fn city() -> City {
    let city = City::copy(ID);
    city.reports_only();
    let settings = city.read("settings.toml");
    city.write("settings.toml", format!("{settings}\n[disclosure]\nmean_least = 3\n"));
    let report = city.build();
    assert!(report.output.is_some(), "{:?}", report.findings);
    city
}

fn manifest(city: &City) -> Manifest {
    let bytes = fs::read(city.output().join(ID).join("manifest.json")).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

fn review(city: &City) -> Review {
    scorebook(city).checked.settings.review
}

fn sign_all(city: &City) -> Signoffs {
    let mut own = Signoffs::open(&city.output(), ID).unwrap();
    let papers = versions(&manifest(city));
    let deeds: Vec<_> = papers.iter().map(|own| deed(Act::Approve, own, "", None)).collect();
    assert_eq!(own.record(&first("张三"), &deeds).unwrap().len(), 9);
    own
}

fn worth(city: &City, own: &Signoffs) -> Vec<Standing> {
    standings(&manifest(city), &own.acts().unwrap(), &review(city))
}

/// Change and state by unit, `city` for the city-wide paper.
fn told(all: &[Standing]) -> BTreeMap<&str, (Change, State)> {
    let unit = |own: &Standing| (own.change, own.state);
    all.iter().map(|own| (own.version.unit.as_deref().unwrap_or("city"), unit(own))).collect()
}

/// The figures that moved in a paper since it was approved.
fn moved_figures(city: &City, own: &Signoffs, paper: &Standing) -> Vec<FigureChange> {
    let old = own.figures(&paper.against.as_ref().unwrap().version).unwrap();
    let path = &paper.version.figures.as_ref().unwrap().path;
    let bytes = fs::read(city.output().join(ID).join(path)).unwrap();
    let new: Vec<PageSpots> = serde_json::from_slice(&bytes).unwrap();
    changes(&old, &new)
}

#[test]
fn a_score_that_moves_a_class() {
    let city = city();
    let own = sign_all(&city);
    let all = worth(&city, &own);
    let signed = |own: &Standing| own.required && own.state == State::Approved && !own.stale;
    assert!(all.iter().all(|own| signed(own) && own.change == Change::Same));
    let before = files(&city.output().join("review"));

    // One department's score: a point less for one indicator, the same grade.
    city.replace("department-scores.csv", "公开目录,38,30,35", "公开目录,37,30,35");
    city.build();
    assert!(files(&city.output().join("review")) == before, "no run touches what was signed");
    let all = worth(&city, &own);
    let expected: BTreeMap<&str, (Change, State)> = [
        ("C01", (Change::Same, State::Approved)),
        ("C02", (Change::Same, State::Approved)),
        ("C03", (Change::Same, State::Approved)),
        ("C04", (Change::Same, State::Approved)),
        ("C05", (Change::Same, State::Approved)),
        ("D01", (Change::Changed, State::Pending)),
        ("D02", (Change::ClassOnly, State::Pending)),
        ("D03", (Change::ClassOnly, State::Pending)),
        ("city", (Change::Changed, State::Pending)),
    ]
    .into();
    assert_eq!(told(&all), expected);
    for paper in &all {
        let moved: &[Moved] = match paper.version.unit.as_deref() {
            Some(unit) if unit.starts_with('C') => &[],
            Some("D02" | "D03") => &[Moved::Document, Moved::OtherUnits],
            _ => &[Moved::Document, Moved::Data],
        };
        assert_eq!(paper.moved, moved, "{}", paper.version.path);
        assert_eq!(paper.is_voided(), !moved.is_empty());
    }

    // What moved in another department's paper is what the class did, old and new.
    let other = all.iter().find(|own| own.version.unit.as_deref() == Some("D02")).unwrap();
    let figures = moved_figures(&city, &own, other);
    let said: Vec<String> = figures
        .iter()
        .map(|own| format!("{} {} → {}", own.key, own.old.join("、"), own.new.join("、")))
        .collect();
    // Totals 92, 70, 92.5 became 91, 70, 92.5; of 60 points for the dimension 57, 45, 55 became 56,
    // 45, 55; of 40 for the indicator 38, 30, 35 became 37, 30, 35.
    assert_eq!(
        said,
        [
            "D02/gap 14.83 → 14.50",
            "D02/class/mean 84.83 → 84.50",
            "D02/d1/class/rate 87.2 → 86.7",
            "D02/d1/rate-gap 12.2 → 11.7",
            "D02/d1/gap 7.33 → 7.00",
            "D02/1.1/rate-gap 10.8 → 10.0",
            "D02/1.1/class/rate 85.8 → 85.0",
        ]
    );

    // All of them in one act, and the next run with the same data voids nothing.
    let mut own = own;
    let moved = all.iter().filter(|own| own.change == Change::ClassOnly);
    let deeds = moved.map(|own| deed(Act::Approve, &own.version, "", own.newest));
    assert_eq!(own.record(&first("张三"), &deeds.collect::<Vec<_>>()).unwrap().len(), 2);
    city.build();
    let state = told(&worth(&city, &own))["D02"];
    assert_eq!(state, (Change::Same, State::Approved));
}

/// Data that stand on one unit's own lines, and what then is told of that unit and of another one
/// of its class.
#[test]
fn what_is_a_units_own_is_told_apart() {
    let own_sums = |city: &City| -> BTreeMap<String, String> {
        let documents = manifest(city).documents.into_iter();
        let sums = documents.filter_map(|own| Some((own.unit?, own.own_sha256?)));
        sums.collect()
    };
    let all = ["C01", "C02", "C03", "C04", "C05", "D01", "D02", "D03"];
    let settings = "settings.toml";
    for (file, from, to, moved) in [
        ("county-scores.csv", "东河县,规范性文件,28", "东河县,规范性文件,27.5", &["C01"][..]),
        ("county-scores.csv", "一个栏目超期未更新", "两个栏目超期未更新", &["C01"]),
        ("units.csv", "水利局、市水利局", "水利局", &["D02"]),
        ("department-indicators.csv", "公开指南,20", "公开指南,21", &["D01", "D02", "D03"]),
        (settings, "mean_least = 3", "mean_least = 2", &all),
        // Who signs is nothing that a paper stands on, nor is a remark in a file.
        (settings, "[disclosure]", "[review]\ntwo_persons = true\n[disclosure]", &[]),
        (settings, "[disclosure]", "# 注\n[disclosure]", &[]),
    ] {
        let city = city();
        let before = own_sums(&city);
        assert_eq!(before.keys().map(String::as_str).collect::<Vec<_>>(), all);
        city.replace(file, from, to);
        city.build();
        let after = own_sums(&city);
        let differ = all.into_iter().filter(|unit| before[*unit] != after[*unit]);
        assert_eq!(differ.collect::<Vec<_>>(), moved, "{file}: {from}");
    }
}
