//! Self-assessment forms in the units' folders.

use super::{Case, SETTINGS};
use crate::bad_input::Edit::{Add, Double, Gone, Swap, Text};

const EDUCATION: &str = "材料/市教育局/自评表.csv";
const CIVIL: &str = "材料/市民政局/自评表.csv";
/// The row of points 4.5 in the form of 市教育局.
const LAST_ROW: &str = ",新媒体,更新及时,5,4.5,,";
const WITHOUT_LABEL: &[crate::bad_input::Edit] =
    &[Swap(EDUCATION, "填报单位：市教委（盖章）\n", "\n")];

pub(super) const FORMS: &[Case] = &[
    Case {
        city: "forms",
        bent: &[Swap(EDUCATION, "自评得分", "本单位打分")],
        found: &[("form-not-recognised", EDUCATION)],
        beside: &[Swap(EDUCATION, "自评得分", "自评\u{a0}得分（单位填写）")],
    },
    Case {
        city: "forms",
        bent: &[Swap(EDUCATION, "市教委", "市教育委员会")],
        found: &[("form-unit-unknown", "材料/市教育局/自评表.csv:2:1")],
        beside: &[Swap(EDUCATION, "市教委", "青禾市教育局")],
    },
    Case {
        city: "forms",
        bent: &[
            Swap(EDUCATION, "填报单位：市教委（盖章）\n", "\n"),
            Double(EDUCATION, "材料/自评表.csv"),
            Gone(EDUCATION),
        ],
        found: &[("form-unit-unnamed", "材料/自评表.csv"), ("self-missing", "材料")],
        beside: &[
            Swap(EDUCATION, "填报单位：市教委（盖章）\n", "\n"),
            Double(EDUCATION, "材料/自评表-市教育局.csv"),
            Gone(EDUCATION),
        ],
    },
    Case {
        city: "forms",
        bent: &[Swap(CIVIL, "填报单位：市民政局", "填报单位：市教育局"), Gone(EDUCATION)],
        found: &[("form-unit-unclear", "材料/市民政局/自评表.csv:2:1")],
        beside: WITHOUT_LABEL,
    },
    Case {
        city: "forms",
        bent: &[
            Double(EDUCATION, "材料/市教育局/自评表2.csv"),
            Swap(EDUCATION, ",6,6,", ",6,5.5,"),
            Swap(EDUCATION, "19.5", "19"),
        ],
        found: &[("form-twice", EDUCATION)],
        beside: &[Double(EDUCATION, "材料/市教育局/第二批/市政府会议.txt")],
    },
    Case {
        city: "forms",
        bent: &[
            Double(EDUCATION, "材料/市教育局/初稿/自评表.csv"),
            Swap(EDUCATION, ",6,6,", ",6,5.5,"),
            Swap(EDUCATION, "19.5", "19"),
        ],
        found: &[("form-older", "材料/市教育局/初稿/自评表.csv")],
        beside: &[],
    },
    Case {
        city: "forms",
        bent: &[Double(EDUCATION, "材料/市教育局/自评表副本.csv")],
        found: &[("form-same", "材料/市教育局/自评表副本.csv")],
        beside: &[Double(EDUCATION, "材料/市教育局/~$自评表.csv")],
    },
    Case {
        city: "forms",
        bent: &[Add(SETTINGS, "chosen = [{ unit = \"市教育局\", file = \"材料/自评表.csv\" }]\n")],
        found: &[("form-choice", "settings.toml")],
        beside: &[Add(
            SETTINGS,
            "chosen = [{ unit = \"市教委\", file = \"材料/市教育局/自评表.csv\" }]\n",
        )],
    },
    Case {
        city: "forms",
        bent: &[
            Text(
                "self.csv",
                "指标编号,市教育局,市民政局\n1.1.1,4,4\n1.2.1,6,5.5\n2.1.1,5,\n2.2.1,4,4\n",
            ),
            Swap(SETTINGS, "scores_form", "self_scores = \"self.csv\"\nscores_form"),
        ],
        found: &[("form-and-table", "settings.toml")],
        beside: &[
            Text(
                "self.csv",
                "指标编号,市教育局,市民政局\n1.1.1,4,4\n1.2.1,6,5.5\n2.1.1,5,\n2.2.1,4,4\n",
            ),
            Swap(SETTINGS, "scores_form", "self_scores = \"self.csv\"\nscores_form"),
            Swap(SETTINGS, "folder = \"材料\"", "folder = \"\""),
        ],
    },
    Case {
        city: "forms",
        bent: &[Text(
            EDUCATION,
            "一级指标,二级指标,三级指标,分值,自评得分\n主动公开,指南,指南更新,4,\n,年报,年报发布,6,\n",
        )],
        found: &[("form-empty", EDUCATION)],
        beside: &[Swap(EDUCATION, ",6,6,", ",6,,"), Swap(EDUCATION, "19.5", "13.5")],
    },
    Case {
        city: "forms",
        bent: &[Swap(EDUCATION, ",年报,年报发布,6,", ",年报,年报发布,8,")],
        found: &[("form-marks-differ", "材料/市教育局/自评表.csv:5:4")],
        beside: &[Swap(EDUCATION, ",年报,年报发布,6,", ",年报（6分）,年报发布 6分,６.０分,")],
    },
    Case {
        city: "forms",
        bent: &[Swap(EDUCATION, LAST_ROW, ",微信,更新情况,5,4.5,,")],
        found: &[
            ("form-row-missing", EDUCATION),
            ("form-row-unknown", "材料/市教育局/自评表.csv:7:3"),
        ],
        beside: &[Swap(EDUCATION, "填表人：张三", "填表人：张三\n联系电话：,,,,13800000000")],
    },
    Case {
        city: "forms",
        bent: &[Text(
            EDUCATION,
            "一级指标,二级指标,三级指标,分值,自评得分\n组织,领导,分工,4,4\n组织,领导,培训,6,5\n主动公开,指南,指南更新,4,4\n合计,,,14,13\n",
        )],
        found: &[("form-other-indicators", EDUCATION)],
        beside: &[],
    },
    // Without its parent the name stands for two indicators.
    Case {
        city: "forms",
        bent: &[
            Swap(EDUCATION, LAST_ROW, "平台建设,,更新及时,5,4.5,,"),
            Swap(EDUCATION, "平台建设,网站,更新及时", "平台建设,,更新及时"),
        ],
        found: &[
            ("form-row-unclear", "材料/市教育局/自评表.csv:6:3"),
            ("form-row-unclear", "材料/市教育局/自评表.csv:7:3"),
        ],
        beside: &[Swap(EDUCATION, LAST_ROW, "平台建设,新媒体,2.更新及时,5,4.5,,")],
    },
    Case {
        city: "forms",
        bent: &[Swap(EDUCATION, LAST_ROW, ",新媒体,更新及时,5,4.5,,\n,新媒体,更新及时,5,4,,")],
        found: &[("form-row-twice", "材料/市教育局/自评表.csv:8:3")],
        beside: &[],
    },
    Case {
        city: "forms",
        bent: &[
            Swap(CIVIL, ",年报,年报发布,6,5.5,,\n", ""),
            Swap(CIVIL, "合计,,,20,14", "合计,,,20,8.5"),
        ],
        found: &[("form-row-missing", CIVIL)],
        beside: &[
            Swap(CIVIL, ",年报,年报发布,6,5.5,,", ",年报,年报发布,6,不适用,,"),
            Swap(CIVIL, "合计,,,20,14", "合计,,,20,8.5"),
        ],
    },
    Case {
        city: "forms",
        bent: &[Swap(EDUCATION, "19.5", "18.5")],
        found: &[("subtotal-differs", "材料/市教育局/自评表.csv:8:5")],
        beside: &[Swap(
            EDUCATION,
            "合计,,,20,19.5,,",
            "小计,,,10,9.5,,\n总 分（20分）,,,20,19.5,,",
        )],
    },
];
