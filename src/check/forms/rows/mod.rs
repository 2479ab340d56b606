//! The rows of one form become points by indicator.

mod cells;
mod sums;

use std::collections::BTreeSet;

use super::names::{FormNames, Meant};
use crate::finding::{Finding, Place, Rule, rule};
use crate::load::{NAMING, RawForm, RawTable, is_total, plain_number};
use crate::model::{Points, comparable};
use sums::{Part, Sum};

/// Most missing indicators that a finding names.
const NAMED_ROWS: usize = 5;

/// What a unit wrote of itself on one indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Own {
    /// Nothing.
    #[default]
    Empty,
    /// That it does not apply.
    NotApplicable,
    /// Points.
    Points(Points),
    /// Something that is no points.
    Wrong,
}

/// One form as read.
#[derive(Debug)]
pub(super) struct Reading {
    /// By indicator.
    pub(super) own: Vec<Own>,
    /// What is wrong with it.
    pub(super) findings: Vec<Finding>,
}

/// Reads a form; `unit` is the unit's name.
pub(super) fn read(form: &RawForm, names: &FormNames<'_>, unit: &str) -> Reading {
    let table = &form.table;
    let mut rows = Rows {
        form,
        table,
        names,
        unit,
        naming: positions(table),
        above: Vec::new(),
        entries: vec![Vec::new(); names.system.indicators.len()],
        parts: Vec::new(),
        sums: Vec::new(),
        unknown: Vec::new(),
        maybe: BTreeSet::new(),
        end: 0,
        marked: BTreeSet::new(),
        findings: Vec::new(),
    };
    for line in 0..table.len() {
        rows.line(line);
    }
    rows.finish()
}

fn positions(table: &RawTable) -> Vec<usize> {
    let columns = table.columns().iter().enumerate();
    columns.filter(|(_, column)| NAMING.contains(&column.role)).map(|(at, _)| at).collect()
}

/// A row that names an indicator.
#[derive(Debug, Clone)]
struct Entry {
    line: usize,
    own: Own,
    /// Whether the full marks beside it are those of the indicator, or there are none.
    whole: bool,
}

struct Rows<'a> {
    form: &'a RawForm,
    table: &'a RawTable,
    names: &'a FormNames<'a>,
    unit: &'a str,
    naming: Vec<usize>,
    /// Names of the levels of the row above.
    above: Vec<String>,
    entries: Vec<Vec<Entry>>,
    parts: Vec<Part>,
    sums: Vec<Sum>,
    unknown: Vec<usize>,
    /// Indicators that an unclear row may mean: that they have no row is no second trouble.
    maybe: BTreeSet<usize>,
    /// Rows above this one are part of the table for certain.
    end: usize,
    /// Names with points in brackets that were compared already.
    marked: BTreeSet<String>,
    findings: Vec<Finding>,
}

