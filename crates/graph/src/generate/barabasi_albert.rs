//! Barabási–Albert: newcomers befriend people in proportion to the friends these
//! have already.
//!
//! The rich get richer, so a few early people become hubs: numbers of friends
//! follow a power law with exponent 3.
//!
//! - **Draws:** one stream; a newcomer takes an end of a tie that stands, each
//!   as likely as any other, until there are enough different people.
//! - **Cost:** one after the other, one look-up a tie in a list of 8 bytes a tie.
//! - **Source:** Barabási & Albert, *Science* 286, 1999; drawn after Batagelj &
//!   Brandes, *Physical Review E* 71, 036113 (2005), without repeats. The paper
//!   leaves the first people open: here `links` + 1 who all know each other.

use rand_chacha::ChaCha8Rng;

use crate::Error;
use crate::builder::Direction;
use crate::community::{below, stream};
use crate::generate::kind::{Kind, MOST_PEOPLE, Parameter, Range, Takes};
use crate::generate::{Drawn, Generator, can_be_held};
use crate::id::NodeId;

/// A network that grew.
#[derive(Debug, Clone, PartialEq)]
pub struct BarabasiAlbert {
    /// How many people there are in the end, 2 to 2³⁰.
    pub people: u32,
    /// Friends that each newcomer makes, m in the paper: 1 or more, below `people`.
    pub links: u32,
}

impl Default for BarabasiAlbert {
    fn default() -> Self {
        Self {
            people: 1000,
            links: 5,
        }
    }
}

/// What the command line says of it.
pub(super) static KIND: Kind = Kind {
    name: "barabasi-albert",
    makes: "newcomers befriend those who have many friends: hubs, power law with exponent 3",
    source: "Barabási & Albert, Science 286, 1999",
    takes: Takes { person: 6, tie: 12 },
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
            range: Range::Whole(1, MOST_PEOPLE),
        },
    ],
    read: |settings| {
        Ok(Box::new(BarabasiAlbert {
            people: settings.count("people")?,
            links: settings.count("links")?,
        }))
    },
};

/// How many friendships stand once `people` have come, each with `links`.
pub(super) fn pairs_of(people: u32, links: u32) -> u64 {
    let first = u64::from(links) + 1;
    first * (first - 1) / 2 + u64::from(links) * u64::from(people).saturating_sub(first)
}

/// The first `links` + 1 people, who all know each other.
pub(super) fn founders(links: u32) -> impl Iterator<Item = (NodeId, NodeId)> {
    (0..=links).flat_map(|v| (0..v).map(move |w| (NodeId(v), NodeId(w))))
}

/// One end of the ties that stand, each as likely as any other: a person in
/// proportion to the number of their friends.
pub(super) fn preferred(pairs: &[(NodeId, NodeId)], random: &mut ChaCha8Rng) -> NodeId {
    let end = below(random, (pairs.len() * 2) as u32);
    let (a, b) = pairs[end as usize / 2];
    if end.is_multiple_of(2) { a } else { b }
}

/// Whether a graph that grows so can be drawn.
pub(super) fn can_grow(kind: &'static Kind, people: u32, links: u32) -> Result<f64, Error> {
    kind.check(&[("people", people.into()), ("links", links.into())])?;
    if links >= people {
        let expected = format!("a whole number from 1 to {}, below the people", people - 1);
        return Err(kind.bad("links", links, expected));
    }
    can_be_held(pairs_of(people, links) as f64, Direction::Mutual)
}

impl Generator for BarabasiAlbert {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn people(&self) -> u32 {
        self.people
    }

    fn check(&self) -> Result<f64, Error> {
        can_grow(&KIND, self.people, self.links)
    }

    fn draw(&self, seed: u64) -> Result<Drawn, Error> {
        self.check()?;
        let mut random = stream(seed, 0);
        let mut pairs = Vec::with_capacity(pairs_of(self.people, self.links) as usize);
        pairs.extend(founders(self.links));
        // Whom the newcomer at hand knows already: those marked with its id.
        let mut known_to = vec![NodeId(0); self.people as usize];
        for newcomer in (self.links + 1..self.people).map(NodeId) {
            let before = pairs.len();
            while pairs.len() - before < self.links as usize {
                let friend = preferred(&pairs[..before], &mut random);
                if known_to[friend.index()] != newcomer {
                    known_to[friend.index()] = newcomer;
                    pairs.push((newcomer, friend));
                }
            }
        }
        Drawn::of(self.people, vec![pairs], Direction::Mutual)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_friendships_is_exact() {
        for (people, links) in [(2, 1), (6, 5), (1000, 5), (300, 200)] {
            let drawn = BarabasiAlbert { people, links }.draw(1).unwrap();
            let pairs = u64::from(links) * u64::from(links + 1) / 2
                + u64::from(links) * u64::from(people - links - 1);
            assert_eq!(u64::from(drawn.ties.count()), 2 * pairs);
            assert_eq!(drawn.imported.duplicates + drawn.imported.self_loops, 0);
            assert!((0..people).all(|v| drawn.ties.out_degree(NodeId(v)) >= links));
        }
    }

    #[test]
    fn numbers_of_friends_fall_off_with_the_third_power() {
        let model = BarabasiAlbert {
            people: 50_000,
            links: 4,
        };
        let ties = model.draw(2).unwrap().ties;
        // Exact for large graphs: a share of m(m + 1) / k(k + 1) has k friends or
        // more (Dorogovtsev, Mendes & Samukhin, Physical Review Letters 85, 2000).
        for least in [8u32, 16, 32, 64] {
            let found = (0..50_000).filter(|&v| ties.out_degree(NodeId(v)) >= least);
            let found = found.count() as f64;
            let share = 20.0 / f64::from(least * (least + 1));
            let error = libm::sqrt(50_000.0 * share * (1.0 - share));
            assert!(
                (found - 50_000.0 * share).abs() < 4.5 * error,
                "{least}: {found}"
            );
        }
    }

    #[test]
    fn more_links_than_people_are_refused() {
        let model = BarabasiAlbert {
            people: 5,
            links: 5,
        };
        let said = model.draw(1).unwrap_err().to_string();
        assert_eq!(
            said,
            "barabasi-albert: links is 5; a whole number from 1 to 4, below the people"
        );
    }
}
