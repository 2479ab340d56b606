//! The unit list.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use super::checked::Unit;
use crate::finding::{Finding, rule};
use crate::load::{RawTable, split_aliases};
use crate::model::{comparable, is_han, nearest};
use crate::settings::Settings;

/// The units of all classes, found by any of their names.
pub(super) struct Register {
    classes: Vec<Vec<Unit>>,
    names: HashMap<String, Known>,
    /// Names that a text may hold, as compared: all but codes.
    spoken: Vec<(String, Known)>,
    /// Finds all of these in a text at once; made for the first text.
    speakers: OnceLock<Option<AhoCorasick>>,
    /// Names of rows that could not be read, which has been told.
    dropped: BTreeSet<String>,
    /// The area as compared: its name may stand before a unit's.
    area: String,
}

/// Beginnings of a text, longest first, without the empty one.
fn prefixes(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.char_indices().map(|(at, character)| at + character.len_utf8());
    ends.collect::<Vec<_>>().into_iter().rev().map(move |end| &text[..end])
}

/// Where a name leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Known {
    pub(super) class: usize,
    pub(super) unit: usize,
}

impl Register {
    /// Units of a class, in list order.
    pub(super) fn of_class(&self, class: usize) -> &[Unit] {
        self.classes.get(class).map(Vec::as_slice).unwrap_or_default()
    }

    /// The unit with a code, name, short name or alias.
    pub(super) fn find(&self, name: &str) -> Option<Known> {
        self.names.get(&comparable(name)).copied()
    }

    /// Units whose name, short name or another name stands in a text, in the order of the text.
    ///
    /// A name inside a longer one that stands there too is no name of its own, and neither is one
    /// behind another Han character (“陆丰市教育局” is not 市教育局), unless that is the name of the
    /// area (“汕尾市教育局” is 市教育局 where the area is 汕尾市).
    pub(super) fn named_in(&self, text: &str) -> Vec<Known> {
        let text = comparable(text);
        // Names are far too short to be more than the automaton can hold.
        let names = || AhoCorasick::new(self.spoken.iter().map(|(name, _)| name)).ok();
        let Some(speakers) = self.speakers.get_or_init(names) else { return Vec::new() };
        let mut spans: Vec<(usize, usize, Known)> = speakers
            .find_overlapping_iter(&text)
            .filter(|found| self.opens(&text[..found.start()]))
            .map(|found| (found.start(), found.len(), self.spoken[found.pattern().as_usize()].1))
            .collect();
        // The longest name first at each place; what lies inside one that is taken is passed over.
        spans.sort_by_key(|(at, length, _)| (*at, std::cmp::Reverse(*length)));
        let (mut end, mut units) = (0, Vec::new());
        for (at, length, known) in spans {
            if at >= end {
                end = at + length;
                if !units.contains(&known) {
                    units.push(known);
                }
            }
        }
        units
    }

    /// Whether a name may begin behind this text.
    fn opens(&self, before: &str) -> bool {
        let parts = prefixes(&self.area).find_map(|part| before.strip_suffix(part));
        let before = parts.unwrap_or(before);
        !before.chars().next_back().is_some_and(is_han)
    }

    /// The unit that a text names and nothing else; the area's name may stand before it.
    pub(super) fn find_said(&self, text: &str) -> Option<Known> {
        let text = comparable(text);
        let bare = prefixes(&self.area).filter_map(|part| text.strip_prefix(part));
        std::iter::once(text.as_str()).chain(bare).find_map(|name| self.find(name))
    }

    /// Whether a name is that of a row of the list that could not be read: that nobody has it is no
    /// second trouble.
    pub(super) fn is_dropped(&self, name: &str) -> bool {
        self.dropped.contains(&comparable(name))
    }

    /// The full name of the unit with a code, name, short name or alias.
    pub(super) fn name_of(&self, name: &str) -> Option<&str> {
        let Known { class, unit } = self.find(name)?;
        self.of_class(class).get(unit).map(|unit| unit.name.as_str())
    }

    /// The known unit name nearest to `name`; that both begin with the area's name brings them no
    /// nearer.
    pub(super) fn nearest(&self, name: &str) -> Option<&str> {
        let units = self.classes.iter().flatten();
        let names: Vec<&str> =
            units.flat_map(|unit| [unit.name.as_str(), unit.short.as_str()]).collect();
        let found = nearest(self.local(name), names.iter().map(|known| self.local(known)))?;
        names.into_iter().find(|known| self.local(known) == found)
    }

