//! Corrections and appeals.

use super::Case;
use crate::bad_input::Edit::{Add, Strike, Swap};

/// First and final points, three units' causes.
const SCORES: &str = "county-scores.csv";
const CORRECTIONS: &str = "registers/corrections.csv";
const APPEALS: &str = "registers/appeals.csv";
const SETTINGS: &str = "settings.toml";

pub(super) const CORRECTIONS_AND_APPEALS: &[Case] = &[
    Case {
        city: "registers",
        bent: &[Swap(SCORES, "东河县,A1,文件公开,", "东河县,A1,公文公开,")],
        found: &[("indicator-name-differs", "county-scores.csv:2:3")],
        beside: &[Swap(SCORES, "东河县,A1,文件公开,", "东河县,A1,,")],
    },
    Case {
        city: "registers",
        bent: &[Swap(CORRECTIONS, "A2,复核采纳", "B1,复核采纳")],
        // The appeal has lost its correction, and two cells no longer add up.
        found: &[
            ("correction-differs", "county-scores.csv:7:5"),
            ("correction-differs", "county-scores.csv:8:5"),
            ("appeal-correction", "registers/appeals.csv:2:11"),
            ("correction-chain", "registers/corrections.csv:2:6"),
            ("appeal-unknown", "registers/corrections.csv:2:6"),
        ],
        beside: &[Swap(CORRECTIONS, "A2,复核采纳", "政策解读,复核采纳")],
    },
    // No correction, and other final points than first ones.
    Case {
        city: "registers",
        bent: &[Swap(SCORES, "东河县,A2,政策解读,18,18", "东河县,A2,政策解读,17,18")],
        found: &[("correction-differs", "county-scores.csv:3:5")],
        beside: &[Swap(SCORES, "东河县,A2,政策解读,18,18", "东河县,A2,政策解读,17,17.0")],
    },
    // 14 + (16 − 14) is not 17.
    Case {
        city: "registers",
        bent: &[Swap(
            SCORES,
            "南湖区,A2,政策解读,14,16,解读形式单一,Y05",
            "南湖区,A2,政策解读,14,17,解读形式单一,",
        )],
        found: &[("correction-differs", "county-scores.csv:11:5")],
        beside: &[
            Swap(
                SCORES,
                "南湖区,A2,政策解读,14,16,解读形式单一,Y05",
                "南湖区,A2,政策解读,14,17,解读形式单一,",
            ),
            Swap(CORRECTIONS, "同类更正,14,16", "同类更正,14,17"),
        ],
    },
    // 13 → 15 changes by as much, from where the points never stood.
    Case {
        city: "registers",
        bent: &[Swap(CORRECTIONS, "同类更正,14,16", "同类更正,13,15")],
        found: &[("correction-chain", "registers/corrections.csv:3:6")],
        beside: &[
            Swap(CORRECTIONS, "同类更正,14,16", "同类更正,14,15.5"),
            Add(CORRECTIONS, "3,南湖区,A2,录入更正,15.5,16,少录半分,,2024-08-10\n"),
        ],
    },
    Case {
        city: "registers",
        bent: &[Swap(CORRECTIONS, ",F1,", ",F9,")],
        found: &[("appeal-unknown", "registers/corrections.csv:2:6")],
        beside: &[Swap(CORRECTIONS, ",F1,", ",,")],
    },
    Case {
        city: "registers",
        bent: &[Swap(APPEALS, "2024-04-12,不采纳,", "2024-04-12,,")],
        found: &[("appeal-undecided", "registers/appeals.csv:3:11")],
        beside: &[
            Swap(APPEALS, "2024-04-12,不采纳,", "2024-04-12,,"),
            Swap(SETTINGS, "\"submitted\"", "\"preliminary\""),
        ],
    },
    Case {
        city: "registers",
        bent: &[Swap(APPEALS, "李复核,26,", "李复核,25.5,")],
        found: &[("appeal-lowers", "registers/appeals.csv:3:11")],
        beside: &[Swap(APPEALS, "李复核,26,", "李复核,26.00,")],
    },
    Case {
        city: "registers",
        bent: &[Swap(APPEALS, "李复核,16,", "李复核,17,")],
        found: &[("appeal-correction", "registers/appeals.csv:2:11")],
        beside: &[Swap(APPEALS, "李复核,16,", "李复核,,")],
    },
    // Points were granted on an appeal that was not.
    Case {
        city: "registers",
        bent: &[Swap(APPEALS, "2024-04-10,部分采纳,", "2024-04-10,不采纳,")],
        found: &[("appeal-correction", "registers/appeals.csv:2:11")],
        beside: &[Swap(APPEALS, "2024-04-10,部分采纳,", "2024-04-10,采纳,")],
    },
    // Seven days from 1 August end on 8 August; 12 August is late, 6 August is not.
    Case {
        city: "registers",
        bent: &[Swap(APPEALS, "2024-03-01,逾期,", "2024-03-01,不采纳,")],
        found: &[("appeal-window", "registers/appeals.csv:4:11")],
        beside: &[Swap(APPEALS, "2024-03-01,逾期,", "2024-03-01,撤回,")],
    },
    Case {
        city: "registers",
        bent: &[Swap(APPEALS, "2024-04-12,不采纳,", "2024-04-12,逾期,")],
        found: &[("appeal-window", "registers/appeals.csv:3:11")],
        beside: &[Swap(APPEALS, "2024-04-12,不采纳,", "2024-04-12,事后补公开,")],
    },
    // Counted from the day of receipt, 7 August is the last day.
    Case {
        city: "registers",
        bent: &[Swap(APPEALS, "2024-08-01,2024-08-06,", "2024-08-01,2024-08-08,")],
        found: &[("appeal-window-close", "registers/appeals.csv:3:11")],
        beside: &[Swap(APPEALS, "2024-08-01,2024-08-06,", "2024-08-01,2024-08-07 23:59,")],
    },
    Case {
        city: "registers",
        bent: &[Swap(APPEALS, "2024-04-10", "2024-06-01")],
        found: &[("appeal-evidence-late", "registers/appeals.csv:2:11")],
        beside: &[Swap(APPEALS, "2024-04-10", "2024-05-31")],
    },
    Case {
        city: "registers",
        bent: &[Swap(APPEALS, "两种形式,李复核,16", "两种形式,张评分,16")],
        found: &[("appeal-reviewer", "registers/appeals.csv:2:11")],
        beside: &[Swap(APPEALS, "两种形式,李复核,16", "两种形式,王复评,16")],
    },
    // The name inside the unit's own is its own.
    Case {
        city: "registers",
        bent: &[Swap(APPEALS, "应在政府网站公开", "与市水务局不同")],
        found: &[("reason-names-unit", "registers/appeals.csv:3:11")],
        beside: &[Swap(APPEALS, "应在政府网站公开", "北原县人民政府网站没有")],
    },
    // 南湖区 lost points for 西山县's cause, and its own appeal is refused.
    Case {
        city: "registers",
        bent: &[Add(
            APPEALS,
            "F4,南湖区,A2,2024-08-01,2024-08-05,16,18,有图解,,,不采纳,没有图解,李复核,16,2024-08-09\n",
        )],
        found: &[("appeals-decided-apart", "registers/appeals.csv:5:11")],
        beside: &[Add(
            APPEALS,
            "F4,南湖区,A1,2024-08-01,2024-08-05,30,32,有图解,,,不采纳,没有图解,李复核,30,2024-08-09\n",
        )],
    },
    // 南湖区 has the cause of 西山县's accepted appeal and no correction of its own.
    Case {
        city: "registers",
        bent: &[
            Strike(CORRECTIONS, "2,南湖区"),
            Swap(SCORES, "南湖区,A2,政策解读,14,", "南湖区,A2,政策解读,16,"),
        ],
        found: &[("same-cause-open", "registers/appeals.csv:2:11")],
        beside: &[
            Strike(CORRECTIONS, "2,南湖区"),
            Swap(
                SCORES,
                "南湖区,A2,政策解读,14,16,解读形式单一,Y05",
                "南湖区,A2,政策解读,16,16,没有图解,Y01",
            ),
        ],
    },
];
