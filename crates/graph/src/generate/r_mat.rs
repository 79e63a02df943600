//! R-MAT: ties fall into quadrants of the table of all pairs, again and again.
//!
//! Halving people and people to be heard, level by level, gives four quadrants;
//! a tie falls into them with chances a, b, c, d. Communities within communities
//! come out, and heavy-tailed numbers of ties, with the hubs among the low ids:
//! the shape of large social networks, at any size. It is a stochastic Kronecker
//! graph of a two by two matrix.
//!
//! - **Draws:** one stream per 65,536 pairs; one 64-bit word for each five levels,
//!   which a table of their 1,024 combinations turns into five bits of either id.
//! - **Cost:** about 20 ns a pair at scale 20 on one core, on all threads; 8 bytes
//!   a pair until frozen.
//! - **Source:** Chakrabarti, Zhan & Faloutsos, *SIAM International Conference on
//!   Data Mining*, 2004; alias table after Vose, *IEEE Transactions on Software
//!   Engineering* 17(9), 1991; several levels at once after Hübschle-Schneider &
//!   Sanders, *Network Science* 8(4), 2020. Noise after Seshadhri, Pinar & Kolda,
//!   *Journal of the ACM* 60(2), 2013: one shift a level, for all ties alike, in
//!   place of the paper's noise for each tie.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::Error;
use crate::builder::Direction;
use crate::community::{stream, unit};
use crate::generate::kind::{DIRECTIONS, Kind, Parameter, Range, Takes};
use crate::generate::{Drawn, Generator, PAIRS_PER_STREAM, can_be_held};
use crate::id::NodeId;

/// Levels that one table look-up decides.
const LEVELS: u32 = 5;

/// Stream of the noise; the blocks have those from 0 on.
const NOISE: u64 = u64::MAX;

/// A recursive matrix graph.
#[derive(Debug, Clone, PartialEq)]
pub struct RMat {
    /// There are 2 to the power of `scale` people; 0 to 30.
    pub scale: u32,
    /// Drawn pairs for each person. Pairs drawn twice and loops are left out, so
    /// that somewhat fewer ties stand.
    pub edge_factor: f64,
    /// Chances of the quadrants [a, b, c, d]: both ids in their lower half; the
    /// target's in its upper; the source's in its upper; both. They add up to 1.
    pub quadrants: [f64; 4],
    /// How far a level's quadrants may be shifted, 0 to min((a + d) / 2, b, c):
    /// smooths the teeth that the exact model has in its numbers of ties.
    pub noise: f64,
    /// Which way word passes along a pair.
    pub direction: Direction,
}

impl Default for RMat {
    fn default() -> Self {
        Self {
            scale: 10,
            edge_factor: 16.0,
            quadrants: [0.57, 0.19, 0.19, 0.05],
            noise: 0.0,
            direction: Direction::SourceToTarget,
        }
    }
}

/// What the command line says of it.
pub(super) static KIND: Kind = Kind {
    name: "r-mat",
    makes: "communities within communities and hubs, at any size; a Kronecker graph",
    source: "Chakrabarti, Zhan & Faloutsos, SIAM Data Mining 2004",
    takes: Takes { person: 7, tie: 12 },
    parameters: &[
        Parameter {
            key: "scale",
            meaning: "there are 2^scale people",
            default: "10",
            range: Range::Whole(0, 30),
        },
        Parameter {
            key: "edge_factor",
            meaning: "drawn pairs for each person",
            default: "16",
            range: Range::Number(0.0, u32::MAX as f64),
        },
        Parameter {
            key: "a",
            meaning: "chance of the quadrant of low sources and low targets",
            default: "0.57",
            range: Range::Number(0.0, 1.0),
        },
        Parameter {
            key: "b",
            meaning: "chance of low sources and high targets",
            default: "0.19",
            range: Range::Number(0.0, 1.0),
        },
        Parameter {
            key: "c",
            meaning: "chance of high sources and low targets",
            default: "0.19",
            range: Range::Number(0.0, 1.0),
        },
        Parameter {
            key: "d",
            meaning: "chance of high sources and high targets; with a, b and c it makes 1",
            default: "0.05",
            range: Range::Number(0.0, 1.0),
        },
        Parameter {
            key: "noise",
            meaning: "how far a level's chances are shifted, to min((a + d) / 2, b, c)",
            default: "0",
            range: Range::Number(0.0, 0.5),
        },
        Parameter {
            key: "direction",
            meaning: "which way word passes along a pair",
            default: "source-to-target",
            range: Range::Word(DIRECTIONS),
        },
    ],
    read: |settings| {
        Ok(Box::new(RMat {
            scale: settings.count("scale")?,
            edge_factor: settings.number("edge_factor")?,
            quadrants: [
                settings.number("a")?,
                settings.number("b")?,
                settings.number("c")?,
                settings.number("d")?,
            ],
            noise: settings.number("noise")?,
            direction: settings.direction("direction")?,
        }))
    },
};

