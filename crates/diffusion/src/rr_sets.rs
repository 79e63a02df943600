//! RR sets in bulk: everyone who could have convinced a person drawn at random, many
//! times over.
//!
//! A seed set's spread is the number of people times the share of RR sets that it meets.
//! [`RrSampler`] makes networks and a model ready; it then [gathers](RrSampler::gather)
//! sets, or [counts](RrSampler::hits) how many some people meet, for which nothing is
//! kept and each search ends with the first of them.
//!
//! - **Luck:** set number i of a seed and purpose is a pure function of them. It is an
//!   independent sample, and shares no world with a cascade: a third definition of luck,
//!   beside that of ties and [skip luck](crate::skip). Its root is its first word; then
//!   everybody in the set, in the order in which they were met, takes words for the ties
//!   into them. Threads, blocks and what is searched beside it change nothing.
//! - **Draws:** where all ties into a person have the same chance, how many of them are
//!   live, from a table, and then which; otherwise a word a tie. Where at most one is
//!   live (the second face of linear threshold), one word. Models of which only
//!   themselves know what is live are asked tie by tie in a world for each set, as
//!   [`Reverse`] does.
//! - **Kept:** members at 4 bytes and 8 bytes a set. Sets of the root alone, which are
//!   most where chances are small, are counted per person.
//! - **Source:** Borgs, Brautbar, Chayes & Lucier, SODA 2014, section 3; live ties that
//!   are drawn without asking each, and searches that stop: Guo, Wang, Wei & Chen, SIGMOD
//!   2020, sections 3 and 4. They draw gaps; how many are live takes one word for most
//!   people.
//!
//! ```
//! use groundswell_diffusion::contagion::Network;
//! use groundswell_diffusion::model::independent_cascade::IndependentCascade;
//! use groundswell_diffusion::rr_sets::{Asked, RrSampler, RrSets, roots::Roots, stream::RrLuck};
//! use groundswell_diffusion::worlds::{Crew, Watch};
//! use groundswell_graph::{activation::Activation, builder::graph, id::NodeId};
//! use groundswell_graph::{name_key::NameKey, probability::Probability};
//!
//! let path = graph("0->1 1->2 2->3");
//! let activation = Activation::uniform(Probability::new(0.5).unwrap());
//! let networks = [Network::new(&path.platforms()[0], &activation)];
//! let sampler = RrSampler::new(&networks, &IndependentCascade);
//!
//! let roots = Roots::anybody(4);
//! let asked = Asked::new(RrLuck::new(7, NameKey::of("example")), &roots);
//! let met = sampler.hits(&Crew::of(2), &Watch::default(), &asked, &[NodeId(0)], 0..10_000);
//! // One person and a half, a quarter and an eighth of those who follow: 1.875.
//! assert!((4.0 * met as f64 / 10_000.0 - 1.875).abs() < 0.1);
//! ```

pub mod roots;
mod search;
pub mod stream;
mod ties_in;

use std::ops::Range;
use std::sync::Mutex;

use groundswell_graph::id::{NodeId, PerNode};

use crate::contagion::{LiveEdge, Network, people};
use crate::reverse::Reverse;
use crate::worlds::{Crew, Watch, in_order};
use roots::Roots;
use search::{Block, Search};
use stream::RrLuck;
use ties_in::TiesIn;

/// Which RR sets are asked for, and how much they may hold.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'q> {
    /// Their luck.
    pub luck: RrLuck,
    /// Whose they are.
    pub roots: &'q Roots,
    /// People who end a search: a set that meets one of them is counted and not kept.
    pub stops: &'q [NodeId],
    /// Bytes that kept sets may hold.
    pub most_bytes: u64,
}

impl<'q> Asked<'q> {
    /// Sets of this luck and these roots, whoever they meet and however many bytes they
    /// hold.
    pub fn new(luck: RrLuck, roots: &'q Roots) -> Self {
        Self {
            luck,
            roots,
            stops: &[],
            most_bytes: u64::MAX,
        }
    }
}

