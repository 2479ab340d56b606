//! The program is killed between a click and its answer: what was acknowledged is there.

use std::time::Duration;

use make_reports::signoff::Signoffs;
use serde_json::json;

use super::{ID, city, deed, paper, stand};
use crate::served::status;

/// How often it is killed.
const TIMES: u64 = 200;
/// Longest time from click to kill, in millionths of a second: an answer takes less.
const LATEST: u64 = 12_000;

#[test]
fn nothing_acknowledged_is_lost() {
    let city = city();
    let mut acknowledged = Vec::new();
    let mut cut = 0;
    for time in 0..TIMES {
        let mut served = stand(&city);
        let own = paper(&served.json("papers"), Some("C01"));
        let reason = format!("意见{time}");
        let body =
            json!({ "who": "张三", "role": "first", "deeds": [deed("return", &own, &reason)] });
        let request = served.post("acts", &body);
        let pid = served.program.id();
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_micros(time * LATEST / TIMES));
            kill(pid);
        });
        let answer = served.sent(&request).filter(|(head, _)| status(head) == 200);
        killer.join().unwrap();
        assert!(!served.program.wait().unwrap().success());
        match answer.and_then(|(_, body)| serde_json::from_slice::<serde_json::Value>(&body).ok()) {
            Some(said) => acknowledged.push((said["ids"][0].as_i64().unwrap(), reason)),
            None => cut += 1,
        }
    }
    // Some were answered and some were not: it was killed on both sides of the answer.
    assert!(!acknowledged.is_empty() && cut > 0, "{} answered, {cut} not", acknowledged.len());
    let signoffs = Signoffs::open(&city.output(), ID).unwrap();
    let acts = signoffs.acts().unwrap();
    for (id, reason) in &acknowledged {
        let own = acts.iter().find(|own| own.id == *id).unwrap();
        assert_eq!(&own.reason, reason);
        signoffs.version(&own.version.sha256).unwrap();
    }
    // Whatever is told beside was asked for, once.
    assert!(acts.len() <= usize::try_from(TIMES).unwrap());
    let mut reasons: Vec<&str> = acts.iter().map(|own| own.reason.as_str()).collect();
    reasons.sort_unstable();
    reasons.dedup();
    assert_eq!(reasons.len(), acts.len());
}

/// As a power cut does: without a word.
fn kill(pid: u32) {
    let done = std::process::Command::new("kill").args(["-KILL", &pid.to_string()]).status();
    assert!(done.unwrap().success());
}
