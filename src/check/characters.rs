//! Characters in the tables that the fonts of papers lack.

use crate::assets::Setting;
use crate::finding::{Finding, rule};
use crate::load::RawTable;

/// Characters that were looked at: a bit for each, for the texts of millions of cells.
pub(super) struct Seen(Vec<u64>);

impl Seen {
    /// None yet.
    pub(super) fn new() -> Self {
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

/// Reports each character that the first font lacks, at the first cell that holds it.
pub(super) fn check(
    table: &RawTable,
    setting: &dyn Fn(char) -> Setting,
    seen: &mut Seen,
    findings: &mut Vec<Finding>,
) {
    for position in 0..table.columns().len() {
        let texts = table.texts(position).into_iter().flat_map(polars::prelude::ChunkedArray::iter);
        for (line, text) in texts.enumerate() {
            let text = text.unwrap_or("");
            if text.is_ascii() {
                continue;
            }
            for character in text.chars() {
                if character.is_control() || !seen.is_first(character) {
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
