//! `release`: nothing goes out while anything is in the way, then to each what is his and nothing
//! else, the same bytes every time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use make_reports::assets::{Templates, Wording};
use make_reports::finding::failure;
use make_reports::pipeline;
use make_reports::publish::Manifest;
use make_reports::release::{Made, Released, release, told};
use make_reports::settings::{Kind, Recipient};
use make_reports::signoff::{Act, At, Deed, Role, Signer, Signoffs, versions};

use crate::support::{City, can_prove, codes, files};

const ID: &str = "registers";

/// A city whose papers are approved and made: of units, of leaders, of everybody, of the office.
fn made() -> City {
    let city = City::copy(ID);
    city.replace(
        "settings.toml",
        "stage = \"submitted\"",
        "stage = \"approved\"\napproved_on = \"2024-09-20\"\napproved_by = \"青府纪〔2024〕8号\"",
    );
    let report = city.build();
    assert!(!report.has_errors(), "{:?}", report.findings);
    city
}

fn manifest(city: &City) -> Manifest {
    let bytes = fs::read(city.output().join(ID).join("manifest.json")).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

fn signer(who: &str, role: Role) -> Signer {
    Signer { who: who.to_owned(), role, at: At::read("2024-09-20T07:04:05Z").unwrap() }
}

/// Does one act on every paper that passes a sieve, following what was done before.
fn act(city: &City, signer: &Signer, act: Act, reason: &str, on: &dyn Fn(&str) -> bool) {
    let mut own = Signoffs::open(&city.output(), ID).unwrap();
    let acts = own.acts().unwrap();
    let versions = versions(&manifest(city)).into_iter().filter(|own| on(&own.path));
    let deed = |version: make_reports::signoff::Version| {
        let same = |own: &&make_reports::signoff::Entry| {
            (&own.version.kind, &own.version.unit) == (&version.kind, &version.unit)
        };
        let seen = acts.iter().filter(same).map(|own| own.id).max();
        Deed { act, version, reason: reason.to_owned(), pin: None, target: None, seen }
    };
    let deeds: Vec<Deed> = versions.map(deed).collect();
    own.record(signer, &deeds).unwrap();
}

fn sign_all(city: &City) {
    act(city, &signer("张三", Role::First), Act::Approve, "", &|_| true);
}

fn released(city: &City) -> Released {
    release(&city.order(), &|_| {}).unwrap()
}

fn granted(city: &City) -> Made {
    let released = released(city);
    released.made.unwrap_or_else(|| panic!("{:?}", released.blocks))
}

/// What is in the way: keys with lines.
fn refused(city: &City) -> Vec<(&'static str, Vec<String>)> {
    let before = files(&city.output());
    let released = released(city);
    assert_eq!(released.made, None);
    let names = |all: &[(String, Vec<u8>)]| -> BTreeSet<String> {
        all.iter().map(|(path, _)| path.clone()).collect()
    };
    let mut new = names(&files(&city.output()));
    new.retain(|path| !names(&before).contains(path) && !path.ends_with("preflight.json"));
    assert_eq!(new, BTreeSet::new(), "nothing is written");
    released.blocks.into_iter().map(|own| (own.key, own.lines)).collect()
}

fn ends_in(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|own| own == ending)
}

/// Names in a zip, in its order, with the bytes.
fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = Vec::new();
    for at in 0..package.len() {
        let mut file = package.by_index(at).unwrap();
        assert_eq!(file.last_modified().unwrap().year(), 1980);
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        all.push((file.name().unwrap().into_owned(), bytes));
    }
    all
}

/// Files of a release by path; of a zip the names in it.
fn contents(made: &Made) -> BTreeMap<String, Vec<String>> {
    let of_file = |(path, bytes): (String, Vec<u8>)| {
        let is_zip = ends_in(&path, "zip");
        let inside = if is_zip { unpacked(&bytes) } else { Vec::new() };
        (path, inside.into_iter().map(|(name, _)| name).collect())
    };
    files(&made.folder).into_iter().map(of_file).collect()
}

fn path_of(city: &City, kind: &str, unit: Option<&str>) -> String {
    let manifest = manifest(city);
    let mut all = manifest.documents.iter();
    let own = all.find(|own| own.kind == kind && own.unit.as_deref() == unit);
    own.unwrap_or_else(|| panic!("no {kind}")).path.clone()
}

