//! What a reader sees to be different between two versions of a finished paper: pages that are
//! drawn in another way, and sentences that say something else.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::ops::Range;

use kurbo::Rect;
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::drawn::{Drawn, Mark, drawn};
use crate::model::is_han;

/// How far the gap between two characters of one line goes before they are two texts, in sizes of
/// their type.
const GAP: f64 = 1.5;

/// How far a line is below the one before it, at least and at most, in sizes of their type.
const LINE: (f64, f64) = (0.6, 2.4);

/// Share of the page's width that a line reaches which goes on in the next.
const FULL: f64 = 0.8;

/// Chinese characters that make a text a sentence rather than a name or a number.
const LEAST: usize = 5;

/// How alike two sentences are, from 0 to 1, of which one became the other.
const ALIKE: f64 = 0.5;

/// What ends a sentence.
const ENDS: [char; 6] = ['。', '；', '！', '？', '：', '\u{2028}'];

/// What differs between two versions of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Every page of both, in reading order.
    pub pages: Vec<PagePair>,
    /// Sentences that differ, in reading order.
    pub sentences: Vec<SentenceChange>,
}

/// A page of the old version beside the one of the new version that it became.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PagePair {
    /// Page of the old version, from 1; none of a page that is new.
    pub old: Option<usize>,
    /// Page of the new version, from 1; none of a page that has gone.
    pub new: Option<usize>,
    /// Whether both are drawn alike.
    pub same: bool,
}

/// A sentence that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SentenceChange {
    /// Page of the new version on which it begins, of the old one where it has gone, from 1.
    pub page: usize,
    /// As it was; nothing of one that is new.
    pub old: String,
    /// As it is; nothing of one that has gone.
    pub new: String,
}

/// Holds two versions of a paper against each other. `edge` is the share of a page's height above
/// and below which heads and page numbers stand: they are no sentences. None when one of them cannot
/// be read.
#[must_use]
pub fn compare(old: Vec<u8>, new: Vec<u8>, edge: f64) -> Option<Compared> {
    let (old, new) = (drawn(old).ok()?, drawn(new).ok()?);
    let read = |pages: &[Drawn]| pages.iter().map(|page| texts(page, edge)).collect();
    let (before, now): (Vec<Vec<Text>>, Vec<Vec<Text>>) = (read(&old), read(&new));
    Some(Compared { pages: pairs(&old, &new), sentences: sentences(&whole(&before), &whole(&now)) })
}

/// Pages that belong together: those that say the same, and between them one after the other.
fn pairs(old: &[Drawn], new: &[Drawn]) -> Vec<PagePair> {
    let said = |pages: &[Drawn]| -> Vec<String> {
        pages.iter().map(|page| page.glyphs.iter().map(|own| own.text.as_str()).collect()).collect()
    };
    let pair = |one: Option<usize>, other: Option<usize>| {
        let both = one.zip(other).map(|(one, other)| old[one] == new[other]);
        let from_one = |own: usize| own + 1;
        PagePair { old: one.map(from_one), new: other.map(from_one), same: both == Some(true) }
    };
    side_by_side(&said(old), &said(new)).into_iter().map(|(one, other)| pair(one, other)).collect()
}

/// Positions in two lists that belong together.
fn side_by_side(old: &[String], new: &[String]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut both = Vec::new();
    for change in capture_diff_slices(Algorithm::Patience, old, new) {
        let (one, other) = (change.old_range(), change.new_range());
        let (ones, others) = (one.len(), other.len());
        both.extend((0..ones.max(others)).map(|at| {
            let one = (at < ones).then_some(one.start + at);
            (one, (at < others).then_some(other.start + at))
        }));
    }
    both
}

/// A sentence with its page, from 1.
type Said = (usize, String);

