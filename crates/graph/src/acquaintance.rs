//! Friends on several platforms: for the most part the same people.
//!
//! Everybody has one sequence of acquaintances, whatever the platform, and one of
//! their own for each platform. On a platform a person starts as many friendships
//! as half their wish there, a share of them with the first of the common
//! sequence and the rest with the first of the other, passing over those who are
//! not on the platform or stand there already. So the shorter of two platforms'
//! common parts lies within the longer, and a platform's ties depend on its name,
//! never on its place among others.
//!
//! An acquaintance is somebody of the same community or anybody, in proportion to
//! their wish for friends, as in [`community`](crate::community).
//!
//! - **Draws:** ChaCha8, one stream per person and sequence.
//! - **Cost:** linear in the friendships, about 60 ns each, on all threads.

use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::Error;
use crate::community::{Alias, Picks, stream, unit};
use crate::id::NodeId;
use crate::name_key::NameKey;
use crate::people::PeopleSet;

/// People handed to a thread at a time; results do not depend on it.
const BLOCK: usize = 4096;

/// From whom acquaintances are picked.
pub(crate) struct Acquaintances {
    seed: u64,
    /// People per community.
    community: u32,
    /// Share of acquaintances from one's own community.
    inside: f64,
    everybody: Alias,
    communities: Vec<Alias>,
}

/// What a person picks on one platform.
struct Friends {
    list: Vec<NodeId>,
    known: FxHashSet<NodeId>,
}

impl Acquaintances {
    /// Acquaintances among as many people as there are `weights`, each picked in
    /// proportion to theirs.
    pub(crate) fn new(seed: u64, weights: &[f64], community: u32, inside: f64) -> Self {
        Self {
            seed,
            community,
            inside,
            everybody: Alias::new(weights),
            communities: weights
                .par_chunks(community as usize)
                .map(Alias::new)
                .collect(),
        }
    }

    /// The friendships that people start on the platform called `name`: half of
    /// their `wishes`, one entry per person, with `common` of them from the
    /// sequence that all platforms share.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyTies`].
    pub(crate) fn picks(
        &self,
        name: &str,
        wishes: Vec<f64>,
        members: Option<&PeopleSet>,
        common: f64,
    ) -> Result<Picks, Error> {
        let expected: f64 = wishes.iter().sum();
        if expected > f64::from(u32::MAX) {
            return Err(Error::TooManyTies {
                ties: expected as u64,
            });
        }
        let shared = stream(self.seed, 0);
        let own = stream(self.seed ^ NameKey::of(name).0, 0);
        let blocks: Vec<(Vec<u32>, Vec<NodeId>)> = wishes
            .par_chunks(BLOCK)
            .enumerate()
            .map(|(block, wishes)| {
                let mut counts = Vec::with_capacity(wishes.len());
                let mut picks = Vec::new();
                let mut friends = Friends {
                    list: Vec::new(),
                    known: FxHashSet::default(),
                };
                for (v, wish) in ((block * BLOCK) as u32..).zip(wishes) {
                    let v = NodeId(v);
                    friends.list.clear();
                    friends.known.clear();
                    if members.is_none_or(|members| members.contains(v)) {
                        let [mut shared, mut own] = [&shared, &own].map(|first| {
                            let mut random = first.clone();
                            random.set_stream(u64::from(v.0));
                            random
                        });
                        let started = (wish / 2.0 + unit(&mut shared)) as usize;
                        let first = (common * started as f64 + unit(&mut shared)) as usize;
                        self.fill(&mut friends, v, first.min(started), members, &mut shared);
                        self.fill(&mut friends, v, started, members, &mut own);
                    }
                    counts.push(friends.list.len() as u32);
                    picks.extend_from_slice(&friends.list);
                }
                (counts, picks)
            })
            .collect();
        Ok(Picks::gathered(wishes, blocks))
    }

    /// Adds friends of `v` until there are `count`, or nobody else is to be found.
    fn fill(
        &self,
        friends: &mut Friends,
        v: NodeId,
        count: usize,
        members: Option<&PeopleSet>,
        random: &mut ChaCha8Rng,
    ) {
        let people = f64::from(self.everybody.len());
        let share = members.map_or(1.0, |m| f64::from(m.len()) / people.max(1.0));
        let wanted = count.saturating_sub(friends.list.len());
        // So that the work stays linear even where next to nobody is a member.
        let tries = 64.0 + 8.0 * wanted as f64 / share.max(1e-3);
        for _ in 0..tries as u64 {
            if friends.list.len() >= count {
                return;
            }
            let friend = NodeId(self.acquaintance(v, random));
            let there = members.is_none_or(|members| members.contains(friend));
            if there && friend != v && friends.known.insert(friend) {
                friends.list.push(friend);
            }
        }
    }

    fn acquaintance(&self, v: NodeId, random: &mut ChaCha8Rng) -> u32 {
        if unit(random) < self.inside {
            let at = v.0 / self.community;
            at * self.community + self.communities[at as usize].pick(random)
        } else {
            self.everybody.pick(random)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picked(name: &str, wish: f64, members: Option<&PeopleSet>) -> Picks {
        let around = Acquaintances::new(7, &[1.0; 600], 60, 0.5);
        around.picks(name, vec![wish; 600], members, 0.6).unwrap()
    }

    #[test]
    fn the_common_part_of_the_shorter_lies_within_the_longer() {
        let (few, many) = (picked("a", 10.0, None), picked("b", 20.0, None));
        for v in 0..600 {
            let common = few.of(v).iter().filter(|w| many.of(v).contains(w));
            // Three of five, and who else is there by chance.
            assert!(common.count() >= 3);
        }
    }

    #[test]
    fn only_members_have_friends_there_and_they_are_members() {
        let members = PeopleSet::of(600, (0..600).filter(|v| v % 5 == 0).map(NodeId));
        let picks = picked("a", 8.0, Some(&members));
        for v in 0..600u32 {
            let expected = if v % 5 == 0 { 4 } else { 0 };
            assert_eq!(picks.of(v as usize).len(), expected);
            assert!(picks.of(v as usize).iter().all(|&w| members.contains(w)));
        }
    }

    #[test]
    fn nobody_is_picked_twice_and_nobody_picks_for_ever() {
        let alone = Acquaintances::new(1, &[1.0; 3], 3, 1.0);
        let picks = alone.picks("a", vec![40.0; 3], None, 0.5).unwrap();
        assert_eq!((picks.of(0).len(), picks.of(1).len()), (2, 2));
    }
}
