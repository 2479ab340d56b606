//! `diff`: two runs of one assessment against each other.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use make_reports::assets::{Templates, Wording};
use make_reports::diff::{DiffOrder, Difference, diff};

use crate::support::{City, copy_folder, files};

/// A city whose output was kept before one of its scores changed: 东河县 loses a point of A1, with
/// a reason that would be markup.
fn two_runs() -> (City, PathBuf, PathBuf) {
    let city = City::copy("registers");
    city.reports_only();
    assert!(!city.build().has_errors());
    let (old, new) = (city.root().join("old"), city.output().join("registers"));
    fs::create_dir(&old).unwrap();
    copy_folder(&new, &old);
    let reason = "<script>alert(1)</script>";
    city.replace(
        "county-scores.csv",
        "东河县,A1,文件公开,36,36,一件文件未标注有效性",
        &format!("东河县,A1,文件公开,35,35,{reason}"),
    );
    city.replace("registers/bonus.csv", "经验在全省推广,2,", "经验在全省推广,1,");
    assert!(!city.build().has_errors());
    (city, old, new)
}

fn order(old: &Path, new: &Path, output: &Path) -> DiffOrder {
    DiffOrder {
        old: old.to_owned(),
        new: new.to_owned(),
        data: PathBuf::new(),
        output: Some(output.to_owned()),
        pages: 2,
        papers: 100,
        edge: 0.115,
        jobs: 2,
    }
}

fn compared(order: &DiffOrder) -> (Difference, Option<PathBuf>) {
    let wording = Wording::new(&Templates::built_in()).unwrap();
    diff(order, &wording, &|_, _| {}).unwrap()
}

