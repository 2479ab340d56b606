//! The gap of a unit's published total to the class mean, taken apart.

use super::statistics::mean_f64;
use crate::check::Checked;
use crate::model::{Exact, Points, exact_to_f64};
use crate::score::UnitScore;

/// Class means of the parts of which totals are made, over the units that count, points.
#[derive(Debug, Clone, PartialEq)]
pub struct GapMeans {
    /// Each dimension's part of the base.
    pub dimensions: Vec<f64>,
    /// Counted bonus.
    pub bonus: f64,
    /// Deductions and late papers, with the sign that they have in the total.
    pub deductions: f64,
    /// Published totals, exact.
    pub total: Exact,
}

/// What a part of a gap comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GapSource {
    /// The part of the base that the dimension at a position makes under the treatment.
    Dimension(usize),
    /// Counted bonus.
    Bonus,
    /// Deductions and late papers, with the sign that they have in the total.
    Deductions,
    /// What is left: rounding, a fixed total after a veto, a total that cannot fall below zero.
    Rest,
}

impl GapSource {
    /// Stable name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dimension(_) => "dimension",
            Self::Bonus => "bonus",
            Self::Deductions => "deductions",
            Self::Rest => "rest",
        }
    }
}

/// One part of a gap, points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GapPart {
    /// What it comes from.
    pub source: GapSource,
    /// The unit's value; none for the rest.
    pub value: Option<f64>,
    /// The class mean of it; none for the rest.
    pub mean: Option<f64>,
    /// Value minus mean; of the rest what the other parts leave.
    pub gap: f64,
}

/// Class means of the parts; none when no unit counts.
pub(super) fn means(
    checked: &Checked,
    scores: &[UnitScore],
    dimensions: usize,
    total: Option<Exact>,
) -> Option<GapMeans> {
    let mean = |of: &dyn Fn(&UnitScore) -> f64| {
        let counted = scores.iter().filter(|score| score.counts(checked));
        // Parts with many denominators have no exact mean that could be kept.
        mean_f64(&counted.map(of).collect::<Vec<f64>>())
    };
    let of_dimension = |at: usize| mean(&|score| exact_to_f64(score.contributions[at]));
    Some(GapMeans {
        dimensions: (0..dimensions).map(of_dimension).collect::<Option<Vec<f64>>>()?,
        bonus: mean(&bonus)?,
        deductions: mean(&deductions)?,
        total: total?,
    })
}

fn bonus(score: &UnitScore) -> f64 {
    score.bonus.counted.to_f64()
}

fn deductions(score: &UnitScore) -> f64 {
    Points::from_scaled(-(score.deducted.scaled() + score.late_points().scaled())).to_f64()
}

impl GapMeans {
    /// Parts of a unit's gap, which add up to its published total minus their mean; none without a
    /// published total. The rest comes last.
    #[must_use]
    pub fn parts(&self, score: &UnitScore) -> Option<Vec<GapPart>> {
        let gap = exact_to_f64(score.published?.exact() - self.total);
        let part = |source, value: f64, mean: f64| GapPart {
            source,
            value: Some(value),
            mean: Some(mean),
            gap: value - mean,
        };
        let dimensions = self.dimensions.iter().zip(&score.contributions).enumerate();
        let mut parts: Vec<GapPart> = dimensions
            .map(|(at, (mean, own))| part(GapSource::Dimension(at), exact_to_f64(*own), *mean))
            .collect();
        parts.push(part(GapSource::Bonus, bonus(score), self.bonus));
        parts.push(part(GapSource::Deductions, deductions(score), self.deductions));
        let told: f64 = parts.iter().map(|part| part.gap).sum();
        parts.push(GapPart { source: GapSource::Rest, value: None, mean: None, gap: gap - told });
        Some(parts)
    }
}
