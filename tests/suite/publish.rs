//! The output folder: the same bytes every time, whole whatever happens, one run at a time.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use make_reports::finding::failure;
use make_reports::pipeline;
use make_reports::publish::{Manifest, Output};

use crate::support::{City, can_prove, codes, files};

const ID: &str = "sichuan-2011";

/// Reports of three units and of the whole.
fn small_city() -> City {
    let city = City::three_units();
    city.reports_only();
    city
}

/// A point moved between two dimensions of Zigong: totals stay, three papers change.
fn change_a_score(city: &City) {
    city.replace("scores.csv", "自贡市,53.5,50,0,0,3.5,0", "自贡市,53.5,49,1,0,3.5,0");
}

fn manifest(city: &City) -> Manifest {
    let bytes = fs::read(city.output().join(ID).join("manifest.json")).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

fn published(city: &City) -> BTreeMap<String, Vec<u8>> {
    files(&city.output().join(ID)).into_iter().collect()
}

#[test]
fn same_input_same_bytes_whatever_is_around() {
    let city = City::copy(ID);
    city.reports_only();
    let first = city.run(&["--jobs", "1"]);
    assert!(first.status.success());
    let expected = published(&city);
    // Papers, each with the places of its figures; result tables; two lists.
    assert_eq!(expected.len(), 2 * 22 + 33 + 2);
    fs::remove_dir_all(city.output()).unwrap();
    assert!(city.run(&["--jobs", "2"]).status.success());
    assert!(published(&city) == expected, "another number of jobs");

    // Another folder, another order of directory entries, another time zone and language.
    let elsewhere = City::copy(ID);
    elsewhere.reports_only();
    let names: Vec<_> =
        fs::read_dir(elsewhere.data()).unwrap().map(|e| e.unwrap().path()).collect();
    for path in names.iter().rev() {
        let bytes = fs::read(path).unwrap();
        fs::remove_file(path).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let mut command = elsewhere.command(&[]);
    command.current_dir(elsewhere.root()).env("TZ", "Asia/Tokyo").env("LANG", "zh_CN.GB18030");
    assert!(command.env("LC_ALL", "tr_TR.UTF-8").status().unwrap().success());
    assert!(published(&elsewhere) == expected, "another folder, time zone and language");
}

#[test]
fn a_second_run_changes_nothing_and_links_what_stays() {
    let city = small_city();
    city.build();
    let before = published(&city);
    #[cfg(unix)]
    let inode = |name: &str| {
        use std::os::unix::fs::MetadataExt as _;
        fs::metadata(city.output().join(ID).join(name)).unwrap().ino()
    };
    #[cfg(unix)]
    let first = inode("results/unit_totals.csv");
    city.build();
    assert!(published(&city) == before);
    #[cfg(unix)]
    assert_eq!(inode("results/unit_totals.csv"), first);
}

/// What a run leaves out is told in short: papers of a folder in one line, and no pages of a workbook.
#[test]
fn what_is_left_out_is_told_by_folder() {
    let city = small_city();
    city.build();
    let settings = city.read("settings.toml");
    city.write("settings.toml", settings + "\n[disclosure]\nmean_least = 2\n");
    let told = city.run(&["--only", "workbook"]).stderr;
    let told = String::from_utf8(told).unwrap();
    assert!(told.contains("中3份") && told.contains("完成：1份文件，用时"), "{told}");
    assert!(!told.contains("自贡市-"), "{told}");
}

#[test]
fn one_unit_again_marks_what_the_data_made_stale() {
    let city = small_city();
    // Three units are enough to show them their mean.
    let settings = city.read("settings.toml");
    city.write("settings.toml", format!("{settings}\n[disclosure]\nmean_least = 3\n"));
    city.build();
    let before = published(&city);
    change_a_score(&city);
    let mut order = city.order();
    order.units = vec!["自贡市".to_owned()];
    let report = pipeline::build(&order, &|_| {}).unwrap();
    assert_eq!(report.documents, 1);
    // The means of both dimensions moved, and with them every other paper.
    assert_eq!(report.stale.len(), 3);
    let after = manifest(&city);
    let state = |entry: &make_reports::publish::ManifestDocument| {
        (entry.unit.clone().unwrap_or_default(), entry.stale)
    };
    let expected = [("510100", true), ("510300", false), ("510500", true), ("", true)];
    let expected: Vec<_> = expected.map(|(unit, stale)| (unit.to_owned(), stale)).into();
    assert_eq!(after.documents.iter().map(state).collect::<Vec<_>>(), expected);
    let now = published(&city);
    for entry in &after.documents {
        let changed = now[&entry.path] != before[&entry.path];
        assert_eq!(changed, !entry.stale, "{}", entry.path);
    }
    assert!(now["results/unit_dimensions.csv"] != before["results/unit_dimensions.csv"]);
    city.build();
    assert!(manifest(&city).documents.iter().all(|entry| !entry.stale));
}

#[test]
fn one_unit_first_makes_one_paper_and_says_what_is_missing() {
    let city = small_city();
    let mut order = city.order();
    order.units = vec!["510300".to_owned(), "自贡市国土资源局".to_owned()];
    let report = pipeline::build(&order, &|_| {}).unwrap();
    assert_eq!((report.documents, manifest(&city).documents.len()), (1, 1));
    assert_eq!(codes(&report), ["document-not-made"]);
    let said = &report.findings[0].what;
    assert!(said.ends_with("：单位评估报告2份、总报告"), "{said}");
}

#[test]
fn a_tampered_file_is_not_kept() {
    let city = small_city();
    city.build();
    let path = manifest(&city).documents[0].path.clone();
    fs::write(city.output().join(ID).join(&path), "tampered").unwrap();
    let mut order = city.order();
    order.units = vec!["自贡市".to_owned()];
    let report = pipeline::build(&order, &|_| {}).unwrap();
    assert!(codes(&report).contains(&"document-not-made"));
    assert!(!published(&city).contains_key(&path));
}

#[test]
fn manifest_says_what_was_made_of_what() {
    use sha2::{Digest as _, Sha256};
    let city = small_city();
    city.build();
    let manifest = manifest(&city);
    assert_eq!((manifest.program.as_str(), manifest.stage.as_str()), ("make-reports", "approved"));
    let sha256 = |bytes: &[u8]| make_reports::model::hex(&Sha256::digest(bytes));
    let names: Vec<&str> = manifest.inputs.iter().map(|input| input.path.as_str()).collect();
    let expected = ["columns.toml", "indicators.csv", "scores.csv", "settings.toml", "units.csv"];
    assert_eq!(names, expected);
    for input in &manifest.inputs {
        assert_eq!(input.sha256, sha256(&fs::read(city.data().join(&input.path)).unwrap()));
    }
    let published = published(&city);
    for entry in &manifest.documents {
        let bytes = &published[&entry.path];
        assert_eq!((entry.bytes, &entry.sha256), (bytes.len(), &sha256(bytes)));
        assert_eq!(lopdf::Document::load_mem(bytes).unwrap().get_pages().len(), entry.pages);
    }
}

#[test]
fn a_second_run_at_once_says_so() {
    let city = small_city();
    city.build();
    let before = published(&city);
    let held = Output::open(&city.output(), ID).unwrap();
    let failed = pipeline::build(&city.order(), &|_| {}).unwrap_err();
    assert_eq!(failed.code, failure::LOCKED);
    let run = city.run(&[]);
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8(run.stderr).unwrap().contains("另一次运行"));
    assert!(published(&city) == before);
    drop(held);
    assert!(city.run(&[]).status.success());
}

#[test]
fn a_unit_that_cannot_be_set_does_not_stop_the_others() {
    let city = small_city();
    city.build();
    let before = published(&city);
    change_a_score(&city);
    // A layout that refuses one unit.
    let templates = city.root().join("templates/layouts");
    fs::create_dir_all(&templates).unwrap();
    let layout = include_str!("../../report-templates/layouts/unit.typ");
    let bent = format!("{layout}\n#if facts.code == \"510300\" {{ panic(\"no\") }}\n");
    fs::write(templates.join("unit.typ"), bent).unwrap();
    let folder = city.root().join("templates");
    let run = city.run(&["--templates", folder.to_str().unwrap()]);
    let said = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(1), "{said}");
    assert!(said.contains("layouts/unit.typ") && said.contains("自贡市"), "{said}");
    let manifest = manifest(&city);
    let failed = manifest.documents.iter().find(|e| e.unit.as_deref() == Some("510300")).unwrap();
    assert!(failed.stale && failed.findings.iter().any(|found| found.code == "typeset-error"));
    let now = published(&city);
    assert!(now[&failed.path] == before[&failed.path]);
    let others = manifest.documents.iter().filter(|entry| !entry.stale).count();
    assert_eq!(others, 3);
}

