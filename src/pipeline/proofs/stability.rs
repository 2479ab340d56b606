//! Draws score as the scorer does, and say nothing where there is nothing to say.

use super::{book, crew};
use crate::analyse::{ClassAnalysis, Scenario, analyse, fast_bases};
use crate::check::SecondScore;
use crate::model::exact_to_f64;
use crate::score::{Scorebook, score};
use crate::settings::Treatment;

const TREATMENTS: [Treatment; 6] = [
    Treatment::Rescale,
    Treatment::RescaleWithin,
    Treatment::Redistribute,
    Treatment::Factor,
    Treatment::Zero,
    Treatment::Full,
];

const CITIES: &[&str] = &[
    "data",
    "tests/cities/all-equal",
    "tests/cities/all-not-applicable",
    "tests/cities/analysis",
    "tests/cities/class-of-one",
    "tests/cities/class-of-two",
    "tests/cities/dense-ties",
    "tests/cities/nested-percentages",
    "tests/cities/registers",
    "tests/cities/rounds",
    "tests/cities/treatments",
    "tests/cities/veto",
];

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} {expected}");
}

/// The same city under another treatment, with a factor of 4/3.
fn under(book: &Scorebook, treatment: Treatment) -> Scorebook {
    let mut checked = book.checked.clone();
    checked.settings.scoring.not_applicable = Some(treatment);
    checked.settings.scoring.not_applicable_factor = Some("4/3".to_owned());
    score(checked, crew())
}

/// Nothing is drawn when nothing is asked for, or nobody can change places.
#[test]
fn no_draws_say_nothing() {
    let mut checked = book("tests/cities/small").checked;
    checked.settings.stability.draws = 0;
    let drawn = |book: &Scorebook| -> Vec<ClassAnalysis> { analyse(book, crew()).classes };
    for class in drawn(&score(checked, crew())) {
        assert!(class.stability.draws.is_empty() && class.stability.units.is_empty());
        let kept = class.stability.neighbours.iter().flat_map(|pair| pair.kept);
        assert!(kept.flatten().next().is_none());
    }
    for class in drawn(&book("tests/cities/class-of-one")) {
        assert!(class.stability.draws.is_empty() && class.stability.units.is_empty());
    }
}

#[test]
fn unmoved_weights_give_the_exact_bases() {
    for city in CITIES {
        let book = book(city);
        for treatment in TREATMENTS {
            let book = under(&book, treatment);
            for (class, scores) in book.checked.classes.iter().zip(&book.classes) {
                let bases = fast_bases(&book.checked.settings.scoring, class);
                for (base, score) in bases.into_iter().zip(scores) {
                    close(base, score.base.map_or(0.0, exact_to_f64));
                }
            }
        }
    }
}

/// Every statement of a class is a number, and one that can be.
fn hold(own: &ClassAnalysis, marks: f64, draws: usize) {
    let stability = &own.stability;
    for error in stability.errors.iter().flatten() {
        assert!(error.is_finite() && *error >= 0.0, "{error}");
    }
    for pair in &stability.neighbours {
        for kept in pair.kept.iter().flatten() {
            assert!((0.0..=1.0).contains(kept), "{pair:?}");
        }
        assert!(pair.threshold.is_none_or(f64::is_finite));
    }
    let ranked = stability.neighbours.len() + usize::from(!stability.neighbours.is_empty());
    assert_eq!(stability.draws.len(), if ranked > 1 { draws } else { 0 });
    for draw in &stability.draws {
        close(draw.weights.iter().sum(), marks);
        assert!(draw.weights.iter().all(|weight| *weight > 0.0));
        assert!(draw.deviates.iter().all(|deviate| deviate.is_finite()));
    }
    for unit in &stability.units {
        let inside = 1..=ranked;
        assert!(inside.contains(&unit.low) && inside.contains(&unit.high), "{unit:?}");
        assert!(unit.low <= unit.high && unit.mean_shift.is_finite(), "{unit:?}");
    }
}

