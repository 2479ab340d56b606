//! What papers say, over every paper of the sample at every stage and of the small cities: no
//! pattern twice in a row, no sentence twice in a paper, two units share a recommendation only
//! where they share the loss, differences are those of the figures as printed, lists have the
//! length that they announce, and words of comparison are true.

mod first_page;
mod lists;
mod sums;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use make_reports::settings::Kind;
use serde_json::Value;

use crate::support::{City, repository};
use crate::templates::desk::{Assessed, assessed};
use crate::templates::variants::variants;

/// One composed paper.
struct Paper {
    /// Names of its charts, without the number of their page.
    charts: BTreeSet<String>,
    /// The assessment that it is of.
    city: &'static str,
    path: String,
    kind: Kind,
    /// Code of its unit.
    unit: Option<String>,
    facts: Value,
    /// Paragraphs by the sentences' name; each a list of spans.
    words: BTreeMap<String, Vec<Value>>,
    of: usize,
}

/// What is known of an assessment beside its papers.
struct Known {
    /// Names of units, indicators, dimensions and classes, longest first.
    names: Vec<String>,
    /// Rank by unit: place, and whether another unit of the class has it.
    ranks: BTreeMap<String, (usize, bool)>,
    /// Least difference of totals that is one.
    even_points: f64,
    /// Rates of indicators that nobody fails or all fail, by name: 1 or 0 of every unit.
    all_full: BTreeSet<String>,
    all_empty: BTreeSet<String>,
}

struct Everything {
    known: Vec<Known>,
    papers: Vec<Paper>,
}

/// Stages at which the sample is composed, with the papers that each makes.
const STAGES: [&str; 5] = ["preliminary", "reviewed", "submitted", "approved", "rectified"];

/// Everything is composed once.
static EVERYTHING: LazyLock<Everything> = LazyLock::new(|| {
    let mut all = Everything { known: Vec::new(), papers: Vec::new() };
    for stage in STAGES {
        let city = City::of(&repository("data"));
        city.replace("settings.toml", "stage = \"approved\"", &format!("stage = \"{stage}\""));
        all.add(stage, &assessed(&city));
    }
    for (name, city) in variants() {
        all.add(name, &assessed(&city));
    }
    all
});

impl Everything {
    fn add(&mut self, city: &'static str, assessed: &Assessed) {
        let of = self.known.len();
        self.known.push(Known::new(assessed));
        for paper in assessed.manuscripts().unwrap_or_else(|wrong| panic!("{city}: {wrong:?}")) {
            let mut data: Value = serde_json::from_str(&paper.data).unwrap();
            let words = serde_json::from_value(data["words"].take()).unwrap();
            let facts = data["facts"].take();
            let charts = data["charts"].as_array().unwrap().iter();
            let charts = charts.map(|own| own["name"].as_str().unwrap().to_owned()).collect();
            let (path, kind, unit) = (paper.path, paper.kind, paper.unit);
            self.papers.push(Paper { charts, city, path, kind, unit, facts, words, of });
        }
    }
}

impl Known {
    fn new(assessed: &Assessed) -> Self {
        let checked = &assessed.scorebook.checked;
        let mut names = BTreeSet::new();
        let mut known = Self {
            names: Vec::new(),
            ranks: BTreeMap::new(),
            even_points: checked.settings.statistics.even_points,
            all_full: BTreeSet::new(),
            all_empty: BTreeSet::new(),
        };
        for (class, scores) in checked.classes.iter().zip(&assessed.scorebook.classes) {
            names.insert(class.name.clone());
            for unit in &class.units {
                names.extend([unit.name.clone(), unit.short.clone()]);
            }
            for dimension in &class.system.dimensions {
                names.extend([dimension.name.clone(), dimension.short.clone()]);
            }
            for (leaf, indicator) in class.system.indicators.iter().enumerate() {
                names.insert(indicator.name.clone());
                let cells = (0..class.units.len()).filter_map(|u| class.cells.points(u, leaf));
                let cells: Vec<_> = cells.collect();
                if !cells.is_empty() && cells.iter().all(|own| *own >= indicator.full_marks) {
                    known.all_full.insert(indicator.name.clone());
                }
                if !cells.is_empty() && cells.iter().all(|own| own.scaled() <= 0) {
                    known.all_empty.insert(indicator.name.clone());
                }
            }
            for (unit, score) in class.units.iter().zip(scores) {
                let Some(place) = score.rank.map(|rank| rank.place) else { continue };
                let same = scores.iter().filter(|own| own.published == score.published);
                let same = same.filter(|own| own.rank.is_some()).count();
                known.ranks.insert(unit.code.clone(), (place, same > 1));
            }
        }
        known.names = names.into_iter().filter(|name| !name.is_empty()).collect();
        known.names.sort_by_key(|name| std::cmp::Reverse(name.chars().count()));
        known
    }

