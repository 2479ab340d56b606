//! Shares of a run that several processes made are, put together, the run that one process makes.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use make_reports::finding::Failure;
use make_reports::pipeline::{self, MergeOrder, Order, Report, Share};

use crate::support::{City, can_prove, files};

const ID: &str = "sichuan-2011";

fn build(order: &Order) -> Report {
    pipeline::build(order, &|_| {}).unwrap()
}

fn shard(order: &Order, index: usize, count: usize) -> Report {
    build(&Order { share: Share::new(index, count), ..order.clone() })
}

fn merge(order: &Order) -> Result<Report, Failure> {
    let templates = order.templates.clone();
    let (output, assessment) = (order.output.clone(), None);
    let order = MergeOrder { output, templates, assessment, division: None };
    pipeline::merge(&order, &|_| {})
}

fn output(order: &Order) -> BTreeMap<String, Vec<u8>> {
    files(&order.output.join(ID)).into_iter().collect()
}

fn shares(order: &Order) -> PathBuf {
    order.output.join(".shards").join(ID)
}

/// The same bytes, and the same things said.
fn assert_same(order: &Order, merged: &Report, whole: &Order, expected: &Report) {
    let (now, one) = (output(order), output(whole));
    assert_eq!(now.keys().collect::<Vec<_>>(), one.keys().collect::<Vec<_>>());
    for (path, bytes) in &one {
        assert!(now[path] == *bytes, "{path} is not what one process makes");
    }
    assert_eq!(merged.findings, expected.findings);
    assert_eq!(merged.reasons, expected.reasons);
    let told = |own: &Report| (own.units, own.files, own.documents, own.pages, own.kept);
    assert_eq!(told(merged), told(expected));
    assert!(!order.output.join(".shards").exists());
}

#[test]
fn shares_together_are_the_whole() {
    let city = City::three_units();
    let whole = city.order();
    let expected = build(&whole);
    let order = Order { output: city.root().join("shared"), ..whole.clone() };
    // More shares than papers: some are empty.
    let count = expected.documents + 2;
    let mut made = 0;
    for index in (1..=count).rev() {
        let report = shard(&order, index, count);
        assert_eq!(report.share, Share::new(index, count));
        made += report.documents;
    }
    assert_eq!(made, expected.documents);
    assert_same(&order, &merge(&order).unwrap(), &whole, &expected);

    // Over the last edition: what has not changed stays, in shares as in one run.
    city.replace("scores.csv", "自贡市,53.5,50,0,0,3.5,0", "自贡市,53.5,49,1,0,3.5,0");
    let expected = build(&whole);
    assert!(expected.documents > 0);
    for index in 1..=2 {
        shard(&order, index, 2);
        // The last edition stands until all of the next is there.
        assert!(output(&order) != output(&whole));
    }
    assert_same(&order, &merge(&order).unwrap(), &whole, &expected);

    // Made twice, a share is the same.
    let once = |index| {
        shard(&order, index, 2);
        files(&shares(&order).join(format!("{index}-of-2")))
    };
    let first = once(1);
    assert!(first == once(1));
    once(2);
    let unchanged = merge(&order).unwrap();
    assert_eq!((unchanged.documents, unchanged.kept), (0, made));
    assert!(output(&order) == output(&whole));
}

#[test]
fn a_paper_that_cannot_be_made_is_told_by_its_share() {
    let city = City::three_units();
    let templates = city.root().join("templates");
    fs::create_dir_all(templates.join("layouts")).unwrap();
    let layout = crate::support::repository("report-templates/layouts/city.typ");
    let layout = fs::read_to_string(layout).unwrap();
    fs::write(templates.join("layouts/city.typ"), layout + "\n#panic(\"no\")\n").unwrap();
    let whole = Order { templates: Some(templates), ..city.order() };
    let expected = build(&whole);
    assert_eq!(expected.failed.len(), 1, "{expected:?}");
    let order = Order { output: city.root().join("shared"), ..whole.clone() };
    let failed: usize = (1..=3).map(|index| shard(&order, index, 3).failed.len()).sum();
    assert_eq!(failed, 1);
    assert_same(&order, &merge(&order).unwrap(), &whole, &expected);
}

