//! Totals and ranks that the office's own table prints, against the scores.

use super::UnitScore;
use crate::check::CheckedClass;
use crate::finding::{Finding, rule};
use crate::settings::Scoring;

/// Compares what the table prints with what was scored; every difference is a finding.
pub(super) fn compare(
    scoring: &Scoring,
    class: &CheckedClass,
    units: &[UnitScore],
    findings: &mut Vec<Finding>,
) {
    for ((unit, printed), score) in class.units.iter().zip(&class.printed).zip(units) {
        if let (Some((total, place)), Some(published)) = (&printed.total, score.published) {
            let exact = score.total.is_some_and(|own| own == total.exact());
            if !exact && published.exact() != total.exact() {
                let found = Finding::new(rule::TOTAL_DIFFERS, place.clone())
                    .with("unit", &unit.name)
                    .with("printed", total)
                    .with("total", published)
                    .with("decimals", scoring.decimals);
                findings.push(found);
            }
        }
        if let (Some((rank, place)), Some(own)) = (&printed.rank, score.rank)
            && *rank != own.place
        {
            let found = Finding::new(rule::RANK_DIFFERS, place.clone())
                .with("unit", &unit.name)
                .with("printed", rank)
                .with("rank", own.place);
            findings.push(found);
        }
    }
}
