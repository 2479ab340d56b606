//! Which indicators and units a figure is made of, and what is shown of each.

use super::Tracing;
use super::catalogue::{Show, Which};
use crate::check::CheckedClass;
use crate::model::{Decimal, Exact, Mend, Points};

impl Tracing<'_> {
    pub(super) fn class(&self, class: usize) -> &CheckedClass {
        &self.sources.book.checked.classes[class]
    }

    /// First points, or what stands for them where a table has none.
    fn first(&self, class: usize, unit: usize, leaf: usize) -> Option<Points> {
        let own = self.class(class);
        if own.has_first { own.cells.first(unit, leaf) } else { own.cells.points(unit, leaf) }
    }

    fn claimed(&self, class: usize, unit: usize, leaf: usize) -> Option<Points> {
        let form = self.class(class).registers.self_points.get(unit)?.as_ref()?;
        *form.get(leaf)?
    }

    /// Whether an indicator of a unit counts.
    pub(super) fn counts(&self, which: Which, at: (usize, usize, usize)) -> bool {
        let (class, unit, leaf) = at;
        let own = self.class(class);
        let marks = own.system.indicators[leaf].full_marks;
        let points = own.cells.points(unit, leaf);
        let loses = points.is_some_and(|points| points < marks);
        let mend = own.cells.mend(unit, leaf);
        let pair = || self.claimed(class, unit, leaf).zip(points);
        match which {
            Which::Applying => points.is_some(),
            Which::Absent => points.is_none(),
            Which::Losing => loses,
            Which::Full => points.is_some_and(|points| points >= marks),
            Which::FirstLosing => self.first(class, unit, leaf).is_some_and(|own| own < marks),
            Which::Claimed => pair().is_some(),
            Which::Equal => pair().is_some_and(|(claimed, given)| claimed == given),
            Which::Over => pair().is_some_and(|(claimed, given)| claimed > given),
            Which::Under => pair().is_some_and(|(claimed, given)| claimed < given),
            Which::OfCause => loses && self.is_of_cause(at),
            Which::MendNow => loses && mend.unwrap_or(Mend::Now) == Mend::Now,
            Which::MendPeriodic => loses && mend == Some(Mend::Periodic),
            Which::MendPast => loses && mend == Some(Mend::Past),
            Which::All
            | Which::OfMethod
            | Which::Totalled
            | Which::Ranked
            | Which::Above
            | Which::Below
            | Which::InBand
            | Which::OfGrade => true,
        }
    }

    /// Whether a loss has the cause of the key: by its code, or by its name beside the figure.
    pub(super) fn is_of_cause(&self, (class, unit, leaf): (usize, usize, usize)) -> bool {
        let causes = &self.sources.analysis.classes[class].loss_causes;
        let code = causes.code(unit, leaf);
        if let Some(wanted) = &self.key.code {
            return code == Some(wanted.as_str());
        }
        let name = code.and_then(|code| self.sources.book.checked.cause(code));
        name.map(|cause| cause.name.as_str()) == self.known.and_then(|known| known.label("name"))
    }

    /// Whether a unit of the class counts.
    pub(super) fn unit_counts(&self, which: Which, class: usize, unit: usize) -> bool {
        let score = &self.sources.book.classes[class][unit];
        let totals = &self.sources.analysis.classes[class].totals;
        let counts = score.counts(&self.sources.book.checked);
        let total = score.published.map(Decimal::exact).filter(|_| counts);
        let against = |test: fn(Exact, Exact) -> bool| {
            total.zip(totals.mean).is_some_and(|(own, mean)| test(own, mean))
        };
        let beside = |end: &str| self.number_beside(end);
        match which {
            Which::Totalled => total.is_some(),
            Which::Ranked => score.rank.is_some(),
            Which::Above => against(|own, mean| own > mean),
            Which::Below => against(|own, mean| own < mean),
            Which::InBand => total.is_some_and(|total| {
                beside("/from").is_none_or(|from| total >= from)
                    && beside("/to").is_none_or(|to| total < to)
            }),
            Which::OfGrade => {
                score.grade.is_some()
                    && score.grade == self.key.number.and_then(|at| at.checked_sub(1))
            }
            // A vetoed unit may stand outside all statistics.
            _ if score.vetoed && !counts => false,
            _ => match (self.key.leaf, self.key.dimension) {
                (Some(leaf), _) => self.counts(which, (class, unit, leaf)),
                (None, Some(at)) => {
                    self.sources.analysis.classes[class].unit_dimensions[unit][at].rate().is_some()
                }
                (None, None) => true,
            },
        }
    }

    /// The number of a figure that stands beside this one, by the end of its key.
    fn number_beside(&self, end: &str) -> Option<Exact> {
        let stem = self.known?.beside.iter().find(|key| key.ends_with(end))?;
        let text = self.sources.figure(stem)?.texts.first()?;
        Points::parse(text).ok().map(Points::exact)
    }

    /// What is shown of an indicator of a unit; in percent of a rate.
    pub(super) fn number(&self, show: Show, at: (usize, usize, usize)) -> Option<Exact> {
        let (class, unit, leaf) = at;
        let own = self.class(class);
        let marks = own.system.indicators[leaf].full_marks;
        let points = own.cells.points(unit, leaf);
        let lost = |points: Points| marks.exact() - points.exact();
        match show {
            Show::Points => points.map(Points::exact),
            Show::First => self.first(class, unit, leaf).map(Points::exact),
            Show::Loss => points.map(lost),
            Show::FirstLoss => self.first(class, unit, leaf).map(lost),
            Show::FullMarks => Some(marks.exact()),
            Show::Rate => points.map(|points| percent(points.exact() / marks.exact())),
            Show::Claimed => self.claimed(class, unit, leaf).map(Points::exact),
            Show::DimensionRate | Show::DimensionPoints | Show::Total | Show::Rank => None,
        }
    }

    /// What is shown of a unit.
    pub(super) fn unit_number(&self, show: Show, class: usize, unit: usize) -> Option<Exact> {
        let score = &self.sources.book.classes[class][unit];
        let dimension = || {
            let at = self.key.dimension?;
            Some(self.sources.analysis.classes[class].unit_dimensions[unit][at])
        };
        match show {
            Show::Total => score.published.map(Decimal::exact),
            Show::Rank => i128::try_from(score.rank?.place).ok().map(Exact::from_integer),
            Show::DimensionPoints => dimension().map(|own| own.points.exact()),
            Show::DimensionRate => dimension()?.rate().map(percent),
            _ => self.number(show, (class, unit, self.key.leaf?)),
        }
    }
}

fn percent(rate: Exact) -> Exact {
    rate * Exact::from_integer(100)
}
