//! Options of the commands, but for those of `cluster` and `tracing`.

use std::path::PathBuf;

use clap::Args;

/// Where what is made goes.
#[derive(Debug, Clone, Args)]
pub struct OutputPlace {
    /// Folder.
    #[arg(
        long = "output",
        value_name = "文件夹",
        default_value = "output",
        hide_default_value = true,
        help_heading = "选项",
        help = "输出文件夹（缺省为 output）"
    )]
    pub folder: PathBuf,
}

/// Papers at a time.
#[derive(Debug, Clone, Copy, Default, Args)]
pub struct Jobs {
    /// How many.
    #[arg(long = "jobs", value_name = "个数", help_heading = "选项", value_parser = clap::value_parser!(u16).range(1..=256), help = "同时排印的报告数，1至256（缺省为处理器核数）")]
    pub count: Option<u16>,
}

/// What makes the exit code 1.
#[derive(Debug, Clone, Copy, Default, Args)]
pub struct Strictness {
    /// 有提醒时退出码也为 1
    #[arg(long, help_heading = "选项")]
    pub deny_warnings: bool,
}

/// Where things are.
#[derive(Debug, Clone, Args)]
pub struct Places {
    /// 评估数据文件夹
    #[arg(
        long,
        value_name = "文件夹",
        default_value = "data",
        hide_default_value = true,
        help_heading = "选项",
        help = "评估数据文件夹（缺省为 data）"
    )]
    pub data: PathBuf,
    /// Templates and fonts.
    #[command(flatten)]
    pub assets: AssetPlaces,
}

/// Options of `init`.
#[derive(Debug, Clone, Args)]
pub struct InitArguments {
    /// 要新建的文件夹
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub folder: PathBuf,
    /// 由上年的评估数据文件夹开始：单位、指标和计分办法照旧，上年得分作为历史，未销号的整改带来
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub from: Option<PathBuf>,
    /// Where last year's output lies.
    #[arg(
        long,
        value_name = "文件夹",
        default_value = "output",
        hide_default_value = true,
        help_heading = "选项",
        help = "上年的输出文件夹，与 --from 同用（缺省为 output）"
    )]
    pub output: PathBuf,
    /// Templates and fonts.
    #[command(flatten)]
    pub assets: AssetPlaces,
}

/// Options of `forms`.
#[derive(Debug, Clone, Args)]
pub struct FormsArguments {
    /// Where things are.
    #[command(flatten)]
    pub places: Places,
    /// Output folder.
    #[arg(
        long,
        value_name = "文件夹",
        help_heading = "选项",
        help = "空白表放在哪里（缺省为评估数据文件夹：评分表放在 settings.toml 所写的位置，其余放在“空白表”）"
    )]
    pub output: Option<PathBuf>,
}

/// Options of `preview`.
#[derive(Debug, Clone, Args)]
pub struct PreviewArguments {
    /// Where things are.
    #[command(flatten)]
    pub places: Places,
    /// 看该单位的文书：代码、名称、简称或别名
    #[arg(long, value_name = "单位", required_unless_present = "only", help_heading = "选项")]
    pub unit: Option<String>,
    /// 看该种文书（缺省为单位评估报告）；全市一份的不写 --unit
    #[arg(long, value_name = "文书", help_heading = "选项")]
    pub only: Option<String>,
    /// Where the page is.
    #[command(flatten)]
    pub screen: Screen,
}

/// Where a page for the browser is.
#[derive(Debug, Clone, Copy, Args)]
pub struct Screen {
    /// Port.
    #[arg(
        long,
        value_name = "端口",
        help_heading = "选项",
        value_parser = clap::value_parser!(u16).range(1..),
        help = "本机的端口，1至65535（缺省自动选一个空闲的）"
    )]
    pub port: Option<u16>,
    /// 不打开浏览器，只显示地址
    #[arg(long, help_heading = "选项")]
    pub no_open: bool,
}

/// Options of `review`.
#[derive(Debug, Clone, Args)]
pub struct ReviewArguments {
    /// Where things are.
    #[command(flatten)]
    pub made: MadePlaces,
    /// Where the page is.
    #[command(flatten)]
    pub screen: Screen,
}

/// Templates and fonts.
#[derive(Debug, Clone, Args)]
pub struct AssetPlaces {
    /// 另用的模板文件夹，其中的文件逐个替换内置模板
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub templates: Option<PathBuf>,
    /// Font folder.
    #[arg(
        long,
        value_name = "文件夹",
        help_heading = "选项",
        help = "字体文件夹（缺省为当前文件夹或程序所在文件夹下的 fonts）"
    )]
    pub fonts: Option<PathBuf>,
}

/// Where things are, for a command that looks at what was made.
#[derive(Debug, Clone, Args)]
pub struct MadePlaces {
    /// Where things are.
    #[command(flatten)]
    pub places: Places,
    /// Output folder.
    #[command(flatten)]
    pub output: OutputPlace,
}

