//! The one place where figures of papers are rounded and written.

use crate::check::{CheckedClass, IndicatorSystem};
use crate::model::{Decimal, Exact, Figure, Points, Rounding, round_exact, round_f64};
use crate::settings::Settings;

/// Writes figures of one subject: keys begin with its name.
pub(super) struct Printer<'a> {
    settings: &'a Settings,
    subject: String,
    point_decimals: u32,
    mark_decimals: u32,
}

impl<'a> Printer<'a> {
    /// A printer for a subject of a class; points have as many decimals as the class needs.
    pub(super) fn new(
        settings: &'a Settings,
        subject: impl Into<String>,
        class: &CheckedClass,
    ) -> Self {
        Self {
            settings,
            subject: subject.into(),
            point_decimals: point_decimals(class),
            mark_decimals: mark_decimals(&class.system),
        }
    }

    /// The same for first points.
    pub(super) fn of_first(
        settings: &'a Settings,
        subject: impl Into<String>,
        class: &CheckedClass,
    ) -> Self {
        let decimals = class.cells.first_decimals().max(point_decimals(class));
        Self { point_decimals: decimals, ..Self::new(settings, subject, class) }
    }

    /// A printer for what is known before anything is scored.
    pub(super) fn of_system(
        settings: &'a Settings,
        subject: impl Into<String>,
        system: &IndicatorSystem,
    ) -> Self {
        let decimals = mark_decimals(system);
        let subject = subject.into();
        Self { settings, subject, point_decimals: decimals, mark_decimals: decimals }
    }

    fn key(&self, item: &str) -> String {
        format!("{}/{item}", self.subject)
    }

    /// Points as the table has them.
    pub(super) fn points(&self, item: &str, points: Points) -> Figure {
        Figure::new(self.key(item), self.rounded_points(points))
    }

    /// Full marks, with the decimals that full marks need.
    pub(super) fn marks(&self, item: &str, marks: Points) -> Figure {
        let rounding = self.settings.scoring.rounding;
        Figure::new(self.key(item), round_exact(marks.exact(), self.mark_decimals, rounding))
    }

    pub(super) fn rounded_points(&self, points: Points) -> Decimal {
        round_exact(points.exact(), self.point_decimals, self.settings.scoring.rounding)
    }

    /// A rounded number that is there already.
    pub(super) fn decimal(&self, item: &str, number: Decimal) -> Figure {
        Figure::new(self.key(item), number)
    }

    /// The magnitude of a rounded number; its sign beside it.
    pub(super) fn magnitude(&self, item: &str, number: Decimal) -> Figure {
        Figure::magnitude(self.key(item), number)
    }

    /// A total with the decimals of totals.
    pub(super) fn total(&self, item: &str, value: Exact) -> Figure {
        Figure::new(self.key(item), self.rounded_total(value))
    }

    pub(super) fn rounded_total(&self, value: Exact) -> Decimal {
        let scoring = &self.settings.scoring;
        round_exact(value, scoring.decimals, scoring.rounding)
    }

    /// Points of a register: as the table has points, with more decimals where they need them.
    pub(super) fn least(&self, item: &str, points: Points) -> Figure {
        let decimals = self.point_decimals.max(points.decimals());
        let rounding = self.settings.scoring.rounding;
        Figure::new(self.key(item), round_exact(points.exact(), decimals, rounding))
    }

    /// A limit, such as a cut, with the decimals that it needs.
    pub(super) fn needed(&self, item: &str, points: Points) -> Figure {
        let rounding = self.settings.scoring.rounding;
        Figure::new(self.key(item), round_exact(points.exact(), points.decimals(), rounding))
    }

    /// A mean with the decimals of statistics.
    pub(super) fn mean(&self, item: &str, value: Exact) -> Figure {
        Figure::new(self.key(item), self.rounded_mean(value))
    }

    pub(super) fn rounded_mean(&self, value: Exact) -> Decimal {
        round_exact(value, self.settings.statistics.decimals, self.settings.scoring.rounding)
    }

    /// A statistic that is a float; none when it is not finite.
    pub(super) fn float(&self, item: &str, value: f64) -> Option<Figure> {
        let decimals = self.settings.statistics.decimals;
        let number = round_f64(value, decimals, self.settings.scoring.rounding)?;
        Some(Figure::new(self.key(item), number))
    }

