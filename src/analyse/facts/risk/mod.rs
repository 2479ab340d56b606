//! What the internal paper on a unit's disputed losses knows.

mod beside;

use std::collections::BTreeSet;

use serde::Serialize;

pub use beside::{RiskAppeal, RiskLate};

use super::city::{self, DoubtsFacts, Subject, TieFacts};
use super::comparison::UnequalFacts;
use super::{AssessmentFacts, CellFacts, IndicatorHead};
use crate::analyse::Analysis;
use crate::model::{Decimal, Exact, Figure, Moment, Points, exact_to_f64};
use crate::score::Scorebook;
use crate::settings::{GradeMethod, TotalKind};

/// Facts of 风险底稿.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RiskFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// Name of the class.
    pub class_name: String,
    /// Full name of the unit.
    pub name: String,
    /// Short name.
    pub short: String,
    /// Total.
    pub total: Option<Figure>,
    /// Indicators on which it loses points.
    pub losing: Figure,
    /// The next better cut of a grade, where grades have cuts.
    pub cut: Option<RiskLine>,
    /// The next better total of its class, with the units that have it.
    pub next: Option<RiskNext>,
    /// The last seat of a grade that it, or that the next better units, share by a tie.
    pub seat: Option<TieFacts>,
    /// Whether it is vetoed.
    pub vetoed: bool,
    /// Papers that came late; none where none did.
    pub late: Option<RiskLate>,
    /// First and last day of collection, where the settings say them.
    pub collection: Option<CollectionFacts>,
    /// Losses that will be disputed, in table order.
    pub rows: Vec<RiskRow>,
    /// Warnings of the run that touch its score or its grade; none where there are none.
    pub doubts: Option<DoubtsFacts>,
    /// How many rows there are for each ground; grounds without any left out.
    pub grounds: Vec<RiskGround>,
}

/// A cut above a total.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RiskLine {
    /// Name of the grade.
    pub name: String,
    /// The cut.
    pub line: Figure,
    /// What is missing to it.
    pub missing: Figure,
}

/// The next better total.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RiskNext {
    /// Short names of the units that have it.
    pub units: Vec<String>,
    /// The total.
    pub total: Figure,
    /// What is missing to it.
    pub missing: Figure,
}

/// When evidence had to be collected.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CollectionFacts {
    /// First day.
    pub from: Option<Moment>,
    /// Last day.
    pub to: Option<Moment>,
}

/// Rows of one ground.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RiskGround {
    /// The ground.
    pub ground: Ground,
    /// How many rows have it.
    pub count: Figure,
}

/// Why a loss will be disputed, in the order of weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The table gives no reason.
    NoReason,
    /// There is no evidence.
    NoEvidence,
    /// The evidence cannot be opened any more.
    DeadEvidence,
    /// The evidence was collected outside the days of collection.
    LateEvidence,
    /// The same cause costs others another deduction.
    Unequal,
    /// A second scorer gave other points.
    Scorers,
    /// The unit gave itself far more.
    SelfFar,
    /// Without it the total would reach the next better cut.
    Cut,
}

impl Ground {
    const ALL: [Self; 8] = [
        Self::NoReason,
        Self::NoEvidence,
        Self::DeadEvidence,
        Self::LateEvidence,
        Self::Unequal,
        Self::Scorers,
        Self::SelfFar,
        Self::Cut,
    ];
}

/// A loss that will be disputed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RiskRow {
    /// The indicator.
    pub head: IndicatorHead,
    /// The score.
    pub cell: CellFacts,
    /// What is looked at.
    pub look: Option<String>,
    /// Criterion.
    pub criterion: Option<String>,
    /// Legal basis.
    pub basis: Option<String>,
    /// Why it will be disputed.
    pub grounds: Vec<Ground>,
    /// What mending it alone would add to the total.
    pub gain: Figure,
    /// Whether the total would then reach the next better total of the class.
    pub passes: bool,
    /// The deductions of the same cause, where they differ.
    pub unequal: Option<UnequalFacts>,
    /// Whether the unit has the highest of these deductions.
    pub most: bool,
    /// The unit's last appeal on it.
    pub appeal: Option<RiskAppeal>,
    /// By how much the second scorer's points differ.
    pub second_gap: Option<Figure>,
    /// Own points of the unit minus the score.
    pub self_gap: Option<Figure>,
}

/// Cuts out what a unit will dispute.
#[must_use]
pub fn risk(scorebook: &Scorebook, analysis: &Analysis, class: usize, unit: usize) -> RiskFacts {
    let subjects = city::subjects(scorebook, analysis);
    let doubts = city::doubts::doubts_of(&subjects, (class, unit));
    RiskFacts { doubts, ..subjects[class].risk(unit) }
}

