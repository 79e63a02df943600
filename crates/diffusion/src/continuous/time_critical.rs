//! Independent cascade with meetings, for what has to happen by a deadline.
//!
//! In each round an adopter meets each neighbour with the meeting probability, and at the
//! first meeting tries once to convince them. Neighbours who are not met in time are not
//! convinced, so that many ties that work slowly are worth less than few that work at once.
//!
//! - **Remembers:** nothing.
//! - **Draws:** one coin a tie, and one geometric delay if it is live.
//! - **Cost:** one hash and about two digits a contact; one logarithm and a place in the
//!   queue for those that succeed.
//! - **Source:** Chen, Lu & Zhang, AAAI 2012 (the model IC-M). The paper lets meeting
//!   probabilities differ from tie to tie; here they are the same for all.

use groundswell_graph::id::NodeId;
use groundswell_graph::probability::Probability;

use crate::contagion::Network;
use crate::continuous::delay::Delay;
use crate::continuous::live_ties::LiveTies;
use crate::continuous::time::Time;
use crate::continuous::{Course, Tie, TimedContagion, along};
use crate::world::{Draws, World};

/// Adopt at the first meeting along a live tie, up to and including a last round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeCritical {
    /// Chance that an adopter meets a neighbour in one round.
    pub meeting: Probability,
    /// The last round in which an adoption counts; the seeds adopt in round 0.
    pub deadline: u32,
}

/// Which ties are live, and when their first meetings are.
#[derive(Debug, Clone, Copy)]
pub struct Luck {
    live: LiveTies,
    meetings: Draws,
}

impl TimedContagion for TimeCritical {
    type Luck = Luck;

    fn luck(&self, network: &Network<'_>, world: World, nth: u32) -> Luck {
        Luck {
            live: LiveTies::new(network, world),
            meetings: world.events(along(network, "meeting"), nth),
        }
    }

    fn course(&self, _: &Luck, _: NodeId) -> Course {
        Course::FOREVER
    }

    fn contacts(&self, luck: &Luck, tie: Tie<'_>) -> impl Iterator<Item = Time> {
        let draws = luck.meetings.several(tie.source.0, tie.target.0);
        let live = luck.live.have(tie);
        live.then(|| Delay::geometric(self.meeting).after(draws))
            .into_iter()
    }

    fn deadline(&self) -> Time {
        Time::computed(self.deadline.into())
    }
}
