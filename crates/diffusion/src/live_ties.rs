//! Which ties are live: all coins of 64 worlds, tossed once for whoever asks later.
//!
//! ```text
//! tossed   for each tie one word: bit w, is it live in world w?
//! kept     for each world one bit a tie, so that a world reads its own ties alone
//! ```

use std::array::from_fn;

use groundswell_graph::id::{EdgeId, NodeId};

use crate::contagion::{Coins, Contact64, Decides, LiveEdge, Network, people};
use crate::error::Error;
use crate::world::{LANES, WorldBlock};

/// The ties of networks that may be live by a model: the same in all worlds.
///
/// Memory: 12 bytes a tie. Where ties are live both ways or not at all, a friendship is
/// one of them, and two otherwise.
#[derive(Debug, Clone)]
pub struct Candidates<'n, C> {
    networks: &'n [Network<'n>],
    model: &'n C,
    /// Of each network.
    ties: Vec<Vec<(EdgeId, NodeId, NodeId)>>,
    both_ways: bool,
}

impl<'n, C: LiveEdge> Candidates<'n, C> {
    /// The ties of `networks`, which are over the same people.
    ///
    /// # Errors
    ///
    /// [`Error::OtherPeople`] for the first network with another number of people.
    pub fn new(networks: &'n [Network<'n>], model: &'n C) -> Result<Self, Error> {
        let people = people(networks);
        for (layer, network) in networks.iter().enumerate() {
            let others = network.ties.people();
            if others != people {
                return Err(Error::OtherPeople {
                    layer,
                    others,
                    people,
                });
            }
        }
        let both_ways = |(layer, network)| is_live_both_ways(layer, network, model);
        let both_ways = networks.iter().enumerate().all(both_ways);
        let of = |network: &Network<'_>| {
            let ties = network.ties.iter();
            ties.filter(|&(_, source, target)| !both_ways || source < target)
                .collect()
        };
        Ok(Self {
            networks,
            model,
            ties: networks.iter().map(of).collect(),
            both_ways,
        })
    }

    /// How many people there are.
    pub fn people(&self) -> u32 {
        people(self.networks)
    }

    /// Whether in every world word passes along a tie in both directions or in none.
    pub fn are_both_ways(&self) -> bool {
        self.both_ways
    }

    /// The ties of all networks, in parts of at most 64 of one network.
    fn parts(&self) -> impl Iterator<Item = &[(EdgeId, NodeId, NodeId)]> {
        self.ties.iter().flat_map(|ties| ties.chunks(PART))
    }
}

/// Whether each tie of a network has one back that shares its coin and is held against
/// the same numbers. One coin alone is not enough: weights that differ by direction, or
/// thresholds of whoever hears, leave a friendship live one way only.
fn is_live_both_ways<C: LiveEdge>(layer: usize, network: &Network<'_>, model: &C) -> bool {
    let ties = network.ties;
    let between = |edge, source, target| {
        let chance = network.activation.chance(edge, source, target);
        model.between(layer, edge, target, chance)
    };
    // Sources ascend, so that those whom somebody hears come by in the order in which
    // they stand in that person's own row.
    let mut heard = vec![0; ties.people() as usize];
    let is_even = |(edge, source, target): (EdgeId, NodeId, NodeId)| {
        let place = &mut heard[target.index()];
        let row = ties.heard_by(target);
        let has_one_back = row.get(*place as usize) == Some(&source);
        let first = ties.edges_of(target).next();
        let back = first.map(|(first, _)| EdgeId(first.0 + *place));
        *place += 1;
        has_one_back
            && back
                .is_some_and(|back| between(edge, source, target) == between(back, target, source))
    };
    network.coins == Coins::PerFriendship
        && model.decides(layer) == Some(Decides::Contact)
        && ties.iter().all(is_even)
}

/// So many ties change places with as many worlds at a time.
const PART: usize = LANES as usize;

/// Which ties are live in each of 64 worlds: 8 bytes a tie, kept for the next toss.
#[derive(Debug, Clone)]
pub struct LiveTies64<'c, C> {
    candidates: &'c Candidates<'c, C>,
    /// For each world one bit a tie, one word for each part.
    words: Vec<u64>,
    parts: usize,
    asked: u64,
}

impl<'c, C: LiveEdge> LiveTies64<'c, C> {
    /// No world yet.
    pub fn new(candidates: &'c Candidates<'c, C>) -> Self {
        let parts = candidates.parts().count();
        Self {
            candidates,
            words: vec![0; parts * PART],
            parts,
            asked: 0,
        }
    }

