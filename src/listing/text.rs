//! The list as text, for a terminal of 80 columns.

use serde::Serialize;
use serde_json::json;

use super::wrap::wrapped;
use super::{Counts, OfFile, by_file};
use crate::assets::Wording;
use crate::publish::SaidFinding;

/// Places of one finding that are named before the rest is only counted.
const MOST_PLACES: usize = 6;

/// One thing to mend, at one place or at several; or several of a kind without a place.
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
    /// What is wrong, in as many words as there are things of the kind.
    what: Vec<&'a str>,
    todo: &'a str,
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
        for entry in entries(group, wording) {
            text.push_str(&wrapped(&say("entry", json!(entry)), 2, 6));
            for what in &entry.what {
                text.push_str(&wrapped(&say("what", json!({ "what": what })), 6, 6));
            }
            text.push_str(&wrapped(&say("todo", json!(entry)), 6, 6));
        }
    }
    text
}

/// The entries of a file: the same words about several places are one entry, and so are findings
/// of one kind about a whole sheet or file.
fn entries<'a>(group: &OfFile<'a>, wording: &Wording) -> Vec<Entry<'a>> {
    let mut entries: Vec<(Entry<'a>, &SaidFinding)> = Vec::new();
    for found in &group.findings {
        let place = wording.say("program.list.place", found);
        let same = |(_, first): &&mut (Entry<'_>, &SaidFinding)| is_same(first, found);
        // Findings of a file stand sorted, so those to fold are mostly the last ones.
        if let Some((entry, first)) = entries.iter_mut().rev().find(same) {
            entry.total += 1;
            if first.what != found.what {
                entry.what.push(&found.what);
            } else if entry.places.len() < MOST_PLACES {
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
            what: vec![&found.what],
            todo: &found.todo,
        };
        entries.push((entry, found));
    }
    entries.into_iter().map(|(entry, _)| entry).collect()
}

/// Whether two findings go together: the same words about two places of one unit, or one kind of
/// thing about a whole sheet or file.
fn is_same(one: &SaidFinding, other: &SaidFinding) -> bool {
    let kind = |found: &SaidFinding| (found.code.clone(), found.sheet.clone(), found.todo.clone());
    let has_place = |found: &SaidFinding| found.cell.is_some() || found.line.is_some();
    let words = |found: &SaidFinding| (found.what.clone(), found.unit.clone());
    match (has_place(one), has_place(other)) {
        (true, true) => kind(one) == kind(other) && words(one) == words(other),
        (false, false) => kind(one) == kind(other) && one.what != other.what,
        _ => false,
    }
}
