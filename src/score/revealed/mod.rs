//! What the papers of a class reveal together though none of them prints it (`rules.md`,
//! disclosure).
//!
//! A reader knows the own paper, how many units the class has and what the office publishes
//! besides: so every question here is what a unit can work out from its own figures and those of
//! the class that the settings let through. A mean near its end (everybody has full marks) says so
//! of everybody and is meant to.

mod means;
mod ranks;

use super::UnitScore;
use crate::check::{Checked, CheckedClass};
use crate::finding::{Finding, Place, Rule, rule};
use crate::model::Exact;
use crate::settings::{Disclosure, Kind, NoticeMode, Settings, Stage};

/// Names that a finding lists.
const NAMED: usize = 3;

/// Most units of which a mean tells each unit the other's value.
const PAIR: usize = 2;

/// The papers of one class.
struct Papers<'a> {
    checked: &'a Checked,
    class: &'a CheckedClass,
    scores: &'a [UnitScore],
    /// Units that count in means of dimensions and indicators.
    counted: Vec<usize>,
    /// Units with a total that counts.
    with_total: Vec<usize>,
}

/// Everything that the papers of a class reveal, where units get papers at all.
pub(super) fn findings(
    checked: &Checked,
    class: &CheckedClass,
    scores: &[UnitScore],
) -> Vec<Finding> {
    if checked.settings.assessment.stage < Stage::Reviewed {
        return Vec::new();
    }
    let all = || 0..scores.len();
    let counted = all().filter(|unit| !scores[*unit].vetoed || scores[*unit].counts(checked));
    let with_total = all().filter(|unit| scores[*unit].counts(checked)).collect();
    let papers = Papers { checked, class, scores, counted: counted.collect(), with_total };
    let of_means = [papers.mean_of_two(), papers.mean_by_difference(), papers.best_of_few()];
    let of_ranks = [papers.rank_of_two(), papers.rank_and_mean(), papers.order_is_ranking()];
    let all = of_means.into_iter().chain(of_ranks).chain([papers.count_tells_veto()]);
    all.flatten().collect()
}

/// What the 通报 tells of units that their own papers keep back: scores of all, where papers are
/// strict. What the other modes tell is what they are for.
pub(super) fn by_notice(checked: &Checked) -> Option<Finding> {
    let settings = &checked.settings;
    let stage = settings.assessment.stage;
    let told = settings.notice.mode == NoticeMode::Scores && !settings.disclosure.is_open();
    let made = Kind::Notice.is_due(stage) && settings.papers.makes(Kind::Notice, stage);
    let units: usize = checked.classes.iter().map(|class| class.units.len()).sum();
    let found = || Finding::new(rule::NOTICE_TELLS_SCORES, Place::file("settings.toml"));
    (told && made && units > 1).then(|| found().with("units", units))
}

impl Papers<'_> {
    fn settings(&self) -> &Settings {
        &self.checked.settings
    }

    fn disclosure(&self) -> &Disclosure {
        &self.settings().disclosure
    }

    fn is_strict(&self) -> bool {
        !self.disclosure().is_open()
    }

    /// Whether units see ranks and grades.
    fn is_approved(&self) -> bool {
        self.settings().assessment.stage >= Stage::Approved
    }

    /// Whether units see the mean of totals.
    fn shows_total_mean(&self) -> bool {
        self.disclosure().shows_mean(self.with_total.len())
    }

    /// A finding about the class; the settings are where it can be mended.
    fn about(&self, rule: Rule) -> Finding {
        Finding::new(rule, Place::file("settings.toml")).with("class", &self.class.name)
    }

    /// Published total of a unit that has one.
    fn published(&self, unit: usize) -> Option<Exact> {
        self.scores[unit].published.map(crate::model::Decimal::exact)
    }
}

/// A number of points for a message, with two decimals.
fn points_text(points: f64) -> String {
    format!("{points:.2}")
}
