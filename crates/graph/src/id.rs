//! The numbers by which people and ties are known, and columns indexed by them.

use std::ops::{Index, IndexMut};

/// One person: a position in `0..people` of a [`FanGraph`](crate::fan_graph::FanGraph).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(transparent)]
pub struct NodeId(pub u32);

impl NodeId {
    /// The id as a position in a slice with one entry per person.
    #[inline]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One directed tie: a position in the out-edges of one platform.
///
/// It indexes columns only. Luck is keyed by (platform, source, target), so
/// that an added tie renumbers nobody's luck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(transparent)]
pub struct EdgeId(pub u32);

impl EdgeId {
    /// The id as a position in a slice with one entry per tie.
    #[inline]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A value for each person, in id order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PerNode<T>(Vec<T>);

impl<T> PerNode<T> {
    /// One entry per person, in id order.
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }

    /// Number of people.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Clone> PerNode<T> {
    /// The same value for each of `people` people.
    pub fn filled(value: T, people: u32) -> Self {
        Self(vec![value; people as usize])
    }
}

impl<T> From<Vec<T>> for PerNode<T> {
    fn from(values: Vec<T>) -> Self {
        Self(values)
    }
}

impl<T> FromIterator<T> for PerNode<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl<T> Index<NodeId> for PerNode<T> {
    type Output = T;

    #[inline]
    fn index(&self, node: NodeId) -> &T {
        &self.0[node.index()]
    }
}

impl<T> IndexMut<NodeId> for PerNode<T> {
    #[inline]
    fn index_mut(&mut self, node: NodeId) -> &mut T {
        &mut self.0[node.index()]
    }
}
