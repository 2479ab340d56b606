//! Facts of the 通报: as much of single units as its mode tells.

use serde::Serialize;

use super::super::large::Listed;
use super::super::{PraiseFacts, RankFacts, SkippedFacts, Subject, ThemeFacts, TimelineFacts};
use super::plain::{PlainClass, PlainProblem, PlainReview, Told};
use super::plain::{plain_praise, plain_problems, plain_review};
use super::{method_names, subjects};
use crate::analyse::Analysis;
use crate::analyse::facts::AssessmentFacts;
use crate::model::{Figure, Moment};
use crate::score::Scorebook;
use crate::settings::NoticeMode;

/// What the 通报 knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoticeFacts {
    /// The assessment.
    pub assessment: AssessmentFacts,
    /// What it tells of single units.
    pub mode: NoticeMode,
    /// Whom it is addressed to.
    pub receivers: String,
    /// Last day for what can be mended at once, where the settings say it.
    pub due_now: Option<Moment>,
    /// Last day for what shows in the next cycle, where the settings say it.
    pub due_periodic: Option<Moment>,
    /// First units of each class that it names at most; none in other modes.
    pub top: Option<Figure>,
    /// All units of all classes.
    pub unit_count: Figure,
    /// Whether the text names every unit.
    pub names_all: bool,
    /// Names of the grades, best first; empty when none are given.
    pub grades: Vec<String>,
    /// Classes in the order of the settings.
    pub classes: Vec<NoticeClass>,
    /// Ways of assessment.
    pub methods: Vec<String>,
    /// Dates of the assessment.
    pub timeline: TimelineFacts,
    /// Appeals and corrections in numbers; none when there are neither.
    pub review: Option<PlainReview>,
    /// What went well.
    pub praise: PraiseFacts,
    /// Common shortcomings, heaviest first.
    pub problems: Vec<PlainProblem>,
    /// The dimensions in which they are, heaviest first.
    pub themes: Vec<ThemeFacts>,
}

/// A class in the 通报.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoticeClass {
    /// What it says of no single unit.
    #[serde(flatten)]
    pub plain: PlainClass,
    /// Grades whose units it names in the text, best first.
    pub named: Vec<NoticeGrade>,
    /// Grades whose units it names in an annex, best first.
    pub annexed: Vec<NoticeGrade>,
    /// Units without a total, where grades name the others: nobody is passed over.
    pub unrated: Vec<String>,
    /// The first units, by rank.
    pub first: Vec<NoticePlace>,
    /// How many these are.
    pub first_count: Figure,
    /// Units with scores, by rank, those without a total last.
    pub rows: Vec<NoticeRow>,
    /// Whether a cap, a quota or rounding decided a grade beside the totals.
    pub held: bool,
    /// Names of all units in list order, where nothing else names them; empty where they are too many
    /// to be named in a paper.
    pub names: Vec<String>,
    /// Units with scores that the rows leave out; none where they have all.
    pub skipped: Vec<SkippedFacts>,
}

/// A grade with the names of its units in list order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoticeGrade {
    /// Name.
    pub name: String,
    /// How many.
    pub count: Figure,
    /// Short names; empty where they are too many to be named in a paper.
    pub units: Vec<String>,
}

/// Units that share a rank, alone most often.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoticePlace {
    /// The rank.
    pub place: Figure,
    /// Short names in list order.
    pub units: Vec<String>,
}

/// A unit with its score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoticeRow {
    /// Short name.
    pub unit: String,
    /// Rank; none without one.
    pub rank: Option<RankFacts>,
    /// Published total.
    pub total: Option<Figure>,
    /// Grade.
    pub grade: Option<String>,
}

/// Cuts out the facts of the 通报.
#[must_use]
pub fn notice(scorebook: &Scorebook, analysis: &Analysis) -> NoticeFacts {
    let checked = &scorebook.checked;
    let settings = &checked.settings;
    let subjects = subjects(scorebook, analysis);
    let (problems, themes) = plain_problems(&subjects, &analysis.groups);
    let top = settings.notice.mode == NoticeMode::Top;
    let units = checked.classes.iter().map(|class| class.units.len()).sum();
    NoticeFacts {
        assessment: AssessmentFacts::new(settings),
        mode: settings.notice.mode,
        receivers: settings.notice.receivers.clone(),
        due_now: settings.rectification.due_now,
        due_periodic: settings.rectification.due_periodic,
        top: top.then(|| Figure::count("notice/top", settings.notice.top)),
        unit_count: Figure::count("city/units", units),
        names_all: super::super::large::names_all(scorebook),
        grades: checked.cuts.iter().map(|cut| cut.name.clone()).collect(),
        classes: subjects.iter().map(Subject::notice).collect(),
        methods: method_names(&subjects),
        timeline: super::super::timeline::timeline(settings),
        review: plain_review(&subjects),
        praise: plain_praise(&subjects, &analysis.groups),
        problems,
        themes,
    }
}

