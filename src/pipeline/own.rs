//! A checksum of everything that a unit's papers stand on but the other units: when it is the same
//! and a paper is not, only what others did has moved it.

use std::fmt::{self, Debug, Write as _};

use sha2::{Digest as _, Sha256};

use crate::check::CheckedClass;
use crate::finding::Place;
use crate::model::hex;
use crate::score::Scorebook;
use crate::settings::{Release, Review};

/// What all units of a class have in common, by class: settings, catalogues, indicators.
pub(super) struct Common<'a> {
    scorebook: &'a Scorebook,
    classes: Vec<Digest>,
}

/// Takes texts in; values are written as `Debug` writes them, which one program does in one way.
#[derive(Clone, Default)]
struct Digest(Sha256);

impl fmt::Write for Digest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

impl Digest {
    fn add(&mut self, name: &str, value: &dyn Debug) {
        // Writing into a checksum cannot fail.
        let _ = write!(self, "{name}={value:?}\0");
    }
}

impl<'a> Common<'a> {
    pub(super) fn new(scorebook: &'a Scorebook) -> Self {
        let checked = &scorebook.checked;
        let mut all = Digest::default();
        // Who signs and who is sent it stands in no paper.
        let mut settings = checked.settings.clone();
        settings.release = Release::default();
        settings.review = Review { two_persons: false, papers: Vec::new() };
        all.add("settings", &settings);
        all.add("cuts", &checked.cuts);
        all.add("causes", &checked.causes);
        all.add("actions", &checked.actions);
        let of_class = |class: &CheckedClass| {
            let mut own = all.clone();
            own.add("class", &(&class.code, &class.name, class.has_first));
            own.add("system", &class.system);
            for round in &class.rounds {
                own.add("round", &(&round.name, &round.share));
            }
            own.add("history", &class.registers.history.as_ref().map(|own| &own.indicators));
            own
        };
        Self { scorebook, classes: checked.classes.iter().map(of_class).collect() }
    }

    /// SHA-256 of what the papers of one unit stand on.
    pub(super) fn sha256(&self, class: usize, unit: usize) -> String {
        let mut digest = self.classes[class].clone();
        let score = &self.scorebook.classes[class][unit];
        let class = &self.scorebook.checked.classes[class];
        digest.add("unit", &class.units[unit]);
        digest.add("grade", &(score.grade, score.grade_without_cap, score.vetoed));
        for round in &class.rounds {
            digest.add("round", &round.points.get(unit));
        }
        cells(&mut digest, class, unit);
        rows(&mut digest, class, unit);
        hex(&digest.0.finalize())
    }
}

/// The unit's cells in the table of scores.
fn cells(digest: &mut Digest, class: &CheckedClass, unit: usize) {
    let cells = &class.cells;
    for leaf in 0..class.system.indicators.len() {
        digest.add("points", &(cells.points(unit, leaf), cells.first(unit, leaf)));
        digest.add("reason", &(cells.reason(unit, leaf), cells.cause(unit, leaf)));
        digest.add("evidence", &(cells.evidence(unit, leaf), cells.evidence_valid(unit, leaf)));
        digest.add("scorer", &(cells.scorer(unit, leaf), cells.collected(unit, leaf)));
        digest.add("mend", &cells.mend(unit, leaf));
    }
    let printed = class.printed.get(unit);
    let total = printed.and_then(|own| own.total.as_ref().map(|(total, _)| total));
    digest.add("printed", &total);
}

/// The unit's rows in the registers, wherever they stand there.
fn rows(digest: &mut Digest, class: &CheckedClass, unit: usize) {
    let registers = &class.registers;
    macro_rules! add {
        ($($register:ident)*) => {$(
            for row in registers.$register.of(unit) {
                let mut row = row.clone();
                (row.unit, row.place) = (0, Place::default());
                digest.add(stringify!($register), &row);
            }
        )*};
    }
    add!(corrections appeals bonus deductions submissions vetoes caps second_scores ledger);
    digest.add("self_points", &registers.self_points.get(unit));
    digest.add("history", &registers.history.as_ref().and_then(|own| own.units.get(unit)));
    digest.add("files", &registers.files.get(unit));
}
