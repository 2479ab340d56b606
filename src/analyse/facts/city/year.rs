//! Change since last year, over units and indicators that match.

use serde::Serialize;

use super::Subject;
use crate::analyse::facts::print::Printer;
use crate::analyse::statistics::mean_f64;
use crate::analyse::{ClassYear, UnitYear};
use crate::model::{Exact, Figure, exact_to_f64};

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
    /// Units with the largest losses of total, at most three, where they lost as much as
    /// one that improved fast has to gain.
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

impl Subject<'_> {
    /// The class's change; none without comparable units.
    pub(super) fn year(&self) -> Option<YearFacts> {
        let settings = &self.scorebook.checked.settings.history;
        let history = self.class.registers.history.as_ref()?;
        let own = self.analysis.year.as_ref()?;
        let (before, now) =
            (self.print.rounded_mean(own.mean_before), self.print.rounded_mean(own.mean_now));
        let zero = Exact::from_integer(0);
        let count = |item: &str, test: &dyn Fn(&UnitYear) -> bool| {
            self.print.count(&format!("year/{item}"), own.count(test))
        };
        let (rose, sank) = self.year_indicators(history);
        Some(YearFacts {
            period: settings.period.clone(),
            count: count("units", &|_| true),
            mean_before: self.print.decimal("year/mean-before", before),
            mean_now: self.print.decimal("year/mean-now", now),
            change: self.print.magnitude("year/change", Printer::difference(now, before)),
            work: self.print.float_magnitude("year/work", own.work),
            up: count("up", &|unit| unit.change() > zero),
            down: count("down", &|unit| unit.change() < zero),
            fast: self.fast(own),
            fell: self.fell(own),
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

    fn year_unit(&self, own: &UnitYear) -> YearUnit {
        let key = |role: &str| format!("{}/{role}", self.class.units[own.unit].code);
        let change = Printer::difference(own.now, own.before);
        YearUnit {
            unit: self.short(own.unit),
            before: self.print.decimal(&key("total-before"), own.before),
            now: self.print.decimal(&key("total"), own.now),
            change: self.print.magnitude(&key("year-change"), change),
        }
    }

    /// 进步较快, by gain.
    fn fast(&self, year: &ClassYear) -> Vec<YearUnit> {
        let mut fast: Vec<&UnitYear> = year.units.iter().filter(|own| own.fast).collect();
        fast.sort_by_key(|own| std::cmp::Reverse(own.change()));
        fast.into_iter().map(|own| self.year_unit(own)).collect()
    }

    /// Units that lost as much as one that improved fast has to gain.
    fn fell(&self, year: &ClassYear) -> Vec<YearUnit> {
        let least = self.scorebook.checked.settings.history.progress_points;
        let far = |own: &&UnitYear| exact_to_f64(own.change()) <= -least;
        let lost = year.units.iter().filter(|own| own.change() < Exact::from_integer(0));
        let mut fell: Vec<&UnitYear> = lost.filter(far).collect();
        fell.sort_by_key(|own| own.change());
        fell.into_iter().take(3).map(|own| self.year_unit(own)).collect()
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
