//! What happens in one world, from seeds to silence: the engine for any model.
//!
//! Rounds are synchronous: whoever adopts in a round speaks in the next. Cost
//! follows the cascade, not the graph: scratch is reused, and only what the last
//! cascade touched is cleared.

use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Chance;

use crate::contagion::{Adopter, Contact, Contagion, Network, Phase};
use crate::draw::Draw;
use crate::witness::{Witness, Word};
use crate::world::{TieDraw, TieLuck, World};

/// The one-world engine, with its scratch: one byte per person and what the model
/// remembers.
#[derive(Debug, Clone)]
pub struct Cascade<M = ()> {
    /// What is known of each person, as bits of [`is`].
    state: PerNode<u8>,
    memory: PerNode<M>,
    /// Everybody whose memory may differ from the default.
    heard: Vec<NodeId>,
    /// Whoever ever adopted, in the order of the first adoption.
    adopters: Vec<NodeId>,
    /// Those who adopted in this round, and those who may at its end.
    fresh: Vec<NodeId>,
    /// Those who wait or speak.
    active: Vec<Active>,
    counts: Vec<Count>,
    /// Luck of each message along the ties of each network, as far as it was needed.
    luck: Vec<Vec<TieLuck>>,
    ranked: Vec<(Draw, NodeId)>,
    max_rounds: u32,
}

/// Bits of a person's state.
mod is {
    /// Has adopted, and can not be convinced now.
    pub(super) const ADOPTED: u8 = 1;
    /// Has adopted at some time.
    pub(super) const EVER: u8 = 2;
    /// Was convinced in this round.
    pub(super) const CONVINCED: u8 = 4;
    /// May remember something.
    pub(super) const HEARD: u8 = 8;
}

#[derive(Debug, Clone, Copy)]
struct Active {
    node: NodeId,
    /// The first round of its phase.
    since: u32,
    phase: Phase,
    /// Nobody is left whom it could convince.
    done: bool,
}

/// How many people are what at the end of one round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Ever adopted.
    pub spread: u32,
    /// Adopted and not speaking yet.
    pub waiting: u32,
    /// Speaking in the next round.
    pub speaking: u32,
    /// Fallen silent for good.
    pub removed: u32,
}

impl<M: Clone + Default + Send> Cascade<M> {
    /// An engine for graphs of `people` people.
    pub fn new(people: u32) -> Self {
        Self {
            state: PerNode::filled(0, people),
            memory: PerNode::filled(M::default(), people),
            heard: Vec::new(),
            adopters: Vec::new(),
            fresh: Vec::new(),
            active: Vec::new(),
            counts: Vec::new(),
            luck: Vec::new(),
            ranked: Vec::new(),
            max_rounds: u32::MAX,
        }
    }

    /// The same engine, falling silent after `max_rounds` rounds. Models in which
    /// adopters speak for ever or adopt anew need it.
    #[must_use]
    pub fn stopping_after(mut self, max_rounds: u32) -> Self {
        self.max_rounds = max_rounds;
        self
    }

    /// Runs `model` from `seeds`, who adopt in round 0, until nobody speaks or
    /// nobody is left to convince. A seed named twice counts once.
    pub fn run<C: Contagion<Memory = M>>(
        &mut self,
        network: &Network<'_>,
        model: &C,
        seeds: &[NodeId],
        world: World,
    ) -> &Self {
        self.run_seen_by(std::slice::from_ref(network), model, seeds, world, &mut ())
    }

