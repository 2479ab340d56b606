//! The tables of `results/`: every figure at full precision, for whoever wants to check or go on.
//!
//! Points are exact decimals, written as floats that print them; means are the nearest floats of
//! exact values. A column's meaning stands in `wording/results.toml`.

use polars::prelude::{Column, NamedFrom, Series};

use super::{Analysis, ClassAnalysis, Weakness};
use crate::check::CheckedClass;
use crate::model::{Decimal, Exact, Points, ResultColumn, ResultTable, exact_to_f64};
use crate::score::{Scorebook, UnitScore};

/// One class with its scores and figures.
struct Class<'a> {
    tables: &'a CheckedClass,
    scores: &'a [UnitScore],
    analysis: &'a ClassAnalysis,
    grades: Vec<&'a str>,
}

/// Every table of results.
#[must_use]
pub fn tables(scorebook: &Scorebook, analysis: &Analysis) -> Vec<ResultTable> {
    let checked = &scorebook.checked;
    let grades: Vec<&str> = checked.cuts.iter().map(|cut| cut.name.as_str()).collect();
    let classes: Vec<Class<'_>> = checked
        .classes
        .iter()
        .zip(&scorebook.classes)
        .zip(&analysis.classes)
        .map(|((class, scores), analysis)| Class {
            tables: class,
            scores,
            analysis,
            grades: grades.clone(),
        })
        .collect();
    vec![
        unit_totals(&classes),
        unit_dimensions(&classes),
        unit_indicators(&classes),
        class_totals(&classes),
        class_dimensions(&classes),
        class_indicators(&classes),
    ]
}

/// Collects rows into columns by name.
struct Columns(Vec<ResultColumn>);

impl Columns {
    fn texts(mut self, name: &'static str, values: impl Iterator<Item = String>) -> Self {
        let values: Vec<String> = values.collect();
        self.push(name, Series::new(name.into(), values));
        self
    }

    fn optional_texts<'a>(
        mut self,
        name: &'static str,
        values: impl Iterator<Item = Option<&'a str>>,
    ) -> Self {
        let values: Vec<Option<&str>> = values.collect();
        self.push(name, Series::new(name.into(), values));
        self
    }

    fn numbers(mut self, name: &'static str, values: impl Iterator<Item = Option<f64>>) -> Self {
        let values: Vec<Option<f64>> = values.collect();
        self.push(name, Series::new(name.into(), values));
        self
    }

    fn counts(mut self, name: &'static str, values: impl Iterator<Item = Option<usize>>) -> Self {
        let whole = |value: Option<usize>| value.and_then(|value| u32::try_from(value).ok());
        let values: Vec<Option<u32>> = values.map(whole).collect();
        self.push(name, Series::new(name.into(), values));
        self
    }

    fn flags(mut self, name: &'static str, values: impl Iterator<Item = bool>) -> Self {
        let values: Vec<bool> = values.collect();
        self.push(name, Series::new(name.into(), values));
        self
    }

    fn push(&mut self, name: &'static str, series: Series) {
        self.0.push(ResultColumn { name, values: Column::from(series) });
    }

    fn table(self, name: &'static str) -> ResultTable {
        ResultTable { name, columns: self.0 }
    }
}

fn columns() -> Columns {
    Columns(Vec::new())
}

fn float(value: Option<Exact>) -> Option<f64> {
    value.map(exact_to_f64)
}

fn unit_totals(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let units = class.tables.units.iter().zip(class.scores);
            units.map(move |(unit, score)| (class, unit, score))
        })
    };
    let rate = |score: &UnitScore| {
        let marks = score.applicable_marks.exact();
        (score.applicable_marks > Points::ZERO).then(|| score.points.exact() / marks)
    };
    columns()
        .texts("unit", rows().map(|(_, unit, _)| unit.code.clone()))
        .texts("name", rows().map(|(_, unit, _)| unit.name.clone()))
        .texts("class", rows().map(|(class, _, _)| class.tables.code.clone()))
        .numbers("points", rows().map(|(_, _, score)| Some(score.points.to_f64())))
        .numbers("applicable_marks", rows().map(|(_, _, s)| Some(s.applicable_marks.to_f64())))
        .numbers("full_marks", rows().map(|(_, _, score)| Some(score.full_marks.to_f64())))
        .numbers("base", rows().map(|(_, _, score)| float(score.base)))
        .numbers("total", rows().map(|(_, _, score)| float(score.total)))
        .numbers(
            "published_total",
            rows().map(|(_, _, score)| score.published.map(Decimal::to_f64)),
        )
        .numbers("rate", rows().map(|(_, _, score)| float(rate(score))))
        .counts("rank", rows().map(|(_, _, score)| score.rank.map(|rank| rank.place)))
        .optional_texts(
            "grade",
            rows().map(|(class, _, score)| score.grade.map(|grade| class.grades[grade])),
        )
        .table("unit_totals")
}

fn unit_dimensions(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let units = class.tables.units.iter().zip(&class.analysis.unit_dimensions);
            let units = units.zip(class.scores);
            units.flat_map(move |((unit, row), score)| {
                let dimensions = class.tables.system.dimensions.iter().enumerate();
                dimensions.map(move |(at, dimension)| (unit, at, dimension, row[at], score))
            })
        })
    };
    columns()
        .texts("unit", rows().map(|(unit, ..)| unit.code.clone()))
        .counts("dimension", rows().map(|(_, at, ..)| Some(at + 1)))
        .texts("name", rows().map(|(_, _, dimension, ..)| dimension.name.clone()))
        .numbers("points", rows().map(|(_, _, _, own, _)| Some(own.points.to_f64())))
        .numbers(
            "applicable_marks",
            rows().map(|(_, _, _, own, _)| Some(own.applicable_marks.to_f64())),
        )
        .numbers("rate", rows().map(|(_, _, _, own, _)| float(own.rate())))
        .numbers(
            "contribution",
            rows().map(|(_, at, _, _, score)| float(Some(score.contributions[at]))),
        )
        .table("unit_dimensions")
}

