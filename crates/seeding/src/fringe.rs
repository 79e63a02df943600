//! The least connected first: what the best connected are compared with.
//!
//! - **Cost:** one sort of the candidates.
//! - **Source:** low-degree seeding of Hinz, Skiera, Barrot & Becker, *Journal of
//!   Marketing* 75(6), 2011.

use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::NodeId;

use crate::Seeder;

/// Those who are heard by fewest people; of equals the one with the smaller id.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fringe;

impl Seeder for Fringe {
    fn choose(&self, platform: &Platform, candidates: &[NodeId], count: usize) -> Vec<NodeId> {
        let mut ranked = candidates.to_vec();
        ranked.sort_unstable_by_key(|&v| (platform.ties.out_degree(v), v));
        ranked.truncate(count);
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::graph;

    #[test]
    fn the_fringe_comes_first_and_equals_by_id() {
        let people = graph("0->1 1->2 1->3 2->0 3->0 3->1 3->2");
        let all: Vec<NodeId> = people.nodes().collect();
        let chosen = Fringe.choose(&people.platforms()[0], &all, 3);
        assert_eq!(chosen, [NodeId(0), NodeId(2), NodeId(1)]);
    }
}
