//! What the papers of a class reveal together.

use super::{Case, SETTINGS};
use crate::bad_input::Edit;
use crate::bad_input::Edit::{Add, Swap};

const SCORES: &str = "scores.csv";

/// Units see ranks.
const APPROVED: Edit = Swap(
    SETTINGS,
    "stage = \"submitted\"",
    "stage = \"approved\"\napproved_on = \"2024-09-20\"\napproved_by = \"市政府审定\"",
);
const REVIEWED: Edit = Swap(SETTINGS, "stage = \"submitted\"", "stage = \"reviewed\"");
const MEAN_OF_2: Edit = Add(SETTINGS, "\n[disclosure]\nmean_least = 2\n");
const MEAN_OF_3: Edit = Add(SETTINGS, "\n[disclosure]\nmean_least = 3\n");

pub(super) const REVEALED: &[Case] = &[
    // 东河县 48 + 30 and 西山县 57 + 38: each mean less one's own half is the other's.
    Case {
        city: "class-of-two",
        bent: &[MEAN_OF_2],
        found: &[("mean-reveals-unit", SETTINGS)],
        beside: &[MEAN_OF_3],
    },
    // To 依申请公开 two of three units have points, and no bonus is in a total: with zero for what
    // does not apply, 3 P̄ − 3·60 r̄ are the points of both in it. Under rescale the totals hold
    // factors that a reader does not know.
    Case {
        city: "treatments",
        bent: &[MEAN_OF_3, Swap(SETTINGS, "\"rescale\"", "\"zero\"")],
        found: &[("mean-by-difference", SETTINGS)],
        beside: &[MEAN_OF_3],
    },
    // Three departments: mean and best are two equations for the two others.
    Case {
        city: "small",
        bent: &[Add(SETTINGS, "\n[disclosure]\nmode = \"open\"\nmean_least = 3\n")],
        found: &[("best-reveals-unit", SETTINGS)],
        beside: &[Add(SETTINGS, "\n[disclosure]\nmode = \"open\"\n")],
    },
    Case {
        city: "class-of-two",
        bent: &[APPROVED],
        found: &[("rank-reveals-unit", SETTINGS)],
        beside: &[REVIEWED],
    },
    // 80.2 and three times 80: mean 80.05, and 4 (80.2 − 80.05) = 0.6, less than one point. With
    // 80.4 the mean is 80.1, and 4 (80.4 − 80.1) = 1.2.
    Case {
        city: "all-equal",
        bent: &[APPROVED, Swap(SCORES, "西山县,45,35", "西山县,45,35.2")],
        found: &[("rank-and-mean", SETTINGS)],
        beside: &[APPROVED, Swap(SCORES, "西山县,45,35", "西山县,45,35.4")],
    },
    // 80, 80.1, 80.1, 80.4: mean 80.15; from the last 4 (80.15 − 80) = 0.6, from the first
    // 4 (80.4 − 80.15) = 1. With 80.8 the mean is 80.25: 4 (80.25 − 80) = 1, and 2.2 from the first.
    Case {
        city: "all-equal",
        bent: &[
            APPROVED,
            Swap(SCORES, "西山县,45,35", "西山县,45,35.1"),
            Swap(SCORES, "南湖区,50,30", "南湖区,50,30.1"),
            Swap(SCORES, "北原县,55,25", "北原县,55,25.4"),
        ],
        found: &[("rank-and-mean", SETTINGS)],
        beside: &[
            APPROVED,
            Swap(SCORES, "西山县,45,35", "西山县,45,35.1"),
            Swap(SCORES, "南湖区,50,30", "南湖区,50,30.1"),
            Swap(SCORES, "北原县,55,25", "北原县,55,25.8"),
        ],
    },
    // 95, 92, 80, 70, 70, 50 instead of 80, 92, …
    Case {
        city: "dense-ties",
        bent: &[Swap(SCORES, "东河县,50,30", "东河县,57,38")],
        found: &[("order-is-ranking", SETTINGS)],
        beside: &[],
    },
    Case {
        city: "dense-ties",
        bent: &[APPROVED, Add(SETTINGS, "\n[notice]\nmode = \"scores\"\n")],
        found: &[("notice-tells-scores", SETTINGS)],
        beside: &[APPROVED, Add(SETTINGS, "\n[notice]\nmode = \"names\"\n")],
    },
    Case {
        city: "veto",
        bent: &[Add(SETTINGS, "\n[scoring.veto]\ncounted = false\n")],
        found: &[("count-tells-veto", SETTINGS)],
        beside: &[Add(SETTINGS, "\n[scoring.veto]\ncounted = true\n")],
    },
];
