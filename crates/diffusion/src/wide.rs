//! A live-edge model in 256 worlds at once, to the same bits as one by one.
//!
//! The engine of [`sixty_four`](crate::sixty_four) with several words a person: each
//! look at a person, and each walk along somebody's ties, serves four times
//! as many worlds, and a tie's coins for all of them are worked out side by side.
//!
//! ```text
//! person v      │ adopted: 8 lanes of 32 worlds │ coming: 8 lanes of 32 worlds │   256 worlds: one cache line
//! frontier      (u, worlds in which u is new), one after the other
//! tie u → v     asked = worlds(u) & !adopted(v) & !coming(v)
//! coins         digit k of 8 lanes at once: undecided lanes only, until there are none
//! ```
//!
//! A person's ties are gone through twice: first who is still to be asked, in loads
//! that do not wait for each other; then the coins, of those only.

use groundswell_graph::id::{EdgeId, NodeId, PerNode};

use crate::contagion::{LiveEdge, Network, WideContact};
use crate::lanes::{Lanes, WideCounts};
use crate::simd::{Instructions, Work};
use crate::spread::SixtyFour;
use crate::world::{LANES, WideBlock};

/// The engine for `32·N` worlds, with its scratch: `8·N` bytes per person.
#[derive(Debug, Clone)]
pub struct Wide<const N: usize> {
    people: PerNode<Person<N>>,
    touched: Vec<NodeId>,
    frontier: Vec<(NodeId, Lanes<N>)>,
    next: Vec<NodeId>,
    /// Adopters so far, at the end of each round.
    rounds: Vec<WideCounts<N>>,
    max_rounds: u32,
    instructions: Instructions,
}

/// 256 worlds at once.
pub type Cascade256 = Wide<8>;

/// What is known of one person, in one cache line for 256 worlds.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Person<const N: usize> {
    /// Where they have adopted.
    adopted: Lanes<N>,
    /// Where they adopt in the next round.
    coming: Lanes<N>,
}

impl<const N: usize> Person<N> {
    const NEW: Self = Self {
        adopted: Lanes::NONE,
        coming: Lanes::NONE,
    };
}

/// So many ties are looked at before their coins are tossed.
const BATCH: usize = 64;

impl<const N: usize> Wide<N> {
    /// An engine for graphs of `people` people.
    pub fn new(people: u32) -> Self {
        Self {
            people: PerNode::filled(Person::NEW, people),
            touched: Vec::new(),
            frontier: Vec::new(),
            next: Vec::new(),
            rounds: Vec::new(),
            max_rounds: u32::MAX,
            instructions: Instructions::widest(),
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
        block: &WideBlock<N>,
    ) -> &Self {
        let everywhere = seeds.iter().map(|&seed| (seed, Lanes::ALL));
        self.run_on(std::slice::from_ref(network), model, everywhere, block)
    }

    /// Runs `model` on several networks over the same people, from seeds that each
    /// come with the worlds in which they are seeds.
    pub fn run_on<C: LiveEdge>(
        &mut self,
        networks: &[Network<'_>],
        model: &C,
        seeds: impl IntoIterator<Item = (NodeId, Lanes<N>)>,
        block: &WideBlock<N>,
    ) -> &Self {
        self.clear();
        for (seed, worlds) in seeds {
            if !worlds.is_none() {
                self.comes(seed, worlds);
            }
        }
        self.instructions.run(Rounds {
            cascade: self,
            networks,
            model,
            block,
        });
        self
    }

    /// The same engine with instructions at most as wide as these.
    #[cfg(test)]
    fn with(mut self, instructions: Instructions) -> Self {
        self.instructions = instructions;
        self
    }

    #[inline(always)]
    fn comes(&mut self, v: NodeId, worlds: Lanes<N>) {
        let coming = &mut self.people[v].coming;
        if coming.is_none() {
            self.next.push(v);
        }
        *coming = coming.or(worlds);
    }

    /// Whoever was convinced adopts, and speaks in the next round.
    #[inline(always)]
    fn arrive(&mut self, counts: &mut WideCounts<N>) {
        for v in self.next.drain(..) {
            let person = &mut self.people[v];
            let worlds = std::mem::replace(&mut person.coming, Lanes::NONE);
            if person.adopted.is_none() {
                self.touched.push(v);
            }
            person.adopted = person.adopted.or(worlds);
            self.frontier.push((v, worlds));
            counts.add(worlds);
        }
        self.rounds.push(counts.clone());
    }

    fn clear(&mut self) {
        for v in self.touched.drain(..) {
            self.people[v] = Person::NEW;
        }
        self.frontier.clear();
        self.rounds.clear();
    }

    /// What became of the 64 worlds of word `word`.
    pub fn word(&self, word: usize) -> Word<'_, N> {
        Word {
            cascade: self,
            word,
        }
    }

    /// Everybody who adopted in at least one world, in no stated order.
    pub fn reached_anywhere(&self) -> &[NodeId] {
        &self.touched
    }

    /// How many rounds passed until all worlds were silent; the last one brings nobody
    /// new, unless the engine was to stop before.
    pub fn rounds(&self) -> u32 {
        self.rounds.len() as u32 - 1
    }
}

/// The rounds from the seeds, who are coming, to silence.
struct Rounds<'r, 'g, C, const N: usize> {
    cascade: &'r mut Wide<N>,
    networks: &'r [Network<'g>],
    model: &'r C,
    block: &'r WideBlock<N>,
}