/// Picks the quadrants of up to five levels at once.
struct Levels {
    /// How many levels these are.
    levels: u32,
    /// One entry for each combination: it stays what it is where a fraction of 54
    /// bits is below `keep`, and is `other` instead elsewhere.
    entries: Vec<Entry>,
}

#[derive(Clone, Copy, Default)]
struct Entry {
    keep: u64,
    own: u16,
    other: u16,
}

impl Levels {
    /// The combinations of `quadrants`, the topmost level first. A combination is
    /// written as the source's bits, then the target's.
    fn new(quadrants: &[[f64; 4]]) -> Self {
        let levels = quadrants.len() as u32;
        let size = 1usize << (2 * levels);
        let mut weights = vec![1.0; size];
        for (combination, weight) in weights.iter_mut().enumerate() {
            for (level, chances) in (0..levels).rev().zip(quadrants) {
                let source = combination >> (levels + level) & 1;
                let target = combination >> level & 1;
                *weight *= chances[2 * source + target];
            }
        }
        // Vose's method: what an entry lacks of its even share comes from another.
        let total: f64 = weights.iter().sum();
        let mut share: Vec<f64> = weights.iter().map(|w| w * size as f64 / total).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..size).partition(|&i| share[i] < 1.0);
        let fraction = |share: f64| (share * (1u64 << (64 - 2 * LEVELS)) as f64) as u64;
        let always = |i: usize| Entry {
            keep: u64::MAX,
            own: i as u16,
            other: i as u16,
        };
        let mut entries: Vec<Entry> = (0..size).map(always).collect();
        while let (Some(&s), Some(&l)) = (small.last(), large.last()) {
            small.pop();
            entries[s].keep = fraction(share[s]);
            entries[s].other = l as u16;
            share[l] -= 1.0 - share[s];
            if share[l] < 1.0 {
                large.pop();
                small.push(l);
            }
        }
        Self { levels, entries }
    }

    /// The source's and the target's bits.
    #[inline]
    fn pick(&self, random: &mut ChaCha8Rng) -> (u32, u32) {
        let word = random.next_u64();
        // The upper bits choose the entry, the lower 54 are the fraction.
        let entry = self.entries[(word >> (64 - 2 * self.levels)) as usize];
        let fraction = word & ((1 << (64 - 2 * LEVELS)) - 1);
        let bits = if fraction < entry.keep {
            entry.own
        } else {
            entry.other
        };
        let bits = u32::from(bits);
        (bits >> self.levels, bits & ((1 << self.levels) - 1))
    }
}

impl RMat {
    /// How many pairs are drawn.
    fn pairs(&self) -> f64 {
        libm::round(self.edge_factor * f64::from(1u32 << self.scale))
    }

    /// The quadrants of each level, the topmost first.
    fn by_level(&self, seed: u64) -> Vec<[f64; 4]> {
        let [a, b, c, d] = self.quadrants;
        let mut random = stream(seed, NOISE);
        let level = |_| {
            if self.noise == 0.0 {
                return self.quadrants;
            }
            let shift = self.noise * (2.0 * unit(&mut random) - 1.0);
            let of_both = 2.0 * shift / (a + d);
            [a - of_both * a, b + shift, c + shift, d - of_both * d]
        };
        (0..self.scale).map(level).collect()
    }

    /// Pairs in the order in which they are drawn, in blocks.
    fn blocks(&self, seed: u64) -> Vec<Vec<(NodeId, NodeId)>> {
        let by_level = self.by_level(seed);
        let tables: Vec<Levels> = by_level.chunks(LEVELS as usize).map(Levels::new).collect();
        let pairs = self.pairs() as usize;
        (0..pairs.div_ceil(PAIRS_PER_STREAM))
            .into_par_iter()
            .map(|block| {
                let mut random = stream(seed, block as u64);
                let pair = |_| {
                    let (mut source, mut target) = (0, 0);
                    for table in &tables {
                        let (upper, lower) = table.pick(&mut random);
                        source = source << table.levels | upper;
                        target = target << table.levels | lower;
                    }
                    (NodeId(source), NodeId(target))
                };
                let first = block * PAIRS_PER_STREAM;
                (first..pairs.min(first + PAIRS_PER_STREAM))
                    .map(pair)
                    .collect()
            })
            .collect()
    }
}

impl Generator for RMat {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn people(&self) -> u32 {
        1u32.checked_shl(self.scale).unwrap_or(u32::MAX)
    }

