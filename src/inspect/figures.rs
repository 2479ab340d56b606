//! Whether the numbers of a finished paper are what they should be.
//!
//! The text that the PDF gives back is held against what was put onto each page; every number of it
//! is a figure with a key, or of a named kind. A figure's text must be the one that its key has in
//! the paper's facts, and the one that the results give again where they can say it.

use aho_corasick::AhoCorasick;

use super::difference::differences;
use super::page::{Mark, Page, is_in, visible};
use crate::finding::{Finding, Place, rule};
use crate::model::{Exact, NumberCount, Printed, Proof, exact_to_f64, numeral};

/// Characters around a number that a finding shows, on either side.
const AROUND: usize = 8;

/// Findings of one kind that a paper tells one by one.
const MOST_TOLD: usize = 20;

/// The number that the results give for a figure, by its key.
type Results<'a> = &'a dyn Fn(&str) -> Option<Exact>;

/// Texts with numbers that templates themselves write.
#[derive(Debug)]
pub struct Worded(Option<AhoCorasick>);

impl Worded {
    /// From the texts of all templates.
    #[must_use]
    pub fn new(texts: &[String]) -> Self {
        Self(finder(texts.iter().map(|text| visible(text))))
    }
}

/// Finds texts that hold more than a digit.
fn finder(texts: impl Iterator<Item = String>) -> Option<AhoCorasick> {
    let texts: Vec<String> = texts.filter(|text| text.len() > 1).collect();
    AhoCorasick::new(texts).ok()
}

/// What a paper's numbers are held against.
pub struct Figures<'a> {
    /// What was put onto each page.
    pub printed: &'a [Vec<Printed>],
    /// Its own figures and quoted texts.
    pub proof: &'a Proof,
    /// What templates write.
    pub worded: &'a Worded,
    /// What the results say.
    pub results: Results<'a>,
    /// Whether a figure's key is of another unit than the paper's.
    pub foreign: &'a dyn Fn(&str) -> bool,
}

/// Whether a text is a number rounded to as many decimals as the text has: no further from it than
/// half a unit of the last.
fn agrees(text: &str, number: Exact) -> bool {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let scale = u32::try_from(decimals).ok().and_then(|own| 10_i128.checked_pow(own));
    let units = digits.replace('.', "").parse::<i128>().ok();
    let (Some(scale), Some(units)) = (scale, units) else {
        return false;
    };
    let distance = Exact::new(sign * units, scale) - number;
    let doubled = distance * Exact::from_integer(2 * scale);
    let one = Exact::from_integer(1);
    -one <= doubled && doubled <= one
}

/// Holds the text of each page, which has no blanks, against what should be on it; gives the count of its numbers.
pub(super) fn prove(
    pages: &[String],
    figures: &Figures<'_>,
    document: &str,
    findings: &mut Vec<Finding>,
) -> NumberCount {
    let quoted = quoted(figures.proof);
    let mut prover = Prover {
        figures,
        document,
        finder: finder(quoted.iter().cloned()),
        quoted,
        count: NumberCount::default(),
        unknown: Vec::new(),
        findings: Vec::new(),
    };
    let mut left = Vec::new();
    for (at, printed) in figures.printed.iter().enumerate() {
        let page = Page::new(printed, figures.proof, &mut left);
        prover.page(at + 1, &page, pages.get(at).map_or("", String::as_str));
    }
    for (key, text) in left {
        prover.missing(figures.printed.len(), &key, &text);
    }
    prover.tell_unknown();
    findings.append(&mut prover.findings);
    prover.count
}

/// Quoted texts without blanks, whole, line by line, and clause by clause: sentences quote no less.
fn quoted(proof: &Proof) -> Vec<String> {
    let lines = |text: &String| {
        let parts = text.lines().chain(text.split(CLAUSE_ENDS));
        let parts = parts.filter(|part| part.len() < text.len() && part.len() >= LEAST_CLAUSE);
        parts.map(visible).chain([visible(text)]).collect::<Vec<_>>()
    };
    proof.quoted.iter().flat_map(lines).collect()
}

/// Full-width comma, semicolon, full stop.
const CLAUSE_ENDS: [char; 3] = ['\u{FF0C}', '\u{FF1B}', '\u{3002}'];

/// Bytes of a part of a quoted text that is told by itself: six Han characters, or less with a
/// number.
const LEAST_CLAUSE: usize = 12;

struct Prover<'a> {
    figures: &'a Figures<'a>,
    document: &'a str,
    quoted: Vec<String>,
    finder: Option<AhoCorasick>,
    count: NumberCount,
    unknown: Vec<(usize, String)>,
    findings: Vec<Finding>,
}

