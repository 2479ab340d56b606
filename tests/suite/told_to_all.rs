//! Papers that go to everybody or to the leaders: notice, public edition, training points, memo and
//! statement. What each must hold, and what it must not.

use std::fmt::Write as _;

use make_reports::check::Unit;

use crate::support::{City, printed_papers, repository, scorebook};

const SETTINGS: &str = "settings.toml";
const APPROVAL: &str =
    "stage = \"approved\"\napproved_by = \"市政府审定\"\napproved_on = \"2024-09-20\"";

/// A city whose run makes one kind alone, approved unless the kind goes to the leaders.
fn city_of(name: &str, kind: &str) -> City {
    let city = City::copy(name);
    let leaders = ["memo", "statement"].contains(&kind);
    if !leaders {
        city.replace(SETTINGS, "stage = \"submitted\"", APPROVAL);
    }
    city.write(SETTINGS, format!("{}\n[papers]\nmake = [\"{kind}\"]\n", city.read(SETTINGS)));
    city
}

fn sample_of(kind: &str) -> City {
    let city = City::of(&repository("data"));
    city.write(SETTINGS, format!("{}\n[papers]\nmake = [\"{kind}\"]\n", city.read(SETTINGS)));
    city
}

/// The text of the one paper of a city, without spaces.
fn text_of(city: &City) -> String {
    let report = city.build();
    assert_eq!((report.documents, report.failed.len()), (1, 0), "{:#?}", report.findings);
    let mut papers = printed_papers(city);
    assert_eq!(papers.len(), 1);
    papers.remove(0).1
}

fn with(city: &City, settings: &str) -> String {
    city.write(SETTINGS, format!("{}\n{settings}\n", city.read(SETTINGS)));
    text_of(city)
}

/// Every unit with its class's position, its printed total and its rank.
fn units(city: &City) -> Vec<(Unit, String, Option<usize>)> {
    let book = scorebook(city);
    let classes = book.checked.classes.iter().zip(&book.classes);
    let units = classes.flat_map(|(class, scores)| class.units.iter().zip(scores));
    units
        .map(|(unit, score)| {
            let total = score.published.map(|total| total.to_string()).unwrap_or_default();
            (unit.clone(), total, score.rank.map(|rank| rank.place))
        })
        .collect()
}

/// Whether a text holds a number as a whole.
fn holds_number(text: &str, number: &str) -> bool {
    let sign = |own: Option<char>| own.is_some_and(|own| own.is_ascii_digit() || own == '.');
    text.match_indices(number).any(|(at, _)| {
        !sign(text[..at].chars().next_back()) && !sign(text[at + number.len()..].chars().next())
    })
}

#[track_caller]
fn holds(text: &str, all: &[&str]) {
    for said in all {
        assert!(text.contains(said), "{said} is not in\n{text}");
    }
}

#[track_caller]
fn holds_none(text: &str, none: &[&str]) {
    for said in none {
        assert!(!text.contains(said), "{said} is in\n{text}");
    }
}

// ---- 通报

/// No notice holds these, and none is longer.
#[track_caller]
fn is_a_notice(text: &str) {
    holds(text, &["评估情况的通报", "评估开展情况", "总体结果", "存在的主要问题", "下一步要求"]);
    holds_none(text, &["表彰", "末位", "倒数", "图1", "none", "NaN"]);
    let letter = text.split("附件各").next().unwrap();
    assert!(letter.chars().count() <= 4000, "{} characters", letter.chars().count());
}

#[test]
fn a_notice_with_names_tells_grades_and_no_score() {
    let city = sample_of("notice");
    let text = text_of(&city);
    is_a_notice(&text);
    holds(&text, &["并着重做好以下工作。一是", "因同样原因再次失分的"]);
    holds(&text, &["各有关单位：", "优秀1个，市城区", "一是", "二是", "三是", "内部事项注意保管"]);
    for (unit, total, _) in units(&city) {
        assert!(text.contains(&unit.short), "{} is assessed", unit.short);
        assert!(!holds_number(&text, &total), "{} of {}", total, unit.short);
    }
    holds_none(&text, &["第1名", "名次", "最高87.25", "相差"]);
    // Inside a grade the order of the list, not that of the scores: 市司法局 has the most points.
    holds(&text, &["优秀6个，市工信局、市民政局、市司法局"]);
}

