//! Derivations of six units, each worked out by hand from the tables: not applicable, bonus, late,
//! appealed, corrected by the office itself, vetoed.

use make_reports::score::{derivation, exact_text};

use super::bent;
use crate::bad_input::Edit;
use crate::bad_input::Edit::{Add, Swap};
use crate::support::scorebook;

/// A step as `rule item: formula = value`.
#[track_caller]
fn hold(city: &str, edits: &[Edit], unit: usize, expected: &[&str]) {
    let steps = derivation(&scorebook(&bent(city, edits)), 0, unit);
    let said: Vec<String> = steps
        .iter()
        .map(|step| {
            let value = step.value.map(exact_text).unwrap_or_default();
            let line = format!("{} {}: {} = {value}", step.rule, step.item, step.formula);
            line.replace(" : ", ": ").replace(":  = ", ": ").trim_end_matches([' ', '=']).to_owned()
        })
        .collect();
    assert_eq!(said, expected);
}

/// B1 does not apply to 西山县: 24 + 21 + 9 of 30 + 30 + 15. With 3 redistributed indicators, each
/// gets 25 ÷ 3 more: 24 × (30 + 25/3) ÷ 30 + 21 × (30 + 25/3) ÷ 30 = 45 × 23/18 = 57.5, and
/// 9 × (15 + 25/3) ÷ 15 = 14; 71.5.
#[test]
fn not_applicable() {
    let redistribute = Swap("settings.toml", "\"rescale\"", "\"redistribute\"");
    let expected = [
        "points: W=100, Wu=75 = 54",
        "redistribute 主动公开: 24×(30+25÷3)÷30+21×(30+25÷3)÷30 = 57.5",
        "redistribute 依申请公开: 9×(15+25÷3)÷15 = 14",
        "base: 57.5+14 = 71.5",
        "sum: 71.5 = 71.5",
        "half_up: 71.5 → 2 = 71.5",
        "grade_not_reached 优秀: 71.5<90",
        "grade 合格: 71.5≥60",
        "rank_gap: #{T>71.5}+1 = 2+1 = 3",
    ];
    hold("treatments", &[redistribute], 1, &expected);
}

/// 36 + 18 + 25 + 14 = 93, bonus 2 and 2, of which 3 count: 96.
#[test]
fn bonus() {
    let expected = [
        "first_points: 93",
        "points: W=100, Wu=100 = 93",
        "dimension 主动公开: 54",
        "dimension 依申请公开: 39",
        "base: 54+39 = 93",
        "bonus 经验在全省推广: 2",
        "bonus 试点: 2",
        "bonus_cap: min(4, 3) = 3",
        "sum: 93+3 = 96",
        "half_up: 96 → 2 = 96",
        "grade 优秀: 96≥90",
        "rank_gap: #{T>96}+1 = 0+1 = 1",
    ];
    hold("registers", &[Add("registers/bonus.csv", "3,东河县,试点,2,,\n")], 0, &expected);
}

/// 中州区 hands in on 26 June, two days after the 24th, at 0.5 a day: 20 + 10 + 15 + 10 − 1 = 54.
#[test]
fn late() {
    let late = Swap("registers/submissions.csv", "2024-06-18", "2024-06-26 18:01");
    let expected = [
        "first_points: 55",
        "points: W=100, Wu=100 = 55",
        "dimension 主动公开: 30",
        "dimension 依申请公开: 25",
        "base: 30+25 = 55",
        "late 2024-06-24 18:00 – 2024-06-26 18:01: min(2×0.5, 2) = 1",
        "sum: 55−1 = 54",
        "half_up: 54 → 2 = 54",
        "grade_not_reached 优秀: 54<90",
        "grade_not_reached 良好: 54<70",
        "grade_not_reached 合格: 54<60",
        "grade 不合格:",
        "rank_gap: #{T>54}+1 = 4+1 = 5",
    ];
    hold("registers", &[late], 4, &expected);
}

/// 32 + 14 + 20 + 12 = 78; appeal F1 moves A2 from 14 to 16; bonus 1: 81.
#[test]
fn appealed() {
    let expected = [
        "first_points: 78",
        "correction A2 appeal: 16−14 = 2",
        "points: W=100, Wu=100 = 80",
        "dimension 主动公开: 48",
        "dimension 依申请公开: 32",
        "base: 48+32 = 80",
        "bonus 承担省级试点: 1",
        "sum: 80+1 = 81",
        "half_up: 81 → 2 = 81",
        "grade_not_reached 优秀: 81<90",
        "grade 良好: 81≥70",
        "rank_gap: #{T>81}+1 = 1+1 = 2",
    ];
    hold("registers", &[], 1, &expected);
}

/// 30 + 14 + 20 + 9 = 73; the office mends A2 by itself, from 14 to 16; less 0.5: 74.5.
#[test]
fn corrected_by_the_office_itself() {
    let own = Swap("registers/corrections.csv", "同类更正", "自行纠错");
    let expected = [
        "first_points: 73",
        "correction A2 own_error: 16−14 = 2",
        "points: W=100, Wu=100 = 75",
        "dimension 主动公开: 46",
        "dimension 依申请公开: 29",
        "base: 46+29 = 75",
        "deduction 网站抽查被通报: 0.5",
        "sum: 75−0.5 = 74.5",
        "half_up: 74.5 → 2 = 74.5",
        "grade_not_reached 优秀: 74.5<90",
        "grade 良好: 74.5≥70",
        "rank_gap: #{T>74.5}+1 = 2+1 = 3",
    ];
    hold("registers", &[own], 2, &expected);
}

/// 54 + 36 = 90 would be 优秀; the veto gives 59 and the last grade, and no rank.
#[test]
fn vetoed() {
    let fixed = Add("settings.toml", "\n[scoring.veto]\nscore = \"59\"\n");
    let expected = [
        "points: W=100, Wu=100 = 90",
        "dimension 主动公开: 54",
        "dimension 依申请公开: 36",
        "base: 54+36 = 90",
        "sum: 90 = 90",
        "veto 发生重大泄密事件: 59",
        "half_up: 59 → 2 = 59",
        "grade_veto 不合格:",
    ];
    hold("veto", &[fixed], 1, &expected);
}
