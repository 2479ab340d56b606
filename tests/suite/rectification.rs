//! 整改通知, 整改台账汇总, 整改复查通报, 指标修订建议, 归档清单: what each must hold and must not.

use make_reports::analyse::facts::{self, city::LedgersFacts};
use make_reports::analyse::{analyse, problems};
use make_reports::crew::Crew;
use make_reports::pipeline;

use crate::bad_input::Edit::{Add, Swap};
use crate::bad_input::{Edit, bend};
use crate::support::{City, printed_papers, repository, scorebook};

const SETTINGS: &str = "settings.toml";
const LEDGER: &str = "registers/ledgers.csv";
const RECTIFIED: Edit = Swap(
    SETTINGS,
    "stage = \"submitted\"",
    "stage = \"rectified\"\napproved_on = \"2024-09-20\"\napproved_by = \"市政府审定\"",
);
const DUE: Edit = Swap(
    SETTINGS,
    "checked_on = 2024-10-10",
    "checked_on = 2024-10-10\ndue_now = 2024-10-01\ndue_periodic = 2025-03-31",
);

fn bent(edits: &[Edit]) -> City {
    let city = City::copy("registers");
    bend(&city, &[RECTIFIED, DUE]);
    bend(&city, edits);
    city
}

/// The papers of a kind with their texts without spaces, by path.
fn printed(city: &City, kind: &str) -> Vec<(String, String)> {
    let _ = std::fs::remove_dir_all(city.output());
    let mut order = city.order();
    order.only = vec![kind.to_owned()];
    let report = pipeline::build(&order, &|_| {}).unwrap();
    assert_eq!(report.failed, [] as [String; 0], "{:#?}", report.findings);
    printed_papers(city)
}

fn ledgers(city: &City) -> LedgersFacts {
    let book = scorebook(city);
    facts::ledgers(&book, &analyse(&book, Crew::new(2)))
}

#[test]
fn a_notice_tells_its_own_unit_what_to_mend_until_when() {
    let city = bent(&[]);
    let letters = printed(&city, "rectification");
    // The table of the departments gives no reasons.
    assert_eq!(letters.len(), 5);
    let names = ["东河县", "西山县", "南湖区", "北原县", "中州区", "教育局", "水务局", "文化局"];
    for (path, text) in &letters {
        for name in names.iter().filter(|name| !path.contains(**name)) {
            assert!(!text.contains(name), "{path} names {name}");
        }
        for word in ["总得分", "等次", "第1名", "平均", "末位"] {
            assert!(!text.contains(word), "{path} says {word}");
        }
    }
    let of = |name: &str| &letters.iter().find(|(path, _)| path.contains(name)).unwrap().1;
    // 西山县 loses 8 + 4 + 5 + 3 points; one of the four problems shows in the next cycle.
    for said in [
        "你单位有4项指标失分，共失20分，涉及问题4个",
        "可立行立改的3个问题，应于2024年10月1日前整改到位",
        "下一周期才能体现的1个问题",
        "于2025年3月31日前完成整改",
        "补充公开并清理同类文件",
        "西山县2024年度整改台账",
    ] {
        assert!(of("西山县").contains(said), "{said}");
    }
    // One of 中州区's problems is closed, another was there last year.
    for said in ["已销号1个，尚有3个需要整改", "上年已有", "已销号"] {
        assert!(of("中州区").contains(said), "{said}");
    }
}

