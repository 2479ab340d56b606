//! A process killed at any moment: nothing that it acknowledged is lost.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use make_reports::signoff::{Act, Signoffs, versions};
use rusqlite::Connection;

use super::{deed, document, first, manifest};
use crate::support::can_prove;

/// Names the folder in which [`signs_until_killed`] works.
const FOLDER: &str = "MAKE_REPORTS_SIGNS_IN";
/// How often it signs before it ends; for ever where nothing is said.
const TIMES_TO_SIGN: &str = "MAKE_REPORTS_SIGNS_TIMES";
const TIMES: usize = 20;
const CHILD: [&str; 4] =
    ["--exact", "signoff::crash::signs_until_killed", "--ignored", "--nocapture"];

/// No test: the process that [`nothing_acknowledged_is_lost`] kills. It makes one paper after the
/// other, signs it, and says so.
#[test]
#[ignore = "the process that another test kills"]
fn signs_until_killed() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let output = Path::new(&folder);
    let mut own = Signoffs::open(output, "small").unwrap();
    let mut seen = own.acts().unwrap().last().map(|own| own.id);
    let times = env::var(TIMES_TO_SIGN).map_or(i64::MAX, |times| times.parse().unwrap());
    let begin = seen.unwrap_or_default();
    for number in (begin..).take_while(|number| number - begin < times) {
        let bytes = format!("paper {number}");
        let paper = document("unit", Some("D01"), bytes.as_bytes());
        fs::write(output.join("small").join(&paper.path), &bytes).unwrap();
        let version = versions(&manifest(vec![paper])).remove(0);
        let reason = format!("意见{number}");
        let ids =
            own.record(&first("张三"), &[deed(Act::Return, &version, &reason, seen)]).unwrap();
        seen = Some(ids[0]);
        let mut out = std::io::stdout();
        writeln!(out, "\nsigned {} {} {reason}", ids[0], version.sha256).unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn nothing_acknowledged_is_lost() {
    let folder = new_folder();
    let mut acknowledged: BTreeMap<i64, (String, String)> = BTreeMap::new();
    for time in 0..TIMES {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(CHILD)
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut heard = 0;
        // Killed after another number of acts each time, in the midst of the next.
        while heard <= time % 7 {
            let line = lines.next().unwrap().unwrap();
            heard += usize::from(take(&line, &mut acknowledged));
        }
        std::thread::sleep(std::time::Duration::from_micros(700 * u64::try_from(time).unwrap()));
        child.kill().unwrap();
        // What it could still say counts as well.
        for line in lines.map_while(Result::ok) {
            take(&line, &mut acknowledged);
        }
        assert!(!child.wait().unwrap().success());
        holds(folder.path(), &acknowledged);
    }
    assert!(acknowledged.len() >= TIMES, "{}", acknowledged.len());
}

/// Takes an acknowledgement in, if a line is one.
fn take(line: &str, acknowledged: &mut BTreeMap<i64, (String, String)>) -> bool {
    let words: Vec<&str> = line.split(' ').collect();
    let ["signed", id, sha256, reason] = words[..] else { return false };
    acknowledged.insert(id.parse().unwrap(), (sha256.to_owned(), reason.to_owned()));
    true
}

fn holds(folder: &Path, acknowledged: &BTreeMap<i64, (String, String)>) {
    let own = Signoffs::open(folder, "small").unwrap();
    let acts = own.acts().unwrap();
    let ids: Vec<i64> = acts.iter().map(|own| own.id).collect();
    assert_eq!(ids, (1..=i64::try_from(acts.len()).unwrap()).collect::<Vec<_>>());
    for act in &acts {
        // Whatever is told of has its bytes, acknowledged or not.
        let bytes = own.version(&act.version.sha256).unwrap();
        assert_eq!(bytes, act.reason.replace("意见", "paper ").into_bytes());
    }
    for (id, (sha256, reason)) in acknowledged {
        let act = &acts[usize::try_from(*id).unwrap() - 1];
        assert_eq!((&act.version.sha256, &act.reason), (sha256, reason));
    }
    let raw = Connection::open(folder.join("review/small/signoff.sqlite")).unwrap();
    let whole: String = raw.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(whole, "ok");
}

/// The process that signs twice in a folder, under strace.
fn strace(folder: &Path, what: &str, log: &Path) -> Command {
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(log).args(["-e", what]);
    command.arg(env::current_exe().unwrap()).args(CHILD).arg("--test-threads=1");
    command.env(FOLDER, folder).env(TIMES_TO_SIGN, "2");
    command
}

/// A new output folder.
fn new_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("small/unit")).unwrap();
    folder
}