    /// A text with every name masked, a list of names as one.
    fn masked(&self, text: &str) -> String {
        let mut masked = text.to_owned();
        for name in &self.names {
            if masked.contains(name.as_str()) {
                masked = masked.replace(name.as_str(), "※");
            }
        }
        while masked.contains("※、※") {
            masked = masked.replace("※、※", "※");
        }
        masked
    }
}

/// The spans of a paragraph: key of a figure, and text.
fn spans(paragraph: &Value) -> impl Iterator<Item = (Option<&str>, &str)> {
    paragraph.as_array().unwrap().iter().map(|span| match span {
        Value::String(text) => (None, text.as_str()),
        figure => (figure["key"].as_str(), figure["text"].as_str().unwrap()),
    })
}

/// Names of tables and charts that a paper's sentences refer to.
fn referred(paper: &Paper) -> impl Iterator<Item = &str> {
    let spans = paper.words.values().flatten().flat_map(|own| own.as_array().unwrap());
    spans.filter_map(|span| span["see"].as_str()).flat_map(|names| names.split(' '))
}

/// A paragraph as it is printed, without its marks of emphasis.
fn printed(paragraph: &Value) -> String {
    let text: String = spans(paragraph).map(|(_, text)| text).collect();
    text.replace('^', "")
}

/// A paragraph whose figures and names are masked: figures by their keys.
fn masked(paragraph: &Value, known: &Known) -> String {
    let spans = spans(paragraph).map(|(key, text)| if key.is_some() { "#" } else { text });
    known.masked(&spans.collect::<String>().replace('^', ""))
}

/// Sentences that stand in a table, one a row.
const CELLS: &[(&str, &str)] = &[("risk", "answers")];

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split('。').map(str::trim).filter(|sentence| !sentence.is_empty())
}

impl Paper {
    fn known(&self) -> &Known {
        &EVERYTHING.known[self.of]
    }

    /// Paragraphs that are printed as running text, by the sentences' name: no titles, captions,
    /// places of tables and charts, or what the layout of this paper leaves out.
    fn running(&self) -> impl Iterator<Item = (&str, Vec<&Value>)> {
        let one_level = self.facts["one_level"] == true;
        let unused = if one_level { "dimensions" } else { "plain-dimensions" };
        let own = self.words.iter().filter(move |(name, _)| {
            let unit = self.kind == Kind::Unit;
            let aside = name.starts_with("caption") || *name == "title";
            let cells = CELLS.contains(&(self.kind.name(), name.as_str()));
            !(aside || cells || unit && *name == unused)
        });
        own.map(|(name, paragraphs)| {
            let text = |own: &&Value| {
                let text = printed(own);
                !text.starts_with('@') && !text.starts_with('#')
            };
            (name.as_str(), paragraphs.iter().filter(text).collect())
        })
    }
}

// ---- Recommendations

/// Share of the smaller set that is in the other.
fn overlap<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> f64 {
    let common = one.intersection(other).count();
    let least = one.len().min(other.len());
    if least == 0 { 0.0 } else { f64::from(u32::try_from(common).unwrap()) / least_of(least) }
}

