//! The city-wide report: its figures against the results, one text a figure, chapters that are left
//! out, and what a stage lets it say.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use make_reports::analyse::analyse;
use make_reports::analyse::facts::{CityFacts, city};
use make_reports::crew::Crew;
use serde_json::Value;

use crate::support::{City, printed_papers, repository, scorebook};

fn facts(city_folder: &City) -> CityFacts {
    let scorebook = scorebook(city_folder);
    city(&scorebook, &analyse(&scorebook, Crew::new(2)))
}

/// A city at another stage; approval comes with it where the stage needs one.
fn at_stage(name: &str, stage: &str) -> City {
    let city = City::copy(name);
    let approval = "\napproved_by = \"青政办〔2024〕9号\"\napproved_on = \"2024-09-18\"";
    let approval = if stage == "reviewed" { "" } else { approval };
    city.replace(
        "settings.toml",
        "stage = \"submitted\"",
        &format!("stage = \"{stage}\"{approval}"),
    );
    city
}

/// The text of a city's report, without spaces.
fn printed(city: &City) -> String {
    city.build();
    let papers = printed_papers(city);
    papers.into_iter().find(|(path, _)| path.contains("/city/")).map(|(_, text)| text).unwrap()
}

/// The sample, whose run makes this report alone.
fn sample() -> City {
    let city = City::of(&repository("data"));
    let settings = city.read("settings.toml");
    city.write("settings.toml", format!("{settings}\n[papers]\nmake = [\"city\"]\n"));
    city
}

fn figures(value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| figures(item, found)),
        Value::Object(entries) => {
            if let (Some(key), Some(text)) = (entries.get("key"), entries.get("text")) {
                found.push((key.as_str().unwrap().into(), text.as_str().unwrap().into()));
            }
            entries.values().for_each(|entry| figures(entry, found));
        }
        _ => {}
    }
}

#[test]
fn a_figure_has_one_text_wherever_it_stands() {
    for city in [City::of(&repository("data")), City::copy("registers"), City::copy("small")] {
        let mut found = Vec::new();
        figures(&serde_json::to_value(facts(&city)).unwrap(), &mut found);
        assert!(found.len() > 100);
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        for (key, text) in found {
            let first = texts.entry(key.clone()).or_insert_with(|| text.clone());
            assert_eq!(*first, text, "{key}");
        }
    }
}

#[test]
fn the_sample_says_what_the_results_say() {
    let city = City::of(&repository("data"));
    let text = printed(&city);
    let path = city.output().join("shanwei-2023/results/class_totals.csv");
    let table = std::fs::read_to_string(path).unwrap();
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{FEFF}').as_bytes());
    for row in reader.deserialize() {
        let row: BTreeMap<String, String> = row.unwrap();
        let two = |name: &str| format!("{:.2}", row[name].parse::<f64>().unwrap());
        let (above, below) = (&row["above"], &row["below"]);
        for said in [
            format!(
                "平均得分为{}分，共有{above}个单位在平均分之上，{below}个在平均分之下",
                two("mean")
            ),
            format!("，{}分；最低的是", two("most")),
            format!("，{}分；两者相差", two("least")),
        ] {
            assert!(text.contains(&said), "{said}");
        }
    }
    for said in [
        "提出12件复核申请：采纳3件，部分采纳3件，不采纳3件",
        "市教育局、市自然资源局同为86.25分",
        "市卫生健康局的等次由一般变为良好",
        "华侨管理区管委会适用分值不足60%",
        "市应急管理局登记0.50分",
        "市国资委（高出部分相当于适用满分的27.2%）",
        "后按同类更正",
        "基础分＝得分×满分÷适用满分",
        "市发展改革局应补报自评表",
    ] {
        assert!(text.contains(said), "{said}");
    }
    assert!(!text.contains("整改台账，列入问题"), "ledgers come back after approval");
    // A chart of two pages is one figure, and hatched bars say what they mean.
    for said in ["续图10", "续图11", "（斜线条低于平均）"] {
        assert!(text.contains(said), "{said}");
    }
    assert!(!text.contains("（1/2）") && !text.contains("图12"));
}

/// Losses are counted by unit and indicator, the ledgers count every reason of a loss.
#[test]
fn problems_are_those_of_the_ledgers() {
    let city = sample();
    let book = scorebook(&city);
    let analysis = analyse(&book, Crew::new(2));
    let causes = make_reports::analyse::facts::city(&book, &analysis).causes.unwrap();
    let ledgers = make_reports::analyse::facts::ledgers(&book, &analysis);
    assert_eq!(causes.problems.text, ledgers.tally.unwrap().problems.text);
    assert_ne!(causes.problems.text, causes.count.text);
    let said = format!("（一个单位一项指标计一处，共含问题{}个）", causes.problems.text);
    assert!(printed(&city).contains(&said), "{said}");
}

