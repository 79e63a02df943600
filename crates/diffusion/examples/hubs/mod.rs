//! The people with the most friends.

use std::cmp::Reverse;

use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;

/// Everybody, those with the most friends first; of those with as many, in id order.
pub(crate) fn most_connected(graph: &FanGraph) -> Vec<NodeId> {
    let ties = &graph.platforms()[0].ties;
    let mut people: Vec<NodeId> = graph.nodes().collect();
    people.sort_by_key(|&v| Reverse(ties.out_degree(v)));
    people
}
