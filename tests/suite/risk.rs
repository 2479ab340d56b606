//! 风险底稿: who has one, what stands in it, what can be answered.

use make_reports::analyse::analyse;
use make_reports::analyse::facts::city::TieFacts;
use make_reports::analyse::facts::{self, RiskFacts};
use make_reports::crew::Crew;
use make_reports::model::Points;
use make_reports::pipeline;

use crate::support::{City, printed_papers, repository, scorebook};

/// The registers' city at the preliminary stage.
fn city() -> City {
    let city = City::copy("registers");
    city.replace("settings.toml", "stage = \"submitted\"", "stage = \"preliminary\"");
    city
}

/// What every unit will dispute; none for a unit without such losses.
fn risks(city: &City) -> Vec<(String, Option<RiskFacts>)> {
    let book = scorebook(city);
    let analysis = analyse(&book, Crew::new(1));
    let disputed = facts::disputed_units(&book, &analysis);
    let classes = book.checked.classes.iter().enumerate();
    let units = classes.flat_map(|(class, own)| {
        own.units.iter().enumerate().map(move |(at, unit)| (class, at, unit))
    });
    units
        .map(|(class, at, unit)| {
            let facts = facts::risk(&book, &analysis, class, at);
            let has = disputed.contains(&(class, at));
            assert_eq!(has, !facts.rows.is_empty(), "{}", unit.short);
            (unit.short.clone(), has.then_some(facts))
        })
        .collect()
}

fn grounds(city: &City, unit: &str, code: &str) -> Vec<String> {
    let all = risks(city);
    let (_, own) = all.iter().find(|(short, _)| short == unit).unwrap();
    let row = own.iter().flat_map(|own| &own.rows).find(|row| row.head.code == code);
    let grounds = row.map(|row| serde_json::to_value(&row.grounds).unwrap());
    grounds.map_or(Vec::new(), |own| serde_json::from_value(own).unwrap())
}

#[test]
fn grounds_are_those_of_the_row() {
    assert_eq!(grounds(&city(), "东河县", "A1"), [] as [&str; 0]);
    let row = "东河县,A1,文件公开,36,36,一件文件未标注有效性,Y04,https://example.gov.cn/11,有效,2024-06-10,张评分,立行立改,";
    for (bent, expected) in [
        (
            "东河县,A1,文件公开,36,36,一件文件未标注有效性,Y04,,,2024-06-10,张评分,立行立改,",
            "no_evidence",
        ),
        (
            "东河县,A1,文件公开,36,36,一件文件未标注有效性,Y04,https://example.gov.cn/11,失效,2024-06-10,张评分,立行立改,",
            "dead_evidence",
        ),
        (
            "东河县,A1,文件公开,36,36,一件文件未标注有效性,Y04,https://example.gov.cn/11,有效,2024-07-01,张评分,立行立改,",
            "late_evidence",
        ),
        (
            "东河县,A1,文件公开,36,36,两件文件没有公开,Y01,https://example.gov.cn/11,有效,2024-06-10,张评分,立行立改,",
            "unequal",
        ),
    ] {
        let city = city();
        city.replace("county-scores.csv", row, bent);
        assert_eq!(grounds(&city, "东河县", "A1"), [expected], "{bent}");
    }
    // A second scorer gave 31 instead of 32.
    assert!(grounds(&city(), "西山县", "A1").contains(&"scorers".to_owned()));
    // Half of 40 above, and 10 of 25.
    assert!(grounds(&city(), "中州区", "A1").contains(&"self_far".to_owned()));
    assert!(!grounds(&city(), "中州区", "B1").contains(&"self_far".to_owned()));
}

/// What closes the gap to a cut or to the next total is above the own one; the first has neither.
#[test]
fn cuts_and_the_next_total_are_above() {
    for (unit, own) in risks(&city()) {
        let Some(own) = own else { continue };
        let total = own.total.as_ref().unwrap().value;
        for line in own
            .cut
            .iter()
            .map(|own| own.line.value)
            .chain(own.next.iter().map(|own| own.total.value))
        {
            assert!(line > total, "{unit}: {line} {total}");
        }
        assert_eq!(own.next.is_none(), ["东河县", "市教育局"].contains(&unit.as_str()), "{unit}");
        assert!(own.next.iter().all(|next| !next.units.is_empty() && !next.units.contains(&unit)));
    }
}

