//! Characters in the tables that the fonts of papers lack.

use std::collections::BTreeSet;

use crate::assets::Setting;
use crate::finding::{Finding, rule};
use crate::load::RawTable;

/// Reports each character that the first font lacks, at the first cell that holds it.
pub(super) fn check(
    table: &RawTable,
    setting: &dyn Fn(char) -> Setting,
    seen: &mut BTreeSet<char>,
    findings: &mut Vec<Finding>,
) {
    for position in 0..table.columns().len() {
        for line in 0..table.len() {
            let text = table.cell(line, position).unwrap_or("");
            if text.is_ascii() {
                continue;
            }
            for character in text.chars() {
                if character.is_control() || !seen.insert(character) {
                    continue;
                }
                let rule = match setting(character) {
                    Setting::Named => continue,
                    Setting::Fallback => rule::CHARACTER_FALLBACK,
                    Setting::Missing => rule::CHARACTER_MISSING,
                };
                let found = Finding::new(rule, table.place(line, Some(position)))
                    .with("character", character)
                    .with("code_point", format!("U+{:04X}", u32::from(character)));
                findings.push(found);
            }
        }
    }
}