impl Subject<'_> {
    fn notice(&self) -> NoticeClass {
        let mode = self.scorebook.checked.settings.notice.mode;
        let scores = mode == NoticeMode::Scores;
        let grades = self.notice_grades();
        let told = Told { extremes: scores, grades: true, ..Told::default() };
        let (named, annexed) = match mode {
            NoticeMode::Names => (grades, Vec::new()),
            NoticeMode::Best => {
                let mut grades = grades.into_iter();
                (grades.next().into_iter().collect(), grades.collect())
            }
            NoticeMode::Scores | NoticeMode::Top => (Vec::new(), Vec::new()),
        };
        let first = if mode == NoticeMode::Top { self.first_units() } else { Vec::new() };
        let listed = if scores { self.listed(&self.order(), "skipped") } else { Listed::default() };
        let rows = self.notice_rows(listed.units);
        let skipped = listed.skipped;
        let unnamed = named.is_empty() && first.is_empty() && rows.is_empty();
        let lists = unnamed && self.lists_all(self.unit_count());
        let listed_units = (0..self.unit_count()).filter(|_| lists);
        let held = self.held();
        let by_grade = !named.is_empty() || !annexed.is_empty();
        let unrated = |unit: &usize| by_grade && self.scores[*unit].published.is_none();
        NoticeClass {
            unrated: self.shorts((0..self.unit_count()).filter(unrated)),
            plain: self.plain(told),
            names: self.shorts(listed_units),
            held: !(held.capped.is_empty() && held.ties.is_empty() && held.rounded.is_empty()),
            named,
            annexed,
            first_count: self
                .print
                .count("notice/first", first.iter().map(|own| own.units.len()).sum()),
            first,
            rows,
            skipped,
        }
    }

    /// Grades with their units in list order: an order by score would tell ranks.
    fn notice_grades(&self) -> Vec<NoticeGrade> {
        let cuts = self.scorebook.checked.cuts.iter().enumerate();
        let grades = cuts.map(|(at, cut)| {
            let units = (0..self.unit_count()).filter(|unit| self.scores[*unit].grade == Some(at));
            let units: Vec<usize> = units.collect();
            NoticeGrade {
                name: cut.name.clone(),
                count: self.print.count(&format!("grade{}/units", at + 1), units.len()),
                units: if self.lists_all(units.len()) { self.shorts(units) } else { Vec::new() },
            }
        });
        grades.collect()
    }

    /// The first units by rank: as many as are set, at most half of the class, so that nobody is
    /// seen to be among the last; units that tie across that edge are left out.
    fn first_units(&self) -> Vec<NoticePlace> {
        let most = self.scorebook.checked.settings.notice.top.min(self.unit_count() / 2);
        let place = |unit: &usize| self.scores[*unit].rank.map(|rank| rank.place);
        let ranked: Vec<usize> =
            self.order().into_iter().filter(|unit| place(unit).is_some()).collect();
        let edge = ranked.get(most).and_then(place);
        let mut first: Vec<NoticePlace> = Vec::new();
        for unit in ranked.into_iter().take(most) {
            let own = place(&unit).filter(|own| edge.is_none_or(|edge| *own < edge));
            let Some(own) = own else { break };
            let own = self.print.count(&format!("{}/rank", self.class.units[unit].code), own);
            match first.last_mut().filter(|last| last.place.text == own.text) {
                Some(last) => last.units.push(self.short(unit)),
                None => first.push(NoticePlace { place: own, units: vec![self.short(unit)] }),
            }
        }
        first
    }

    fn notice_rows(&self, units: Vec<usize>) -> Vec<NoticeRow> {
        let rows = units.into_iter().map(|unit| {
            let own = self.unit(unit);
            NoticeRow { unit: own.short, rank: own.rank, total: own.total, grade: own.grade }
        });
        rows.collect()
    }
}
