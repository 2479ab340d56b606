//! Letters to units about first results, appeals and corrections, and the office's table of
//! opinions: what each must hold, what it must not hold, and to whom there is nothing to write.

use std::collections::BTreeMap;

use make_reports::pipeline;

use crate::support::{City, codes, printed_papers};

const SETTINGS: &str = "settings.toml";
const STAGE: &str = "stage = \"submitted\"";
const CORRECTIONS: &str = "registers/corrections.csv";
const APPEALS: &str = "registers/appeals.csv";

/// The miniature with registers at another stage.
fn registers(stage: &str) -> City {
    let city = City::copy("registers");
    city.replace(SETTINGS, STAGE, &format!("stage = \"{stage}\""));
    city
}

/// Builds, and reads the papers below a folder, by file name without folder and extension.
fn papers(city: &City, only: &[&str], folder: &str) -> BTreeMap<String, String> {
    let mut order = city.order();
    order.only = only.iter().map(|kind| (*kind).to_owned()).collect();
    let report = pipeline::build(&order, &|_| {}).unwrap();
    assert_eq!(report.failed, [] as [String; 0]);
    let all = printed_papers(city).into_iter();
    let own = all.filter(|(path, _)| path.split('/').nth(1) == Some(folder));
    own.map(|(path, text)| {
        let name = path.rsplit('/').next().unwrap().trim_end_matches(".pdf");
        (name.to_owned(), text)
    })
    .collect()
}

/// The only paper whose name has a part.
fn named<'a>(papers: &'a BTreeMap<String, String>, part: &str) -> &'a str {
    let found: Vec<&String> =
        papers.iter().filter(|(name, _)| name.contains(part)).map(|(_, text)| text).collect();
    assert_eq!(found.len(), 1, "{part}: {:?}", papers.keys());
    found[0]
}

#[track_caller]
fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "“{part}” is not in:\n{text}");
    }
}

#[track_caller]
fn lacks(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(!text.contains(part), "“{part}” is in:\n{text}");
    }
}

const UNITS: [&str; 8] =
    ["东河县", "西山县", "南湖区", "北原县", "中州区", "市教育局", "市水务局", "市文化局"];

// ---- 初评反馈函

/// 西山县: 32 + 14 + 20 + 12 = 78 points and 1 of bonus before the review, 16 of 20 in A2 after it.
#[test]
fn feedback_tells_a_unit_its_first_results_and_nothing_of_others() {
    for (stage, only) in [("preliminary", &[][..]), ("submitted", &["feedback"])] {
        let papers = papers(&registers(stage), only, "feedback");
        assert_eq!(papers.len(), 8, "{stage}");
        let own = named(&papers, "西山县");
        holds(
            own,
            &[
                "初评得分79.00分（满分100分）",
                "4项指标中有4项失分，共失22分",
                "自收到本函之日起7日内（收到当日不计）向青禾市政务公开办公室书面申请复核",
                "2024年5月31日以前（含当日）",
                "不因申请降低得分",
                "附件：1.初评情况2.复核申请表3.签收单",
                // Dimensions, an indicator with its loss, its reason and its evidence, the total.
                "主动公开604614",
                "A2政策解读20146解读形式单一",
                "https://example.gov.cn/21",
                "各项指标合计1007822",
                "加分＋1",
                "初评得分＝基础分78.00＋加分1＝79.00",
                "承担省级试点1分（试点通知）",
                "征求意见稿",
                "申请单位：西山县人民政府",
                "签收人（签字）",
            ],
        );
        // Neither what came later, nor rank, grade, means, nor the date of approval.
        lacks(own, &["81.00", "优秀", "良好", "合格", "同类", "平均", "名次", "2024年9月"]);
        for (name, text) in &papers {
            assert!(text.matches("征求意见稿").count() >= 5, "{name}: every page says what it is");
            let others = UNITS.iter().filter(|unit| !name.contains(*unit));
            others.for_each(|unit| lacks(text, &[unit]));
            let ranked = (1..9).any(|place| text.contains(&format!("第{place}名")));
            assert!(!ranked, "{name} tells a rank");
        }
    }
}