    /// Tosses all coins of the worlds `asked` of `block`, one bit each.
    pub fn toss(&mut self, block: WorldBlock, asked: u64) {
        let Candidates {
            networks,
            model,
            ties,
            ..
        } = self.candidates;
        let mut part = 0;
        for (layer, (network, ties)) in networks.iter().zip(ties).enumerate() {
            let luck = block.touches(network.platform, network.channel, 0);
            for ties in ties.chunks(PART) {
                let mut words = [0; PART];
                for (word, &tie) in words.iter_mut().zip(ties) {
                    let contact = Contact64::along(tie, (layer, network), luck);
                    *word = model.live(contact, asked, block);
                }
                turn(&mut words);
                for lane in lanes(asked) {
                    self.words[lane * self.parts + part] = words[lane];
                }
                part += 1;
            }
        }
        self.asked = asked;
    }

    /// What the ties are of.
    pub fn candidates(&self) -> &'c Candidates<'c, C> {
        self.candidates
    }

    /// The live ties of world `lane` of the block, as (source, target), by network; where
    /// ties are live both ways, a friendship once.
    ///
    /// # Panics
    ///
    /// If the coins of that world were not asked for.
    pub fn of_world(&self, lane: usize) -> impl Iterator<Item = (NodeId, NodeId)> {
        assert!(
            lane < PART && self.asked >> lane & 1 == 1,
            "coins of world {lane} of the block were tossed"
        );
        let words = &self.words[lane * self.parts..][..self.parts];
        let parts = self.candidates.parts().zip(words);
        parts.flat_map(|(ties, &word)| {
            lanes(word).map(move |at| {
                let (_, source, target) = ties[at];
                (source, target)
            })
        })
    }
}

/// The bits that are set, ascending.
pub(crate) fn lanes(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lane = (word != 0).then(|| word.trailing_zeros() as usize);
        word &= word.wrapping_sub(1);
        lane
    })
}

/// Bit j of word i and bit i of word j change places.
///
/// Source: Warren, *Hacker's Delight*, 2nd edition, section 7–3.
fn turn(words: &mut [u64; PART]) {
    let masks: [u64; 6] = from_fn(|power| u64::MAX / ((1 << (1 << power)) + 1));
    for (power, mask) in masks.into_iter().enumerate().rev() {
        let width = 1 << power;
        for low in (0..PART).filter(|row| row & width == 0) {
            let moved = (words[low] >> width ^ words[low | width]) & mask;
            words[low] ^= moved << width;
            words[low | width] ^= moved;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::independent_cascade::IndependentCascade;
    use crate::model::limited_attention::LimitedAttention;
    use crate::model::linear_threshold::LiveThreshold;
    use groundswell_graph::activation::Activation;
    use groundswell_graph::builder::graph;
    use groundswell_graph::probability::Probability;

    #[test]
    fn turning_puts_each_bit_where_its_numbers_are_exchanged() {
        let before: [u64; PART] =
            from_fn(|i| (i as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (i as u64) << 40);
        let mut after = before;
        turn(&mut after);
        for (i, before) in before.iter().enumerate() {
            for (j, after) in after.iter().enumerate() {
                assert_eq!(after >> i & 1, before >> j & 1);
            }
        }
    }

    #[test]
    fn ties_are_live_both_ways_only_with_one_coin_and_one_chance() {
        let friends = graph("0-1 1-2");
        let ties = &friends.platforms()[0].ties;
        let uniform = Activation::uniform(Probability::clamped(0.5));
        let by_degree = Activation::weighted_cascade(ties);
        let on = |activation, coins| {
            [Network::new(&friends.platforms()[0], activation).with_coins(coins)]
        };
        let one = on(&uniform, Coins::PerFriendship);
        assert!(both_ways(&one, &IndependentCascade));
        let two = on(&uniform, Coins::PerDirection);
        assert!(!both_ways(&two, &IndependentCascade));
        let uneven = on(&by_degree, Coins::PerFriendship);
        assert!(!both_ways(&uneven, &IndependentCascade));
        let busy = LimitedAttention::new(&one, 1.0).unwrap();
        assert!(!both_ways(&one, &busy));
        let threshold = LiveThreshold::new(&uneven).unwrap();
        assert!(!both_ways(&uneven, &threshold));
        for (arcs, have_one_back) in [("0->1 1->0 1->2 2->1", true), ("0->1 1->0 1->2", false)] {
            let arcs = graph(arcs);
            let arcs = Network::new(&arcs.platforms()[0], &uniform);
            let arcs = [arcs.with_coins(Coins::PerFriendship)];
            assert_eq!(both_ways(&arcs, &IndependentCascade), have_one_back);
        }
    }

    #[test]
    fn networks_over_other_people_are_refused() {
        let (few, many) = (graph("0->1"), graph("0->1 1->2"));
        let p = Activation::uniform(Probability::clamped(0.5));
        let networks = [few, many].map(|graph| graph.platforms()[0].clone());
        let networks = networks
            .each_ref()
            .map(|platform| Network::new(platform, &p));
        let refused = Candidates::new(&networks, &IndependentCascade).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "network 1 has 3 people and network 0 has 2; networks of one run are over the same people"
        );
    }

    fn both_ways<C: LiveEdge>(networks: &[Network<'_>], model: &C) -> bool {
        Candidates::new(networks, model).unwrap().are_both_ways()
    }
}
