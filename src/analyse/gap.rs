//! The gap of a unit's published total to the class mean, taken apart.

use super::statistics::mean_f64;
use crate::check::Checked;
use crate::model::{Exact, Points, exact_to_f64};
use crate::score::UnitScore;

/// Class means of the parts of which totals are made, over the units that count, points.
///
/// Parts stand in this order: each dimension's part of the base, counted bonus, deductions and late
/// papers (with the sign that they have in the total), published total.
#[derive(Debug, Clone, PartialEq)]
pub struct GapMeans {
    means: Vec<f64>,
    /// Sums over one denominator; none where totals have too many different ones.
    sums: Option<Sums>,
}

/// Sums of the parts as whole multiples of one over a common denominator.
#[derive(Debug, Clone, PartialEq)]
struct Sums {
    denominator: i128,
    /// Units that count.
    count: i128,
    by_part: Vec<i128>,
}

/// Largest common denominator: with a million points and units, products stay inside 128 bits.
const MOST_DENOMINATOR: i128 = 1 << 64;

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
pub(super) fn means(checked: &Checked, scores: &[UnitScore]) -> Option<GapMeans> {
    let counted = || scores.iter().filter(|score| score.counts(checked)).filter_map(values);
    if let Some(sums) = sums(scores, counted()) {
        let mean = |sum: &i128| quotient(*sum, sums.denominator * sums.count);
        return Some(GapMeans { means: sums.by_part.iter().map(mean).collect(), sums: Some(sums) });
    }
    let columns: Vec<Vec<Exact>> = counted().collect();
    let mean = |part: usize| {
        let own = columns.iter().map(|values| exact_to_f64(values[part]));
        mean_f64(&own.collect::<Vec<f64>>())
    };
    let means = (0..columns.first()?.len()).map(mean).collect::<Option<Vec<f64>>>()?;
    Some(GapMeans { means, sums: None })
}

/// Parts of a total in the order of [`GapMeans`]; none without a published total.
fn values(score: &UnitScore) -> Option<Vec<Exact>> {
    let less = -(score.deducted.scaled() + score.late_points().scaled());
    let beside = [score.bonus.counted.exact(), Points::from_scaled(less).exact()];
    let total = score.published?.exact();
    Some(score.contributions.iter().copied().chain(beside).chain([total]).collect())
}

/// Sums over the least common denominator of all units' parts, also of units that do not count.
fn sums(scores: &[UnitScore], counted: impl Iterator<Item = Vec<Exact>>) -> Option<Sums> {
    let all = scores.iter().filter_map(values).flatten();
    let denominator = all.map(|part| *part.denom()).try_fold(1_i128, |common, own| {
        if common % own == 0 {
            return Some(common);
        }
        // Reduced, the denominator of own/common is common over their greatest divisor.
        let more = Exact::new(own, common);
        common.checked_mul(*more.numer()).filter(|common| *common <= MOST_DENOMINATOR)
    })?;
    let (mut count, mut by_part) = (0, Vec::new());
    for values in counted {
        count += 1;
        by_part.resize(values.len(), 0);
        for (sum, value) in by_part.iter_mut().zip(values) {
            *sum += multiple(value, denominator);
        }
    }
    (count > 0).then_some(Sums { denominator, count, by_part })
}

/// A value as a whole multiple of one over a denominator that its own divides.
fn multiple(value: Exact, denominator: i128) -> i128 {
    value.numer() * (denominator / value.denom())
}

#[expect(clippy::cast_precision_loss, reason = "the nearest float is what is asked for")]
fn quotient(numer: i128, denom: i128) -> f64 {
    numer as f64 / denom as f64
}

impl GapMeans {
    /// Parts of a unit's gap, which add up to its published total minus their mean; none without a
    /// published total. The rest comes last.
    #[must_use]
    pub fn parts(&self, score: &UnitScore) -> Option<Vec<GapPart>> {
        let values = values(score)?;
        let (gaps, rest) = self.gaps(&values);
        let dimensions = score.contributions.len();
        let source = |at: usize| match at.checked_sub(dimensions) {
            None => GapSource::Dimension(at),
            Some(0) => GapSource::Bonus,
            Some(_) => GapSource::Deductions,
        };
        let told = gaps.iter().zip(&values).zip(&self.means).enumerate();
        let mut parts: Vec<GapPart> = told
            .map(|(at, ((gap, value), mean))| GapPart {
                source: source(at),
                value: Some(exact_to_f64(*value)),
                mean: Some(*mean),
                gap: *gap,
            })
            .collect();
        parts.push(GapPart { source: GapSource::Rest, value: None, mean: None, gap: rest });
        Some(parts)
    }

