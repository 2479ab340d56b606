//! What lists of the whole city take of one unit.

use serde::Serialize;

use super::{AppealFacts, CorrectionFacts, ProblemFacts, SelfFacts};
use crate::analyse::Analysis;
use crate::score::Scorebook;

/// One unit's rows in lists of the whole city.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitLists {
    /// Name of the class.
    pub class: String,
    /// Code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// Problems in table order.
    pub problems: Vec<ProblemFacts>,
    /// Appeals in file order.
    pub appeals: Vec<AppealFacts>,
    /// Corrections that follow no appeal of its own.
    pub corrections: Vec<CorrectionFacts>,
    /// Self-assessment; none when the class has none.
    pub self_assessment: Option<SelfFacts>,
}

/// Cuts out every unit's rows, by class and in list order.
#[must_use]
pub fn all_lists(scorebook: &Scorebook, analysis: &Analysis) -> Vec<UnitLists> {
    let classes = scorebook.checked.classes.iter().enumerate();
    let all = classes.flat_map(|(class, own)| (0..own.units.len()).map(move |unit| (class, unit)));
    all.map(|(class, unit)| unit_lists(scorebook, analysis, class, unit)).collect()
}

/// Cuts out a unit's rows.
#[must_use]
pub fn unit_lists(
    scorebook: &Scorebook,
    analysis: &Analysis,
    class: usize,
    unit: usize,
) -> UnitLists {
    let subject = super::Subject::new(scorebook, analysis, class, unit);
    let own = &subject.class.units[unit];
    UnitLists {
        class: subject.class.name.clone(),
        code: own.code.clone(),
        name: own.name.clone(),
        short: own.short.clone(),
        problems: subject.problems(),
        appeals: subject.appeals(),
        corrections: subject.corrections(),
        self_assessment: subject.self_assessment(),
    }
}