#[test]
fn refused_until_signed_then_granted() {
    let city = made();
    let blocks = refused(&city);
    let required = versions(&manifest(&city)).len() - 2;
    assert_eq!(blocks.len(), 1);
    // 整改台账汇总 and 统计工作簿 stay with the office and are signed by nobody.
    assert_eq!((blocks[0].0, blocks[0].1.len()), ("first", required));

    // One comes back, one is commented on, the rest passes.
    let (unit, notice) = (path_of(&city, "unit", Some("C01")), path_of(&city, "notice", None));
    let first = signer("张三", Role::First);
    act(&city, &first, Act::Approve, "", &|path| path != unit);
    act(&city, &first, Act::Return, "第3页的得分\n不对", &|path| path == unit);
    act(&city, &first, Act::Comment, "日期再核", &|path| path == notice);
    let blocks = refused(&city);
    assert_eq!(
        blocks,
        [("returned", vec![format!("{unit}（张三 2024-09-20 15:04：第3页的得分 不对）")])]
    );

    act(&city, &first, Act::Approve, "", &|path| path == unit);
    let again = released(&city);
    let made = again.made.clone().unwrap();
    assert_eq!((made.number, made.again), (1, false));
    // An open comment keeps nothing.
    let comments: Vec<_> = again.notes.iter().filter(|own| own.key == "comments").collect();
    assert_eq!(comments[0].lines, [format!("{notice}（1条）")]);

    // The command says the same.
    let output = city.run(&["release"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.is_empty()), (Some(0), true), "{said}");
    assert!(said.contains("与第1次发出的完全相同"), "{said}");
    assert!(!said.contains("release."), "{said}");
}

#[test]
fn two_persons_sign_where_the_settings_say_so() {
    let city = made();
    let settings = city.read("settings.toml");
    city.write("settings.toml", settings + "\n[review]\ntwo_persons = true\n");
    city.build();
    sign_all(&city);
    assert_eq!(refused(&city).iter().map(|own| own.0).collect::<Vec<_>>(), ["second"]);
    act(&city, &signer("李四", Role::Second), Act::Approve, "", &|_| true);
    assert_eq!(granted(&city).number, 1);
}

#[test]
fn to_each_what_is_his() {
    let city = made();
    sign_all(&city);
    let made = granted(&city);
    let all = contents(&made);
    let names: Vec<&str> = all.keys().map(String::as_str).collect();
    assert_eq!(made.parcels, names.iter().filter(|name| ends_in(name, "zip")).count());
    let zip = |start: &str| {
        let mut own = all.iter().filter(|(path, _)| path.starts_with(start));
        let (_, inside) = own.next().unwrap_or_else(|| panic!("no {start} in {names:?}"));
        assert!(own.next().is_none(), "{start}");
        inside.clone()
    };
    let own = "-2024年度政务公开工作评估文书.zip";
    assert!(names.contains(&format!("各单位/县（区）/01-东河县{own}").as_str()), "{names:?}");
    assert_eq!(
        zip("各单位/县（区）/01-东河县-"),
        [
            "01-东河县-2024年度政务公开工作评估报告.pdf",
            "01-东河县-整改通知.pdf",
            "01-东河县-整改通知（台账）.xlsx",
            "2024年度政务公开工作培训要点.pdf",
            "青禾市2024年度政务公开工作评估情况通报.pdf",
        ]
    );
    assert_eq!(
        zip("领导-"),
        ["青禾市2024年度政务公开工作评估总报告.pdf", "青禾市2024年度政务公开工作评估情况通报.pdf",]
    );
    assert_eq!(zip("公开-"), ["青禾市2024年度政务公开工作评估报告（公开版）.pdf"]);
    // The office keeps everything, with the copies that can be edited.
    let kept: BTreeSet<String> = zip("办公室留存-").into_iter().collect();
    let made_papers = manifest(&city).documents.iter().map(|own| own.path.clone()).collect();
    assert_eq!(kept, made_papers);
    assert!(kept.iter().any(|path| ends_in(path, "docx")));

    // No unit's zip holds a paper of another one, or one that is not told to all, byte for byte.
    let entries = manifest(&city);
    for (path, bytes) in files(&made.folder) {
        let Some(name) = path.strip_prefix("各单位/") else { continue };
        let inside = unpacked(&bytes);
        let mut sorted = inside.clone();
        sorted.sort();
        assert!(inside == sorted, "{name} is sorted");
        let mut units = BTreeSet::new();
        for (file, bytes) in inside {
            let sum = crate::signoff::sha256(&bytes);
            let entry = entries.documents.iter().find(|own| own.sha256 == sum).unwrap();
            let kind = Kind::named(&entry.kind).unwrap();
            assert!(Recipient::Unit.may_have(kind), "{name}: {file}");
            assert!(!ends_in(&file, "docx"), "{name}: {file}");
            units.extend(entry.unit.clone());
        }
        assert_eq!(units.len(), 1, "{name}: {units:?}");
    }
}

