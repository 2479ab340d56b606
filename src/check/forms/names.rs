//! Which indicator a row of a form means.

use std::collections::BTreeMap;

use crate::check::checked::IndicatorSystem;
use crate::load::{split_points, without_numbering, without_share};
use crate::model::{Points, comparable, nearest};

/// The names of a class's indicators and of the levels above them.
pub(in crate::check) struct FormNames<'a> {
    pub(in crate::check) system: &'a IndicatorSystem,
    codes: BTreeMap<String, usize>,
    /// Whole paths.
    paths: BTreeMap<Vec<String>, usize>,
    /// Indicators by their own name; a name may stand under several parents.
    leaves: BTreeMap<String, Vec<usize>>,
    /// Indicators below a level's name.
    nodes: BTreeMap<String, Vec<usize>>,
}

/// What a row's names lead to.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::check) enum Meant {
    /// One indicator.
    Indicator(usize),
    /// A level above indicators.
    Node(Vec<usize>),
    /// Several indicators, which nothing tells apart.
    Several(Vec<usize>),
    /// A code that means the first of these, and a name that means the others.
    Contradiction(Vec<usize>),
    /// Nothing that the system has.
    Nothing,
}

impl<'a> FormNames<'a> {
    pub(in crate::check) fn new(system: &'a IndicatorSystem) -> Self {
        let mut names = Self {
            system,
            codes: BTreeMap::new(),
            paths: BTreeMap::new(),
            leaves: BTreeMap::new(),
            nodes: BTreeMap::new(),
        };
        for (position, indicator) in system.indicators.iter().enumerate() {
            names.codes.insert(comparable(&indicator.code), position);
            let path: Vec<String> = indicator.path.iter().map(|level| comparable(level)).collect();
            names.paths.insert(path, position);
            for name in std::iter::once(&indicator.name).chain(&indicator.aliases) {
                let leaves = names.leaves.entry(comparable(name)).or_default();
                if !leaves.contains(&position) {
                    leaves.push(position);
                }
            }
            for node in indicator.path.iter().rev().skip(1) {
                let below = names.nodes.entry(comparable(node)).or_default();
                if below.last() != Some(&position) {
                    below.push(position);
                }
            }
        }
        names
    }

    /// The indicator that a row means by its code and the names of its levels, outermost first.
    pub(in crate::check) fn meant(&self, code: Option<&str>, levels: &[String]) -> Meant {
        if let Some(known) = code.and_then(|code| self.by_code(code)) {
            return self.agreed(known, levels);
        }
        let path: Vec<String> = levels.iter().map(|level| bare(level)).collect();
        if let Some(known) = self.paths.get(&path) {
            return Meant::Indicator(*known);
        }
        let Some(own) = levels.last().map(String::as_str).or(code) else {
            return Meant::Nothing;
        };
        let above = path.get(..path.len().saturating_sub(1)).unwrap_or_default();
        for name in [bare(own), bare_unnumbered(own)] {
            if let Some(leaves) = self.leaves.get(&name) {
                return self.told_apart(leaves, above);
            }
            if let Some(nodes) = self.nodes.get(&name) {
                return Meant::Node(nodes.clone());
            }
        }
        self.by_code(own).map_or(Meant::Nothing, Meant::Indicator)
    }

    /// The indicator with a code, unless the name beside it is another indicator's.
    fn agreed(&self, known: usize, levels: &[String]) -> Meant {
        match self.meant(None, levels) {
            Meant::Indicator(named) if named != known => Meant::Contradiction(vec![known, named]),
            Meant::Several(named) if !named.contains(&known) => {
                Meant::Contradiction(std::iter::once(known).chain(named).collect())
            }
            _ => Meant::Indicator(known),
        }
    }

    /// The indicator with a code, which may stand before the name.
    fn by_code(&self, text: &str) -> Option<usize> {
        let first = text.split_whitespace().next().unwrap_or("");
        [text, first].into_iter().find_map(|code| self.codes.get(&comparable(code)).copied())
    }

    /// Of indicators with one name, the one under the levels that the row names.
    fn told_apart(&self, leaves: &[usize], above: &[String]) -> Meant {
        if let [only] = leaves {
            return Meant::Indicator(*only);
        }
        let fits = |leaf: &&usize| {
            let path = &self.system.indicators[**leaf].path;
            let path: Vec<String> = path.iter().map(|level| comparable(level)).collect();
            let known = |level: &String| {
                path.contains(level) || path.contains(&comparable(without_numbering(level)))
            };
            !above.is_empty() && above.iter().all(known)
        };
        let mut fitting = leaves.iter().filter(fits);
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Meant::Indicator(*only),
            _ => Meant::Several(leaves.to_vec()),
        }
    }

    /// The known name nearest to one that is not known.
    pub(super) fn nearest(&self, name: &str) -> Option<&str> {
        let own = self.system.indicators.iter().map(|indicator| indicator.name.as_str());
        nearest(split_points(name).0, own)
    }

    /// Full marks of what a name means: an indicator's, or those of all below a level.
    pub(super) fn marks(&self, meant: &Meant) -> Option<Points> {
        let marks = |at: &usize| self.system.indicators[*at].full_marks.scaled();
        match meant {
            Meant::Indicator(at) => Some(self.system.indicators[*at].full_marks),
            Meant::Node(below) => Some(Points::from_scaled(below.iter().map(marks).sum())),
            Meant::Several(_) | Meant::Contradiction(_) | Meant::Nothing => None,
        }
    }

    /// What the name of a level above an indicator means.
    pub(super) fn node(&self, name: &str) -> Meant {
        let names = [bare(name), bare_unnumbered(name)];
        let below = names.iter().find_map(|name| self.nodes.get(name));
        below.map_or(Meant::Nothing, |below| Meant::Node(below.clone()))
    }
}

/// A name as compared, without points behind it.
fn bare(name: &str) -> String {
    comparable(without_share(split_points(name).0))
}

fn bare_unnumbered(name: &str) -> String {
    comparable(without_numbering(without_share(split_points(name).0)))
}
