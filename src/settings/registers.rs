//! Settings of registers: their files, windows, caps and gates (`rules.md`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Moment;

/// How a [`Moment`] is described to the settings' reader.
#[derive(JsonSchema)]
#[schemars(extend("format" = "moment"))]
struct MomentText(#[expect(dead_code, reason = "describes the form only")] String);

/// Files of the registers; empty for none.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct RegisterFiles {
    /// 得分更正.
    pub corrections: String,
    /// 复核申请.
    pub appeals: String,
    /// 加分.
    pub bonus: String,
    /// 扣分.
    pub deductions: String,
    /// 材料报送.
    pub submissions: String,
    /// 一票否决.
    pub vetoes: String,
    /// 等次限制.
    pub caps: String,
    /// 抽样复评.
    pub second_scores: String,
    /// Returned 整改台账.
    pub ledgers: String,
    /// 失分原因目录.
    pub causes: String,
    /// 整改建议目录.
    pub actions: String,
}

/// The window of appeals.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct AppealWindow {
    /// Days from receipt.
    #[schemars(range(min = 0, max = 365))]
    pub days: u32,
    /// Whether the day of receipt is the first day.
    pub count_first_day: bool,
    /// Which days count.
    pub count: DayCount,
    /// Days off beside weekends, `2024-10-01`.
    #[schemars(with = "Vec<MomentText>")]
    pub days_off: Vec<Moment>,
    /// Days worked on weekends.
    #[schemars(with = "Vec<MomentText>")]
    pub extra_working_days: Vec<Moment>,
    /// Whether a last day off moves to the next working day.
    pub roll: bool,
    /// Latest hour on the last day.
    pub closing: String,
    /// A fixed last day instead of counting.
    #[schemars(with = "Option<String>", extend("format" = "moment"))]
    pub ends_on: Option<Moment>,
    /// Evidence made after this day earns nothing.
    #[schemars(with = "Option<String>", extend("format" = "moment"))]
    pub evidence_cutoff: Option<Moment>,
    /// Whether an appeal may lower points.
    pub may_lower: bool,
}

/// Which days a window counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayCount {
    /// All days.
    Calendar,
    /// Working days.
    Working,
}

/// What has to be handed in, until when, and what lateness costs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct SubmissionRules {
    /// Deadline.
    #[schemars(with = "Option<String>", extend("format" = "moment"))]
    pub deadline: Option<Moment>,
    /// Required pieces.
    pub pieces: Vec<String>,
    /// How lateness costs points.
    pub late: LateRule,
    /// Points, a decimal as text.
    pub late_points: String,
    /// Most points that lateness costs.
    pub late_cap: Option<String>,
}

/// How lateness costs points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LateRule {
    /// Not at all.
    None,
    /// Once.
    Fixed,
    /// For every day.
    PerDay,
}

/// When evidence is collected.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Collection {
    /// First day.
    #[schemars(with = "Option<String>", extend("format" = "moment"))]
    pub from: Option<Moment>,
    /// Last day.
    #[schemars(with = "Option<String>", extend("format" = "moment"))]
    pub to: Option<Moment>,
}

/// Deadlines of rectification, and the re-check of what came back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Rectification {
    /// Last day for what can be mended at once (立行立改); the returned ledger is due then, too.
    #[schemars(with = "Option<String>", extend("format" = "moment"))]
    pub due_now: Option<Moment>,
    /// Last day for what shows in the next cycle.
    #[schemars(with = "Option<String>", extend("format" = "moment"))]
    pub due_periodic: Option<Moment>,
    /// Day of the re-check: what is not done by then and was due is overdue.
    #[schemars(with = "Option<String>", extend("format" = "moment"))]
    pub checked_on: Option<Moment>,
    /// Most problems that 整改台账汇总 lists one by one.
    #[schemars(range(min = 0, max = 100_000))]
    pub listed_most: usize,
}

/// Last year's table.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
pub struct HistorySettings {
    /// Period as papers say it, for instance `2022年度`.
    pub period: String,
    /// Least gain in points of a unit that improved fast (进步较快).
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub progress_points: f64,
    /// Standard deviations above the mean change that its gain reaches.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub progress_deviations: f64,
}

/// Veto (一票否决).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct VetoSettings {
    /// Fixed total of a vetoed unit, a decimal as text; none keeps its own.
    pub score: Option<String>,
    /// Whether vetoed units count in n and in means.
    pub counted: bool,
}

/// A round of scoring within a class.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Round {
    /// Name.
    pub name: String,
    /// Its share, a decimal as text; shares of a class add up to 1.
    pub share: String,
    /// File of its scores.
    pub scores: String,
}
