//! Forest fire: newcomers meet somebody, then friends of theirs, and of theirs.
//!
//! A newcomer links to a person at random, then to some of those whom this person
//! is linked with, and so on like a fire: heavy-tailed numbers of ties, groups,
//! and, as in real networks, ties that grow faster than people while ways get
//! shorter.
//!
//! A newcomer follows those whom the fire reaches and therefore hears them: word
//! passes from target to source unless asked otherwise.
//!
//! - **Draws:** one stream.
//! - **Cost:** one after the other, about 0.4 µs a tie. Ties grow fast in the forward
//!   chance, so that their number is seen only on the way; `most` ends a newcomer's
//!   fire.
//! - **Source:** Leskovec, Kleinberg & Faloutsos, *ACM Transactions on Knowledge
//!   Discovery from Data* 1(1), 2007, section 4.2. The cut at `most` is ours.

use std::collections::VecDeque;

use rand_chacha::ChaCha8Rng;

use crate::Error;
use crate::builder::Direction;
use crate::community::{below, stream, unit};
use crate::generate::kind::{DIRECTIONS, Kind, MOST_PEOPLE, Parameter, Range, Takes};
use crate::generate::{Drawn, Generator, can_be_held};
use crate::id::NodeId;

/// A network that spread like a fire.
#[derive(Debug, Clone, PartialEq)]
pub struct ForestFire {
    /// How many people there are in the end, 1 to 2³⁰.
    pub people: u32,
    /// Forward burning probability, p in the paper, 0 to 0.99: the fire goes on to
    /// p / (1 − p) of those whom somebody links to, on average.
    pub forward: f64,
    /// Backward burning ratio, r in the paper, 0 to 1: to rp / (1 − rp) of those
    /// who link to somebody.
    pub backward: f64,
    /// A newcomer's fire ends when it has reached so many, 1 or more.
    pub most: u32,
    /// Which way word passes along a link from the newcomer.
    pub direction: Direction,
}

impl Default for ForestFire {
    fn default() -> Self {
        Self {
            people: 1000,
            forward: 0.37,
            backward: 0.86,
            most: 1000,
            direction: Direction::TargetToSource,
        }
    }
}

/// What the command line says of it.
pub(super) static KIND: Kind = Kind {
    name: "forest-fire",
    makes: "newcomers link to somebody and, like a fire, to those linked with them",
    source: "Leskovec, Kleinberg & Faloutsos, ACM TKDD 1, 2007",
    takes: Takes {
        person: 90,
        tie: 24,
    },
    parameters: &[
        Parameter {
            key: "people",
            meaning: "how many people there are in the end",
            default: "1000",
            range: Range::Whole(1, MOST_PEOPLE),
        },
        Parameter {
            key: "forward",
            meaning: "forward burning probability",
            default: "0.37",
            range: Range::Number(0.0, 0.99),
        },
        Parameter {
            key: "backward",
            meaning: "backward burning ratio",
            default: "0.86",
            range: Range::Number(0.0, 1.0),
        },
        Parameter {
            key: "most",
            meaning: "most people that a newcomer links to",
            default: "1000",
            range: Range::Whole(1, MOST_PEOPLE),
        },
        Parameter {
            key: "direction",
            meaning: "which way word passes along a link from the newcomer",
            default: "target-to-source",
            range: Range::Word(DIRECTIONS),
        },
    ],
    read: |settings| {
        Ok(Box::new(ForestFire {
            people: settings.count("people")?,
            forward: settings.number("forward")?,
            backward: settings.number("backward")?,
            most: settings.count("most")?,
            direction: settings.direction("direction")?,
        }))
    },
};

/// How many successes of chance `p` come before the first failure; at most `most`.
fn run_of(p: f64, most: usize, random: &mut ChaCha8Rng) -> usize {
    let mut run = 0;
    while run < most && unit(random) < p {
        run += 1;
    }
    run
}

/// Marks and queues `wanted` of `linked` who are not yet burnt, every choice as
/// likely as any other; all of them where they are fewer. `burnt` people are.
fn spread(
    linked: &[NodeId],
    wanted: usize,
    newcomer: NodeId,
    burnt_by: &mut [NodeId],
    burnt: &mut VecDeque<NodeId>,
    reached: usize,
    random: &mut ChaCha8Rng,
) {
    if wanted == 0 {
        return;
    }
    if linked.len() > 2 * (reached + wanted) {
        // More than half are left at every step: luck finds them soon.
        let mut left = wanted;
        while left > 0 {
            let next = linked[below(random, linked.len() as u32) as usize];
            if burnt_by[next.index()] != newcomer {
                burnt_by[next.index()] = newcomer;
                burnt.push_back(next);
                left -= 1;
            }
        }
        return;
    }
    let left = linked.iter().copied();
    let mut left: Vec<NodeId> = left.filter(|v| burnt_by[v.index()] != newcomer).collect();
    for nth in 0..wanted.min(left.len()) {
        let at = nth + below(random, (left.len() - nth) as u32) as usize;
        left.swap(nth, at);
        burnt_by[left[nth].index()] = newcomer;
        burnt.push_back(left[nth]);
    }
}

