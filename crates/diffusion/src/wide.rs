//! A live-edge model in 256 or 512 worlds at once, to the same bits as one by one.
//!
//! The engine of [`sixty_four`](crate::sixty_four) with several words a person: each
//! look at a person and each walk along somebody's ties serve four or eight times as
//! many worlds.
//!
//! ```text
//!              one cache line            one cache line
//! person v    │ taken: 16 lanes of 32   │ coming: 16 lanes of 32 │   512 worlds
//! person v    │ taken: 8 │ coming: 8    │                            256 worlds
//!
//! frontier    (u, worlds in which u is new), one after the other
//! tie u → v   asked = worlds(u) & !taken(v): lanes that are not empty, to the batch
//! batch       some hundred lanes from any ties, sixteen at a time to the coins
//! live lane   taken(v), coming(v) |= worlds
//! ```
//!
//! What is known of a person is one line to read where a tie is closed, which most are,
//! and the lines of the next ties are asked for ahead of time. Coins are tossed in
//! batches (`coins`).
//!
//! - **Bound:** a line a tie that is walked along, once for all worlds in which its
//!   source is new in one round; `cargo bench --bench engines` holds engines against
//!   it (`docs/performance.md`).

use groundswell_graph::activation::Activation;
use groundswell_graph::id::{EdgeId, NodeId, PerNode};
use groundswell_graph::probability::Chance;

use crate::coins::{Batch, Odds, Tie, TieRow, leading};
use crate::contagion::{Coins, Contact64, Decides, LiveEdge, Network};
use crate::lanes::{Lanes, WideCounts};
use crate::luck::Keys;
use crate::simd::{Instructions, NUMBERS, Vector, WIDTH, Work, soon};
use crate::spread::SixtyFour;
use crate::world::{Between, LANES, WideBlock};

/// The engine for `32·N` worlds, with its scratch: `8·N` bytes per person.
#[derive(Debug, Clone)]
pub struct Wide<const N: usize> {
    people: PerNode<Person<N>>,
    /// One bit a person: who is among the next.
    listed: Vec<u64>,
    touched: Vec<NodeId>,
    frontier: Vec<(NodeId, Lanes<N>)>,
    next: Vec<NodeId>,
    batch: Box<Batch>,
    /// Adopters so far, at the end of each round.
    rounds: Vec<WideCounts<N>>,
    max_rounds: u32,
    instructions: Instructions,
}

/// 256 worlds at once.
pub type Cascade256 = Wide<8>;

/// 512 worlds at once.
pub type Cascade512 = Wide<16>;

/// What is known of one person: a cache line for 256 worlds, two for 512.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Person<const N: usize> {
    /// Where they have adopted, or adopt in the next round.
    taken: Lanes<N>,
    /// Where they adopt in the next round.
    coming: Lanes<N>,
}

impl<const N: usize> Person<N> {
    const NEW: Self = Self {
        taken: Lanes::NONE,
        coming: Lanes::NONE,
    };
}

/// Ties ahead whose targets are asked for.
const AHEAD: usize = 12;

/// Speakers whose rows are looked up together.
const ROWS: usize = 8;

/// Where a source is new in so few lanes, its ties are not looked at before their coins:
/// most are dead, and sixteen are put down at once.
const FEW: u32 = 4;

