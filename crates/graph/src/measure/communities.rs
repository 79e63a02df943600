//! Who belongs together: communities by modularity, found by the Leiden method.
//!
//! Modularity compares the friendships within communities with what the same
//! numbers of friends would give by chance. People move to the community where
//! that gains most, communities are split where they hang together badly, and
//! each then counts as one person, again and again.
//!
//! Gains are compared as whole numbers and people are visited in id order, so the
//! result is the same everywhere. It depends on the numbering of people: many
//! divisions are nearly as good as each other.
//!
//! - **Cost:** a few passes over the friendships, on one thread.
//! - **Source:** Traag, Waltman & van Eck, *Scientific Reports* 9, 5233 (2019),
//!   with resolution 1; where they merge at random in the refinement we take the
//!   best. Modularity: Newman & Girvan, *Physical Review E* 69, 026113 (2004).

use std::collections::VecDeque;

use crate::id::{NodeId, PerNode};
use crate::measure::friendships::Friendships;

/// Rounds of the whole method, each from where the last one ended.
const MOST_ROUNDS: usize = 2;

/// A division of all people into communities.
#[derive(Debug, Clone, PartialEq)]
pub struct Communities {
    of: PerNode<u32>,
    sizes: Vec<u32>,
    modularity: f64,
}

impl Communities {
    /// Communities of `friends`; each is connected. People without friends are
    /// communities of their own.
    pub fn of(friends: &Friendships) -> Self {
        let people = Network::of(friends);
        let mut part: Vec<u32> = (0..friends.people()).collect();
        let mut best = i128::MIN;
        for _ in 0..MOST_ROUNDS {
            part = leiden(&people, part);
            let quality = people.quality(&part);
            if quality <= best {
                break;
            }
            best = quality;
        }
        Self::divided(friends, connected(friends, &part))
    }

    /// The division where person `v` is in the community named `names[v]`, with its
    /// modularity. Names are any numbers below the number of people.
    fn divided(friends: &Friendships, names: Vec<u32>) -> Self {
        let network = Network::of(friends);
        let ends = network.strength_sum as f64;
        let modularity = match ends {
            0.0 => 0.0,
            _ => network.quality(&names) as f64 / ends / ends,
        };
        let (of, count) = renumbered(&names);
        let mut sizes = vec![0; count as usize];
        for &number in &of {
            sizes[number as usize] += 1;
        }
        Self {
            of: of.into(),
            sizes,
            modularity,
        }
    }

    /// How many there are.
    pub fn count(&self) -> u32 {
        self.sizes.len() as u32
    }

    /// People in each, by its number; communities are numbered by their smallest id.
    pub fn sizes(&self) -> &[u32] {
        &self.sizes
    }

    /// People in the largest; zero without people.
    pub fn largest(&self) -> u32 {
        self.sizes.iter().copied().max().unwrap_or(0)
    }

    /// The number of the community that `v` is in.
    pub fn community_of(&self, v: NodeId) -> u32 {
        self.of[v]
    }

    /// The modularity of the division, below 1; zero where nobody has a friend.
    pub fn modularity(&self) -> f64 {
        self.modularity
    }
}

/// The modularity of any division: `names` has one number per person, equal for
/// those who are together.
///
/// # Panics
///
/// If there are not as many names as people, or a name is not below that number.
pub fn modularity(friends: &Friendships, names: &PerNode<u32>) -> f64 {
    assert_eq!(
        names.len(),
        friends.people() as usize,
        "one name per person"
    );
    Communities::divided(friends, names.as_slice().to_vec()).modularity()
}

/// Friendships between groups: a group's members count as one, with the
/// friendships among them as a loop.
struct Network {
    offsets: Vec<u64>,
    /// (group, friendships to it), without the group itself.
    ties: Vec<(u32, u64)>,
    /// Ends of friendships within each group.
    inside: Vec<u64>,
    /// Ends of friendships at each group.
    strength: Vec<u64>,
    strength_sum: u64,
}

impl Network {
    fn of(friends: &Friendships) -> Self {
        let mut offsets = vec![0];
        let mut ties = Vec::with_capacity(friends.count() as usize * 2);
        for v in friends.nodes() {
            ties.extend(friends.friends_of(v).iter().map(|w| (w.0, 1)));
            offsets.push(ties.len() as u64);
        }
        let strength: Vec<u64> = friends.nodes().map(|v| friends.degree(v).into()).collect();
        Self {
            strength_sum: strength.iter().sum(),
            inside: vec![0; strength.len()],
            offsets,
            ties,
            strength,
        }
    }