/// Units, by class and position, that have a loss that will be disputed.
#[must_use]
pub fn disputed_units(scorebook: &Scorebook, analysis: &Analysis) -> BTreeSet<(usize, usize)> {
    let subjects = city::subjects(scorebook, analysis);
    let units = subjects.iter().flat_map(|subject| {
        let all = (0..subject.unit_count()).filter(|unit| subject.is_disputed(*unit));
        all.map(|unit| (subject.position, unit))
    });
    units.collect()
}

impl Subject<'_> {
    fn risk(&self, unit: usize) -> RiskFacts {
        let own = &self.class.units[unit];
        let settings = &self.scorebook.checked.settings;
        let item = |role: &str| format!("{}/{role}", own.code);
        let cut = self.next_cut(unit);
        let rows: Vec<RiskRow> =
            self.losing(unit).filter_map(|leaf| self.disputed_row(unit, leaf)).collect();
        let counted = Ground::ALL.into_iter().filter_map(|ground| {
            let count = rows.iter().filter(|row| row.grounds.contains(&ground)).count();
            let figure = self.print.count(&item(&format!("risk/{ground:?}")), count);
            (count > 0).then_some(RiskGround { ground, count: figure })
        });
        let collection =
            CollectionFacts { from: settings.collection.from, to: settings.collection.to };
        RiskFacts {
            assessment: AssessmentFacts::new(settings),
            class_name: self.class.name.clone(),
            name: own.name.clone(),
            short: own.short.clone(),
            total: self.scores[unit].published.map(|own| self.print.decimal(&item("total"), own)),
            losing: self.print.count(&item("losing"), self.losing(unit).count()),
            cut: cut.map(|(name, from)| RiskLine {
                name: name.to_owned(),
                line: self.print.needed(&item("cut"), from),
                missing: self.print.total(&item("cut/missing"), self.missing(unit, from.exact())),
            }),
            next: self.next_total(unit).map(|next| RiskNext {
                units: self.shorts_with(next),
                total: self.print.total(&item("next"), next),
                missing: self.print.total(&item("next/missing"), self.missing(unit, next)),
            }),
            seat: self.shared_seat(unit),
            vetoed: self.scores[unit].vetoed,
            late: self.risk_late(unit),
            collection: (collection.from.is_some() || collection.to.is_some())
                .then_some(collection),
            doubts: None,
            grounds: counted.collect(),
            rows,
        }
    }

    fn losing(&self, unit: usize) -> impl Iterator<Item = usize> {
        (0..self.class.system.indicators.len()).filter(move |leaf| self.loses(unit, *leaf))
    }

    fn is_disputed(&self, unit: usize) -> bool {
        self.losing(unit).any(|leaf| !self.grounds(unit, leaf).is_empty())
    }

    /// A loss with what will be said of it; none that nobody will dispute.
    fn disputed_row(&self, unit: usize, leaf: usize) -> Option<RiskRow> {
        let grounds = self.grounds(unit, leaf);
        if grounds.is_empty() {
            return None;
        }
        let indicator = &self.class.system.indicators[leaf];
        let item =
            |role: &str| format!("{}/{}/{role}", self.class.units[unit].code, indicator.code);
        let gain = self.analysis.units[unit].items[leaf].gain;
        let points = self.class.cells.points(unit, leaf)?;
        // Told in full: a difference may need more decimals than the table has.
        let gap = |role: &str, other: Points| {
            let difference = (other.scaled() - points.scaled()).abs();
            self.print.least(&item(role), Points::from_scaled(difference))
        };
        let code = self.analysis.loss_causes.written_code(self.class, unit, leaf);
        let mut groups = self.analysis.unequal.iter();
        let group = groups.find(|own| own.indicator == leaf && Some(own.cause.as_str()) == code);
        let lost = Points::from_scaled(indicator.full_marks.scaled() - points.scaled());
        Some(RiskRow {
            head: self.head(leaf),
            cell: self.score_cell(unit, leaf),
            look: indicator.look.clone(),
            criterion: indicator.criterion.clone(),
            basis: indicator.basis.clone(),
            gain: self.print.total(&item("gain"), gain),
            passes: self.next_total(unit).is_some_and(|next| self.reaches(unit, gain, next)),
            most: group.is_some_and(|own| own.losses.last() == Some(&lost)),
            appeal: self.risk_appeal(unit, leaf),
            unequal: group.map(|group| self.unequal_facts(group)),
            second_gap: self
                .second(unit, leaf)
                .filter(|_| grounds.contains(&Ground::Scorers))
                .map(|second| gap("second-gap", second)),
            self_gap: self
                .claimed(unit, leaf)
                .filter(|_| grounds.contains(&Ground::SelfFar))
                .map(|claimed| gap("self-gap", claimed)),
            grounds,
        })
    }

    /// Why a loss will be disputed.
    fn grounds(&self, unit: usize, leaf: usize) -> Vec<Ground> {
        Ground::ALL.into_iter().filter(|ground| self.has_ground(unit, leaf, *ground)).collect()
    }

    fn has_ground(&self, unit: usize, leaf: usize, ground: Ground) -> bool {
        let cells = &self.class.cells;
        let points = cells.points(unit, leaf).unwrap_or_default();
        match ground {
            Ground::NoReason => cells.reason(unit, leaf).is_none_or(|own| own.trim().is_empty()),
            Ground::NoEvidence => {
                cells.evidence(unit, leaf).is_none_or(|own| own.trim().is_empty())
            }
            Ground::DeadEvidence => cells.evidence_valid(unit, leaf) == Some(false),
            Ground::LateEvidence => {
                let days = &self.scorebook.checked.settings.collection;
                cells.collected(unit, leaf).is_some_and(|own| {
                    days.from.is_some_and(|from| own.day < from.day)
                        || days.to.is_some_and(|to| own.is_after(to))
                })
            }
            Ground::Unequal => self.is_unequal(unit, leaf),
            Ground::Scorers => self.second(unit, leaf).is_some_and(|second| second != points),
            Ground::SelfFar => {
                let full = self.class.system.indicators[leaf].full_marks.exact();
                let far = self.scorebook.checked.settings.statistics.far_share;
                let above = |claimed: Points| (claimed.exact() - points.exact()) / full;
                self.claimed(unit, leaf).is_some_and(|own| exact_to_f64(above(own)) >= far)
            }
            Ground::Cut => {
                let gain = self.analysis.units[unit].items[leaf].gain;
                let cut = self.next_cut(unit);
                cut.is_some_and(|(_, from)| self.reaches(unit, gain, from.exact()))
            }
        }
    }

    fn second(&self, unit: usize, leaf: usize) -> Option<Points> {
        let mut rows = self.class.registers.second_scores.of(unit).rev();
        rows.find(|row| row.indicator == leaf).map(|row| row.points)
    }

    fn claimed(&self, unit: usize, leaf: usize) -> Option<Points> {
        *self.class.registers.self_points.get(unit)?.as_ref()?.get(leaf)?
    }

    /// What a unit's printed total misses to a line.
    fn missing(&self, unit: usize, line: Exact) -> Exact {
        let own = self.scores[unit].published.map(Decimal::exact).unwrap_or_default();
        (line - own).max(Exact::from(0))
    }

    /// Whether the total with a gain would be printed as a line or more.
    fn reaches(&self, unit: usize, gain: Exact, line: Exact) -> bool {
        let total = self.scores[unit].total;
        total.is_some_and(|total| self.print.rounded_total(total + gain).exact() >= line)
    }

    /// The lowest cut above a unit's total, with the name of its grade.
    fn next_cut(&self, unit: usize) -> Option<(&str, Points)> {
        let score = &self.scores[unit];
        let settings = &self.scorebook.checked.settings.scoring.grade;
        let by_cut = matches!(settings.method, GradeMethod::Thresholds | GradeMethod::Both);
        let total = match settings.on {
            TotalKind::Published => score.published.map(Decimal::exact),
            TotalKind::Exact => score.total,
        }?;
        let cuts = self.scorebook.checked.cuts.iter().filter(|_| by_cut && !score.vetoed);
        let above = cuts.filter_map(|cut| Some((cut.name.as_str(), cut.from?)));
        above.filter(|(_, from)| from.exact() > total).min_by_key(|(_, from)| *from)
    }

    /// The lowest printed total of the class above a unit's.
    fn next_total(&self, unit: usize) -> Option<Exact> {
        let own = self.scores[unit].published.filter(|_| !self.scores[unit].vetoed)?.exact();
        let others = self.scores.iter().filter(|score| !score.vetoed);
        others.filter_map(|score| score.published).map(Decimal::exact).filter(|o| *o > own).min()
    }

    fn shorts_with(&self, total: Exact) -> Vec<String> {
        let with = |unit: &usize| {
            let score = &self.scores[*unit];
            !score.vetoed && score.published.map(Decimal::exact) == Some(total)
        };
        (0..self.unit_count()).filter(with).map(|unit| self.short(unit)).collect()
    }
}
