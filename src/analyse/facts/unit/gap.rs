//! The gap of a unit's total to the class mean, and its parts.

use serde::Serialize;

use super::{Printer, Subject};
use crate::analyse::GapSource;
use crate::model::{Decimal, Exact, Figure, Sign, round_exact, round_f64};

/// Gap of a unit's printed total to the printed mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GapFacts {
    /// Magnitude, with the sign beside it.
    pub figure: Figure,
    /// How large it is called.
    pub level: GapLevel,
    /// Its parts: dimensions, bonus, deductions, and what is left. They add up to the gap; empty
    /// where one of them would tell another unit's.
    pub parts: Vec<PartFacts>,
    /// Whether indicators do not apply to all units alike, so that parts of the base differ for that,
    /// too.
    pub scope_differs: bool,
    /// Whether a dimension's part does not go the way of its rate: the other sign, or no rate.
    pub contradicts: bool,
}

/// How large a gap is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GapLevel {
    /// 基本持平.
    Even,
    /// Neither even nor clear.
    Plain,
    /// 明显.
    Clear,
}

/// What a part of a gap comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// A dimension's part of the base.
    Dimension,
    /// Bonus points.
    Bonus,
    /// Deductions and late papers, with the sign that they have in the total.
    Deduction,
    /// What rounding leaves.
    Rounding,
    /// What else is left: a fixed total after a veto, a total that cannot fall below zero.
    Rest,
}

/// A part of a gap; magnitude, with the sign beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartFacts {
    /// What it comes from.
    pub kind: PartKind,
    /// Short name of the dimension; none for the other kinds.
    pub name: Option<String>,
    /// The part.
    pub figure: Figure,
}

impl Subject<'_> {
    pub(super) fn gap(&self) -> Option<GapFacts> {
        let difference = Printer::difference(self.score().published?, self.shown_mean()?);
        let magnitude = difference.to_f64().abs();
        let statistics = &self.settings.statistics;
        let spread = self.analysis.totals.standard_deviation;
        let clear = magnitude >= statistics.clear_points && spread.is_some_and(|s| magnitude >= s);
        let level = if magnitude < statistics.even_points {
            GapLevel::Even
        } else if clear {
            GapLevel::Clear
        } else {
            GapLevel::Plain
        };
        let figure = self.print.magnitude("gap", difference);
        let parts = if self.gate.gap_parts() { self.gap_parts(difference) } else { Vec::new() };
        let scope_differs = self.scores.iter().any(|own| own.applicable_marks != own.full_marks);
        let contradicts = scope_differs && self.contradict(&parts);
        Some(GapFacts { figure, level, parts, scope_differs, contradicts })
    }

    /// Whether a dimension's part of the gap, as rounded, has the other sign than the difference of
    /// the rates as rounded, or no rate to stand beside. Rounding never turns a sign.
    fn contradict(&self, parts: &[PartFacts]) -> bool {
        let dimensions = parts.iter().filter(|part| part.kind == PartKind::Dimension).enumerate();
        dimensions.filter(|(_, part)| part.figure.sign != Sign::Zero).any(|(at, part)| {
            let (own, class) = self.dimension_rates(at);
            own.zip(class).is_none_or(|(own, class)| {
                let ahead = part.figure.sign == Sign::Positive;
                if ahead { own.exact() < class.exact() } else { own.exact() > class.exact() }
            })
        })
    }

    /// Parts of the gap, each against the class mean of that part; what is left comes last, so
    /// that the reader's sum comes out.
    fn gap_parts(&self, gap: Decimal) -> Vec<PartFacts> {
        let decimals = gap.decimals();
        let mut left = gap.exact();
        let mut parts = Vec::new();
        let means = self.analysis.gap_means.as_ref();
        let analysed = means.and_then(|means| means.parts(self.score())).unwrap_or_default();
        for part in analysed {
            let (kind, key, name) = match part.source {
                GapSource::Dimension(at) => {
                    let name = self.class.system.dimensions[at].short.clone();
                    (PartKind::Dimension, format!("d{}/gap", at + 1), Some(name))
                }
                GapSource::Bonus => (PartKind::Bonus, "gap/bonus".to_owned(), None),
                GapSource::Deductions => (PartKind::Deduction, "gap/deduction".to_owned(), None),
                // What rounded parts leave is another figure.
                GapSource::Rest => continue,
            };
            let rounded = round_f64(part.gap, decimals, self.settings.scoring.rounding);
            // Extras that make no difference are not worth a line.
            let told = |own: &Decimal| name.is_some() || own.to_f64() != 0.0;
            if let Some(rounded) = rounded.filter(told) {
                left -= rounded.exact();
                parts.push(PartFacts { kind, name, figure: self.print.magnitude(&key, rounded) });
            }
        }
        if left != Exact::from_integer(0) {
            parts.push(self.rest(left, decimals, parts.len()));
        }
        parts
    }

    /// What is left: of rounding, when it is no more than every part may be off by.
    fn rest(&self, left: Exact, decimals: u32, parts: usize) -> PartFacts {
        let rest = round_exact(left, decimals, self.settings.scoring.rounding);
        let last_place = 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
        #[expect(clippy::cast_precision_loss, reason = "a handful of parts")]
        let of_rounding = rest.to_f64().abs() < last_place * (parts + 2) as f64;
        let kind = if of_rounding { PartKind::Rounding } else { PartKind::Rest };
        PartFacts { kind, name: None, figure: self.print.magnitude("gap/rounding", rest) }
    }
}
