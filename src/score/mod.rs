//! Stage 3: [`Checked`] becomes a [`Scorebook`]: exact totals, published totals, grades, ranks.
//!
//! The order is that of `rules.md`: corrections, floors, rounds (these three come with their
//! registers; final scores are taken as they stand), not-applicable treatment, bonus and
//! deductions (with their registers), rounding, veto (with its register), grade, rank. Every unit
//! keeps the numbers that each step used ([`UnitScore`]), enough to redo its total by hand.

mod grade;
mod printed;
mod rank;
mod treatment;

use crate::check::{Checked, CheckedClass};
use crate::finding::{Finding, rule};
use crate::model::{Decimal, Exact, Points, round_exact};
use crate::settings::TotalKind;

pub use rank::Rank;

/// An assessment with its scores.
#[derive(Debug, Clone)]
pub struct Scorebook {
    /// What was scored.
    pub checked: Checked,
    /// Scores by class, in the order of `checked.classes`.
    pub classes: Vec<Vec<UnitScore>>,
    /// Contradictions between scores and what the tables print.
    pub findings: Vec<Finding>,
}

/// One unit's score with every number that led to it. Symbols are those of `rules.md`.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitScore {
    /// Points of what applies, Ru.
    pub points: Points,
    /// Full marks of what applies, Wu.
    pub applicable_marks: Points,
    /// Full marks of the whole system, Wc.
    pub full_marks: Points,
    /// Indicators that apply, mu.
    pub applicable_count: usize,
    /// Base after the not-applicable treatment, Bu; none when nothing applies.
    pub base: Option<Exact>,
    /// Each dimension's part of the base under the treatment, `c_ud`; they add up to the base.
    pub contributions: Vec<Exact>,
    /// Exact total, Tu.
    pub total: Option<Exact>,
    /// Published total, Pu.
    pub published: Option<Decimal>,
    /// Position of the grade in the cuts, best first.
    pub grade: Option<usize>,
    /// Rank within the class; none in a class of one and for a unit without a total.
    pub rank: Option<Rank>,
}

impl UnitScore {
    /// The total on which ranks or grades compare.
    fn compared(&self, kind: TotalKind) -> Option<Exact> {
        match kind {
            TotalKind::Published => self.published.map(Decimal::exact),
            TotalKind::Exact => self.total,
        }
    }
}

/// Scores every class.
#[must_use]
pub fn score(checked: Checked) -> Scorebook {
    let mut findings = Vec::new();
    let mut classes = Vec::new();
    for class in &checked.classes {
        let mut units: Vec<UnitScore> =
            (0..class.units.len()).map(|unit| total(&checked, class, unit)).collect();
        for (unit, score) in class.units.iter().zip(&units) {
            if score.total.is_none() {
                let found = Finding::new(rule::NOTHING_APPLIES, class.scores_place.clone());
                findings.push(found.with("unit", &unit.name));
            }
        }
        grade::grade(&checked, &mut units);
        rank::rank(&checked.settings.scoring, &mut units);
        printed::compare(&checked.settings.scoring, class, &units, &mut findings);
        classes.push(units);
    }
    Scorebook { checked, classes, findings }
}

/// Steps 1 to 6: from points to the published total.
fn total(checked: &Checked, class: &CheckedClass, unit: usize) -> UnitScore {
    let scoring = &checked.settings.scoring;
    let sums = treatment::sums(class, unit);
    let base = treatment::base(scoring, &sums);
    // Bonus and deductions enter here with their registers: T = max(0, B + bonus - deductions).
    let total = base.map(|base| base.max(Exact::from_integer(0)));
    UnitScore {
        points: sums.points,
        applicable_marks: sums.applicable_marks,
        full_marks: sums.full_marks,
        applicable_count: sums.applicable_count,
        base,
        contributions: treatment::contributions(scoring, class, unit, &sums),
        total,
        published: total.map(|total| round_exact(total, scoring.decimals, scoring.rounding)),
        grade: None,
        rank: None,
    }
}
