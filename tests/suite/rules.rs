//! One case for every rule on data: the bent city that breaks it, and the legal one beside it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use make_reports::assets::{Setting, Templates};
use make_reports::finding::RULES;
use make_reports::model::Decimal;
use make_reports::pipeline::Report;
use make_reports::publish::SaidFinding;
use make_reports::score::{Scorebook, score};
use make_reports::{check, load};
use polars::prelude::{Column, NamedFrom, Series};

use crate::bad_input::Edit::{Add, Book, Bytes, Double, Gb18030, Gone, Strike, Swap, Text};
use crate::bad_input::{Edit, bend, parquet, parquet_city, parquet_of};
use crate::support::{City, codes};

/// A way to break one rule.
struct Case {
    /// The city that is bent.
    city: &'static str,
    /// What breaks the rule.
    bent: &'static [Edit],
    /// The rule's code and where it is broken; then what must come with it.
    found: &'static [(&'static str, &'static str)],
    /// The closest legal input: nothing is found.
    beside: &'static [Edit],
}

const SETTINGS: &str = "settings.toml";
const UNITS: &str = "units.csv";
/// Long scores and three-level indicators of the small city.
const LONG: &str = "county-scores.csv";
const LEVELS: &str = "county-indicators.csv";
/// One row an indicator, and two-level indicators.
const WIDE: &str = "department-scores.csv";
const TWO_LEVELS: &str = "department-indicators.csv";
/// One row a unit, with printed totals and ranks.
const PRINTED: &str = "scores.csv";

/// A sheet of three departments' scores, and other sheets.
const SHEET: &[&[&str]] = &[
    &["指标", "市教育局", "市水务局", "市文化局"],
    &["公开目录", "38", "30", "35"],
    &["公开指南", "19", "15", "20"],
    &["办事指南", "35", "25", "37.5"],
];
const SHEET_WITH_ERROR: &[&[&str]] = &[
    &["部门评分表"],
    &["指标", "市教育局", "市水务局", "市文化局"],
    &["公开目录", "38", "30", "35"],
    &["公开指南", "19", "#DIV/0!", "20"],
    &["办事指南", "35", "25", "37.5"],
];
const NO_CELLS: &[&[&str]] = &[];
const WORKBOOK: Edit = Swap(SETTINGS, "department-scores.csv", "scores.xlsx");

/// A third class that no unit of the list has.
const THIRD_CLASS: &str = r#"[[classes]]
code = "towns"
name = "乡镇"
indicators = "department-indicators.csv"
scores = "town-scores.csv"
scores_form = "indicator_rows"

[scoring]
"#;
/// The same under the code of another class.
const SECOND_COUNTIES: &str = r#"[[classes]]
code = "counties"
name = "乡镇"
indicators = "department-indicators.csv"
scores = "town-scores.csv"
scores_form = "indicator_rows"

[scoring]
"#;
/// Scores of nobody.
const TOWN_SCORES: Edit = Text("town-scores.csv", "指标\n公开目录\n公开指南\n办事指南\n");
/// The third class with one unit, whole.
const TOWN: Edit = Add(UNITS, "1,T01,白云镇人民政府,白云镇,towns,\n");
const TOWN_SCORED: Edit =
    Text("town-scores.csv", "指标,白云镇\n公开目录,40\n公开指南,20\n办事指南,40\n");

