//! Those without whom the network falls apart first.
//!
//! The collective influence of somebody with k friends is k − 1 times the sum of the same
//! number over all who are exactly two steps away. Whoever has most is taken out of the
//! network, and the influence of the others is that in what is left.
//!
//! Taking people out never adds to the influence of another at two steps: distances grow,
//! so nobody comes to stand two steps away who stood nearer, save by leaving.
//!
//! - **Cost:** two passes over the friendships for bounds, and a heap of the candidates; to
//!   count somebody again costs the friends of their friends.
//! - **Source:** Morone & Makse, *Nature* 524, 2015, at radius 2; the heap after Morone,
//!   Min, Bo, Mari & Makse, *Scientific Reports* 6, 30062, 2016. Those with no influence
//!   left follow by their ids; the papers' second phase, which puts people back, is
//!   for taking a network apart and is not done.

use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::measure::friendships::Friendships;

use crate::Seeder;
use crate::lazy_greedy::{Gains, lazy_greedy};

/// Those with the greatest collective influence in what those before leave over, where
/// ties are taken for friendships; of equals the one with the smaller id.
#[derive(Debug, Clone, Copy, Default)]
pub struct CollectiveInfluence;

impl Seeder for CollectiveInfluence {
    fn choose(&self, platform: &Platform, candidates: &[NodeId], count: usize) -> Vec<NodeId> {
        let friends = Friendships::of(&platform.ties);
        let further = |v: NodeId| u64::from(friends.degree(v).saturating_sub(1));
        let nearby = friends.nodes();
        let nearby = nearby.map(|v| friends.friends_of(v).iter().map(|&w| further(w)).sum());
        let mut network = Network {
            left: friends.degrees(),
            total: friends.nodes().map(further).sum(),
            nearby: nearby.collect(),
            is_out: PerNode::filled(false, friends.people()),
            seen: PerNode::filled(0, friends.people()),
            searches: 0,
            friends: &friends,
        };
        lazy_greedy(&mut network, candidates, count)
    }
}

struct Network<'g> {
    friends: &'g Friendships,
    /// Everybody's number of friends who are not taken out.
    left: PerNode<u32>,
    /// Sum of k − 1 over all who have friends left.
    total: u64,
    /// Sum of k − 1 over everybody's friends, before anybody was taken out.
    nearby: PerNode<u64>,
    is_out: PerNode<bool>,
    /// The last search that saw somebody.
    seen: PerNode<u64>,
    searches: u64,
}

impl Gains for Network<'_> {
    /// Counts those at two steps once for each way there, or everybody who is further than
    /// one step away, whichever is less.
    fn bound(&self, v: NodeId) -> u64 {
        let further = |v: NodeId| u64::from(self.left[v].saturating_sub(1));
        let (mut ways, mut near) = (0u64, further(v));
        for &w in self.friends.friends_of(v) {
            if !self.is_out[w] {
                ways = ways.saturating_add(self.nearby[w] - further(v));
                near += further(w);
            }
        }
        further(v).saturating_mul(ways.min(self.total - near))
    }

    fn gain(&mut self, v: NodeId) -> u64 {
        let further = u64::from(self.left[v].saturating_sub(1));
        if further == 0 {
            return 0;
        }
        self.searches += 1;
        self.seen[v] = self.searches;
        let friends = self.friends.friends_of(v);
        for &w in friends {
            self.seen[w] = self.searches;
        }
        let mut sum = 0;
        for &w in friends.iter().filter(|w| !self.is_out[**w]) {
            for &x in self.friends.friends_of(w) {
                if self.seen[x] != self.searches && !self.is_out[x] {
                    self.seen[x] = self.searches;
                    sum += u64::from(self.left[x] - 1);
                }
            }
        }
        further * sum
    }

    fn take(&mut self, v: NodeId) {
        self.is_out[v] = true;
        self.total -= u64::from(self.left[v].saturating_sub(1));
        for &w in self.friends.friends_of(v) {
            self.total -= u64::from(self.left[w] > 1 && !self.is_out[w]);
            self.left[w] -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::{Direction, GraphBuilder, graph};
    use std::cmp::Reverse;

    #[test]
    fn whoever_holds_others_together_comes_before_a_lonely_star() {
        // 0 has five friends who know nobody else. 6, 7, 8, 9 and 10 are a path with two
        // leaves at each end: 7 has k − 1 = 1 and two steps away 10 with 2, as has 9 by 6;
        // 6 has k − 1 = 2 and two steps away 8 with 1, as has 10; 8 has 1 · (2 + 2) = 4.
        let text = "0-1 0-2 0-3 0-4 0-5 6-7 7-8 8-9 9-10 6-11 6-12 10-13 10-14";
        let people = graph(text);
        let all: Vec<NodeId> = people.nodes().collect();
        let chosen = CollectiveInfluence.choose(&people.platforms()[0], &all, 3);
        // Without 8 nobody has influence at two steps, and ids decide.
        assert_eq!(chosen, [8, 0, 1].map(NodeId));
        let few = CollectiveInfluence.choose(&people.platforms()[0], &[NodeId(9), NodeId(6)], 1);
        assert_eq!(few, [NodeId(6)]);
    }

    /// Counted anew for everybody after each that is taken out.
    fn plainly(friends: &Friendships, count: usize) -> Vec<NodeId> {
        let mut out: Vec<NodeId> = Vec::new();
        for _ in 0..count {
            let left = |v: NodeId| {
                let friends = friends.friends_of(v).iter().copied();
                friends.filter(|w| !out.contains(w)).collect::<Vec<_>>()
            };
            let influence = |v: NodeId| {
                let near = left(v);
                let mut two: Vec<NodeId> = near.iter().flat_map(|&w| left(w)).collect();
                two.sort_unstable();
                two.dedup();
                two.retain(|w| *w != v && !near.contains(w));
                let sum: usize = two.iter().map(|&w| left(w).len() - 1).sum();
                near.len().saturating_sub(1) * sum
            };
            let open = friends.nodes().filter(|v| !out.contains(v));
            let best = open.max_by_key(|&v| (influence(v), Reverse(v)));
            out.extend(best);
        }
        out
    }

    #[test]
    fn bounds_and_a_heap_choose_as_counting_everybody_anew_does() {
        for seed in 0..40u64 {
            let pairs: Vec<(NodeId, NodeId)> = (0..60u64)
                .map(|at| {
                    let mixed = (seed * 1000 + at).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
                    // Squaring makes hubs of the small ids.
                    let of = |x: u64| NodeId(((x % 30) * (x % 30) / 30) as u32);
                    (of(mixed), of(mixed >> 20))
                })
                .filter(|(a, b)| a != b)
                .collect();
            let mut builder = GraphBuilder::new(30);
            builder.platform("ties", &pairs, Direction::Mutual).unwrap();
            let people = builder.build();
            let all: Vec<NodeId> = people.nodes().collect();
            let platform = &people.platforms()[0];
            let chosen = CollectiveInfluence.choose(platform, &all, 12);
            assert_eq!(
                chosen,
                plainly(&Friendships::of(&platform.ties), 12),
                "{seed}"
            );
        }
    }
}
