//! 整改建议目录: what to do about a loss, by indicator, dimension and cause.

use std::collections::BTreeMap;

use super::points::spoken;
use super::rows::ClassNames;
use super::types::Cause;
use crate::check::IndicatorSystem;
use crate::finding::{Finding, Rule, rule};
use crate::load::RawTable;
use crate::model::{comparable, nearest};
use crate::settings::ClassSettings;

/// How closely an action is made for a loss; the closest wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Its dimension, whatever the cause.
    Dimension,
    /// Its cause, whatever the indicator.
    Cause,
    /// Its cause, in its dimension.
    DimensionCause,
    /// Its indicator, whatever the cause.
    Indicator,
    /// Its cause, in its indicator.
    IndicatorCause,
}

/// A row of the catalogue, as one indicator sees it.
#[derive(Debug, Clone)]
struct Row {
    fit: Fit,
    /// Comparable code of the cause.
    cause: Option<String>,
    /// Position of the text.
    text: usize,
}

/// The catalogue of actions.
#[derive(Debug, Clone, Default)]
pub struct Actions {
    texts: Vec<String>,
    /// Rows by class and indicator, closest first.
    rows: BTreeMap<(usize, usize), Vec<Row>>,
}

impl Actions {
    /// What to do about a loss in an indicator (class, leaf) for a cause: indicator and cause, then
    /// indicator, dimension and cause, cause (here or, as `of_cause`, in the catalogue of causes),
    /// dimension.
    pub(in crate::check) fn find<'a>(
        &'a self,
        leaf: (usize, usize),
        cause: Option<&str>,
        of_cause: Option<&'a str>,
    ) -> Option<&'a str> {
        let cause = cause.map(comparable);
        let rows = self.rows.get(&leaf).map(Vec::as_slice).unwrap_or_default();
        let fits = |row: &&Row| row.cause.is_none() || row.cause == cause;
        let best = rows.iter().find(fits);
        let text = best.map(|row| self.texts[row.text].as_str());
        match best {
            Some(row) if row.fit == Fit::Dimension => of_cause.or(text),
            Some(_) => text,
            None => of_cause,
        }
    }

    /// Whether a row is made for an indicator, or for a cause in its dimension: what it says is no
    /// general line of the cause.
    pub(in crate::check) fn is_made_for(&self, leaf: (usize, usize), cause: Option<&str>) -> bool {
        let cause = cause.map(comparable);
        let rows = self.rows.get(&leaf).map(Vec::as_slice).unwrap_or_default();
        let best = rows.iter().find(|row| row.cause.is_none() || row.cause == cause);
        best.is_some_and(|row| row.fit >= Fit::DimensionCause)
    }

    /// How many rows the catalogue has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// An action as sentences take it in: lines of a cell parted by semicolons, no full stop at the end.
pub(super) fn one_line(text: &str) -> String {
    let end = ['\u{3002}', '\u{FF1B}', ';'];
    let lines = text.lines().map(|line| line.trim().trim_end_matches(end));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\u{FF1B}")
}

/// What the rows of the catalogue are read with.
pub(super) struct Desk<'a> {
    pub(super) table: &'a RawTable,
    pub(super) settings: &'a [ClassSettings],
    pub(super) classes: &'a [Option<ClassNames<'a>>],
    /// The catalogue of causes; empty where there is none, or it could not be read whole.
    pub(super) causes: &'a [Cause],
}