/// The calls from the first folder of sign-offs on: name, and its number among the thread's calls
/// of that name.
fn calls() -> Vec<(String, usize)> {
    let folder = new_folder();
    let log = folder.path().join("strace.log");
    assert!(strace(folder.path(), "trace=%file,%desc", &log).output().unwrap().status.success());
    let log = fs::read_to_string(log).unwrap();
    let begin = log.lines().find(|line| line.contains("/review/")).unwrap();
    let thread = begin.split_whitespace().next().unwrap().to_owned();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let (mut calls, mut is_own) = (Vec::new(), false);
    for line in log.lines().filter(|line| line.starts_with(&thread)) {
        let Some((name, _)) = line[thread.len()..].trim_start().split_once('(') else { continue };
        let count = counts.entry(name.to_owned()).or_default();
        *count += 1;
        is_own |= line.contains("/review/");
        let on_disk = ["openat", "write", "pwrite64", "fsync", "fdatasync", "rename", "unlink"];
        if is_own && (on_disk.contains(&name) || name.starts_with("mkdir")) {
            calls.push((name.to_owned(), *count));
        }
    }
    calls
}

#[test]
fn killed_at_any_call_what_was_acknowledged_is_there() {
    if !can_prove("strace", &["-qq", "-o", "/dev/null", "true"]) {
        return;
    }
    let calls = calls();
    assert!(calls.len() > 50, "{calls:?}");
    let heard = |out: &[u8]| {
        let mut acknowledged = BTreeMap::new();
        for line in String::from_utf8_lossy(out).lines() {
            take(line, &mut acknowledged);
        }
        acknowledged
    };
    let mut told = [0; 3];
    for (name, number) in &calls {
        let folder = new_folder();
        let log = folder.path().join("strace.log");
        let inject = format!("inject={name}:signal=KILL:when={number}");
        let run = strace(folder.path(), &inject, &log).output().unwrap();
        assert!(!run.status.success(), "{name} {number} was not killed");
        let acknowledged = heard(&run.stdout);
        holds(folder.path(), &acknowledged);
        told[acknowledged.len()] += 1;
        // And one can go on signing.
        let mut next = Command::new(env::current_exe().unwrap());
        next.args(CHILD).env(FOLDER, folder.path()).env(TIMES_TO_SIGN, "1");
        let run = next.output().unwrap();
        assert!(run.status.success(), "{name} {number}");
        holds(folder.path(), &heard(&run.stdout));
    }
    assert!(told[0] > 10 && told[1] > 10, "{told:?}");
    // A disk that is full or refuses leaves what was there.
    for (name, error) in [("pwrite64", "ENOSPC"), ("fdatasync", "EIO"), ("fsync", "EIO")] {
        let own = calls.iter().filter(|(call, _)| call == name).map(|(_, number)| *number);
        for number in own.collect::<Vec<_>>() {
            let folder = new_folder();
            let log = folder.path().join("strace.log");
            let inject = format!("inject={name}:error={error}:when={number}");
            let run = strace(folder.path(), &inject, &log).output().unwrap();
            holds(folder.path(), &heard(&run.stdout));
        }
    }
}
