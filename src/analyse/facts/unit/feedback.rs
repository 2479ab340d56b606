//! Facts of 初评反馈函: the first outcome of one unit, and nothing of any other.

use serde::Serialize;

use super::{DerivationFacts, Printer, Subject, TreatmentFacts, WindowFacts};
use crate::analyse::Analysis;
use crate::analyse::facts::AssessmentFacts;
use crate::check::Dimension;
use crate::model::{Figure, Moment, Points};
use crate::score::{Scorebook, Scorer};
use crate::settings::Stage;

/// What a unit's letter on its first results knows: no rank, no grade, no figure of others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FeedbackFacts {
    /// The assessment, as it was after the first scoring.
    pub assessment: AssessmentFacts,
    /// Name of the class.
    pub class_name: String,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// First total; none when nothing applies.
    pub total: Option<Figure>,
    /// Full marks of the system.
    pub full_marks: Figure,
    /// Full marks of what applies.
    pub applicable_marks: Figure,
    /// First points of what applies.
    pub points: Figure,
    /// Points lost of what applies.
    pub loss: Figure,
    /// Indicators that apply.
    pub applicable: Figure,
    /// Indicators that lose points.
    pub losing: Figure,
    /// Indicators that do not apply.
    pub absent: Figure,
    /// How the first total came about.
    pub derivation: Option<DerivationFacts>,
    /// How not-applicable indicators were treated, where there are any.
    pub treatment: Option<TreatmentFacts>,
    /// Whether dimensions are themselves the indicators.
    pub one_level: bool,
    /// Dimensions in table order.
    pub dimensions: Vec<FeedbackDimension>,
    /// Until when a review may be asked for.
    pub window: WindowFacts,
}

/// A dimension with its indicators.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FeedbackDimension {
    /// Name.
    pub name: String,
    /// Full marks of what applies.
    pub full_marks: Figure,
    /// First points of what applies; none when nothing does.
    pub points: Option<Figure>,
    /// Points lost; none when nothing applies.
    pub loss: Option<Figure>,
    /// Its indicators.
    pub rows: Vec<FeedbackRow>,
}

/// An indicator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FeedbackRow {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Full marks.
    pub full_marks: Figure,
    /// First points; none where it does not apply.
    pub points: Option<Figure>,
    /// Points lost; none where it does not apply.
    pub loss: Option<Figure>,
    /// Reason of the loss, or why it does not apply.
    pub reason: Option<String>,
    /// Evidence.
    pub evidence: Option<String>,
    /// The evidence is an address that can be opened.
    pub link: bool,
    /// When it was collected.
    pub collected: Option<Moment>,
}

/// Cuts out the facts of a unit's letter on its first results: on first points where they are
/// known, however many corrections came later.
#[must_use]
pub fn feedback(
    scorebook: &Scorebook,
    analysis: &Analysis,
    class: usize,
    unit: usize,
) -> FeedbackFacts {
    let mut subject = Subject::new(scorebook, analysis, class, unit);
    let code = format!("{}/first", subject.class.units[unit].code);
    subject.print = Printer::of_first(subject.settings, code, subject.class);
    let score = Scorer::new(subject.checked, class).unit(unit, &|leaf| subject.first_points(leaf));
    Subject { score: &score, ..subject }.feedback()
}

impl Subject<'_> {
    /// First points, where they are known.
    fn first_points(&self, leaf: usize) -> Option<Points> {
        let cells = &self.class.cells;
        if self.class.has_first {
            cells.first(self.unit, leaf)
        } else {
            cells.points(self.unit, leaf)
        }
    }

    fn feedback(&self) -> FeedbackFacts {
        let own = &self.class.units[self.unit];
        let (score, print, system) = (self.score(), &self.print, &self.class.system);
        let loses = |leaf: &usize| {
            let full_marks = system.indicators[*leaf].full_marks;
            self.first_points(*leaf).is_some_and(|points| points < full_marks)
        };
        let leaves = system.indicators.len();
        FeedbackFacts {
            assessment: AssessmentFacts::at(self.settings, Stage::Preliminary),
            class_name: self.class.name.clone(),
            name: own.name.clone(),
            short: own.short.clone(),
            total: score.published.map(|total| print.decimal("total", total)),
            full_marks: print.needed("full-marks", score.full_marks),
            applicable_marks: print.marks("applicable-marks", score.applicable_marks),
            points: print.points("points", score.points),
            loss: print.points("loss", self.loss()),
            applicable: print.count("applicable", score.applicable_count),
            losing: print.count("losing", (0..leaves).filter(loses).count()),
            absent: print.count("absent", leaves - score.applicable_count),
            derivation: self.derivation(),
            treatment: self.own_treatment(),
            one_level: system.one_level(),
            dimensions: system.dimensions.iter().map(|own| self.feedback_dimension(own)).collect(),
            window: WindowFacts::new(self.settings, print),
        }
    }

    fn feedback_dimension(&self, dimension: &Dimension) -> FeedbackDimension {
        let (mut full_marks, mut points) = (0, None);
        for leaf in dimension.leaves.clone() {
            if let Some(own) = self.first_points(leaf) {
                full_marks += self.class.system.indicators[leaf].full_marks.scaled();
                points = Some(points.unwrap_or_default() + own.scaled());
            }
        }
        let item = |role: &str| format!("{}/{role}", dimension.name);
        let printed = |role: &str, scaled: Option<i64>| {
            scaled.map(|scaled| self.print.points(&item(role), Points::from_scaled(scaled)))
        };
        FeedbackDimension {
            name: dimension.name.clone(),
            full_marks: self.print.marks(&item("full-marks"), Points::from_scaled(full_marks)),
            points: printed("points", points),
            loss: printed("loss", points.map(|points| full_marks - points)),
            rows: dimension.leaves.clone().map(|leaf| self.feedback_row(leaf)).collect(),
        }
    }

    fn feedback_row(&self, leaf: usize) -> FeedbackRow {
        let indicator = &self.class.system.indicators[leaf];
        let cells = &self.class.cells;
        let points = self.first_points(leaf);
        let item = |role: &str| format!("{}/{role}", indicator.code);
        let loss = |own: Points| indicator.full_marks.scaled() - own.scaled();
        let told = points.is_none_or(|points| points < indicator.full_marks);
        let text = |text: Option<&str>| text.filter(|_| told).map(str::to_owned);
        let evidence = text(cells.evidence(self.unit, leaf));
        FeedbackRow {
            code: indicator.code.clone(),
            name: indicator.name.clone(),
            full_marks: self.print.marks(&item("full-marks"), indicator.full_marks),
            points: points.map(|points| self.print.points(&item("points"), points)),
            loss: points
                .map(|own| self.print.points(&item("loss"), Points::from_scaled(loss(own)))),
            reason: text(cells.reason(self.unit, leaf)),
            link: evidence.as_deref().is_some_and(super::problems::is_address),
            evidence,
            collected: cells.collected(self.unit, leaf).filter(|_| told),
        }
    }
}
