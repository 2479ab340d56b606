//! Characters as they are printed: Chinese marks in running text, and 〓, with a finding, for a
//! character that no named font has.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::Value;

use crate::assets::{Coverage, Setting};
use crate::model::with_chinese_marks;

/// What stands in place of a character that no font has (GB/T 9704 offices use 〓 for it).
const GETA: char = '〓';

/// Gives every text of `data` the marks of running text; keys of figures stay.
pub(super) fn set_marks(data: &mut Value) {
    match data {
        Value::String(text) => {
            if let Cow::Owned(shown) = with_chinese_marks(text) {
                *text = shown;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(set_marks),
        Value::Object(entries) => {
            let texts = entries.iter_mut().filter(|(name, _)| *name != "key");
            texts.for_each(|(_, entry)| set_marks(entry));
        }
        _ => {}
    }
}

/// Replaces characters that no font has, and control characters, in every text of `data`; gives
/// the characters replaced.
pub(super) fn replace_missing(data: &mut Value, coverage: &Coverage) -> BTreeSet<char> {
    let mut missing = BTreeSet::new();
    walk(data, coverage, &mut missing);
    missing
}

fn walk(value: &mut Value, coverage: &Coverage, missing: &mut BTreeSet<char>) {
    match value {
        Value::String(text)
            if !text.is_ascii() || text.bytes().any(|byte| byte.is_ascii_control()) =>
        {
            *text = replaced(text, coverage, missing);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, coverage, missing)),
        Value::Object(entries) => {
            entries.values_mut().for_each(|entry| walk(entry, coverage, missing));
        }
        _ => {}
    }
}

fn replaced(text: &str, coverage: &Coverage, missing: &mut BTreeSet<char>) -> String {
    let set = |character: char| match character {
        '\n' => Some('\n'),
        '\t' => Some(' '),
        _ if character.is_control() || crate::model::is_invisible(character) => None,
        _ if coverage.setting(character) == Setting::Missing => {
            missing.insert(character);
            Some(GETA)
        }
        _ => Some(character),
    };
    text.chars().filter_map(set).collect()
}
