//! One platform as petgraph sees graphs, and copies both ways.
//!
//! A [`Network`] lends a platform's ties to petgraph's algorithms without copying
//! them: shortest paths, searches, orders, components, flows. [`to_petgraph`]
//! makes a graph of petgraph's own, for what has to be changed; [`from_petgraph`]
//! leads back.
//!
//! ```
//! use groundswell_graph::builder::graph;
//! use groundswell_graph::id::NodeId;
//! use groundswell_graph::petgraph_bridge::Network;
//! use petgraph::algo::{dijkstra, is_cyclic_directed};
//!
//! let graph = graph("0->1 1->2 0->3 3->2 2->4");
//! let network = Network::of(&graph.platforms()[0]);
//! let steps = dijkstra(network, NodeId(0), None, |_| 1);
//! assert_eq!(steps[&NodeId(4)], 3);
//! assert!(!is_cyclic_directed(network));
//! ```

use std::iter::Copied;
use std::ops::Range;
use std::slice;

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{
    Data, EdgeCount, EdgeIndexable, EdgeRef, GetAdjacencyMatrix, GraphBase, GraphProp, GraphRef,
    IntoEdgeReferences, IntoEdges, IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected,
    IntoNodeIdentifiers, IntoNodeReferences, NodeCompactIndexable, NodeCount, NodeIndexable,
    VisitMap, Visitable,
};
use petgraph::{Directed, Direction as Side};

use crate::Error;
use crate::builder::{Direction, GraphBuilder};
use crate::fan_graph::{FanGraph, Platform};
use crate::id::{EdgeId, NodeId};
use crate::ties::Ties;

/// The ties of one platform, lent to petgraph: a directed graph whose nodes are
/// [`NodeId`]s and whose edges are [`EdgeId`]s.
///
/// An edge weighs what the platform's column says, and 1 without one. A
/// friendship is two edges.
///
/// Whether two people are adjacent takes a binary search and no matrix. Edges
/// into a person cost a binary search each, because an edge's id follows from its
/// source; neighbours cost nothing either way.
#[derive(Debug, Clone, Copy)]
pub struct Network<'g> {
    ties: &'g Ties,
    weights: Option<&'g [f64]>,
}

impl<'g> Network<'g> {
    /// The ties of `platform`, with its weights.
    pub fn of(platform: &'g Platform) -> Self {
        Self {
            ties: &platform.ties,
            weights: platform.weights.as_deref(),
        }
    }

    fn edge(self, id: EdgeId, source: NodeId, target: NodeId) -> Tie {
        let weight = self.weights.map_or(1.0, |weights| weights[id.index()]);
        Tie {
            id,
            source,
            target,
            weight,
        }
    }
}

impl<'g> From<&'g Ties> for Network<'g> {
    /// The ties, each with weight 1.
    fn from(ties: &'g Ties) -> Self {
        Self {
            ties,
            weights: None,
        }
    }
}

/// One directed tie with its weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tie {
    id: EdgeId,
    source: NodeId,
    target: NodeId,
    weight: f64,
}

impl EdgeRef for Tie {
    type NodeId = NodeId;
    type EdgeId = EdgeId;
    type Weight = f64;

    fn source(&self) -> NodeId {
        self.source
    }

    fn target(&self) -> NodeId {
        self.target
    }

    fn weight(&self) -> &f64 {
        &self.weight
    }

    fn id(&self) -> EdgeId {
        self.id
    }
}

/// The ties out of one person, or into one.
#[derive(Debug, Clone)]
pub struct TiesOf<'g> {
    network: Network<'g>,
    person: NodeId,
    side: Side,
    others: Copied<slice::Iter<'g, NodeId>>,
    /// The id of the next tie out; ties into a person are looked up.
    next: u32,
}

impl<'g> TiesOf<'g> {
    fn new(network: Network<'g>, person: NodeId, side: Side) -> Self {
        let next = match side {
            Side::Outgoing => network.ties.edges_of(person).next().map_or(0, |(e, _)| e.0),
            Side::Incoming => 0,
        };
        let others = network.neighbors_directed(person, side);
        Self {
            network,
            person,
            side,
            others,
            next,
        }
    }
}

impl Iterator for TiesOf<'_> {
    type Item = Tie;

    fn next(&mut self) -> Option<Tie> {
        let other = self.others.next()?;
        Some(match self.side {
            Side::Outgoing => {
                let id = EdgeId(self.next);
                self.next += 1;
                self.network.edge(id, self.person, other)
            }
            Side::Incoming => {
                let id = self.network.ties.edge(other, self.person);
                let id = id.expect("who is heard has a tie to the listener");
                self.network.edge(id, other, self.person)
            }
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.others.size_hint()
    }
}

/// All ties, by source, then target.
#[derive(Debug, Clone)]
pub struct AllTies<'g> {
    network: Network<'g>,
    sources: Range<u32>,
    row: Option<TiesOf<'g>>,
}

