//! How a unit's total came about, and what its grade hangs on.

use serde::Serialize;

use super::Subject;
use crate::model::{Exact, Figure, Moment, Points, comparable, exact_to_f64, round_exact};
use crate::settings::{GradeMethod, TotalKind, Treatment};

/// How the not-applicable indicators of a unit were treated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TreatmentFacts {
    /// Treatment.
    pub kind: Treatment,
    /// Points of what applies.
    pub points: Figure,
    /// Full marks of what applies.
    pub applicable_marks: Figure,
    /// Share of what applies in the full marks, in percent.
    pub applicable_share: Figure,
    /// The share in percent from which on totals compare well; none where enough applies.
    pub least: Option<Figure>,
    /// Indicators that do not apply.
    pub left_out: Figure,
    /// Own effect in percentage points: how far its rate is above what the class reaches on the
    /// same indicators; magnitude with sign.
    pub own_effect: Option<Figure>,
    /// Mix effect in percentage points: how much easier its indicators are than all of them.
    pub mix_effect: Option<Figure>,
}

/// How the total came about: base and everything beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DerivationFacts {
    /// Base after the treatment of not-applicable indicators.
    pub base: Figure,
    /// Bonus points, where any are registered.
    pub bonus: Option<BonusFacts>,
    /// Deductions, where any are registered.
    pub deduction: Option<DeductionFacts>,
    /// Late papers.
    pub lateness: Option<LatenessFacts>,
    /// Pieces that were returned for correction.
    pub returned: Vec<ReturnedFacts>,
    /// Required pieces that never came.
    pub missing: Vec<String>,
    /// A veto.
    pub veto: Option<VetoFacts>,
    /// What rounding leaves between the total and its parts as printed.
    pub rounding: Option<Figure>,
    /// Whether there is more to derive than a plain sum.
    pub more: bool,
}

/// Bonus points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BonusFacts {
    /// As they count.
    pub counted: Figure,
    /// As registered.
    pub registered: Figure,
    /// The base is below the gate.
    pub stopped: bool,
    /// The gate, where the class has one.
    pub gate: Option<Figure>,
    /// The cap, where it takes something away.
    pub cap: Option<Figure>,
    /// Rows of the register.
    pub rows: Vec<RegisterRow>,
}

/// Deductions beside the indicators.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeductionFacts {
    /// Their sum.
    pub points: Figure,
    /// Rows of the register.
    pub rows: Vec<RegisterRow>,
}

/// A row of the bonus or the deduction register.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RegisterRow {
    /// What for.
    pub item: String,
    /// Points.
    pub points: Figure,
    /// Reason.
    pub reason: Option<String>,
}

/// Papers that came late.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LatenessFacts {
    /// Until when.
    pub deadline: Moment,
    /// When the last required piece came.
    pub handed_in: Moment,
    /// Days late.
    pub days: Figure,
    /// What it costs.
    pub points: Figure,
}

/// A piece that was returned for correction; its first date counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReturnedFacts {
    /// Piece.
    pub piece: String,
    /// First handed in.
    pub first: Option<Moment>,
    /// Returned.
    pub returned: Option<Moment>,
    /// Handed in again.
    pub again: Option<Moment>,
}

/// A veto.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VetoFacts {
    /// Why.
    pub reason: String,
    /// On what basis.
    pub basis: Option<String>,
    /// Whether the total is a fixed one.
    pub fixed: bool,
}

/// What a grade hangs on: the cut next to it, a quota, a cap.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GradeNote {
    /// The next better grade, when its cut is not reached.
    pub next: Option<LineFacts>,
    /// A better grade whose cut is reached though no seat was left.
    pub no_seat: Option<LineFacts>,
    /// The grade that a cap kept the unit from.
    pub capped: Option<CapFacts>,
}

/// A grade with its cut.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LineFacts {
    /// Name.
    pub name: String,
    /// Cut.
    pub line: Figure,
    /// What is missing to it.
    pub missing: Figure,
}

/// A cap on the grade.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CapFacts {
    /// The grade that the unit would have without it.
    pub would: String,
    /// Why.
    pub reason: String,
}

