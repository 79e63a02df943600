//! LFR benchmark: communities of unequal size, people with unequally many
//! friends, and a given share of friends outside the community.
//!
//! What a method for finding communities is tried on. Numbers of friends and
//! sizes of communities follow power laws; of everybody's friends a share
//! `mixing` lives in other communities.
//!
//! Numbers of friends hold but for one end where they do not come out even. The
//! mixing is met by rounding each person's inner friends up or down at random.
//! Inner friends for whom a community has no room become outer friends.
//!
//! - **Draws:** one stream per 4,096 people, one a community, those of the shuffle.
//! - **Cost:** linear but for sorting the outer friendships; communities are tied
//!   on all threads.
//! - **Source:** Lancichinetti, Fortunato & Radicchi, *Physical Review E* 78,
//!   046110 (2008), section II. People are placed at random in communities with
//!   room for their inner friends, those with the most first, in place of the
//!   paper's repeated eviction; every valid placement is as likely as any other.

use rayon::prelude::*;

use crate::Error;
use crate::builder::Direction;
use crate::community::{below, stream, unit};
use crate::generate::configuration::{drawn_degrees, open_ends};
use crate::generate::kind::{Kind, MOST_PEOPLE, Parameter, Range, Takes};
use crate::generate::matching::{Joined, joined};
use crate::generate::power_law::PowerLaw;
use crate::generate::shuffle::{STREAMS, in_random_order, shuffled};
use crate::generate::{Drawn, Generator, can_be_held};
use crate::id::NodeId;

/// Where the streams for each purpose begin; the shuffle has those from 0 on.
const SIZES: u64 = STREAMS;
const PLACES: u64 = STREAMS + 1;
const OUTSIDE: u64 = STREAMS + 2;
const DEGREES: u64 = 1 << 32;
const INSIDE: u64 = 2 << 32;

/// A benchmark graph with known communities.
#[derive(Debug, Clone, PartialEq)]
pub struct Lfr {
    /// How many people there are, 1 to 2³⁰.
    pub people: u32,
    /// Share of everybody's friends in other communities, μ in the paper, 0 to 1.
    pub mixing: f64,
    /// Mean number of friends, ⟨k⟩ in the paper, 1 or more.
    pub mean_friends: f64,
    /// Nobody has more friends than this, from the mean to below `people`.
    pub most_friends: u32,
    /// Exponent of the numbers of friends, τ₁ in the paper, 0 to 10.
    pub friends_exponent: f64,
    /// Exponent of the communities' sizes, τ₂ in the paper, 0 to 10.
    pub sizes_exponent: f64,
    /// People of the smallest community, 2 or more.
    pub smallest: u32,
    /// People of the largest community, up to `people`; it has room for the inner
    /// friends of whoever has most.
    pub largest: u32,
}

impl Default for Lfr {
    fn default() -> Self {
        Self {
            people: 1000,
            mixing: 0.2,
            mean_friends: 15.0,
            most_friends: 50,
            friends_exponent: 2.0,
            sizes_exponent: 1.0,
            smallest: 20,
            largest: 100,
        }
    }
}

