//! Totals that floats get wrong: 59.995, 0.1 + 0.2, four thirds, ties at a cut; under both
//! roundings and on both kinds of total. `tests/cities/exact`, worked out by hand:
//!
//! | unit | points | total |
//! |---|---|---|
//! | C01 | 29.995 + 20 + 10 | 59.995 |
//! | C02 | 29.985 + 20 + 10 | 59.985 |
//! | C03 | 29.975 + 20 + 10 | 59.975 |
//! | C04 | 0.1 + 0.2 + 0.3 | 0.6 |
//! | C05 | 0.3 + 0.3 + 0 | 0.6 |
//! | C06 | (25 + 20) × 4/3 | 60 |
//! | C07 | 40 + 10 + 10 | 60 |
//! | C08 | (25.0001 + 20) × 4/3 | 60.000133… |
//! | C09 | (24.9962 + 20) × 4/3 | 59.994933… |

use super::{book, crew};
use crate::check::Checked;
use crate::model::{Decimal, Exact, Rounding};
use crate::score::{UnitScore, score};
use crate::settings::{GradeMethod, QuotaTie, Scoring, Ties, TotalKind};

fn scored(change: impl Fn(&mut Scoring)) -> Vec<UnitScore> {
    scored_with(|checked| change(&mut checked.settings.scoring))
}

fn scored_with(change: impl Fn(&mut Checked)) -> Vec<UnitScore> {
    let mut checked = book("tests/cities/exact").checked;
    change(&mut checked);
    score(checked, crew()).classes.remove(0)
}

fn published(scores: &[UnitScore]) -> Vec<String> {
    scores.iter().map(|score| score.published.map(|own| own.to_string()).unwrap()).collect()
}

fn ranks(scores: &[UnitScore]) -> Vec<(usize, bool)> {
    scores.iter().map(|score| score.rank.map(|rank| (rank.place, rank.tied)).unwrap()).collect()
}

fn grades(scores: &[UnitScore]) -> Vec<usize> {
    scores.iter().map(|score| score.grade.unwrap()).collect()
}

#[test]
fn totals_are_exact() {
    let scores = scored(|_| {});
    let total = |at: usize| scores[at].total.unwrap();
    assert_eq!(total(0), Exact::new(59_995, 1_000));
    assert_eq!(total(3), Exact::new(3, 5));
    assert_eq!(total(4), Exact::new(3, 5));
    assert_eq!(total(5), Exact::from(60));
    assert_eq!(total(7), Exact::new(1_800_004, 30_000));
    assert_eq!(total(8), Exact::new(1_799_848, 30_000));
}

#[test]
fn a_half_goes_up_or_to_even() {
    let up = scored(|own| own.rounding = Rounding::HalfUp);
    let expected = ["60.00", "59.99", "59.98", "0.60", "0.60", "60.00", "60.00", "60.00", "59.99"];
    assert_eq!(published(&up), expected);
    let even = scored(|own| own.rounding = Rounding::HalfEven);
    let expected = ["60.00", "59.98", "59.98", "0.60", "0.60", "60.00", "60.00", "60.00", "59.99"];
    assert_eq!(published(&even), expected);
    let whole = scored(|own| own.decimals = 0);
    let expected = ["60", "60", "60", "1", "1", "60", "60", "60", "60"];
    assert_eq!(published(&whole), expected);
    let longest = scored(|own| own.decimals = 4);
    assert_eq!(longest[7].published.map(Decimal::exact), Some(Exact::new(600_001, 10_000)));
    assert_eq!(published(&longest)[8], "59.9949");
}

#[test]
fn ties_are_ties_of_the_total_that_ranks() {
    let one = |place| (place, false);
    let tied = |place| (place, true);
    let up = scored(|own| own.rank_on = TotalKind::Published);
    let expected = [tied(1), tied(5), one(7), tied(8), tied(8), tied(1), tied(1), tied(1), tied(5)];
    assert_eq!(ranks(&up), expected);
    let even = scored(|own| own.rounding = Rounding::HalfEven);
    let expected = [tied(1), tied(6), tied(6), tied(8), tied(8), tied(1), tied(1), tied(1), one(5)];
    assert_eq!(ranks(&even), expected);
    for rounding in [Rounding::HalfUp, Rounding::HalfEven] {
        let exact = scored(|own| (own.rounding, own.rank_on) = (rounding, TotalKind::Exact));
        let expected = [one(4), one(6), one(7), tied(8), tied(8), tied(2), tied(2), one(1), one(5)];
        assert_eq!(ranks(&exact), expected);
    }
    let dense = scored(|own| own.ties = Ties::Dense);
    let expected = [tied(1), tied(2), one(3), tied(4), tied(4), tied(1), tied(1), tied(1), tied(2)];
    assert_eq!(ranks(&dense), expected);
}

/// 59.995 reaches 60 as it is published, not as it is; 45 × 4/3 reaches it either way.
#[test]
fn a_cut_compares_the_total_that_is_set() {
    for rounding in [Rounding::HalfUp, Rounding::HalfEven] {
        let published = scored(|own| own.rounding = rounding);
        assert_eq!(grades(&published), [1, 2, 2, 2, 2, 1, 1, 1, 2]);
        let exact = scored(|own| {
            own.rounding = rounding;
            own.grade.on = TotalKind::Exact;
        });
        assert_eq!(grades(&exact), [2, 2, 2, 2, 2, 1, 1, 1, 2]);
    }
}

/// ⌊0.25 × 9⌋ = 2 seats and ⌊0.5 × 9⌋ = 4: four are published with 60.00, of which one alone and
/// two together are ahead exactly. Of the five that are left, C04 and C05 tie at the fourth seat.
#[test]
fn a_tie_crosses_a_quota() {
    let quota = |on: TotalKind, tie: QuotaTie| {
        let scores = scored_with(|checked| {
            let own = &mut checked.settings.scoring.grade;
            (own.method, own.on, own.quota_tie) = (GradeMethod::Quota, on, tie);
            for (cut, share) in checked.cuts.iter_mut().zip([Some(4), Some(2), None]) {
                cut.from = None;
                cut.share = share.map(|parts| Exact::new(1, parts));
            }
        });
        grades(&scores)
    };
    assert_eq!(quota(TotalKind::Published, QuotaTie::All), [0, 1, 1, 1, 1, 0, 0, 0, 1]);
    assert_eq!(quota(TotalKind::Published, QuotaTie::None), [1, 2, 2, 2, 2, 1, 1, 1, 2]);
    assert_eq!(quota(TotalKind::Exact, QuotaTie::All), [1, 1, 1, 2, 2, 0, 0, 0, 1]);
    assert_eq!(quota(TotalKind::Exact, QuotaTie::None), [1, 2, 2, 2, 2, 1, 1, 0, 1]);
}
