//! The ties of one platform, frozen: who hears whom, in compressed sparse rows.
//!
//! ```text
//! offsets   [0, 2, 3, 3, …]      one more than people; row v is offsets[v]..offsets[v + 1]
//! targets   [1, 7 | 4 | | …]     ascending within a row, each pair once
//! ```
//!
//! Four bytes a tie and direction and four a person. In-edges are built when
//! they are first asked for; a mutual platform needs none.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::Error;
use crate::binary::map::MappedRows;
use crate::id::{EdgeId, NodeId};

/// Rows of neighbours: one direction of the ties.
#[derive(Debug, Clone)]
enum Rows {
    Held {
        offsets: Vec<u32>,
        neighbours: Vec<NodeId>,
    },
    /// On the disk; rows are checked when they are asked for.
    Mapped(Arc<MappedRows>),
}

impl Rows {
    fn people(&self) -> u32 {
        match self {
            Self::Held { offsets, .. } => (offsets.len() - 1) as u32,
            Self::Mapped(rows) => rows.people(),
        }
    }

    fn count(&self) -> u32 {
        match self {
            Self::Held { neighbours, .. } => neighbours.len() as u32,
            Self::Mapped(rows) => rows.count(),
        }
    }

    #[inline]
    fn range(&self, v: NodeId) -> Range<usize> {
        match self {
            Self::Held { offsets, .. } => {
                offsets[v.index()] as usize..offsets[v.index() + 1] as usize
            }
            Self::Mapped(rows) => rows.range(v),
        }
    }

    #[inline]
    fn row(&self, v: NodeId) -> &[NodeId] {
        match self {
            Self::Held { neighbours, .. } => &neighbours[self.range(v)],
            Self::Mapped(rows) => rows.row(v),
        }
    }

    /// The same ties, read from the other end. A counting sort: linear, and rows
    /// come out ascending because sources are visited in order.
    fn turned(&self) -> Self {
        let people = self.people();
        let mut offsets = vec![0u32; people as usize + 1];
        let each = || (0..people).map(NodeId);
        for v in each().flat_map(|source| self.row(source)) {
            offsets[v.index() + 1] += 1;
        }
        for v in 0..people as usize {
            offsets[v + 1] += offsets[v];
        }
        let mut next = offsets.clone();
        let mut neighbours = vec![NodeId(0); offsets[people as usize] as usize];
        for source in each() {
            for target in self.row(source) {
                let at = &mut next[target.index()];
                neighbours[*at as usize] = source;
                *at += 1;
            }
        }
        Self::Held {
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
            out: Rows::Held {
                offsets,
                neighbours,
            },
            mutual,
            into: OnceLock::new(),
        }
    }

    /// Ties that stay on the disk.
    pub(crate) fn mapped(rows: MappedRows, mutual: bool) -> Self {
        Self {
            out: Rows::Mapped(Arc::new(rows)),
            mutual,
            into: OnceLock::new(),
        }
    }

    /// Whether ties that stay on the disk are as they were written; `None` for
    /// those that are held.
    pub(crate) fn check_mapped(&self) -> Option<Result<(), Error>> {
        match &self.out {
            Rows::Held { .. } => None,
            Rows::Mapped(rows) => Some(rows.check_bytes()),
        }
    }

    /// What is wrong with ties on the disk that were asked for so far. Such rows
    /// were given as empty; a result that was made of them is worth nothing.
    pub fn fault(&self) -> Option<Error> {
        match &self.out {
            Rows::Held { .. } => None,
            Rows::Mapped(rows) => rows.fault(),
        }
    }

    /// Where rows begin, one entry more than people.
    pub(crate) fn offsets(&self) -> Cow<'_, [u32]> {
        match &self.out {
            Rows::Held { offsets, .. } => offsets.into(),
            Rows::Mapped(_) => {
                let mut sum = 0;
                let ends = (0..self.people()).map(|v| {
                    sum += self.out_degree(NodeId(v));
                    sum
                });
                std::iter::once(0).chain(ends).collect()
            }
        }
    }

    /// All rows, one after the other.
    pub(crate) fn targets(&self) -> Cow<'_, [NodeId]> {
        match &self.out {
            Rows::Held { neighbours, .. } => neighbours.into(),
            Rows::Mapped(_) => self.iter().map(|(_, _, target)| target).collect(),
        }
    }

    /// Number of people, with or without ties.
    pub fn people(&self) -> u32 {
        self.out.people()
    }

    /// Number of directed ties.
    pub fn count(&self) -> u32 {
        self.out.count()
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

    /// Where those whom each person [hears](Self::hears) begin, one entry more than
    /// people, and all of them, one row after the other. Copied only where they stay on
    /// the disk.
    pub fn incoming(&self) -> (Cow<'_, [u32]>, Cow<'_, [NodeId]>) {
        let rows = match self.mutual {
            true => &self.out,
            false => self.into.get_or_init(|| self.out.turned()),
        };
        match rows {
            Rows::Held {
                offsets,
                neighbours,
            } => (offsets.into(), neighbours.into()),
            Rows::Mapped(_) => (self.offsets(), self.targets()),
        }
    }

    /// The ids of the ties out of `source`, in the order of [`heard_by`](Self::heard_by).
    #[inline]
    pub fn edges_of(&self, source: NodeId) -> impl Iterator<Item = (EdgeId, NodeId)> + '_ {
        let first = self.out.range(source).start as u32;
        self.out
            .row(source)
            .iter()
            .zip(first..)
            .map(|(&target, e)| (EdgeId(e), target))
    }

    /// The first tie out of `source`, and those who hear: each one's tie follows that of
    /// the one before.
    #[inline]
    pub fn row(&self, source: NodeId) -> (EdgeId, &[NodeId]) {
        let first = self.out.range(source).start as u32;
        (EdgeId(first), self.out.row(source))
    }

    /// The tie from `source` to `target`, if there is one. Cost: a binary search.
    pub fn edge(&self, source: NodeId, target: NodeId) -> Option<EdgeId> {
        let at = self.out.row(source).binary_search(&target).ok()?;
        Some(EdgeId((self.out.range(source).start + at) as u32))
    }

    /// How many people hear `source`.
    #[inline]
    pub fn out_degree(&self, source: NodeId) -> u32 {
        self.heard_by(source).len() as u32
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