/// Twenty-five problems. One of 15 + 6 that can be mended at once is closed, so that 20 are overdue
/// on the day of the re-check; four show in the next cycle.
#[test]
fn rectification_is_counted_once_for_all_papers() {
    let found = ledgers(&bent(&[]));
    let tally = found.tally.unwrap();
    let texts = [
        tally.problems,
        tally.mendable,
        tally.closed,
        tally.closed_rate.unwrap(),
        tally.overdue,
        tally.repeated,
        tally.returned,
        tally.silent,
    ];
    let texts: Vec<&str> = texts.iter().map(|figure| figure.text.as_str()).collect();
    assert_eq!(texts, ["25", "25", "1", "4.0", "20", "1", "1", "7"]);
    // What came back under the unit's own deadline is held against that.
    let late = ledgers(&bent(&[Swap(LEDGER, "2024-09-20", "2024-10-02")])).tally.unwrap();
    assert_eq!((late.overdue.text.as_str(), late.overdue_open.text.as_str()), ("21", "20"));
    let refused = ledgers(&bent(&[Swap(LEDGER, "已销号", "未通过")])).tally.unwrap();
    assert_eq!((refused.closed.text.as_str(), refused.sent_back.text.as_str()), ("0", "1"));
}

/// A returned row that holds two reasons of a cell is about both; a row in other words is about what
/// is left over; one of an indicator without a loss is about nothing.
#[test]
fn returned_rows_find_their_problems() {
    const SCORES: &str = "county-scores.csv";
    let two = Swap(SCORES, "六件文件没有公开，两件超期", "六件文件没有公开；两件超期");
    let states = |edits: &[Edit]| -> Vec<&'static str> {
        let book = scorebook(&bent(edits));
        let analysis = analyse(&book, Crew::new(2));
        let own = problems(&book.checked, 0, &analysis.classes[0], 4);
        own.iter().take(2).map(|problem| problem.state.name()).collect()
    };
    let row = |said| Swap(LEDGER, "六件文件没有公开", said);
    assert_eq!(states(&[two]), ["closed", "open"]);
    assert_eq!(states(&[two, row("六件文件没有公开；两件超期")]), ["closed", "closed"]);
    assert_eq!(states(&[two, row("两件超期")]), ["open", "closed"]);
    assert_eq!(states(&[two, row("别的说法")]), ["closed", "open"]);
    let idle = ledgers(&bent(&[Add(LEDGER, "Z2,东河县,B1,旧问题,,,,,,,\n")]));
    assert_eq!(idle.idle.text, "1");
}

#[test]
fn the_recheck_names_units_with_counts_only() {
    let city = bent(&[]);
    let papers = printed(&city, "recheck");
    let (path, text) = &papers[0];
    for said in [
        "8个单位的问题25个",
        "1个单位返回了整改台账",
        "已销号1个，销号率为4.0%",
        "到期未销号20个",
        "逾期20个，到复查日都未销号（",
        "7个单位没有返回整改台账，其问题计入应整改的数量",
        "县（区）整改和台账报送情况",
        "2025年3月31日前完成",
    ] {
        assert!(text.contains(said), "{path}: {said}");
    }
    // No praise, no last place, no points, nobody's problem; signed on no day that is not known.
    for word in ["表彰", "末位", "得分", "失分5", "六件文件", "第1名", "2024年9月20日"]
    {
        assert!(!text.contains(word), "{word}");
    }
    // Nothing came back: nothing is told.
    bend(&city, &[Edit::Strike(LEDGER, "Z1")]);
    assert_eq!(printed(&city, "recheck"), []);
}

