//! The settings of an assessment, one struct a table of `settings.toml`.
//!
//! Every range stands here as a `schemars` attribute and every default in
//! `report-templates/settings-defaults.toml`.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::advice::Advice;
use super::date::PartialDate;
use super::disclosure::Disclosure;
use super::large::Large;
use super::materials::Materials;
use super::notice::Notice;
use super::papers::Papers;
use super::registers::{
    AppealWindow, Collection, HistorySettings, Rectification, RegisterFiles, Round,
    SubmissionRules, VetoSettings,
};
use super::release::Release;
use super::review::Review;
use crate::model::Rounding;

/// Everything that an office decides about one assessment.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
pub struct Settings {
    /// What is assessed, by whom, and how far it has come.
    pub assessment: Assessment,
    /// The unit list.
    pub units: UnitFile,
    /// Classes of units, each with its own indicator system, in the order of the papers.
    pub classes: Vec<ClassSettings>,
    /// How points become totals, ranks and grades.
    pub scoring: Scoring,
    /// How cells are read.
    pub reading: Reading,
    /// Files of the registers.
    pub registers: RegisterFiles,
    /// What units handed in as files.
    pub materials: Materials,
    /// The window of appeals.
    pub appeals: AppealWindow,
    /// What has to be handed in, and until when.
    pub submissions: SubmissionRules,
    /// When evidence is collected.
    pub collection: Collection,
    /// Returned rectification ledgers.
    pub rectification: Rectification,
    /// Last year.
    pub history: HistorySettings,
    /// Thresholds and least numbers of the statistics.
    pub statistics: Statistics,
    /// How firmly ranks stand.
    pub stability: StabilitySettings,
    /// From when an indicator is proposed for revision.
    pub revision: RevisionSettings,
    /// How long 培训要点 are.
    pub training: TrainingSettings,
    /// What is wrong with a finished page.
    pub preflight: PreflightSettings,
    /// What to do about losses that no catalogue speaks of.
    pub advice: Advice,
    /// What a paper may show of other units.
    pub disclosure: Disclosure,
    /// What papers show of classes of many units.
    pub large: Large,
    /// Papers: which, where, and what stands on them.
    pub papers: Papers,
    /// What the 通报 tells of single units, and to whom.
    pub notice: Notice,
    /// Who signs papers before they go out.
    pub review: Review,
    /// Which papers a release sends to whom.
    pub release: Release,
    /// Tables of results.
    pub results: ResultSettings,
    /// Font families by use.
    pub fonts: FontFamilies,
}

/// Tables of results.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct ResultSettings {
    /// Rows beyond which a table is written as Parquet only.
    #[schemars(range(min = 0, max = 100_000_000))]
    pub csv_rows: usize,
}

/// What is assessed, by whom, and how far it has come.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
pub struct Assessment {
    /// Short code, also the name of the output folder.
    pub id: String,
    /// Subject as titles say it, for instance `政务公开工作`.
    pub subject: String,
    /// Period as titles say it, for instance `2023年度`.
    pub period: String,
    /// The area that the city-wide report's title names.
    pub area: String,
    /// Who assesses.
    pub organiser: String,
    /// Ground or source of the assessment, printed in the method annex.
    pub grounds: String,
    /// How far it has come.
    pub stage: Stage,
    /// Date of approval, needed from `approved`.
    #[schemars(with = "Option<String>", extend("format" = "partial-date"))]
    pub approved_on: Option<PartialDate>,
    /// Instrument of approval, needed from `approved`.
    pub approved_by: Option<String>,
    /// Synthetic data: every page says so.
    pub sample: bool,
}

/// Stages of an assessment (`rules.md`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 初评.
    Preliminary,
    /// 复核后.
    Reviewed,
    /// 送审稿.
    Submitted,
    /// 审定.
    Approved,
    /// 整改后.
    Rectified,
}

/// The unit list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct UnitFile {
    /// File, with `#sheet` where a workbook has several.
    pub file: String,
}

