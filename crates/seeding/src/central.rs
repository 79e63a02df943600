//! The most central first.
//!
//! - **Cost:** one PageRank, then one sort of the candidates.
//! - **Source:** [`PageRank`] against the word: somebody is central whom central people
//!   hear.

use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::NodeId;
use groundswell_graph::measure::pagerank::PageRank;

use crate::Seeder;

/// Those with the highest PageRank; of equals the one with the smaller id.
#[derive(Debug, Clone, Copy, Default)]
pub struct Central;

impl Seeder for Central {
    fn choose(&self, platform: &Platform, candidates: &[NodeId], count: usize) -> Vec<NodeId> {
        let rank = PageRank::default().of(&platform.ties);
        let rank = rank.expect("the default damping and tolerance are fine");
        let mut ranked = candidates.to_vec();
        ranked.sort_unstable_by(|a, b| rank[*b].total_cmp(&rank[*a]).then(a.cmp(b)));
        ranked.truncate(count);
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::graph;

    #[test]
    fn whom_the_heard_hear_is_more_central_than_whom_many_hear() {
        // 5 is heard by five people; 4 is heard by 5 alone, and by nobody else.
        let people = graph("0->1 0->2 0->3 4->5 5->6 5->7 5->8 5->9 5->10");
        let all: Vec<NodeId> = people.nodes().collect();
        let chosen = Central.choose(&people.platforms()[0], &all, 2);
        assert_eq!(chosen, [NodeId(4), NodeId(5)]);
    }
}