/// What the command line says of it.
pub(super) static KIND: Kind = Kind {
    name: "lfr",
    makes: "benchmark with known communities; friends and sizes follow power laws",
    source: "Lancichinetti, Fortunato & Radicchi, Physical Review E 78, 2008",
    takes: Takes {
        person: 32,
        tie: 12,
    },
    parameters: &[
        Parameter {
            key: "people",
            meaning: "how many people there are",
            default: "1000",
            range: Range::Whole(1, MOST_PEOPLE),
        },
        Parameter {
            key: "mixing",
            meaning: "share of everybody's friends in other communities",
            default: "0.2",
            range: Range::Number(0.0, 1.0),
        },
        Parameter {
            key: "mean_friends",
            meaning: "mean number of friends",
            default: "15",
            range: Range::Number(1.0, MOST_PEOPLE as f64),
        },
        Parameter {
            key: "most_friends",
            meaning: "most friends of anybody, from the mean to below people",
            default: "50",
            range: Range::Whole(1, MOST_PEOPLE),
        },
        Parameter {
            key: "friends_exponent",
            meaning: "how fast large numbers of friends get rare",
            default: "2",
            range: Range::Number(0.0, 10.0),
        },
        Parameter {
            key: "sizes_exponent",
            meaning: "how fast large communities get rare",
            default: "1",
            range: Range::Number(0.0, 10.0),
        },
        Parameter {
            key: "smallest",
            meaning: "people of the smallest community",
            default: "20",
            range: Range::Whole(2, MOST_PEOPLE),
        },
        Parameter {
            key: "largest",
            meaning: "people of the largest community, up to people",
            default: "100",
            range: Range::Whole(2, MOST_PEOPLE),
        },
    ],
    read: |settings| {
        Ok(Box::new(Lfr {
            people: settings.count("people")?,
            mixing: settings.number("mixing")?,
            mean_friends: settings.number("mean_friends")?,
            most_friends: settings.count("most_friends")?,
            friends_exponent: settings.number("friends_exponent")?,
            sizes_exponent: settings.number("sizes_exponent")?,
            smallest: settings.count("smallest")?,
            largest: settings.count("largest")?,
        }))
    },
};

impl Lfr {
    fn friends(&self) -> Result<PowerLaw, Error> {
        PowerLaw::with_mean(self.friends_exponent, self.mean_friends, self.most_friends).map_err(
            |least| {
                let expected = format!(
                    "at least {least:.2} with this exponent and most_friends {}",
                    self.most_friends
                );
                KIND.bad("mean_friends", self.mean_friends, expected)
            },
        )
    }

    /// Sizes of communities, largest first, that hold everybody.
    fn sizes(&self, seed: u64) -> Vec<u32> {
        let law = PowerLaw::new(self.sizes_exponent, self.smallest, self.largest);
        let mut random = stream(seed, SIZES);
        let mut sizes = Vec::new();
        let mut left = self.people;
        while left >= self.smallest {
            let size = law.draw(&mut random).min(left);
            sizes.push(size);
            left -= size;
        }
        // Fewer are left than the smallest community takes: they join others,
        // which go beyond the largest size only when all have reached it.
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        let mut most = self.largest;
        while left > 0 {
            for size in sizes.iter_mut().rev().filter(|size| **size < most) {
                if left > 0 {
                    *size += 1;
                    left -= 1;
                }
            }
            if sizes.iter().all(|&size| size >= most) {
                most += 1;
            }
        }
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        sizes
    }

    /// Everybody's inner friends: a share of all, rounded up or down at random.
    fn inner(&self, degrees: &[u32], seed: u64) -> Vec<u32> {
        let mut random = stream(seed, PLACES);
        let inner = |&degree: &u32| {
            let exact = f64::from(degree) * (1.0 - self.mixing);
            ((exact + unit(&mut random)) as u32).min(degree)
        };
        degrees.iter().map(inner).collect()
    }
}

/// The community of each person, so that everybody's `inner` friends find room;
/// where no community is large enough, `inner` shrinks. Sizes come largest first.
fn placed(sizes: &[u32], inner: &mut [u32], seed: u64) -> Vec<u32> {
    let mut random = stream(seed, PLACES + STREAMS);
    let mut order: Vec<u32> = (0..inner.len() as u32).collect();
    order.sort_by_key(|&v| std::cmp::Reverse(inner[v as usize]));
    let mut communities = vec![0; inner.len()];
    // Free places of the communities that are large enough, one entry each. As
    // inner friends get fewer, more communities become so and none ceases to be.
    let mut free: Vec<u32> = Vec::new();
    let mut open = (0..).zip(sizes).peekable();
    for v in order {
        let friends = &mut inner[v as usize];
        while let Some((community, &size)) = open.next_if(|(_, size)| **size > *friends) {
            free.extend(std::iter::repeat_n(community, size as usize));
        }
        if free.is_empty() {
            let (community, &size) = open.next().expect("there are as many places as people");
            free.extend(std::iter::repeat_n(community, size as usize));
            *friends = size - 1;
        }
        let at = below(&mut random, free.len() as u32) as usize;
        communities[v as usize] = free.swap_remove(at);
    }
    communities
}

