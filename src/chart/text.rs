//! Fitting texts into their places: cleaning, breaking, shrinking and, as the last resort, cutting.

use super::ChartFont;
use crate::model::{FIGURE_END, FIGURE_START, unmarked, with_chinese_marks};

/// Type sizes of labels in points, from the usual one to the smallest that is legible on paper.
pub(super) const LABEL_SIZES_PT: [f64; 4] = [9.0, 8.5, 8.0, 7.5];
/// Size of secondary type (ticks, heads, legends) in points.
pub(super) const SMALL_PT: f64 = 8.0;
/// No type is smaller than this, in points.
pub(super) const SMALLEST_PT: f64 = 7.5;
/// From one line of a label to the next, in its type size.
pub(super) const LEADING: f64 = 1.15;

/// Heads of columns that fit into this many lines are broken like any text.
const HEAD_LINES_MAX: usize = 5;
/// Heads of narrow columns have no more lines than this.
const STACK_LINES_MAX: usize = 16;

/// Marks that do not begin a line: commas, stops, closing brackets and quotes, the dash and signs
/// that follow a number.
const NEVER_FIRST: &str = "\u{3001}\u{3002}\u{FF0C}\u{FF1B}\u{FF1A}\u{FF1F}\u{FF01}\u{FF09}\u{300B}\u{300D}\u{300F}\u{3011}\
    \u{3015}\u{2019}\u{201D}\u{2026}\u{2014}\u{FF5E}\u{00B7}\u{FF0F}\u{FF05}\u{2030}\u{2103})]}>,.;:!?%/";
/// Marks that do not end a line: opening brackets and quotes.
const NEVER_LAST: &str = "\u{FF08}\u{300A}\u{300C}\u{300E}\u{3010}\u{3014}\u{2018}\u{201C}([{<#";
/// What stands for the part that was cut off.
const ELLIPSIS: char = '\u{2026}';

/// Labels broken into lines at one common size.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fitted {
    /// The common type size in points.
    pub(super) size_pt: f64,
    /// The lines of each label; an empty label has none.
    pub(super) labels: Vec<Vec<String>>,
}

impl Fitted {
    /// The width of the widest line, in points.
    pub(super) fn width_pt(&self, font: &ChartFont) -> f64 {
        let lines = self.labels.iter().flatten();
        lines.map(|line| font.width_pt(line, self.size_pt)).fold(0.0, f64::max)
    }

    /// The height of a label, in points.
    pub(super) fn height_pt(&self, index: usize) -> f64 {
        self.labels.get(index).map_or(0.0, |lines| block_height_pt(lines.len(), self.size_pt))
    }
}

/// The height of some lines, in points.
pub(super) fn block_height_pt(lines: usize, size_pt: f64) -> f64 {
    if lines == 0 { 0.0 } else { size_pt * (1.0 + super::geometry::count(lines - 1) * LEADING) }
}

/// The text as it can stand on one line of an SVG: no control characters, no runs or ends of white
/// space, Chinese marks.
pub(super) fn clean(text: &str) -> String {
    let forbidden = |c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{FEFF}');
    let visible: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !forbidden(*c))
        .collect();
    let spaced = visible.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    with_chinese_marks(&spaced).into_owned()
}

/// Fits labels into a width at one common size: first on one line, smaller if need be; then on
/// several lines; and only where even the smallest type has no room, cut.
pub(super) fn fit<'a>(
    font: &ChartFont,
    labels: impl IntoIterator<Item = &'a str>,
    width_pt: f64,
    lines_max: usize,
) -> Fitted {
    let labels: Vec<String> = labels.into_iter().map(clean).collect();
    for allowed in [1, lines_max] {
        for size_pt in LABEL_SIZES_PT {
            let wrapped: Option<Vec<_>> =
                labels.iter().map(|label| wrap(font, label, size_pt, width_pt, allowed)).collect();
            if let Some(labels) = wrapped {
                return Fitted { size_pt, labels };
            }
        }
    }
    let cut_one = |label: &String| {
        wrap(font, label, SMALLEST_PT, width_pt, lines_max)
            .unwrap_or_else(|| cut(font, label, SMALLEST_PT, width_pt, lines_max))
    };
    Fitted { size_pt: SMALLEST_PT, labels: labels.iter().map(cut_one).collect() }
}