impl Iterator for AllTies<'_> {
    type Item = Tie;

    fn next(&mut self) -> Option<Tie> {
        loop {
            if let Some(tie) = self.row.as_mut().and_then(Iterator::next) {
                return Some(tie);
            }
            let source = NodeId(self.sources.next()?);
            self.row = Some(TiesOf::new(self.network, source, Side::Outgoing));
        }
    }
}

/// Everybody, in id order.
#[derive(Debug, Clone)]
pub struct People(Range<u32>);

impl Iterator for People {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        self.0.next().map(NodeId)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl DoubleEndedIterator for People {
    fn next_back(&mut self) -> Option<NodeId> {
        self.0.next_back().map(NodeId)
    }
}

impl ExactSizeIterator for People {}

/// Everybody, in id order, with nothing to say about them.
#[derive(Debug, Clone)]
pub struct PeopleReferences(People);

impl Iterator for PeopleReferences {
    type Item = (NodeId, ());

    fn next(&mut self) -> Option<(NodeId, ())> {
        self.0.next().map(|v| (v, ()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

/// Who has been visited, one bit a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visited(Vec<u64>);

impl Visited {
    fn bit(v: NodeId) -> (usize, u64) {
        (v.index() / 64, 1 << (v.index() % 64))
    }
}

impl VisitMap<NodeId> for Visited {
    fn visit(&mut self, v: NodeId) -> bool {
        let (word, bit) = Self::bit(v);
        let first = self.0[word] & bit == 0;
        self.0[word] |= bit;
        first
    }

    fn is_visited(&self, v: &NodeId) -> bool {
        let (word, bit) = Self::bit(*v);
        self.0[word] & bit != 0
    }

    fn unvisit(&mut self, v: NodeId) -> bool {
        let (word, bit) = Self::bit(v);
        let was = self.0[word] & bit != 0;
        self.0[word] &= !bit;
        was
    }
}

impl GraphBase for Network<'_> {
    type NodeId = NodeId;
    type EdgeId = EdgeId;
}

impl GraphRef for Network<'_> {}

impl GraphProp for Network<'_> {
    type EdgeType = Directed;
}

impl Data for Network<'_> {
    type NodeWeight = ();
    type EdgeWeight = f64;
}

impl NodeCount for Network<'_> {
    fn node_count(&self) -> usize {
        self.ties.people() as usize
    }
}

impl NodeIndexable for Network<'_> {
    fn node_bound(&self) -> usize {
        self.node_count()
    }

    fn to_index(&self, v: NodeId) -> usize {
        v.index()
    }

    fn from_index(&self, i: usize) -> NodeId {
        NodeId(i as u32)
    }
}

impl NodeCompactIndexable for Network<'_> {}

impl EdgeCount for Network<'_> {
    fn edge_count(&self) -> usize {
        self.ties.count() as usize
    }
}

impl EdgeIndexable for Network<'_> {
    fn edge_bound(&self) -> usize {
        self.edge_count()
    }

    fn to_index(&self, e: EdgeId) -> usize {
        e.index()
    }

    fn from_index(&self, i: usize) -> EdgeId {
        EdgeId(i as u32)
    }
}

impl IntoNodeIdentifiers for Network<'_> {
    type NodeIdentifiers = People;

    fn node_identifiers(self) -> People {
        People(0..self.ties.people())
    }
}

impl IntoNodeReferences for Network<'_> {
    type NodeRef = (NodeId, ());
    type NodeReferences = PeopleReferences;

    fn node_references(self) -> PeopleReferences {
        PeopleReferences(self.node_identifiers())
    }
}

impl<'g> IntoNeighbors for Network<'g> {
    type Neighbors = Copied<slice::Iter<'g, NodeId>>;

    fn neighbors(self, v: NodeId) -> Self::Neighbors {
        self.ties.heard_by(v).iter().copied()
    }
}

impl<'g> IntoNeighborsDirected for Network<'g> {
    type NeighborsDirected = Copied<slice::Iter<'g, NodeId>>;

    fn neighbors_directed(self, v: NodeId, side: Side) -> Self::NeighborsDirected {
        let row = match side {
            Side::Outgoing => self.ties.heard_by(v),
            Side::Incoming => self.ties.hears(v),
        };
        row.iter().copied()
    }
}

impl<'g> IntoEdgeReferences for Network<'g> {
    type EdgeRef = Tie;
    type EdgeReferences = AllTies<'g>;

    fn edge_references(self) -> AllTies<'g> {
        AllTies {
            network: self,
            sources: 0..self.ties.people(),
            row: None,
        }
    }
}

impl<'g> IntoEdges for Network<'g> {
    type Edges = TiesOf<'g>;

    fn edges(self, v: NodeId) -> TiesOf<'g> {
        TiesOf::new(self, v, Side::Outgoing)
    }
}

impl<'g> IntoEdgesDirected for Network<'g> {
    type EdgesDirected = TiesOf<'g>;

    fn edges_directed(self, v: NodeId, side: Side) -> TiesOf<'g> {
        TiesOf::new(self, v, side)
    }
}

