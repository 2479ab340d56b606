//! Self-assessment against the result.

use serde::Serialize;

use super::Subject;
use crate::model::{Exact, Figure, exact_to_f64};

/// Self-assessments of a class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SelfFacts {
    /// Units with a form.
    pub forms: Figure,
    /// Short names of units without one.
    pub missing: Vec<String>,
    /// Short names of units that claim full marks everywhere.
    pub all_full: Vec<String>,
    /// Mean over the forms of claimed minus given points, as a share of the full marks of both, in
    /// percentage points; its sign beside the magnitude.
    pub mean_bias: Option<Figure>,
    /// Units that claim more than they were given.
    pub over: Figure,
    /// Units that claim less.
    pub under: Figure,
    /// The units that claim the most beyond what they were given, as shares of the full marks that
    /// apply to each; at most three.
    pub most: Vec<OverFacts>,
    /// Indicators that are claimed the most beyond what was given, at most three.
    pub indicators: Vec<OverFacts>,
}

/// A unit or an indicator that is claimed beyond what was given.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OverFacts {
    /// Short name, or name of the indicator.
    pub name: String,
    /// What is claimed beyond, in percent of full marks.
    pub over: Figure,
}

impl Subject<'_> {
    /// Self-assessments; none without a table of them.
    pub(super) fn self_assessment(&self) -> Option<SelfFacts> {
        let own = self.analysis.self_statistics.as_ref()?;
        let comparisons = &self.analysis.self_comparisons;
        let with = |sign: std::cmp::Ordering| {
            let forms = comparisons.iter().flatten();
            forms.filter(|form| form.claimed.cmp(&form.given) == sign).count()
        };
        let forms = comparisons.iter().enumerate();
        let mut most: Vec<(Exact, usize)> = forms
            .filter_map(|(unit, form)| Some((form.as_ref()?.bias()?, unit)))
            .filter(|(over, _)| *over > Exact::from_integer(0))
            .collect();
        most.sort_by_key(|(over, _)| std::cmp::Reverse(*over));
        let most = most.into_iter().take(3).map(|(over, unit)| OverFacts {
            name: self.short(unit),
            over: self
                .print
                .rate(&format!("{}/self-over-share", self.class.units[unit].code), over),
        });
        let bias = self.print.rounded_mean_rate(own.mean_bias_exact, own.mean_bias);
        Some(SelfFacts {
            forms: self.print.count("self/forms", own.forms),
            missing: self.shorts(own.missing.iter().copied()),
            all_full: self.shorts(own.all_full.iter().copied()),
            mean_bias: bias.map(|bias| self.print.magnitude("self/mean-bias", bias)),
            over: self.print.count("self/over", with(std::cmp::Ordering::Greater)),
            under: self.print.count("self/under", with(std::cmp::Ordering::Less)),
            most: most.collect(),
            indicators: self.claimed_beyond(),
        })
    }

    /// Indicators by the mean of claimed minus given rate, over the units that have both.
    fn claimed_beyond(&self) -> Vec<OverFacts> {
        let mut list: Vec<(f64, usize)> = Vec::new();
        for (leaf, indicator) in self.class.system.indicators.iter().enumerate() {
            let full = indicator.full_marks;
            let beyond = |unit: usize| {
                let form = self.class.registers.self_points.get(unit)?.as_ref()?;
                let (own, given) = (form[leaf]?, self.class.cells.points(unit, leaf)?);
                Some(exact_to_f64((own.exact() - given.exact()) / full.exact()))
            };
            let rates: Vec<f64> = (0..self.unit_count()).filter_map(beyond).collect();
            let mean = crate::analyse::statistics::mean_f64(&rates);
            list.extend(mean.filter(|mean| *mean > 0.0).map(|mean| (mean, leaf)));
        }
        list.sort_by(|one, other| other.0.total_cmp(&one.0));
        let facts = list.into_iter().take(3).filter_map(|(mean, leaf)| {
            let indicator = &self.class.system.indicators[leaf];
            let over = self.print.rounded_mean_rate(None, Some(mean))?;
            let key = format!("{}/self-over", indicator.code);
            Some(OverFacts { name: indicator.name.clone(), over: self.print.decimal(&key, over) })
        });
        facts.collect()
    }
}
