//! Contagion in continuous time: when word spreads, not only how far.
//!
//! People pass through spells: somebody who takes it up is silent at first (exposed),
//! then speaks (infectious), and is then done with it for good, or open to it again. A
//! model ([`TimedContagion`]) says how long a spell lasts and when in it the contacts along
//! each tie fall; [`Outbreak`](outbreak::Outbreak) runs any model in one world, from event
//! to event.
//!
//! All of a spell is fixed by who has it and which of their spells it is, never by when it
//! begins: somebody who hears earlier meets the same luck. Where each person has one spell
//! at most, more seeds and higher rates of contact therefore never delay anybody, in any
//! world.
//!
//! ```
//! use groundswell_diffusion::continuous::{outbreak::Outbreak, sir::Sir};
//! use groundswell_diffusion::{contagion::Network, world::World};
//! use groundswell_graph::{activation::Activation, builder::graph, id::NodeId};
//! use groundswell_graph::probability::Probability;
//!
//! let pair = graph("0-1");
//! let activation = Activation::uniform(Probability::ONE);
//! let network = Network::new(&pair.platforms()[0], &activation);
//! let (sir, mut outbreak) = (Sir::new(1.5, 1.0)?, Outbreak::new(pair.people()));
//!
//! let spread: u32 = (0..4000)
//!     .map(|i| outbreak.run(&network, &sir, &[NodeId(0)], World::new(7, i)).spread())
//!     .sum();
//! // The contact falls before the removal with probability 1.5 / (1.5 + 1).
//! assert!((f64::from(spread) / 4000.0 - 1.6).abs() < 0.05);
//! # Ok::<(), groundswell_diffusion::error::Error>(())
//! ```

pub mod bass;
pub mod cascade_in_time;
pub mod delay;
pub mod live_ties;
pub mod outbreak;
pub mod rate;
pub mod seir;
pub mod si;
pub mod sir;
pub mod sis;
pub mod time;
pub mod time_critical;

use groundswell_graph::id::{EdgeId, NodeId};
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Chance;

use crate::contagion::Network;
use crate::continuous::time::Time;
use crate::world::World;

/// A model in continuous time: how long spells last, and when in them word passes.
///
/// The engine owns the clock and the queue; a model never loops over the graph, never sees
/// a thread, never owns a generator.
pub trait TimedContagion: Sync {
    /// Whether somebody whose spell has ended is open to another.
    const RECURS: bool = false;

    /// Whether people take it up by themselves, at their [`arrival`](Self::arrival). Such a
    /// model costs a draw for every person of the graph.
    const SPONTANEOUS: bool = false;

    /// The luck of everybody's n-th spell, mixed once for all people and ties.
    type Luck;

    /// The luck of everybody's spell number `nth`, counted from 0.
    fn luck(&self, network: &Network<'_>, world: World, nth: u32) -> Self::Luck;

    /// How long `person` is silent and then speaks in this spell.
    fn course(&self, luck: &Self::Luck, person: NodeId) -> Course;

    /// When the convincing contacts along a tie fall in this spell of its source, from the
    /// moment the source begins to speak; in order, without end where they have none. The
    /// engine takes those that fall before the source falls silent.
    fn contacts(&self, luck: &Self::Luck, tie: Tie<'_>) -> impl Iterator<Item = Time>;

    /// When `person` takes it up without having heard of it, for the first time.
    fn arrival(&self, _luck: &Self::Luck, _person: NodeId) -> Time {
        Time::NEVER
    }

    /// The last moment that counts.
    fn deadline(&self) -> Time {
        Time::NEVER
    }
}

/// How long one spell of one person lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// How long they carry it in silence; zero for models without a latent time.
    pub latent: Time,
    /// How long they speak of it.
    pub infectious: Time,
}

impl Course {
    /// To speak at once and for ever.
    pub const FOREVER: Self = Self {
        latent: Time::START,
        infectious: Time::NEVER,
    };
}

/// One tie along which word may pass.
#[derive(Debug, Clone, Copy)]
pub struct Tie<'n> {
    /// The ties that it is one of.
    pub network: &'n Network<'n>,
    /// Which of them.
    pub edge: EdgeId,
    /// Who speaks.
    pub source: NodeId,
    /// Who hears.
    pub target: NodeId,
}

impl Tie<'_> {
    /// Chance that one contact along the tie convinces.
    #[inline]
    pub fn chance(self) -> Chance {
        let activation = self.network.activation;
        activation.chance(self.edge, self.source, self.target)
    }
}

/// The matter by which luck knows what happens along the ties of `network`, so that
/// platforms and channels have luck of their own.
fn along(network: &Network<'_>, what: &str) -> NameKey {
    // Each hash is turned by another number of bits, so that equal names do not cancel.
    let platform = network.platform.0;
    let channel = network.channel.0.rotate_left(21);
    NameKey(platform ^ channel ^ NameKey::of(what).0.rotate_left(42))
}
