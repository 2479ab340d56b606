//! Losses against each other, the causes, the deductions and last year.

use super::Case;
use crate::bad_input::Edit::{self, Add, Strike, Swap, Text};

const SCORES: &str = "county-scores.csv";
const CAUSES: &str = "registers/causes.csv";
const HISTORY: &str = "history.csv";

/// The results of an earlier output folder: last year's points, and one unit that is no more.
const RESULTS: &str = "unit_indicators.csv";
const RESULTS_TEXT: &str = "unit,indicator,name,applicable,points,full_marks,rate,cause
C01,A1,文件公开,true,34,40,0.85,Y01
C01,A2,政策解读,true,17,20,0.85,
C01,B1,按期答复,false,,25,,
C01,B2,答复质量,true,13,15,0.8666666666666667,
C09,A1,文件公开,true,34,40,0.85,Y01
C09,A2,政策解读,true,20,20,1,
D01,A1,公开目录,true,20,20,1,
";
const TOTALS: &str = "unit_totals.csv";
const FROM_RESULTS: Edit =
    Swap("settings.toml", "history = \"history.csv\"", "history = \"unit_indicators.csv\"");

const ACTIONS: &str = "registers/actions.csv";
const WITH_ACTIONS: Edit = Swap(
    "settings.toml",
    "causes = \"registers/causes.csv\"",
    "causes = \"registers/causes.csv\"\nactions = \"registers/actions.csv\"",
);

