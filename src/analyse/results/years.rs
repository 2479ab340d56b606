//! Tables of changes since last year.

use super::{Class, float};
use crate::analyse::columns::columns;
use crate::analyse::{ClassYear, UnitYear};
use crate::model::{Exact, ResultTable};

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn unit_changes(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let units = class.tables.units.iter().zip(&class.analysis.year_changes);
            units.enumerate().filter_map(move |(at, (unit, own))| {
                let year = class.analysis.year.as_ref();
                let among = year.and_then(|year| year.of(at));
                Some((unit, own.as_ref()?, among))
            })
        })
    };
    let rank = |among: Option<&UnitYear>, of: fn(&UnitYear) -> usize| among.map(of);
    columns()
        .texts("unit", rows().map(|(unit, ..)| unit.code.clone()))
        .numbers("before", rows().map(|(_, own, _)| float(Some(own.before))))
        .numbers("change", rows().map(|(_, own, _)| float(Some(own.change))))
        .numbers("work", rows().map(|(_, own, _)| Some(own.work)))
        .numbers("weights", rows().map(|(_, own, _)| Some(own.weights)))
        .numbers("added", rows().map(|(_, own, _)| Some(own.added.to_f64())))
        .numbers("dropped", rows().map(|(_, own, _)| Some(own.dropped.to_f64())))
        .numbers("adjustments", rows().map(|(_, own, _)| Some(own.adjustments)))
        .counts("matched", rows().map(|(_, own, _)| Some(own.matched)))
        .counts("better", rows().map(|(_, own, _)| Some(own.better)))
        .counts("worse", rows().map(|(_, own, _)| Some(own.worse)))
        .counts("rank_before", rows().map(|(.., among)| rank(among, |own| own.rank_before)))
        .counts("rank_now", rows().map(|(.., among)| rank(among, |own| own.rank_now)))
        .flags("fast", rows().map(|(.., among)| among.is_some_and(|own| own.fast)))
        .table("unit_changes")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_changes(classes: &[Class<'_>]) -> ResultTable {
    let rows = || classes.iter().filter_map(|c| Some((c.tables, c.analysis.year.as_ref()?)));
    let mean = |of: fn(&ClassYear) -> Exact| rows().map(move |(_, own)| float(Some(of(own))));
    let part = |of: fn(&ClassYear) -> f64| rows().map(move |(_, own)| Some(of(own)));
    let count = |test: fn(&UnitYear) -> bool| rows().map(move |(_, own)| Some(own.count(test)));
    columns()
        .texts("class", rows().map(|(class, _)| class.code.clone()))
        .counts("units", count(|_| true))
        .numbers("mean_before", mean(|own| own.mean_before))
        .numbers("mean_now", mean(|own| own.mean_now))
        .numbers("mean_change", mean(|own| own.mean_change))
        .numbers("deviation", rows().map(|(_, own)| own.deviation))
        .numbers("work", part(|own| own.work))
        .numbers("weights", part(|own| own.weights))
        .numbers("added", part(|own| own.added))
        .numbers("dropped", part(|own| own.dropped))
        .numbers("adjustments", part(|own| own.adjustments))
        .counts("up", count(|own| own.change() > Exact::from(0)))
        .counts("down", count(|own| own.change() < Exact::from(0)))
        .counts("equal", count(|own| own.change() == Exact::from(0)))
        .counts("fast", count(|own| own.fast))
        .table("class_changes")
}
