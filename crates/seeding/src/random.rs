//! Anybody.

use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::NodeId;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::Seeder;

/// People drawn at random, the same for the same seed. Smaller draws are the
/// beginning of larger ones.
///
/// - **Draws:** ChaCha8, one number a person drawn.
#[derive(Debug, Clone, Copy)]
pub struct Random {
    /// What names the draw.
    pub seed: u64,
}

impl Seeder for Random {
    fn choose(&self, _: &Platform, candidates: &[NodeId], count: usize) -> Vec<NodeId> {
        let mut random = ChaCha8Rng::seed_from_u64(self.seed);
        let mut left = candidates.to_vec();
        left.sort_unstable();
        let count = count.min(left.len());
        // The first steps of Durstenfeld's shuffle.
        for i in 0..count {
            let others = (left.len() - i) as u128;
            let j = i + ((u128::from(random.next_u64()) * others) >> 64) as usize;
            left.swap(i, j);
        }
        left.truncate(count);
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::graph;

    #[test]
    fn a_seed_names_a_choice_whatever_the_order_of_candidates() {
        let people = graph("0->1 1->2 2->3 3->4 4->5 5->6 6->7");
        let platform = &people.platforms()[0];
        let all: Vec<NodeId> = people.nodes().collect();
        let turned: Vec<NodeId> = all.iter().rev().copied().collect();
        let chosen = Random { seed: 1 }.choose(platform, &all, 5);
        assert_eq!(chosen, Random { seed: 1 }.choose(platform, &turned, 5));
        assert_eq!(chosen[..3], Random { seed: 1 }.choose(platform, &all, 3));
        let mut distinct = chosen.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), 5);
    }

    #[test]
    fn everybody_is_as_likely() {
        // 8,000 draws of one out of eight: chi-square with seven degrees of freedom
        // stays below 30 but once in ten thousand.
        let people = graph("0->1 1->2 2->3 3->4 4->5 5->6 6->7");
        let all: Vec<NodeId> = people.nodes().collect();
        let mut counts = [0u32; 8];
        for seed in 0..8000 {
            let chosen = Random { seed }.choose(&people.platforms()[0], &all, 1);
            counts[chosen[0].index()] += 1;
        }
        let chi: f64 = counts
            .iter()
            .map(|&c| (f64::from(c) - 1000.0).powi(2) / 1000.0)
            .sum();
        assert!(chi < 30.0, "{counts:?}");
    }
}