const FILES: &[Case] = &[
    Case {
        city: "small",
        bent: &[Gone(UNITS)],
        found: &[("file-missing", "units.csv")],
        beside: &[
            Double(UNITS, "名单/单位.csv"),
            Gone(UNITS),
            Swap(SETTINGS, "units.csv", "名单/单位.csv"),
        ],
    },
    Case {
        city: "small",
        bent: &[Gone(SETTINGS)],
        found: &[("file-missing", "settings.toml")],
        beside: &[Text("columns.toml", "")],
    },
    Case {
        city: "small",
        bent: &[Bytes(LONG, b"PK\x03\x04")],
        found: &[("file-unreadable", "county-scores.csv")],
        beside: &[Book("scores.xlsx", &[("评分", SHEET)]), WORKBOOK],
    },
    Case {
        city: "small",
        bent: &[Text("list.xls", "\n<html><table>"), Swap(SETTINGS, "units.csv", "list.xls")],
        found: &[("file-is-html", "list.xls")],
        beside: &[Swap(UNITS, "序号,", "<单位名单>\n序号,")],
    },
    Case {
        city: "small",
        bent: &[Double(UNITS, "units.xlsx"), Swap(SETTINGS, "units.csv", "units.xlsx")],
        found: &[("file-is-text", "units.xlsx")],
        beside: &[Double(UNITS, "UNITS.CSV"), Swap(SETTINGS, "units.csv", "UNITS.CSV")],
    },
    Case {
        city: "small",
        bent: &[Double(UNITS, "units.doc"), Swap(SETTINGS, "units.csv", "units.doc")],
        found: &[("file-kind-unknown", "units.doc")],
        beside: &[Double(UNITS, "a.b.csv"), Swap(SETTINGS, "units.csv", "a.b.csv")],
    },
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "units.csv", "../units.csv")],
        found: &[("file-outside", "../units.csv")],
        beside: &[Double(UNITS, "..units.csv"), Swap(SETTINGS, "units.csv", "..units.csv")],
    },
    Case {
        city: "small",
        bent: &[Bytes(UNITS, b"\x81\x20\xFF\xFF")],
        found: &[("file-encoding", "units.csv")],
        beside: &[Gb18030(UNITS)],
    },
    Case {
        city: "small",
        bent: &[Text(WIDE, "指标,市教育局,市水务局,市文化局\n,,,\n")],
        found: &[("table-empty", "department-scores.csv")],
        beside: &[Add(WIDE, ",,,\n\n\n")],
    },
    Case {
        city: "small",
        bent: &[Bytes(UNITS, b"")],
        found: &[("table-empty", "units.csv")],
        beside: &[Swap(UNITS, "序号,", "\n\n序号,")],
    },
    Case {
        city: "small-workbook",
        bent: &[Swap(SETTINGS, "#县区评分", "#县区得分")],
        found: &[("sheet-missing", "assessment.xlsx")],
        beside: &[],
    },
    Case {
        city: "small",
        bent: &[Book("scores.xlsx", &[("说明", SHEET), ("评分", SHEET)]), WORKBOOK],
        found: &[("sheet-undecided", "scores.xlsx")],
        beside: &[Book("scores.xlsx", &[("说明", NO_CELLS), ("评分", SHEET)]), WORKBOOK],
    },
    Case {
        city: "small",
        bent: &[Swap(LONG, ",佐证\n", ",佐证材料\n")],
        found: &[("head-unknown", "county-scores.csv:1:5")],
        beside: &[
            Swap(LONG, ",佐证\n", ",佐证材料\n"),
            Text("columns.toml", "[scores]\nignore = [\"佐证材料\"]\n"),
        ],
    },
    Case {
        city: "small",
        bent: &[Swap(LONG, ",佐证\n", ",原因\n")],
        found: &[("head-duplicate", "county-scores.csv:1:5")],
        beside: &[Swap(LONG, ",佐证\n", ",备注\n")],
    },
    Case {
        city: "sichuan-2011",
        bent: &[Swap(PRINTED, "网站设计得分(4)", "在线服务")],
        found: &[("indicator-without-scores", "scores.csv"), ("head-duplicate", "scores.csv:1:7")],
        beside: &[Swap(PRINTED, "网站设计得分(4)", "网站设计")],
    },
    Case {
        city: "small",
        bent: &[Text(TWO_LEVELS, "一级指标,二级指标\n信息公开,公开目录\n")],
        found: &[("head-missing", "department-indicators.csv")],
        beside: &[Swap(TWO_LEVELS, "满分", "分值（100）")],
    },
    Case {
        city: "small",
        bent: &[Swap(LONG, "中州区,答复质量,5,答复没有依据,", "中州区,答复质量,5,没有,依据,无")],
        found: &[("row-ragged", "county-scores.csv:26:6")],
        beside: &[Swap(LONG, "中州区,答复质量,5,答复没有依据,", "中州区,答复质量,5,没有,依据,,")],
    },
];

