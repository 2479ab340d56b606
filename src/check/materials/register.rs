//! Files against the register of submissions.

use super::{Desk, PieceFile};
use crate::check::registers::{ClassRegisters, Submission};
use crate::finding::{Finding, Place, rule};
use crate::model::comparable;

impl Desk<'_> {
    /// Holds the files of a class against the register. Without a register there is nothing to
    /// hold them against.
    pub(super) fn against_register(
        &self,
        class: usize,
        registers: &ClassRegisters,
        findings: &mut Vec<Finding>,
    ) {
        if self.settings.registers.submissions.is_empty() {
            return;
        }
        for (unit, own) in registers.files.iter().enumerate() {
            for (piece, files) in self.settings.submissions.pieces.iter().zip(&own.pieces) {
                let Some(files) = files else {
                    continue;
                };
                let same = |row: &&Submission| comparable(&row.piece) == comparable(piece);
                let rows = registers.submissions.of(unit);
                let rows: Vec<&Submission> = rows.filter(same).collect();
                let first = registers.first_handed_in(unit, piece);
                let about = |broken, place| {
                    Finding::new(broken, place)
                        .with("unit", &self.list.of_class(class)[unit].name)
                        .with("piece", piece)
                };
                match (first, files.first()) {
                    (Some(first), None) => {
                        let row = rows.iter().find(|row| row.first == Some(first));
                        let place = row.map(|row| row.place.clone()).unwrap_or_default();
                        findings.push(about(rule::MATERIAL_MISSING, place).with("first", first));
                    }
                    (None, Some(file)) => {
                        findings.push(about(rule::MATERIAL_UNREGISTERED, Place::file(&file.path)));
                    }
                    (Some(first), Some(_)) => {
                        let again = rows.iter().filter_map(|row| row.again).max();
                        let last = again.filter(|again| again.is_after(first)).unwrap_or(first);
                        let after = |file: &&PieceFile| {
                            file.dated.is_some_and(|dated| dated.is_after(last))
                        };
                        findings.extend(files.iter().filter(after).map(|file| {
                            let dated = file.dated.map(|dated| dated.to_string());
                            about(rule::MATERIAL_DATED_AFTER, Place::file(&file.path))
                                .with("dated", dated.unwrap_or_default())
                                .with("first", last)
                        }));
                    }
                    (None, None) => {}
                }
            }
        }
    }
}
