//! What a model is: the rule of one contact.

use groundswell_graph::activation::Activation;
use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::{EdgeId, NodeId, PerNode};
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Chance;
use groundswell_graph::ties::Ties;

use crate::world::{Between, TieDraw, TieLuck64, World, WorldBlock};

/// One source's word reaching one person.
#[derive(Debug, Clone, Copy)]
pub struct Contact<'m, M = ()> {
    /// Who speaks; the brand itself where it is nobody.
    pub source: Option<NodeId>,
    /// Who hears.
    pub target: NodeId,
    /// The tie along which word came, where it came along one.
    pub edge: Option<EdgeId>,
    /// Place of the tie's network among those of the run.
    pub layer: usize,
    /// Chance that one contact succeeds.
    pub chance: Chance,
    /// The contact's own draw.
    pub luck: TieDraw,
    /// Round of a cascade or day of a campaign.
    pub step: u32,
    /// What the source remembers, where the engine carries it.
    pub said: Option<&'m M>,
}

/// A model of contagion: when does word convince, and for how long does an adopter
/// speak?
///
/// The engine owns the frontier; a model never loops over the graph, never sees a
/// thread, never owns a generator. All but [`convinces`](Self::convinces) have a
/// meaning by default: adopters speak to all their friends in the round after
/// their adoption, and never again.
pub trait Contagion: Sync {
    /// What a node remembers between contacts; `()` costs nothing.
    type Memory: Clone + Default + Send;

    /// Whether people hear the whole round before they make up their minds. Where
    /// they do, [`settles`](Self::settles) has the last word.
    const WAITS: bool = false;

    /// Whether an adopter may become susceptible again.
    const RETURNS: bool = false;

    /// Does this contact tip the target into adopting?
    fn convinces(
        &self,
        memory: &mut Self::Memory,
        contact: Contact<'_, Self::Memory>,
        world: World,
    ) -> bool;

    /// Whether somebody whom at least one contact of this round convinced adopts,
    /// having heard the whole round. Asked only of models that wait.
    #[inline(always)]
    fn settles(&self, _: &mut Self::Memory, _: NodeId, _: World) -> bool {
        true
    }

    /// A seed takes up the idea in round 0; what does it remember?
    #[inline(always)]
    fn starts(&self, _: &mut Self::Memory, _: NodeId, _: World) {}

    /// What somebody is who has just adopted.
    #[inline(always)]
    fn adopts_as(&self) -> Phase {
        Phase::Speaking
    }

    /// What an adopter is after a round.
    #[inline(always)]
    fn after_round(&self, _: Adopter, _: World) -> Phase {
        Phase::Removed
    }

    /// Whether adopters speak for ever, so that a cascade ends once nobody is left to
    /// convince.
    #[inline(always)]
    fn is_lasting(&self) -> bool {
        false
    }

    /// Which of its messages along a tie a speaking adopter sends this round: what
    /// luck knows it by. By default its first, second, … since it adopted, so that
    /// whoever adopts earlier meets the same luck.
    #[inline(always)]
    fn nth(&self, adopter: Adopter) -> u32 {
        adopter.age
    }

    /// How many of its friends in one network an adopter tells. Whom is drawn, and
    /// a longer list holds the shorter.
    #[inline(always)]
    fn tells(&self, _: NodeId, _: World) -> u32 {
        u32::MAX
    }
}

/// What an adopter does in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It has adopted and does not speak yet: the exposed of epidemic models.
    Waiting,
    /// It speaks.
    Speaking,
    /// It has spoken and can not adopt again.
    Removed,
    /// It has spoken and can be convinced anew.
    Susceptible,
}

/// Somebody who has adopted and is not silent yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adopter {
    /// Who.
    pub node: NodeId,
    /// What it does this round: it waits, or it speaks.
    pub phase: Phase,
    /// Rounds it has been in this phase before this one.
    pub age: u32,
    /// This round.
    pub round: u32,
}

/// Models that a world turns into a plain graph: an edge is live or it is not,
/// whoever is reached along live edges adopts, and asking backwards gives RR sets.
///
/// Source: Kempe, Kleinberg & Tardos, *Theory of Computing* 11(4), 2015, section 4:
/// these are the triggering models.
pub trait LiveEdge: Contagion<Memory = ()> {
    /// Whether each edge is live with its own chance, whatever the others are: what
    /// engines may rely on that do not ask edge by edge.
    const EACH_FOR_ITSELF: bool = false;

    /// Which one draw decides the edges of network `layer`; `None` where no one draw does
    /// and only [`live`](Self::live) knows.
    #[inline(always)]
    fn decides(&self, _layer: usize) -> Option<Decides> {
        Some(Decides::Contact)
    }

