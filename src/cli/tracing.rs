//! Options of commands that say where figures come from.

use std::path::PathBuf;

use clap::Args;

use super::Places;

/// Options of `trace`.
#[derive(Debug, Clone, Args)]
pub struct TraceArguments {
    /// 单位的代码、名称、简称或别名；全市文书中的数字写“全市”
    #[arg(value_name = "单位", help_heading = "参数", display_order = 1)]
    pub unit: String,
    /// 数字的编号、编号的一部分、指标编号，或名称（如“总分”“排名”）
    #[arg(value_name = "数字", help_heading = "参数", display_order = 2)]
    pub figure: String,
    /// Where things are.
    #[command(flatten)]
    pub places: Places,
}

/// Options of `diff`.
#[derive(Debug, Clone, Args)]
pub struct DiffArguments {
    /// 原来的文件夹：一次评估的输出（其中有 manifest.json），或者一次发出
    #[arg(value_name = "原文件夹", help_heading = "参数", display_order = 1)]
    pub old: PathBuf,
    /// 现在的文件夹
    #[arg(value_name = "现文件夹", help_heading = "参数", display_order = 2)]
    pub new: PathBuf,
    /// Folder of the data.
    #[arg(
        long,
        value_name = "文件夹",
        default_value = "data",
        hide_default_value = true,
        help_heading = "选项",
        help = "评估数据文件夹（缺省为 data）：仍是现在这次所用的，写明变动的输入在哪个单元格"
    )]
    pub data: PathBuf,
    /// Folder of the report.
    #[arg(
        long,
        value_name = "文件夹",
        help_heading = "选项",
        help = "对照的网页放在哪里（缺省为现文件夹旁边，名称加 -diff）；已有的只替换本命令做的"
    )]
    pub output: Option<PathBuf>,
    /// Pages shown of a paper.
    #[arg(
        long,
        value_name = "页数",
        default_value_t = 4,
        hide_default_value = true,
        help_heading = "选项",
        help = "每份文书至多对照几页（缺省为4），其余只计数"
    )]
    pub pages: usize,
    /// Papers compared page by page.
    #[arg(
        long,
        value_name = "份数",
        default_value_t = 100,
        hide_default_value = true,
        help_heading = "选项",
        help = "至多逐页比较几份文书（缺省为100），本单位数据有变的在前，其余只列数字"
    )]
    pub papers: usize,
    /// Templates and fonts.
    #[arg(
        long,
        value_name = "文件夹",
        help_heading = "选项",
        help = "另用的模板文件夹，其中的文件逐个替换内置模板"
    )]
    pub templates: Option<PathBuf>,
}