/// An action is the indicator's own where the catalogue has a row for it, with its cause or any.
#[test]
fn an_action_is_known_to_be_the_indicators_own() {
    let city = sample();
    let table = city.read("登记簿/整改建议目录.csv");
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{FEFF}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let table = city.read("登记簿/失分原因目录.csv");
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{FEFF}').as_bytes());
    let codes: BTreeMap<String, String> =
        reader.records().map(Result::unwrap).map(|row| (row[1].into(), row[0].into())).collect();
    let mut found = (0, 0);
    for problem in facts(&city).problems {
        for cause in problem.causes {
            let code = &codes[&cause.name];
            let own = rows
                .iter()
                .any(|row| row[0] == problem.name && (row[1].is_empty() || row[1] == **code));
            assert_eq!(cause.specific, own, "{} {}", problem.name, cause.name);
            if own { found.0 += 1 } else { found.1 += 1 }
        }
    }
    assert!(found.0 > 10, "{found:?}");
    // Without a row, the general line of a cause is not said of an indicator.
    let bare = sample();
    let first = table.lines().next().unwrap();
    assert!(first.contains("整改建议"));
    bare.write(
        "登记簿/整改建议目录.csv",
        "指标名称,原因代码,整改建议\n规划计划信息,C01,清点规划\n",
    );
    let text = printed(&bare);
    for said in ["针对机制不落实，督促有关单位逐项整改", "列出清单，逐项整改到位"]
    {
        assert!(text.contains(said), "{said}");
    }
    let advice = text.rsplit("牵头督促").next().unwrap();
    assert!(!advice.contains("制定本单位政务公开任务分工表"), "{advice}");
}

/// Shortcomings name what is short, and what is past mending is to be done otherwise from now on.
#[test]
fn shortcomings_are_told_without_praise() {
    let city = sample();
    let text = printed(&city);
    let (_, rest) = text.split_once("主要短板").unwrap();
    let (short, rest) = rest.split_once("需关注：").unwrap();
    for said in ["一是政策实施效果评估、意见采纳反馈薄弱。", "二是负责人解读", "三是数据开放接口"]
    {
        assert!(short.contains(said), "{said}\n{short}");
    }
    for praise in ["做得较好", "比较到位", "已有基础"] {
        assert!(!short.contains(praise), "{praise}\n{short}");
    }
    assert!(rest.contains("县级政府1个（陆河县），市直有关部门6个（"), "{rest}");
    // What is done and past asks for another way from now on, what is missing for the thing itself.
    assert!(rest.contains("不可补救，督促有关单位今后启用统一的答复书模板"), "{rest}");
    assert!(rest.contains("逐次补写征集结果"), "{rest}");
}

#[test]
fn a_chapter_without_content_is_not_printed() {
    let heads = ["年度变化", "自评与评估", "复核与更正", "加分扣分", "失分的原因", "整改情况"];
    let text = printed(&City::copy("sichuan-2011"));
    for head in heads.iter().chain(&["指标分析", "按评估方式", "适用分值"]) {
        assert!(!text.contains(head), "{head}");
    }
    let text = printed(&at_stage("registers", "rectified"));
    for head in heads {
        assert!(text.contains(head), "{head}");
    }
    let alone = printed(&City::copy("class-of-one"));
    assert!(alone.contains("只有东河县人民政府一个单位"), "{alone}");
    assert!(!alone.contains("单位排名") && !alone.contains("并列") && !alone.contains("第1名"));
    let (told, _) = alone.split_once("平均分按总得分计算").unwrap();
    for compared in ["平均", "最高", "最低", "分布", "落实较好。文件公开"] {
        assert!(!told.contains(compared), "{compared}: {told}");
    }
    let text = printed(&City::copy("analysis"));
    let (_, rest) = text.split_once("、指标分析").unwrap();
    let (chapter, _) = rest.split_once("、主要成效").unwrap();
    assert!(chapter.contains("按评估方式看") && !chapter.contains("（一）"), "{chapter}");
}

