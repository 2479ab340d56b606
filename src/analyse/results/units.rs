//! Tables of units.

use super::{Class, float};
use crate::analyse::columns::{columns, columns_of};
use crate::analyse::{Commonness, Standing, UnitAnalysis, UnitWeakness};
use crate::model::{Decimal, Mend, Points, ResultTable};
use crate::score::UnitScore;

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn unit_totals(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let units = class.tables.units.iter().zip(class.scores);
            units.map(move |(unit, score)| (class, unit, score))
        })
    };
    let rate = |score: &UnitScore| {
        let marks = score.applicable_marks.exact();
        (score.applicable_marks > Points::ZERO).then(|| score.points.exact() / marks)
    };
    let share = |score: &UnitScore| {
        let marks = score.full_marks.exact();
        (score.full_marks > Points::ZERO).then(|| score.applicable_marks.exact() / marks)
    };
    columns()
        .texts("unit", rows().map(|(_, unit, _)| unit.code.as_str()))
        .texts("name", rows().map(|(_, unit, _)| unit.name.as_str()))
        .texts("class", rows().map(|(class, _, _)| class.tables.code.as_str()))
        .numbers("points", rows().map(|(_, _, score)| Some(score.points.to_f64())))
        .numbers("applicable_marks", rows().map(|(_, _, s)| Some(s.applicable_marks.to_f64())))
        .numbers("full_marks", rows().map(|(_, _, score)| Some(score.full_marks.to_f64())))
        .numbers("base", rows().map(|(_, _, score)| float(score.base)))
        .numbers("bonus", rows().map(|(_, _, score)| Some(score.bonus.counted.to_f64())))
        .numbers("deducted", rows().map(|(_, _, score)| Some(score.deducted.to_f64())))
        .numbers("late", rows().map(|(_, _, score)| Some(score.late_points().to_f64())))
        .flags("vetoed", rows().map(|(_, _, score)| score.vetoed))
        .numbers("total", rows().map(|(_, _, score)| float(score.total)))
        .numbers(
            "published_total",
            rows().map(|(_, _, score)| score.published.map(Decimal::to_f64)),
        )
        .numbers("rate", rows().map(|(_, _, score)| float(rate(score))))
        .counts("rank", rows().map(|(_, _, score)| score.rank.map(|rank| rank.place)))
        .optional_texts(
            "grade",
            rows().map(|(class, _, score)| score.grade.map(|grade| class.grades[grade])),
        )
        .numbers("first_total", rows().map(|(_, _, s)| float(s.first.map(|first| first.total))))
        .counts("first_rank", rows().map(|(_, _, s)| Some(s.first?.rank?.place)))
        .optional_texts(
            "first_grade",
            rows().map(|(class, _, s)| s.first?.grade.map(|grade| class.grades[grade])),
        )
        .numbers("gain_now", rows_with(classes).map(|own| float(Some(own.gain_now))))
        .numbers("gain_periodic", rows_with(classes).map(|own| float(Some(own.gain_periodic))))
        .numbers("own_effect", rows_with(classes).map(|own| own.own_effect))
        .numbers("mix_effect", rows_with(classes).map(|own| own.mix_effect))
        .numbers("applicable_share", rows().map(|(_, _, score)| float(share(score))))
        .counts("above", standings(classes).map(|own| Some(own?.above)))
        .counts("below", standings(classes).map(|own| Some(own?.below)))
        .numbers("percentile", standings(classes).map(|own| own?.percentile))
        .table("unit_totals")
}