#[test]
fn no_city_has_anything_that_is_no_number() {
    for city in CITIES {
        let mut book = book(city);
        book.checked.settings.stability.draws = 50;
        for treatment in TREATMENTS {
            let book = under(&book, treatment);
            for (own, class) in analyse(&book, crew()).classes.iter().zip(&book.checked.classes) {
                hold(own, class.system.full_marks().to_f64(), 50);
            }
        }
        book.checked.settings.stability.draws = 0;
        let off = analyse(&book, crew());
        assert!(off.classes.iter().all(|own| own.stability.draws.is_empty()));
        assert!(off.classes.iter().all(|own| own.stability.units.is_empty()));
    }
}

/// Ranks of the three counties (points 74 of 100, 54 of 75, 45 of 60) under each treatment:
///
/// | | totals | ranks |
/// |---|---|---|
/// | `rescale` | 74, 72, 75 | 2, 3, 1 |
/// | `rescale_within` | 74, 69, 75 | 2, 3, 1 |
/// | `redistribute` | 74, 71.5, 75 | 2, 3, 1 |
/// | `factor` 4/3 | 74, 72, 60 | 1, 2, 3 |
/// | `zero` | 74, 54, 45 | 1, 2, 3 |
/// | `full` | 74, 79, 85 | 3, 2, 1 |
fn ranks(treatment: Treatment) -> [f64; 3] {
    match treatment {
        Treatment::Factor | Treatment::Zero => [1.0, 2.0, 3.0],
        Treatment::Full => [3.0, 2.0, 1.0],
        _ => [2.0, 3.0, 1.0],
    }
}

#[test]
fn drawn_treatments_give_the_ranks_that_they_gave_by_hand() {
    let book = under(&book("tests/cities/treatments"), Treatment::Rescale);
    let own = &analyse(&book, crew()).classes[0].stability;
    let drawn: Vec<Treatment> = own.draws.iter().filter_map(|draw| draw.treatment).collect();
    assert_eq!(drawn.len(), 1000);
    // Each of six some 167 times: 5 sd are 59.
    for treatment in TREATMENTS {
        let count = drawn.iter().filter(|own| **own == treatment).count();
        assert!((108..226).contains(&count), "{treatment:?} {count}");
    }
    let alone: Vec<_> =
        own.units.iter().filter(|unit| unit.scenario == Scenario::Treatments).collect();
    assert_eq!(alone.len(), 3);
    for unit in alone {
        let sum: f64 = drawn.iter().map(|treatment| ranks(*treatment)[unit.unit]).sum();
        let actual = ranks(Treatment::Rescale)[unit.unit];
        close(unit.mean_shift, sum / 1000.0 - actual);
        let ends = [(1, 3), (2, 3), (1, 3)];
        assert_eq!((unit.low, unit.high), ends[unit.unit]);
    }
    // 南湖区 75, 东河县 74, 西山县 72: the first pair turns under factor and zero, the second
    // under full.
    let turned = |list: &[Treatment]| {
        let count = drawn.iter().filter(|own| list.contains(own)).count();
        f64::from(u32::try_from(count).unwrap()) / 1000.0
    };
    let kept: Vec<f64> =
        own.neighbours.iter().filter_map(|pair| pair.kept(Scenario::Treatments)).collect();
    close(kept[0], 1.0 - turned(&[Treatment::Factor, Treatment::Zero]));
    close(kept[1], 1.0 - turned(&[Treatment::Full]));
    // No sample: no error, and no pair within it.
    assert!(own.neighbours.iter().all(|pair| !pair.within && pair.threshold.is_none()));
    assert!(own.neighbours.iter().all(|pair| pair.kept(Scenario::Error).is_none()));
    assert!(own.neighbours.iter().all(|pair| pair.kept(Scenario::Together).is_some()));
}

