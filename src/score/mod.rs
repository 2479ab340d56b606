//! Stage 3: [`Checked`] becomes a [`Scorebook`]: exact totals, published totals, grades, ranks.
//!
//! The order is that of `rules.md`: corrections, floors and rounds (final points come with them,
//! held against the register by [`crate::check`]), not-applicable treatment, bonus, deductions and
//! late papers, rounding, veto, grade, rank. Every unit keeps the numbers that each step used
//! ([`UnitScore`]), enough to redo its total by hand. [`Scorer`] scores one unit on any points, so
//! that a gain is what the scorer says and nothing else.

mod derivation;
mod doubts;
mod extras;
mod gain;
mod grade;
mod printed;
mod rank;
mod revealed;
mod told;
mod treatment;

use crate::check::{Checked, CheckedClass};
use crate::crew::Crew;
use crate::finding::Finding;
use crate::model::{Decimal, Exact, Points, round_exact};
use crate::settings::TotalKind;

pub use derivation::{Step, derivation, exact_text};
pub use doubts::Doubt;
use extras::Beside;
pub use extras::{BonusScore, Lateness};
pub use gain::Gains;
pub use rank::Rank;
pub use treatment::name as treatment_name;

/// Points of a unit by indicator; none where it does not apply.
pub type PointsOf<'a> = &'a dyn Fn(usize) -> Option<Points>;

/// An assessment with its scores.
#[derive(Debug, Clone)]
pub struct Scorebook {
    /// What was scored.
    pub checked: Checked,
    /// Scores by class, in the order of `checked.classes`.
    pub classes: Vec<Vec<UnitScore>>,
    /// Units of which quotas are shares, by class.
    pub quota_units: Vec<usize>,
    /// Contradictions between scores and what the tables print, and outcomes worth knowing.
    pub findings: Vec<Finding>,
}

/// One unit's score with every number that led to it. Symbols are those of `rules.md`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnitScore {
    /// Points of what applies, Ru.
    pub points: Points,
    /// Full marks of what applies, Wu.
    pub applicable_marks: Points,
    /// Full marks of the whole system, Wc.
    pub full_marks: Points,
    /// Indicators that apply, mu.
    pub applicable_count: usize,
    /// Base after the not-applicable treatment, Bu; none when nothing applies.
    pub base: Option<Exact>,
    /// Each dimension's part of the base under the treatment, `c_ud`; they add up to the base.
    pub contributions: Vec<Exact>,
    /// Bonus points.
    pub bonus: BonusScore,
    /// Points of the deduction register.
    pub deducted: Points,
    /// Papers that came late.
    pub lateness: Option<Lateness>,
    /// Exact total, Tu.
    pub total: Option<Exact>,
    /// Published total, Pu.
    pub published: Option<Decimal>,
    /// Whether the unit is vetoed (一票否决).
    pub vetoed: bool,
    /// Position of the grade in the cuts, best first.
    pub grade: Option<usize>,
    /// The grade that a capped unit would have without its cap.
    pub grade_without_cap: Option<usize>,
    /// Rank within the class; none in a class of one, for a vetoed unit, and without a total.
    pub rank: Option<Rank>,
    /// The outcome on first points, where they are known.
    pub first: Option<FirstScore>,
}

/// The outcome on first points, before any correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstScore {
    /// Exact total.
    pub total: Exact,
    /// Total as it was printed.
    pub published: Decimal,
    /// Rank that it would have given.
    pub rank: Option<Rank>,
    /// Grade that it would have given.
    pub grade: Option<usize>,
}

impl UnitScore {
    /// The total on which ranks or grades compare.
    fn compared(&self, kind: TotalKind) -> Option<Exact> {
        match kind {
            TotalKind::Published => self.published.map(Decimal::exact),
            TotalKind::Exact => self.total,
        }
    }

    /// Whether the unit counts in means and other statistics of totals.
    #[must_use]
    pub fn counts(&self, checked: &Checked) -> bool {
        self.published.is_some() && (!self.vetoed || checked.settings.scoring.veto.counted)
    }

    /// Points that late papers cost.
    #[must_use]
    pub fn late_points(&self) -> Points {
        self.lateness.map(|late| late.points).unwrap_or_default()
    }
}

/// Units of a share of work: fewer are not worth a worker's start.
const LEAST_SHARE: usize = 1024;

