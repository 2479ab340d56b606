//! The 4 county-level governments and 37 municipal units of the assessment.

/// A unit of the list.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Code, such as `D07`.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// Other name, empty for none.
    pub alias: &'static str,
    /// Host of its portal; `.example` is a reserved domain and leads nowhere.
    pub host: String,
}

/// The renamed unit: its invented former name, which last year's file has.
pub const RENAMED: (&str, &str) = ("市政务服务数据管理局", "汕尾市政务服务局");

const COUNTIES: [(&str, &str); 4] = [
    ("市城区", "swcq.example"),
    ("陆丰市", "lufeng.example"),
    ("海丰县", "haifeng.example"),
    ("陆河县", "luhe.example"),
];

const DEPARTMENTS: [(&str, &str); 37] = [
    ("红海湾经济开发区管委会", "honghaiwan"),
    ("华侨管理区管委会", "huaqiao"),
    ("汕尾高新区管委会", "gaoxin"),
    ("汕尾品清湖新区管委会", "pinqinghu"),
    ("市发展改革局", "fgj"),
    ("市教育局", "jyj"),
    ("市科技局", "kjj"),
    ("市工信局", "gxj"),
    ("市公安局", "gaj"),
    ("市民政局", "mzj"),
    ("市司法局", "sfj"),
    ("市财政局", "czj"),
    ("市人力资源和社会保障局", "rsj"),
    ("市自然资源局", "zrzyj"),
    ("市生态环境局", "sthjj"),
    ("市住建局", "zjj"),
    ("市交通运输局", "jtj"),
    ("市水务局", "swj"),
    ("市商务局", "swuj"),
    ("市农业农村局", "nyncj"),
    ("市文广旅体局", "wglt"),
    ("市卫生健康局", "wsjkj"),
    ("市退役军人事务局", "tyjrj"),
    ("市应急管理局", "yjglj"),
    ("市审计局", "sjj"),
    ("市国资委", "gzw"),
    ("市市场监管局", "scjgj"),
    ("市统计局", "tjj"),
    ("市医疗保障局", "ylbzj"),
    ("市信访局", "xfj"),
    ("市政务服务数据管理局", "zfsj"),
    ("市林业局", "lyj"),
    ("市人防办", "rfb"),
    ("市投资促进局", "tzcjj"),
    ("市供销社", "gxs"),
    ("市代建中心", "djzx"),
    ("市驻外办", "zwb"),
];

/// Full names that are more than `汕尾` before the short one.
const FULL_NAMES: [(&str, &str); 15] = [
    ("红海湾经济开发区管委会", "汕尾红海湾经济开发区管理委员会"),
    ("华侨管理区管委会", "汕尾市华侨管理区管理委员会"),
    ("汕尾高新区管委会", "汕尾高新技术产业开发区管理委员会"),
    ("汕尾品清湖新区管委会", "汕尾品清湖新区管理委员会"),
    ("市发展改革局", "汕尾市发展和改革局"),
    ("市科技局", "汕尾市科学技术局"),
    ("市工信局", "汕尾市工业和信息化局"),
    ("市住建局", "汕尾市住房和城乡建设局"),
    ("市文广旅体局", "汕尾市文化广电旅游体育局"),
    ("市国资委", "汕尾市人民政府国有资产监督管理委员会"),
    ("市市场监管局", "汕尾市市场监督管理局"),
    ("市人防办", "汕尾市人民防空办公室"),
    ("市供销社", "汕尾市供销合作联社"),
    ("市代建中心", "汕尾市代建项目事务中心"),
    ("市驻外办", "汕尾市人民政府驻外办事处"),
];

/// The counties, in list order.
pub fn counties() -> Vec<Unit> {
    let unit = |(at, (short, host)): (usize, &(&str, &str))| Unit {
        code: format!("X{:02}", at + 1),
        name: if *short == "市城区" {
            "汕尾市城区人民政府".into()
        } else {
            format!("{short}人民政府")
        },
        short: (*short).into(),
        alias: "",
        host: format!("www.{host}"),
    };
    COUNTIES.iter().enumerate().map(unit).collect()
}

/// The departments, in list order.
pub fn departments() -> Vec<Unit> {
    let unit = |(at, (short, host)): (usize, &(&str, &str))| Unit {
        code: format!("D{:02}", at + 1),
        name: full_name(short),
        short: (*short).into(),
        alias: if *short == RENAMED.0 { RENAMED.1 } else { "" },
        host: format!("{host}.shanwei.example"),
    };
    DEPARTMENTS.iter().enumerate().map(unit).collect()
}

fn full_name(short: &str) -> String {
    let known = FULL_NAMES.iter().find(|(known, _)| *known == short);
    known.map_or_else(|| format!("汕尾{short}"), |(_, name)| (*name).to_owned())
}
