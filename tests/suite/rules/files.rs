//! Files and their heads.

use super::{Case, LONG, PRINTED, SETTINGS, TWO_LEVELS, UNITS, WIDE};
use crate::bad_input::Edit;
use crate::bad_input::Edit::{Add, Book, Bytes, Double, Gb18030, Gone, Swap, Text};

/// A sheet of three departments' scores, and other sheets.
pub(super) const SHEET: &[&[&str]] = &[
    &["指标", "市教育局", "市水务局", "市文化局"],
    &["公开目录", "38", "30", "35"],
    &["公开指南", "19", "15", "20"],
    &["办事指南", "35", "25", "37.5"],
];
pub(super) const SHEET_WITH_ERROR: &[&[&str]] = &[
    &["部门评分表"],
    &["指标", "市教育局", "市水务局", "市文化局"],
    &["公开目录", "38", "30", "35"],
    &["公开指南", "19", "#DIV/0!", "20"],
    &["办事指南", "35", "25", "37.5"],
];
pub(super) const NO_CELLS: &[&[&str]] = &[];
pub(super) const WORKBOOK: Edit = Swap(SETTINGS, "department-scores.csv", "scores.xlsx");

const ET: Edit = Swap(SETTINGS, "department-scores.csv", "scores.et");

/// A workbook of `tests/cells`.
macro_rules! cells {
    ($name:literal) => {
        include_bytes!(concat!("../../cells/", $name))
    };
}

pub(super) const FILES: &[Case] = &[
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
        bent: &[Bytes("scores.xlsx", cells!("password.ods")), WORKBOOK],
        found: &[("file-password", "scores.xlsx")],
        beside: &[Bytes("scores.xlsx", cells!("formulas.xls")), WORKBOOK],
    },
    Case {
        city: "small",
        bent: &[Bytes("scores.xlsx", cells!("formulas.xlsx")), WORKBOOK],
        found: &[
            ("formula-uncomputed", "scores.xlsx#评分!B2"),
            ("formula-uncomputed", "scores.xlsx#评分!B3"),
        ],
        beside: &[Bytes("scores.et", cells!("formulas.xls")), ET],
    },
    Case {
        city: "small",
        bent: &[Bytes("scores.xlsx", cells!("hidden.xlsx")), WORKBOOK],
        found: &[
            ("columns-hidden", "scores.xlsx#评分"),
            ("rows-hidden", "scores.xlsx#评分"),
            ("sheet-hidden", "scores.xlsx#评分"),
        ],
        beside: &[Book("scores.xlsx", &[("评分", SHEET)]), WORKBOOK],
    },
    Case {
        city: "small",
        bent: &[Swap(LONG, "中州区,答复质量,5,答复没有依据,", "中州区,答复质量,5,\"答复没有依据,")],
        found: &[("quote-unclosed", "county-scores.csv:26:4")],
        beside: &[Swap(
            LONG,
            "中州区,答复质量,5,答复没有依据,",
            "中州区,答复质量,5,\"答复“没有”\n依据\",",
        )],
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