impl Generator for Lfr {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn people(&self) -> u32 {
        self.people
    }

    fn check(&self) -> Result<f64, Error> {
        KIND.check(&[
            ("people", self.people.into()),
            ("mixing", self.mixing),
            ("mean_friends", self.mean_friends),
            ("most_friends", self.most_friends.into()),
            ("friends_exponent", self.friends_exponent),
            ("sizes_exponent", self.sizes_exponent),
            ("smallest", self.smallest.into()),
            ("largest", self.largest.into()),
        ])?;
        if self.most_friends >= self.people || f64::from(self.most_friends) < self.mean_friends {
            let expected = format!(
                "from mean_friends, {}, to {}, below the people",
                self.mean_friends,
                self.people - 1
            );
            return Err(KIND.bad("most_friends", self.most_friends, expected));
        }
        if self.smallest > self.largest {
            let expected = format!("at most largest, {}", self.largest);
            return Err(KIND.bad("smallest", self.smallest, expected));
        }
        if self.largest > self.people {
            let expected = format!("at most the people, {}", self.people);
            return Err(KIND.bad("largest", self.largest, expected));
        }
        let inner = (1.0 - self.mixing) * f64::from(self.most_friends);
        if inner > f64::from(self.largest - 1) {
            let expected = format!(
                "more than the {} inner friends of whoever has most",
                inner as u32
            );
            return Err(KIND.bad("largest", self.largest, expected));
        }
        let ties = can_be_held(
            f64::from(self.people) * self.mean_friends / 2.0,
            Direction::Mutual,
        )?;
        self.friends().map(|_| ties)
    }

