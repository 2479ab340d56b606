//! What to do about a loss of which neither catalogue says anything.

use schemars::JsonSchema;
use serde::Deserialize;

/// General advice, for losses that neither the catalogue of actions nor that of causes speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Advice {
    /// By words in the name of the cause or in the reason; the first that fits.
    pub by_reason: Vec<AdviceRule>,
    /// By words in the way of assessment (材料报送, 网上采样, …); the first that fits.
    pub by_method: Vec<AdviceRule>,
    /// For whatever is left.
    pub otherwise: String,
}

/// Advice with the words that call for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct AdviceRule {
    /// Any one of these.
    pub words: Vec<String>,
    /// If any, one of these must be there, too.
    #[serde(default)]
    pub with: Vec<String>,
    /// What to do.
    pub action: String,
}

impl Advice {
    /// What to do about a loss with a cause's name, a reason and a way of assessment.
    #[must_use]
    pub fn general(&self, cause: Option<&str>, reason: Option<&str>, method: Option<&str>) -> &str {
        let said = |rules: &'_ [AdviceRule], text: Option<&str>| {
            let fits = |rule: &&AdviceRule| {
                let text = text.unwrap_or_default();
                let said = |words: &[String]| {
                    words.iter().any(|word| !word.is_empty() && text.contains(word))
                };
                said(&rule.words) && (rule.with.is_empty() || said(&rule.with))
            };
            rules.iter().position(|rule| fits(&rule))
        };
        let by_reason = said(&self.by_reason, cause).or_else(|| said(&self.by_reason, reason));
        let rule = by_reason
            .map(|at| &self.by_reason[at])
            .or_else(|| said(&self.by_method, method).map(|at| &self.by_method[at]));
        rule.map_or(&self.otherwise, |rule| &rule.action)
    }
}

#[cfg(test)]
mod tests {
    use super::{Advice, AdviceRule};

    #[test]
    fn the_cause_goes_before_the_reason_and_the_reason_before_the_way() {
        let rule = |words: &[&str], action: &str| AdviceRule {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            with: Vec::new(),
            action: action.to_owned(),
        };
        let advice = Advice {
            by_reason: vec![rule(&["late", ""], "hurry"), rule(&["dead"], "mend links")],
            by_method: vec![rule(&["phone"], "answer")],
            otherwise: "check".to_owned(),
        };
        assert_eq!(advice.general(Some("dead links"), Some("late"), None), "mend links");
        assert_eq!(advice.general(Some("other"), Some("too late"), Some("phone")), "hurry");
        assert_eq!(advice.general(None, Some("nothing"), Some("by phone")), "answer");
        assert_eq!(advice.general(None, None, None), "check");
    }
}
