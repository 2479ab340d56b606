//! An indicator table becomes an [`IndicatorSystem`].

use std::collections::BTreeMap;

use super::checked::{Dimension, Indicator, IndicatorSystem};
use super::node_marks::{NodeMarks, bare};
use super::weights::Weights;
use crate::finding::{Finding, rule};
use crate::load::{RawTable, plain_number, split_aliases};
use crate::model::{Points, comparable};

const LEVELS: [&str; 4] = ["level1", "level2", "level3", "level4"];

/// Reads an indicator table. A blank upper level is the one above it, as in a table whose level
/// cells are merged; the deepest filled level of a row names its indicator. Points behind names are
/// no part of them.
///
/// With a `total`, full marks come from nested percentages.
pub(super) fn read(
    table: &RawTable,
    total: Option<Points>,
    findings: &mut Vec<Finding>,
) -> IndicatorSystem {
    let mut system = IndicatorSystem::default();
    let mut weights = Weights::default();
    let mut marks = NodeMarks::default();
    let mut above: Vec<String> = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for line in 0..table.len() {
        let path = match path(table, line, &above) {
            Ok(path) => path,
            Err(level) => {
                let place = table.place_by_role(line, level);
                findings.push(Finding::new(rule::INDICATOR_INCOMPLETE, place));
                continue;
            }
        };
        above.clone_from(&path);
        marks.read(table, line, &path, &LEVELS);
        let full_marks = match total {
            Some(total) => weights.full_marks(table, line, &path, total, findings),
            None => full_marks(table, line, findings),
        };
        let floor = floor(table, line, findings);
        let dimension = dimension(&mut system, table, line, &path, findings);
        let number = number(&system, dimension, &path);
        let code = table.value(line, "code").map_or(number, str::to_owned);
        let aliases = aliases(table, line);
        let whole = path.concat();
        let keys = [("code", code.as_str()), ("level1", whole.as_str())];
        let keys = keys.into_iter().chain(aliases.iter().map(|name| ("aliases", name.as_str())));
        let mut double = None;
        for (role, name) in keys {
            let holder = *seen.entry(comparable(name)).or_insert(line);
            if holder != line {
                double = double.or(Some(role));
            }
        }
        if let Some(role) = double {
            let place = table.place_by_role(line, role);
            let found = Finding::new(rule::INDICATOR_DUPLICATE, place);
            findings.push(found.with("name", path.join(" / ")).with("code", &code));
            // An indicator that is there already is not there twice.
            if role != "aliases" {
                continue;
            }
        }
        let text = |role: &str| table.value(line, role).map(str::to_owned);
        system.indicators.push(Indicator {
            code,
            name: path.last().cloned().unwrap_or_default(),
            path,
            aliases,
            dimension,
            full_marks: full_marks.unwrap_or_default(),
            floor,
            method: text("method"),
            look: text("look"),
            criterion: text("criterion"),
            basis: text("basis"),
            shared: text("shared"),
        });
        let end = system.indicators.len();
        system.dimensions[dimension].leaves.end = end;
    }
    weights.check_sums(table, findings);
    marks.check(table, &system.indicators, findings);
    system
}

/// Names from the first level to the row's own deepest one; else the level that lacks one.
fn path(table: &RawTable, line: usize, above: &[String]) -> Result<Vec<String>, &'static str> {
    let own: Vec<Option<&str>> =
        LEVELS.iter().map(|level| table.value(line, level).map(bare)).collect();
    let deepest = own.iter().rposition(Option::is_some).ok_or(LEVELS[0])?;
    let mut path = Vec::new();
    let mut inherits = true;
    for (level, name) in own.iter().take(deepest + 1).enumerate() {
        match (name, above.get(level)) {
            (Some(name), above) => {
                inherits = inherits && above.is_some_and(|above| above == name);
                path.push((*name).to_owned());
            }
            (None, Some(above)) if inherits => path.push(above.clone()),
            (None, _) => return Err(LEVELS[level]),
        }
    }
    Ok(path)
}

