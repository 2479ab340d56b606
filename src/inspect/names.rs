//! Names of other units in a unit's paper.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use serde_json::Value;

use super::page::visible;
use crate::finding::{Finding, Place, rule};

/// Characters around a name that a finding shows, on either side.
const AROUND: usize = 8;

/// Findings of one kind that a paper tells one by one.
const MOST_TOLD: usize = 20;

/// Characters of a shortest name: one alone stands in too many words.
const LEAST: usize = 2;

/// Characters beside a name that a text of the data must share with the page, so that the page is
/// said to quote it.
const SHARED: usize = 3;

/// Parts of what Typst sees that are no data: the program's own sentences, and texts about charts.
const OWN_WORDS: [&str; 3] = ["words", "charts", "fonts"];

/// The names of all units, and texts that any paper may have though a name stands in them: who
/// assesses, whom to ask.
#[derive(Debug)]
pub struct Names {
    finder: Option<AhoCorasick>,
    /// Names and texts, as the finder numbers them.
    texts: Vec<String>,
    /// Codes of the units that have the name; none of a text that any paper may have.
    owners: Vec<Option<Vec<String>>>,
}

/// A name of another unit on a page.
struct Hit {
    range: Range<usize>,
    text: usize,
}

impl Names {
    /// From units by their codes, each with its names. A name that stands in `common`, the words that
    /// every assessment's papers have, tells nobody anything and is not looked for.
    #[must_use]
    pub fn new<'a>(
        units: &[(&str, Vec<&str>)],
        allowed: &[&str],
        common: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut names = Self { finder: None, texts: Vec::new(), owners: Vec::new() };
        let mut places = std::collections::BTreeMap::new();
        for text in allowed.iter().map(|text| visible(text)).filter(|text| !text.is_empty()) {
            places.entry(text.clone()).or_insert_with(|| {
                names.texts.push(text);
                names.owners.push(None);
                names.owners.len() - 1
            });
        }
        for (code, own) in units {
            for text in own.iter().map(|name| visible(name)) {
                if text.chars().count() < LEAST {
                    continue;
                }
                let at = *places.entry(text.clone()).or_insert_with(|| {
                    names.texts.push(text);
                    names.owners.push(Some(Vec::new()));
                    names.owners.len() - 1
                });
                if let Some(owners) = &mut names.owners[at] {
                    owners.push((*code).to_owned());
                }
            }
        }
        names.finder = AhoCorasick::new(&names.texts).ok();
        for text in common.map(visible) {
            let found = names.finder.iter().flat_map(|own| own.find_overlapping_iter(&text));
            for own in found {
                names.owners[own.pattern().as_usize()] = None;
            }
        }
        names
    }

    /// All that is looked for, in one text: whether two lists of names find the same.
    #[must_use]
    pub fn listed(&self) -> String {
        format!("{:?}", (&self.texts, &self.owners))
    }

    /// Every name of a unit other than `own` (its code) in the pages of its paper, whose text has no
    /// blanks. One within a name of its own, or within a text that any paper may have, is none.
    /// What stands in a text of the data (`data.json`) is quoted.
    #[must_use]
    pub fn foreign(&self, pages: &[String], own: &str, data: &str, document: &str) -> Vec<Finding> {
        let hits = pages.iter().map(|page| self.hits(page, own));
        let hits: Vec<(usize, Hit)> = hits
            .zip(1..)
            .flat_map(|(hits, at)| hits.into_iter().map(move |hit| (at, hit)))
            .collect();
        if hits.is_empty() {
            return Vec::new();
        }
        let told = self.told(data);
        let (mut written, mut quoted) = (Vec::new(), Vec::new());
        for (number, hit) in hits {
            let page = &pages[number - 1];
            let is_quoted = told.iter().any(|text| quotes(page, &hit.range, text));
            let (rule, findings) = if is_quoted {
                (rule::FOREIGN_NAME_QUOTED, &mut quoted)
            } else {
                (rule::FOREIGN_NAME, &mut written)
            };
            let finding = Finding::new(rule, Place::document(document))
                .with("page", number)
                .with("name", &self.texts[hit.text])
                .with("around", around(page, &hit.range));
            findings.push(finding);
        }
        written.truncate(MOST_TOLD);
        quoted.truncate(MOST_TOLD);
        written.append(&mut quoted);
        written
    }

    /// Names of other units on a page, the longest at each place.
    fn hits(&self, page: &str, own: &str) -> Vec<Hit> {
        let Some(finder) = &self.finder else {
            return Vec::new();
        };
        let (mut foreign, mut excused) = (Vec::new(), Vec::new());
        for found in finder.find_overlapping_iter(page) {
            let text = found.pattern().as_usize();
            match &self.owners[text] {
                Some(owners) if !owners.iter().any(|owner| owner == own) => {
                    foreign.push(Hit { range: found.range(), text });
                }
                _ => excused.push(found.range()),
            }
        }
        let within = |one: &Range<usize>, other: &Range<usize>| {
            other.start <= one.start && one.end <= other.end
        };
        let longer: Vec<Range<usize>> = foreign.iter().map(|hit| hit.range.clone()).collect();
        let is_part = |range: &Range<usize>| {
            excused.iter().any(|other| within(range, other))
                || longer.iter().any(|other| other != range && within(range, other))
        };
        foreign.retain(|hit| !is_part(&hit.range));
        foreign
    }

    /// Texts of the data in which a name stands among other words, without blanks.
    fn told(&self, data: &str) -> Vec<String> {
        let mut told = Vec::new();
        if let Ok(Value::Object(parts)) = serde_json::from_str(data) {
            let parts = parts.into_iter().filter(|(name, _)| !OWN_WORDS.contains(&name.as_str()));
            parts.for_each(|(_, part)| strings(&part, &mut told));
        }
        let Some(finder) = &self.finder else {
            return Vec::new();
        };
        let has_more = |text: &String| {
            let names: Vec<Range<usize>> =
                finder.find_overlapping_iter(text).map(|own| own.range()).collect();
            let is_free = |at: usize| !names.iter().any(|own| own.contains(&at));
            let mut others = text.char_indices().filter(|(at, _)| is_free(*at));
            !names.is_empty() && others.any(|(_, own)| own.is_alphabetic())
        };
        told.retain(has_more);
        told.sort_unstable();
        told.dedup();
        told
    }
}