/// Options of `build`.
#[derive(Debug, Clone, Args)]
pub struct BuildArguments {
    /// Where things are.
    #[command(flatten)]
    pub made: MadePlaces,
    /// 只重做该单位的文书：代码、名称、简称或别名，可重复
    #[arg(long, value_name = "单位", help_heading = "选项")]
    pub unit: Vec<String>,
    /// 只做该种文书，可重复；不写则做本阶段应出的各种
    #[arg(long, value_name = "文书", help_heading = "选项")]
    pub only: Vec<String>,
    /// Workers.
    #[command(flatten)]
    pub jobs: Jobs,
    /// 只做第几份，共几份，如 3/8：几台机器分头做，做完用 merge 合成
    #[arg(long, value_name = "份/共", help_heading = "选项", value_parser = shard)]
    pub shard: Option<(usize, usize)>,
    /// Whether warnings count.
    #[command(flatten)]
    pub strictness: Strictness,
    /// 逐份列出为何重做，为何没有重做
    #[arg(long, help_heading = "选项")]
    pub why: bool,
    /// 列出各步用时
    #[arg(long, help_heading = "选项")]
    pub timings: bool,
}

impl BuildArguments {
    /// The same places, for a command that makes nothing.
    #[must_use]
    pub fn checking(places: Places) -> Self {
        Self::of(MadePlaces { places, output: OutputPlace { folder: PathBuf::new() } })
    }

    /// The same places, for a command that chooses no papers.
    #[must_use]
    pub fn of(made: MadePlaces) -> Self {
        let (unit, only) = (Vec::new(), Vec::new());
        let (jobs, strictness) = (Jobs::default(), Strictness::default());
        let (shard, why, timings) = (None, false, false);
        Self { made, unit, only, jobs, shard, strictness, why, timings }
    }
}

/// Shares that a run may be divided into.
const MOST_SHARES: usize = 1_000_000;

/// A share as it is typed: its number and how many there are.
fn shard(text: &str) -> Result<(usize, usize), String> {
    let parsed = text.split_once('/').and_then(|(index, count)| {
        let (index, count) = (index.trim().parse().ok()?, count.trim().parse().ok()?);
        ((1..=count).contains(&index) && count <= MOST_SHARES).then_some((index, count))
    });
    parsed.ok_or_else(|| "要写成“份/共”，如 3/8，份从1起".to_owned())
}

/// Options of `merge`.
#[derive(Debug, Clone, Args)]
pub struct MergeArguments {
    /// 评估编号；只有一个评估有分头做的各份时可以不写
    #[arg(value_name = "评估编号", help_heading = "参数")]
    pub assessment: Option<String>,
    /// Output folder.
    #[command(flatten)]
    pub output: OutputPlace,
    /// 另用的模板文件夹：各份用了哪个，这里也用哪个
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub templates: Option<PathBuf>,
    /// Whether warnings count.
    #[command(flatten)]
    pub strictness: Strictness,
}

/// Options of `results` and of `verify`.
#[derive(Debug, Clone, Args)]
pub struct ResultsArguments {
    /// Where things are.
    #[command(flatten)]
    pub made: MadePlaces,
    /// Whether warnings count.
    #[command(flatten)]
    pub strictness: Strictness,
}

impl ResultsArguments {
    /// The same as `build` would have them.
    #[must_use]
    pub fn building(self) -> BuildArguments {
        let Self { made, strictness } = self;
        BuildArguments { strictness, ..BuildArguments::of(made) }
    }
}

/// Options of `release`.
#[derive(Debug, Clone, Args)]
pub struct ReleaseArguments {
    /// Where things are.
    #[command(flatten)]
    pub made: MadePlaces,
}

/// Options of `check`.
#[derive(Debug, Clone, Args)]
pub struct CheckArguments {
    /// Where things are.
    #[command(flatten)]
    pub places: Places,
    /// Form of the list.
    #[arg(
        long,
        value_name = "格式",
        value_enum,
        default_value_t = Format::Text,
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项",
        help = "核对结果的格式：text 文字，json 数据，xlsx 可筛选的工作簿（缺省为 text）"
    )]
    pub format: Format,
    /// File of the list.
    #[arg(
        long,
        value_name = "文件",
        help_heading = "选项",
        help = "核对结果写入的文件（xlsx 缺省为当前文件夹的“核对结果.xlsx”，其余缺省为直接显示）"
    )]
    pub report: Option<PathBuf>,
    /// Whether warnings count.
    #[command(flatten)]
    pub strictness: Strictness,
}

impl CheckArguments {
    /// The file that the list goes into; none where it is printed.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        let own = || (self.format == Format::Xlsx).then(|| PathBuf::from("核对结果.xlsx"));
        self.report.clone().or_else(own)
    }
}

/// Forms of the list of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For spreadsheets.
    Xlsx,
}
