//! A class of hundreds of units: what papers show of it stays readable, and is as much for twice as
//! many units; what they leave out they say.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use make_reports::analyse::facts::CityFacts;
use make_reports::chart::{Chart, ChartFont, Studio, city_charts};

use crate::support::{City, printed_papers, repository};
use crate::templates::desk::{Assessed, DESK, assessed};

const SETTINGS: &str = r#"[assessment]
id = "large"
subject = "政务公开工作"
period = "2024年度"
area = "青禾市"
organiser = "青禾市政务公开办公室"
stage = "approved"
approved_on = "2024-09-20"
approved_by = "市政府审定"
sample = true

[units]
file = "units.csv"

[[classes]]
code = "schools"
name = "学校"
indicators = "indicators.csv"
scores = "scores.csv"
scores_form = "unit_rows"

[scoring.grade]
method = "thresholds"
levels = [{ name = "优秀", from = "90" }, { name = "合格", from = "60" }, { name = "不合格" }]

[papers]
make = ["city", "notice"]
profile = "small"
"#;
const DIMENSIONS: usize = 4;
const LEAVES: usize = 5;

/// A class of so many units. Every indicator has five marks; the unit at a place loses tenths of a
/// point in each, the more the further behind it stands, so that its rank is its place.
fn city(units: usize) -> City {
    let empty = tempfile::tempdir().unwrap();
    let city = City::of(empty.path());
    std::fs::create_dir_all(city.data()).unwrap();
    let mut list = "代码,单位名称,类别\n".to_owned();
    let mut indicators = "一级指标,二级指标,编号,分值\n".to_owned();
    let mut scores = "单位".to_owned();
    for (dimension, leaf) in leaves() {
        let (d, l) = (dimension + 1, leaf + 1);
        writeln!(indicators, "方面{d},事项{d}{l},{d}.{l},5").unwrap();
        write!(scores, ",{d}.{l}").unwrap();
    }
    for unit in 0..units {
        writeln!(list, "U{unit:05},第{}学校,schools", unit + 1).unwrap();
        write!(scores, "\nU{unit:05}").unwrap();
        // Lost in all: from 0 to 48 points, spread over the indicators.
        let hundredths = unit * 4_800 / units;
        for at in 0..DIMENSIONS * LEAVES {
            let own = hundredths / 20 + usize::from(at < hundredths % 20);
            write!(scores, ",{}.{:02}", (500 - own) / 100, (500 - own) % 100).unwrap();
        }
    }
    city.write("units.csv", list).write("indicators.csv", indicators);
    city.write("scores.csv", scores).write("settings.toml", SETTINGS);
    city
}

fn leaves() -> impl Iterator<Item = (usize, usize)> {
    (0..DIMENSIONS).flat_map(|dimension| (0..LEAVES).map(move |leaf| (dimension, leaf)))
}

fn charts(assessed: &Assessed, facts: &CityFacts) -> Vec<Chart> {
    let path = repository("fonts/noto-sans-cjk-sc/NotoSansCJKsc-Regular.otf");
    let font = ChartFont::new("Noto Sans CJK SC", std::fs::read(path).unwrap()).unwrap();
    let settings = &assessed.scorebook.checked.settings.statistics;
    city_charts(facts, Studio { wording: &DESK.wording, font: &font, settings })
}

/// Everything that a chart draws, by the chart.
fn marks(charts: &[Chart]) -> Vec<(String, usize)> {
    charts.iter().map(|own| (own.name.clone(), own.svg.matches('<').count())).collect()
}

/// Ends of twenty, five on either side of the two cuts: totals fall from 100 by 0.16, so that the
/// 63rd is the last with 90 points, and the 251st the last with 60.
#[test]
fn ends_and_cuts_are_listed_and_the_rest_is_counted() {
    let own = assessed(&city(300));
    let facts = own.city();
    let class = &facts.classes[0];
    let places: Vec<usize> = class
        .units
        .iter()
        .map(|unit| unit.rank.as_ref().unwrap().place.text.parse().unwrap())
        .collect();
    let expected: Vec<usize> = (1..=20).chain(59..=68).chain(247..=256).chain(281..=300).collect();
    assert_eq!(places, expected);
    let gaps: Vec<(usize, [&str; 3])> = class
        .skipped
        .iter()
        .map(|own| {
            let (from, to) = (own.from.as_ref().unwrap(), own.to.as_ref().unwrap());
            (own.before, [from.text.as_str(), to.text.as_str(), own.count.text.as_str()])
        })
        .collect();
    let expected =
        [(20, ["21", "58", "38"]), (30, ["69", "246", "178"]), (40, ["257", "280", "24"])];
    assert_eq!(gaps, expected);
    assert_eq!(60 + 38 + 178 + 24, 300);
    assert!(!facts.names_all && class.names_in_order.is_empty());
}

