//! The best connected first.
//!
//! - **Cost:** one sort of the candidates.
//! - **Source:** the degree heuristic of Kempe, Kleinberg & Tardos, KDD 2003,
//!   section 4.

use std::cmp::Reverse;

use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::NodeId;

use crate::Seeder;

/// Those who are heard by most people; of equals the one with the smaller id.
#[derive(Debug, Clone, Copy, Default)]
pub struct Degree;

impl Seeder for Degree {
    fn choose(&self, platform: &Platform, candidates: &[NodeId], count: usize) -> Vec<NodeId> {
        let mut ranked = candidates.to_vec();
        ranked.sort_unstable_by_key(|&v| (Reverse(platform.ties.out_degree(v)), v));
        ranked.truncate(count);
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::graph;

    #[test]
    fn hubs_come_first_and_equals_by_id() {
        let people = graph("0->1 2->0 2->1 3->0 3->1 3->2 1->0");
        let all: Vec<NodeId> = people.nodes().collect();
        let chosen = Degree.choose(&people.platforms()[0], &all, 3);
        assert_eq!(chosen, [NodeId(3), NodeId(2), NodeId(0)]);
        let few = Degree.choose(&people.platforms()[0], &all[..2], 9);
        assert_eq!(few, [NodeId(0), NodeId(1)]);
    }
}
