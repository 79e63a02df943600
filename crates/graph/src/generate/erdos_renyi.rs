//! Erdős–Rényi: every possible tie is as likely as any other.
//!
//! Either each stands with the same chance, G(n, p), or a given number of them
//! stands, G(n, m). No communities, no hubs, next to no triangles: the yardstick
//! against which structure shows.
//!
//! - **Draws:** one stream per 4,096 people or per 65,536 pairs.
//! - **Cost:** linear in the ties that stand, on all threads; G(n, m) sorts its pairs
//!   besides.
//! - **Source:** Erdős & Rényi, *Publicationes Mathematicae* 6, 1959; Gilbert,
//!   *Annals of Mathematical Statistics* 30(4), 1959; drawn after Batagelj &
//!   Brandes, *Physical Review E* 71, 036113 (2005).

use rand::Rng;
use rayon::prelude::*;

use crate::Error;
use crate::builder::Direction;
use crate::community::stream;
use crate::generate::kind::{DIRECTIONS, Kind, MOST_PEOPLE, Parameter, Range, Takes};
use crate::generate::skip::skip;
use crate::generate::{Drawn, Generator, PAIRS_PER_STREAM, blocks_of, can_be_held};
use crate::id::NodeId;

/// How many of the possible pairs stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Density {
    /// Each with this chance, 0 to 1.
    Chance(f64),
    /// Exactly so many.
    Pairs(u64),
}

/// A graph without structure.
#[derive(Debug, Clone, PartialEq)]
pub struct ErdosRenyi {
    /// How many people there are, 1 to 2³⁰.
    pub people: u32,
    /// How many of the possible pairs stand. Of n people there are n(n − 1)
    /// possible pairs, half as many where ties are mutual.
    pub density: Density,
    /// Which way word passes along a pair.
    pub direction: Direction,
}

impl Default for ErdosRenyi {
    fn default() -> Self {
        Self {
            people: 1000,
            density: Density::Chance(0.01),
            direction: Direction::Mutual,
        }
    }
}

/// What the command line says of it.
pub(super) static KIND: Kind = Kind {
    name: "erdos-renyi",
    makes: "every possible tie is as likely as any other",
    source: "Erdős & Rényi 1959; Gilbert 1959; Batagelj & Brandes, Physical Review E 71, 2005",
    takes: Takes { person: 4, tie: 12 },
    parameters: &[
        Parameter {
            key: "people",
            meaning: "how many people there are",
            default: "1000",
            range: Range::Whole(1, MOST_PEOPLE),
        },
        Parameter {
            key: "chance",
            meaning: "chance of each possible pair; not together with pairs",
            default: "0.01",
            range: Range::Number(0.0, 1.0),
        },
        Parameter {
            key: "pairs",
            meaning: "how many pairs stand, exactly; not together with chance",
            default: "",
            range: Range::Whole(0, u32::MAX as u64),
        },
        Parameter {
            key: "direction",
            meaning: "which way word passes along a pair",
            default: "mutual",
            range: Range::Word(DIRECTIONS),
        },
    ],
    read: |settings| {
        let density = if settings.has("pairs") {
            settings.not_together("pairs", &["chance"])?;
            Density::Pairs(settings.whole("pairs")?)
        } else {
            Density::Chance(settings.number("chance")?)
        };
        Ok(Box::new(ErdosRenyi {
            people: settings.count("people")?,
            density,
            direction: settings.direction("direction")?,
        }))
    },
};

impl ErdosRenyi {
    /// How many pairs are possible.
    fn possible(&self) -> u64 {
        let people = u64::from(self.people);
        match self.direction {
            Direction::Mutual => people * people.saturating_sub(1) / 2,
            _ => people * people.saturating_sub(1),
        }
    }

    /// How many possible pairs have `source` as their first.
    fn row(&self, source: u32) -> u32 {
        match self.direction {
            Direction::Mutual => source,
            _ => self.people - 1,
        }
    }

    /// The pair at a column of a source's row.
    fn pair(&self, source: u32, column: u32) -> (NodeId, NodeId) {
        // One-way rows pass over the source itself.
        let over = self.direction != Direction::Mutual && column >= source;
        (NodeId(source), NodeId(column + u32::from(over)))
    }