pub(super) const LOSSES: &[Case] = &[
    // Three units lose points in B1 for Y06: 5, 5 and 6.
    Case {
        city: "registers",
        bent: &[Swap(SCORES, "北原县,B1,按期答复,20,20,", "北原县,B1,按期答复,19,19,")],
        found: &[("deduction-unequal", "county-scores.csv:16:5")],
        beside: &[Swap(
            SCORES,
            "北原县,B1,按期答复,20,20,一件答复超期,Y06",
            "北原县,B1,按期答复,19,19,一件答复超期,Y07",
        )],
    },
    // The same three units say when it can be mended; left open, it counts as mendable now.
    Case {
        city: "registers",
        bent: &[Swap(
            SCORES,
            "/33,有效,2024-06-12,张评分,下一周期体现,",
            "/33,有效,2024-06-12,张评分,不可补救,",
        )],
        found: &[("mend-unequal", "county-scores.csv:12:12")],
        beside: &[
            Swap(
                SCORES,
                "/23,有效,2024-06-11,张评分,下一周期体现,",
                "/23,有效,2024-06-11,张评分,,",
            ),
            Swap(
                SCORES,
                "/33,有效,2024-06-12,张评分,下一周期体现,",
                "/33,有效,2024-06-12,张评分,立行立改,",
            ),
            Swap(
                SCORES,
                "/43,有效,2024-06-13,张评分,下一周期体现,",
                "/43,有效,2024-06-13,张评分,,",
            ),
        ],
    },
    Case {
        city: "registers",
        bent: &[Swap(
            SCORES,
            "/43,有效,2024-06-13,张评分,下一周期体现,",
            "/43,有效,2024-06-13,张评分,,",
        )],
        found: &[("mend-unequal", "county-scores.csv:16:12")],
        beside: &[
            Swap(
                SCORES,
                "北原县,B1,按期答复,20,20,一件答复超期,Y06",
                "北原县,B1,按期答复,20,20,一件答复超期,Y07",
            ),
            Swap(
                SCORES,
                "/43,有效,2024-06-13,张评分,下一周期体现,",
                "/43,有效,2024-06-13,张评分,,",
            ),
        ],
    },
    Case {
        city: "registers",
        bent: &[Swap(
            SCORES,
            "/31,有效,2024-06-12,张评分,立行立改,",
            "/31,有效,2024-06-12,张评分,立行立改,S9",
        )],
        found: &[("event-twice", "county-scores.csv:10:13")],
        beside: &[Swap(
            SCORES,
            "/31,有效,2024-06-12,张评分,立行立改,",
            "/31,有效,2024-06-12,张评分,立行立改,S8",
        )],
    },
    // The event of another unit is another event.
    Case {
        city: "registers",
        bent: &[
            Swap("registers/deductions.csv", "1,南湖区,", "1,西山县,"),
            Swap(
                SCORES,
                "/21,有效,2024-06-11,张评分,立行立改,",
                "/21,有效,2024-06-11,张评分,立行立改,S9",
            ),
        ],
        found: &[("event-twice", "county-scores.csv:6:13")],
        beside: &[Swap(
            SCORES,
            "/21,有效,2024-06-11,张评分,立行立改,",
            "/21,有效,2024-06-11,张评分,立行立改,S9",
        )],
    },
    // One loss of several without a reason, and a full mark that needs none.
    Case {
        city: "registers",
        bent: &[Swap(
            SCORES,
            "西山县,A2,政策解读,14,16,解读形式单一,",
            "西山县,A2,政策解读,14,16,,",
        )],
        found: &[("loss-without-reason", "county-scores.csv:7:6")],
        beside: &[Swap(
            SCORES,
            "西山县,A2,政策解读,14,16,解读形式单一,",
            "西山县,A2,政策解读,14,16,形式单一,",
        )],
    },
    Case {
        city: "registers",
        bent: &[Swap(SCORES, "/11,有效,", "/11,失效,")],
        found: &[("evidence-dead", "county-scores.csv:2:9")],
        beside: &[Swap(SCORES, "/11,有效,", "/11,,")],
    },
    Case {
        city: "registers",
        bent: &[Swap(SCORES, "/11,有效,2024-06-10", "/11,有效,2024-07-01 00:00")],
        found: &[("evidence-late", "county-scores.csv:2:10")],
        beside: &[Swap(SCORES, "/11,有效,2024-06-10", "/11,有效,2024年6月30日 23:59")],
    },
    Case {
        city: "registers",
        bent: &[Swap(SCORES, "/11,有效,2024-06-10", "/11,有效,2024-05-31")],
        found: &[("evidence-late", "county-scores.csv:2:10")],
        beside: &[Swap(SCORES, "/11,有效,2024-06-10", "/11,有效,2024/6/1")],
    },
    Case {
        city: "registers",
        bent: &[Swap(SCORES, "未标注有效性,Y04", "未标注有效性,Y99")],
        found: &[("cause-unknown", "county-scores.csv:2:7")],
        beside: &[Swap(SCORES, "未标注有效性,Y04", "未标注有效性,Ｙ04")],
    },
    Case {
        city: "registers",
        bent: &[Add(CAUSES, "Y01,未公开,,\n")],
        found: &[("cause-twice", "registers/causes.csv:9:1")],
        beside: &[Add(CAUSES, "Y08,未公开,,\n")],
    },
    Case {
        city: "registers",
        bent: &[WITH_ACTIONS, Text(ACTIONS, "指标编号,原因代码,整改建议\nA9,,补齐\n")],
        found: &[("action-unknown", "registers/actions.csv:2:1")],
        beside: &[WITH_ACTIONS, Text(ACTIONS, "指标编号,原因代码,整改建议\nＡ1,,补齐\n")],
    },
    Case {
        city: "registers",
        bent: &[
            WITH_ACTIONS,
            Text(ACTIONS, "类别,维度,原因代码,整改建议\n乡镇,,Y01,补齐\n,主动,,补齐\n,,Y99,补齐\n"),
        ],
        found: &[
            ("action-unknown", "registers/actions.csv:2:1"),
            ("action-unknown", "registers/actions.csv:3:2"),
            ("action-unknown", "registers/actions.csv:4:3"),
        ],
        beside: &[
            WITH_ACTIONS,
            Text(
                ACTIONS,
                "类别,维度,原因代码,整改建议\n市直部门,,Y01,补齐\n,主动公开,,补齐\n,,Y07,补齐\n",
            ),
        ],
    },
    // A name beside the code that no class has under it.
    Case {
        city: "registers",
        bent: &[WITH_ACTIONS, Text(ACTIONS, "指标编号,指标名称,整改建议\nA1,政策解读,补齐\n")],
        found: &[("action-unknown", "registers/actions.csv:2:2")],
        beside: &[WITH_ACTIONS, Text(ACTIONS, "指标编号,指标名称,整改建议\nA2,政策解读,补齐\n")],
    },
    // One code, another indicator in each class.
    Case {
        city: "registers",
        bent: &[
            WITH_ACTIONS,
            Text(ACTIONS, "类别,指标编号,整改建议\n,A1,补齐\n"),
            Swap("department-indicators.csv", "公开目录,C1", "公开目录,A1"),
            Swap("department-scores.csv", "单位,C1", "单位,A1"),
        ],
        found: &[("action-unclear", "registers/actions.csv:2:2")],
        beside: &[
            WITH_ACTIONS,
            Text(ACTIONS, "类别,指标编号,整改建议\n市直部门,A1,补齐\n"),
            Swap("department-indicators.csv", "公开目录,C1", "公开目录,A1"),
            Swap("department-scores.csv", "单位,C1", "单位,A1"),
        ],
    },
    Case {
        city: "registers",
        bent: &[WITH_ACTIONS, Text(ACTIONS, "指标编号,原因代码,整改建议\n,,补齐\n")],
        found: &[("action-unbound", "registers/actions.csv:2:3")],
        beside: &[WITH_ACTIONS, Text(ACTIONS, "指标编号,原因代码,整改建议\n,Y01,补齐\n")],
    },
    Case {
        city: "registers",
        bent: &[
            WITH_ACTIONS,
            Text(ACTIONS, "指标编号,原因代码,整改建议\nA1,Y01,补齐\n文件公开,Ｙ01,补上\n"),
        ],
        found: &[("action-twice", "registers/actions.csv:3:3")],
        beside: &[
            WITH_ACTIONS,
            Text(ACTIONS, "指标编号,原因代码,整改建议\nA1,Y01,补齐\n文件公开,,补上\n"),
        ],
    },
    // An empty action is told as any missing cell is.
    Case {
        city: "registers",
        bent: &[WITH_ACTIONS, Text(ACTIONS, "指标编号,原因代码,整改建议\nA1,Y01,\n")],
        found: &[("cell-missing", "registers/actions.csv:2:3")],
        beside: &[WITH_ACTIONS, Text(ACTIONS, "指标编号,原因代码,整改建议\nA1,Y01,补齐。\n")],
    },
    // 中州区 loses points in B2 for Y02; last year 11 of 15 were left for the same cause.
    Case {
        city: "registers",
        bent: &[Swap(HISTORY, "中州区,B2,答复质量,15,11,Y07", "中州区,B2,答复质量,15,11,Y02")],
        found: &[("problem-repeated", "county-scores.csv:21:7")],
        beside: &[Swap(HISTORY, "中州区,B2,答复质量,15,11,Y07", "中州区,B2,答复质量,15,15,Y02")],
    },
    Case {
        city: "registers",
        bent: &[Swap(HISTORY, "东河县,", "东河市,")],
        found: &[("unit-renamed", "history.csv:2:1")],
        beside: &[Swap(HISTORY, "东河县,", "东河县人民政府,")],
    },
    Case {
        city: "registers",
        bent: &[Add(HISTORY, "东河县,,机构设置,10,8,\n中州区,,机构设置,10,9,\n")],
        found: &[("history-indicator-dropped", "history.csv:10:2")],
        beside: &[Swap(HISTORY, "A1,文件公开", "A1,公文公开")],
    },
    Case {
        city: "registers",
        bent: &[Strike(HISTORY, "东河县,B2"), Strike(HISTORY, "中州区,B2")],
        found: &[("history-indicator-new", "history.csv")],
        beside: &[Strike(HISTORY, "中州区,B2")],
    },
    Case {
        city: "registers",
        bent: &[Add(HISTORY, "市教育局,A1,文件公开,40,30,\n")],
        found: &[("unit-other-class", "history.csv:10:1")],
        beside: &[Add(HISTORY, "西山县,A1,文件公开,40,30,\n")],
    },
    // A unit of another class is not read at all.
    Case {
        city: "registers",
        bent: &[
            FROM_RESULTS,
            Text(RESULTS, RESULTS_TEXT),
            Text(TOTALS, "unit,name,class\nC01,,counties\nC09,,counties\nD01,,departments\n"),
        ],
        found: &[("history-unit-dropped", "unit_indicators.csv:6:1")],
        beside: &[
            FROM_RESULTS,
            Text(RESULTS, RESULTS_TEXT),
            Text(TOTALS, "unit,name,class\nC01,,counties\nC09,,towns\nD01,,departments\n"),
        ],
    },
    // Another unit's results alone are no history of this class.
    Case {
        city: "registers",
        bent: &[
            FROM_RESULTS,
            Text(RESULTS, RESULTS_TEXT),
            Text(TOTALS, "unit,class\nD01,departments\n"),
        ],
        found: &[("table-empty", "unit_indicators.csv")],
        beside: &[
            FROM_RESULTS,
            Text(RESULTS, RESULTS_TEXT),
            Text(TOTALS, "unit,class\nC01,COUNTIES\n"),
        ],
    },
];
