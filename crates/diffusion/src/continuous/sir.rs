//! SIR: whoever has it speaks of it for a while, and is then done with it for good.
//!
//! Each infectious person contacts each neighbour at rate β, each contact convinces with
//! the tie's activation probability, and people recover at rate γ. A tie passes it on
//! before its source recovers with probability β / (β + γ); ties of one source share its
//! infectious time, so that they succeed and fail together more than coins would.
//!
//! - **Remembers:** nothing.
//! - **Draws:** one delay a person, one exponential a tie.
//! - **Cost:** one hash and one logarithm a contact, and its place in the queue if it may
//!   matter.
//! - **Source:** Kiss, Miller & Simon, *Mathematics of Epidemics on Networks*, 2017,
//!   appendix A on event-driven simulation.

use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;

use crate::contagion::Network;
use crate::continuous::delay::Delay;
use crate::continuous::rate::Rate;
use crate::continuous::time::Time;
use crate::continuous::{Course, Tie, TimedContagion, along};
use crate::error::Error;
use crate::world::{Draws, World};

/// Contacts at rate β along each tie until the source recovers for good.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sir {
    beta: Rate,
    infectious: Delay,
}

impl Sir {
    /// With `beta` contacts per tie and unit of time, and recovery at rate `gamma`.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless both are finite and not negative.
    pub fn new(beta: f64, gamma: f64) -> Result<Self, Error> {
        let infectious = Delay::at(Rate::new("gamma", gamma)?);
        Self::lasting(beta, infectious)
    }

    /// With `beta` contacts per tie and unit of time, and any infectious time.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless `beta` is finite and not negative.
    pub fn lasting(beta: f64, infectious: Delay) -> Result<Self, Error> {
        let beta = Rate::new("beta", beta)?;
        Ok(Self { beta, infectious })
    }
}

/// The luck of everybody's n-th spell.
#[derive(Debug, Clone, Copy)]
pub struct Luck {
    contacts: Draws,
    infectious: Draws,
}

impl TimedContagion for Sir {
    type Luck = Luck;

    fn luck(&self, network: &Network<'_>, world: World, nth: u32) -> Luck {
        Luck {
            contacts: world.events(along(network, "contact"), nth),
            infectious: world.events(NameKey::of("infectious"), nth),
        }
    }

    fn course(&self, luck: &Luck, person: NodeId) -> Course {
        Course {
            latent: Time::START,
            infectious: self.infectious.after(luck.infectious.several(person.0, 0)),
        }
    }

    fn contacts(&self, luck: &Luck, tie: Tie<'_>) -> impl Iterator<Item = Time> {
        let draws = luck.contacts.several(tie.source.0, tie.target.0);
        self.beta.thinned(tie.chance()).moments(draws)
    }
}
