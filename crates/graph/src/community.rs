//! A plausible neighbourhood: planted communities, heavy-tailed numbers of
//! friends.
//!
//! Everybody has a wish for friends, log-normal around the median. Half of the
//! wished friendships a person starts, the other half are started by others,
//! because partners are picked in proportion to their own wish: either among
//! the community's people or among all. Picks that meet somebody twice, or
//! oneself, are lost, so that means come out a few per cent below the wish.
//!
//! - **Draws:** ChaCha8, one stream for the wishes and one per 4,096 people.
//! - **Cost:** linear in the friendships, about 40 ns each, on all threads.
//! - **Source:** a degree-corrected block model after Karrer & Newman, *Physical
//!   Review E* 83, 016107 (2011), with picks instead of a matched stub list.

use std::hint::select_unpredictable;
use std::ops::Range;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::Error;
use crate::id::NodeId;
use crate::ties::Ties;

/// People per stream of random numbers.
const BLOCK: usize = 4096;

/// What a neighbourhood is drawn from.
#[derive(Debug, Clone, PartialEq)]
pub struct Community {
    /// How many people there are.
    pub people: u32,
    /// The median of wished friends.
    pub median_friends: f64,
    /// Standard deviation of the logarithm of wished friends; zero for equal wishes.
    pub spread: f64,
    /// Nobody wishes for more friends than this.
    pub most_friends: f64,
    /// Share of picks made within one's own community, 0 to 1.
    pub inside: f64,
    /// People per community.
    pub community: u32,
}

impl Default for Community {
    fn default() -> Self {
        Self {
            people: 1000,
            median_friends: 20.0,
            spread: 0.8,
            most_friends: 5000.0,
            inside: 0.5,
            community: 150,
        }
    }
}

/// Friendships as picked, each from one side: what a neighbourhood is before it
/// is frozen.
#[derive(Debug, Clone)]
pub(crate) struct Picks {
    /// Wished friends, one entry per person.
    pub(crate) wishes: Vec<f64>,
    /// Where each person's picks begin; one entry more than people.
    pub(crate) offsets: Vec<u32>,
    pub(crate) picks: Vec<NodeId>,
}

impl Community {
    /// Mutual ties among the people, the same for the same `seed`.
    ///
    /// # Errors
    ///
    /// [`Error::Impossible`] for numbers that describe nobody's friends,
    /// [`Error::TooManyTies`] from 2³² ties on.
    pub fn ties(&self, seed: u64) -> Result<Ties, Error> {
        self.pick(seed)?.freeze(self.people)
    }

    /// The people of the community of which `v` is one.
    pub(crate) fn community_of(&self, v: u32) -> Range<u32> {
        let first = v - v % self.community;
        first..first.saturating_add(self.community).min(self.people)
    }

    pub(crate) fn pick(&self, seed: u64) -> Result<Picks, Error> {
        let fine = |x: f64| x.is_finite() && x >= 0.0;
        if ![
            self.median_friends,
            self.spread,
            self.most_friends,
            self.inside,
        ]
        .into_iter()
        .all(fine)
        {
            return Err(Error::Impossible {
                what: "friends must be counted by finite numbers",
            });
        }
        if self.community == 0 {
            return Err(Error::Impossible {
                what: "a community has at least one person",
            });
        }
        let wishes = self.wishes(seed);
        let expected: f64 = wishes.iter().sum();
        if expected > f64::from(u32::MAX) {
            return Err(Error::TooManyTies {
                ties: expected as u64,
            });
        }
        // Everybody, and behind them each community.
        let mut table = Alias::new(&wishes);
        let communities: Vec<Alias> = wishes
            .par_chunks(self.community as usize)
            .map(Alias::new)
            .collect();
        communities
            .iter()
            .for_each(|community| table.extend(community));
        let people = self.people;
        let blocks: Vec<(Vec<u32>, Vec<NodeId>)> = wishes
            .par_chunks(BLOCK)
            .enumerate()
            .map(|(block, wishes)| {
                let mut random = stream(seed, 1 + block as u64);
                let mut counts = Vec::with_capacity(wishes.len());
                let mut picks = Vec::new();
                for (v, wish) in ((block * BLOCK) as u32..).zip(wishes) {
                    let community = self.community_of(v);
                    // A wish of 5 starts two or three friendships.
                    let started = (wish / 2.0 + unit(&mut random)) as u32;
                    for _ in 0..started {
                        let among = unit(&mut random) < self.inside;
                        // Which of them are, nobody can guess: chosen, without a branch.
                        let all = (0, people, 0);
                        let inside = (community.start, community.len() as u32, people);
                        let (first, count, start) = select_unpredictable(among, inside, all);
                        let start = start as usize + first as usize;
                        picks.push(NodeId(first + table.pick_among(start, count, &mut random)));
                    }
                    counts.push(started);
                }
                (counts, picks)
            })
            .collect();
        Ok(Picks::gathered(wishes, blocks))
    }

