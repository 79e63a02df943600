//! Sets of people: fans, those within the catchment, those already reached.

use crate::id::NodeId;

/// Some of the people, as one bit each and, ascending, as a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeopleSet {
    people: u32,
    bits: Vec<u64>,
    members: Vec<NodeId>,
}

impl PeopleSet {
    /// Nobody out of `people` people.
    pub fn none(people: u32) -> Self {
        Self {
            people,
            bits: vec![0; (people as usize).div_ceil(64)],
            members: Vec::new(),
        }
    }

    /// The given members out of `people` people; one named twice is in once.
    ///
    /// # Panics
    ///
    /// If a member lies outside `0..people`.
    pub fn of(people: u32, members: impl IntoIterator<Item = NodeId>) -> Self {
        let mut set = Self::none(people);
        for v in members {
            assert!(v.0 < people, "person {} of {people}", v.0);
            set.bits[v.index() / 64] |= 1 << (v.index() % 64);
        }
        set.members = (0..people)
            .map(NodeId)
            .filter(|&v| set.contains(v))
            .collect();
        set
    }

    /// Whether `v` is in the set.
    #[inline]
    pub fn contains(&self, v: NodeId) -> bool {
        self.bits[v.index() / 64] >> (v.index() % 64) & 1 == 1
    }

    /// The members, ascending.
    pub fn members(&self) -> &[NodeId] {
        &self.members
    }

    /// Number of people, members or not.
    pub fn people(&self) -> u32 {
        self.people
    }

    /// Number of members.
    pub fn len(&self) -> u32 {
        self.members.len() as u32
    }

    /// Whether nobody is in the set.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }
}
