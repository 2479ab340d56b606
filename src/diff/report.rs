//! What differs, in lines for the terminal and as a page for the browser.

use std::collections::BTreeMap;

use minijinja::{Environment, UndefinedBehavior, context};

use super::Difference;
use crate::assets::Wording;

/// Stands in every report, so that a later one may replace it.
pub(super) const MARK: &str = "name=\"generator\" content=\"make-reports diff\"";

const PAGE: &str = include_str!("page.html");

/// What a pattern of words has in place of a value.
const BLANK: char = '\u{2026}';

/// Rows of one kind that the page lists before the rest is counted.
const MOST_ROWS: usize = 400;

/// Figures of one paper that the page lists before the rest is counted.
const MOST_FIGURES: usize = 60;

/// The page: words from `wording/diff.toml`, everything escaped, no script.
pub(super) fn page(difference: &Difference, wording: &Wording) -> String {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let words: BTreeMap<String, String> = wording
        .keys()
        .filter_map(|key| key.strip_prefix("diff.page."))
        .map(|key| (key.to_owned(), wording.pattern(&format!("diff.page.{key}"))))
        .collect();
    let say = wording_of(wording);
    environment.add_function("say", say);
    let values = context! { d => minijinja::Value::from(minijinja::value::Serde(difference)), w => words, most => MOST_ROWS, figures => MOST_FIGURES };
    // The template is our own and tested: it always parses.
    let drawn = environment
        .add_template("page.html", PAGE)
        .and_then(|()| environment.get_template("page.html")?.render(values));
    drawn.unwrap_or_else(|error| error.to_string())
}

/// Says a counted text of the page.
fn wording_of(wording: &Wording) -> impl Fn(String, u64) -> String + Send + Sync + 'static {
    let texts: BTreeMap<String, String> = wording
        .keys()
        .filter_map(|key| key.strip_prefix("diff.count."))
        .map(|key| (key.to_owned(), wording.pattern(&format!("diff.count.{key}"))))
        .collect();
    move |key: String, count: u64| {
        texts.get(&key).map(|text| text.replace(BLANK, &count.to_string())).unwrap_or(key)
    }
}

/// Lines of units that the terminal shows before the rest is counted.
const MOST_LINES: usize = 10;

/// What differs in short lines.
#[must_use]
pub fn text(difference: &Difference, wording: &Wording) -> String {
    let say = |key: &str, values: BTreeMap<&str, String>| {
        wording.say(&format!("diff.text.{key}"), values)
    };
    if difference.same {
        let count = difference.documents.same.to_string();
        let papers_only = if difference.moved.unknown { "1" } else { "" };
        let values = [("count", count), ("papers_only", papers_only.to_owned())];
        return say("same", values.into()) + "\n";
    }
    let (documents, moved) = (&difference.documents, &difference.moved);
    let mut lines = Vec::new();
    for own in &difference.run {
        let values = [("what", &own.what), ("old", &own.old), ("new", &own.new)];
        lines.push(say("run", values.map(|(name, text)| (name, text.clone())).into()));
    }
    if !difference.inputs.is_empty() {
        let files: Vec<&str> = difference.inputs.iter().map(|own| own.path.as_str()).collect();
        let values = [
            ("count", files.len().to_string()),
            ("files", files.join(&wording.say("diff.text.comma", ()))),
        ];
        lines.push(say("inputs", values.into()));
    }
    let counts = [
        ("added", documents.added.len()),
        ("removed", documents.removed.len()),
        ("changed", documents.changed.len()),
        ("same", documents.same),
        ("copies", documents.copies),
    ];
    lines.push(say("documents", counts.map(|(name, own)| (name, own.to_string())).into()));
    if moved.unknown {
        lines.push(say("unknown", BTreeMap::new()));
    }
    let counts = [
        ("totals", moved.total_count),
        ("ranks", moved.rank_count),
        ("grades", moved.grade_count),
        ("inputs", moved.inputs.len()),
    ];
    lines.push(say("moved", counts.map(|(name, own)| (name, own.to_string())).into()));
    for own in moved.totals.iter().take(MOST_LINES) {
        let [[total, new_total], [rank, new_rank], [grade, new_grade]] = own.values.clone();
        let values = [
            ("name", own.name.clone()),
            ("how", own.how.to_owned()),
            ("total", total),
            ("new_total", new_total),
            ("rank", rank),
            ("new_rank", new_rank),
            ("grade", grade),
            ("new_grade", new_grade),
        ];
        lines.push(say("unit", values.into()));
    }
    for own in moved.inputs.iter().take(MOST_LINES) {
        let values = [
            ("name", own.name.clone()),
            ("item", own.item.clone()),
            ("what", own.what.clone()),
            ("old", own.old.clone()),
            ("new", own.new.clone()),
            ("place", own.place.clone()),
        ];
        lines.push(say("input", values.into()));
    }
    let more = |count: usize| count.saturating_sub(MOST_LINES);
    let left = more(moved.totals.len()) + more(moved.inputs.len());
    if left > 0 {
        lines.push(say("more", BTreeMap::from([("count", left.to_string())])));
    }
    lines.join("\n") + "\n"
}
