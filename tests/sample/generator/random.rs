//! Seeded draws with the same result on every machine: integers, and floats of +, −, ×, ÷ only.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// A stream of draws.
pub struct Random(ChaCha8Rng);

impl Random {
    /// The stream of a purpose: streams of one seed do not disturb each other.
    pub fn new(seed: u64, purpose: &str) -> Self {
        // FNV-1a keeps the purposes apart.
        let hash = purpose.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(ChaCha8Rng::seed_from_u64(seed ^ hash))
    }

    /// A whole number from 0 to `end` − 1. The bias of the remainder is below 2⁻⁴⁰ here.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap();
        usize::try_from(self.0.next_u64() % end).unwrap()
    }

    /// A whole number from `low` to `high`, both inside.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = usize::try_from(high - low + 1).unwrap();
        low + i64::try_from(self.below(span)).unwrap()
    }

    /// Whether something with so many chances in a hundred happens.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Puts items in a random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// A draw near the standard normal: twelve uniform draws, added up, less their mean.
    pub fn normal(&mut self) -> f64 {
        let sum: i64 = (0..12).map(|_| self.between(0, 9_999)).sum();
        let centred = i32::try_from(sum - 59_994).unwrap();
        f64::from(centred) / 10_000.0
    }
}