impl Prover<'_> {
    fn page(&mut self, number: usize, page: &Page, read: &str) {
        for (expected, found, around) in differences(&page.text, read, AROUND) {
            let finding = self.finding(rule::FIGURE_ALTERED, number);
            let finding = finding.with("expected", expected).with("found", found);
            self.tell(finding.with("around", around));
        }
        for mark in &page.marks {
            self.mark(number, page, mark);
        }
        for (key, text) in &page.missing {
            self.missing(number, key, text);
        }
        let quoted = page.within(self.finder.as_ref());
        let worded = page.within(self.figures.worded.0.as_ref());
        for token in page.numbers() {
            self.count.read += 1;
            if page.mark_over(&token).is_some() {
                continue;
            }
            if page.is_charted(&token) {
                self.count.charted += 1;
            } else if page.is_date(&token) {
                self.count.dates += 1;
            } else if page.is_numbering(&token) {
                self.count.numbering += 1;
            } else if is_in(&token, &quoted) {
                self.count.quoted += 1;
            } else if is_in(&token, &worded) {
                self.count.worded += 1;
            } else if self.is_cut(page, &token) {
                self.count.quoted += 1;
            } else {
                self.count.unknown += 1;
                self.unknown.push((number, page.around(&token, AROUND)));
            }
        }
    }

    /// Whether a number stands in a line of a quoted text of which only a part is here: it goes on
    /// on another page, or is cut. Words of a template in the same line make it none, but at the
    /// edge of a page.
    fn is_cut(&self, page: &Page, token: &std::ops::Range<usize>) -> bool {
        let lines = page.lines(token).into_iter().chain(page.sides(token).into_iter().flatten());
        let long = lines.filter(|line| line.len() > token.len() + 4);
        let lines: Vec<&str> = long.collect();
        let long = |part: &&str| part.len() > token.len() + 4;
        let [begun, ended] = page.cut(token).map(|parts| parts.into_iter().filter(long));
        let (begun, ended): (Vec<&str>, Vec<&str>) = (begun.collect(), ended.collect());
        let same = |text: &String| {
            lines.iter().any(|line| text.contains(line))
                || begun.iter().any(|part| text.starts_with(part))
                || ended.iter().any(|part| text.ends_with(part))
        };
        self.quoted.iter().any(same)
    }

    /// A figure, or a number that is counted or numbers something.
    fn mark(&mut self, number: usize, page: &Page, mark: &Mark) {
        let Mark { key, text, .. } = mark;
        let written = numeral(text);
        // Words have no digits, and are no number of the page's own.
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            self.count.read += 1;
        }
        let own = key.split_once('/').filter(|(kind, _)| *kind == "said" || *kind == "numbering");
        if let Some((kind, own)) = own {
            if kind == "numbering" {
                self.count.numbering += 1;
            } else if page.is_date(&mark.range) {
                self.count.dates += 1;
            } else {
                self.count.counted += 1;
            }
            if written.as_deref() != Some(own) {
                self.wrong(number, key, text, own);
            }
            return;
        }
        self.count.covered += 1;
        if (self.figures.foreign)(key) {
            return self.wrong(number, key, text, "");
        }
        match self.figures.proof.figures.get(key) {
            Some(own) if own == text => {}
            Some(own) => return self.wrong(number, key, text, &own.clone()),
            None => return self.wrong(number, key, text, ""),
        }
        if let Some(own) = (self.figures.results)(key) {
            self.count.proven += 1;
            if !agrees(text, own) {
                self.wrong(number, key, text, &exact_to_f64(own).to_string());
            }
        }
    }

    fn wrong(&mut self, number: usize, key: &str, text: &str, own: &str) {
        let finding = self.finding(rule::FIGURE_WRONG, number);
        self.tell(finding.with("key", key).with("found", text).with("expected", own));
    }

    fn missing(&mut self, number: usize, key: &str, text: &str) {
        let finding = self.finding(rule::FIGURE_MISSING, number);
        self.tell(finding.with("key", key).with("expected", text));
    }

    fn finding(&self, rule: crate::finding::Rule, page: usize) -> Finding {
        Finding::new(rule, Place::document(self.document)).with("page", page)
    }

    fn tell(&mut self, finding: Finding) {
        if self.findings.iter().filter(|own| own.code == finding.code).count() < MOST_TOLD {
            self.findings.push(finding);
        }
    }

    /// Numbers of no kind, in one finding.
    fn tell_unknown(&mut self) {
        let Some((page, _)) = self.unknown.first() else {
            return;
        };
        let finding = self.finding(rule::NUMBER_UNKNOWN, *page).with("count", self.unknown.len());
        let told: Vec<&str> = self.unknown.iter().take(5).map(|(_, text)| text.as_str()).collect();
        let finding = finding.with("around", told.join(" / "));
        self.findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found of one page: the number, who asks, what the PDF says.
    fn proven(printed: &[Printed], read: &str, foreign: bool) -> (NumberCount, Vec<&'static str>) {
        let mut proof = Proof::default();
        proof.figures.insert("u/total".to_owned(), "87.25".to_owned());
        proof.quoted.push("解读2篇".to_owned());
        let results = |key: &str| (key == "u/total").then(|| Exact::new(8725, 100));
        let figures = Figures {
            printed: &[printed.to_vec()],
            proof: &proof,
            worded: &Worded::new(&["满40分".to_owned()]),
            results: &results,
            foreign: &|_| foreign,
        };
        let mut findings = Vec::new();
        let count = prove(&[read.to_owned()], &figures, "a.pdf", &mut findings);
        (count, findings.iter().map(|found| found.code).collect())
    }

    fn page(total: &str, rest: &str) -> Vec<Printed> {
        let figure = Printed::Figure { key: "u/total".to_owned(), text: total.to_owned() };
        vec![figure, Printed::Text(total.to_owned()), Printed::Text(rest.to_owned())]
    }

    #[test]
    fn every_number_is_counted_once() {
        let rest = "分，解读2篇，满40分，9月";
        let (count, found) = proven(&page("87.25", rest), &format!("87.25{rest}"), false);
        assert_eq!(found, [] as [&str; 0]);
        let expected = NumberCount {
            read: 4,
            covered: 1,
            proven: 1,
            quoted: 1,
            worded: 1,
            dates: 1,
            ..NumberCount::default()
        };
        assert_eq!((count, count.sum()), (expected, 4));
    }

    #[test]
    fn what_is_wrong_is_told() {
        let told = |total: &str, rest: &str, read: &str, foreign| {
            proven(&page(total, rest), read, foreign).1
        };
        assert_eq!(told("87.25", "分", "87.35分", false), ["figure-altered"]);
        // Neither the facts nor the results say so.
        assert_eq!(told("87.35", "分", "87.35分", false), ["figure-wrong"]);
        assert_eq!(told("87.25", "分", "87.25分", true), ["figure-wrong"]);
        assert_eq!(told("87.25", "，7", "87.25，7", false), ["number-unknown"]);
        let mut lost = page("87.25", "分");
        lost[1] = Printed::Text("很多".to_owned());
        assert_eq!(proven(&lost, "很多分", false).1, ["figure-missing"]);
    }

    /// A template's own number is none of the data because words beside it stand there, too; a line
    /// that is wholly of the data is, and so is what goes on on another page.
    #[test]
    fn a_bare_number_is_not_hidden_by_quoted_words() {
        let far = "很多字".repeat(30);
        let unknown = |before: &str, line: &str, after: &str| {
            let mut lines =
                [before, line, after].map(|text| Printed::Text(text.to_owned())).to_vec();
            let read = [before, line, after].concat() + "—3—";
            let number = Printed::Figure { key: "numbering/3".to_owned(), text: "3".to_owned() };
            let sign = || Printed::Text("—".to_owned());
            lines.extend([sign(), number, Printed::Text("3".to_owned()), sign()]);
            let mut proof = Proof::default();
            proof.quoted.push("抽查的公文中有12个单位的答复没有文号".to_owned());
            proof.quoted.push("第5类事项".to_owned());
            let figures = Figures {
                printed: &[lines],
                proof: &proof,
                worded: &Worded::new(&[]),
                results: &|_| None,
                foreign: &|_| false,
            };
            prove(&[read], &figures, "a.pdf", &mut Vec::new()).unknown
        };
        assert_eq!(unknown(&far, "其中有12个单位得满分", &far), 1);
        assert_eq!(unknown(&far, "文中有12个单位的", &far), 0);
        assert_eq!(unknown(&far, "原因是抽查的公文中有12个单", ""), 0);
        // A short name, most of which is on the other page.
        assert_eq!(unknown(&far, "高的是第5类", ""), 0);
        assert_eq!(unknown("5类事项", "高，很多字很多字", &far), 0);
        assert_eq!(unknown(&far, "高的是第5名", ""), 1);
    }

    #[test]
    fn a_text_agrees_with_what_it_is_rounded_from() {
        let number = Exact::new(872_549, 10_000);
        for (text, agreed) in
            [("87.25", true), ("87.26", false), ("87.3", true), ("87", true), ("88", false)]
        {
            assert_eq!(agrees(text, number), agreed, "{text}");
        }
        assert!(agrees("-0.5", Exact::new(-1, 2)) && !agrees("0.5", Exact::new(-1, 2)));
        assert!(!agrees("—", number) && !agrees("", number));
    }
}
