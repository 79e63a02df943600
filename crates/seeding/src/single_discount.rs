//! The best connected first, not counting ties to those who are chosen already.
//!
//! - **Cost:** a heap of the candidates; to count somebody again costs their ties.
//! - **Source:** SingleDiscount of Chen, Wang & Yang, KDD 2009, section 3. There ties are
//!   friendships; here a tie to somebody chosen is lost whichever way others run.

use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::ties::Ties;

use crate::Seeder;
use crate::lazy_greedy::{Gains, lazy_greedy};

/// Those who are heard by most people who are not chosen yet, one after the other; of
/// equals the one with the smaller id.
#[derive(Debug, Clone, Copy, Default)]
pub struct SingleDiscount;

impl Seeder for SingleDiscount {
    fn choose(&self, platform: &Platform, candidates: &[NodeId], count: usize) -> Vec<NodeId> {
        let mut discounted = Discounted {
            ties: &platform.ties,
            is_chosen: PerNode::filled(false, platform.ties.people()),
        };
        lazy_greedy(&mut discounted, candidates, count)
    }
}

struct Discounted<'g> {
    ties: &'g Ties,
    is_chosen: PerNode<bool>,
}

impl Gains for Discounted<'_> {
    fn bound(&self, v: NodeId) -> u64 {
        self.ties.out_degree(v).into()
    }

    fn gain(&mut self, v: NodeId) -> u64 {
        let hear = self.ties.heard_by(v).iter();
        hear.filter(|&&w| !self.is_chosen[w]).count() as u64
    }

    fn take(&mut self, v: NodeId) {
        self.is_chosen[v] = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::graph;

    fn chosen(text: &str, count: usize) -> Vec<u32> {
        let graph = graph(text);
        let all: Vec<NodeId> = graph.nodes().collect();
        let chosen = SingleDiscount.choose(&graph.platforms()[0], &all, count);
        chosen.iter().map(|v| v.0).collect()
    }

    #[test]
    fn a_tie_to_somebody_chosen_counts_no_more() {
        // 0, 1 and 5 know three each. After 0, 1 is left with 2 and 3.
        assert_eq!(chosen("0-1 0-2 0-3 1-2 1-3 5-7 5-8 5-9", 3), [0, 5, 1]);
    }

    #[test]
    fn being_chosen_takes_from_those_whom_one_hears_only() {
        // 0 is heard by 1 and 2; 1 by 3 and 4; 5 by 0 and 6. That 1 hears 0 costs 1
        // nothing, that 0 hears 5 costs 5 one.
        assert_eq!(chosen("0->1 0->2 1->3 1->4 5->0 5->6", 3), [0, 1, 5]);
    }
}
