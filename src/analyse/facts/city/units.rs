//! Units of a class.

use serde::Serialize;

use super::Subject;
use crate::analyse::facts::RankFacts;
use crate::model::{Exact, Figure, Points};

/// An indicator on a unit's card.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardIndicator {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Rate of a strength in percent, points that a problem loses.
    pub figure: Figure,
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
    /// Whether it is vetoed.
    pub vetoed: bool,
    /// Points of what applies.
    pub sum: Figure,
    /// Share of full marks that applies, in percent; none where everything does.
    pub applicable_share: Option<Figure>,
    /// Base after the treatment of what does not apply.
    pub base: Option<Figure>,
    /// Bonus that counts; none without any.
    pub bonus: Option<Figure>,
    /// Deductions and late papers together; none without any.
    pub deducted: Option<Figure>,
    /// First total, where it differs from the final one.
    pub first_total: Option<Figure>,
    /// Points by dimension; none where nothing applies.
    pub points: Vec<Option<Figure>>,
    /// Rate by dimension, in percent.
    pub rates: Vec<Option<Figure>>,
    /// Its strengths as its own report names them, at most three; empty where dimensions are
    /// themselves the indicators.
    pub strengths: Vec<CardIndicator>,
    /// What it loses most by, by gain, at most three; empty as above.
    pub problems: Vec<CardIndicator>,
}

impl Subject<'_> {
    pub(super) fn unit(&self, unit: usize) -> CityUnit {
        let own = &self.class.units[unit];
        let score = &self.scores[unit];
        let row = &self.analysis.unit_dimensions[unit];
        let item = |role: &str| format!("{}/{role}", own.code);
        let bonus = score.bonus.counted;
        let deducted = Points::from_scaled(score.deducted.scaled() + score.late_points().scaled());
        let first = score.first.map(|first| first.published);
        let first = first.filter(|first| score.published.is_some_and(|now| now != *first));
        let cell = |position: usize, role: &str| item(&format!("d{}/{role}", position + 1));
        CityUnit {
            name: own.name.clone(),
            short: own.short.clone(),
            rank: score.rank.filter(|_| self.ranked).map(|rank| RankFacts {
                place: self.print.count(&item("rank"), rank.place),
                tied: rank.tied,
            }),
            total: score.published.map(|total| self.print.decimal(&item("total"), total)),
            grade: score.grade.filter(|_| self.ranked).map(|grade| self.grade_name(grade)),
            vetoed: score.vetoed,
            sum: self.print.points(&item("sum"), score.points),
            applicable_share: self
                .share_of(unit)
                .map(|share| self.print.rate(&item("applicable-share"), share)),
            base: score.base.map(|base| self.print.total(&item("base"), base)),
            bonus: (bonus > Points::ZERO).then(|| self.print.total(&item("bonus"), bonus.exact())),
            deducted: (deducted > Points::ZERO)
                .then(|| self.print.total(&item("deducted"), deducted.exact())),
            first_total: first.map(|first| self.print.decimal(&item("first-total"), first)),
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
            strengths: self.card_strengths(unit),
            problems: self.card_problems(unit),
        }
    }

    fn card_strengths(&self, unit: usize) -> Vec<CardIndicator> {
        if self.class.system.one_level() {
            return Vec::new();
        }
        let own = &self.analysis.units[unit];
        let leaves = own.named_strengths(&self.scorebook.checked.settings.statistics).into_iter();
        let rated = leaves.filter_map(|leaf| Some((leaf, own.items[leaf].rate()?)));
        let card = |(leaf, rate)| {
            self.card(unit, leaf, |item| self.print.rate(&format!("{item}/rate"), rate))
        };
        rated.map(card).collect()
    }

    fn card_problems(&self, unit: usize) -> Vec<CardIndicator> {
        if self.class.system.one_level() {
            return Vec::new();
        }
        let own = &self.analysis.units[unit];
        let card = |leaf: usize| {
            let points = own.items[leaf].loss;
            self.card(unit, leaf, |item| self.print.points(&format!("{item}/loss"), points))
        };
        own.named_problems().into_iter().map(card).collect()
    }

    fn card(&self, unit: usize, leaf: usize, figure: impl Fn(&str) -> Figure) -> CardIndicator {
        let indicator = &self.class.system.indicators[leaf];
        let item = format!("{}/{}", self.class.units[unit].code, indicator.code);
        CardIndicator {
            code: indicator.code.clone(),
            name: indicator.name.clone(),
            figure: figure(&item),
        }
    }

    /// Share of full marks that applies to a unit, 0 to 1; none where everything does.
    pub(in crate::analyse::facts) fn share_of(&self, unit: usize) -> Option<Exact> {
        let score = &self.scores[unit];
        let partly = score.applicable_marks < score.full_marks;
        partly.then(|| score.applicable_marks.exact() / score.full_marks.exact())
    }
}
