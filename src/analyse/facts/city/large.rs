//! Classes of many units: which units a paper lists one by one, and the others by groups of rank.

use serde::Serialize;

use super::Subject;
use crate::analyse::Tally;
use crate::analyse::statistics::mean_f64;
use crate::model::{Exact, Figure, exact_to_f64};
use crate::score::Scorebook;

/// Runs of units of this length or less are listed: a line that leaves them out is no shorter.
const SHORT_RUN: usize = 2;

/// Units that follow each other and that a list leaves out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SkippedFacts {
    /// Place in the list of the unit before which they would stand.
    pub before: usize,
    /// How many units they are.
    pub count: Figure,
    /// Rank of the first of them; none where it has none.
    pub from: Option<Figure>,
    /// Rank of the last of them; none where it has none.
    pub to: Option<Figure>,
}

/// Units of a class that follow each other in rank, as one row of a heat map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankGroupFacts {
    /// Rank of the first of them; none where they have no rank.
    pub from: Option<Figure>,
    /// Rank of the last of them; none where they have no rank.
    pub to: Option<Figure>,
    /// How many units they are.
    pub count: Figure,
    /// Mean of their rates by dimension, in percent; none where nothing applies to any.
    pub dimensions: Vec<Option<Figure>>,
    /// Mean of their rates by indicator, in percent; none where it applies to none; empty where
    /// dimensions are themselves the indicators.
    pub indicators: Vec<Option<Figure>>,
}

/// A unit that is vetoed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VetoedFacts {
    /// Short name.
    pub unit: String,
    /// Grade.
    pub grade: Option<String>,
}

/// Units that a paper lists, and the runs that it leaves out.
#[derive(Default)]
pub(super) struct Listed {
    pub(super) units: Vec<usize>,
    pub(super) skipped: Vec<SkippedFacts>,
}

/// Whether the text names all units of all classes.
pub(super) fn names_all(scorebook: &Scorebook) -> bool {
    let checked = &scorebook.checked;
    let units: usize = checked.classes.iter().map(|class| class.units.len()).sum();
    units <= checked.settings.large.names_most
}

