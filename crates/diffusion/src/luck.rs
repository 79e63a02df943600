//! The mixing function behind every draw: from a key and ids to bits.
//!
//! It is small, keyed and ours, because results depend on every bit of it and
//! because the same bits have to come out of any processor, at any width:
//! 32-bit adds, xors, shifts and multiplies only.
//!
//! ```text
//! key    (seed, what is decided)  ──absorb──►  four words, once per purpose and world block
//! pair   (key, source, target)    ──three rounds──►  (a, b), once per visit of a tie
//! lane   (a, b, j)                ──two rounds──►  32 bits; two lanes are a word of 64 worlds
//! ```
//!
//! For one key, `pair` is a permutation: two ties never share a hash. The values
//! are pinned below; changing one of them changes every result and is a decision.
//!
//! - **Quality:** tests in this file hold avalanche, balance and independence of
//!   neighbouring ids, digits and worlds; TestU01's SmallCrush was run over the
//!   stream of the example `coins` in ten orders (see `docs/ARCHITECTURE.md`, "Luck").
//! - **Source:** multiply–xorshift rounds as in Steele, Lea & Flood, OOPSLA 2014,
//!   section 4; the 32-bit constants of the rounds were found by Ellis's search
//!   ("Hash Function Prospector", 2018).

use crate::simd::Vector;

/// One round: a permutation of 32 bits in which every input bit reaches every
/// output bit.
#[inline(always)]
const fn scramble(mut x: u32) -> u32 {
    x ^= x >> 16;
    x = x.wrapping_mul(FIRST);
    x ^= x >> 15;
    x = x.wrapping_mul(SECOND);
    x ^ (x >> 16)
}

/// What a round multiplies with: two odd numbers that mix well with these shifts.
const FIRST: u32 = 0x7feb_352d;
const SECOND: u32 = 0x846c_a68b;

/// From one lane of a hash to the next: an odd number near 2³² / φ, so that no two lanes
/// start alike.
const STEP: u32 = 0x9e37_79b9;

/// What a family of draws is keyed by: seed, purpose, platform, world or block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key([u32; 4]);

impl Key {
    /// The key that a seed gives.
    pub(crate) const fn of_seed(seed: u64) -> Self {
        // The digits of pi, so that no seed, zero included, starts from nothing.
        Self([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344]).with(seed)
    }

    /// The key for `id` under this key; (key, id) and (key, other) are unrelated.
    #[inline]
    pub(crate) const fn with(self, id: u64) -> Self {
        let Self([mut a, mut b, mut c, mut d]) = self;
        a ^= id as u32;
        b ^= (id >> 32) as u32;
        let mut round = 0;
        // Each turn is one step of a ring in which every word is scrambled into
        // the next; after two turns each word has met all four twice.
        while round < 2 {
            b = b.wrapping_add(scramble(a ^ 0x9e37_79b9));
            c ^= scramble(b);
            d = d.wrapping_add(scramble(c));
            a ^= scramble(d);
            round += 1;
        }
        Self([a, b, c, d])
    }

    /// The hash of two ids under this key. Different pairs have different hashes.
    #[inline(always)]
    pub(crate) const fn pair(self, first: u32, second: u32) -> Hash {
        let Self([k0, k1, k2, k3]) = self;
        let mut a = first ^ k0;
        let mut b = second ^ k1;
        b = b.wrapping_add(scramble(a));
        a = a.wrapping_add(scramble(b ^ k2));
        b ^= scramble(a.wrapping_add(k3));
        Hash { a, b }
    }
}

/// Sixty-four bits that stand for one thing to be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hash {
    a: u32,
    b: u32,
}

impl Hash {
    /// Lane `j`: 32 bits, unrelated to those of other lanes.
    #[inline(always)]
    pub(crate) const fn lane(self, j: u32) -> u32 {
        let mut x = self.a.wrapping_add(j.wrapping_mul(STEP));
        x ^= x >> 16;
        x = x.wrapping_mul(FIRST);
        x = (x ^ (x >> 15)).wrapping_add(self.b);
        x ^= x >> 15;
        x = x.wrapping_mul(SECOND);
        x ^ (x >> 16)
    }

    /// The hash itself: different pairs have different ones.
    #[inline(always)]
    pub(crate) const fn bits(self) -> u64 {
        self.a as u64 | (self.b as u64) << 32
    }

    /// Word `k`: lanes 2k (low half) and 2k + 1 (high half).
    #[inline(always)]
    pub(crate) const fn word(self, k: u32) -> u64 {
        self.lane(2 * k) as u64 | (self.lane(2 * k + 1) as u64) << 32
    }
}

