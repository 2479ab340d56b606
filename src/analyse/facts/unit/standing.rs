//! Where a unit stands among its class, as far as the gate lets its papers say so.

use serde::Serialize;

use super::Subject;
use crate::analyse::facts::{BandFacts, RankFacts};
use crate::analyse::{Band, Distribution};
use crate::model::{Decimal, Exact, Figure, Points};
use crate::score::UnitScore;
use crate::settings::{Ties, TotalKind};

/// How the totals of a unit's class spread.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StandingFacts {
    /// Median of the totals, from the set number of units.
    pub median: Option<Figure>,
    /// Score bands, rising; empty ones at either end left out.
    pub bands: Vec<BandFacts>,
    /// The band that the unit is in; none when its total is below all.
    pub own: Option<BandFacts>,
    /// The band with most units, the highest of several.
    pub fullest: Option<BandFacts>,
}

impl Subject<'_> {
    /// The highest total of the class.
    pub(super) fn class_best(&self) -> Option<Figure> {
        let most = self.analysis.totals.most.filter(|_| self.gate.best_total())?;
        Some(self.print.total("class/best", most))
    }

    /// How the class spreads, for a unit that is part of it.
    pub(super) fn standing(&self) -> Option<StandingFacts> {
        let counted = self.score().counts(self.checked) && self.gate.distribution();
        let total = self.score().published.filter(|_| counted)?.exact();
        let totals = &self.analysis.totals;
        let used = used(totals);
        let inside =
            |band: &Band| band.from.exact() <= total && band.to.is_none_or(|to| total < to.exact());
        let own = totals.bands.iter().position(inside);
        let bands: Vec<BandFacts> = used.clone().map(|at| self.band(at)).collect();
        // The last of equal ones.
        let fullest = used.max_by_key(|at| totals.bands[*at].count);
        Some(StandingFacts {
            median: totals.median.map(|median| self.print.mean("class/median", median)),
            bands,
            own: own.map(|at| self.band(at)),
            fullest: fullest.map(|at| self.band(at)),
        })
    }

    fn band(&self, at: usize) -> BandFacts {
        let band = &self.analysis.totals.bands[at];
        let item = |role: &str| format!("class/band{}/{role}", at + 1);
        let bound = |role: &str, points: Points| self.print.needed(&item(role), points);
        BandFacts {
            from: bound("from", band.from),
            to: band.to.map(|to| bound("to", to)),
            count: self.print.count(&item("units"), band.count),
        }
    }

    /// The rank that more points would have given among the others as they are.
    pub(super) fn rank_with(&self, gain: Exact) -> Option<RankFacts> {
        self.score().rank.filter(|_| self.gate.what_if_rank())?;
        let scoring = &self.settings.scoring;
        let total = self.score().total? + gain;
        let (total, compared): (Exact, fn(&UnitScore) -> Option<Exact>) = match scoring.rank_on {
            TotalKind::Published => {
                let rounded = self.print.rounded_total(total).exact();
                (rounded, |score| score.published.map(Decimal::exact))
            }
            TotalKind::Exact => (total, |score| score.total),
        };
        let others = self.scores.iter().enumerate().filter(|(unit, _)| *unit != self.unit);
        let ranked = others.filter(|(_, score)| score.rank.is_some());
        let totals: Vec<Exact> = ranked.filter_map(|(_, score)| compared(score)).collect();
        let mut better: Vec<Exact> = totals.iter().copied().filter(|own| *own > total).collect();
        if scoring.ties == Ties::Dense {
            better.sort_unstable();
            better.dedup();
        }
        let place = self.print.count("now/rank", better.len() + 1);
        Some(RankFacts { place, tied: totals.contains(&total) })
    }
}

/// The bands from the first to the last that holds a unit.
fn used(totals: &Distribution) -> std::ops::Range<usize> {
    let holds = |band: &Band| band.count > 0;
    let first = totals.bands.iter().position(holds).unwrap_or_default();
    first..totals.bands.iter().rposition(holds).map_or(first, |last| last + 1)
}