impl Visitable for Network<'_> {
    type Map = Visited;

    fn visit_map(&self) -> Visited {
        Visited(vec![0; self.node_count().div_ceil(64)])
    }

    fn reset_map(&self, map: &mut Visited) {
        *map = self.visit_map();
    }
}

impl GetAdjacencyMatrix for Network<'_> {
    /// Nothing: rows are sorted and looked up.
    type AdjMatrix = ();

    fn adjacency_matrix(&self) {}

    fn is_adjacent(&self, (): &(), source: NodeId, target: NodeId) -> bool {
        self.ties.edge(source, target).is_some()
    }
}

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
    use petgraph::algo::{bellman_ford, dijkstra, kosaraju_scc, page_rank, tarjan_scc, toposort};
    use petgraph::visit::{Bfs, Reversed};

    #[test]
    fn there_and_back_is_the_same_graph() {
        let ours = graph("0->1 1->2 2->0 3->1 2-4");
        let back = from_petgraph("ties", &to_petgraph(&ours.platforms()[0])).unwrap();
        assert_eq!(back.fingerprint(), ours.fingerprint());
    }

    #[test]
    fn a_lent_platform_and_its_copy_are_the_same_to_petgraph() {
        let graph = graph("0->1 1->2 2->0 2->3 3-4 5->0");
        let platform = &graph.platforms()[0];
        let (lent, copy) = (Network::of(platform), to_petgraph(platform));
        let triples: Vec<_> = lent
            .edge_references()
            .map(|e| {
                (
                    e.id(),
                    NodeIndex::new(e.source().index()),
                    NodeIndex::new(e.target().index()),
                )
            })
            .collect();
        let copied: Vec<_> = copy
            .edge_references()
            .map(|e| (*e.weight(), e.source(), e.target()))
            .collect();
        assert_eq!(triples, copied);
        let sizes = |mut sizes: Vec<usize>| {
            sizes.sort_unstable();
            sizes
        };
        let of_copy = sizes(tarjan_scc(&copy).iter().map(Vec::len).collect());
        assert_eq!(
            sizes(tarjan_scc(lent).iter().map(Vec::len).collect()),
            of_copy
        );
        assert_eq!(
            sizes(kosaraju_scc(lent).iter().map(Vec::len).collect()),
            of_copy
        );
        assert_eq!(page_rank(lent, 0.85, 50), page_rank(&copy, 0.85, 50));
        assert_eq!(
            toposort(lent, None).is_err(),
            toposort(&copy, None).is_err()
        );
    }

    #[test]
    fn ties_into_a_person_have_their_ids_and_ends() {
        let graph = graph("0->2 1->2 2->0");
        let network = Network::of(&graph.platforms()[0]);
        let into: Vec<_> = network.edges_directed(NodeId(2), Side::Incoming).collect();
        let known = |e: &Tie| (e.source().0, e.target().0, e.id().0);
        assert_eq!(
            into.iter().map(known).collect::<Vec<_>>(),
            [(0, 2, 0), (1, 2, 1)]
        );
        assert!(network.is_adjacent(&(), NodeId(2), NodeId(0)));
        assert!(!network.is_adjacent(&(), NodeId(2), NodeId(1)));
    }

    #[test]
    fn a_search_of_the_reversed_network_follows_who_hears_whom() {
        let graph = graph("0->1 1->2 3->2");
        let reversed = Reversed(Network::of(&graph.platforms()[0]));
        let mut search = Bfs::new(reversed, NodeId(2));
        let mut met = Vec::new();
        while let Some(v) = search.next(reversed) {
            met.push(v.0);
        }
        assert_eq!(met, [2, 1, 3, 0]);
    }

    #[test]
    fn weights_are_the_platforms_and_one_where_it_has_none() {
        let (a, b, c) = (NodeId(0), NodeId(1), NodeId(2));
        let mut builder = GraphBuilder::new(3);
        builder
            .weighted_platform("x", &[(a, b, 0.5), (b, c, 0.25), (a, c, 2.0)])
            .unwrap();
        let graph = builder.build();
        let network = Network::of(&graph.platforms()[0]);
        let near = dijkstra(network, a, None, |e| *e.weight());
        assert_eq!(near[&c], 0.75);
        assert_eq!(
            bellman_ford(network, a).unwrap().distances,
            [0.0, 0.5, 0.75]
        );
        let plain = Network::from(&graph.platforms()[0].ties);
        assert_eq!(dijkstra(plain, a, None, |e| *e.weight())[&c], 1.0);
    }

    #[test]
    fn somebody_visited_is_visited_once() {
        let graph = graph("0->70");
        let network = Network::of(&graph.platforms()[0]);
        let mut visited = network.visit_map();
        assert!(visited.visit(NodeId(70)) && !visited.visit(NodeId(70)));
        assert!(visited.unvisit(NodeId(70)) && !visited.is_visited(&NodeId(70)));
        network.reset_map(&mut visited);
        assert_eq!(visited, network.visit_map());
    }
}
