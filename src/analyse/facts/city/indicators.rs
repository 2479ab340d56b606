//! Indicators of a class.

use serde::Serialize;

use super::Subject;
use crate::analyse::Weakness;
use crate::model::{Figure, Points};

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
    /// `low` where its mean rate is, `widespread` where many lose points, else empty.
    pub weakness: &'static str,
    /// One of the main losses.
    pub main_loss: bool,
    /// Whether every unit has full marks.
    pub full: bool,
    /// Whether no unit has any point.
    pub nobody: bool,
    /// Rate by unit, in the order of the class's units; none where it does not apply. Empty where heat
    /// maps have no row for each unit.
    pub rates: Vec<Option<Figure>>,
}

impl Subject<'_> {
    pub(super) fn indicator(&self, position: usize) -> CityIndicator {
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
            weakness: match own.weakness {
                Some(Weakness::Low) => "low",
                Some(Weakness::Widespread) => "widespread",
                None => "",
            },
            main_loss: own.main_loss,
            full: own.count > 0 && own.full == own.count,
            nobody: self.nobody(position),
            rates: self.cell_rates(position),
        }
    }

    /// Whether an indicator applies to some unit, and none has a point in it.
    pub(super) fn nobody(&self, position: usize) -> bool {
        let mean = self.analysis.indicators[position].mean_points;
        let points = |unit| self.class.cells.points(unit, position);
        mean.is_some() && (0..self.unit_count()).filter_map(points).all(|own| own <= Points::ZERO)
    }

    fn cell_rates(&self, position: usize) -> Vec<Option<Figure>> {
        let order = if self.has_cells() { self.order() } else { Vec::new() };
        order.into_iter().map(|unit| self.cell_rate(unit, position)).collect()
    }

    fn cell_rate(&self, unit: usize, position: usize) -> Option<Figure> {
        let rate = self.analysis.units[unit].items[position].rate()?;
        let (unit, indicator) = (&self.class.units[unit], &self.class.system.indicators[position]);
        Some(self.print.rate(&format!("{}/{}/rate", unit.code, indicator.code), rate))
    }
}
