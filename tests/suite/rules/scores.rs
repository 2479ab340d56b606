//! Scores, and what tables print beside them.

use super::files::{SHEET, SHEET_WITH_ERROR, WORKBOOK};
use super::{Case, LAST, LONG, PRINTED, UNITS, WIDE};
use crate::bad_input::Edit::{Add, Book, Strike, Swap, Text};

pub(super) const SCORES: &[Case] = &[
    Case {
        city: "small",
        bent: &[Text(LONG, "单位,指标,得分,扣分原因\n东河县,规范性文件,,\n西山县,规范性文件,,\n")],
        found: &[("scores-not-begun", "county-scores.csv:1:3")],
        beside: &[Swap(LONG, "单位,指标,得分", "单位,指标,最终得分")],
    },
    Case {
        city: "small",
        bent: &[Swap(LONG, LAST, "中州区,答复质量,,")],
        found: &[("score-missing", "county-scores.csv:26:3")],
        beside: &[Swap(LONG, LAST, "中州区,答复质量,0,没有答复")],
    },
    Case {
        city: "small",
        bent: &[Strike(LONG, LAST)],
        found: &[("score-missing", "county-scores.csv")],
        beside: &[
            Strike(LONG, LAST),
            Swap(LONG, "单位,", "单位,"),
            Add(LONG, "C05,B2,5,答复没有依据,\n"),
        ],
    },
    Case {
        city: "small",
        bent: &[Swap(WIDE, "19,15,20", "19,,20")],
        found: &[("score-missing", "department-scores.csv:3:3")],
        beside: &[Swap(WIDE, "19,15,20", "19,\u{A0}15\u{3000},20")],
    },
    Case {
        city: "small",
        bent: &[Swap(LONG, LAST, "中州区,答复质量,九分,")],
        found: &[("score-not-a-number", "county-scores.csv:26:3")],
        beside: &[Swap(LONG, LAST, "中州区,答复质量,９分,答复没有依据")],
    },
    Case {
        city: "small",
        bent: &[Swap(LONG, LAST, "中州区,答复质量,\"1,5\",")],
        found: &[("score-not-a-number", "county-scores.csv:26:3")],
        beside: &[Swap(LONG, LAST, "中州区,答复质量,\"1.5\",答复没有依据")],
    },
    Case {
        city: "small",
        bent: &[Swap(LONG, LAST, "中州区,答复质量,#DIV/0!,")],
        found: &[("score-error-value", "county-scores.csv:26:3")],
        beside: &[Swap(LONG, LAST, "中州区,答复质量,0,#DIV/0!")],
    },
    Case {
        city: "small",
        bent: &[Book("scores.xlsx", &[("评分", SHEET_WITH_ERROR)]), WORKBOOK],
        found: &[("score-error-value", "scores.xlsx#评分!C4")],
        beside: &[Book("scores.xlsx", &[("评分", SHEET)]), WORKBOOK],
    },
    Case {
        city: "small",
        bent: &[Swap(LONG, LAST, "中州区,答复质量,4.99501,")],
        found: &[("score-decimals", "county-scores.csv:26:3")],
        beside: &[Swap(LONG, LAST, "中州区,答复质量,4.99510,")],
    },
    Case {
        city: "small",
        bent: &[Swap(LONG, LAST, "中州区,答复质量,-0.5,")],
        found: &[("score-negative", "county-scores.csv:26:3")],
        beside: &[Swap(LONG, LAST, "中州区,答复质量,-0,")],
    },
    Case {
        city: "small",
        bent: &[Swap(LONG, LAST, "中州区,答复质量,10.0001,")],
        found: &[("score-above-full-marks", "county-scores.csv:26:3")],
        beside: &[Swap(LONG, LAST, "中州区,答复质量,10.0000,")],
    },
    Case {
        city: "small",
        bent: &[Add(LONG, "C05,B2,5,答复没有依据,\n")],
        found: &[("score-twice", "county-scores.csv:27:1")],
        beside: &[Swap(LONG, LAST, "C05,B2,5,")],
    },
    Case {
        city: "small",
        bent: &[Swap(LONG, "按期答复,不适用,本年度没有收到申请", "按期答复,不适用,")],
        found: &[("not-applicable-without-reason", "county-scores.csv:10:3")],
        beside: &[Swap(LONG, "按期答复,不适用,", "按期答复,不涉及,")],
    },
    Case {
        city: "sichuan-2011",
        bent: &[Swap(PRINTED, "成都市,96.4,", "成都市,约96,")],
        found: &[("total-not-a-number", "scores.csv:2:3")],
        beside: &[Swap(PRINTED, "成都市,96.4,", "成都市,96.40分,")],
    },
    Case {
        city: "sichuan-2011",
        bent: &[Swap(PRINTED, "1,成都市,", "第一,成都市,")],
        found: &[("total-not-a-number", "scores.csv:2:1")],
        beside: &[Swap(PRINTED, "1,成都市,", ",成都市,")],
    },
    // 74.4 + 8 + 7 + 4 + 3 = 96.4.
    Case {
        city: "sichuan-2011",
        bent: &[Swap(PRINTED, "成都市,96.4,", "成都市,96.5,")],
        found: &[("total-differs", "scores.csv:2:3")],
        beside: &[Swap(PRINTED, "成都市,96.4,", "成都市,,")],
    },
    // 泸州市 shares rank 9 with 阿坝州; the next rank is 11.
    Case {
        city: "sichuan-2011",
        bent: &[Swap(PRINTED, "9,泸州市", "10,泸州市")],
        found: &[("rank-differs", "scores.csv:11:1")],
        beside: &[Swap(PRINTED, "9,泸州市", "10,泸州市"), Swap(PRINTED, "排名,", "备注,")],
    },
    // Noto has 镕 and the first family for body text has not; no font has 𠮷.
    Case {
        city: "small",
        bent: &[Swap(LONG, "答复没有依据", "答复人：朱镕")],
        found: &[("character-fallback", "county-scores.csv:26:4")],
        beside: &[Swap(LONG, "答复没有依据", "答复人：朱容")],
    },
    Case {
        city: "small",
        bent: &[Swap(UNITS, "市文化局,departments,", "市文化局,departments,𠮷局")],
        found: &[("character-missing", "units.csv:9:6")],
        beside: &[Swap(UNITS, "市文化局,departments,", "市文化局,departments,吉局")],
    },
    // B1 does not apply to 西山县 in the day-to-day round, and does in the year-end one.
    Case {
        city: "rounds",
        bent: &[Swap("daily.csv", "西山县,50,20", "西山县,50,不适用")],
        found: &[
            ("rounds-apply-apart", "final.csv"),
            ("not-applicable-without-reason", "daily.csv:3:3"),
        ],
        beside: &[Swap("daily.csv", "西山县,50,20", "西山县,50,0")],
    },
];