    fn draw(&self, seed: u64) -> Result<Drawn, Error> {
        self.check()?;
        let mut degrees = drawn_degrees(self.people, &self.friends()?, seed, DEGREES);
        let ends: u64 = degrees.iter().map(|&d| u64::from(d)).sum();
        can_be_held(ends as f64 / 2.0, Direction::Mutual)?;
        let sizes = self.sizes(seed);
        let mut inner = self.inner(&degrees, seed);
        let communities = placed(&sizes, &mut inner, seed);

        let mut members: Vec<Vec<u32>> = sizes
            .iter()
            .map(|&n| Vec::with_capacity(n as usize))
            .collect();
        for (v, &community) in (0..).zip(&communities) {
            members[community as usize].push(v);
        }
        let inside: Vec<(Joined, Option<NodeId>)> = members
            .par_iter()
            .enumerate()
            .map(|(community, members)| {
                let mut random = stream(seed, INSIDE + community as u64);
                let mut ends = Vec::new();
                for &v in members {
                    ends.extend(std::iter::repeat_n(NodeId(v), inner[v as usize] as usize));
                }
                in_random_order(&mut ends, &mut random);
                let odd = (ends.len() % 2 == 1).then(|| ends[ends.len() - 1]);
                (joined(&ends, &mut random, |_, _| true), odd)
            })
            .collect();
        drop(members);
        // An odd end is for an outer friend, and so are those that find no room
        // because a few members wish for more inner friends than the others offer.
        for (joined, odd) in &inside {
            let left = joined.left.iter().flat_map(|&(a, b)| [a, b]);
            for v in left.chain(*odd) {
                inner[v.index()] -= 1;
            }
        }
        for (degree, inner) in degrees.iter_mut().zip(&inner) {
            *degree -= inner;
        }
        let outer = shuffled(open_ends(&degrees), seed, 0);
        let outside = joined(&outer, &mut stream(seed, OUTSIDE), |a, b| {
            communities[a.index()] != communities[b.index()]
        });
        let mut blocks = vec![outside.pairs, outside.left];
        blocks.extend(inside.into_iter().map(|(joined, _)| joined.pairs));
        let drawn = Drawn::of(self.people, blocks, Direction::Mutual)?;
        Ok(Drawn {
            communities: Some(communities),
            ..drawn
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Share of ties that lead to another community.
    fn mixing(drawn: &Drawn) -> f64 {
        let of = drawn.communities.as_ref().unwrap();
        let outer = drawn.ties.iter();
        let outer = outer.filter(|(_, a, b)| of[a.index()] != of[b.index()]);
        outer.count() as f64 / f64::from(drawn.ties.count())
    }

    #[test]
    fn the_mixing_is_the_one_asked_for() {
        for asked in [0.0, 0.1, 0.3, 0.6, 0.9] {
            let model = Lfr {
                people: 5000,
                mixing: asked,
                ..Default::default()
            };
            let found = mixing(&model.draw(1).unwrap());
            // Each person's inner friends are rounded with a variance of at most
            // 1/4; besides, at most one friendship in 500 has no room inside.
            let error = libm::sqrt(5000.0 / 4.0) / (5000.0 * 15.0);
            assert!(
                (found - asked).abs() < 4.5 * error + 0.002,
                "{asked}: {found}"
            );
        }
    }

    #[test]
    fn friends_and_communities_keep_their_bounds() {
        let model = Lfr::default();
        for seed in 0..5 {
            let drawn = model.draw(seed).unwrap();
            let degrees: Vec<u32> = (0..1000)
                .map(|v| drawn.ties.out_degree(NodeId(v)))
                .collect();
            assert!(degrees.iter().all(|&d| d <= 50));
            let mean = f64::from(drawn.ties.count()) / 1000.0;
            // Numbers of friends have a standard deviation below 11.
            assert!(
                (mean - 15.0).abs() < 4.5 * 11.0 / libm::sqrt(1000.0),
                "{mean}"
            );
            let mut sizes = std::collections::BTreeMap::new();
            for community in drawn.communities.unwrap() {
                *sizes.entry(community).or_insert(0) += 1;
            }
            assert!(sizes.values().all(|size| (20..=100).contains(size)));
            assert_eq!(sizes.values().sum::<u32>(), 1000);
            let lost = drawn.imported.self_loops + drawn.imported.duplicates;
            assert_eq!(lost, 0, "{seed}");
        }
    }

    #[test]
    fn everybody_has_the_friends_that_were_drawn() {
        let model = Lfr {
            people: 3000,
            mixing: 0.4,
            ..Default::default()
        };
        let ties = model.draw(3).unwrap().ties;
        let degrees = drawn_degrees(3000, &model.friends().unwrap(), 3, DEGREES);
        let short: u32 = (0..)
            .zip(&degrees)
            .map(|(v, &degree)| degree - ties.out_degree(NodeId(v)))
            .sum();
        assert!(short <= 1, "{short}");
    }

    #[test]
    fn all_people_find_a_community() {
        for (people, smallest, largest) in [(19, 2, 19), (100, 60, 60), (101, 10, 10), (7, 7, 7)] {
            let model = Lfr {
                people,
                smallest,
                largest,
                ..Default::default()
            };
            for seed in 0..20 {
                let sizes = model.sizes(seed);
                assert_eq!(sizes.iter().sum::<u32>(), people);
                assert!(sizes.iter().all(|&size| size >= smallest));
            }
        }
    }

    #[test]
    fn hubs_without_a_large_enough_community_are_refused() {
        let model = Lfr {
            largest: 30,
            ..Default::default()
        };
        let said = model.draw(1).unwrap_err().to_string();
        assert_eq!(
            said,
            "lfr: largest is 30; more than the 40 inner friends of whoever has most"
        );
        let sparse = Lfr {
            mean_friends: 1.5,
            ..Default::default()
        };
        let said = sparse.draw(1).unwrap_err().to_string();
        assert!(
            said.starts_with("lfr: mean_friends is 1.5; at least 2.7"),
            "{said}"
        );
    }
}
