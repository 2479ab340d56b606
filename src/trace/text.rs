//! A trace as lines of text.

use std::collections::BTreeMap;

use super::{Trace, TraceCell, TracePart};
use crate::assets::Wording;

/// Says a text of `wording/trace.toml` with its values.
type Say<'a> = dyn Fn(&str, &[(&str, &str)]) -> String + 'a;

/// The most parts that are printed.
const MOST_PARTS: usize = 60;

/// A trace in lines: what it is, how it is calculated, and what it is made of.
#[must_use]
pub fn text(trace: &Trace, wording: &Wording) -> String {
    let say = |key: &str, values: &[(&str, &str)]| {
        let values: BTreeMap<&str, &str> = values.iter().copied().collect();
        wording.say(&format!("trace.text.{key}"), values)
    };
    let texts = trace.texts.join(" / ");
    let exact = trace.exact.as_deref().unwrap_or_default();
    let mut lines = vec![
        say("head", &[("name", &trace.name), ("key", &trace.key)]),
        say("value", &[("texts", &texts), ("exact", exact)]),
        say("how", &[("how", &trace.how)]),
    ];
    for step in &trace.steps {
        let values = [
            ("rule", step.rule.as_str()),
            ("item", &step.item),
            ("formula", &step.formula),
            ("value", &step.value),
        ];
        lines.push(say("step", &values));
    }
    lines.extend(trace.cells.iter().map(|cell| said_cell(cell, "cell", &say)));
    for part in trace.parts.iter().take(MOST_PARTS) {
        lines.extend(said_part(part, &say));
    }
    if let Some(more) = trace.parts.len().checked_sub(MOST_PARTS).filter(|more| *more > 0) {
        lines.push(say("more", &[("count", &more.to_string())]));
    }
    if let Some(table) = &trace.table {
        lines.push(say("table", &[("table", table)]));
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n") + "\n"
}

/// Which figures words could mean.
#[must_use]
pub fn unclear(
    words: &str,
    likely: &[(String, String)],
    count: usize,
    wording: &Wording,
) -> String {
    let say = |key: &str, values: &[(&str, String)]| {
        let values: BTreeMap<&str, &String> =
            values.iter().map(|(name, own)| (*name, own)).collect();
        wording.say(&format!("trace.text.{key}"), values)
    };
    let shown = likely.len();
    let more = if count > shown { "1" } else { "" };
    let values = [
        ("words", words.to_owned()),
        ("count", count.to_string()),
        ("shown", shown.to_string()),
        ("more", more.to_owned()),
    ];
    let candidate = |(key, name): &(String, String)| {
        say("candidate", &[("key", key.clone()), ("name", name.clone())])
    };
    let lines = std::iter::once(say("unclear", &values)).chain(likely.iter().map(candidate));
    lines.collect::<Vec<_>>().join("\n")
}

fn said_part(part: &TracePart, say: &Say<'_>) -> Vec<String> {
    let key = part.key.as_deref().unwrap_or_default();
    let line = say("part", &[("name", &part.name), ("value", &part.value), ("key", key)]);
    let cells = part.cells.iter().map(|cell| said_cell(cell, "part_cell", say));
    std::iter::once(line).chain(cells).collect()
}

fn said_cell(cell: &TraceCell, key: &str, say: &Say<'_>) -> String {
    say(key, &[("place", &cell.place), ("head", &cell.head), ("text", &cell.text)])
}
