//! Text in lines of a terminal's width, where a Han character takes two columns, and so does a sign
//! such as “ or … that may take one or two.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Columns of a line.
pub(super) const COLUMNS: usize = 80;

/// Signs that begin no line.
const CLOSING: &str = "，。；：、？！”’）》〉】］〕%";
/// Signs that end no line.
const OPENING: &str = "“‘（《〈【［〔";

/// A text in lines of at most [`COLUMNS`] columns, all but the first behind `indent` spaces. A word
/// or address that is longer stands in a line of its own. White space and control characters
/// become one space, so that data can neither break a line nor move a cursor.
pub(super) fn wrapped(text: &str, first: usize, indent: usize) -> String {
    let mut lines = " ".repeat(first);
    let (mut used, mut empty) = (first, true);
    for piece in pieces(text) {
        let width = piece.trim_end().width_cjk();
        if !empty && used + width > COLUMNS {
            lines.truncate(lines.trim_end_matches(' ').len());
            lines.push('\n');
            lines.extend(std::iter::repeat_n(' ', indent));
            (used, empty) = (indent, true);
        }
        if empty && piece.trim().is_empty() {
            continue;
        }
        lines.push_str(&piece);
        used += piece.width_cjk();
        empty = false;
    }
    lines.truncate(lines.trim_end_matches(' ').len());
    lines.push('\n');
    lines
}

/// Columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width_cjk()
}

/// A text cut to so many columns, with `…` where something is missing.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.width_cjk() <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for character in text.chars() {
        used += character.width_cjk().unwrap_or(0);
        if used > most {
            break;
        }
        kept.push(character);
    }
    kept.push('…');
    kept
}

/// Pieces between which a line may end.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut last = ' ';
    for character in text.chars() {
        let blank = character.is_whitespace() || character.is_control();
        let character = if blank { ' ' } else { character };
        if blank && last == ' ' {
            continue;
        }
        let narrow = |character: char| character.is_ascii_graphic();
        let joined = blank
            || CLOSING.contains(character)
            || OPENING.contains(last)
            || narrow(last) && narrow(character);
        match pieces.last_mut() {
            Some(piece) if joined => piece.push(character),
            _ => pieces.push(character.to_string()),
        }
        last = character;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_chinese_lines_may() {
        let text = format!("{}，完", "字".repeat(40));
        let lines = wrapped(&text, 0, 2);
        // The comma does not begin a line: the last character goes down with it.
        assert_eq!(lines, format!("{}\n  字，完\n", "字".repeat(39)));
        let link = format!("见 https://example.gov.cn/{}。", "a".repeat(80));
        let lines = wrapped(&link, 4, 4);
        assert_eq!(lines.lines().count(), 2, "{lines}");
        assert!(lines.lines().nth(1).unwrap().ends_with("a。"), "{lines}");
    }

    #[test]
    fn data_moves_no_cursor() {
        assert_eq!(wrapped("甲\r\n\u{1b}[2J乙", 0, 0), "甲 [2J乙\n");
    }

    #[test]
    fn a_cut_text_says_so() {
        assert_eq!(cut("得分高于满分", 12), "得分高于满分");
        assert_eq!(cut("得分高于满分", 11), "得分高于满…");
    }
}
