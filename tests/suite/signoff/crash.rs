//! A process killed at any moment: nothing that it acknowledged is lost.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use make_reports::signoff::{Act, Signoffs, versions};
use rusqlite::Connection;

use super::{deed, document, first, manifest};

/// Names the folder in which [`signs_until_killed`] works.
const FOLDER: &str = "MAKE_REPORTS_SIGNS_IN";
const TIMES: usize = 20;

/// No test: the process that [`nothing_acknowledged_is_lost`] kills. It makes one paper after the
/// other, signs it, and says so.
#[test]
#[ignore = "the process that another test kills"]
fn signs_until_killed() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let output = Path::new(&folder);
    let mut own = Signoffs::open(output, "small").unwrap();
    let mut seen = own.acts().unwrap().last().map(|own| own.id);
    for number in seen.unwrap_or_default().. {
        let bytes = format!("paper {number}");
        let paper = document("unit", Some("D01"), bytes.as_bytes());
        fs::write(output.join("small").join(&paper.path), &bytes).unwrap();
        let version = versions(&manifest(vec![paper])).remove(0);
        let reason = format!("意见{number}");
        let ids = own.record(&first("张三"), &[deed(Act::Return, &version, &reason, seen)]).unwrap();
        seen = Some(ids[0]);
        let mut out = std::io::stdout();
        writeln!(out, "\nsigned {} {} {reason}", ids[0], version.sha256).unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn nothing_acknowledged_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("small/unit")).unwrap();
    let mut acknowledged: BTreeMap<i64, (String, String)> = BTreeMap::new();
    for time in 0..TIMES {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "signoff::crash::signs_until_killed", "--ignored", "--nocapture"])
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
