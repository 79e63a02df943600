//! Independent cascade in continuous time: word takes its time along each tie.
//!
//! A tie is live with its activation probability, by the same coin as in the plain
//! independent cascade, and then takes a delay. Who adopts by the deadline is whoever the
//! quickest live path from the seeds reaches; without a deadline these are, in every
//! world, the adopters of the plain cascade.
//!
//! - **Remembers:** nothing.
//! - **Draws:** one coin a tie, and one delay if it is live.
//! - **Cost:** one hash and about two digits a contact; a quantile and a place in the queue
//!   for those that succeed.
//! - **Source:** Gomez-Rodriguez, Balduzzi & Schölkopf, ICML 2011. There all ties are
//!   live and each has a delay of its own scale; here all ties share a distribution, and
//!   what differs from tie to tie is the chance of being live.

use groundswell_graph::id::NodeId;

use crate::contagion::Network;
use crate::continuous::delay::Delay;
use crate::continuous::live_ties::LiveTies;
use crate::continuous::time::Time;
use crate::continuous::{Course, Tie, TimedContagion, along};
use crate::world::{Draws, World};

/// Adopt as soon as the first word along a live tie arrives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CascadeInTime {
    /// How long word takes along a live tie.
    pub delay: Delay,
    /// The last moment at which an adoption counts.
    pub deadline: Time,
}

/// Which ties are live, and how long they take.
#[derive(Debug, Clone, Copy)]
pub struct Luck {
    live: LiveTies,
    delays: Draws,
}

impl TimedContagion for CascadeInTime {
    type Luck = Luck;

    fn luck(&self, network: &Network<'_>, world: World, nth: u32) -> Luck {
        Luck {
            live: LiveTies::new(network, world),
            delays: world.events(along(network, "delay"), nth),
        }
    }

    fn course(&self, _: &Luck, _: NodeId) -> Course {
        Course::FOREVER
    }

    fn contacts(&self, luck: &Luck, tie: Tie<'_>) -> impl Iterator<Item = Time> {
        let draws = luck.delays.several(tie.source.0, tie.target.0);
        let live = luck.live.have(tie);
        live.then(|| self.delay.after(draws)).into_iter()
    }

    fn deadline(&self) -> Time {
        self.deadline
    }
}
