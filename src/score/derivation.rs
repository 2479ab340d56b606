//! How a unit's total came about, step by step: the rule that applied, the calculation with its
//! numbers, and its result. Enough to print the formula and to do it again by hand.
//!
//! Steps are made on demand from the [`UnitScore`] and the registers: a country's worth of them
//! need not be kept.

mod outcome;
mod text;

pub use self::text::exact_text;
use self::text::{joined, number};
use super::treatment::{self, Sums};
use super::{Scorebook, UnitScore};
use crate::check::{Checked, CheckedClass};
use crate::model::{Exact, Points, parse_fraction};
use crate::settings::{ClassSettings, LateRule, Treatment};

/// One step of a unit's total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The rule that applied, a stable name (`wording/results.toml` says what it means).
    pub rule: &'static str,
    /// What it is about: an indicator, a dimension, a row of a register, a grade; else empty.
    pub item: String,
    /// The calculation with its numbers, in plain signs, such as `76×100÷90`; empty where the
    /// value was read.
    pub formula: String,
    /// Its result, in points (a place for a rank); none where the result is a word.
    pub value: Option<Exact>,
}

/// The steps from a unit's first points to its rank, in the order of `rules.md`.
#[must_use]
pub fn derivation(book: &Scorebook, class: usize, unit: usize) -> Vec<Step> {
    let checked = &book.checked;
    let mut path = Path {
        checked,
        class: &checked.classes[class],
        settings: &checked.settings.classes[class],
        score: &book.classes[class][unit],
        quota_units: book.quota_units[class],
        unit,
        steps: Vec::new(),
    };
    path.points();
    path.base();
    path.beside();
    path.total();
    path.grade();
    path.rank();
    path.steps
}

/// The steps of one unit while they are collected.
struct Path<'a> {
    checked: &'a Checked,
    class: &'a CheckedClass,
    settings: &'a ClassSettings,
    score: &'a UnitScore,
    /// Units of which quotas are shares.
    quota_units: usize,
    unit: usize,
    steps: Vec<Step>,
}

