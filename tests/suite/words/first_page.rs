//! The first page of a unit's report, and its card in the city-wide report: the gap with its parts,
//! strengths and problems, and among how many units it has its rank.

use std::collections::{BTreeMap, BTreeSet};

use make_reports::settings::Kind;
use serde_json::Value;

use super::{EVERYTHING, Paper, printed};
use crate::support::City;
use crate::templates::desk::assessed;

fn of_kind(kind: Kind) -> impl Iterator<Item = &'static Paper> {
    EVERYTHING.papers.iter().filter(move |paper| paper.kind == kind)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn codes(value: &Value) -> BTreeSet<&str> {
    list(value).map(|own| own["code"].as_str().unwrap()).collect()
}

/// Wherever the gap has parts they stand in a paragraph of their own, under the derivation.
#[test]
fn the_parts_of_a_gap_are_a_paragraph_of_their_own() {
    let (mut follow, mut differ) = (0, 0);
    for paper in of_kind(Kind::Unit) {
        let gap = &paper.facts["gap"];
        let panel: Vec<String> = paper.words["panel"].iter().map(printed).collect();
        let lines: Vec<&String> =
            panel.iter().filter(|own| own.contains("与同类平均之差")).collect();
        if list(&gap["parts"]).count() < 2 {
            assert!(lines.is_empty(), "{}: {panel:?}", paper.path);
            continue;
        }
        assert!(panel.len() == 2 && lines.len() == 1, "{}: {panel:?}", paper.path);
        assert!(lines[0].starts_with("与同类平均之差"), "{}: {panel:?}", paper.path);
        let contradicts = gap["contradicts"].as_bool().unwrap();
        assert_eq!(lines[0].contains("正负可与得分率之差不同"), contradicts, "{}", paper.path);
        if contradicts { differ += 1 } else { follow += 1 }
    }
    assert!(follow > 0 && differ > 0, "{follow} {differ}");
}

/// Nothing stands on both sides, no strength has a low rate, and both papers name the same ones.
#[test]
fn strengths_are_no_problems_and_the_same_in_both_papers() {
    let mut cards: BTreeMap<(usize, &str), BTreeSet<&str>> = BTreeMap::new();
    for paper in of_kind(Kind::City) {
        for unit in list(&paper.facts["classes"]).flat_map(|class| list(&class["units"])) {
            let (strengths, problems) = (codes(&unit["strengths"]), codes(&unit["problems"]));
            assert!(strengths.is_disjoint(&problems), "{}: {unit}", paper.path);
            let low = |own: &&Value| own["figure"]["value"].as_f64().unwrap() < 80.0;
            assert_eq!(list(&unit["strengths"]).find(low), None, "{}: {unit}", paper.path);
            cards.insert((paper.of, unit["name"].as_str().unwrap()), strengths);
        }
    }
    let mut compared = 0;
    for paper in of_kind(Kind::Unit).filter(|own| own.facts["one_level"] == false) {
        let (best, worst) = (&paper.facts["best"], &paper.facts["worst"]);
        assert!(codes(best).is_disjoint(&codes(worst)), "{}", paper.path);
        assert!(list(best).all(|own| own["weak"] == false), "{}", paper.path);
        let low = |own: &&Value| own["rate"]["value"].as_f64().unwrap() < 80.0;
        assert_eq!(list(best).find(low), None, "{}", paper.path);
        let card = cards.get(&(paper.of, paper.facts["name"].as_str().unwrap()));
        if let Some(card) = card.filter(|_| list(best).any(|own| own["strong"] == true)) {
            assert!(codes(best).is_subset(card), "{}: {card:?}", paper.path);
            compared += 1;
        }
    }
    assert!(compared > 30, "{compared}");
}

/// A unit to which nothing applies has no rank: the others are ranked among themselves.
#[test]
fn a_rank_is_among_the_units_that_have_one() {
    let city = City::copy("all-not-applicable");
    let approved =
        "stage = \"approved\"\napproved_on = \"2024-09-20\"\napproved_by = \"市政府审定\"";
    city.replace("settings.toml", "stage = \"submitted\"", approved);
    let mut said = 0;
    for paper in assessed(&city).manuscripts().unwrap().iter().filter(|own| own.kind == Kind::Unit)
    {
        let data: Value = serde_json::from_str(&paper.data).unwrap();
        let text = printed(&data["words"]["overall"][0]);
        if data["facts"]["rank"] != Value::Null {
            assert!(text.contains("在2个参加排名的县（区）中居第"), "{text}");
            said += 1;
        }
    }
    assert_eq!(said, 2);
}