impl Subject<'_> {
    /// Of units in order of rank those that a paper lists: all of a class that is not too large,
    /// else both ends and those at the cuts of grades. Keys of figures begin with `item`.
    pub(super) fn listed(&self, order: &[usize], item: &str) -> Listed {
        let large = &self.scorebook.checked.settings.large;
        if order.len() <= large.rows_most {
            return Listed { units: order.to_vec(), skipped: Vec::new() };
        }
        let grades = self.grades_held(order);
        let cuts = (1..order.len()).filter(|at| grades[*at] != grades[*at - 1]);
        let shown = shown(order.len(), large.rows_end, large.rows_cut, cuts);
        let mut listed = Listed { units: Vec::new(), skipped: Vec::new() };
        let mut rest = 0;
        for run in shown.chunk_by(|one, other| one == other) {
            let units = &order[rest..rest + run.len()];
            rest += run.len();
            if run[0] {
                listed.units.extend(units);
            } else {
                let item = format!("{item}{}", listed.skipped.len() + 1);
                listed.skipped.push(self.skipped(units, &item, listed.units.len()));
            }
        }
        listed
    }

    fn skipped(&self, units: &[usize], item: &str, before: usize) -> SkippedFacts {
        SkippedFacts {
            before,
            count: self.print.count(&format!("{item}/units"), units.len()),
            from: units.first().and_then(|unit| self.place(*unit)),
            to: units.last().and_then(|unit| self.place(*unit)),
        }
    }

    fn place(&self, unit: usize) -> Option<Figure> {
        let rank = self.scores[unit].rank.filter(|_| self.ranked)?;
        Some(self.print.count(&format!("{}/rank", self.class.units[unit].code), rank.place))
    }

    /// The grade at each place of an order by rank; a unit that something beside its total holds
    /// below those behind it does not part them.
    fn grades_held(&self, order: &[usize]) -> Vec<Option<usize>> {
        let mut best: Option<usize> = None;
        let mut grades: Vec<Option<usize>> = order
            .iter()
            .rev()
            .map(|unit| {
                let score = &self.scores[*unit];
                // Who has no rank stands behind all grades.
                let own = score.grade.filter(|_| self.ranked && score.rank.is_some());
                best = match (own, best) {
                    (Some(own), Some(best)) => Some(own.min(best)),
                    (own, best) => own.or(best),
                };
                best
            })
            .collect();
        grades.reverse();
        grades
    }

    /// Short names and grades of vetoed units, in list order.
    pub(super) fn vetoed(&self) -> Vec<VetoedFacts> {
        let vetoed = (0..self.unit_count()).filter(|unit| self.scores[*unit].vetoed);
        let facts = vetoed.map(|unit| VetoedFacts {
            unit: self.short(unit),
            grade: self.scores[unit].grade.filter(|_| self.ranked).map(|own| self.grade_name(own)),
        });
        facts.collect()
    }

    /// Of units in list order those that a list of rectification has: all, unless they are very many,
    /// then as many as both ends of a ranking have, with the most problems that are not closed.
    pub(super) fn heaviest(&self, mut units: Vec<usize>, tallies: &[Tally]) -> Vec<usize> {
        let large = &self.scorebook.checked.settings.large;
        if units.len() > large.rows_most {
            units.sort_by_key(|unit| std::cmp::Reverse(tallies[*unit].remaining()));
            units.truncate(2 * large.rows_end);
            units.sort_unstable();
        }
        units
    }

    /// Rows of a register that a list has at most.
    pub(super) fn register_most(&self) -> usize {
        self.scorebook.checked.settings.large.register_most
    }

    /// Full names of all units in list order, where the text names them.
    pub(super) fn names_in_order(&self) -> Vec<String> {
        let named = self.class.units.iter().filter(|_| names_all(self.scorebook));
        named.map(|unit| unit.name.clone()).collect()
    }

    /// Whether a paper lists so many units one by one.
    pub(super) fn lists_all(&self, count: usize) -> bool {
        count <= self.scorebook.checked.settings.large.rows_most
    }

    /// Whether heat maps have a row for each unit; else one for each group.
    pub(super) fn has_cells(&self) -> bool {
        let large = &self.scorebook.checked.settings.large;
        self.unit_count() <= large.cells_most.min(large.rows_most)
    }

    /// Whether each unit is a dot.
    fn has_dots(&self) -> bool {
        let large = &self.scorebook.checked.settings.large;
        self.unit_count() <= large.dots_most.min(large.rows_most)
    }

    /// Groups by rank of a class that is too large for a heat map with a row for each unit.
    pub(super) fn rank_groups(&self, order: &[usize]) -> Vec<RankGroupFacts> {
        if self.has_cells() {
            return Vec::new();
        }
        let groups = self.scorebook.checked.settings.large.groups;
        let place = |unit: usize| self.scores[unit].rank.filter(|_| self.ranked).map(|r| r.place);
        let ranked = order.iter().take_while(|unit| place(**unit).is_some()).count();
        // Units of one rank stay together: its first place says where they belong.
        let group = |unit: &usize| place(*unit).map(|place| (place - 1) * groups / ranked.max(1));
        let runs = order.chunk_by(|one, other| group(one) == group(other));
        runs.enumerate().map(|(at, units)| self.rank_group(units, at + 1)).collect()
    }

    fn rank_group(&self, units: &[usize], number: usize) -> RankGroupFacts {
        let key = |role: &str| format!("group{number}/{role}");
        let system = &self.class.system;
        let dimension = |at: usize| {
            let rates =
                units.iter().filter_map(|unit| self.analysis.unit_dimensions[*unit][at].rate());
            let rates: Vec<f64> = rates.map(exact_to_f64).collect();
            let mean = self.print.rounded_mean_rate(None, mean_f64(&rates))?;
            Some(self.print.decimal(&key(&format!("d{}/rate", at + 1)), mean))
        };
        let indicator = |leaf: usize| {
            let points = units.iter().filter_map(|unit| self.class.cells.points(*unit, leaf));
            let (count, sum) = points.fold((0_i128, 0_i128), |(count, sum), own| {
                (count + 1, sum + i128::from(own.scaled()))
            });
            let full = i128::from(system.indicators[leaf].full_marks.scaled());
            let rate = (count > 0).then(|| Exact::new(sum, full * count))?;
            Some(self.print.rate(&key(&format!("{}/rate", system.indicators[leaf].code)), rate))
        };
        let leaves = if system.one_level() { 0 } else { system.indicators.len() };
        RankGroupFacts {
            from: units.first().and_then(|unit| self.place(*unit)),
            to: units.last().and_then(|unit| self.place(*unit)),
            count: self.print.count(&key("units"), units.len()),
            dimensions: (0..system.dimensions.len()).map(dimension).collect(),
            indicators: (0..leaves).map(indicator).collect(),
        }
    }

    /// How many of some units have a rate in each whole percent of a dimension, from 0 up, full
    /// marks with the last; empty where each unit is a dot.
    pub(super) fn by_percent(&self, units: &[usize], dimension: usize) -> Vec<usize> {
        if self.has_dots() {
            return Vec::new();
        }
        let mut counts = vec![0; 100];
        for unit in units {
            let own = self.analysis.unit_dimensions[*unit][dimension];
            let Some(rate) = own.rate() else { continue };
            let percent = (rate * Exact::from_integer(100)).floor().to_integer().clamp(0, 99);
            if let Some(count) = usize::try_from(percent).ok().and_then(|at| counts.get_mut(at)) {
                *count += 1;
            }
        }
        counts
    }
}