impl Subject<'_> {
    pub(super) fn treatment(&self) -> Option<TreatmentFacts> {
        let own = &self.analysis.units[self.unit];
        let shown = self.gate.total_mean();
        let effect = |item: &str, effect: Option<f64>| {
            let number = self.print.rounded_percent(effect.filter(|_| shown)?)?;
            Some(self.print.magnitude(item, number))
        };
        Some(TreatmentFacts {
            own_effect: effect("own-effect", own.own_effect),
            mix_effect: effect("mix-effect", own.mix_effect),
            ..self.own_treatment()?
        })
    }

    /// The same without anything that hangs on other units.
    pub(super) fn own_treatment(&self) -> Option<TreatmentFacts> {
        let score = self.score();
        let kind = self.settings.scoring.not_applicable?;
        if score.applicable_marks == score.full_marks {
            return None;
        }
        let share = score.applicable_marks.exact() / score.full_marks.exact();
        let left_out = self.class.system.indicators.len() - score.applicable_count;
        let least = self.settings.statistics.applicable_least;
        let little = exact_to_f64(share) < least;
        Some(TreatmentFacts {
            kind,
            points: self.print.points("points", score.points),
            applicable_marks: self.print.marks("applicable-marks", score.applicable_marks),
            applicable_share: self.print.rate("applicable-share", share),
            least: little.then(|| self.print.percent("applicable-least", least)),
            left_out: self.print.count("left-out", left_out),
            own_effect: None,
            mix_effect: None,
        })
    }

    pub(super) fn derivation(&self) -> Option<DerivationFacts> {
        let score = self.score();
        let (base, published) = (score.base?, score.published?);
        let registers = &self.class.registers;
        let base = self.print.rounded_total(base);
        let beside =
            score.bonus.counted.exact() - score.deducted.exact() - score.late_points().exact();
        let veto = registers.vetoes.of(self.unit).next();
        let rest = published.exact() - base.exact() - beside;
        let scoring = &self.settings.scoring;
        let rounding = (rest != Exact::from_integer(0) && veto.is_none()).then(|| {
            let rest = round_exact(rest, Points::DECIMALS, scoring.rounding);
            self.print.magnitude("derivation/rounding", rest)
        });
        let mut facts = DerivationFacts {
            base: self.print.decimal("base", base),
            bonus: self.bonus(),
            deduction: self.deduction(),
            lateness: self.lateness(),
            returned: self.returned(),
            missing: self.missing(),
            veto: veto.map(|veto| VetoFacts {
                reason: veto.reason.clone(),
                basis: veto.basis.clone(),
                fixed: scoring.veto.score.is_some(),
            }),
            rounding,
            more: false,
        };
        facts.more = score.applicable_marks != score.full_marks
            || facts.bonus.is_some()
            || facts.deduction.is_some()
            || facts.lateness.is_some()
            || !facts.returned.is_empty()
            || !facts.missing.is_empty()
            || facts.veto.is_some();
        Some(facts)
    }

    fn bonus(&self) -> Option<BonusFacts> {
        let rows = self.class.registers.bonus.of(self.unit);
        let rows = rows.enumerate().map(|(at, row)| RegisterRow {
            item: row.item.clone(),
            points: self.print.least(&format!("bonus/{}", at + 1), row.points),
            reason: row.reason.clone(),
        });
        let rows: Vec<RegisterRow> = rows.collect();
        let bonus = self.score().bonus;
        let settings = &self.settings.classes[self.position];
        let limit = |item: &str, text: &Option<String>| {
            let points = Points::parse(text.as_deref()?).ok()?;
            Some(self.print.needed(item, points))
        };
        let capped = !bonus.stopped && bonus.counted < bonus.registered;
        (!rows.is_empty()).then(|| BonusFacts {
            counted: self.print.least("bonus/counted", bonus.counted),
            registered: self.print.least("bonus/registered", bonus.registered),
            stopped: bonus.stopped,
            gate: limit("bonus/gate", &settings.bonus_gate),
            cap: limit("bonus/cap", &settings.bonus_cap).filter(|_| capped),
            rows,
        })
    }

    fn deduction(&self) -> Option<DeductionFacts> {
        let rows = self.class.registers.deductions.of(self.unit);
        let rows = rows.enumerate().map(|(at, row)| RegisterRow {
            item: row.item.clone(),
            points: self.print.least(&format!("deduction/{}", at + 1), row.points),
            reason: row.reason.clone(),
        });
        let rows: Vec<RegisterRow> = rows.collect();
        let points = self.print.least("deduction", self.score().deducted);
        (!rows.is_empty()).then_some(DeductionFacts { points, rows })
    }

    fn lateness(&self) -> Option<LatenessFacts> {
        let late = self.score().lateness?;
        Some(LatenessFacts {
            deadline: late.deadline,
            handed_in: late.handed_in,
            days: self.print.count("late/days", usize::try_from(late.days).unwrap_or(0)),
            points: self.print.least("late/points", late.points),
        })
    }

    fn returned(&self) -> Vec<ReturnedFacts> {
        let own = self.class.registers.submissions.of(self.unit);
        let returned = own.filter(|row| row.returned.is_some());
        returned
            .map(|row| ReturnedFacts {
                piece: row.piece.clone(),
                first: row.first,
                returned: row.returned,
                again: row.again,
            })
            .collect()
    }

    /// Required pieces that never came, in a class whose papers are registered.
    fn missing(&self) -> Vec<String> {
        let rows = &self.class.registers.submissions;
        let came = |piece: &String| {
            let same =
                |row: &&crate::check::Submission| comparable(&row.piece) == comparable(piece);
            rows.of(self.unit).filter(same).any(|row| row.first.is_some())
        };
        let required = self.settings.submissions.pieces.iter().filter(|_| !rows.is_empty());
        required.filter(|piece| !came(piece)).cloned().collect()
    }

    /// What the grade hangs on, where grades may be shown and have cuts.
    pub(super) fn grade_note(&self) -> Option<GradeNote> {
        let score = self.score();
        let grade = score.grade.filter(|_| self.gate.outcome() && !score.vetoed)?;
        let settings = &self.settings.scoring.grade;
        let total = match settings.on {
            TotalKind::Published => score.published?.exact(),
            TotalKind::Exact => score.total?,
        };
        let cut = |position: usize| {
            let from = self.checked.cuts[position].from?;
            Some((self.checked.cuts[position].name.clone(), from))
        };
        let by_cut = matches!(settings.method, GradeMethod::Thresholds | GradeMethod::Both);
        let capped = score.grade_without_cap.filter(|would| *would < grade).and_then(|would| {
            let cap = self.class.registers.caps.of(self.unit).next()?;
            let would = self.checked.cuts[would].name.clone();
            Some(CapFacts { would, reason: cap.reason.clone() })
        });
        let better = grade.checked_sub(1).filter(|_| by_cut && capped.is_none()).and_then(cut);
        let line = better.map(|(name, from)| LineFacts {
            name,
            line: self.print.needed("grade/line", from),
            missing: self.print.total("grade/missing", (from.exact() - total).max(0.into())),
        });
        let (no_seat, next) = line.into_iter().partition::<Vec<_>, _>(|l| l.missing.value <= 0.0);
        let first = |list: Vec<LineFacts>| list.into_iter().next();
        Some(GradeNote { next: first(next), no_seat: first(no_seat), capped })
    }
}
