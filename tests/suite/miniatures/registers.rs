//! Registers: bonus, deductions, late papers, caps, corrections, windows of appeals.

use super::{Mini, bent};
use crate::bad_input::Edit;
use crate::bad_input::Edit::{Add, Swap};
use crate::support::{codes, results, scorebook};

const SETTINGS: &str = "settings.toml";
const SCORES: &str = "county-scores.csv";
const BONUS: &str = "registers/bonus.csv";
const DEDUCTIONS: &str = "registers/deductions.csv";
const SUBMISSIONS: &str = "registers/submissions.csv";
const CAPS: &str = "registers/caps.csv";
const CORRECTIONS: &str = "registers/corrections.csv";
const APPEALS: &str = "registers/appeals.csv";

/// 东河县 36 + 18 + 25 + 14 = 93, bonus 2: 95. 西山县 32 + 16 + 20 + 12 = 80, bonus 1: 81. 南湖区 30 +
/// 16 + 20 + 9 = 75, less 0.5: 74.5. 北原县 26 + 12 + 20 + 10 = 68. 中州区 20 + 10 + 15 + 10 = 55.
/// Mean 373.5 ÷ 5 = 74.7. 市教育局 57 + 38, 市水务局 48 + 30, 市文化局 42 + 24.
const AS_IT_STANDS: [&str; 8] = [
    "95.00 1 优秀",
    "81.00 2 良好",
    "74.50 3 良好",
    "68.00 4 合格",
    "55.00 5 不合格",
    "95.00 1 优秀",
    "78.00 2 良好",
    "66.00 3 合格",
];

#[test]
fn every_register_as_it_stands() {
    Mini {
        city: "registers",
        edits: &[],
        results: &AS_IT_STANDS,
        mean: (5, "74.70"),
        findings: &[],
    }
    .hold();
}

/// One unit's line of a bent city, and the codes of its findings.
#[track_caller]
fn hold(edits: &[Edit], unit: usize, result: &str, findings: &[&str]) {
    let city = bent("registers", edits);
    assert_eq!(results(&scorebook(&city))[unit], result, "{edits:?}");
    assert_eq!(codes(&city.check()), findings, "{edits:?}");
}

#[test]
fn a_bonus_has_a_gate_and_a_cap() {
    // 2 + 0.5 and 2 + 1 count whole; 2 + 2 count as 3.
    hold(&[Add(BONUS, "3,东河县,试点,0.5,,\n")], 0, "95.50 1 优秀", &[]);
    hold(&[Add(BONUS, "3,东河县,试点,1,,\n")], 0, "96.00 1 优秀", &[]);
    hold(&[Add(BONUS, "3,东河县,试点,2,,\n")], 0, "96.00 1 优秀", &["bonus-capped"]);
    // A base of 55 is below the gate of 60, one of 60 is not; deductions do not touch the base.
    let own = Add(BONUS, "3,中州区,试点,1,,\n");
    hold(&[own], 4, "55.00 5 不合格", &["bonus-stopped"]);
    let sixty = Swap(SCORES, "文件公开,20,20,", "文件公开,25,25,");
    hold(&[own, sixty], 4, "61.00 5 合格", &[]);
    let less = Add(DEDUCTIONS, "2,中州区,被通报,0.5,,,\n");
    hold(&[own, sixty, less], 4, "60.50 5 合格", &[]);
    // More than the full marks is legal: 40 + 20 + 25 + 15 + 2 = 102.
    let full = [
        Swap(SCORES, "东河县,A1,文件公开,36,36,", "东河县,A1,文件公开,40,40,"),
        Swap(SCORES, "东河县,A2,政策解读,18,18,", "东河县,A2,政策解读,20,20,"),
        Swap(SCORES, "东河县,B2,答复质量,14,14,", "东河县,B2,答复质量,15,15,"),
        // The appeal against B2 has other points now.
        Swap(APPEALS, "2024-08-12 09:00,14,15,", "2024-08-12 09:00,15,15,"),
        Swap(APPEALS, "李复核,14,", "李复核,15,"),
    ];
    hold(&full, 0, "102.00 1 优秀", &[]);
}

#[test]
fn deductions_stop_at_nothing() {
    hold(&[Add(DEDUCTIONS, "2,中州区,被通报,54.9999,,,\n")], 4, "0.00 5 不合格", &[]);
    hold(&[Add(DEDUCTIONS, "2,中州区,被通报,56,,,\n")], 4, "0.00 5 不合格", &[]);
    // Two rows add up: 75 − 0.5 − 1.25 = 73.25.
    hold(&[Add(DEDUCTIONS, "2,南湖区,被通报,1.25,,,\n")], 2, "73.25 3 良好", &[]);
}

