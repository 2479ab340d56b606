//! Facts of 同类更正告知: what was corrected without an appeal of the unit itself.

use serde::Serialize;

use super::{CorrectionFacts, MovedTotal, Subject, WindowFacts};
use crate::analyse::Analysis;
use crate::analyse::facts::AssessmentFacts;
use crate::model::CorrectionKind;
use crate::score::Scorebook;
use crate::settings::Stage;

/// What the letter on a unit's corrections knows: nothing of any other unit, and not who asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CorrectionNoticeFacts {
    /// The assessment, as it was after the review.
    pub assessment: AssessmentFacts,
    /// Name of the class.
    pub class_name: String,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// Its corrections, in file order. That of equal treatment has no reason: its words may say
    /// whose appeal it follows.
    pub corrections: Vec<CorrectionFacts>,
    /// The total before and after; none when nothing applies.
    pub total: Option<MovedTotal>,
    /// Whether appeals of its own moved points, which another letter tells.
    pub appealed: bool,
    /// Until when a review may be asked for.
    pub window: WindowFacts,
}

/// Cuts out the facts of the letter on a unit's corrections.
#[must_use]
pub fn correction(
    scorebook: &Scorebook,
    analysis: &Analysis,
    class: usize,
    unit: usize,
) -> CorrectionNoticeFacts {
    let subject = Subject::new(scorebook, analysis, class, unit);
    let own = &subject.class.units[unit];
    let registers = &subject.class.registers;
    let all = registers.corrections.of(unit).count();
    let told = |facts: CorrectionFacts| CorrectionFacts {
        reason: facts.reason.filter(|_| facts.kind != CorrectionKind::SameCause),
        ..facts
    };
    let corrections: Vec<CorrectionFacts> = subject.corrections().into_iter().map(told).collect();
    CorrectionNoticeFacts {
        assessment: AssessmentFacts::at(subject.settings, Stage::Reviewed),
        class_name: subject.class.name.clone(),
        name: own.name.clone(),
        short: own.short.clone(),
        appealed: all > corrections.len(),
        corrections,
        total: subject.moved_total(),
        window: WindowFacts::new(subject.settings, &subject.print),
    }
}