#[test]
fn ranks_and_grades_wait_for_their_stage() {
    let early = facts(&at_stage("registers", "reviewed"));
    assert!(early.grades.is_empty());
    for class in &early.classes {
        assert!(class.totals.grades.is_empty());
        assert!(class.units.iter().all(|unit| unit.rank.is_none() && unit.grade.is_none()));
        let held = &class.held;
        assert!(held.capped.is_empty() && held.ties.is_empty() && held.rounded.is_empty());
    }
    let review = early.review.unwrap();
    assert!(review.ranks.is_empty() && review.grades.is_empty());

    let submitted = facts(&City::copy("registers"));
    assert_eq!(submitted.grades.len(), 4);
    // Who does it best is said from approval on, ledgers when they have come back.
    assert!(submitted.problems.iter().all(|own| own.best.is_empty() && own.well.is_none()));
    assert!(submitted.ledger.is_none());
    let approved = facts(&at_stage("registers", "approved"));
    assert!(approved.problems.iter().any(|own| !own.best.is_empty()));
    assert!(approved.ledger.is_none());
    assert!(facts(&at_stage("registers", "rectified")).ledger.is_some());
    let text = printed(&City::copy("registers"));
    assert!(text.contains("拟定等次分布") && !text.contains("。等次分布"));
}

#[test]
fn held_grades_are_those_that_the_run_finds() {
    let sample = facts(&City::of(&repository("data")));
    let held = &sample.classes[1].held;
    let names = |units: &[String]| units.join("、");
    assert_eq!(held.ties.len(), 1);
    assert_eq!(names(&held.ties[0].units), "市教育局、市自然资源局");
    assert_eq!((held.ties[0].seats.text.as_str(), held.ties[0].kept), ("7", false));
    assert_eq!(held.capped.iter().map(|cap| cap.unit.as_str()).collect::<Vec<_>>(), ["市财政局"]);
    assert_eq!(held.rounded.iter().map(|r| r.unit.as_str()).collect::<Vec<_>>(), ["市代建中心"]);
}

#[test]
fn identical_indicators_are_one_problem() {
    let sample = facts(&City::of(&repository("data")));
    let names: Vec<&str> = sample.problems.iter().map(|own| own.name.as_str()).collect();
    let speech = sample.problems.iter().find(|own| own.name == "负责人解读").unwrap();
    assert_eq!(names.iter().filter(|name| **name == "负责人解读").count(), 1);
    assert_eq!(speech.classes.len(), 2);
    assert_eq!((speech.losing.text.as_str(), speech.count.text.as_str()), ("39", "41"));
    // A quote is a real reason, and no unit is quoted twice in one problem.
    for problem in &sample.problems {
        let mut units: Vec<&str> = problem
            .causes
            .iter()
            .filter_map(|own| Some(own.quote.as_ref()?.unit.as_str()))
            .collect();
        let all = units.len();
        units.sort_unstable();
        units.dedup();
        assert_eq!(units.len(), all, "{}", problem.name);
    }
}

/// Warnings that touch a score reach the papers that leaders read, and only where there are any.
#[test]
fn open_warnings_are_told_to_leaders() {
    let scores = "county-scores.csv";
    let city = City::copy("registers");
    assert_eq!(facts(&city).doubts, None);
    let (from, late) = ("/11,有效,2024-06-10", "/11,有效,2024-07-01");
    city.replace(scores, from, late);
    let event = "/31,有效,2024-06-12,张评分,立行立改,";
    city.replace(scores, event, &format!("{event}S9"));
    let doubts = facts(&city).doubts.unwrap();
    let kinds: Vec<(&str, &str)> =
        doubts.kinds.iter().map(|own| (own.code.as_str(), own.count.text.as_str())).collect();
    assert_eq!(kinds, [("event-twice", "1"), ("evidence-late", "1")]);
    let row = &doubts.rows[0];
    assert_eq!((row.units.join("、"), row.points.is_some()), ("南湖区".to_owned(), true));
    let mut order = city.order();
    order.only = ["city", "memo"].map(str::to_owned).to_vec();
    let report = make_reports::pipeline::build(&order, &|_| {}).unwrap();
    assert_eq!(report.failed, [] as [String; 0]);
    let papers = printed_papers(&city);
    for (part, words) in [
        ("/city/", "另有2条关系得分或等次的提醒没有处理，如南湖区一事两扣。"),
        ("呈批件", "2条尚未处理：一事两扣1条（南湖区“"),
        ("呈批件", "佐证采集时间不在采集期内1条"),
        ("呈批件", "核对结果清单"),
    ] {
        let (_, text) = papers.iter().find(|(path, _)| path.contains(part)).unwrap();
        assert!(text.contains(words), "{part}: {words}\n{text}");
    }
}

