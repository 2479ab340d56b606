//! Ranks, orders and counts that tell more than they say.

use super::{PAIR, Papers, points_text};
use crate::finding::{Finding, rule};
use crate::model::{Exact, exact_to_f64};
use crate::settings::Ties;

impl Papers<'_> {
    /// Two units with ranks, and nobody else: each rank tells the other's; a tie, the total.
    pub(super) fn rank_of_two(&self) -> Option<Finding> {
        let ranks: Vec<_> = self.scores.iter().filter_map(|score| score.rank).collect();
        let all = ranks.len() == PAIR && self.scores.len() == PAIR;
        (all && self.is_strict() && self.is_approved()).then(|| {
            let tied = ranks.iter().any(|rank| rank.tied);
            self.about(rule::RANK_REVEALS_UNIT).with("tied", if tied { "yes" } else { "" })
        })
    }

    /// A first or last unit so near to the mean that all others must be near, too. None of the
    /// others is above the first: with n units, n·P̄ − T₁ is the sum of the others, so that each of
    /// them is at most n·(T₁ − P̄) below it; for the last, above it.
    pub(super) fn rank_and_mean(&self) -> Option<Finding> {
        let count = self.with_total.len();
        let whole =
            count > PAIR && self.scores.iter().filter(|own| own.rank.is_some()).count() == count;
        if !whole || !self.is_strict() || !self.is_approved() || !self.shows_total_mean() {
            return None;
        }
        let n = i128::try_from(count).ok()?;
        let totals: Option<Vec<Exact>> =
            self.with_total.iter().map(|unit| self.published(*unit)).collect();
        let mean = totals?.iter().sum::<Exact>() / Exact::from_integer(n);
        let of_unit = |unit: &usize| {
            let (rank, total) = (self.scores[*unit].rank?, self.published(*unit)?);
            // Only where ranks have gaps does a rank say that it is the last.
            let gap = self.settings().scoring.ties == Ties::Gap;
            let last = gap && !rank.tied && rank.place == count;
            let distance = if rank.place == 1 { total - mean } else { mean - total };
            let width = exact_to_f64(distance * Exact::from_integer(n));
            let near = width < self.settings().statistics.even_points;
            ((rank.place == 1 || last) && near).then_some((*unit, width))
        };
        let (unit, width) = self.with_total.iter().find_map(of_unit)?;
        let found = self.about(rule::RANK_AND_MEAN).with("within", points_text(width));
        let found = found.with("name", &self.class.units[unit].short);
        Some(found.with("count", count))
    }

    /// A unit list in order of totals, whose numbers stand in file names before ranks are given.
    pub(super) fn order_is_ranking(&self) -> Option<Finding> {
        let numbered = self.settings().papers.unit.file.contains("order");
        let least = self.settings().disclosure.ordered_least;
        if self.is_approved() || !numbered || self.scores.len() < least {
            return None;
        }
        let totals: Option<Vec<Exact>> =
            (0..self.scores.len()).map(|unit| self.published(unit)).collect();
        let totals = totals?;
        let falls = totals.windows(2).all(|pair| pair[0] >= pair[1]);
        let moves = totals.first() > totals.last();
        (falls && moves)
            .then(|| self.about(rule::ORDER_IS_RANKING).with("count", self.scores.len()))
    }

    /// Vetoed units that do not count: the papers name how many units the mean is of, and everybody
    /// knows how many the class has.
    pub(super) fn count_tells_veto(&self) -> Option<Finding> {
        let left_out = self.scores.iter().filter(|own| own.vetoed && !own.counts(self.checked));
        let count = left_out.count();
        let shown = count > 0 && self.is_strict() && self.shows_total_mean();
        shown.then(|| self.about(rule::COUNT_TELLS_VETO).with("count", count))
    }
}