    /// Gaps of all parts but the total, and what these leave of the gap of the total.
    fn gaps(&self, values: &[Exact]) -> (Vec<f64>, f64) {
        let last = values.len() - 1;
        if let Some(sums) = &self.sums {
            let gap = |(value, sum): (&Exact, &i128)| {
                multiple(*value, sums.denominator) * sums.count - sum
            };
            let gaps: Vec<i128> = values.iter().zip(&sums.by_part).map(gap).collect();
            let rest = gaps[last] - gaps[..last].iter().sum::<i128>();
            let float = |gap: i128| quotient(gap, sums.denominator * sums.count);
            (gaps[..last].iter().copied().map(float).collect(), float(rest))
        } else {
            let gap = |(value, mean): (&Exact, &f64)| exact_to_f64(*value) - mean;
            let gaps: Vec<f64> = values.iter().zip(&self.means).map(gap).collect();
            let rest = gaps[last] - gaps[..last].iter().sum::<f64>();
            (gaps[..last].to_vec(), rest)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Rounding, round_exact};

    fn score(contributions: &[(i128, i128)], bonus: i64, deducted: i64) -> UnitScore {
        let points = |points: i64| Points::from_scaled(points * Points::SCALE);
        let contributions: Vec<Exact> =
            contributions.iter().map(|(numer, denom)| Exact::new(*numer, *denom)).collect();
        let base: Exact = contributions.iter().sum();
        let total = base + points(bonus).exact() - points(deducted).exact();
        let mut score = UnitScore {
            contributions,
            deducted: points(deducted),
            total: Some(total),
            published: Some(round_exact(total, 1, Rounding::HalfUp)),
            ..UnitScore::default()
        };
        score.bonus.counted = points(bonus);
        score
    }

    fn means_of(scores: &[UnitScore]) -> Option<GapMeans> {
        let counted = || scores.iter().filter_map(values);
        let sums = sums(scores, counted())?;
        let mean = |sum: &i128| quotient(*sum, sums.denominator * sums.count);
        Some(GapMeans { means: sums.by_part.iter().map(mean).collect(), sums: Some(sums) })
    }

    /// Three units: 40 + 30, 50 + 20 + 3, 100/3 + 10 − 2 = 41.33, published 41.3. Means 370/9, 20,
    /// 1, −2/3; of the totals (70 + 73 + 41.3) / 3 = 184.3/3.
    #[test]
    fn parts_by_hand() {
        let scores = [
            score(&[(40, 1), (30, 1)], 0, 0),
            score(&[(50, 1), (20, 1)], 3, 0),
            score(&[(100, 3), (10, 1)], 0, 2),
        ];
        let means = means_of(&scores).unwrap();
        let gaps = |unit: usize| -> Vec<f64> {
            means.parts(&scores[unit]).unwrap().iter().map(|part| part.gap).collect()
        };
        for (unit, expected, total) in [
            // 40 − 370/9 = −10/9; 10; −1; 2/3; the rest: 25.7/3 − (−10/9 + 10 − 1 + 2/3) = 1/90.
            (0, [-10.0 / 9.0, 10.0, -1.0, 2.0 / 3.0, 1.0 / 90.0], 70.0 - 184.3 / 3.0),
            (1, [80.0 / 9.0, 0.0, 2.0, 2.0 / 3.0, 1.0 / 90.0], 73.0 - 184.3 / 3.0),
            // 41.3 is a thirtieth less than 41 1/3.
            (2, [-70.0 / 9.0, -10.0, -1.0, -4.0 / 3.0, -1.0 / 45.0], 41.3 - 184.3 / 3.0),
        ] {
            let found = gaps(unit);
            for (own, expected) in found.iter().zip(expected) {
                assert!((own - expected).abs() < 1e-12, "{unit} {found:?}");
            }
            assert!((found.iter().sum::<f64>() - total).abs() < 1e-12);
        }
        // The third's own gap to the mean of one is nothing, and no part is a negative zero.
        let alone = means_of(&scores[2..]).unwrap().parts(&scores[2]).unwrap();
        assert!(alone[..4].iter().all(|part| part.gap.to_bits() == 0), "{alone:?}");
        let sources: Vec<&str> = alone.iter().map(|part| part.source.name()).collect();
        assert_eq!(sources, ["dimension", "dimension", "bonus", "deductions", "rest"]);
    }

    /// Denominators of 50 primes have no common one that could be kept: floats say the same.
    #[test]
    fn many_denominators() {
        let primes = (3..250_i128).filter(|n| (2..*n).all(|d| n % d != 0));
        let scores: Vec<UnitScore> =
            primes.map(|prime| score(&[(70 * prime + 1, prime), (10, 1)], 0, 0)).collect();
        assert_eq!(means_of(&scores), None);
        let same = [score(&[(70, 1), (10, 1)], 0, 0)];
        let exact = means_of(&same).unwrap();
        let floats = GapMeans { sums: None, ..exact.clone() };
        let unit = score(&[(75, 1), (9, 1)], 1, 0);
        assert_eq!(floats.parts(&unit), exact.parts(&unit));
    }

    #[test]
    fn nobody_has_no_means() {
        assert_eq!(means_of(&[]), None);
        let without = UnitScore { published: None, ..score(&[(1, 1)], 0, 0) };
        let with = score(&[(1, 1)], 0, 0);
        assert_eq!(means_of(std::slice::from_ref(&without)), None);
        assert_eq!(means_of(std::slice::from_ref(&with)).unwrap().parts(&without), None);
        assert_eq!(means_of(&[with.clone(), without]), means_of(&[with]));
    }
}
