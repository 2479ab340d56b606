//! What was typed. A field's doc is its help text, so that it is written once, where there is no
//! `help`.

mod arguments;
#[cfg(feature = "cluster")]
mod cluster;
mod tracing;

use clap::builder::styling::Styles;
use clap::{CommandFactory as _, Parser, Subcommand};

pub use arguments::{
    AssetPlaces, BuildArguments, CheckArguments, Format, FormsArguments, InitArguments, Jobs,
    MadePlaces, MergeArguments, OutputPlace, Places, PreviewArguments, ReleaseArguments,
    ResultsArguments, ReviewArguments, Screen, Strictness,
};
#[cfg(feature = "cluster")]
pub use cluster::{CollectArguments, PlanArguments, QueuePlaces, Server, WorkerArguments};
pub use tracing::{DiffArguments, TraceArguments};

/// 从评估数据生成各单位评估报告和总报告
///
/// 不写命令时等于 build：读取数据文件夹，核对，计算，排印全部报告。
/// 退出码：0 完成；1 有错误要改；2 无法运行。
#[derive(Debug, Clone, Parser)]
#[command(
    name = "make-reports",
    version,
    styles = Styles::plain(),
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_negates_reqs = true,
    args_conflicts_with_subcommands = true,
    help_template = HELP,
    override_usage = "make-reports [命令] [选项]"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Options of `build`, the command that needs no name.
    #[command(flatten)]
    pub build: BuildArguments,
    /// 显示帮助
    #[arg(long, short, global = true, action = clap::ArgAction::Help, help_heading = "选项")]
    help: Option<bool>,
    /// 显示版本
    #[arg(long, short = 'V', action = clap::ArgAction::Version, help_heading = "选项")]
    version: Option<bool>,
}

const HELP: &str = "\
{about-with-newline}
用法：{usage}

{all-args}";

/// Commands.
#[derive(Debug, Clone, Subcommand)]
#[command(subcommand_help_heading = "命令")]
pub enum Command {
    /// 生成报告（不写命令时即此）
    ///
    /// 数据、模板、字体和程序都没有变的文书不重做，用上次的；--why 逐份说明。
    #[command(help_template = HELP, override_usage = "make-reports build [选项]")]
    Build(BuildArguments),
    /// 只核对数据，不生成报告
    #[command(help_template = HELP, override_usage = "make-reports check [选项]")]
    Check(CheckArguments),
    /// 只计算并写出结果表（results），不排印报告，不用字体
    ///
    /// 单位很多时用。上次做的报告留着；数据、模板或字体有变的，标为过时。
    #[command(help_template = HELP, override_usage = "make-reports results [选项]")]
    Results(ResultsArguments),
    /// 说明一个检查代码：含义、为何要紧、改前改后
    #[command(help_template = HELP, override_usage = "make-reports explain [代码]")]
    Explain {
        /// 检查结果方括号中的代码，如 score-missing；不写则列出全部代码
        #[arg(value_name = "代码", help_heading = "参数")]
        code: Option<String>,
    },
    /// 新建评估数据文件夹，内有设置、名单、指标和各种空白表
    ///
    /// 文件夹须是新的或空的。做好后按提示改设置、单位名单和指标，再运行 make-reports forms。
    #[command(help_template = HELP, override_usage = "make-reports init <文件夹> [选项]")]
    Init(InitArguments),
    /// 按单位名单和指标重新生成空白表：指标体系、指标说明、自评表、自评自查报告、评分表
    ///
    /// 没有人动过的空白表会换成新的；已经填写或改动的一律不动，并逐个列出，此时退出码为1。
    /// 要得到新的，把旧的移走或改名再运行，或用 --output 另存一处。
    #[command(help_template = HELP, override_usage = "make-reports forms [选项]")]
    Forms(FormsArguments),
    /// 在浏览器中看一份文书，每次保存数据或模板随即更新
    ///
    /// 只在本机显示，不改动任何文件；按 Ctrl+C 结束。
    #[command(help_template = HELP, override_usage = "make-reports preview --unit <单位> [选项]")]
    Preview(PreviewArguments),
    /// 在浏览器中审签文书：看有什么变化、比较、批注、通过或退回
    ///
    /// 只在本机显示，不改动数据、模板和文书；审签随时记在输出文件夹的 review 中，按 Ctrl+C 结束。
    #[command(help_template = HELP, override_usage = "make-reports review [选项]")]
    Review(ReviewArguments),
    /// 把几台机器用 build --shard 分头做的各份合成一套输出
    ///
    /// 各份放在输出文件夹的 .shards 之下，别的机器做的，把该文件夹复制过来。合成的与一台机器做的逐字节相同，合成后各份删去。
    /// 缺份、混有别次的份、文件有改动的，逐一列出，什么也不动，退出码为2。
    #[command(help_template = HELP, override_usage = "make-reports merge [评估编号] [选项]")]
    Merge(MergeArguments),
    /// 把要做的文书分成块，连同数据、模板和字体放进 NATS 工作队列，由各台机器上的 worker 去做
    ///
    /// 先核对数据，有错误就不放。同一份数据、字体只放一次。做好后用 collect 收齐。
    #[cfg(feature = "cluster")]
    #[command(help_template = HELP, override_usage = "make-reports plan --nats <地址> [选项]")]
    Plan(PlanArguments),
    /// 从 NATS 工作队列领一块做一块，做好交回；可在许多台机器上同时运行
    ///
    /// 只领同一版程序放进的块。中途断掉或没有音讯的，那一块由别的机器重做；做了两次的，结果相同，只收一份。
    #[cfg(feature = "cluster")]
    #[command(help_template = HELP, override_usage = "make-reports worker --nats <地址> [选项]")]
    Worker(WorkerArguments),
    /// 等各块做好，收齐，合成一套输出；与一台机器做的逐字节相同
    ///
    /// 中途停下的，再运行时接着收。有几块谁也做不成时，列出后结束，退出码为2。
    #[cfg(feature = "cluster")]
    #[command(help_template = HELP, override_usage = "make-reports collect [编号] --nats <地址> [选项]")]
    Collect(CollectArguments),
    /// 检查输出文件夹：文书有无改动，成品能否付印
    ///
    /// 逐个核对文书及其附带文件、结果表的校验值，并按印出来的样子检查每份文书：字体、缺字、空白字、重叠、出页、空页、
    /// 页末的标题、链接、PDF/A 和 PDF/UA 标志、数字的位置。查过而没有变的不再查。
    #[command(help_template = HELP, override_usage = "make-reports verify [选项]")]
    Verify(ResultsArguments),
    /// 说明文书中的一个数字怎样得来，直到评分表等文件的单元格
    ///
    /// 按现在的数据重新计算，不看输出文件夹，不改动任何文件；列出别的单位的数字，只供评估单位使用。
    /// 退出码：0 找到；2 没有这个数字，或写得不清楚（列出可能的数字）。
    #[command(help_template = HELP, override_usage = "make-reports trace <单位> <数字> [选项]")]
    Trace(TraceArguments),
    /// 比较同一评估的两次输出：文书、总得分、名次、等次，变动它们的输入，印得不同的页
    ///
    /// 屏幕上是摘要，逐页对照在网页中，不用联网，也不用服务器；两个文件夹都不改动。
    /// 退出码：0 没有不同；1 有不同；2 无法比较。
    #[command(help_template = HELP, override_usage = "make-reports diff <原文件夹> <现文件夹> [选项]")]
    Diff(DiffArguments),
    /// 把审签通过的文书封装发出：每个收件方一个压缩包
    ///
    /// 先像 verify 那样检查，再核对审签。有该审签而没有通过的、审签后有变化的、过时的、检查有错误的文书，就不发出，
    /// 什么也不写，逐类列出，退出码为1。发出的在输出文件夹的 release 之下，每次一个文件夹，附审签表、分发清单和校验值；
    /// 已发出的不会被覆盖。谁得到哪几种文书，在 settings.toml 的“release”一节中写明。
    #[command(help_template = HELP, override_usage = "make-reports release [选项]")]
    Release(ReleaseArguments),
    /// 输出命令行补全脚本
    #[command(help_template = HELP, override_usage = "make-reports completions <SHELL>")]
    Completions {
        /// 命令行的种类：bash、zsh、fish、powershell、elvish
        #[arg(value_name = "SHELL", hide_possible_values = true, help_heading = "参数")]
        shell: clap_complete::Shell,
    },
}