/// Nobody is passed over: 西山县 has no applicable indicator, and so no grade.
#[test]
fn a_notice_says_who_has_no_grade() {
    for mode in ["names", "best"] {
        let text =
            with(&city_of("all-not-applicable", "notice"), &format!("[notice]\nmode = \"{mode}\""));
        assert_eq!(text.matches("西山县没有适用的指标，不评定等次。").count(), 1, "{mode}: {text}");
    }
}

#[test]
fn a_notice_with_scores_tells_them_in_its_annex() {
    let city = sample_of("notice");
    let text = with(&city, "[notice]\nmode = \"scores\"");
    is_a_notice(&text);
    let (letter, annex) = text.split_once("附件：各单位得分和名次").unwrap();
    for (unit, total, rank) in units(&city) {
        assert!(annex.contains(&unit.short) && holds_number(annex, &total), "{}", unit.short);
        assert!(rank.is_some());
    }
    holds(letter, &["最高92.00分，最低64.26分，相差27.74分"]);
    // 市财政局 has 82.36 points and a grade below its neighbours'.
    holds(annex, &["还按名额和等次限制的规定确定"]);
}

#[test]
fn a_notice_of_the_first_names_at_most_half_of_a_class() {
    let city = sample_of("notice");
    let text = with(&city, "[notice]\nmode = \"top\"");
    is_a_notice(&text);
    holds(&text, &["县级政府前2名依次为市城区、海丰县。", "市教育局和市自然资源局（并列第7名）"]);
    let mut first = 0;
    for (unit, total, _) in units(&city) {
        first += usize::from(text.contains(&unit.short));
        assert!(!holds_number(&text, &total), "{} of {}", total, unit.short);
    }
    assert_eq!(first, 12);
    holds_none(&text, &["陆河县", "市退役军人事务局"]);
    // 90 points twice, rank 2, where two are named: nobody of the tie.
    let tied = city_of("quota", "notice");
    let text = with(&tied, "[notice]\nmode = \"top\"\ntop = 2");
    let named: Vec<_> =
        units(&tied).into_iter().filter(|own| text.contains(&own.0.short)).collect();
    assert_eq!(named.iter().map(|own| own.2).collect::<Vec<_>>(), [Some(1)]);
}

#[test]
fn a_notice_of_the_best_has_the_others_in_its_annex() {
    let text = with(&sample_of("notice"), "[notice]\nmode = \"best\"");
    is_a_notice(&text);
    let (letter, annex) = text.split_once("附件：其他单位评估等次").unwrap();
    holds(letter, &["评为优秀的是市城区", "市司法局"]);
    holds_none(letter, &["陆河县", "市统计局", "市教育局"]);
    holds(annex, &["陆河县", "市统计局", "市教育局"]);
    holds_none(annex, &["市司法局"]);
}

#[test]
fn a_notice_without_grades_names_who_was_assessed() {
    let city = city_of("small", "notice");
    let text = city.read(SETTINGS);
    let from = text.find("method = \"thresholds\"").unwrap();
    let to = text.find("\n[papers]").unwrap();
    city.write(SETTINGS, format!("{}method = \"none\"\n{}", &text[..from], &text[to..]));
    let text = text_of(&city);
    is_a_notice(&text);
    holds(&text, &["这次评估不评定等次", "东河县、西山县、南湖区、北原县、中州区", "市教育局"]);
    // The best grade of none: told by the check.
    city.write(SETTINGS, format!("{}\n[notice]\nmode = \"best\"\n", city.read(SETTINGS)));
    let report = city.check();
    let idle = report.findings.iter().find(|found| found.code == "settings-idle").unwrap();
    assert!(idle.what.contains("notice.mode"), "{}", idle.what);
    holds(&text_of(&city), &["这次评估不评定等次"]);
}

/// Three departments are too few for a mean that goes to everybody.
#[test]
fn a_mean_of_few_is_told_to_nobody() {
    for kind in ["notice", "public", "training"] {
        let city = city_of("small", kind);
        let text = text_of(&city);
        // 市直部门: 92, 70 and 92.5 points.
        for said in ["84.83", "市直部门平均", "市直部门最高"] {
            assert!(!text.contains(said), "{kind}: {said}\n{text}");
        }
        let open = city_of("small", kind);
        let text = with(&open, "[disclosure]\nmean_least = 1");
        let shown = kind == "training" || holds_number(&text, "84.83");
        assert!(shown, "{kind}\n{text}");
    }
}