/// How cells are read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Reading {
    /// The year of days written without one.
    #[schemars(range(min = 1990, max = 2099))]
    pub year: Option<u16>,
}

/// A class of units with its indicator system.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct ClassSettings {
    /// Short code, used in the unit list and in file names.
    pub code: String,
    /// Name as papers say it.
    pub name: String,
    /// File of the indicators.
    pub indicators: String,
    /// File of the final scores; none when there are rounds.
    pub scores: Option<String>,
    /// Form of the score files.
    pub scores_form: ScoresForm,
    /// Rounds of scoring, each with its file.
    pub rounds: Option<Vec<Round>>,
    /// File of the points that units gave themselves.
    pub self_scores: Option<String>,
    /// Form of that file; one row per indicator when not said.
    pub self_scores_form: Option<ScoresForm>,
    /// File of last year's points, one row per unit and indicator.
    pub history: Option<String>,
    /// Most bonus points of a unit, a decimal as text.
    pub bonus_cap: Option<String>,
    /// Base from which bonus points count, a decimal as text.
    pub bonus_gate: Option<String>,
    /// Full marks of the whole system, where indicators have nested percentages.
    pub marks_total: Option<String>,
}

impl ClassSettings {
    /// Score files with the share of each: the rounds, else the one file with share 1.
    #[must_use]
    pub fn score_files(&self) -> Vec<(&str, &str)> {
        let rounds = self.rounds.as_deref().unwrap_or_default();
        if rounds.is_empty() {
            return self.scores.iter().map(|file| (file.as_str(), "1")).collect();
        }
        rounds.iter().map(|round| (round.scores.as_str(), round.share.as_str())).collect()
    }
}

/// Form of a score file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScoresForm {
    /// One row per unit and indicator.
    Long,
    /// One row per unit, one column per indicator.
    UnitRows,
    /// One row per indicator, one column per unit.
    IndicatorRows,
}

/// How points become totals, ranks and grades.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Scoring {
    /// Decimals of a published total.
    #[schemars(range(min = 0, max = 4))]
    pub decimals: u32,
    /// How a value between two printable ones is rounded.
    pub rounding: Rounding,
    /// Treatment of not-applicable indicators; required when there are any.
    pub not_applicable: Option<Treatment>,
    /// The factor of the `factor` treatment, as a fraction such as `4/3`.
    pub not_applicable_factor: Option<String>,
    /// Value on which ranks are made.
    pub rank_on: TotalKind,
    /// Numbers after a tie.
    pub ties: Ties,
    /// Grades; required, `none` is a choice.
    pub grade: GradeSettings,
    /// Veto.
    pub veto: VetoSettings,
}

/// Treatment of not-applicable cells (`rules.md`, scoring 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// Points times full marks of all over full marks of what applies.
    Rescale,
    /// The same within each dimension; the weight of an empty one is spread over the others.
    RescaleWithin,
    /// What does not apply is spread evenly over the indicators that do.
    Redistribute,
    /// Points times a declared factor.
    Factor,
    /// No points.
    Zero,
    /// Full marks.
    Full,
}

/// Which total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TotalKind {
    /// The rounded total.
    Published,
    /// The exact total.
    Exact,
}

/// Numbers after a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Ties {
    /// 1-2-2-4: the next rank leaves a gap.
    #[serde(rename = "1-2-2-4")]
    Gap,
    /// 1-2-2-3: no gap.
    #[serde(rename = "1-2-2-3")]
    Dense,
}

/// Grades.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct GradeSettings {
    /// How grades are given.
    pub method: GradeMethod,
    /// Value that the cuts compare.
    pub on: TotalKind,
    /// Grades from best to last.
    pub levels: Vec<GradeLevel>,
    /// Whether a quota has one seat at least.
    pub quota_floor_one: bool,
    /// What becomes of a tie across the last seat.
    pub quota_tie: QuotaTie,
}