    fn len(&self) -> usize {
        self.strength.len()
    }

    fn ties_of(&self, v: u32) -> &[(u32, u64)] {
        &self.ties[self.offsets[v as usize] as usize..self.offsets[v as usize + 1] as usize]
    }

    /// Modularity times the squared number of ends, a whole number.
    fn quality(&self, part: &[u32]) -> i128 {
        let mut inside = 0u64;
        let mut strength = vec![0u64; self.len()];
        for v in 0..self.len() as u32 {
            let here = part[v as usize];
            strength[here as usize] += self.strength[v as usize];
            inside += self.inside[v as usize];
            let together = self
                .ties_of(v)
                .iter()
                .filter(|(w, _)| part[*w as usize] == here);
            inside += together.map(|(_, weight)| weight).sum::<u64>();
        }
        let expected: i128 = strength.iter().map(|&s| i128::from(s).pow(2)).sum();
        i128::from(inside) * i128::from(self.strength_sum) - expected
    }

    /// The network whose groups are the `count` parts of `part`.
    fn merged(&self, part: &[u32], count: u32) -> Self {
        let members = Members::of(part, count);
        let mut inside = vec![0; count as usize];
        let mut strength = vec![0; count as usize];
        let mut offsets = vec![0];
        let mut ties = Vec::new();
        let mut to = Tally::new(count as usize);
        for group in 0..count {
            for &v in members.of_part(group) {
                inside[group as usize] += self.inside[v as usize];
                strength[group as usize] += self.strength[v as usize];
                for &(w, weight) in self.ties_of(v) {
                    to.add(part[w as usize], weight);
                }
            }
            for (other, weight) in to.drain() {
                if other == group {
                    inside[group as usize] += weight;
                } else {
                    ties.push((other, weight));
                }
            }
            offsets.push(ties.len() as u64);
        }
        Self {
            offsets,
            ties,
            inside,
            strength,
            strength_sum: self.strength_sum,
        }
    }
}

/// The members of each part, ascending.
struct Members {
    start: Vec<u32>,
    members: Vec<u32>,
}

impl Members {
    fn of(part: &[u32], count: u32) -> Self {
        let mut start = vec![0u32; count as usize + 1];
        for &p in part {
            start[p as usize + 1] += 1;
        }
        for p in 0..count as usize {
            start[p + 1] += start[p];
        }
        let mut next = start.clone();
        let mut members = vec![0; part.len()];
        for (v, &p) in (0u32..).zip(part) {
            members[next[p as usize] as usize] = v;
            next[p as usize] += 1;
        }
        Self { start, members }
    }

    fn of_part(&self, part: u32) -> &[u32] {
        &self.members[self.start[part as usize] as usize..self.start[part as usize + 1] as usize]
    }
}

/// Sums by number, of which only those that were added to are cleared.
struct Tally {
    sums: Vec<u64>,
    touched: Vec<u32>,
}

impl Tally {
    fn new(numbers: usize) -> Self {
        Self {
            sums: vec![0; numbers],
            touched: Vec::new(),
        }
    }

    fn add(&mut self, number: u32, weight: u64) {
        let sum = &mut self.sums[number as usize];
        if *sum == 0 {
            self.touched.push(number);
        }
        *sum += weight;
    }

    fn get(&self, number: u32) -> u64 {
        self.sums[number as usize]
    }

    /// (number, sum) in the order in which numbers were first met; clears.
    fn drain(&mut self) -> impl Iterator<Item = (u32, u64)> + '_ {
        let sums = &mut self.sums;
        self.touched
            .drain(..)
            .map(|number| (number, std::mem::take(&mut sums[number as usize])))
    }
}

/// The division where what `part` holds together without a path within is apart:
/// that gains, because nothing is lost. Each is named after one of its people.
fn connected(friends: &Friendships, part: &[u32]) -> Vec<u32> {
    let mut name: Vec<Option<u32>> = vec![None; part.len()];
    let mut queue = Vec::new();
    for first in friends.nodes() {
        if name[first.index()].is_some() {
            continue;
        }
        name[first.index()] = Some(first.0);
        queue.push(first);
        while let Some(v) = queue.pop() {
            for &w in friends.friends_of(v) {
                if part[w.index()] == part[v.index()] && name[w.index()].is_none() {
                    name[w.index()] = Some(first.0);
                    queue.push(w);
                }
            }
        }
    }
    name.into_iter()
        .map(|name| name.expect("everybody was visited"))
        .collect()
}