/// Half a point for every day after 24 June 18:00, two at most; 北原县 has 68 without.
#[test]
fn late_papers_cost_by_the_day() {
    let at = |moment: &'static str| Swap(SUBMISSIONS, "2024-06-24 18:00", moment);
    let late: &[&str] = &["submission-late"];
    hold(&[at("2024-06-24 18:00")], 3, "68.00 4 合格", &[]);
    hold(&[at("2024-06-24 18:01")], 3, "67.50 4 合格", late);
    hold(&[at("2024-06-25")], 3, "67.50 4 合格", late);
    hold(&[at("2024-06-26 09:00")], 3, "67.00 4 合格", late);
    hold(&[at("2024-06-28")], 3, "66.00 4 合格", late);
    // Sixteen days are eight points, and the cap is two.
    hold(&[at("2024-07-10")], 3, "66.00 4 合格", late);
    let rule = |rule: &'static str| Swap(SETTINGS, "\"per_day\"", rule);
    hold(&[rule("\"fixed\""), at("2024-07-10")], 3, "67.50 4 合格", late);
    // The points that nobody deducts are told.
    let none = &["submission-late", "settings-idle"];
    hold(&[rule("\"none\""), at("2024-07-10")], 3, "68.00 4 合格", none);
    // Without a cap: 68 − 8 = 60.
    let no_cap = Swap(SETTINGS, "late_cap = \"2\"\n", "");
    hold(&[no_cap, at("2024-07-10")], 3, "60.00 4 合格", late);
}

/// A piece that was returned keeps its first date, so 东河县 has its 95; the last of two required
/// pieces counts, and a piece that nobody asked for does not.
#[test]
fn the_first_date_of_the_last_required_piece_counts() {
    let returned = Swap(SUBMISSIONS, "2024-06-20,,", "2024-06-20,2024-06-23,2024-06-30");
    hold(&[returned], 0, "95.00 1 优秀", &["submission-returned"]);
    let both = Swap(SETTINGS, "pieces = [\"自评表\"]", "pieces = [\"自评表\", \"自评报告\"]");
    let mut edits = vec![both, Add(SUBMISSIONS, "东河县,自评报告,2024-06-25 10:00,,\n")];
    for rest in ["西山县", "南湖区", "北原县", "中州区"] {
        let row: &'static str = format!("{rest},自评报告,2024-06-24 17:00,,\n").leak();
        edits.push(Add(SUBMISSIONS, row));
    }
    // 95 − 0.5.
    hold(&edits, 0, "94.50 1 优秀", &["submission-late"]);
    let other = Add(SUBMISSIONS, "东河县,补充材料,2024-06-25 10:00,,\n");
    hold(&[other], 0, "95.00 1 优秀", &["submission-late", "submission-unknown"]);
}

#[test]
fn caps_hold_grades_down_and_leave_ranks() {
    let good = Add(CAPS, "东河县,良好,被约谈,\n");
    hold(&[good], 0, "95.00 1 良好", &["grade-capped"]);
    // The lower of two caps.
    let fair = Add(CAPS, "东河县,合格,有舆情,\n");
    hold(&[good, fair], 0, "95.00 1 合格", &["grade-capped"]);
    // A capped unit takes no seat of the grade above: the one seat of 优秀 goes to 西山县, two of
    // 良好 to 东河县 and 南湖区. Of three departments none is 优秀 and one 良好.
    let quota = Swap(
        SETTINGS,
        "method = \"thresholds\"\nlevels = [\n    { name = \"优秀\", from = \"90\" },\n    \
         { name = \"良好\", from = \"70\" },\n    { name = \"合格\", from = \"60\" },\n    \
         { name = \"不合格\" },\n]",
        "method = \"quota\"\nlevels = [{ name = \"优秀\", share = \"0.2\" }, \
         { name = \"良好\", share = \"0.4\" }, { name = \"合格\" }]",
    );
    let city = bent("registers", &[quota, good]);
    assert_eq!(
        results(&scorebook(&city)),
        [
            "95.00 1 良好",
            "81.00 2 优秀",
            "74.50 3 良好",
            "68.00 4 合格",
            "55.00 5 合格",
            "95.00 1 良好",
            "78.00 2 合格",
            "66.00 3 合格",
        ]
    );
    assert_eq!(codes(&city.check()), ["grade-capped"]);
}

