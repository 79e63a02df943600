//! Those who stand between most others first.
//!
//! - **Cost:** one search from everybody of the graph, on all threads, and one sort of
//!   the candidates; on graphs where that would take too long, searches from a sample.
//! - **Draws:** the sample's sources, from ChaCha8.
//! - **Source:** Brandes, *Journal of Mathematical Sociology* 25(2), 2001; as a way to
//!   seed, Stonedahl, Rand & Wilensky, GECCO 2010.

use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::NodeId;
use groundswell_graph::measure::betweenness;
use groundswell_graph::measure::friendships::Friendships;

use crate::Seeder;

/// Sources of a sample at least, where there are so many people.
const FEWEST_SOURCES: u64 = 256;

/// Those through whom most shortest paths of others lead, where ties are taken for
/// friendships; of equals the one with the smaller id.
#[derive(Debug, Clone, Copy)]
pub struct Betweenness {
    /// Steps from friend to friend up to which all searches are made. Where they would
    /// take more, as many are made as a sixteenth of it allows, and 256 at least.
    pub effort: u64,
    /// What names the draw of a sample.
    pub seed: u64,
}

impl Default for Betweenness {
    /// Counted out wherever that is a matter of minutes.
    fn default() -> Self {
        Self {
            effort: 1 << 38,
            seed: 0,
        }
    }
}

impl Seeder for Betweenness {
    fn choose(&self, platform: &Platform, candidates: &[NodeId], count: usize) -> Vec<NodeId> {
        let friends = Friendships::of(&platform.ties);
        let people = u64::from(friends.people());
        // A search follows every friendship from both ends, forth and back.
        let search = 4 * friends.count() + people;
        let between = if people.saturating_mul(search) <= self.effort {
            betweenness::Betweenness::exact(&friends)
        } else {
            let sources = (self.effort / 16 / search).max(FEWEST_SOURCES).min(people);
            betweenness::Betweenness::sampled(&friends, sources as u32, self.seed)
                .expect("a graph that is too large to count out has two people")
        };
        let between = between.values();
        let mut ranked = candidates.to_vec();
        ranked.sort_unstable_by(|&v, &w| between[w].total_cmp(&between[v]).then(v.cmp(&w)));
        ranked.truncate(count);
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::{Direction, GraphBuilder, graph};

    #[test]
    fn those_between_most_others_come_first_and_equals_by_id() {
        // Two stars of four, joined by person 0 alone.
        let stars = graph("1-2 1-3 1-4 1-9 5-6 5-7 5-8 5-10 0-1 0-5");
        let all: Vec<NodeId> = stars.nodes().collect();
        let chosen = Betweenness::default().choose(&stars.platforms()[0], &all, 4);
        // Each star's middle stands on all ways out of its leaves, the bridge between.
        assert_eq!(chosen, [1, 5, 0, 2].map(NodeId));
        let few = [NodeId(3), NodeId(0)];
        let few = Betweenness::default().choose(&stars.platforms()[0], &few, 9);
        assert_eq!(few, [0, 3].map(NodeId));
    }

    #[test]
    fn a_sample_finds_those_who_are_far_ahead() {
        // Twenty stars of forty in a row.
        let (stars, leaves) = (20, 40);
        let ties = (0..stars).flat_map(|s| {
            let mine = (0..leaves).map(move |leaf| (s, stars + s * leaves + leaf));
            mine.chain((s + 1 < stars).then_some((s, s + 1)))
        });
        let ties: Vec<_> = ties.map(|(a, b)| (NodeId(a), NodeId(b))).collect();
        let mut builder = GraphBuilder::new(stars * (leaves + 1));
        builder.platform("ties", &ties, Direction::Mutual).unwrap();
        let row = builder.build();
        let all: Vec<NodeId> = row.nodes().collect();
        let seeder = Betweenness { effort: 0, seed: 1 };
        let mut chosen = seeder.choose(&row.platforms()[0], &all, 20);
        chosen.sort_unstable();
        assert_eq!(chosen, (0..stars).map(NodeId).collect::<Vec<_>>());
    }
}
