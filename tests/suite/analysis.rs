//! Analyses of the six departments of `tests/cities/analysis`, all worked out by hand.
//!
//! | | A1 (20) | A2 (30) | B1 (10) | B2 (40) | total |
//! |---|---|---|---|---|---|
//! | U1 | 20 | 15 | 5 | 40 | 80 |
//! | U2 | 20 | 30 | 10 | 20 | 80 |
//! | U3 | 10 | 30 | – | 36 | 76 · 100/90 |
//! | U4 | 20 | 24 | 10 | 32 | 86 |
//! | U5 | 16 | 30 | 10 | 28 | 84 |
//! | U6 | 20 | 30 | 10 | 40 | 100 |

use make_reports::analyse::{self, Commonness, UnitWeakness};
use make_reports::crew::Crew;
use make_reports::model::{Exact, Points};

use crate::support::{City, scorebook};

fn analysed() -> analyse::ClassAnalysis {
    let scorebook = scorebook(&City::copy("analysis"));
    analyse::analyse(&scorebook, Crew::new(2)).classes.remove(0)
}

fn points(text: &str) -> Points {
    Points::parse(text).unwrap()
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} {expected}");
}

#[test]
fn gains_are_what_the_scorer_says() {
    let class = analysed();
    let gain = |unit: usize, leaf: usize| class.units[unit].items[leaf].gain;
    assert_eq!(gain(0, 1), Exact::from(15));
    assert_eq!(gain(0, 0), Exact::from(0));
    // Rescaled: 10 · 100/90 and 4 · 100/90.
    assert_eq!(gain(2, 0), Exact::new(100, 9));
    assert_eq!(gain(2, 3), Exact::new(40, 9));
    // U1: A2 at once, B1 never. U2: B2 in the next cycle.
    assert_eq!((class.units[0].gain_now, class.units[0].gain_periodic), (15.into(), 15.into()));
    assert_eq!((class.units[1].gain_now, class.units[1].gain_periodic), (0.into(), 20.into()));
}

#[test]
fn weak_and_strong_against_the_others() {
    let class = analysed();
    let item = |unit: usize, leaf: usize| &class.units[unit].items[leaf];
    // A2 of the others of U1: (1 + 1 + 0.8 + 1 + 1) / 5.
    assert_eq!(item(0, 1).others_rate(), Some(Exact::new(24, 25)));
    assert_eq!(item(0, 1).weak, Some(UnitWeakness::Both));
    assert_eq!(class.units[0].weaknesses, [1, 2]);
    // 0.7 against (1 + 0.5 + 0.9 + 0.8 + 1) / 5 = 0.84: 14 points, not 15.
    assert_eq!(item(4, 3).others_rate(), Some(Exact::new(21, 25)));
    assert_eq!(item(4, 3).weak, None);
    // Full marks against 0.78: 22 points; two of six have them.
    assert_eq!(class.units[0].strengths, [3]);
    assert_eq!(class.units[5].strengths, [3]);
    assert_eq!(class.units[1].strengths, Vec::<usize>::new());
    // One of five others loses in A2, three of five in B2, none of four in B1.
    assert_eq!(item(0, 1).commonness, Some(Commonness::Own));
    assert_eq!(item(1, 3).commonness, Some(Commonness::Common));
    assert_eq!((item(0, 2).others, item(0, 2).others_losing), (4, 0));
    assert_eq!(item(2, 2).rate(), None);
    assert_eq!(item(0, 0).commonness, None);
}

/// Mean rates are 5.3/6, 5.3/6, 0.9 and 4.9/6.
#[test]
fn own_and_mix_effect_of_the_unit_to_which_b1_does_not_apply() {
    let class = analysed();
    let expected = (50.0 * 5.3 / 6.0 + 40.0 * 4.9 / 6.0) / 90.0;
    let all = (50.0 * 5.3 / 6.0 + 10.0 * 0.9 + 40.0 * 4.9 / 6.0) / 100.0;
    close(class.units[2].own_effect.unwrap(), 76.0 / 90.0 - expected);
    close(class.units[2].mix_effect.unwrap(), expected - all);
    close(class.units[5].mix_effect.unwrap(), 0.0);
}

#[test]
fn self_assessment_against_result() {
    let class = analysed();
    let own = class.self_comparisons[1].as_ref().unwrap();
    // 18, 30, 10, 25 against 20, 30, 10, 20.
    assert_eq!((own.count, own.equal, own.over, own.under), (4, 2, 1, 1));
    assert_eq!((own.claimed, own.given, own.distance), (points("83"), points("80"), points("7")));
    assert_eq!(own.largest, [(3, points("5"))]);
    assert!(class.self_comparisons[0].as_ref().unwrap().all_full && !own.all_full);
    assert_eq!(class.self_comparisons[2], None);
    let all = class.self_statistics.unwrap();
    assert_eq!((all.forms, all.missing, all.all_full), (5, vec![2], vec![0]));
    // (20 + 3 + 13 + 6 − 1) / 100 over five units.
    close(all.mean_bias.unwrap(), 0.41 / 5.0);
}

#[test]
fn change_since_last_year_adds_up() {
    let class = analysed();
    let own = class.year_changes[0].as_ref().unwrap();
    assert_eq!((own.before, own.change), (Exact::from(76), Exact::from(4)));
    // A1 ½·40·0.2, A2 ½·50·0, B2 ½·80·0.25; A2's weight ½·1·10; B1 is new, 网站改版 dropped.
    close(own.work, 14.0);
    close(own.weights, 5.0);
    assert_eq!((own.added, own.dropped), (points("5"), points("20")));
    close(own.adjustments, 0.0);
    assert_eq!((own.matched, own.better, own.worse), (3, 2, 0));
    assert_eq!(class.year_changes[2], None);
}

