//! Skip luck: which ties of a person are live, found by jumping from one live tie to
//! the next.
//!
//! Where all ties out of a person have the same chance p, the number of dead ties
//! before the next live one is geometric: at least g with probability (1 − p)^g. A
//! person's live ties are the positions that one meets by adding up such gaps, and
//! dead ties cost nothing.
//!
//! ```text
//! word k    of the hash of (seed, world, skip, platform, channel, person): 64 bits
//! steps     how many of (1 − p)^1 … (1 − p)^1024, in units of 2⁻⁶⁴, are above it
//! steps < 1024   so many dead ties, then a live one
//! steps = 1024   so many dead ties, and word k + 1 goes on: gaps have no memory
//! ```
//!
//! - **Exact** up to rounding: each power is the nearest multiple of 2⁻⁶⁴, or one that
//!   is further from it by less than 2⁻¹¹⁷, so that a gap of any length has its
//!   probability to within 2⁻⁶⁴ + 2⁻¹¹⁶, and all lengths together to within 2⁻⁵⁴.
//!   Integers only: the same bits on every processor.
//! - **More is not always more.** Raising p never makes a person's live ties fewer, and
//!   the n-th of them stands at the same place or before: a word's steps never grow, so
//!   that after as many words one has come no further and met no fewer live ties. But a
//!   live tie to one friend may become one to another, so that a cascade may lose people,
//!   and its spread may shrink within a world. Tests show both. Comparisons that promise
//!   "more never means less" need the luck of ties.
//! - **Another luck than that of ties:** one world by its number is another world here.
//!   The position in a row is what luck knows a tie by, so that adding a tie moves those
//!   behind it.
//! - **Source:** Devroye, *Non-Uniform Random Variate Generation*, 1986, sections III.2.4
//!   (the method of guide tables) and X.2 (geometric gaps).

use groundswell_graph::id::NodeId;
use groundswell_graph::probability::Chance;

use crate::luck::Hash;
use crate::world::SkipLuck;

/// Ties that one word can pass over. A part of luck: never changed.
pub const LONGEST: usize = 1024;

/// Cells of the guide, by the first digits of a word; no result depends on it.
const CELLS: usize = 1 << CELL_DIGITS;
const CELL_DIGITS: u32 = 12;

/// The lengths of gaps between live ties of one chance, as a table: 22 KiB.
#[derive(Debug, Clone)]
pub struct Gaps {
    /// Entry g: (1 − p)^g in units of 2⁻⁶⁴. The first stands for one, and is not read.
    powers: Box<[u64; LONGEST + 1]>,
    /// Their upper halves.
    halves: Box<[u32; LONGEST + 1]>,
    /// For each cell the steps of its largest word: what all its words have at least.
    guide: Box<[u16; CELLS]>,
}

impl Gaps {
    /// The gaps between ties of this chance; `None` where no tie is ever live.
    pub fn new(chance: Chance) -> Option<Self> {
        if chance == Chance::NEVER {
            return None;
        }
        let dead = match chance.is_certain() {
            true => 0,
            false => chance.digits().wrapping_neg(),
        };
        let mut powers = Box::new([u64::MAX; LONGEST + 1]);
        let mut power = Fraction(u128::from(dead) << 64);
        for entry in &mut powers[1..] {
            *entry = power.rounded();
            power = power.times(dead);
        }
        let mut halves = Box::new([0; LONGEST + 1]);
        for (half, &power) in halves.iter_mut().zip(powers.iter()) {
            *half = (power >> 32) as u32;
        }
        let mut guide = Box::new([0; CELLS]);
        for (cell, least) in guide.iter_mut().enumerate() {
            let largest = ((cell as u64 + 1) << (64 - CELL_DIGITS)).wrapping_sub(1);
            *least = powers[1..].partition_point(|&power| largest < power) as u16;
        }
        Some(Self {
            powers,
            halves,
            guide,
        })
    }

    /// How many ties a word passes over: [`LONGEST`] if none of so many is live.
    #[inline(always)]
    pub fn steps(&self, word: u64) -> usize {
        self.steps_of((word >> 32) as u32, || word)
    }

    /// The same from the upper half of the word, the rest of which is asked for only
    /// where it matters: once in millions.
    #[inline(always)]
    pub(crate) fn steps_of(&self, half: u32, word: impl Fn() -> u64) -> usize {
        let cell = (half >> (32 - CELL_DIGITS)) as usize;
        let mut steps = usize::from(self.guide[cell]);
        while steps < LONGEST {
            let next = self.halves[steps + 1];
            if half > next || half == next && word() >= self.powers[steps + 1] {
                break;
            }
            steps += 1;
        }
        steps
    }

    /// Whether it is certain, from the upper half of the first word alone, that none of
    /// `degree` ties is live. Where it is not, nearly always one is.
    #[inline(always)]
    pub(crate) fn passes_all(&self, half: u32, degree: usize) -> bool {
        degree <= LONGEST && half < self.halves[degree.min(LONGEST)]
    }
}

