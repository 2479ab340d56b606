//! Differences and sums in words are those of the figures as printed.

use std::collections::BTreeMap;

use serde_json::Value;

use super::EVERYTHING;

/// Facts whose difference stands beside them: minuend, subtrahend, difference.
const DIFFERENCES: &[(&str, &str, &str)] = &[
    ("rate", "class_rate", "rate_gap"),
    ("now", "before", "change"),
    ("now", "first", "change"),
    ("after", "before", "change"),
    ("mean_now", "mean_before", "change"),
    ("most", "least", "range"),
    ("most_rate", "least_rate", "spread"),
    ("claimed", "given", "difference"),
    ("total", "first.total", "first.change"),
    ("total", "class_mean", "gap.figure"),
    ("total", "history.year.before", "history.year.change"),
];

/// Millionths of a figure as printed, with the sign that stands beside it.
fn printed(figure: &Value) -> Option<i64> {
    let text = figure.get("text")?.as_str()?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{fraction:0<6}");
    let number: i64 = digits.parse().ok()?;
    let negative = figure["sign"] == "negative" && !text.starts_with('-');
    Some(if negative { -number } else { number })
}

fn at<'a>(object: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(object, |own, name| own.get(name))
}

/// Every object inside a value, itself first.
fn objects<'a>(value: &'a Value, visit: &mut impl FnMut(&'a Value)) {
    match value {
        Value::Object(fields) => {
            visit(value);
            fields.values().for_each(|field| objects(field, visit));
        }
        Value::Array(items) => items.iter().for_each(|item| objects(item, visit)),
        _ => {}
    }
}

#[test]
fn differences_are_those_of_the_printed_figures() {
    let mut met = vec![0; DIFFERENCES.len()];
    for paper in &EVERYTHING.papers {
        objects(&paper.facts, &mut |object| {
            for (row, (one, other, difference)) in DIFFERENCES.iter().enumerate() {
                let figures =
                    [one, other, difference].map(|path| at(object, path).and_then(printed));
                let [Some(minuend), Some(subtrahend), Some(told)] = figures else { continue };
                let figure = at(object, difference).unwrap();
                let place = format!("{} {}", paper.path, figure["key"]);
                assert_eq!(told, minuend - subtrahend, "{place}: {one} − {other}");
                met[row] += 1;
            }
        });
    }
    for (row, met) in DIFFERENCES.iter().zip(met) {
        assert!(met > 0, "never met: {row:?}");
    }
}

#[test]
fn sums_are_those_of_the_printed_figures() {
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    for paper in &EVERYTHING.papers {
        objects(&paper.facts, &mut |object| {
            let mut holds = |name: &'static str, sum: i64, told: i64| {
                assert_eq!(sum, told, "{} {name}: {object}", paper.path);
                *met.entry(name).or_default() += 1;
            };
            let sum = |list: &Value, path: &str| -> Option<i64> {
                list.as_array()?.iter().map(|own| at(own, path).and_then(printed)).sum()
            };
            let told = |path: &str| at(object, path).and_then(printed);
            if let (Some(parts), Some(gap)) =
                (at(object, "parts").and_then(|list| sum(list, "figure")), told("figure"))
            {
                holds("parts of the gap", parts, gap);
            }
            if let (Some(items), Some(gain)) =
                (at(object, "items").and_then(|list| sum(list, "gain")), told("gain"))
            {
                holds("gains of one action", items, gain);
            }
            if let (Some(losses), Some(top)) =
                (at(object, "losses").and_then(Value::as_array), told("top_loss"))
            {
                let three = Value::Array(losses.iter().take(3).cloned().collect());
                holds("three losses", sum(&three, "loss").unwrap(), top);
            }
            let parts = ["before", "work", "weights", "indicators", "adjustments"];
            let parts: Option<i64> =
                parts.iter().map(|part| told(&format!("history.year.{part}"))).sum();
            if let (Some(parts), Some(total)) = (parts, told("total")) {
                holds("parts of a year's change", parts, total);
            }
            // Every unit of the sample has a grade.
            let whole = super::STAGES.contains(&paper.city);
            let grades = at(object, "totals.grades").and_then(|own| sum(own, "count"));
            if let (Some(grades), Some(count)) =
                (grades.filter(|own| whole && *own > 0), told("count"))
            {
                holds("units by grade", grades, count);
            }
        });
    }
    let names: Vec<&str> = met.keys().copied().collect();
    assert_eq!(
        names,
        [
            "gains of one action",
            "parts of a year's change",
            "parts of the gap",
            "three losses",
            "units by grade"
        ],
        "{met:?}"
    );
}
