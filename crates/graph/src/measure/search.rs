//! Breadth-first search: how far everybody is from one person.

use crate::id::{NodeId, PerNode};
use crate::measure::friendships::Friendships;

/// Nobody has been there.
pub(crate) const UNMET: u32 = u32::MAX;

/// Room for one search after the other. Only those whom the last one met are
/// cleared.
#[derive(Debug)]
pub(crate) struct Search {
    distance: PerNode<u32>,
    /// Those met, by distance.
    met: Vec<NodeId>,
}

impl Search {
    pub(crate) fn new(people: u32) -> Self {
        Self {
            distance: PerNode::filled(UNMET, people),
            met: Vec::new(),
        }
    }

    /// Searches from `source` and gives the largest distance met.
    pub(crate) fn from(&mut self, friends: &Friendships, source: NodeId) -> u32 {
        for &v in &self.met {
            self.distance[v] = UNMET;
        }
        self.met.clear();
        self.met.push(source);
        self.distance[source] = 0;
        let mut at = 0;
        while let Some(&v) = self.met.get(at) {
            at += 1;
            let further = self.distance[v] + 1;
            for &w in friends.friends_of(v) {
                if self.distance[w] == UNMET {
                    self.distance[w] = further;
                    self.met.push(w);
                }
            }
        }
        self.distance[self.met[self.met.len() - 1]]
    }

    /// Those met by the last search, the nearest first.
    pub(crate) fn met(&self) -> &[NodeId] {
        &self.met
    }

    /// Steps from the last source; [`UNMET`] where no path leads.
    pub(crate) fn distance(&self, v: NodeId) -> u32 {
        self.distance[v]
    }

    /// Somebody half-way on a shortest path from the last source to `v`.
    pub(crate) fn half_way_to(&self, friends: &Friendships, mut v: NodeId) -> NodeId {
        let half = self.distance[v] / 2;
        while self.distance[v] > half {
            let nearer = self.distance[v] - 1;
            let back = friends
                .friends_of(v)
                .iter()
                .find(|&&w| self.distance[w] == nearer);
            v = *back.expect("who was met was met from one step nearer");
        }
        v
    }
}
