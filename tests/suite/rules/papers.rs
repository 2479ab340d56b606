//! What units hand in, and cells of every register.

use super::{Case, SETTINGS};
use crate::bad_input::Edit::{Add, Strike, Swap, Text};

const SELF: &str = "self-scores.csv";
const BONUS: &str = "registers/bonus.csv";
const SUBMISSIONS: &str = "registers/submissions.csv";
const LEDGERS: &str = "registers/ledgers.csv";

pub(super) const HANDED_IN: &[Case] = &[
    Case {
        city: "registers",
        bent: &[Swap(SELF, "答复质量,14,", "答复质量,15.5,")],
        found: &[("self-points-wrong", "self-scores.csv:5:3")],
        beside: &[Swap(SELF, "答复质量,14,", "答复质量,15,")],
    },
    Case {
        city: "registers",
        bent: &[Text(
            SELF,
            "指标编号,指标名称,东河县,西山县,南湖区,北原县,中州区\nA1,文件公开,38,36,34,30,\nA2,政策解读,20,18,18,14,\nB1,按期答复,25,25,22,20,\nB2,答复质量,14,13,12,12,\n",
        )],
        found: &[("self-missing", "self-scores.csv:1:7")],
        beside: &[Swap(SELF, "34,30,40", "34,30,"), Swap(SELF, "14,13,12,12,12", "14,13,12,12,14")],
    },
    Case {
        city: "registers",
        bent: &[Swap(SELF, "14,13,12,12,12", "14,13,12,12,15")],
        found: &[("self-all-full", "self-scores.csv:1:7")],
        beside: &[Swap(SELF, "14,13,12,12,12", "14,13,12,12,14.9999")],
    },
    // An empty cell claims nothing.
    Case {
        city: "registers",
        bent: &[Swap(SELF, "14,13,12,12,12", "14,13,12,12,15")],
        found: &[("self-all-full", "self-scores.csv:1:7")],
        beside: &[Swap(SELF, "14,13,12,12,12", "14,13,12,12,")],
    },
    // One unit's ledger: the unit above the heads, indicators by the names of their levels.
    Case {
        city: "registers",
        bent: &[Text(LEDGERS, "单位：中洲区\n一级指标,二级指标,问题\n主动公开,文件公开,缺六件\n")],
        found: &[("unit-unknown", "registers/ledgers.csv:1:1")],
        beside: &[Text(
            LEDGERS,
            "整改台账\n填报单位：,中州区\n一级指标,二级指标,问题\n主动公开（60分）,文件公开,缺六件\n,政策解读,形式单一\n",
        )],
    },
    Case {
        city: "registers",
        bent: &[Text(LEDGERS, "整改台账\n二级指标,问题\n文件公开,缺六件\n")],
        found: &[("head-missing", "registers/ledgers.csv")],
        beside: &[Text(LEDGERS, "中州区整改台账\n二级指标,问题\n文件公开,缺六件\n")],
    },
    Case {
        city: "registers",
        bent: &[Text(LEDGERS, "单位：中州区\n一级指标,问题\n主动公开,缺六件\n")],
        found: &[("indicator-unclear", "registers/ledgers.csv:3:1")],
        beside: &[Text(LEDGERS, "单位：中州区\n一级指标,二级指标,问题\n,文件公开,缺六件\n")],
    },
    // A row that names no indicator.
    Case {
        city: "registers",
        bent: &[Text(LEDGERS, "单位：中州区\n一级指标,二级指标,问题\n,,缺六件\n")],
        found: &[("cell-missing", "registers/ledgers.csv:3:1")],
        beside: &[Text(
            LEDGERS,
            "单位：中州区\n一级指标,二级指标,问题\n主动公开,文件公开,缺六件\n,政策解读,形式单一\n",
        )],
    },
    // A code beside names of levels that mean another indicator; names in place of codes.
    Case {
        city: "registers",
        bent: &[Text(
            LEDGERS,
            "单位：中州区\n二级指标,指标编号,问题\n文件公开,A1,缺六件\n政策解读,A1,形式单一\n",
        )],
        found: &[("indicator-unclear", "registers/ledgers.csv:4:2")],
        beside: &[Text(
            LEDGERS,
            "单位：分\n中州区\n一级指标,指标名称,问题\n主动公开,文件公开,缺六件\n,政策解读,形式单一\n",
        )],
    },
    Case {
        city: "registers",
        bent: &[Add(LEDGERS, "Z1,中州区,A2,政策解读形式单一,补充图解,,,,,,\n")],
        found: &[("number-twice", "registers/ledgers.csv:3:4")],
        beside: &[Add(LEDGERS, "Z2,中州区,A2,政策解读形式单一,补充图解,,,,,,\n")],
    },
    Case {
        city: "registers",
        bent: &[Swap(SUBMISSIONS, "2024-06-24 18:00", "")],
        found: &[("submission-missing", "registers/submissions.csv:5:3")],
        beside: &[Swap(SUBMISSIONS, "2024-06-24 18:00", "2024-06-24")],
    },
    // Without a row of its own the whole register is the place.
    Case {
        city: "registers",
        bent: &[Strike(SUBMISSIONS, "中州区,")],
        found: &[("submission-missing", "registers/submissions.csv")],
        beside: &[Swap(SUBMISSIONS, "中州区,", "Ｃ０５,")],
    },
    Case {
        city: "registers",
        bent: &[Swap(SUBMISSIONS, "2024-06-24 18:00", "2024-06-24 18:01")],
        found: &[("submission-late", "registers/submissions.csv:5:3")],
        beside: &[Swap(SUBMISSIONS, "2024-06-24 18:00", "2024-06-24 17:59")],
    },
    // Handed in before the deadline, returned and handed in again after it: not late.
    Case {
        city: "registers",
        bent: &[Swap(SUBMISSIONS, "2024-06-20,,", "2024-06-20,2024-06-22,2024-06-26")],
        found: &[("submission-returned", "registers/submissions.csv:2:3")],
        beside: &[Swap(SUBMISSIONS, "2024-06-20,,", "2024-06-22,,")],
    },
    Case {
        city: "registers",
        bent: &[Add(SUBMISSIONS, "中州区,自评报告,2024-06-20,,\n")],
        found: &[("submission-unknown", "registers/submissions.csv:7:3")],
        beside: &[Swap(SUBMISSIONS, "中州区,自评表,", "中州区, 自 评表,")],
    },
    Case {
        city: "registers",
        bent: &[Swap(LEDGERS, "2024-09-20", "2024-10-02")],
        found: &[("ledger-overdue", "registers/ledgers.csv:2:4")],
        beside: &[Swap(LEDGERS, "2024-09-20", "2024-10-01")],
    },
    // Not done by the day of the re-check, 10 October.
    Case {
        city: "registers",
        bent: &[Swap(LEDGERS, "2024-09-20,https://example.gov.cn/z1,已销号", ",,")],
        found: &[("ledger-overdue", "registers/ledgers.csv:2:4")],
        beside: &[Swap(
            LEDGERS,
            "2024-10-01,2024-09-20,https://example.gov.cn/z1,已销号",
            "2024-10-10,,,",
        )],
    },
    // What the re-check closed was done, though nobody wrote when.
    Case {
        city: "registers",
        bent: &[Swap(LEDGERS, "2024-09-20,https://example.gov.cn/z1,已销号", ",,")],
        found: &[("ledger-overdue", "registers/ledgers.csv:2:4")],
        beside: &[Swap(LEDGERS, "2024-09-20,https", ",https")],
    },
    Case {
        city: "registers",
        bent: &[Swap(LEDGERS, "已销号", "未通过")],
        found: &[("ledger-refused", "registers/ledgers.csv:2:4")],
        beside: &[Swap(LEDGERS, "已销号", "")],
    },
    Case {
        city: "registers",
        bent: &[Swap(LEDGERS, "已销号", "链接不实")],
        found: &[("ledger-false-link", "registers/ledgers.csv:2:4")],
        beside: &[Swap(LEDGERS, "已销号", "")],
    },
    Case {
        city: "registers",
        bent: &[Swap(BONUS, "经验在全省推广", "")],
        found: &[("cell-missing", "registers/bonus.csv:2:3")],
        beside: &[Swap(BONUS, "省政务公开简报第5期", "")],
    },
    Case {
        city: "registers",
        bent: &[Swap(BONUS, "承担省级试点,1", "承担省级试点,0")],
        found: &[("cell-not-points", "registers/bonus.csv:3:4")],
        beside: &[Swap(BONUS, "承担省级试点,1", "承担省级试点,０.5分")],
    },
    Case {
        city: "registers",
        bent: &[Swap("registers/corrections.csv", "2024-08-09", "9-Aug-24")],
        found: &[
            ("cell-not-date", "registers/corrections.csv:2:9"),
            ("cell-not-date", "registers/corrections.csv:3:9"),
        ],
        beside: &[Swap("registers/corrections.csv", "2024-08-09", "2024年8月9日")],
    },
    // The number under which a spreadsheet keeps the day.
    Case {
        city: "registers",
        bent: &[Swap("registers/corrections.csv", "2024-08-09", "4551")],
        found: &[
            ("cell-not-date", "registers/corrections.csv:2:9"),
            ("cell-not-date", "registers/corrections.csv:3:9"),
        ],
        beside: &[Swap("registers/corrections.csv", "2024-08-09", "45513")],
    },
    Case {
        city: "registers",
        bent: &[Swap("registers/corrections.csv", "2024-08-09", "8月9日")],
        found: &[
            ("date-without-year", "registers/corrections.csv:2:9"),
            ("date-without-year", "registers/corrections.csv:3:9"),
        ],
        beside: &[
            Swap("registers/corrections.csv", "2024-08-09", "8月9日"),
            Add(SETTINGS, "\n[reading]\nyear = 2024\n"),
        ],
    },
    Case {
        city: "registers",
        bent: &[Swap(LEDGERS, "已销号", "销号")],
        found: &[("cell-choice", "registers/ledgers.csv:2:9")],
        beside: &[Swap(LEDGERS, "已销号", " 已销号 ")],
    },
    // The best grade that a unit may have is one of the grades.
    Case {
        city: "registers",
        bent: &[Swap("registers/caps.csv", "北原县,良好", "北原县,良")],
        found: &[("cell-choice", "registers/caps.csv:2:2")],
        beside: &[Swap("registers/caps.csv", "北原县,良好", "北原县,合格")],
    },
    Case {
        city: "registers",
        bent: &[Swap(SETTINGS, "registers/caps.csv", "registers/limits.csv")],
        found: &[("file-missing", "registers/limits.csv")],
        beside: &[Swap(SETTINGS, "registers/caps.csv", "")],
    },
];
