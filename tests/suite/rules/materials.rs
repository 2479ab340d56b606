//! What units hand in as files.

use super::{Case, SETTINGS};
use crate::bad_input::Edit::{Add, Bytes, Double, Gone, Strike, Swap};

const SUBMISSIONS: &str = "submissions.csv";
const SCAN: &str = "材料/01东河县/自评表（盖章）.pdf";
const REPORT: &str = "材料/01东河县/自查报告.docx";
const PICTURE: &str = "材料/01东河县/佐证材料/1.1 文件公开/截图.png";
const SEALED: &str = "材料/01东河县/自查报告盖章.jpg";

pub(super) const FILES_HANDED_IN: &[Case] = &[
    Case {
        city: "materials",
        bent: &[Bytes(SCAN, b"")],
        found: &[("material-empty", SCAN)],
        beside: &[Bytes(SCAN, b"%PDF-1.4")],
    },
    Case {
        city: "materials",
        bent: &[Bytes(PICTURE, b"")],
        found: &[("material-empty", PICTURE)],
        beside: &[Bytes(PICTURE, b"\xFF\xD8\xFF\xE0")],
    },
    // Not what the name says.
    Case {
        city: "materials",
        bent: &[Bytes(SCAN, b"\x89PNG\r\n\x1A\n")],
        found: &[("material-kind", SCAN)],
        beside: &[Gone(SCAN), Double(PICTURE, "材料/01东河县/自评表（盖章）.png")],
    },
    Case {
        city: "materials",
        bent: &[Bytes(PICTURE, b"<html></html>")],
        found: &[("material-kind", PICTURE)],
        beside: &[Bytes("材料/01东河县/联系人.txt", b"<html></html>")],
    },
    Case {
        city: "materials",
        bent: &[Bytes(REPORT, b"\x7FELF\0\0")],
        found: &[("material-kind", REPORT)],
        beside: &[Bytes(REPORT, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")],
    },
    // Not what the piece may be.
    Case {
        city: "materials",
        bent: &[Double(REPORT, "材料/01东河县/自评表.docx")],
        found: &[("material-kind", "材料/01东河县/自评表.docx")],
        beside: &[Double(REPORT, "材料/01东河县/说明.docx")],
    },
    Case {
        city: "materials",
        bent: &[Bytes("材料/01东河县/自评表盖章.zip", b"PK\x05\x06\0\0")],
        found: &[("material-kind", "材料/01东河县/自评表盖章.zip")],
        beside: &[Bytes("材料/01东河县/其他资料.zip", b"PK\x05\x06\0\0")],
    },
    // The folder in which nothing is anybody's is told once.
    Case {
        city: "materials",
        bent: &[
            Double(REPORT, "材料/教育口/自查报告.docx"),
            Double(REPORT, "材料/教育口/通知/一号.docx"),
        ],
        found: &[("material-unit-unknown", "材料/教育口")],
        beside: &[Double(REPORT, "材料/教育口/市教育局/自查报告.docx")],
    },
    Case {
        city: "materials",
        bent: &[Double(REPORT, "材料/部门/自查报告.docx")],
        found: &[("material-unit-unknown", "材料/部门/自查报告.docx")],
        beside: &[Double(REPORT, "材料/部门/青禾市教育局自查报告.docx")],
    },
    // Folder and name speak of different units.
    Case {
        city: "materials",
        bent: &[Double(REPORT, "材料/部门/市水务局/市教育局自查报告.docx")],
        found: &[("material-unit-unknown", "材料/部门/市水务局/市教育局自查报告.docx")],
        beside: &[Double(REPORT, "材料/部门/市水务局/市教育局来文.docx")],
    },
    Case {
        city: "materials",
        bent: &[Gone(SEALED)],
        found: &[("material-missing", "submissions.csv:5:3")],
        beside: &[Gone(SEALED), Double(SCAN, "材料/01东河县/自评自查报告.pdf")],
    },
    Case {
        city: "materials",
        bent: &[Strike(SUBMISSIONS, "东河县,自评表,")],
        found: &[
            ("submission-missing", "submissions.csv"),
            ("material-unregistered", "材料/01东河县/自评表.xlsx"),
        ],
        beside: &[Swap(SUBMISSIONS, "东河县,自评表,", "东河县, 自 评表,")],
    },
    // 02:00 in Greenwich is 10:00 in Beijing.
    Case {
        city: "materials",
        bent: &[Swap(
            SUBMISSIONS,
            "东河县,自评自查报告,2024-06-20 17:00",
            "东河县,自评自查报告,2024-06-19 09:59",
        )],
        found: &[("material-dated-after", REPORT)],
        beside: &[Swap(
            SUBMISSIONS,
            "东河县,自评自查报告,2024-06-20 17:00",
            "东河县,自评自查报告,2024-06-19 10:00",
        )],
    },
    Case {
        city: "materials",
        bent: &[Swap(
            SUBMISSIONS,
            "东河县,自评表盖章扫描件,2024-06-20 17:00",
            "东河县,自评表盖章扫描件,2024-06-19 16:59",
        )],
        found: &[("material-dated-after", SCAN)],
        beside: &[Swap(
            SUBMISSIONS,
            "东河县,自评表盖章扫描件,2024-06-20 17:00",
            "东河县,自评表盖章扫描件,2024-06-19",
        )],
    },
    // A code of the same make that the class does not have; a year is no code.
    Case {
        city: "materials",
        bent: &[Double(PICTURE, "材料/01东河县/佐证材料/9.9 其他/截图.png")],
        found: &[("evidence-indicator-unknown", "材料/01东河县/佐证材料/9.9 其他")],
        beside: &[
            Double(PICTURE, "材料/01东河县/佐证材料/1 主动公开/截图.png"),
            Double(PICTURE, "材料/01东河县/佐证材料/2023年/截图.png"),
        ],
    },
    Case {
        city: "materials",
        bent: &[Double(PICTURE, "材料/01东河县/佐证材料/（３．１）通知.png")],
        found: &[("evidence-indicator-unknown", "材料/01东河县/佐证材料/（３．１）通知.png")],
        beside: &[Double(PICTURE, "材料/01东河县/佐证材料/（２．１）通知.png")],
    },
    // How pieces are recognised.
    Case {
        city: "materials",
        bent: &[Add(
            SETTINGS,
            "[[materials.pieces]]\npiece = \"台账\"\nnames = [\"台账\"]\nkinds = []\n",
        )],
        found: &[("settings-choice", SETTINGS)],
        beside: &[Add(
            SETTINGS,
            "[[materials.pieces]]\npiece = \"自评自查报告\"\nnames = [\"查报告\", \"自评报告\"]\n\
             kinds = [\"document\", \"text\"]\n",
        )],
    },
    Case {
        city: "materials",
        bent: &[Add(
            SETTINGS,
            "[[materials.pieces]]\npiece = \"自评表\"\nnames = []\nkinds = []\n",
        )],
        found: &[("settings-form", SETTINGS)],
        beside: &[Add(
            SETTINGS,
            "[[materials.pieces]]\npiece = \"自评表\"\nnames = [\"自评表\"]\nkinds = [\"workbook\"]\n",
        )],
    },
    Case {
        city: "materials",
        bent: &[Add(
            SETTINGS,
            "[[materials.pieces]]\npiece = \"自评表\"\nnames = [\"自评表\"]\nkinds = [\"word\"]\n",
        )],
        found: &[("settings-choice", "settings.toml:45:10")],
        beside: &[],
    },
    // Without a folder files are not looked at.
    Case {
        city: "materials",
        bent: &[Bytes(SCAN, b"")],
        found: &[("material-empty", SCAN)],
        beside: &[
            Bytes(SCAN, b""),
            Swap(SETTINGS, "folder = \"材料\"", "folder = \"\""),
            Swap(
                SETTINGS,
                "scores = \"county-scores.csv\"",
                "scores = \"county-scores.csv\"\nself_scores = \"county-self.csv\"",
            ),
            crate::bad_input::Edit::Text(
                "county-self.csv",
                "指标编号,东河县,西山县,南湖区\n1.1,38,36,34\n1.2,20,18,18\n2.1,25,25,22\n2.2,14,13,12\n",
            ),
        ],
    },
];
