//! Warnings that touch a score or a grade: what is still open when papers are made.

use super::Scorebook;
use crate::finding::{AT_STAKE, Finding};

/// An open warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Its place among the kinds, the weightiest first.
    pub weight: usize,
    /// Code of the finding.
    pub code: &'static str,
    /// Full or short names of the units concerned.
    pub names: Vec<String>,
    /// Code of the one indicator concerned.
    pub indicator: Option<String>,
    /// Its name.
    pub indicator_name: Option<String>,
}

impl Doubt {
    fn new(found: &Finding) -> Option<Self> {
        let weight = AT_STAKE.iter().position(|rule| rule.code == found.code)?;
        let names = match (found.facts.get("units"), found.facts.get("unit")) {
            (Some(units), _) => units.split(" / ").map(str::to_owned).collect(),
            (None, unit) => unit.into_iter().cloned().collect(),
        };
        // Where a finding counts several indicators, the one that it names is only an example.
        let several = found.facts.contains_key("count");
        let own = |name| found.facts.get(name).filter(|_| !several).cloned();
        let (indicator, indicator_name) = (own("code"), own("indicator"));
        Some(Self { weight, code: found.code, names, indicator, indicator_name })
    }
}

impl Scorebook {
    /// The warnings of the check and of the scoring that touch a score or a grade.
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        self.checked.doubts().iter().chain(&self.findings).filter_map(Doubt::new).collect()
    }
}
