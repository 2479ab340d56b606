//! Keys of a unit's own papers, and of a unit in the papers of its class.

use super::{Among, Answer, count, less, magnitude, percent, share};
use crate::model::{Exact, Points, round_exact};

impl Among<'_> {
    /// A key of a unit's own papers.
    pub(super) fn of_unit(&self, unit: usize, rest: &[&str]) -> Answer {
        match rest {
            ["first", rest @ ..] => self.of_first(unit, rest),
            ["class", role] => self.class_of_unit(role),
            [role] => self.of_total(unit, role),
            [item, "class", "rate"] => self.class_rate(item),
            ["d", ..] => None,
            [item, role] => match (self.leaves.get(item), self.dimension(item)) {
                (Some(leaf), None) => self.of_leaf(unit, *leaf, role),
                (None, Some(at)) => self.of_dimension(unit, at, role),
                _ => None,
            },
            _ => None,
        }
    }

    /// A key of a unit in the papers of its class, without the unit.
    pub(super) fn of_listed(&self, unit: usize, rest: &[&str]) -> Answer {
        let score = &self.scores[unit];
        match rest {
            ["sum"] => Some(score.points.exact()),
            ["bonus"] => Some(score.bonus.counted.exact()),
            ["deducted"] => Some(score.deducted.exact() + score.late_points().exact()),
            ["first-total"] => Some(score.first?.published.exact()),
            ["first-rank"] => count(score.first?.rank?.place),
            ["applicable-share"] => share(score.applicable_marks, score.full_marks).map(percent),
            ["losing" | "loss" | "total" | "rank" | "base"] => self.of_unit(unit, rest),
            [item, "points" | "rate"] if self.dimension(item).is_some() => self.of_unit(unit, rest),
            [item, role] => self.of_leaf(unit, *self.leaves.get(item)?, role),
            _ => None,
        }
    }

    fn of_total(&self, unit: usize, role: &str) -> Answer {
        let score = &self.scores[unit];
        let loss = less(score.applicable_marks, score.points);
        match role {
            "total" => Some(score.published?.exact()),
            "rank" => count(score.rank?.place),
            "base" => score.base,
            "points" => Some(score.points.exact()),
            "loss" => Some(loss.exact()),
            "rate" => share(score.points, score.applicable_marks).map(percent),
            "full-marks" => Some(score.full_marks.exact()),
            "applicable-marks" => Some(score.applicable_marks.exact()),
            "applicable-share" => share(score.applicable_marks, score.full_marks).map(percent),
            "losing" => count(self.lost(unit).count()),
            "mean-marks" => Some(score.applicable_marks.exact() / count(score.applicable_count)?),
            "gap" => Some(magnitude(score.published?.exact() - self.printed_mean()?)),
            "top-loss" => Some(self.largest_losses(unit).exact()),
            "top-loss-share" => share(self.largest_losses(unit), loss).map(percent),
            _ => None,
        }
    }

    /// Losses of what applies, by indicator.
    fn lost(&self, unit: usize) -> impl Iterator<Item = Points> + '_ {
        let lost = move |leaf| {
            let points = self.class.cells.points(unit, leaf)?;
            Some(less(self.full_marks(leaf), points))
        };
        let all = (0..self.class.system.indicators.len()).filter_map(lost);
        all.filter(|loss| *loss > Points::ZERO)
    }

    fn largest_losses(&self, unit: usize) -> Points {
        let mut lost: Vec<i64> = self.lost(unit).map(Points::scaled).collect();
        lost.sort_unstable();
        Points::from_scaled(lost.iter().rev().take(3).sum())
    }

    /// The class mean as it is printed.
    fn printed_mean(&self) -> Answer {
        let (decimals, rounding) =
            (self.settings.statistics.decimals, self.settings.scoring.rounding);
        Some(round_exact(self.analysis.totals.mean?, decimals, rounding).exact())
    }

    fn class_of_unit(&self, role: &str) -> Answer {
        let totals = &self.analysis.totals;
        match role {
            "mean" => totals.mean,
            "median" => totals.median,
            "best" => totals.most,
            "units" => count(self.class.units.len()),
            "totals" => count(totals.count),
            _ => None,
        }
    }

    /// The mean rate of the class in an indicator or a dimension.
    fn class_rate(&self, item: &str) -> Answer {
        match (self.leaves.get(item), self.dimension(item)) {
            (Some(leaf), None) => self.analysis.indicators[*leaf].mean_rate.map(percent),
            (None, Some(at)) => self.analysis.dimensions[at].mean_rate.map(percent),
            _ => None,
        }
    }

    /// How far one rate is from another, as both are printed.
    fn rate_gap(&self, own: Option<Exact>, class: Option<Exact>) -> Answer {
        Some(magnitude(self.percent(own?) - self.percent(class?)))
    }

    fn of_leaf(&self, unit: usize, leaf: usize, role: &str) -> Answer {
        let (cells, full_marks) = (&self.class.cells, self.full_marks(leaf));
        let points = cells.points(unit, leaf);
        let rate = points.and_then(|points| share(points, full_marks));
        match role {
            "full-marks" => Some(full_marks.exact()),
            "points" => Some(points?.exact()),
            "loss" => Some(less(full_marks, points?).exact()),
            "rate" => rate.map(percent),
            "rate-gap" => self.rate_gap(rate, self.analysis.indicators[leaf].mean_rate),
            "gain" => Some(self.analysis.units[unit].items[leaf].gain),
            "first" => Some(cells.first(unit, leaf)?.exact()),
            "self" => {
                let form = self.class.registers.self_points.get(unit)?.as_ref()?;
                Some((*form.get(leaf)?)?.exact())
            }
            _ => None,
        }
    }

    fn of_dimension(&self, unit: usize, at: usize, role: &str) -> Answer {
        let own = self.analysis.unit_dimensions[unit][at];
        let loss = less(own.applicable_marks, own.points);
        let leaves = self.class.system.dimensions[at].leaves.clone();
        let all = leaves.len();
        let points: Vec<(usize, Points)> =
            leaves.filter_map(|leaf| Some((leaf, self.class.cells.points(unit, leaf)?))).collect();
        let losing =
            points.iter().filter(|(leaf, own)| less(self.full_marks(*leaf), *own) > Points::ZERO);
        let losing = losing.count();
        let score = &self.scores[unit];
        match role {
            "points" => Some(own.points.exact()),
            "full-marks" => Some(own.applicable_marks.exact()),
            "loss" => Some(loss.exact()),
            "loss-share" => share(loss, less(score.applicable_marks, score.points)).map(percent),
            "rate" => own.rate().map(percent),
            "rate-gap" => self.rate_gap(own.rate(), self.analysis.dimensions[at].mean_rate),
            "applying" => count(points.len()),
            "losing" => count(losing),
            "full" => count(points.len() - losing),
            "left-out" => count(all - points.len()),
            _ => None,
        }
    }

    /// First points, where they are known.
    fn first_points(&self, unit: usize, leaf: usize) -> Option<Points> {
        let cells = &self.class.cells;
        if self.class.has_first { cells.first(unit, leaf) } else { cells.points(unit, leaf) }
    }

    /// A key of the letter on first results, and of what a report says of them.
    fn of_first(&self, unit: usize, rest: &[&str]) -> Answer {
        let score = &self.scores[unit];
        let all = 0..self.class.system.indicators.len();
        match rest {
            ["total"] if self.class.has_first => Some(score.first?.published.exact()),
            ["total"] => Some(score.published?.exact()),
            ["full-marks"] => Some(score.full_marks.exact()),
            ["change"] => {
                let first = score.first?.published.exact();
                Some(magnitude(score.published?.exact() - first))
            }
            ["points" | "loss" | "applicable-marks"] => self.first_sum(unit, all, rest[0]),
            ["applicable"] => {
                count(all.filter(|leaf| self.first_points(unit, *leaf).is_some()).count())
            }
            ["absent"] => {
                count(all.filter(|leaf| self.first_points(unit, *leaf).is_none()).count())
            }
            ["losing"] => {
                let lost = |leaf: &usize| {
                    self.first_points(unit, *leaf).is_some_and(|own| own < self.full_marks(*leaf))
                };
                count(all.filter(lost).count())
            }
            [item, role] => {
                let dimensions = &self.class.system.dimensions;
                let at = dimensions.iter().position(|own| own.name == *item);
                match (self.leaves.get(item), at) {
                    (Some(leaf), None) if *role == "full-marks" => {
                        Some(self.full_marks(*leaf).exact())
                    }
                    (Some(leaf), None) => self.first_sum(unit, *leaf..*leaf + 1, role),
                    (None, Some(at)) => self.first_sum(unit, dimensions[at].leaves.clone(), role),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// First points of some indicators, in all.
    fn first_sum(&self, unit: usize, leaves: std::ops::Range<usize>, role: &str) -> Answer {
        let known: Vec<(i64, i64)> = leaves
            .filter_map(|leaf| {
                let points = self.first_points(unit, leaf)?;
                Some((points.scaled(), self.full_marks(leaf).scaled()))
            })
            .collect();
        let points: i64 = known.iter().map(|(points, _)| points).sum();
        let marks: i64 = known.iter().map(|(_, marks)| marks).sum();
        let number = match role {
            "points" => points,
            "loss" => marks - points,
            "full-marks" | "applicable-marks" => marks,
            _ => return None,
        };
        Some(Points::from_scaled(number).exact())
    }
}