#[test]
fn feedback_says_the_window_as_it_is_set() {
    for (set, said) in [
        (
            "days = 5\ncount = \"working\"\ncount_first_day = true\nroll = true",
            "自收到本函之日起5个工作日内（收到当日计为第一日，末日为休息日的顺延至下一工作日）",
        ),
        ("days = 7\nclosing = \"17:30\"", "自收到本函之日起7日内（收到当日不计，末日17:30截止）"),
        ("days = 0", "在收到本函当日向"),
        ("ends_on = 2024-08-15\nmay_lower = true", "在2024年8月15日前（含当日）向"),
        ("ends_on = 2024-08-15\nclosing = \"17:30\"", "在2024年8月15日17:30前向"),
    ] {
        let city = City::copy("small");
        city.replace(SETTINGS, STAGE, "stage = \"preliminary\"");
        city.write(SETTINGS, city.read(SETTINGS) + "\n[appeals]\n" + set + "\n");
        let papers = papers(&city, &[], "feedback");
        let own = named(&papers, "东河县");
        holds(own, &[said]);
        assert_eq!(own.contains("可以降低得分"), set.contains("may_lower"), "{set}");
        assert_eq!(own.contains("收到的时间以签收单"), !set.contains("ends_on"), "{set}");
        lacks(own, &["形成于"]);
    }
}

/// Full marks everywhere, and nothing that applies.
#[test]
fn feedback_without_losses_or_without_points() {
    let city = City::copy("small");
    city.replace(SETTINGS, STAGE, "stage = \"preliminary\"");
    city.replace("department-scores.csv", "38,30,35", "40,30,35");
    city.replace("department-scores.csv", "19,15,20", "20,15,20");
    city.replace("department-scores.csv", "35,25,37.5", "40,25,37.5");
    for (indicator, points) in [("规范性文件", "24"), ("政策解读", "15"), ("政府网站", "17")]
    {
        let row = format!("西山县,{indicator},");
        city.replace("county-scores.csv", &format!("{row}{points}"), &format!("{row}不适用"));
    }
    let papers = papers(&city, &[], "feedback");
    let full = named(&papers, "市教育局");
    holds(full, &["初评得分100.00分（满分100分）。3项指标没有失分", "其他申请事项"]);
    let empty = named(&papers, "西山县");
    holds(empty, &["评估指标对你单位均不适用，不计算得分"]);
    lacks(empty, &["初评得分＝", "各项指标合计"]);
}

// ---- 复核结果告知书

#[test]
fn a_decision_tells_what_was_asked_and_what_became_of_it() {
    let papers = papers(&registers("reviewed"), &[], "appeals");
    let names: Vec<&str> = papers.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "01-东河县-复核结果告知书",
            "02-西山县-复核结果告知书",
            "03-南湖区-得分更正告知",
            "04-北原县-复核结果告知书"
        ]
    );
    holds(
        named(&papers, "西山县"),
        &[
            "政策解读（A2）",
            "2024年8月5日10:00，你单位申请将该项得分由14分改为18分（申请编号F1），理由是：解读有两种形式。",
            "佐证为网页存档，形成于2024年4月10日。",
            "部分采纳：核实有图解和访谈两种形式。该项得分由14分改为16分，增加2.00分。",
            "初评得分79.00分，复核后得分81.00分，增加2.00分。",
            "以上为复核的最终意见",
        ],
    );
    holds(
        named(&papers, "北原县"),
        &["不予采纳：应在政府网站公开。该项得分仍为26分。", "没有变化，仍为68.00分"],
    );
    holds(
        named(&papers, "东河县"),
        &["申请期限至2024年8月8日24:00，该申请逾期，不予受理。该项得分仍为14分。"],
    );
    for (name, text) in &papers {
        let others = UNITS.iter().filter(|unit| !name.contains(*unit));
        others.for_each(|unit| lacks(text, &[unit]));
        lacks(text, &["优秀", "良好", "合格", "同类平均", "名次"]);
    }
}