/// What strace is asked to do to the program.
fn strace(city: &City, inject: &str, log: &Path) -> Command {
    let plain = city.command(&[]);
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(log).args(["-e", inject]);
    command.arg(plain.get_program()).args(plain.get_args());
    command
}

/// The calls that the main thread makes from the lock on: name, and its number among the main
/// thread's calls of that name. Memory is left out: how often it is mapped hangs on what other
/// threads do meanwhile, and it changes nothing on disk.
fn calls_of_publish(city: &City) -> Vec<(String, usize)> {
    let log = city.root().join("strace.log");
    let traced = "trace=%file,%desc";
    assert!(strace(city, traced, &log).output().unwrap().status.success());
    let log = fs::read_to_string(log).unwrap();
    let main = log.split_whitespace().next().unwrap().to_owned();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut calls = Vec::new();
    let mut locked = false;
    for line in log.lines().filter(|line| line.starts_with(&main)) {
        let Some((name, _)) = line[main.len()..].trim_start().split_once('(') else {
            continue;
        };
        if !name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_') {
            continue;
        }
        let count = counts.entry(name.to_owned()).or_default();
        *count += 1;
        locked |= line.contains("/.lock\"");
        if locked && name != "mmap" {
            calls.push((name.to_owned(), *count));
        }
    }
    calls
}