/// One round of the method from the division `part`: its improvement.
fn leiden(people: &Network, part: Vec<u32>) -> Vec<u32> {
    // The group of the network in hand that each person is in.
    let mut group: Vec<u32> = (0..people.len() as u32).collect();
    let mut merged: Option<Network> = None;
    let mut part = part;
    loop {
        let network = merged.as_ref().unwrap_or(people);
        move_to_the_best(network, &mut part);
        let (numbers, count) = renumbered(&part);
        part = numbers;
        let here: Vec<u32> = group.iter().map(|&g| part[g as usize]).collect();
        if count as usize == network.len() {
            return here;
        }
        let (refined, groups) = renumbered(&refine(network, &part, count));
        if groups as usize == network.len() {
            return here;
        }
        let mut above = vec![0; groups as usize];
        for (v, &r) in refined.iter().enumerate() {
            above[r as usize] = part[v];
        }
        for g in &mut group {
            *g = refined[*g as usize];
        }
        merged = Some(network.merged(&refined, groups));
        part = above;
    }
}

/// Moves groups, one at a time, to the neighbouring part that gains most, until
/// none gains.
fn move_to_the_best(network: &Network, part: &mut [u32]) {
    let size = network.len();
    let all = i128::from(network.strength_sum);
    let mut strength = vec![0u64; size];
    let mut members = vec![0u32; size];
    for (v, &p) in part.iter().enumerate() {
        strength[p as usize] += network.strength[v];
        members[p as usize] += 1;
    }
    let mut empty: Vec<u32> = (0..size as u32)
        .rev()
        .filter(|&p| members[p as usize] == 0)
        .collect();
    let mut queue: VecDeque<u32> = (0..size as u32).collect();
    let mut queued = vec![true; size];
    let mut to = Tally::new(size);
    while let Some(v) = queue.pop_front() {
        queued[v as usize] = false;
        let here = part[v as usize];
        let own = i128::from(network.strength[v as usize]);
        for &(w, weight) in network.ties_of(v) {
            to.add(part[w as usize], weight);
        }
        // Half the change of `quality` by joining a part, less what is the same
        // for all parts.
        let gain = |weight: u64, others: u64| i128::from(weight) * all - own * i128::from(others);
        let stay = gain(
            to.get(here),
            strength[here as usize] - network.strength[v as usize],
        );
        // To be on one's own gains nothing and loses nothing.
        let alone = if members[here as usize] > 1 {
            0
        } else {
            i128::MIN
        };
        let (mut best, mut most) = (here, stay);
        for (other, weight) in to.drain() {
            if other == here {
                continue;
            }
            let gain = gain(weight, strength[other as usize]);
            if gain > most || (gain == most && best != here && other < best) {
                (best, most) = (other, gain);
            }
        }
        if alone > most {
            best = empty.pop().expect("a part of two leaves a name unused");
        }
        if best == here {
            continue;
        }
        strength[here as usize] -= network.strength[v as usize];
        members[here as usize] -= 1;
        if members[here as usize] == 0 {
            empty.push(here);
        }
        strength[best as usize] += network.strength[v as usize];
        members[best as usize] += 1;
        part[v as usize] = best;
        for &(w, _) in network.ties_of(v) {
            if part[w as usize] != best && !queued[w as usize] {
                queued[w as usize] = true;
                queue.push_back(w);
            }
        }
    }
}

/// Within each of the `count` parts, groups that stand alone join the connected
/// group that gains most; parts that hang together badly come out in several.
fn refine(network: &Network, part: &[u32], count: u32) -> Vec<u32> {
    let size = network.len();
    let all = i128::from(network.strength_sum);
    let mut refined: Vec<u32> = (0..size as u32).collect();
    let mut alone = vec![true; size];
    let mut strength = network.strength.clone();
    let mut whole = vec![0u64; count as usize];
    for (v, &p) in part.iter().enumerate() {
        whole[p as usize] += network.strength[v];
    }
    // Friendships from each refined group to the rest of its part.
    let mut outward: Vec<u64> = (0..size as u32)
        .map(|v| {
            let ties = network.ties_of(v).iter();
            let inside = ties.filter(|(w, _)| part[*w as usize] == part[v as usize]);
            inside.map(|(_, weight)| weight).sum()
        })
        .collect();
    let holds = |outward: u64, strength: u64, whole: u64| {
        i128::from(outward) * all >= i128::from(strength) * i128::from(whole - strength)
    };
    let members = Members::of(part, count);
    let mut to = Tally::new(size);
    for p in 0..count {
        let whole = whole[p as usize];
        for &v in members.of_part(p) {
            let i = v as usize;
            if !alone[i] || !holds(outward[i], strength[i], whole) {
                continue;
            }
            for &(w, weight) in network.ties_of(v) {
                if part[w as usize] == p {
                    to.add(refined[w as usize], weight);
                }
            }
            let (mut best, mut most, mut joint) = (v, 0, 0);
            for (other, weight) in to.drain() {
                let (there, behind) = (strength[other as usize], outward[other as usize]);
                if other == v || !holds(behind, there, whole) {
                    continue;
                }
                let own = i128::from(network.strength[i]);
                let gain = i128::from(weight) * all - own * i128::from(there);
                if gain > most || (gain == most && gain > 0 && other < best) {
                    (best, most, joint) = (other, gain, weight);
                }
            }
            if best != v {
                let at = best as usize;
                refined[i] = best;
                alone[i] = false;
                alone[at] = false;
                strength[at] += network.strength[i];
                outward[at] = outward[at] + outward[i] - 2 * joint;
            }
        }
    }
    refined
}

