//! In which order people are numbered: as found, or the well-connected first.
//!
//! Most contacts of a cascade are with the well-connected. Numbered next to each
//! other, what is remembered of them shares cache lines.

use std::cmp::Reverse;

use rayon::prelude::*;

use crate::attributes::Column;
use crate::fan_graph::{FanGraph, Platform};
use crate::groups::Groups;
use crate::id::NodeId;
use crate::people::PeopleSet;
use crate::ties::Ties;

/// In which order an import numbers people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By their ids, as [`Ids`](crate::ids::Ids) has it.
    #[default]
    AsFound,
    /// By the number of their ties, out and in on all platforms together, most
    /// first; of equals the one who comes first by id.
    ByDegree,
}

impl Order {
    /// What it is called in documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::AsFound => "as-found",
            Self::ByDegree => "by-degree",
        }
    }
}

/// People to a piece of work.
const PIECE: usize = 1 << 12;

/// The graph with its people numbered by falling degree, each with all that was
/// theirs. Cost: one pass over the ties and a sort of each row. Memory: 8 bytes a
/// tie of the largest platform while it runs, and 8 more where it has columns.
pub(crate) fn by_degree(graph: FanGraph) -> FanGraph {
    let degrees = degrees(&graph);
    let mut old: Vec<NodeId> = graph.nodes().collect();
    old.par_sort_unstable_by_key(|&v| (Reverse(degrees[v.index()]), v));
    if old.is_sorted() {
        return graph;
    }
    let mut new = vec![NodeId(0); old.len()];
    for (v, was) in (0..).map(NodeId).zip(&old) {
        new[was.index()] = v;
    }
    let moves = Moves { old, new };
    let from = |v: NodeId| Some(moves.old[v.index()]);
    let moved = |column: &Column| column.rearranged(graph.people, from);
    FanGraph {
        people: graph.people,
        attributes: graph.attributes.iter().map(moved).collect(),
        catchment: graph.catchment.map(|catchment| moves.set(&catchment)),
        ids: graph.ids.renumbered(&moves.old),
        platforms: graph
            .platforms
            .into_iter()
            .map(|platform| moves.platform(platform))
            .collect(),
    }
}

/// Ties out and in of each person, over all platforms.
fn degrees(graph: &FanGraph) -> Vec<u64> {
    let mut degrees = vec![0; graph.people as usize];
    for platform in &graph.platforms {
        for source in graph.nodes() {
            let row = platform.ties.heard_by(source);
            degrees[source.index()] += row.len() as u64;
            row.iter().for_each(|target| degrees[target.index()] += 1);
        }
    }
    degrees
}

/// Who gets which number.
struct Moves {
    /// The number before, one entry per number after.
    old: Vec<NodeId>,
    /// The number after, one entry per number before.
    new: Vec<NodeId>,
}

impl Moves {
    fn set(&self, set: &PeopleSet) -> PeopleSet {
        let members = set.members().iter().map(|v| self.new[v.index()]);
        PeopleSet::of(set.people(), members)
    }

    fn groups(&self, groups: &Groups) -> Groups {
        let joined = groups.iter().map(|(v, group)| (self.new[v.index()], group));
        Groups::of(groups.people(), groups.names().to_vec(), joined.collect())
            .expect("the same people and groups")
    }

    fn platform(&self, platform: Platform) -> Platform {
        let (weights, times) = (platform.weights, platform.times);
        let along = weights.is_some() || times.is_some() || platform.multiplicity.is_some();
        let (ties, was) = self.ties(&platform.ties, along);
        let real = |column: Option<Vec<f64>>| column.map(|column| taken(&column, &was));
        Platform {
            weights: real(weights),
            times: real(times),
            multiplicity: platform.multiplicity.map(|column| taken(&column, &was)),
            members: platform.members.map(|members| self.set(&members)),
            fans: self.set(&platform.fans),
            groups: platform.groups.map(|groups| self.groups(&groups)),
            name: platform.name,
            key: platform.key,
            ties,
        }
    }

