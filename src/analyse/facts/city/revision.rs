//! Facts of 指标修订建议: indicators that did not measure well, with the figures that say so.

use std::collections::BTreeSet;

use serde::Serialize;

use super::mended::city_print;
use super::{Subject, subjects};
use crate::analyse::facts::AssessmentFacts;
use crate::analyse::facts::print::{Printer, ratio};
use crate::analyse::{Analysis, Discrimination, IndicatorStatistics};
use crate::model::{Figure, exact_to_f64};
use crate::score::Scorebook;
use crate::settings::{RevisionSettings, Settings};

/// What 指标修订建议 knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RevisionFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// From when an indicator is proposed; none without a class.
    pub limits: Option<RevisionLimits>,
    /// Indicators of all classes.
    pub indicators: Figure,
    /// Those that are proposed for revision.
    pub proposed: Figure,
    /// How many have which issue, in the order of the issues; those that none has left out.
    pub issues: Vec<IssueFacts>,
    /// Classes.
    pub classes: Vec<RevisionClass>,
}

/// From when an indicator is proposed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RevisionLimits {
    /// Share of units below which an indicator applies to few, in percent.
    pub few_share: Figure,
    /// Upper end of an interval below which discrimination is low.
    pub bound: Figure,
    /// Least units of a discrimination.
    pub least: Figure,
    /// Share of cells scored twice that differ, in percent.
    pub differing_share: Figure,
    /// Share of units that appealed or were corrected, in percent.
    pub disputed_share: Figure,
}

/// An issue.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IssueFacts {
    /// Stable name.
    pub issue: &'static str,
    /// Indicators that have it.
    pub count: Figure,
}

/// One class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RevisionClass {
    /// Name.
    pub name: String,
    /// Its units.
    pub count: Figure,
    /// Its indicators.
    pub indicators: Figure,
    /// Those proposed for revision.
    pub proposed: Figure,
    /// Whether discrimination could be measured.
    pub rated: bool,
    /// Whether cells were scored twice.
    pub sampled: bool,
    /// Indicators proposed for revision, in table order.
    pub rows: Vec<RevisionRow>,
}

/// An indicator that is proposed for revision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RevisionRow {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Full marks.
    pub full_marks: Figure,
    /// Units to which it applies.
    pub units: Figure,
    /// Mean rate, in percent.
    pub mean_rate: Option<Figure>,
    /// Correlation with the rest; its sign beside the magnitude.
    pub coefficient: Option<Figure>,
    /// Upper end of its interval; its sign beside the magnitude.
    pub high: Option<Figure>,
    /// Cells scored twice.
    pub doubled: Figure,
    /// Of these, cells on which the scorers differ.
    pub differing: Figure,
    /// Units that appealed.
    pub appealed: Figure,
    /// Units that were corrected.
    pub corrected: Figure,
    /// Units that appealed or were corrected.
    pub disputed: Figure,
    /// Causes for which deductions differ.
    pub unequal: Figure,
    /// Stable names of the issues.
    pub issues: Vec<&'static str>,
}

/// Issues in the order in which they are told.
const ISSUES: [&str; 9] =
    ["absent", "few", "full", "empty", "constant", "low", "differing", "disputed", "unequal"];

/// Cuts out the facts of 指标修订建议.
#[must_use]
pub fn revision(scorebook: &Scorebook, analysis: &Analysis) -> RevisionFacts {
    let settings = &scorebook.checked.settings;
    let subjects = subjects(scorebook, analysis);
    let own = &settings.revision;
    let classes: Vec<RevisionClass> = subjects.iter().map(|one| one.revision(own)).collect();
    let rows = || classes.iter().flat_map(|class| &class.rows);
    let issue = |issue: &'static str| {
        let count = rows().filter(|row| row.issues.contains(&issue)).count();
        let count = Figure::count(format!("city/revision/{issue}"), count);
        (count.value > 0.0).then_some(IssueFacts { issue, count })
    };
    let systems = scorebook.checked.classes.iter().map(|class| class.system.indicators.len());
    RevisionFacts {
        assessment: AssessmentFacts::new(settings),
        limits: city_print(&subjects).map(|print| limits(&print, settings)),
        indicators: Figure::count("city/revision/indicators", systems.sum()),
        proposed: Figure::count("city/revision/proposed", rows().count()),
        issues: ISSUES.into_iter().filter_map(issue).collect(),
        classes,
    }
}

fn limits(print: &Printer<'_>, settings: &Settings) -> RevisionLimits {
    let (own, statistics) = (&settings.revision, &settings.statistics);
    let key = |item: &str| format!("revision/{item}");
    RevisionLimits {
        few_share: print.percent(&key("few-share"), own.few_share),
        bound: print.setting(&key("bound"), statistics.discrimination_low),
        least: print.count(&key("least"), statistics.correlation_least),
        differing_share: print.percent(&key("differing-share"), own.differing_share),
        disputed_share: print.percent(&key("disputed-share"), own.disputed_share),
    }
}