/// The most neighbours whose keys are held side by side.
pub(crate) const NEIGHBOURS: usize = 8;

/// The keys of up to [`NEIGHBOURS`] neighbours, word by word, to be looked up by number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keys([[u32; NEIGHBOURS]; 4]);

impl Keys {
    /// Those that `key` gives for 0, 1, 2 …
    pub(crate) fn of(key: impl Fn(u64) -> Key) -> Self {
        let mut keys = [[0; NEIGHBOURS]; 4];
        for number in 0..NEIGHBOURS {
            let Key(words) = key(number as u64);
            for (keys, word) in keys.iter_mut().zip(words) {
                keys[number] = word;
            }
        }
        Self(keys)
    }

    /// The key of neighbour `number`.
    pub(crate) const fn key(&self, number: usize) -> Key {
        let Self([a, b, c, d]) = self;
        Key([a[number], b[number], c[number], d[number]])
    }
}

/// [`Keys`] in registers.
#[derive(Clone, Copy)]
pub(crate) struct KeysOf<V>([V; 4]);

impl<V: Vector> KeysOf<V> {
    #[inline(always)]
    pub(crate) fn load(Keys(keys): &Keys) -> Self {
        Self([
            V::load(&keys[0]),
            V::load(&keys[1]),
            V::load(&keys[2]),
            V::load(&keys[3]),
        ])
    }

    /// [`KeyOf::pair`] of sixteen pairs, each under the key of its number.
    #[inline(always)]
    pub(crate) fn pair(&self, number: V, half: V, first: V, second: V) -> HashOf<V> {
        let Self([k0, k1, k2, k3]) = *self;
        let key = KeyOf([number.of(k0), number.of(k1), number.of(k2), number.of(k3)]);
        key.pair(half, first, second)
    }
}

/// Sixteen [keys](Key), the same or not.
#[derive(Clone, Copy)]
pub(crate) struct KeyOf<V>([V; 4]);

impl<V: Vector> KeyOf<V> {
    /// One key for all.
    #[inline(always)]
    pub(crate) fn splat(Key([k0, k1, k2, k3]): Key) -> Self {
        Self([V::splat(k0), V::splat(k1), V::splat(k2), V::splat(k3)])
    }

    /// [`Key::pair`] of sixteen pairs; of their words the low halves where `half` is 0,
    /// the high ones where it is 1.
    #[inline(always)]
    pub(crate) fn pair(&self, half: V, first: V, second: V) -> HashOf<V> {
        let Self([k0, k1, k2, k3]) = *self;
        let mut a = first.xor(k0);
        let mut b = second.xor(k1);
        b = b.add(scrambled(a));
        a = a.add(scrambled(b.xor(k2)));
        b = b.xor(scrambled(a.add(k3)));
        let a = a.add(half.mul(V::splat(STEP)));
        HashOf { a, b }
    }
}

/// Sixteen [hashes](Hash), of the words of which one half is asked for.
#[derive(Clone, Copy)]
pub(crate) struct HashOf<V> {
    pub(crate) a: V,
    pub(crate) b: V,
}

impl<V: Vector> HashOf<V> {
    /// Those halves, word by word.
    #[inline(always)]
    pub(crate) fn words(self) -> impl FnMut() -> V {
        let Self { mut a, b } = self;
        #[inline(always)]
        move || {
            let mut x = a;
            a = a.add(V::splat(STEP.wrapping_mul(2)));
            x = x.xor(x.shr::<16>()).mul(V::splat(FIRST));
            x = x.xor(x.shr::<15>()).add(b);
            x = x.xor(x.shr::<15>()).mul(V::splat(SECOND));
            x.xor(x.shr::<16>())
        }
    }
}

