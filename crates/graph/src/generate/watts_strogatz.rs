//! Watts–Strogatz: a ring of neighbours, of whose ties a share is sent elsewhere.
//!
//! With nothing rewired everybody knows the nearest people on either side:
//! clustering is 3(k − 2) / 4(k − 1), and the way across is long. A few per cent
//! of rewired ties shorten it to a handful of steps while the clustering stays.
//!
//! - **Draws:** one stream; a gap to the next rewired tie, then its new end.
//! - **Cost:** the ring is laid out on all threads; the ties that are rewired are so
//!   one after the other.
//! - **Source:** Watts & Strogatz, *Nature* 393, 1998. Ties are visited lap by
//!   lap, as there; a new end is anyone with whom there is no tie yet.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::Error;
use crate::builder::Direction;
use crate::community::{below, stream};
use crate::generate::kind::{Kind, MOST_PEOPLE, Parameter, Range, Takes};
use crate::generate::skip::skip;
use crate::generate::{Drawn, Generator, blocks_of, can_be_held};
use crate::id::NodeId;

/// A small world.
#[derive(Debug, Clone, PartialEq)]
pub struct WattsStrogatz {
    /// How many people stand in the ring, 1 to 2³⁰.
    pub people: u32,
    /// Neighbours of each in the ring, k in the paper: even, below `people`.
    pub neighbours: u32,
    /// Share of ties that are rewired, β in the paper, 0 to 1.
    pub rewiring: f64,
}

impl Default for WattsStrogatz {
    fn default() -> Self {
        Self {
            people: 1000,
            neighbours: 10,
            rewiring: 0.05,
        }
    }
}

/// What the command line says of it.
pub(super) static KIND: Kind = Kind {
    name: "watts-strogatz",
    makes: "a ring of neighbours, a share of whose ties lead elsewhere: a small world",
    source: "Watts & Strogatz, Nature 393, 1998",
    takes: Takes { person: 3, tie: 12 },
    parameters: &[
        Parameter {
            key: "people",
            meaning: "how many people stand in the ring",
            default: "1000",
            range: Range::Whole(1, MOST_PEOPLE),
        },
        Parameter {
            key: "neighbours",
            meaning: "neighbours of each in the ring; even, below people",
            default: "10",
            range: Range::Whole(0, MOST_PEOPLE),
        },
        Parameter {
            key: "rewiring",
            meaning: "share of ties that are rewired",
            default: "0.05",
            range: Range::Number(0.0, 1.0),
        },
    ],
    read: |settings| {
        Ok(Box::new(WattsStrogatz {
            people: settings.count("people")?,
            neighbours: settings.count("neighbours")?,
            rewiring: settings.number("rewiring")?,
        }))
    },
};

impl WattsStrogatz {
    /// The person so many steps further round.
    fn ahead(&self, v: u32, steps: u32) -> u32 {
        ((u64::from(v) + u64::from(steps)) % u64::from(self.people)) as u32
    }

    /// The number of a ring tie, laps first, if there is one between the two.
    fn ring_tie(&self, a: u32, b: u32) -> Option<u64> {
        let round = |from: u32, to: u32| {
            (u64::from(to) + u64::from(self.people) - u64::from(from)) % u64::from(self.people)
        };
        let tie = |from: u32, steps: u64| {
            let within = (1..=u64::from(self.neighbours / 2)).contains(&steps);
            within.then(|| (steps - 1) * u64::from(self.people) + u64::from(from))
        };
        tie(a, round(a, b)).or_else(|| tie(b, round(b, a)))
    }

    /// The rewired ties: which of the ring are gone, and what stands instead.
    fn rewired(&self, seed: u64) -> (Vec<u64>, Vec<(NodeId, NodeId)>) {
        let laps = self.neighbours / 2;
        let ties = u64::from(laps) * u64::from(self.people);
        let mut random = stream(seed, 0);
        let mut chosen = Vec::new();
        skip(
            0..laps,
            |_| self.people,
            self.rewiring,
            &mut random,
            |lap, v| {
                chosen.push((lap, v));
            },
        );
        let mut gone = vec![0u64; ties.div_ceil(64) as usize];
        let is_gone = |gone: &[u64], tie: u64| gone[(tie / 64) as usize] >> (tie % 64) & 1 == 1;
        let mut new = Vec::with_capacity(chosen.len());
        let mut known = FxHashSet::default();
        let mut random = stream(seed, 1);
        for (lap, v) in chosen {
            // Somebody who knows everybody keeps the tie. The search ends: where
            // so few are left that luck does not find them, the tie is kept too.
            for _ in 0..64 {
                let end = below(&mut random, self.people);
                let pair = (v.min(end), v.max(end));
                let stands = self
                    .ring_tie(v, end)
                    .is_some_and(|tie| !is_gone(&gone, tie));
                if end != v && !stands && !known.contains(&pair) {
                    let tie = u64::from(lap) * u64::from(self.people) + u64::from(v);
                    gone[(tie / 64) as usize] |= 1 << (tie % 64);
                    known.insert(pair);
                    new.push((NodeId(v), NodeId(end)));
                    break;
                }
            }
        }
        (gone, new)
    }
}

