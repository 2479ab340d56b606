//! Change since last year, over units and indicators that match.

use serde::Serialize;

use super::Subject;
use crate::analyse::facts::print::Printer;
use crate::analyse::statistics::{mean_f64, standard_deviation};
use crate::model::{Decimal, Exact, Figure, exact_to_f64, round_exact};

/// Least gain of a unit that improved fast, in points.
pub(super) const FAST_POINTS: i128 = 3;

/// Change of a class since last year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearFacts {
    /// Last year, as papers say it.
    pub period: String,
    /// Units that can be compared.
    pub count: Figure,
    /// Their mean last year.
    pub mean_before: Figure,
    /// Their mean this year.
    pub mean_now: Figure,
    /// The difference of both as printed; its sign beside the magnitude.
    pub change: Figure,
    /// Mean part of the change that is work on matched indicators; its sign beside it.
    pub work: Option<Figure>,
    /// Units with a higher total.
    pub up: Figure,
    /// Units with a lower total.
    pub down: Figure,
    /// Units that improved fast (进步较快), by gain.
    pub fast: Vec<YearUnit>,
    /// Units with the largest losses of total, at most three, where they lost at least 3 points.
    pub fell: Vec<YearUnit>,
    /// Matched indicators whose mean rate rose the most, at most three.
    pub rose: Vec<YearIndicator>,
    /// Matched indicators whose mean rate fell the most, at most three.
    pub sank: Vec<YearIndicator>,
    /// Indicators of this year that are new.
    pub new: Vec<String>,
    /// Indicators of last year that are gone.
    pub dropped: Vec<String>,
    /// Losses that repeat last year's for the same cause.
    pub repeated: Figure,
}

/// A unit's change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearUnit {
    /// Short name.
    pub unit: String,
    /// Total last year.
    pub before: Figure,
    /// Total this year.
    pub now: Figure,
    /// The difference of both as printed, as a magnitude.
    pub change: Figure,
}

/// An indicator's change, over the units that have both years.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearIndicator {
    /// Name.
    pub name: String,
    /// Mean rate last year, in percent.
    pub before: Figure,
    /// Mean rate this year, in percent.
    pub now: Figure,
    /// The difference of both as printed, in percentage points, as a magnitude.
    pub change: Figure,
}

/// A comparable unit with both totals as printed.
struct Pair {
    unit: usize,
    before: Decimal,
    now: Decimal,
}

impl Pair {
    fn change(&self) -> Exact {
        self.now.exact() - self.before.exact()
    }
}

