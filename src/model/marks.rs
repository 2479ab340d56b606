//! Punctuation as GB/T 15834 has it, for showing texts that were typed otherwise.

use std::borrow::Cow;

use super::names::is_han;

/// Half-width marks that have one full-width form each.
const PLAIN: [(char, char); 5] =
    [(',', '\u{FF0C}'), (';', '\u{FF1B}'), (':', '\u{FF1A}'), ('?', '\u{FF1F}'), ('!', '\u{FF01}')];
/// Marks that open, full width: brackets of titles, quotes, brackets.
const OPENING: &str = "\u{300A}\u{201C}\u{2018}\u{FF08}\u{3008}\u{3010}\u{300E}\u{300C}\u{3014}";
/// Marks that close, full width.
const CLOSING: &str = "\u{300B}\u{201D}\u{2019}\u{FF09}\u{3009}\u{3011}\u{300F}\u{300D}\u{3015}";
/// Marks that end an address within a text.
const AFTER_ADDRESS: &str = "\u{FF0C}\u{3002}\u{FF1B}\u{3001}\u{FF09}\u{300B}\u{201D}";
/// The mark between parts of a list.
const LIST_MARK: char = '\u{3001}';
/// What stands in the middle of an address.
const SCHEME_END: &str = "://";

/// A text with the marks of running text: half-width ones that stand between Han characters become
/// full-width, and no list mark stands between titles in brackets or between quotes (GB/T 15834-2011,
/// 4.5.3.5). Numbers, codes and addresses stay as they are. For what is shown; data is never changed.
#[must_use]
pub fn with_chinese_marks(text: &str) -> Cow<'_, str> {
    let half = |byte: u8| b",;:?!.()\"".contains(&byte);
    if text.is_ascii() || !(text.bytes().any(half) || text.contains(LIST_MARK)) {
        return Cow::Borrowed(text);
    }
    let (mut shown, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(SCHEME_END) {
        let scheme = |sign: char| sign.is_ascii_alphanumeric() || "+-.".contains(sign);
        let start = rest[..at].trim_end_matches(scheme).len();
        let ends = |sign: char| sign.is_whitespace() || AFTER_ADDRESS.contains(sign);
        let end = rest[at..].find(ends).map_or(rest.len(), |length| at + length);
        shown.push_str(&replaced(&rest[..start]));
        shown.push_str(&rest[start..end]);
        rest = &rest[end..];
    }
    shown.push_str(&replaced(rest));
    if shown == text { Cow::Borrowed(text) } else { Cow::Owned(shown) }
}

/// A text without addresses, its marks replaced.
fn replaced(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let paired = pairs(&signs);
    let mut shown = String::with_capacity(text.len());
    let mut skip_space = false;
    for (at, &sign) in signs.iter().enumerate() {
        if std::mem::take(&mut skip_space) && sign == ' ' {
            continue;
        }
        let before = at.checked_sub(1).map(|before| signs[before]);
        let spaced = signs.get(at + 1) == Some(&' ');
        let after = signs.get(at + 1 + usize::from(spaced)).copied();
        if let Some(wide) = paired[at] {
            shown.push(wide);
        } else if let Some(wide) = plain(sign, before, after) {
            shown.push(wide);
            skip_space = spaced;
        } else if !(sign == LIST_MARK && is_needless(before, after)) {
            shown.push(sign);
        }
    }
    shown
}

/// The full-width form of a mark that stands between Han characters, or after one at the end.
fn plain(sign: char, before: Option<char>, after: Option<char>) -> Option<char> {
    let ends_words = |sign: char| is_han(sign) || CLOSING.contains(sign);
    let begins_words = |sign: char| is_han(sign) || OPENING.contains(sign);
    if !before.is_some_and(ends_words) {
        return None;
    }
    if sign == '.' {
        return after.is_none_or(begins_words).then_some('\u{3002}');
    }
    let (_, wide) = PLAIN.into_iter().find(|(half, _)| *half == sign)?;
    let follows = |sign: char| begins_words(sign) || sign.is_ascii_digit() || sign == '\n';
    after.is_none_or(follows).then_some(wide)
}

/// Whether a list mark stands between two titles in brackets, or two quotes.
fn is_needless(before: Option<char>, after: Option<char>) -> bool {
    matches!(
        (before, after),
        (Some('\u{300B}'), Some('\u{300A}')) | (Some('\u{201D}'), Some('\u{201C}'))
    )
}

/// For each sign the full-width form that it has as one of a pair round Han characters, or after
/// one.
fn pairs(signs: &[char]) -> Vec<Option<char>> {
    // Han characters before each sign: a text may be all brackets.
    let mut han = vec![0];
    han.extend(signs.iter().scan(0, |count, sign| {
        *count += usize::from(is_han(*sign));
        Some(*count)
    }));
    let has_han = |start: usize, end: usize| han[end] > han[start];
    let mut wide = vec![None; signs.len()];
    let mut open = Vec::new();
    let mut quote: Option<usize> = None;
    for (at, &sign) in signs.iter().enumerate() {
        match sign {
            '(' => open.push(at),
            ')' => {
                // Han characters in it, or one before it.
                let is_worded = |start: &usize| has_han(start.saturating_sub(1), at);
                if let Some(start) = open.pop().filter(is_worded) {
                    (wide[start], wide[at]) = (Some('\u{FF08}'), Some('\u{FF09}'));
                }
            }
            '"' => match quote.take() {
                Some(start) if has_han(start, at) => {
                    (wide[start], wide[at]) = (Some('\u{201C}'), Some('\u{201D}'));
                }
                Some(_) => {}
                None => quote = Some(at),
            },
            _ => {}
        }
    }
    wide
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn shows(text: &str, shown: &str) {
        assert_eq!(with_chinese_marks(text), shown);
        // What is shown once is not changed again.
        assert_eq!(with_chinese_marks(shown), shown);
    }

    #[test]
    fn marks_between_han_characters_are_wide() {
        shows("栏目空白,链接失效;未整改:", "栏目空白，链接失效；未整改：");
        shows("没有更新, 也未注销. 已核实.", "没有更新，也未注销。已核实。");
        shows("为什么?请说明!", "为什么？请说明！");
        shows("截止时间:2024年6月,共3件", "截止时间：2024年6月，共3件");
    }

    #[test]
    fn brackets_and_quotes_are_pairs() {
        shows("市政府(办公室)", "市政府（办公室）");
        shows("公开指南(1.2)的", "公开指南（1.2）的");
        shows("PDF(A-2a)", "PDF(A-2a)");
        shows("“在线访谈\"栏目\"无更新", "“在线访谈“栏目”无更新");
        shows("甲)乙(丙", "甲)乙(丙");
        shows("栏目(含(子)栏目)", "栏目（含（子）栏目）");
    }

    #[test]
    fn numbers_codes_and_addresses_stay() {
        for text in [
            "1,234.5",
            "9:30",
            "A1,B2",
            "3.1.2 公开目录",
            "见 https://a.gov.cn/栏目,目录(1).html",
            "共3,000件",
            "v1.2",
            "",
            "abc, def",
            "附件1.甲",
        ] {
            shows(text, text);
        }
        shows("见http://a.cn/栏目,目录，已失效,未整改", "见http://a.cn/栏目,目录，已失效，未整改");
    }

    #[test]
    fn titles_and_quotes_stand_side_by_side() {
        shows("《甲》、《乙》、“丙”、“丁”", "《甲》《乙》、“丙”“丁”");
        shows("《甲》（2020年）、《乙》", "《甲》（2020年）、《乙》");
        shows("甲、乙", "甲、乙");
    }
}