fn unit_indicators(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            class.tables.units.iter().enumerate().flat_map(move |(at, unit)| {
                let indicators = class.tables.system.indicators.iter().enumerate();
                indicators.map(move |(position, indicator)| {
                    let points = class.tables.cells.points(at, position);
                    (class.tables, at, unit, position, indicator, points)
                })
            })
        })
    };
    let rate = |points: Points, full: Points| exact_to_f64(points.exact() / full.exact());
    columns()
        .texts("unit", rows().map(|(_, _, unit, ..)| unit.code.clone()))
        .texts("indicator", rows().map(|(_, _, _, _, indicator, _)| indicator.code.clone()))
        .texts("name", rows().map(|(_, _, _, _, indicator, _)| indicator.name.clone()))
        .flags("applicable", rows().map(|(.., points)| points.is_some()))
        .numbers("points", rows().map(|(.., points)| points.map(Points::to_f64)))
        .numbers("full_marks", rows().map(|(.., i, _)| Some(i.full_marks.to_f64())))
        .numbers(
            "rate",
            rows().map(|(.., i, points)| points.map(|points| rate(points, i.full_marks))),
        )
        .optional_texts("reason", rows().map(|(class, at, _, i, ..)| class.cells.reason(at, i)))
        .optional_texts("evidence", rows().map(|(class, at, _, i, ..)| class.cells.evidence(at, i)))
        .table("unit_indicators")
}

fn class_totals(classes: &[Class<'_>]) -> ResultTable {
    let rows = || classes.iter().map(|class| (class.tables, &class.analysis.totals));
    columns()
        .texts("class", rows().map(|(class, _)| class.code.clone()))
        .texts("name", rows().map(|(class, _)| class.name.clone()))
        .counts("units", rows().map(|(class, _)| Some(class.units.len())))
        .counts("count", rows().map(|(_, totals)| Some(totals.count)))
        .numbers("mean", rows().map(|(_, totals)| float(totals.mean)))
        .numbers("median", rows().map(|(_, totals)| float(totals.median)))
        .numbers("standard_deviation", rows().map(|(_, totals)| totals.standard_deviation))
        .numbers("least", rows().map(|(_, totals)| float(totals.least)))
        .numbers("most", rows().map(|(_, totals)| float(totals.most)))
        .numbers("first_quartile", rows().map(|(_, t)| float(t.quartiles.map(|q| q.0))))
        .numbers("third_quartile", rows().map(|(_, t)| float(t.quartiles.map(|q| q.1))))
        .counts("above", rows().map(|(_, totals)| Some(totals.above)))
        .counts("below", rows().map(|(_, totals)| Some(totals.below)))
        .table("class_totals")
}

fn class_dimensions(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let dimensions = class.tables.system.dimensions.iter().zip(&class.analysis.dimensions);
            dimensions.enumerate().map(move |(at, (dimension, own))| (class, at, dimension, own))
        })
    };
    columns()
        .texts("class", rows().map(|(class, ..)| class.tables.code.clone()))
        .counts("dimension", rows().map(|(_, at, ..)| Some(at + 1)))
        .texts("name", rows().map(|(_, _, dimension, _)| dimension.name.clone()))
        .numbers("full_marks", rows().map(|(.., own)| Some(own.full_marks.to_f64())))
        .counts("count", rows().map(|(.., own)| Some(own.count)))
        .numbers("mean_points", rows().map(|(.., own)| float(own.mean_points)))
        .numbers("mean_rate", rows().map(|(.., own)| own.mean_rate_f64))
        .numbers("least_rate", rows().map(|(.., own)| float(own.least_rate)))
        .numbers("most_rate", rows().map(|(.., own)| float(own.most_rate)))
        .counts("losing", rows().map(|(.., own)| Some(own.losing)))
        .table("class_dimensions")
}

fn class_indicators(classes: &[Class<'_>]) -> ResultTable {
    let rows = || {
        classes.iter().flat_map(|class| {
            let indicators = class.tables.system.indicators.iter().zip(&class.analysis.indicators);
            indicators.map(move |(indicator, own)| (class, indicator, own))
        })
    };
    let weakness = |weakness: Option<Weakness>| match weakness {
        Some(Weakness::Low) => Some("low"),
        Some(Weakness::Widespread) => Some("widespread"),
        None => None,
    };
    columns()
        .texts("class", rows().map(|(class, ..)| class.tables.code.clone()))
        .texts("indicator", rows().map(|(_, indicator, _)| indicator.code.clone()))
        .texts("name", rows().map(|(_, indicator, _)| indicator.name.clone()))
        .numbers("full_marks", rows().map(|(_, i, _)| Some(i.full_marks.to_f64())))
        .counts("count", rows().map(|(.., own)| Some(own.count)))
        .numbers("mean_points", rows().map(|(.., own)| float(own.mean_points)))
        .numbers("mean_rate", rows().map(|(.., own)| float(own.mean_rate)))
        .counts("losing", rows().map(|(.., own)| Some(own.losing)))
        .numbers("loss", rows().map(|(.., own)| Some(own.loss.to_f64())))
        .numbers("loss_share", rows().map(|(.., own)| float(own.loss_share)))
        .optional_texts("weakness", rows().map(|(.., own)| weakness(own.weakness)))
        .flags("main_loss", rows().map(|(.., own)| own.main_loss))
        .table("class_indicators")
}
