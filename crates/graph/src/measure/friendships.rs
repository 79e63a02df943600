//! Who is connected with whom, whichever way word passes: the simple undirected
//! graph behind directed ties.
//!
//! Two people are friends here if at least one of them hears the other. Each
//! pair counts once, nobody is a friend of themselves.
//!
//! - **Holds:** four bytes a friend and eight a person; a friendship stands in
//!   both rows.
//! - **Cost:** one pass over the ties, on all threads.

use rayon::prelude::*;

use crate::id::{NodeId, PerNode};
use crate::ties::Ties;

/// People to a unit of work.
const BLOCK: usize = 4096;

/// Everybody's friends, in compressed sparse rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Friendships {
    /// One entry more than people; row `v` is `offsets[v]..offsets[v + 1]`.
    offsets: Vec<u64>,
    /// Ascending within a row.
    friends: Vec<NodeId>,
}

impl Friendships {
    /// The friendships behind `ties`.
    ///
    /// For several platforms at once, [join](crate::measure::joined::joined) their
    /// ties first.
    pub fn of(ties: &Ties) -> Self {
        let people = ties.people() as usize;
        let blocks: Vec<(Vec<u32>, Vec<NodeId>)> = (0..people.div_ceil(BLOCK))
            .into_par_iter()
            .map(|block| {
                let first = block * BLOCK;
                let mut counts = Vec::with_capacity(BLOCK);
                let mut friends = Vec::new();
                for v in first..(first + BLOCK).min(people) {
                    let v = NodeId(v as u32);
                    let before = friends.len();
                    if ties.is_mutual() {
                        friends.extend(ties.heard_by(v).iter().filter(|&&w| w != v));
                    } else {
                        union(ties.heard_by(v), ties.hears(v), |w| {
                            if w != v {
                                friends.push(w);
                            }
                        });
                    }
                    counts.push((friends.len() - before) as u32);
                }
                (counts, friends)
            })
            .collect();
        let mut offsets = Vec::with_capacity(people + 1);
        let mut end = 0;
        offsets.push(end);
        for count in blocks.iter().flat_map(|(counts, _)| counts) {
            end += u64::from(*count);
            offsets.push(end);
        }
        let mut friends = Vec::with_capacity(end as usize);
        for (_, block) in blocks {
            friends.extend(block);
        }
        Self { offsets, friends }
    }

    /// Number of people, with or without friends.
    pub fn people(&self) -> u32 {
        (self.offsets.len() - 1) as u32
    }

    /// Everybody, in id order.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = NodeId> + use<> {
        (0..self.people()).map(NodeId)
    }

    /// Number of friendships; each pair counts once.
    pub fn count(&self) -> u64 {
        self.friends.len() as u64 / 2
    }

    /// The friends of `v`, ascending.
    #[inline]
    pub fn friends_of(&self, v: NodeId) -> &[NodeId] {
        let row = self.offsets[v.index()] as usize..self.offsets[v.index() + 1] as usize;
        &self.friends[row]
    }

    /// How many friends `v` has.
    #[inline]
    pub fn degree(&self, v: NodeId) -> u32 {
        (self.offsets[v.index() + 1] - self.offsets[v.index()]) as u32
    }

    /// Everybody's number of friends.
    pub fn degrees(&self) -> PerNode<u32> {
        self.nodes().map(|v| self.degree(v)).collect()
    }

    /// Whether the two are friends. Cost: a binary search.
    #[inline]
    pub fn are_friends(&self, v: NodeId, w: NodeId) -> bool {
        let (few, other) = if self.degree(v) < self.degree(w) {
            (v, w)
        } else {
            (w, v)
        };
        self.friends_of(few).binary_search(&other).is_ok()
    }

    /// Every friendship once, as (smaller id, larger id), ascending.
    pub fn pairs(&self) -> impl Iterator<Item = (NodeId, NodeId)> + '_ {
        self.nodes().flat_map(|v| {
            let row = self.friends_of(v);
            let larger = row.partition_point(|&w| w < v);
            row[larger..].iter().map(move |&w| (v, w))
        })
    }

    /// Number of pairs of friends that somebody has: Σ d(d − 1)/2, the paths of
    /// two steps.
    pub fn wedges(&self) -> u64 {
        self.nodes().map(|v| wedges_of(self.degree(v))).sum()
    }
}

/// Pairs among `degree` friends.
pub(crate) fn wedges_of(degree: u32) -> u64 {
    u64::from(degree) * u64::from(degree.saturating_sub(1)) / 2
}

/// Calls `each` with everybody in one of two ascending rows, ascending, once.
pub(crate) fn union(a: &[NodeId], b: &[NodeId], mut each: impl FnMut(NodeId)) {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        each(a[i].min(b[j]));
        let (left, right) = (a[i], b[j]);
        i += usize::from(left <= right);
        j += usize::from(right <= left);
    }
    a[i..].iter().chain(&b[j..]).for_each(|&v| each(v));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::graph;

    #[test]
    fn a_tie_either_way_or_both_ways_is_one_friendship() {
        let graph = graph("0->1 1->0 2->1 3-0");
        let friends = Friendships::of(&graph.platforms()[0].ties);
        assert_eq!(friends.count(), 3);
        assert_eq!(friends.friends_of(NodeId(1)), [NodeId(0), NodeId(2)]);
        assert_eq!(friends.degrees().as_slice(), [2, 2, 1, 1]);
        assert_eq!(friends.wedges(), 2);
        let pairs: Vec<_> = friends.pairs().map(|(a, b)| (a.0, b.0)).collect();
        assert_eq!(pairs, [(0, 1), (0, 3), (1, 2)]);
        assert!(friends.are_friends(NodeId(1), NodeId(2)));
        assert!(!friends.are_friends(NodeId(2), NodeId(3)));
    }

    #[test]
    fn a_graph_without_people_has_no_friendships() {
        let friends = Friendships::of(&graph("").platforms()[0].ties);
        assert_eq!((friends.people(), friends.count()), (0, 0));
    }
}