    fn with_chance(&self, chance: f64, seed: u64) -> Vec<Vec<(NodeId, NodeId)>> {
        blocks_of(self.people, 0)
            .into_par_iter()
            .map(|(number, rows)| {
                let mut pairs = Vec::new();
                let mut random = stream(seed, number);
                let length = |v| self.row(v);
                skip(rows, length, chance, &mut random, |source, column| {
                    pairs.push(self.pair(source, column));
                });
                pairs
            })
            .collect()
    }

    /// Exactly `pairs` of the possible pairs: those that stand, or where most
    /// of them do, those that do not.
    fn exactly(&self, pairs: u64, seed: u64) -> Vec<Vec<(NodeId, NodeId)>> {
        let possible = self.possible();
        if pairs <= possible / 2 {
            let chosen = distinct(pairs, possible, seed);
            let blocks = chosen.par_chunks(PAIRS_PER_STREAM);
            return blocks
                .map(|block| block.iter().map(|&at| self.pair_at(at)).collect())
                .collect();
        }
        let absent = distinct(possible - pairs, possible, seed);
        blocks_of(self.people, 0)
            .into_par_iter()
            .map(|(_, rows)| {
                let first = self.start(rows.start);
                let mut absent = absent[absent.partition_point(|&at| at < first)..].iter();
                let mut next = absent.next();
                let mut pairs = Vec::new();
                let mut at = first;
                for source in rows {
                    for column in 0..self.row(source) {
                        if next == Some(&at) {
                            next = absent.next();
                        } else {
                            pairs.push(self.pair(source, column));
                        }
                        at += 1;
                    }
                }
                pairs
            })
            .collect()
    }

    /// How many possible pairs come before the row of `source`.
    fn start(&self, source: u32) -> u64 {
        let source = u64::from(source);
        match self.direction {
            Direction::Mutual => source * source.saturating_sub(1) / 2,
            _ => source * u64::from(self.people - 1),
        }
    }

    /// The possible pair number `at`.
    fn pair_at(&self, at: u64) -> (NodeId, NodeId) {
        let source = match self.direction {
            Direction::Mutual => {
                // Row v begins at v(v − 1)/2; the root may be off by one.
                let near = (1.0 + libm::sqrt(8.0 * at as f64 + 1.0)) / 2.0;
                let mut source = near as u32;
                while self.start(source) > at {
                    source -= 1;
                }
                while self.start(source + 1) <= at {
                    source += 1;
                }
                source
            }
            _ => (at / u64::from(self.people - 1)) as u32,
        };
        self.pair(source, (at - self.start(source)) as u32)
    }
}

/// So many distinct numbers below `bound`, ascending; every such set is as likely
/// as any other. `count` is at most half of `bound`.
///
/// Numbers are drawn until enough distinct ones have come. Doing so in rounds,
/// each for as many as are still missing, gives the same sets.
fn distinct(count: u64, bound: u64, seed: u64) -> Vec<u64> {
    let mut chosen: Vec<u64> = Vec::new();
    let mut first_stream = 0u64;
    while (chosen.len() as u64) < count {
        let missing = count as usize - chosen.len();
        let mut new = vec![0u64; missing];
        new.par_chunks_mut(PAIRS_PER_STREAM)
            .enumerate()
            .for_each(|(block, numbers)| {
                let mut random = stream(seed, first_stream + block as u64);
                for number in numbers {
                    let product = u128::from(random.next_u64()) * u128::from(bound);
                    *number = (product >> 64) as u64;
                }
            });
        first_stream += missing.div_ceil(PAIRS_PER_STREAM) as u64;
        new.par_sort_unstable();
        new.dedup();
        if chosen.is_empty() {
            chosen = new;
        } else {
            new.retain(|number| chosen.binary_search(number).is_err());
            chosen.extend(new);
            // Two ascending runs: the stable sort merges them.
            chosen.par_sort();
        }
    }
    chosen
}

impl Generator for ErdosRenyi {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn people(&self) -> u32 {
        self.people
    }

