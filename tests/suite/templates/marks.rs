//! Punctuation of running text (GB/T 15834) in everything that a paper shows.

use make_reports::compose::Manuscript;
use serde_json::Value;

use super::desk::assessed;
use crate::support::City;

/// Marks that have no place between two Han characters.
const HALF_WIDTH: &str = ",;:?!()\"";
/// Pairs between which no list mark stands.
const SIDE_BY_SIDE: [&str; 2] = ["》、《", "”、“"];

fn is_han(sign: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&sign)
}

/// What is wrong with the marks of a text.
fn wrong(text: &str) -> Option<String> {
    let signs: Vec<char> = text.chars().collect();
    let half = signs
        .windows(3)
        .find(|three| is_han(three[0]) && HALF_WIDTH.contains(three[1]) && is_han(three[2]));
    let side = SIDE_BY_SIDE.into_iter().find(|pair| text.contains(pair));
    half.map(String::from_iter).or(side.map(str::to_owned))
}

fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(entries) => {
            let shown = entries.iter().filter(|(name, _)| *name != "key");
            shown.for_each(|(_, entry)| texts(entry, found));
        }
        _ => {}
    }
}

/// Every text that a paper and its charts show has the marks of running text.
#[track_caller]
pub(super) fn are_right(what: &str, manuscript: &Manuscript) {
    let data: Value = serde_json::from_str(&manuscript.data).unwrap();
    let mut all = manuscript.charts.clone();
    texts(&data, &mut all);
    for text in all {
        assert_eq!(wrong(&text), None, "{what}, {}: {text}", manuscript.path);
    }
}

#[test]
fn wrong_marks_are_seen() {
    assert_eq!(wrong("空白,链接").as_deref(), Some("白,链"));
    assert_eq!(wrong("《甲》、《乙》").as_deref(), Some("》、《"));
    assert_eq!(wrong("共3,000件，《甲》《乙》"), None);
}

/// What was typed with half-width marks is shown with full-width ones; the data stays as it is.
#[test]
fn typed_marks_are_shown_as_they_are_printed() {
    const TYPED: &str = "\"两件文件未标注有效性;栏目(年报)空白,见《甲》、《乙》:未整改\"";
    const SHOWN: &str = "两件文件未标注有效性；栏目（年报）空白，见《甲》《乙》：未整改";
    let city = City::copy("small");
    city.replace("county-scores.csv", "两件文件未标注有效性", TYPED);
    city.replace("units.csv", "北原县,counties", "北原(新)县,counties");
    city.replace("county-scores.csv", "北原县", "北原(新)县");
    let assessed = assessed(&city);
    let manuscripts = assessed.manuscripts().unwrap();
    let shows = |what: &str| manuscripts.iter().filter(|paper| paper.data.contains(what)).count();
    assert!(shows(SHOWN) > 0 && shows("北原（新）县") > 1);
    assert_eq!(shows("北原(新)县"), 0);
    for paper in &manuscripts {
        are_right("typed marks", paper);
    }
    let in_charts = manuscripts.iter().flat_map(|paper| &paper.charts);
    assert!(in_charts.clone().any(|chart| chart.contains("北原（新）县")));
    let first = &assessed.scorebook.checked.classes[0];
    assert!(first.units.iter().any(|unit| unit.short == "北原(新)县"));
}