#[test]
fn gaps_doubles_and_strangers_are_refused() {
    let city = City::three_units();
    city.reports_only();
    let order = city.order();
    let code = |result: Result<Report, Failure>| result.unwrap_err().code;
    assert_eq!(code(merge(&order)), "no-shares");
    build(&order);
    let before = output(&order);
    let refused = |what: &[(&str, &str)]| {
        let failure = merge(&order).unwrap_err();
        assert_eq!(failure.code, "shares-refused");
        let told: Vec<(&str, &str)> =
            failure.facts.iter().map(|(name, own)| (*name, own.as_str())).collect();
        let told: Vec<(&str, &str)> = told.into_iter().filter(|(_, own)| !own.is_empty()).collect();
        assert_eq!(told, what);
        assert!(output(&order) == before);
    };
    shard(&order, 1, 3);
    refused(&[("missing", "2-of-3、3-of-3")]);
    shard(&order, 2, 3);
    // One of another division, and a copy of one under another name.
    shard(&order, 1, 2);
    let (two, again) = (shares(&order).join("2-of-3"), shares(&order).join("3-of-3"));
    crate::support::copy_folder(&two, {
        fs::create_dir_all(&again).unwrap();
        &again
    });
    refused(&[("broken", "3-of-3"), ("missing", "3-of-3"), ("other", "1-of-2")]);
    fs::remove_dir_all(shares(&order).join("1-of-2")).unwrap();
    fs::remove_dir_all(&again).unwrap();
    shard(&order, 3, 3);
    // One of other data.
    let settings = city.read("settings.toml");
    city.write("settings.toml", settings.clone() + "\n");
    shard(&order, 2, 3);
    refused(&[("missing", "2-of-3"), ("other", "2-of-3")]);
    city.write("settings.toml", &settings);
    shard(&order, 2, 3);
    // A file that is not what it was, and one that is gone.
    let papers: Vec<String> = files(&two).into_iter().map(|(path, _)| path).collect();
    let paper = papers.iter().find(|path| !path.contains(".json")).unwrap();
    fs::remove_file(two.join(paper)).unwrap();
    refused(&[("altered", &format!("2-of-3/{paper}"))]);
    fs::write(two.join(paper), "%PDF").unwrap();
    refused(&[("altered", &format!("2-of-3/{paper}"))]);
    shard(&order, 2, 3);
    // What a record claims of papers is held against the whole.
    let record = two.join("shard.json");
    let text = fs::read_to_string(&record).unwrap();
    let mut bent: serde_json::Value = serde_json::from_str(&text).unwrap();
    let first = bent["gathering"]["papers"][0].clone();
    bent["gathering"]["papers"].as_array_mut().unwrap().push(first);
    fs::remove_file(&record).unwrap();
    fs::write(&record, bent.to_string()).unwrap();
    refused(&[("astray", "1")]);
    fs::write(&record, &text).unwrap();
    // Numbers that no memory holds.
    let of_first = shares(&order).join("1-of-3/shard.json");
    let whole = fs::read_to_string(&of_first).unwrap();
    for number in [u64::MAX, 0] {
        let mut bent: serde_json::Value = serde_json::from_str(&whole).unwrap();
        bent["papers"] = number.into();
        fs::write(&of_first, bent.to_string()).unwrap();
        assert_eq!(code(merge(&order)), "shares-refused");
    }
    fs::write(&of_first, whole).unwrap();
    // A share of another assessment, by whatever name its folder has.
    fs::write(&record, text.replace(ID, "another")).unwrap();
    refused(&[("broken", "2-of-3"), ("missing", "2-of-3")]);
    fs::write(&record, text).unwrap();
    merge(&order).unwrap();
    assert!(output(&order) == before);

    // Another assessment's shares beside: which is meant must be said.
    shard(&order, 1, 1);
    fs::create_dir_all(order.output.join(".shards/other/1-of-1")).unwrap();
    assert_eq!(code(merge(&order)), "shares-of-several");
    let named = |id: &str| {
        let assessment = Some(id.to_owned());
        let (output, templates) = (order.output.clone(), None);
        let division = None;
        pipeline::merge(&MergeOrder { output, templates, assessment, division }, &|_| {})
    };
    assert_eq!(code(named("../other")), "no-shares");
    assert_eq!(code(named("other")), "shares-refused");
    // A run that was killed before it had made anything.
    fs::remove_dir_all(order.output.join(".shards/other/1-of-1")).unwrap();
    assert_eq!(code(named("other")), "no-shares");
    named(ID).unwrap();
}