/// The sample of `tests/cities/analysis` (0, 1 of A2; −1 of A2 and 0 of B2, with 20, 30, 30 and 40
/// full marks): shares 0, 1/30, −1/30, 0, sd √(2/900/3) = 0.027217, over √2 0.019245; A1 0.3849,
/// A2 0.57735, B1 0.19245, B2 0.7698; together √(0.14815 + 0.33333 + 0.037037 + 0.59259) =
/// 1.05409, and 市文化局, to which B1 does not apply, √1.07407 · 100/90 = 1.15153.
#[test]
fn scoring_error_of_the_sample() {
    let mut book = book("tests/cities/analysis");
    let own = analyse(&book, crew()).classes.remove(0);
    let sample = own.agreement.unwrap();
    let rate = (2.0_f64 / 2700.0).sqrt() / std::f64::consts::SQRT_2;
    for (indicator, marks) in sample.indicators.iter().zip([20.0, 30.0, 10.0, 40.0]) {
        close(indicator.error.unwrap(), rate * marks);
        assert!(!indicator.own);
    }
    let counts: Vec<_> = sample.indicators.iter().map(|own| (own.count, own.equal)).collect();
    assert_eq!(counts, [(1, 1), (2, 0), (0, 0), (1, 1)]);
    let whole = rate * 3000.0_f64.sqrt();
    close(whole, 1.054_092_553_389_46);
    let errors: Vec<f64> = own.stability.errors.iter().copied().map(Option::unwrap).collect();
    let culture = rate * 2900.0_f64.sqrt() / 0.9;
    [whole, whole, culture, whole, whole, whole]
        .into_iter()
        .zip(errors)
        .for_each(|(expected, found)| close(found, expected));
    // 100, 86, 84.44, 84, 80, 80: U6, U4, U3, U5, U1, U2. 1.96 √(1.0541² + 1.1515²) = 3.0598 and
    // 1.96 · 1.0541 · √2 = 2.9218.
    let pairs: Vec<_> =
        own.stability.neighbours.iter().map(|p| (p.upper, p.lower, p.within)).collect();
    assert_eq!(pairs, [(5, 3, false), (3, 2, true), (2, 4, true), (4, 0, false), (0, 1, true)]);
    close(own.stability.neighbours[0].threshold.unwrap(), 1.96 * whole * 2.0_f64.sqrt());
    // With two cells an indicator has an error of its own: 1, −1 of A2, sd √2, over √2.
    book.checked.settings.statistics.agreement_least = 2;
    let own = analyse(&book, crew()).classes.remove(0).agreement.unwrap();
    close(own.indicators[1].error.unwrap(), 1.0);
    let alone: Vec<bool> = own.indicators.iter().map(|own| own.own).collect();
    assert_eq!(alone, [false, true, false, false]);
}

/// A sample that always agrees: nothing errs, and no draw of errors moves a rank.
#[test]
fn no_error_keeps_every_rank() {
    let mut book = book("tests/cities/analysis");
    let class = &mut book.checked.classes[0];
    let rows = class.registers.second_scores.iter().cloned().map(|row| {
        let points = class.cells.points(row.unit, row.indicator).unwrap();
        SecondScore { points, ..row }
    });
    class.registers.second_scores = rows.collect();
    let own = analyse(&book, crew()).classes.remove(0).stability;
    assert!(own.errors.iter().all(|error| *error == Some(0.0)));
    let alone: Vec<_> = own.units.iter().filter(|unit| unit.scenario == Scenario::Error).collect();
    assert_eq!(alone.len(), 6);
    for unit in alone {
        assert_eq!((unit.low, unit.high), (unit.rank, unit.rank));
        close(unit.mean_shift, 0.0);
    }
    for pair in &own.neighbours {
        assert_eq!(pair.kept(Scenario::Error), Some(1.0));
        assert!(!pair.within);
    }
}

#[test]
fn a_class_too_large_is_not_drawn() {
    let mut book = book("tests/cities/analysis");
    book.checked.settings.stability.units_most = 5;
    let own = analyse(&book, crew()).classes.remove(0).stability;
    assert!(own.draws.is_empty() && own.units.is_empty());
    assert_eq!(own.neighbours.len(), 5);
    assert!(own.neighbours.iter().all(|pair| pair.kept == [None; 4]));
    book.checked.settings.stability.units_most = 6;
    assert_eq!(analyse(&book, crew()).classes[0].stability.draws.len(), 1000);
}
