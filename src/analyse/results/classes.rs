//! Tables of classes.

use super::{Class, float};
use crate::analyse::Weakness;
use crate::analyse::columns::columns;
use crate::model::ResultTable;

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_causes(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| class.analysis.causes.iter().map(move |own| (class, own)))
    };
    let name = |class: &Class<'_>, at: Option<usize>| {
        at.map(|at| class.causes[at].name.clone()).unwrap_or_default()
    };
    columns()
        .texts("class", rows().map(|(class, _)| class.tables.code.clone()))
        .optional_texts("cause", rows().map(|(_, own)| own.code.as_deref()))
        .texts("name", rows().map(|(class, own)| name(class, own.catalogue)))
        .counts("count", rows().map(|(_, own)| Some(own.count)))
        .counts("units", rows().map(|(_, own)| Some(own.units)))
        .numbers("loss", rows().map(|(_, own)| Some(own.loss.to_f64())))
        .numbers("loss_share", rows().map(|(_, own)| float(own.loss_share)))
        .counts("coded", rows().map(|(_, own)| Some(own.coded)))
        .counts("by_keyword", rows().map(|(_, own)| Some(own.by_keyword)))
        .counts("without_reason", rows().map(|(_, own)| Some(own.without_reason)))
        .table("class_causes")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_methods(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| class.analysis.methods.iter().map(move |own| (class, own)))
    };
    columns()
        .texts("class", rows().map(|(class, _)| class.tables.code.clone()))
        .texts("method", rows().map(|(_, own)| own.name.clone()))
        .counts("indicators", rows().map(|(_, own)| Some(own.indicators)))
        .numbers("loss", rows().map(|(_, own)| Some(own.loss.to_f64())))
        .numbers("rate", rows().map(|(_, own)| float(own.rate)))
        .numbers("loss_share", rows().map(|(_, own)| float(own.loss_share)))
        .counts("cells", rows().map(|(_, own)| Some(own.cells)))
        .counts("losing", rows().map(|(_, own)| Some(own.losing)))
        .table("class_methods")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_totals(classes: &[Class<'_>]) -> ResultTable {
    let rows = || classes.iter().map(|class| (class.tables, &class.analysis.totals));
    columns()
        .texts("class", rows().map(|(class, _)| class.code.clone()))
        .texts("name", rows().map(|(class, _)| class.name.clone()))
        .counts("units", rows().map(|(class, _)| Some(class.units.len())))
        .counts("count", rows().map(|(_, totals)| Some(totals.count)))
        .numbers("mean", rows().map(|(_, totals)| float(totals.mean)))
        .numbers("median", rows().map(|(_, totals)| float(totals.median)))
        .numbers("standard_deviation", rows().map(|(_, totals)| totals.standard_deviation))
        .numbers("least", rows().map(|(_, totals)| float(totals.least)))
        .numbers("most", rows().map(|(_, totals)| float(totals.most)))
        .numbers("first_quartile", rows().map(|(_, t)| float(t.quartiles.map(|q| q.0))))
        .numbers("third_quartile", rows().map(|(_, t)| float(t.quartiles.map(|q| q.1))))
        .counts("above", rows().map(|(_, totals)| Some(totals.above)))
        .counts("below", rows().map(|(_, totals)| Some(totals.below)))
        .numbers("range", rows().map(|(_, totals)| float(totals.range())))
        .table("class_totals")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_dimensions(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let dimensions = class.tables.system.dimensions.iter().zip(&class.analysis.dimensions);
            dimensions.enumerate().map(move |(at, (dimension, own))| (class, at, dimension, own))
        })
    };
    columns()
        .texts("class", rows().map(|(class, ..)| class.tables.code.clone()))
        .counts("dimension", rows().map(|(_, at, ..)| Some(at + 1)))
        .texts("name", rows().map(|(_, _, dimension, _)| dimension.name.clone()))
        .numbers("full_marks", rows().map(|(.., own)| Some(own.full_marks.to_f64())))
        .counts("count", rows().map(|(.., own)| Some(own.count)))
        .numbers("mean_points", rows().map(|(.., own)| float(own.mean_points)))
        .numbers("mean_rate", rows().map(|(.., own)| own.mean_rate_f64))
        .numbers("least_rate", rows().map(|(.., own)| float(own.least_rate)))
        .numbers("most_rate", rows().map(|(.., own)| float(own.most_rate)))
        .counts("losing", rows().map(|(.., own)| Some(own.losing)))
        .numbers("median_rate", rows().map(|(.., own)| own.spread.median))
        .numbers("standard_deviation", rows().map(|(.., own)| own.spread.standard_deviation))
        .numbers("first_quartile", rows().map(|(.., own)| own.spread.first_quartile))
        .numbers("third_quartile", rows().map(|(.., own)| own.spread.third_quartile))
        .numbers("loss", rows().map(|(.., own)| Some(own.loss.to_f64())))
        .numbers("loss_share", rows().map(|(.., own)| float(own.loss_share)))
        .table("class_dimensions")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_indicators(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let indicators = class.tables.system.indicators.iter().zip(&class.analysis.indicators);
            indicators.map(move |(indicator, own)| (class, indicator, own))
        })
    };
    let weakness = |weakness: Option<Weakness>| match weakness {
        Some(Weakness::Low) => Some("low"),
        Some(Weakness::Widespread) => Some("widespread"),
        None => None,
    };
    columns()
        .texts("class", rows().map(|(class, ..)| class.tables.code.clone()))
        .texts("indicator", rows().map(|(_, indicator, _)| indicator.code.clone()))
        .texts("name", rows().map(|(_, indicator, _)| indicator.name.clone()))
        .numbers("full_marks", rows().map(|(_, i, _)| Some(i.full_marks.to_f64())))
        .counts("count", rows().map(|(.., own)| Some(own.count)))
        .numbers("mean_points", rows().map(|(.., own)| float(own.mean_points)))
        .numbers("mean_rate", rows().map(|(.., own)| float(own.mean_rate)))
        .counts("losing", rows().map(|(.., own)| Some(own.losing)))
        .numbers("loss", rows().map(|(.., own)| Some(own.loss.to_f64())))
        .numbers("loss_share", rows().map(|(.., own)| float(own.loss_share)))
        .optional_texts("weakness", rows().map(|(.., own)| weakness(own.weakness)))
        .flags("main_loss", rows().map(|(.., own)| own.main_loss))
        .numbers("median_rate", rows().map(|(.., own)| own.spread.median))
        .numbers("standard_deviation", rows().map(|(.., own)| own.spread.standard_deviation))
        .numbers("first_quartile", rows().map(|(.., own)| own.spread.first_quartile))
        .numbers("third_quartile", rows().map(|(.., own)| own.spread.third_quartile))
        .numbers("least_rate", rows().map(|(.., own)| float(own.least_rate)))
        .numbers("most_rate", rows().map(|(.., own)| float(own.most_rate)))
        .counts("full", rows().map(|(.., own)| Some(own.full)))
        .counts("zero", rows().map(|(.., own)| Some(own.zero)))
        .numbers("discrimination", rows().map(|(.., own)| own.discrimination?.coefficient()))
        .numbers("discrimination_low", rows().map(|(.., own)| own.discrimination?.low()))
        .numbers("discrimination_high", rows().map(|(.., own)| own.discrimination?.high()))
        .optional_texts("discrimination_state", rows().map(|(.., own)| own.discrimination?.state()))
        .table("class_indicators")
}