/// Papers that only the last edition has stay where a share sees it, and are not lost where it
/// does not.
#[test]
fn what_was_asked_for_before_is_not_lost() {
    let city = City::three_units();
    city.reports_only();
    let order = city.order();
    build(&order);
    build(&Order { only: vec!["workbook".to_owned()], ..order.clone() });
    build(&order);
    let before = output(&order);
    assert!(before.keys().any(|path| path.ends_with("统计工作簿.xlsx")), "{:?}", before.keys());
    for index in 1..=2 {
        shard(&order, index, 2);
    }
    merge(&order).unwrap();
    assert!(output(&order) == before);

    // Made elsewhere.
    let elsewhere = Order { output: city.root().join("elsewhere"), ..order.clone() };
    for index in 1..=2 {
        shard(&elsewhere, index, 2);
    }
    fs::rename(elsewhere.output.join(".shards"), order.output.join(".shards")).unwrap();
    let failure = merge(&order).unwrap_err();
    assert_eq!(failure.code, "shares-refused");
    assert_eq!(failure.facts["dropped"], "统计工作簿");
    assert!(output(&order) == before);
}

/// A file that a unit hands in between two shares is no input, and papers tell of it all the same.
#[test]
fn shares_of_other_materials_are_no_run() {
    let city = City::three_units();
    city.reports_only();
    let settings = city.read("settings.toml");
    city.write("settings.toml", format!("{settings}\n[materials]\nfolder = \"材料\"\n"));
    let folder = city.data().join("材料/自贡市国土资源局");
    fs::create_dir_all(&folder).unwrap();
    let order = city.order();
    shard(&order, 1, 2);
    fs::write(folder.join("自评自查报告.pdf"), "%PDF-1.7\n").unwrap();
    shard(&order, 2, 2);
    let failure = merge(&order).unwrap_err();
    assert_eq!(failure.code, "shares-refused");
    assert!(!failure.facts["other"].is_empty(), "{failure}");
    shard(&order, 1, 2);
    merge(&order).unwrap();
}

/// The commands as they are typed.
#[test]
fn shards_and_merge_on_the_command_line() {
    let city = City::three_units();
    city.reports_only();
    let said = |output: &std::process::Output| String::from_utf8(output.stderr.clone()).unwrap();
    for wrong in ["0/2", "3/2", "2", "a/b", "1/9999999"] {
        let output = city.run(&["build", "--shard", wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
        let text = said(&output);
        assert!(text.contains("--shard") && text.contains("如 3/8"), "{text}");
    }
    for shard in ["1/2", "2/2"] {
        let output = city.run(&["build", "--shard", shard]);
        assert!(said(&output).contains("共2份"), "{}", said(&output));
        if shard == "1/2" {
            let output = city.output();
            let run = std::process::Command::new(env!("CARGO_BIN_EXE_make-reports"))
                .args(["merge", "--output"])
                .arg(&output)
                .output()
                .unwrap();
            assert_eq!(run.status.code(), Some(2));
            assert!(said(&run).contains("2-of-2"), "{}", said(&run));
        }
    }
    let merged = std::process::Command::new(env!("CARGO_BIN_EXE_make-reports"))
        .args(["merge", "--output"])
        .arg(city.output())
        .output()
        .unwrap();
    assert_eq!(merged.status.code(), Some(0), "{}", said(&merged));
    assert!(city.output().join(ID).join("manifest.json").is_file());
}

/// The array job's own commands, by hand: this is no Slurm.
#[test]
fn the_tasks_of_a_slurm_array_make_the_run() {
    if !can_prove("bash", &["--version"]) {
        return;
    }
    let city = City::three_units();
    city.reports_only();
    let whole = city.order();
    let expected = build(&whole);
    assert!(expected.documents > 2);
    let before = output(&whole);
    let shared = Order { output: city.root().join("shared"), ..whole };
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_make-reports")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    // One in the middle is made again alone, as after a failure.
    for (task, count, shares) in [("1", "3", None), ("3", "3", None), ("2", "1", Some("3"))] {
        let mut command = std::process::Command::new("bash");
        command.arg(crate::support::repository("tests/cluster/slurm.sh"));
        command.arg(city.data()).arg(&shared.output).current_dir(crate::support::repository(""));
        command.env("PATH", format!("{}:{path}", program.display()));
        command.env("SLURM_ARRAY_TASK_ID", task).env("SLURM_ARRAY_TASK_COUNT", count);
        command.env("SLURM_CPUS_PER_TASK", "1").envs(shares.map(|own| ("SHARES", own)));
        let run = command.output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }
    merge(&shared).unwrap();
    assert!(output(&shared) == before);
}
