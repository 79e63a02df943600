//! Independent cascade in one world by skipping: what happens costs, what does not
//! happen costs nothing.
//!
//! ```text
//! block       up to 128 people who speak in this round
//! hashes      theirs, side by side; the first word of each
//! rows        where their ties stand; one comparison tells who has a live one at all
//! steps       word by word for those who are left, all of them side by side
//! visits      the other ends of the live ties found, one bit a person
//! ```
//!
//! Memory is asked for in phases, in which no question waits for another's answer, so
//! that a processor has many of them under way. It runs on [skip luck](crate::skip): for
//! one model, and where all ties of a network have one chance.

use groundswell_graph::activation::Activation;
use groundswell_graph::id::NodeId;

use crate::cascade::Count;
use crate::contagion::{Coins, LiveEdge, Network};
use crate::error::Error;
use crate::luck::Hash;
use crate::simd::soon;
use crate::skip::{Gaps, LONGEST};
use crate::world::{SkipLuck, World};

/// A network on which a cascade can skip, with the gaps between its live ties.
#[derive(Debug, Clone)]
pub struct Skippable<'g> {
    network: Network<'g>,
    /// Nothing where no tie is ever live.
    gaps: Option<Gaps>,
}

impl<'g> Skippable<'g> {
    /// The networks, made ready for `model`.
    ///
    /// # Errors
    ///
    /// [`Error::NotSkippable`] for models whose ties are not live each for itself with
    /// its own chance, for weights by which ties differ, and for friendships that share
    /// one coin.
    pub fn all<C: LiveEdge>(networks: &[Network<'g>], _: &C) -> Result<Vec<Self>, Error> {
        if !C::EACH_FOR_ITSELF {
            return Err(Error::NotSkippable { what: "this model" });
        }
        networks.iter().copied().map(Self::new).collect()
    }

    /// How many people it is about.
    pub(crate) fn people(&self) -> u32 {
        self.network.ties.people()
    }

    fn new(network: Network<'g>) -> Result<Self, Error> {
        let refused = |what| Err(Error::NotSkippable { what });
        match (network.activation, network.coins) {
            (Activation::Uniform(chance), Coins::PerDirection) => Ok(Self {
                network,
                gaps: Gaps::new(*chance),
            }),
            (_, Coins::PerFriendship) => refused("one coin to a friendship"),
            _ => refused("weights by which ties differ"),
        }
    }
}

/// People who speak side by side; no result depends on it.
const BLOCK: usize = 128;

/// The engine that skips, with its scratch: a bit and four bytes per person.
#[derive(Debug, Clone)]
pub struct SkippingCascade {
    /// One bit a person: who has adopted.
    adopted: Vec<u64>,
    /// Who has adopted, in the order of their rounds, and room for one more.
    adopters: Vec<NodeId>,
    counts: Vec<Count>,
    max_rounds: u32,
}

impl SkippingCascade {
    /// An engine for graphs of `people` people.
    pub fn new(people: u32) -> Self {
        Self {
            adopted: vec![0; people.div_ceil(64) as usize],
            adopters: vec![NodeId(0); people as usize + 1],
            counts: Vec::new(),
            max_rounds: u32::MAX,
        }
    }

    /// The same engine, falling silent after `max_rounds` rounds.
    #[must_use]
    pub fn stopping_after(mut self, max_rounds: u32) -> Self {
        self.max_rounds = max_rounds;
        self
    }