    fn wishes(&self, seed: u64) -> Vec<f64> {
        let mut random = stream(seed, 0);
        let wish = |_| {
            let wish = self.median_friends * libm::exp(self.spread * normal(&mut random));
            wish.min(self.most_friends)
        };
        (0..self.people).map(wish).collect()
    }
}

impl Picks {
    /// The picks of all blocks of people, in order; each with how many everybody
    /// made. Their number is below 2³².
    pub(crate) fn gathered(wishes: Vec<f64>, blocks: Vec<(Vec<u32>, Vec<NodeId>)>) -> Self {
        let mut offsets = Vec::with_capacity(wishes.len() + 1);
        offsets.push(0u32);
        let mut sum = 0u32;
        for count in blocks.iter().flat_map(|(counts, _)| counts) {
            sum += count;
            offsets.push(sum);
        }
        let mut picks = Vec::with_capacity(sum as usize);
        for (_, block) in blocks {
            picks.extend(block);
        }
        Self {
            wishes,
            offsets,
            picks,
        }
    }

    /// The picks of one person.
    pub(crate) fn of(&self, v: usize) -> &[NodeId] {
        &self.picks[self.offsets[v] as usize..self.offsets[v + 1] as usize]
    }

    /// The friendships as frozen ties among `people` people, who may be more than
    /// those who picked.
    pub(crate) fn freeze(&self, people: u32) -> Result<Ties, Error> {
        let ties = self.picks.len() as u64 * 2;
        if ties > u64::from(u32::MAX) {
            return Err(Error::TooManyTies { ties });
        }
        let (pickers, people) = (self.offsets.len() - 1, people as usize);
        let picked = |v: usize| if v < pickers { self.of(v) } else { &[] };
        let mut ends = vec![0u32; people + 1];
        for friend in &self.picks {
            ends[friend.index() + 1] += 1;
        }
        for v in 0..people {
            ends[v + 1] += ends[v];
        }
        let pickers_of = turned(&ends, |v| picked(v).iter());
        let by_others = |v: usize| &pickers_of[ends[v] as usize..ends[v + 1] as usize];
        // A row is whom somebody picked and who picked them: turned, it is itself, sorted.
        let mut starts = Vec::with_capacity(people + 1);
        starts.push(0);
        let mut end = 0;
        for v in 0..people {
            end += (picked(v).len() + by_others(v).len()) as u32;
            starts.push(end);
        }
        let mut rows = turned(&starts, |v| picked(v).iter().chain(by_others(v)));
        // What a row has of somebody met twice, or of oneself, is closed up.
        let mut offsets = Vec::with_capacity(people + 1);
        offsets.push(0);
        let mut kept = 0;
        for v in 0..people {
            let mut last = NodeId(v as u32);
            for at in starts[v] as usize..starts[v + 1] as usize {
                let friend = rows[at];
                rows[kept] = friend;
                kept += usize::from(friend != last && friend.index() != v);
                last = friend;
            }
            offsets.push(kept as u32);
        }
        rows.truncate(kept);
        rows.shrink_to_fit();
        Ok(Ties::from_rows(offsets, rows, true))
    }
}

