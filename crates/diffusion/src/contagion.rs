//! What a model is: the rule of one contact.

use groundswell_graph::activation::Activation;
use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Chance;
use groundswell_graph::ties::Ties;

use crate::world::{TieDraw, World};

/// One source's word reaching one person.
#[derive(Debug, Clone, Copy)]
pub struct Contact {
    /// Who speaks; the brand itself where it is nobody.
    pub source: Option<NodeId>,
    /// Who hears.
    pub target: NodeId,
    /// Chance that one contact succeeds.
    pub chance: Chance,
    /// The contact's own draw.
    pub luck: TieDraw,
    /// Round of a cascade or day of a campaign.
    pub step: u32,
}

/// A model of contagion: when does word convince?
///
/// The engine owns the frontier; a model never loops over the graph, never sees a
/// thread, never owns a generator.
pub trait Contagion: Sync {
    /// What a node remembers between contacts; `()` costs nothing.
    type Memory: Clone + Default + Send;

    /// Does this contact tip the target into adopting?
    fn convinces(&self, memory: &mut Self::Memory, contact: Contact, world: World) -> bool;
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
