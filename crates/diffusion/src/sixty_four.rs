//! A live-edge model in 64 worlds at once, to the same bits as one by one.
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

use crate::contagion::{Contact64, LiveEdge, Network};
use crate::lanes::LaneCounts;
use crate::spread::SixtyFour;
use crate::world::{LANES, WorldBlock};

/// The engine for 64 worlds, with its scratch: 16 bytes per person.
#[derive(Debug, Clone)]
pub struct Cascade64 {
    adopted: PerNode<u64>,
    coming: PerNode<u64>,
    touched: Vec<NodeId>,
    frontier: Vec<(NodeId, u64)>,
    next: Vec<NodeId>,
    /// Adopters so far, at the end of each round.
    rounds: Vec<LaneCounts>,
    max_rounds: u32,
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

    /// Runs `model` from `seeds` in every world of `block`.
    pub fn run<C: LiveEdge>(
        &mut self,
        network: &Network<'_>,
        model: &C,
        seeds: &[NodeId],
        block: WorldBlock,
    ) -> &Self {
        let everywhere = seeds.iter().map(|&seed| (seed, u64::MAX));
        self.run_on(std::slice::from_ref(network), model, everywhere, block)
    }

    /// Runs `model` on several networks over the same people, from seeds that each
    /// come with the worlds, one bit each, in which they are seeds.
    pub fn run_on<C: LiveEdge>(
        &mut self,
        networks: &[Network<'_>],
        model: &C,
        seeds: impl IntoIterator<Item = (NodeId, u64)>,
        block: WorldBlock,
    ) -> &Self {
        self.clear();
        for (seed, worlds) in seeds {
            if worlds != 0 {
                self.comes(seed, worlds);
            }
        }
        let mut counts = LaneCounts::default();
        self.arrive(&mut counts);
        while !self.frontier.is_empty() && self.rounds.len() as u64 <= self.max_rounds.into() {
            for (layer, network) in networks.iter().enumerate() {
                let luck = block.touches(network.platform, network.channel, 0);
                for at in 0..self.frontier.len() {
                    let (source, worlds) = self.frontier[at];
                    for (edge, target) in network.ties.edges_of(source) {
                        let asked = worlds & !self.adopted[target] & !self.coming[target];
                        if asked == 0 {
                            continue;
                        }
                        let tie = (edge, source, target);
                        let contact = Contact64::along(tie, (layer, network), luck);
                        let live = model.live(contact, asked, block);
                        if live != 0 {
                            self.comes(target, live);
                        }
                    }
                }
            }
            self.frontier.clear();
            self.arrive(&mut counts);
        }
        self
    }

    #[inline(always)]
    fn comes(&mut self, v: NodeId, worlds: u64) {
        if self.coming[v] == 0 {
            self.next.push(v);
        }
        self.coming[v] |= worlds;
    }

    /// Whoever was convinced adopts, and speaks in the next round.
    fn arrive(&mut self, counts: &mut LaneCounts) {
        for v in self.next.drain(..) {
            let worlds = std::mem::take(&mut self.coming[v]);
            if self.adopted[v] == 0 {
                self.touched.push(v);
            }
            self.adopted[v] |= worlds;
            self.frontier.push((v, worlds));
            counts.add(worlds);
        }
        self.rounds.push(*counts);
    }

    fn clear(&mut self) {
        for v in self.touched.drain(..) {
            self.adopted[v] = 0;
        }
        self.frontier.clear();
        self.rounds.clear();
    }

    /// The worlds in which `v` adopted, one bit each.
    pub fn reached(&self, v: NodeId) -> u64 {
        self.adopted[v]
    }

    /// Everybody who adopted in at least one world, in no stated order.
    pub fn reached_anywhere(&self) -> &[NodeId] {
        &self.touched
    }

    /// People who ever adopted, one entry per world.
    pub fn spreads(&self) -> [u32; LANES as usize] {
        self.spreads_by(u32::MAX)
    }

    /// Adopters up to and including `round`, one entry per world.
    pub fn spreads_by(&self, round: u32) -> [u32; LANES as usize] {
        let last = self.rounds.len() - 1;
        self.rounds[last.min(round as usize)].each()
    }

    /// How many rounds passed until all 64 worlds were silent; the last one brings
    /// nobody new, unless the engine was to stop before.
    pub fn rounds(&self) -> u32 {
        self.rounds.len() as u32 - 1
    }
}

impl SixtyFour for Cascade64 {
    fn reached(&self, v: NodeId) -> u64 {
        self.reached(v)
    }

    fn reached_anywhere(&self) -> &[NodeId] {
        self.reached_anywhere()
    }

    fn spreads_by(&self, round: u32) -> [u32; LANES as usize] {
        self.spreads_by(round)
    }

    fn rounds(&self) -> u32 {
        self.rounds()
    }
}
