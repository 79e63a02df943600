//! SIS: the infected recover and can be infected again.
//!
//! In every round each infected person tries each susceptible neighbour, with the
//! activation probability; at its end whoever was infected at its beginning recovers
//! with a fixed chance, and is susceptible from the next round on.
//!
//! - **Remembers:** nothing.
//! - **Draws:** one uniform a tie and one a person for each round of the calendar:
//!   this model tosses anew every round.
//! - **Cost:** the ties of the infected, every round; above the threshold it goes on
//!   for ever, so the engine needs a number of rounds.
//! - **Source:** Pastor-Satorras & Vespignani, *Physical Review Letters* 86, 2001.
//!   Synchronous rounds as in NDlib.

use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::{Chance, Probability};

use crate::contagion::{Adopter, Contact, Contagion, Phase};
use crate::world::World;

/// Infect until recovery, and be infected again.
#[derive(Debug, Clone, Copy)]
pub struct Sis {
    recovery: Chance,
    matter: NameKey,
}

impl Sis {
    /// The infected recover with probability `recovery` at the end of each round.
    pub fn new(recovery: Probability) -> Self {
        Self {
            recovery: recovery.chance(),
            matter: NameKey::of("recovery"),
        }
    }
}

impl Contagion for Sis {
    type Memory = ();
    const RETURNS: bool = true;

    #[inline(always)]
    fn convinces(&self, (): &mut (), contact: Contact<'_>, _: World) -> bool {
        contact.luck.under(contact.chance)
    }

    #[inline(always)]
    fn after_round(&self, infected: Adopter, world: World) -> Phase {
        let luck = world.events(self.matter, infected.round);
        match luck.person(infected.node).under(self.recovery) {
            true => Phase::Susceptible,
            false => Phase::Speaking,
        }
    }

    #[inline(always)]
    fn nth(&self, infected: Adopter) -> u32 {
        infected.round
    }
}
