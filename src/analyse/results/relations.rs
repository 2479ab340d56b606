//! Tables that hold things against each other: dimensions, classes, units, a unit and its class.

use super::{Class, float};
use crate::analyse::GapSource;
use crate::analyse::columns::columns;
use crate::model::{Points, ResultTable};

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_correlations(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            class.analysis.correlations.iter().map(move |own| (class.tables, own))
        })
    };
    columns()
        .texts("class", rows().map(|(class, _)| class.code.clone()))
        .counts("dimension", rows().map(|(_, own)| Some(own.dimension + 1)))
        .counts("other", rows().map(|(_, own)| Some(own.other + 1)))
        .counts("count", rows().map(|(_, own)| Some(own.count)))
        .numbers("pearson", rows().map(|(_, own)| own.pearson))
        .numbers("spearman", rows().map(|(_, own)| own.spearman))
        .table("class_correlations")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_shared(classes: &[Class<'_>]) -> ResultTable {
    let groups = classes.first().map_or(&[][..], |class| class.groups);
    let rows = || {
        let shared = groups.iter().filter(|group| group.len() > 1).enumerate();
        shared.flat_map(|(number, group)| {
            group.iter().map(move |(at, leaf)| {
                let class = &classes[*at];
                let indicator = &class.tables.system.indicators[*leaf];
                (number + 1, class, indicator, &class.analysis.indicators[*leaf])
            })
        })
    };
    columns()
        .counts("group", rows().map(|(number, ..)| Some(number)))
        .texts("class", rows().map(|(_, class, ..)| class.tables.code.clone()))
        .texts("indicator", rows().map(|(_, _, indicator, _)| indicator.code.clone()))
        .texts("name", rows().map(|(_, _, indicator, _)| indicator.name.clone()))
        .counts("count", rows().map(|(.., own)| Some(own.count)))
        .numbers("mean_rate", rows().map(|(.., own)| float(own.mean_rate)))
        .table("class_shared")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_best(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let indicators = class.tables.system.indicators.iter().zip(&class.analysis.indicators);
            indicators.filter_map(move |(indicator, own)| {
                Some((class.tables, indicator, own.best.as_ref()?))
            })
        })
    };
    columns()
        .texts("class", rows().map(|(class, ..)| class.code.clone()))
        .texts("indicator", rows().map(|(_, indicator, _)| indicator.code.clone()))
        .numbers("rate", rows().map(|(.., own)| float(Some(own.rate))))
        .counts("units", rows().map(|(.., own)| Some(own.units.len())))
        .texts(
            "codes",
            rows().map(|(class, _, own)| {
                let codes = own.units.iter().map(|unit| class.units[*unit].code.as_str());
                codes.collect::<Vec<_>>().join("、")
            }),
        )
        .table("class_best")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_equal_treatment(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes
            .iter()
            .flat_map(|class| class.analysis.unequal.iter().map(move |own| (class.tables, own)))
    };
    let points = |points: Option<&Points>| points.map(|points| points.to_f64());
    columns()
        .texts("class", rows().map(|(class, _)| class.code.clone()))
        .texts(
            "indicator",
            rows().map(|(class, own)| class.system.indicators[own.indicator].code.clone()),
        )
        .texts("cause", rows().map(|(_, own)| own.cause.clone()))
        .counts("units", rows().map(|(_, own)| Some(own.units)))
        .numbers("least", rows().map(|(_, own)| points(own.losses.first())))
        .numbers("most", rows().map(|(_, own)| points(own.losses.last())))
        .texts(
            "values",
            rows().map(|(_, own)| {
                own.losses.iter().map(Points::to_string).collect::<Vec<_>>().join("、")
            }),
        )
        .table("class_equal_treatment")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn unit_gap(classes: &[Class<'_>]) -> ResultTable {
    let rows: Vec<_> = classes
        .iter()
        .filter_map(|class| Some((class, class.analysis.gap_means.as_ref()?)))
        .flat_map(|(class, means)| {
            let units = class.tables.units.iter().zip(class.scores);
            units.filter_map(|(unit, score)| Some((unit.code.as_str(), means.parts(score)?)))
        })
        .flat_map(|(unit, parts)| parts.into_iter().map(move |part| (unit, part)))
        .collect();
    let dimension = |source: GapSource| match source {
        GapSource::Dimension(at) => Some(at + 1),
        GapSource::Bonus | GapSource::Deductions | GapSource::Rest => None,
    };
    columns()
        .texts("unit", rows.iter().map(|(unit, _)| (*unit).to_owned()))
        .texts("part", rows.iter().map(|(_, part)| part.source.name().to_owned()))
        .counts("dimension", rows.iter().map(|(_, part)| dimension(part.source)))
        .numbers("value", rows.iter().map(|(_, part)| part.value))
        .numbers("mean", rows.iter().map(|(_, part)| part.mean))
        .numbers("gap", rows.iter().map(|(_, part)| Some(part.gap)))
        .table("unit_gap")
}
