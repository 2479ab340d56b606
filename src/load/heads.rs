//! Which row holds the heads, and what each head means.

use super::forms::NAMING;
use super::labels::labels;
use super::sheet::{Grid, Line};
use super::signs::{split_bracket, split_points};
use super::table::{Above, RawColumn};
use crate::finding::{Finding, rule};
use crate::model::{comparable, nearest};
use crate::settings::ColumnNames;

/// What a table must and may have.
pub(super) struct Wanted<'a> {
    pub(super) names: &'a dyn ColumnNames,
    /// Roles without which the table cannot be read.
    pub(super) required: &'a [&'static str],
    /// Whether other heads are columns too (units or indicators of a wide score table).
    pub(super) open: bool,
    /// Whether a table with heads alone is right: a register without entries.
    pub(super) may_be_empty: bool,
    /// Whether the unit may stand above the heads instead of in a column: a register of one unit.
    pub(super) unit_above: bool,
}

impl Wanted<'_> {
    /// Whether a table with such roles has what a required role is for: names of levels say which
    /// indicator is meant, and a unit may stand above.
    fn serves(&self, required: &str, has: impl Fn(&str) -> bool) -> bool {
        has(required)
            || required == "indicator" && NAMING.iter().any(|role| has(role))
            || required == "unit" && self.unit_above
    }
}

/// Lines above the heads that are looked at: titles and notes.
const MOST_TITLE_LINES: usize = 20;

/// The head line: the first that holds every required head, else the first line of all.
pub(super) fn head_line<'g>(grid: &'g Grid, wanted: &Wanted<'_>) -> Option<&'g Line> {
    let holds_all = |line: &&Line| {
        let roles: Vec<_> =
            line.cells.iter().filter_map(|(_, head)| role_of(head, wanted.names)).collect();
        wanted.required.iter().all(|role| wanted.serves(role, |own| roles.contains(&own)))
    };
    grid.lines.iter().take(MOST_TITLE_LINES).find(holds_all).or_else(|| grid.lines.first())
}

/// Matches heads by name; unknown, double and missing ones are findings.
pub(super) fn columns(
    grid: &Grid,
    head: &Line,
    wanted: &Wanted<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<RawColumn> {
    let mut columns: Vec<RawColumn> = Vec::new();
    let ignored: Vec<String> = wanted.names.ignored().iter().map(|head| comparable(head)).collect();
    for (index, text) in &head.cells {
        if ignored.contains(&comparable(text))
            || ignored.contains(&comparable(split_points(text).0))
        {
            continue;
        }
        let place = grid.place(head.row, *index);
        let role = role_of(text, wanted.names);
        if role.is_none() && !wanted.open {
            let known = wanted.names.roles();
            let heads = known.iter().flat_map(|(_, heads)| heads.iter().map(String::as_str));
            let found = Finding::new(rule::HEAD_UNKNOWN, place)
                .with("head", text)
                .with("nearest", nearest(text, heads).unwrap_or_default());
            findings.push(found);
            continue;
        }
        if let Some(role) = role
            && columns.iter().any(|column| column.role == role)
        {
            findings.push(Finding::new(rule::HEAD_DUPLICATE, place).with("head", text));
            continue;
        }
        let role = role.unwrap_or_default();
        columns.push(RawColumn { role, head: text.clone(), index: *index });
    }
    name_for_code(&mut columns);
    for role in wanted.required {
        if !wanted.serves(role, |own| columns.iter().any(|column| column.role == own)) {
            findings.push(missing(grid, role, wanted));
        }
    }
    columns
}

/// What stands above the heads.
pub(super) fn above(grid: &Grid, head: &Line, wanted: &Wanted<'_>) -> Above {
    let lines = grid.lines.iter().take_while(|line| line.row < head.row);
    let texts: Vec<_> = lines
        .flat_map(|line| {
            let place = |column: &u32| grid.place(line.row, *column);
            line.cells.iter().map(move |(column, text)| (text.clone(), place(column)))
        })
        .collect();
    let heads = wanted.names.roles().into_iter().find(|(role, _)| *role == "unit");
    let heads = heads.map(|(_, heads)| heads.to_vec()).unwrap_or_default();
    Above { labelled: labels(&texts, &heads), texts, heads }
}

/// In a table without a column of codes, the column of names says which indicator is meant.
fn name_for_code(columns: &mut [RawColumn]) {
    if columns.iter().all(|column| column.role != "indicator")
        && let Some(named) = columns.iter_mut().find(|column| column.role == "indicator_name")
    {
        named.role = "indicator";
    }
}

fn missing(grid: &Grid, role: &str, wanted: &Wanted<'_>) -> Finding {
    let roles = wanted.names.roles();
    let heads = roles.iter().find(|(name, _)| *name == role).map(|(_, heads)| heads.join("、"));
    Finding::new(rule::HEAD_MISSING, grid.whole())
        .with("role", role)
        .with("heads", heads.unwrap_or_default())
}

/// The role of a head of a form, where units write more than was asked: with any bracket behind it
/// (`自评得分（单位填写）`). None for a head that is left out on purpose.
pub(super) fn loose_role(head: &str, names: &dyn ColumnNames) -> Option<&'static str> {
    let ignored = names.ignored().iter().any(|known| comparable(known) == comparable(head));
    if ignored {
        return None;
    }
    // The label of the unit's name is no column.
    let column = |role: &&'static str| *role != "unit";
    role_of(head, names).or_else(|| role_of(without_bracket(head), names)).filter(column)
}

/// The place of a head in the list of its role; the first is what the office asks for.
pub(super) fn role_rank(head: &str, role: &str, names: &dyn ColumnNames) -> usize {
    let heads = names.roles().into_iter().find(|(name, _)| *name == role);
    let heads = heads.map(|(_, heads)| heads).unwrap_or_default();
    let bare = comparable(without_bracket(head));
    heads.iter().position(|known| comparable(known) == bare).unwrap_or(usize::MAX)
}

fn without_bracket(head: &str) -> &str {
    split_bracket(head).map_or(head, |(bare, _)| bare)
}

/// The role of a head, with or without points in brackets behind it.
fn role_of(head: &str, names: &dyn ColumnNames) -> Option<&'static str> {
    let whole = comparable(head);
    let bare = comparable(split_points(head).0);
    let holds = |heads: &[String], head: &str| heads.iter().any(|known| comparable(known) == head);
    let roles = names.roles();
    let find = |head: &str| roles.iter().find(|(_, heads)| holds(heads, head)).map(|role| role.0);
    find(&whole).or_else(|| find(&bare))
}
