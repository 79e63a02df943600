//! Those from whom word spreads furthest.
//!
//! [`maximize`] as one of the ways of choosing that know no model: word passes along each
//! tie of the platform with the same chance, as in an independent cascade. Whoever knows
//! the model and the weights asks [`maximize`] itself, or `groundswell maximize`.
//!
//! - **Cost:** that of [`maximize`]: more than any rule of thumb, seconds on large graphs.
//! - **Source:** Tang, Tang, Xiao & Yuan, SIGMOD 2018 (OPIM-C).

use groundswell_diffusion::contagion::Network;
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::rr_sets::RrSampler;
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_graph::activation::Activation;
use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::NodeId;
use groundswell_graph::probability::Probability;

use crate::Seeder;
use crate::degree::Degree;
use crate::maximize::{Setting, maximize};
use crate::problem::Problem;

/// Those from whom word spreads furthest together. Fewer need not be the beginning of more.
#[derive(Debug, Clone, Copy)]
pub struct Maximized {
    /// The chance that word passes along a tie.
    pub chance: Probability,
    /// What names the luck of the search.
    pub seed: u64,
}

impl Seeder for Maximized {
    fn choose(&self, platform: &Platform, candidates: &[NodeId], count: usize) -> Vec<NodeId> {
        let activation = Activation::uniform(self.chance);
        let networks = [Network::new(platform, &activation)];
        let sampler = RrSampler::new(&networks, &IndependentCascade);
        let (crew, watch) = (Crew::of(0), Watch::default());
        let problem = Problem {
            candidates: Some(candidates),
            ..Problem::best(count)
        };
        let setting = Setting {
            seed: self.seed,
            ..Setting::default()
        };
        let answer = maximize(&crew, &watch, &sampler, &problem, &setting);
        let mut chosen = answer.map_or_else(|_| Vec::new(), |answer| answer.seeds);
        // Where nobody adds anybody any more, or nothing can be searched, friends count.
        let many = count.min(candidates.len());
        if chosen.len() < many {
            let mut others = Degree.choose(platform, candidates, candidates.len());
            others.retain(|v| !chosen.contains(v));
            chosen.extend(others.into_iter().take(many - chosen.len()));
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::graph;

    #[test]
    fn two_who_reach_the_same_people_are_not_both_chosen() {
        // 0 and 1 are heard by the same four, 2 by three others.
        let people = graph("0->3 0->4 0->5 0->6 1->3 1->4 1->5 1->6 2->7 2->8 2->9");
        let likely = Maximized {
            chance: Probability::clamped(0.9),
            seed: 1,
        };
        let all: Vec<NodeId> = people.nodes().collect();
        let mut chosen = likely.choose(&people.platforms()[0], &all, 2);
        chosen.sort_unstable();
        assert!(
            chosen == [0, 2].map(NodeId) || chosen == [1, 2].map(NodeId),
            "{chosen:?}"
        );
    }

    #[test]
    fn as_many_are_chosen_as_are_asked_for() {
        let people = graph("0->1 2->1");
        let never = Maximized {
            chance: Probability::ZERO,
            seed: 1,
        };
        let all: Vec<NodeId> = people.nodes().collect();
        let mut chosen = never.choose(&people.platforms()[0], &all, 9);
        chosen.sort_unstable();
        assert_eq!(chosen, all);
    }
}
