//! The unit list and the indicator systems.

use super::settings::{THIRD_CLASS, TOWN, TOWN_SCORED, TOWN_SCORES};
use super::{Case, LONG, PRINTED, SETTINGS, TWO_LEVELS, UNITS, WIDE};
use crate::bad_input::Edit::{Add, Strike, Swap};

/// Nested percentages, and points beside them.
const INDICATORS: &str = "indicators.csv";
const SCORES: &str = "scores.csv";

pub(super) const UNITS_AND_INDICATORS: &[Case] = &[
    Case {
        city: "small",
        bent: &[Swap(UNITS, "C01,东河县人民政府", "C01,【示例】东河县人民政府")],
        found: &[("example-left", "units.csv:2:3")],
        beside: &[Swap(UNITS, "C01,东河县人民政府", "C01,示例县人民政府")],
    },
    Case {
        city: "small",
        bent: &[Add(UNITS, "6,C06,,新城区,counties,\n")],
        found: &[("unit-incomplete", "units.csv:10:3")],
        beside: &[Swap(UNITS, "中州区人民政府,中州区,", "中州区,,")],
    },
    Case {
        city: "small",
        bent: &[Swap(UNITS, "中州区,counties,\n", "中州区,counties,C03\n")],
        found: &[("unit-duplicate", "units.csv:6:6")],
        beside: &[Swap(UNITS, "中州区,counties,\n", "中州区,counties,C05\n")],
    },
    Case {
        city: "small",
        bent: &[Add(UNITS, "6,C06,新城区人民政府,新城区,county,\n")],
        found: &[("unit-class-unknown", "units.csv:10:5")],
        beside: &[Swap(UNITS, "东河县,counties", "东河县,县（区）")],
    },
    Case {
        city: "small",
        bent: &[Swap(UNITS, "1,C01", "1.5,C01")],
        found: &[("unit-order", "units.csv:2:1")],
        beside: &[Swap(UNITS, "1,C01", ",C01")],
    },
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "[scoring]\n", THIRD_CLASS), TOWN_SCORES],
        found: &[("class-empty", "units.csv")],
        beside: &[Swap(SETTINGS, "[scoring]\n", THIRD_CLASS), TOWN, TOWN_SCORED],
    },
    Case {
        city: "small",
        bent: &[Add(LONG, "东和县,规范性文件,28,,\n")],
        found: &[("unit-unknown", "county-scores.csv:27:1")],
        beside: &[Swap(LONG, "西山县,规范性文件", "西山,规范性文件")],
    },
    Case {
        city: "small",
        bent: &[Swap(WIDE, "市文化局\n", "市文化局,市民政局\n"), Swap(WIDE, ",35\n", ",35,1\n")],
        found: &[("unit-unknown", "department-scores.csv:1:5")],
        beside: &[Swap(WIDE, "市水务局", "市水利局")],
    },
    Case {
        city: "small",
        bent: &[Add(LONG, "市教育局,规范性文件,28,,\n")],
        found: &[("unit-other-class", "county-scores.csv:27:1")],
        beside: &[Swap(WIDE, "市教育局", "Ｄ０１")],
    },
    Case {
        city: "small",
        bent: &[Strike(LONG, "中州区,")],
        found: &[("unit-without-scores", "county-scores.csv")],
        beside: &[Strike(LONG, "中州区,"), Strike(UNITS, "5,C05,")],
    },
    Case {
        city: "sichuan-2011",
        bent: &[Add(PRINTED, "1,成都市国土资源局,96.4,74.4,8,7,4,3\n")],
        found: &[("unit-twice", "scores.csv:23:2")],
        beside: &[Swap(PRINTED, "1,成都市,", "1,成都市国土资源局,")],
    },
    Case {
        city: "small",
        bent: &[Swap(WIDE, "市文化局\n", "市文化局,D03\n")],
        found: &[("unit-twice", "department-scores.csv:1:5")],
        beside: &[Swap(WIDE, "市文化局\n", "D03\n")],
    },
    Case {
        city: "small",
        bent: &[Add(TWO_LEVELS, ",,40\n")],
        found: &[("indicator-incomplete", "department-indicators.csv:5:1")],
        beside: &[Swap(TWO_LEVELS, "信息公开,公开指南", ",公开指南")],
    },
    // A dimension that begins again further down.
    Case {
        city: "small",
        bent: &[Add(TWO_LEVELS, "信息公开,公开年报,10\n"), Add(WIDE, "公开年报,1,1,1\n")],
        found: &[("indicator-duplicate", "department-indicators.csv:5:1")],
        beside: &[Add(TWO_LEVELS, "政务服务,公开年报,10\n"), Add(WIDE, "公开年报,1,1,1\n")],
    },
    Case {
        city: "small",
        bent: &[Add(WIDE, "公开指南,19,15,20\n")],
        found: &[("indicator-duplicate", "department-scores.csv:5:1")],
        beside: &[Swap(WIDE, "公开指南", "1.2")],
    },
    Case {
        city: "small",
        bent: &[Swap(TWO_LEVELS, "公开指南,20", "公开指南,0")],
        found: &[("full-marks-wrong", "department-indicators.csv:3:3")],
        beside: &[Swap(TWO_LEVELS, "公开指南,20", "公开指南,２０．0000分")],
    },
    // Points behind a level's name.
    Case {
        city: "small",
        bent: &[Swap(TWO_LEVELS, "信息公开,公开目录", "信息公开（61分）,公开目录")],
        found: &[("node-marks-differ", "department-indicators.csv:2:1")],
        beside: &[Swap(TWO_LEVELS, "信息公开", "信息公开（６０.0分）")],
    },
    // Two values for one node; a year in brackets is part of a name.
    Case {
        city: "small",
        bent: &[
            Swap(TWO_LEVELS, "信息公开,公开目录", "信息公开(60),公开目录"),
            Swap(TWO_LEVELS, "信息公开,公开指南", "信息公开(70),公开指南"),
        ],
        found: &[("node-marks-differ", "department-indicators.csv:3:1")],
        beside: &[
            Swap(TWO_LEVELS, "公开指南", "公开指南（2024）"),
            Swap(WIDE, "公开指南", "公开指南（2024）"),
        ],
    },
    // An indicator's own name and its full marks.
    Case {
        city: "small",
        bent: &[Swap(TWO_LEVELS, "公开指南,20", "公开指南(2分),20")],
        found: &[("node-marks-differ", "department-indicators.csv:3:2")],
        beside: &[
            Swap(TWO_LEVELS, "公开指南,20", "公开指南(20分),20"),
            Swap(WIDE, "公开指南", "公开指南(20分)"),
        ],
    },
    // A row that adds up the others is no indicator.
    Case {
        city: "small",
        bent: &[Add(TWO_LEVELS, "合计,,110\n")],
        found: &[("node-marks-differ", "department-indicators.csv:5:3")],
        beside: &[Add(TWO_LEVELS, "小计,,40\n合 计,,100分\n")],
    },
    // A name that two indicators have.
    Case {
        city: "small",
        bent: &[
            Swap(TWO_LEVELS, "办事指南", "公开指南"),
            Swap(WIDE, "办事指南", "政务服务公开指南"),
        ],
        found: &[
            ("indicator-without-scores", "department-scores.csv"),
            ("indicator-unclear", "department-scores.csv:3:1"),
        ],
        beside: &[
            Swap(TWO_LEVELS, "办事指南", "公开指南"),
            Swap(WIDE, "公开指南", "1.2"),
            Swap(WIDE, "办事指南", "政务服务公开指南"),
        ],
    },
    Case {
        city: "small",
        bent: &[Add(WIDE, "公开指北,1,1,1\n")],
        found: &[("indicator-unknown", "department-scores.csv:5:1")],
        beside: &[
            Swap(TWO_LEVELS, "满分\n", "满分,别名\n"),
            Swap(TWO_LEVELS, "公开指南,20", "公开指南,20,公开指北"),
            Swap(WIDE, "公开指南", "公开指北"),
        ],
    },
    Case {
        city: "small",
        bent: &[Add(TWO_LEVELS, "政务服务,咨询电话,10\n")],
        found: &[("indicator-without-scores", "department-scores.csv")],
        beside: &[
            Add(TWO_LEVELS, "政务服务,咨询电话,10\n"),
            Add(WIDE, "咨询电话（10分）,10,0,5\n"),
        ],
    },
    Case {
        city: "sichuan-2011",
        bent: &[Swap(PRINTED, "在线服务得分(9)", "在线服务得分(8)")],
        found: &[("head-full-marks", "scores.csv:1:5")],
        beside: &[Swap(PRINTED, "在线服务得分(9)", "在线服务得分（９.0分）")],
    },
    Case {
        city: "nested-percentages",
        bent: &[Swap(INDICATORS, "政策公开,50%", "政策公开,五成")],
        found: &[("weight-wrong", "indicators.csv:2:4")],
        beside: &[Swap(INDICATORS, "政策公开,50%", "政策公开,0.5")],
    },
    // The same node with another weight further down.
    Case {
        city: "nested-percentages",
        bent: &[Swap(INDICATORS, ",,,,政策解读,60%", ",,政策公开,40%,政策解读,60%")],
        found: &[("weight-wrong", "indicators.csv:3:4")],
        beside: &[Swap(INDICATORS, ",,,,政策解读,60%", ",,政策公开,50.0%,政策解读,60%")],
    },
    // 61% + 40% at the first level; 61% + 39%, whose indicators are worth less.
    Case {
        city: "nested-percentages",
        bent: &[Swap(INDICATORS, "主动公开,60%", "主动公开,61%")],
        found: &[("weights-sum", "indicators.csv:2:2")],
        beside: &[
            Swap(INDICATORS, "主动公开,60%", "主动公开,61%"),
            Swap(INDICATORS, "依申请公开,40%", "依申请公开,39%"),
            Swap(SCORES, ",20,15\n", ",20,14\n"),
            Swap(SCORES, ",25,7.5\n", ",24,7.5\n"),
        ],
    },
];
