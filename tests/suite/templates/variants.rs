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
            (SETTINGS, "", "[papers]\nprofile = \"small\"\nunit_mark = \"\"\nmeasure = \"家\"\n"),
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

/// Every assessment with its name.
pub(super) fn variants() -> impl Iterator<Item = (&'static str, City)> {
    let bent = VARIANTS.iter().map(|(name, edits)| {
        let city = City::copy(ID);
        for (file, from, to) in *edits {
            if from.is_empty() {
                city.write(file, city.read(file) + "\n" + to);
            } else {
                city.replace(file, from, to);
            }
        }
        (*name, city)
    });
    // One class whose dimensions are themselves the indicators.
    let registers = City::copy("registers");
    registers.replace(
        SETTINGS,
        STAGE,
        "stage = \"rectified\"\napproved_by = \"青政办〔2024〕9号\"\napproved_on = \"2024-09-18\"",
    );
    bent.chain([("one level", City::copy("sichuan-2011")), ("registers", registers)])
}
