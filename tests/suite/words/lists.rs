//! Lists in running text: 一是…二是… from one to the last, as many as announced.

use super::{EVERYTHING, printed};

const ORDINALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
/// What may stand before an item of a list.
const BEFORE: &str = "\n：；。，（";
/// Numbers with the words that count things, as a list is announced.
const NUMBERS: [(&str, usize); 10] = [
    ("两", 2),
    ("二", 2),
    ("三", 3),
    ("四", 4),
    ("五", 5),
    ("六", 6),
    ("七", 7),
    ("八", 8),
    ("九", 9),
    ("十", 10),
];
const COUNTED: [&str; 6] = ["处", "项", "个方面", "方面", "条", "点"];

/// Places of 一是, 二是, … in a text: byte and number.
fn items(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (at, ordinal) in ORDINALS.iter().enumerate() {
        for (byte, _) in text.match_indices(&format!("{ordinal}是")) {
            let before = text[..byte].chars().next_back();
            if before.is_none_or(|sign| BEFORE.contains(sign)) {
                found.push((byte, at + 1));
            }
        }
    }
    found.sort_unstable();
    found
}

/// How many things the sentence before a list announces; none where it does not say.
fn announced(before: &str) -> Option<usize> {
    let before = before.strip_suffix('：')?;
    let sentence = before.rsplit(['。', '\n']).next()?;
    let mut last = None;
    for (number, count) in NUMBERS {
        for counted in COUNTED {
            if let Some(at) = sentence.rfind(&format!("{number}{counted}")) {
                last = last.max(Some((at, count)));
            }
        }
    }
    last.map(|(_, count)| count)
}

/// The lengths of the lists of a text, each with what was announced.
fn lists(text: &str) -> Result<Vec<(usize, Option<usize>)>, String> {
    let mut lists: Vec<(usize, Option<usize>)> = Vec::new();
    for (byte, number) in items(text) {
        match lists.last_mut() {
            _ if number == 1 => lists.push((1, announced(&text[..byte]))),
            Some((length, _)) if *length + 1 == number => *length = number,
            _ => return Err(format!("{number} follows nothing")),
        }
    }
    for (length, announced) in &lists {
        if *length < 2 {
            return Err("a list of one".to_owned());
        }
        if announced.is_some_and(|announced| announced != *length) {
            return Err(format!("{length} instead of {announced:?}"));
        }
    }
    Ok(lists)
}

#[test]
fn lists_are_understood() {
    assert_eq!(lists("其中最大的三处：一是甲；二是乙；三是丙。"), Ok(vec![(3, Some(3))]));
    assert_eq!(lists("一是甲。\n二是乙。\n一是丙，二是丁。"), Ok(vec![(2, None), (2, None)]));
    assert!(lists("一是甲。").is_err());
    assert!(lists("一是甲；三是乙。").is_err());
    assert!(lists("分在三处：一是甲；二是乙。").is_err());
    assert_eq!(lists("统一是好的，唯一是它"), Ok(vec![]));
}

#[test]
fn lists_run_from_one_and_are_as_long_as_announced() {
    let (mut found, mut told) = (0, 0);
    let mut all_wrong = std::collections::BTreeMap::new();
    for paper in &EVERYTHING.papers {
        for (name, paragraphs) in &paper.words {
            let text: Vec<String> = paragraphs.iter().map(printed).collect();
            match lists(&text.join("\n")) {
                Ok(lists) => {
                    found += lists.len();
                    told += lists.iter().filter(|(_, announced)| announced.is_some()).count();
                }
                Err(wrong) => {
                    let told =
                        format!("{} {}: {wrong}\n{}", paper.city, paper.path, text.join("\n"));
                    all_wrong.insert(format!("{}/{name}", paper.kind.name()), told);
                }
            }
        }
    }
    assert!(all_wrong.is_empty(), "{all_wrong:#?}");
    assert!(found > 100 && told > 10, "{found} lists, {told} announced");
}

/// What is announced of rows, points and problems is what follows.
#[test]
fn announced_counts_are_those_of_what_follows() {
    let mut found = 0;
    for paper in &EVERYTHING.papers {
        let all = |name: &str| {
            let own = paper.words.get(name).map(Vec::as_slice).unwrap_or_default();
            own.iter().map(printed).collect::<Vec<_>>()
        };
        let count = |value: &serde_json::Value| value.as_array().map_or(0, Vec::len);
        let mut holds = |text: &str, before: &str, after: &str, count: usize| {
            if let Some((_, rest)) = text.split_once(before)
                && let Some((number, _)) = rest.split_once(after)
                && let Ok(number) = number.parse::<usize>()
            {
                assert_eq!(number, count, "{}: {text}", paper.path);
                found += 1;
            }
        };
        match paper.kind.name() {
            "unit" => {
                let facts = &paper.facts;
                holds(&all("advice").concat(), "以下", "条建议", count(&facts["advice"]));
                holds(&all("problems").concat(), "共", "个问题", count(&facts["problems"]));
                holds(&all("overall").concat(), "分布在", "项指标", count(&facts["losses"]));
            }
            "training" => {
                let heads = all("points").iter().filter(|own| own.starts_with("## ")).count();
                holds(&all("opening").concat(), "以下", "项失分较重", heads);
            }
            "rectification" => {
                let text = all("found").concat();
                holds(&text, "涉及问题", "个", count(&paper.facts["problems"]));
            }
            _ => {}
        }
    }
    assert!(found > 200, "{found}");
}
