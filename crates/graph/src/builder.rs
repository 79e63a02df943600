//! From pairs of people to a frozen graph, saying what was left out on the way.

use crate::Error;
use crate::attributes::Column;
use crate::fan_graph::{FanGraph, Platform};
use crate::freeze::{Columns, Frozen, freeze, freeze_columns};
use crate::groups::Groups;
use crate::id::NodeId;
use crate::ids::Ids;
use crate::people::PeopleSet;
use crate::ties::Ties;

/// Which way word passes along a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the first to the second: the second hears the first.
    SourceToTarget,
    /// From the second to the first, as in "first follows second".
    TargetToSource,
    /// Both ways: a friendship.
    Mutual,
}

/// What became of the pairs that were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Pairs given.
    pub pairs: u64,
    /// Directed ties made.
    pub ties: u32,
    /// Pairs left out because both ends were the same person.
    pub self_loops: u64,
    /// Directed ties left out because they stood before.
    pub duplicates: u64,
}

/// Collects platforms, fans and the catchment; [`build`](Self::build) freezes them.
#[derive(Debug)]
pub struct GraphBuilder {
    graph: FanGraph,
}

impl GraphBuilder {
    /// A graph of `people` people without a platform.
    pub fn new(people: u32) -> Self {
        Self {
            graph: FanGraph {
                people,
                platforms: Vec::new(),
                catchment: None,
                ids: Ids::Counted(people),
                attributes: Vec::new(),
            },
        }
    }

    /// Adds a platform with the ties of `pairs`, in any order. Self-loops are left
    /// out and a tie given twice stands once; both are counted.
    ///
    /// # Errors
    ///
    /// [`Error::PlatformTwice`], [`Error::TooManyTies`], [`Error::NoSuchPerson`].
    pub fn platform(
        &mut self,
        name: &str,
        pairs: &[(NodeId, NodeId)],
        direction: Direction,
    ) -> Result<Imported, Error> {
        let (ties, imported) = freeze(
            self.graph.people,
            pairs.chunks(1 << 16).map(<[_]>::to_vec).collect(),
            direction,
        )?;
        self.add(Platform::new(name, ties))?;
        Ok(imported)
    }

    /// Adds a platform whose directed ties each carry a weight. Self-loops are
    /// left out; of a tie given twice the first weight stands.
    ///
    /// # Errors
    ///
    /// As [`platform`](Self::platform).
    pub fn weighted_platform(
        &mut self,
        name: &str,
        arcs: &[(NodeId, NodeId, f64)],
    ) -> Result<Imported, Error> {
        let columns = Columns {
            weights: Some(arcs.iter().map(|&(_, _, w)| w).collect()),
            ..Columns::default()
        };
        let pairs = arcs.iter().map(|&(a, b, _)| (a, b)).collect();
        let direction = Direction::SourceToTarget;
        let frozen = freeze_columns(self.graph.people, vec![pairs], direction, columns)?;
        let imported = frozen.imported;
        self.frozen_columns(name, frozen)?;
        Ok(imported)
    }

    /// Adds a platform whose ties are frozen already.
    ///
    /// # Errors
    ///
    /// [`Error::PlatformTwice`]; [`Error::NoSuchPerson`] if the ties are for
    /// another number of people.
    pub fn frozen_platform(&mut self, name: &str, ties: Ties) -> Result<(), Error> {
        if ties.people() != self.graph.people {
            return Err(Error::NoSuchPerson {
                id: ties.people().into(),
                people: self.graph.people,
            });
        }
        self.add(Platform::new(name, ties))
    }

    /// Adds a platform with what came along with its ties.
    pub(crate) fn frozen_columns(&mut self, name: &str, frozen: Frozen) -> Result<(), Error> {
        let mut platform = Platform::new(name, frozen.ties);
        platform.weights = frozen.weights;
        platform.times = frozen.times;
        platform.multiplicity = frozen.multiplicity;
        self.add(platform)
    }

    /// Adds a platform with all it holds, for as many people as there are.
    pub(crate) fn whole_platform(&mut self, platform: Platform) -> Result<(), Error> {
        self.add(platform)
    }

    fn add(&mut self, platform: Platform) -> Result<(), Error> {
        if self.graph.platform(&platform.name).is_some() {
            return Err(Error::PlatformTwice {
                name: platform.name,
            });
        }
        self.graph.platforms.push(platform);
        Ok(())
    }

    /// Says who is a fan on a platform; a second call replaces the first.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchPlatform`], [`Error::NoSuchPerson`].
    pub fn fans(
        &mut self,
        platform: &str,
        fans: impl IntoIterator<Item = NodeId>,
    ) -> Result<(), Error> {
        self.graph.set_fans(platform, fans)
    }

    /// Says who could become a customer; without this everybody could.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchPerson`].
    pub fn catchment(&mut self, nearby: impl IntoIterator<Item = NodeId>) -> Result<(), Error> {
        self.graph.set_catchment(nearby)
    }

