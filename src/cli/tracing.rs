//! Options of commands that say where figures come from.

use clap::Args;

use super::Places;

/// Options of `trace`.
#[derive(Debug, Clone, Args)]
pub struct TraceArguments {
    /// 单位的代码、名称、简称或别名；全市文书中的数字写“全市”
    #[arg(value_name = "单位", help_heading = "参数")]
    pub unit: String,
    /// 数字的编号、编号的一部分、指标编号，或名称（如“总分”“排名”）
    #[arg(value_name = "数字", help_heading = "参数")]
    pub figure: String,
    /// Where things are.
    #[command(flatten)]
    pub places: Places,
}
