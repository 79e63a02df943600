//! SIS: whoever has had it may have it again.
//!
//! As in SIR, but who recovers is susceptible at once. What keeps coming back can live on
//! for very long: a run needs a moment at which to stop. Every spell of a person has luck
//! of its own, so that one contact more may change who is infectious when later contacts
//! fall: in one world, unlike on average, more seeds may leave fewer people infectious.
//!
//! - **Remembers:** nothing; the engine counts the spells.
//! - **Draws:** one delay a person and spell, one exponential a contact.
//! - **Cost:** one logarithm a contact, counted from the beginning of the spell each time a
//!   tie is looked at; only contacts that may meet somebody susceptible are queued.
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

/// Contacts at rate β along each tie until the source recovers and may catch it again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sis {
    beta: Rate,
    infectious: Delay,
}

impl Sis {
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

impl TimedContagion for Sis {
    const RECURS: bool = true;

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