impl Generator for ForestFire {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn people(&self) -> u32 {
        self.people
    }

    fn check(&self) -> Result<f64, Error> {
        KIND.check(&[
            ("people", self.people.into()),
            ("forward", self.forward),
            ("backward", self.backward),
            ("most", self.most.into()),
        ])?;
        // Whom the newcomer meets; how far a fire goes from there is luck.
        Ok(f64::from(self.people - 1))
    }

    fn draw(&self, seed: u64) -> Result<Drawn, Error> {
        self.check()?;
        let mut random = stream(seed, 0);
        let people = self.people as usize;
        let (mut links, mut linked_by) = (vec![Vec::new(); people], vec![Vec::new(); people]);
        // Whom the newcomer at hand has reached already: those marked with its id,
        // and at first nobody by the founder, who has the id 0.
        let mut burnt_by = vec![NodeId(0); people];
        let mut pairs: Vec<(NodeId, NodeId)> = Vec::new();
        let mut fire = VecDeque::new();
        for newcomer in (1..self.people).map(NodeId) {
            let met = NodeId(below(&mut random, newcomer.0));
            burnt_by[met.index()] = newcomer;
            fire.push_back(met);
            let before = pairs.len();
            while let Some(at) = fire.pop_front() {
                pairs.push((newcomer, at));
                let reached = pairs.len() - before + fire.len();
                // Nor is there room once everybody is reached.
                let most = self.most.min(newcomer.0) as usize;
                let mut room = most.saturating_sub(reached);
                let mut go = |linked: &[NodeId], chance: f64| {
                    let wanted = run_of(chance, linked.len().min(room), &mut random);
                    let reached = pairs.len() - before + fire.len();
                    let was = fire.len();
                    spread(
                        linked,
                        wanted,
                        newcomer,
                        &mut burnt_by,
                        &mut fire,
                        reached,
                        &mut random,
                    );
                    room -= fire.len() - was;
                };
                go(&links[at.index()], self.forward);
                go(&linked_by[at.index()], self.forward * self.backward);
            }
            can_be_held(pairs.len() as f64, self.direction)?;
            for &(_, reached) in &pairs[before..] {
                links[newcomer.index()].push(reached);
                linked_by[reached.index()].push(newcomer);
            }
        }
        drop((links, linked_by));
        Drawn::of(self.people, vec![pairs], self.direction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ties(forward: f64, backward: f64, people: u32) -> u32 {
        let model = ForestFire {
            people,
            forward,
            backward,
            ..Default::default()
        };
        let drawn = model.draw(1).unwrap();
        assert_eq!(drawn.imported.duplicates + drawn.imported.self_loops, 0);
        drawn.ties.count()
    }

    #[test]
    fn a_fire_that_does_not_spread_leaves_a_tree() {
        assert_eq!(ties(0.0, 1.0, 2000), 1999);
        assert_eq!(ties(0.9, 0.0, 1), 0);
        assert_eq!(ties(0.9, 0.0, 2), 1);
    }

    #[test]
    fn ties_grow_faster_than_people() {
        let (small, large) = (ties(0.37, 0.86, 1000), ties(0.37, 0.86, 16_000));
        let exponent = libm::log(f64::from(large) / f64::from(small)) / libm::log(16.0);
        // The paper's figure for nearly these chances is 1.32 at larger sizes.
        assert!((1.1..1.5).contains(&exponent), "{exponent}");
    }

    #[test]
    fn newcomers_hear_those_whom_they_link_to() {
        let drawn = ForestFire::default().draw(2).unwrap();
        assert!(drawn.ties.iter().all(|(_, source, target)| source < target));
        assert!((1..1000).all(|v| drawn.ties.in_degree(NodeId(v)) >= 1));
    }

    #[test]
    fn a_fire_ends_where_it_was_told_to() {
        let model = ForestFire {
            people: 500,
            forward: 0.9,
            backward: 1.0,
            most: 12,
            direction: Direction::SourceToTarget,
        };
        let ties = model.draw(3).unwrap().ties;
        let most = (0..500).map(|v| ties.out_degree(NodeId(v))).max();
        assert_eq!(most, Some(12));
    }

    #[test]
    fn the_fire_takes_as_many_as_the_paper_says() {
        // The third person meets the second with chance 1/2, who then passes the
        // fire to the first with chance p; the first passes it back to the second
        // with chance rp. Expected ties of the third: 1 + (p + rp) / 2.
        let (p, r) = (0.5, 0.6);
        let mut found = 0;
        for seed in 0..4000 {
            let model = ForestFire {
                people: 3,
                forward: p,
                backward: r,
                ..Default::default()
            };
            found += model.draw(seed).unwrap().ties.count() - 2;
        }
        let share = (p + r * p) / 2.0;
        // 4.5 binomial standard errors.
        let error = libm::sqrt(4000.0 * share * (1.0 - share));
        assert!(
            (f64::from(found) - 4000.0 * share).abs() < 4.5 * error,
            "{found}"
        );
    }
}