/// Ten groups of thirty; each dimension loses the same share, so that the mean rate of the first
/// group is 1 − (0 + … + 29) × 0.16 / 30 / 100 = 97.68%, and of the last 54.48%.
#[test]
fn heat_maps_have_a_row_for_a_group() {
    let own = assessed(&city(300));
    let facts = own.city();
    let groups = &facts.classes[0].groups;
    assert_eq!(groups.len(), 10);
    let ends = |own: &make_reports::analyse::facts::RankGroupFacts| {
        [&own.from, &own.to].map(|own| own.as_ref().unwrap().text.clone())
    };
    assert_eq!(ends(&groups[0]), ["1", "30"]);
    assert_eq!(ends(&groups[9]), ["271", "300"]);
    for group in groups {
        assert_eq!((group.count.text.as_str(), group.dimensions.len()), ("30", DIMENSIONS));
        assert_eq!(group.indicators.len(), DIMENSIONS * LEAVES);
    }
    let mean = |at: usize| {
        let rates = groups[at].dimensions.iter().map(|own| own.as_ref().unwrap().value);
        rates.sum::<f64>() / 4.0
    };
    assert!((mean(0) - 97.68).abs() < 0.1 && (mean(9) - 54.48).abs() < 0.1, "{}", mean(9));
    // Every unit is in one of the whole percents of a dimension.
    for dimension in &facts.classes[0].dimensions {
        assert_eq!(dimension.by_percent.iter().sum::<usize>(), 300);
    }
}

#[test]
fn charts_of_twice_as_many_units_have_no_more_marks() {
    let sizes = [300, 600].map(|units| {
        let own = assessed(&city(units));
        marks(&charts(&own, &own.city()))
    });
    let names = |own: &[(String, usize)]| own.iter().map(|own| own.0.clone()).collect::<Vec<_>>();
    assert_eq!(names(&sizes[0]), names(&sizes[1]));
    let kinds: BTreeSet<&str> =
        sizes[0].iter().map(|own| own.0.split('-').next().unwrap()).collect();
    for kind in ["totals", "ranking", "dots", "heat", "grid"] {
        assert!(kinds.contains(kind), "{kind} of {kinds:?}");
    }
    for ((name, few), (_, many)) in sizes[0].iter().zip(&sizes[1]) {
        assert!(*few < 4_000 && *many < 4_000, "{name}: {few}, {many}");
        // A ranking's hatched bars may be a little longer.
        assert!(*many < few + few / 4, "{name}: {few}, {many}");
    }
}

/// A class of few units is told as ever: nothing is left out or put together.
#[test]
fn small_classes_leave_nothing_out() {
    let facts = assessed(&city(80)).city();
    let class = &facts.classes[0];
    assert_eq!((class.units.len(), class.names_in_order.len()), (80, 80));
    assert!(class.skipped.is_empty() && class.groups.is_empty() && facts.names_all);
    assert!(class.dimensions.iter().all(|own| own.by_percent.is_empty()));
    assert!(class.indicators.iter().all(|own| own.rates.len() == 80));
}

#[test]
fn papers_stay_short_and_say_what_they_leave_out() {
    let pages = [300, 600].map(|units| {
        let city = city(units);
        let report = city.build();
        assert_eq!((report.documents, report.has_errors()), (2, false), "{:?}", report.findings);
        let papers = printed_papers(&city);
        let of = |name: &str| &papers.iter().find(|own| own.0.contains(name)).unwrap().1;
        let (report_text, notice) = (of("总报告"), of("通报"));
        let last = units - 20;
        assert!(report_text.contains(&format!("至第{last}名共")), "{units}");
        assert!(report_text.contains("全部单位见统计工作簿的“得分”表和结果表（unit_totals）"));
        assert!(report_text.contains(&format!("第{units}学校")));
        // 合格 are 188 of 300 units, and are named; 376 of 600, and are counted.
        assert_eq!(notice.contains("单位较多，名单不在此列出"), units > 300);
        report.pages
    });
    assert!(pages[0] < 40 && pages[1] < 40, "{pages:?}");
}

/// What is missing because a class is large is told, not passed over.
#[test]
fn a_class_too_large_for_draws_is_told_so() {
    let city = city(80);
    city.write("settings.toml", format!("{SETTINGS}\n[stability]\nunits_most = 79\n"));
    let facts = assessed(&city).city();
    let own = facts.classes[0].stability.as_ref().unwrap();
    assert!(own.draws.is_none());
    assert_eq!(own.units_most.as_ref().map(|most| most.text.as_str()), Some("79"));
    let report = city.build();
    assert!(!report.has_errors(), "{:?}", report.findings);
    let papers = printed_papers(&city);
    let (_, text) = papers.iter().find(|own| own.0.contains("总报告")).unwrap();
    assert!(text.contains("单位超过79个，没有作名次稳健性模拟。"), "{text}");
}

/// A code such as 1.1 in a caption is no number that nobody knows.
#[test]
fn codes_in_captions_are_told_from_numbers() {
    let city = city(20);
    city.replace("indicators.csv", "事项11,1.1,5", "事项11,1.1,6");
    let report = city.build();
    assert!(
        report.findings.iter().all(|own| own.code != "number-unknown"),
        "{:?}",
        report.findings
    );
    let papers = printed_papers(&city);
    assert!(papers.iter().any(|own| own.1.contains("事项11（1.1）平均最低")));
}
