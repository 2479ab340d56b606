//! Signs that a reader of cells recognises: words and marks that offices write in tables.

use crate::model::{half_width, is_invisible};

/// What a cell holds where an indicator does not apply.
const NOT_APPLICABLE: [&str; 9] = ["不适用", "不涉及", "无此项", "无", "—", "——", "-", "/", "N/A"];

/// The unit of points, as heads and cells write it after a number.
const POINT_SIGN: char = '分';

/// Separators between other names in one cell.
const ALIAS_SEPARATORS: [char; 5] = ['、', '；', ';', '|', '\n'];

/// Whether a cell says that the indicator does not apply.
#[must_use]
pub fn is_not_applicable(text: &str) -> bool {
    NOT_APPLICABLE.contains(&text)
}

/// Whether a text is an error value of a spreadsheet, such as `#DIV/0!`.
#[must_use]
pub fn is_error_value(text: &str) -> bool {
    const ERRORS: [&str; 9] =
        ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DATA!", "#SPILL!"];
    ERRORS.contains(&text)
}

/// A number as offices write it, as plain ASCII: full-width digits, the unit of points behind it,
/// a minus sign of any kind.
#[must_use]
pub fn plain_number(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|character| !character.is_whitespace() && !is_invisible(*character))
        .map(half_width)
        .map(|character| if matches!(character, '−' | '–') { '-' } else { character })
        .collect();
    text.strip_suffix(POINT_SIGN).map(str::to_owned).unwrap_or(text)
}

/// Splits the points off a head such as `在线服务(9)` or `在线服务（9分）`.
#[must_use]
pub fn split_points(head: &str) -> (&str, Option<String>) {
    let head = head.trim();
    let Some(inner) = head.strip_suffix(')').or_else(|| head.strip_suffix('）')) else {
        return (head, None);
    };
    let Some(start) = inner.rfind(['(', '（']) else {
        return (head, None);
    };
    let (name, bracket) = inner.split_at(start);
    let points = plain_number(bracket.trim_start_matches(['(', '（']));
    let is_number = !points.is_empty()
        && points.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && points.bytes().any(|byte| byte.is_ascii_digit());
    if is_number { (name.trim_end(), Some(points)) } else { (head, None) }
}

/// The names in a cell of other names.
pub fn split_aliases(text: &str) -> impl Iterator<Item = &str> {
    text.split(ALIAS_SEPARATORS).map(str::trim).filter(|alias| !alias.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_points_from_heads() {
        assert_eq!(split_points("在线服务得分(9)"), ("在线服务得分", Some("9".into())));
        assert_eq!(split_points("组织和渠道（1.2分）"), ("组织和渠道", Some("1.2".into())));
        assert_eq!(split_points("机构（试行）"), ("机构（试行）", None));
        assert_eq!(split_points("(70)"), ("", Some("70".into())));
        assert_eq!(split_points("a()"), ("a()", None));
    }

    #[test]
    fn reads_numbers_as_offices_write_them() {
        assert_eq!(plain_number("９．５ 分"), "9.5");
        assert_eq!(plain_number("−0.5"), "-0.5");
        assert_eq!(plain_number("九分"), "九");
    }
}