impl Rows<'_> {
    fn line(&mut self, line: usize) {
        let naming = |role: &str| role.is_empty() || role == "indicator" || NAMING.contains(&role);
        let columns = self.table.columns().iter().enumerate();
        let mut cells = columns.filter(|(_, column)| naming(column.role));
        if cells.any(|(at, _)| self.table.cell(line, at).is_some_and(is_total)) {
            self.sum(line);
            return;
        }
        let code = self.table.value(line, "indicator");
        let own: Vec<Option<&str>> =
            self.naming.iter().map(|at| self.table.cell(line, *at)).collect();
        let Some(levels) = self.levels(&own) else {
            match code {
                Some(_) => self.row(line, code, &[]),
                None => self.nameless(line),
            }
            return;
        };
        self.row(line, code, &levels);
    }

    /// Names from the outermost level to the row's own deepest one; a blank level is that of the
    /// row above. None for a row without any name.
    fn levels(&mut self, own: &[Option<&str>]) -> Option<Vec<String>> {
        let deepest = own.iter().rposition(Option::is_some)?;
        let mut filled: Vec<String> = Vec::new();
        for (level, name) in own.iter().take(deepest + 1).enumerate() {
            let above = || self.above.get(level).cloned().unwrap_or_default();
            filled.push(name.map_or_else(above, str::to_owned));
        }
        self.above.clone_from(&filled);
        // A name that is merged over two level columns stands there once.
        filled.retain(|name| !name.is_empty());
        filled.dedup();
        Some(filled)
    }

    fn row(&mut self, line: usize, code: Option<&str>, levels: &[String]) {
        match self.names.meant(code, levels) {
            Meant::Indicator(indicator) => {
                self.end = line;
                self.parts.push(Part::Indicator(indicator));
                let whole = self.marks(line, indicator);
                self.bracketed(line, levels, indicator);
                let own = self.own(line, indicator);
                self.entries[indicator].push(Entry { line, own, whole });
            }
            Meant::Node(below) => {
                // A level with a row of its own may say what its indicators add up to.
                self.end = line;
                let covers = below.iter().map(|at| Part::Indicator(*at)).collect();
                self.sums.push(Sum { line, covers: vec![covers] });
            }
            Meant::Several(indicators) => {
                self.end = line;
                self.maybe.extend(indicators);
                self.parts.push(Part::Unclear);
                if self.table.value(line, "points").is_some() {
                    let name = levels.last().map_or("", String::as_str);
                    self.tell(rule::FORM_ROW_UNCLEAR, self.place(line), name);
                }
            }
            Meant::Contradiction(indicators) => {
                self.end = line;
                self.maybe.extend(&indicators);
                self.parts.push(Part::Unclear);
                let found = self
                    .found(rule::INDICATOR_NAME_DIFFERS, self.place(line))
                    .with("name", levels.last().map_or("", String::as_str))
                    .with("code", code.unwrap_or_default())
                    .with("indicator", &self.names.system.indicators[indicators[0]].name);
                self.findings.push(found);
            }
            Meant::Nothing => {
                // A head that is repeated on the next page is no row.
                let head = self.table.head_of("points").map(comparable);
                if self.table.value(line, "points").map(comparable) != head {
                    self.parts.push(self.points(line).map_or(Part::Unclear, Part::Stranger));
                    self.unknown.push(line);
                }
            }
        }
    }

    /// A row with points and without a name: part of the indicator above, or of nothing.
    fn nameless(&mut self, line: usize) {
        if self.points(line).is_some() && matches!(self.parts.last(), Some(Part::Indicator(_))) {
            self.parts.push(Part::Unclear);
            let place = self.table.place_by_role(line, "points");
            let name = self.above.last().cloned().unwrap_or_default();
            self.tell(rule::FORM_ROW_UNCLEAR, place, &name);
        }
    }

    /// The points cell of a row, where it holds a number.
    fn points(&self, line: usize) -> Option<Points> {
        let text = self.table.value(line, "points")?;
        Points::parse(&plain_number(text)).ok()
    }

    fn found(&self, rule: Rule, place: Place) -> Finding {
        Finding::new(rule, place).with("unit", self.unit)
    }

    fn tell(&mut self, rule: Rule, place: Place, name: &str) {
        let nearest = self.names.nearest(name).unwrap_or_default();
        let found = self.found(rule, place).with("name", name).with("nearest", nearest);
        self.findings.push(found);
    }

    /// The cell of a row that names its indicator.
    fn place(&self, line: usize) -> Place {
        let named = self.naming.iter().rev().find(|at| self.table.cell(line, **at).is_some());
        let code = self.table.position("indicator");
        self.table.place(line, named.copied().or(code))
    }

    fn finish(mut self) -> Reading {
        let known = self.parts.iter().filter(|part| matches!(part, Part::Indicator(_))).count();
        self.strangers(known);
        let entries = std::mem::take(&mut self.entries);
        let own: Vec<Own> =
            entries.iter().enumerate().map(|(at, entries)| self.one(at, entries)).collect();
        self.compare(&entries, &own);
        self.absent(&entries, &own);
        Reading { own, findings: self.findings }
    }

    /// Rows of indicators that the system does not have. Below the table they are signatures and
    /// remarks, unless they hold both full marks and points.
    fn strangers(&mut self, known: usize) {
        let told: Vec<usize> = std::mem::take(&mut self.unknown)
            .into_iter()
            .filter(|line| {
                let marks = self.table.value(*line, "full_marks");
                let marks = marks.is_some_and(|text| Points::parse(&plain_number(text)).is_ok());
                let points = self.table.value(*line, "points").is_some();
                points && (*line < self.end || marks && self.sums.is_empty())
            })
            .collect();
        if told.len() > known {
            let found = self.found(rule::FORM_OTHER_INDICATORS, self.table.whole());
            self.findings.push(found.with("count", told.len()).with("known", known));
            return;
        }
        for line in told {
            let named = self.naming.iter().rev().find_map(|at| self.table.cell(line, *at));
            let name = named.or(self.table.value(line, "indicator")).unwrap_or("").to_owned();
            self.tell(rule::FORM_ROW_UNKNOWN, self.place(line), &name);
        }
    }

    /// What several rows of one indicator say together.
    fn one(&mut self, indicator: usize, entries: &[Entry]) -> Own {
        // One merged cell is said once.
        let again = |entry: &&Entry| {
            let cell = self.form.shared.iter().find(|lines| lines.contains(&entry.line));
            cell.is_none_or(|lines| {
                entries.iter().all(|other| other.line >= entry.line || !lines.contains(&other.line))
            })
        };
        let entries: Vec<Entry> =
            entries.iter().filter(again).filter(|entry| entry.own != Own::Empty).cloned().collect();
        let mut said = entries.iter();
        let Some(first) = said.next() else {
            return Own::Empty;
        };
        let Some(second) = said.next() else {
            return first.own;
        };
        let place = self.place(second.line);
        let name = &self.names.system.indicators[indicator].name;
        self.tell(rule::FORM_ROW_TWICE, place, name);
        let alike = |entry: &Entry| entry.own == first.own && entry.whole;
        let alike = entries.iter().all(alike);
        if alike { first.own } else { Own::Wrong }
    }

    /// Indicators without a row, and a form without any points.
    fn absent(&mut self, entries: &[Vec<Entry>], own: &[Own]) {
        if own.iter().all(|own| *own == Own::Empty) {
            let found = self.found(rule::FORM_EMPTY, self.table.whole());
            self.findings.push(found);
            return;
        }
        let missing: Vec<&str> = entries
            .iter()
            .zip(&self.names.system.indicators)
            .enumerate()
            .filter(|(at, (entries, _))| entries.is_empty() && !self.maybe.contains(at))
            .map(|(_, (_, indicator))| indicator.name.as_str())
            .collect();
        if missing.is_empty()
            || self.findings.iter().any(|f| f.code == rule::FORM_OTHER_INDICATORS.code)
        {
            return;
        }
        let found = self
            .found(rule::FORM_ROW_MISSING, self.table.whole())
            .with("count", missing.len())
            .with("more", if missing.len() > NAMED_ROWS { "yes" } else { "" })
            .with("names", missing.iter().take(NAMED_ROWS).copied().collect::<Vec<_>>().join("、"));
        self.findings.push(found);
    }
}