/// Approved on 20 September, ledgers due on 1 October, one of eight units returned its ledger. What a
/// re-check says of the other seven hangs on its own day.
#[test]
fn the_recheck_blames_nobody_before_the_ledgers_are_due() {
    let text = |day: &str| {
        let city = bent(&[]);
        city.replace(SETTINGS, "checked_on = 2024-10-10", &format!("checked_on = {day}"));
        printed(&city, "recheck").remove(0).1
    };
    let early = [
        "其余7个单位的21个问题待报送台账（2024年10月1日前），不计入销号率",
        "待报送",
        "尚待整改的问题",
    ];
    let blame = ["未返回", "没有返回", "要书面说明原因", "存在的问题"];
    for (day, said, never) in [
        ("2024-09-19", "初评反馈后，有1个单位先行整改并返回台账", "审定后"),
        (
            "2024-09-20",
            "评估结果审定后，各单位对照整改通知开展整改，有1个单位在期限前返回了台账",
            "初评",
        ),
        // The last day is still in time.
        (
            "2024-10-01",
            "评估结果审定后，各单位对照整改通知开展整改，有1个单位在期限前返回了台账",
            "初评",
        ),
    ] {
        let text = text(day);
        for said in early.iter().chain([&said]) {
            assert!(text.contains(said), "{day}: {said}: {text}");
        }
        for word in blame.iter().chain([&never]) {
            assert!(!text.contains(word), "{day}: {word}: {text}");
        }
    }
    let late = text("2024-10-02");
    for said in
        ["评估结果审定后，各单位对照整改通知开展了整改", "7个单位没有返回整改台账", "未返回"]
    {
        assert!(late.contains(said), "{said}: {late}");
    }
    for word in early {
        assert!(!late.contains(word), "{word}");
    }
}

/// Nobody knows the last day: before approval nothing can be owed.
#[test]
fn the_recheck_before_approval_needs_no_last_day() {
    let city = bent(&[
        Swap(SETTINGS, "due_now = 2024-10-01\n", ""),
        Swap(SETTINGS, "checked_on = 2024-10-10", "checked_on = 2024-09-10"),
    ]);
    let text = printed(&city, "recheck").remove(0).1;
    assert!(text.contains("其余7个单位的21个问题待报送台账（按整改通知的期限）"), "{text}");
    assert!(!text.contains("返回整改台账") && !text.contains("未返回"), "{text}");
}

#[test]
fn the_ledger_of_all_lists_every_problem() {
    let city = bent(&[Swap(LEDGER, ",补充公开,", ",=cmd #strong[x] *y* $z$,")]);
    let papers = printed(&city, "ledger");
    let text = &papers[0].1;
    for said in
        ["列入台账的问题25个", "=cmd#strong[x]*y*$z$", "C05-04", "D03-02", "两件解读内容不全"]
    {
        assert!(text.contains(said), "{said}");
    }
}

#[test]
fn revision_is_proposed_where_figures_say_so() {
    let text = |city: &City| printed(city, "revision").remove(0).1;
    let some = text(&bent(&[]));
    assert!(some.contains("A2政策解读") && some.contains("2个单位申请复核或被更正"), "{some}");
    let few = bent(&[Add(SETTINGS, "\n[revision]\ndisputed_share = 0.9\n")]);
    let none = text(&few);
    assert!(none.contains("没有发现需要修订的"), "{none}");
}

#[test]
fn the_archive_lists_papers_inputs_and_registers() {
    let city = bent(&[]);
    let before = printed(&city, "archive").remove(0).1;
    for said in ["整改通知5", "归档清单1", "registers/ledgers.csv", "settings.toml", "整改复查"]
    {
        assert!(before.contains(said), "{said}: {before}");
    }
    // It does not hang on what stands in the output folder.
    city.build();
    let after: Vec<_> =
        printed_papers(&city).into_iter().filter(|(path, _)| path.contains("归档清单")).collect();
    assert_eq!(after.len(), 1);
    assert_eq!(after[0].1, before);
}

/// The sample is re-checked before its last day: six units returned their ledgers, which have 136
/// problems to mend, 106 of them closed; 35 units with 805 problems may still return theirs.
fn sample(edits: &[Edit]) -> City {
    let city = City::of(&repository("data"));
    city.replace(SETTINGS, "stage = \"approved\"", "stage = \"rectified\"");
    bend(&city, edits);
    city
}

