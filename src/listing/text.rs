//! The list as text, for a terminal of 80 columns.

use std::collections::HashMap;

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
    let mut known: HashMap<Alike<'_>, Vec<usize>> = HashMap::new();
    for found in &group.findings {
        let place = wording.say("program.list.place", found);
        let alike = known.entry(alike(found)).or_default();
        // Of things without a place the same words are told twice.
        let same = |at: &&usize| has_place(found) || entries[**at].1.what != found.what;
        if let Some(at) = alike.iter().rev().find(same) {
            let (entry, first) = &mut entries[*at];
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
        alike.push(entries.len());
        entries.push((entry, found));
    }
    entries.into_iter().map(|(entry, _)| entry).collect()
}

/// What findings have in common that go together: the same words about places of one unit, or the
/// kind of thing about a whole sheet or file.
type Alike<'a> = (&'a str, Option<&'a str>, &'a str, Option<(&'a str, Option<&'a str>)>);

fn alike(found: &SaidFinding) -> Alike<'_> {
    let words = has_place(found).then_some((found.what.as_str(), found.unit.as_deref()));
    (&found.code, found.sheet.as_deref(), &found.todo, words)
}

fn has_place(found: &SaidFinding) -> bool {
    found.cell.is_some() || found.line.is_some()
}
