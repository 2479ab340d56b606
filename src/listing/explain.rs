//! What `explain` says: a code's meaning, why it matters, before and after; or all codes.

use serde_json::json;

use super::wrap::{COLUMNS, cut, width, wrapped};
use crate::assets::Wording;
use crate::finding::{FAILURES, RULES, Rule, Severity, rule};
use crate::model::{comparable, nearest};

/// Groups of the catalogue, each with its first rule.
const GROUPS: &[(&str, Rule)] = &[
    ("files", rule::FILE_MISSING),
    ("settings", rule::SETTINGS_SYNTAX),
    ("units", rule::UNIT_INCOMPLETE),
    ("indicators", rule::INDICATOR_INCOMPLETE),
    ("scores", rule::SCORE_MISSING),
    ("registers", rule::CELL_MISSING),
    ("outcomes", rule::BONUS_STOPPED),
    ("revealed", rule::MEAN_REVEALS_UNIT),
    ("papers", rule::CHARACTER_FALLBACK),
];

/// Every code with its severity's key: rules first, then failures.
fn codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rules = RULES.iter().map(|rule| {
        let severity = match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        (rule.code, severity)
    });
    rules.chain(FAILURES.iter().map(|code| (*code, "failure")))
}

/// One code in full; for a code that there is not, what to say of that.
///
/// # Errors
/// The message when there is no such code.
pub fn explain(code: &str, wording: &Wording) -> Result<String, String> {
    let say = |key: &str, values| wording.say(&format!("program.explain.{key}"), values);
    let wanted = comparable(code.trim_matches(['［', '］', '[', ']']));
    let Some((code, severity)) = codes().find(|(known, _)| *known == wanted) else {
        let nearest = nearest(&wanted, codes().map(|(code, _)| code));
        return Err(say("unknown", json!({ "code": code, "nearest": nearest })));
    };
    let words = if severity == "failure" { "failures" } else { "findings" };
    let mut text = say("title", json!({ "code": code, "severity": severity }));
    text.push_str("\n\n");
    let parts = ["means", "why", "before", "after"].map(|part| ("explain", part));
    let said = ["what", "todo"].map(|part| (words, part));
    for (file, part) in parts.into_iter().chain(said) {
        let key = format!("{file}.{code}.{part}");
        if !wording.has(&key) {
            continue;
        }
        let head = say(part, json!({}));
        let indent = width(&head);
        let body = if file == "explain" { wording.say(&key, ()) } else { wording.pattern(&key) };
        for (at, line) in body.lines().enumerate() {
            let lead = if at == 0 { head.as_str() } else { "" };
            let first = if at == 0 { 0 } else { indent };
            text.push_str(&wrapped(&format!("{lead}{line}"), first, indent));
        }
    }
    Ok(text)
}

/// All codes, a line each, in the groups of the catalogue.
#[must_use]
pub fn overview(wording: &Wording) -> String {
    let say = |key: &str, values| wording.say(&format!("program.explain.{key}"), values);
    let longest = codes().map(|(code, _)| code.len()).max().unwrap_or_default();
    let mut text = String::new();
    let head = |text: &mut String, name: &str| {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&say("group", json!({ "name": name })));
        text.push('\n');
    };
    for (code, severity) in codes() {
        let group = GROUPS.iter().find(|(_, first)| first.code == code).map(|(name, _)| *name);
        let failures = FAILURES.first().filter(|first| **first == code).map(|_| "failures");
        if let Some(name) = group.or(failures) {
            head(&mut text, name);
        }
        let key = format!("explain.{code}.means");
        let means = if wording.has(&key) { wording.say(&key, ()) } else { String::new() };
        let first = means.split_inclusive('。').next().unwrap_or_default().trim_end_matches('。');
        let line = json!({
            "code": format!("{code:longest$}"),
            "severity": wording.say(&format!("program.severity.{severity}"), ()),
            "means": first,
        });
        text.push_str(cut(&say("line", line), COLUMNS).trim_end());
        text.push('\n');
    }
    text.push('\n');
    text.push_str(&say("end", json!({})));
    text.push('\n');
    text
}