const RULES_ON_SETTINGS: &[Case] = &[
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "stage = \"submitted\"", "stage = submitted")],
        found: &[("settings-syntax", "settings.toml:10:9")],
        beside: &[Swap(SETTINGS, "stage = \"submitted\"", "stage = 'submitted'")],
    },
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "sample = true", "sampel = true")],
        found: &[("settings-key-unknown", "settings.toml:11:1")],
        beside: &[Swap(SETTINGS, "sample = true", "\"sample\" = true")],
    },
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "name = \"市直部门\"", "name = \"市直部门\"\ncount = 3")],
        found: &[("settings-key-unknown", "settings.toml:26:1")],
        beside: &[Swap(SETTINGS, "name = \"市直部门\"", "name = \"市直部门\" # 3")],
    },
    Case {
        city: "small",
        bent: &[Text("columns.toml", "[scores]\nunits = [\"单位\"]\n")],
        found: &[("settings-key-unknown", "columns.toml:2:1")],
        beside: &[Text("columns.toml", "[scores]\nunit = [\"单位\"]\n")],
    },
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "method = \"thresholds\"\n", "")],
        found: &[("settings-key-missing", "settings.toml")],
        beside: &[Swap(SETTINGS, "sample = true\n", "")],
    },
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "sample = true", "sample = \"true\"")],
        found: &[("settings-type", "settings.toml:11:10")],
        beside: &[Swap(SETTINGS, "sample = true", "sample = false")],
    },
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "\"submitted\"", "\"submited\"")],
        found: &[("settings-choice", "settings.toml:10:9")],
        beside: &[Swap(SETTINGS, "\"submitted\"", "\"reviewed\"")],
    },
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "[scoring]\n", "[scoring]\ndecimals = 5\n")],
        found: &[("settings-range", "settings.toml:31:12")],
        beside: &[Swap(SETTINGS, "[scoring]\n", "[scoring]\ndecimals = 4\n")],
    },
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "id = \"small\"", "id = \"small/2024\"")],
        found: &[("settings-form", "settings.toml")],
        beside: &[Swap(SETTINGS, "id = \"small\"", "id = \"小型_2024-1\"")],
    },
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "\"rescale\"", "\"factor\"\nnot_applicable_factor = \"4/0\"")],
        found: &[("settings-form", "settings.toml")],
        beside: &[Swap(SETTINGS, "\"rescale\"", "\"factor\"\nnot_applicable_factor = \"4/3\"")],
    },
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "\"submitted\"", "\"approved\"\napproved_on = \"2024-09\"")],
        found: &[("settings-approval", "settings.toml")],
        beside: &[Swap(
            SETTINGS,
            "\"submitted\"",
            "\"approved\"\napproved_on = \"2024-09\"\napproved_by = \"青政办〔2024〕9号\"",
        )],
    },
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "[scoring]\n", SECOND_COUNTIES), TOWN_SCORES],
        // Units of the code go to the first class, so the second is empty.
        found: &[("class-duplicate", "settings.toml"), ("class-empty", "units.csv")],
        beside: &[Swap(SETTINGS, "[scoring]\n", THIRD_CLASS), TOWN, TOWN_SCORED],
    },
    // 90 and above, below 89: a total of 89.5 would have no grade.
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "below = \"90\"", "below = \"89\"")],
        found: &[("grade-cuts", "settings.toml")],
        beside: &[Swap(SETTINGS, ", below = \"90\"", "")],
    },
    // 85 is both 优秀 and 良好.
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "from = \"90\"", "from = \"85\"")],
        found: &[("grade-cuts", "settings.toml")],
        beside: &[
            Swap(SETTINGS, "from = \"90\"", "from = \"85\""),
            Swap(SETTINGS, "below = \"90\"", "below = \"85.0\""),
        ],
    },
    // The last grade has no lower bound, or a low total has no grade.
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "{ name = \"不合格\" }", "{ name = \"不合格\", from = \"0\" }")],
        found: &[("grade-cuts", "settings.toml")],
        beside: &[Swap(SETTINGS, "{ name = \"不合格\" }", "{ name = \"差\", below = \"60\" }")],
    },
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "not_applicable = \"rescale\"\n", "")],
        found: &[("treatment-missing", "county-scores.csv")],
        beside: &[
            Swap(SETTINGS, "not_applicable = \"rescale\"\n", ""),
            Swap(LONG, "不适用,本年度没有收到申请", "8,"),
        ],
    },
    Case {
        city: "small",
        bent: &[Add(SETTINGS, "[statistics]\nbands = [\"0\", \"60\", \"60\"]\n")],
        found: &[("bands-order", "settings.toml")],
        beside: &[Add(SETTINGS, "[statistics]\nbands = [\"0\", \"60\", \"60.5\"]\n")],
    },
    Case {
        city: "small",
        bent: &[Add(SETTINGS, "[statistics]\nshades = [40, 100]\n")],
        found: &[("bands-order", "settings.toml")],
        beside: &[Add(SETTINGS, "[statistics]\nshades = [40, 99]\n")],
    },
];

const UNITS_AND_INDICATORS: &[Case] = &[
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
];

/// Line 26 of the long scores, up to the points.
const LAST: &str = "中州区,答复质量,5,";

const SCORES: &[Case] = &[
    Case {
        city: "small",
        bent: &[Swap(LONG, LAST, "中州区,答复质量,,")],
        found: &[("score-missing", "county-scores.csv:26:3")],
        beside: &[Swap(LONG, LAST, "中州区,答复质量,0,")],
    },
    Case {
        city: "small",
        bent: &[Strike(LONG, LAST)],
        found: &[("score-missing", "county-scores.csv")],
        beside: &[Strike(LONG, LAST), Swap(LONG, "单位,", "单位,"), Add(LONG, "C05,B2,5,,\n")],
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
        beside: &[Swap(LONG, LAST, "中州区,答复质量,９分,")],
    },
    Case {
        city: "small",
        bent: &[Swap(LONG, LAST, "中州区,答复质量,\"1,5\",")],
        found: &[("score-not-a-number", "county-scores.csv:26:3")],
        beside: &[Swap(LONG, LAST, "中州区,答复质量,\"1.5\",")],
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
        bent: &[Add(LONG, "C05,B2,5,,\n")],
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
];

/// Rules of finished papers, tested with templates and typesetting.
const OF_PAPERS: [&str; 11] = [
    "picture-family",
    "template-error",
    "typeset-error",
    "typeset-warning",
    "layout-unstable",
    "pdf-font",
    "pdf-unreadable",
    "file-name-clash",
    "document-stale",
    "document-not-made",
    "document-not-due",
];

/// Rules with a test of their own: thirty million cells take a while, and a unit to which nothing
/// applies needs more than one edit.
const ELSEWHERE: [&str; 2] = ["table-too-large", "nothing-applies"];

fn all_cases() -> impl Iterator<Item = &'static Case> {
    [FILES, RULES_ON_SETTINGS, UNITS_AND_INDICATORS, SCORES].into_iter().flatten()
}