impl<'a> Path<'a> {
    const fn score(&self) -> &'a UnitScore {
        self.score
    }

    fn step(
        &mut self,
        rule: &'static str,
        item: impl Into<String>,
        formula: String,
        value: Option<Exact>,
    ) {
        self.steps.push(Step { rule, item: item.into(), formula, value });
    }

    fn read(&mut self, rule: &'static str, item: impl Into<String>, points: Points) {
        self.step(rule, item, String::new(), Some(points.exact()));
    }

    /// Rules 1 to 3: first points, corrections, rounds, final points.
    fn points(&mut self) {
        let system = &self.class.system;
        if self.class.has_first {
            let first = |leaf: usize| self.class.cells.first(self.unit, leaf);
            let firsts = (0..system.indicators.len()).filter_map(first);
            let sum = Points::from_scaled(firsts.map(Points::scaled).sum());
            self.read("first_points", "", sum);
        }
        let class = self.class;
        let unit = self.unit;
        for row in class.registers.corrections.of(unit) {
            let item = format!("{} {}", system.indicators[row.indicator].code, row.kind.name());
            let formula = format!("{}−{}", row.after, number(row.before.exact()));
            self.step("correction", item, formula, Some(row.change().exact()));
        }
        for round in &class.rounds {
            let points = round.points[self.unit];
            let value = points.exact() * round.share;
            let formula = format!("{points}×{}", number(round.share));
            self.step("round", &round.name, formula, Some(value));
        }
        let score = self.score();
        let formula = format!("W={}, Wu={}", score.full_marks, score.applicable_marks);
        let points = score.points.exact();
        self.step("points", "", formula, Some(points));
    }

    /// Rule 4: every dimension's part of the base, and the base.
    fn base(&mut self) {
        let Some(base) = self.score().base else {
            return;
        };
        let class = self.class;
        let of = |leaf: usize| class.cells.points(self.unit, leaf);
        let system = &class.system;
        let whole = treatment::sums(system, 0..system.indicators.len(), &of);
        let parts: Vec<Sums> = system
            .dimensions
            .iter()
            .map(|dimension| treatment::sums(system, dimension.leaves.clone(), &of))
            .collect();
        let applied = treatment::applied(&self.checked.settings.scoring, &whole);
        for (at, dimension) in system.dimensions.iter().enumerate() {
            let formula = self.part(applied, &whole, &parts, at);
            let value = self.score().contributions[at];
            self.step(treatment::rule_name(applied), &dimension.name, formula, Some(value));
        }
        let formula = joined(self.score().contributions.iter().map(|part| number(*part)));
        self.step("base", "", formula, Some(base));
    }

    /// The calculation of one dimension's part of the base.
    fn part(&self, applied: Option<Treatment>, whole: &Sums, parts: &[Sums], at: usize) -> String {
        let own = &parts[at];
        let (points, marks) = (own.points, own.applicable_marks);
        match applied {
            _ if own.applicable_count == 0 && applied != Some(Treatment::Full) => String::new(),
            None | Some(Treatment::Zero) => String::new(),
            Some(Treatment::Rescale) => {
                format!("{points}×{}÷{}", whole.full_marks, whole.applicable_marks)
            }
            Some(Treatment::Factor) => {
                let scoring = &self.checked.settings.scoring;
                let factor = scoring.not_applicable_factor.as_deref().and_then(parse_fraction);
                format!("{points}×{}", number(factor.unwrap_or(Exact::from(1))))
            }
            Some(Treatment::Full) => format!("{points}+{}−{marks}", own.full_marks),
            Some(Treatment::RescaleWithin) => {
                let filled = parts.iter().filter(|own| own.applicable_count > 0);
                let filled = Points::from_scaled(filled.map(|own| own.full_marks.scaled()).sum());
                let own = format!("{points}×{}÷{marks}", own.full_marks);
                let spread = format!("×{}÷{filled}", whole.full_marks);
                if filled == whole.full_marks { own } else { own + &spread }
            }
            Some(Treatment::Redistribute) => self.redistributed(whole, at),
        }
    }

    fn redistributed(&self, whole: &Sums, at: usize) -> String {
        let missing = whole.full_marks.scaled() - whole.applicable_marks.scaled();
        let missing = Points::from_scaled(missing);
        let leaves = self.class.system.dimensions[at].leaves.clone();
        let terms = leaves.filter_map(|leaf| {
            let points = self.class.cells.points(self.unit, leaf)?;
            let marks = self.class.system.indicators[leaf].full_marks;
            Some(format!("{points}×({marks}+{missing}÷{})÷{marks}", whole.applicable_count))
        });
        joined(terms)
    }

    /// Rule 5: bonus, deductions, late papers.
    fn beside(&mut self) {
        let (class, unit) = (self.class, self.unit);
        for row in class.registers.bonus.of(unit) {
            self.read("bonus", &row.item, row.points);
        }
        let (bonus, base) = (self.score().bonus, self.score().base);
        let registered = number(bonus.registered.exact());
        let counted = Some(bonus.counted.exact());
        if let Some(base) = base.filter(|_| bonus.stopped) {
            let gate = self.settings.bonus_gate.as_deref().unwrap_or_default();
            self.step("bonus_gate", "", format!("{}<{gate}", number(base)), counted);
        } else if bonus.counted < bonus.registered {
            let cap = self.settings.bonus_cap.as_deref().unwrap_or_default();
            self.step("bonus_cap", "", format!("min({registered}, {cap})"), counted);
        }
        for row in class.registers.deductions.of(unit) {
            self.read("deduction", &row.item, row.points);
        }
        let Some(late) = self.score().lateness else {
            return;
        };
        let rules = &self.checked.settings.submissions;
        let cost = match rules.late {
            LateRule::None => "0".to_owned(),
            LateRule::Fixed => rules.late_points.clone(),
            LateRule::PerDay => format!("{}×{}", late.days, rules.late_points),
        };
        let formula = match &rules.late_cap {
            Some(cap) => format!("min({cost}, {cap})"),
            None => cost,
        };
        let item = format!("{} – {}", late.deadline, late.handed_in);
        self.step("late", item, formula, Some(late.points.exact()));
    }
}
