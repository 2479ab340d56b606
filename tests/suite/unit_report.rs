//! The unit report: what its first page holds, that its sums come out as printed, that it holds
//! nothing of any other unit, and that a chapter without content is not there.

use std::collections::BTreeSet;
use std::path::Path;

use make_reports::analyse::facts::{UnitFacts, unit};
use make_reports::analyse::{Analysis, analyse};
use make_reports::crew::Crew;
use make_reports::model::Sign;
use make_reports::score::Scorebook;

use crate::sample::built;
use crate::support::{City, printed_papers, repository, scorebook};

fn sample() -> (Scorebook, Analysis) {
    let scorebook = scorebook(&City::of(&repository("data")));
    let analysis = analyse(&scorebook, Crew::new(2));
    (scorebook, analysis)
}

/// Facts of every unit of an assessment.
fn facts(scorebook: &Scorebook, analysis: &Analysis) -> Vec<UnitFacts> {
    let classes = scorebook.checked.classes.iter().enumerate();
    classes
        .flat_map(|(class, own)| {
            (0..own.units.len()).map(move |at| unit(scorebook, analysis, class, at))
        })
        .collect()
}

/// A printed magnitude in hundredths, with its sign.
fn hundredths(figure: &make_reports::model::Figure) -> i64 {
    let (whole, fraction) = figure.text.split_once('.').unwrap_or((&figure.text, "00"));
    let magnitude =
        whole.parse::<i64>().unwrap() * 100 + format!("{fraction:0<2}").parse::<i64>().unwrap();
    if figure.sign == Sign::Negative { -magnitude } else { magnitude }
}

/// The reader's sum comes out: dimensions, bonus, deductions and rounding make the gap.
#[test]
fn the_gap_is_the_sum_of_its_printed_parts() {
    let (scorebook, analysis) = sample();
    let units = facts(&scorebook, &analysis);
    assert_eq!(units.len(), 41);
    for unit in units {
        let (total, mean) = (unit.total.unwrap(), unit.class_mean.unwrap());
        let gap = unit.gap.unwrap();
        let parts: i64 = gap.parts.iter().map(|part| hundredths(&part.figure)).sum();
        assert_eq!(parts, hundredths(&gap.figure), "{}", unit.name);
        assert_eq!(hundredths(&total) - hundredths(&mean), parts, "{}", unit.name);
    }
}

/// 东河县 46 + 29 (of 40), 西山县 60 + 12 after rescaling (25 do not apply), 南湖区 75 of 主动公开
/// alone. The means are 60⅓ + 13⅔, of the rates 75.6% and 66.3%.
#[test]
fn a_gap_says_what_not_applicable_indicators_do_to_its_parts() {
    let city = City::copy("treatments");
    city.replace("scores.csv", "东河县,A1,24,", "东河县,A1,25,");
    // Parts are shown from one unit a part on, and 60% of the marks are little.
    let open =
        "\n[disclosure]\nmode = \"open\"\nmean_least = 1\n[statistics]\napplicable_least = 0.7\n";
    city.write("settings.toml", city.read("settings.toml") + open);
    let book = scorebook(&city);
    let units = facts(&book, &analyse(&book, Crew::new(2)));
    let told = |at: usize| {
        let gap = units[at].gap.as_ref().unwrap();
        let own: Vec<i64> = gap.parts.iter().take(2).map(|own| hundredths(&own.figure)).collect();
        (own, gap.scope_differs, gap.contradicts)
    };
    // Its rate of 主动公开 is above the mean, its part of the base below.
    assert_eq!(told(0), (vec![-1433, 1533], true, true));
    // 75% and 60%: both below, as the parts are.
    assert_eq!(told(1), (vec![-33, -167], true, false));
    // Nothing of 依申请公开 applies, so that no rate stands beside its part.
    assert_eq!(told(2), (vec![1467, -1367], true, true));
    let least = |at: usize| {
        let treatment = units[at].treatment.as_ref()?;
        Some(treatment.least.as_ref().map(|least| least.text.clone()))
    };
    assert_eq!([0, 1, 2].map(least), [None, Some(None), Some(Some("70".to_owned()))]);

    let report = city.build();
    assert_eq!(report.failed, [] as [String; 0], "{:#?}", report.findings);
    let papers = printed_papers(&city);
    let text = |name: &str| {
        let found = papers.iter().find(|(path, _)| path.contains("units") && path.contains(name));
        &found.unwrap().1
    };
    let scope = "（各维度依次，为其在基础分中所占部分之差，含适用范围不同的影响";
    for (name, parts, end) in [
        ("东河县", "＝－14.33＋15.33", "，正负可与得分率之差不同）"),
        ("西山县", "＝－0.33－1.67", "）"),
        ("南湖区", "＝14.67－13.67", "，正负可与得分率之差不同）"),
    ] {
        assert!(text(name).contains(&format!("{parts}{scope}{end}")), "{}", text(name));
    }
    let careful = "适用分值占比60.0%，不足70%，与其他单位比较应慎重";
    assert!(text("南湖区").contains(careful), "{}", text("南湖区"));
    assert!(!text("西山县").contains("比较应慎重"), "{}", text("西山县"));
}