    fn check(&self) -> Result<f64, Error> {
        let [a, b, c, d] = self.quadrants;
        KIND.check(&[
            ("scale", self.scale.into()),
            ("edge_factor", self.edge_factor),
            ("a", a),
            ("b", b),
            ("c", c),
            ("d", d),
            ("noise", self.noise),
        ])?;
        let rest = 1.0 - a - b - c;
        if (d - rest).abs() > 1e-9 {
            let expected = format!("{:.6}, so that a, b, c and d add up to 1", rest.max(0.0));
            return Err(KIND.bad("d", d, expected));
        }
        let most = ((a + d) / 2.0).min(b).min(c);
        if self.noise > most {
            return Err(KIND.bad("noise", self.noise, format!("a number from 0 to {most}")));
        }
        can_be_held(self.pairs(), self.direction)
    }

    fn draw(&self, seed: u64) -> Result<Drawn, Error> {
        self.check()?;
        Drawn::of(self.people(), self.blocks(seed), self.direction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(model: &RMat, seed: u64) -> Vec<(u32, u32)> {
        let blocks = model.blocks(seed);
        blocks.iter().flatten().map(|(a, b)| (a.0, b.0)).collect()
    }

    /// Whether each level's quadrants have their shares, to 4.5 standard errors.
    fn quadrants_are(pairs: &[(u32, u32)], by_level: &[[f64; 4]]) {
        for (bit, chances) in (0..by_level.len()).rev().zip(by_level) {
            let mut counts = [0u32; 4];
            for (source, target) in pairs {
                counts[(2 * (source >> bit & 1) + (target >> bit & 1)) as usize] += 1;
            }
            let n = pairs.len() as f64;
            for (count, chance) in counts.into_iter().zip(chances) {
                let error = libm::sqrt(n * chance * (1.0 - chance));
                let gap = f64::from(count) - n * chance;
                assert!(gap.abs() <= 4.5 * error, "bit {bit}: {gap}");
            }
        }
    }

    #[test]
    fn every_level_has_its_quadrants() {
        for scale in [1, 3, 5, 12] {
            let model = RMat {
                scale,
                edge_factor: f64::from(1u32 << (17 - scale)),
                quadrants: [0.5, 0.1, 0.25, 0.15],
                ..Default::default()
            };
            quadrants_are(&pairs(&model, 1), &model.by_level(1));
        }
    }

    #[test]
    fn levels_know_nothing_of_each_other() {
        // The share of pairs in the same two quadrants of two levels, within one
        // look-up and across two, is the product; 4.5 standard errors.
        let model = RMat {
            scale: 8,
            edge_factor: 512.0,
            ..Default::default()
        };
        let pairs = pairs(&model, 2);
        let n = pairs.len() as f64;
        let quadrant =
            |&(s, t): &(u32, u32), bit: u32| (2 * (s >> bit & 1) + (t >> bit & 1)) as usize;
        for (upper, lower) in [(7, 6), (7, 3), (4, 2), (2, 0), (6, 1)] {
            let mut counts = [[0u32; 4]; 4];
            for pair in &pairs {
                counts[quadrant(pair, upper)][quadrant(pair, lower)] += 1;
            }
            for (i, row) in counts.iter().enumerate() {
                for (j, &count) in row.iter().enumerate() {
                    let chance = model.quadrants[i] * model.quadrants[j];
                    let error = libm::sqrt(n * chance * (1.0 - chance));
                    assert!((f64::from(count) - n * chance).abs() < 4.5 * error);
                }
            }
        }
    }

    #[test]
    fn noise_shifts_levels_and_keeps_their_sum() {
        let model = RMat {
            noise: 0.1,
            scale: 7,
            edge_factor: 1000.0,
            ..Default::default()
        };
        let by_level = model.by_level(3);
        assert!(by_level.windows(2).all(|w| w[0] != w[1]));
        for level in &by_level {
            assert!((level.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            assert!(level.iter().all(|chance| *chance >= 0.0));
        }
        quadrants_are(&pairs(&model, 3), &by_level);
    }

    #[test]
    fn all_pairs_are_drawn_and_the_graph_is_simple() {
        let drawn = RMat::default().draw(1).unwrap();
        let imported = drawn.imported;
        assert_eq!(imported.pairs, 16 * 1024);
        let left_out = imported.self_loops + imported.duplicates;
        assert_eq!(u64::from(drawn.ties.count()) + left_out, imported.pairs);
        assert!(drawn.ties.out_degree(NodeId(0)) > 100);
    }

    #[test]
    fn a_graph_that_no_platform_holds_is_refused_before_it_is_drawn() {
        let model = RMat {
            scale: 30,
            edge_factor: 4.0,
            ..Default::default()
        };
        assert_eq!(
            model.draw(1).err(),
            Some(Error::TooManyTies { ties: 1 << 32 })
        );
        let model = RMat {
            quadrants: [0.6, 0.2, 0.2, 0.2],
            ..Default::default()
        };
        let said = model.draw(1).unwrap_err().to_string();
        assert_eq!(
            said,
            "r-mat: d is 0.2; 0.000000, so that a, b, c and d add up to 1"
        );
    }
}
