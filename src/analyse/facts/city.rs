//! Facts of the city-wide papers.

use serde::Serialize;

use super::print::Printer;
use super::{AssessmentFacts, RankFacts};
use crate::analyse::{Analysis, ClassAnalysis, Weakness};
use crate::check::CheckedClass;
use crate::model::{Decimal, Figure, Points};
use crate::score::{Scorebook, UnitScore};
use crate::settings::Stage;

/// What the city-wide report knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CityFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// All units of all classes.
    pub unit_count: Figure,
    /// Names of the grades, best first; empty when none are given.
    pub grades: Vec<String>,
    /// Classes in the order of the settings.
    pub classes: Vec<CityClass>,
}

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
    /// Whether dimensions are themselves the indicators.
    pub one_level: bool,
    /// Its totals.
    pub totals: TotalsFacts,
    /// Units by rank (list order before ranks may be shown), those without a total last.
    pub units: Vec<CityUnit>,
    /// Names of all units in list order.
    pub names_in_order: Vec<String>,
    /// Names of units that have no total.
    pub without_total: Vec<String>,
    /// Dimensions in table order.
    pub dimensions: Vec<CityDimension>,
    /// Positions in `dimensions`, by mean rate from the highest.
    pub dimensions_by_rate: Vec<usize>,
    /// Indicators in table order.
    pub indicators: Vec<CityIndicator>,
}

/// Totals of a class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TotalsFacts {
    /// Units with a total.
    pub count: Figure,
    /// Mean.
    pub mean: Option<Figure>,
    /// Median, from the set number of units.
    pub median: Option<Figure>,
    /// Sample standard deviation, from the set number of units.
    pub standard_deviation: Option<Figure>,
    /// First quartile.
    pub first_quartile: Option<Figure>,
    /// Third quartile.
    pub third_quartile: Option<Figure>,
    /// Highest.
    pub most: Option<Figure>,
    /// Lowest.
    pub least: Option<Figure>,
    /// Highest minus lowest, as printed.
    pub range: Option<Figure>,
    /// Names of units with the highest total.
    pub most_units: Vec<String>,
    /// Names of units with the lowest total.
    pub least_units: Vec<String>,
    /// Units above the mean.
    pub above: Figure,
    /// Units below the mean.
    pub below: Figure,
    /// Score bands, rising; empty ones at either end left out.
    pub bands: Vec<BandFacts>,
    /// Units by grade, best first, with every grade named.
    pub grades: Vec<GradeFacts>,
}

/// A score band.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BandFacts {
    /// Lower bound.
    pub from: Figure,
    /// Upper bound; none at the top.
    pub to: Option<Figure>,
    /// Units in it.
    pub count: Figure,
}

/// A grade with its units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GradeFacts {
    /// Name.
    pub name: String,
    /// How many.
    pub count: Figure,
    /// Names of the units.
    pub units: Vec<String>,
}

/// A unit in the city-wide report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CityUnit {
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// Rank.
    pub rank: Option<RankFacts>,
    /// Published total.
    pub total: Option<Figure>,
    /// Grade.
    pub grade: Option<String>,
    /// Points by dimension; none where nothing applies.
    pub points: Vec<Option<Figure>>,
    /// Rate by dimension, in percent.
    pub rates: Vec<Option<Figure>>,
}

/// A dimension in the city-wide report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CityDimension {
    /// Full name.
    pub name: String,
    /// Declared short name.
    pub short: String,
    /// Full marks.
    pub full_marks: Figure,
    /// Mean points.
    pub mean_points: Option<Figure>,
    /// Mean rate in percent.
    pub mean_rate: Option<Figure>,
    /// Highest rate in percent.
    pub most_rate: Option<Figure>,
    /// Lowest rate in percent.
    pub least_rate: Option<Figure>,
    /// Names of the units with the highest rate, when they are at most three.
    pub best_units: Vec<String>,
    /// Units that lose points.
    pub losing: Figure,
    /// Units with full marks.
    pub full: Figure,
    /// Units without any point.
    pub empty: Figure,
}

/// An indicator in the city-wide report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CityIndicator {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Name of its dimension.
    pub dimension: String,
    /// Full marks.
    pub full_marks: Figure,
    /// Units to which it applies.
    pub count: Figure,
    /// Mean rate in percent.
    pub mean_rate: Option<Figure>,
    /// Units that lose points.
    pub losing: Figure,
    /// Share of the class's loss, in percent.
    pub loss_share: Option<Figure>,
    /// Weak because its mean rate is low.
    pub low: bool,
    /// Weak because many lose points.
    pub widespread: bool,
    /// One of the main losses.
    pub main_loss: bool,
}

/// One class with all that its facts are cut from.
struct Subject<'a> {
    scorebook: &'a Scorebook,
    class: &'a CheckedClass,
    analysis: &'a ClassAnalysis,
    scores: &'a [UnitScore],
    print: Printer<'a>,
    ranked: bool,
}

