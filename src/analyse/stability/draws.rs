//! Draws: moved weights, a treatment, standard normal deviates; the same on every run.
//!
//! One `ChaCha8` a class (`ChaCha8Rng::seed_from_u64(seed)`, the class's position as stream), read
//! in words of 64 bits. v = (word >> 11) · 2⁻⁵³ lies in [0, 1).
//! `tests/foreign/reference/chacha.py` makes the same words from nothing.

use std::ops::Range;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// The stream of draws of a class.
pub(super) struct Stream(ChaCha8Rng);

/// What is drawn at once, whatever of it is used.
pub(super) struct Drawn {
    /// Weights by indicator, moved and scaled back to their old sum.
    pub(super) weights: Vec<f64>,
    /// Where in the pool of treatments, 0 to 1.
    pub(super) choice: f64,
    /// A standard normal deviate for every unit.
    pub(super) deviates: Vec<f64>,
}

impl Stream {
    /// The stream of the class at a position.
    pub(super) fn new(seed: u64, class: usize) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(class as u64);
        Self(generator)
    }

    /// The next draw: a factor for each dimension, one for each indicator, the choice of a
    /// treatment, two words for each unit.
    pub(super) fn draw(
        &mut self,
        full_marks: &[f64],
        dimensions: &[Range<usize>],
        spread: f64,
        units: usize,
    ) -> Drawn {
        let of_dimension: Vec<f64> = dimensions.iter().map(|_| self.near_one(spread)).collect();
        let mut weights = full_marks.to_vec();
        for (leaves, factor) in dimensions.iter().zip(of_dimension) {
            for weight in &mut weights[leaves.clone()] {
                *weight = *weight * self.near_one(spread) * factor;
            }
        }
        rescale(&mut weights, full_marks.iter().sum());
        let choice = self.share();
        Drawn { weights, choice, deviates: (0..units).map(|_| self.deviate()).collect() }
    }

    /// Uniform in [0, 1).
    fn share(&mut self) -> f64 {
        share(self.0.next_u64())
    }

    /// Uniform between 1 − spread and 1 + spread.
    fn near_one(&mut self, spread: f64) -> f64 {
        1.0 - spread + 2.0 * spread * self.share()
    }

    fn deviate(&mut self) -> f64 {
        let (one, other) = (self.share(), self.share());
        box_muller(one, other)
    }
}

/// The upper 53 bits of a word as a number from 0 to 1, 1 left out.
#[expect(clippy::cast_precision_loss, reason = "53 bits are what a float holds")]
fn share(word: u64) -> f64 {
    (word >> 11) as f64 * (-53.0_f64).exp2()
}

/// A standard normal deviate from two uniform ones (Box and Muller 1958, the cosine half). The
/// logarithm is of 1 − v, which is never zero.
fn box_muller(one: f64, other: f64) -> f64 {
    (-2.0 * (1.0 - one).ln()).sqrt() * (std::f64::consts::TAU * other).cos()
}

/// Scales weights to a sum.
fn rescale(weights: &mut [f64], sum: f64) {
    let scale = sum / weights.iter().sum::<f64>();
    for weight in weights {
        *weight *= scale;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }

    /// draft-strombergson-chacha-test-vectors-00, TC1, 8 rounds, 256 bits: the key stream of a key
    /// of zeros begins 3e 00 ef 2f 89 5f 40 d6 7f 5b b8 e8 1f 09 a5 a1.
    #[test]
    fn the_generator_is_chacha_with_eight_rounds() {
        let mut generator = ChaCha8Rng::from_seed([0; 32]);
        assert_eq!(generator.next_u64(), 0xd640_5f89_2fef_003e);
        assert_eq!(generator.next_u64(), 0xa1a5_091f_e8b8_5b7f);
    }

    /// Words of the seeds and streams (20240101, 0), (20240101, 1) and (0, 0), as printed by
    /// `tests/foreign/reference/chacha.py`; ten words pass the end of a block of eight.
    #[test]
    fn seed_and_stream_are_those_of_the_script() {
        let words = |seed, class| -> Vec<u64> {
            let mut stream = Stream::new(seed, class);
            (0..10).map(|_| stream.0.next_u64()).collect()
        };
        let first = words(20_240_101, 0);
        assert_eq!(first[..2], [15_349_932_949_856_201_717, 8_843_744_738_433_871_556]);
        assert_eq!(first[8..], [5_258_842_925_354_721_754, 11_013_239_689_552_089_455]);
        let second = words(20_240_101, 1);
        assert_eq!(second[0], 9_139_725_193_612_599_421);
        assert_eq!(second[9], 16_860_723_993_374_294_980);
        assert_eq!(words(0, 0)[0], 13_080_132_717_333_068_652);
    }

    /// From those words in Python, by the definitions above: two dimensions of 30 + 30 and 25 + 15
    /// points, two units.
    #[test]
    fn a_draw_is_that_of_the_script() {
        let mut stream = Stream::new(20_240_101, 0);
        let drawn = stream.draw(&[30.0, 30.0, 25.0, 15.0], &[0..2, 2..4], 0.25, 2);
        let expected = [
            30.842_051_761_801_55,
            31.783_719_812_030_29,
            22.197_922_536_275_634,
            15.176_305_889_892_536,
        ];
        for (found, expected) in drawn.weights.iter().zip(expected) {
            close(*found, expected);
        }
        close(drawn.weights.iter().sum(), 100.0);
        close(drawn.choice, 0.972_847_409_477_221_5);
        close(drawn.deviates[0], -0.263_388_291_938_923_7);
        close(drawn.deviates[1], -0.155_400_844_562_589_65);
    }

    /// Without a spread the weights stay, and the words are used up all the same.
    #[test]
    fn no_spread_moves_nothing() {
        let (mut still, mut moved) = (Stream::new(7, 0), Stream::new(7, 0));
        let one = still.draw(&[40.0, 60.0], &[0..1, 1..2], 0.0, 3);
        let other = moved.draw(&[40.0, 60.0], &[0..1, 1..2], 0.9, 3);
        one.weights.iter().zip([40.0, 60.0]).for_each(|(found, own)| close(*found, own));
        assert_eq!(one.deviates, other.deviates);
        assert!(other.weights.iter().all(|weight| *weight > 0.0));
    }

    /// v = 0, and one of all bits: the ends of [0, 1).
    #[test]
    fn ends_of_the_interval() {
        close(share(0), 0.0);
        assert!(share(u64::MAX) < 1.0);
        close(share(1 << 63), 0.5);
    }

    /// 1 − v = e⁻² gives √4 = 2, times cos 0, cos ½π, cos π; the least 1 − v, 2⁻⁵³, gives
    /// √(2 · 53 · ln 2) = 8.57; v = 0 gives 0.
    #[test]
    fn box_and_muller_on_fixed_words() {
        let radius_two = 1.0 - (-2.0_f64).exp();
        close(box_muller(radius_two, 0.0), 2.0);
        assert!(box_muller(radius_two, 0.25).abs() < 1e-12);
        close(box_muller(radius_two, 0.5), -2.0);
        let widest = box_muller(share(u64::MAX), 0.0);
        assert!((widest - 8.571_674_348_652_905).abs() < 1e-9, "{widest}");
        assert!(box_muller(0.0, 0.3).abs() < 1e-12);
    }
}
