//! Outcomes of scoring that somebody should know of.

use std::fmt::Write as _;

use super::{Case, LONG, SETTINGS, examined, places};
use crate::bad_input::Edit::{Add, Swap};
use crate::support::City;

const SCORES: &str = "county-scores.csv";
const BONUS: &str = "registers/bonus.csv";
const CORRECTIONS: &str = "registers/corrections.csv";
const CAPS: &str = "registers/caps.csv";

pub(super) const OUTCOMES: &[Case] = &[
    // 中州区 has a base of 55, and the gate is 60; 北原县 has 68.
    Case {
        city: "registers",
        bent: &[Add(BONUS, "3,中州区,承担市级试点,1,,\n")],
        found: &[("bonus-stopped", "registers/bonus.csv:4:4")],
        beside: &[Add(BONUS, "3,北原县,承担市级试点,1,,\n")],
    },
    Case {
        city: "registers",
        bent: &[Add(BONUS, "3,东河县,承担市级试点,1.0001,,\n")],
        found: &[("bonus-capped", "registers/bonus.csv:2:4")],
        beside: &[Add(BONUS, "3,东河县,承担市级试点,1,,\n")],
    },
    // 东河县 has 95 points; 北原县, capped at 良好, has 68 and is 合格 anyway.
    Case {
        city: "registers",
        bent: &[Add(CAPS, "东河县,良好,年内被通报,\n")],
        found: &[("grade-capped", "registers/caps.csv:3:2")],
        beside: &[Add(CAPS, "东河县,优秀,年内被通报,\n")],
    },
    // 中州区: 24.995 + 10 + 15 + 10 = 59.995, printed 60.00.
    Case {
        city: "registers",
        bent: &[Swap(SCORES, "文件公开,20,20,", "文件公开,24.995,24.995,")],
        found: &[("cut-by-rounding", "county-scores.csv")],
        beside: &[Swap(SCORES, "文件公开,20,20,", "文件公开,24.9949,24.9949,")],
    },
    Case {
        city: "quota",
        bent: &[],
        found: &[("quota-tie", "scores.csv")],
        beside: &[Swap("scores.csv", "南湖区,55,35", "南湖区,55,34.99")],
    },
    // Five counties.
    Case {
        city: "registers",
        bent: &[Add(SETTINGS, "\n[stability]\nunits_most = 4\n")],
        found: &[("stability-skipped", "county-scores.csv")],
        beside: &[Add(SETTINGS, "\n[stability]\nunits_most = 5\n")],
    },
    // 南湖区: 74.5 + 7 = 81.5, above 西山县's 81; both are 良好 with it and without.
    Case {
        city: "registers",
        bent: &[
            Swap(SCORES, "南湖区,A1,文件公开,30,30,", "南湖区,A1,文件公开,30,37,"),
            Add(CORRECTIONS, "3,南湖区,A1,自行纠错,30,37,重新核对时限,,2024-08-10\n"),
        ],
        found: &[("rank-moved", "county-scores.csv")],
        beside: &[
            Swap(SCORES, "南湖区,A1,文件公开,30,30,", "南湖区,A1,文件公开,30,36.49,"),
            Add(CORRECTIONS, "3,南湖区,A1,自行纠错,30,36.49,重新核对时限,,2024-08-10\n"),
        ],
    },
    // 北原县: 68 + 2 = 70, on the cut of 良好.
    Case {
        city: "registers",
        bent: &[
            Swap(SCORES, "北原县,A1,文件公开,26,26,", "北原县,A1,文件公开,26,28,"),
            Add(CORRECTIONS, "3,北原县,A1,自行纠错,26,28,重新核对内容,,2024-08-10\n"),
        ],
        found: &[("grade-moved", "county-scores.csv")],
        beside: &[
            Swap(SCORES, "北原县,A1,文件公开,26,26,", "北原县,A1,文件公开,26,27.99,"),
            Add(CORRECTIONS, "3,北原县,A1,自行纠错,26,27.99,重新核对内容,,2024-08-10\n"),
        ],
    },
    // To 西山县 30 + 20 of 100 marks apply; with B2 instead of A3 it would be 30 + 20 + 10, six
    // tenths.
    Case {
        city: "small",
        bent: &[Swap(LONG, "西山县,政府网站,17", "西山县,政府网站,不适用")],
        found: &[("applicable-share-low", "county-scores.csv")],
        beside: &[
            Swap(LONG, "西山县,政府网站,17", "西山县,政府网站,不适用"),
            Swap(LONG, "西山县,答复质量,不适用", "西山县,答复质量,9"),
        ],
    },
];

/// Forty marks of four decimals, all prime as ten-thousandths: no denominator goes into another.
const PRIMES: [u32; 12] = [
    10_007, 10_009, 10_037, 10_039, 10_061, 10_067, 10_069, 10_079, 10_091, 10_093, 10_099, 10_103,
];

/// A city of one unit with twelve indicators of such marks and one that does not apply.
fn long_denominators(decimals: bool) -> City {
    let city = City::copy("treatments");
    city.replace(SETTINGS, "\"rescale\"", "\"redistribute\"");
    let mut indicators = "一级指标,二级指标,指标编号,分值\n".to_owned();
    let mut scores = "单位,指标,得分,扣分原因\n".to_owned();
    for (number, prime) in (1..).zip(PRIMES) {
        let marks = if decimals { format!("1.{:04}", prime - 10_000) } else { "1".to_owned() };
        writeln!(indicators, "公开,指标{number},A{number},{marks}").unwrap();
        for unit in ["东河县", "西山县", "南湖区"] {
            writeln!(scores, "{unit},A{number},0.9,略有不足").unwrap();
        }
    }
    indicators.push_str("公开,指标13,A13,1\n");
    for unit in ["东河县", "西山县", "南湖区"] {
        writeln!(scores, "{unit},A13,不适用,没有这项职责").unwrap();
    }
    city.write("indicators.csv", indicators).write("scores.csv", scores);
    city
}

/// Under `redistribute` a unit's total is a sum of fractions over every full mark: twelve primes
/// of five digits multiply to some 10⁴⁸, more than 128 bits hold.
#[test]
fn a_total_too_long_to_be_kept_is_told() {
    let told = ("treatment-overflow", "scores.csv".to_owned());
    let report = long_denominators(true).check();
    assert_eq!(places(&report), [told.clone(), told.clone(), told]);
    assert_eq!(places(&long_denominators(false).check()), []);
    assert_eq!(places(&examined("treatments", &[])), []);
}
