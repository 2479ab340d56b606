//! Facts of 复核结果告知书: what became of the appeals of one unit.

use serde::Serialize;

use super::{AppealFacts, Printer, Subject};
use crate::analyse::Analysis;
use crate::analyse::facts::AssessmentFacts;
use crate::check::Appeal;
use crate::model::{CorrectionKind, Figure, Moment};
use crate::score::Scorebook;
use crate::settings::Stage;

/// What the letter on a unit's appeals knows: nothing of any other unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AppealDecisionFacts {
    /// The assessment, as it was after the review.
    pub assessment: AssessmentFacts,
    /// Name of the class.
    pub class_name: String,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// Its decided appeals, in file order.
    pub appeals: Vec<DecidedFacts>,
    /// The total before and after; none when nothing applies.
    pub total: Option<MovedTotal>,
    /// Corrections that follow no appeal of its own, and are told in another letter.
    pub corrections: Figure,
    /// Evidence made after this day earns nothing.
    pub evidence_cutoff: Option<Moment>,
}

/// A decided appeal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DecidedFacts {
    /// What was asked and decided.
    #[serde(flatten)]
    pub appeal: AppealFacts,
    /// Evidence, as the unit names it.
    pub evidence: Option<String>,
    /// Points after a later correction that did not follow this appeal.
    pub later: Option<Figure>,
    /// Why that was.
    pub later_kind: Option<CorrectionKind>,
}

/// The total of a unit before and after all corrections.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MovedTotal {
    /// Before; none where first points are not known.
    pub first: Option<Figure>,
    /// After.
    pub now: Figure,
    /// Their difference as printed; magnitude with sign.
    pub change: Option<Figure>,
    /// Whether some indicators do not apply, so that points of the total are not those of the table.
    pub converted: bool,
}

/// Cuts out the facts of the letter on a unit's appeals.
#[must_use]
pub fn appeal_decision(
    scorebook: &Scorebook,
    analysis: &Analysis,
    class: usize,
    unit: usize,
) -> AppealDecisionFacts {
    let subject = Subject::new(scorebook, analysis, class, unit);
    let own = &subject.class.units[unit];
    let registers = &subject.class.registers;
    let rows = registers.appeals.of(unit);
    let rows = rows.zip(subject.appeals()).filter(|(row, _)| row.decision.is_some());
    AppealDecisionFacts {
        assessment: AssessmentFacts::at(subject.settings, Stage::Reviewed),
        class_name: subject.class.name.clone(),
        name: own.name.clone(),
        short: own.short.clone(),
        appeals: rows.map(|(row, facts)| subject.decided(row, facts)).collect(),
        total: subject.moved_total(),
        evidence_cutoff: subject.settings.appeals.evidence_cutoff,
        corrections: subject.print.count("corrections", registers.other_corrections(unit).count()),
    }
}

impl Subject<'_> {
    fn decided(&self, row: &Appeal, facts: AppealFacts) -> DecidedFacts {
        let later = self.class.registers.later_correction(row);
        let item = format!("appeal/{}/later", row.number);
        DecidedFacts {
            evidence: row.evidence.clone(),
            later: later.map(|own| self.print.least(&item, own.after)),
            later_kind: later.map(|own| own.kind),
            appeal: facts,
        }
    }

    /// The total before and after all corrections.
    pub(super) fn moved_total(&self) -> Option<MovedTotal> {
        let (score, print) = (self.score(), &self.print);
        let now = score.published?;
        let first = score.first.map(|first| first.published);
        let change = first.map(|first| Printer::difference(now, first));
        Some(MovedTotal {
            first: first.map(|first| print.decimal("first/total", first)),
            now: print.decimal("total", now),
            change: change.map(|change| print.magnitude("first/change", change)),
            converted: score.applicable_marks != score.full_marks,
        })
    }
}
