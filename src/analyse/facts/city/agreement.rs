//! The double-scored sample.

use serde::Serialize;

use super::Subject;
use crate::analyse::ScorerAgreement;
use crate::model::Figure;

/// Agreement of two scorers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AgreementFacts {
    /// Units in the sample.
    pub units: Figure,
    /// Cells scored twice.
    pub cells: Figure,
    /// Cells on which both agree.
    pub equal: Figure,
    /// Share of these, in percent.
    pub equal_share: Figure,
    /// Mean of second minus final points; its sign beside the magnitude.
    pub mean_difference: Figure,
    /// One scorer's error on one cell, in points.
    pub error: Option<Figure>,
    /// Indicators on which the scorers differ, in table order.
    pub differing: Vec<DifferingFacts>,
}

/// An indicator on which two scorers differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DifferingFacts {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Cells scored twice.
    pub cells: Figure,
    /// Cells on which they differ.
    pub differ: Figure,
    /// Mean of second minus final points; its sign beside the magnitude.
    pub mean_difference: Figure,
}

impl Subject<'_> {
    /// The double-scored sample of the class.
    pub(super) fn agreement(&self) -> Option<AgreementFacts> {
        let own = self.analysis.agreement.as_ref()?;
        let count = |item: &str, count| self.print.count(&format!("agreement/{item}"), count);
        let share = crate::analyse::facts::print::ratio(own.equal, own.count);
        let difference = self.print.rounded_mean(own.mean_difference);
        Some(AgreementFacts {
            units: count("units", own.units),
            cells: count("cells", own.count),
            equal: count("equal", own.equal),
            equal_share: self.print.rate("agreement/equal-share", share),
            mean_difference: self.print.magnitude("agreement/mean-difference", difference),
            error: own.error.and_then(|error| self.print.float("agreement/error", error)),
            differing: self.differing(own),
        })
    }

    fn differing(&self, own: &ScorerAgreement) -> Vec<DifferingFacts> {
        let all = self.class.system.indicators.iter().zip(&own.indicators);
        let differing = all.filter(|(_, own)| own.equal < own.count);
        let facts = differing.filter_map(|(indicator, own)| {
            let key = |role: &str| format!("{}/agreement/{role}", indicator.code);
            let difference = self.print.rounded_mean(own.mean_difference?);
            Some(DifferingFacts {
                code: indicator.code.clone(),
                name: indicator.name.clone(),
                cells: self.print.count(&key("cells"), own.count),
                differ: self.print.count(&key("differ"), own.count - own.equal),
                mean_difference: self.print.magnitude(&key("mean-difference"), difference),
            })
        });
        facts.collect()
    }
}