fn least_of(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// Indicators that a unit loses in, and what its report recommends, masked, sentence by sentence.
fn recommended(paper: &Paper) -> (BTreeSet<String>, BTreeSet<String>) {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let name = |own: &Value| own["name"].as_str().unwrap().to_owned();
    let losses = list(&paper.facts["losses"]).iter().map(name).collect();
    let mut said: Vec<String> =
        paper.words["advice"].iter().map(|own| masked(own, paper.known())).collect();
    for advice in list(&paper.facts["advice"]) {
        said.push(paper.known().masked(advice["action"].as_str().unwrap()));
    }
    (losses, said.iter().flat_map(|text| sentences(text)).map(str::to_owned).collect())
}

#[test]
fn two_units_share_a_recommendation_where_they_share_the_loss() {
    let papers = EVERYTHING.papers.iter();
    let papers = papers.filter(|own| own.kind == Kind::Unit && own.city == "approved");
    let all: Vec<_> = papers.map(|own| (&own.path, recommended(own))).collect();
    assert_eq!(all.len(), 41);
    let mut measured = Vec::new();
    for (at, (path, (losses, said))) in all.iter().enumerate() {
        assert!(said.len() >= 5, "{path} recommends hardly anything: {said:?}");
        for (other, (other_losses, other_said)) in &all[..at] {
            let (words, lost) = (overlap(said, other_said), overlap(losses, other_losses));
            measured.push(words);
            assert!(words < 0.6 || words <= lost, "{path} and {other}: {words:.2} of {lost:.2}");
        }
    }
    measured.sort_by(f64::total_cmp);
    let (median, most) = (measured[measured.len() / 2], measured[measured.len() - 1]);
    let above = measured.iter().filter(|own| **own >= 0.6).count();
    let pairs = measured.len();
    // Share of the shorter one: stricter than that of both together.
    println!("{pairs} pairs: median {median:.2}, most {most:.2}, {above} from 0.60");
    assert!(median < 0.4 && above * 20 < pairs, "median {median:.2}, {above} from 0.60");
}

/// Without a catalogue of actions or causes advice still fits the loss: the reason, else the way
/// of assessment.
#[test]
fn a_city_without_catalogues_gets_advice_by_reason_and_method() {
    let city = City::copy("registers");
    city.replace("settings.toml", "causes = \"registers/causes.csv\"\n", "");
    let own = assessed(&city);
    let units = own.units();
    let actions: BTreeSet<&str> =
        units.iter().flat_map(|unit| &unit.problems).map(|own| own.action.as_str()).collect();
    assert!(actions.len() >= 4, "{actions:?}");
    let first = &units[0].problems;
    let of = |text: &str| {
        let own = first.iter().find(|own| own.text.as_deref().unwrap_or("").contains(text));
        own.unwrap().action.clone()
    };
    let general = &own.scorebook.checked.settings.advice;
    assert_eq!(of("打不开"), general.by_reason[0].action);
    assert!(actions.iter().all(|own| !own.is_empty()));
}

/// General advice speaks of what the reason says.
#[test]
fn general_advice_fits_the_reason() {
    let own = assessed(&City::copy("registers"));
    let general = &own.scorebook.checked.settings.advice;
    for (reason, action) in [
        ("一个栏目超期未更新", "更新周期"),
        ("依申请公开专栏内容没有更新", "更新周期"),
        ("一件答复超期", "收到日期和到期日期"),
        ("两件申请未按期答复", "收到日期和到期日期"),
        ("两件文件公开超期", "应当公开的日期"),
        ("专栏第1项文件超期公开", "应当公开的日期"),
        ("年度报告逾期", "规定的完成日期"),
        ("一件答复没有告知救济途径", "示范文本"),
        ("答复格式不规范", "示范文本"),
        ("附件缺少下载格式", "可以下载和检索的格式"),
        ("两件文件未标注有效性", "要素清单"),
        ("一个栏目空白", "应公开而没有公开的内容"),
        ("缺少两件文件", "应公开而没有公开的内容"),
    ] {
        let said = general.general(None, Some(reason), None);
        assert!(said.contains(action), "{reason}: {said}");
    }
}

/// The closest row of the catalogue wins.
#[test]
fn the_closest_action_wins() {
    let city = City::copy("registers");
    city.replace(
        "settings.toml",
        "causes = \"registers/causes.csv\"\n",
        "causes = \"registers/causes.csv\"\nactions = \"registers/actions.csv\"\n",
    );
    let rows = [
        "县（区）,,A1,文件公开,Y04,指标和原因",
        ",,,政策解读,,指标",
        ",依申请公开,,,Y06,维度和原因",
        ",,,,Y02,原因",
        "市直部门,信息公开,,,,维度",
    ];
    let head = "类别,维度,指标编号,指标名称,原因代码,整改建议\n";
    city.write("registers/actions.csv", format!("{head}{}\n", rows.join("\n")));
    let own = assessed(&city);
    let checked = &own.scorebook.checked;
    assert_eq!(checked.actions.len(), 5);
    let action = |class, leaf, code| checked.action((class, leaf), code);
    assert_eq!(action(0, 0, Some("Y04")), Some("指标和原因"));
    assert_eq!(action(0, 0, Some("Ｙ04")), Some("指标和原因"));
    assert_eq!(action(0, 0, Some("Y02")), Some("原因"));
    // No row for this indicator: that of the catalogue of causes.
    assert_eq!(action(0, 0, Some("Y01")), Some("补充公开并清理同类文件"));
    assert_eq!(action(0, 0, None), None);
    assert_eq!(action(0, 1, Some("Y02")), Some("指标"));
    assert_eq!(action(0, 1, None), Some("指标"));
    assert_eq!(action(0, 2, Some("Y06")), Some("维度和原因"));
    assert_eq!(action(1, 0, None), Some("维度"));
    assert_eq!(action(1, 0, Some("Y02")), Some("原因"));
    assert_eq!(action(1, 0, Some("Y01")), Some("补充公开并清理同类文件"));
    assert_eq!(action(1, 1, None), None);
}

// ---- Patterns

#[test]
fn no_two_neighbouring_paragraphs_are_alike() {
    let mut alike = BTreeSet::new();
    let mut pairs = 0;
    for paper in &EVERYTHING.papers {
        for (name, paragraphs) in paper.running() {
            let masked: Vec<String> =
                paragraphs.iter().map(|own| masked(own, paper.known())).collect();
            for (pair, own) in masked.windows(2).zip(&paragraphs) {
                pairs += 1;
                // The names of each class under its own label are a list, no text.
                let listed = printed(own).split_once('：').is_some_and(|(label, _)| {
                    let text: String = spans(own).map(|(_, text)| text).collect();
                    text.starts_with(&format!("^{label}：^"))
                });
                if pair[0] == pair[1] && !listed {
                    let kind = paper.kind.name();
                    alike.insert(format!("{kind}/{name} ({}): {}", paper.city, pair[0]));
                }
            }
        }
    }
    assert!(pairs > 3000, "{pairs}");
    assert!(alike.is_empty(), "{alike:#?}");
}

/// What stands for itself: the summary at the head of the city's report says what the report says.
const APART: &[(&str, &str)] = &[("city", "summary")];

/// What an indicator asks for, as its table says it: criteria may well end alike.
fn is_quoted(kind: &str, paragraph: &Value) -> bool {
    let text = printed(paragraph);
    kind == "training" && (text.starts_with("要求") || text.starts_with("另一类的要求"))
}

/// A paragraph without the heading that runs into it.
fn without_label(paragraph: &Value) -> String {
    let text: String = spans(paragraph).map(|(_, text)| text).collect();
    let label = text.strip_prefix('^').and_then(|rest| rest.split_once('^'));
    label.map_or(text.clone(), |(_, rest)| rest.to_owned()).replace('^', "")
}

#[test]
fn no_sentence_stands_twice_in_a_paper() {
    let mut twice: BTreeMap<String, String> = BTreeMap::new();
    for paper in &EVERYTHING.papers {
        let mut seen = BTreeSet::new();
        for (name, paragraphs) in paper.running() {
            let kind = paper.kind.name();
            let apart = APART.contains(&(kind, name));
            for paragraph in paragraphs.into_iter().filter(|own| !is_quoted(kind, own)) {
                for sentence in sentences(&without_label(paragraph)) {
                    if !seen.insert((apart, sentence.to_owned())) {
                        let told = format!("{} {}: {sentence}", paper.city, paper.path);
                        twice.entry(format!("{kind}/{name}")).or_insert(told);
                    }
                }
            }
        }
    }
    assert!(twice.is_empty(), "{twice:#?}");
}

// ---- References

/// Every chart is used by a sentence that names it; the bars of a first page are that page.
#[test]
fn no_chart_stands_without_a_sentence_that_refers_to_it() {
    let mut unused: BTreeMap<String, String> = BTreeMap::new();
    let mut found = 0;
    for paper in &EVERYTHING.papers {
        let named: BTreeSet<&str> = referred(paper).collect();
        for chart in paper.charts.iter().filter(|chart| *chart != "benchmark") {
            let page = chart.rsplit_once('-').map_or("", |(name, _)| name);
            // A system of one level has no chapter of indicators, which would place it.
            let sets = |own: &Value| {
                let text = printed(own);
                text.strip_prefix('@').is_some_and(|key| key.split(' ').next() == Some(chart))
            };
            let by_sentence = paper.kind == Kind::City && !chart.starts_with("grid");
            let placed = paper.words.values().flatten().any(sets);
            if by_sentence && !placed {
                continue;
            }
            if named.contains(chart.as_str()) || named.contains(page) {
                found += 1;
            } else {
                let at = format!("{} {chart}", paper.kind.name());
                unused.entry(at).or_insert(format!("{} {}", paper.city, paper.path));
            }
        }
    }
    assert!(unused.is_empty(), "{unused:#?}");
    assert!(found > 100, "{found}");
}

/// References are links with the number of their table or chart, as it is printed.
#[test]
fn references_are_set_as_linked_numbers() {
    let city = City::copy("registers");
    city.reports_only();
    city.build();
    let papers = crate::support::printed_papers(&city);
    let mut found = 0;
    for (path, text) in &papers {
        for (at, mark) in text.match_indices('见') {
            let rest = &text[at + mark.len()..];
            let Some(kind) = ["表", "图"].into_iter().find(|kind| rest.starts_with(kind)) else {
                continue;
            };
            let number: String =
                rest[kind.len()..].chars().take_while(char::is_ascii_digit).collect();
            assert!(!number.is_empty(), "{path}: {rest}");
            // Its caption, and the reference itself.
            assert!(
                text.matches(&format!("{kind}{number}")).count() >= 2,
                "{path}: {kind}{number}"
            );
            found += 1;
        }
    }
    assert!(found > 10, "{found} references in {} papers", papers.len());
    let (path, bytes) = crate::support::files(&city.output())
        .into_iter()
        .find(|(path, _)| path.contains("总报告") && path.to_lowercase().ends_with(".pdf"))
        .unwrap();
    let pdf = lopdf::Document::load_mem(&bytes).unwrap();
    let is_link = |object: &&lopdf::Object| {
        let own = object.as_dict().ok();
        own.is_some_and(|own| {
            own.get(b"Subtype").and_then(lopdf::Object::as_name).is_ok_and(|name| name == b"Link")
                && (own.has(b"Dest") || own.has(b"A"))
        })
    };
    assert!(pdf.objects.values().filter(is_link).count() > 3, "{path} has no links");
}

// ---- Words of comparison

#[test]
fn ties_and_even_totals_are_said_when_they_are_true() {
    let (mut shared, mut even, mut every) = (0, 0, 0);
    for paper in EVERYTHING.papers.iter().filter(|own| own.kind == Kind::Unit) {
        let text: String = paper.words["overall"].iter().map(printed).collect();
        let at = format!("{} {}: {text}", paper.city, paper.path);
        let rank = paper.known().ranks.get(paper.unit.as_ref().unwrap());
        if !paper.facts["rank"].is_null() {
            let (place, tied) = rank.unwrap();
            assert_eq!(paper.facts["rank"]["place"]["text"], place.to_string(), "{at}");
            assert_eq!(text.contains(&format!("并列第{place}名")), *tied, "{at}");
            assert_eq!(text.contains(&format!("居第{place}名")), !tied, "{at}");
            shared += usize::from(*tied);
        }
        if let Some(gap) = paper.facts["gap"]["figure"]["value"].as_f64() {
            let is_even = gap.abs() < paper.known().even_points;
            assert_eq!(text.contains("基本持平"), is_even, "{at}");
            even += usize::from(is_even);
        }
        let dimensions = paper.facts["dimensions"].as_array().unwrap();
        let all = |sign: &str| dimensions.iter().all(|own| own["rate_gap"]["sign"] == sign);
        for (words, sign) in [
            ("个维度的得分率都高于同类平均", "positive"),
            ("个维度的得分率都低于同类平均", "negative"),
        ] {
            assert!(!text.contains(words) || all(sign), "{at}");
            every += usize::from(text.contains(words));
        }
        let nothing_lost = paper.facts["loss"]["sign"] == "zero";
        assert!(!text.contains("各项指标都得满分") || nothing_lost, "{at}");
    }
    assert!(shared > 10 && even > 10 && every > 5, "{shared} ties, {even} even, {every} all");
}

/// Wherever a paper says 并列, units of that place are tied.
#[test]
fn places_called_tied_are_tied() {
    let mut found = 0;
    for paper in EVERYTHING.papers.iter().filter(|own| own.kind.name() != "revision") {
        let tied: BTreeSet<String> = paper
            .known()
            .ranks
            .values()
            .filter(|own| own.1)
            .map(|(place, _)| place.to_string())
            .collect();
        for (_, paragraphs) in paper.running() {
            for paragraph in paragraphs {
                let spans: Vec<_> = spans(paragraph).collect();
                for pair in spans.windows(2) {
                    let what_if = pair[1].0.is_some_and(|key| key.contains("now/rank"));
                    if pair[0].1.ends_with("并列第") && !what_if {
                        found += 1;
                        assert!(tied.contains(pair[1].1), "{} {}", paper.path, printed(paragraph));
                    }
                }
            }
        }
    }
    assert!(found > 10, "{found}");
}

/// A vetoed unit is no example, however good its points.
#[test]
fn a_vetoed_unit_is_held_up_nowhere() {
    let city = City::copy("veto");
    let approved =
        "stage = \"approved\"\napproved_by = \"青政办〔2024〕9号\"\napproved_on = \"2024-09-18\"";
    city.replace("settings.toml", "stage = \"submitted\"", approved);
    // Its points are the best of all.
    city.replace("vetoes.csv", "西山县,", "东河县,");
    let facts = assessed(&city).city();
    let best: Vec<&String> = facts.problems.iter().flat_map(|own| &own.best).collect();
    assert!(best.iter().any(|own| *own == "西山县"), "{best:?}");
    assert!(best.iter().all(|own| *own != "东河县"), "{best:?}");
    let papers = assessed(&city).manuscripts().unwrap();
    let paper = papers.iter().find(|own| own.kind == Kind::City).unwrap();
    let data: Value = serde_json::from_str(&paper.data).unwrap();
    let said = data["words"]["achievements"].as_array().unwrap();
    assert!(said.iter().all(|own| !printed(own).contains("东河县")), "{said:?}");
}

/// What a sentence of the city's papers says of every unit is so.
#[test]
fn what_is_said_of_every_unit_is_so() {
    let mut found = (0, 0);
    for paper in &EVERYTHING.papers {
        for (_, paragraphs) in paper.running() {
            for paragraph in paragraphs {
                let text = printed(paragraph);
                for sentence in sentences(&text) {
                    let part =
                        |words| sentence.split_once(words).map(|(names, _): (&str, _)| names);
                    let full = part("上都得满分").or(part("，所有适用单位都得满分"));
                    let empty = part("上都没有得分").or(part("各单位都没有得分"));
                    let all = |names: &str, known: &BTreeSet<String>| {
                        let names =
                            names.rsplit(['，', '；', '在', '：']).find(|own| !own.is_empty());
                        let names = names.unwrap_or_default();
                        let names = names.trim_end_matches('等').split('、');
                        let own = |name: &str| known.iter().any(|own| name.ends_with(own.as_str()));
                        let wrong: Vec<&str> = names.filter(|name| !own(name)).collect();
                        assert!(wrong.is_empty(), "{}: {sentence}: {wrong:?}", paper.path);
                    };
                    if let Some(names) = full {
                        all(names, &paper.known().all_full);
                        found.0 += 1;
                    }
                    if let Some(names) = empty {
                        all(names, &paper.known().all_empty);
                        found.1 += 1;
                    }
                }
            }
        }
    }
    assert!(found.0 > 0 && found.1 > 0, "{found:?}");
}