fn run(arguments: &[&Path]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_make-reports"));
    command.arg("diff").args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn what_moved_is_told_and_shown() {
    let (city, old, new) = two_runs();
    let report = city.root().join("report");
    let (found, folder) = compared(&order(&old, &new, &report));
    assert!(!found.same && folder.is_some());
    assert!(found.moved.inputs.iter().all(|own| own.place.is_empty()), "no data was named");
    // With the data that the later one was made of, its cells are told; with other data none.
    let other = city.root().join("with data");
    let with = |data: PathBuf| DiffOrder { data, ..order(&old, &new, &other) };
    let places: Vec<String> =
        compared(&with(city.data())).0.moved.inputs.into_iter().map(|own| own.place).collect();
    assert!(places.iter().any(|own| own.contains("county-scores.csv 第2行")), "{places:?}");
    let elsewhere = compared(&with(crate::support::repository("tests/cities/registers"))).0;
    assert!(elsewhere.moved.inputs.iter().all(|own| own.place.is_empty()));

    // One total moved, by the score and the bonus that moved it, and nothing else of the data.
    let east: Vec<_> = found.moved.totals.iter().filter(|own| own.name.contains("东河")).collect();
    assert_eq!((east.len(), east[0].how), (1, "moved"));
    let inputs: Vec<(&str, &str, &str)> = found
        .moved
        .inputs
        .iter()
        .filter(|own| own.name.contains("东河"))
        .map(|own| (own.what.as_str(), own.old.as_str(), own.new.as_str()))
        .collect();
    assert!(inputs.contains(&("得分", "36", "35")), "{inputs:?}");
    assert!(inputs.contains(&("初评得分", "36", "35")), "{inputs:?}");
    let reasons = inputs.iter().filter(|own| own.0 == "扣分原因").count();
    assert_eq!(reasons, 1);
    assert!(found.moved.inputs.iter().any(|own| own.what == "加分登记"), "{:?}", found.moved);
    let paths: Vec<&str> = found.inputs.iter().map(|own| own.path.as_str()).collect();
    assert_eq!(paths, ["county-scores.csv", "registers/bonus.csv"]);

    // Its own paper first, with its total old → new, and pages on which both stand.
    let paper = &found.documents.changed[0];
    assert!(paper.causes.iter().any(|cause| cause.contains("本单位")), "{:?}", paper.causes);
    let east = &found.documents.changed.iter().find(|own| own.paper.unit.contains("东河")).unwrap();
    let total = east.figures.iter().find(|own| own.change.key.ends_with("/total")).unwrap();
    assert!(total.change.old != total.change.new && total.name.contains("总得分"), "{total:?}");
    let (pages, shown) = (east.pages.unwrap(), &east.shown);
    assert!(pages >= shown.len() && shown.len() == pages.min(2), "{pages}");
    let first = shown[0].new.as_ref().unwrap();
    assert!(!first.boxes.is_empty() && !shown[0].old.as_ref().unwrap().boxes.is_empty());
    for page in shown.iter().flat_map(|pair| [&pair.old, &pair.new]).flatten() {
        let bytes = fs::read(report.join(&page.file)).unwrap();
        assert!(bytes.starts_with(b"\x89PNG"), "{}", page.file);
    }

    // The page: every word escaped, nothing from elsewhere, every picture there.
    let page = fs::read_to_string(report.join("index.html")).unwrap();
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;"));
    assert!(!page.contains("http") && !page.contains(&*city.root().to_string_lossy()));
    assert!(!page.contains("diff.") && page.contains("两次输出的差异"), "{page}");
    for part in page.split("src=\"").skip(1) {
        let file = part.split('"').next().unwrap().replace("&#x2f;", "/");
        assert!(report.join(&file).is_file(), "{file}");
    }

    // The same bytes again, over the earlier report; and from Parquet alone what CSV says.
    let before = files(&report);
    let (again, _) = compared(&order(&old, &new, &report));
    assert!(again == found && files(&report) == before);
    for folder in [&old, &new] {
        for (path, _) in files(&folder.join("results")) {
            if Path::new(&path).extension().is_some_and(|ending| ending == "csv") {
                fs::remove_file(folder.join("results").join(path)).unwrap();
            }
        }
    }
    let (parquet, _) = compared(&order(&old, &new, &report));
    assert_eq!(parquet.moved, found.moved);

    // Few papers are compared page by page, those whose own data moved first; the rest is counted.
    let (few, _) = compared(&DiffOrder { papers: 1, ..order(&old, &new, &report) });
    let with_pages = few.documents.changed.iter().filter(|own| own.pages.is_some()).count();
    assert_eq!((with_pages, few.documents.not_compared), (1, few.documents.changed.len() - 1));
    assert!(few.documents.changed[1..].iter().any(|own| !own.figures.is_empty()));
}

#[test]
fn the_command_says_what_differs() {
    let (city, old, new) = two_runs();
    let done = run(&[&old, &new]);
    let text = said(&done);
    assert_eq!(done.status.code(), Some(1), "{text}");
    assert!(text.contains("东河县") && text.contains("36 → 35"), "{text}");
    // Beside the later one, and in neither of them.
    assert!(city.output().join("registers-diff/index.html").is_file(), "{text}");

    // Nothing differs.
    let done = run(&[&new, &new]);
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    assert!(said(&done).contains("没有不同"), "{}", said(&done));

    // The folder above one assessment means that one; of two it is not clear which.
    assert_eq!(run(&[&city.output(), &new]).status.code(), Some(0));
    let done = run(&[&old, &city.output(), Path::new("--output"), &city.root().join("one")]);
    assert_eq!(done.status.code(), Some(1), "{}", said(&done));
    let second = city.output().join("second");
    fs::create_dir(&second).unwrap();
    copy_folder(&old, &second);
    let done = run(&[&city.output(), &new]);
    assert!(done.status.code() == Some(2) && said(&done).contains("几次评估"), "{}", said(&done));

    // A report is never put among papers, nor over somebody's work.
    let output = Path::new("--output");
    let inside = new.join("diff");
    for (place, says) in [(inside.as_path(), "之内"), (city.root(), "之内"), (&city.data(), "已有")]
    {
        let done = run(&[&old, &new, output, place]);
        assert_eq!(done.status.code(), Some(2), "{}", said(&done));
        assert!(said(&done).contains(says), "{}", said(&done));
    }
    assert!(city.data().join("settings.toml").is_file() && !inside.exists());

    // No folder, a folder of something else, a manifest that is none, another assessment.
    let manifest = fs::read_to_string(new.join("manifest.json")).unwrap();
    for (name, text, says) in [
        ("a", None, "没有文件夹"),
        ("b", Some(""), "不是本程序"),
        ("c", Some("{}"), "manifest.json"),
        ("d", Some(&*manifest.replace("\"registers\"", "\"other\"")), "不同的评估"),
    ] {
        let folder = city.root().join(name);
        if let Some(text) = text {
            fs::create_dir(&folder).unwrap();
            let file = if text.is_empty() { "note.txt" } else { "manifest.json" };
            fs::write(folder.join(file), text).unwrap();
        }
        let done = run(&[&old, &folder]);
        assert_eq!(done.status.code(), Some(2), "{name}: {}", said(&done));
        assert!(said(&done).contains(says), "{name}: {}", said(&done));
        assert_eq!(String::from_utf8_lossy(&done.stderr).trim().lines().count(), 1);
    }
}

/// A file that is not what its manifest says is told, and stops nothing; papers of one folder alone
/// are listed.
#[test]
fn papers_that_are_gone_or_altered_are_told() {
    let (city, old, new) = two_runs();
    let report = city.root().join("report");
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(old.join("manifest.json")).unwrap()).unwrap();
    let mut bent = manifest.clone();
    let documents = bent["documents"].as_array_mut().unwrap();
    let gone = documents.remove(0);
    fs::write(old.join("manifest.json"), bent.to_string()).unwrap();
    let (found, _) = compared(&order(&old, &new, &report));
    let added: Vec<&str> = found.documents.added.iter().map(|own| own.path.as_str()).collect();
    assert_eq!(added, [gone["path"].as_str().unwrap()]);

    let path = found.documents.changed[0].paper.path.clone();
    fs::write(new.join(&path), "not a paper").unwrap();
    let (found, _) = compared(&order(&old, &new, &report));
    let altered = found.documents.changed.iter().find(|own| own.paper.path == path).unwrap();
    assert!(altered.unreadable && altered.shown.is_empty());
    let page = fs::read_to_string(report.join("index.html")).unwrap();
    assert!(page.contains("与清单不符"));
}

