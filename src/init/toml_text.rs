//! A settings file edited as text: what the office wrote stays as it is, comments too.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A step on the way to a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// A key of a table.
    Key(&'static str),
    /// An item of an array.
    Item(usize),
}

/// A TOML text about to be edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TomlText(pub(super) String);

/// Where a key and its value stand.
struct Found {
    key: Range<usize>,
    value: Range<usize>,
}

impl TomlText {
    /// Puts another value in the place of one that is there, and a remark at the end of its line.
    pub(super) fn set(&mut self, way: &[Step], value: &str, remark: &str) -> bool {
        let Some(found) = self.find(way) else {
            return false;
        };
        self.0.replace_range(found.value.clone(), value);
        if !remark.is_empty() {
            let at = found.value.start + value.len();
            let end = self.line_end(at);
            let has_remark = self.0.get(at..end).is_some_and(|rest| rest.contains('#'));
            let sign = if has_remark { " " } else { "  # " };
            self.0.insert_str(end, &format!("{sign}{remark}"));
        }
        true
    }

    /// Makes the lines of a value a remark, where it has lines of its own.
    pub(super) fn comment_out(&mut self, way: &[Step], remark: &str) -> bool {
        let Some(found) = self.find(way) else {
            return false;
        };
        let start = self.line_start(found.key.start);
        let own_line = self.0.get(start..found.key.start).is_some_and(|b| b.trim().is_empty());
        if !own_line {
            return false;
        }
        let end = self.line_end(found.value.end);
        let lines = self.0.get(start..end).unwrap_or_default();
        let mut out = format!("# {}", lines.replace('\n', "\n# "));
        if !remark.is_empty() {
            out = format!("# {remark}\n{out}");
        }
        self.0.replace_range(start..end, &out);
        true
    }

    /// Puts a line behind the line of a value.
    pub(super) fn insert_after(&mut self, way: &[Step], line: &str) -> bool {
        let Some(found) = self.find(way) else {
            return false;
        };
        let end = self.line_end(found.value.end);
        self.0.insert_str(end, &format!("\n{line}"));
        true
    }

    fn line_start(&self, at: usize) -> usize {
        self.0.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |found| found + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = self.0.get(at..).unwrap_or_default();
        let end = rest.find('\n').map_or(self.0.len(), |found| at + found);
        if self.0.get(..end).is_some_and(|before| before.ends_with('\r')) { end - 1 } else { end }
    }

    fn find(&self, way: &[Step]) -> Option<Found> {
        let tree = DeTable::parse(&self.0).ok()?;
        let mut place = Found { key: 0..0, value: tree.span() };
        let mut table = Some(tree.get_ref());
        let mut array: Option<&[Spanned<DeValue<'_>>]> = None;
        for step in way {
            let value = match step {
                Step::Key(name) => {
                    let (key, value) = table?.get_key_value(*name)?;
                    place = Found { key: key.span(), value: value.span() };
                    value
                }
                Step::Item(at) => {
                    let value = array?.get(*at)?;
                    place = Found { key: value.span(), value: value.span() };
                    value
                }
            };
            table = value.get_ref().as_table();
            array = match value.get_ref() {
                DeValue::Array(items) => Some(items.as_ref()),
                _ => None,
            };
        }
        Some(place)
    }
}

/// A text as a TOML string.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Step::{Item, Key};

    const TEXT: &str = "# head\n[a]\nid = \"x\"  # why\nlist = [\n  1,\n]\n[[c]]\nname = \"1\"\n[[c]]\nname = \"2\"\n";

    #[test]
    fn values_change_and_remarks_stay() {
        let mut text = TomlText(TEXT.to_owned());
        assert!(text.set(&[Key("a"), Key("id")], "\"y\"", "look"));
        assert!(text.set(&[Key("c"), Item(1), Key("name")], "\"3\"", "look"));
        assert!(text.comment_out(&[Key("a"), Key("list")], "gone"));
        assert!(text.insert_after(&[Key("c"), Item(0), Key("name")], "more = 1"));
        assert!(!text.set(&[Key("a"), Key("none")], "1", ""));
        let expected = "# head\n[a]\nid = \"y\"  # why look\n# gone\n# list = [\n#   1,\n# ]\n[[c]]\nname = \"1\"\nmore = 1\n[[c]]\nname = \"3\"  # look\n";
        assert_eq!(text.0, expected);
    }

    #[test]
    fn texts_are_quoted() {
        assert_eq!(quoted("a\"b"), "'a\"b'");
    }
}
