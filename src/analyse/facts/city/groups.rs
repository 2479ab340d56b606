//! What went well in all classes that have it.

use serde::Serialize;

use super::Subject;
use crate::analyse::IndicatorGroup as Group;
use crate::model::{Figure, exact_to_f64};

/// Mean rate from which an indicator went well.
pub(super) const HIGH_RATE: f64 = 0.9;

/// An indicator's mean rate in a class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RateFacts {
    /// Name of the class.
    pub class: String,
    /// Name of the indicator.
    pub name: String,
    /// Code.
    pub code: String,
    /// Mean rate in percent.
    pub rate: Option<Figure>,
    /// Units to which it applies.
    pub count: Figure,
    /// Units that lose points.
    pub losing: Figure,
    /// Whether no unit has any point.
    pub nobody: bool,
}

/// What went well.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PraiseFacts {
    /// Indicators in which every unit has full marks.
    pub full: Vec<String>,
    /// How many these are.
    pub full_count: Figure,
    /// Indicators in which no unit has a point.
    pub nobody: Vec<String>,
    /// Indicators with high mean rates in all their classes, highest first, at most five; those in
    /// which every unit has full marks stand apart, and those that are main losses are none.
    pub high: Vec<Vec<RateFacts>>,
    /// Bound of a high rate, in percent.
    pub high_rate: Figure,
}

/// What went well in all classes that have it.
pub(super) fn praise(subjects: &[Subject<'_>], groups: &[Group]) -> PraiseFacts {
    let own = |(class, leaf): &(usize, usize)| &subjects[*class].analysis.indicators[*leaf];
    let full = |group: &Group| group.iter().all(|m| own(m).count > 0 && own(m).losing == 0);
    let nobody = |group: &Group| group.iter().all(|(class, leaf)| subjects[*class].nobody(*leaf));
    let name = |group: &Group| {
        let (class, leaf) = group[0];
        subjects[class].class.system.indicators[leaf].name.clone()
    };
    let named = |test: &dyn Fn(&Group) -> bool| -> Vec<String> {
        groups.iter().filter(|group| test(group)).map(name).collect()
    };
    let least = |group: &Group| {
        let rates = group.iter().map(|member| own(member).mean_rate.map_or(0.0, exact_to_f64));
        rates.fold(1.0, f64::min)
    };
    // What is told among the losses is not praised as well.
    let blamed =
        |group: &Group| group.iter().any(|m| own(m).weakness.is_some() || own(m).main_loss);
    let is_high = |group: &&Group| least(group) >= HIGH_RATE && !full(group) && !blamed(group);
    let mut high: Vec<&Group> = groups.iter().filter(is_high).collect();
    high.sort_by(|one, other| least(other).total_cmp(&least(one)));
    let facts = |group: &&Group| -> Vec<RateFacts> {
        group.iter().map(|(class, leaf)| subjects[*class].rate_of(*leaf)).collect()
    };
    let full_names = named(&full);
    PraiseFacts {
        full_count: Figure::count("city/full-indicators", full_names.len()),
        full: full_names,
        nobody: named(&nobody),
        high: high.iter().take(5).map(facts).collect(),
        high_rate: Figure::count("city/high-rate", 90),
    }
}
