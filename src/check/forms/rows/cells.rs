//! The cells of one row: points, full marks, points behind names.

use super::{Own, Rows};
use crate::check::forms::names::Meant;
use crate::finding::rule;
use crate::load::{is_not_applicable, plain_number, split_points};
use crate::model::Points;

impl Rows<'_> {
    /// What the unit wrote of itself on an indicator.
    pub(super) fn own(&mut self, line: usize, indicator: usize) -> Own {
        let Some(text) = self.table.value(line, "points") else {
            if !self.form.uncomputed.contains(&line) {
                return Own::Empty;
            }
            let place = self.table.place_by_role(line, "points");
            self.findings.push(self.found(rule::FORMULA_UNCOMPUTED, place));
            return Own::Wrong;
        };
        if self.shared_by_others(line) {
            return Own::Wrong;
        }
        if is_not_applicable(text) {
            return Own::NotApplicable;
        }
        let limits = &self.names.system.indicators[indicator];
        let points = Points::parse(&plain_number(text)).ok();
        let fits = |points: &Points| *points >= limits.floor && *points <= limits.full_marks;
        if let Some(points) = points.filter(fits) {
            return Own::Points(points);
        }
        let found = self
            .found(rule::SELF_POINTS_WRONG, self.table.place_by_role(line, "points"))
            .with("value", text)
            .with("indicator", &limits.name)
            .with("full_marks", limits.full_marks);
        self.findings.push(found);
        Own::Wrong
    }

    /// Whether the points of a row stand in a merged cell over several indicators: nobody can say
    /// whether each has them or all together.
    fn shared_by_others(&mut self, line: usize) -> bool {
        let own = self.form.shared.iter().find(|lines| lines.contains(&line));
        let Some(lines) = own else { return false };
        let names = |line: &usize| -> Vec<Option<&str>> {
            self.naming.iter().map(|at| self.table.cell(*line, *at)).collect()
        };
        let first = names(&lines[0]);
        let apart = lines.iter().any(|line| {
            let own = names(line);
            own.iter().any(Option::is_some) && own != first
        });
        if apart && lines[0] == line {
            let place = self.table.place_by_role(line, "points");
            let value = self.table.value(line, "points").unwrap_or_default();
            let found = self.found(rule::SELF_POINTS_WRONG, place).with("value", value);
            let text = |name: Option<&str>| name.unwrap_or_default().to_owned();
            let found = found.with("indicator", text(first.last().copied().flatten()));
            self.findings.push(found.with("merged", "yes"));
        }
        apart
    }

    /// Whether the full marks beside a row are the indicator's; others are told.
    pub(super) fn marks(&mut self, line: usize, indicator: usize) -> bool {
        let Some(text) = self.table.value(line, "full_marks") else {
            return true;
        };
        let limits = &self.names.system.indicators[indicator];
        if Points::parse(&plain_number(text)) == Ok(limits.full_marks) {
            return true;
        }
        let found = self
            .found(rule::FORM_MARKS_DIFFER, self.table.place_by_role(line, "full_marks"))
            .with("value", text)
            .with("name", &limits.name)
            .with("full_marks", limits.full_marks);
        self.findings.push(found);
        false
    }

    /// Points in brackets behind names, compared once each.
    pub(super) fn bracketed(&mut self, line: usize, levels: &[String], indicator: usize) {
        for (depth, level) in levels.iter().enumerate() {
            let (name, Some(points)) = split_points(level) else { continue };
            if !self.marked.insert(levels[..=depth].concat()) {
                continue;
            }
            let meant = if depth + 1 == levels.len() {
                Meant::Indicator(indicator)
            } else {
                self.names.node(name)
            };
            let Some(marks) = self.names.marks(&meant) else { continue };
            if Points::parse(&points) == Ok(marks) {
                continue;
            }
            let column = self
                .naming
                .iter()
                .find(|at| self.table.cell(line, **at).is_some_and(|text| text == level));
            let found = self
                .found(rule::FORM_MARKS_DIFFER, self.table.place(line, column.copied()))
                .with("value", &points)
                .with("name", name)
                .with("full_marks", marks);
            self.findings.push(found);
        }
    }
}