    /// Runs the cascade from `seeds`, who adopt in round 0, until nobody speaks. A seed
    /// named twice counts once.
    pub fn run_on(&mut self, networks: &[Skippable<'_>], seeds: &[NodeId], world: World) -> &Self {
        self.clear();
        let mut spread = 0;
        for &seed in seeds {
            self.adopters[spread] = seed;
            spread += usize::from(adopts(&mut self.adopted, seed));
        }
        self.count(0, spread);
        let mut spoken = 0;
        let mut scratch = Scratch::default();
        while spoken < spread && self.counts.len() as u64 <= self.max_rounds.into() {
            let (speaking, mut fresh) = (spoken..spread, spread);
            for Skippable { network, gaps } in networks {
                let Some(gaps) = gaps else { continue };
                let luck = world.skips(network.platform, network.channel);
                let (adopters, adopt) = self.adopters.split_at_mut(speaking.end);
                let mut heard = Heard {
                    adopted: &mut self.adopted,
                    adopters: adopt,
                    count: fresh - speaking.end,
                    scratch: &mut scratch,
                };
                for first in speaking.clone().step_by(BLOCK) {
                    let block = first..speaking.end.min(first + BLOCK);
                    speak(network, gaps, luck, &adopters[block], &mut heard);
                }
                heard.visit();
                fresh = speaking.end + heard.count;
            }
            (spoken, spread) = (spread, fresh);
            self.count(spoken, spread);
        }
        self
    }

    fn count(&mut self, spoken: usize, spread: usize) {
        self.counts.push(Count {
            spread: spread as u32,
            waiting: 0,
            speaking: (spread - spoken) as u32,
            removed: spoken as u32,
        });
    }

    fn clear(&mut self) {
        let spread = self.spread() as usize;
        for v in &self.adopters[..spread] {
            self.adopted[v.index() / 64] = 0;
        }
        self.counts.clear();
    }

    /// People who ever adopted, seeds included.
    pub fn spread(&self) -> u32 {
        self.counts.last().map_or(0, |count| count.spread)
    }

    /// Whoever ever adopted, in the order of their rounds; within a round in no
    /// stated order.
    pub fn adopters(&self) -> &[NodeId] {
        &self.adopters[..self.spread() as usize]
    }

    /// Whether `v` ever adopted.
    pub fn reached(&self, v: NodeId) -> bool {
        self.adopted[v.index() / 64] >> (v.index() % 64) & 1 == 1
    }

    /// How many people are what at the end of each round, round 0 first.
    pub fn counts(&self) -> &[Count] {
        &self.counts
    }
}

/// Marks `v` as an adopter; whether they were none before.
#[inline(always)]
fn adopts(adopted: &mut [u64], v: NodeId) -> bool {
    let (word, bit) = (&mut adopted[v.index() / 64], 1 << (v.index() % 64));
    let new = *word & bit == 0;
    *word |= bit;
    new
}

/// Whom live ties lead to.
struct Heard<'s, 'g> {
    adopted: &'s mut [u64],
    /// Those who adopt in the next round, and room for one more than there are people.
    adopters: &'s mut [NodeId],
    count: usize,
    scratch: &'s mut Scratch<'g>,
}

/// What one block needs, as large as the largest so far.
#[derive(Default)]
struct Scratch<'g> {
    hashes: Vec<Hash>,
    rows: Vec<&'g [NodeId]>,
    speakers: Vec<Speaker<'g>>,
    halves: Vec<u32>,
    /// Live ties that are not looked at yet: by then what they say has come.
    live: Vec<&'g NodeId>,
}

/// Live ties that are found before any is looked at; no result depends on it.
const MANY: usize = 512;

impl Heard<'_, '_> {
    fn visit(&mut self) {
        for &&v in &self.scratch.live {
            // Written in any case and counted where it is new: nothing to guess.
            self.adopters[self.count] = v;
            self.count += usize::from(adopts(self.adopted, v));
        }
        self.scratch.live.clear();
    }
}

/// Who of a block still has ties ahead.
#[derive(Clone, Copy)]
struct Speaker<'g> {
    hash: Hash,
    /// Those of their friends to whom they have not come.
    ahead: &'g [NodeId],
}

