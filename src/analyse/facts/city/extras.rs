//! Bonus, deductions, late papers, vetoes.

use serde::Serialize;

use super::Subject;
use crate::model::{Exact, Figure, Moment, Points};

/// What stands beside the indicators.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExtrasFacts {
    /// Rows of the bonus register; not all where they are very many.
    pub bonus: Vec<RegisterFacts>,
    /// Number of these rows.
    pub bonus_rows: Figure,
    /// Units in the bonus register.
    pub bonus_registered: Figure,
    /// Units with a counted bonus.
    pub bonus_units: Figure,
    /// Units whose bonus is cut by the cap or stopped at the gate.
    pub limited: Vec<BonusLimitFacts>,
    /// Rows of the deduction register.
    pub deductions: Vec<RegisterFacts>,
    /// Units with a deduction.
    pub deduction_units: Figure,
    /// Units whose papers came late.
    pub late: Vec<LateFacts>,
    /// Vetoes.
    pub vetoes: Vec<RegisterFacts>,
}

/// A row of a register.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RegisterFacts {
    /// Short name of the unit.
    pub unit: String,
    /// What for.
    pub item: String,
    /// Points, above zero; none for a veto.
    pub points: Option<Figure>,
    /// Reason.
    pub reason: Option<String>,
}

/// A bonus that does not count in full.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BonusLimitFacts {
    /// Short name of the unit.
    pub unit: String,
    /// As the register has it.
    pub registered: Figure,
    /// As it counts.
    pub counted: Figure,
    /// The base, where it is below the gate.
    pub base: Option<Figure>,
    /// The gate, where the base is below it.
    pub gate: Option<Figure>,
}

/// A unit whose papers came late.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LateFacts {
    /// Short name.
    pub unit: String,
    /// Until when.
    pub deadline: Moment,
    /// When the last required piece came.
    pub handed_in: Moment,
    /// Days late.
    pub days: Figure,
    /// Points that it costs.
    pub points: Figure,
}

/// What stands beside the indicators, over all classes.
pub(super) fn extras(subjects: &[Subject<'_>]) -> ExtrasFacts {
    let counted = |subject: &Subject<'_>| {
        subject.scores.iter().filter(|score| score.bonus.counted > Points::ZERO).count()
    };
    let deducted = |subject: &Subject<'_>| {
        subject.scores.iter().filter(|score| score.deducted > Points::ZERO).count()
    };
    let registered = |subject: &Subject<'_>| {
        subject.scores.iter().filter(|score| score.bonus.registered > Points::ZERO).count()
    };
    let most = subjects.first().map_or(0, Subject::register_most);
    let rows = subjects.iter().map(|subject| subject.class.registers.bonus.len()).sum();
    ExtrasFacts {
        bonus: subjects.iter().flat_map(Subject::bonus).take(most).collect(),
        bonus_rows: Figure::count("city/bonus/rows", rows),
        bonus_registered: Figure::count(
            "city/bonus/registered",
            subjects.iter().map(registered).sum(),
        ),
        bonus_units: Figure::count("city/bonus/units", subjects.iter().map(counted).sum()),
        limited: subjects.iter().flat_map(Subject::limited).collect(),
        deductions: subjects.iter().flat_map(Subject::deductions).collect(),
        deduction_units: Figure::count(
            "city/deductions/units",
            subjects.iter().map(deducted).sum(),
        ),
        late: subjects.iter().flat_map(Subject::late).collect(),
        vetoes: subjects.iter().flat_map(Subject::vetoes).collect(),
    }
}

impl Subject<'_> {
    fn extra(&self, item: &str, points: Points) -> Figure {
        self.print.total(item, points.exact())
    }

    fn bonus(&self) -> Vec<RegisterFacts> {
        let rows = self.class.registers.bonus.iter().enumerate();
        let facts = rows.map(|(at, row)| RegisterFacts {
            unit: self.short(row.unit),
            item: row.item.clone(),
            points: Some(self.extra(&format!("bonus{}/points", at + 1), row.points)),
            reason: row.reason.clone(),
        });
        facts.collect()
    }

    fn deductions(&self) -> Vec<RegisterFacts> {
        let rows = self.class.registers.deductions.iter().enumerate();
        let facts = rows.map(|(at, row)| RegisterFacts {
            unit: self.short(row.unit),
            item: row.item.clone(),
            points: Some(self.extra(&format!("deduction{}/points", at + 1), row.points)),
            reason: row.reason.clone(),
        });
        facts.collect()
    }

    fn vetoes(&self) -> Vec<RegisterFacts> {
        let rows = self.class.registers.vetoes.iter();
        let facts = rows.map(|row| RegisterFacts {
            unit: self.short(row.unit),
            item: row.reason.clone(),
            points: None,
            reason: row.basis.clone(),
        });
        facts.collect()
    }

    fn limited(&self) -> Vec<BonusLimitFacts> {
        let settings = &self.scorebook.checked.settings.classes[self.position];
        let gate = settings.bonus_gate.as_deref().and_then(|gate| Points::parse(gate).ok());
        let units = (0..self.unit_count()).filter_map(|unit| {
            let score = &self.scores[unit];
            let key = |role: &str| format!("{}/{role}", self.class.units[unit].code);
            let base = score.base.unwrap_or(Exact::from_integer(0));
            (score.bonus.counted < score.bonus.registered).then(|| BonusLimitFacts {
                unit: self.short(unit),
                registered: self.extra(&key("bonus-registered"), score.bonus.registered),
                counted: self.extra(&key("bonus"), score.bonus.counted),
                base: score.bonus.stopped.then(|| self.print.total(&key("base"), base)),
                gate: gate
                    .filter(|_| score.bonus.stopped)
                    .map(|gate| self.print.needed("bonus-gate", gate)),
            })
        });
        units.collect()
    }

    fn late(&self) -> Vec<LateFacts> {
        let units = (0..self.unit_count()).filter_map(|unit| {
            let late = self.scores[unit].lateness?;
            let key = |role: &str| format!("{}/{role}", self.class.units[unit].code);
            Some(LateFacts {
                unit: self.short(unit),
                deadline: late.deadline,
                handed_in: late.handed_in,
                days: self.print.count(&key("days-late"), usize::try_from(late.days).ok()?),
                points: self.extra(&key("late"), late.points),
            })
        });
        units.collect()
    }
}
