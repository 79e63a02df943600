//! Those in the innermost circles first.
//!
//! - **Cost:** one pass over the friendships, one sort of the candidates.
//! - **Source:** Kitsak et al., *Nature Physics* 6, 2010: a person's core number tells
//!   better than their degree how far a single start spreads. Several starts of the same
//!   core reach the same people, which is why it rarely pays for many.

use std::cmp::Reverse;

use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::NodeId;
use groundswell_graph::measure::cores::core_numbers;
use groundswell_graph::measure::friendships::Friendships;

use crate::Seeder;

/// Those with the highest core number, where ties are taken for friendships; of equals
/// the one with the smaller id.
#[derive(Debug, Clone, Copy, Default)]
pub struct KShell;

impl Seeder for KShell {
    fn choose(&self, platform: &Platform, candidates: &[NodeId], count: usize) -> Vec<NodeId> {
        let cores = core_numbers(&Friendships::of(&platform.ties));
        let mut ranked = candidates.to_vec();
        ranked.sort_unstable_by_key(|&v| (Reverse(cores[v]), v));
        ranked.truncate(count);
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::graph;

    #[test]
    fn a_tight_circle_comes_before_a_star() {
        // The middle of the star knows four people, those of the triangle two each.
        let people = graph("0-1 0-2 0-3 0-4 5-6 6-7 7-5");
        let all: Vec<NodeId> = people.nodes().collect();
        let chosen = KShell.choose(&people.platforms()[0], &all, 4);
        assert_eq!(chosen, [5, 6, 7, 0].map(NodeId));
    }
}
