//! The indicators of one unit.

use serde::Serialize;

use super::{Printer, Subject};
use crate::analyse::{Commonness, UnitItem, problems};
use crate::check::{Cause, Indicator};
use crate::model::{Figure, Mend, Points};

/// An indicator of one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "conditions that sentences ask for by name")]
pub struct IndicatorFacts {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Name of its dimension.
    pub dimension: String,
    /// Names of the levels between dimension and indicator.
    pub between: Vec<String>,
    /// Points; none when it does not apply.
    pub points: Option<Figure>,
    /// Points that the unit gave itself.
    pub own_points: Option<Figure>,
    /// First points, where they are known.
    pub first: Option<Figure>,
    /// Whether first and final points differ.
    pub moved: bool,
    /// Full marks.
    pub full_marks: Figure,
    /// Points lost.
    pub loss: Option<Figure>,
    /// What mending it alone would add to the total; none without a loss.
    pub gain: Option<Figure>,
    /// Rate in percent.
    pub rate: Option<Figure>,
    /// Mean rate of the class in percent, where it may be shown.
    pub class_rate: Option<Figure>,
    /// Printed rate minus printed class rate; magnitude with sign.
    pub rate_gap: Option<Figure>,
    /// Whether it is weak in the unit.
    pub weak: bool,
    /// Whether it is a strength of the unit.
    pub strong: bool,
    /// How common its loss is in the class.
    pub commonness: Option<Commonness>,
    /// Whether and when its loss can be mended, where the table says.
    pub mend: Option<Mend>,
    /// Name of the cause of its loss.
    pub cause: Option<String>,
    /// Whether it lost points for the same cause last year.
    pub repeated: bool,
    /// Reason of the loss.
    pub reason: Option<String>,
    /// Evidence.
    pub evidence: Option<String>,
    /// Criterion.
    pub criterion: Option<String>,
}

impl Subject<'_> {
    /// What is known of one indicator among the class.
    pub(super) fn item(&self, leaf: usize) -> &UnitItem {
        &self.analysis.units[self.unit].items[leaf]
    }

    /// The cause of a loss, where it is in the catalogue.
    pub(super) fn cause(&self, leaf: usize) -> Option<&Cause> {
        problems::cause(self.checked, self.analysis, self.unit, leaf)
    }

    /// Whether a loss was there last year for the same cause.
    pub(super) fn repeated(&self, leaf: usize) -> bool {
        let history = self.class.registers.history.as_ref();
        let cause = self.cause(leaf).filter(|_| self.item(leaf).loss > Points::ZERO);
        history
            .zip(cause)
            .is_some_and(|(history, cause)| history.repeats(self.unit, leaf, &cause.code))
    }

    pub(super) fn indicators(&self) -> Vec<IndicatorFacts> {
        let system = &self.class.system;
        let facts = |(position, indicator)| self.indicator(position, indicator);
        system.indicators.iter().enumerate().map(facts).collect()
    }

    fn indicator(&self, position: usize, indicator: &Indicator) -> IndicatorFacts {
        let class = &self.analysis.indicators[position];
        let cells = &self.class.cells;
        let points = cells.points(self.unit, position);
        let first = cells.first(self.unit, position).filter(|_| self.class.has_first);
        let form = self.class.registers.self_points.get(self.unit).and_then(Option::as_ref);
        let own_points = form.and_then(|form| *form.get(position)?);
        let item = |role: &str| format!("{}/{role}", indicator.code);
        let full_marks = indicator.full_marks;
        let rate =
            points.map(|points| self.print.rounded_rate(points.exact() / full_marks.exact()));
        let shown = self.gate.indicator_mean(position);
        let class_rate =
            class.mean_rate.filter(|_| shown).map(|rate| self.print.rounded_rate(rate));
        let loss = points.map(|own| Points::from_scaled(full_marks.scaled() - own.scaled()));
        let any_loss = loss.is_some_and(|loss| loss > Points::ZERO);
        let between = indicator.path.len().saturating_sub(1).max(1);
        let gap = rate.zip(class_rate).map(|(one, other)| Printer::difference(one, other));
        let text = |text: Option<&str>| text.map(str::to_owned);
        let printed = |role: &str, points: Option<Points>| {
            points.map(|points| self.print.least(&item(role), points))
        };
        let among = self.item(position);
        IndicatorFacts {
            code: indicator.code.clone(),
            name: indicator.name.clone(),
            dimension: self.class.system.dimensions[indicator.dimension].name.clone(),
            between: indicator.path[1.min(between)..between].to_vec(),
            points: points.map(|points| self.print.points(&item("points"), points)),
            own_points: printed("self", own_points),
            first: printed("first", first),
            moved: first.zip(points).is_some_and(|(first, points)| first != points),
            full_marks: self.print.marks(&item("full-marks"), full_marks),
            loss: loss.map(|loss| self.print.points(&item("loss"), loss)),
            gain: any_loss.then(|| self.print.total(&item("gain"), among.gain)),
            rate: rate.map(|rate| self.print.decimal(&item("rate"), rate)),
            class_rate: class_rate.map(|rate| self.print.decimal(&item("class/rate"), rate)),
            rate_gap: gap.map(|gap| self.print.magnitude(&item("rate-gap"), gap)),
            weak: among.weak.is_some(),
            strong: among.strong && shown,
            commonness: among.commonness.filter(|_| shown),
            mend: cells.mend(self.unit, position).filter(|_| any_loss),
            cause: self.cause(position).filter(|_| any_loss).map(|cause| cause.name.clone()),
            repeated: self.repeated(position),
            reason: text(cells.reason(self.unit, position)),
            evidence: text(cells.evidence(self.unit, position)),
            criterion: indicator.criterion.clone(),
        }
    }
}
