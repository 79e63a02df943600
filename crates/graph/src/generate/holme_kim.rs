//! Holme–Kim: Barabási–Albert whose newcomers also befriend friends of friends.
//!
//! After each friend chosen for being well connected, the next one is with some
//! chance a friend of that friend: hubs as before, and triangles.
//!
//! - **Draws:** one stream.
//! - **Cost:** one after the other; a list of friends is kept for each person.
//! - **Source:** Holme & Kim, *Physical Review E* 65, 026107 (2002). The first
//!   people are as in [`barabasi_albert`](crate::generate::barabasi_albert).

use rand_chacha::ChaCha8Rng;

use crate::Error;
use crate::builder::Direction;
use crate::community::{below, stream, unit};
use crate::generate::barabasi_albert::{can_grow, founders, pairs_of, preferred};
use crate::generate::kind::{Kind, MOST_PEOPLE, Parameter, Range, Takes};
use crate::generate::{Drawn, Generator};
use crate::id::NodeId;

/// A network that grew, with triangles.
#[derive(Debug, Clone, PartialEq)]
pub struct HolmeKim {
    /// How many people there are in the end, 2 to 2³⁰.
    pub people: u32,
    /// Friends that each newcomer makes, m in the paper: 1 to 4,096, below `people`.
    pub links: u32,
    /// Chance that a friend after the first is a friend of the one chosen before,
    /// P_t in the paper, 0 to 1.
    pub triads: f64,
}

impl Default for HolmeKim {
    fn default() -> Self {
        Self {
            people: 1000,
            links: 5,
            triads: 0.5,
        }
    }
}

/// What the command line says of it.
pub(super) static KIND: Kind = Kind {
    name: "holme-kim",
    makes: "newcomers befriend hubs and these hubs' friends: hubs and triangles",
    source: "Holme & Kim, Physical Review E 65, 2002",
    takes: Takes {
        person: 24,
        tie: 13,
    },
    parameters: &[
        Parameter {
            key: "people",
            meaning: "how many people there are in the end",
            default: "1000",
            range: Range::Whole(2, MOST_PEOPLE),
        },
        Parameter {
            key: "links",
            meaning: "friends that each newcomer makes; below people",
            default: "5",
            range: Range::Whole(1, 4096),
        },
        Parameter {
            key: "triads",
            meaning: "chance that the next friend is a friend of the last one",
            default: "0.5",
            range: Range::Number(0.0, 1.0),
        },
    ],
    read: |settings| {
        Ok(Box::new(HolmeKim {
            people: settings.count("people")?,
            links: settings.count("links")?,
            triads: settings.number("triads")?,
        }))
    },
};

/// One of `friends` that is not `out`, each as likely as any other; nobody where
/// all are out.
fn one_not(
    friends: &[NodeId],
    random: &mut ChaCha8Rng,
    out: impl Fn(NodeId) -> bool,
) -> Option<NodeId> {
    // Luck mostly finds one soon; where it does not, all are looked at.
    for _ in 0..16 {
        let friend = friends[below(random, friends.len() as u32) as usize];
        if !out(friend) {
            return Some(friend);
        }
    }
    let left: Vec<NodeId> = friends.iter().copied().filter(|&f| !out(f)).collect();
    (!left.is_empty()).then(|| left[below(random, left.len() as u32) as usize])
}

impl Generator for HolmeKim {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn people(&self) -> u32 {
        self.people
    }

    fn check(&self) -> Result<f64, Error> {
        KIND.check(&[("triads", self.triads)])?;
        can_grow(&KIND, self.people, self.links)
    }

    fn draw(&self, seed: u64) -> Result<Drawn, Error> {
        self.check()?;
        let mut random = stream(seed, 0);
        let mut pairs = Vec::with_capacity(pairs_of(self.people, self.links) as usize);
        let mut friends = vec![Vec::new(); self.people as usize];
        for (a, b) in founders(self.links) {
            pairs.push((a, b));
            friends[a.index()].push(b);
            friends[b.index()].push(a);
        }
        // Whom the newcomer at hand knows already: those marked with its id.
        let mut known_to = vec![NodeId(0); self.people as usize];
        for newcomer in (self.links + 1..self.people).map(NodeId) {
            let before = pairs.len();
            let mut last = None;
            while pairs.len() - before < self.links as usize {
                let known = |v: NodeId| known_to[v.index()] == newcomer;
                let near = last
                    .filter(|_| unit(&mut random) < self.triads)
                    .and_then(|last: NodeId| one_not(&friends[last.index()], &mut random, known));
                let friend = near.unwrap_or_else(|| {
                    loop {
                        let friend = preferred(&pairs[..before], &mut random);
                        if !known(friend) {
                            last = Some(friend);
                            break friend;
                        }
                    }
                });
                known_to[friend.index()] = newcomer;
                pairs.push((newcomer, friend));
            }
            for &(_, friend) in &pairs[before..] {
                friends[friend.index()].push(newcomer);
                friends[newcomer.index()].push(friend);
            }
        }
        drop(friends);
        Drawn::of(self.people, vec![pairs], Direction::Mutual)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::promises::clustering;

    #[test]
    fn the_number_of_friendships_is_exact() {
        for (people, links) in [(2, 1), (6, 5), (1000, 5), (120, 80)] {
            let model = HolmeKim {
                people,
                links,
                triads: 0.9,
            };
            let drawn = model.draw(1).unwrap();
            assert_eq!(u64::from(drawn.ties.count()), 2 * pairs_of(people, links));
            assert_eq!(drawn.imported.duplicates + drawn.imported.self_loops, 0);
        }
    }

    #[test]
    fn triads_make_triangles_and_leave_the_hubs() {
        let draw = |triads| {
            let model = HolmeKim {
                people: 5000,
                links: 4,
                triads,
            };
            model.draw(3).unwrap().ties
        };
        let (none, some, all) = (draw(0.0), draw(0.5), draw(1.0));
        assert!(clustering(&none) < 0.05, "{}", clustering(&none));
        assert!(clustering(&some) > 0.15, "{}", clustering(&some));
        assert!(clustering(&all) > clustering(&some) + 0.1);
        for ties in [none, some, all] {
            let most = (0..5000).map(|v| ties.out_degree(NodeId(v))).max();
            assert!(most > Some(100), "{most:?}");
        }
    }
}
