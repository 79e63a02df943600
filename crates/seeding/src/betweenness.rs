//! Those who stand between most others first.
//!
//! - **Cost:** one search from everybody of the graph, on all threads, and one sort of
//!   the candidates.
//! - **Source:** Brandes, *Journal of Mathematical Sociology* 25(2), 2001; as a way to
//!   seed, Stonedahl, Rand & Wilensky, GECCO 2010.

use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::NodeId;
use groundswell_graph::measure::betweenness;
use groundswell_graph::measure::friendships::Friendships;

use crate::Seeder;

/// Those through whom most shortest paths of others lead, where ties are taken for
/// friendships; of equals the one with the smaller id.
#[derive(Debug, Clone, Copy, Default)]
pub struct Betweenness;

impl Seeder for Betweenness {
    fn choose(&self, platform: &Platform, candidates: &[NodeId], count: usize) -> Vec<NodeId> {
        let friends = Friendships::of(&platform.ties);
        let between = betweenness::Betweenness::exact(&friends);
        let between = between.values();
        let mut ranked = candidates.to_vec();
        ranked.sort_unstable_by(|&v, &w| between[w].total_cmp(&between[v]).then(v.cmp(&w)));
        ranked.truncate(count);
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::graph;

    #[test]
    fn those_between_most_others_come_first_and_equals_by_id() {
        // Two stars of four, joined by person 0 alone.
        let stars = graph("1-2 1-3 1-4 1-9 5-6 5-7 5-8 5-10 0-1 0-5");
        let all: Vec<NodeId> = stars.nodes().collect();
        let chosen = Betweenness.choose(&stars.platforms()[0], &all, 4);
        // Each star's middle stands on all ways out of its leaves, the bridge between.
        assert_eq!(chosen, [1, 5, 0, 2].map(NodeId));
        let few = Betweenness.choose(&stars.platforms()[0], &[NodeId(3), NodeId(0)], 9);
        assert_eq!(few, [0, 3].map(NodeId));
    }
}