#[test]
fn one_split_between_returned_and_awaited_ledgers_in_all_papers() {
    let city = sample(&[]);
    let found = ledgers(&city);
    let tally = found.tally.unwrap();
    let texts = [
        &tally.counted,
        &tally.closed,
        tally.closed_rate.as_ref().unwrap(),
        &tally.counted_left,
        &tally.counted_rest,
        &tally.awaited_units,
        &tally.awaited,
        &tally.remaining,
    ];
    let texts: Vec<&str> = texts.iter().map(|figure| figure.text.as_str()).collect();
    assert_eq!(texts, ["136", "106", "77.9", "30", "26", "35", "805", "835"]);
    // A unit whose ledger may still come has no rate, nor has its class a part in it.
    let rates = found.classes.iter().flat_map(|class| &class.units);
    assert_eq!(rates.filter(|unit| unit.tally.closed_rate.is_some()).count(), 6);
    let causes: f64 = found.causes.iter().map(|cause| cause.tally.counted.value).sum();
    assert!((causes - 136.0).abs() < 0.1, "{causes}");
    for kind in ["recheck", "ledger", "city"] {
        let mut text = printed(&city, kind).remove(0).1;
        // A sentence may run over two pages.
        for page in 1..10 {
            text = text.replace(&format!("—{page}—示例数据"), "");
        }
        for said in [
            "已返回台账的6个单位应整改136个，已销号106个，销号率为77.9%",
            "尚有30个没有销号，其中到期未销号2个、复查未通过1个、链接不实1个，其余26个仍在整改。",
            "其余35个单位的805个问题待报送台账（2024年10月31日前），不计入销号率。",
            "逾期4个：逾期后完成、已销号2个（市医疗保障局），到复查日仍未销号2个（市教育局、市应急管理局）。",
        ] {
            assert!(text.contains(said), "{kind}: {said}: {text}");
        }
        for never in ["11.3%", "尚有835", "主要是：一是"] {
            assert!(kind == "city" || !text.contains(never), "{kind}: {never}");
        }
    }
}

/// The day after the last day, what has not come counts and is told.
#[test]
fn a_ledger_that_is_overdue_counts() {
    let late = Swap(SETTINGS, "checked_on = \"2024-09-10\"", "checked_on = \"2024-11-01\"");
    let tally = ledgers(&sample(&[late])).tally.unwrap();
    let texts = [&tally.counted, &tally.awaited, tally.closed_rate.as_ref().unwrap()];
    let texts: Vec<&str> = texts.iter().map(|figure| figure.text.as_str()).collect();
    assert_eq!(texts, ["941", "0", "11.3"]);
}

/// 市教育局, 市财政局 and 市医疗保障局 returned their ledgers, 市科技局 did not.
#[test]
fn a_notice_goes_on_from_the_ledger_that_came_back() {
    let city = City::of(&repository("data"));
    let letters = printed(&city, "rectification");
    let of = |name: &str| &letters.iter().find(|(path, _)| path.contains(name)).unwrap().1;
    for (name, said) in [
        (
            "市教育局",
            "已返回台账中未销号的5个问题，1个已超过你单位自报的时限2024年8月31日，应于2024年10月31日前整改到位并书面说明原因；其余4个于2025年3月31日前完成。",
        ),
        (
            "市财政局",
            "已返回台账中未销号的5个问题，1个被复查退回，应于2024年10月31日前重新整改后再报；其余4个于2025年3月31日前完成。",
        ),
        ("市医疗保障局", "已返回台账中未销号的7个问题，应于2025年3月31日前完成。"),
    ] {
        let text = of(name);
        for said in [said, "已销号的不再填写", "“整改措施”栏为你单位所报措施"]
        {
            assert!(text.contains(said), "{name}: {said}: {text}");
        }
        for never in ["自报的整改时限不得晚于", "按失分原因提出的建议", "可立行立改的"]
        {
            assert!(!text.contains(never), "{name}: {never}: {text}");
        }
    }
    let silent = of("市科技局");
    assert!(silent.contains("自报的整改时限不得晚于附件所列时限"), "{silent}");
    assert!(!silent.contains("已返回"), "{silent}");
}
