//! Who can be reached from whom at all, directions aside: weakly connected
//! components.
//!
//! - **Cost:** one pass over the friendships.

use crate::id::{NodeId, PerNode};
use crate::measure::friendships::Friendships;

/// A division of all people into components.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Components {
    of: PerNode<u32>,
    sizes: Vec<u32>,
}

impl Components {
    /// The connected components of `friends`, numbered by their smallest id.
    pub fn of(friends: &Friendships) -> Self {
        const NONE: u32 = u32::MAX;
        let mut of = PerNode::filled(NONE, friends.people());
        let mut sizes = Vec::new();
        let mut queue = Vec::new();
        for first in friends.nodes() {
            if of[first] != NONE {
                continue;
            }
            let number = sizes.len() as u32;
            of[first] = number;
            queue.clear();
            queue.push(first);
            let mut at = 0;
            while let Some(&v) = queue.get(at) {
                at += 1;
                for &w in friends.friends_of(v) {
                    if of[w] == NONE {
                        of[w] = number;
                        queue.push(w);
                    }
                }
            }
            sizes.push(queue.len() as u32);
        }
        Self { of, sizes }
    }

    /// The components where person `v` is in number `of[v]`; numbers run from
    /// zero without gaps.
    pub(crate) fn numbered(of: PerNode<u32>, count: u32) -> Self {
        let mut sizes = vec![0; count as usize];
        for &number in of.as_slice() {
            sizes[number as usize] += 1;
        }
        Self { of, sizes }
    }

    /// How many there are.
    pub fn count(&self) -> u32 {
        self.sizes.len() as u32
    }

    /// People in the largest; zero without people.
    pub fn largest(&self) -> u32 {
        self.sizes.iter().copied().max().unwrap_or(0)
    }

    /// People in each, by its number.
    pub fn sizes(&self) -> &[u32] {
        &self.sizes
    }

    /// The number of the component that `v` is in.
    pub fn component_of(&self, v: NodeId) -> u32 {
        self.of[v]
    }

    /// Whether a path joins the two.
    pub fn joins(&self, v: NodeId, w: NodeId) -> bool {
        self.of[v] == self.of[w]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::graph;

    #[test]
    fn islands_are_told_apart_whichever_way_ties_run() {
        let graph = graph("0->1 2->1 3-4");
        let components = Components::of(&Friendships::of(&graph.platforms()[0].ties));
        assert_eq!((components.count(), components.largest()), (2, 3));
        assert_eq!(components.sizes(), [3, 2]);
        assert!(components.joins(NodeId(0), NodeId(2)));
        assert!(!components.joins(NodeId(0), NodeId(3)));
    }
}
