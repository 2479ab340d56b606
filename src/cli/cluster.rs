//! Options of the commands that share a run out over a work queue.

use std::path::PathBuf;

use clap::Args;

use super::{Jobs, OutputPlace, Places, Strictness};

/// Address of the work queue.
#[derive(Debug, Clone, Args)]
pub struct Server {
    /// Address.
    #[arg(
        long,
        value_name = "地址",
        env = "NATS_URL",
        hide_env = true,
        help_heading = "选项",
        help = "NATS 服务器的地址，如 nats://10.0.0.1:4222（也可写在环境变量 NATS_URL 中，带口令的宜如此）"
    )]
    pub nats: String,
}

/// Where the work queue is, and what is fetched from it.
#[derive(Debug, Clone, Args)]
pub struct QueuePlaces {
    /// Address of the server.
    #[command(flatten)]
    pub server: Server,
    /// Folder for what is fetched.
    #[arg(
        long,
        value_name = "文件夹",
        help_heading = "选项",
        help = "存放取来的数据、字体的文件夹（缺省在系统的临时文件夹中）"
    )]
    pub work: Option<PathBuf>,
}

/// Options of `plan`.
#[derive(Debug, Clone, Args)]
pub struct PlanArguments {
    /// Where things are.
    #[command(flatten)]
    pub places: Places,
    /// Address of the server.
    #[command(flatten)]
    pub server: Server,
    /// 只做该种文书，可重复；不写则做本阶段应出的各种
    #[arg(long, value_name = "文书", help_heading = "选项")]
    pub only: Vec<String>,
    /// Seconds of a chunk.
    #[arg(
        long,
        value_name = "秒",
        default_value_t = 20,
        hide_default_value = true,
        value_parser = clap::value_parser!(u64).range(1..=3_600),
        help_heading = "选项",
        help = "一块约需一个处理器核多少秒，1至3600（缺省为20）"
    )]
    pub chunk: u64,
    /// Seconds of patience.
    #[arg(
        long,
        value_name = "秒",
        default_value_t = 60,
        hide_default_value = true,
        value_parser = clap::value_parser!(u64).range(2..=3_600),
        help_heading = "选项",
        help = "做这一块的机器多少秒没有音讯，就交给别的机器，2至3600（缺省为60）"
    )]
    pub patience: u64,
}

/// Options of `worker`.
#[derive(Debug, Clone, Args)]
pub struct WorkerArguments {
    /// Where the queue is.
    #[command(flatten)]
    pub queue: QueuePlaces,
    /// Workers.
    #[command(flatten)]
    pub jobs: Jobs,
    /// 多少秒没有事做就结束（缺省一直等下去，按 Ctrl+C 结束）
    #[arg(long, value_name = "秒", help_heading = "选项", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub idle: Option<u64>,
}

/// Options of `collect`.
#[derive(Debug, Clone, Args)]
pub struct CollectArguments {
    /// plan 显示的编号，写前几位即可；只有一个时可以不写
    #[arg(value_name = "编号", help_heading = "参数")]
    pub plan: Option<String>,
    /// Where the queue is.
    #[command(flatten)]
    pub queue: QueuePlaces,
    /// Output folder.
    #[command(flatten)]
    pub output: OutputPlace,
    /// Whether warnings count.
    #[command(flatten)]
    pub strictness: Strictness,
}