/// A number in [0, 1) with 128 binary digits.
#[derive(Clone, Copy)]
struct Fraction(u128);

impl Fraction {
    /// The product with `factor` / 2⁶⁴, rounded down.
    fn times(self, factor: u64) -> Self {
        let factor = u128::from(factor);
        let (upper, lower) = (self.0 >> 64, self.0 & u128::from(u64::MAX));
        Self(upper * factor + ((lower * factor) >> 64))
    }

    /// The nearest multiple of 2⁻⁶⁴.
    fn rounded(self) -> u64 {
        // Below 1 − 2⁻⁶⁴ wherever a tie may be live, so that this stays below one.
        ((self.0 >> 64) as u64) + (self.0 >> 63 & 1) as u64
    }
}

/// The positions of a person's live ties among all their ties, ascending.
#[derive(Debug, Clone)]
pub struct Skips<'g> {
    gaps: &'g Gaps,
    hash: Hash,
    /// The word that comes next.
    word: u32,
    /// The first position that is open.
    at: usize,
    degree: usize,
}

impl<'g> Skips<'g> {
    /// The live ones of the `degree` ties of `person`.
    pub fn new(gaps: &'g Gaps, luck: SkipLuck, person: NodeId, degree: usize) -> Self {
        Self {
            gaps,
            hash: luck.hash(person),
            word: 0,
            at: 0,
            degree,
        }
    }
}