/// Every text in a value, without blanks.
fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(visible(text)),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(entries) => entries.values().for_each(|entry| strings(entry, found)),
        _ => {}
    }
}

/// Whether a name on a page stands there as it does in a text: the whole text, or so much of it on
/// either side that it is no chance. The rest may stand on another page, or not at all.
fn quotes(page: &str, range: &Range<usize>, text: &str) -> bool {
    let name = &page[range.clone()];
    let (before, after) = (&page[..range.start], &page[range.end..]);
    text.match_indices(name).any(|(at, _)| {
        let (left, right) = (&text[..at], &text[at + name.len()..]);
        let same = |one: (char, char)| one.0 == one.1;
        let lead =
            left.chars().rev().zip(before.chars().rev()).take_while(|own| same(*own)).count();
        let tail = right.chars().zip(after.chars()).take_while(|own| same(*own)).count();
        let whole = left.chars().count() + right.chars().count();
        lead + tail >= SHARED.min(whole)
    })
}

/// A name with some characters on either side.
fn around(page: &str, range: &Range<usize>) -> String {
    let start = page[..range.start].char_indices().rev().take(AROUND).last();
    let start = start.map_or(range.start, |(at, _)| at);
    let end = page[range.end..].char_indices().nth(AROUND);
    let end = end.map_or(page.len(), |(at, _)| range.end + at);
    page[start..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let units = [
            ("D01", vec!["青禾市公安局", "市公安局"]),
            ("D02", vec!["青禾市公安局东河分局", "东河分局"]),
            ("D03", vec!["市教育局", "教育局", "乐"]),
            ("D04", vec!["市政府办公室", "市府办"]),
            ("D05", vec!["市统计局", "统计"]),
        ];
        let common = ["本报告统计各单位的得分"];
        let allowed = ["青禾市政府办公室", "市政府办公室政务公开科李某", ""];
        Names::new(&units, &allowed, common.into_iter())
    }

    /// Code and name of what is found in a paper of a unit.
    fn found(own: &str, page: &str, data: &str) -> Vec<(&'static str, String)> {
        let found = names().foreign(&[page.to_owned()], own, data, "a.pdf");
        found.into_iter().map(|own| (own.code, own.facts["name"].clone())).collect()
    }

    #[test]
    fn names_within_its_own_or_of_the_office_are_none() {
        // A name inside one of its own is its own; the other way round it is not.
        assert_eq!(found("D02", "青禾市公安局东河分局得87分，东河分局", "{}"), []);
        let part = found("D01", "市公安局和青禾市公安局东河分局", "{}");
        assert_eq!(part, [("foreign-name", "青禾市公安局东河分局".to_owned())]);
        // Who assesses is assessed, too: the name stands in the address and the signature.
        assert_eq!(
            found("D03", "青禾市政府办公室（联系方式：市政府办公室政务公开科李某）", "{}"),
            []
        );
        assert_eq!(
            found("D03", "由市政府办公室", "{}"),
            [("foreign-name", "市政府办公室".to_owned())]
        );
        // A word of every paper.
        assert_eq!(found("D01", "统计数字", "{}"), []);
        // Too short to be told from words.
        assert_eq!(found("D01", "快乐", "{}"), []);
    }

    #[test]
    fn what_the_data_says_is_quoted() {
        let error = [("foreign-name", "市教育局".to_owned())];
        let note = [("foreign-name-quoted", "市教育局".to_owned())];
        let data = r#"{"facts": {"reason": "没有与市教育局 联合发文，见附件", "best": "市教育局",
            "list": ["市教育局、东河分局"]}, "words": {"x": [["领先的是市教育局。"]]}}"#;
        let of = |page: &str| found("D01", page, data);
        assert_eq!(of("扣分：没有与市教育局联合发文，见附件。"), note);
        // It goes on on another page, or a sentence quotes a part.
        assert_eq!(of("原因是没有与市教育局"), note);
        assert_eq!(of("市教育局联合发文"), note);
        // A bare name is none of the data's words, whatever the data has.
        assert_eq!(of("最高的是市教育局"), error);
        assert_eq!(of("领先的是市教育局。"), error);
        let listed = of("市教育局、东河分局");
        assert_eq!(listed.iter().map(|own| own.0).collect::<Vec<_>>(), ["foreign-name"; 2]);
    }

    #[test]
    fn pages_are_told_and_a_flood_is_cut() {
        let pages = ["甲".to_owned(), "乙教育局丙".repeat(50)];
        let found = names().foreign(&pages, "D01", "{}", "a.pdf");
        assert_eq!(found.len(), MOST_TOLD);
        assert_eq!(
            (found[0].facts["page"].as_str(), found[0].facts["name"].as_str()),
            ("2", "教育局")
        );
        assert_eq!(found[0].facts["around"], "乙教育局丙乙教育局丙乙教");
        assert_eq!(
            Names::new(&[], &[], std::iter::empty()).foreign(&pages, "D01", "{}", "a.pdf"),
            []
        );
    }
}
