//! Tables of scorer agreement, and of how firmly ranks stand.

use super::{Class, float};
use crate::analyse::columns::columns;
use crate::analyse::{Neighbours, Scenario};
use crate::model::ResultTable;
use crate::score::treatment_name;

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_agreement(classes: &[Class<'_>]) -> ResultTable {
    let rows = || classes.iter().filter_map(|c| Some((c, c.analysis.agreement.as_ref()?)));
    columns()
        .texts("class", rows().map(|(class, _)| class.tables.code.clone()))
        .counts("units", rows().map(|(_, own)| Some(own.units)))
        .counts("count", rows().map(|(_, own)| Some(own.count)))
        .counts("equal", rows().map(|(_, own)| Some(own.equal)))
        .numbers("mean_difference", rows().map(|(_, own)| float(Some(own.mean_difference))))
        .numbers("error", rows().map(|(_, own)| own.error))
        .numbers("equal_share", rows().map(|(_, own)| Some(own.equal_share())))
        .table("class_agreement")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn indicator_agreement(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let own = class.analysis.agreement.iter().flat_map(|own| &own.indicators);
            class.tables.system.indicators.iter().zip(own).map(move |row| (class, row.0, row.1))
        })
    };
    columns()
        .texts("class", rows().map(|(class, ..)| class.tables.code.clone()))
        .texts("indicator", rows().map(|(_, indicator, _)| indicator.code.clone()))
        .counts("count", rows().map(|(.., own)| Some(own.count)))
        .counts("equal", rows().map(|(.., own)| Some(own.equal)))
        .numbers("mean_difference", rows().map(|(.., own)| float(own.mean_difference)))
        .numbers("error", rows().map(|(.., own)| own.error))
        .flags("own", rows().map(|(.., own)| own.own))
        .table("indicator_agreement")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn unit_errors(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let units = class.tables.units.iter().zip(&class.analysis.stability.errors);
            units.filter_map(|(unit, error)| Some((unit, (*error)?)))
        })
    };
    columns()
        .texts("unit", rows().map(|(unit, _)| unit.code.clone()))
        .numbers("error", rows().map(|(_, error)| Some(error)))
        .table("unit_errors")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_neighbours(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            class.analysis.stability.neighbours.iter().map(move |own| (class.tables, own))
        })
    };
    let kept = |own: &Neighbours, scenario: Scenario| own.kept(scenario);
    columns()
        .texts("class", rows().map(|(class, _)| class.code.clone()))
        .texts("upper", rows().map(|(class, own)| class.units[own.upper].code.clone()))
        .texts("lower", rows().map(|(class, own)| class.units[own.lower].code.clone()))
        .numbers("gap", rows().map(|(_, own)| float(Some(own.gap))))
        .numbers("threshold", rows().map(|(_, own)| own.threshold))
        .flags("within", rows().map(|(_, own)| own.within))
        .numbers("kept_weights", rows().map(|(_, own)| kept(own, Scenario::Weights)))
        .numbers("kept_treatments", rows().map(|(_, own)| kept(own, Scenario::Treatments)))
        .numbers("kept_error", rows().map(|(_, own)| kept(own, Scenario::Error)))
        .numbers("kept_together", rows().map(|(_, own)| kept(own, Scenario::Together)))
        .table("class_neighbours")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn unit_stability(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes
            .iter()
            .flat_map(|class| class.analysis.stability.units.iter().map(move |own| (class, own)))
    };
    columns()
        .texts("unit", rows().map(|(class, own)| class.tables.units[own.unit].code.clone()))
        .texts("scenario", rows().map(|(_, own)| own.scenario.name().to_owned()))
        .counts("rank", rows().map(|(_, own)| Some(own.rank)))
        .numbers("mean_shift", rows().map(|(_, own)| Some(own.mean_shift)))
        .counts("low", rows().map(|(_, own)| Some(own.low)))
        .counts("high", rows().map(|(_, own)| Some(own.high)))
        .counts("draws", rows().map(|(class, _)| Some(class.analysis.stability.draws.len())))
        .table("unit_stability")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_draws(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let draws = class.analysis.stability.draws.iter().enumerate();
            draws.map(move |(at, own)| (class.tables, at + 1, own))
        })
    };
    columns()
        .texts("class", rows().map(|(class, ..)| class.code.clone()))
        .counts("draw", rows().map(|(_, draw, _)| Some(draw)))
        .optional_texts("treatment", rows().map(|(.., own)| own.treatment.map(treatment_name)))
        .table("class_draws")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_draw_weights(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            class.analysis.stability.draws.iter().enumerate().flat_map(move |(at, own)| {
                let weights = class.tables.system.indicators.iter().zip(&own.weights);
                weights.map(move |(indicator, weight)| (class.tables, at + 1, indicator, *weight))
            })
        })
    };
    columns()
        .texts("class", rows().map(|(class, ..)| class.code.clone()))
        .counts("draw", rows().map(|(_, draw, ..)| Some(draw)))
        .texts("indicator", rows().map(|(_, _, indicator, _)| indicator.code.clone()))
        .numbers("weight", rows().map(|(.., weight)| Some(weight)))
        .table("class_draw_weights")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_draw_errors(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let stability = &class.analysis.stability;
            stability.draws.iter().enumerate().flat_map(move |(at, own)| {
                let units = class.tables.units.iter().zip(&own.deviates).zip(&stability.errors);
                let known = units.filter(|(_, error)| error.is_some());
                known.map(move |((unit, deviate), _)| (class.tables, at + 1, unit, *deviate))
            })
        })
    };
    columns()
        .texts("class", rows().map(|(class, ..)| class.code.clone()))
        .counts("draw", rows().map(|(_, draw, ..)| Some(draw)))
        .texts("unit", rows().map(|(_, _, unit, _)| unit.code.clone()))
        .numbers("deviate", rows().map(|(.., deviate)| Some(deviate)))
        .table("class_draw_errors")
}