    fn check(&self) -> Result<f64, Error> {
        KIND.check(&[("people", self.people.into())])?;
        let expected = match self.density {
            Density::Chance(chance) => {
                KIND.check(&[("chance", chance)])?;
                chance * self.possible() as f64
            }
            Density::Pairs(pairs) if pairs > self.possible() => {
                let possible = self.possible();
                return Err(KIND.bad("pairs", pairs, format!("at most the {possible} possible")));
            }
            Density::Pairs(pairs) => pairs as f64,
        };
        can_be_held(expected, self.direction)
    }

    fn draw(&self, seed: u64) -> Result<Drawn, Error> {
        self.check()?;
        let blocks = match self.density {
            Density::Chance(chance) => self.with_chance(chance, seed),
            Density::Pairs(pairs) => self.exactly(pairs, seed),
        };
        Drawn::of(self.people, blocks, self.direction)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn as_many_pairs_stand_as_the_chance_says() {
        for direction in [Direction::Mutual, Direction::SourceToTarget] {
            let model = ErdosRenyi {
                people: 5000,
                density: Density::Chance(0.002),
                direction,
            };
            let drawn = model.draw(1).unwrap();
            let possible = model.possible() as f64;
            // 4.5 binomial standard errors.
            let error = libm::sqrt(possible * 0.002 * 0.998);
            let gap = drawn.imported.pairs as f64 - possible * 0.002;
            assert!(gap.abs() < 4.5 * error, "{direction:?}: {gap}");
            assert_eq!(drawn.imported.duplicates + drawn.imported.self_loops, 0);
            assert_eq!(drawn.ties.is_mutual(), direction == Direction::Mutual);
        }
    }

    #[test]
    fn exactly_as_many_pairs_stand_as_asked() {
        for direction in [Direction::Mutual, Direction::SourceToTarget] {
            for pairs in [0, 1, 700, 2000, 4000, 4950] {
                let model = ErdosRenyi {
                    people: 100,
                    density: Density::Pairs(pairs),
                    direction,
                };
                let drawn = model.draw(pairs).unwrap();
                let per_pair = if direction == Direction::Mutual { 2 } else { 1 };
                assert_eq!(u64::from(drawn.ties.count()), per_pair * pairs);
                assert_eq!(drawn.imported.duplicates + drawn.imported.self_loops, 0);
            }
        }
    }

    #[test]
    fn every_set_of_pairs_is_as_likely_as_any_other() {
        // Of four people's six friendships two or four stand: fifteen sets each.
        // Chi-square with 14 degrees of freedom; above 42.6 once in 10,000 seeds.
        for pairs in [2, 4] {
            let mut counts = std::collections::BTreeMap::new();
            let model = ErdosRenyi {
                people: 4,
                density: Density::Pairs(pairs),
                direction: Direction::Mutual,
            };
            for seed in 0..3000 {
                let ties = model.draw(seed).unwrap().ties;
                let set: BTreeSet<_> = ties.iter().map(|(_, a, b)| (a, b)).collect();
                *counts.entry(set).or_insert(0u32) += 1;
            }
            assert_eq!(counts.len(), 15);
            let square = |&n: &u32| (f64::from(n) - 200.0) * (f64::from(n) - 200.0) / 200.0;
            let chi: f64 = counts.values().map(square).sum();
            assert!(chi < 42.6, "{pairs}: {chi}");
        }
    }

    #[test]
    fn pairs_and_their_numbers_belong_together() {
        for direction in [Direction::Mutual, Direction::TargetToSource] {
            let model = ErdosRenyi {
                people: 60,
                direction,
                ..Default::default()
            };
            let all: BTreeSet<_> = (0..model.possible()).map(|at| model.pair_at(at)).collect();
            assert_eq!(all.len() as u64, model.possible());
            assert!(all.iter().all(|(a, b)| a != b && b.0 < 60));
        }
    }

    #[test]
    fn more_ties_than_a_platform_holds_are_refused() {
        let model = ErdosRenyi {
            people: 1 << 20,
            density: Density::Chance(0.5),
            direction: Direction::Mutual,
        };
        assert!(matches!(model.draw(1), Err(Error::TooManyTies { .. })));
    }
}