/// Who has each person on their list, in order, where `list` gives everybody's and
/// `starts` how many precede each row of what comes of it.
///
/// Rows of many people lie too far apart to be written all at once. So what they get
/// goes to blocks of rows first, and within each block to its row.
fn turned<'l, L: Iterator<Item = &'l NodeId>>(
    starts: &[u32],
    list: impl Fn(usize) -> L,
) -> Vec<NodeId> {
    const BLOCK: usize = 1 << u8::BITS;
    let people = starts.len() - 1;
    let mut next: Vec<u32> = starts[..people].iter().step_by(BLOCK).copied().collect();
    let mut rows = vec![NodeId(0); starts[people] as usize];
    let mut within = vec![0; rows.len()];
    for v in 0..people {
        for on_list in list(v) {
            let place = &mut next[on_list.index() / BLOCK];
            rows[*place as usize] = NodeId(v as u32);
            within[*place as usize] = (on_list.index() % BLOCK) as u8;
            *place += 1;
        }
    }
    let mut block_next = [0; BLOCK];
    let mut people_of_block = Vec::new();
    for (block, &end) in next.iter().enumerate() {
        let starts = &starts[block * BLOCK..people.min((block + 1) * BLOCK)];
        block_next[..starts.len()].copy_from_slice(starts);
        let places = starts[0] as usize..end as usize;
        people_of_block.clear();
        people_of_block.extend_from_slice(&rows[places.clone()]);
        for (&person, &row) in people_of_block.iter().zip(&within[places]) {
            let place = &mut block_next[usize::from(row)];
            rows[*place as usize] = person;
            *place += 1;
        }
    }
    rows
}

/// Stream number `stream` of the generator that `seed` names.
pub(crate) fn stream(seed: u64, stream: u64) -> ChaCha8Rng {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(stream);
    random
}