/// A place as the tables above write it.
fn place(found: &SaidFinding) -> String {
    let mut place = found.file.clone().unwrap_or_default();
    for (sign, part) in [('#', &found.sheet), ('!', &found.cell)] {
        if let Some(part) = part {
            place = format!("{place}{sign}{part}");
        }
    }
    for number in [found.line, found.column].into_iter().flatten() {
        place = format!("{place}:{number}");
    }
    place
}

/// Codes and places of a report, in order.
fn places(report: &Report) -> Vec<(&str, String)> {
    report.findings.iter().map(|found| (found.code.as_str(), place(found))).collect()
}

/// What checking a bent city finds.
fn examined(city: &str, edits: &[Edit]) -> Report {
    let city = City::copy(city);
    bend(&city, edits);
    city.check()
}

/// Runs one table; every case that goes wrong is told, not the first only.
fn hold(cases: &[Case]) {
    let mut wrong = Vec::new();
    for case in cases {
        let report = examined(case.city, case.bent);
        let found = places(&report);
        let found: Vec<(&str, &str)> =
            found.iter().map(|(code, place)| (*code, place.as_str())).collect();
        if found != case.found {
            wrong.push(format!("{:?}: found {found:?}", case.found));
        }
        let beside = examined(case.city, case.beside);
        if !beside.findings.is_empty() {
            wrong.push(format!("beside {:?}: found {:?}", case.found, beside.findings));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_that_cannot_be_read_are_named() {
    hold(FILES);
}

#[test]
fn settings_that_cannot_be_meant_are_named() {
    hold(RULES_ON_SETTINGS);
}

#[test]
fn units_and_indicators_must_agree_with_their_lists() {
    hold(UNITS_AND_INDICATORS);
}

#[test]
fn scores_must_be_whole_and_legal() {
    hold(SCORES);
}

#[test]
fn every_rule_on_data_has_a_case() {
    let tested: BTreeSet<&str> =
        all_cases().flat_map(|case| case.found).map(|(code, _)| *code).collect();
    let elsewhere: BTreeSet<&str> = OF_PAPERS.into_iter().chain(ELSEWHERE).collect();
    let known: BTreeSet<&str> = RULES.iter().map(|rule| rule.code).collect();
    let untested: Vec<_> = known.difference(&tested).filter(|c| !elsewhere.contains(*c)).collect();
    assert!(untested.is_empty(), "no case for {untested:?}");
    let gone: Vec<_> = tested.union(&elsewhere).filter(|code| !known.contains(*code)).collect();
    assert!(gone.is_empty(), "no such rule: {gone:?}");
}

#[test]
fn cities_as_they_stand_have_no_finding() {
    for city in ["small", "small-workbook", "sichuan-2011", "sichuan-2011-workbook"] {
        assert_eq!(places(&examined(city, &[])), [], "{city}");
    }
}

#[test]
fn ten_mistakes_are_ten_findings_of_one_run() {
    let report = examined(
        "small",
        &[
            Swap(SETTINGS, "below = \"90\"", "below = \"89\""),
            Swap(UNITS, "1,C01", "一,C01"),
            Add(UNITS, "6,C06,新城区人民政府,新城区,county,\n"),
            Swap(LEVELS, "B2,10", "B2,十"),
            Swap(LONG, "东河县,规范性文件,28", "东河县,规范性文件,"),
            Swap(LONG, "北原县,政策解读,12", "北原县,政策解读,#REF!"),
            Swap(LONG, "中州区,规范性文件,15", "中州区,规范性文件,31"),
            Add(LONG, "东和县,规范性文件,28,,\n"),
            Add(TWO_LEVELS, ",,40\n"),
            Swap(WIDE, "19,15,20", "19,-15,20"),
        ],
    );
    let expected = [
        ("score-missing", "county-scores.csv:2:3"),
        ("score-error-value", "county-scores.csv:18:3"),
        ("score-above-full-marks", "county-scores.csv:22:3"),
        ("unit-unknown", "county-scores.csv:27:1"),
        ("full-marks-wrong", "county-indicators.csv:6:5"),
        ("indicator-incomplete", "department-indicators.csv:5:1"),
        ("grade-cuts", "settings.toml"),
        ("unit-order", "units.csv:2:1"),
        ("unit-class-unknown", "units.csv:10:5"),
        ("score-negative", "department-scores.csv:3:3"),
    ];
    let expected: BTreeSet<(&str, String)> =
        expected.map(|(code, place)| (code, place.to_owned())).into();
    assert_eq!(places(&report).into_iter().collect::<BTreeSet<_>>(), expected);
}

#[test]
fn the_nearest_name_is_suggested() {
    let cases: [(&[Edit], &str); 6] = [
        (&[Swap(LONG, ",佐证\n", ",佐证链\n")], "“佐证链接”"),
        (&[Swap(SETTINGS, "sample = true", "sampel = true")], "“sample”"),
        (&[Text("columns.toml", "[score]\n")], "“scores”"),
        (&[Add(LONG, "东和县,规范性文件,28,,\n")], "“东河县”"),
        (&[Add(WIDE, "公开指北,1,1,1\n")], "“公开指南”"),
        (&[Add(LONG, "东河县,政策解毒,1,,\n")], "“政策解读”"),
    ];
    for (edits, nearest) in cases {
        let report = examined("small", edits);
        let [found] = report.findings.as_slice() else { panic!("{:?}", report.findings) };
        assert!(found.todo.contains(nearest), "{} {}", found.what, found.todo);
    }
    // A name like no other has no suggestion.
    let report = examined("small", &[Add(LONG, "火星,规范性文件,28,,\n")]);
    assert!(!report.findings[0].todo.contains("如果就是"), "{}", report.findings[0].todo);
}

#[test]
fn every_finding_says_what_and_what_to_do() {
    for case in all_cases() {
        for found in &examined(case.city, case.bent).findings {
            for words in [&found.what, &found.todo] {
                let chinese = words.chars().any(|sign| ('\u{4E00}'..='\u{9FFF}').contains(&sign));
                assert!(chinese && !words.contains(&found.code), "{}: {words}", found.code);
            }
        }
    }
}

/// Scores a city without fonts.
fn scorebook(city: &City) -> Scorebook {
    let templates = Templates::built_in();
    let text = |name: &str| templates.text(name).unwrap().to_owned();
    let defaults = (text("settings-defaults.toml"), text("columns-defaults.toml"));
    let folder = load::read_folder(&city.data(), &defaults.0, &defaults.1).unwrap();
    let settings = folder.settings.clone();
    let tables = load::load(folder).unwrap();
    let outcome = check::check(tables, settings, &|_| Setting::Named);
    let Some(checked) = outcome.checked else { panic!("{:?}", outcome.findings) };
    score(checked)
}

/// One unit's result: published total, rank (`=` where tied) and grade, `-` for none.
fn results(book: &Scorebook) -> Vec<String> {
    let mut lines = Vec::new();
    for unit in book.classes.iter().flatten() {
        let total = unit.published.map_or("-".to_owned(), |total: Decimal| total.to_string());
        let rank = unit.rank.map_or("-".to_owned(), |rank| {
            format!("{}{}", rank.place, if rank.tied { "=" } else { "" })
        });
        let grade = unit.grade.map_or("-", |grade| book.checked.cuts[grade].name.as_str());
        lines.push(format!("{total} {rank} {grade}"));
    }
    lines
}

fn results_of(city: &str, edits: &[Edit]) -> Vec<String> {
    let city = City::copy(city);
    bend(&city, edits);
    results(&scorebook(&city))
}

/// By hand: 东河县 28 + 18 + 19 + 20 + 10 = 95. 西山县 24 + 15 + 17 = 56 of 70 that apply,
/// 56 × 100 ÷ 70 = 80. 南湖区 25 + 14 + 16 + 15.5 + 9.5 = 80. 北原县 20 + 12 + 10 + 12 + 5.995 =
/// 59.995, half up 60.00. 中州区 15 + 10 + 10 + 10 + 5 = 50. 市教育局 38 + 19 + 35 = 92, 市水务局
/// 30 + 15 + 25 = 70, 市文化局 35 + 20 + 37.5 = 92.5.
const SMALL: [&str; 8] = [
    "95.00 1 优秀",
    "80.00 2= 良好",
    "80.00 2= 良好",
    "60.00 4 合格",
    "50.00 5 不合格",
    "92.00 2 优秀",
    "70.00 3 合格",
    "92.50 1 优秀",
];

#[test]
fn the_small_city_comes_out_as_by_hand() {
    assert_eq!(results_of("small", &[]), SMALL);
}

#[test]
fn encodings_do_not_change_results() {
    assert_eq!(
        results_of("small", &[Gb18030(UNITS), Gb18030(LONG), Gb18030(LEVELS), Gb18030(WIDE)]),
        SMALL
    );
    for name in [UNITS, LONG, LEVELS, WIDE, TWO_LEVELS, SETTINGS] {
        let city = City::copy("small");
        city.write(name, format!("\u{FEFF}{}", city.read(name)));
        assert_eq!(results(&scorebook(&city)), SMALL, "{name}");
    }
    let city = City::copy("small");
    let marked =
        encoding_rs::GB18030.encode(&format!("\u{FEFF}{}", city.read(UNITS))).0.into_owned();
    city.write(UNITS, marked);
    assert_eq!(results(&scorebook(&city)), SMALL, "GB18030 with a mark");
    let city = City::copy("small");
    let utf16: Vec<u8> =
        format!("\u{FEFF}{}", city.read(UNITS)).encode_utf16().flat_map(u16::to_le_bytes).collect();
    city.write(UNITS, utf16);
    assert_eq!(results(&scorebook(&city)), SMALL, "UTF-16");
}

/// Cities whose CSV files have other line ends come out the same.
fn hold_with_line_ends(end: &str) {
    for name in ["small", "sichuan-2011"] {
        let city = City::copy(name);
        for entry in fs::read_dir(city.data()).unwrap() {
            let file = entry.unwrap().file_name().into_string().unwrap();
            if Path::new(&file).extension().is_some_and(|ending| ending == "csv") {
                city.write(&file, city.read(&file).replace('\n', end));
            }
        }
        assert_eq!(places(&city.check()), [], "{name}");
        assert_eq!(results(&scorebook(&city)), results_of(name, &[]), "{name}");
    }
}

#[test]
fn line_ends_of_windows_do_not_change_results() {
    hold_with_line_ends("\r\n");
}

#[test]
fn line_ends_of_old_macintosh_files_do_not_change_results() {
    hold_with_line_ends("\r");
}

#[test]
fn line_numbers_survive_carriage_returns_and_quoted_line_breaks() {
    for end in ["\n", "\r\n"] {
        let city = City::copy("small");
        // A reason of two lines in line 2, an empty line after 西山县 (line 12): 中州区's last row
        // moves from line 26 to 28.
        city.replace(LONG, "两件文件未标注有效性", "\"两件文件\n未标注有效性\"");
        city.replace(LONG, "南湖区,规范性文件", "\n南湖区,规范性文件");
        city.replace(LONG, "东河县,政策解读,18", "东河县,政策解读,21");
        city.replace(LONG, LAST, "中州区,答复质量,11,");
        city.write(LONG, city.read(LONG).replace('\n', end));
        let expected =
            [4, 28].map(|line| ("score-above-full-marks", format!("county-scores.csv:{line}:3")));
        assert_eq!(places(&city.check()), expected, "{end:?}");
    }
}

#[test]
fn workbooks_give_the_results_of_csv_files() {
    for (csv, workbook) in [("small", "small-workbook"), ("sichuan-2011", "sichuan-2011-workbook")]
    {
        let (csv, workbook) = (City::copy(csv), City::copy(workbook));
        let (csv, workbook) = (scorebook(&csv), scorebook(&workbook));
        assert_eq!(csv.classes, workbook.classes);
        for (one, other) in csv.checked.classes.iter().zip(&workbook.checked.classes) {
            assert_eq!((&one.units, &one.system), (&other.units, &other.system));
        }
    }
}

#[test]
fn parquet_gives_the_results_of_csv_files() {
    assert_eq!(results(&scorebook(&parquet_city(parquet(Some(15.0))))), SMALL);
    // A row of a Parquet file counts like one below a head line.
    for (value, code) in [
        (Some(20.5), "score-above-full-marks"),
        (None, "score-missing"),
        (Some(f64::NAN), "score-not-a-number"),
        (Some(0.000_01), "score-decimals"),
    ] {
        let report = parquet_city(parquet(value)).check();
        assert_eq!(places(&report), [(code, "scores.parquet:3:3".to_owned())]);
    }
    // Sums of binary fractions are read as spreadsheets show them: 0.1 + 0.2 is 0.3.
    assert_eq!(results(&scorebook(&parquet_city(parquet(Some(0.1 + 0.2)))))[6], "55.30 3 不合格");
}

/// Results of one class with one indicator of 100 points.
fn alone(points: &[&str], scoring: &str) -> Vec<String> {
    let city = City::copy("small");
    let settings = city.read(SETTINGS);
    let head = settings.split_once("[[classes]]").unwrap().0;
    let class = "[[classes]]\ncode = \"a\"\nname = \"甲\"\nindicators = \"i.csv\"\n\
                 scores = \"s.csv\"\nscores_form = \"long\"\n";
    city.write(SETTINGS, format!("{head}{class}{scoring}"));
    city.write("i.csv", "一级指标,满分\n得分,100\n");
    let (mut units, mut scores) =
        ("单位代码,单位,类别\n".to_owned(), "单位,指标,得分,原因\n".to_owned());
    for (position, points) in points.iter().enumerate() {
        writeln!(units, "U{position},单位{position},a").unwrap();
        writeln!(scores, "U{position},得分,{points},没有这项职责").unwrap();
    }
    city.write(UNITS, units).write("s.csv", scores);
    results(&scorebook(&city))
}

const NO_GRADES: &str = "[scoring.grade]\nmethod = \"none\"\n";

fn grades(scoring: &str, on: &str) -> String {
    format!(
        "[scoring]\n{scoring}\n[scoring.grade]\nmethod = \"thresholds\"\non = \"{on}\"\n\
         levels = [{{ name = \"优\", from = \"90\" }}, {{ name = \"中\", from = \"60\" }}, \
         {{ name = \"差\" }}]\n"
    )
}

#[test]
fn grades_hold_their_lower_bound() {
    let points = ["90", "89.9999", "60", "59.995", "59.9949", "0"];
    // Published: 89.9999 rounds to 90.00 and 59.995 to 60.00, both reach the cut; 59.9949 rounds
    // to 59.99 and does not. 90 and 60 stand on the cut, inside.
    assert_eq!(
        alone(&points, &grades("decimals = 2", "published")),
        ["90.00 1= 优", "90.00 1= 优", "60.00 3= 中", "60.00 3= 中", "59.99 5 差", "0.00 6 差"]
    );
    // Exact: neither 89.9999 nor 59.995 reaches the cut, though both print as if they did.
    assert_eq!(
        alone(&points, &grades("decimals = 2", "exact")),
        ["90.00 1= 优", "90.00 1= 中", "60.00 3= 中", "60.00 3= 差", "59.99 5 差", "0.00 6 差"]
    );
    // Half to even: 59.995 lies between 59.99 and 60.00, whose last digit 0 is even; 59.985
    // between 59.98 and 59.99 goes to 59.98, half up to 59.99.
    let even = grades("decimals = 2\nrounding = \"half_even\"", "published");
    assert_eq!(alone(&["59.995", "59.985"], &even), ["60.00 1 中", "59.98 2 差"]);
    let up = grades("decimals = 2", "published");
    assert_eq!(alone(&["59.995", "59.985"], &up), ["60.00 1 中", "59.99 2 差"]);
}

#[test]
fn ranks_share_and_skip_as_set() {
    let points = ["80", "90", "70", "80"];
    let with = |scoring: &str| alone(&points, &format!("[scoring]\n{scoring}\n{NO_GRADES}"));
    let gap = ["80.00 2= -", "90.00 1 -", "70.00 4 -", "80.00 2= -"];
    assert_eq!(with("ties = \"1-2-2-4\""), gap);
    assert_eq!(with(""), gap);
    let dense = ["80.00 2= -", "90.00 1 -", "70.00 3 -", "80.00 2= -"];
    assert_eq!(with("ties = \"1-2-2-3\""), dense);
    // Equal when printed, different when exact: 80.004 and 80 both print as 80.00.
    let on = |kind: &str| {
        let scoring = format!("[scoring]\nrank_on = \"{kind}\"\n{NO_GRADES}");
        alone(&["80", "80.004", "70"], &scoring)
    };
    assert_eq!(on("published"), ["80.00 1= -", "80.00 1= -", "70.00 3 -"]);
    assert_eq!(on("exact"), ["80.00 2 -", "80.00 1 -", "70.00 3 -"]);
}

#[test]
fn classes_at_the_edge_are_ranked_as_they_should() {
    // A class of one has a grade and no rank.
    assert_eq!(alone(&["95"], &grades("", "published")), ["95.00 - 优"]);
    // All equal: all are first.
    assert_eq!(alone(&["50", "50", "50"], NO_GRADES), ["50.00 1= -"; 3]);
    // All zero.
    assert_eq!(alone(&["0", "0.0"], NO_GRADES), ["0.00 1= -"; 2]);
    // Nothing applies to the second: no total, no rank, no grade; the others are ranked without
    // it, and of two that leaves a class of one.
    let rescaled = grades("not_applicable = \"rescale\"", "published");
    assert_eq!(alone(&["80", "不适用", "90"], &rescaled), ["80.00 2 中", "- - -", "90.00 1 优"]);
    assert_eq!(alone(&["80", "不适用"], &rescaled), ["80.00 - 中", "- - -"]);
    assert_eq!(alone(&["不适用", "不适用"], &rescaled), ["- - -"; 2]);
}

#[test]
fn treatments_of_what_does_not_apply_come_out_as_by_hand() {
    // 西山县 has 56 of 70 marks that apply, of 100 in all.
    for (treatment, total) in [
        ("\"rescale\"", "80.00 2= 良好"),
        // 56 × 4/3 = 74.666…
        ("\"factor\"\nnot_applicable_factor = \"4/3\"", "74.67 3 合格"),
        ("\"zero\"", "56.00 4 不合格"),
        // 56 + 30 = 86
        ("\"full\"", "86.00 2 良好"),
    ] {
        assert_eq!(results_of("small", &[Swap(SETTINGS, "\"rescale\"", treatment)])[1], total);
    }
}

#[test]
fn one_mistake_is_one_finding() {
    let mut wrong = Vec::new();
    for (city, edits, found) in [
        // An alias that is another unit's name: the name stays the other unit's.
        (
            "small",
            &[Swap(UNITS, "counties,西山\n", "counties,东河县\n")][..],
            ("unit-duplicate", "units.csv:3:6"),
        ),
        // An indicator twice: its scores are still its scores.
        (
            "small",
            &[Add(TWO_LEVELS, "政务服务,办事指南,40\n")],
            ("indicator-duplicate", "department-indicators.csv:5:1"),
        ),
        // Full marks that are no number say nothing about the points in a head.
        (
            "sichuan-2011",
            &[Swap("indicators.csv", "在线服务,9,", "在线服务,九,")],
            ("full-marks-wrong", "indicators.csv:3:3"),
        ),
    ] {
        let report = examined(city, edits);
        let all = places(&report);
        if all != [(found.0, found.1.to_owned())] {
            wrong.push(format!("{found:?}: {all:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_finding_points_at_the_cell_that_is_wrong() {
    let mut wrong = Vec::new();
    for (edits, found) in [
        // The code stands in column 4.
        (&[Swap(LEVELS, "A2", "A1")][..], ("indicator-duplicate", "county-indicators.csv:3:4")),
        // The second level is what lacks.
        (
            &[Swap(LEVELS, "依申请公开,申请办理,按期答复", "依申请公开,,按期答复")],
            ("indicator-incomplete", "county-indicators.csv:5:2"),
        ),
        // A date that no calendar has.
        (
            &[Swap(SETTINGS, "\"submitted\"", "\"submitted\"\napproved_on = \"2024-13\"")],
            ("settings-form", "settings.toml:11:15"),
        ),
        // A unit to which nothing applies, in its scores.
        (NOTHING_APPLIES, ("nothing-applies", "county-scores.csv")),
    ] {
        let report = examined("small", edits);
        let all = places(&report);
        if !all.contains(&(found.0, found.1.to_owned())) {
            wrong.push(format!("{found:?}: {all:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_passed_over_in_silence() {
    let mut wrong = Vec::new();
    for (what, edits, found) in [
        (
            "two indicators share an alias",
            &[
                Swap(TWO_LEVELS, "满分\n", "满分,别名\n"),
                Swap(TWO_LEVELS, "公开目录,40", "公开目录,40,公开"),
                Swap(TWO_LEVELS, "公开指南,20", "公开指南,20,公开"),
            ][..],
            "indicator-duplicate",
        ),
        (
            "two classes share a name",
            &[Swap(SETTINGS, "name = \"市直部门\"", "name = \"县（区）\"")],
            "class-duplicate",
        ),
        (
            "a class is named like another's code",
            &[Swap(SETTINGS, "name = \"县（区）\"", "name = \"departments\"")],
            "class-duplicate",
        ),
        (
            "a long table prints a total that is not the sum",
            &[
                Swap(LONG, ",佐证\n", ",总分\n"),
                Swap(LONG, "东河县,规范性文件,28,两件文件未标注有效性,", "东河县,A1,28,,94"),
            ],
            "total-differs",
        ),
    ] {
        let report = examined("small", edits);
        if !codes(&report).contains(&found) {
            wrong.push(format!("{what}: no {found}, but {:?}", places(&report)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_a_finding_advises_works() {
    let mut wrong = Vec::new();
    for (what, edits) in [
        (
            "a row of sums, ignored in columns.toml",
            &[
                Add(WIDE, "合计,92,70,92.5\n"),
                Text("columns.toml", "[scores]\nignore = [\"合计\"]\n"),
            ][..],
        ),
        (
            "a date without quotes",
            &[Swap(SETTINGS, "\"submitted\"", "\"submitted\"\napproved_on = 2024-09-01")],
        ),
        ("a relative path inside the folder", &[Swap(SETTINGS, "units.csv", "./units.csv")]),
    ] {
        let report = examined("small", edits);
        if !report.findings.is_empty() {
            wrong.push(format!("{what}: {:?}", places(&report)));
        }
    }
    // A million is a number, and more than the full marks.
    let report = examined("small", &[Swap(LONG, LAST, "中州区,答复质量,1000000,")]);
    if codes(&report) != ["score-above-full-marks"] {
        wrong.push(format!("{:?}", report.findings));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_empty_text_in_parquet_is_an_empty_cell() {
    let columns = vec![
        Column::from(Series::new("指标".into(), ["公开目录", " 公开指南", "办事指南"])),
        Column::from(Series::new("市教育局".into(), ["38", " 19 ", "35"])),
        Column::from(Series::new("市水务局".into(), ["30", " ", "25"])),
        Column::from(Series::new("市文化局".into(), ["35", "20", "37.5"])),
    ];
    let report = parquet_city(parquet_of(columns)).check();
    assert_eq!(places(&report), [("score-missing", "scores.parquet:3:3".to_owned())]);
}

#[test]
fn more_cells_than_any_assessment_are_refused() {
    // 30,000 rows of 1,000 cells, and one row more.
    let row = "1,".repeat(999) + "1\n";
    let city = City::copy("small");
    city.write(WIDE, row.repeat(30_001));
    assert_eq!(places(&city.check()), [("table-too-large", "department-scores.csv".to_owned())]);
}

/// Every score of 西山县 is not applicable.
const NOTHING_APPLIES: &[Edit] = &[
    Swap(LONG, "西山县,规范性文件,24", "西山县,规范性文件,不适用"),
    Swap(LONG, "西山县,政策解读,15", "西山县,政策解读,不适用"),
    Swap(LONG, "西山县,政府网站,17", "西山县,政府网站,不适用"),
];

#[test]
fn a_unit_to_which_nothing_applies_is_told_and_has_no_total() {
    let report = examined("small", NOTHING_APPLIES);
    assert_eq!(codes(&report), ["nothing-applies"]);
    assert!(report.findings[0].what.contains("西山县"));
    assert_eq!(results_of("small", NOTHING_APPLIES)[1], "- - -");
    assert_eq!(places(&examined("small", &NOTHING_APPLIES[..2])), []);
}
