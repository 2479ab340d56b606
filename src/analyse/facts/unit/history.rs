//! A unit against itself last year.

use serde::Serialize;

use super::{Printer, Subject};
use crate::model::{Decimal, Exact, Figure, Points, exact_to_f64, round_exact};

/// Indicators named on either side.
const NAMED: usize = 3;

/// Last year, where the assessment has one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryFacts {
    /// How last year is called.
    pub period: String,
    /// The comparison; none for a unit without comparable data.
    pub year: Option<YearFacts>,
}

/// A change since last year. `before` and all parts as printed add up to this year's total.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearFacts {
    /// Last year's total.
    pub before: Figure,
    /// Change; magnitude with sign, as all below.
    pub change: Figure,
    /// Work.
    pub work: Figure,
    /// Weights.
    pub weights: Figure,
    /// New minus dropped indicators.
    pub indicators: Figure,
    /// What is left: treatment, bonus, deductions, rounding.
    pub adjustments: Figure,
    /// Matched indicators.
    pub matched: Figure,
    /// Of them with a higher rate.
    pub better: Figure,
    /// Of them with a lower rate.
    pub worse: Figure,
    /// Names of this year's indicators that are new and apply.
    pub added: Vec<String>,
    /// Names of last year's indicators that were dropped.
    pub dropped: Vec<String>,
    /// Matched indicators whose rate rose most.
    pub risen: Vec<ChangeFacts>,
    /// Matched indicators whose rate fell most.
    pub fallen: Vec<ChangeFacts>,
}

/// The change of one indicator's rate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangeFacts {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Rate last year, in percent.
    pub before: Figure,
    /// Rate this year, in percent.
    pub now: Figure,
    /// Change in percentage points; magnitude with sign.
    pub change: Figure,
}

impl Subject<'_> {
    /// Last year; none when the assessment has no history of the class.
    pub(super) fn history(&self) -> Option<HistoryFacts> {
        let _ = self.class.registers.history.as_ref()?;
        let period = self.settings.history.period.clone();
        Some(HistoryFacts { period, year: self.year() })
    }

    fn year(&self) -> Option<YearFacts> {
        let history = self.class.registers.history.as_ref()?;
        let own = self.analysis.year_changes[self.unit].as_ref()?;
        let before = self.print.rounded_total(own.before);
        let change = Printer::difference(self.score().published?, before);
        let (work, weights) =
            (self.print.rounded_float(own.work)?, self.print.rounded_float(own.weights)?);
        let moved = Points::from_scaled(own.added.scaled() - own.dropped.scaled());
        let indicators = self.print.rounded_total(moved.exact());
        let rest = change.exact() - work.exact() - weights.exact() - indicators.exact();
        let rest = round_exact(rest, change.decimals(), self.settings.scoring.rounding);
        let figure =
            |item: &str, number: Decimal| self.print.magnitude(&format!("year/{item}"), number);
        let cells = history.units.get(self.unit)?.as_ref()?;
        let dropped = history.indicators.iter().zip(cells);
        let dropped = dropped.filter(|(old, cell)| old.now.is_none() && cell.points.is_some());
        let (risen, fallen) = self.changes();
        Some(YearFacts {
            before: self.print.decimal("year/before", before),
            change: figure("change", change),
            work: figure("work", work),
            weights: figure("weights", weights),
            indicators: figure("indicators", indicators),
            adjustments: figure("adjustments", rest),
            matched: self.print.count("year/matched", own.matched),
            better: self.print.count("year/better", own.better),
            worse: self.print.count("year/worse", own.worse),
            added: self.added(),
            dropped: dropped.map(|(old, _)| old.name.clone()).collect(),
            risen,
            fallen,
        })
    }

    /// Indicators of this year that last year did not have, as far as they apply.
    fn added(&self) -> Vec<String> {
        let Some(history) = &self.class.registers.history else {
            return Vec::new();
        };
        let system = &self.class.system;
        let new = (0..system.indicators.len())
            .filter(|leaf| !history.indicators.iter().any(|old| old.now == Some(*leaf)))
            .filter(|leaf| self.class.cells.points(self.unit, *leaf).is_some());
        new.map(|leaf| system.indicators[leaf].name.clone()).collect()
    }

    /// Matched indicators whose rates rose and fell most, by points of this year.
    fn changes(&self) -> (Vec<ChangeFacts>, Vec<ChangeFacts>) {
        let mut changes: Vec<(f64, ChangeFacts)> = Vec::new();
        let history = self.class.registers.history.as_ref();
        let cells = history.and_then(|history| history.units.get(self.unit)?.as_ref());
        for (old, cell) in
            history.iter().flat_map(|h| &h.indicators).zip(cells.into_iter().flatten())
        {
            let pair = old.now.and_then(|leaf| {
                Some((leaf, cell.points?, self.class.cells.points(self.unit, leaf)?))
            });
            let Some((leaf, before, now)) = pair else {
                continue;
            };
            let indicator = &self.class.system.indicators[leaf];
            let rate = |points: Points, full: Points| -> Exact { points.exact() / full.exact() };
            let (before, now) = (rate(before, old.full_marks), rate(now, indicator.full_marks));
            let weight = exact_to_f64(now - before) * indicator.full_marks.to_f64();
            let (before, now) = (self.print.rounded_rate(before), self.print.rounded_rate(now));
            let item = |role: &str| format!("year/{}/{role}", indicator.code);
            let change = Printer::difference(now, before);
            changes.push((
                weight,
                ChangeFacts {
                    code: indicator.code.clone(),
                    name: indicator.name.clone(),
                    before: self.print.decimal(&item("before"), before),
                    now: self.print.decimal(&item("now"), now),
                    change: self.print.magnitude(&item("change"), change),
                },
            ));
        }
        let mut side = |sign: f64| -> Vec<ChangeFacts> {
            changes.sort_by(|one, other| (other.0 * sign).total_cmp(&(one.0 * sign)));
            let moved = changes.iter().take_while(|(weight, _)| weight * sign > 1e-9);
            moved.take(NAMED).map(|(_, facts)| facts.clone()).collect()
        };
        (side(1.0), side(-1.0))
    }
}
