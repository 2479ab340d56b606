//! Settings.

use super::{Case, LONG, SETTINGS, UNITS};
use crate::bad_input::Edit;
use crate::bad_input::Edit::{Add, Swap, Text};

/// A third class that no unit of the list has.
pub(super) const THIRD_CLASS: &str = r#"[[classes]]
code = "towns"
name = "乡镇"
indicators = "department-indicators.csv"
scores = "town-scores.csv"
scores_form = "indicator_rows"

[scoring]
"#;
/// The same under the code of another class.
pub(super) const SECOND_COUNTIES: &str = r#"[[classes]]
code = "counties"
name = "乡镇"
indicators = "department-indicators.csv"
scores = "town-scores.csv"
scores_form = "indicator_rows"

[scoring]
"#;
/// Scores of nobody.
pub(super) const TOWN_SCORES: Edit =
    Text("town-scores.csv", "指标\n公开目录\n公开指南\n办事指南\n");
/// The third class with one unit, whole.
pub(super) const TOWN: Edit = Add(UNITS, "1,T01,白云镇人民政府,白云镇,towns,\n");
pub(super) const TOWN_SCORED: Edit =
    Text("town-scores.csv", "指标,白云镇\n公开目录,40\n公开指南,20\n办事指南,40\n");

pub(super) const RULES_ON_SETTINGS: &[Case] = &[
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "area = \"青禾市\"", "area = \"【待填】青禾市\"")],
        found: &[("placeholder-left", "settings.toml:8:9")],
        beside: &[Swap(SETTINGS, "area = \"青禾市\"", "area = \"（待填）青禾市\"")],
    },
    // A remark bears the mark too: a line that is to be filled in and put to use.
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "sample = true", "sample = true  # 【待填】核对")],
        found: &[("placeholder-left", "settings.toml:11:18")],
        beside: &[Swap(SETTINGS, "sample = true", "sample = true  # 待填")],
    },
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
    // What the command forms makes is no paper of a run.
    Case {
        city: "small",
        bent: &[Add(SETTINGS, "\n[papers]\nmake = [\"unit\", \"guide\"]\n")],
        found: &[("settings-choice", SETTINGS)],
        beside: &[Add(SETTINGS, "\n[papers]\nmake = [\"unit\", \"city\"]\n")],
    },
    Case {
        city: "small",
        bent: &[Add(SETTINGS, "\n[review]\npapers = [\"unit\", \"guide\"]\n")],
        found: &[("settings-choice", SETTINGS)],
        beside: &[Add(SETTINGS, "\n[review]\npapers = [\"unit\", \"risk\"]\n")],
    },
    Case {
        city: "small",
        bent: &[Add(SETTINGS, "\n[release]\nunits = [\"unit\", \"workbook\"]\n")],
        found: &[("settings-choice", SETTINGS)],
        beside: &[Add(SETTINGS, "\n[release]\nunits = [\"unit\", \"public\"]\n")],
    },
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "id = \"small\"", "id = \"release\"")],
        found: &[("settings-form", "settings.toml")],
        beside: &[Swap(SETTINGS, "id = \"small\"", "id = \"release-2024\"")],
    },
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "id = \"small\"", "id = \"Review\"")],
        found: &[("settings-form", "settings.toml")],
        beside: &[Swap(SETTINGS, "id = \"small\"", "id = \"review-2024\"")],
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
        bent: &[Add(SETTINGS, "\n[statistics]\nown_share = 0.51\n")],
        found: &[("settings-contradict", "settings.toml")],
        beside: &[Add(SETTINGS, "\n[statistics]\nown_share = 0.5\n")],
    },
    Case {
        city: "small",
        bent: &[Add(SETTINGS, "\n[statistics]\nweak_rate = 0.9\neven_points = 6\n")],
        found: &[
            ("settings-contradict", "settings.toml"),
            ("settings-contradict", "settings.toml"),
        ],
        beside: &[Add(SETTINGS, "\n[statistics]\nweak_rate = 0.8\neven_points = 5\n")],
    },
    Case {
        city: "small",
        bent: &[Add(SETTINGS, "\n[collection]\nfrom = 2024-07-02\nto = 2024-07-01\n")],
        found: &[("settings-contradict", "settings.toml")],
        beside: &[Add(SETTINGS, "\n[collection]\nfrom = 2024-07-01\nto = 2024-07-01\n")],
    },
    Case {
        city: "small",
        bent: &[Add(
            SETTINGS,
            "\n[rectification]\ndue_now = 2025-03-31\ndue_periodic = 2024-10-31\n",
        )],
        found: &[("settings-contradict", "settings.toml")],
        beside: &[Add(
            SETTINGS,
            "\n[rectification]\ndue_now = 2024-10-31\ndue_periodic = 2024-10-31\n",
        )],
    },
    Case {
        city: "small",
        bent: &[Add(SETTINGS, "\n[stability]\nlow = 0.6\nhigh = 0.5\n")],
        found: &[("settings-contradict", "settings.toml")],
        beside: &[Add(SETTINGS, "\n[stability]\nlow = 0.5\nhigh = 0.5\n")],
    },
    // A late paper costs once, and more than the most that it may cost.
    Case {
        city: "registers",
        bent: &[Swap(
            SETTINGS,
            "\"per_day\"\nlate_points = \"0.5\"",
            "\"fixed\"\nlate_points = \"3\"",
        )],
        found: &[("settings-contradict", "settings.toml")],
        beside: &[Swap(SETTINGS, "late_points = \"0.5\"", "late_points = \"3\"")],
    },
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "method = \"thresholds\"", "method = \"none\"")],
        found: &[("settings-idle", "settings.toml")],
        beside: &[],
    },
    Case {
        city: "small",
        bent: &[Swap(SETTINGS, "\"rescale\"", "\"rescale\"\nnot_applicable_factor = \"4/3\"")],
        found: &[("settings-idle", "settings.toml")],
        beside: &[Swap(SETTINGS, "\"rescale\"", "\"factor\"\nnot_applicable_factor = \"4/3\"")],
    },
    Case {
        city: "registers",
        bent: &[Swap(SETTINGS, "late = \"per_day\"", "late = \"none\"")],
        found: &[("settings-idle", "settings.toml")],
        beside: &[
            Swap(SETTINGS, "late = \"per_day\"", "late = \"none\""),
            Swap(SETTINGS, "late_points = \"0.5\"", "late_points = \"0\""),
        ],
    },
    Case {
        city: "registers",
        bent: &[Swap(SETTINGS, "days = 7\n", "days = 7\ndays_off = [2024-08-05]\n")],
        found: &[("settings-idle", "settings.toml")],
        beside: &[Swap(SETTINGS, "days = 7\n", "days = 7\nroll = true\ndays_off = [2024-08-05]\n")],
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
            Swap(LONG, "不适用,本年度没有收到申请", "8,答复超期"),
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
    Case {
        city: "registers",
        bent: &[Swap(SETTINGS, "bonus_cap = \"3\"", "bonus_cap = \"三\"")],
        found: &[("settings-decimal", "settings.toml")],
        beside: &[Swap(SETTINGS, "bonus_cap = \"3\"", "bonus_cap = \"3.0000\"")],
    },
    Case {
        city: "registers",
        bent: &[Swap(SETTINGS, "late_points = \"0.5\"", "late_points = \"-0.5\"")],
        found: &[("settings-decimal", "settings.toml")],
        beside: &[Swap(SETTINGS, "late_points = \"0.5\"", "late_points = \"0\"")],
    },
    Case {
        city: "rounds",
        bent: &[Swap(SETTINGS, "rounds = [", "scores = \"final.csv\"\nrounds = [")],
        found: &[("rounds-or-scores", "settings.toml")],
        beside: &[],
    },
    Case {
        city: "quota",
        bent: &[Swap(SETTINGS, "scores = \"scores.csv\"\n", "")],
        found: &[("rounds-or-scores", "settings.toml")],
        beside: &[
            Swap(
                SETTINGS,
                "scores = \"scores.csv\"",
                "rounds = [{ name = \"甲\", share = \"1\", scores = \"scores.csv\" }]",
            ),
            Swap("scores.csv", "南湖区,55,35", "南湖区,55,34"),
        ],
    },
    Case {
        city: "rounds",
        bent: &[Swap(SETTINGS, "share = \"0.2\"", "share = \"0.25\"")],
        found: &[("rounds-shares", "settings.toml")],
        beside: &[Swap(SETTINGS, "share = \"0.2\"", "share = \"0.20\"")],
    },
];