    /// A name without that of the area before it.
    fn local<'n>(&self, name: &'n str) -> &'n str {
        let bare = prefixes(&self.area).find_map(|part| name.strip_prefix(part));
        bare.filter(|bare| !bare.is_empty()).unwrap_or(name)
    }
}

/// A row of the list before its class's order is known.
struct Row {
    line: usize,
    order: Option<i64>,
    unit: Unit,
}

/// Reads the unit list.
pub(super) fn read(table: &RawTable, settings: &Settings, findings: &mut Vec<Finding>) -> Register {
    let mut rows: Vec<Vec<Row>> = settings.classes.iter().map(|_| Vec::new()).collect();
    let mut dropped = BTreeSet::new();
    for line in 0..table.len() {
        if let Some((class, row)) = read_row(table, line, settings, findings) {
            rows[class].push(row);
        } else {
            let own = ["code", "name", "short"].into_iter().filter_map(|r| table.value(line, r));
            dropped.extend(own.map(comparable));
        }
    }
    let mut register = Register {
        classes: Vec::new(),
        names: HashMap::new(),
        spoken: Vec::new(),
        speakers: OnceLock::new(),
        dropped,
        area: comparable(&settings.assessment.area),
    };
    for (class, mut rows) in rows.into_iter().enumerate() {
        // Without an order the list's own order stands.
        rows.sort_by_key(|row| row.order.unwrap_or(i64::MAX));
        if rows.is_empty() {
            let found = Finding::new(rule::CLASS_EMPTY, table.whole());
            findings.push(found.with("class", &settings.classes[class].name));
        }
        for (unit, row) in rows.iter().enumerate() {
            let known = Known { class, unit };
            enter(&mut register.names, known, row, table, findings);
            let own = [&row.unit.name, &row.unit.short].into_iter().chain(&row.unit.aliases);
            register.spoken.extend(own.map(|name| (comparable(name), known)));
        }
        register.classes.push(rows.into_iter().map(|row| row.unit).collect());
    }
    register.spoken.retain(|(name, _)| !name.is_empty());
    register
}

fn read_row(
    table: &RawTable,
    line: usize,
    settings: &Settings,
    findings: &mut Vec<Finding>,
) -> Option<(usize, Row)> {
    let value = |role: &str| table.value(line, role).map(str::to_owned);
    let mut complete = true;
    for role in ["code", "name", "class"] {
        if value(role).is_none() {
            let found = Finding::new(rule::UNIT_INCOMPLETE, table.place_by_role(line, role));
            findings.push(found.with("role", role));
            complete = false;
        }
    }
    if !complete {
        return None;
    }
    let (code, name, class_code) = (value("code")?, value("name")?, value("class")?);
    let classes = &settings.classes;
    let Some(class) = classes.iter().position(|c| c.code == class_code || c.name == class_code)
    else {
        let known: Vec<_> = classes.iter().map(|class| class.code.as_str()).collect();
        let found = Finding::new(rule::UNIT_CLASS_UNKNOWN, table.place_by_role(line, "class"))
            .with("class", class_code)
            .with("known", known.join("、"));
        findings.push(found);
        return None;
    };
    let order = value("order").map(|text| text.parse::<i64>());
    if let Some(Err(_)) = order {
        let found = Finding::new(rule::UNIT_ORDER, table.place_by_role(line, "order"));
        findings.push(found.with("value", value("order").unwrap_or_default()));
    }
    let short = value("short").unwrap_or_else(|| name.clone());
    let aliases = value("aliases").unwrap_or_default();
    let aliases = split_aliases(&aliases).map(str::to_owned).collect();
    let unit = Unit { code, name, short, aliases };
    Some((class, Row { line, order: order.and_then(Result::ok), unit }))
}

/// Enters a unit's names; a name that another unit has is a finding.
fn enter(
    names: &mut HashMap<String, Known>,
    known: Known,
    row: &Row,
    table: &RawTable,
    findings: &mut Vec<Finding>,
) {
    let unit = &row.unit;
    let own = [("code", &unit.code), ("name", &unit.name), ("short", &unit.short)];
    let own = own.into_iter().chain(unit.aliases.iter().map(|alias| ("aliases", alias)));
    for (role, name) in own {
        // The first unit keeps a name, so that one mistake is one finding.
        let holder = *names.entry(comparable(name)).or_insert(known);
        if holder != known {
            let place = table.place_by_role(row.line, role);
            findings.push(Finding::new(rule::UNIT_DUPLICATE, place).with("name", name));
        }
    }
}
