//! The settings that decided totals, grades and judgements, as the method annex states them.

use serde::Serialize;

use super::{Printer, Subject};
use crate::model::{Exact, Figure, Points, Rounding, round_exact};
use crate::settings::{GradeMethod, LateRule, QuotaTie, Ties, Treatment};

/// What the settings say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RulesFacts {
    /// How grades are given; none when there are none.
    pub grade: Option<GradeRule>,
    /// Whether the rank after a tie leaves a gap.
    pub gap_after_tie: bool,
    /// Treatment of what does not apply.
    pub not_applicable: Option<Treatment>,
    /// The factor of the `factor` treatment.
    pub factor: Option<String>,
    /// Limits of bonus points, by class.
    pub bonus: Vec<BonusRule>,
    /// How lateness costs points; none without a deadline.
    pub late: Option<LateRule>,
    /// Points that lateness costs.
    pub late_points: Option<Figure>,
    /// The most that it costs.
    pub late_cap: Option<Figure>,
    /// Class rate below which an indicator is weak, in percent.
    pub weak_rate: Figure,
    /// Class rate below which a widespread loss is weak, in percent.
    pub widespread_rate: Figure,
    /// Share of losing units that makes a loss widespread, in percent.
    pub widespread_share: Figure,
    /// Share of the loss that the main losses make together, in percent.
    pub main_loss_share: Figure,
    /// Least gain of a unit that improved fast.
    pub fast_points: Figure,
    /// Standard deviations above the mean change that it reaches.
    pub fast_deviations: Figure,
}

/// How grades are given.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GradeRule {
    /// Stable name of the method.
    pub method: &'static str,
    /// Whether a quota has one seat at least.
    pub floor_one: bool,
    /// Whether a tie across the last seat keeps all its units.
    pub tie_keeps_all: bool,
    /// Grades, best first.
    pub levels: Vec<LevelRule>,
}

/// One grade.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelRule {
    /// Name.
    pub name: String,
    /// Lower bound, inside.
    pub from: Option<Figure>,
    /// Share of the class, in percent.
    pub share: Option<Figure>,
}

/// Limits of bonus points in a class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BonusRule {
    /// Name of the class.
    pub class: String,
    /// The most that counts.
    pub cap: Option<Figure>,
    /// Base from which it counts.
    pub gate: Option<Figure>,
}

/// The settings that the method annex states; none without classes.
pub(in crate::analyse::facts) fn rules(subjects: &[Subject<'_>]) -> Option<RulesFacts> {
    let first = subjects.first()?;
    let settings = &first.scorebook.checked.settings;
    let print = Printer::new(settings, "rules", first.class);
    let (statistics, submissions) = (&settings.statistics, &settings.submissions);
    let parsed = |text: &str| Points::parse(text).ok();
    let late = submissions.deadline.map(|_| submissions.late);
    let costs = late.is_some_and(|rule| rule != LateRule::None);
    let cap = submissions.late_cap.as_deref().and_then(parsed);
    Some(RulesFacts {
        grade: first.grade_rule(&print),
        gap_after_tie: settings.scoring.ties == Ties::Gap,
        not_applicable: settings.scoring.not_applicable,
        factor: settings.scoring.not_applicable_factor.clone(),
        bonus: subjects.iter().map(|subject| subject.bonus_rule(&print)).collect(),
        late,
        late_points: parsed(&submissions.late_points)
            .filter(|_| costs)
            .map(|points| print.needed("late-points", points)),
        late_cap: cap.filter(|_| costs).map(|cap| print.needed("late-cap", cap)),
        weak_rate: print.percent("weak-rate", statistics.weak_rate),
        widespread_rate: print.percent("widespread-rate", statistics.widespread_rate),
        widespread_share: print.percent("widespread-share", statistics.widespread_share),
        main_loss_share: print.percent("main-loss-share", statistics.main_loss_share),
        fast_points: print.setting("fast-points", settings.history.progress_points),
        fast_deviations: print.setting("fast-deviations", settings.history.progress_deviations),
    })
}

impl Subject<'_> {
    fn grade_rule(&self, print: &Printer<'_>) -> Option<GradeRule> {
        let settings = &self.scorebook.checked.settings.scoring.grade;
        let quota = matches!(settings.method, GradeMethod::Quota | GradeMethod::Both);
        let cuts = matches!(settings.method, GradeMethod::Thresholds | GradeMethod::Both);
        let levels = self.scorebook.checked.cuts.iter().enumerate();
        let levels = levels.map(|(at, cut)| {
            let key = |role: &str| format!("grade{}/{role}", at + 1);
            LevelRule {
                name: cut.name.clone(),
                from: cut.from.filter(|_| cuts).map(|from| print.needed(&key("cut"), from)),
                share: cut
                    .share
                    .filter(|_| quota)
                    .map(|share| print.decimal(&key("share"), whole_percent(share))),
            }
        });
        let method = match settings.method {
            GradeMethod::None => return None,
            GradeMethod::Thresholds => "thresholds",
            GradeMethod::Quota => "quota",
            GradeMethod::Both => "both",
        };
        self.ranked.then(|| GradeRule {
            method,
            floor_one: settings.quota_floor_one,
            tie_keeps_all: settings.quota_tie == QuotaTie::All,
            levels: levels.collect(),
        })
    }

    fn bonus_rule(&self, print: &Printer<'_>) -> BonusRule {
        let settings = &self.scorebook.checked.settings.classes[self.position];
        let figure = |role: &str, text: &Option<String>| {
            let points = Points::parse(text.as_deref()?).ok()?;
            Some(print.needed(&format!("{}/{role}", self.class.code), points))
        };
        BonusRule {
            class: self.class.name.clone(),
            cap: figure("bonus-cap", &settings.bonus_cap),
            gate: figure("bonus-gate", &settings.bonus_gate),
        }
    }
}

/// A share in percent, with the decimals that it needs, at most three.
fn whole_percent(share: Exact) -> crate::model::Decimal {
    let percent = share * Exact::from_integer(100);
    let needs =
        |decimals: &u32| (percent * Exact::from_integer(10_i128.pow(*decimals))).is_integer();
    round_exact(percent, (0..3).find(needs).unwrap_or(3), Rounding::HalfUp)
}
