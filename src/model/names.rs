//! Names: how they are compared, and the nearest known one.

/// A name as it is compared: no white space, full-width brackets and digits as half-width ones,
/// letters in lower case. Papers print names as they are written.
#[must_use]
pub fn comparable(name: &str) -> String {
    name.chars()
        .filter(|character| !character.is_whitespace() && !is_invisible(*character))
        .map(half_width)
        .flat_map(char::to_lowercase)
        .collect()
}

/// The half-width form of a full-width ASCII character; every other character as it is.
#[must_use]
pub fn half_width(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character)
        }
        '\u{3000}' => ' ',
        _ => character,
    }
}

/// Characters that take no room and that copying leaves behind: byte order mark, zero width.
#[must_use]
pub fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
}

/// The known name that is nearest to `name`, when any is near enough to be meant.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|candidate| (strsim::normalized_damerau_levenshtein(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= 0.4)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, candidate)| candidate)
}

/// Whether a character is Han, or the round zero that is written among them.
#[must_use]
pub fn is_han(character: char) -> bool {
    matches!(u32::from(character), 0x3007 | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_without_width_and_space() {
        assert_eq!(comparable(" 市 教育局（本级）\u{200B}"), "市教育局(本级)");
        assert_eq!(comparable("ＡＢ１"), "ab1");
    }

    #[test]
    fn names_the_nearest_or_nobody() {
        assert_eq!(nearest("市教育句", ["市教育局", "市水务局"].into_iter()), Some("市教育局"));
        assert_eq!(nearest("xyz", ["市教育局"].into_iter()), None);
    }
}