impl Subject<'_> {
    /// The class's change; none without comparable units.
    pub(super) fn year(&self) -> Option<YearFacts> {
        let scoring = &self.scorebook.checked.settings.scoring;
        let history = self.class.registers.history.as_ref()?;
        let pairs: Vec<Pair> = (0..self.unit_count())
            .filter_map(|unit| {
                let own = self.analysis.year_changes[unit].as_ref()?;
                let before = round_exact(own.before, scoring.decimals, scoring.rounding);
                Some(Pair { unit, before, now: self.scores[unit].published? })
            })
            .collect();
        let mean = |of: fn(&Pair) -> Exact| {
            let values: Vec<Exact> = pairs.iter().map(of).collect();
            crate::analyse::statistics::mean(&values).map(|mean| self.print.rounded_mean(mean))
        };
        let before = mean(|pair| pair.before.exact())?;
        let now = mean(|pair| pair.now.exact())?;
        let work: Vec<f64> =
            self.analysis.year_changes.iter().flatten().map(|own| own.work).collect();
        let work = mean_f64(&work).and_then(|work| self.print.float_magnitude("year/work", work));
        let zero = Exact::from_integer(0);
        let count = |item: &str, test: &dyn Fn(&Pair) -> bool| {
            self.print.count(&format!("year/{item}"), pairs.iter().filter(|p| test(p)).count())
        };
        let (rose, sank) = self.year_indicators(history);
        Some(YearFacts {
            period: self.scorebook.checked.settings.history.period.clone(),
            count: self.print.count("year/units", pairs.len()),
            mean_before: self.print.decimal("year/mean-before", before),
            mean_now: self.print.decimal("year/mean-now", now),
            change: self.print.magnitude("year/change", Printer::difference(now, before)),
            work,
            up: count("up", &|pair| pair.change() > zero),
            down: count("down", &|pair| pair.change() < zero),
            fast: self.fast(&pairs),
            fell: self.fell(&pairs),
            rose,
            sank,
            new: self.new_indicators(history),
            dropped: history
                .indicators
                .iter()
                .filter(|old| old.now.is_none())
                .map(|old| old.name.clone())
                .collect(),
            repeated: self.print.count("year/repeated", self.repeated(history)),
        })
    }

    fn year_unit(&self, pair: &Pair) -> YearUnit {
        let key = |role: &str| format!("{}/{role}", self.class.units[pair.unit].code);
        let change = Printer::difference(pair.now, pair.before);
        YearUnit {
            unit: self.short(pair.unit),
            before: self.print.decimal(&key("total-before"), pair.before),
            now: self.print.decimal(&key("total"), pair.now),
            change: self.print.magnitude(&key("year-change"), change),
        }
    }

    /// 进步较快: gain at least mean + 1 sd and 3 points, better rank among the comparable, no veto.
    fn fast(&self, pairs: &[Pair]) -> Vec<YearUnit> {
        let changes: Vec<Exact> = pairs.iter().map(Pair::change).collect();
        let (Some(mean), Some(spread)) =
            (crate::analyse::statistics::mean(&changes), standard_deviation(&changes))
        else {
            return Vec::new();
        };
        let rank = |own: Exact, of: fn(&Pair) -> Exact| {
            pairs.iter().filter(|other| of(other) > own).count()
        };
        let is_fast = |pair: &&Pair| {
            let now = rank(pair.now.exact(), |other| other.now.exact());
            let before = rank(pair.before.exact(), |other| other.before.exact());
            exact_to_f64(pair.change()) >= exact_to_f64(mean) + spread
                && pair.change() >= Exact::from_integer(FAST_POINTS)
                && now < before
                && !self.scores[pair.unit].vetoed
        };
        let mut fast: Vec<&Pair> = pairs.iter().filter(is_fast).collect();
        fast.sort_by_key(|pair| std::cmp::Reverse(pair.change()));
        fast.into_iter().map(|pair| self.year_unit(pair)).collect()
    }

    fn fell(&self, pairs: &[Pair]) -> Vec<YearUnit> {
        let least = Exact::from_integer(-FAST_POINTS);
        let mut fell: Vec<&Pair> = pairs.iter().filter(|pair| pair.change() <= least).collect();
        fell.sort_by_key(|pair| pair.change());
        fell.into_iter().take(3).map(|pair| self.year_unit(pair)).collect()
    }

    /// Matched indicators by change of their mean rate: the largest rises, the largest falls.
    fn year_indicators(
        &self,
        history: &crate::check::History,
    ) -> (Vec<YearIndicator>, Vec<YearIndicator>) {
        let mut list: Vec<(f64, YearIndicator)> = Vec::new();
        for (at, old) in history.indicators.iter().enumerate() {
            let Some(leaf) = old.now else { continue };
            let full = self.class.system.indicators[leaf].full_marks;
            let pairs: Vec<(f64, f64)> = (0..self.unit_count())
                .filter_map(|unit| {
                    let before = history.units.get(unit)?.as_ref()?.get(at)?.points?;
                    let now = self.class.cells.points(unit, leaf)?;
                    let rate = |own: Exact, full: Exact| exact_to_f64(own / full);
                    Some((
                        rate(before.exact(), old.full_marks.exact()),
                        rate(now.exact(), full.exact()),
                    ))
                })
                .collect();
            let mean = |of: fn(&(f64, f64)) -> f64| {
                let rates: Vec<f64> = pairs.iter().map(of).collect();
                self.print.rounded_mean_rate(None, mean_f64(&rates))
            };
            let (Some(before), Some(now)) = (mean(|pair| pair.0), mean(|pair| pair.1)) else {
                continue;
            };
            let change = Printer::difference(now, before);
            let indicator = &self.class.system.indicators[leaf];
            let key = |role: &str| format!("{}/year/{role}", indicator.code);
            list.push((
                exact_to_f64(change.exact()),
                YearIndicator {
                    name: indicator.name.clone(),
                    before: self.print.decimal(&key("before"), before),
                    now: self.print.decimal(&key("now"), now),
                    change: self.print.magnitude(&key("change"), change),
                },
            ));
        }
        list.sort_by(|one, other| other.0.total_cmp(&one.0));
        let rose = list.iter().filter(|(change, _)| *change > 0.0).take(3);
        let sank = list.iter().rev().filter(|(change, _)| *change < 0.0).take(3);
        (rose.map(|(_, own)| own.clone()).collect(), sank.map(|(_, own)| own.clone()).collect())
    }

    fn new_indicators(&self, history: &crate::check::History) -> Vec<String> {
        let known = |leaf: usize| history.indicators.iter().any(|old| old.now == Some(leaf));
        let all = self.class.system.indicators.iter().enumerate();
        all.filter(|(leaf, _)| !known(*leaf)).map(|(_, own)| own.name.clone()).collect()
    }

    /// Losses for the cause for which the unit lost points in the same indicator last year.
    fn repeated(&self, history: &crate::check::History) -> usize {
        let leaves = self.class.system.indicators.len();
        let cells = (0..self.unit_count()).flat_map(|u| (0..leaves).map(move |leaf| (u, leaf)));
        cells
            .filter(|(unit, leaf)| {
                let cause = self.class.cells.cause(*unit, *leaf);
                cause.is_some_and(|cause| history.repeats(*unit, *leaf, cause))
            })
            .count()
    }
}
