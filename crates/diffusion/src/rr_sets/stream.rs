//! The luck of RR sets: a stream of words for each, known by its number.
//!
//! ```text
//! b        the hash of a set's number, under the key of (seed, purpose); a: its word 0
//! word k   of a set: a + k·γ, mixed in two rounds of 64 bits, between which b is added
//! ```
//!
//! A set takes the words of its own stream in the order of its own search, so that
//! nothing depends on which other sets are searched beside it, or where.
//!
//! - **Another luck than that of ties:** an RR set is an independent sample. It shares no
//!   world with any cascade, nor with another set.
//! - **Source:** the rounds of Steele, Lea & Flood, OOPSLA 2014 (variant 13 of Stafford).

use groundswell_graph::name_key::NameKey;

use crate::luck::Key;
use crate::world::World;

/// The luck of all RR sets of one seed and purpose.
#[derive(Debug, Clone, Copy)]
pub struct RrLuck {
    key: Key,
    seed: u64,
}

impl RrLuck {
    /// The luck that `seed` gives for `purpose`; sets for different purposes have nothing
    /// in common.
    pub fn new(seed: u64, purpose: NameKey) -> Self {
        let key = Key::of_seed(seed)
            .with(NameKey::of("RR set").0)
            .with(purpose.0);
        let seed = key.pair(0, u32::MAX).word(0);
        Self { key, seed }
    }

    /// The words of set `number`.
    #[inline]
    pub(crate) fn stream(self, number: u64) -> Stream {
        let hash = self.key.pair(number as u32, (number >> 32) as u32);
        Stream {
            at: hash.word(0),
            own: hash.bits(),
        }
    }

    /// A world for set `number` alone, where a model has to be asked tie by tie.
    pub(crate) fn world(self, number: u64) -> World {
        World::new(self.seed, number)
    }
}

/// The words of one set, one after the other.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Stream {
    at: u64,
    own: u64,
}

impl Stream {
    /// The next word.
    #[inline(always)]
    pub(crate) fn word(&mut self) -> u64 {
        self.at = self.at.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.at;
        x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ x >> 27).wrapping_add(self.own);
        x = (x ^ x >> 29).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ x >> 31
    }

    /// A number below `count`, each as likely to within 2⁻⁶⁴.
    #[inline(always)]
    pub(crate) fn below(&mut self, count: u32) -> u32 {
        ((u128::from(self.word()) * u128::from(count)) >> 64) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luck() -> RrLuck {
        RrLuck::new(1, NameKey::of("selection"))
    }

    #[test]
    fn the_words_never_move() {
        let mut stream = luck().stream(7);
        assert_eq!([stream.word(), stream.word()], PINNED);
        assert_eq!(stream.below(1000), PINNED_BELOW);
    }

    #[test]
    fn words_of_one_set_and_of_neighbouring_sets_agree_in_half_of_their_bits() {
        // Eight comparisons of 2²² bits each, bound 5 standard errors: one false alarm
        // in 200,000.
        let compare = |name: &str, f: &dyn Fn(u64) -> (u64, u64)| {
            let n = 1u64 << 16;
            let agree: u64 = (0..n)
                .map(|i| {
                    let (x, y) = f(i);
                    u64::from((x ^ y).count_zeros())
                })
                .sum();
            let bits = n as f64 * 64.0;
            let z = (agree as f64 - bits / 2.0).abs() / (bits / 4.0).sqrt();
            assert!(z < 5.0, "{name}: {z}");
        };
        let nth = |luck: RrLuck, number: u64, n: usize| {
            let mut stream = luck.stream(number);
            std::iter::repeat_with(|| stream.word()).nth(n).unwrap()
        };
        let other = RrLuck::new(1, NameKey::of("certificate"));
        compare("next set", &|i| (nth(luck(), i, 0), nth(luck(), i + 1, 0)));
        compare("far set", &|i| {
            (nth(luck(), i, 0), nth(luck(), i | 1 << 40, 0))
        });
        compare("next word", &|i| (nth(luck(), i, 0), nth(luck(), i, 1)));
        compare("a later word", &|i| (nth(luck(), i, 3), nth(luck(), i, 9)));
        compare("purpose", &|i| (nth(luck(), i, 0), nth(other, i, 0)));
        compare("seed", &|i| {
            let of = |seed| nth(RrLuck::new(seed, NameKey::of("x")), 5, 0);
            (of(i), of(i + 1))
        });
        compare("turned", &|i| {
            let word = nth(luck(), i, 0);
            (word, word.rotate_left(1))
        });
        compare("ones", &|i| (nth(luck(), i, 2), u64::MAX));
    }

    #[test]
    fn numbers_below_a_count_are_as_likely() {
        // Chi-square with 999 degrees of freedom over a million numbers of one stream:
        // 5 standard deviations of it, one false alarm in a million.
        let mut counts = [0u32; 1000];
        let mut stream = luck().stream(3);
        for _ in 0..1_000_000 {
            counts[stream.below(1000) as usize] += 1;
        }
        let chi: f64 = counts
            .iter()
            .map(|&n| (f64::from(n) - 1000.0).powi(2) / 1000.0)
            .sum();
        assert!((chi - 999.0).abs() < 5.0 * f64::sqrt(2.0 * 999.0), "{chi}");
    }

    const PINNED: [u64; 2] = [16_789_500_026_654_026_118, 15_260_927_877_486_213_955];
    const PINNED_BELOW: u32 = 701;
}
