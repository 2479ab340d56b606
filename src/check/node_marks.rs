//! Points written behind names of an indicator table, `组织和渠道(1.2分)`, against the full marks
//! below them.

use std::collections::BTreeMap;

use super::checked::{Indicator, IndicatorSystem};
use crate::finding::{Finding, rule};
use crate::load::{RawTable, plain_number, split_points};
use crate::model::Points;

/// What names say of their points, by node; each said value once, with where it stands first.
#[derive(Default)]
pub(super) struct NodeMarks(BTreeMap<Vec<String>, Vec<Said>>);

struct Said {
    points: Points,
    line: usize,
    level: &'static str,
}

/// A level's name without points behind it.
pub(super) fn bare(text: &str) -> &str {
    split(text).0
}

/// A level's name and the points behind it; where nothing is left the whole is the name.
fn split(text: &str) -> (&str, Option<Points>) {
    let (name, points) = split_points(text);
    match points.filter(|_| !name.is_empty()) {
        Some(points) => (name, Points::parse(&points).ok()),
        None => (text, None),
    }
}

impl NodeMarks {
    /// Takes down the points behind the names of a row, whose path has bare names.
    pub(super) fn read(
        &mut self,
        table: &RawTable,
        line: usize,
        path: &[String],
        levels: &[&'static str],
    ) {
        for (depth, level) in levels.iter().take(path.len()).enumerate() {
            let points = table.value(line, level).and_then(|text| split(text).1);
            let Some(points) = points else { continue };
            let said = self.0.entry(path[..=depth].to_vec()).or_default();
            // A merged cell says the same in every row.
            if said.iter().all(|other| other.points != points) {
                said.push(Said { points, line, level });
            }
        }
    }

    /// Tells of every value that is not the sum of the full marks below its node.
    pub(super) fn check(
        &self,
        table: &RawTable,
        indicators: &[Indicator],
        findings: &mut Vec<Finding>,
    ) {
        for (node, said) in &self.0 {
            let below = || indicators.iter().filter(|indicator| indicator.path.starts_with(node));
            let marks = || below().map(|indicator| indicator.full_marks);
            // Full marks that could not be read have been told.
            if marks().any(|marks| marks <= Points::ZERO) {
                continue;
            }
            let sum = Points::from_scaled(marks().map(Points::scaled).sum());
            let alone = below().all(|indicator| indicator.path.len() == node.len());
            for said in said.iter().filter(|said| said.points != sum) {
                let place = table.place_by_role(said.line, said.level);
                let found = Finding::new(rule::NODE_MARKS_DIFFER, place)
                    .with("name", node.last().map_or("", String::as_str))
                    .with("marks", said.points)
                    .with("sum", sum)
                    .with("alone", if alone { "yes" } else { "no" });
                findings.push(found);
            }
        }
    }
}

/// A row that adds up the full marks above it, of all indicators or of the last dimension.
pub(super) fn check_total(
    table: &RawTable,
    line: usize,
    system: &IndicatorSystem,
    findings: &mut Vec<Finding>,
) {
    let text = table.value(line, "full_marks");
    let Some(said) = text.and_then(|text| Points::parse(&plain_number(text)).ok()) else {
        return;
    };
    let sum = |indicators: &[Indicator]| -> Points {
        Points::from_scaled(indicators.iter().map(|own| own.full_marks.scaled()).sum())
    };
    let all = sum(&system.indicators);
    let last = system.dimensions.last().map(|own| sum(&system.indicators[own.leaves.clone()]));
    if said != all && Some(said) != last {
        let found = Finding::new(rule::NODE_MARKS_DIFFER, table.place_by_role(line, "full_marks"))
            .with("name", table.value(line, "level1").unwrap_or_default())
            .with("marks", said)
            .with("sum", all)
            .with("alone", "no");
        findings.push(found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_points_and_keep_their_years() {
        let tenths = |tenths| Some(Points::from_scaled(tenths * Points::SCALE / 10));
        for (text, name, points) in [
            ("组织和渠道(1.2分)", "组织和渠道", tenths(12)),
            ("日常更新（７９）", "日常更新", tenths(790)),
            ("总体（2000分）", "总体", tenths(20_000)),
            ("工作报告（2023）", "工作报告（2023）", None),
            ("机构（试行）", "机构（试行）", None),
            ("(70)", "(70)", None),
        ] {
            assert_eq!(split(text), (name, points));
        }
    }
}