/// First totals: 93 + 2, 78 + 1, 73 − 0.5, 68, 55; departments have none.
#[test]
fn first_points_give_the_order_before_corrections() {
    let book = scorebook(&bent("registers", &[]));
    let first: Vec<String> = book.classes[0]
        .iter()
        .map(|unit| {
            let first = unit.first.unwrap();
            let grade = &book.checked.cuts[first.grade.unwrap()].name;
            format!("{} {} {grade}", first.published, first.rank.unwrap().place)
        })
        .collect();
    let expected =
        ["95.00 1 优秀", "79.00 2 良好", "72.50 3 良好", "68.00 4 合格", "55.00 5 不合格"];
    assert_eq!(first, expected);
    assert!(book.classes[1].iter().all(|unit| unit.first.is_none()));
    // 北原县 gains 8: 76, before 南湖区's 74.5, and 良好.
    let moved = [
        Swap(SCORES, "北原县,A1,文件公开,26,26,", "北原县,A1,文件公开,26,34,"),
        Add(CORRECTIONS, "3,北原县,A1,自行纠错,26,34,重新核对内容,,2024-08-10\n"),
    ];
    hold(&moved, 3, "76.00 3 良好", &["grade-moved", "rank-moved"]);
    let said: Vec<String> =
        bent("registers", &moved).check().findings.into_iter().map(|found| found.what).collect();
    assert!(said[0].contains("北原县") && said[0].contains("合格") && said[0].contains("良好"));
    assert!(said[1].contains("南湖区 3→4") && said[1].contains("北原县 4→3"), "{}", said[1]);
}

/// Without a column of first points, first points are the final ones less the corrections.
#[test]
fn corrections_alone_give_first_points() {
    let scores = Swap(SCORES, "初评得分", "备注");
    let book = scorebook(&bent("registers", &[scores]));
    let first = |unit: usize| book.classes[0][unit].first.unwrap().published.to_string();
    // 81 − 2, 74.5 − 2, and nothing corrected.
    assert_eq!([first(1), first(2), first(3)], ["79.00", "72.50", "68.00"]);
}

/// Seven days from 1 August 2024, a Thursday.
#[test]
fn windows_of_appeals_by_every_way_of_counting() {
    let sent = |moment: &'static str| Swap(APPEALS, "2024-08-01,2024-08-06,", moment);
    let rule = |text: &'static str| Swap(SETTINGS, "days = 7", text);
    let found = |edits: &[Edit]| codes(&bent("registers", edits).check()).join(" ");
    let none = "";
    // The day of receipt does not count: 8 August is the last day. It is one day earlier when it
    // does.
    assert_eq!(found(&[sent("2024-08-01,2024-08-07,")]), none);
    assert_eq!(found(&[sent("2024-08-01,2024-08-08,")]), "appeal-window-close");
    assert_eq!(found(&[sent("2024-08-01,2024-08-09,")]), "appeal-window");
    let first = rule("days = 7\ncount_first_day = true");
    assert_eq!(found(&[first, sent("2024-08-01,2024-08-07,")]), none);
    assert_eq!(
        found(&[first, sent("2024-08-01,2024-08-08,")]),
        "appeal-window appeal-window-close"
    );
    // Working days: 2, 5, 6, 7, 8, 9 and 12 August; F3, handed in on 12 August at 9:00, is then in
    // time, and late when the first day counts.
    let working = rule("days = 7\ncount = \"working\"");
    assert_eq!(
        found(&[working, sent("2024-08-01,2024-08-09,")]),
        "appeal-window appeal-window-close"
    );
    // With 5 August off, the last day is 13 August and 12 August is in time both ways.
    let holiday = rule("days = 7\ncount = \"working\"\ndays_off = [2024-08-05]");
    assert_eq!(found(&[holiday]), "appeal-window");
    // The hour: until 9:00 on 8 August, whole days being in time.
    let hour = rule("days = 7\nclosing = \"09:00\"");
    assert_eq!(found(&[hour, sent("2024-08-01,2024-08-08 09:01,")]), "appeal-window");
    assert_eq!(found(&[hour, sent("2024-08-01,2024-08-08 09:00,")]), "appeal-window-close");
    // From Sunday 28 July the seventh day is Sunday 4 August, which rolls to Monday.
    let roll = rule("days = 7\nroll = true");
    assert_eq!(found(&[rule("days = 7"), sent("2024-07-28,2024-08-05,")]), "appeal-window");
    assert_eq!(found(&[roll, sent("2024-07-28,2024-08-05,")]), none);
    // A fixed end says nothing about counting: F3 is in time on its day.
    let fixed = rule("days = 7\nends_on = 2024-08-11");
    assert_eq!(found(&[fixed, sent("2024-08-01,2024-08-11,")]), none);
    let later = rule("days = 7\nends_on = 2024-08-12");
    assert_eq!(found(&[later]), "appeal-window");
}