/// Refused by itself, then corrected with its like: both letters say which of the two holds.
#[test]
fn an_appeal_that_equal_treatment_overtakes() {
    let city = registers("reviewed");
    city.write(CORRECTIONS, city.read(CORRECTIONS) + "3,北原县,A1,同类更正,26,27,,,\n");
    city.replace("county-scores.csv", "北原县,A1,文件公开,26,26", "北原县,A1,文件公开,26,27");
    let papers = papers(&city, &["appeal_decision", "correction"], "appeals");
    let of = |title: &str| {
        let own = papers.iter().find(|(name, _)| name.contains("北原县") && name.contains(title));
        own.unwrap_or_else(|| panic!("no {title} for 北原县")).1.as_str()
    };
    let decision = of("复核结果告知");
    holds(
        decision,
        &[
            "该申请单独审查时未予采纳。其后，同一指标、同一原因的扣分经复核已作更正",
            "由26分更正为27分，以此为准",
        ],
    );
    lacks(decision, &["不予采纳：", "应在政府网站公开", "没有改变得分"]);
    let correction = of("得分更正告知");
    holds(correction, &["你单位就该项提出的复核申请未予采纳的决定，以本次更正为准"]);
    lacks(correction, &["不需要你单位提出申请"]);
}

/// Of a withdrawn appeal nothing has to be taken back.
#[test]
fn equal_treatment_after_a_withdrawn_appeal() {
    let city = registers("reviewed");
    city.replace(APPEALS, "不采纳,应在政府网站公开", "撤回,");
    city.write(CORRECTIONS, city.read(CORRECTIONS) + "3,北原县,A1,同类更正,26,27,,,\n");
    city.replace("county-scores.csv", "北原县,A1,文件公开,26,26", "北原县,A1,文件公开,26,27");
    let papers = papers(&city, &["correction"], "appeals");
    let own = named(&papers, "北原县");
    holds(own, &["对你单位一并更正，不需要你单位提出申请。"]);
    lacks(own, &["未予采纳"]);
}

/// The other decisions, a correction that came later, and a reason that names another unit.
#[test]
fn other_decisions_and_what_came_later() {
    let city = registers("reviewed");
    city.replace(APPEALS, "不采纳,应在政府网站公开", "不采纳,与东河县 不同");
    city.replace(APPEALS, "2024-08-12 09:00", "2024-08-07");
    city.replace(APPEALS, "2024-03-01,逾期,超过规定期限", "2024-06-03,事后补公开,");
    city.write(
        APPEALS,
        city.read(APPEALS)
            + "F4,中州区,B1,2024-08-01,2024-08-06,15,20,一件按期答复,,,撤回,,李复核,15,2024-08-09\n",
    );
    city.write(CORRECTIONS, city.read(CORRECTIONS) + "3,北原县,A1,自行纠错,26,27,少看一件,,\n");
    city.replace("county-scores.csv", "北原县,A1,文件公开,26,26", "北原县,A1,文件公开,26,27");
    let papers = papers(&city, &["appeal_decision"], "appeals");
    let own = named(&papers, "北原县");
    holds(
        own,
        &["经复核，不予采纳。该申请没有改变得分。其后该项得分另因自行纠错改为27分，已另行告知"],
    );
    holds(own, &["其中包括另行告知的更正1项", "和得分更正告知书为准"]);
    lacks(own, &["东河县"]);
    holds(
        named(&papers, "东河县"),
        &["佐证的形成时间晚于规定的2024年5月31日，属事后补公开，不改变得分，计入整改。"],
    );
    holds(named(&papers, "中州区"), &["你单位已经撤回该申请，复核终止。该项得分仍为15分。"]);
}

