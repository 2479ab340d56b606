//! The command `results`: the tables of `build`, without papers and fonts.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use make_reports::finding::failure;
use make_reports::pipeline::{self, Report};
use make_reports::publish::Manifest;

use crate::support::{City, codes, files};

const ID: &str = "small";

/// The command in this process, without any font.
fn make_results(city: &City) -> Report {
    let mut order = city.order();
    order.fonts = Some(PathBuf::from("/nowhere"));
    pipeline::results(&order, &|_| {}).unwrap()
}

fn published(city: &City) -> BTreeMap<String, Vec<u8>> {
    files(&city.output().join(ID)).into_iter().collect()
}

fn manifest(city: &City) -> Manifest {
    serde_json::from_slice(&published(city)["manifest.json"]).unwrap()
}

fn is_table(path: &str) -> bool {
    path.starts_with("results/")
}

#[test]
fn tables_are_those_of_a_whole_run() {
    let city = City::copy(ID);
    city.build();
    let mut expected = published(&city);
    expected.retain(|path, _| is_table(path));
    assert!(expected.len() > 10);
    fs::remove_dir_all(city.output()).unwrap();
    let report = make_results(&city);
    assert_eq!((report.documents, report.stale.len(), report.failed.len()), (0, 0, 0));
    let mut own = published(&city);
    own.retain(|path, _| is_table(path));
    assert!(own == expected);
    // Nothing else but the two lists.
    let others: Vec<String> = published(&city).into_keys().filter(|path| !is_table(path)).collect();
    assert_eq!(others, ["findings.json", "manifest.json"]);
    assert!(manifest(&city).documents.is_empty());
}

#[test]
fn papers_stay_and_are_stale_where_they_may_be() {
    let city = City::copy(ID);
    city.build();
    let mut before = published(&city);
    // Nothing has changed, and the fonts are there to be compared: all are as they were.
    let report = pipeline::results(&city.order(), &|_| {}).unwrap();
    assert!(report.stale.is_empty());
    // What is not due is told by a run that makes papers.
    let mut now = published(&city);
    for papers in [&mut before, &mut now] {
        papers.remove("findings.json");
    }
    assert!(now == before);
    // Other data: the tables are new, every paper stays and is marked.
    let text = city.read("settings.toml");
    city.write(
        "settings.toml",
        text.replace("from = \"60\"", "from = \"59\"").replace("below = \"60\"", "below = \"59\""),
    );
    let report = pipeline::results(&city.order(), &|_| {}).unwrap();
    let papers = manifest(&city).documents;
    assert!(!papers.is_empty());
    assert_eq!(report.stale.len(), papers.len());
    assert!(papers.iter().all(|paper| paper.stale));
    assert!(codes(&report).contains(&"document-stale"));
    let now = published(&city);
    assert!(papers.iter().all(|paper| now[&paper.path] == before[&paper.path]));
    // As the data was: what was stale once is fresh only when somebody has made it again.
    city.write("settings.toml", text);
    pipeline::results(&city.order(), &|_| {}).unwrap();
    assert!(manifest(&city).documents.iter().all(|paper| paper.stale));
    city.build();
    let mut now = published(&city);
    now.remove("findings.json");
    assert!(now == before);
    // Without the fonts nobody knows whether they are the same.
    assert_eq!(make_results(&city).stale.len(), papers.len());
}

#[test]
fn a_folder_of_materials_makes_no_paper_fresh() {
    let city = City::copy(ID);
    let text = city.read("settings.toml");
    city.write("settings.toml", format!("{text}\n[materials]\nfolder = \"材料\"\n"));
    fs::create_dir(city.data().join("材料")).unwrap();
    city.build();
    let report = pipeline::results(&city.order(), &|_| {}).unwrap();
    assert_eq!(report.stale.len(), manifest(&city).documents.len());
}

#[test]
fn long_tables_are_parquet_only() {
    let city = City::copy(ID);
    make_results(&city);
    let lines =
        |path: &str| String::from_utf8(published(&city)[path].clone()).unwrap().lines().count() - 1;
    let most = lines("results/unit_totals.csv");
    assert!(lines("results/unit_indicators.csv") > most);
    let text = city.read("settings.toml");
    city.write("settings.toml", format!("{text}\n[results]\ncsv_rows = {most}\n"));
    make_results(&city);
    let now = published(&city);
    assert!(now.contains_key("results/unit_totals.csv"));
    for long in ["unit_indicators", "unit_derivation"] {
        assert!(now.contains_key(&format!("results/{long}.parquet")));
        assert!(!now.contains_key(&format!("results/{long}.csv")));
    }
}

#[test]
fn wrong_data_publishes_nothing() {
    let city = City::copy(ID);
    make_results(&city);
    let before = published(&city);
    let settings = city.read("settings.toml");
    city.write("settings.toml", settings.replace("units.csv", "gone.csv"));
    let report = make_results(&city);
    assert!(report.has_errors() && report.output.is_none());
    assert!(published(&city) == before);
    let run = city.run(&["results"]);
    assert_eq!(run.status.code(), Some(1));
    city.write("settings.toml", settings);
    let run = city.run(&["results"]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(String::from_utf8_lossy(&run.stderr).contains("结果表"));
    fs::remove_dir_all(city.data()).unwrap();
    let mut order = city.order();
    order.fonts = None;
    let failed = pipeline::results(&order, &|_| {}).unwrap_err();
    assert_eq!(failed.code, failure::FOLDER_MISSING);
}