/// What is counted of an indicator beside its statistics.
struct Counts {
    doubled: usize,
    differing: usize,
    appealed: BTreeSet<usize>,
    corrected: BTreeSet<usize>,
    unequal: usize,
}

impl Counts {
    fn disputed(&self) -> usize {
        self.appealed.union(&self.corrected).count()
    }
}

impl Subject<'_> {
    fn revision(&self, settings: &RevisionSettings) -> RevisionClass {
        let leaves = self.analysis.indicators.iter().enumerate();
        let rows: Vec<RevisionRow> = leaves
            .filter_map(|(leaf, own)| {
                let counts = self.counts(leaf);
                let issues = issues(settings, own, &counts, self.unit_count());
                (!issues.is_empty()).then(|| self.revised(leaf, own, &counts, issues))
            })
            .collect();
        let count = |item: &str, count| self.print.count(&format!("revision/{item}"), count);
        RevisionClass {
            name: self.class.name.clone(),
            count: self.print.count("units", self.unit_count()),
            indicators: count("indicators", self.class.system.indicators.len()),
            proposed: count("proposed", rows.len()),
            rated: self.analysis.indicators.iter().any(|own| own.discrimination.is_some()),
            sampled: self.analysis.agreement.is_some(),
            rows,
        }
    }

    fn counts(&self, leaf: usize) -> Counts {
        let registers = &self.class.registers;
        let appeals = registers.appeals.iter().filter(|row| row.indicator == leaf);
        let corrections = registers.corrections.iter().filter(|row| row.indicator == leaf);
        let sample = self.analysis.agreement.as_ref().map(|own| &own.indicators[leaf]);
        Counts {
            doubled: sample.map_or(0, |own| own.count),
            differing: sample.map_or(0, |own| own.count - own.equal),
            appealed: appeals.map(|row| row.unit).collect(),
            corrected: corrections.map(|row| row.unit).collect(),
            unequal: self.analysis.unequal.iter().filter(|own| own.indicator == leaf).count(),
        }
    }

    fn revised(
        &self,
        leaf: usize,
        own: &IndicatorStatistics,
        counts: &Counts,
        issues: Vec<&'static str>,
    ) -> RevisionRow {
        let indicator = &self.class.system.indicators[leaf];
        let key = |role: &str| format!("{}/revision/{role}", indicator.code);
        let count = |role: &str, count| self.print.count(&key(role), count);
        let number =
            |role: &str, value: Option<f64>| self.print.float_magnitude(&key(role), value?);
        RevisionRow {
            code: indicator.code.clone(),
            name: indicator.name.clone(),
            full_marks: self.print.marks(&key("full-marks"), indicator.full_marks),
            units: count("units", own.count),
            mean_rate: own.mean_rate.map(|rate| self.print.rate(&key("mean-rate"), rate)),
            coefficient: number(
                "coefficient",
                own.discrimination.and_then(Discrimination::coefficient),
            ),
            high: number("high", own.discrimination.and_then(Discrimination::high)),
            doubled: count("doubled", counts.doubled),
            differing: count("differing", counts.differing),
            appealed: count("appealed", counts.appealed.len()),
            corrected: count("corrected", counts.corrected.len()),
            disputed: count("disputed", counts.disputed()),
            unequal: count("unequal", counts.unequal),
            issues,
        }
    }
}

/// The issues of an indicator, in the order in which they are told.
fn issues(
    settings: &RevisionSettings,
    own: &IndicatorStatistics,
    counts: &Counts,
    units: usize,
) -> Vec<&'static str> {
    let reaches = |count: usize, whole: usize, share: f64| {
        count > 0 && whole > 0 && exact_to_f64(ratio(count, whole)) >= share
    };
    let several = own.count >= 2;
    let (full, empty) = (several && own.full == own.count, several && own.zero == own.count);
    let same = own.count >= 3 && own.least_rate == own.most_rate;
    let state = own.discrimination.and_then(Discrimination::state);
    let found = [
        own.count == 0,
        own.count > 0 && !reaches(own.count, units, settings.few_share),
        full,
        empty,
        same && !full && !empty,
        state == Some("low"),
        counts.differing >= 2
            && reaches(counts.differing, counts.doubled, settings.differing_share),
        counts.disputed() >= 2 && reaches(counts.disputed(), own.count, settings.disputed_share),
        counts.unequal > 0,
    ];
    ISSUES.into_iter().zip(found).filter_map(|(issue, found)| found.then_some(issue)).collect()
}