    /// Says who is on a platform; without this everybody is. Those with ties there
    /// and its fans are added.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchPlatform`], [`Error::NoSuchPerson`].
    pub fn members(
        &mut self,
        platform: &str,
        members: impl IntoIterator<Item = NodeId>,
    ) -> Result<(), Error> {
        let people = self.graph.people;
        let members = self.graph.set_of(members)?;
        let platform = self.platform_called(platform)?;
        let tied = platform.ties.iter().flat_map(|(_, a, b)| [a, b]);
        let all = members.members().iter().chain(platform.fans.members());
        let all = PeopleSet::of(people, all.copied().chain(tied));
        platform.members = Some(all);
        Ok(())
    }

    /// Says who has joined which groups of a platform.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchPlatform`]; [`Error::NoSuchPerson`] if the groups are for
    /// another number of people.
    pub fn groups(&mut self, platform: &str, groups: Groups) -> Result<(), Error> {
        self.graph.set_groups(platform, groups)
    }

    /// Adds what is known of people; a column of the same name is replaced.
    ///
    /// # Panics
    ///
    /// If there are not as many entries as people.
    pub fn attribute(&mut self, column: Column) {
        self.graph.set_attribute(column);
    }

    /// Keeps the ids that people had before.
    ///
    /// # Panics
    ///
    /// If there are not as many ids as people.
    pub fn original_ids(&mut self, ids: Ids) {
        assert_eq!(ids.people(), self.graph.people, "one id per person");
        self.graph.ids = ids;
    }

    fn platform_called(&mut self, name: &str) -> Result<&mut Platform, Error> {
        let found = self.graph.platforms.iter_mut().find(|p| p.name == name);
        found.ok_or_else(|| Error::NoSuchPlatform {
            name: name.to_owned(),
        })
    }

    /// The graph so far, for choosing fans by what is in it.
    pub fn graph(&self) -> &FanGraph {
        &self.graph
    }

    /// The frozen graph.
    pub fn build(self) -> FanGraph {
        self.graph
    }
}

/// A graph of one mutual or directed platform called `ties`, from text such as
/// `"0->1 1->2"` or `"0-1 1-2"`; it has as many people as the ids need.
///
/// For tests and examples.
///
/// # Panics
///
/// If the text is not of that form.
pub fn graph(text: &str) -> FanGraph {
    let mut arcs = Vec::new();
    for tie in text.split_whitespace() {
        let number = |s: &str| NodeId(s.parse().expect("ties look like 0->1 or 0-1"));
        match tie.split_once("->") {
            Some((a, b)) => arcs.push((number(a), number(b))),
            None => {
                let (a, b) = tie.split_once('-').expect("ties look like 0->1 or 0-1");
                arcs.extend([(number(a), number(b)), (number(b), number(a))]);
            }
        }
    }
    let people = arcs
        .iter()
        .map(|(a, b)| a.0.max(b.0) + 1)
        .max()
        .unwrap_or(0);
    let mut builder = GraphBuilder::new(people);
    builder
        .platform("ties", &arcs, Direction::SourceToTarget)
        .expect("ids are below the number of people");
    builder.build()
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: NodeId = NodeId(0);
    const B: NodeId = NodeId(1);
    const C: NodeId = NodeId(2);

    #[test]
    fn a_friendship_is_two_ties_and_self_loops_and_repeats_are_counted() {
        let mut builder = GraphBuilder::new(3);
        let pairs = [(A, B), (B, A), (C, C), (B, C)];
        let imported = builder.platform("x", &pairs, Direction::Mutual).unwrap();
        let expected = Imported {
            pairs: 4,
            ties: 4,
            self_loops: 1,
            duplicates: 2,
        };
        assert_eq!(imported, expected);
        let graph = builder.build();
        assert_eq!(graph.platforms()[0].ties.heard_by(B), [A, C]);
        assert_eq!(graph.platforms()[0].ties.hears(C), [B]);
    }

    #[test]
    fn following_turns_the_tie_round() {
        let mut builder = GraphBuilder::new(2);
        builder
            .platform("x", &[(A, B)], Direction::TargetToSource)
            .unwrap();
        let graph = builder.build();
        assert_eq!(graph.platforms()[0].ties.heard_by(B), [A]);
        assert_eq!(graph.platforms()[0].ties.hears(A), [B]);
        assert_eq!(graph.platforms()[0].ties.in_degree(B), 0);
    }

    #[test]
    fn the_order_of_pairs_leaves_the_fingerprint_alone() {
        let print = |pairs: &[(NodeId, NodeId)]| {
            let mut builder = GraphBuilder::new(3);
            builder
                .platform("x", pairs, Direction::SourceToTarget)
                .unwrap();
            builder.build().fingerprint()
        };
        assert_eq!(print(&[(A, B), (B, C)]), print(&[(B, C), (A, B)]));
        assert_ne!(print(&[(A, B), (B, C)]), print(&[(A, B), (C, B)]));
    }

    #[test]
    fn people_and_platforms_that_are_not_there_are_named() {
        let mut builder = GraphBuilder::new(2);
        let far = builder.platform("x", &[(A, NodeId(7))], Direction::Mutual);
        assert_eq!(far.unwrap_err(), Error::NoSuchPerson { id: 7, people: 2 });
        let name = "y".to_owned();
        assert_eq!(builder.fans("y", [A]), Err(Error::NoSuchPlatform { name }));
    }
}