/// Fits one text on one line: as large as it can stand, cut at the smallest size.
pub(super) fn fit_line(font: &ChartFont, text: &str, width_pt: f64) -> (String, f64) {
    let fitted = fit(font, [text], width_pt, 1);
    let line = fitted.labels.into_iter().flatten().next().unwrap_or_default();
    (line, fitted.size_pt.min(SMALL_PT))
}

/// The heads of narrow columns: in a few lines where they fit, else as many characters a line as
/// the column holds, down to one above the other. All have one size.
pub(super) fn fit_stacked(font: &ChartFont, labels: &[String], width_pt: f64) -> Fitted {
    let labels: Vec<String> = labels.iter().map(|label| clean(label)).collect();
    for size_pt in [SMALL_PT, SMALLEST_PT] {
        let wrapped: Option<Vec<_>> = labels
            .iter()
            .map(|label| wrap(font, label, size_pt, width_pt, HEAD_LINES_MAX))
            .collect();
        if let Some(labels) = wrapped {
            return Fitted { size_pt, labels };
        }
    }
    let upright = width_pt < 2.0 * SMALLEST_PT;
    let stack = |label: &String| {
        let label = if upright {
            label.chars().map(|c| upright_form(font, c)).collect()
        } else {
            label.clone()
        };
        let wrapped =
            if upright { None } else { wrap(font, &label, SMALLEST_PT, width_pt, STACK_LINES_MAX) };
        wrapped.unwrap_or_else(|| cut(font, &label, SMALLEST_PT, width_pt, STACK_LINES_MAX))
    };
    Fitted { size_pt: SMALLEST_PT, labels: labels.iter().map(stack).collect() }
}

/// The form that a bracket, quote or dash has between characters that stand one above the other, if
/// the font has it.
fn upright_form(font: &ChartFont, character: char) -> char {
    let form = match character {
        '\u{FF08}' | '(' => '\u{FE35}',
        '\u{FF09}' | ')' => '\u{FE36}',
        '\u{300A}' => '\u{FE3D}',
        '\u{300B}' => '\u{FE3E}',
        '\u{201C}' => '\u{FE43}',
        '\u{201D}' => '\u{FE44}',
        '\u{2014}' => '\u{FE31}',
        other => other,
    };
    if font.has(form) { form } else { character }
}

/// Breaks a cleaned text into as few lines as hold it, about equally long; `None` if the lines
/// allowed cannot hold it.
pub(super) fn wrap(
    font: &ChartFont,
    text: &str,
    size_pt: f64,
    width_pt: f64,
    lines_max: usize,
) -> Option<Vec<String>> {
    let pieces = pieces(text);
    let fewest = fill(font, &pieces, size_pt, width_pt).filter(|lines| lines.len() <= lines_max)?;
    // Narrower measures that need no more lines even the lines out.
    let mut best = fewest.clone();
    let mut measure = width_pt - size_pt / 2.0;
    while measure > 0.0 {
        match fill(font, &pieces, size_pt, measure) {
            Some(lines) if lines.len() <= fewest.len() => best = lines,
            _ => break,
        }
        measure -= size_pt / 2.0;
    }
    Some(best)
}

/// Fills lines one after the other; `None` if a piece is wider than the line.
fn fill(font: &ChartFont, pieces: &[String], size_pt: f64, width_pt: f64) -> Option<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces {
        if font.width_pt(piece.trim_end(), size_pt) > width_pt {
            return None;
        }
        match lines.last_mut() {
            Some(line)
                if font.width_pt(&format!("{line}{}", piece.trim_end()), size_pt) <= width_pt =>
            {
                line.push_str(piece);
            }
            _ => lines.push(piece.clone()),
        }
    }
    Some(lines.iter().map(|line| line.trim_end().to_owned()).collect())
}

