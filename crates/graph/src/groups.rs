//! Groups and communities that people have joined on a platform.

use crate::Error;
use crate::id::NodeId;

/// Which person is in which group; groups have names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Groups {
    names: Vec<String>,
    /// One more than groups; the members of group g stand at `starts[g]..starts[g + 1]`.
    starts: Vec<u64>,
    members: Vec<NodeId>,
    /// One more than people; likewise for the groups of a person.
    firsts: Vec<u64>,
    groups: Vec<u32>,
}

impl Groups {
    /// Groups among `people` people, from pairs of (person, group), in any order;
    /// a pair given twice counts once. `names` has one entry per group.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchPerson`], [`Error::NoSuchGroup`].
    pub fn of(
        people: u32,
        names: Vec<String>,
        mut joined: Vec<(NodeId, u32)>,
    ) -> Result<Self, Error> {
        joined.sort_unstable();
        joined.dedup();
        for &(person, group) in &joined {
            if person.0 >= people {
                return Err(Error::NoSuchPerson {
                    id: person.0.into(),
                    people,
                });
            }
            if group as usize >= names.len() {
                return Err(Error::NoSuchGroup {
                    group,
                    groups: names.len() as u32,
                });
            }
        }
        let mut starts = vec![0u64; names.len() + 1];
        let mut firsts = vec![0u64; people as usize + 1];
        for &(person, group) in &joined {
            starts[group as usize + 1] += 1;
            firsts[person.index() + 1] += 1;
        }
        for counts in [&mut starts, &mut firsts] {
            for at in 1..counts.len() {
                counts[at] += counts[at - 1];
            }
        }
        let groups = joined.iter().map(|&(_, group)| group).collect();
        // Stable, so that members come out ascending.
        joined.sort_by_key(|&(_, group)| group);
        Ok(Self {
            names,
            starts,
            members: joined.into_iter().map(|(person, _)| person).collect(),
            firsts,
            groups,
        })
    }

    /// The names, in the order of the groups' numbers.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Number of groups.
    pub fn len(&self) -> u32 {
        self.names.len() as u32
    }

    /// Whether there is no group.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The members of `group`, ascending.
    pub fn members(&self, group: u32) -> &[NodeId] {
        let at = group as usize;
        &self.members[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// The numbers of the groups that `person` has joined, ascending.
    pub fn joined_by(&self, person: NodeId) -> &[u32] {
        let at = person.index();
        &self.groups[self.firsts[at] as usize..self.firsts[at + 1] as usize]
    }

    /// Number of people, in a group or not.
    pub fn people(&self) -> u32 {
        (self.firsts.len().max(1) - 1) as u32
    }

    /// Every membership as (person, group), by person.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, u32)> + '_ {
        (0..self.people())
            .map(NodeId)
            .flat_map(|v| self.joined_by(v).iter().map(move |&group| (v, group)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_knows_its_members_and_a_person_their_groups() {
        let names = vec!["bakers".to_owned(), "runners".to_owned()];
        let joined = vec![
            (NodeId(2), 1),
            (NodeId(0), 1),
            (NodeId(2), 0),
            (NodeId(2), 1),
        ];
        let groups = Groups::of(3, names.clone(), joined).unwrap();
        assert_eq!(groups.members(1), [NodeId(0), NodeId(2)]);
        assert_eq!(groups.joined_by(NodeId(2)), [0, 1]);
        assert!(groups.joined_by(NodeId(1)).is_empty());
        assert_eq!(groups.iter().count(), 3);
        let nobody = Groups::of(3, names, vec![(NodeId(0), 2)]);
        assert_eq!(
            nobody,
            Err(Error::NoSuchGroup {
                group: 2,
                groups: 2
            })
        );
    }
}
