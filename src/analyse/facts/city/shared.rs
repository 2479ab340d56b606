//! Class against class: identical indicators only, rates only, never totals.

use serde::Serialize;

use super::Subject;
use crate::analyse::IndicatorGroup;
use crate::analyse::facts::print::Printer;
use crate::model::{Decimal, Figure};

/// Identical indicators of the classes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SharedFacts {
    /// Indicators that at least two classes declare identical.
    pub count: Figure,
    /// Names of the classes, in the order of the rates.
    pub classes: Vec<String>,
    /// By class: in how many indicators its rate is the highest alone.
    pub leads: Vec<Figure>,
    /// Indicators with equal rates as printed.
    pub equal: Figure,
    /// The indicators with the largest differences, at most ten.
    pub rows: Vec<SharedRow>,
}

/// One identical indicator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SharedRow {
    /// Name, as the first class has it.
    pub name: String,
    /// Mean rate by class, in percent; none where the class does not have it.
    pub rates: Vec<Option<Figure>>,
    /// Highest minus lowest rate, in percentage points, as printed.
    pub difference: Figure,
    /// Position of the class with the highest rate.
    pub highest: usize,
}

/// Compares identical indicators; none when no two classes share one.
pub(super) fn shared(subjects: &[Subject<'_>], groups: &[IndicatorGroup]) -> Option<SharedFacts> {
    let mut rows: Vec<SharedRow> = groups
        .iter()
        .filter(|group| group.len() > 1)
        .enumerate()
        .filter_map(|(at, group)| row(subjects, group, at + 1))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let leads = (0..subjects.len()).map(|class| {
        let ahead = |row: &&SharedRow| row.highest == class && row.difference.value > 0.0;
        let count = rows.iter().filter(ahead).count();
        Figure::count(format!("city/shared/{}/leads", subjects[class].class.code), count)
    });
    let leads = leads.collect();
    let equal = rows.iter().filter(|row| row.difference.value <= 0.0).count();
    let count = Figure::count("city/shared/indicators", rows.len());
    rows.sort_by(|one, other| other.difference.value.total_cmp(&one.difference.value));
    rows.truncate(10);
    Some(SharedFacts {
        count,
        classes: subjects.iter().map(|subject| subject.class.name.clone()).collect(),
        leads,
        equal: Figure::count("city/shared/equal", equal),
        rows,
    })
}

fn row(subjects: &[Subject<'_>], group: &[(usize, usize)], number: usize) -> Option<SharedRow> {
    let rate = |class: usize| -> Option<Decimal> {
        let (_, leaf) = group.iter().find(|member| member.0 == class)?;
        let rate = subjects[class].analysis.indicators[*leaf].mean_rate?;
        Some(subjects[class].print.rounded_rate(rate))
    };
    let rates: Vec<Option<Decimal>> = (0..subjects.len()).map(rate).collect();
    let with_rate = || rates.iter().enumerate().filter_map(|(class, rate)| Some((class, (*rate)?)));
    // The first of equal rates.
    let larger = |best: (usize, Decimal), next: (usize, Decimal)| {
        if next.1.exact() > best.1.exact() { next } else { best }
    };
    let most = with_rate().reduce(larger)?;
    let least = with_rate().map(|(_, rate)| rate).min_by_key(|rate| rate.exact())?;
    if with_rate().count() < 2 {
        return None;
    }
    let (class, leaf) = group[0];
    let key = |role: &str| format!("city/shared{number}/{role}");
    let figure = |(class, rate): (usize, &Option<Decimal>)| {
        let code = &subjects[class].class.code;
        rate.map(|rate| Figure::new(key(&format!("{code}/rate")), rate))
    };
    Some(SharedRow {
        name: subjects[class].class.system.indicators[leaf].name.clone(),
        rates: rates.iter().enumerate().map(figure).collect(),
        difference: Figure::new(key("difference"), Printer::difference(most.1, least)),
        highest: most.0,
    })
}
