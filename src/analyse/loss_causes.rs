//! The cause of every loss: the cell's code, else the first cause of the catalogue of which a
//! keyword stands in the reason.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use aho_corasick::AhoCorasick;

use crate::check::{Cause, CheckedClass};
use crate::model::{comparable, half_width};

/// Finds causes by code and by keyword. All keywords are one automaton, so that a reason is read
/// once however many there are.
pub(super) struct CauseFinder<'a> {
    causes: &'a [Cause],
    /// Position in the catalogue, by comparable code; of a code in two rows the first.
    by_code: BTreeMap<String, usize>,
    /// The same by code as the catalogue writes it: so nearly every cell has it.
    as_written: BTreeMap<&'a str, usize>,
    keywords: Option<AhoCorasick>,
    /// Position in the catalogue, by keyword of the automaton.
    of_keyword: Vec<usize>,
}

impl<'a> CauseFinder<'a> {
    /// A finder in a catalogue.
    pub(super) fn new(causes: &'a [Cause]) -> Self {
        let (mut by_code, mut as_written) = (BTreeMap::new(), BTreeMap::new());
        let (mut keywords, mut of_keyword) = (Vec::new(), Vec::new());
        for (position, cause) in causes.iter().enumerate() {
            let position = *by_code.entry(comparable(&cause.code)).or_insert(position);
            as_written.insert(cause.code.as_str(), position);
            let own = cause.keywords.iter().map(|keyword| normal(keyword));
            for keyword in own.filter(|keyword| !keyword.is_empty()) {
                keywords.push(keyword);
                of_keyword.push(position);
            }
        }
        // Keywords are far too short to be more than the automaton can hold.
        let keywords = AhoCorasick::new(&keywords).ok().filter(|_| !keywords.is_empty());
        Self { causes, by_code, as_written, keywords, of_keyword }
    }

    /// The cause with a code, by its position in the catalogue.
    fn with_code(&self, code: &str) -> Option<usize> {
        let position = self.as_written.get(code);
        position.or_else(|| self.by_code.get(&comparable(code))).copied()
    }

    /// The first cause of the catalogue of which a keyword stands in a reason.
    fn with_keyword_in(&self, reason: &str) -> Option<usize> {
        let automaton = self.keywords.as_ref()?;
        let reason = normal(reason);
        let found = automaton.find_overlapping_iter(&reason);
        found.map(|found| self.of_keyword[found.pattern().as_usize()]).min()
    }
}

/// A text in which keywords are looked for: half-width, in lower case.
fn normal(text: &str) -> String {
    text.chars().map(half_width).flat_map(char::to_lowercase).collect()
}

/// The cause of every loss of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LossCauses {
    /// Codes: those of the catalogue in its order, then others as they come.
    codes: Vec<String>,
    indicators: usize,
    /// By unit and indicator: one more than the position of the code; empty without any cause.
    cells: Vec<Option<NonZeroU32>>,
}

impl LossCauses {
    /// Finds the cause of every loss of a class.
    pub(super) fn find(finder: &CauseFinder<'_>, class: &CheckedClass) -> Self {
        let mut codes: Vec<String> = finder.causes.iter().map(|cause| cause.code.clone()).collect();
        let mut others: BTreeMap<String, usize> = BTreeMap::new();
        let indicators = class.system.indicators.len();
        let mut cells = Vec::with_capacity(class.units.len() * indicators);
        for unit in 0..class.units.len() {
            for (leaf, indicator) in class.system.indicators.iter().enumerate() {
                let points = class.cells.points(unit, leaf);
                let lost = points.is_some_and(|points| points < indicator.full_marks);
                let code = class.cells.cause(unit, leaf).filter(|_| lost);
                let position = match (code, lost) {
                    (_, false) => None,
                    (Some(code), true) => Some(finder.with_code(code).unwrap_or_else(|| {
                        *others.entry(code.to_owned()).or_insert_with(|| {
                            codes.push(code.to_owned());
                            codes.len() - 1
                        })
                    })),
                    (None, true) => {
                        let reason = class.cells.reason(unit, leaf);
                        reason.and_then(|reason| finder.with_keyword_in(reason))
                    }
                };
                let number = position.and_then(|position| u32::try_from(position + 1).ok());
                cells.push(number.and_then(NonZeroU32::new));
            }
        }
        if codes.is_empty() {
            cells = Vec::new();
        }
        Self { codes, indicators, cells }
    }

    /// Position of the code of a loss's cause; none where there is no loss, or no cause is known.
    #[must_use]
    pub fn position(&self, unit: usize, leaf: usize) -> Option<usize> {
        let number = *self.cells.get(unit * self.indicators + leaf)?;
        number.and_then(|number| usize::try_from(number.get() - 1).ok())
    }

    /// Code of a loss's cause, as the catalogue writes it.
    #[must_use]
    pub fn code(&self, unit: usize, leaf: usize) -> Option<&str> {
        self.codes.get(self.position(unit, leaf)?).map(String::as_str)
    }

    /// The same where the cell itself has the code, not its reason a keyword.
    pub(super) fn written_code(
        &self,
        class: &CheckedClass,
        unit: usize,
        leaf: usize,
    ) -> Option<&str> {
        self.code(unit, leaf).filter(|_| class.cells.cause(unit, leaf).is_some())
    }

    /// How many codes there are.
    pub(super) fn code_count(&self) -> usize {
        self.codes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause(code: &str, keywords: &[&str]) -> Cause {
        Cause {
            code: code.to_owned(),
            name: String::new(),
            keywords: keywords.iter().map(|own| (*own).to_owned()).collect(),
            action: None,
        }
    }

    #[test]
    fn keywords_are_found_whatever_their_case_and_width() {
        let causes = [cause("C1", &["ＰＤＦ", "打不开"]), cause("C2", &["链接", "url"])];
        let finder = CauseFinder::new(&causes);
        assert_eq!(finder.with_keyword_in("附件为pdf扫描件"), Some(0));
        assert_eq!(finder.with_keyword_in("附件为 Pdf 扫描件"), Some(0));
        assert_eq!(finder.with_keyword_in("ＵＲＬ失效"), Some(1));
        assert_eq!(finder.with_keyword_in("未公开"), None);
        assert_eq!(finder.with_keyword_in(""), None);
        // A blank is not a full width: 链 接 is not 链接.
        assert_eq!(finder.with_keyword_in("链 接"), None);
    }

    /// The second keyword comes first in the text, and overlaps; the catalogue's order counts.
    #[test]
    fn the_first_cause_of_the_catalogue_counts() {
        let causes = [cause("C1", &["开不了"]), cause("C2", &["链接打开", "打开"])];
        let finder = CauseFinder::new(&causes);
        assert_eq!(finder.with_keyword_in("链接打开不了"), Some(0));
        assert_eq!(finder.with_keyword_in("链接打开慢"), Some(1));
    }

    #[test]
    fn codes_are_compared_as_names_are() {
        let causes = [cause("Ａ１", &[]), cause("a1", &["重复"]), cause("B", &[""])];
        let finder = CauseFinder::new(&causes);
        assert_eq!(finder.with_code("a 1"), Some(0));
        assert_eq!(finder.with_code("C"), None);
        // A code in two rows is one cause; an empty keyword stands in nothing.
        assert_eq!(finder.with_keyword_in("重复"), Some(0));
        assert_eq!(finder.with_keyword_in("别的"), None);
        assert_eq!(CauseFinder::new(&[]).with_keyword_in("重复"), None);
    }
}
