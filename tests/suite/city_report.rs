//! The city-wide report: its figures against the results, one text a figure, chapters that are left
//! out, and what a stage lets it say.

use std::collections::BTreeMap;

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