    /// Between which numbers that draw has to be for the edge of network `layer` to
    /// `target`, whose chance is `chance`, to be live; from zero on where it is the
    /// contact's own.
    #[inline(always)]
    fn between(&self, _layer: usize, _: EdgeId, _target: NodeId, chance: Chance) -> Between {
        Between(Chance::NEVER, chance)
    }

    /// In which of the worlds `asked` of `block`, one bit each, the edge is live: what
    /// [`convinces`](Contagion::convinces) says in each of them.
    #[inline(always)]
    fn live(&self, contact: Contact64, asked: u64, block: WorldBlock) -> u64 {
        let Contact64 { layer, target, .. } = contact;
        let between = self.between(layer, contact.edge, target, contact.chance);
        match self.decides(layer) {
            Some(Decides::Threshold(platform)) => block
                .thresholds(platform)
                .person_within(target, between, asked),
            _ => contact.within(between, asked),
        }
    }
}

/// The draw that decides whether an edge is live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decides {
    /// The contact's own.
    Contact,
    /// What says how much the target must hear on a platform.
    Threshold(NameKey),
}

/// One source's word reaching one person in 64 worlds.
#[derive(Debug, Clone, Copy)]
pub struct Contact64 {
    /// Who speaks.
    pub source: NodeId,
    /// Who hears.
    pub target: NodeId,
    /// The tie between them.
    pub edge: EdgeId,
    /// Place of the tie's network among those of the run.
    pub layer: usize,
    /// Chance that one contact succeeds.
    pub chance: Chance,
    luck: TieLuck64,
    turned: bool,
}

impl Contact64 {
    /// The contact along a tie of `network`, whose luck is `luck`.
    #[inline(always)]
    pub(crate) fn along(
        (edge, source, target): (EdgeId, NodeId, NodeId),
        (layer, network): (usize, &Network<'_>),
        luck: TieLuck64,
    ) -> Self {
        Self {
            source,
            target,
            edge,
            layer,
            chance: network.activation.chance(edge, source, target),
            luck,
            turned: network.coins.turns(source, target),
        }
    }

    /// In which of the worlds `asked` the contact's own draw lies there.
    #[inline(always)]
    pub fn within(self, between: Between, asked: u64) -> u64 {
        match self.turned {
            false => self.luck.within(self.source, self.target, between, asked),
            true => self.luck.within(self.target, self.source, between, asked),
        }
    }
}

/// Whether a friendship has one coin or two. It matters where both friends may
/// speak: with one coin, what failed one way fails the other way too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Coins {
    /// Each directed tie has its own: the textbook's two arcs.
    #[default]
    PerDirection,
    /// The two ties of a friendship share one, that of (smaller, larger) id: bond
    /// percolation.
    PerFriendship,
}

impl Coins {
    /// Whether luck knows the tie from `source` to `target` by its turned one.
    #[inline(always)]
    pub fn turns(self, source: NodeId, target: NodeId) -> bool {
        self == Self::PerFriendship && target < source
    }
}

/// The ties along which word spreads, and how likely each is to carry it.
#[derive(Debug, Clone, Copy)]
pub struct Network<'g> {
    /// Who hears whom.
    pub ties: &'g Ties,
    /// The platform by which luck knows the ties.
    pub platform: NameKey,
    /// The channel by which luck knows the messages.
    pub channel: NameKey,
    /// Chance of each tie.
    pub activation: &'g Activation,
    /// Whether a friendship has one coin or two.
    pub coins: Coins,
}

impl<'g> Network<'g> {
    /// The ties of `platform`, on the channel of plain cascades.
    pub fn new(platform: &'g Platform, activation: &'g Activation) -> Self {
        Self {
            ties: &platform.ties,
            platform: platform.key,
            channel: NameKey::of("tie"),
            activation,
            coins: Coins::PerDirection,
        }
    }

    /// The same network with one coin or two to a friendship.
    #[must_use]
    pub fn with_coins(self, coins: Coins) -> Self {
        Self { coins, ..self }
    }
}

/// How many people networks over the same people have.
pub fn people(networks: &[Network<'_>]) -> u32 {
    networks.first().map_or(0, |network| network.ties.people())
}

/// The networks in which each person hears somebody, one bit each, of the first 64.
pub(crate) fn heard_on(networks: &[Network<'_>]) -> PerNode<u64> {
    let hears = |v, network: &Network<'_>| u64::from(network.ties.in_degree(v) > 0);
    let on = |v| {
        let bits = networks.iter().take(64).enumerate();
        bits.fold(0, |on, (layer, network)| on | hears(v, network) << layer)
    };
    (0..people(networks)).map(NodeId).map(on).collect()
}
