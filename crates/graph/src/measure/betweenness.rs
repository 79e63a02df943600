//! Who stands between others: betweenness, exact or from a sample of sources.
//!
//! A person's betweenness is the number of pairs of others whose shortest paths
//! lead through them; where a pair has several shortest paths, each counts for
//! its share.
//!
//! - **Draws:** the sample's sources only, from ChaCha8.
//! - **Cost:** one search forth and back for each source, on all threads. Exact is
//!   one source per person.
//! - **Source:** Brandes, *Journal of Mathematical Sociology* 25(2), 2001; the
//!   sample after Brandes & Pich, *International Journal of Bifurcation and
//!   Chaos* 17(7), 2007, with sources drawn evenly and without repeats.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::Error;
use crate::community::{below, stream};
use crate::id::{NodeId, PerNode};
use crate::measure::friendships::Friendships;
use crate::measure::measured::Measured;
use crate::measure::search::UNMET;

/// Sources to a unit of work; their sums are added in order.
const BLOCK: usize = 8;
/// The stream that draws sources, apart from those of other samples of the seed.
const SOURCES: u64 = u64::MAX;
/// Units whose sums are held at a time.
const WAVE: usize = 32;

/// Everybody's betweenness, in pairs.
#[derive(Debug, Clone, PartialEq)]
pub struct Betweenness {
    between: PerNode<f64>,
    errors: Option<PerNode<f64>>,
    sources: u32,
}

impl Betweenness {
    /// Counted out, from everybody.
    pub fn exact(friends: &Friendships) -> Self {
        let sources: Vec<NodeId> = friends.nodes().collect();
        let sums = Sums::over(friends, &sources, false);
        // Each pair was met from both of its ends.
        Self {
            between: sums.shares.iter().map(|sum| sum / 2.0).collect(),
            errors: None,
            sources: friends.people(),
        }
    }

    /// Estimated from `sources` people, the same for the same `seed`; exact where
    /// there are no more people than that.
    ///
    /// The error is that of a sample without repeats: with s the standard
    /// deviation of what one source adds, it is n/2 · s/√k · √(1 − k/n) for k
    /// sources of n people. A few sources see few of the rare paths, so small
    /// values are rougher than their errors say.
    ///
    /// # Errors
    ///
    /// [`Error::Impossible`] below two sources, which give no error.
    pub fn sampled(friends: &Friendships, sources: u32, seed: u64) -> Result<Self, Error> {
        let people = friends.people();
        if sources < 2 {
            return Err(Error::Impossible {
                what: "sampled betweenness has at least two sources",
            });
        }
        if sources >= people {
            return Ok(Self::exact(friends));
        }
        let sums = Sums::over(friends, &drawn(people, sources, seed), true);
        let (n, k) = (f64::from(people), f64::from(sources));
        let error = |(sum, squares): (&f64, &f64)| {
            let variance = ((squares - sum * sum / k) / (k - 1.0)).max(0.0);
            n / 2.0 * libm::sqrt(variance / k * (1.0 - k / n))
        };
        Ok(Self {
            between: sums.shares.iter().map(|sum| sum * n / k / 2.0).collect(),
            errors: Some(sums.shares.iter().zip(&sums.squares).map(error).collect()),
            sources,
        })
    }

    /// How many pairs `v` stands between.
    pub fn of(&self, v: NodeId) -> Measured {
        match &self.errors {
            None => Measured::exact(self.between[v]),
            Some(errors) => Measured::sampled(self.between[v], errors[v]),
        }
    }

    /// The values, or estimates, for everybody.
    pub fn values(&self) -> &PerNode<f64> {
        &self.between
    }

    /// How many sources were searched from.
    pub fn sources(&self) -> u32 {
        self.sources
    }

    /// Whether it was counted out.
    pub fn is_exact(&self) -> bool {
        self.errors.is_none()
    }
}

