//! One page as it should be: its text without blanks, and where in it figures and charts stand.

use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::model::{DATE_SIGNS, NUMBERED, Printed, Proof};

/// A figure on a page.
#[derive(Debug)]
pub(super) struct Mark {
    /// Where its text stands.
    pub(super) range: Range<usize>,
    /// Its key.
    pub(super) key: String,
    /// Its text.
    pub(super) text: String,
}

/// One page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// All its text, without blanks.
    pub(super) text: String,
    /// Figures, in order.
    pub(super) marks: Vec<Mark>,
    /// Figures that do not stand where they should.
    pub(super) missing: Vec<(String, String)>,
    /// Where runs of text begin.
    runs: Vec<usize>,
    charts: Vec<Range<usize>>,
}

/// A text without blanks, as pages are compared; marks of quotations within quotations are those of
/// quotations.
pub(super) fn visible(text: &str) -> String {
    let plain = |own: char| match own {
        '‘' => '“',
        '’' => '”',
        _ => own,
    };
    text.chars().filter(|own| !own.is_whitespace() && *own != '\u{AD}').map(plain).collect()
}

/// Whether a number stands in one of some ranges, which are in order of their starts.
pub(super) fn is_in(token: &Range<usize>, ranges: &[Range<usize>]) -> bool {
    let up_to = ranges.partition_point(|range| range.start <= token.start);
    ranges[..up_to].iter().rev().any(|range| token.end <= range.end)
}

/// Whether a text is a day or an hour: 2024-09-20, 9-20, 18:00.
fn is_moment(text: &str) -> bool {
    let small = |text: &str, most: u8| {
        text.len() <= 2 && text.parse::<u8>().is_ok_and(|number| number <= most)
    };
    if let Some((hour, minute)) = text.split_once(':') {
        return small(hour, 24) && small(minute, 59) && minute.len() == 2;
    }
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [month, day] => small(month, 12) && small(day, 31),
        [year, month, day] => year.len() == 4 && small(month, 12) && small(day, 31),
        _ => false,
    }
}

/// Characters beside a number that tell whose it is.
const MOST: usize = 4;

impl Page {
    /// A page; `left` are figures of the page before whose text goes on here, and then of this one.
    pub(super) fn new(
        printed: &[Printed],
        proof: &Proof,
        left: &mut Vec<(String, String)>,
    ) -> Self {
        let mut page = Self::default();
        let mut figures = Vec::new();
        for item in printed {
            if let Printed::Chart(at) = item {
                let start = page.text.len();
                let drawn = proof.charts.get(*at).into_iter().flatten();
                drawn.for_each(|item| page.item(item, &mut figures));
                page.charts.push(start..page.text.len());
            } else {
                page.item(item, &mut figures);
            }
        }
        let before = std::mem::take(left);
        for (start, key, text) in figures {
            if page.text[start..].starts_with(&text) {
                page.marks.push(Mark { range: start..start + text.len(), key, text });
            } else {
                // Its text goes on at the head of the next page, or nowhere.
                left.push((key, text));
            }
        }
        page.marks.sort_by_key(|mark| mark.range.start);
        for (key, text) in before {
            page.found_later(key, text);
        }
        page
    }

    /// A figure that began at the foot of the page before: the first such run that is no other's.
    fn found_later(&mut self, key: String, text: String) {
        let is_free = |start: &&usize| {
            self.text[**start..].starts_with(&text)
                && self.marks.binary_search_by_key(*start, |mark| mark.range.start).is_err()
        };
        match self.runs.iter().find(is_free) {
            Some(start) => {
                let range = *start..start + text.len();
                let at = self.marks.partition_point(|mark| mark.range.start < range.start);
                self.marks.insert(at, Mark { range, key, text });
            }
            None => self.missing.push((key, text)),
        }
    }

