//! Characters in the tables that the fonts of papers lack.

use std::collections::BTreeSet;

use polars::prelude::StringChunked;

use crate::assets::Setting;
use crate::crew::Crew;
use crate::finding::{Finding, rule};
use crate::load::RawTable;

/// Characters that were looked at: a bit for each, for the texts of millions of cells.
struct Seen(Vec<u64>);

impl Seen {
    /// None yet.
    fn new() -> Self {
        Self(vec![0; char::MAX as usize / 64 + 1])
    }

    /// Whether a character is met for the first time.
    fn is_first(&mut self, character: char) -> bool {
        let at = character as usize;
        let (word, bit) = (&mut self.0[at / 64], 1 << (at % 64));
        let first = *word & bit == 0;
        *word |= bit;
        first
    }
}

/// Reports each character that the first font lacks, at the first cell that holds it. A worker
/// reads a column.
pub(super) fn check(
    tables: &[&RawTable],
    setting: &(dyn Fn(char) -> Setting + Sync),
    crew: Crew,
) -> Vec<Finding> {
    let columns = tables.iter().flat_map(|table| {
        let positions = 0..table.columns().len();
        positions.filter_map(|position| Some((*table, position, table.texts(position)?)))
    });
    let columns: Vec<(&RawTable, usize, &StringChunked)> = columns.collect();
    let lacking = crew.map(columns.len(), |at| lacking(columns[at].2, setting));
    let (mut told, mut findings) = (BTreeSet::new(), Vec::new());
    for ((table, position, _), lacking) in columns.iter().zip(lacking) {
        for (character, line) in lacking.into_iter().filter(|own| told.insert(own.0)) {
            let rule = match setting(character) {
                Setting::Named => continue,
                Setting::Fallback => rule::CHARACTER_FALLBACK,
                Setting::Missing => rule::CHARACTER_MISSING,
            };
            let found = Finding::new(rule, table.place(line, Some(*position)))
                .with("character", character)
                .with("code_point", format!("U+{:04X}", u32::from(character)));
            findings.push(found);
        }
    }
    findings
}

/// Characters of a column that the first font lacks, each with its first line.
fn lacking(texts: &StringChunked, setting: &dyn Fn(char) -> Setting) -> Vec<(char, usize)> {
    let (mut seen, mut lacking) = (Seen::new(), Vec::new());
    for (line, text) in texts.iter().enumerate() {
        let text = text.unwrap_or("");
        if text.is_ascii() {
            continue;
        }
        for character in text.chars() {
            if !character.is_control()
                && seen.is_first(character)
                && setting(character) != Setting::Named
            {
                lacking.push((character, line));
            }
        }
    }
    lacking
}