/// `count` of `people` people, ascending, every choice with the same chance.
///
/// Source: Floyd's algorithm, Bentley & Floyd, *Communications of the ACM* 30(9), 1987.
fn drawn(people: u32, count: u32, seed: u64) -> Vec<NodeId> {
    let mut random = stream(seed, SOURCES);
    let mut chosen = BTreeSet::new();
    for last in people - count..people {
        let v = below(&mut random, last + 1);
        chosen.insert(if chosen.contains(&v) { last } else { v });
    }
    chosen.into_iter().map(NodeId).collect()
}

/// What sources add to everybody, and, where asked, the squares of that.
struct Sums {
    shares: Vec<f64>,
    squares: Vec<f64>,
}

impl Sums {
    fn nothing(people: u32, squared: bool) -> Self {
        let squares = if squared { people as usize } else { 0 };
        Self {
            shares: vec![0.0; people as usize],
            squares: vec![0.0; squares],
        }
    }

    fn over(friends: &Friendships, sources: &[NodeId], squared: bool) -> Self {
        let mut total = Self::nothing(friends.people(), squared);
        for wave in sources.chunks(BLOCK * WAVE) {
            let blocks: Vec<Self> = wave
                .par_chunks(BLOCK)
                .map_init(
                    || Paths::new(friends.people()),
                    |paths, block| {
                        let mut sums = Self::nothing(friends.people(), squared);
                        for &source in block {
                            paths.add(friends, source, &mut sums);
                        }
                        sums
                    },
                )
                .collect();
            for block in blocks {
                let add = |to: &mut [f64], from: &[f64]| {
                    to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
                };
                add(&mut total.shares, &block.shares);
                add(&mut total.squares, &block.squares);
            }
        }
        total
    }
}

/// Room for the shortest paths from one source after the other.
struct Paths {
    people: PerNode<Place>,
    met: Vec<NodeId>,
    /// By distance: where it begins in `met`, and the factor by which its counts
    /// pass to the next.
    levels: Vec<(usize, f64)>,
}

/// Where a person stands, seen from the source.
#[derive(Debug, Clone, Copy)]
struct Place {
    distance: u32,
    /// Number of shortest paths from the source, scaled alike within a distance.
    count: f64,
    /// Paths to others that lead through here, each person's together one.
    share: f64,
}

const NOWHERE: Place = Place {
    distance: UNMET,
    count: 0.0,
    share: 0.0,
};

impl Paths {
    fn new(people: u32) -> Self {
        Self {
            people: PerNode::filled(NOWHERE, people),
            met: Vec::new(),
            levels: Vec::new(),
        }
    }

    fn add(&mut self, friends: &Friendships, source: NodeId, sums: &mut Sums) {
        self.search(friends, source);
        // From the furthest back, everybody hands what stands behind them to those
        // in front, in proportion to the paths that come from there.
        for level in (1..self.levels.len()).rev() {
            let scale = self.levels[level - 1].1;
            let end = self
                .levels
                .get(level + 1)
                .map_or(self.met.len(), |next| next.0);
            for &w in &self.met[self.levels[level].0..end] {
                let behind = (1.0 + self.people[w].share) / self.people[w].count;
                for &v in friends.friends_of(w) {
                    let v = &mut self.people[v];
                    if v.distance == level as u32 - 1 {
                        v.share += passed(v.count, scale) * behind;
                    }
                }
            }
        }
        for &v in &self.met {
            let share = std::mem::replace(&mut self.people[v], NOWHERE).share;
            if v != source {
                sums.shares[v.index()] += share;
                if let Some(squares) = sums.squares.get_mut(v.index()) {
                    *squares += share * share;
                }
            }
        }
    }