fn aliases(table: &RawTable, line: usize) -> Vec<String> {
    let cell = table.value(line, "aliases").unwrap_or("");
    split_aliases(cell).map(str::to_owned).collect()
}

fn full_marks(table: &RawTable, line: usize, findings: &mut Vec<Finding>) -> Option<Points> {
    let text = table.value(line, "full_marks");
    let points = text.map(|text| Points::parse(&plain_number(text)));
    if let Some(Ok(points)) = points
        && points > Points::ZERO
    {
        return Some(points);
    }
    let place = table.place_by_role(line, "full_marks");
    findings.push(Finding::new(rule::FULL_MARKS_WRONG, place).with("value", text.unwrap_or("")));
    None
}

/// The fewest points of an item; zero unless its row says a number below it.
fn floor(table: &RawTable, line: usize, findings: &mut Vec<Finding>) -> Points {
    let Some(text) = table.value(line, "floor") else {
        return Points::ZERO;
    };
    match Points::parse(&plain_number(text)) {
        Ok(floor) if floor <= Points::ZERO => floor,
        _ => {
            let found = Finding::new(rule::CELL_NOT_POINTS, table.place_by_role(line, "floor"))
                .with("value", text)
                .with("head", table.head_of("floor").unwrap_or_default());
            findings.push(found);
            Points::ZERO
        }
    }
}

/// The dimension of a row; one that begins again further down is a finding.
fn dimension(
    system: &mut IndicatorSystem,
    table: &RawTable,
    line: usize,
    path: &[String],
    findings: &mut Vec<Finding>,
) -> usize {
    let name = &path[0];
    let last = system.dimensions.len().wrapping_sub(1);
    let known = system.dimensions.iter().position(|dimension| &dimension.name == name);
    if let Some(known) = known {
        if known != last {
            let place = table.place_by_role(line, "level1");
            findings.push(
                Finding::new(rule::INDICATOR_DUPLICATE, place).with("name", name).with("code", ""),
            );
        }
        return known;
    }
    let start = system.indicators.len();
    let short = table.value(line, "short").unwrap_or(name).to_owned();
    system.dimensions.push(Dimension { name: name.clone(), short, leaves: start..start });
    system.dimensions.len() - 1
}

/// A code made of positions (`2.1.3`) for a table that has none.
fn number(system: &IndicatorSystem, dimension: usize, path: &[String]) -> String {
    let mut code = (dimension + 1).to_string();
    let leaves = system.dimensions[dimension].leaves.clone();
    let siblings = &system.indicators[leaves.start..];
    for depth in 1..path.len() {
        let mut names: Vec<&[String]> = siblings
            .iter()
            .filter(|other| other.path.len() > depth && other.path[..depth] == path[..depth])
            .map(|other| &other.path[..=depth])
            .collect();
        names.dedup();
        let position = names.iter().position(|name| *name == &path[..=depth]);
        code = format!("{code}.{}", position.unwrap_or(names.len()) + 1);
    }
    code
}

/// Indicators by every name under which a score table may know them; a leaf name that two share
/// leads nowhere.
pub(super) struct Names(BTreeMap<String, Option<usize>>);

impl Names {
    pub(super) fn new(system: &IndicatorSystem) -> Self {
        let mut names = BTreeMap::new();
        for (position, indicator) in system.indicators.iter().enumerate() {
            let whole = indicator.path.concat();
            let own = [&indicator.code, &indicator.name, &whole];
            let own = own.into_iter().chain(&indicator.aliases);
            for name in own {
                let entry = names.entry(comparable(name)).or_insert(Some(position));
                if *entry != Some(position) {
                    *entry = None;
                }
            }
        }
        Self(names)
    }

    /// The indicator with a name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.0.get(&comparable(name)).copied().flatten()
    }

    /// Whether several indicators have a name.
    pub(super) fn shared(&self, name: &str) -> bool {
        self.0.get(&comparable(name)) == Some(&None)
    }
}
