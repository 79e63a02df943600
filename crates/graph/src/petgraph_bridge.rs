//! One platform as a petgraph graph, and back, so that petgraph's algorithms
//! are at hand.

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::Error;
use crate::builder::{Direction, GraphBuilder};
use crate::fan_graph::{FanGraph, Platform};
use crate::id::{EdgeId, NodeId};

/// The ties of `platform` as a petgraph graph: node `i` is person `i`, edges stand
/// in [`EdgeId`] order and carry that id. Cost: a copy, 20 bytes a tie.
pub fn to_petgraph(platform: &Platform) -> DiGraph<NodeId, EdgeId> {
    let ties = &platform.ties;
    let mut graph = DiGraph::with_capacity(ties.people() as usize, ties.count() as usize);
    for v in 0..ties.people() {
        graph.add_node(NodeId(v));
    }
    for (edge, source, target) in ties.iter() {
        graph.add_edge(
            NodeIndex::new(source.index()),
            NodeIndex::new(target.index()),
            edge,
        );
    }
    graph
}

/// A graph of one platform called `name` with the nodes and edges of `graph`;
/// weights are not looked at.
///
/// # Errors
///
/// [`Error::TooManyTies`].
pub fn from_petgraph<N, E>(name: &str, graph: &DiGraph<N, E>) -> Result<FanGraph, Error> {
    let person = |v: NodeIndex| NodeId(v.index() as u32);
    let pairs: Vec<_> = graph
        .edge_references()
        .map(|e| (person(e.source()), person(e.target())))
        .collect();
    let mut builder = GraphBuilder::new(graph.node_count() as u32);
    builder.platform(name, &pairs, Direction::SourceToTarget)?;
    Ok(builder.build())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::graph;
    use petgraph::algo::tarjan_scc;

    #[test]
    fn there_and_back_is_the_same_graph() {
        let ours = graph("0->1 1->2 2->0 3->1 2-4");
        let back = from_petgraph("ties", &to_petgraph(&ours.platforms()[0])).unwrap();
        assert_eq!(back.fingerprint(), ours.fingerprint());
    }

    #[test]
    fn petgraph_sees_the_ring() {
        let ring = graph("0->1 1->2 2->0 2->3");
        let components = tarjan_scc(&to_petgraph(&ring.platforms()[0]));
        assert!(components.iter().any(|c| c.len() == 3));
        assert_eq!(components.len(), 2);
    }
}
