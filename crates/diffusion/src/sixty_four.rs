//! Independent cascade in 64 worlds at once, to the same bits as one by one.
//!
//! ```text
//! adopted[v]  one bit a world: who has adopted so far
//! coming[v]   one bit a world: who adopts in the next round
//! ```
//!
//! A node is visited once a round for all the worlds in which it is new, and a
//! tie's 64 coins come from a few words. It wins where many worlds pass through
//! the same nodes.

use groundswell_graph::id::{NodeId, PerNode};

use crate::contagion::Network;
use crate::world::WorldBlock;

/// The engine for 64 worlds, with its scratch: 16 bytes per person.
#[derive(Debug, Clone)]
pub struct Cascade64 {
    adopted: PerNode<u64>,
    coming: PerNode<u64>,
    touched: Vec<NodeId>,
    frontier: Vec<(NodeId, u64)>,
    next: Vec<NodeId>,
}

impl Cascade64 {
    /// An engine for graphs of `people` people.
    pub fn new(people: u32) -> Self {
        Self {
            adopted: PerNode::filled(0, people),
            coming: PerNode::filled(0, people),
            touched: Vec::new(),
            frontier: Vec::new(),
            next: Vec::new(),
        }
    }

    /// Runs independent cascade from `seeds` in every world of `block`.
    pub fn run(&mut self, network: &Network<'_>, seeds: &[NodeId], block: WorldBlock) -> &Self {
        for v in self.touched.drain(..) {
            self.adopted[v] = 0;
        }
        for &seed in seeds {
            if self.adopted[seed] == 0 {
                self.adopted[seed] = u64::MAX;
                self.touched.push(seed);
                self.frontier.push((seed, u64::MAX));
            }
        }
        let luck = block.touches(network.platform, network.channel, 0);
        while !self.frontier.is_empty() {
            for (source, worlds) in self.frontier.drain(..) {
                for (edge, target) in network.ties.edges_of(source) {
                    let asked = worlds & !self.adopted[target] & !self.coming[target];
                    if asked == 0 {
                        continue;
                    }
                    let chance = network.activation.chance(edge, source, target);
                    let live = match network.coins.turns(source, target) {
                        false => luck.under(source, target, chance, asked),
                        true => luck.under(target, source, chance, asked),
                    };
                    if live != 0 {
                        if self.coming[target] == 0 {
                            self.next.push(target);
                        }
                        self.coming[target] |= live;
                    }
                }
            }
            for v in self.next.drain(..) {
                let worlds = std::mem::take(&mut self.coming[v]);
                if self.adopted[v] == 0 {
                    self.touched.push(v);
                }
                self.adopted[v] |= worlds;
                self.frontier.push((v, worlds));
            }
        }
        self
    }

    /// The worlds in which `v` adopted, one bit each.
    pub fn reached(&self, v: NodeId) -> u64 {
        self.adopted[v]
    }

    /// People who ever adopted, one entry per world.
    pub fn spreads(&self) -> [u32; 64] {
        let mut spreads = [0; 64];
        for &v in &self.touched {
            let worlds = self.adopted[v];
            for (lane, spread) in spreads.iter_mut().enumerate() {
                *spread += (worlds >> lane & 1) as u32;
            }
        }
        spreads
    }
}
