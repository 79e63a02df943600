//! Groups within which word can travel from everybody to everybody: strongly
//! connected components.
//!
//! - **Cost:** one pass over the ties and no recursion, so that a chain of a
//!   million people is no deeper than one of ten.
//! - **Source:** Tarjan, *SIAM Journal on Computing* 1(2), 1972, with the single
//!   array of Pearce, *Information Processing Letters* 116(1), 2016.

use crate::id::{NodeId, PerNode};
use crate::measure::components::Components;
use crate::ties::Ties;

/// The strongly connected components of `ties`; a component is numbered after
/// all those that its people are heard in.
pub fn strong_components(ties: &Ties) -> Components {
    let people = ties.people();
    // Zero: not met. On the way, the earliest person on the stack that can be
    // reached, by order of meeting, from 1. In the end, `LAST` less the number
    // of the component: larger than any order still in use.
    const LAST: u32 = u32::MAX;
    let mut mark: PerNode<u32> = PerNode::filled(0, people);
    let mut met = 1u32;
    let mut found = 0u32;
    // People met whose component is not yet closed.
    let mut open: Vec<NodeId> = Vec::new();
    // The path: somebody, their own order of meeting, and the next tie to follow.
    let mut path: Vec<(NodeId, u32, u32)> = Vec::new();
    for first in (0..people).map(NodeId) {
        if mark[first] != 0 {
            continue;
        }
        mark[first] = met;
        path.push((first, met, 0));
        met += 1;
        while let Some((v, order, next)) = path.last_mut() {
            let (v, order) = (*v, *order);
            if let Some(&w) = ties.heard_by(v).get(*next as usize) {
                *next += 1;
                if mark[w] == 0 {
                    mark[w] = met;
                    path.push((w, met, 0));
                    met += 1;
                } else {
                    // A closed component's mark is larger than any order.
                    mark[v] = mark[v].min(mark[w]);
                }
                continue;
            }
            path.pop();
            if let Some(&(parent, ..)) = path.last() {
                mark[parent] = mark[parent].min(mark[v]);
            }
            open.push(v);
            if mark[v] == order {
                // Everybody who was met since and is still open belongs to it;
                // those are the people closed over `v` in `open`.
                let number = LAST - found;
                found += 1;
                met -= close(&mut open, &mut mark, order, number);
            }
        }
    }
    let of = mark.as_slice().iter().map(|&mark| LAST - mark).collect();
    Components::numbered(of, found)
}

/// Marks everybody on top of `open` who can go back to `order` at the earliest,
/// and says how many they were.
fn close(open: &mut Vec<NodeId>, mark: &mut PerNode<u32>, order: u32, number: u32) -> u32 {
    let mut closed = 0;
    while let Some(&v) = open.last() {
        if mark[v] < order {
            break;
        }
        mark[v] = number;
        open.pop();
        closed += 1;
    }
    closed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{Direction, GraphBuilder, graph};

    #[test]
    fn a_ring_is_one_component_and_what_hangs_off_it_stands_alone() {
        let graph = graph("0->1 1->2 2->0 2->3 4->0");
        let components = strong_components(&graph.platforms()[0].ties);
        assert_eq!((components.count(), components.largest()), (3, 3));
        assert!(components.joins(NodeId(0), NodeId(2)));
        assert!(!components.joins(NodeId(2), NodeId(3)));
    }

    #[test]
    fn a_chain_of_many_people_needs_no_deep_stack() {
        let chain: Vec<_> = (1..200_000).map(|v| (NodeId(v - 1), NodeId(v))).collect();
        let mut builder = GraphBuilder::new(200_000);
        builder
            .platform("x", &chain, Direction::SourceToTarget)
            .unwrap();
        let components = strong_components(&builder.build().platforms()[0].ties);
        assert_eq!((components.count(), components.largest()), (200_000, 1));
    }
}