impl Generator for WattsStrogatz {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn people(&self) -> u32 {
        self.people
    }

    fn check(&self) -> Result<f64, Error> {
        KIND.check(&[
            ("people", self.people.into()),
            ("neighbours", self.neighbours.into()),
            ("rewiring", self.rewiring),
        ])?;
        if !self.neighbours.is_multiple_of(2) || self.neighbours >= self.people {
            let most = (self.people - 1) / 2 * 2;
            let expected = format!("an even number from 0 to {most}, below the people");
            return Err(KIND.bad("neighbours", self.neighbours, expected));
        }
        let pairs = f64::from(self.people) * f64::from(self.neighbours) / 2.0;
        can_be_held(pairs, Direction::Mutual)
    }

    fn bytes(&self) -> Result<u64, Error> {
        let (ties, takes) = (self.check()?, KIND.takes);
        // What leads elsewhere is drawn beside what stays.
        let rewired = ties / 2.0 * self.rewiring * f64::from(takes.tie);
        let people = u64::from(self.people) * u64::from(takes.person);
        Ok(people + (ties * f64::from(takes.tie) + rewired) as u64)
    }

    fn draw(&self, seed: u64) -> Result<Drawn, Error> {
        self.check()?;
        let (gone, new) = self.rewired(seed);
        let mut blocks: Vec<Vec<(NodeId, NodeId)>> = blocks_of(self.people, 0)
            .into_par_iter()
            .map(|(_, people)| {
                let mut pairs = Vec::with_capacity(people.len() * self.neighbours as usize / 2);
                for v in people {
                    for lap in 0..self.neighbours / 2 {
                        let tie = u64::from(lap) * u64::from(self.people) + u64::from(v);
                        if gone[(tie / 64) as usize] >> (tie % 64) & 1 == 0 {
                            pairs.push((NodeId(v), NodeId(self.ahead(v, lap + 1))));
                        }
                    }
                }
                pairs
            })
            .collect();
        blocks.push(new);
        Drawn::of(self.people, blocks, Direction::Mutual)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::promises::clustering;

    #[test]
    fn the_ring_is_clustered_as_the_paper_says() {
        let ring = WattsStrogatz {
            people: 200,
            neighbours: 8,
            rewiring: 0.0,
        };
        let ties = ring.draw(1).unwrap().ties;
        let theory = 3.0 * 6.0 / (4.0 * 7.0);
        assert!((clustering(&ties) - theory).abs() < 1e-12);
        assert!((0..200).all(|v| ties.out_degree(NodeId(v)) == 8));
        assert_eq!(
            ties.heard_by(NodeId(1)),
            [0, 2, 3, 4, 5, 197, 198, 199].map(NodeId)
        );
    }

    #[test]
    fn rewiring_keeps_the_number_of_ties_and_loosens_the_clustering() {
        let ring = 3.0 * 8.0 / (4.0 * 9.0);
        let mut last = ring;
        for rewiring in [0.1, 0.5, 1.0] {
            let model = WattsStrogatz {
                people: 4000,
                neighbours: 10,
                rewiring,
            };
            let drawn = model.draw(2).unwrap();
            assert_eq!(drawn.ties.count(), 40_000);
            assert_eq!(drawn.imported.duplicates + drawn.imported.self_loops, 0);
            // A triangle stands if none of its three ties was rewired
            // (Barrat & Weigt, European Physical Journal B 13, 2000).
            let theory = ring * (1.0 - rewiring) * (1.0 - rewiring) * (1.0 - rewiring);
            let found = clustering(&drawn.ties);
            assert!(
                (found - theory).abs() < 0.02,
                "{rewiring}: {found}, {theory}"
            );
            assert!(found < last);
            last = found;
        }
    }

    #[test]
    fn as_many_ties_are_rewired_as_asked() {
        let model = WattsStrogatz {
            people: 10_000,
            neighbours: 10,
            rewiring: 0.2,
        };
        let (_, new) = model.rewired(3);
        // 50,000 ties; 4.5 binomial standard errors.
        let error = libm::sqrt(50_000.0 * 0.2 * 0.8);
        assert!((new.len() as f64 - 10_000.0).abs() < 4.5 * error);
    }

    #[test]
    fn where_everybody_knows_everybody_nothing_is_rewired() {
        let model = WattsStrogatz {
            people: 11,
            neighbours: 10,
            rewiring: 1.0,
        };
        assert_eq!(model.draw(1).unwrap().ties.count(), 110);
    }

    #[test]
    fn an_odd_number_of_neighbours_is_refused() {
        let model = WattsStrogatz {
            neighbours: 5,
            ..Default::default()
        };
        let said = model.draw(1).unwrap_err().to_string();
        assert_eq!(
            said,
            "watts-strogatz: neighbours is 5; an even number from 0 to 998, below the people"
        );
    }
}