/// Reads the catalogue: a row that names what is not there is left out, and told.
pub(super) fn read(desk: &Desk<'_>, findings: &mut Vec<Finding>) -> Actions {
    let mut actions = Actions::default();
    // Without every class's indicators no name is unknown.
    if desk.classes.iter().any(Option::is_none) {
        return actions;
    }
    let mut lines: BTreeMap<(usize, usize, Fit, Option<String>), usize> = BTreeMap::new();
    for line in 0..desk.table.len() {
        let Some((about, fit, cause, text)) = desk.row(line, findings) else {
            continue;
        };
        let key = |own: &(usize, usize)| (own.0, own.1, fit, cause.clone());
        if let Some(first) = about.iter().find_map(|own| lines.get(&key(own))) {
            let other = spoken(&desk.table.place_by_role(*first, "action"));
            let found = Finding::new(rule::ACTION_TWICE, desk.table.place_by_role(line, "action"));
            findings.push(found.with("other", other));
            continue;
        }
        actions.texts.push(text);
        for own in &about {
            lines.insert(key(own), line);
            let row = Row { fit, cause: cause.clone(), text: actions.texts.len() - 1 };
            actions.rows.entry(*own).or_default().push(row);
        }
    }
    for rows in actions.rows.values_mut() {
        rows.sort_by_key(|row| std::cmp::Reverse(row.fit));
    }
    actions
}

type RowParts = (Vec<(usize, usize)>, Fit, Option<String>, String);