/// A round of up to [`BLOCK`] people on one network.
fn speak<'g>(
    network: &Network<'g>,
    gaps: &Gaps,
    luck: SkipLuck,
    sources: &[NodeId],
    heard: &mut Heard<'_, 'g>,
) {
    let Scratch {
        hashes,
        rows,
        speakers,
        halves,
        ..
    } = &mut *heard.scratch;
    rows.clear();
    rows.extend(sources.iter().map(|&v| network.ties.heard_by(v)));
    hashes.clear();
    hashes.extend(sources.iter().map(|&v| luck.hash(v)));
    halves.clear();
    halves.extend(hashes.iter().map(|hash| hash.lane(1)));
    speakers.clear();
    let each = hashes.iter().zip(&*rows);
    speakers.extend(each.map(|(&hash, &ahead)| Speaker { hash, ahead }));
    let mut left = 0;
    for at in 0..sources.len() {
        let (half, speaker) = (halves[at], speakers[at]);
        (halves[left], speakers[left]) = (half, speaker);
        left += usize::from(!gaps.passes_all(half, speaker.ahead.len()));
    }
    let mut word = 0;
    while left > 0 {
        let mut still = 0;
        let Scratch {
            speakers,
            halves,
            live,
            ..
        } = &mut *heard.scratch;
        for at in 0..left {
            let Speaker { hash, ahead } = speakers[at];
            let steps = gaps.steps_of(halves[at], || hash.word(word));
            if steps < LONGEST
                && let Some(tie) = ahead.get(steps)
            {
                soon(tie);
                live.push(tie);
            }
            let passed = steps + usize::from(steps < LONGEST);
            let ahead = ahead.get(passed..).unwrap_or(&[]);
            speakers[still] = Speaker { hash, ahead };
            still += usize::from(!ahead.is_empty());
        }
        word += 1;
        left = still;
        for (half, speaker) in halves[..left].iter_mut().zip(&*speakers) {
            *half = speaker.hash.lane(2 * word + 1);
        }
        if live.len() >= MANY {
            heard.visit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::independent_cascade::IndependentCascade;
    use crate::model::linear_threshold::LiveThreshold;
    use crate::skip::Skips;
    use groundswell_graph::builder::{Direction, GraphBuilder, graph};
    use groundswell_graph::fan_graph::FanGraph;
    use groundswell_graph::name_key::NameKey;
    use groundswell_graph::probability::Probability;

    fn uniform(p: f64) -> Activation {
        Activation::uniform(Probability::new(p).unwrap())
    }

    fn networks<'g>(graph: &'g FanGraph, activations: &'g [Activation]) -> Vec<Network<'g>> {
        let platforms = graph.platforms().iter().zip(activations);
        platforms.map(|(p, a)| Network::new(p, a)).collect()
    }

    /// Two platforms over 6000 people, two of whom have more ties than a word passes.
    fn town() -> FanGraph {
        let random = |i: u32| NameKey::of(&format!("skipping {i}")).0;
        let mut builder = GraphBuilder::new(6000);
        for (name, salt) in [("one", 0), ("two", 1 << 20)] {
            let tie = |i| {
                let x = random(i + salt);
                let source = if i % 2 == 0 { i % 3 } else { x as u32 % 6000 };
                (NodeId(source), NodeId((x >> 32) as u32 % 6000))
            };
            let ties: Vec<_> = (0..20_000u32).map(tie).collect();
            builder
                .platform(name, &ties, Direction::SourceToTarget)
                .unwrap();
        }
        builder.build()
    }

    /// One person after the other, one live tie after the other: adopters up to each
    /// round, and who they are.
    fn slowly(
        networks: &[Skippable<'_>],
        people: u32,
        seeds: &[NodeId],
        world: World,
    ) -> (Vec<u32>, Vec<bool>) {
        let mut reached = vec![false; people as usize];
        seeds.iter().for_each(|v| reached[v.index()] = true);
        let mut speaking: Vec<NodeId> = (0..people).map(NodeId).collect();
        speaking.retain(|v| reached[v.index()]);
        let mut spreads = vec![speaking.len() as u32];
        while !speaking.is_empty() {
            let mut fresh = Vec::new();
            for Skippable { network, gaps } in networks {
                let luck = world.skips(network.platform, network.channel);
                for &v in &speaking {
                    let friends = network.ties.heard_by(v);
                    let gaps = gaps.iter();
                    for at in gaps.flat_map(|gaps| Skips::new(gaps, luck, v, friends.len())) {
                        if !std::mem::replace(&mut reached[friends[at].index()], true) {
                            fresh.push(friends[at]);
                        }
                    }
                }
            }
            spreads.push(spreads[spreads.len() - 1] + fresh.len() as u32);
            speaking = fresh;
        }
        (spreads, reached)
    }

    #[test]
    fn skipping_side_by_side_is_skipping_one_by_one() {
        let graph = town();
        let mut cascade = SkippingCascade::new(graph.people());
        let seeds = [NodeId(0), NodeId(1), NodeId(4000), NodeId(0)];
        for chances in [[0.0005, 0.001], [0.05, 0.0], [0.2, 0.4], [1.0, 0.01]] {
            let activations = chances.map(uniform);
            let networks = networks(&graph, &activations);
            let networks = Skippable::all(&networks, &IndependentCascade).unwrap();
            for index in 0..20 {
                let world = World::new(3, index);
                let (spreads, reached) = slowly(&networks, graph.people(), &seeds, world);
                let outcome = cascade.run_on(&networks, &seeds, world);
                let ours = outcome.counts().iter().map(|count| count.spread);
                assert!(ours.eq(spreads), "{chances:?} {index}");
                assert!(
                    graph
                        .nodes()
                        .all(|v| outcome.reached(v) == reached[v.index()])
                );
                assert_eq!(outcome.adopters().len(), outcome.spread() as usize);
                assert!(outcome.adopters().iter().all(|&v| reached[v.index()]));
            }
        }
    }

    #[test]
    fn rounds_beyond_the_last_bring_nobody() {
        let graph = graph("0->1 1->2 2->3 3->4");
        let activations = [uniform(1.0)];
        let networks = networks(&graph, &activations);
        let networks = Skippable::all(&networks, &IndependentCascade).unwrap();
        let mut cascade = SkippingCascade::new(graph.people());
        let outcome = cascade.run_on(&networks, &[NodeId(0)], World::new(1, 0));
        assert_eq!((outcome.spread(), outcome.counts().len()), (5, 6));
        let mut cascade = cascade.stopping_after(2);
        let outcome = cascade.run_on(&networks, &[NodeId(0)], World::new(1, 0));
        assert_eq!((outcome.spread(), outcome.counts().len()), (3, 3));
    }

    #[test]
    fn a_likelier_tie_may_lose_a_world_some_people() {
        // Of a person's live ties none moves back, but one may move from the friend who
        // has friends to one who has none.
        let graph = graph("0->1 0->2 2->3 2->4 2->5 2->6");
        let spread = |p, index| {
            let activations = [uniform(p)];
            let networks = networks(&graph, &activations);
            let networks = Skippable::all(&networks, &IndependentCascade).unwrap();
            let mut cascade = SkippingCascade::new(graph.people());
            cascade
                .run_on(&networks, &[NodeId(0)], World::new(1, index))
                .spread()
        };
        let shrinks = (0..1000).filter(|&index| spread(0.6, index) < spread(0.5, index));
        assert!(shrinks.count() > 10);
    }

    #[test]
    fn what_cannot_be_skipped_is_refused() {
        let graph = graph("0->1 1->2 0->2");
        let refused = |networks: &[Network<'_>]| {
            let refused = Skippable::all(networks, &IndependentCascade);
            refused.unwrap_err().to_string()
        };
        let activations = [Activation::weighted_cascade(&graph.platforms()[0].ties)];
        let uneven = networks(&graph, &activations);
        assert!(refused(&uneven).contains("not for weights by which ties differ"));
        let threshold = LiveThreshold::new(&uneven).unwrap();
        let activations = [uniform(0.1)];
        let even = networks(&graph, &activations);
        let error = Skippable::all(&even, &threshold).unwrap_err();
        assert!(error.to_string().contains("not for this model"));
        let one_coin = [even[0].with_coins(Coins::PerFriendship)];
        assert!(refused(&one_coin).contains("not for one coin to a friendship"));
    }
}