#[test]
fn the_same_bytes_again_and_never_over_an_earlier_one() {
    let city = made();
    sign_all(&city);
    let first = granted(&city);
    let before = files(&first.folder);
    let again = granted(&city);
    assert_eq!(again, Made { again: true, ..first.clone() });
    // In another place too, whoever has other jobs.
    fs::remove_dir_all(city.output().join("release")).unwrap();
    let mut order = city.order();
    order.jobs = 1;
    let other = release(&order, &|_| {}).unwrap().made.unwrap();
    assert!(files(&other.folder) == before, "the same bytes");
    // One more act makes another 审签表, and so another release; the first stays as it was.
    act(&city, &signer("李四", Role::First), Act::Approve, "", &|path| path.starts_with("city/"));
    let second = granted(&city);
    assert_eq!((second.number, second.again), (2, false));
    assert!(files(&first.folder) == before);
    // One that somebody has bent is no longer this one.
    let bent = second.folder.join("sha256sums.txt");
    fs::remove_file(&bent).unwrap();
    fs::write(&bent, "x").unwrap();
    assert_eq!(granted(&city).number, 3);
    #[cfg(unix)]
    assert!(fs::metadata(first.folder.join("sha256sums.txt")).unwrap().permissions().readonly());
}

#[test]
fn checksums_and_zips_are_read_by_other_programs() {
    let city = made();
    sign_all(&city);
    let made = granted(&city);
    if can_prove("sha256sum", &["--version"]) {
        let mut check = Command::new("sha256sum");
        let checked = check.args(["-c", "--strict", "sha256sums.txt"]).current_dir(&made.folder);
        let output = checked.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let lines = String::from_utf8(output.stdout).unwrap().lines().count();
        assert_eq!(lines + 1, files(&made.folder).len());
    }
    if can_prove("python3", &["--version"]) {
        let script = "import sys, zipfile\n\
            for path in sys.argv[1:]:\n\
            \x20   own = zipfile.ZipFile(path)\n\
            \x20   assert own.testzip() is None\n\
            \x20   names = [info.filename for info in own.infolist()]\n\
            \x20   assert names == sorted(names, key=lambda name: name.encode())\n\
            \x20   for info in own.infolist():\n\
            \x20       assert info.filename.isascii() or info.flag_bits & 0x800, info.filename\n\
            \x20       assert info.date_time == (1980, 1, 1, 0, 0, 0)\n";
        let all = files(&made.folder);
        let zips = all.iter().map(|(path, _)| path).filter(|path| ends_in(path, "zip"));
        let zips: Vec<PathBuf> = zips.map(|path| made.folder.join(path)).collect();
        let read = Command::new("python3").arg("-c").arg(script).args(&zips).output().unwrap();
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        assert_eq!(zips.len(), 8 + 3);
    }
}

#[test]
fn what_must_not_circulate_cannot_be_sent() {
    let city = made();
    let settings = city.read("settings.toml");
    for (recipient, kind) in [
        ("units", "risk"),
        ("units", "city"),
        ("units", "workbook"),
        ("leaders", "unit"),
        ("public", "memo"),
        ("office", "guide"),
    ] {
        city.write("settings.toml", format!("{settings}\n[release]\n{recipient} = [\"{kind}\"]\n"));
        let report = city.check();
        assert_eq!(codes(&report)[0], "settings-choice", "{recipient} {kind}");
        let what = &report.findings[0].what;
        assert!(what.contains(&format!("release.{recipient}")) && what.contains(kind), "{what}");
        assert_eq!(refused(&city)[0].0, "data");
    }
    // What everybody is to have and is not open stays, and is told.
    let closed = "\n[release]\npublic = [\"public\", \"notice\"]\n";
    city.write("settings.toml", settings + closed);
    city.build();
    sign_all(&city);
    let released = released(&city);
    let withheld: Vec<_> = released.notes.iter().filter(|own| own.key == "withheld").collect();
    assert_eq!(withheld[0].lines, [path_of(&city, "notice", None)]);
    let all = contents(&released.made.unwrap());
    let (_, inside) = all.iter().find(|(path, _)| path.starts_with("公开-")).unwrap();
    assert_eq!(inside.len(), 1);
}