    /// The same on several networks over the same people: adopters speak in each of
    /// them.
    pub fn run_on<C: Contagion<Memory = M>>(
        &mut self,
        networks: &[Network<'_>],
        model: &C,
        seeds: &[NodeId],
        world: World,
    ) -> &Self {
        self.run_seen_by(networks, model, seeds, world, &mut ())
    }

    /// The same, while `witness` looks on.
    pub fn run_seen_by<C: Contagion<Memory = M>, W: Witness>(
        &mut self,
        networks: &[Network<'_>],
        model: &C,
        seeds: &[NodeId],
        world: World,
        witness: &mut W,
    ) -> &Self {
        self.clear(networks.len());
        for &seed in seeds {
            if self.state[seed] & is::ADOPTED == 0 {
                self.state[seed] |= is::ADOPTED;
                self.fresh.push(seed);
                self.remembers(seed);
                model.starts(&mut self.memory[seed], seed, world);
            }
        }
        self.welcome(model, 0, witness);
        self.count(0);
        let mut round = 0;
        while round < self.max_rounds && self.goes_on(model) {
            round += 1;
            for at in 0..self.active.len() {
                let active = self.active[at];
                if active.phase == Phase::Speaking && !active.done {
                    let left = self.speak(networks, model, active, round, world, witness);
                    self.active[at].done = left == 0 && !C::RETURNS;
                }
            }
            if C::WAITS {
                self.settle(model, world);
            }
            let removed = self.age(model, round, world, witness);
            self.welcome(model, round, witness);
            self.count(removed);
        }
        self
    }

    fn goes_on<C: Contagion<Memory = M>>(&self, model: &C) -> bool {
        match model.is_lasting() {
            false => !self.active.is_empty(),
            true => self.active.iter().any(|active| !active.done),
        }
    }

    /// One adopter's round: how many of its friends could still be convinced.
    #[inline(always)]
    fn speak<C: Contagion<Memory = M>, W: Witness>(
        &mut self,
        networks: &[Network<'_>],
        model: &C,
        active: Active,
        round: u32,
        world: World,
        witness: &mut W,
    ) -> u32 {
        let source = active.node;
        let adopter = active.in_round(round);
        let nth = model.nth(adopter);
        let tells = model.tells(source, world);
        if tells == 0 {
            return 0;
        }
        // Nobody has a tie to themselves, so nobody asks for it meanwhile.
        let said = std::mem::take(&mut self.memory[source]);
        // Counted where contacts are left out, which costs those that are made nothing.
        let (mut friends, mut settled) = (0, 0);
        for (layer, network) in networks.iter().enumerate() {
            let luck = self.luck(layer, network, nth, world);
            let last = match tells {
                u32::MAX => None,
                _ => self.last_told(network, source, tells, nth, world),
            };
            friends += network.ties.out_degree(source);
            for (edge, target) in network.ties.edges_of(source) {
                let state = self.state[target];
                if state & is::ADOPTED != 0 && (state & is::CONVINCED == 0 || !W::ASKS) {
                    settled += 1;
                    continue;
                }
                let chance = network.activation.chance(edge, source, target);
                if model.is_lasting() && chance == Chance::NEVER {
                    settled += 1;
                }
                if last.is_some_and(|last| whom(world, nth, source, target) > last) {
                    continue;
                }
                if size_of::<M>() > 0 && state & is::HEARD == 0 {
                    self.state[target] = state | is::HEARD;
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
                    edge: Some(edge),
                    layer,
                    chance,
                    luck: draw,
                    step: round,
                    said: Some(&said),
                };
                if model.convinces(&mut self.memory[target], contact, world) {
                    self.convinced::<C>(target);
                    if W::ASKS {
                        witness.convinced(Word {
                            source,
                            target,
                            layer,
                            round,
                        });
                    }
                }
            }
        }
        self.memory[source] = said;
        friends - settled
    }

    /// Somebody is convinced: they adopt, at once or where they wait perhaps later.
    #[inline(always)]
    fn convinced<C: Contagion>(&mut self, v: NodeId) {
        let adopted = if C::WAITS { 0 } else { is::ADOPTED };
        if self.state[v] & is::CONVINCED == 0 {
            self.state[v] |= is::CONVINCED | adopted;
            self.fresh.push(v);
        }
    }

    /// Asks those who waited for the end of the round.
    fn settle<C: Contagion<Memory = M>>(&mut self, model: &C, world: World) {
        let (state, memory) = (&mut self.state, &mut self.memory);
        self.fresh.retain(|&v| {
            let adopts = model.settles(&mut memory[v], v, world);
            state[v] &= !is::CONVINCED;
            state[v] |= if adopts { is::ADOPTED } else { 0 };
            adopts
        });
    }

    /// Everybody who waited or spoke is a round older; how many fell silent.
    #[inline(always)]
    fn age<C: Contagion<Memory = M>, W: Witness>(
        &mut self,
        model: &C,
        round: u32,
        world: World,
        witness: &mut W,
    ) -> u32 {
        let state = &mut self.state;
        let mut removed = 0;
        self.active.retain_mut(|active| {
            let phase = model.after_round(active.in_round(round), world);
            if phase == active.phase {
                return true;
            }
            if W::ASKS {
                witness.becomes(active.node, phase, round);
            }
            active.phase = phase;
            active.since = round + 1;
            match phase {
                Phase::Waiting | Phase::Speaking => return true,
                Phase::Removed => removed += 1,
                Phase::Susceptible => state[active.node] &= !is::ADOPTED,
            }
            false
        });
        removed
    }

    /// Those who adopted in `round` are counted, and speak from the next on.
    #[inline(always)]
    fn welcome<C: Contagion<Memory = M>, W: Witness>(
        &mut self,
        model: &C,
        round: u32,
        witness: &mut W,
    ) {
        for &node in &self.fresh {
            let state = &mut self.state[node];
            *state &= !is::CONVINCED;
            if *state & is::EVER == 0 {
                *state |= is::EVER;
                self.adopters.push(node);
            }
            if W::ASKS {
                witness.adopts(node, round);
            }
            self.active.push(Active {
                node,
                since: round + 1,
                phase: model.adopts_as(),
                done: false,
            });
        }
        self.fresh.clear();
    }

    fn count(&mut self, removed: u32) {
        let before = self.counts.last().map_or(0, |count| count.removed);
        let speaking = self.active.iter().filter(|a| a.phase == Phase::Speaking);
        let speaking = speaking.count() as u32;
        self.counts.push(Count {
            spread: self.adopters.len() as u32,
            waiting: self.active.len() as u32 - speaking,
            speaking,
            removed: before + removed,
        });
    }

    /// The luck of every `nth` message in one network.
    #[inline(always)]
    fn luck(&mut self, layer: usize, network: &Network<'_>, nth: u32, world: World) -> TieLuck {
        let known = &mut self.luck[layer];
        while known.len() <= nth as usize {
            let nth = known.len() as u32;
            known.push(world.touches(network.platform, network.channel, nth));
        }
        known[nth as usize]
    }

    /// The draw of the last of those whom `source` tells; `None` if it tells all.
    fn last_told(
        &mut self,
        network: &Network<'_>,
        source: NodeId,
        tells: u32,
        nth: u32,
        world: World,
    ) -> Option<(Draw, NodeId)> {
        let friends = network.ties.heard_by(source);
        if friends.len() <= tells as usize {
            return None;
        }
        self.ranked.clear();
        let draw = |&target| whom(world, nth, source, target);
        self.ranked.extend(friends.iter().map(draw));
        Some(*self.ranked.select_nth_unstable(tells as usize - 1).1)
    }

    #[inline(always)]
    fn remembers(&mut self, v: NodeId) {
        if self.state[v] & is::HEARD == 0 {
            self.state[v] |= is::HEARD;
            self.heard.push(v);
        }
    }

    fn clear(&mut self, networks: usize) {
        for v in self.adopters.drain(..) {
            self.state[v] = 0;
        }
        for v in self.heard.drain(..) {
            self.memory[v] = M::default();
            self.state[v] = 0;
        }
        self.active.clear();
        self.counts.clear();
        self.luck.iter_mut().for_each(Vec::clear);
        self.luck.resize_with(networks, Vec::new);
    }

    /// People who ever adopted, seeds included.
    pub fn spread(&self) -> u32 {
        self.adopters.len() as u32
    }

    /// Whoever ever adopted, in the order of their rounds; within a round in no
    /// stated order.
    pub fn adopters(&self) -> &[NodeId] {
        &self.adopters
    }

    /// Whether `v` ever adopted.
    pub fn reached(&self, v: NodeId) -> bool {
        self.state[v] & is::EVER != 0
    }

    /// What `v` remembers at the end.
    pub fn memory(&self, v: NodeId) -> &M {
        &self.memory[v]
    }

    /// Adopters up to and including `round`.
    pub fn spread_by(&self, round: u32) -> u32 {
        self.count_by(round).spread
    }

    /// How many people are what at the end of `round`; the last round's where the
    /// cascade was silent before.
    pub fn count_by(&self, round: u32) -> Count {
        self.counts[(round as usize).min(self.counts.len() - 1)]
    }

    /// The same for all rounds, round 0 first.
    pub fn counts(&self) -> &[Count] {
        &self.counts
    }
}

impl Active {
    fn in_round(self, round: u32) -> Adopter {
        Adopter {
            node: self.node,
            phase: self.phase,
            age: round - self.since,
            round,
        }
    }
}

/// The place of `target` in the order in which `source` turns to its friends.
fn whom(world: World, nth: u32, source: NodeId, target: NodeId) -> (Draw, NodeId) {
    let luck = world.events(NameKey::of("whom"), nth);
    (luck.between(source, target), target)
}

/// The draw of a friendship whose ties share one coin, seen from its larger id.
/// Kept out of the loop, which would pay for its instructions.
#[inline(never)]
fn turned(luck: TieLuck, source: NodeId, target: NodeId) -> TieDraw {
    luck.between(target, source)
}
