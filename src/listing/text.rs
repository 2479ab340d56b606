//! The list as text, for a terminal of 80 columns.

use serde::Serialize;
use serde_json::json;

use super::wrap::wrapped;
use super::{Counts, OfFile, by_file};
use crate::assets::Wording;
use crate::publish::SaidFinding;

/// Places of one finding that are named before the rest is only counted.
const MOST_PLACES: usize = 6;

/// One thing to mend, at one place or at several.
#[derive(Debug, Serialize)]
struct Entry<'a> {
    severity: String,
    code: &'a str,
    sheet: Option<&'a str>,
    places: Vec<String>,
    /// Whether there are more places than are named.
    more: bool,
    total: usize,
    /// The unit, where the words do not name it.
    unit: Option<&'a str>,
}

/// The findings of a run over `units` units and `files` files.
#[must_use]
pub fn text(findings: &[SaidFinding], units: usize, files: usize, wording: &Wording) -> String {
    let say = |key: &str, values| wording.say(&format!("program.list.{key}"), values);
    let counts = Counts::of(findings.iter());
    let groups = by_file(findings);
    let head = json!({
        "total": counts.total(),
        "counts": say("counts", json!(counts)),
        "places": groups.len(),
        "units": units,
        "files": files,
    });
    let mut text = wrapped(&say("head", head), 0, 0);
    for group in &groups {
        text.push('\n');
        let counts = Counts::of(group.findings.iter().copied());
        let head = json!({ "file": group.file, "counts": say("counts", json!(counts)) });
        text.push_str(&wrapped(&say("file", head), 0, 2));
        for (entry, found) in entries(group, wording) {
            text.push_str(&wrapped(&say("entry", json!(entry)), 2, 6));
            for key in ["what", "todo"] {
                text.push_str(&wrapped(&say(key, json!(found)), 6, 6));
            }
        }
    }
    text
}

/// The entries of a file: the same words about several places are one entry.
fn entries<'a>(group: &OfFile<'a>, wording: &Wording) -> Vec<(Entry<'a>, &'a SaidFinding)> {
    let mut entries: Vec<(Entry<'a>, &'a SaidFinding)> = Vec::new();
    for found in &group.findings {
        let place = wording.say("program.list.place", found);
        let same = |(_, first): &&mut (Entry<'_>, &SaidFinding)| is_same(first, found);
        // Findings of a file stand sorted, so those to fold are mostly the last ones.
        if let Some((entry, _)) = entries.iter_mut().rev().find(same) {
            entry.total += 1;
            if entry.places.len() < MOST_PLACES {
                entry.places.push(place);
            } else {
                entry.more = true;
            }
            continue;
        }
        let unit = found.unit.as_deref().filter(|unit| !found.what.contains(unit));
        let entry = Entry {
            severity: wording.say(&format!("program.severity.{}", found.severity), ()),
            code: &found.code,
            sheet: found.sheet.as_deref(),
            places: Some(place).filter(|place| !place.is_empty()).into_iter().collect(),
            more: false,
            total: 1,
            unit,
        };
        entries.push((entry, found));
    }
    entries
}

/// Whether two findings say the same of two places.
fn is_same(one: &SaidFinding, other: &SaidFinding) -> bool {
    let has_place = |found: &SaidFinding| found.cell.is_some() || found.line.is_some();
    let words = |found: &SaidFinding| (found.code.clone(), found.what.clone(), found.unit.clone());
    has_place(one) && has_place(other) && one.sheet == other.sheet && words(one) == words(other)
}
