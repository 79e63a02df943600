//! What happens in one world, from seeds to silence: the engine for any model.
//!
//! Cost follows the cascade, not the graph: scratch is reused, and only what the
//! last cascade touched is cleared.

use groundswell_graph::id::{NodeId, PerNode};

use crate::contagion::{Contact, Contagion, Network};
use crate::world::{TieDraw, TieLuck, World};

/// The one-world engine, with its scratch: one byte per person and what the model
/// remembers.
#[derive(Debug, Clone)]
pub struct Cascade<M = ()> {
    adopted: PerNode<bool>,
    memory: PerNode<M>,
    /// Everybody whose memory may differ from the default.
    heard: Vec<NodeId>,
    /// Adopters in the order of adoption.
    adopters: Vec<NodeId>,
    /// Where each round begins among the adopters.
    rounds: Vec<u32>,
    max_rounds: u32,
}

impl<M: Clone + Default + Send> Cascade<M> {
    /// An engine for graphs of `people` people.
    pub fn new(people: u32) -> Self {
        Self {
            adopted: PerNode::filled(false, people),
            memory: PerNode::filled(M::default(), people),
            heard: Vec::new(),
            adopters: Vec::new(),
            rounds: Vec::new(),
            max_rounds: u32::MAX,
        }
    }

    /// The same engine, falling silent after `max_rounds` rounds.
    #[must_use]
    pub fn stopping_after(mut self, max_rounds: u32) -> Self {
        self.max_rounds = max_rounds;
        self
    }

    /// Runs `model` from `seeds`, who adopt in round 0, until nobody new adopts.
    /// A seed named twice counts once.
    pub fn run<C: Contagion<Memory = M>>(
        &mut self,
        network: &Network<'_>,
        model: &C,
        seeds: &[NodeId],
        world: World,
    ) -> &Self {
        self.clear();
        for &seed in seeds {
            self.adopt(seed);
        }
        let luck = world.touches(network.platform, network.channel, 0);
        let mut first = 0;
        for round in 1.. {
            self.rounds.push(first as u32);
            let last = self.adopters.len();
            if first == last || round > self.max_rounds {
                break;
            }
            for speaker in first..last {
                let source = self.adopters[speaker];
                for (edge, target) in network.ties.edges_of(source) {
                    if self.adopted[target] {
                        continue;
                    }
                    if size_of::<M>() > 0 {
                        self.heard.push(target);
                    }
                    // What depends on the source alone is mixed once for all its ties,
                    // as long as they are not turned.
                    let draw = match network.coins.turns(source, target) {
                        false => luck.between(source, target),
                        true => turned(luck, source, target),
                    };
                    let contact = Contact {
                        source: Some(source),
                        target,
                        chance: network.activation.chance(edge, source, target),
                        luck: draw,
                        step: round,
                    };
                    if model.convinces(&mut self.memory[target], contact, world) {
                        self.adopt(target);
                    }
                }
            }
            first = last;
        }
        self
    }

    fn adopt(&mut self, v: NodeId) {
        if !std::mem::replace(&mut self.adopted[v], true) {
            self.adopters.push(v);
        }
    }

    fn clear(&mut self) {
        for v in self.adopters.drain(..) {
            self.adopted[v] = false;
        }
        for v in self.heard.drain(..) {
            self.memory[v] = M::default();
        }
        self.rounds.clear();
    }

    /// People who ever adopted, seeds included.
    pub fn spread(&self) -> u32 {
        self.adopters.len() as u32
    }

    /// Adopters in the order of their rounds; within a round in no stated order.
    pub fn adopters(&self) -> &[NodeId] {
        &self.adopters
    }

    /// Whether `v` adopted.
    pub fn reached(&self, v: NodeId) -> bool {
        self.adopted[v]
    }

    /// Adopters up to and including `round`.
    pub fn spread_by(&self, round: u32) -> u32 {
        match self.rounds.get(round as usize + 1) {
            Some(&next) => next,
            None => self.spread(),
        }
    }
}

/// The draw of a friendship whose ties share one coin, seen from its larger id.
/// Kept out of the loop, which would pay for its instructions.
#[inline(never)]
fn turned(luck: TieLuck, source: NodeId, target: NodeId) -> TieDraw {
    luck.between(target, source)
}