/// What came of reading the command line.
#[derive(Debug)]
pub enum Typed {
    /// A command.
    Command(Box<Command>),
    /// A text that was asked for: help or version.
    Text(String),
    /// A mistake, in Chinese.
    Mistake(String),
}

/// Reads a command line.
pub fn read(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> Typed {
    use clap::error::ErrorKind;
    match Cli::try_parse_from(arguments) {
        Ok(Cli { command, build, .. }) => {
            Typed::Command(Box::new(command.unwrap_or(Command::Build(build))))
        }
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                Typed::Text(joined(&error.to_string()))
            }
            _ => Typed::Mistake(mistake(&error)),
        },
    }
}

/// Lines of one paragraph without the blanks that were put between them: Chinese has none.
fn joined(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let is_between = |at: usize| {
        let beside = [at.checked_sub(1), at.checked_add(1)];
        beside.iter().flatten().all(|own| signs.get(*own).is_some_and(|sign| !sign.is_ascii()))
    };
    let kept = signs.iter().enumerate().filter(|(at, sign)| **sign != ' ' || !is_between(*at));
    kept.map(|(_, sign)| sign).collect()
}

/// A mistake on the command line, in Chinese.
fn mistake(error: &clap::Error) -> String {
    use clap::error::{ContextKind, ErrorKind};
    let context = |kind: ContextKind| {
        error.get(kind).map(|value| value.to_string().trim().to_owned()).unwrap_or_default()
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("不认识“{argument}”"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”后面缺少内容"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let known = context(ContextKind::ValidValue).replace(", ", "、");
            let known = if known.is_empty() { known } else { format!("，可用：{known}") };
            // What clap itself says of a number is English; `--help` has its range.
            let own = std::error::Error::source(error).map(ToString::to_string);
            let own = own.filter(|text| !text.is_ascii()).map(|text| format!("：{text}"));
            format!("“{argument}”的值“{value}”不合要求{known}{}", own.unwrap_or_default())
        }
        ErrorKind::ArgumentConflict => format!("“{argument}”不能重复或与别的选项同用"),
        ErrorKind::MissingRequiredArgument => format!("缺少“{argument}”"),
        ErrorKind::InvalidUtf8 => "参数不是 UTF-8 文字".to_owned(),
        _ => format!("命令行有误（{}）", error.kind()),
    };
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand];
    let suggested = suggested.into_iter().map(context).find(|text| !text.is_empty());
    let hint = suggested.map(|text| format!("，是不是“{text}”？")).unwrap_or_default();
    let end = if hint.is_empty() { "。" } else { "" };
    format!("{what}{hint}{end}用 make-reports --help 看用法。")
}

/// The completion script of a shell.
#[must_use]
pub fn completions(shell: clap_complete::Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "make-reports", &mut script);
    script
}