    fn search(&mut self, friends: &Friendships, source: NodeId) {
        self.met.clear();
        self.levels.clear();
        self.met.push(source);
        self.people[source] = Place {
            distance: 0,
            count: 1.0,
            share: 0.0,
        };
        let mut first = 0;
        while first < self.met.len() {
            let end = self.met.len();
            let further = self.levels.len() as u32 + 1;
            let counts = self.met[first..].iter().map(|&v| self.people[v].count);
            let most = counts.fold(0.0, f64::max);
            // The number of paths can double at every step and leave the range of
            // f64; only ratios matter.
            let scale = if most > 1e200 { 1e-200 } else { 1.0 };
            self.levels.push((first, scale));
            for at in first..end {
                let v = self.met[at];
                let paths = passed(self.people[v].count, scale);
                for &w in friends.friends_of(v) {
                    let place = &mut self.people[w];
                    if place.distance == UNMET {
                        place.distance = further;
                        self.met.push(w);
                    }
                    if place.distance == further {
                        place.count += paths;
                    }
                }
            }
            first = end;
        }
    }
}

/// What a count of paths is one step further on; never nothing.
fn passed(count: f64, scale: f64) -> f64 {
    (count * scale).max(1e-200)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{Direction, GraphBuilder, graph};
    use crate::community::Community;

    #[test]
    fn the_middle_of_a_star_stands_between_all_pairs() {
        let graph = graph("0-1 0-2 0-3 0-4 4-5");
        let friends = Friendships::of(&graph.platforms()[0].ties);
        let between = Betweenness::exact(&friends);
        assert_eq!(between.values().as_slice(), [9.0, 0.0, 0.0, 0.0, 4.0, 0.0]);
        assert!(between.of(NodeId(0)).is_exact());
    }

    #[test]
    fn two_ways_round_a_ring_share_a_pair() {
        let graph = graph("0-1 1-2 2-3 3-0");
        let between = Betweenness::exact(&Friendships::of(&graph.platforms()[0].ties));
        assert_eq!(between.values().as_slice(), [0.5; 4]);
    }

    #[test]
    fn more_paths_than_a_float_can_count_are_no_trouble() {
        // 1,100 diamonds in a row have 2^1100 shortest paths from end to end.
        const DIAMONDS: u32 = 1100;
        let mut pairs = Vec::new();
        for at in (0..DIAMONDS).map(|d| 3 * d) {
            for (a, b) in [(0, 1), (0, 2), (1, 3), (2, 3)] {
                pairs.push((NodeId(at + a), NodeId(at + b)));
            }
        }
        let people = 3 * DIAMONDS + 1;
        let mut builder = GraphBuilder::new(people);
        builder.platform("x", &pairs, Direction::Mutual).unwrap();
        let friends = Friendships::of(&builder.build().platforms()[0].ties);
        let between = Betweenness::exact(&friends);
        // Where two diamonds meet, everybody on one side is parted from everybody on
        // the other, and the halves of both diamonds meet here or opposite.
        for meeting in (1..DIAMONDS).map(|d| 3 * d) {
            let pairs = f64::from(meeting) * f64::from(people - 1 - meeting) + 1.0;
            let found = between.values()[NodeId(meeting)];
            assert!((found - pairs).abs() < 1e-9 * pairs, "{found}, {pairs}");
        }
    }

    #[test]
    fn a_sample_lies_within_five_standard_errors_for_the_ten_who_stand_most_between() {
        let friends = Friendships::of(&Community::default().ties(9).unwrap());
        let exact = Betweenness::exact(&friends);
        let sample = Betweenness::sampled(&friends, 200, 3).unwrap();
        for (v, value) in crate::measure::degrees::top(exact.values(), 10) {
            let of = sample.of(v);
            assert!(
                (of.value - value).abs() < 5.0 * of.standard_error.unwrap(),
                "{of:?}, {value}"
            );
        }
        assert!(Betweenness::sampled(&friends, 1, 3).is_err());
        assert!(Betweenness::sampled(&friends, 1000, 3).unwrap().is_exact());
    }
}
