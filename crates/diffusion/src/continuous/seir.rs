//! SEIR: as SIR, but nobody speaks of it at once.
//!
//! Whoever catches it is exposed first, at rate σ becomes infectious, and at rate γ
//! recovers. The silent time puts everything off and leaves alone how many are reached:
//! in every world the same people as in SIR with the same β and infectious time.
//!
//! - **Remembers:** nothing.
//! - **Draws:** two delays a person, one exponential a tie.
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

/// Contacts at rate β along each tie between a silent time and recovery for good.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seir {
    beta: Rate,
    latent: Delay,
    infectious: Delay,
}

impl Seir {
    /// With `beta` contacts per tie and unit of time, the end of silence at rate
    /// `sigma` and recovery at rate `gamma`.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless all are finite and not negative.
    pub fn new(beta: f64, sigma: f64, gamma: f64) -> Result<Self, Error> {
        let latent = Delay::at(Rate::new("sigma", sigma)?);
        let infectious = Delay::at(Rate::new("gamma", gamma)?);
        Self::lasting(beta, latent, infectious)
    }

    /// With `beta` contacts per tie and unit of time, any latent and any
    /// infectious time.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless `beta` is finite and not negative.
    pub fn lasting(beta: f64, latent: Delay, infectious: Delay) -> Result<Self, Error> {
        let beta = Rate::new("beta", beta)?;
        Ok(Self {
            beta,
            latent,
            infectious,
        })
    }
}

/// The luck of everybody's n-th spell.
#[derive(Debug, Clone, Copy)]
pub struct Luck {
    contacts: Draws,
    latent: Draws,
    infectious: Draws,
}

impl TimedContagion for Seir {
    type Luck = Luck;

    fn luck(&self, network: &Network<'_>, world: World, nth: u32) -> Luck {
        Luck {
            contacts: world.events(along(network, "contact"), nth),
            latent: world.events(NameKey::of("latent"), nth),
            infectious: world.events(NameKey::of("infectious"), nth),
        }
    }

    fn course(&self, luck: &Luck, person: NodeId) -> Course {
        Course {
            latent: self.latent.after(luck.latent.several(person.0, 0)),
            infectious: self.infectious.after(luck.infectious.several(person.0, 0)),
        }
    }

    fn contacts(&self, luck: &Luck, tie: Tie<'_>) -> impl Iterator<Item = Time> {
        let draws = luck.contacts.several(tie.source.0, tie.target.0);
        self.beta.thinned(tie.chance()).moments(draws)
    }
}
