//! Tables of what units handed in.

use super::Class;
use crate::analyse::PieceState;
use crate::analyse::columns::columns;
use crate::model::ResultTable;

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn unit_submissions(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let units = class.tables.units.iter().zip(&class.analysis.completeness);
            units.flat_map(|(unit, own)| {
                class.pieces.iter().zip(own).map(move |(piece, own)| (unit, piece, own))
            })
        })
    };
    columns()
        .texts("unit", rows().map(|(unit, ..)| unit.code.clone()))
        .texts("name", rows().map(|(unit, ..)| unit.name.clone()))
        .texts("piece", rows().map(|(_, piece, _)| piece.clone()))
        .moments("first", rows().map(|(.., own)| own.first))
        .moments("returned", rows().map(|(.., own)| own.returned))
        .moments("again", rows().map(|(.., own)| own.again))
        .counts("days_late", rows().map(|(.., own)| own.days_late))
        .counts("files", rows().map(|(.., own)| own.files))
        .optional_texts("state", rows().map(|(.., own)| own.state.map(PieceState::name)))
        .moments("dated", rows().map(|(.., own)| own.dated))
        .table("unit_submissions")
}

/// Rows of the table of this name; `wording/results.toml` says what the columns mean.
pub(super) fn unit_evidence(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let units = class.tables.units.iter().zip(&class.tables.registers.files);
            units.map(move |(unit, files)| (class.tables, unit, files))
        })
    };
    columns()
        .texts("unit", rows().map(|(_, unit, _)| unit.code.clone()))
        .texts("name", rows().map(|(_, unit, _)| unit.name.clone()))
        .counts("files", rows().map(|(.., files)| Some(files.evidence_count())))
        .counts(
            "indicators",
            rows().map(|(.., files)| Some(files.evidence.iter().filter(|own| **own > 0).count())),
        )
        .texts(
            "covered",
            rows().map(|(class, _, files)| {
                let indicators = class.system.indicators.iter().zip(&files.evidence);
                let covered = indicators.filter(|(_, own)| **own > 0);
                covered.map(|(own, _)| own.code.as_str()).collect::<Vec<_>>().join("、")
            }),
        )
        .counts("unassigned", rows().map(|(.., files)| Some(files.unassigned)))
        .counts("others", rows().map(|(.., files)| Some(files.others)))
        .table("unit_evidence")
}