#[test]
fn killed_anywhere_the_output_is_whole() {
    if !can_prove("strace", &["-qq", "-o", "/dev/null", "true"]) {
        return;
    }
    let city = small_city();
    city.build();
    let old = published(&city);
    let keep = city.root().join("old");
    copy_folder(&city.output(), &keep);
    change_a_score(&city);
    let calls = calls_of_publish(&city);
    let new = published(&city);
    assert!(old != new);
    assert!(calls.len() > 100, "{}", calls.len());
    let log = city.root().join("killed.log");
    let (mut stayed, mut changed) = (0, 0);
    for (name, number) in &calls {
        fs::remove_dir_all(city.output()).unwrap();
        copy_folder(&keep, &city.output());
        let inject = format!("inject={name}:signal=KILL:when={number}");
        let run = strace(&city, &inject, &log).output().unwrap();
        assert!(!run.status.success(), "{name} {number} was not killed");
        // Whoever opens the folder now sees the last output or the next one, whole.
        let now = published(&city);
        assert!(now == old || now == new, "{name} {number}");
        if now == old {
            stayed += 1;
        } else {
            changed += 1;
        }
    }
    assert!(stayed > 50 && changed > 5, "{stayed} {changed}");
    // And the next run mends what the last kill left.
    city.build();
    assert!(published(&city) == new);
    let left: Vec<_> =
        fs::read_dir(city.output()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn a_full_disk_or_a_refused_call_leaves_the_last_output() {
    if !can_prove("strace", &["-qq", "-o", "/dev/null", "true"]) {
        return;
    }
    let city = small_city();
    city.build();
    let old = published(&city);
    change_a_score(&city);
    let calls = calls_of_publish(&city);
    restore(&city, &old);
    let log = city.root().join("refused.log");
    // The first such call of publish, and one in the middle of the work.
    for (name, error) in [
        ("write", "ENOSPC"),
        ("fsync", "EIO"),
        ("mkdir", "EROFS"),
        ("linkat", "EXDEV"),
        ("renameat2", "EACCES"),
    ] {
        let own: Vec<usize> =
            calls.iter().filter(|(call, _)| call == name).map(|(_, number)| *number).collect();
        for number in [own[0], own[own.len() / 2]] {
            let inject = format!("inject={name}:error={error}:when={number}+");
            let run = strace(&city, &inject, &log).output().unwrap();
            let now = published(&city);
            if name == "linkat" {
                // Without hard links files are copied.
                assert_eq!(run.status.code(), Some(0), "{name} {number}");
                restore(&city, &old);
                continue;
            }
            let said = String::from_utf8_lossy(&run.stderr).into_owned();
            assert_eq!(run.status.code(), Some(2), "{name} {number} {said}");
            assert!(now == old, "{name} {number}");
        }
    }
}

/// Builds the last output again, from the data before the change, and changes the data.
fn restore(city: &City, old: &BTreeMap<String, Vec<u8>>) {
    city.replace("scores.csv", "自贡市,53.5,49,1,0,3.5,0", "自贡市,53.5,50,0,0,3.5,0");
    city.build();
    assert!(published(city) == *old);
    change_a_score(city);
}

#[test]
fn an_output_that_cannot_be_written_is_said_and_left() {
    let city = small_city();
    city.build();
    let before = published(&city);
    // A file where the output folder should be: refused on every system, for every user.
    let mut order = city.order();
    order.output = city.root().join("taken");
    fs::write(&order.output, "x").unwrap();
    let failed = pipeline::build(&order, &|_| {}).unwrap_err();
    assert_eq!(failed.code, failure::WRITE_FAILED);
    assert_eq!(fs::read(&order.output).unwrap(), b"x");
    assert!(published(&city) == before);
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).unwrap();
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}