#[test]
fn a_paper_holds_the_reason_as_written_and_an_answer() {
    let city = city();
    city.replace("county-scores.csv", "两件文件没有公开,Y01", "*两件* #文件 =cmd 没有公开,Y01");
    let mut order = city.order();
    order.only = vec!["risk".to_owned()];
    let report = pipeline::build(&order, &|_| {}).unwrap();
    assert_eq!(report.failed, [] as [String; 0]);
    let due: Vec<String> =
        risks(&city).into_iter().filter_map(|(unit, own)| own.map(|_| unit)).collect();
    let papers = printed_papers(&city);
    assert_eq!(papers.len(), due.len());
    for unit in &due {
        assert!(papers.iter().any(|(path, _)| path.contains(&format!("-{unit}-"))), "{unit}");
    }
    let (_, said) = papers.iter().find(|(path, _)| path.contains("西山县")).unwrap();
    for expected in ["*两件*#文件=cmd没有公开", "复评得分不同", "抽样复评得分为31", "张评分"]
    {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    // No rank and no grade of anybody; cuts are those of the settings.
    for word in ["名次", "第1名", "评为"] {
        assert!(!said.contains(word), "{word}");
    }
}

/// 西山县 and 南湖区 had 14 points for A2 before their corrections to 16: 32 + 14 + 20 + 12 = 78. What
/// the table prints of later points is held against none of the first.
#[test]
fn first_results_know_no_correction() {
    let of = |stage: &str| {
        let city = City::copy("registers");
        city.replace("settings.toml", "stage = \"submitted\"", &format!("stage = \"{stage}\""));
        let scores = city.read("county-scores.csv");
        let with_total = scores.lines().enumerate().map(|(at, line)| match at {
            0 => format!("{line},总得分"),
            5 => format!("{line},81.5"),
            _ => format!("{line},"),
        });
        city.write("county-scores.csv", with_total.collect::<Vec<_>>().join("\n"));
        scorebook(&city)
    };
    for (stage, points, total, printed) in
        [("preliminary", 14, 78, false), ("reviewed", 16, 80, true)]
    {
        let book = of(stage);
        let class = &book.checked.classes[0];
        let whole = |points: i64| Some(Points::from_scaled(points * Points::SCALE));
        assert_eq!(class.cells.points(1, 1), whole(points), "{stage}");
        assert_eq!(class.cells.first(1, 1), whole(14), "{stage}");
        assert_eq!(Some(book.classes[0][1].points), whole(total), "{stage}");
        assert_eq!(class.printed[1].total.is_some(), printed, "{stage}");
        // A class without first points has its points.
        assert_eq!(
            book.checked.classes[1].cells.points(0, 0),
            of("reviewed").checked.classes[1].cells.points(0, 0)
        );
    }
    // The letter on first results and the paper on what will be disputed tell one total.
    let book = of("preliminary");
    let analysis = analyse(&book, Crew::new(1));
    for unit in 0..3 {
        let risk = facts::risk(&book, &analysis, 0, unit).total.unwrap();
        assert_eq!(risk.text, facts::feedback(&book, &analysis, 0, unit).total.unwrap().text);
    }
}

/// Whoever shares the last seat of a grade is told with whom; what can be answered goes with the loss.
#[test]
fn a_tie_across_the_last_seat_is_told_to_those_who_share_it() {
    let city = City::of(&repository("data"));
    city.replace("settings.toml", "stage = \"approved\"", "stage = \"preliminary\"");
    let all = risks(&city);
    let tied: Vec<_> = all
        .iter()
        .filter_map(|(unit, own)| own.as_ref()?.tie.as_ref().map(|tie| (unit.as_str(), tie)))
        .collect();
    assert_eq!(
        tied.iter().map(|(unit, _)| *unit).collect::<Vec<_>>(),
        ["市教育局", "市自然资源局"]
    );
    let told = |(_, tie): &(&str, &TieFacts)| (tie.seats.text.clone(), tie.units.clone());
    let both = ["市教育局", "市自然资源局"].map(str::to_owned).to_vec();
    assert!(tied.iter().all(|own| told(own) == ("7".to_owned(), both.clone())));
    let mut order = city.order();
    order.only = vec!["risk".to_owned()];
    order.units = vec!["市自然资源局".to_owned(), "市教育局".to_owned()];
    assert!(!pipeline::build(&order, &|_| {}).unwrap().has_errors());
    let papers = printed_papers(&city);
    let (_, said) = papers.iter().find(|(path, _)| path.contains("-市教育局-")).unwrap();
    let answer = "比评分高1.50分；答复说明“公众参与不足”在评分标准中扣多少";
    for expected in ["优秀名额7个，市教育局、市自然资源局同为86.25分，恰在名额末位", answer]
    {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
}