impl Iterator for Skips<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while self.at < self.degree {
            let steps = self.gaps.steps(self.hash.word(self.word));
            self.word += 1;
            self.at += steps;
            if steps < LONGEST {
                let live = self.at;
                self.at += 1;
                return (live < self.degree).then_some(live);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::World;
    use groundswell_graph::name_key::NameKey;
    use groundswell_graph::probability::Probability;

    const CHANCES: [f64; 8] = [1e-9, 1e-4, 0.01, 0.1, 0.3, 0.5, 0.9, 0.999];

    fn gaps(p: f64) -> Gaps {
        Gaps::new(Probability::clamped(p).chance()).unwrap()
    }

    fn luck(index: u64) -> SkipLuck {
        World::new(20_261_122, index).skips(NameKey::of("facebook"), NameKey::of("tie"))
    }

    /// The live positions of person 5 in world `index`.
    fn live(gaps: &Gaps, index: u64, degree: usize) -> Vec<usize> {
        Skips::new(gaps, luck(index), NodeId(5), degree).collect()
    }

    /// The product of a number of any length, lowest digits first, with `factor`.
    fn product(number: &[u64], factor: u64) -> Vec<u64> {
        let mut carry = 0;
        let mut digits: Vec<u64> = Vec::with_capacity(number.len() + 1);
        for &digit in number {
            let sum = u128::from(digit) * u128::from(factor) + carry;
            digits.push(sum as u64);
            carry = sum >> 64;
        }
        digits.push(carry as u64);
        digits
    }

    #[test]
    fn every_power_is_the_nearest_multiple_of_two_to_the_minus_64() {
        for p in CHANCES {
            let gaps = gaps(p);
            let dead = Probability::clamped(p).chance().digits().wrapping_neg();
            // All digits of dead^g: as a fraction it has 64·g of them.
            let mut exact = vec![dead];
            for (g, &power) in gaps.powers.iter().enumerate().skip(1) {
                let [.., next, first] = [&[0], &exact[..]].concat()[..] else {
                    unreachable!("there are two digits");
                };
                assert_eq!(power, first + (next >> 63), "{p} to the {g}");
                exact = product(&exact, dead);
            }
        }
    }

    #[test]
    fn the_guide_and_halves_of_words_change_no_gap() {
        for p in CHANCES {
            let gaps = gaps(p);
            let slowly = |word| gaps.powers[1..].iter().take_while(|&&q| word < q).count();
            let edges = gaps.powers[1..].iter().step_by(37);
            let near = edges.flat_map(|&q| [q.wrapping_sub(1), q, q ^ 1 << 40]);
            let spread = (0..2000u64).map(|i| i.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            for word in near.chain(spread).chain([0, u64::MAX]) {
                assert_eq!(gaps.steps(word), slowly(word), "{p} {word:x}");
                for degree in [0, 1, 7, 1000, LONGEST, LONGEST + 1, 5000] {
                    let passes = gaps.passes_all((word >> 32) as u32, degree);
                    assert!(!passes || slowly(word) >= degree);
                }
            }
        }
    }

    #[test]
    fn ties_that_are_certain_are_all_live_and_impossible_ones_have_no_gaps() {
        let certain = gaps(1.0);
        assert!(live(&certain, 3, 2000).into_iter().eq(0..2000));
        assert!(Gaps::new(Chance::NEVER).is_none());
        // The least chance there is: nothing in 5000 ties, all but surely.
        let least = Gaps::new(Chance::from_digits(1)).unwrap();
        assert_eq!(live(&least, 3, 5000), []);
    }

    #[test]
    fn the_gaps_never_move() {
        let gaps = gaps(0.01);
        assert_eq!(live(&gaps, 7, 600), PINNED);
        assert_eq!(luck(7).word(NodeId(5), 0), PINNED_WORD);
    }

    /// Chi-square of counts that are each expected to be `expected`, in standard
    /// deviations from its mean.
    fn excess(counts: &[u32], expected: f64, variance: f64) -> f64 {
        let chi = counts
            .iter()
            .map(|&n| (f64::from(n) - expected).powi(2) / variance);
        let n = counts.len() as f64;
        (chi.sum::<f64>() - n) / (2.0 * n).sqrt()
    }

    #[test]
    fn every_position_is_live_as_often_as_its_chance_and_whatever_its_neighbours_are() {
        // 20,000 worlds; ties beyond LONGEST are met after gaps that go on. Each count
        // is binomial and all are independent: a chi-square with as many degrees of
        // freedom as positions, bound 4.5 standard deviations, for positions alone and
        // for pairs of neighbours and of positions 100 apart.
        const WORLDS: u32 = 20_000;
        for (p, degree) in [(0.001, 3000), (0.01, 1500), (0.1, 300), (0.5, 200)] {
            let gaps = gaps(p);
            let mut alone = vec![0u32; degree];
            let mut pairs = [vec![0u32; degree - 1], vec![0u32; degree - 100]];
            let mut here = vec![false; degree];
            for index in 0..WORLDS {
                let live = live(&gaps, index.into(), degree);
                live.iter().for_each(|&at| here[at] = true);
                for &at in &live {
                    alone[at] += 1;
                    for (counts, lag) in pairs.iter_mut().zip([1, 100]) {
                        counts[at.saturating_sub(lag)] += u32::from(at >= lag && here[at - lag]);
                    }
                }
                live.iter().for_each(|&at| here[at] = false);
            }
            let n = f64::from(WORLDS);
            let z = excess(&alone, n * p, n * p * (1.0 - p));
            assert!(z.abs() < 4.5, "alone at {p}: {z}");
            for (counts, lag) in pairs.iter().zip([1, 100]) {
                // Counts that are expected to be small are too skew for a normal bound.
                let sum: u32 = counts.iter().sum();
                let (expected, pairs) = (n * p * p, counts.len() as f64);
                let error = (pairs * expected * (1.0 + 2.0 * p)).sqrt();
                let z = (f64::from(sum) - pairs * expected) / error;
                assert!(z.abs() < 4.5, "{lag} apart at {p}: {z}");
            }
        }
    }

    #[test]
    fn gaps_are_as_long_as_their_probabilities_have_it() {
        // The first gaps of 100,000 people: chi-square over lengths that are expected at
        // least 20 times and the rest, bound 4.5 standard deviations.
        const PEOPLE: u32 = 100_000;
        for p in [0.01, 0.1, 0.5] {
            let gaps = gaps(p);
            let mut counts = vec![0u32; LONGEST + 1];
            for v in 0..PEOPLE {
                counts[gaps.steps(luck(0).word(NodeId(v), 0))] += 1;
            }
            let (mut chi, mut cells, mut rest) = (0.0, 0.0, 1.0);
            let mut left = f64::from(PEOPLE);
            for count in counts {
                let expected = f64::from(PEOPLE) * rest * p;
                if expected < 20.0 {
                    break;
                }
                chi += (f64::from(count) - expected).powi(2) / expected;
                (cells, rest, left) = (cells + 1.0, rest * (1.0 - p), left - f64::from(count));
            }
            let expected = f64::from(PEOPLE) * rest;
            chi += (left - expected).powi(2) / expected;
            let z = (chi - cells) / f64::sqrt(2.0 * cells);
            assert!(z.abs() < 4.5, "{p}: {z}");
        }
    }

    #[test]
    fn raising_the_chance_never_moves_a_live_tie_back_and_may_replace_it() {
        let mut replaced = 0;
        for (low, high) in [(0.01, 0.011), (0.1, 0.3), (0.0005, 0.05)] {
            let (less, more) = (gaps(low), gaps(high));
            for index in 0..500 {
                let (less, more) = (live(&less, index, 2500), live(&more, index, 2500));
                assert!(less.len() <= more.len());
                assert!(less.iter().zip(&more).all(|(less, more)| more <= less));
                replaced += u32::from(less.iter().any(|at| !more.contains(at)));
            }
        }
        assert!(replaced > 500, "{replaced}");
    }

    const PINNED: [usize; 8] = [5, 11, 30, 98, 235, 340, 397, 446];
    const PINNED_WORD: u64 = 17_521_953_528_058_895_440;
}