/// Texts of the first and of all pages of every unit report of the sample, without spaces.
fn pages() -> Vec<(String, String, String)> {
    let folder = built().0.output().join("shanwei-2023/units");
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let pdfs = files.filter(|entry| entry.path().extension().is_some_and(|end| end == "pdf"));
    pdfs.map(|entry| {
        let pdf = lopdf::Document::load(entry.path()).unwrap();
        let text = |pages: &[u32]| -> String {
            pdf.extract_text(pages).unwrap().chars().filter(|c| !c.is_whitespace()).collect()
        };
        let all: Vec<u32> = pdf.get_pages().keys().copied().collect();
        let marks = all.iter().filter(|page| text(&[**page]).contains("示例数据")).count();
        assert_eq!(
            marks,
            all.len(),
            "{}: every page says that it is sample data",
            entry.path().display()
        );
        (name(entry.path()), text(&[1]), text(&all))
    })
    .collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// A reader finds on the first page what `first-page.png` shows, to its last sentence.
#[test]
fn the_first_page_holds_what_matters() {
    let (scorebook, analysis) = sample();
    let units = facts(&scorebook, &analysis);
    let pages = pages();
    assert_eq!(pages.len(), 41);
    for unit in units {
        let file = format!("-{}-", unit.short);
        let (_, first, _) = pages.iter().find(|(name, ..)| name.contains(&file)).unwrap();
        let mut wanted = vec![
            unit.total.unwrap().text + "分",
            format!("第{}名", unit.rank.unwrap().place.text),
            unit.grade.unwrap(),
            unit.gap.unwrap().figure.text,
            "不改变本年度评估结果".to_owned(),
        ];
        wanted.extend(unit.dimensions.into_iter().map(|dimension| dimension.name));
        wanted.extend(unit.worst.into_iter().map(|item| item.code));
        wanted.extend(unit.best.into_iter().map(|item| item.code));
        for said in wanted {
            let said: String = said.chars().filter(|c| !c.is_whitespace()).collect();
            assert!(first.contains(&said), "{}: {said}\n{first}", unit.short);
        }
    }
}

/// A unit without strengths is told what it does better than the others, the most first.
#[test]
fn a_unit_without_strengths_is_told_what_goes_better() {
    let (scorebook, analysis) = sample();
    let units = facts(&scorebook, &analysis);
    let own = units.iter().find(|own| own.short == "陆河县").unwrap();
    let named: Vec<(&str, &str)> = own
        .best
        .iter()
        .map(|own| (own.code.as_str(), own.rate_gap.as_ref().unwrap().text.as_str()))
        .collect();
    // From its points and those of the three other counties.
    assert_eq!(named, [("6.3.1", "20.8"), ("2.3.3", "20.0"), ("4.1.1", "20.0")]);
    assert!(own.best.iter().all(|own| !own.strong));
    let (_, first, _) = pages().into_iter().find(|(name, ..)| name.contains("-陆河县-")).unwrap();
    assert!(first.contains("相对较好") && !first.contains("长项"), "{first}");
    // Where there are strengths, they alone are named, and as such.
    for own in units.iter().filter(|own| own.best.iter().any(|own| own.strong)) {
        assert!(own.best.iter().all(|own| own.strong), "{}", own.short);
    }
}

/// What the office wrote about a unit: reasons, which may name who does a thing in its place.
fn quoted(scorebook: &Scorebook, code: &str) -> String {
    let mut quotes = String::new();
    for class in &scorebook.checked.classes {
        for unit in (0..class.units.len()).filter(|unit| class.units[*unit].code == code) {
            for leaf in 0..class.system.indicators.len() {
                quotes.extend(class.cells.reason(unit, leaf));
            }
        }
    }
    quotes
}

/// Strict disclosure: no other unit's name in any unit's report, but in what the office wrote.
/// What ends a table stands under some of its rows, on no page of its own.
#[test]
fn no_page_holds_only_what_ends_a_table() {
    let folder = built().0.output().join("shanwei-2023/units");
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let (mut lists, mut notes) = (0, 0);
    for entry in files.filter(|entry| entry.path().extension().is_some_and(|end| end == "pdf")) {
        let pdf = lopdf::Document::load(entry.path()).unwrap();
        for page in pdf.get_pages().keys() {
            let text = pdf.extract_text(&[*page]).unwrap();
            let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            let place = format!("{} page {page}", entry.path().display());
            if text.contains("附件：1.") {
                lists += 1;
                assert!(text.contains("原因和建议"), "{place}: {text}");
            }
            if text.contains("得满分的") && text.contains("项：1") {
                notes += 1;
                assert!(text.contains("最终得分"), "{place}: {text}");
            }
        }
    }
    assert_eq!((lists, notes), (41, 41));
}

#[test]
fn a_unit_report_names_no_other_unit() {
    let (scorebook, _) = sample();
    let units: Vec<_> = scorebook.checked.classes.iter().flat_map(|class| &class.units).collect();
    for (file, _, text) in pages() {
        let own = units.iter().find(|unit| file.contains(&format!("-{}-", unit.short))).unwrap();
        let quotes = quoted(&scorebook, &own.code);
        for other in units.iter().filter(|unit| unit.code != own.code) {
            for name in [&other.name, &other.short] {
                let own_words = [&own.name, &own.short, &quotes];
                let allowed = own_words.iter().any(|words| words.contains(name.as_str()));
                assert!(allowed || !text.contains(name.as_str()), "{file} names {name}");
            }
        }
    }
}

/// Rank and grade come with approval; before it, a unit's paper has neither.
#[test]
fn no_rank_and_no_grade_before_approval() {
    let city = City::copy("registers");
    city.replace("settings.toml", "stage = \"submitted\"", "stage = \"reviewed\"");
    city.build();
    let papers = printed_papers(&city);
    assert!(!papers.is_empty());
    for (path, text) in papers {
        for word in ["等次", "第1名", "名次", "拟定"] {
            assert!(!text.contains(word), "{path}: {word}");
        }
    }
}

/// Without registers, self-assessments, last year and indicators below the dimensions there is
/// nothing to say about them.
#[test]
fn chapters_without_content_are_not_there() {
    let city = City::copy("sichuan-2011");
    city.build();
    let heads: BTreeSet<&str> =
        ["自评", "复核", "上年", "不适用", "整改", "失分问题清单", "长项"].into_iter().collect();
    for (path, text) in
        printed_papers(&city).into_iter().filter(|(path, _)| path.contains("/units/"))
    {
        for head in &heads {
            assert!(!text.contains(head), "{path}: {head}");
        }
    }
}

/// A class of two has no mean that a unit's paper may show: nothing can be called strong or weak.
#[test]
fn no_head_stands_over_nothing_in_a_class_of_two() {
    let city = City::copy("class-of-two");
    city.build();
    let papers = printed_papers(&city);
    let units: Vec<_> = papers.iter().filter(|(path, _)| path.contains("/units/")).collect();
    assert_eq!(units.len(), 2);
    for (path, text) in units {
        assert!(text.contains("失分问题清单") && !text.contains("长项和短板"), "{path}: {text}");
    }
}