/// Cuts a text that no wrapping fits: full lines, the last one ending in an ellipsis.
fn cut(font: &ChartFont, text: &str, size_pt: f64, width_pt: f64, lines_max: usize) -> Vec<String> {
    let text = &unmarked(text);
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.chars().peekable();
    while lines.len() < lines_max && rest.peek().is_some() {
        let mut line = String::new();
        while let Some(&next) = rest.peek() {
            if font.width_pt(&format!("{line}{next}"), size_pt) > width_pt && !line.is_empty() {
                break;
            }
            line.push(next);
            rest.next();
        }
        lines.push(line);
    }
    if let (Some(last), true) = (lines.last_mut(), rest.peek().is_some()) {
        while !last.is_empty() && font.width_pt(&format!("{last}{ELLIPSIS}"), size_pt) > width_pt {
            last.pop();
        }
        last.push(ELLIPSIS);
    }
    lines.iter().map(|line| line.trim().to_owned()).collect()
}

/// The parts of a text between which a line may break.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    let mut inside = false;
    for character in text.chars() {
        // A figure's marks and key stay with its text.
        let mark = (FIGURE_START..=FIGURE_END).contains(&character);
        let begins = character == FIGURE_START;
        match (pieces.last_mut(), before) {
            (Some(piece), _) if inside || mark && !begins => piece.push(character),
            (Some(piece), Some(before)) if !begins && sticks(before, character) => {
                piece.push(character);
            }
            _ => pieces.push(character.to_string()),
        }
        inside = begins || inside && character != FIGURE_END;
        if !mark {
            before = Some(character);
        }
    }
    pieces
}

/// Whether no line may break between two characters.
fn sticks(before: char, after: char) -> bool {
    let in_word = |c: char| c.is_alphanumeric() && !is_wide(c);
    after == ' '
        || NEVER_FIRST.contains(after)
        || NEVER_LAST.contains(before)
        || (in_word(before) && in_word(after))
        || (before.is_ascii_punctuation() && in_word(after))
}

/// Whether a character is one of the East Asian scripts, between whose characters lines may break.
fn is_wide(character: char) -> bool {
    matches!(u32::from(character), 0x2E80..=0xD7FF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFFEF | 0x20000..)
}

#[cfg(test)]
mod tests {
    use super::super::test_support::font;
    use super::*;

    #[test]
    fn cleans_what_svg_cannot_hold() {
        assert_eq!(clean(" 甲\u{0}\u{1F}乙\n\t丙\u{FFFF} "), "甲乙 丙");
        assert_eq!(clean("\u{7}"), "");
        assert_eq!(clean("a\u{85}b"), "a b");
    }

    #[test]
    fn wraps_evenly_and_keeps_marks_in_place() {
        let lines = wrap(&font(), "“五公开”和重点领域信息公开", 8.0, 60.0, 4).expect("fits");
        assert_eq!(lines.len(), 2);
        assert!(lines[0].chars().count().abs_diff(lines[1].chars().count()) <= 1);
        let lines = wrap(&font(), "机构职能、人事信息", 9.0, 37.0, 4).expect("fits");
        assert!(lines.iter().all(|line| !line.starts_with('、')), "{lines:?}");
        assert_eq!(
            wrap(&font(), "政务APP2023建设", 9.0, 70.0, 2).expect("fits"),
            ["政务APP2023", "建设"]
        );
    }

    #[test]
    fn shrinks_then_wraps_then_cuts() {
        let font = font();
        let short = fit(&font, ["办公室", "市教育局"], 60.0, 2);
        assert!((short.size_pt - 9.0).abs() < 1e-9);
        let shrunk = fit(&font, ["发展和改革委员"], 56.0, 2);
        assert!((shrunk.size_pt - 8.0).abs() < 1e-9 && shrunk.labels[0].len() == 1);
        let wrapped = fit(&font, ["发展和改革委员会办公室"], 56.0, 2);
        assert!((wrapped.size_pt - 9.0).abs() < 1e-9 && wrapped.labels[0].len() == 2);
        let forty: String = "长".repeat(40);
        let cut = fit(&font, [forty.as_str()], 56.0, 2);
        assert!((cut.size_pt - 7.5).abs() < 1e-9);
        assert!(cut.labels[0][1].ends_with('…'));
        assert!(cut.labels[0].iter().all(|line| font.width_pt(line, 7.5) <= 56.0));
    }

    #[test]
    fn an_empty_label_has_no_lines() {
        assert_eq!(fit(&font(), [""], 56.0, 2).labels, vec![Vec::<String>::new()]);
    }
}