#[test]
fn losses_by_cause_and_by_method() {
    let class = analysed();
    let causes: Vec<_> = class
        .causes
        .iter()
        .map(|cause| (cause.code.as_deref(), cause.count, cause.units, cause.loss))
        .collect();
    // By code, by keyword (缺少: 10, 逾期: 4), and one of no known cause.
    let expected = [
        (Some("C1"), 5, 5, points("65")),
        (Some("C2"), 3, 3, points("15")),
        (None, 1, 1, points("4")),
    ];
    assert_eq!(causes, expected);
    assert_eq!(class.causes[2].loss_share, Some(Exact::new(4, 84)));
    let methods: Vec<_> = class
        .methods
        .iter()
        .map(|method| (method.name.as_str(), method.loss, method.rate))
        .collect();
    let expected = [
        ("网上采样", points("35"), Some(Exact::new(265, 300))),
        ("电话核实", points("49"), Some(Exact::new(241, 290))),
    ];
    assert_eq!(methods, expected);
}

/// Differences 0, 1, −1, 0: sd √(2/3), over √2.
#[test]
fn agreement_of_two_scorers() {
    let agreement = analysed().agreement.unwrap();
    assert_eq!((agreement.units, agreement.count, agreement.equal), (2, 4, 2));
    assert_eq!(agreement.mean_difference, Exact::from(0));
    close(agreement.error.unwrap(), (1.0_f64 / 3.0).sqrt());
}

/// U1 went from 76 to 80 and U2 from 80 to 80. U2: B2 ½·80·(½ − ¾), A2's weight ½·2·10, B1 is
/// new with 10, 网站改版 dropped with 10. The others have no last year.
#[test]
fn change_of_the_class() {
    let mut scorebook = scorebook(&City::copy("analysis"));
    let year = analyse::analyse(&scorebook, Crew::new(2)).classes.remove(0).year.unwrap();
    let means = (year.mean_before, year.mean_now, year.mean_change);
    assert_eq!(means, (Exact::from(78), Exact::from(80), Exact::from(2)));
    // Changes 4 and 0: √(2² + 2²).
    close(year.deviation.unwrap(), 8.0_f64.sqrt());
    close(year.work, f64::midpoint(14.0, -10.0));
    close(year.weights, f64::midpoint(5.0, 10.0));
    close(year.added, 7.5);
    close(year.dropped, 15.0);
    close(year.adjustments, 0.0);
    let ranks: Vec<_> =
        year.units.iter().map(|own| (own.unit, own.rank_before, own.rank_now)).collect();
    assert_eq!(ranks, [(0, 2, 1), (1, 1, 1)]);
    // 4 is below 2 + 2.83, and above 2 + 1.41.
    assert_eq!(year.count(|own| own.fast), 0);
    scorebook.checked.settings.history.progress_deviations = 0.5;
    let year = analyse::analyse(&scorebook, Crew::new(2)).classes.remove(0).year.unwrap();
    let fast: Vec<bool> = year.units.iter().map(|own| own.fast).collect();
    assert_eq!(fast, [true, false]);
    scorebook.checked.settings.history.progress_points = 4.01;
    let year = analyse::analyse(&scorebook, Crew::new(2)).classes.remove(0).year.unwrap();
    assert_eq!(year.count(|own| own.fast), 0);
}

/// By lead, the higher rate first among equals; what too few others have stands before the first
/// lower rate; nothing with a low rate, nothing that is weak or among the three problems.
#[test]
fn papers_name_high_rates_by_lead_and_no_problem() {
    let class = analysed();
    let scorebook = scorebook(&City::copy("analysis"));
    let statistics = &scorebook.checked.settings.statistics;
    assert_eq!(class.units[0].named_strengths(statistics), [3]);
    assert_eq!(class.units[0].named_problems(), [1, 2]);
    // Own points of 10, those of five others in all, and whether they are enough for a mean.
    let given = [
        ("9", "30", true),
        ("10", "40", true),
        ("10", "35", true),
        ("10", "45", false),
        ("10", "40", false),
        ("7", "10", true),
        ("8", "25", true),
    ];
    let item = |(own, others, has_others): (&str, &str, bool)| {
        let loss = points("10").scaled() - points(own).scaled();
        analyse::UnitItem {
            points: Some(points(own)),
            full_marks: points("10"),
            others_points: points(others),
            others: 5,
            has_others,
            loss: Points::from_scaled(loss),
            gain: Points::from_scaled(loss).exact(),
            strong: true,
            ..analyse::UnitItem::default()
        }
    };
    let mut unit = class.units[0].clone();
    unit.items = given.map(item).to_vec();
    unit.strengths = (0..given.len()).collect();
    // 9, 8 and 7 are the three problems.
    assert_eq!(unit.told_strengths(statistics), [2, 1, 4, 3]);
    // 80% without a loss, 30 points ahead as full marks are in the third.
    unit.items[0] = item(("8", "25", true));
    unit.items[0].loss = Points::ZERO;
    assert_eq!(unit.named_problems(), [5, 6]);
    assert_eq!(unit.told_strengths(statistics), [2, 4, 3, 0, 1]);
    assert_eq!(unit.named_strengths(statistics), [2, 4, 3]);
}