    /// The ties, and if something comes along with them, which of the old ones
    /// each of them was.
    fn ties(&self, ties: &Ties, along: bool) -> (Ties, Vec<u32>) {
        let rows = |people: &[NodeId]| {
            let (mut targets, mut was, mut row) = (Vec::new(), Vec::new(), Vec::new());
            for &v in people {
                let (first, heard_by) = ties.row(v);
                let heard_by = heard_by.iter().map(|v| self.new[v.index()]);
                if along {
                    row.clear();
                    row.extend(heard_by.zip(first.0..));
                    row.sort_unstable();
                    targets.extend(row.iter().map(|&(target, _)| target));
                    was.extend(row.iter().map(|&(_, tie)| tie));
                } else {
                    let start = targets.len();
                    targets.extend(heard_by);
                    targets[start..].sort_unstable();
                }
            }
            (targets, was)
        };
        let pieces: Vec<_> = self.old.par_chunks(PIECE).map(rows).collect();
        let count = ties.count() as usize;
        let mut targets = Vec::with_capacity(count);
        let mut was = Vec::with_capacity(if along { count } else { 0 });
        for (mut some, mut of) in pieces {
            targets.append(&mut some);
            was.append(&mut of);
        }
        let mut offsets = Vec::with_capacity(self.old.len() + 1);
        let mut end = 0;
        offsets.push(end);
        for &v in &self.old {
            end += ties.out_degree(v);
            offsets.push(end);
        }
        (Ties::from_rows(offsets, targets, ties.is_mutual()), was)
    }
}

/// The entries of a column that stood at those places.
fn taken<T: Copy>(column: &[T], at: &[u32]) -> Vec<T> {
    at.iter().map(|&at| column[at as usize]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{Direction, GraphBuilder};
    use crate::ids::Ids;

    #[test]
    fn all_that_is_somebodys_moves_with_them() {
        let [ana, ben, cleo] = [0, 1, 2].map(NodeId);
        let mut builder = GraphBuilder::new(3);
        let arcs = [(ana, ben, 0.1), (cleo, ana, 0.2), (cleo, ben, 0.3)];
        builder.weighted_platform("x", &arcs).unwrap();
        let pairs = [(cleo, ben)];
        builder.platform("y", &pairs, Direction::Mutual).unwrap();
        builder.fans("x", [ana]).unwrap();
        builder.members("y", [ben]).unwrap();
        builder.catchment([ana, cleo]).unwrap();
        let groups = Groups::of(3, vec!["bakers".to_owned()], vec![(ben, 0)]).unwrap();
        builder.groups("x", groups).unwrap();
        let ages = Column::of_cells("age", ["41", "7", ""].into_iter());
        builder.attribute(ages);
        builder.original_ids(Ids::of(["ana", "ben", "cleo"]).unwrap());

        // Ben and Cleo have four ties each, Ana has two.
        let graph = by_degree(builder.build());
        let names: Vec<_> = graph.ids().iter().collect();
        assert_eq!(names, ["ben", "cleo", "ana"]);
        let [ben, cleo, ana] = [0, 1, 2].map(NodeId);
        let [x, y] = graph.platforms() else { panic!() };
        assert_eq!(x.ties.heard_by(cleo), [ben, ana]);
        assert_eq!(x.ties.heard_by(ana), [ben]);
        assert_eq!(x.weights.as_deref(), Some(&[0.3, 0.2, 0.1][..]));
        assert_eq!(x.fans.members(), [ana]);
        assert_eq!(x.groups.as_ref().unwrap().members(0), [ben]);
        assert!(y.ties.is_mutual());
        assert_eq!(y.members.as_ref().unwrap().members(), [ben, cleo]);
        assert_eq!(graph.catchment().unwrap().members(), [cleo, ana]);
        let age = graph.attribute("age").unwrap();
        assert_eq!([ben, cleo, ana].map(|v| age.cell(v)), ["7", "", "41"]);
        for v in graph.nodes() {
            assert_eq!(graph.ids().find(&graph.original_id(v)), Some(v));
        }
    }
}