    fn item(&mut self, item: &Printed, figures: &mut Vec<(usize, String, String)>) {
        match item {
            Printed::Text(text) => self.run(text),
            Printed::Figure { key, text } => {
                figures.push((self.text.len(), key.clone(), text.clone()));
            }
            Printed::Chart(_) => {}
        }
    }

    fn run(&mut self, text: &str) {
        for part in text.split_whitespace() {
            self.runs.push(self.text.len());
            self.text.push_str(&visible(part));
        }
    }

    /// Every number in digits: `12`, `96.50`, `2.1.4`. It ends where its run ends.
    pub(super) fn numbers(&self) -> Vec<Range<usize>> {
        let bytes = self.text.as_bytes();
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let mut found = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            if !is_digit(at) {
                at += 1;
                continue;
            }
            let start = at;
            let next_run = self.runs.partition_point(|run| *run <= start);
            let end = self.runs.get(next_run).copied().unwrap_or(bytes.len());
            // Behind a figure another number begins.
            let mark = self.mark_over(&(start..start + 1)).map(|mark| mark.range.end);
            let end = end.min(mark.unwrap_or(end));
            while at < end
                && (is_digit(at) || bytes[at] == b'.' && at + 1 < end && is_digit(at + 1))
            {
                at += 1;
            }
            found.push(start..at);
        }
        found
    }

    /// The figure that a number is.
    pub(super) fn mark_over(&self, token: &Range<usize>) -> Option<&Mark> {
        let after = self.marks.partition_point(|mark| mark.range.start <= token.start);
        let mark = self.marks.get(after.checked_sub(1)?)?;
        (token.end <= mark.range.end).then_some(mark)
    }

    /// Whether a number stands in a chart.
    pub(super) fn is_charted(&self, token: &Range<usize>) -> bool {
        self.charts.iter().any(|chart| chart.start <= token.start && token.end <= chart.end)
    }

    /// Whether a number is part of a date or time: 2024年, 9月, 2024-09-20, 18:00.
    pub(super) fn is_date(&self, token: &Range<usize>) -> bool {
        if self.text[token.end..].starts_with(DATE_SIGNS) {
            return true;
        }
        let bytes = self.text.as_bytes();
        let joins = |byte: u8| byte.is_ascii_digit() || byte == b'-' || byte == b':';
        let start = bytes[..token.start].iter().rposition(|byte| !joins(*byte));
        let start = start.map_or(0, |start| start + 1);
        let length = bytes[token.end..].iter().position(|byte| !joins(*byte));
        let end = token.end + length.unwrap_or(bytes.len() - token.end);
        // It may go on in the next line, which is a run of its own; so is what stands beside it.
        let bounds = |from: usize, to: usize| {
            let runs = self.runs.iter().copied().skip_while(move |run| *run < from);
            runs.take_while(move |run| *run <= to).collect::<Vec<_>>()
        };
        let starts = [vec![start], bounds(start, token.start)].concat();
        let ends = [vec![end], bounds(token.end, end)].concat();
        // What stands directly behind a letter is part of a code: X02-12.
        let is_code = |from: usize| {
            let letter = bytes[..from].last().is_some_and(u8::is_ascii_alphabetic);
            letter && self.runs.binary_search(&from).is_err()
        };
        let is_moment =
            |from: &usize, to: &usize| !is_code(*from) && is_moment(&self.text[*from..*to]);
        starts.iter().any(|from| ends.iter().any(|to| is_moment(from, to)))
    }

    /// Whether a number numbers something: 图1, 表2, 附件3, 见整改建议4, the heading “5.”.
    pub(super) fn is_numbering(&self, token: &Range<usize>) -> bool {
        let before = &self.text[..token.start];
        let leads = self.runs.binary_search(&token.start).is_ok();
        let whole = !self.text[token.clone()].contains('.');
        let is_item = leads && self.text[token.end..].starts_with('.');
        whole && (is_item || NUMBERED.iter().any(|name| before.ends_with(name)))
    }

    /// Where texts that a finder knows stand.
    pub(super) fn within(&self, finder: Option<&AhoCorasick>) -> Vec<Range<usize>> {
        let Some(finder) = finder else {
            return Vec::new();
        };
        let mut found: Vec<Range<usize>> = Vec::new();
        for hit in finder.find_overlapping_iter(&self.text) {
            let range = hit.range();
            let text = &self.text[range.clone()];
            // A bare number is quoted only where it stands alone; a code such as 2.1.4 is none.
            let bare = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            let bare = bare && text.bytes().filter(|byte| *byte == b'.').count() < 2;
            if !bare || self.is_alone(&range) {
                found.push(range);
            }
        }
        found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        found
    }

    /// Whether a range is a run of its own.
    fn is_alone(&self, range: &Range<usize>) -> bool {
        let ends = |at: usize| at == self.text.len() || self.runs.binary_search(&at).is_ok();
        ends(range.start) && ends(range.end)
    }

    /// A number with some characters on either side.
    pub(super) fn around(&self, token: &Range<usize>, most: usize) -> String {
        let (start, end) = self.widened(token, most);
        self.text[start..end].to_owned()
    }

    /// A number with what stands before it, and with what stands behind it, where it is so near to
    /// an edge of the page, or to a chart at it, that its sentence may go on beyond.
    pub(super) fn sides(&self, token: &Range<usize>) -> Option<[&str; 2]> {
        let near = !self.edges(token).iter().all(Vec::is_empty);
        let (start, end) = self.widened(token, MOST);
        near.then_some([&self.text[start..token.end], &self.text[token.start..end]])
    }

    /// Parts that begin a little before a number and end at an edge behind it; and parts that
    /// begin at an edge before it and end a little behind it.
    pub(super) fn cut(&self, token: &Range<usize>) -> [Vec<&str>; 2] {
        let [before, after] = self.edges(token);
        let (start, end) = self.widened(token, MOST);
        let starts = self.text[start..token.start].char_indices().map(|(at, _)| start + at);
        let ends = self.text[token.end..end].char_indices();
        let ends = ends.map(|(at, own)| token.end + at + own.len_utf8());
        let begun = starts.flat_map(|from| after.iter().map(move |to| &self.text[from..*to]));
        let ended = ends.flat_map(|to| before.iter().map(move |from| &self.text[*from..to]));
        [begun.collect(), ended.collect()]
    }

    /// Edges of the page, or of charts at them, that are near a number: before it, and behind it.
    fn edges(&self, token: &Range<usize>) -> [Vec<usize>; 2] {
        /// Three lines of Han characters, in bytes.
        const NEAR: usize = 3 * 28 * 3;
        let is_before = |end: &usize| *end <= token.start && token.start - end <= NEAR;
        let is_after = |start: &usize| *start >= token.end && start - token.end <= NEAR;
        let before = self.charts.iter().map(|own| own.end).chain([0]).filter(is_before);
        let after = self.charts.iter().map(|own| own.start).chain([self.text.len(), self.foot()]);
        [before.collect(), after.filter(is_after).collect()]
    }

    /// Where the page's own number begins, if it is the last that stands on the page.
    fn foot(&self) -> usize {
        let is_sign = |own: char| !own.is_alphanumeric();
        let last = self.marks.last().filter(|own| own.key.starts_with("numbering/"));
        let foot = last.filter(|own| self.text[own.range.end..].chars().all(is_sign));
        let text = foot.map_or(&*self.text, |own| &self.text[..own.range.start]);
        if foot.is_some() { text.trim_end_matches(is_sign).len() } else { text.len() }
    }

    /// The runs of text in which a number stands, alone and with the run before and behind them.
    pub(super) fn lines(&self, token: &Range<usize>) -> [&str; 4] {
        let first = self.runs.partition_point(|run| *run <= token.start).saturating_sub(1);
        let behind = self.runs.partition_point(|run| *run < token.end);
        let start = |at: usize| self.runs.get(at).copied().unwrap_or(0);
        let end = |at: usize| self.runs.get(at).copied().unwrap_or(self.text.len());
        let (before, after) = (first.saturating_sub(1), behind + 1);
        [(first, behind), (before, behind), (first, after), (before, after)]
            .map(|(from, to)| &self.text[start(from)..end(to)])
    }

    fn widened(&self, token: &Range<usize>, most: usize) -> (usize, usize) {
        let before = self.text[..token.start].char_indices().rev().take(most).last();
        let start = before.map_or(token.start, |(at, _)| at);
        let after = self.text[token.end..].char_indices().nth(most);
        (start, after.map_or(self.text.len(), |(at, _)| token.end + at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(items: &[Printed]) -> Page {
        Page::new(items, &Proof::default(), &mut Vec::new())
    }

    fn text(text: &str) -> Printed {
        Printed::Text(text.to_owned())
    }

    fn figure(key: &str, text: &str) -> Printed {
        Printed::Figure { key: key.to_owned(), text: text.to_owned() }
    }

    /// The texts of all numbers.
    fn numbers(page: &Page) -> Vec<&str> {
        page.numbers().into_iter().map(|token| &page.text[token]).collect()
    }

    #[test]
    fn numbers_end_with_their_run_their_figure_or_a_blank() {
        let row = page(&[text("12"), text("34.50"), figure("numbering/1", "1"), text("1.　2.1.4")]);
        assert_eq!(row.text, "1234.501.2.1.4");
        assert_eq!(numbers(&row), ["12", "34.50", "1", "2.1.4"]);
        assert_eq!(numbers(&page(&[text("得87.25分，第3。"), text("5.")])), ["87.25", "3", "5"]);
    }

    #[test]
    fn a_figure_stands_where_it_was_set_or_on_the_next_page() {
        let mut left = Vec::new();
        let proof = Proof::default();
        let first = [figure("a", "5"), text("5"), text("个"), figure("b", "7"), text("— 1 —")];
        let first = Page::new(&first, &proof, &mut left);
        assert_eq!((first.marks.len(), first.missing.len(), left.len()), (1, 0, 1));
        let second = [text("头"), text("7"), text("个"), figure("c", "8"), text("9")];
        let second = Page::new(&second, &proof, &mut left);
        assert_eq!(second.marks.iter().map(|mark| mark.key.as_str()).collect::<Vec<_>>(), ["b"]);
        assert_eq!(left, [("c".to_owned(), "8".to_owned())]);
        let third = Page::new(&[text("8分")], &proof, &mut left);
        assert_eq!(third.marks.len(), 1);
        let lost = Page::new(&[text("88")], &proof, &mut vec![("d".into(), "6".into())]);
        assert_eq!(lost.missing, [("d".to_owned(), "6".to_owned())]);
    }

    #[test]
    fn numbers_are_of_their_kinds() {
        let dates = ["2024年9月20日18时", "2024-09-20", "2024-8-5 18:00", "截止8-5", "9:30"];
        for own in dates {
            let page = page(&[text(own)]);
            assert!(page.numbers().iter().all(|token| page.is_date(token)), "{own}");
        }
        // A line that breaks within a day, and a cell beside one.
        let lines = page(&[
            text("2024-"),
            text("09-20"),
            text("cn/11"),
            text("a.html"),
            text("2024-6-10采集"),
        ]);
        let kinds = lines.numbers().iter().map(|token| lines.is_date(token)).collect::<Vec<_>>();
        assert_eq!(kinds, [true, true, true, false, true, true, true]);
        for own in ["得2024分", "80-90", "X02-12", "80-90-100-1", "1:250", "第3名"] {
            let page = page(&[text(own)]);
            assert!(!page.numbers().iter().any(|token| page.is_date(token)), "{own}");
        }
        for (own, is) in [("图3", true), ("见附件2", true), ("5.其他", true), ("共5.", false)]
        {
            let page = page(&[text(own)]);
            assert_eq!(page.is_numbering(&page.numbers()[0]), is, "{own}");
        }
    }
}
