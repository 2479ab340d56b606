//! What people wrote for the sample: indicators, causes, phrases of the registers (TOML files).

use serde::Deserialize;

use super::exact::{Hundredths, parse};

/// Everything that the TOML files hold.
pub struct Content {
    /// Dimensions, indicators and titles of documents.
    pub indicators: IndicatorFile,
    /// The catalogue of causes.
    pub causes: Vec<Cause>,
    /// The catalogue of actions.
    pub actions: Vec<Action>,
    /// Phrases of the registers.
    pub phrases: Phrases,
}

/// `indicators.toml`.
#[derive(Deserialize)]
pub struct IndicatorFile {
    /// Titles for the slot `{doc}`.
    pub documents: Vec<String>,
    /// Dimensions, in order.
    #[serde(rename = "dimension")]
    pub dimensions: Vec<Dimension>,
    /// Indicators, in order.
    #[serde(rename = "indicator")]
    pub indicators: Vec<Entry>,
}

/// A dimension.
#[derive(Deserialize)]
pub struct Dimension {
    /// Its name, the first level.
    pub name: String,
    /// Its short name, for charts.
    pub short: String,
}

/// An indicator as written, for one class or both.
#[derive(Deserialize)]
pub struct Entry {
    /// Key, the same for both classes.
    pub key: String,
    /// Dimension, from 1.
    pub dimension: usize,
    /// Second level.
    pub level2: String,
    /// Third level, the indicator's name.
    pub level3: String,
    /// Full marks for counties; none when it is not in their system.
    pub county: Option<String>,
    /// Full marks for departments; none when it is not in their system.
    pub department: Option<String>,
    /// Points to look at.
    pub look: String,
    /// Criterion.
    pub criterion: String,
    /// How it is assessed.
    pub method: String,
    /// Legal basis.
    pub basis: String,
    /// Share of full marks that the class gets on average.
    pub difficulty: f64,
    /// How far it tells strong units from weak ones, 0 to 1.
    pub discrimination: f64,
    /// The grid of its points.
    pub steps: String,
    /// When a loss can be mended, where its reason does not say otherwise.
    pub mend: String,
    /// Columns of a portal for the slot `{column}`.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Why it may not apply; nothing when it always does.
    #[serde(default)]
    pub not_applicable: Vec<String>,
    /// Reasons of loss.
    #[serde(default, rename = "reason")]
    pub reasons: Vec<Reason>,
}

/// A reason of loss.
#[derive(Deserialize, Clone)]
pub struct Reason {
    /// Code of the cause.
    pub cause: String,
    /// Text with slots.
    pub text: String,
    /// Least and most share of full marks.
    pub loss: [f64; 2],
    /// When it can be mended, where that is not as usual for the indicator.
    #[serde(default)]
    pub mend: Option<String>,
}

/// A cause of the catalogue.
#[derive(Deserialize)]
pub struct Cause {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Words that betray it.
    pub keywords: Vec<String>,
    /// What to do.
    pub action: String,
}

/// What to do about a loss.
#[derive(Deserialize)]
pub struct Action {
    /// Name of the indicator.
    pub indicator: String,
    /// Code of the cause; empty for any.
    #[serde(default)]
    pub cause: String,
    /// What to do.
    #[serde(rename = "action")]
    pub what: String,
}

#[derive(Deserialize)]
struct ActionFile {
    #[serde(rename = "action")]
    actions: Vec<Action>,
}

#[derive(Deserialize)]
struct CauseFile {
    #[serde(rename = "cause")]
    causes: Vec<Cause>,
}

/// `registers.toml`.
#[derive(Deserialize)]
pub struct Phrases {
    pub appeal_reasons: Vec<String>,
    pub appeal_evidence: Vec<String>,
    pub decision_accepted: Vec<String>,
    pub decision_partly: Vec<String>,
    pub decision_refused: Vec<String>,
    pub decision_late: Vec<String>,
    pub decision_withdrawn: Vec<String>,
    pub decision_after_cutoff: Vec<String>,
    pub correction_reasons: Vec<String>,
    pub bonus_items: Vec<Item>,
    pub deduction_items: Vec<Item>,
    pub na_notes: Vec<String>,
    pub ledger_measures: Vec<String>,
    pub ledger_recheck_refused: Vec<String>,
    pub ledger_recheck_false: Vec<String>,
    pub owners: Vec<String>,
    pub scorers: Vec<String>,
    pub reviewers: Vec<String>,
}

/// An item of the bonus or deduction register.
#[derive(Deserialize, Clone)]
pub struct Item {
    /// What.
    #[serde(rename = "item")]
    pub title: String,
    /// Points.
    pub points: String,
    /// Why.
    pub reason: String,
}

impl Entry {
    /// Full marks in a class; none when it is not in its system.
    pub fn full_marks(&self, of_counties: bool) -> Option<Hundredths> {
        let marks = if of_counties { &self.county } else { &self.department };
        marks.as_deref().map(parse)
    }

    /// When losses of a cause can be mended: one answer for all of its reasons.
    pub fn mend_of(&self, cause: &str) -> &str {
        let reasons = self.reasons.iter().filter(|reason| reason.cause == cause);
        let mut mends = reasons.map(|reason| reason.mend.as_ref().unwrap_or(&self.mend));
        let mend = mends.next().unwrap();
        assert!(mends.all(|other| other == mend), "{} {cause}: mended at two times", self.key);
        mend
    }
}

/// Reads the TOML files beside the example.
pub fn read() -> Content {
    let causes: CauseFile = toml::from_str(include_str!("../causes.toml")).unwrap();
    let actions: ActionFile = toml::from_str(include_str!("../actions.toml")).unwrap();
    Content {
        indicators: toml::from_str(include_str!("../indicators.toml")).unwrap(),
        causes: causes.causes,
        actions: actions.actions,
        phrases: toml::from_str(include_str!("../registers.toml")).unwrap(),
    }
}
