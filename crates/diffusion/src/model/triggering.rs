//! Triggering: everybody has a random set of people any of whom would convince them.
//!
//! Any rule that says of a tie, in a world, whether its source is in the triggering
//! set of its target. The sets of different people are independent as long as the
//! rule asks luck by names that hold the target. Independent cascade and linear
//! threshold are of this kind, and have files of their own because they are faster.
//!
//! - **Remembers:** nothing.
//! - **Draws:** what the rule asks for.
//! - **Cost:** the rule, a contact; in 64 worlds at once, once for each of them.
//! - **Source:** Kempe, Kleinberg & Tardos, *Theory of Computing* 11(4), 2015,
//!   section 4.

use groundswell_graph::id::NodeId;
use groundswell_graph::probability::Chance;

use crate::contagion::{Contact, Contact64, Contagion, Decides, LiveEdge};
use crate::world::{World, WorldBlock};

/// Adopt once somebody of one's triggering set has.
#[derive(Debug, Clone, Copy)]
pub struct Triggering<F> {
    /// Whether a tie's source is in its target's triggering set in a world.
    pub rule: F,
}

/// A tie as a triggering rule sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tie {
    /// Who speaks.
    pub source: NodeId,
    /// Who hears.
    pub target: NodeId,
    /// Place of the network among those of the run.
    pub layer: usize,
    /// Its activation.
    pub chance: Chance,
}

impl<F: Fn(Tie, World) -> bool + Sync> Contagion for Triggering<F> {
    type Memory = ();

    #[inline(always)]
    fn convinces(&self, (): &mut (), contact: Contact<'_>, world: World) -> bool {
        contact.source.is_some_and(|source| {
            let tie = Tie {
                source,
                target: contact.target,
                layer: contact.layer,
                chance: contact.chance,
            };
            (self.rule)(tie, world)
        })
    }
}

impl<F: Fn(Tie, World) -> bool + Sync> LiveEdge for Triggering<F> {
    fn decides(&self, _layer: usize) -> Option<Decides> {
        None
    }

    fn live(&self, contact: Contact64, asked: u64, block: WorldBlock) -> u64 {
        let tie = Tie {
            source: contact.source,
            target: contact.target,
            layer: contact.layer,
            chance: contact.chance,
        };
        let lanes = (0..64).filter(|lane| asked >> lane & 1 == 1);
        lanes
            .filter(|&lane| (self.rule)(tie, block.world(lane)))
            .fold(0, |live, lane| live | 1 << lane)
    }
}
