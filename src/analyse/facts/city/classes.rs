//! One class in the city-wide report.

use serde::Serialize;

use super::{
    AgreementFacts, ApplicabilityFacts, CityDimension, CityIndicator, CityUnit,
    DiscriminationFacts, HeldFacts, RankGroupFacts, SelfFacts, SkippedFacts, StabilityFacts,
    Subject, TotalsFacts, VetoedFacts, YearFacts,
};
use crate::model::{Decimal, Figure, Points};

/// A class in the city-wide report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CityClass {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Units in it.
    pub count: Figure,
    /// Full marks of its system.
    pub full_marks: Figure,
    /// Indicators of its system.
    pub indicator_count: Figure,
    /// Levels of its system.
    pub level_count: Figure,
    /// Whether dimensions are themselves the indicators.
    pub one_level: bool,
    /// Its totals.
    pub totals: TotalsFacts,
    /// Units by rank (list order before ranks may be shown), those without a total last; of a large
    /// class both ends and those at the cuts of grades.
    pub units: Vec<CityUnit>,
    /// Runs of units that the list leaves out; empty where it has all.
    pub skipped: Vec<SkippedFacts>,
    /// Units by groups of rank, where heat maps have no row for each; else empty.
    pub groups: Vec<RankGroupFacts>,
    /// Vetoed units, in list order.
    pub vetoed: Vec<VetoedFacts>,
    /// Full names of all units in list order; empty where the text does not name them.
    pub names_in_order: Vec<String>,
    /// Short names of units that have no total.
    pub without_total: Vec<String>,
    /// Dimensions in table order.
    pub dimensions: Vec<CityDimension>,
    /// Positions in `dimensions`, by mean rate from the highest.
    pub dimensions_by_rate: Vec<usize>,
    /// Indicators in table order.
    pub indicators: Vec<CityIndicator>,
    /// Indicators that make up the loss, most first: the main losses, else the first ten.
    pub losses: Vec<CityLoss>,
    /// Indicators that are main losses.
    pub main_count: Figure,
    /// Their share of the class's loss together, in percent, from the shares as printed.
    pub main_share: Option<Figure>,
    /// Indicators that are weak because their mean rate is low.
    pub low_count: Figure,
    /// Indicators that are weak because many lose points.
    pub widespread_count: Figure,
    /// Grades that a cap, a quota or rounding decided.
    pub held: HeldFacts,
    /// Ways of assessment; fewer than two say nothing and are left out.
    pub methods: Vec<MethodFacts>,
    /// What does not apply to some units; none where everything applies to all.
    pub applicability: Option<ApplicabilityFacts>,
    /// Self-assessments; none without a table of them.
    pub self_assessment: Option<SelfFacts>,
    /// Change since last year; none without comparable data.
    pub year: Option<YearFacts>,
    /// The double-scored sample; none without one.
    pub agreement: Option<AgreementFacts>,
    /// How firmly ranks stand; none before ranks may be shown.
    pub stability: Option<StabilityFacts>,
    /// How well indicators tell units apart; none where none has enough units.
    pub discrimination: Option<DiscriminationFacts>,
}

/// An indicator among those that make up the loss.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CityLoss {
    /// Position in the indicators.
    pub indicator: usize,
    /// Sum of the shares down to it, as printed, in percent.
    pub cumulative: Figure,
}

/// One way of assessment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MethodFacts {
    /// Name.
    pub name: String,
    /// Indicators assessed so.
    pub indicator_count: Figure,
    /// Σ points / Σ full marks of what applies, in percent.
    pub rate: Option<Figure>,
    /// Share of the class's loss, in percent.
    pub loss_share: Option<Figure>,
}

