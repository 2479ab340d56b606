//! Every step of every unit is calculated again from its formula, as a reader would.

use num_traits::Signed as _;

use super::{book, crew};
use crate::model::{Exact, Points, exact_to_f64};
use crate::score::{Scorebook, Step, derivation};

/// Calculates `+ − × ÷ /`, brackets, `min` and `max`; the whole text or nothing.
fn calculate(text: &str) -> Option<Exact> {
    let signs: Vec<char> = text.chars().filter(|sign| *sign != ' ').collect();
    let mut at = 0;
    let value = sum(&signs, &mut at)?;
    (at == signs.len()).then_some(value)
}

fn take(signs: &[char], at: &mut usize, wanted: &str) -> bool {
    let wanted: Vec<char> = wanted.chars().collect();
    let there = signs[*at..].starts_with(&wanted);
    *at += if there { wanted.len() } else { 0 };
    there
}

fn sum(signs: &[char], at: &mut usize) -> Option<Exact> {
    let mut value = product(signs, at)?;
    loop {
        if take(signs, at, "+") {
            value += product(signs, at)?;
        } else if take(signs, at, "−") {
            value -= product(signs, at)?;
        } else {
            return Some(value);
        }
    }
}

fn product(signs: &[char], at: &mut usize) -> Option<Exact> {
    let mut value = atom(signs, at)?;
    loop {
        if take(signs, at, "×") {
            value *= atom(signs, at)?;
        } else if take(signs, at, "÷") || take(signs, at, "/") {
            value /= atom(signs, at)?;
        } else {
            return Some(value);
        }
    }
}

fn atom(signs: &[char], at: &mut usize) -> Option<Exact> {
    for (name, smaller) in [("min(", true), ("max(", false)] {
        if take(signs, at, name) {
            let one = sum(signs, at)?;
            let other = take(signs, at, ",").then(|| sum(signs, at))??;
            let value = if smaller { one.min(other) } else { one.max(other) };
            return take(signs, at, ")").then_some(value);
        }
    }
    if take(signs, at, "(") {
        let negative = take(signs, at, "-");
        let value = sum(signs, at)?;
        return take(signs, at, ")").then_some(if negative { -value } else { value });
    }
    let digits = signs[*at..].iter().take_while(|sign| sign.is_ascii_digit() || **sign == '.');
    let text: String = digits.collect();
    *at += text.len();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let scale = 10_i128.pow(u32::try_from(fraction.len()).ok()?);
    Some(Exact::new(format!("{whole}{fraction}").parse().ok()?, scale))
}

#[test]
fn the_calculator_calculates() {
    let of = |text: &str| calculate(text).unwrap();
    assert_eq!(of("24×(30+40÷3)÷30+1−0.5"), Exact::new(24 * 130, 90) + Exact::new(1, 2));
    assert_eq!(of("min(3×0.5, 1)+max(0, (-3))"), Exact::from(1));
    assert_eq!(of("100/9"), Exact::new(100, 9));
    assert_eq!(calculate("W=3"), None);
    assert_eq!(calculate("3<4"), None);
}

fn values(steps: &[Step], rules: &[&str]) -> Exact {
    let of = |step: &&Step| rules.contains(&step.rule);
    steps.iter().filter(of).filter_map(|step| step.value).sum()
}

fn value(steps: &[Step], rule: &str) -> Option<Exact> {
    steps.iter().find(|step| step.rule == rule)?.value
}

const PARTS: &[&str] =
    &["dimension", "rescale", "rescale_within", "redistribute", "factor", "zero", "full"];

