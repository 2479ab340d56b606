//! Grades that something beside the total decided: a cap, a full quota, a rounding.

use serde::Serialize;

use super::Subject;
use crate::model::{Decimal, Exact, Figure, Points};
use crate::settings::{GradeMethod, QuotaTie, TotalKind};

/// What decided grades beside the totals; empty where nothing did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeldFacts {
    /// Units that a cap holds below the grade of their total.
    pub capped: Vec<CapFacts>,
    /// Ties across the last seat of a quota.
    pub ties: Vec<TieFacts>,
    /// Units whose total reaches a cut by its rounding only.
    pub rounded: Vec<RoundedFacts>,
}

/// A unit held by a cap.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CapFacts {
    /// Short name.
    pub unit: String,
    /// Total.
    pub total: Option<Figure>,
    /// Grade without the cap.
    pub would: String,
    /// Grade.
    pub grade: String,
    /// Why.
    pub reason: String,
}

/// Units that tie where a quota ends.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TieFacts {
    /// The grade.
    pub grade: String,
    /// Its seats.
    pub seats: Figure,
    /// Short names.
    pub units: Vec<String>,
    /// Their total.
    pub total: Option<Figure>,
    /// Whether all of them got a seat; else none did.
    pub kept: bool,
}

/// A unit that reaches a cut by rounding.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoundedFacts {
    /// Short name.
    pub unit: String,
    /// Published total.
    pub total: Option<Figure>,
    /// Grade whose cut it reaches.
    pub grade: String,
    /// The cut.
    pub cut: Figure,
}

impl Subject<'_> {
    /// What decided grades beside the totals; nothing before grades may be shown.
    pub(super) fn held(&self) -> HeldFacts {
        if !self.ranked {
            return HeldFacts { capped: Vec::new(), ties: Vec::new(), rounded: Vec::new() };
        }
        let all = 0..self.unit_count();
        HeldFacts {
            capped: all.clone().filter_map(|unit| self.capped(unit)).collect(),
            ties: (0..self.scorebook.checked.cuts.len()).filter_map(|at| self.tie(at)).collect(),
            rounded: all.flat_map(|unit| self.rounded(unit)).collect(),
        }
    }

    fn total_of(&self, unit: usize) -> Option<Figure> {
        let code = &self.class.units[unit].code;
        let total = self.scores[unit].published?;
        Some(self.print.decimal(&format!("{code}/total"), total))
    }

    fn capped(&self, unit: usize) -> Option<CapFacts> {
        let score = &self.scores[unit];
        let (grade, would) = (score.grade?, score.grade_without_cap?);
        let cap = self.class.registers.caps.of(unit).next()?;
        (would < grade).then(|| CapFacts {
            unit: self.short(unit),
            total: self.total_of(unit),
            would: self.grade_name(would),
            grade: self.grade_name(grade),
            reason: cap.reason.clone(),
        })
    }

    /// A tie across the last seat of a grade: seats left though the next best are many, or more
    /// units than seats.
    pub(in crate::analyse::facts) fn tie(&self, grade: usize) -> Option<TieFacts> {
        let settings = &self.scorebook.checked.settings.scoring.grade;
        let cut = &self.scorebook.checked.cuts[grade];
        let count = Exact::from_integer(i128::try_from(self.unit_count()).ok()?);
        let seats = usize::try_from((cut.share? * count).floor().to_integer()).ok()?;
        let seats = if settings.quota_floor_one { seats.max(1) } else { seats };
        let compared = |unit: &usize| match settings.on {
            TotalKind::Published => self.scores[*unit].published.map(Decimal::exact),
            TotalKind::Exact => self.scores[*unit].total,
        };
        let of_grade = |unit: &usize| self.scores[*unit].grade == Some(grade);
        let all = || (0..self.unit_count()).filter(|unit| !self.scores[*unit].vetoed);
        let taken = all().filter(of_grade).count();
        let kept = settings.quota_tie == QuotaTie::All && taken > seats;
        let edge = if kept {
            all().filter(of_grade).filter_map(|unit| compared(&unit)).min()?
        } else {
            let reaches = |total: &Exact| cut.from.is_none_or(|from| *total >= from.exact());
            let below = |unit: &usize| {
                self.scores[*unit].grade > Some(grade) && self.capped(*unit).is_none()
            };
            let totals = all().filter(below).filter_map(|unit| compared(&unit));
            totals.filter(reaches).max()?
        };
        let units: Vec<usize> = all()
            .filter(|unit| compared(unit) == Some(edge) && self.capped(*unit).is_none())
            .collect();
        let crosses = kept || taken < seats && units.len() > seats - taken;
        crosses.then(|| TieFacts {
            grade: self.grade_name(grade),
            seats: self.print.count(&format!("grade{}/seats", grade + 1), seats),
            total: units.first().and_then(|unit| self.total_of(*unit)),
            units: self.shorts(units),
            kept,
        })
    }

    fn rounded(&self, unit: usize) -> Vec<RoundedFacts> {
        let settings = &self.scorebook.checked.settings.scoring.grade;
        let by_cut = matches!(settings.method, GradeMethod::Thresholds | GradeMethod::Both);
        let score = &self.scores[unit];
        let totals = score.total.zip(score.published.map(Decimal::exact));
        let Some((exact, published)) = totals.filter(|_| by_cut && !score.vetoed) else {
            return Vec::new();
        };
        let cuts = self.scorebook.checked.cuts.iter().enumerate();
        let crossed = cuts.filter_map(|(at, cut)| Some((at, cut, cut.from?))).filter(|cut| {
            let from = cut.2.exact();
            settings.on == TotalKind::Published && exact < from && published >= from
        });
        let facts = crossed.map(|(at, cut, from): (usize, _, Points)| RoundedFacts {
            unit: self.short(unit),
            total: self.total_of(unit),
            grade: cut.name.clone(),
            cut: self.print.needed(&format!("grade{}/cut", at + 1), from),
        });
        facts.collect()
    }
}