/// Cuts out the facts of the city-wide report.
#[must_use]
pub fn city(scorebook: &Scorebook, analysis: &Analysis) -> CityFacts {
    let checked = &scorebook.checked;
    let ranked = checked.settings.assessment.stage >= Stage::Submitted;
    let classes = checked.classes.iter().zip(&analysis.classes).zip(&scorebook.classes);
    let classes = classes.map(|((class, analysis), scores)| {
        let print = Printer::new(&checked.settings, format!("class:{}", class.code), class);
        Subject { scorebook, class, analysis, scores, print, ranked }.facts()
    });
    CityFacts {
        assessment: AssessmentFacts::new(&checked.settings),
        unit_count: Figure::count(
            "city/units",
            checked.classes.iter().map(|c| c.units.len()).sum(),
        ),
        grades: checked.cuts.iter().map(|cut| cut.name.clone()).filter(|_| ranked).collect(),
        classes: classes.collect(),
    }
}

impl Subject<'_> {
    fn facts(&self) -> CityClass {
        let system = &self.class.system;
        let order = self.order();
        let without_total = order.iter().filter(|unit| self.scores[**unit].published.is_none());
        let without_total = without_total.map(|unit| self.name(*unit)).collect();
        let dimensions: Vec<CityDimension> =
            (0..system.dimensions.len()).map(|position| self.dimension(position)).collect();
        let mut by_rate: Vec<usize> = (0..dimensions.len()).collect();
        let rate = |at: &usize| dimensions[*at].mean_rate.as_ref().map_or(-1.0, |rate| rate.value);
        by_rate.sort_by(|one, other| rate(other).total_cmp(&rate(one)));
        CityClass {
            code: self.class.code.clone(),
            name: self.class.name.clone(),
            count: self.print.count("units", self.class.units.len()),
            full_marks: self.print.marks("full-marks", system.full_marks()),
            indicator_count: self.print.count("indicators", system.indicators.len()),
            one_level: system.one_level(),
            totals: self.totals(),
            units: order.into_iter().map(|unit| self.unit(unit)).collect(),
            names_in_order: (0..self.class.units.len()).map(|unit| self.name(unit)).collect(),
            without_total,
            dimensions_by_rate: by_rate,
            dimensions,
            indicators: (0..system.indicators.len()).map(|at| self.indicator(at)).collect(),
        }
    }

    fn name(&self, unit: usize) -> String {
        self.class.units[unit].name.clone()
    }

    /// Units by rank; in list order before ranks may be shown. Inside a tie the list order stands.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.class.units.len()).collect();
        if self.ranked {
            order.sort_by_key(|unit| self.scores[*unit].rank.map_or(usize::MAX, |rank| rank.place));
        }
        order
    }

    fn totals(&self) -> TotalsFacts {
        let totals = &self.analysis.totals;
        let print = &self.print;
        let with = |total: Option<crate::model::Exact>| -> Vec<String> {
            let same = |unit: &usize| {
                total.is_some() && self.scores[*unit].published.map(Decimal::exact) == total
            };
            (0..self.scores.len()).filter(same).map(|unit| self.name(unit)).collect()
        };
        let range = totals.most.zip(totals.least).map(|(most, least)| most - least);
        TotalsFacts {
            count: print.count("totals", totals.count),
            mean: totals.mean.map(|mean| print.mean("mean", mean)),
            median: totals.median.map(|median| self.quantile("median", median)),
            standard_deviation: totals
                .standard_deviation
                .and_then(|deviation| print.float("standard-deviation", deviation)),
            first_quartile: totals
                .quartiles
                .map(|(first, _)| self.quantile("first-quartile", first)),
            third_quartile: totals
                .quartiles
                .map(|(_, third)| self.quantile("third-quartile", third)),
            most: totals.most.map(|most| print.total("most", most)),
            least: totals.least.map(|least| print.total("least", least)),
            range: range.map(|range| print.total("range", range)),
            most_units: with(totals.most),
            least_units: with(totals.least),
            above: print.count("above", totals.above),
            below: print.count("below", totals.below),
            bands: self.bands(),
            grades: self.grades(),
        }
    }

    /// A quantile that is one of the totals is written as they are.
    fn quantile(&self, item: &str, quantile: crate::model::Exact) -> Figure {
        let as_total = self.print.total(item, quantile);
        let exact = self.scores.iter().filter_map(|score| score.published);
        let is_total = exact.into_iter().any(|total| total.exact() == quantile);
        if is_total { as_total } else { self.print.mean(item, quantile) }
    }

    fn bands(&self) -> Vec<BandFacts> {
        let bands = &self.analysis.totals.bands;
        let first = bands.iter().position(|band| band.count > 0).unwrap_or(bands.len());
        let last = bands.iter().rposition(|band| band.count > 0).map_or(0, |last| last + 1);
        let used = bands.iter().enumerate().take(last).skip(first);
        let facts = used.map(|(position, band)| {
            let bound = |role: &str, points: Points| {
                let number = crate::model::round_exact(
                    points.exact(),
                    points.decimals(),
                    crate::model::Rounding::HalfUp,
                );
                self.print.decimal(&format!("band{}/{role}", position + 1), number)
            };
            BandFacts {
                from: bound("from", band.from),
                to: band.to.map(|to| bound("to", to)),
                count: self.print.count(&format!("band{}/units", position + 1), band.count),
            }
        });
        facts.collect()
    }

    fn grades(&self) -> Vec<GradeFacts> {
        let cuts = self.scorebook.checked.cuts.iter().enumerate().filter(|_| self.ranked);
        let facts = cuts.map(|(position, cut)| {
            let of_grade = |unit: &usize| self.scores[*unit].grade == Some(position);
            let units: Vec<usize> = self.order().into_iter().filter(of_grade).collect();
            GradeFacts {
                name: cut.name.clone(),
                count: self.print.count(&format!("grade{}/units", position + 1), units.len()),
                units: units.into_iter().map(|unit| self.name(unit)).collect(),
            }
        });
        facts.collect()
    }

    fn unit(&self, unit: usize) -> CityUnit {
        let own = &self.class.units[unit];
        let score = &self.scores[unit];
        let row = &self.analysis.unit_dimensions[unit];
        let item = |role: &str| format!("{}/{role}", own.code);
        let cell = |position: usize, role: &str| item(&format!("d{}/{role}", position + 1));
        CityUnit {
            name: own.name.clone(),
            short: own.short.clone(),
            rank: score.rank.filter(|_| self.ranked).map(|rank| RankFacts {
                place: self.print.count(&item("rank"), rank.place),
                tied: rank.tied,
            }),
            total: score.published.map(|total| self.print.decimal(&item("total"), total)),
            grade: score
                .grade
                .filter(|_| self.ranked)
                .map(|grade| self.scorebook.checked.cuts[grade].name.clone()),
            points: row
                .iter()
                .enumerate()
                .map(|(at, own)| {
                    own.rate().map(|_| self.print.points(&cell(at, "points"), own.points))
                })
                .collect(),
            rates: row
                .iter()
                .enumerate()
                .map(|(at, own)| own.rate().map(|rate| self.print.rate(&cell(at, "rate"), rate)))
                .collect(),
        }
    }

    fn dimension(&self, position: usize) -> CityDimension {
        let dimension = &self.class.system.dimensions[position];
        let own = &self.analysis.dimensions[position];
        let item = |role: &str| format!("d{}/{role}", position + 1);
        let rates = || self.analysis.unit_dimensions.iter().map(|row| row[position]);
        let best: Vec<String> = rates()
            .enumerate()
            .filter(|(_, unit)| unit.rate().is_some() && unit.rate() == own.most_rate)
            .map(|(unit, _)| self.name(unit))
            .collect();
        let with_rate = || rates().filter(|unit| unit.applicable_marks > Points::ZERO);
        let full = with_rate().filter(|unit| unit.points >= unit.applicable_marks).count();
        let empty = with_rate().filter(|unit| unit.points <= Points::ZERO).count();
        let rate = |role: &str, rate| self.print.rate(&item(role), rate);
        CityDimension {
            name: dimension.name.clone(),
            short: dimension.short.clone(),
            full_marks: self.print.marks(&item("full-marks"), own.full_marks),
            mean_points: own.mean_points.map(|mean| self.print.mean(&item("points"), mean)),
            mean_rate: self
                .print
                .rounded_mean_rate(own.mean_rate, own.mean_rate_f64)
                .map(|mean| self.print.decimal(&item("rate"), mean)),
            most_rate: own.most_rate.map(|most| rate("most-rate", most)),
            least_rate: own.least_rate.map(|least| rate("least-rate", least)),
            best_units: if best.len() <= 3 { best } else { Vec::new() },
            losing: self.print.count(&item("losing"), own.losing),
            full: self.print.count(&item("full"), full),
            empty: self.print.count(&item("empty"), empty),
        }
    }

    fn indicator(&self, position: usize) -> CityIndicator {
        let indicator = &self.class.system.indicators[position];
        let own = &self.analysis.indicators[position];
        let item = |role: &str| format!("{}/{role}", indicator.code);
        CityIndicator {
            code: indicator.code.clone(),
            name: indicator.name.clone(),
            dimension: self.class.system.dimensions[indicator.dimension].name.clone(),
            full_marks: self.print.marks(&item("full-marks"), indicator.full_marks),
            count: self.print.count(&item("units"), own.count),
            mean_rate: own.mean_rate.map(|rate| self.print.rate(&item("rate"), rate)),
            losing: self.print.count(&item("losing"), own.losing),
            loss_share: own.loss_share.map(|share| self.print.rate(&item("loss-share"), share)),
            low: own.weakness == Some(Weakness::Low),
            widespread: own.weakness == Some(Weakness::Widespread),
            main_loss: own.main_loss,
        }
    }
}
