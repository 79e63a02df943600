//! The ties of one platform, frozen: who hears whom, in compressed sparse rows.
//!
//! ```text
//! offsets   [0, 2, 3, 3, …]      one more than people; row v is offsets[v]..offsets[v + 1]
//! targets   [1, 7 | 4 | | …]     ascending within a row, each pair once
//! ```
//!
//! Four bytes a tie and direction and four a person. In-edges are built when
//! they are first asked for; a mutual platform needs none.

use std::ops::Range;
use std::sync::OnceLock;

use crate::id::{EdgeId, NodeId};

/// Rows of neighbours: one direction of the ties.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rows {
    offsets: Vec<u32>,
    neighbours: Vec<NodeId>,
}

impl Rows {
    fn range(&self, v: NodeId) -> Range<usize> {
        self.offsets[v.index()] as usize..self.offsets[v.index() + 1] as usize
    }

    fn row(&self, v: NodeId) -> &[NodeId] {
        &self.neighbours[self.range(v)]
    }

    /// The same ties, read from the other end. A counting sort: linear, and rows
    /// come out ascending because sources are visited in order.
    fn turned(&self) -> Self {
        let people = self.offsets.len() - 1;
        let mut offsets = vec![0u32; people + 1];
        for v in &self.neighbours {
            offsets[v.index() + 1] += 1;
        }
        for v in 0..people {
            offsets[v + 1] += offsets[v];
        }
        let mut next = offsets.clone();
        let mut neighbours = vec![NodeId(0); self.neighbours.len()];
        for source in 0..people as u32 {
            for target in self.row(NodeId(source)) {
                let at = &mut next[target.index()];
                neighbours[*at as usize] = NodeId(source);
                *at += 1;
            }
        }
        Self {
            offsets,
            neighbours,
        }
    }
}

/// The directed ties of one platform; a friendship is two of them.
#[derive(Debug, Clone)]
pub struct Ties {
    out: Rows,
    mutual: bool,
    into: OnceLock<Rows>,
}

impl Ties {
    /// Ties from rows that are in place: `offsets` has one entry more than people,
    /// neighbours ascend within a row, and no pair stands twice. Where the ties
    /// are `mutual`, each stands in both rows.
    pub(crate) fn from_rows(offsets: Vec<u32>, neighbours: Vec<NodeId>, mutual: bool) -> Self {
        Self {
            out: Rows {
                offsets,
                neighbours,
            },
            mutual,
            into: OnceLock::new(),
        }
    }

    /// Number of people, with or without ties.
    pub fn people(&self) -> u32 {
        (self.out.offsets.len() - 1) as u32
    }

    /// Number of directed ties.
    pub fn count(&self) -> u32 {
        self.out.neighbours.len() as u32
    }

    /// Whether every tie was declared to run both ways.
    pub fn is_mutual(&self) -> bool {
        self.mutual
    }

    /// Those who hear `source`, ascending.
    #[inline]
    pub fn heard_by(&self, source: NodeId) -> &[NodeId] {
        self.out.row(source)
    }

    /// Those whom `target` hears, ascending. The first call on a platform of
    /// one-way ties builds the in-edges: one pass over all ties.
    pub fn hears(&self, target: NodeId) -> &[NodeId] {
        if self.mutual {
            return self.out.row(target);
        }
        self.into.get_or_init(|| self.out.turned()).row(target)
    }

    /// The ids of the ties out of `source`, in the order of [`heard_by`](Self::heard_by).
    #[inline]
    pub fn edges_of(&self, source: NodeId) -> impl Iterator<Item = (EdgeId, NodeId)> + '_ {
        let range = self.out.range(source);
        let first = range.start as u32;
        self.out.neighbours[range]
            .iter()
            .zip(first..)
            .map(|(&target, e)| (EdgeId(e), target))
    }

    /// The tie from `source` to `target`, if there is one. Cost: a binary search.
    pub fn edge(&self, source: NodeId, target: NodeId) -> Option<EdgeId> {
        let range = self.out.range(source);
        let at = self.out.neighbours[range.clone()]
            .binary_search(&target)
            .ok()?;
        Some(EdgeId((range.start + at) as u32))
    }

    /// How many people hear `source`.
    #[inline]
    pub fn out_degree(&self, source: NodeId) -> u32 {
        self.out.range(source).len() as u32
    }

    /// How many people `target` hears.
    pub fn in_degree(&self, target: NodeId) -> u32 {
        self.hears(target).len() as u32
    }

    /// Every directed tie as (id, source, target), by source, then target.
    pub fn iter(&self) -> impl Iterator<Item = (EdgeId, NodeId, NodeId)> + '_ {
        (0..self.people()).map(NodeId).flat_map(move |source| {
            self.edges_of(source)
                .map(move |(edge, target)| (edge, source, target))
        })
    }
}