/// Sentences that differ: one that says the same with other numbers belongs to what it was wherever
/// it stands now, others to the one most like them between the same neighbours.
fn sentences(old: &[Said], new: &[Said]) -> Vec<SentenceChange> {
    let said = |own: &[Said]| -> Vec<String> { own.iter().map(|own| own.1.clone()).collect() };
    let parts = capture_diff_slices(Algorithm::Patience, &said(old), &said(new));
    let blocks: Vec<(Range<usize>, Range<usize>)> = parts
        .iter()
        .filter(|own| !matches!(own, DiffOp::Equal { .. }))
        .map(|own| (own.old_range(), own.new_range()))
        .collect();
    let mut left: BTreeSet<usize> = blocks.iter().flat_map(|own| own.0.clone()).collect();
    let mut was: BTreeMap<usize, usize> = BTreeMap::new();
    let mut same: HashMap<String, VecDeque<usize>> = HashMap::new();
    for at in &left {
        same.entry(without_numbers(&old[*at].1)).or_default().push_back(*at);
    }
    for at in blocks.iter().flat_map(|own| own.1.clone()) {
        let found = same.get_mut(&without_numbers(&new[at].1)).and_then(VecDeque::pop_front);
        if let Some(found) = found {
            left.remove(&found);
            was.insert(at, found);
        }
    }
    let mut changes = Vec::new();
    for (before, now) in blocks {
        for at in now {
            let nearest = || nearest(&new[at].1, old, left.range(before.clone()));
            let found = was.get(&at).copied().or_else(nearest);
            if let Some(found) = found {
                left.remove(&found);
            }
            changes.push((new[at].0, found.map(|found| &old[found].1), Some(&new[at].1)));
        }
        let gone = left.range(before).map(|at| (old[*at].0, Some(&old[*at].1), None));
        changes.extend(gone);
    }
    let text = |own: Option<&String>| own.cloned().unwrap_or_default();
    changes
        .into_iter()
        .filter(|(_, old, new)| old != new)
        .map(|(page, old, new)| SentenceChange { page, old: text(old), new: text(new) })
        .collect()
}

fn without_numbers(text: &str) -> String {
    text.chars().filter(|own| !own.is_ascii_digit()).collect()
}

/// The sentence most like a text, if any is.
fn nearest<'a>(text: &str, old: &[Said], left: impl Iterator<Item = &'a usize>) -> Option<usize> {
    let like = |at: &usize| (*at, strsim::normalized_levenshtein(text, &old[*at].1));
    let best = left.map(like).max_by(|one, other| one.1.total_cmp(&other.1))?;
    (best.1 >= ALIKE).then_some(best.0)
}

/// A text that stands in one place: a sentence, a line, a cell.
#[derive(Debug, Clone, Default, PartialEq)]
struct Text {
    said: String,
    /// Whether it ends as a full line does and no sentence ends with it.
    goes_on: bool,
}

/// Sentences with their pages, from 1; one that goes on behind the foot of a page is one.
fn whole(pages: &[Vec<Text>]) -> Vec<Said> {
    let mut all: Vec<(usize, Text)> = Vec::new();
    for (texts, page) in pages.iter().zip(1..) {
        for (at, text) in texts.iter().enumerate() {
            match all.last_mut() {
                Some((_, last)) if at == 0 && last.goes_on => {
                    last.said.push_str(&text.said);
                    last.goes_on = text.goes_on;
                }
                _ => all.push((page, text.clone())),
            }
        }
    }
    let is_sentence = |text: &Text| text.said.chars().filter(|own| is_han(*own)).count() >= LEAST;
    let sentences = all.into_iter().filter(|(_, text)| is_sentence(text));
    sentences.map(|(page, text)| (page, text.said)).collect()
}

/// The texts of a page between its head and its foot, in the order in which they are drawn.
fn texts(page: &Drawn, edge: f64) -> Vec<Text> {
    let height = page.page.height();
    let body = (height * edge)..=(height * (1.0 - edge));
    let mut texts: Vec<Text> = Vec::new();
    let mut last: Option<&Mark> = None;
    for mark in page.glyphs.iter().filter(|mark| body.contains(&mark.origin.y)) {
        let goes_on = last.is_some_and(|last| follows(last, mark, page.page));
        match texts.last_mut() {
            Some(text) if goes_on && !ends(&text.said) => text.said.push_str(&mark.text),
            _ => texts.push(Text { said: mark.text.clone(), goes_on: false }),
        }
        if let Some(text) = texts.last_mut() {
            text.goes_on = !ends(&text.said) && end(mark) > page.page.width() * FULL;
        }
        last = Some(mark);
    }
    texts
}

fn ends(text: &str) -> bool {
    text.ends_with(ENDS)
}