/// A release as a folder of zips.
fn released(folder: &Path, papers: &[(&str, Vec<u8>)]) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("sha256sums.txt"), "").unwrap();
    let mut zip = zip::ZipWriter::new(fs::File::create(folder.join("一.zip")).unwrap());
    for (name, bytes) in papers {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, bytes).unwrap();
    }
    zip.finish().unwrap();
}

/// Of releases papers and pages are compared; against a run they cannot be.
#[test]
fn releases_are_compared_by_their_papers() {
    let (city, old, new) = two_runs();
    let report = city.root().join("report");
    let (found, _) = compared(&order(&old, &new, &report));
    let path = found.documents.changed.iter().find(|own| !own.shown.is_empty()).unwrap();
    let path = &path.paper.path;
    let bytes = |folder: &Path| fs::read(folder.join(path)).unwrap();
    let release = |number: &str| city.root().join("release/registers").join(number);
    released(&release("1"), &[("a.pdf", bytes(&old)), ("b.txt", b"b".to_vec())]);
    released(&release("2"), &[("a.pdf", bytes(&new)), ("b.txt", b"b".to_vec())]);
    let (found, _) = compared(&order(&release("1"), &release("2"), &report));
    let changed = &found.documents.changed;
    assert_eq!((changed.len(), found.documents.same, found.moved.unknown), (1, 1, true));
    assert!(changed[0].pages.unwrap() > 0 && !changed[0].shown.is_empty());
    let (same, none) = compared(&order(&release("1"), &release("1"), &report));
    assert!(same.same && none.is_none());
    let done = run(&[&old, &release("2")]);
    assert!(done.status.code() == Some(2) && said(&done).contains("已发出"), "{}", said(&done));
}
