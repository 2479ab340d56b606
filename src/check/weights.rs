//! Nested percentages: weights that add up to 100% at every node become full marks.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, rule};
use crate::load::{RawTable, plain_share};
use crate::model::{Exact, Points};

/// Roles of the weight columns, by level.
const WEIGHTS: [&str; 4] = ["weight1", "weight2", "weight3", "weight4"];

/// Shares of all nodes met so far, and where each stands.
#[derive(Default)]
pub(super) struct Weights {
    shares: BTreeMap<Vec<String>, (Exact, usize)>,
    /// Nodes whose weight was wrong: told once, and no sum is held against them.
    wrong: BTreeSet<Vec<String>>,
}

impl Weights {
    /// Full marks of a row's indicator: the total times the shares from the first level down. A
    /// blank weight is that of the node above it in the table, as where cells are merged.
    pub(super) fn full_marks(
        &mut self,
        table: &RawTable,
        line: usize,
        path: &[String],
        total: Points,
        findings: &mut Vec<Finding>,
    ) -> Option<Points> {
        let mut product = total.exact();
        for level in 0..path.len() {
            product *= self.share(table, line, &path[..=level], findings)?;
        }
        let scaled = product * Exact::from_integer(Points::SCALE.into());
        let whole = Some(scaled).filter(|scaled| scaled.is_integer() && *scaled > Exact::from(0));
        let points = whole.and_then(|scaled| i64::try_from(scaled.to_integer()).ok());
        if points.is_none() {
            let place = table.place_by_role(line, WEIGHTS[path.len() - 1]);
            findings.push(Finding::new(rule::FULL_MARKS_WRONG, place).with("value", product));
        }
        points.map(Points::from_scaled)
    }

    fn share(
        &mut self,
        table: &RawTable,
        line: usize,
        node: &[String],
        findings: &mut Vec<Finding>,
    ) -> Option<Exact> {
        let role = WEIGHTS[node.len() - 1];
        let written = table.value(line, role);
        let known = self.shares.get(node).map(|known| known.0);
        let Some(text) = written else {
            if known.is_none() && self.wrong.insert(node.to_vec()) {
                let place = table.place_by_role(line, role);
                findings.push(Finding::new(rule::WEIGHT_WRONG, place).with("value", ""));
            }
            return known;
        };
        let share = plain_share(text).and_then(|text| Points::parse(&text).ok());
        let share = share.filter(|share| *share > Points::ZERO).map(Points::exact);
        match (share, known) {
            (Some(share), Some(known)) if share == known => return Some(share),
            (Some(share), None) => {
                self.shares.insert(node.to_vec(), (share, line));
                return Some(share);
            }
            _ => {}
        }
        self.wrong.insert(node.to_vec());
        let place = table.place_by_role(line, role);
        findings.push(Finding::new(rule::WEIGHT_WRONG, place).with("value", text));
        None
    }

    /// Nodes whose children do not add up to 100%.
    pub(super) fn check_sums(&self, table: &RawTable, findings: &mut Vec<Finding>) {
        let mut sums: BTreeMap<&[String], (Exact, usize)> = BTreeMap::new();
        for (node, (share, line)) in &self.shares {
            let above = &node[..node.len() - 1];
            let entry = sums.entry(above).or_insert((Exact::from(0), *line));
            entry.0 += share;
            entry.1 = entry.1.min(*line);
        }
        // The children of a node whose weight is wrong, and its siblings, have been told already.
        let told = |above: &[String]| {
            self.wrong.contains(above) || self.wrong.iter().any(|n| &n[..n.len() - 1] == above)
        };
        for (above, (sum, line)) in sums {
            if sum != Exact::from(1) && !told(above) {
                let percent = sum * Exact::from(100);
                let role = WEIGHTS[above.len()];
                let found = Finding::new(rule::WEIGHTS_SUM, table.place_by_role(line, role))
                    .with("name", above.join(" / "))
                    .with(
                        "sum",
                        crate::model::round_exact(percent, 4, crate::model::Rounding::HalfUp),
                    );
                findings.push(found);
            }
        }
    }
}