#[test]
fn what_moved_since_it_was_signed_stays() {
    let city = made();
    sign_all(&city);
    // Data that has moved on.
    city.replace("county-scores.csv", "东河县,A1,文件公开,36,36,", "东河县,A1,文件公开,35,35,");
    assert_eq!(refused(&city).iter().map(|own| own.0).collect::<Vec<_>>(), ["older"]);
    // One paper made again: the others are stale, and it has to be signed again.
    let mut order = city.order();
    order.units = vec!["东河县".to_owned()];
    order.only = vec!["unit".to_owned()];
    pipeline::build(&order, &|_| {}).unwrap();
    let blocks = refused(&city);
    assert_eq!(blocks.iter().map(|own| own.0).collect::<Vec<_>>(), ["stale", "changed"]);
    assert!(blocks[0].1.contains(&path_of(&city, "city", None)), "{blocks:?}");
    let unit = path_of(&city, "unit", Some("C01"));
    let line = format!(
        "{unit}（张三 2024-09-20 15:04 审签，此后文书内容不同、随附文件不同、数据或设置不同）"
    );
    assert_eq!(blocks[1].1, [line]);
    // Everything made again: what did not change is still signed.
    city.build();
    let blocks = refused(&city);
    assert_eq!(blocks.iter().map(|own| own.0).collect::<Vec<_>>(), ["changed"]);
    assert!(!blocks[0].1.iter().any(|line| line.contains("市教育局")), "{blocks:?}");
    sign_all(&city);
    assert_eq!(granted(&city).number, 1);
}

#[test]
fn a_bent_file_is_named() {
    let city = made();
    sign_all(&city);
    let unit = path_of(&city, "unit", Some("C02"));
    let path = city.output().join(ID).join(&unit);
    let bytes = fs::read(&path).unwrap();
    let mut bent = bytes.clone();
    bent[100] ^= 1;
    fs::write(&path, &bent).unwrap();
    let blocks = refused(&city);
    assert_eq!((blocks.len(), blocks[0].0, blocks[0].1.len()), (1, "altered", 1));
    assert!(blocks[0].1[0].contains(&unit), "{blocks:?}");
    fs::write(&path, &bytes).unwrap();
    let foreign = city.output().join(ID).join("units").join("通知.pdf");
    fs::write(&foreign, "x").unwrap();
    let blocks = refused(&city);
    assert!(blocks[0].0 == "altered" && blocks[0].1[0].contains("units/通知.pdf"), "{blocks:?}");
    fs::remove_file(foreign).unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!(refused(&city)[0].0, "altered");
    fs::write(&path, &bytes).unwrap();
    granted(&city);
}

#[test]
fn a_fault_in_a_drawing_keeps_its_paper() {
    let city = made();
    sign_all(&city);
    granted(&city);
    let memory = city.output().join("review").join(ID).join("preflight.json");
    // What was found is remembered with the paper.
    let found =
        r#"[{"code":"page-empty","severity":"error","document":"x.pdf","what":"w","todo":"t"}]"#;
    let text = fs::read_to_string(&memory).unwrap();
    fs::write(&memory, text.replacen("[]", found, 1)).unwrap();
    assert_eq!(refused(&city), [("preflight", vec!["x.pdf：w".to_owned()])]);
}

#[test]
fn papers_that_were_never_made_are_missed() {
    let city = City::copy(ID);
    city.reports_only();
    let mut order = city.order();
    order.units = vec!["东河县".to_owned()];
    pipeline::build(&order, &|_| {}).unwrap();
    sign_all(&city);
    let blocks = refused(&city);
    assert_eq!((blocks.len(), blocks[0].0, blocks[0].1.len()), (1, "missing", 8));
    assert_eq!(blocks[0].1[0], "西山县人民政府的单位评估报告");
    // Nobody needs to sign them: a note then.
    let settings = city.read("settings.toml");
    city.write("settings.toml", settings + "\n[review]\npapers = []\n");
    pipeline::build(&order, &|_| {}).unwrap();
    let released = released(&city);
    let keys: Vec<_> = released.notes.iter().map(|own| own.key).collect();
    assert!(keys.contains(&"none_required") && keys.contains(&"not_made"), "{keys:?}");
    assert_eq!(released.made.unwrap().number, 1);
}

