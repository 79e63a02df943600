//! Those with most friends whom nobody reaches yet.
//!
//! Fans of one page know the same people. This counts everybody once: a person whom the
//! page reaches anyhow, because they are a fan, and a person who hears somebody chosen
//! before, count for nothing.
//!
//! - **Cost:** a heap of the candidates; to count somebody again costs their ties.
//! - **Source:** greedy maximum coverage, which covers at least 1 − 1/e of what any choice
//!   of as many could: Nemhauser, Wolsey & Fisher, *Mathematical Programming* 14, 1978.

use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::ties::Ties;

use crate::Seeder;
use crate::lazy_greedy::{Gains, lazy_greedy};

/// Those who are heard by most people who are no fans and hear nobody chosen yet, one after
/// the other; of equals the one with the smaller id.
#[derive(Debug, Clone, Copy, Default)]
pub struct FriendsOfFans;

impl Seeder for FriendsOfFans {
    fn choose(&self, platform: &Platform, candidates: &[NodeId], count: usize) -> Vec<NodeId> {
        let mut is_reached = PerNode::filled(false, platform.ties.people());
        for &fan in platform.fans.members() {
            is_reached[fan] = true;
        }
        let ties = &platform.ties;
        lazy_greedy(&mut Coverage { ties, is_reached }, candidates, count)
    }
}

struct Coverage<'g> {
    ties: &'g Ties,
    /// Fans, those chosen, and those who hear them.
    is_reached: PerNode<bool>,
}

impl Gains for Coverage<'_> {
    fn bound(&self, v: NodeId) -> u64 {
        self.ties.out_degree(v).into()
    }

    fn gain(&mut self, v: NodeId) -> u64 {
        let hear = self.ties.heard_by(v).iter();
        hear.filter(|&&w| w != v && !self.is_reached[w]).count() as u64
    }

    fn take(&mut self, v: NodeId) {
        self.is_reached[v] = true;
        for &w in self.ties.heard_by(v) {
            self.is_reached[w] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::graph;

    #[test]
    fn friends_in_common_count_once() {
        // 0 and 1 know the same three; 2 knows two others.
        let people = graph("0-3 0-4 0-5 1-3 1-4 1-5 2-6 2-7");
        let all = [0, 1, 2].map(NodeId);
        let chosen = FriendsOfFans.choose(&people.platforms()[0], &all, 3);
        assert_eq!(chosen, [0, 2, 1].map(NodeId));
    }

    #[test]
    fn friends_who_are_fans_count_for_nothing() {
        // 0 knows four people, three of them fans; 1 knows two who are none.
        let mut people = graph("0-1 0-2 0-3 0-4 1-5 1-6");
        people.set_fans("ties", [0, 1, 2, 3].map(NodeId)).unwrap();
        let platform = &people.platforms()[0];
        let chosen = FriendsOfFans.choose(platform, platform.fans.members(), 4);
        assert_eq!(chosen, [1, 0, 2, 3].map(NodeId));
    }
}
