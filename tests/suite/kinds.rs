//! Which papers a run makes: those of the stage, of the settings, or the ones asked for; and what
//! stays of the last run.

use std::collections::BTreeSet;

use make_reports::pipeline::{self, Report};
use make_reports::publish::Manifest;

use crate::support::{City, codes, files, printed_papers};

const SETTINGS: &str = "settings.toml";
/// A city with appeals, corrections, ledgers and reasons.
const ID: &str = "registers";

fn build_only(city: &City, only: &[&str]) -> Report {
    let only = only.iter().map(|kind| (*kind).to_owned()).collect();
    let order = pipeline::Order { only, ..city.order() };
    pipeline::build(&order, &|_| {}).unwrap()
}

fn manifest(city: &City) -> Manifest {
    let found = files(&city.output());
    let (_, bytes) = found.iter().find(|(path, _)| path.ends_with("manifest.json")).unwrap();
    serde_json::from_slice(bytes).unwrap()
}

fn kinds(city: &City) -> BTreeSet<String> {
    manifest(city).documents.into_iter().map(|own| own.kind).collect()
}

fn set<'a>(kinds: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    kinds.into_iter().map(str::to_owned).collect()
}

fn at_stage(stage: &str) -> City {
    let city = City::copy(ID);
    let text = city.read(SETTINGS);
    let line = text.lines().find(|line| line.starts_with("stage = ")).unwrap().to_owned();
    let approved = "approved_on = \"2024-09-20\"\napproved_by = \"市政府\"";
    city.replace(SETTINGS, &line, &format!("stage = \"{stage}\"\n{approved}"));
    city
}

/// Every stage makes the papers of the matrix (`reports.md`) and says what it leaves out.
#[test]
fn each_stage_makes_its_papers() {
    for (stage, expected, left_out) in [
        ("preliminary", &["feedback", "risk", "comparison", "workbook"][..], "总报告"),
        (
            "reviewed",
            &["comparison", "opinions", "appeal_decision", "correction", "unit", "workbook"],
            "通报",
        ),
        ("submitted", &["memo", "statement", "unit", "city", "workbook"], "初评反馈函"),
        (
            "approved",
            &[
                "unit",
                "city",
                "public",
                "notice",
                "rectification",
                "ledger",
                "training",
                "workbook",
            ],
            "整改复查通报",
        ),
        (
            "rectified",
            &["unit", "city", "ledger", "recheck", "revision", "archive", "workbook"],
            "呈批件",
        ),
    ] {
        let city = at_stage(stage);
        let report = city.build();
        assert_eq!(report.failed, [] as [&str; 0], "{stage}: {:?}", report.findings);
        assert_eq!(kinds(&city), set(expected.iter().copied()), "{stage}");
        let told = report.findings.iter().find(|own| own.code == "document-not-due").unwrap();
        assert!(told.what.contains(left_out), "{stage}: {}", told.what);
    }
}

/// One kind again leaves the others as they were; kinds of an earlier stage go with it.
#[test]
fn one_kind_alone_and_what_stays() {
    let city = at_stage("approved");
    assert_eq!(build_only(&city, &["unit", "通报"]).stale, [] as [&str; 0]);
    assert_eq!(kinds(&city), set(["unit", "notice"]));
    let before = files(&city.output());
    // A paper of an earlier stage may be made again, and stays beside the others.
    let report = build_only(&city, &["memo"]);
    assert_eq!((report.documents, codes(&report).contains(&"document-not-due")), (1, false));
    assert_eq!(kinds(&city), set(["unit", "notice", "memo"]));
    let after = files(&city.output());
    let kept = before.iter().filter(|(path, _)| !path.ends_with("manifest.json"));
    let kept = kept.filter(|(path, _)| !path.ends_with("findings.json"));
    kept.for_each(|own| assert!(after.contains(own), "{} has changed", own.0));
    city.replace(SETTINGS, "stage = \"approved\"", "stage = \"rectified\"");
    build_only(&city, &["archive"]);
    assert!(!kinds(&city).contains("memo") && !kinds(&city).contains("notice"));
}

#[test]
fn the_settings_choose_kinds() {
    let city = at_stage("approved");
    city.write(SETTINGS, city.read(SETTINGS) + "\n[papers]\nmake = [\"city\", \"memo\"]\n");
    let report = city.build();
    assert_eq!(kinds(&city), set(["city", "memo"]));
    let told = report.findings.iter().find(|own| own.code == "document-not-due").unwrap();
    assert!(told.what.contains("单位评估报告"), "{}", told.what);
    // What is not due yet is not made, whatever the settings say.
    city.replace(SETTINGS, "stage = \"approved\"", "stage = \"reviewed\"");
    city.build();
    assert_eq!(kinds(&city), set([]));
}

#[test]
fn a_kind_that_is_not_there_is_a_failure() {
    let city = at_stage("reviewed");
    for (kind, code, says) in [
        ("citty", "kind-not-found", "没有“citty”这种文书"),
        ("", "kind-not-found", "city（总报告）"),
        ("indicators", "kind-not-found", "没有“indicators”"),
        ("city", "kind-not-due", "总报告在复核阶段还不能出"),
        ("通报", "kind-not-due", "通报在复核阶段还不能出"),
    ] {
        let done = city.run(&["--only", kind]);
        let text = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{kind}: {text}");
        assert!(text.contains(code) && text.contains(says), "{kind}: {text}");
        assert!(!city.output().join(ID).exists(), "{kind}: something was published");
    }
}

/// A path of the settings may make folders; a value of the data may not.
#[test]
fn names_make_no_folders() {
    let city = at_stage("approved");
    city.write(
        SETTINGS,
        city.read(SETTINGS) + "\n[papers.city]\nfile = \"总/../{{ area }}/../../报告\"\n",
    );
    let report = build_only(&city, &["city"]);
    assert_eq!(report.documents, 1, "{:?}", report.findings);
    let path = &manifest(&city).documents[0].path;
    assert!(path.starts_with("总/_/") && path.ends_with("/_/_/报告.pdf"), "{path}");
}

/// What goes to the leaders asks for their approval, whenever it is made again.
#[test]
fn papers_to_the_leaders_know_no_approval() {
    let city = at_stage("approved");
    build_only(&city, &["memo", "statement", "notice"]);
    for (path, text) in printed_papers(&city) {
        let knows = text.contains("2024年9月20日");
        assert_eq!(knows, path.contains("通报"), "{path}: {text}");
    }
}
