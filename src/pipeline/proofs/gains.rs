//! Gains by their own terms are what the scorer says when it runs again.

use super::{book, crew};
use crate::check::CheckedClass;
use crate::model::{Exact, Points};
use crate::score::{Scorebook, Scorer, UnitScore};
use crate::settings::Treatment;

/// The definition: the scorer on full marks for a set, minus the total.
fn again(
    scorer: &Scorer<'_>,
    class: &CheckedClass,
    unit: usize,
    score: &UnitScore,
    mended: &[usize],
) -> Exact {
    let after = |leaf: usize| {
        let own = class.cells.points(unit, leaf)?;
        let full = class.system.indicators[leaf].full_marks;
        Some(if mended.contains(&leaf) { full } else { own })
    };
    let now = score.total.unwrap_or_default();
    scorer.unit(unit, &after).total.unwrap_or(now) - now
}

/// Holds every unit's gains, each indicator alone and growing sets; counts units whose gains need
/// the scorer, and those that do not.
fn hold(book: &Scorebook) -> (usize, usize) {
    let (mut by_scorer, mut by_terms) = (0, 0);
    for (position, class) in book.checked.classes.iter().enumerate() {
        let scorer = Scorer::new(&book.checked, position);
        let count = class.system.indicators.len();
        for (unit, score) in book.classes[position].iter().enumerate() {
            let points: Vec<Option<Points>> =
                (0..count).map(|leaf| class.cells.points(unit, leaf)).collect();
            let gains = scorer.gains(unit, score, &points);
            let alone = (0..count).map(|leaf| vec![leaf]);
            let sets = [2, 3, 5].map(|step| (0..count).step_by(step).collect());
            for mended in alone.chain(sets).chain([(0..count).collect(), Vec::new()]) {
                let name = &class.units[unit].name;
                let (own, other) = (gains.of(&mended), again(&scorer, class, unit, score, &mended));
                assert_eq!((own.numer(), own.denom()), (other.numer(), other.denom()), "{name}");
            }
            if gains.needs_scorer() {
                by_scorer += 1;
            } else {
                by_terms += 1;
            }
        }
    }
    (by_scorer, by_terms)
}

#[test]
fn gains_are_what_the_scorer_says_under_every_treatment() {
    use Treatment::{Factor, Full, Redistribute, Rescale, RescaleWithin, Zero};
    let cities = [
        "data",
        "tests/cities/all-equal",
        "tests/cities/all-not-applicable",
        "tests/cities/analysis",
        "tests/cities/class-of-one",
        "tests/cities/five-grades",
        "tests/cities/nested-percentages",
        "tests/cities/quota",
        "tests/cities/registers",
        "tests/cities/rounds",
        "tests/cities/sichuan-2011",
        "tests/cities/small",
        "tests/cities/treatments",
        "tests/cities/veto",
    ];
    let (mut by_scorer, mut by_terms) = (0, 0);
    for city in cities {
        let mut book = book(city);
        for treatment in [Rescale, RescaleWithin, Redistribute, Factor, Zero, Full] {
            let scoring = &mut book.checked.settings.scoring;
            scoring.not_applicable = Some(treatment);
            scoring.not_applicable_factor = Some("4/3".to_owned());
            let counts = hold(&crate::score::score(book.checked.clone(), crew()));
            by_scorer += counts.0;
            by_terms += counts.1;
        }
    }
    // Both ways were gone: the second nearly always.
    assert!(by_scorer > 0 && by_terms > 10 * by_scorer, "{by_scorer} {by_terms}");
}
