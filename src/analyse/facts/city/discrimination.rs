//! How well indicators tell units apart: for the internal annex only.

use serde::Serialize;

use super::Subject;
use crate::analyse::Discrimination;
use crate::model::Figure;

/// Indicators of a class by discrimination (`rules.md`): for whoever designs the indicators.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DiscriminationFacts {
    /// Least units to which an indicator must apply.
    pub least: Figure,
    /// Upper end of an interval below which discrimination is low.
    pub bound: Option<Figure>,
    /// Indicators with enough units.
    pub rated: Figure,
    /// Of these: whose correlation is low with certainty (低区分).
    pub low: Figure,
    /// Of these: where all units have one rate (无区分).
    pub constant: Figure,
    /// Those of both, low ones by correlation, then constant ones in table order.
    pub rows: Vec<DiscriminationRow>,
    /// The indicator that tells units apart best.
    pub best: Option<DiscriminationRow>,
}

/// One indicator's discrimination.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DiscriminationRow {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Units to which it applies.
    pub units: Figure,
    /// Mean rate, in percent.
    pub mean_rate: Option<Figure>,
    /// Correlation with the rest; its sign beside the magnitude. None of a constant.
    pub coefficient: Option<Figure>,
    /// Ends of its interval.
    pub interval: Option<(Figure, Figure)>,
}

impl Subject<'_> {
    /// Discrimination of the class's indicators; none where no indicator has enough units.
    pub(super) fn discrimination(&self) -> Option<DiscriminationFacts> {
        let settings = &self.scorebook.checked.settings.statistics;
        let own = || self.analysis.indicators.iter().enumerate();
        let rated: Vec<(usize, Discrimination)> =
            own().filter_map(|(leaf, own)| Some((leaf, own.discrimination?))).collect();
        let coefficient = |(_, own): &&(usize, Discrimination)| own.coefficient();
        let state =
            |wanted: &'static str| rated.iter().filter(move |(_, own)| own.state() == Some(wanted));
        let mut low: Vec<&(usize, Discrimination)> = state("low").collect();
        low.sort_by(|one, other| {
            let of = |own: &&(usize, Discrimination)| coefficient(own).unwrap_or_default();
            of(one).total_cmp(&of(other))
        });
        let rows =
            low.into_iter().chain(state("constant")).map(|(leaf, own)| self.row(*leaf, *own));
        let best = rated.iter().filter(|own| coefficient(own).is_some());
        let best = best.max_by(|one, other| {
            let of = |own: &&(usize, Discrimination)| coefficient(own).unwrap_or_default();
            of(one).total_cmp(&of(other)).then(other.0.cmp(&one.0))
        });
        let count = |item: &str, count| self.print.count(&format!("discrimination/{item}"), count);
        (!rated.is_empty()).then(|| DiscriminationFacts {
            least: count("least", settings.correlation_least),
            bound: self.print.float("discrimination/bound", settings.discrimination_low),
            rated: count("rated", rated.len()),
            low: count("low", state("low").count()),
            constant: count("constant", state("constant").count()),
            rows: rows.collect(),
            best: best.map(|(leaf, own)| self.row(*leaf, *own)),
        })
    }

    fn row(&self, leaf: usize, own: Discrimination) -> DiscriminationRow {
        let indicator = &self.class.system.indicators[leaf];
        let statistics = &self.analysis.indicators[leaf];
        let key = |role: &str| format!("{}/discrimination/{role}", indicator.code);
        let number =
            |role: &str, value: Option<f64>| self.print.float_magnitude(&key(role), value?);
        DiscriminationRow {
            code: indicator.code.clone(),
            name: indicator.name.clone(),
            units: self.print.count(&key("units"), statistics.count),
            mean_rate: statistics.mean_rate.map(|rate| self.print.rate(&key("mean-rate"), rate)),
            coefficient: number("coefficient", own.coefficient()),
            interval: number("low", own.low()).zip(number("high", own.high())),
        }
    }
}