#[test]
fn names_lead_nowhere() {
    let city = made();
    let units = city.read("units.csv");
    let units = units
        .replace("东河县人民政府,东河县,", "东河县人民政府,../../东\u{201C}河/县,")
        .replace("西山县人民政府,西山县,", "西山县人民政府,.. 𬭎山,");
    city.write("units.csv", units);
    let mut scores = city.read("county-scores.csv");
    scores = scores.replace("东河县,", "东河县人民政府,").replace("西山县,", "西山县人民政府,");
    city.write("county-scores.csv", scores);
    for file in fs::read_dir(city.data().join("registers")).unwrap().map(Result::unwrap) {
        let text = fs::read_to_string(file.path()).unwrap();
        let text = text.replace("东河县,", "东河县人民政府,").replace("西山县,", "西山县人民政府,");
        fs::write(file.path(), text).unwrap();
    }
    for file in ["self-scores.csv", "history.csv"] {
        let text = city.read(file);
        let text = text.replace("东河县,", "东河县人民政府,").replace("西山县,", "西山县人民政府,");
        city.write(file, text);
    }
    let report = city.build();
    assert!(!report.has_errors(), "{:?}", report.findings);
    sign_all(&city);
    let made = granted(&city);
    let names: Vec<String> = contents(&made).into_keys().collect();
    let end = "-2024年度政务公开工作评估文书.zip";
    for name in ["01-..／..／东\u{201C}河／县", "02-.. 𬭎山"] {
        assert!(names.contains(&format!("各单位/县（区）/{name}{end}")), "{names:?}");
    }
    let all = files(city.root());
    let outside = all.iter().filter(|(path, _)| ends_in(path, "zip"));
    assert!(outside.into_iter().all(|(path, _)| path.starts_with("output/release/registers/1/")));
}

#[test]
fn a_disk_that_fails_leaves_nothing() {
    let city = made();
    sign_all(&city);
    // A file where the folder of releases should be: refused on every system, for every user.
    let place = city.output().join("release");
    fs::write(&place, "x").unwrap();
    let failed = release(&city.order(), &|_| {}).unwrap_err();
    assert!([failure::WRITE_FAILED, failure::READ_FAILED].contains(&failed.code), "{failed:?}");
    assert_eq!(fs::read(&place).unwrap(), b"x");
    fs::remove_file(&place).unwrap();
    if !can_prove("strace", &["-qq", "-o", "/dev/null", "true"]) {
        return;
    }
    // Every third write of the release fails: the disk is full from there.
    let log = city.root().join("log");
    let run = |inject: &str| {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-e", "trace=pwrite64,write,fsync,rename", "-o"]).arg(&log);
        if !inject.is_empty() {
            command.args(["-e", inject]);
        }
        command.arg(env!("CARGO_BIN_EXE_make-reports")).arg("release");
        command.arg("--data").arg(city.data()).arg("--output").arg(city.output());
        command.arg("--fonts").arg(crate::support::repository("fonts"));
        command.output().unwrap()
    };
    let whole = run("");
    assert_eq!(whole.status.code(), Some(0), "{}", String::from_utf8_lossy(&whole.stderr));
    let expected = files(&place);
    let syncs = fs::read_to_string(&log).unwrap().matches("fsync(").count();
    for number in [syncs - 1, syncs - 3, syncs - 8] {
        fs::remove_dir_all(&place).unwrap();
        let output = run(&format!("inject=fsync:error=ENOSPC:when={number}"));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{number}: {said}");
        assert!(said.contains("disk-full"), "{said}");
        assert_eq!(files(&place), [], "{number}");
    }
    assert_eq!(run("").status.code(), Some(0));
    assert!(files(&place) == expected);
}

#[test]
fn a_long_list_is_cut_and_counted() {
    let city = made();
    let wording = Wording::new(&Templates::built_in()).unwrap();
    let lines = told(&released(&city), &wording);
    let first = lines.iter().position(|line| line.contains("份文书没有审签")).unwrap();
    let shown = lines[first + 1..].iter().take_while(|line| line.starts_with("  "));
    assert_eq!(shown.count(), 11, "{lines:#?}");
    assert!(lines[first + 11].contains("另有"), "{lines:#?}");
    assert_eq!(lines.last().unwrap(), "没有发出，什么也没有写。改好以上各项再运行。");
}