    /// The magnitude of a statistic that is a float; its sign beside it.
    pub(super) fn float_magnitude(&self, item: &str, value: f64) -> Option<Figure> {
        let decimals = self.settings.statistics.decimals;
        let number = round_f64(value, decimals, self.settings.scoring.rounding)?;
        Some(self.magnitude(item, number))
    }

    /// A rate of 0 to 1 in percent.
    pub(super) fn rate(&self, item: &str, rate: Exact) -> Figure {
        Figure::new(self.key(item), self.rounded_rate(rate))
    }

    pub(super) fn rounded_rate(&self, rate: Exact) -> Decimal {
        let percent = rate * Exact::from_integer(100);
        let decimals = self.settings.statistics.rate_decimals;
        round_exact(percent, decimals, self.settings.scoring.rounding)
    }

    /// A share that is a float, in percent; none when it is not finite.
    pub(super) fn rounded_percent(&self, share: f64) -> Option<Decimal> {
        let decimals = self.settings.statistics.rate_decimals;
        round_f64(share * 100.0, decimals, self.settings.scoring.rounding)
    }

    /// A statistic of points that is a float, with the decimals of totals.
    pub(super) fn rounded_float(&self, value: f64) -> Option<Decimal> {
        let scoring = &self.settings.scoring;
        round_f64(value, scoring.decimals, scoring.rounding)
    }

    /// A rate that is exact where it can be, else a float.
    pub(super) fn rounded_mean_rate(
        &self,
        rate: Option<Exact>,
        float: Option<f64>,
    ) -> Option<Decimal> {
        let decimals = self.settings.statistics.rate_decimals;
        let rounding = self.settings.scoring.rounding;
        rate.map(|rate| self.rounded_rate(rate))
            .or_else(|| round_f64(float? * 100.0, decimals, rounding))
    }

    /// The difference of two printed numbers, with the decimals of the longer one.
    pub(super) fn difference(one: Decimal, other: Decimal) -> Decimal {
        let decimals = one.decimals().max(other.decimals());
        // Both are multiples of that last place, so this rounds nothing.
        round_exact(one.exact() - other.exact(), decimals, Rounding::HalfUp)
    }

    /// The sum of two printed numbers, with the decimals of the longer one.
    pub(super) fn sum(one: Decimal, other: Decimal) -> Decimal {
        let decimals = one.decimals().max(other.decimals());
        round_exact(one.exact() + other.exact(), decimals, Rounding::HalfUp)
    }

    /// A share of 0 to 1 that the settings write, in whole percent.
    pub(super) fn percent(&self, item: &str, share: f64) -> Figure {
        let number = round_f64(share * 100.0, 0, Rounding::HalfUp);
        Figure::new(
            self.key(item),
            number.unwrap_or_else(|| round_exact(Exact::from(0), 0, Rounding::HalfUp)),
        )
    }

    /// A number that the settings write, with the decimals that it needs, at most four.
    pub(super) fn setting(&self, item: &str, value: f64) -> Figure {
        let number = Points::parse(&value.to_string()).ok();
        let number = number.map(|own| round_exact(own.exact(), own.decimals(), Rounding::HalfUp));
        let rounded = || round_f64(value, Points::DECIMALS, Rounding::HalfUp);
        let number = number.or_else(rounded);
        let zero = || round_exact(Exact::from(0), 0, Rounding::HalfUp);
        Figure::new(self.key(item), number.unwrap_or_else(zero))
    }

    /// A count.
    pub(super) fn count(&self, item: &str, count: usize) -> Figure {
        Figure::count(self.key(item), count)
    }
}

/// A count as a share of another; zero of nothing.
pub(super) fn ratio(count: usize, whole: usize) -> Exact {
    let exact = |count| i128::try_from(count).unwrap_or_default();
    Exact::new(exact(count), exact(whole).max(1))
}

/// Decimals that a class's full marks need.
fn mark_decimals(system: &IndicatorSystem) -> u32 {
    let marks = system.indicators.iter().map(|indicator| indicator.full_marks.decimals());
    marks.max().unwrap_or(0)
}

/// Decimals that a class's points and full marks need.
fn point_decimals(class: &CheckedClass) -> u32 {
    class.cells.point_decimals().max(mark_decimals(&class.system))
}