#[test]
fn a_notice_tells_the_days_of_rectification() {
    let city = city_of("small", "notice");
    let text = with(&city, "[rectification]\ndue_now = 2024-10-31\ndue_periodic = 2025-03-31");
    holds(&text, &["于2024年10月31日前整改到位", "于2025年3月31日前完成"]);
    holds(&text_of(&city_of("small", "notice")), &["立行立改", "限期完成"]);
}

#[test]
fn a_notice_of_many_units_keeps_their_names_apart() {
    let city = city_of("quota", "notice");
    let (mut names, mut scores) = (city.read("units.csv"), city.read("scores.csv"));
    for number in 1..=90 {
        writeln!(names, "D{number},某某乡镇第{number}号办事处,第{number}号办,counties").unwrap();
        writeln!(scores, "第{number}号办,{},{}", number % 60, number % 40).unwrap();
    }
    city.write("units.csv", names).write("scores.csv", scores);
    let text = text_of(&city);
    is_a_notice(&text);
    let (letter, annex) = text.split_once("附件：各单位评估等次").unwrap();
    holds(letter, &["优秀18个、良好39个、合格43个", "名单见附件"]);
    holds_none(letter, &["第7号办", "东河县"]);
    holds(annex, &["第7号办", "东河县"]);
}

// ---- Public edition

/// Names of units with what nobody outside may read of them.
#[track_caller]
fn names_nobody(city: &City, text: &str) {
    for (unit, total, _) in units(city) {
        for name in [&unit.name, &unit.short].into_iter().chain(&unit.aliases) {
            assert!(!text.contains(name.as_str()), "{name} in\n{text}");
        }
        assert!(total.is_empty() || !holds_number(text, &total), "{total} in\n{text}");
    }
    holds_none(text, &["第1名", "名次", "none", "NaN"]);
}

#[test]
fn the_public_edition_tells_classes_and_no_unit() {
    let city = sample_of("public");
    let text = text_of(&city);
    names_nobody(&city, &text);
    holds(
        &text,
        &["平均得分80.36分", "平均得分80.22分", "各维度平均得分率", "共性问题", "下一步工作"],
    );
    holds(&text, &["（此件公开发布）", "图1"]);
    holds(&text, &["安排主要负责人年内至少两次"]);
    holds_none(&text, &["请主要负责人"]);
    // Two units from 60 to 65 points, none to 70, three to 75: told as five below 75.
    holds(&text, &["不满75分的5个"]);
    holds_none(&text, &["60分至65分", "内部", "县级政府优秀", "等次分布为优秀1个"]);
}

#[test]
fn the_public_edition_of_a_small_class_has_no_spread() {
    let city = city_of("small", "public");
    let text = text_of(&city);
    names_nobody(&city, &text);
    // Five counties: their mean, and nothing that parts them.
    holds(&text, &["平均得分"]);
    holds_none(&text, &["平均分之上", "分段看", "等次分布", "图1"]);
}

// ---- Training

#[test]
fn training_points_teach_and_name_nobody() {
    let city = sample_of("training");
    let text = text_of(&city);
    names_nobody(&city, &text);
    holds(&text, &["负责人解读", "要求。", "评分标准：", "失分情况。", "常见情形。", "怎样做对。"]);
    // What came too late is past mending; what is missing is not.
    holds(&text, &["更新不及时的，今后征集截止后第15个工作日前拿出采纳情况"]);
    holds(&text, &["公众参与不足的，逐次补写征集结果"]);
    holds_none(&text, &["即可得满分"]);
    holds(&text, &["占95.1%", "失分原因和改进办法", "内容缺失"]);
    holds_none(&text, &["http", ".example", "www."]);
}

/// Where no action is known, nothing is headed as what to do.
#[test]
fn training_points_promise_no_advice_that_they_do_not_have() {
    let city = city_of("registers", "training");
    holds(&text_of(&city), &["怎样做对。", "失分原因和改进办法"]);
    let causes = city.read("registers/causes.csv");
    let bare: Vec<&str> = causes.lines().map(|line| line.rsplit_once(',').unwrap().0).collect();
    city.write("registers/causes.csv", bare.join("\n"));
    let text = text_of(&city);
    holds(&text, &["失分情况。", "失分原因"]);
    holds_none(&text, &["怎样做对", "改进办法"]);
}