/// Where units stand, in the order of all tables of units.
fn standings(classes: &[Class<'_>]) -> impl Iterator<Item = Option<Standing>> {
    classes.iter().flat_map(|class| class.analysis.standings.iter().copied())
}

/// Units' own analyses, in the order of all tables of units.
fn rows_with<'a>(classes: &'a [Class<'_>]) -> impl Iterator<Item = &'a UnitAnalysis> {
    classes.iter().flat_map(|class| class.analysis.units.iter())
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn unit_dimensions(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let units = class.tables.units.iter().zip(&class.analysis.unit_dimensions);
            let units = units.zip(class.scores);
            units.flat_map(move |((unit, row), score)| {
                let dimensions = class.tables.system.dimensions.iter().enumerate();
                dimensions.map(move |(at, dimension)| (unit, at, dimension, row[at], score))
            })
        })
    };
    columns()
        .texts("unit", rows().map(|(unit, ..)| unit.code.as_str()))
        .counts("dimension", rows().map(|(_, at, ..)| Some(at + 1)))
        .texts("name", rows().map(|(_, _, dimension, ..)| dimension.name.as_str()))
        .numbers("points", rows().map(|(_, _, _, own, _)| Some(own.points.to_f64())))
        .numbers(
            "applicable_marks",
            rows().map(|(_, _, _, own, _)| Some(own.applicable_marks.to_f64())),
        )
        .numbers("rate", rows().map(|(_, _, _, own, _)| float(own.rate())))
        .numbers(
            "contribution",
            rows().map(|(_, at, _, _, score)| float(Some(score.contributions[at]))),
        )
        .table("unit_dimensions")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn unit_indicators(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            class.units.clone().flat_map(move |at| {
                let unit = &class.tables.units[at];
                let indicators = class.tables.system.indicators.iter().enumerate();
                indicators.map(move |(position, indicator)| {
                    let points = class.tables.cells.points(at, position);
                    let item = &class.analysis.units[at].items[position];
                    (class.tables, at, unit, position, indicator, item, points)
                })
            })
        })
    };
    let weakness = |weak: Option<UnitWeakness>| match weak {
        Some(UnitWeakness::Absolute) => Some("absolute"),
        Some(UnitWeakness::Relative) => Some("relative"),
        Some(UnitWeakness::Both) => Some("both"),
        None => None,
    };
    let commonness = |common: Option<Commonness>| match common {
        Some(Commonness::Common) => Some("common"),
        Some(Commonness::Partly) => Some("partly"),
        Some(Commonness::Own) => Some("own"),
        None => None,
    };
    let count = classes.iter().map(|own| own.units.len() * own.tables.system.indicators.len());
    columns_of(count.sum())
        .texts("unit", rows().map(|(_, _, unit, ..)| unit.code.as_str()))
        .texts("indicator", rows().map(|(_, _, _, _, indicator, ..)| indicator.code.as_str()))
        .texts("name", rows().map(|(_, _, _, _, indicator, ..)| indicator.name.as_str()))
        .flags("applicable", rows().map(|(.., points)| points.is_some()))
        .numbers(
            "first_points",
            rows().map(|(c, at, _, i, ..)| c.cells.first(at, i).map(Points::to_f64)),
        )
        .numbers("points", rows().map(|(.., points)| points.map(Points::to_f64)))
        .numbers("full_marks", rows().map(|(.., i, _, _)| Some(i.full_marks.to_f64())))
        .numbers("rate", rows().map(|(.., item, _)| item.rate_f64()))
        .numbers("others_rate", rows().map(|(.., item, _)| item.others_rate_f64()))
        .counts(
            "others_losing",
            rows().map(|(.., item, points)| points.and(usize::try_from(item.others_losing).ok())),
        )
        .numbers("gain", rows().map(|(.., item, points)| float(points.map(|_| item.gain))))
        .optional_texts("weakness", rows().map(|(.., item, _)| weakness(item.weak)))
        .flags("strength", rows().map(|(.., item, _)| item.strong))
        .optional_texts("commonness", rows().map(|(.., item, _)| commonness(item.commonness)))
        .optional_texts("reason", rows().map(|(class, at, _, i, ..)| class.cells.reason(at, i)))
        .optional_texts("cause", rows().map(|(class, at, _, i, ..)| class.cells.cause(at, i)))
        .optional_texts(
            "mend",
            rows().map(|(class, at, _, i, ..)| class.cells.mend(at, i).map(Mend::name)),
        )
        .optional_texts("evidence", rows().map(|(class, at, _, i, ..)| class.cells.evidence(at, i)))
        .table("unit_indicators")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn unit_self(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let units = class.tables.units.iter().zip(&class.analysis.self_comparisons);
            units.filter_map(|(unit, own)| Some((unit, own.as_ref()?)))
        })
    };
    columns()
        .texts("unit", rows().map(|(unit, _)| unit.code.as_str()))
        .counts("count", rows().map(|(_, own)| Some(own.count)))
        .counts("equal", rows().map(|(_, own)| Some(own.equal)))
        .counts("over", rows().map(|(_, own)| Some(own.over)))
        .counts("under", rows().map(|(_, own)| Some(own.under)))
        .numbers("claimed", rows().map(|(_, own)| Some(own.claimed.to_f64())))
        .numbers("given", rows().map(|(_, own)| Some(own.given.to_f64())))
        .numbers("distance", rows().map(|(_, own)| Some(own.distance.to_f64())))
        .flags("all_full", rows().map(|(_, own)| own.all_full))
        .numbers("bias", rows().map(|(_, own)| float(own.bias())))
        .numbers("size", rows().map(|(_, own)| float(own.size())))
        .numbers("agreement", rows().map(|(_, own)| float(own.agreement())))
        .counts("first_equal", rows().map(|(_, own)| Some(own.first?.equal)))
        .numbers("first_bias", rows().map(|(_, own)| float(own.first_bias())))
        .numbers("first_size", rows().map(|(_, own)| float(own.first_size())))
        .table("unit_self")
}