/// Which places of a list are shown: both ends and those beside the cuts (each the place that a new
/// grade begins at), and what lies between them where it is short.
fn shown(count: usize, end: usize, beside: usize, cuts: impl Iterator<Item = usize>) -> Vec<bool> {
    let mut shown = vec![false; count];
    let mut show = |from: usize, to: usize| {
        shown[from.min(count)..to.min(count)].fill(true);
    };
    show(0, end);
    show(count.saturating_sub(end), count);
    cuts.for_each(|cut| show(cut.saturating_sub(beside), cut + beside));
    let mut start = 0;
    let runs: Vec<(usize, usize)> = shown
        .chunk_by(|one, other| one == other)
        .map(|run| {
            start += run.len();
            (start - run.len(), run.len())
        })
        .collect();
    for (start, length) in runs.into_iter().filter(|(_, length)| *length <= SHORT_RUN) {
        shown[start..start + length].fill(true);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::shown;

    fn said(count: usize, end: usize, beside: usize, cuts: &[usize]) -> String {
        let shown = shown(count, end, beside, cuts.iter().copied());
        shown.into_iter().map(|own| if own { '+' } else { '.' }).collect()
    }

    #[test]
    fn ends_and_cuts_are_shown() {
        assert_eq!(said(20, 3, 2, &[10]), "+++.....++++.....+++");
        assert_eq!(said(20, 3, 0, &[10]), "+++..............+++");
    }

    #[test]
    fn short_runs_are_not_left_out() {
        // Two units between the first three and those at the cut, three before the last.
        assert_eq!(said(15, 3, 2, &[7]), "+++++++++...+++");
        assert_eq!(said(5, 3, 2, &[]), "+++++");
    }

    #[test]
    fn what_is_shown_is_bounded() {
        let cuts = [100, 5_000, 19_990];
        let all = said(20_000, 20, 5, &cuts);
        // The last cut is within the last twenty.
        assert_eq!(all.matches('+').count(), 20 + 20 + 2 * 10);
        assert_eq!(all.len(), 20_000);
    }
}
