//! Assessments that between them need every sentence and every part of the layouts.

use super::ID;
use crate::support::City;

/// A file of the data folder, a text in it, and what stands there instead; no text to put
/// something at the end.
type Edit = (&'static str, &'static str, &'static str);

const SETTINGS: &str = "settings.toml";
const UNITS: &str = "units.csv";
const COUNTIES: &str = "county-scores.csv";
const DEPARTMENTS: &str = "department-scores.csv";
const STAGE: &str = "stage = \"submitted\"";
const RESCALE: &str = "\"rescale\"";

const VARIANTS: &[(&str, &[Edit])] = &[
    ("as it stands", &[]),
    ("reviewed", &[(SETTINGS, STAGE, "stage = \"reviewed\"")]),
    (
        "approved, whole date",
        &[(
            SETTINGS,
            STAGE,
            "stage = \"approved\"\napproved_by = \"青政办〔2024〕9号\"\napproved_on = \"2024-09-18\"",
        )],
    ),
    (
        "approved, month",
        &[(
            SETTINGS,
            STAGE,
            "stage = \"approved\"\napproved_by = \"青政办〔2024〕9号\"\napproved_on = \"2024-09\"",
        )],
    ),
    (
        "approved, year",
        &[(
            SETTINGS,
            STAGE,
            "stage = \"approved\"\napproved_by = \"青政办〔2024〕9号\"\napproved_on = \"2024\"",
        )],
    ),
    ("open disclosure", &[(SETTINGS, "", "[disclosure]\nmode = \"open\"\nmean_least = 1\n")]),
    ("no class mean", &[(SETTINGS, "", "[disclosure]\nmean_least = 100\n")]),
    ("not applicable is zero", &[(SETTINGS, RESCALE, "\"zero\"")]),
    ("not applicable is full", &[(SETTINGS, RESCALE, "\"full\"")]),
    (
        "not applicable by a factor",
        &[(SETTINGS, RESCALE, "\"factor\"\nnot_applicable_factor = \"4/3\"")],
    ),
    ("whole totals", &[(SETTINGS, RESCALE, "\"rescale\"\ndecimals = 0\nrounding = \"half_even\"")]),
    (
        "every statistic",
        &[(
            SETTINGS,
            "",
            "[statistics]\nmedian_least = 1\nspread_least = 2\nhistogram_least = 1\n",
        )],
    ),
    (
        "small files, grounds",
        &[
            (
                SETTINGS,
                "",
                "[papers]\nprofile = \"small\"\nmeasure = \"家\"\n[papers.unit]\nmark = \"\"\n",
            ),
            (SETTINGS, STAGE, "stage = \"submitted\"\ngrounds = \"2024年度评估方案\""),
        ],
    ),
    (
        "nothing applies to one",
        &[
            (COUNTIES, "西山县,规范性文件,24", "西山县,规范性文件,不适用"),
            (COUNTIES, "西山县,政策解读,15", "西山县,政策解读,不适用"),
            (COUNTIES, "西山县,政府网站,17", "西山县,政府网站,不适用"),
        ],
    ),
    (
        "all and nothing",
        &[
            (DEPARTMENTS, "38,30,35", "40,0,35"),
            (DEPARTMENTS, "19,15,20", "20,0,20"),
            (DEPARTMENTS, "35,25,37.5", "40,0,37.5"),
        ],
    ),
    (
        "ties",
        &[
            (DEPARTMENTS, "38,30,35", "35,35,30"),
            (DEPARTMENTS, "19,15,20", "15,15,20"),
            (DEPARTMENTS, "35,25,37.5", "40,40,40"),
        ],
    ),
    (
        "a class of one",
        &[
            (UNITS, "2,D02,青禾市水务局,市水务局,departments,水利局、市水利局\n", ""),
            (UNITS, "3,D03,青禾市文化局,市文化局,departments,\n", ""),
            (DEPARTMENTS, ",市水务局,市文化局", ""),
            (DEPARTMENTS, "38,30,35", "38"),
            (DEPARTMENTS, "19,15,20", "19"),
            (DEPARTMENTS, "35,25,37.5", "35"),
        ],
    ),
];

/// The same with other cities: registers at every stage, and what only some assessments have.
const OTHERS: &[(&str, &str, &[Edit])] = &[
    ("registers", "registers", &[]),
    ("registers, reviewed", "registers", &[(SETTINGS, STAGE, "stage = \"reviewed\"")]),
    ("registers, approved", "registers", &[(SETTINGS, STAGE, APPROVED)]),
    ("registers, rectified", "registers", &[(SETTINGS, STAGE, RECTIFIED)]),
    (
        "registers, with everything to tell",
        "registers",
        &[
            (SETTINGS, STAGE, APPROVED),
            ("registers/bonus.csv", "", "3,中州区,承担市级试点,1,,\n4,东河县,承担市级试点,2,,\n"),
            ("registers/caps.csv", "", "东河县,良好,年内被通报,\n"),
            ("registers/submissions.csv", "2024-06-24 18:00", "2024-06-26 09:00"),
            ("registers/submissions.csv", "2024-06-20,,", "2024-06-20,2024-06-22,2024-06-26"),
            ("registers/ledgers.csv", "已销号", "未通过"),
            ("history.csv", "中州区,B2,答复质量,15,11,Y07", "中州区,B2,答复质量,15,11,Y02"),
            ("self-scores.csv", "14,13,12,12,12", "14,13,12,12,15"),
        ],
    ),
    ("veto", "veto", &[(SETTINGS, "", "[scoring.veto]\nscore = \"59\"\n")]),
    ("veto, not counted", "veto", &[(SETTINGS, "", "[scoring.veto]\ncounted = false\n")]),
    ("rounds", "rounds", &[]),
    ("nested percentages", "nested-percentages", &[]),
    ("all equal", "all-equal", &[]),
    ("quota", "quota", &[]),
    ("open, with a distribution", "quota", OPEN),
    ("rescale within dimensions", "treatments", &[(SETTINGS, RESCALE, "\"rescale_within\"")]),
    ("redistribute", "treatments", &[(SETTINGS, RESCALE, "\"redistribute\"")]),
];

/// Ten units: 95, 90, 90, 88, 84, 82, 78, 74, 68, 50 points.
const OPEN: &[Edit] = &[
    (SETTINGS, STAGE, APPROVED),
    (SETTINGS, "", "[disclosure]\nmode = \"open\"\nbin_least = 1\n"),
];

const APPROVED: &str =
    "stage = \"approved\"\napproved_by = \"青政办〔2024〕9号\"\napproved_on = \"2024-09-18\"";
const RECTIFIED: &str =
    "stage = \"rectified\"\napproved_by = \"青政办〔2024〕9号\"\napproved_on = \"2024-09-18\"";

fn bent_city(id: &str, edits: &[Edit]) -> City {
    let city = City::copy(id);
    for (file, from, to) in edits {
        match (*from, *file) {
            // Settings end in a table of their own; other files in a row.
            ("", SETTINGS) => city.write(file, city.read(file) + "\n" + to),
            ("", _) => city.write(file, city.read(file) + to),
            _ => city.replace(file, from, to),
        };
    }
    city
}

/// An assessment whose papers show how the class spreads.
pub(crate) fn open_city() -> City {
    bent_city("quota", OPEN)
}

/// Every assessment with its name.
pub(crate) fn variants() -> impl Iterator<Item = (&'static str, City)> {
    let bent = VARIANTS.iter().map(|(name, edits)| (*name, bent_city(ID, edits)));
    let others = OTHERS.iter().map(|(name, id, edits)| (*name, bent_city(id, edits)));
    // One class whose dimensions are themselves the indicators.
    bent.chain(others).chain([("one level", City::copy("sichuan-2011"))])
}
