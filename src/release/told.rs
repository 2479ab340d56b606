//! A release in words.

use serde_json::json;

use super::{Group, Released};
use crate::assets::Wording;

/// Lines of a group that are told; the rest is counted.
const MOST_LINES: usize = 10;

/// What the program says about a release: what is in the way, what is to be noted, what was made.
#[must_use]
pub fn told(released: &Released, wording: &Wording) -> Vec<String> {
    let mut lines = Vec::new();
    for group in &released.blocks {
        tell("block", group, wording, &mut lines);
    }
    for group in &released.notes {
        tell("note", group, wording, &mut lines);
    }
    let last = match &released.made {
        None => wording.say("release.refused", ()),
        Some(made) => {
            let said = json!({
                "number": made.number,
                "path": made.folder.display().to_string(),
                "parcels": made.parcels,
                "papers": made.papers,
            });
            wording.say(if made.again { "release.again" } else { "release.done" }, said)
        }
    };
    lines.push(last);
    lines
}

fn tell(kind: &str, group: &Group, wording: &Wording, lines: &mut Vec<String>) {
    let head = json!({ "count": group.lines.len() });
    lines.push(wording.say(&format!("release.{kind}.{}", group.key), head));
    let shown = group.lines.iter().take(MOST_LINES);
    lines.extend(shown.map(|line| format!("  {line}")));
    if let Some(more) = group.lines.len().checked_sub(MOST_LINES).filter(|more| *more > 0) {
        lines.push(format!("  {}", wording.say("release.more", json!({ "count": more }))));
    }
}