/// Where too little of a dimension applies to a unit, the heat map and its card say so.
#[test]
fn what_is_not_compared_is_marked() {
    let sample = sample();
    let left_out = |city: &City| -> usize {
        let classes = facts(city).classes;
        classes.iter().flat_map(|class| &class.dimensions).map(|own| own.left_out.len()).sum()
    };
    assert!(left_out(&sample) > 0);
    let text = printed(&sample);
    for words in ["适用不足，不比较", "＊这个维度适用分值不足"] {
        assert!(text.contains(words), "{words}");
    }
    assert_eq!(text.matches('＊').count(), left_out(&sample) + 1);
}

/// A class of many units, each two of which tie.
fn many() -> City {
    let city = City::copy("quota");
    let (mut units, mut scores) = (city.read("units.csv"), city.read("scores.csv"));
    for at in 11..=130 {
        writeln!(units, "C{at},第{at}号镇人民政府,{at}号镇,counties").unwrap();
        writeln!(
            scores,
            "{at}号镇,{}.{},{}",
            59 - at / 3,
            at % 3 * 3,
            if at > 24 { 20 } else { 30 }
        )
        .unwrap();
    }
    city.write("units.csv", units);
    city.write("scores.csv", scores);
    city.write(
        "settings.toml",
        format!("{}\n[papers]\nmake = [\"city\"]\n", city.read("settings.toml")),
    );
    city
}

/// A ranking of several pages does not drive the charts of other chapters away from them.
#[test]
fn a_ranking_of_several_pages_is_in_the_annex() {
    let text = printed(&many());
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}\n{text}"));
    assert!(place("续图") > place("、工作建议").max(place("1.各单位得分表")));
    // One of a single page stays.
    let text = printed(&City::copy("quota"));
    assert!(!text.contains("续图"));
}

/// No two charts have one title, and “等维度” follows a dimension where others are as good.
#[test]
fn titles_and_lists_say_what_there_is() {
    let city = City::copy("dense-ties");
    let text = printed(&city);
    assert_eq!(text.matches("各单位各维度得分率").count(), 1, "{text}");
    assert_eq!(text.matches("各单位在各维度上的分布").count(), 1, "{text}");
    // One dimension of four is well done.
    let text = printed(&City::copy("sichuan-2011"));
    assert!(text.contains("网站设计总体水平较高。"), "{text}");
    assert!(!text.contains("等维度"), "{text}");
}

/// The last paragraph fills the page before the signature's: two lines of it go with the signature.
#[test]
fn the_last_paragraph_parts_before_the_signature() {
    let city = sample();
    let name = "sentences/city/advice.jinja";
    let advice = std::fs::read_to_string(repository("report-templates").join(name)).unwrap();
    let last =
        "县级政府有若干处失分与上年原因相同，列入整改台账单独督办，逐条核验后销号。".repeat(8);
    let templates = city.root().join("templates");
    std::fs::create_dir_all(templates.join("sentences/city")).unwrap();
    let text = format!("{}{{{{ \"\\n\\n\" }}}}^八是开头。^{last}\n", advice.trim_end());
    std::fs::write(templates.join(name), text).unwrap();
    let mut order = city.order();
    order.templates = Some(templates);
    let report = make_reports::pipeline::build(&order, &|_| {}).unwrap();
    assert_eq!(report.failed, [] as [String; 0]);
    let all = crate::support::files(&city.output()).into_iter();
    let (_, bytes) = all
        .into_iter()
        .find(|(path, _)| path.contains("/city/") && path.to_lowercase().ends_with(".pdf"))
        .unwrap();
    let pdf = lopdf::Document::load_mem(&bytes).unwrap();
    let pages: Vec<String> = pdf
        .get_pages()
        .into_keys()
        .map(|page| {
            let text = pdf.extract_text(&[page]).unwrap();
            text.chars().filter(|sign| !sign.is_whitespace()).collect()
        })
        .collect();
    let signed = pages.iter().position(|text| text.contains("附件：1.")).unwrap();
    let (before, own) = pages[signed].split_once("附件：1.").unwrap();
    assert!(own.contains("2024年9月20日"));
    assert!(before.ends_with("销号。") && !before.contains("八是开头"), "{before}");
    assert!(pages[signed - 1].contains("八是开头"));
    // Two lines or more, below the head of the page: it begins on the page before.
    let lines = before.rsplit("示例数据内部").next().unwrap().chars().count();
    assert!(lines >= 28, "{lines}: {before}");
}
