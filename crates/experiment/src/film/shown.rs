//! Who is shown, where they stand, and who of them are friends.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use groundswell_diffusion::world::World;
use groundswell_graph::builder::{Direction, GraphBuilder};
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::layout::Layout;
use groundswell_graph::measure::friendships::Friendships;
use groundswell_graph::name_key::NameKey;

use crate::film::{Frame, Shown};

/// What decides who is shown.
pub(super) struct Interest {
    /// How much happens to whom, in any take; nothing to those who are not named.
    pub(super) weight: BTreeMap<NodeId, u8>,
    /// From which weight on much happens to somebody.
    pub(super) much: u8,
    /// Who brought whom what counted most.
    pub(super) brought_by: BTreeMap<NodeId, NodeId>,
    /// Fans or seeds, by id.
    pub(super) fans: Vec<NodeId>,
}

/// The people of a film in their places.
pub(super) struct Cast {
    pub(super) shown: Vec<Shown>,
    pub(super) ties: Vec<[u32; 2]>,
}

impl Cast {
    /// Everybody, or of a large graph those to whom most happens, who brought it to
    /// them, some fans, and friends of all these: those whom something reaches before
    /// others, and those who know most of them first. The layout is that of `seed`; where
    /// all else is equal, the luck of that seed and world decides.
    pub(super) fn of(
        graph: &FanGraph,
        interest: &Interest,
        (seed, world): (u64, u64),
        frame: Frame,
    ) -> Self {
        let people: Vec<NodeId> = match graph.people() <= frame.all {
            true => graph.nodes().collect(),
            false => chosen(graph, interest, World::new(seed, world), frame),
        };
        let place = |v: &NodeId| people.binary_search(v).ok().map(|at| NodeId(at as u32));
        let mut pairs = Vec::new();
        for (at, &v) in people.iter().enumerate() {
            for friend in heard_by(graph, v) {
                pairs.extend(place(&friend).map(|to| (NodeId(at as u32), to)));
            }
        }
        let mut builder = GraphBuilder::new(people.len() as u32);
        builder
            .platform("shown", &pairs, Direction::Mutual)
            .expect("places are below the number of those shown");
        let friends = Friendships::of(&builder.build().platforms()[0].ties);
        let layout = Layout::of(&friends, seed);
        let shown = people.iter().zip(layout.places());
        let shown = shown.map(|(&person, &place)| Shown {
            person,
            place,
            is_fan: interest.fans.binary_search(&person).is_ok(),
        });
        Self {
            shown: shown.collect(),
            ties: friends.pairs().map(|(v, w)| [v.0, w.0]).collect(),
        }
    }

    /// The place of `v` among those shown.
    pub(super) fn place(&self, v: NodeId) -> Option<u32> {
        let found = self.shown.binary_search_by_key(&v, |shown| shown.person);
        found.ok().map(|at| at as u32)
    }
}

fn heard_by(graph: &FanGraph, v: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    let platforms = graph.platforms().iter();
    platforms.flat_map(move |platform| platform.ties.heard_by(v).iter().copied())
}