impl<C: LiveEdge, const N: usize> Work for Rounds<'_, '_, C, N> {
    type Answer = ();

    #[inline(always)]
    fn work(self) {
        let Self {
            cascade,
            networks,
            model,
            block,
        } = self;
        let mut counts = WideCounts::default();
        let mut batch = [(EdgeId(0), NodeId(0)); BATCH];
        cascade.arrive(&mut counts);
        while !cascade.frontier.is_empty()
            && cascade.rounds.len() as u64 <= cascade.max_rounds.into()
        {
            for (layer, network) in networks.iter().enumerate() {
                let luck = block.touches(network.platform, network.channel, 0);
                for at in 0..cascade.frontier.len() {
                    let (source, worlds) = cascade.frontier[at];
                    let mut edges = network.ties.edges_of(source);
                    loop {
                        let mut open = 0;
                        let mut seen = 0;
                        for (edge, target) in edges.by_ref().take(BATCH) {
                            seen += 1;
                            let person = &cascade.people[target];
                            let asked = worlds.but(person.adopted).but(person.coming);
                            batch[open] = (edge, target);
                            open += usize::from(!asked.is_none());
                        }
                        for &(edge, target) in &batch[..open] {
                            let person = &cascade.people[target];
                            let asked = worlds.but(person.adopted).but(person.coming);
                            let tie = (edge, source, target);
                            let contact = WideContact::along(tie, (layer, network), &luck);
                            let live = model.live_wide(contact, asked, block);
                            if !live.is_none() {
                                cascade.comes(target, live);
                            }
                        }
                        if seen < BATCH {
                            break;
                        }
                    }
                }
            }
            cascade.frontier.clear();
            cascade.arrive(&mut counts);
        }
    }
}

/// Sixty-four of the worlds that ran at once.
#[derive(Debug, Clone, Copy)]
pub struct Word<'c, const N: usize> {
    cascade: &'c Wide<N>,
    word: usize,
}

impl<const N: usize> Word<'_, N> {
    /// The worlds in which `v` adopted, one bit each.
    pub fn reached(self, v: NodeId) -> u64 {
        self.cascade.people[v].adopted.word(self.word)
    }

    /// People who ever adopted, one entry per world.
    pub fn spreads(self) -> [u32; LANES as usize] {
        self.spreads_by(u32::MAX)
    }

    /// Adopters up to and including `round`, one entry per world.
    pub fn spreads_by(self, round: u32) -> [u32; LANES as usize] {
        let last = self.cascade.rounds.len() - 1;
        self.cascade.rounds[last.min(round as usize)].each(self.word)
    }
}

impl<const N: usize> SixtyFour for Word<'_, N> {
    fn reached(&self, v: NodeId) -> u64 {
        Word::reached(*self, v)
    }

    fn reached_anywhere(&self) -> &[NodeId] {
        self.cascade.reached_anywhere()
    }

    fn spreads_by(&self, round: u32) -> [u32; LANES as usize] {
        Word::spreads_by(*self, round)
    }

    fn rounds(&self) -> u32 {
        self.cascade.rounds()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::independent_cascade::IndependentCascade;
    use groundswell_graph::activation::Activation;
    use groundswell_graph::builder::graph;
    use groundswell_graph::probability::Probability;

    fn by_any_instructions<const N: usize>() {
        let arcs = (0..400u32).map(|i| format!("{}-{}", i % 90, i * i % 97));
        let graph = graph(&arcs.collect::<Vec<_>>().join(" "));
        for p in [0.05, 0.3, 1.0] {
            let activation = Activation::uniform(Probability::clamped(p));
            let network = Network::new(&graph.platforms()[0], &activation);
            let run = |instructions| {
                let mut cascade = Wide::<N>::new(graph.people()).with(instructions);
                let block = WideBlock::new(4, 3);
                let outcome = cascade.run(&network, &IndependentCascade, &[NodeId(1)], &block);
                let words = (0..N / 2).map(|word| outcome.word(word));
                let reached = |word: Word<'_, N>| -> Vec<u64> {
                    graph.nodes().map(|v| word.reached(v)).collect()
                };
                let each = words.map(|word| (reached(word), word.spreads_by(1), word.spreads()));
                (outcome.rounds(), each.collect::<Vec<_>>())
            };
            let plainest = run(Instructions::Portable);
            for wider in [Instructions::Avx2, Instructions::Avx512] {
                assert!(run(wider) == plainest, "{wider:?} {p}");
            }
        }
    }

    #[test]
    fn all_instructions_give_the_same_bits() {
        by_any_instructions::<8>();
    }
}