impl Subject<'_> {
    pub(super) fn facts(&self) -> CityClass {
        let system = &self.class.system;
        let order = self.order();
        let listed = self.listed(&order, "skipped");
        let without = order.iter().copied().filter(|unit| self.scores[*unit].published.is_none());
        let dimensions: Vec<CityDimension> =
            (0..system.dimensions.len()).map(|position| self.dimension(position)).collect();
        let mut by_rate: Vec<usize> = (0..dimensions.len()).collect();
        let rate = |at: &usize| dimensions[*at].mean_rate.as_ref().map_or(-1.0, |rate| rate.value);
        by_rate.sort_by(|one, other| rate(other).total_cmp(&rate(one)));
        let levels = system.indicators.iter().map(|indicator| indicator.path.len()).max();
        let indicators: Vec<CityIndicator> =
            (0..system.indicators.len()).map(|at| self.indicator(at)).collect();
        let count = |item: &str, test: fn(&CityIndicator) -> bool| {
            self.print.count(item, indicators.iter().filter(|own| test(own)).count())
        };
        CityClass {
            code: self.class.code.clone(),
            name: self.class.name.clone(),
            count: self.print.count("units", self.unit_count()),
            full_marks: self.print.needed("full-marks", system.full_marks()),
            indicator_count: self.print.count("indicators", system.indicators.len()),
            level_count: self.print.count("levels", levels.unwrap_or_default()),
            one_level: system.one_level(),
            totals: self.totals(),
            without_total: self.shorts(without),
            groups: self.rank_groups(&order),
            units: listed.units.into_iter().map(|unit| self.unit(unit)).collect(),
            skipped: listed.skipped,
            vetoed: self.vetoed(),
            names_in_order: self.names_in_order(),
            dimensions_by_rate: by_rate,
            dimensions,
            losses: self.losses(),
            main_count: count("main-losses", |own| own.main_loss),
            main_share: self.main_share(),
            low_count: count("low-indicators", |own| own.weakness == "low"),
            widespread_count: count("widespread-indicators", |own| own.weakness == "widespread"),
            indicators,
            held: self.held(),
            methods: self.methods(),
            applicability: self.applicability(),
            self_assessment: self.self_assessment(),
            year: self.year(),
            agreement: self.agreement(),
            stability: self.stability(),
            discrimination: self.discrimination(),
        }
    }

    /// Indicators that make up the loss, most first.
    pub(super) fn losses(&self) -> Vec<CityLoss> {
        let all = &self.analysis.indicators;
        let some_main = all.iter().any(|own| own.main_loss);
        let mut order: Vec<usize> = (0..all.len())
            .filter(|at| all[*at].loss > Points::ZERO && (all[*at].main_loss || !some_main))
            .collect();
        order.sort_by_key(|at| std::cmp::Reverse(all[*at].loss));
        order.truncate(if some_main { order.len() } else { 10 });
        let mut sum: Option<Decimal> = None;
        let facts = order.into_iter().filter_map(|at| {
            let share = self.print.rounded_rate(all[at].loss_share?);
            let cumulative = sum.map_or(share, |sum| super::Printer::sum(sum, share));
            sum = Some(cumulative);
            let key = format!("{}/loss-sum", self.class.system.indicators[at].code);
            Some(CityLoss { indicator: at, cumulative: self.print.decimal(&key, cumulative) })
        });
        facts.collect()
    }

    /// The main losses' shares added up as they are printed.
    pub(super) fn main_share(&self) -> Option<Figure> {
        let main = self.analysis.indicators.iter().filter(|own| own.main_loss);
        let shares = main.filter_map(|own| Some(self.print.rounded_rate(own.loss_share?)));
        let sum = shares.reduce(super::Printer::sum)?;
        Some(self.print.decimal("main-loss-share", sum))
    }

    fn methods(&self) -> Vec<MethodFacts> {
        let methods = &self.analysis.methods;
        if methods.len() < 2 {
            return Vec::new();
        }
        let facts = methods.iter().enumerate().map(|(at, own)| {
            let item = |role: &str| format!("method{}/{role}", at + 1);
            MethodFacts {
                name: own.name.clone(),
                indicator_count: self.print.count(&item("indicators"), own.indicators),
                rate: own.rate.map(|rate| self.print.rate(&item("rate"), rate)),
                loss_share: own.loss_share.map(|share| self.print.rate(&item("loss-share"), share)),
            }
        });
        facts.collect()
    }
}
