//! The dimensions of one unit.

use serde::Serialize;

use super::{GapFacts, IndicatorFacts, Printer, Subject};
use crate::model::{Decimal, Figure, Points};

/// Causes and indicators that a dimension's paragraph names at most.
const NAMED: usize = 3;

/// A dimension of one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DimensionFacts {
    /// Full name.
    pub name: String,
    /// Declared short name.
    pub short: String,
    /// Points.
    pub points: Figure,
    /// Full marks of what applies.
    pub full_marks: Figure,
    /// Points lost.
    pub loss: Figure,
    /// Share in the unit's loss, in percent; none when it loses nothing.
    pub loss_share: Option<Figure>,
    /// Rate in percent; none when nothing of it applies.
    pub rate: Option<Figure>,
    /// Rate in percent of the class, where it may be shown.
    pub class_rate: Option<Figure>,
    /// Printed rate minus printed class rate, in percentage points; magnitude with sign.
    pub rate_gap: Option<Figure>,
    /// Its part of the gap to the class mean; magnitude with sign.
    pub points_gap: Option<Figure>,
    /// Best rate of the class, where disclosure is open.
    pub best_rate: Option<Figure>,
    /// Indicators that apply.
    pub applying: Figure,
    /// Indicators with full marks.
    pub full: Figure,
    /// Indicators that lose points.
    pub losing: Figure,
    /// Indicators that do not apply.
    pub left_out: Figure,
    /// Indicators that lose most, by loss.
    pub top: Vec<IndicatorFacts>,
    /// Causes of its losses, by loss; empty when no cause is known of any.
    pub causes: Vec<CauseShare>,
    /// Names of indicators that papers call strengths, best first; none that loses most.
    pub strengths: Vec<String>,
}

/// Losses of one cause.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CauseShare {
    /// Name of the cause.
    pub name: String,
    /// Indicators that lose for it.
    pub count: Figure,
    /// Points lost.
    pub loss: Figure,
}

impl Subject<'_> {
    /// Dimensions, each with its part of the gap, so that table and formula say the same.
    pub(super) fn dimensions(
        &self,
        gap: Option<&GapFacts>,
        indicators: &[IndicatorFacts],
    ) -> Vec<DimensionFacts> {
        let part = |position: usize| Some(gap?.parts.get(position)?.figure.clone());
        let positions = 0..self.class.system.dimensions.len();
        positions.map(|at| self.dimension(at, part(at), indicators)).collect()
    }

    /// A dimension's rates as printed: the unit's, and the class's where it may be shown.
    pub(super) fn dimension_rates(&self, position: usize) -> (Option<Decimal>, Option<Decimal>) {
        let class = &self.analysis.dimensions[position];
        let own = self.analysis.unit_dimensions[self.unit][position].rate();
        let shown = self.gate.dimension_mean(position);
        let mean = self.print.rounded_mean_rate(class.mean_rate, class.mean_rate_f64);
        (own.map(|rate| self.print.rounded_rate(rate)), mean.filter(|_| shown))
    }

    fn dimension(
        &self,
        position: usize,
        points_gap: Option<Figure>,
        indicators: &[IndicatorFacts],
    ) -> DimensionFacts {
        let dimension = &self.class.system.dimensions[position];
        let own = self.analysis.unit_dimensions[self.unit][position];
        let class = &self.analysis.dimensions[position];
        let item = |role: &str| format!("d{}/{role}", position + 1);
        let loss = Points::from_scaled(own.applicable_marks.scaled() - own.points.scaled());
        let whole = self.loss();
        let (rate, class_rate) = self.dimension_rates(position);
        let gap = |one: Option<Decimal>, other: Option<Decimal>, role: &str| {
            let difference = Printer::difference(one?, other?);
            Some(self.print.magnitude(&item(role), difference))
        };
        let leaves = &indicators[dimension.leaves.clone()];
        let losing = super::by_loss(leaves);
        let applying = leaves.iter().filter(|leaf| leaf.points.is_some()).count();
        DimensionFacts {
            name: dimension.name.clone(),
            short: dimension.short.clone(),
            points: self.print.points(&item("points"), own.points),
            full_marks: self.print.marks(&item("full-marks"), own.applicable_marks),
            loss: self.print.points(&item("loss"), loss),
            loss_share: (whole > Points::ZERO)
                .then(|| self.print.rate(&item("loss-share"), loss.exact() / whole.exact())),
            rate: rate.map(|rate| self.print.decimal(&item("rate"), rate)),
            class_rate: class_rate.map(|rate| self.print.decimal(&item("class/rate"), rate)),
            rate_gap: gap(rate, class_rate, "rate-gap"),
            points_gap,
            best_rate: class
                .most_rate
                .filter(|_| self.gate.best_rate())
                .map(|rate| self.print.rate(&item("class/best-rate"), rate)),
            applying: self.print.count(&item("applying"), applying),
            full: self.print.count(&item("full"), applying - losing.len()),
            losing: self.print.count(&item("losing"), losing.len()),
            left_out: self.print.count(&item("left-out"), leaves.len() - applying),
            causes: self.causes_of(position),
            top: losing.iter().take(NAMED).cloned().collect(),
            strengths: self.strengths_of(position, &losing),
        }
    }

    /// Causes of a dimension's losses, largest loss first, ties in table order.
    fn causes_of(&self, position: usize) -> Vec<CauseShare> {
        let mut groups: Vec<(String, usize, i64)> = Vec::new();
        for leaf in self.class.system.dimensions[position].leaves.clone() {
            let loss = self.item(leaf).loss;
            let Some(cause) = self.cause(leaf).filter(|_| loss > Points::ZERO) else {
                continue;
            };
            match groups.iter_mut().find(|(name, ..)| *name == cause.name) {
                Some((_, count, sum)) => {
                    *count += 1;
                    *sum += loss.scaled();
                }
                None => groups.push((cause.name.clone(), 1, loss.scaled())),
            }
        }
        groups.sort_by_key(|(.., loss)| std::cmp::Reverse(*loss));
        let share = |(at, (name, count, loss)): (usize, (String, usize, i64))| {
            let item = |role: &str| format!("d{}/cause{}/{role}", position + 1, at + 1);
            CauseShare {
                name,
                count: self.print.count(&item("count"), count),
                loss: self.print.points(&item("loss"), Points::from_scaled(loss)),
            }
        };
        groups.into_iter().take(NAMED).enumerate().map(share).collect()
    }

    fn strengths_of(&self, position: usize, losing: &[IndicatorFacts]) -> Vec<String> {
        let leaves = &self.class.system.dimensions[position].leaves;
        let own = &self.analysis.units[self.unit];
        let strengths = own.told_strengths(&self.settings.statistics).into_iter();
        let shown = |leaf: &usize| leaves.contains(leaf) && self.gate.indicator_mean(*leaf);
        let lost = |name: &str| losing.iter().take(NAMED).any(|own| own.name == name);
        let named = |leaf: usize| self.class.system.indicators[leaf].name.clone();
        strengths.filter(shown).map(named).filter(|name| !lost(name)).take(NAMED).collect()
    }
}