/// RR sets number 0, 1, 2 …, as many as were gathered.
#[derive(Debug, Clone)]
pub struct RrSets {
    /// Those of two people and more, one after the other.
    members: Vec<NodeId>,
    /// Where each of them ends.
    ends: Vec<u64>,
    alone: PerNode<u32>,
    count: u64,
    stopped: u64,
}

impl RrSets {
    /// None yet, over `people` people.
    pub fn new(people: u32) -> Self {
        Self {
            members: Vec::new(),
            ends: Vec::new(),
            alone: PerNode::filled(0, people),
            count: 0,
            stopped: 0,
        }
    }

    /// How many sets were gathered, those included that were stopped or hold one person.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How many met somebody who ends a search.
    pub fn stopped(&self) -> u64 {
        self.stopped
    }

    /// For each person how many sets hold nobody else.
    pub fn alone(&self) -> &PerNode<u32> {
        &self.alone
    }

    /// Number of sets of two people and more.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no set of two people or more.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Set number `at` of those of two people and more: its root first.
    #[inline]
    pub fn set(&self, at: usize) -> &[NodeId] {
        let begin = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.members[begin as usize..self.ends[at] as usize]
    }

    /// The members of all sets of two people and more, one after the other.
    pub fn members(&self) -> &[NodeId] {
        &self.members
    }

    /// People in all sets, those of one included.
    pub fn people_in_sets(&self) -> u64 {
        let alone = self.alone.as_slice().iter();
        self.members.len() as u64 + alone.map(|&n| u64::from(n)).sum::<u64>()
    }

    /// Bytes that they hold.
    pub fn bytes(&self) -> u64 {
        4 * self.members.len() as u64 + 8 * self.ends.len() as u64 + 4 * self.alone.len() as u64
    }

    /// Adds the sets of a block; `false`, and nothing is added, where there is no memory.
    fn add(&mut self, block: &Block) -> bool {
        let members = self.members.try_reserve(block.members.len());
        if members.is_err() || self.ends.try_reserve(block.spans.len()).is_err() {
            return false;
        }
        self.count += block.spans.len() as u64;
        for &(at, length) in &block.spans {
            match length {
                0 => self.stopped += 1,
                1 => self.alone[NodeId(at)] += 1,
                _ => {
                    let set = at as usize..(at + length) as usize;
                    self.members.extend_from_slice(&block.members[set]);
                    self.ends.push(self.members.len() as u64);
                }
            }
        }
        true
    }
}

/// Networks and a model, made ready to be asked backwards many times.
#[derive(Debug)]
pub struct RrSampler<'g, C> {
    networks: &'g [Network<'g>],
    model: &'g C,
    ties: Option<TiesIn<'g>>,
}

/// Sets in a part of the work that is handed to threads at once: about so many people.
const WAVE: u64 = 1 << 21;
/// Sets that one thread searches before it asks for more, at most.
const BLOCK: u64 = 1024;

