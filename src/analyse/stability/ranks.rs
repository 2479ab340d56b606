//! Ranks of drawn totals, and what many of them come to.

use crate::settings::{Scoring, Ties, TotalKind};

/// Decimals at which exact totals are told apart: far below any difference of points, far above
/// the last place of a float.
const EXACT_SCALE: f64 = 1e9;
/// What keeps a total that lies on a half, but for the last place of a float, on its upper side.
const HALF_GUARD: f64 = 1e-9;

/// What ranks compare of a total: whole units of its last printed place (half up), or of 10⁻⁹
/// where ranks are made on exact totals.
pub(super) fn key(scoring: &Scoring, total: f64) -> i64 {
    let scaled = match scoring.rank_on {
        TotalKind::Published => {
            total * 10.0_f64.powi(scoring.decimals.cast_signed()) + 0.5 + HALF_GUARD
        }
        TotalKind::Exact => total * EXACT_SCALE + 0.5,
    };
    #[expect(clippy::cast_possible_truncation, reason = "totals stay below 10^9, keys below 2^63")]
    let key = scaled.floor() as i64;
    key
}

/// The rank of every key, from 1 for the highest, ties as set.
pub(super) fn places(keys: &[i64], ties: Ties) -> Vec<u32> {
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_unstable_by_key(|at| (std::cmp::Reverse(keys[*at]), *at));
    let mut places = vec![0; keys.len()];
    let (mut place, mut above) = (0, None);
    for (passed, at) in (1..).zip(order) {
        if above != Some(keys[at]) {
            place = if ties == Ties::Gap { passed } else { place + 1 };
            above = Some(keys[at]);
        }
        places[at] = place;
    }
    places
}

/// Quantile by nearest rank: the ⌈p·N⌉-th of N sorted values, the first for p = 0; none of none.
/// A product that only the last place of a float carries over a whole number does not count up.
pub(super) fn nearest_rank(sorted: &[u32], probability: f64) -> Option<u32> {
    #[expect(clippy::cast_precision_loss, reason = "draws are at most 100 000")]
    let position = (probability * sorted.len() as f64 - 1e-9).ceil().max(1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 1 to the number of draws"
    )]
    let position = position as usize;
    sorted.get(position.min(sorted.len()).checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scoring(rank_on: TotalKind, decimals: u32) -> Scoring {
        Scoring { decimals, rank_on, ..crate::score::tests::scoring(None) }
    }

    #[test]
    fn keys_are_printed_totals() {
        let published = scoring(TotalKind::Published, 2);
        assert_eq!(key(&published, 86.005), 8601);
        // Not a float's half: 1.005 is 1.00499999999999989….
        assert_eq!(key(&published, 1.005), 101);
        assert_eq!(key(&published, 86.004_999), 8600);
        // Far errors may draw a total below zero.
        assert_eq!(key(&published, -0.126), -13);
        assert_eq!(key(&scoring(TotalKind::Published, 0), 59.5), 60);
        let exact = scoring(TotalKind::Exact, 2);
        assert!(key(&exact, 86.004_1) < key(&exact, 86.004_2));
        assert_eq!(key(&exact, 0.1 + 0.2), key(&exact, 0.3));
    }

    #[test]
    fn ties_count_as_set() {
        let keys = [90, 100, 90, 70, 90];
        assert_eq!(places(&keys, Ties::Gap), [2, 1, 2, 5, 2]);
        assert_eq!(places(&keys, Ties::Dense), [2, 1, 2, 3, 2]);
        assert_eq!(places(&[5, 5], Ties::Gap), [1, 1]);
        assert_eq!(places(&[], Ties::Gap), [] as [u32; 0]);
    }

    /// Of 1 to 20: 5% is the first, 5.1% the second, 95% the nineteenth.
    #[test]
    fn nearest_rank_at_its_bounds() {
        let sorted: Vec<u32> = (1..=20).collect();
        let of = |probability| nearest_rank(&sorted, probability);
        assert_eq!(of(0.0), Some(1));
        assert_eq!(of(0.05), Some(1));
        assert_eq!(of(0.051), Some(2));
        assert_eq!(of(0.95), Some(19));
        assert_eq!(of(0.951), Some(20));
        assert_eq!(of(1.0), Some(20));
        // 0.07 · 100 is 7.000000000000001 in floats.
        let hundred: Vec<u32> = (1..=100).collect();
        assert_eq!(nearest_rank(&hundred, 0.07), Some(7));
        assert_eq!(nearest_rank(&[4], 0.95), Some(4));
        assert_eq!(nearest_rank(&[], 0.5), None);
    }
}
