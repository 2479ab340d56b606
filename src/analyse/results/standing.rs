//! Tables of how the units of classes are distributed: bands, grades, self-assessments.

use super::{Class, float};
use crate::analyse::columns::columns;
use crate::model::{Exact, ResultTable};

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_bands(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            class.analysis.totals.band_shares.iter().map(move |own| (class.tables, own))
        })
    };
    columns()
        .texts("class", rows().map(|(class, _)| class.code.clone()))
        .numbers("from", rows().map(|(_, own)| Some(own.from?.to_f64())))
        .numbers("to", rows().map(|(_, own)| Some(own.to?.to_f64())))
        .counts("count", rows().map(|(_, own)| Some(own.count)))
        .numbers("share", rows().map(|(_, own)| float(Some(own.share))))
        .numbers("shown", rows().map(|(_, own)| float(Some(own.shown_percent))))
        .table("class_bands")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_grades(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let mut counts = vec![0_usize; class.grades.len()];
            for grade in class.scores.iter().filter_map(|score| score.grade) {
                counts[grade] += 1;
            }
            let whole: usize = counts.iter().sum();
            let grades = class.grades.iter().zip(counts);
            grades.map(move |(grade, count)| (class.tables, *grade, count, whole))
        })
    };
    let exact = |count: usize| i128::try_from(count).unwrap_or_default();
    let share = |count, whole| (whole > 0).then(|| Exact::new(exact(count), exact(whole)));
    columns()
        .texts("class", rows().map(|(class, ..)| class.code.clone()))
        .texts("grade", rows().map(|(_, grade, ..)| grade.to_owned()))
        .counts("units", rows().map(|(_, _, count, _)| Some(count)))
        .numbers("share", rows().map(|(_, _, count, whole)| float(share(count, whole))))
        .table("class_grades")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn class_self(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().filter_map(|own| Some((own.tables, own.analysis.self_statistics.as_ref()?)))
    };
    columns()
        .texts("class", rows().map(|(class, _)| class.code.clone()))
        .counts("forms", rows().map(|(_, own)| Some(own.forms)))
        .counts("missing", rows().map(|(_, own)| Some(own.missing.len())))
        .counts("all_full", rows().map(|(_, own)| Some(own.all_full.len())))
        .numbers("mean_bias", rows().map(|(_, own)| own.mean_bias))
        .numbers("mean_size", rows().map(|(_, own)| own.mean_size))
        .numbers("mean_agreement", rows().map(|(_, own)| own.mean_agreement))
        .numbers("mean_first_bias", rows().map(|(_, own)| own.mean_first_bias))
        .numbers("mean_first_size", rows().map(|(_, own)| own.mean_first_size))
        .table("class_self")
}