impl<'g, C: LiveEdge> RrSampler<'g, C> {
    /// Ready for these networks and this model.
    ///
    /// Cost: a pass over the people, or over the ties where chances into a person differ.
    pub fn new(networks: &'g [Network<'g>], model: &'g C) -> Self {
        Self {
            networks,
            model,
            ties: TiesIn::new(networks, model),
        }
    }

    /// Number of people.
    pub fn people(&self) -> u32 {
        people(self.networks)
    }

    /// The networks.
    pub fn networks(&self) -> &'g [Network<'g>] {
        self.networks
    }

    /// The model.
    pub fn model(&self) -> &'g C {
        self.model
    }

    /// Bytes that it holds besides the graph.
    pub fn bytes(&self) -> u64 {
        self.ties.as_ref().map_or(0, TiesIn::bytes)
    }

    /// Adds sets to `sets` until they are `count`; `false` if it ends before, because
    /// another part of the work would take them beyond the bytes allowed, because there is
    /// no memory, or because `watch` was asked to stop.
    ///
    /// Where bytes end it, how many sets there are then is the same for any crew. They
    /// may be exceeded by a part of the work: about eight million.
    pub fn gather(
        &self,
        crew: &Crew,
        watch: &Watch,
        asked: &Asked<'_>,
        sets: &mut RrSets,
        count: u64,
    ) -> bool {
        let searches = Mutex::new(Vec::new());
        while sets.count < count {
            // People in a set so far, stopped ones included, as a first guess.
            let mean = sets.members.len() as u64 / sets.count.max(1) + 1;
            let grown = if sets.count == 0 { 64 } else { 8 * sets.count };
            let wave = (WAVE / mean).clamp(16, grown.max(16));
            let wave = sets.count..count.min(sets.count + wave);
            if sets.bytes() >= asked.most_bytes {
                return false;
            }
            let expected = wave.end - wave.start;
            let blocks = self.blocks(crew, watch, asked, wave, &searches, true);
            let before = sets.count;
            if !blocks.iter().all(|block| sets.add(block)) || sets.count < before + expected {
                return false;
            }
        }
        true
    }

    /// How many of the sets `numbers` meet at least one of `these`, or of those asked for
    /// to end a search. Keeps nothing. Where `watch` is asked to stop, sets that were
    /// not searched are not met.
    pub fn hits(
        &self,
        crew: &Crew,
        watch: &Watch,
        asked: &Asked<'_>,
        these: &[NodeId],
        numbers: Range<u64>,
    ) -> u64 {
        let stops = [asked.stops, these].concat();
        let asked = Asked {
            stops: &stops,
            ..*asked
        };
        let searches = Mutex::new(Vec::new());
        let blocks = self.blocks(crew, watch, &asked, numbers, &searches, false);
        let stopped = |block: &Block| block.spans.iter().filter(|span| span.1 == 0).count();
        blocks.iter().map(|block| stopped(block) as u64).sum()
    }

    /// The sets of a part, in blocks, in order.
    fn blocks<'s>(
        &'s self,
        crew: &Crew,
        watch: &Watch,
        asked: &Asked<'_>,
        part: Range<u64>,
        searches: &Mutex<Vec<Engine<'s, 'g>>>,
        keep: bool,
    ) -> Vec<Block> {
        let length = ((part.end - part.start) / 16).clamp(1, BLOCK);
        let scratch = || {
            let known = searches.lock().expect(UNHARMED).pop();
            known.unwrap_or_else(|| self.engine(asked.stops))
        };
        let (blocks, kept) = in_order(crew, watch, part, length, scratch, |engine, numbers| {
            let sets = numbers.end - numbers.start;
            let block = match engine {
                Engine::Bulk(search) => search.run(asked.luck, asked.roots, numbers, keep),
                Engine::TieByTie(reverse, stops) => {
                    self.tie_by_tie(reverse, stops, asked, numbers, keep)
                }
            };
            watch.count(sets);
            block
        });
        searches.lock().expect(UNHARMED).extend(kept);
        blocks
    }

    fn engine(&self, stops: &[NodeId]) -> Engine<'_, 'g> {
        match &self.ties {
            Some(ties) => Engine::Bulk(Box::new(Search::new(ties, self.people(), stops))),
            None => {
                let mut those = PerNode::filled(false, self.people());
                stops.iter().for_each(|&v| those[v] = true);
                Engine::TieByTie(Reverse::new(self.people()), those)
            }
        }
    }

    fn tie_by_tie(
        &self,
        reverse: &mut Reverse,
        stops: &PerNode<bool>,
        asked: &Asked<'_>,
        numbers: Range<u64>,
        keep: bool,
    ) -> Block {
        let mut block = Block {
            members: Vec::new(),
            spans: vec![(0, 0); (numbers.end - numbers.start) as usize],
        };
        for (at, number) in numbers.enumerate() {
            let root = asked.roots.draw(&mut asked.luck.stream(number));
            let world = asked.luck.world(number);
            let set = reverse.run(self.networks, self.model, root, world);
            match set.iter().any(|&v| stops[v]) {
                true => (),
                false if keep => block.put(at, set),
                false => block.spans[at] = (0, 1),
            }
        }
        block
    }
}

/// What searches, with its scratch.
#[derive(Debug)]
enum Engine<'s, 'g> {
    Bulk(Box<Search<'s, 'g>>),
    TieByTie(Reverse, PerNode<bool>),
}

const UNHARMED: &str = "no thread panics holding it";