/// One unit's steps: each formula gives its value, and each step stands on the ones before it.
fn hold(book: &Scorebook, class: usize, unit: usize) {
    let steps = derivation(book, class, unit);
    let name = &book.checked.classes[class].units[unit].name;
    for step in &steps {
        let words = ["points", "bonus_gate", "half_up", "half_even"];
        let calculated = calculate(&step.formula).filter(|_| !words.contains(&step.rule));
        if let Some(calculated) = calculated {
            assert_eq!(Some(calculated), step.value, "{name} {step:?}");
        }
    }
    let zero = Exact::from(0);
    let points = value(&steps, "points").unwrap();
    if let Some(first) = value(&steps, "first_points") {
        assert_eq!(first + values(&steps, &["correction"]), points, "{name}");
    }
    if steps.iter().any(|step| step.rule == "round") {
        assert_eq!(values(&steps, &["round"]), points, "{name}");
    }
    let Some(base) = value(&steps, "base") else {
        assert_eq!(steps.last().map(|step| step.rule), Some("no_total"));
        return;
    };
    assert_eq!(values(&steps, PARTS), base, "{name}");
    let limited = value(&steps, "bonus_gate").or_else(|| value(&steps, "bonus_cap"));
    let bonus = limited.unwrap_or_else(|| values(&steps, &["bonus"]));
    let sum = base + bonus - values(&steps, &["deduction", "late"]);
    assert_eq!(value(&steps, "sum"), Some(sum), "{name}");
    let total = value(&steps, "veto").unwrap_or(sum.max(zero));
    let rounded = |step: &&Step| ["half_up", "half_even"].contains(&step.rule);
    let published = steps.iter().find(rounded).unwrap().value.unwrap();
    let half = Exact::new(1, 2) / Exact::from(10_i128.pow(book.checked.settings.scoring.decimals));
    assert!((published - total).abs() <= half, "{name}");
    let score = &book.classes[class][unit];
    assert_eq!(score.total, Some(total), "{name}");
    let grade = steps.iter().filter(|step| ["grade", "grade_veto"].contains(&step.rule));
    let grade: Vec<&str> = grade.map(|step| step.item.as_str()).collect();
    let own = score.grade.map(|grade| book.checked.cuts[grade].name.as_str());
    assert_eq!(grade, own.into_iter().collect::<Vec<_>>(), "{name}");
    let rank = value(&steps, "rank_gap").or_else(|| value(&steps, "rank_dense"));
    let place = score.rank.map(|rank| f64::from(u32::try_from(rank.place).unwrap()));
    assert_eq!(rank.map(exact_to_f64), place, "{name}");
}

#[test]
fn every_step_can_be_done_again() {
    let cities = [
        "data",
        "tests/cities/registers",
        "tests/cities/rounds",
        "tests/cities/treatments",
        "tests/cities/veto",
        "tests/cities/quota",
        "tests/cities/nested-percentages",
        "tests/cities/all-not-applicable",
        "tests/cities/sichuan-2011",
    ];
    for city in cities {
        let mut book = book(city);
        for treatment in ["rescale", "rescale_within", "redistribute", "zero", "full", "factor"] {
            let quoted = format!("\"{treatment}\"");
            let scoring = &mut book.checked.settings.scoring;
            scoring.not_applicable = serde_json::from_str(&quoted).ok();
            scoring.not_applicable_factor = Some("4/3".to_owned());
            let again = crate::score::score(book.checked.clone(), crew());
            for (class, units) in again.classes.iter().enumerate() {
                (0..units.len()).for_each(|unit| hold(&again, class, unit));
            }
        }
    }
}

/// 24 + 21 and 9 of 75 points: 64, 54 + 9 by the class's 100 over 75.
#[test]
fn a_formula_says_what_was_done() {
    let steps = derivation(&book("tests/cities/treatments"), 0, 1);
    let said: Vec<(&str, &str)> =
        steps.iter().map(|step| (step.rule, step.formula.as_str())).collect();
    let expected = [
        ("points", "W=100, Wu=75"),
        ("rescale", "45×100÷75"),
        ("rescale", "9×100÷75"),
        ("base", "60+12"),
        ("sum", "72"),
        ("half_up", "72 → 2"),
        ("grade_not_reached", "72<90"),
        ("grade", "72≥60"),
        ("rank_gap", "#{T>72}+1 = 2+1"),
    ];
    assert_eq!(said, expected);
    assert_eq!(steps[0].value, Some(Points::from_scaled(540_000).exact()));
}