/// The same division with numbers from zero on, in the order of first members,
/// and how many there are.
fn renumbered(part: &[u32]) -> (Vec<u32>, u32) {
    const NONE: u32 = u32::MAX;
    let mut number = vec![NONE; part.len()];
    let mut count = 0;
    let of = part.iter().map(|&p| {
        let number = &mut number[p as usize];
        if *number == NONE {
            *number = count;
            count += 1;
        }
        *number
    });
    (of.collect(), count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::graph;
    use crate::community::Community;
    use crate::measure::components::Components;

    fn friends(text: &str) -> Friendships {
        Friendships::of(&graph(text).platforms()[0].ties)
    }

    #[test]
    fn two_cliques_joined_by_a_tie_are_two_communities() {
        let friends = friends("0-1 0-2 0-3 1-2 1-3 2-3 4-5 4-6 4-7 5-6 5-7 6-7 3-4");
        let communities = Communities::of(&friends);
        assert_eq!(communities.sizes(), [4, 4]);
        assert_eq!(communities.community_of(NodeId(3)), 0);
        // 12 of 13 ties inside, half of all ends in each.
        assert!((communities.modularity() - (12.0 / 13.0 - 0.5)).abs() < 1e-15);
    }

    #[test]
    fn the_modularity_of_a_division_is_what_its_definition_says() {
        let friends = friends("0-1 1-2 2-0 2-3 3-4");
        let names = vec![0, 0, 0, 4, 4];
        let mut sum = 0.0;
        for v in friends.nodes() {
            for w in friends
                .nodes()
                .filter(|w| names[v.index()] == names[w.index()])
            {
                let tie = f64::from(u8::from(friends.are_friends(v, w)));
                let chance = f64::from(friends.degree(v) * friends.degree(w)) / 10.0;
                sum += (tie - chance) / 10.0;
            }
        }
        assert!((modularity(&friends, &names.into()) - sum).abs() < 1e-15);
    }

    #[test]
    fn planted_communities_are_found_again_and_all_are_connected() {
        let planted = Community {
            inside: 0.9,
            community: 100,
            ..Default::default()
        };
        let friends = Friendships::of(&planted.ties(2).unwrap());
        let found = Communities::of(&friends);
        let names = friends.nodes().map(|v| v.0 / 100).collect();
        assert!(found.modularity() >= modularity(&friends, &names));
        let homes: Vec<u32> = friends
            .nodes()
            .filter(|v| v.0 % 100 == 50)
            .map(|v| found.community_of(v))
            .collect();
        assert_eq!(homes.len(), 10);
        assert!(found.count() >= 10, "{}", found.count());
        each_is_connected(&friends, &found);
    }

    #[test]
    fn people_without_friends_stay_alone() {
        let communities = Communities::of(&friends("0-1 3-4 4-5 5-3"));
        assert_eq!(communities.sizes(), [2, 1, 3]);
        assert_eq!(Communities::of(&friends("")).modularity(), 0.0);
    }

    fn each_is_connected(friends: &Friendships, found: &Communities) {
        let mut arcs = Vec::new();
        for (v, w) in friends.pairs() {
            if found.community_of(v) == found.community_of(w) {
                arcs.push((v, w));
            }
        }
        let mut builder = crate::builder::GraphBuilder::new(friends.people());
        builder
            .platform("x", &arcs, crate::builder::Direction::Mutual)
            .unwrap();
        let inside = Friendships::of(&builder.build().platforms()[0].ties);
        assert_eq!(Components::of(&inside).count(), found.count());
    }
}
