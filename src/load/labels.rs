//! Labels above a table that say whose it is: `填报单位：…`.

use super::signs::without_stamp;
use crate::finding::Place;
use crate::model::comparable;

/// What stands behind labels: in the label's own cell, else in the next one of its line.
pub(super) fn labels(above: &[(String, Place)], labels: &[String]) -> Vec<(String, Place)> {
    let mut found = Vec::new();
    for (at, (text, place)) in above.iter().enumerate() {
        let Some(behind) = labels.iter().find_map(|label| behind_label(text, label)) else {
            continue;
        };
        if !behind.is_empty() {
            found.push((behind, place.clone()));
            continue;
        }
        // Merged cells repeat the label.
        let next = above[at + 1..].iter().find(|(other, _)| other != text);
        if let Some((name, beside)) = next
            && !name.contains(['：', ':'])
            && row_of(beside) == row_of(place)
        {
            found.push((without_stamp(name).to_owned(), beside.clone()));
        }
    }
    found
}

/// What tells lines apart in places of one sheet.
fn row_of(place: &Place) -> (Option<usize>, Option<&str>) {
    let cell = place.cell.as_deref();
    (place.line, cell.map(|cell| cell.trim_start_matches(|c: char| c.is_ascii_alphabetic())))
}

/// What stands behind a label that begins a text, up to a wide gap and without a request for a
/// stamp; none when the text begins otherwise.
fn behind_label(text: &str, label: &str) -> Option<String> {
    let text = text.trim();
    let label_end = text
        .char_indices()
        .map(|(at, character)| at + character.len_utf8())
        .find(|end| comparable(&text[..*end]) == comparable(label))?;
    let rest = &text[label_end..];
    // A bracket may stand between label and colon: 填报单位（盖章）：
    let rest = match rest.find(['：', ':']) {
        Some(at) if rest[..at].chars().count() <= 8 => {
            &rest[at + rest[at..].chars().next().map_or(0, char::len_utf8)..]
        }
        _ if rest.is_empty() => rest,
        _ => return None,
    };
    let name = rest.trim_start();
    let gaps = [name.find(['\t', '\n', '\u{3000}']), name.find("  ")];
    let end = gaps.into_iter().flatten().min().unwrap_or(name.len());
    Some(without_stamp(name[..end].trim()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_labels() {
        let behind = |text| behind_label(text, "填报单位");
        assert_eq!(behind("填报单位：市教育局（盖章）").as_deref(), Some("市教育局"));
        assert_eq!(behind("填报单位（盖章）： 市教育局   日期：6月").as_deref(), Some("市教育局"));
        assert_eq!(behind("填 报 单 位:市教育局").as_deref(), Some("市教育局"));
        assert_eq!(behind("填报单位").as_deref(), Some(""));
        assert_eq!(behind("填报单位请据实填写本表，注意：……"), None);
        assert_eq!(behind("说明：填报单位"), None);
    }
}
