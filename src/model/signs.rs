//! Signs by which numbers on paper are known: numerals, what stands behind a date's numbers, what
//! stands before a number that numbers something.

/// What stands behind the numbers of a date.
pub const DATE_SIGNS: [char; 4] = ['年', '月', '日', '时'];

/// What ends a sentence.
pub const FULL_STOP: char = '。';

/// What is numbered: 图1, 表2, 附件3, 附表1, 见整改建议4.
pub const NUMBERED: [&str; 5] = ["图", "表", "附件", "建议", "附表"];

/// Chinese digits; 两 counts, 二 orders.
const DIGITS: [(char, u32); 11] = [
    ('零', 0),
    ('一', 1),
    ('二', 2),
    ('两', 2),
    ('三', 3),
    ('四', 4),
    ('五', 5),
    ('六', 6),
    ('七', 7),
    ('八', 8),
    ('九', 9),
];

/// The number that a text is, in digits: `12`, `96.5`, and of Chinese numerals up to 九十九 what
/// they say.
#[must_use]
pub fn numeral(text: &str) -> Option<String> {
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    if plain(whole) && plain(decimals) {
        return Some(text.to_owned());
    }
    let digit = |text: &str, none: u32| {
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (None, _) => Some(none),
            (Some(own), None) => DIGITS.iter().find(|(sign, _)| *sign == own).map(|(_, d)| *d),
            _ => None,
        }
    };
    let number = match text.split_once('十') {
        Some((tens, ones)) => digit(tens, 1)? * 10 + digit(ones, 0)?,
        None if text.is_empty() => return None,
        None => digit(text, 0)?,
    };
    Some(number.to_string())
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn numbers_are_told_from_words() {
        let cases = [
            ("12", "12"),
            ("96.50", "96.50"),
            ("零", "0"),
            ("一", "1"),
            ("两", "2"),
            ("十", "10"),
            ("十二", "12"),
            ("二十", "20"),
            ("三十五", "35"),
        ];
        for (text, number) in cases {
            assert_eq!(numeral(text).as_deref(), Some(number), "{text}");
        }
        for text in ["", ".", "1.", ".5", "1.2.3", "-1", "A1", "一般", "十十", "十二个", "二十一日"]
        {
            assert_eq!(numeral(text), None, "{text}");
        }
    }
}
