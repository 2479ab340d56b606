//! Brackets within brackets.

use crate::model::is_han;

/// Gives brackets that stand within others the form of the second level (\u{3014}\u{3015} within
/// \u{FF08}\u{FF09}), as a name that has brackets itself does where it is put in brackets. A bracket
/// without its other half is no level.
pub(super) fn in_levels(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let mut open = Vec::new();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (at, sign) in signs.iter().enumerate() {
        match sign {
            '\u{FF08}' | '(' => open.push(at),
            '\u{FF09}' | ')' => pairs.extend(open.pop().map(|start| (start, at))),
            _ => {}
        }
    }
    // Half-width ones round Han characters are shown full-width later.
    let is_wide = |(start, end): &(usize, usize)| {
        signs[*start] == '\u{FF08}' || signs[*start..*end].iter().any(|sign| is_han(*sign))
    };
    pairs.retain(is_wide);
    let mut shown = signs.clone();
    for (start, end) in &pairs {
        let outside = pairs.iter().filter(|outer| outer.0 < *start && *end < outer.1).count();
        if outside % 2 == 1 {
            (shown[*start], shown[*end]) = ('\u{3014}', '\u{3015}');
        }
    }
    shown.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::in_levels;

    #[test]
    fn inner_brackets_have_another_form() {
        for (text, shown) in [
            ("8个单位（县（区）5个、市直部门3个）", "8个单位（县〔区〕5个、市直部门3个）"),
            ("东河县（县(区)）", "东河县（县〔区〕）"),
            ("甲（乙（丙（丁）））", "甲（乙〔丙（丁）〕）"),
            ("县（区）（3个）", "县（区）（3个）"),
            ("文号（汕府〔2024〕1号）", "文号（汕府〔2024〕1号）"),
            ("（见https://a.cn/(1).html）", "（见https://a.cn/(1).html）"),
            ("一）甲（乙（丙）", "一）甲（乙（丙）"),
            ("", ""),
        ] {
            assert_eq!(in_levels(text), shown, "{text}");
        }
    }
}