/// Scores every class, the units of large ones by several workers.
#[must_use]
pub fn score(checked: Checked, crew: Crew) -> Scorebook {
    let mut findings = Vec::new();
    let (mut classes, mut quota_units) = (Vec::new(), Vec::new());
    for (position, class) in checked.classes.iter().enumerate() {
        let scorer = Scorer::new(&checked, position);
        let count = class.units.len();
        let final_score = |unit: usize| scorer.unit(unit, &|i| class.cells.points(unit, i));
        let mut units = crew.each_of(count, LEAST_SHARE, final_score);
        let ties = grade::grade(&checked, class, &mut units);
        rank::rank(&checked.settings.scoring, &mut units);
        if class.has_first {
            let first_score = |unit: usize| scorer.unit(unit, &|i| class.cells.first(unit, i));
            let mut before = crew.each_of(count, LEAST_SHARE, first_score);
            grade::grade(&checked, class, &mut before);
            rank::rank(&checked.settings.scoring, &mut before);
            for (unit, before) in units.iter_mut().zip(before) {
                unit.first = first(&before);
            }
        }
        let told = told::Told { checked: &checked, class, position, units: &units };
        findings.extend(told.findings(&ties));
        findings.extend(revealed::findings(&checked, class, &units));
        printed::compare(&checked.settings.scoring, class, &units, &mut findings);
        quota_units.push(grade::count(&checked, &units));
        classes.push(units);
    }
    findings.extend(revealed::by_notice(&checked));
    Scorebook { checked, classes, quota_units, findings }
}

fn first(before: &UnitScore) -> Option<FirstScore> {
    Some(FirstScore {
        total: before.total?,
        published: before.published?,
        rank: before.rank,
        grade: before.grade,
    })
}

/// Scores units of one class, on whatever points.
#[derive(Debug, Clone)]
pub struct Scorer<'a> {
    checked: &'a Checked,
    class: &'a CheckedClass,
    position: usize,
    /// What registers say of each unit.
    beside: Vec<Beside>,
    /// What bounds the divisors of its exact sums.
    common_marks: gain::CommonMarks,
}

impl<'a> Scorer<'a> {
    /// A scorer of the class at a position.
    #[must_use]
    pub fn new(checked: &'a Checked, position: usize) -> Self {
        let class = &checked.classes[position];
        let beside = extras::beside(class, &checked.settings.submissions);
        let common_marks = gain::CommonMarks::of(&class.system);
        Self { checked, class, position, beside, common_marks }
    }

    /// Steps 4 to 7: from points to the published total; no grade and no rank.
    #[must_use]
    pub fn unit(&self, unit: usize, points_of: PointsOf<'_>) -> UnitScore {
        let settings = &self.checked.settings;
        let (scoring, system) = (&settings.scoring, &self.class.system);
        let whole = treatment::sums(system, 0..system.indicators.len(), points_of);
        let parts = treatment::contributions(scoring, system, points_of, &whole);
        let base = parts.as_ref().ok().and_then(|parts| treatment::sum(parts).ok());
        let base = base.filter(|base| whole.applicable_count > 0 && treatment::is_kept(*base));
        let Beside { deducted, lateness, vetoed, .. } = self.beside[unit];
        let bonus = base.map(|base| self.bonus(unit, base)).unwrap_or_default();
        let mut score = UnitScore {
            points: whole.points,
            applicable_marks: whole.applicable_marks,
            full_marks: whole.full_marks,
            applicable_count: whole.applicable_count,
            base,
            contributions: parts.unwrap_or_else(|_| vec![Exact::from(0); system.dimensions.len()]),
            bonus,
            deducted,
            lateness,
            vetoed,
            ..UnitScore::default()
        };
        let fixed = settings.scoring.veto.score.as_deref().filter(|_| vetoed);
        let fixed = fixed.and_then(|score| Points::parse(score).ok());
        let less = deducted.exact() + score.late_points().exact();
        let total = base.map(|base| base + bonus.counted.exact() - less);
        let total = total.map(|total| total.max(Exact::from(0)));
        let total = total.filter(|total| treatment::is_kept(*total));
        score.total = total.map(|total| fixed.map_or(total, Points::exact));
        score.published =
            score.total.map(|total| round_exact(total, scoring.decimals, scoring.rounding));
        score
    }

    /// A unit's bonus on a base.
    fn bonus(&self, unit: usize, base: Exact) -> BonusScore {
        let class = &self.checked.settings.classes[self.position];
        extras::bonus(self.beside[unit].bonus, class, base)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use crate::model::Rounding;
    use crate::settings::{
        GradeMethod, GradeSettings, QuotaTie, Scoring, Ties, TotalKind, Treatment, VetoSettings,
    };

    /// Settings of scoring with two decimals and no grades.
    pub(crate) fn scoring(not_applicable: Option<Treatment>) -> Scoring {
        Scoring {
            decimals: 2,
            rounding: Rounding::HalfUp,
            not_applicable,
            not_applicable_factor: Some("4/3".to_owned()),
            rank_on: TotalKind::Published,
            ties: Ties::Gap,
            grade: GradeSettings {
                method: GradeMethod::None,
                on: TotalKind::Published,
                levels: Vec::new(),
                quota_floor_one: false,
                quota_tie: QuotaTie::None,
            },
            veto: VetoSettings { score: None, counted: true },
        }
    }
}