/// A reason that names a unit, its own or another, in full, in short or in part, or leads to one,
/// is not quoted.
#[test]
fn a_reason_that_tells_whose_it_is_is_not_quoted() {
    for trick in [
        "东河县人民政府网站没有公开文件",
        "中州区没有公开六件文件",
        "中州公报没有公开六件文件",
        "市教育局转来的文件没有公开",
        "见https://zhongzhou.example/a没有公开",
        "见zhongzhou.example.cn没有公开",
        "《中州条例》没有公开文本",
        "青政办〔2024〕9号没有公开",
        "电话0660-3371234无人接听",
    ] {
        let city = city_of("small", "training");
        let lost = "中州区,规范性文件,15,六件文件未公开,";
        city.replace("county-scores.csv", lost, &format!("中州区,规范性文件,15,{trick},"));
        let text = text_of(&city);
        assert!(!text.contains(trick), "{trick}\n{text}");
        names_nobody(&city, &text);
    }
    let text = text_of(&city_of("small", "training"));
    holds(&text, &["六件文件未公开"]);
}

// ---- For the leaders

#[test]
fn a_memo_proposes_and_does_not_decide() {
    let city = city_of("quota", "memo");
    let text = text_of(&city);
    holds(&text, &["呈批件", "承办单位", "事由", "拟办意见", "领导批示", "呈批事项", "拟定等次"]);
    holds(&text, &["需要审定的事项", "恰在名额末位", "拟"]);
    // Never a grade as if it were final.
    let plain = text.replace("拟定等次", "").replace("拟按", "");
    for said in ["等次为", "等次分布", "获评", "被评为", "已评为"] {
        assert!(!plain.contains(said), "{said}\n{text}");
    }
    let registers = city_of("registers", "memo");
    registers.replace("registers/submissions.csv", "2024-06-24 18:00", "2024-06-26 09:00");
    holds(&text_of(&registers), &["需要了解的情况", "逾期2天", "复核申请", "得分更正"]);
    let alone = text_of(&city_of("class-of-one", "memo"));
    holds(&alone, &["不排名"]);
    holds_none(&alone, &["需要审定的事项"]);
}

/// What is still to be looked into and may move a score is told before anybody approves.
#[test]
fn a_memo_tells_the_warnings_that_touch_scores() {
    let city = sample_of("memo");
    let approved = APPROVAL.lines().next().unwrap();
    city.replace(SETTINGS, approved, "stage = \"submitted\"");
    let text = text_of(&city);
    let warned = "涉及得分、名次或等次的有";
    holds(&text, &[warned, "同一件事扣了两次分1条；同一指标同一原因，扣分不同", "核对结果.xlsx"]);
    holds(&text, &["市文广旅体局“救济途径告知”（3.3.4）同一件事扣了两次分"]);
    // Codes of rules are the program's.
    holds_none(&text, &["event-twice", "deduction-unequal"]);
    holds_none(&text_of(&city_of("quota", "memo")), &[warned]);
}

#[test]
fn a_statement_tells_how_and_not_who_won() {
    let city = City::copy("registers");
    city.write(SETTINGS, format!("{}\n[papers]\nmake = [\"statement\"]\n", city.read(SETTINGS)));
    let text = text_of(&city);
    holds(&text, &["评估依据和范围", "指标体系", "评估日程", "计分和统计规则", "复核和更正"]);
    holds(&text, &["质量控制", "抽样复评", "横向比对", "需要说明的局限", "2024年6月24日18:00"]);
    for (unit, total, _) in units(&city) {
        assert!(text.contains(&unit.name), "{}", unit.name);
        assert!(!holds_number(&text, &total), "{total} of {}", unit.short);
    }
    holds_none(&text, &["第1名", "评为优秀", "评为良好"]);
}

// ---- Values that would be markup

#[test]
fn nothing_that_is_told_becomes_markup() {
    const TRICK: &str = r"#strong[x] *b* _i_ $x$ <a> @ref // {{ y }} {% z %} =cmd";
    let squeezed: String = TRICK.chars().filter(|sign| !sign.is_whitespace()).collect();
    for kind in ["notice", "public", "training", "memo", "statement"] {
        let city = city_of("small", kind);
        let settings = city.read(SETTINGS);
        let settings = settings.replace("\"县（区）\"", &format!("'{TRICK}'"));
        city.write(SETTINGS, settings.replace("\"优秀\"", &format!("'{TRICK}'")));
        city.replace("county-indicators.csv", ",,政策解读,", &format!(",,{TRICK},"));
        let scores = city.read("county-scores.csv").replace(",政策解读,", ",A2,");
        city.write("county-scores.csv", scores.replace("没有负责人解读", TRICK));
        let text = with(&city, &format!("[notice]\nreceivers = '{TRICK}'"));
        assert!(text.contains(&squeezed), "{kind}\n{text}");
    }
}