impl Desk<'_> {
    /// Indicators of a row, how closely it fits them, its cause and its text.
    fn row(&self, line: usize, findings: &mut Vec<Finding>) -> Option<RowParts> {
        let value = |role| self.table.value(line, role);
        let text = value("action").map(one_line);
        if text.as_ref().is_none_or(String::is_empty) {
            findings.push(self.wrong(rule::CELL_MISSING, line, "action", ""));
            return None;
        }
        let classes = self.classes_of(line, findings)?;
        let cause = value("cause");
        let named = value("indicator").or(value("indicator_name"));
        let (about, fit) = match (named, value("dimension"), &cause) {
            (Some(_), _, cause) => {
                let about = self.indicators(line, &classes, findings)?;
                (about, if cause.is_some() { Fit::IndicatorCause } else { Fit::Indicator })
            }
            (None, Some(name), cause) => {
                let about = self.dimension(line, &classes, name, findings)?;
                (about, if cause.is_some() { Fit::DimensionCause } else { Fit::Dimension })
            }
            (None, None, Some(_)) => {
                let leaves = |(at, system): &(usize, &IndicatorSystem)| {
                    let at = *at;
                    (0..system.indicators.len()).map(move |leaf| (at, leaf))
                };
                (self.systems(&classes).iter().flat_map(leaves).collect(), Fit::Cause)
            }
            (None, None, None) => {
                findings.push(self.wrong(rule::ACTION_UNBOUND, line, "action", ""));
                return None;
            }
        };
        let known =
            |code: &str| self.causes.iter().any(|own| comparable(&own.code) == comparable(code));
        if let Some(code) = cause.filter(|code| !self.causes.is_empty() && !known(code)) {
            let codes = self.causes.iter().map(|own| own.code.as_str());
            findings.push(self.unknown(line, "cause", code, codes));
            return None;
        }
        Some((about, fit, cause.map(comparable), text?))
    }

    /// Classes of a row: all where it says none.
    fn classes_of(&self, line: usize, findings: &mut Vec<Finding>) -> Option<Vec<usize>> {
        let Some(name) = self.table.value(line, "class") else {
            return Some((0..self.settings.len()).collect());
        };
        let wanted = comparable(name);
        let is_own = |own: &ClassSettings| {
            [&own.name, &own.code].into_iter().any(|known| comparable(known) == wanted)
        };
        let found = self.settings.iter().position(is_own);
        if found.is_none() {
            let names = self.settings.iter().map(|own| own.name.as_str());
            findings.push(self.unknown(line, "class", name, names));
        }
        found.map(|found| vec![found])
    }

    fn systems(&self, classes: &[usize]) -> Vec<(usize, &IndicatorSystem)> {
        let of = |at: &usize| Some((*at, self.classes.get(*at)?.as_ref()?.system));
        classes.iter().filter_map(of).collect()
    }

    /// The indicators that a row names, at most one a class; indicators of several names are told.
    fn indicators(
        &self,
        line: usize,
        classes: &[usize],
        findings: &mut Vec<Finding>,
    ) -> Option<Vec<(usize, usize)>> {
        let (code, beside) =
            (self.table.value(line, "indicator"), self.table.value(line, "indicator_name"));
        let (role, name) =
            code.map(|code| ("indicator", code)).or(beside.map(|name| ("indicator_name", name)))?;
        let of = |at: &usize| {
            let own = self.classes.get(*at)?.as_ref()?;
            let leaf = own.names.find(name)?;
            let indicator = &own.system.indicators[leaf];
            let mut known = std::iter::once(&indicator.name).chain(&indicator.aliases);
            let agrees = beside
                .is_none_or(|beside| known.any(|known| comparable(known) == comparable(beside)));
            agrees.then_some((*at, leaf, indicator.name.as_str()))
        };
        let found: Vec<_> = classes.iter().filter_map(of).collect();
        let Some((.., first)) = found.first() else {
            let all = || classes.iter().filter_map(|at| self.classes.get(*at)?.as_ref());
            if all().any(|own| own.names.shared(name)) {
                findings.push(self.wrong(rule::ACTION_UNCLEAR, line, role, name));
                return None;
            }
            // The code is there, with another name than the one beside it.
            let own =
                all().find_map(|own| Some(&own.system.indicators[own.names.find(name)?].name));
            if let Some((own, beside)) = own.zip(beside) {
                let found = self.wrong(rule::ACTION_UNKNOWN, line, "indicator_name", beside);
                findings.push(found.with("nearest", own));
                return None;
            }
            let systems = self.systems(classes);
            let all = systems.iter().flat_map(|(_, system)| &system.indicators);
            let all = all.flat_map(|own| [own.code.as_str(), own.name.as_str()]);
            findings.push(self.unknown(line, role, name, all));
            return None;
        };
        if found.iter().any(|(.., other)| comparable(other) != comparable(first)) {
            findings.push(self.wrong(rule::ACTION_UNCLEAR, line, role, name));
            return None;
        }
        Some(found.iter().map(|(class, leaf, _)| (*class, *leaf)).collect())
    }

    /// The indicators of a dimension, by its name or short name, in every class that has it.
    fn dimension(
        &self,
        line: usize,
        classes: &[usize],
        name: &str,
        findings: &mut Vec<Finding>,
    ) -> Option<Vec<(usize, usize)>> {
        let systems = self.systems(classes);
        let wanted = comparable(name);
        let mut about = Vec::new();
        for (at, system) in &systems {
            let is_own = |own: &&crate::check::Dimension| {
                [&own.name, &own.short].into_iter().any(|known| comparable(known) == wanted)
            };
            let leaves = system.dimensions.iter().filter(is_own).flat_map(|own| own.leaves.clone());
            about.extend(leaves.map(|leaf| (*at, leaf)));
        }
        if about.is_empty() {
            let all = systems.iter().flat_map(|(_, system)| &system.dimensions);
            let all = all.map(|own| own.name.as_str());
            findings.push(self.unknown(line, "dimension", name, all));
            return None;
        }
        Some(about)
    }

    fn wrong(&self, broken: Rule, line: usize, role: &str, name: &str) -> Finding {
        Finding::new(broken, self.table.place_by_role(line, role))
            .with("name", name)
            .with("head", self.table.head_of(role).unwrap_or(role))
    }

    fn unknown<'n>(
        &self,
        line: usize,
        role: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) -> Finding {
        let nearest = nearest(name, known).unwrap_or_default();
        self.wrong(rule::ACTION_UNKNOWN, line, role, name).with("nearest", nearest)
    }
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn lines_become_one() {
        let text = one_line(" a\u{3002}\r\n\n## b\u{FF1B}\n");
        assert_eq!(text, "a\u{FF1B}## b");
        assert_eq!(one_line("\u{3002}"), "");
    }
}