/// How grades are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GradeMethod {
    /// No grades.
    None,
    /// By cuts on the total, lower bound inside.
    Thresholds,
    /// By shares of the class, best first.
    Quota,
    /// At the cut and within the share, else the next grade.
    Both,
}

/// What becomes of a tie across the last seat of a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuotaTie {
    /// All of them get a seat.
    All,
    /// None of them does.
    None,
}

/// One grade.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct GradeLevel {
    /// Name, for instance `优秀`.
    pub name: String,
    /// Lower bound, inside; a decimal as text. The last grade has none.
    pub from: Option<String>,
    /// Upper bound, outside, where the office writes it; must be the bound of the grade above.
    pub below: Option<String>,
    /// Share of the class's units that may have it, a decimal as text, for quotas.
    pub share: Option<String>,
}

/// Thresholds and least numbers of the statistics.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
pub struct Statistics {
    /// Decimals of means, medians and spreads.
    #[schemars(range(min = 0, max = 6))]
    pub decimals: u32,
    /// Decimals of rates in percent.
    #[schemars(range(min = 0, max = 4))]
    pub rate_decimals: u32,
    /// Least units for a median.
    #[schemars(range(min = 1, max = 1000))]
    pub median_least: usize,
    /// Least units for a standard deviation and quartiles.
    #[schemars(range(min = 2, max = 1000))]
    pub spread_least: usize,
    /// Least units for a correlation; an interval needs four.
    #[schemars(range(min = 4, max = 1000))]
    pub correlation_least: usize,
    /// Least units for a percentile rank.
    #[schemars(range(min = 1, max = 1000))]
    pub percentile_least: usize,
    /// Least units for a histogram; below it dots.
    #[schemars(range(min = 1, max = 1000))]
    pub histogram_least: usize,
    /// Lower bounds of the score bands, rising, as text; each band holds its lower bound, the last
    /// one everything above.
    pub bands: Vec<String>,
    /// Bounds between the shades of a heat map, rising, in percent.
    pub shades: Vec<u32>,
    /// Class rate below which an indicator is weak.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub weak_rate: f64,
    /// Class rate below which an indicator that half lose is weak.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub widespread_rate: f64,
    /// Share of losing units that makes a loss widespread.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub widespread_share: f64,
    /// Share of the class's loss that the largest losses reach together, among which the main ones
    /// are.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub main_loss_share: f64,
    /// Discrimination below which an indicator tells units apart badly, by the upper end of its
    /// interval.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub discrimination_low: f64,
    /// Rate from which the best units of an indicator are held up.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub best_rate: f64,
    /// Gap in points below which totals are called equal.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub even_points: f64,
    /// Gap in points from which a difference is called clear; also one standard deviation.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub clear_points: f64,
    /// Unit rate below which an indicator is weak in the unit.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub unit_weak_rate: f64,
    /// Distance to the mean of the others, in percentage points, that makes an indicator weak in
    /// the unit or a strength of it.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub relative_points: f64,
    /// Unit rate below which papers name no indicator as a strength.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub strength_rate: f64,
    /// Least units for a comparison with the others.
    #[schemars(range(min = 2, max = 1000))]
    pub relative_least: usize,
    /// Least gain in points of a weak indicator.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub least_gain: f64,
    /// Share of the full marks by which a unit's own points exceed the score to be far above it.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub far_share: f64,
    /// Share of the others that lose there from which a problem is common.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub common_share: f64,
    /// Share of the others that lose there below which a problem is the unit's own.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub own_share: f64,
    /// Applicable share below which a unit is told apart.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub applicable_least: f64,
    /// Least cells of an indicator scored twice before it has a scoring error of its own.
    #[schemars(range(min = 2, max = 1000))]
    pub agreement_least: usize,
}