/// [`scramble`] of sixteen.
#[inline(always)]
fn scrambled<V: Vector>(mut x: V) -> V {
    x = x.xor(x.shr::<16>()).mul(V::splat(FIRST));
    x = x.xor(x.shr::<15>()).mul(V::splat(SECOND));
    x.xor(x.shr::<16>())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Key = Key::of_seed(1).with(7);

    #[test]
    fn the_bits_never_move() {
        assert_eq!(Key::of_seed(0).0, KEY_OF_SEED_0);
        assert_eq!(KEY.0, KEY_1_7);
        let hash = KEY.pair(3, 4);
        assert_eq!([hash.a, hash.b], PAIR_3_4);
        assert_eq!([hash.word(0), hash.word(1), hash.word(63)], WORDS);
    }

    #[test]
    fn no_two_pairs_share_a_hash() {
        // Consequence of being a permutation: the steps can be undone one by one.
        let mut seen = std::collections::HashSet::new();
        for first in 0..512 {
            for second in 0..512 {
                let Hash { a, b } = KEY.pair(first, second);
                assert!(seen.insert((a, b)));
            }
        }
    }

    /// Largest distance from one half, in standard errors, over all pairs of a
    /// flipped input bit and an output bit of `f`.
    fn worst_avalanche(inputs: u32, trials: u32, f: impl Fn(u64) -> u64) -> f64 {
        let mut flips = vec![0u32; inputs as usize * 64];
        for trial in 0..trials {
            let x = u64::from(trial).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let y = f(x);
            for i in 0..inputs {
                let difference = y ^ f(x ^ 1 << i);
                for o in 0..64 {
                    flips[(i * 64 + o) as usize] += (difference >> o & 1) as u32;
                }
            }
        }
        let expected = f64::from(trials) / 2.0;
        let error = (f64::from(trials) / 4.0).sqrt();
        flips
            .iter()
            .map(|&n| (f64::from(n) - expected).abs() / error)
            .fold(0.0, f64::max)
    }

    #[test]
    fn every_input_bit_flips_every_output_bit_half_of_the_time() {
        // 4,096 cells a function: a false alarm at 6 standard errors is a matter
        // of one in 100,000 for a perfect function.
        let word = |k| move |x: u64| KEY.pair(x as u32, (x >> 32) as u32).word(k);
        for k in [0, 1, 5] {
            let worst = worst_avalanche(64, 20_000, word(k));
            assert!(worst < 6.0, "word {k}: {worst}");
        }
        let by_seed = |x: u64| Key::of_seed(x).with(1).pair(5, 6).word(0);
        let worst = worst_avalanche(64, 20_000, by_seed);
        assert!(worst < 6.0, "seed: {worst}");
        let by_id = |x: u64| Key::of_seed(9).with(x).pair(5, 6).word(0);
        let worst = worst_avalanche(64, 20_000, by_id);
        assert!(worst < 6.0, "id: {worst}");
    }

    #[test]
    fn neighbouring_ids_words_and_worlds_do_not_agree_more_than_strangers() {
        // Each pair of words agrees in 64 fair bits. Twelve comparisons of 2²² bits
        // each, bound 5 standard errors: one false alarm in 100,000.
        let n = 1 << 16;
        let compare = |name: &str, f: &dyn Fn(u32) -> (u64, u64)| {
            let agree: u64 = (0..n)
                .map(|i| {
                    let (x, y) = f(i);
                    u64::from((x ^ y).count_zeros())
                })
                .sum();
            let bits = f64::from(n) * 64.0;
            let z = (agree as f64 - bits / 2.0).abs() / (bits / 4.0).sqrt();
            assert!(z < 5.0, "{name}: {z}");
        };
        let word = |s: u32, t: u32, k: u32| KEY.pair(s, t).word(k);
        compare("next target", &|i| (word(3, i, 0), word(3, i + 1, 0)));
        compare("next source", &|i| (word(i, 3, 0), word(i + 1, 3, 0)));
        compare("turned round", &|i| (word(i, i + 9, 0), word(i + 9, i, 0)));
        compare("next digit", &|i| (word(i, 3, 0), word(i, 3, 1)));
        compare("a later digit", &|i| (word(3, i, 0), word(3, i, 7)));
        compare("halves of a word", &|i| {
            let w = word(3, i, 0);
            (w, w.rotate_left(32))
        });
        compare("next world of a word", &|i| {
            let w = word(3, i, 0);
            (w, w.rotate_left(1))
        });
        compare("far target", &|i| (word(3, i, 0), word(3, i ^ 1 << 31, 0)));
        let block = |b: u64, i: u32| Key::of_seed(1).with(b).pair(3, i).word(0);
        compare("next block", &|i| (block(5, i), block(6, i)));
        compare("next seed", &|i| {
            let of = |s: u64| Key::of_seed(s).with(5).pair(3, 4).word(0);
            (of(i.into()), of(u64::from(i) + 1))
        });
        compare("source for target", &|i| (word(i, 0, 0), word(0, i, 0)));
        compare("ids and ones", &|i| (word(i, i, 0), u64::MAX));
    }

    #[test]
    fn bytes_of_words_are_spread_evenly() {
        // Chi-square over 256 values of each byte, in three orders; 255 degrees of
        // freedom, bound 400: below one in ten million.
        let orders: [(&str, &dyn Fn(u32) -> u64); 3] = [
            ("by target", &|i| KEY.pair(1, i).word(0)),
            ("by source", &|i| KEY.pair(i, 1).word(0)),
            ("by digit", &|i| KEY.pair(i / 64, 2).word(i % 64)),
        ];
        for (name, order) in orders {
            let mut counts = [[0u32; 256]; 8];
            let n = 1 << 17;
            for i in 0..n {
                for (byte, value) in order(i).to_le_bytes().into_iter().enumerate() {
                    counts[byte][value as usize] += 1;
                }
            }
            let expected = f64::from(n) / 256.0;
            for counts in counts {
                let chi: f64 = counts
                    .iter()
                    .map(|&c| (f64::from(c) - expected).powi(2) / expected)
                    .sum();
                assert!(chi < 400.0, "{name}: {chi}");
            }
        }
    }

    #[test]
    fn a_bit_tells_nothing_of_the_bits_after_it_in_any_order() {
        // Each order is one string of 2²² bits. At each lag, bits agree half of the
        // time: 40 comparisons, bound 4.5 standard errors, one false alarm in 3,700
        // for a perfect function under keys picked blindly.
        const WORDS: usize = 1 << 16;
        let orders: [(&str, &dyn Fn(u32) -> u64); 5] = [
            ("target", &|i| KEY.pair(3, i).word(0)),
            ("source", &|i| KEY.pair(i, 3).word(0)),
            ("digit", &|i| KEY.pair(3, i / 64).word(i % 64)),
            ("block", &|i| KEY.with(i.into()).pair(3, 4).word(0)),
            ("seed", &|i| {
                Key::of_seed(i.into()).with(7).pair(3, 4).word(0)
            }),
        ];
        for (name, order) in orders {
            let words: Vec<u64> = (0..WORDS as u32).map(order).collect();
            for lag in [1, 2, 31, 32, 33, 63, 64, 4096] {
                let (whole, part) = (lag / 64, lag % 64);
                let agree: u64 = (0..WORDS - whole - 1)
                    .map(|i| {
                        // The 64 bits that begin `lag` bits after word i begins.
                        let pair =
                            u128::from(words[i + whole + 1]) << 64 | u128::from(words[i + whole]);
                        let later = (pair >> part) as u64;
                        u64::from((words[i] ^ later).count_zeros())
                    })
                    .sum();
                let bits = 64.0 * (WORDS - whole - 1) as f64;
                let z = (agree as f64 - bits / 2.0) / (bits / 4.0).sqrt();
                assert!(z.abs() < 4.5, "{name}, lag {lag}: {z}");
            }
        }
    }

    #[test]
    fn a_strong_generator_gives_the_same_averages() {
        // Means and correlations of 2²⁰ uniforms from the mixing function and from
        // ChaCha8, each within 5 standard errors of the truth.
        use rand_chacha::ChaCha8Rng;
        use rand_chacha::rand_core::{Rng, SeedableRng};
        let mut strong = ChaCha8Rng::seed_from_u64(3);
        let n = 1u32 << 20;
        let unit = |x: u64| (x >> 11) as f64 / (1u64 << 53) as f64;
        let mut ours = (0..n).map(|i| unit(KEY.pair(i >> 10, i & 1023).word(0)));
        let mut theirs = std::iter::repeat_with(|| unit(strong.next_u64())).take(n as usize);
        for uniforms in [&mut ours as &mut dyn Iterator<Item = f64>, &mut theirs] {
            let (mut sum, mut lagged, mut last) = (0.0, 0.0, 0.5);
            for u in uniforms {
                sum += u - 0.5;
                lagged += (u - 0.5) * (last - 0.5);
                last = u;
            }
            let n = f64::from(n);
            assert!(sum.abs() < 5.0 * (n / 12.0).sqrt(), "mean {sum}");
            assert!(lagged.abs() < 5.0 * n.sqrt() / 12.0, "lag {lagged}");
        }
    }

    const KEY_OF_SEED_0: [u32; 4] = [4_023_261_295, 237_852_186, 276_431_532, 3_509_552_793];
    const KEY_1_7: [u32; 4] = [4_279_738_122, 379_285_434, 982_218_665, 3_975_528_045];
    const PAIR_3_4: [u32; 2] = [1_915_807_951, 3_998_508_473];
    const WORDS: [u64; 3] = [
        0xe6b6_8086_644e_a06e,
        0x538a_47b2_94c9_6652,
        0x06c7_d2f7_67f8_7b06,
    ];
}