impl<const N: usize> Wide<N> {
    /// An engine for graphs of `people` people.
    pub fn new(people: u32) -> Self {
        Self {
            people: PerNode::filled(Person::NEW, people),
            listed: vec![0; people.div_ceil(64) as usize],
            touched: Vec::new(),
            frontier: Vec::new(),
            next: Vec::new(),
            batch: Box::new(Batch::new()),
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

    fn comes(&mut self, v: NodeId, worlds: Lanes<N>) {
        let person = &mut self.people[v];
        person.taken = person.taken.or(worlds);
        person.coming = person.coming.or(worlds);
        list(&mut self.listed, &mut self.next, v);
    }

    /// Whoever was convinced adopts, and speaks in the next round.
    #[inline(always)]
    fn arrive(&mut self, counts: &mut WideCounts<N>) {
        for v in self.next.drain(..) {
            let person = &mut self.people[v];
            let worlds = std::mem::replace(&mut person.coming, Lanes::NONE);
            if person.taken == worlds {
                self.touched.push(v);
            }
            self.listed[v.index() / 64] = 0;
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

/// Puts `v` on the list of those who are next, once.
#[inline(always)]
fn list(listed: &mut [u64], next: &mut Vec<NodeId>, v: NodeId) {
    let (word, bit) = (&mut listed[v.index() / 64], 1 << (v.index() % 64));
    if *word & bit == 0 {
        *word |= bit;
        next.push(v);
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
    #[inline(always)]
    fn work<V: Vector>(self) {
        let mut counts = WideCounts::default();
        let cascade = self.cascade;
        cascade.arrive(&mut counts);
        while !cascade.frontier.is_empty()
            && cascade.rounds.len() as u64 <= cascade.max_rounds.into()
        {
            for (layer, network) in self.networks.iter().enumerate() {
                let speech = Speech {
                    layer,
                    network,
                    model: self.model,
                    block: self.block,
                };
                match self.model.decides(layer) {
                    Some(decides) => speech.by_coins::<V>(cascade, decides),
                    None => speech.by_rule(cascade),
                }
            }
            cascade.frontier.clear();
            cascade.arrive(&mut counts);
        }
    }
}

/// What everybody new says on one network.
struct Speech<'r, 'g, C, const N: usize> {
    layer: usize,
    network: &'r Network<'g>,
    model: &'r C,
    block: &'r WideBlock<N>,
}

/// Where one draw decides: which, and what it is held against.
#[derive(Clone, Copy)]
struct Rule<'k> {
    decides: Decides,
    odds: Odds,
    keys: &'k Keys,
}

/// The ties out of one person: the number of the first, and who hears.
type Row<'g> = (EdgeId, &'g [NodeId]);

impl<C: LiveEdge, const N: usize> Speech<'_, '_, C, N> {
    #[inline(always)]
    fn by_coins<V: Vector>(&self, cascade: &mut Wide<N>, decides: Decides) {
        let Network {
            ties,
            platform,
            channel,
            activation,
            ..
        } = *self.network;
        let keys = match decides {
            Decides::Contact => self.block.keys(|block| block.touches(platform, channel, 0)),
            Decides::Threshold(platform) => self.block.keys(|block| block.thresholds(platform)),
        };
        let odds = match (decides, activation) {
            (Decides::Threshold(_), _) => Odds::Between,
            (_, Activation::Uniform(chance)) if C::EACH_FOR_ITSELF => Odds::Same(*chance),
            _ => Odds::Below,
        };
        let rule = Rule {
            decides,
            odds,
            keys: &keys,
        };
        let frontier = std::mem::take(&mut cascade.frontier);
        for speakers in frontier.chunks(ROWS) {
            // Where their ties stand is looked up for all of them before any are needed.
            let mut rows = [(EdgeId(0), &[][..]); ROWS];
            for (row, &(source, _)) in rows.iter_mut().zip(speakers) {
                *row = ties.row(source);
            }
            for heard in rows.iter().filter_map(|(_, heard)| heard.first()) {
                soon(heard);
            }
            for (&(source, worlds), row) in speakers.iter().zip(rows) {
                let lanes = V::load(&worlds.0).nonzero();
                if lanes.count_ones() > FEW {
                    self.looks_first::<V>(rule, cascade, (source, worlds), row);
                } else {
                    self.tosses_first::<V>(rule, cascade, (source, worlds), row);
                }
            }
        }
        self.toss(rule, cascade);
        cascade.frontier = frontier;
    }

    /// One tie after the other: coins only where its target has not adopted.
    #[inline(always)]
    fn looks_first<V: Vector>(
        &self,
        rule: Rule<'_>,
        cascade: &mut Wide<N>,
        (source, worlds): (NodeId, Lanes<N>),
        (first, heard): Row<'_>,
    ) {
        for &v in heard.iter().take(AHEAD) {
            soon(&cascade.people[v]);
        }
        let (worlds, numbers) = (V::load(&worlds.0), V::load(&NUMBERS));
        for (at, &target) in heard.iter().enumerate() {
            if let Some(&later) = heard.get(at + AHEAD) {
                soon(&cascade.people[later]);
            }
            let asked = worlds.but(V::load(&cascade.people[target].taken.0));
            let tie = Tie {
                known_by: self.known_by(rule.decides, source, target),
                target,
                edge: EdgeId(first.0 + at as u32),
            };
            let bounds = self.bounds(rule.odds, tie, source);
            cascade.batch.add(asked, numbers, tie, rule.odds, bounds);
            if cascade.batch.is_full() {
                self.toss(rule, cascade);
            }
        }
    }

    /// Sixteen ties at a time, lane by lane, whether or not their targets have adopted.
    #[inline(always)]
    fn tosses_first<V: Vector>(
        &self,
        rule: Rule<'_>,
        cascade: &mut Wide<N>,
        (source, worlds): (NodeId, Lanes<N>),
        (first, heard): Row<'_>,
    ) {
        let lanes = V::load(&worlds.0).nonzero();
        for (part, heard) in heard.chunks(WIDTH).enumerate() {
            let first = EdgeId(first.0 + (part * WIDTH) as u32);
            let ties = self.side_by_side::<V>(rule, source, (first, heard));
            let mut left = lanes;
            while left != 0 {
                let lane = left.trailing_zeros();
                left &= left - 1;
                let asked = worlds.0[lane as usize % N];
                cascade.batch.add_ties(&ties, lane, asked);
                if cascade.batch.is_full() {
                    self.toss(rule, cascade);
                }
            }
        }
    }

    /// Tosses the coins of the batch; whoever is convinced is coming.
    fn toss(&self, rule: Rule<'_>, cascade: &mut Wide<N>) {
        let Wide {
            people,
            listed,
            next,
            batch,
            instructions,
            ..
        } = cascade;
        batch.toss(rule.odds, rule.keys, *instructions);
        for (v, ..) in batch.live() {
            soon(&people[v].taken);
            soon(&people[v].coming);
        }
        let rest = batch.rest().map(|(tie, lane, asked)| {
            let worlds = self.exactly(rule.decides, tie, lane, asked);
            (tie.target, lane, worlds)
        });
        for (v, lane, worlds) in batch.live().chain(rest) {
            let (person, lane) = (&mut people[v], lane as usize % N);
            let worlds = worlds & !person.taken.0[lane];
            if worlds != 0 {
                person.taken.0[lane] |= worlds;
                person.coming.0[lane] |= worlds;
                list(listed, next, v);
            }
        }
    }

    /// The two people by which luck knows a tie.
    #[inline(always)]
    fn known_by(&self, decides: Decides, source: NodeId, target: NodeId) -> (NodeId, NodeId) {
        match decides == Decides::Contact && self.network.coins.turns(source, target) {
            true => (target, source),
            false => (source, target),
        }
    }

    /// What its own draw is held against.
    #[inline(always)]
    fn bounds(&self, odds: Odds, tie: Tie, source: NodeId) -> [Chance; 2] {
        if matches!(odds, Odds::Same(_)) {
            return [Chance::NEVER; 2];
        }
        let Tie { edge, target, .. } = tie;
        let chance = self.network.activation.chance(edge, source, target);
        let Between(least, below) = self.model.between(self.layer, edge, target, chance);
        [least, below]
    }

    /// The next ties out of `source`, to `targets`.
    #[inline(always)]
    fn side_by_side<V: Vector>(
        &self,
        Rule { decides, odds, .. }: Rule<'_>,
        source: NodeId,
        (first, targets): Row<'_>,
    ) -> TieRow<V> {
        let mut heard = [0; WIDTH];
        for (place, v) in heard.iter_mut().zip(targets) {
            *place = v.0;
        }
        let target = V::load(&heard);
        let mut known_by = (V::splat(source.0), target);
        if self.network.coins == Coins::PerFriendship && decides == Decides::Contact {
            let (mut first, mut second) = ([0; WIDTH], [0; WIDTH]);
            for (at, &v) in targets.iter().enumerate() {
                let (a, b) = self.known_by(decides, source, v);
                (first[at], second[at]) = (a.0, b.0);
            }
            known_by = (V::load(&first), V::load(&second));
        }
        let own = (!matches!(odds, Odds::Same(_))).then(|| {
            let mut bounds = [[0; WIDTH]; 2];
            for (at, &target) in targets.iter().enumerate().take(WIDTH) {
                let tie = Tie {
                    known_by: (source, target),
                    target,
                    edge: EdgeId(first.0 + at as u32),
                };
                let [least, below] = self.bounds(odds, tie, source);
                (bounds[0][at], bounds[1][at]) = (leading(least), leading(below));
            }
            (
                V::splat(first.0).add(V::load(&NUMBERS)),
                bounds.map(|bounds| V::load(&bounds)),
            )
        });
        TieRow {
            count: targets.len(),
            known_by,
            target,
            own,
        }
    }

    /// In which of the worlds `asked` of lane `lane` the tie is live, by all its digits.
    #[cold]
    #[inline(never)]
    fn exactly(&self, decides: Decides, tie: Tie, lane: u32, asked: u32) -> u32 {
        let (block, up) = (self.block.block(lane as usize / 2), lane % 2 * 32);
        let Network {
            platform, channel, ..
        } = *self.network;
        let (first, second) = tie.known_by;
        let source = if first == tie.target { second } else { first };
        let chance = self.network.activation.chance(tie.edge, source, tie.target);
        let between = self.model.between(self.layer, tie.edge, tie.target, chance);
        let asked = u64::from(asked) << up;
        let live = match decides {
            Decides::Contact => {
                let luck = block.touches(platform, channel, 0);
                luck.within(first, second, between, asked)
            }
            Decides::Threshold(platform) => {
                let luck = block.thresholds(platform);
                luck.person_within(tie.target, between, asked)
            }
        };
        (live >> up) as u32
    }

    /// Where only the model knows which ties are live.
    fn by_rule(&self, cascade: &mut Wide<N>) {
        let Network {
            ties,
            platform,
            channel,
            ..
        } = *self.network;
        for at in 0..cascade.frontier.len() {
            let (source, worlds) = cascade.frontier[at];
            for (edge, target) in ties.edges_of(source) {
                let asked = worlds.but(cascade.people[target].taken);
                for word in (0..Lanes::<N>::WORDS).filter(|&word| asked.word(word) != 0) {
                    let block = self.block.block(word);
                    let luck = block.touches(platform, channel, 0);
                    let tie = (edge, source, target);
                    let contact = Contact64::along(tie, (self.layer, self.network), luck);
                    let live = self.model.live(contact, asked.word(word), block);
                    if live != 0 {
                        cascade.comes(target, Lanes::only(word, live));
                    }
                }
            }
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
        self.cascade.people[v].taken.word(self.word)
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
    use crate::cascade::Cascade;
    use crate::model::independent_cascade::IndependentCascade;
    use crate::model::linear_threshold::LiveThreshold;
    use crate::world::World;
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
        by_any_instructions::<16>();
    }

    /// Holds 512 worlds at once to one by one, for one tie of this chance.
    fn is_exact<C: LiveEdge>(activation: &Activation, model: impl Fn(&Network<'_>) -> C) {
        let graph = graph("0->1");
        let network = Network::new(&graph.platforms()[0], activation);
        let model = model(&network);
        let mut cascade = Wide::<16>::new(2);
        let mut one = Cascade::new(2);
        let block = WideBlock::new(4, 0);
        let outcome = cascade.run(&network, &model, &[NodeId(0)], &block);
        for index in 0..512 {
            let alone = one.run(&network, &model, &[NodeId(0)], World::new(4, index));
            let reached = outcome.word(index as usize / 64).reached(NodeId(1)) >> (index % 64) & 1;
            assert_eq!(alone.reached(NodeId(1)), reached == 1, "world {index}");
        }
    }

    #[test]
    fn draws_that_are_a_hairs_breadth_from_the_chance_are_decided_by_all_digits() {
        // What 32 digits leave open happens once in billions, so it is arranged: the
        // chance is the very draw of one world, or one more.
        let graph = graph("0->1");
        let platform = graph.platforms()[0].key;
        for index in [0, 77, 511] {
            let world = World::new(4, index);
            let tie = world.tie(platform, NodeId(0), NodeId(1)).digits();
            let threshold = world.thresholds(platform).person(NodeId(1)).digits();
            for more in [0, 1] {
                let chance = Chance::from_digits(tie + more);
                is_exact(&Activation::Uniform(chance), |_| IndependentCascade);
                is_exact(&Activation::PerTie(vec![chance]), |_| IndependentCascade);
                let weight = Activation::PerTie(vec![Chance::from_digits(threshold + more)]);
                let model = |network: &Network<'_>| {
                    LiveThreshold::new(std::slice::from_ref(network)).expect("below one")
                };
                is_exact(&weight, model);
            }
        }
    }
}
