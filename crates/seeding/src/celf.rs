//! Whoever adds most in many kept worlds, one after the other: greedy on common worlds.
//!
//! The more seeds there are, the less one more adds. So whoever adds most even though
//! their number is up to date needs no comparison with the others, whose numbers can only
//! fall: few are looked at again.
//!
//! - **Cost:** everybody once in all worlds, then a few each for every seed.
//! - **Memory:** that of [`KeptWorlds`]; for graphs of up to some hundred thousand people.
//! - **Source:** Leskovec, Krause, Guestrin, Faloutsos, VanBriesen & Glance, KDD 2007,
//!   section 5 (CELF). What CELF++ adds (Goyal, Lu & Lakshmanan, WWW 2011) saves
//!   cascades; in kept worlds an answer takes less than keeping it for later.

use groundswell_diffusion::kept_worlds::KeptWorlds;
use groundswell_diffusion::worlds::Crew;
use groundswell_graph::id::NodeId;

use crate::lazy_greedy::{Gains, with_gains};

/// Up to `count` of `candidates`, best first, each with the people added, summed over the
/// worlds; of equals the one with the smaller id. Fewer where nobody adds anybody.
///
/// The order of candidates makes no difference; a candidate named twice counts once.
///
/// # Panics
///
/// If a candidate is nobody.
pub fn greedy(
    worlds: &mut KeptWorlds,
    crew: &Crew,
    candidates: &[NodeId],
    count: usize,
) -> Vec<(NodeId, u64)> {
    let mut candidates = candidates.to_vec();
    candidates.sort_unstable();
    candidates.dedup();
    let at_first = worlds.gains(crew);
    let mut added = Added {
        worlds,
        crew,
        at_first,
    };
    with_gains(&mut added, &candidates, count, 1)
}

/// What one more seed adds.
struct Added<'w> {
    worlds: &'w mut KeptWorlds,
    crew: &'w Crew,
    /// Without any seed, for everybody.
    at_first: Vec<u64>,
}

impl Gains for Added<'_> {
    fn bound(&self, v: NodeId) -> u64 {
        self.at_first[v.index()]
    }

    fn gain(&mut self, v: NodeId) -> u64 {
        self.worlds.gain(self.crew, v)
    }

    fn take(&mut self, v: NodeId) {
        self.worlds.take(self.crew, v);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_diffusion::contagion::{Coins, Network};
    use groundswell_diffusion::many_seeds::spreads;
    use groundswell_diffusion::model::independent_cascade::IndependentCascade;
    use groundswell_diffusion::seeds::Seeds;
    use groundswell_diffusion::worlds::{Watch, Worlds};
    use groundswell_graph::activation::Activation;
    use groundswell_graph::builder::graph;
    use groundswell_graph::generate::Generator;
    use groundswell_graph::generate::r_mat::RMat;
    use groundswell_graph::name_key::NameKey;
    use groundswell_graph::probability::Probability;

    const WORLDS: u64 = 100;

    #[test]
    fn it_is_the_greedy_that_asks_everybody_each_time() {
        let model = RMat {
            scale: 7,
            ..RMat::default()
        };
        let ties = model.draw(1).unwrap().ties;
        let activation = Activation::uniform(Probability::clamped(0.05));
        for coins in [Coins::PerDirection, Coins::PerFriendship] {
            let network = Network {
                ties: &ties,
                platform: NameKey::of("facebook"),
                channel: NameKey::of("tie"),
                activation: &activation,
                coins,
            };
            let networks = [network];
            let (watch, worlds) = (Watch::default(), Worlds::new(1, 0..WORLDS));
            let everybody: Vec<NodeId> = (0..128).map(NodeId).collect();
            let mut plain: Vec<NodeId> = Vec::new();
            let mut before = 0;
            let mut gains = Vec::new();
            for _ in 0..6 {
                let with = |&v: &NodeId| Seeds::these([&plain[..], &[v]].concat());
                let sets: Vec<Seeds> = everybody.iter().map(with).collect();
                let model = &IndependentCascade;
                let sizes = spreads(&Crew::of(2), &watch, &networks, model, &worlds, &sets);
                let sizes = sizes.unwrap();
                let sums = sizes
                    .iter()
                    .map(|sizes| sizes.iter().map(|&n| u64::from(n)).sum());
                let sums: Vec<u64> = sums.collect();
                let best = (0..128).rev().max_by_key(|&v| sums[v]).unwrap();
                gains.push(sums[best] - before);
                before = sums[best];
                plain.push(NodeId(best as u32));
            }
            for threads in [1, 3] {
                let crew = Crew::of(threads);
                let kept = KeptWorlds::new(&crew, &watch, &networks, &IndependentCascade, &worlds);
                let chosen = greedy(&mut kept.unwrap(), &crew, &everybody, 6);
                let expected = plain.iter().copied().zip(gains.iter().copied());
                assert!(chosen.iter().copied().eq(expected), "{coins:?}");
            }
        }
    }

    #[test]
    fn nobody_is_chosen_who_adds_nobody() {
        let pair = graph("0->1");
        let certain = Activation::uniform(Probability::ONE);
        let networks = [Network::new(&pair.platforms()[0], &certain)];
        let (crew, worlds) = (Crew::of(1), Worlds::new(1, 0..10));
        let kept = KeptWorlds::new(
            &crew,
            &Watch::default(),
            &networks,
            &IndependentCascade,
            &worlds,
        );
        let chosen = greedy(
            &mut kept.unwrap(),
            &crew,
            &[NodeId(1), NodeId(0), NodeId(1)],
            2,
        );
        assert_eq!(chosen, [(NodeId(0), 20)]);
    }
}