/// A uniform in [0, 1) with 53 bits.
pub(crate) fn unit(random: &mut ChaCha8Rng) -> f64 {
    (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}

/// A whole number below `bound`, which is not zero. The bias, below 2⁻³², is far
/// under what any sample could show.
pub(crate) fn below(random: &mut ChaCha8Rng, bound: u32) -> u32 {
    ((u128::from(random.next_u64()) * u128::from(bound)) >> 64) as u32
}

/// A standard normal. Source: Box & Muller, *Annals of Mathematical Statistics* 29, 1958.
pub(crate) fn normal(random: &mut ChaCha8Rng) -> f64 {
    let radius = libm::sqrt(-2.0 * libm::log(1.0 - unit(random)));
    radius * libm::cos(std::f64::consts::TAU * unit(random))
}

/// Picks positions in proportion to their weights, in constant time.
///
/// Source: Vose, *IEEE Transactions on Software Engineering* 17(9), 1991.
pub(crate) struct Alias {
    cells: Vec<Cell>,
}

/// A position, and what is picked in its place by the share that it does not keep.
#[derive(Debug, Clone, Copy)]
struct Cell {
    keep: f64,
    other: u32,
}

impl Alias {
    pub(crate) fn new(weights: &[f64]) -> Self {
        let total: f64 = weights.iter().sum();
        let scale = if total > 0.0 {
            weights.len() as f64 / total
        } else {
            0.0
        };
        let cell = |(other, weight): (usize, &f64)| Cell {
            keep: weight * scale,
            other: other as u32,
        };
        let mut cells: Vec<Cell> = weights.iter().enumerate().map(cell).collect();
        let (mut small, mut large): (Vec<u32>, Vec<u32>) =
            (0..weights.len() as u32).partition(|&i| cells[i as usize].keep < 1.0);
        while let (Some(&s), Some(&l)) = (small.last(), large.last()) {
            small.pop();
            cells[s as usize].other = l;
            cells[l as usize].keep -= 1.0 - cells[s as usize].keep;
            if cells[l as usize].keep < 1.0 {
                large.pop();
                small.push(l);
            }
        }
        // What is left over differs from one by rounding only.
        small
            .into_iter()
            .chain(large)
            .for_each(|i| cells[i as usize].keep = 1.0);
        Self { cells }
    }

    /// How many positions there are.
    pub(crate) fn len(&self) -> u32 {
        self.cells.len() as u32
    }

    pub(crate) fn pick(&self, random: &mut ChaCha8Rng) -> u32 {
        self.pick_among(0, self.len(), random)
    }

    /// Appends another's positions behind those that are there.
    fn extend(&mut self, other: &Self) {
        self.cells.extend_from_slice(&other.cells);
    }

    /// A pick of `count` positions, which stand from `start` on and are counted from there.
    #[inline]
    fn pick_among(&self, start: usize, count: u32, random: &mut ChaCha8Rng) -> u32 {
        let at = below(random, count);
        let Cell { keep, other } = self.cells[start + at as usize];
        // Neither is likelier than the other by much: better chosen than guessed.
        select_unpredictable(unit(random) < keep, at, other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neighbourhood_is_the_same_for_the_same_seed() {
        let community = Community::default();
        let (a, b) = (community.ties(1).unwrap(), community.ties(1).unwrap());
        assert!(a.iter().eq(b.iter()));
        assert!(!a.iter().eq(community.ties(2).unwrap().iter()));
    }

    #[test]
    fn friends_come_in_pairs_sorted_and_without_repeats() {
        let ties = Community::default().ties(3).unwrap();
        for (_, a, b) in ties.iter() {
            assert_ne!(a, b);
            assert!(ties.edge(b, a).is_some());
        }
        for v in 0..ties.people() {
            assert!(ties.heard_by(NodeId(v)).windows(2).all(|w| w[0] < w[1]));
        }
    }

    #[test]
    fn the_median_is_near_the_wish_and_the_tail_is_heavy() {
        let community = Community {
            people: 20_000,
            community: 400,
            ..Default::default()
        };
        let ties = community.ties(4).unwrap();
        let mut degrees: Vec<u32> = (0..ties.people())
            .map(|v| ties.out_degree(NodeId(v)))
            .collect();
        degrees.sort_unstable();
        let median = f64::from(degrees[10_000]);
        assert!((17.0..21.0).contains(&median), "median {median}");
        assert!(
            f64::from(degrees[19_800]) > 4.0 * median,
            "{}",
            degrees[19_800]
        );
    }

    #[test]
    fn frozen_picks_are_friendships_of_both_however_many_people() {
        // About a block of rows, and people who picked nobody.
        for (pickers, people) in [(1, 1), (3, 255), (255, 256), (256, 257), (600, 777)] {
            let mut random = stream(5, pickers.into());
            let blocks = vec![(
                vec![4; pickers as usize],
                (0..4 * pickers)
                    .map(|_| NodeId(below(&mut random, people)))
                    .collect(),
            )];
            let picks = Picks::gathered(vec![1.0; pickers as usize], blocks);
            let mut friends = std::collections::BTreeSet::new();
            for v in 0..pickers {
                for friend in picks.of(v as usize).iter().filter(|friend| friend.0 != v) {
                    friends.insert((v, friend.0));
                    friends.insert((friend.0, v));
                }
            }
            let ties = picks.freeze(people).unwrap();
            assert_eq!(ties.people(), people);
            let found = (0..people).flat_map(|v| {
                let row = ties.heard_by(NodeId(v)).iter();
                row.map(move |friend| (v, friend.0))
            });
            assert!(found.eq(friends.iter().copied()), "{pickers} of {people}");
        }
    }

    #[test]
    fn impossible_wishes_are_refused() {
        let odd = Community {
            median_friends: f64::NAN,
            ..Default::default()
        };
        assert!(matches!(odd.ties(1), Err(Error::Impossible { .. })));
        let crowd = Community {
            people: 2_000_000,
            median_friends: 5000.0,
            spread: 0.0,
            ..Default::default()
        };
        assert!(matches!(crowd.ties(1), Err(Error::TooManyTies { .. })));
    }
}