// ---- 同类更正告知

#[test]
fn a_correction_names_neither_the_applicant_nor_another() {
    let city = registers("reviewed");
    city.write(
        CORRECTIONS,
        city.read(CORRECTIONS)
            + "3,中州区,A1,录入更正,21,20,录入时错行,,2024-08-10\n4,东河县,A1,自行纠错,35,36,与中州区 情形不同,,\n",
    );
    city.replace("county-scores.csv", "中州区,A1,文件公开,20,20", "中州区,A1,文件公开,21,20");
    city.replace("county-scores.csv", "东河县,A1,文件公开,36,36", "东河县,A1,文件公开,35,36");
    let papers = papers(&city, &["correction"], "appeals");
    assert_eq!(papers.len(), 3);
    holds(
        named(&papers, "南湖区"),
        &[
            "该项得分由14分更正为16分，增加2.00分（2024年8月9日）。同一指标、同一原因的扣分经复核已作更正",
            "初评得分72.50分，更正后得分74.50分，增加2.00分。",
            "自收到本告知书之日起7日内（收到当日不计）向青禾市政务公开办公室书面提出",
        ],
    );
    holds(
        named(&papers, "中州区"),
        &["由21分更正为20分，减少1.00分（2024年8月10日）。这是对录入差错的更正：录入时错行。"],
    );
    holds(named(&papers, "东河县"), &["这是对评分差错的自行纠正。", "增加1.00分"]);
    for (name, text) in &papers {
        let others = UNITS.iter().filter(|unit| !name.contains(*unit));
        others.for_each(|unit| lacks(text, &[unit]));
        lacks(text, &["F1", "优秀", "良好", "合格", "同类平均", "名次"]);
    }
}

// ---- 复核意见表

#[test]
fn the_table_of_opinions_holds_every_appeal() {
    let papers = papers(&registers("reviewed"), &["opinions"], "internal");
    holds(
        named(&papers, "复核意见表"),
        &[
            "共收到3个单位的复核申请3件：部分采纳1件，不采纳1件，逾期不予受理1件。超过期限提交的1件。",
            "复核采纳1处，净增2.00分；同类更正1处，净增2.00分。",
            "县（区）复核意见",
            "佐证：网页存档",
            "一并更正：南湖区（14→16）",
            "核实有图解和访谈两种形式",
            "李复核",
            "2024-4-10截止日前",
            "逾期",
        ],
    );
}

// ---- Whom there is nothing to tell

#[test]
fn without_appeals_and_corrections_there_is_nobody_to_write_to() {
    let city = City::copy("small");
    city.replace(SETTINGS, STAGE, "stage = \"reviewed\"");
    let report = city.build();
    // One report a unit, the comparison and the workbook, and no letter.
    assert_eq!((report.documents, report.failed.len()), (10, 0));
    let mut order = city.order();
    order.only = ["appeal_decision", "correction", "opinions"].map(str::to_owned).to_vec();
    let report = pipeline::build(&order, &|_| {}).unwrap();
    assert_eq!((report.documents, report.failed.len()), (0, 0), "{:?}", codes(&report));
}

// ---- Data

/// What would be markup or a formula stays what it is.
#[test]
fn whom_to_ask_is_printed_as_it_is_written() {
    const TRICK: &str = "=cmd #strong[x] *b* $x$ <a> @ref // {{ y }} 0660-1";
    let city = registers("reviewed");
    city.write(SETTINGS, city.read(SETTINGS) + &format!("\n[papers]\ncontact = '{TRICK}'\n"));
    let trick: String = TRICK.split(' ').collect();
    for (_, text) in papers(&city, &["appeal_decision", "correction"], "appeals") {
        holds(&text, &[&format!("（联系方式：{trick}）")]);
    }
    let papers = papers(&city, &["feedback"], "feedback");
    assert!(papers.values().all(|text| text.contains(&trick)));
}
