//! Reasons that may be told to everybody: they name no unit and lead to none.

use aho_corasick::AhoCorasick;

use super::super::Subject;

/// Characters of a short name up to which two of it in a row already say whose it is.
const SHORT_NAME: usize = 5;

/// Digits in a row that may be somebody's telephone.
const TELEPHONE: usize = 7;

/// Opening signs of titles and document numbers, 《 and 〔: a document tells whose it is.
const DOCUMENTS: [char; 2] = ['\u{300A}', '\u{3014}'];

/// Knows the names of all units.
pub(super) struct Anonymity {
    /// None when no automaton can be made: then nothing passes.
    names: Option<AhoCorasick>,
}

impl Anonymity {
    /// Pieces of every name: two characters in a row of a short one, three of any.
    pub(super) fn new(subjects: &[Subject<'_>]) -> Self {
        let units = || subjects.iter().flat_map(|subject| &subject.class.units);
        let names =
            units().flat_map(|unit| [&unit.name, &unit.short].into_iter().chain(&unit.aliases));
        // Of a code only the whole says anything, where it is more than a number in a list.
        let codes = units().map(|unit| unit.code.clone());
        let mut pieces: Vec<String> = codes.filter(|code| code.len() > 2).collect();
        for name in names {
            let signs: Vec<char> = name.chars().filter(|sign| !sign.is_whitespace()).collect();
            let long = if signs.len() <= SHORT_NAME { 2 } else { 3 };
            pieces.extend(signs.windows(long).map(|piece| piece.iter().collect::<String>()));
            if signs.len() < long && !signs.is_empty() {
                pieces.push(signs.iter().collect());
            }
        }
        pieces.sort_unstable();
        pieces.dedup();
        Self { names: AhoCorasick::new(&pieces).ok() }
    }

    /// Whether a reason holds no piece of a unit's name, no link, no document and no number that
    /// may be a telephone.
    pub(super) fn keeps(&self, reason: &str) -> bool {
        let plain: String = reason.chars().filter(|sign| !sign.is_whitespace()).collect();
        let named = self.names.as_ref().is_none_or(|names| names.is_match(&plain));
        let document = plain.contains(DOCUMENTS);
        !named && !document && !has_address(&plain) && !has_telephone(&plain)
    }
}

/// Whether there is a dot or an at sign between letters, or a scheme: a link or a mail address.
fn has_address(text: &str) -> bool {
    let signs: Vec<char> = text.chars().collect();
    let letter = |sign: char| sign.is_ascii_alphanumeric();
    let dotted = signs
        .windows(3)
        .any(|own| letter(own[0]) && matches!(own[1], '.' | '@') && own[2].is_ascii_alphabetic());
    dotted || text.contains("://")
}

fn has_telephone(text: &str) -> bool {
    let mut row = 0;
    text.chars().filter(|sign| *sign != '-').any(|sign| {
        row = if sign.is_ascii_digit() { row + 1 } else { 0 };
        row >= TELEPHONE
    })
}