/// How firmly ranks stand: the draws (`rules.md`, rank stability).
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
pub struct StabilitySettings {
    /// Draws per class; none when zero.
    #[schemars(range(min = 0, max = 100_000))]
    pub draws: usize,
    /// Seed of the draws.
    #[schemars(range(min = 0))]
    pub seed: u64,
    /// Weights move by up to this share, up and down.
    #[schemars(range(min = 0.0, max = 0.9))]
    pub spread: f64,
    /// Lower end of the interval of ranks, a share of the draws.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub low: f64,
    /// Upper end of the interval of ranks, a share of the draws.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub high: f64,
    /// Classes of more units are not drawn.
    #[schemars(range(min = 2, max = 100_000))]
    pub units_most: usize,
}

impl StabilitySettings {
    /// Whether a class of so many units is left out though others are drawn.
    #[must_use]
    pub const fn too_large(&self, units: usize) -> bool {
        self.draws > 0 && units > self.units_most
    }
}

/// From when an indicator is proposed for revision.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
pub struct RevisionSettings {
    /// Share of the class's units below which an indicator applies to few.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub few_share: f64,
    /// Share of the cells scored twice, two at least, on which the scorers differ.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub differing_share: f64,
    /// Share of the units, two at least, that appealed or were corrected.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub disputed_share: f64,
}

/// How long 培训要点 are.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct TrainingSettings {
    /// Most points.
    #[schemars(range(min = 1, max = 100))]
    pub points_most: usize,
    /// Most reasons of a point.
    #[schemars(range(min = 0, max = 100))]
    pub reasons_most: usize,
}

/// What is wrong with a finished page.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
pub struct PreflightSettings {
    /// Lines of text up to which a page counts as nearly empty.
    #[schemars(range(min = 0, max = 20))]
    pub few_lines: usize,
    /// Share of a character that another one may cover.
    #[schemars(range(min = 0.05, max = 1.0))]
    pub overlap: f64,
    /// Share of a page's height above and below which heads and page numbers stand.
    #[schemars(range(min = 0.0, max = 0.3))]
    pub edge: f64,
    /// Thousands of bytes that a page of a paper has at least, on average.
    #[schemars(range(min = 0, max = 1_000_000))]
    pub page_least: usize,
    /// Thousands of bytes that a page of a paper has at most, on average.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub page_most: usize,
}

/// Font families by use; the first that has a character sets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FontFamilies {
    /// Folder of the office's own fonts, in the data folder or anywhere; empty for none. No paper
    /// knows it.
    #[serde(skip_serializing)]
    pub folder: String,
    /// 仿宋: body.
    pub fangsong: Vec<String>,
    /// 楷体: second headings, marks.
    pub kaiti: Vec<String>,
    /// 黑体: first headings, tables, charts.
    pub heiti: Vec<String>,
    /// 宋体: page numbers.
    pub songti: Vec<String>,
    /// 小标宋: titles (the bold weight of its family).
    pub biaosong: Vec<String>,
}

impl FontFamilies {
    /// The five lists with their names.
    #[must_use]
    pub fn lists(&self) -> [(&'static str, &[String]); 5] {
        [
            ("fangsong", &self.fangsong),
            ("kaiti", &self.kaiti),
            ("heiti", &self.heiti),
            ("songti", &self.songti),
            ("biaosong", &self.biaosong),
        ]
    }

    /// The five lists with their names, to be changed.
    pub fn lists_mut(&mut self) -> [(&'static str, &mut Vec<String>); 5] {
        [
            ("fangsong", &mut self.fangsong),
            ("kaiti", &mut self.kaiti),
            ("heiti", &mut self.heiti),
            ("songti", &mut self.songti),
            ("biaosong", &mut self.biaosong),
        ]
    }

    /// The folder of the office's own fonts, seen from the data folder.
    #[must_use]
    pub fn own_folder(&self, data: &Path) -> Option<PathBuf> {
        (!self.folder.is_empty()).then(|| data.join(&self.folder))
    }
}