/// The people of a large graph who are shown, by id.
fn chosen(graph: &FanGraph, interest: &Interest, world: World, frame: Frame) -> Vec<NodeId> {
    let luck = world.people(NameKey::of("shown"));
    let weight = |v: &NodeId| interest.weight.get(v).copied().unwrap_or(0);
    let first = |mut people: Vec<NodeId>, most: usize| {
        people.sort_by_key(|v| (Reverse(weight(v)), luck.person(*v), *v));
        people.truncate(most);
        people
    };
    let much = interest.weight.iter();
    let much = much.filter(|(_, weight)| **weight >= interest.much);
    let mut cast = BTreeSet::new();
    for v in first(much.map(|(&v, _)| v).collect(), frame.busy) {
        cast.insert(v);
        let bringer = |v: &NodeId| interest.brought_by.get(v).copied();
        // Chains may meet, and in time word may come back.
        let chain = std::iter::successors(bringer(&v), bringer);
        cast.extend(chain.take(8));
    }
    cast.extend(first(interest.fans.clone(), frame.fans));

    let mut known: BTreeMap<NodeId, u32> = BTreeMap::new();
    for friend in cast.iter().flat_map(|&v| heard_by(graph, v)) {
        if !cast.contains(&friend) {
            *known.entry(friend).or_insert(0) += 1;
        }
    }
    let mut friends: Vec<(NodeId, u32)> = known.into_iter().collect();
    friends.sort_by_key(|(v, count)| {
        let is_reached = weight(v) > 0;
        (Reverse(is_reached), Reverse(*count), luck.person(*v), *v)
    });
    let room = frame.some.saturating_sub(cast.len());
    cast.extend(friends.into_iter().take(room).map(|(v, _)| v));
    // Where they know nobody, others whom something reaches.
    let room = frame.some.saturating_sub(cast.len());
    let others = interest.weight.keys().filter(|v| !cast.contains(v));
    let others = first(others.copied().collect(), room);
    cast.extend(others);
    cast.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::graph;

    /// A ring of 4000 people, of whom each hears ten.
    fn ring() -> FanGraph {
        let ties = (0..4000u32).flat_map(|v| (1..6).map(move |step| (v, (v + step) % 4000)));
        let ties: Vec<String> = ties.map(|(v, w)| format!("{v}-{w}")).collect();
        graph(&ties.join(" "))
    }

    #[test]
    fn of_many_those_to_whom_something_happens_are_shown_with_their_friends() {
        let interest = Interest {
            weight: [(NodeId(2000), 4), (NodeId(2500), 1)].into(),
            much: 2,
            brought_by: [(NodeId(2000), NodeId(3000))].into(),
            fans: vec![NodeId(7), NodeId(8)],
        };
        let cast = Cast::of(&ring(), &interest, (1, 3), Frame::WIDE);
        let is_shown = |v| cast.place(NodeId(v)).is_some();
        assert!([2000, 2500, 3000, 7, 8, 2005, 3].into_iter().all(is_shown));
        assert!(!is_shown(1000));
        let fans = cast.shown.iter().filter(|shown| shown.is_fan).count();
        assert_eq!(fans, 2);
        for [v, w] in &cast.ties {
            let [v, w] = [v, w].map(|at| cast.shown[*at as usize].person.0);
            let apart = v.abs_diff(w);
            assert!(apart.min(4000 - apart) <= 5, "{v} and {w}");
        }
    }

    #[test]
    fn a_small_frame_shows_fewer_and_whom_a_wide_one_shows_first() {
        let interest = Interest {
            weight: (0..2000).map(|v| (NodeId(2 * v), 2)).collect(),
            much: 2,
            brought_by: BTreeMap::new(),
            fans: (0..300).map(|v| NodeId(4 * v + 1)).collect(),
        };
        let people = |frame| {
            let cast = Cast::of(&ring(), &interest, (1, 3), frame);
            let people: BTreeSet<NodeId> = cast.shown.iter().map(|shown| shown.person).collect();
            people
        };
        let (wide, small) = (people(Frame::WIDE), people(Frame::SMALL));
        assert_eq!(wide.len(), Frame::WIDE.some);
        assert_eq!(small.len(), Frame::SMALL.some);
        let both = small.intersection(&wide).count();
        assert!(both >= Frame::SMALL.busy + Frame::SMALL.fans, "{both}");
    }

    #[test]
    fn of_few_all_are_shown() {
        let interest = Interest {
            weight: BTreeMap::new(),
            much: 2,
            brought_by: BTreeMap::new(),
            fans: vec![NodeId(2)],
        };
        let cast = Cast::of(&graph("0->1 1->2 2->0"), &interest, (1, 0), Frame::WIDE);
        assert_eq!(cast.shown.len(), 3);
        assert_eq!(cast.ties, [[0, 1], [0, 2], [1, 2]]);
        assert!(cast.shown[2].is_fan && !cast.shown[0].is_fan);
    }
}