/// Where a character ends on its line.
fn end(mark: &Mark) -> f64 {
    mark.ink.map_or(mark.origin.x + mark.size / 2.0, |ink| ink.x1)
}

/// Whether a character goes on with the text of the one before it, on its line or on the next.
fn follows(last: &Mark, mark: &Mark, page: Rect) -> bool {
    let size = last.size.max(mark.size);
    let below = mark.origin.y - last.origin.y;
    if below.abs() < size * LINE.0 {
        let gap = mark.origin.x - end(last);
        return gap > -size * GAP && gap < size * GAP;
    }
    let is_next = (size * LINE.0..size * LINE.1).contains(&below);
    is_next && end(last) > page.width() * FULL && mark.origin.x < last.origin.x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(texts: &[&str]) -> Vec<Said> {
        texts.iter().zip(1..).map(|(text, page)| (page, (*text).to_owned())).collect()
    }

    #[test]
    fn sentences_are_held_against_what_they_were() {
        let old =
            said(&["得分77.66分。", "领导信息失1.00分。", "解读形式失1.25分。", "无人反对。"]);
        let new =
            said(&["得分77.16分。", "解读形式失1.25分。", "领导信息失1.50分。", "另有说明。"]);
        let told: Vec<(usize, String, String)> =
            sentences(&old, &new).into_iter().map(|own| (own.page, own.old, own.new)).collect();
        let own = |page: usize, old: &str, new: &str| (page, old.to_owned(), new.to_owned());
        // One that only moved is not told, nor one that has nothing in common with another.
        assert_eq!(
            told,
            [
                own(1, "得分77.66分。", "得分77.16分。"),
                own(3, "领导信息失1.00分。", "领导信息失1.50分。"),
                own(4, "", "另有说明。"),
                own(4, "无人反对。", ""),
            ]
        );
        assert_eq!(sentences(&old, &old), []);
    }

    #[test]
    fn pages_stand_beside_what_they_became() {
        let own = |texts: &[&str]| texts.iter().map(|own| (*own).to_owned()).collect::<Vec<_>>();
        let (old, new) = (own(&["a", "b", "c"]), own(&["a", "x", "y", "c"]));
        let both = [(Some(0), Some(0)), (Some(1), Some(1)), (None, Some(2)), (Some(2), Some(3))];
        assert_eq!(side_by_side(&old, &new), both);
    }

    fn mark(text: &str, x: f64, y: f64) -> Mark {
        let ink = Some(Rect::new(x, y - 10.0, x + 10.0, y));
        let origin = kurbo::Point::new(x, y);
        Mark { text: text.to_owned(), ink, origin, size: 10.0, missing: false, turned: false }
    }

    /// A line of characters that stand ten points apart.
    fn line(text: &str, x: f64, y: f64) -> Vec<Mark> {
        let place = |(at, own): (u32, char)| mark(&own.to_string(), x + f64::from(at) * 10.0, y);
        (0..).zip(text.chars()).map(place).collect()
    }

    #[test]
    fn a_sentence_goes_on_over_lines_and_pages_and_cells_do_not() {
        let page = |lines: Vec<Vec<Mark>>| Drawn {
            page: Rect::new(0.0, 0.0, 200.0, 300.0),
            glyphs: lines.into_iter().flatten().collect(),
            shapes: Vec::new(),
        };
        let one = page(vec![
            line("页眉不算句子啊", 10.0, 10.0),
            line("表格中一个单元格", 10.0, 100.0),
            line("别的一个单元", 120.0, 100.0),
            line("一句话写到一行的末尾才换一行去", 30.0, 240.0),
            line("写完。第二句话写到这页末尾才换", 20.0, 260.0),
        ]);
        let two = page(vec![line("页接着写完。", 10.0, 50.0)]);
        let told = whole(&[texts(&one, 0.1), texts(&two, 0.1)]);
        let own = |page: usize, text: &str| (page, text.to_owned());
        assert_eq!(
            told,
            [
                own(1, "表格中一个单元格"),
                own(1, "别的一个单元"),
                own(1, "一句话写到一行的末尾才换一行去写完。"),
                own(1, "第二句话写到这页末尾才换页接着写完。"),
            ]
        );
    }
}
